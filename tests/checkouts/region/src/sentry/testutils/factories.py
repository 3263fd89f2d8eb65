from sentry.models.apikey import ApiKey
from sentry.models.authprovider import AuthProvider
from sentry.models.organization import Organization
from sentry.models.organizationmember import OrganizationMember, OrganizationMemberTeam
from sentry.models.team import Team
from sentry.models.user import User
from sentry.models.useremail import UserEmail
from sentry.models.userrole import UserRole


class Factories:
    @staticmethod
    def create_user(email=None, **kwargs) -> User:
        return User.objects.create(**kwargs)

    @staticmethod
    def create_organization(name=None, owner=None, **kwargs) -> Organization:
        return Organization.objects.create(name=name, **kwargs)

    @staticmethod
    def create_member(teams=None, **kwargs) -> OrganizationMember:
        return OrganizationMember.objects.create(**kwargs)

    @staticmethod
    def create_team(organization, **kwargs) -> Team:
        return Team.objects.create(organization=organization, **kwargs)

    @staticmethod
    def create_team_membership(team, member=None, user=None) -> OrganizationMemberTeam:
        return OrganizationMemberTeam.objects.create(team=team, organizationmember=member)

    @staticmethod
    def create_api_key(organization, **kwargs) -> ApiKey:
        return ApiKey.objects.create(organization_id=organization.id, **kwargs)

    @staticmethod
    def create_auth_provider(**kwargs) -> AuthProvider:
        return AuthProvider.objects.create(**kwargs)

    @staticmethod
    def create_useremail(user, email=None, **kwargs) -> UserEmail:
        return UserEmail.objects.create(user=user, email=email, **kwargs)

    @staticmethod
    def create_user_role(name, permissions=()) -> UserRole:
        return UserRole.objects.create(name=name)
