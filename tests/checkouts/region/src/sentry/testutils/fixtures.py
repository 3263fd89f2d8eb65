from sentry.testutils.factories import Factories


class Fixtures:
    def create_user(self, *args, **kwargs):
        return Factories.create_user(*args, **kwargs)

    def create_organization(self, *args, **kwargs):
        return Factories.create_organization(*args, **kwargs)

    def create_member(self, *args, **kwargs):
        return Factories.create_member(*args, **kwargs)

    def create_team(self, organization=None, **kwargs):
        return Factories.create_team(organization=organization, **kwargs)

    def create_team_membership(self, *args, **kwargs):
        return Factories.create_team_membership(*args, **kwargs)

    def create_api_key(self, *args, **kwargs):
        return Factories.create_api_key(*args, **kwargs)

    def create_auth_provider(self, *args, **kwargs):
        return Factories.create_auth_provider(*args, **kwargs)

    def create_useremail(self, *args, **kwargs):
        return Factories.create_useremail(*args, **kwargs)

    def create_user_role(self, *args, **kwargs):
        return Factories.create_user_role(*args, **kwargs)
