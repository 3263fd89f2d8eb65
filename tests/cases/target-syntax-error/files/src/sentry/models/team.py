from sentry.db.models.outboxes import ReplicatedRegionModel


class Team(ReplicatedRegionModel:
    pass
