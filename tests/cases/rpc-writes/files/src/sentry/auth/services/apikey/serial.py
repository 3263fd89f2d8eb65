from sentry.auth.services.apikey.model import RpcApiKey
from sentry.models.apikey import ApiKey


def serialize_api_key(key: ApiKey) -> RpcApiKey:
    fields = {name: getattr(key, name) for name in RpcApiKey.__fields__ if hasattr(key, name)}
    return RpcApiKey(**fields)
