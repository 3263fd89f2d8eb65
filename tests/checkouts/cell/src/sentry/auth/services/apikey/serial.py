from sentry.auth.services.apikey.model import RpcApiKey
from sentry.models.apikey import ApiKey


def serialize_api_key(key: ApiKey) -> RpcApiKey:
    return RpcApiKey(id=key.id, organization_id=key.organization_id, label=key.label)
