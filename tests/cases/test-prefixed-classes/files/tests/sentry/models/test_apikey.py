from sentry.testutils.cases import TestCase


class TestLabels(TestCase):
    def test_label(self):
        organization = self.create_organization()
        assert self.create_api_key(organization=organization, label="ant").label == "ant"
