from abc import abstractmethod
from typing import List, Optional

from sentry.services.hybrid_cloud.apikey.model import RpcApiKey
from sentry.services.hybrid_cloud.rpc import RpcService, rpc_method
from sentry.silo.base import SiloMode


class ApiKeyService(RpcService):
    key = "api_key"
    local_mode = SiloMode.CONTROL

    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from sentry.services.hybrid_cloud.apikey.impl import DatabaseBackedApiKeyService

        return DatabaseBackedApiKeyService()

    @rpc_method
    @abstractmethod
    def get_api_key(self, *, api_key_id: int) -> Optional[RpcApiKey]:
        pass

    @rpc_method
    @abstractmethod
    def get_api_keys(self, *, organization_id: int, region_name: str) -> List[RpcApiKey]:
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
