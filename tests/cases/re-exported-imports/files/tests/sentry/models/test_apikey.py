from sentry.models import ApiKey, ControlOutbox, OutboxCategory
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class ApiKeyTest(TestCase):
    def test_key(self):
        self.create_api_key(organization=self.create_organization(), key="ant")
        assert ApiKey.objects.filter(key="ant").exists()
        assert not ControlOutbox.objects.filter(category=OutboxCategory.API_KEY_UPDATE).exists()
