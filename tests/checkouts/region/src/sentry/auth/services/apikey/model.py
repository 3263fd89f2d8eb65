from sentry.hybridcloud.rpc import RpcModel


class RpcApiKey(RpcModel):
    id: int = -1
    organization_id: int = -1
    label: str = ""
