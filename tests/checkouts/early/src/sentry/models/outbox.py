import contextlib
from collections.abc import Generator
from enum import IntEnum
from typing import Any

from django.dispatch import Signal

from sentry.db.models import Model, control_silo_only_model, region_silo_only_model

process_region_outbox = Signal()
process_control_outbox = Signal()


class OutboxCategory(IntEnum):
    TEAM_UPDATE = 1
    API_KEY_UPDATE = 2

    def as_region_outbox(self, **kwargs: Any) -> "RegionOutboxBase":
        return RegionOutbox(category=self, **kwargs)

    def as_control_outboxes(self, **kwargs: Any) -> list["ControlOutboxBase"]:
        return [ControlOutbox(category=self, **kwargs)]


def scope_categories(scope: int, categories: set[OutboxCategory]) -> int:
    return scope


class OutboxScope(IntEnum):
    ORGANIZATION_SCOPE = scope_categories(
        0, {OutboxCategory.TEAM_UPDATE, OutboxCategory.API_KEY_UPDATE}
    )


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


@region_silo_only_model
class RegionOutbox(RegionOutboxBase):
    pass


@control_silo_only_model
class ControlOutbox(ControlOutboxBase):
    pass


@contextlib.contextmanager
def outbox_context(flush: bool | None = None) -> Generator[None, None, None]:
    yield
