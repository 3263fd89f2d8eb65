from typing import Any

from sentry.api.serializers import serialize
from sentry.auth.services.apikey.model import RpcApiKey, RpcApiKeyFlagsUpdate, RpcApiKeyUpdate
from sentry.auth.services.apikey.serial import serialize_api_key
from sentry.auth.services.apikey.service import ApiKeyService
from sentry.models.apikey import ApiKey, ApiKeyStatus, ApiKeyUse


class DatabaseBackedApiKeyService(ApiKeyService):
    def get_api_key(self, *, api_key_id: int) -> RpcApiKey | None:
        try:
            return serialize_api_key(ApiKey.objects.get(id=api_key_id))
        except ApiKey.DoesNotExist:
            return None

    def serialize_key(self, *, api_key_id: int) -> Any | None:
        key = ApiKey.objects.filter(id=api_key_id).first()
        return serialize(key, None) if key else None

    def update_api_key(self, *, update: RpcApiKey) -> None:
        key = ApiKey.objects.get(id=update.id)
        fields = update.dict()
        for name, value in fields.items():
            setattr(key, name, value)
        key.save()

    def update_activity(self, *, update: RpcApiKeyUpdate) -> None:
        ApiKey.objects.filter(id=update.api_key_id).update(is_active=update.is_active)

    def update_flags(self, *, api_key_id: int, flags: RpcApiKeyFlagsUpdate) -> None:
        changed = 0
        for name, value in flags.items():
            if value:
                changed |= getattr(ApiKey.flags, name)
        ApiKey.objects.filter(id=api_key_id).update(flags=changed)

    def set_all_flags(self, *, api_key: RpcApiKey) -> None:
        key = ApiKey.objects.get(id=api_key.id)
        key.flags = self._bits(api_key.flags)
        key.save()

    def reset_status(self, *, api_key_id: int) -> None:
        ApiKey.objects.filter(id=api_key_id).update(status=ApiKeyStatus.ACTIVE)

    def disable_scopes(self, *, api_key_id: int) -> None:
        key = ApiKey.objects.get(id=api_key_id)
        key.strip()

    def record_use(self, *, api_key_id: int) -> None:
        key = ApiKey.objects.get(id=api_key_id)
        key.log_use()

    def mark_as_used(self, *, api_key_id: int) -> None:
        ApiKeyUse.objects.set_value(api_key=api_key_id)

    def send_expiry_email(self, *, organization_id: int) -> None:
        send_mail(organization_id)
