from sentry.models.apikey import ApiKey
from sentry.services.hybrid_cloud.apikey.model import RpcApiKey


def serialize_api_key(key: ApiKey) -> RpcApiKey:
    return RpcApiKey(id=key.id, organization_id=key.organization_id, label=key.label)
