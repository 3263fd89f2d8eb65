from sentry.models.apikey import ApiKey


def test_length():
    assert len(ApiKey.generate()) == 32
