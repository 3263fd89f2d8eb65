from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_save(self):
        from sentry.models.outbox import OutboxCategory, RegionOutbox
        from sentry.testutils.outbox import outbox_runner

        with outbox_runner():
            self.create_team(organization=self.create_organization())
        assert not RegionOutbox.objects.filter(category=OutboxCategory.TEAM_UPDATE).exists()
