from sentry.testutils.cases import APITestCase
from sentry.types.region import Region


class ApiGatewayTestCase(APITestCase):
    REGION = Region(name="us", address="http://us.example.com")

    middleware: list[str] = []


def verify_request_params(params, headers):
    return lambda request: (200, {}, '{"proxy": true}')


def verify_request_body(body, headers):
    return lambda request: (200, {}, '{"proxy": true}')
