from abc import abstractmethod
from typing import Any

from sentry.auth.services.apikey.model import RpcApiKey, RpcApiKeyFlagsUpdate, RpcApiKeyUpdate
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
    def serialize_key(self, *, api_key_id: int) -> Any | None:
        pass

    @rpc_method
    @abstractmethod
    def update_api_key(self, *, update: RpcApiKey) -> None:
        pass

    @rpc_method
    @abstractmethod
    def update_activity(self, *, update: RpcApiKeyUpdate) -> None:
        pass

    @rpc_method
    @abstractmethod
    def update_flags(self, *, api_key_id: int, flags: RpcApiKeyFlagsUpdate) -> None:
        pass

    @rpc_method
    @abstractmethod
    def set_all_flags(self, *, api_key: RpcApiKey) -> None:
        pass

    @rpc_method
    @abstractmethod
    def reset_status(self, *, api_key_id: int) -> None:
        pass

    @rpc_method
    @abstractmethod
    def disable_scopes(self, *, api_key_id: int) -> None:
        pass

    @rpc_method
    @abstractmethod
    def record_use(self, *, api_key_id: int) -> None:
        pass

    @rpc_method
    @abstractmethod
    def mark_as_used(self, *, api_key_id: int) -> None:
        pass

    @rpc_method
    @abstractmethod
    def send_expiry_email(self, *, organization_id: int) -> None:
        pass


api_key_service = ApiKeyService.create_delegation()
