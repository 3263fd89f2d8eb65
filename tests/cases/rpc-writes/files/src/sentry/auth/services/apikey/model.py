from typing import TypedDict

from sentry.hybridcloud.rpc import RpcModel


class RpcApiKeyFlags(RpcModel):
    sso__linked: bool = False
    expired: bool = False


class RpcApiKeyFlagsUpdate(TypedDict):
    expired: bool


class RpcApiKey(RpcModel):
    id: int = -1
    organization_id: int = -1
    label: str = ""
    key: str
    flags: RpcApiKeyFlags = RpcApiKeyFlags()


class RpcApiKeyUpdate(RpcModel):
    id: int = -1
    api_key_id: int
    is_active: bool = True
