from sentry.models.outbox import OutboxCategory as OC
from sentry.models.outbox import RegionOutbox as Outbox
from sentry.testutils import outbox as outbox_utils
from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_save(self):
        with outbox_utils.outbox_runner():
            self.create_team(organization=self.create_organization())
        assert not Outbox.objects.filter(category=OC.TEAM_UPDATE).exists()
