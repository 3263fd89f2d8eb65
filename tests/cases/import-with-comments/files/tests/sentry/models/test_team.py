from sentry.models.outbox import (  # the outbox and
    # what it is about
    OutboxCategory,
    RegionOutbox,  # of this silo
)
from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_save(self):
        self.create_team(organization=self.create_organization())
        assert not RegionOutbox.objects.filter(category=OutboxCategory.TEAM_UPDATE).exists()
