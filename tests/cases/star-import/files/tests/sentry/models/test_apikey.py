from sentry.models.outbox import *  # NOQA
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import control_silo_test


@control_silo_test
class ApiKeyTest(TestCase):
    def test_key(self):
        assert self.create_api_key(organization=self.create_organization(), key="ant").key == "ant"
