import contextlib
from collections.abc import Generator
from enum import IntEnum
from typing import Any

from django.dispatch import Signal

from sentry.db.models import Model, control_silo_model, region_silo_model

process_region_outbox = Signal()
process_control_outbox = Signal()


class OutboxCategory(IntEnum):
    USER_UPDATE = 1
    ORGANIZATION_UPDATE = 2
    ORGANIZATION_MEMBER_UPDATE = 3
    ORGANIZATION_MEMBER_TEAM_UPDATE = 4
    TEAM_UPDATE = 5
    API_KEY_UPDATE = 6
    AUTH_PROVIDER_UPDATE = 7
    ORG_AUTH_TOKEN_UPDATE = 8

    def as_region_outbox(self, **kwargs: Any) -> "RegionOutboxBase":
        return RegionOutbox(category=self, **kwargs)

    def as_control_outboxes(self, **kwargs: Any) -> list["ControlOutboxBase"]:
        return [ControlOutbox(category=self, **kwargs)]


def scope_categories(scope: int, categories: set[OutboxCategory]) -> int:
    return scope


class OutboxScope(IntEnum):
    ORGANIZATION_SCOPE = scope_categories(
        0,
        {
            OutboxCategory.ORGANIZATION_UPDATE,
            OutboxCategory.ORGANIZATION_MEMBER_UPDATE,
            OutboxCategory.ORGANIZATION_MEMBER_TEAM_UPDATE,
            OutboxCategory.TEAM_UPDATE,
            OutboxCategory.API_KEY_UPDATE,
            OutboxCategory.AUTH_PROVIDER_UPDATE,
            OutboxCategory.ORG_AUTH_TOKEN_UPDATE,
        },
    )
    USER_SCOPE = scope_categories(1, {OutboxCategory.USER_UPDATE})


class OutboxBase(Model):
    class Meta:
        abstract = True

    @classmethod
    def find_scheduled_shards(cls) -> list[dict[str, int]]:
        raise NotImplementedError

    def drain_shard(self) -> None:
        raise NotImplementedError


class RegionOutboxBase(OutboxBase):
    class Meta:
        abstract = True


class ControlOutboxBase(OutboxBase):
    class Meta:
        abstract = True


@region_silo_model
class RegionOutbox(RegionOutboxBase):
    pass


@control_silo_model
class ControlOutbox(ControlOutboxBase):
    pass


@contextlib.contextmanager
def outbox_context(flush: bool | None = None) -> Generator[None, None, None]:
    yield
