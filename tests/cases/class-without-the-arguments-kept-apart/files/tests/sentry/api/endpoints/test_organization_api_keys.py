from sentry.testutils.cases import APITestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class OrganizationApiKeysTest(APITestCase):
    endpoint = "sentry-api-0-organization-api-keys"

    def test_no_keys(self):
        self.login_as(self.user)
        self.get_success_response(self.organization.slug)
