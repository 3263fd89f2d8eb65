from sentry.testutils.cases import APITestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class OrganizationApiKeysTest(APITestCase):
    endpoint = "sentry-api-0-organization-api-key-details"

    def test_get_by_owner_succeeds(self):
        self.get_success_response(self.organization.slug, 1)


@control_silo_test
class OrganizationApiKeysTest2(APITestCase):
    endpoint = "sentry-api-0-organization-api-keys"

    def test_get_by_owner_succeeds(self):
        self.login_as(self.user)

        self.get_success_response(self.organization.slug)

    def test_request_without_login_is_refused(self):
        self.get_error_response(self.organization.slug, status_code=401)
