from sentry.models.apikey import ApiKey
from sentry.testutils.factories import Factories
from sentry.testutils.pytest.fixtures import django_db_all
from sentry.testutils.silo import control_silo_test


@django_db_all(transaction=True)
@control_silo_test
def test_key():
    organization = Factories.create_organization()
    key = Factories.create_api_key(organization=organization, key="ant")
    assert ApiKey.objects.get(key="ant") == key
