from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import control_silo_endpoint
from sentry.api.bases.organization import ControlSiloOrganizationEndpoint
from sentry.types.region import get_region_by_name


@control_silo_endpoint
class OrganizationApiKeysEndpoint(ControlSiloOrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        return Response({"region": get_region_by_name(organization.region_name).address})
