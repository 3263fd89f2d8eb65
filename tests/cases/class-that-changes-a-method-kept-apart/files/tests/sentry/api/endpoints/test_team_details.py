from sentry.testutils.cases import APITestCase


class OwnTeamTestCase(APITestCase):
    def get_response(self, *args, **params):
        return super().get_response(self.organization.slug, *args, **params)


class TeamDetailsTest(OwnTeamTestCase):
    endpoint = "sentry-api-0-team-details"

    def test_name(self):
        assert self.get_success_response(self.team.slug).data["name"] == self.team.name
