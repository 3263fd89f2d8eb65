from django.db import models

from sentry.db.models import FlexibleForeignKey, region_silo_only_model
from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.models.outbox import OutboxCategory
from sentry.services.hybrid_cloud import RpcTeam
from sentry.services.hybrid_cloud.replica import control_replica_service


@region_silo_only_model
class Team(ReplicatedRegionModel):
    category = OutboxCategory.TEAM_UPDATE

    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    slug = models.SlugField()

    def handle_async_replication(self, shard_identifier: int) -> None:
        control_replica_service.upsert_replicated_team(team=RpcTeam.from_orm(self))
