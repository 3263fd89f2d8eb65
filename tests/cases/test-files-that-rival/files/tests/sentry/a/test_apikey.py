from sentry.models.apikey import ApiKey
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class ApiKeyTest(TestCase):
    def test_name(self):
        assert ApiKey(label="key").label == "key"
