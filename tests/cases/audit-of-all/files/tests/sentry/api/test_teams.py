from sentry.testutils.cases import APITestCase


class TeamsTest(APITestCase):
    endpoint = "sentry-api-0-team-details"

    def test_get(self):
        self.get_success_response(self.organization.slug, self.team.slug)


class TeamDeleteTest(TeamsTest):
    method = "delete"

    def test_delete(self):
        self.get_success_response(self.organization.slug, self.team.slug)
        response = self.client.get(f"/api/0/issues/{self.group.id}/notes/")
        assert response.status_code == 200
