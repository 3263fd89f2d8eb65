from sentry.models.outbox import ControlOutbox
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class ApiKeyOutboxTest(TestCase):
    def test_save_creates_outbox(self):
        self.create_api_key(organization=self.create_organization())
        # Somebody's own words.
        assert ControlOutbox.objects.count() == 0
