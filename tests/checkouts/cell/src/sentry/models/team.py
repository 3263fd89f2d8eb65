from django.db import models

from sentry.db.models import FlexibleForeignKey, cell_silo_model
from sentry.hybridcloud.outbox.base import ReplicatedCellModel
from sentry.hybridcloud.outbox.category import OutboxCategory
from sentry.hybridcloud.rpc import RpcTeam
from sentry.hybridcloud.services.replica import control_replica_service


@cell_silo_model
class Team(ReplicatedCellModel):
    category = OutboxCategory.TEAM_UPDATE

    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
    slug = models.SlugField()

    def handle_async_replication(self, shard_identifier: int) -> None:
        control_replica_service.upsert_replicated_team(team=RpcTeam.from_orm(self))
