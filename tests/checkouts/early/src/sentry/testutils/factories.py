from sentry.models.apikey import ApiKey
from sentry.models.team import Team


class Factories:
    @staticmethod
    def create_team(organization, **kwargs) -> Team:
        return Team.objects.create(organization=organization, **kwargs)

    @staticmethod
    def create_api_key(organization, **kwargs) -> ApiKey:
        return ApiKey.objects.create(organization_id=organization.id, **kwargs)
