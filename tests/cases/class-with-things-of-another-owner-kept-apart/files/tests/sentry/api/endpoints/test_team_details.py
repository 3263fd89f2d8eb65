from sentry.testutils.cases import APITestCase


class TeamDetailsTest(APITestCase):
    endpoint = "sentry-api-0-team-details"

    def setUp(self):
        super().setUp()
        self.org = self.create_organization(owner=self.user)
        self.team = self.create_team(organization=self.org)

    def test_name(self):
        assert self.get_success_response(self.org.slug, self.team.slug).data["name"] == self.team.name
