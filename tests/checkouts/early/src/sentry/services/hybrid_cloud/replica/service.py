from sentry.services.hybrid_cloud import RpcApiKey, RpcService, RpcTeam


class RegionReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedRegionReplicaService

        return DatabaseBackedRegionReplicaService()

    def upsert_replicated_api_key(self, *, api_key: RpcApiKey, region_name: str) -> None:
        raise NotImplementedError


class ControlReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedControlReplicaService

        return DatabaseBackedControlReplicaService()

    def upsert_replicated_team(self, *, team: RpcTeam) -> None:
        raise NotImplementedError


region_replica_service = RegionReplicaService.create_delegation()
control_replica_service = ControlReplicaService.create_delegation()
