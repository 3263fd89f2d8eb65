from sentry.db.models import Model
from sentry.models.outbox import ControlOutboxBase, OutboxCategory, RegionOutboxBase


class RegionOutboxProducingModel(Model):
    default_flush: bool | None = None

    class Meta:
        abstract = True

    def outbox_for_update(self, shard_identifier: int | None = None) -> RegionOutboxBase:
        raise NotImplementedError


class ReplicatedRegionModel(RegionOutboxProducingModel):
    category: OutboxCategory

    class Meta:
        abstract = True

    def outbox_for_update(self, shard_identifier: int | None = None) -> RegionOutboxBase:
        return self.category.as_region_outbox(model=self, shard_identifier=shard_identifier)

    def handle_async_replication(self, shard_identifier: int) -> None:
        pass


class ControlOutboxProducingModel(Model):
    default_flush: bool | None = None

    class Meta:
        abstract = True

    def outboxes_for_update(self, shard_identifier: int | None = None) -> list[ControlOutboxBase]:
        raise NotImplementedError


class ReplicatedControlModel(ControlOutboxProducingModel):
    category: OutboxCategory

    class Meta:
        abstract = True

    def outboxes_for_update(self, shard_identifier: int | None = None) -> list[ControlOutboxBase]:
        return self.category.as_control_outboxes(model=self, shard_identifier=shard_identifier)

    def handle_async_replication(self, region_name: str, shard_identifier: int) -> None:
        pass
