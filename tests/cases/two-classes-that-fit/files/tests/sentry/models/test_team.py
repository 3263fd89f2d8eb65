from sentry.models.team import Team
from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_slug(self):
        assert Team.slug


class TeamTest(TestCase):  # noqa: F811
    def test_name(self):
        assert Team.name
