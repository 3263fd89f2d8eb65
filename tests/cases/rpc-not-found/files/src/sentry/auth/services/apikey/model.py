from typing import TypedDict

from sentry.hybridcloud.rpc import RpcModel


class RpcApiKey(RpcModel):
    id: int = -1
    organization_id: int = -1
    label: str = ""


class ApiKeyFilterArgs(TypedDict, total=False):
    api_key_ids: list[int]
