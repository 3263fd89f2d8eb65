from shop.stock import outbox_runner

from sentry.testutils.cases import TestCase


def outbox_context(team):
    return outbox_runner(team)


class TeamTest(TestCase):
    def test_context(self):
        assert outbox_context(self.create_team(organization=self.create_organization()))
