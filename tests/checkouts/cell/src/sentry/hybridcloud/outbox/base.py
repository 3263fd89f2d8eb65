from sentry.db.models import Model
from sentry.hybridcloud.outbox.category import OutboxCategory


class CellOutboxProducingModel(Model):
    default_flush: bool | None = None

    class Meta:
        abstract = True


class ReplicatedCellModel(CellOutboxProducingModel):
    category: OutboxCategory

    class Meta:
        abstract = True

    def handle_async_replication(self, shard_identifier: int) -> None:
        pass


class ControlOutboxProducingModel(Model):
    default_flush: bool | None = None

    class Meta:
        abstract = True


class ReplicatedControlModel(ControlOutboxProducingModel):
    category: OutboxCategory

    class Meta:
        abstract = True

    def handle_async_replication(self, cell_name: str, shard_identifier: int) -> None:
        pass
