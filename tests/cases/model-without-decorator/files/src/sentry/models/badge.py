from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.models.outbox import OutboxCategory


class Badge(ReplicatedRegionModel):
    category = OutboxCategory.TEAM_UPDATE

    organization = FlexibleForeignKey("sentry.Organization")
