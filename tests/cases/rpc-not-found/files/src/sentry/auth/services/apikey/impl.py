from sentry.auth.services.apikey.model import ApiKeyFilterArgs, RpcApiKey
from sentry.auth.services.apikey.serial import serialize_api_key
from sentry.auth.services.apikey.service import ApiKeyService
from sentry.models.apikey import ApiKey


class DatabaseBackedApiKeyService(ApiKeyService):
    def get_api_key(self, *, api_key_id: int | None = None) -> RpcApiKey | None:
        keys = [serialize_api_key(key) for key in ApiKey.objects.filter(id=api_key_id)]
        return keys[0] if keys else None

    def get_label_by_email(self, *, email: str) -> str | None:
        return self._label(email)

    def get_many(self, *, filter: ApiKeyFilterArgs) -> list[RpcApiKey]:
        return [serialize_api_key(key) for key in self._query.query_many(filter)]

    def _label(self, email: str) -> str | None:
        found = ApiKey.objects.filter(user__email=email).first()
        return found.label if found else None
