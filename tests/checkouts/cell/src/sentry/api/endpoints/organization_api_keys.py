from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import control_silo_endpoint
from sentry.api.bases.organization import ControlSiloOrganizationEndpoint
from sentry.models.apikey import ApiKey


@control_silo_endpoint
class OrganizationApiKeysEndpoint(ControlSiloOrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        keys = ApiKey.objects.filter(organization_id=organization.id)
        return Response([{"id": str(key.id), "label": key.label} for key in keys])
