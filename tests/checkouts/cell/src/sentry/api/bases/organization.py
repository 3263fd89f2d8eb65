from sentry.api.base import Endpoint
from sentry.api.permissions import ScopedPermission


class OrganizationPermission(ScopedPermission):
    scope_map = {
        "GET": ["org:read", "org:write", "org:admin"],
        "POST": ["org:write", "org:admin"],
        "PUT": ["org:write", "org:admin"],
        "DELETE": ["org:admin"],
    }


class OrganizationEndpoint(Endpoint):
    permission_classes: tuple[type, ...] = (OrganizationPermission,)


class ControlSiloOrganizationEndpoint(Endpoint):
    permission_classes: tuple[type, ...] = (OrganizationPermission,)
