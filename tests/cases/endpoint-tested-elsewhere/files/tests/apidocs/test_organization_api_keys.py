from sentry.testutils.cases import APITestCase


class OrganizationApiKeysTest(APITestCase):
    endpoint = "sentry-api-0-organization-api-keys"
