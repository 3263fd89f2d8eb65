from django.db import models

from sentry.db.models import FlexibleForeignKey, region_silo_model
from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.models.outbox import OutboxCategory


@region_silo_model
class Team(ReplicatedRegionModel):
    category = OutboxCategory.TEAM_UPDATE

    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
