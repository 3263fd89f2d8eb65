from sentry.api.base import Endpoint
from sentry.api.bases.organization import OrganizationPermission


class GroupPermission(OrganizationPermission):
    scope_map = {"GET": ["event:read"], "POST": ["event:write"]}


class GroupEndpoint(Endpoint):
    permission_classes = (GroupPermission,)
