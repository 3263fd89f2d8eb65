from abc import abstractmethod

from sentry.auth.services.apikey.model import ApiKeyFilterArgs, RpcApiKey
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
    def get_api_key(self, *, api_key_id: int | None = None) -> RpcApiKey | None:
        pass

    @rpc_method
    @abstractmethod
    def get_label_by_email(self, *, email: str) -> str | None:
        pass

    @rpc_method
    @abstractmethod
    def get_many(self, *, filter: ApiKeyFilterArgs) -> list[RpcApiKey]:
        pass


api_key_service = ApiKeyService.create_delegation()
