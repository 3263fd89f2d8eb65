from sentry.testutils.cases import TestCase
from sentry.testutils.factories import Factories
from sentry.testutils.pytest.fixtures import django_db_all


@django_db_all
def test_label_is_kept():
    assert Factories.create_api_key(label="a").label == "a"


class ApiKeyGatewayTest(TestCase):
    def test_get_is_proxied(self):
        assert self.organization
