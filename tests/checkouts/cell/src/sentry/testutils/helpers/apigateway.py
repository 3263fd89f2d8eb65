from sentry.testutils.cases import APITestCase
from sentry.types.cell import Cell


class ApiGatewayTestCase(APITestCase):
    CELL = Cell(name="us", address="http://us.example.com")

    middleware: list[str] = []


def verify_request_params(params, headers):
    return lambda request: (200, {}, '{"proxy": true}')


def verify_request_body(body, headers):
    return lambda request: (200, {}, '{"proxy": true}')
