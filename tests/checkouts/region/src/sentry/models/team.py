from django.db import models

from sentry.db.models import FlexibleForeignKey, region_silo_model
from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.hybridcloud.rpc import RpcTeam
from sentry.hybridcloud.services.replica import control_replica_service
from sentry.models.outbox import OutboxCategory


@region_silo_model
class Team(ReplicatedRegionModel):
    category = OutboxCategory.TEAM_UPDATE

    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    slug = models.SlugField()

    def handle_async_replication(self, shard_identifier: int) -> None:
        control_replica_service.upsert_replicated_team(team=RpcTeam.from_orm(self))
