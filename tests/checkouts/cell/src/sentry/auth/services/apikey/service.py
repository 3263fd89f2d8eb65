from abc import abstractmethod

from sentry.auth.services.apikey.model import RpcApiKey
from sentry.hybridcloud.rpc.service import RpcService, rpc_method
from sentry.silo.base import SiloMode


class ApiKeyService(RpcService):
    key = "api_key"
    local_mode = SiloMode.CONTROL

    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from sentry.auth.services.apikey.impl import DatabaseBackedApiKeyService

        return DatabaseBackedApiKeyService()

    @rpc_method
    @abstractmethod
    def get_api_key(self, *, api_key_id: int) -> RpcApiKey | None:
        pass

    @rpc_method
    @abstractmethod
    def get_api_keys(self, *, organization_id: int, cell_name: str) -> list[RpcApiKey]:
        pass

    @rpc_method
    @abstractmethod
    def create_api_key(self, *, organization_id: int) -> RpcApiKey:
        pass

    @rpc_method
    @abstractmethod
    def delete_api_key(self, *, api_key_id: int) -> None:
        pass


api_key_service = ApiKeyService.create_delegation()
