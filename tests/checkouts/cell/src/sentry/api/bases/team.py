from sentry.api.base import Endpoint
from sentry.api.bases.organization import OrganizationPermission


class TeamPermission(OrganizationPermission):
    scope_map = {
        "GET": ["team:read", "team:write", "team:admin"],
        "PUT": ["team:write", "team:admin"],
        "DELETE": ["team:admin"],
    }


class TeamEndpoint(Endpoint):
    permission_classes: tuple[type, ...] = (TeamPermission,)
