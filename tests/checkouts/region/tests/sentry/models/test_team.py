from sentry.models.team import Team
from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_slug(self):
        organization = self.create_organization()
        team = self.create_team(organization=organization, slug="ants")
        assert Team.objects.get(slug="ants") == team

    def test_name(self):
        organization = self.create_organization()
        assert self.create_team(organization=organization, name="Ants").name == "Ants"
