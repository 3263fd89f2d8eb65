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


class RpcAuthProvider(RpcModel):
    organization_id: int
    provider: str
    config: dict[str, Any]


class RpcTeam(RpcModel):
    organization_id: int
    name: str
    slug: str


class RpcOrganizationMember(RpcModel):
    organization_id: int
    user_id: int | None
    role: str


class RpcOrganizationMemberTeam(RpcModel):
    team_id: int
    organizationmember_id: int


class RpcOrganizationMappingUpdate(RpcModel):
    name: str
    slug: str
