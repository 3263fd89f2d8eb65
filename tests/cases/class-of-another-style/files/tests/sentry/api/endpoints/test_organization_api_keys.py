from sentry.testutils.cases import APITestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class TestOrganizationApiKeys(APITestCase):
    endpoint = "sentry-api-0-organization-api-key-details"

    def test_get_by_owner_succeeds(self):
        self.get_success_response(self.organization.slug, 1)
