from sentry.models.apikey import ApiKey


def test_truth():
    assert ApiKey
