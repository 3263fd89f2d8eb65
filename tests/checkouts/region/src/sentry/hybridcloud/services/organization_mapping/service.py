from sentry.hybridcloud.rpc import RpcOrganizationMappingUpdate
from sentry.hybridcloud.rpc.service import RpcService


class OrganizationMappingService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedOrganizationMappingService

        return DatabaseBackedOrganizationMappingService()

    def upsert(self, *, organization_id: int, update: RpcOrganizationMappingUpdate) -> None:
        raise NotImplementedError

    def delete(self, *, organization_id: int) -> None:
        raise NotImplementedError


organization_mapping_service = OrganizationMappingService.create_delegation()
