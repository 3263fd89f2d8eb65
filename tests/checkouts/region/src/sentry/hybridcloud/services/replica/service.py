from sentry.hybridcloud.rpc import (
    RpcApiKey,
    RpcAuthProvider,
    RpcOrganizationMember,
    RpcOrganizationMemberTeam,
    RpcTeam,
)
from sentry.hybridcloud.rpc.service import RpcService


class RegionReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedRegionReplicaService

        return DatabaseBackedRegionReplicaService()

    def upsert_replicated_api_key(self, *, api_key: RpcApiKey, region_name: str) -> None:
        raise NotImplementedError

    def upsert_replicated_auth_provider(
        self, *, auth_provider: RpcAuthProvider, region_name: str
    ) -> None:
        raise NotImplementedError

    def delete_replicated_auth_provider(self, *, auth_provider_id: int, region_name: str) -> None:
        raise NotImplementedError


class ControlReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedControlReplicaService

        return DatabaseBackedControlReplicaService()

    def upsert_replicated_team(self, *, team: RpcTeam) -> None:
        raise NotImplementedError

    def upsert_organization_member(self, *, member: RpcOrganizationMember) -> None:
        raise NotImplementedError

    def remove_organization_member(self, *, organizationmember_id: int) -> None:
        raise NotImplementedError

    def upsert_organization_member_team(self, *, omt: RpcOrganizationMemberTeam) -> None:
        raise NotImplementedError


region_replica_service = RegionReplicaService.create_delegation()
control_replica_service = ControlReplicaService.create_delegation()
