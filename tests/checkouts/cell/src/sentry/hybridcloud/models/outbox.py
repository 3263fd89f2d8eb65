import contextlib
from collections.abc import Generator

from sentry.db.models import Model, cell_silo_model, control_silo_model


class OutboxBase(Model):
    class Meta:
        abstract = True

    @classmethod
    def find_scheduled_shards(cls) -> list[dict[str, int]]:
        raise NotImplementedError

    def drain_shard(self) -> None:
        raise NotImplementedError


@cell_silo_model
class CellOutbox(OutboxBase):
    pass


@control_silo_model
class ControlOutbox(OutboxBase):
    pass


@contextlib.contextmanager
def outbox_context(flush: bool | None = None) -> Generator[None, None, None]:
    yield
