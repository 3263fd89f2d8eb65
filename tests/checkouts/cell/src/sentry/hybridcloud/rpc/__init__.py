from typing import Any, Self


class RpcModel:
    id: int

    @classmethod
    def from_orm(cls, instance: Any) -> Self:
        raise NotImplementedError


class RpcApiKey(RpcModel):
    organization_id: int
    label: str
    key: str


class RpcTeam(RpcModel):
    organization_id: int
    name: str
    slug: str


class RpcService:
    @classmethod
    def create_delegation(cls) -> Self:
        return cls()

    @classmethod
    def get_local_implementation(cls) -> "RpcService":
        raise NotImplementedError
