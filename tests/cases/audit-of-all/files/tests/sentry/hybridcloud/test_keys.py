from sentry.auth.services.apikey import api_key_service


def test_get_api_key():
    assert api_key_service.get_api_key(api_key_id=1) is None
