from sentry.auth.services.apikey.model import RpcApiKey
from sentry.auth.services.apikey.serial import serialize_api_key
from sentry.auth.services.apikey.service import ApiKeyService
from sentry.models.apikey import ApiKey


class DatabaseBackedApiKeyService(ApiKeyService):
    def get_api_key(self, *, api_key_id: int) -> RpcApiKey | None:
        try:
            return serialize_api_key(ApiKey.objects.get(id=api_key_id))
        except ApiKey.DoesNotExist:
            return None

    def get_api_keys(self, *, organization_id: int, cell_name: str) -> list[RpcApiKey]:
        keys = ApiKey.objects.filter(organization_id=organization_id)
        return [serialize_api_key(key) for key in keys]

    def create_api_key(self, *, organization_id: int) -> RpcApiKey:
        return serialize_api_key(ApiKey.objects.create(organization_id=organization_id))

    def delete_api_key(self, *, api_key_id: int) -> None:
        ApiKey.objects.get(id=api_key_id).delete()
