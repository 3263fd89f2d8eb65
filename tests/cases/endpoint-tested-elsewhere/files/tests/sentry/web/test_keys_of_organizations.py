from django.urls import reverse

from sentry.testutils.cases import APITestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class KeysTest(APITestCase):
    def test_keys_are_listed(self):
        url = reverse(
            "sentry-api-0-organization-api-keys",
            kwargs={"organization_id_or_slug": self.organization.slug},
        )
        self.login_as(self.user)
        assert self.client.get(url).status_code == 200
        assert self.client.get(f"/api/0/organizations/{self.organization.slug}/api-keys/").data == []
