from sentry.models.apikey import ApiKey
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import all_silo_test


@all_silo_test
class ApiKeyTest(TestCase):
    def test_key(self):
        key = self.create_api_key(organization=self.create_organization(), key="ant")
        assert ApiKey.objects.get(key="ant") == key
