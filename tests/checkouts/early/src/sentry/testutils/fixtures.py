from sentry.testutils.factories import Factories


class Fixtures:
    def create_team(self, organization=None, **kwargs):
        return Factories.create_team(organization=organization, **kwargs)

    def create_api_key(self, *args, **kwargs):
        return Factories.create_api_key(*args, **kwargs)
