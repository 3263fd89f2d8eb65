from sentry.models.team import Team
from sentry.testutils.cases import TransactionTestCase


class TeamTest(TransactionTestCase):
    def test_slug(self):
        organization = self.create_organization()
        team = self.create_team(organization=organization, slug="ants")
        assert Team.objects.get(slug="ants") == team
