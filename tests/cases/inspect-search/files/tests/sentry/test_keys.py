from sentry.models.apikey import ApiKey
from sentry.models.team import Team
from sentry.testutils.cases import TestCase


class ApiKeyTest(TestCase):
    def test_label(self):
        assert ApiKey(label="key").label == "key"


class TeamTest(TestCase):
    def test_slug(self):
        assert Team(slug="a").slug == "a"


def test_length():
    assert len(ApiKey().key) == 32
