from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_slug(self)
        pass
