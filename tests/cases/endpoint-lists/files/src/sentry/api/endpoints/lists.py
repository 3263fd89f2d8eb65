from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import Endpoint, region_silo_endpoint
from sentry.api.bases.organization import OrganizationEndpoint
from sentry.api.paginator import OffsetPaginator
from sentry.api.serializers import serialize
from sentry.api.serializers.models.team import TeamNameSerializer
from sentry.models.apikey import ApiKey
from sentry.models.team import Team, TeamStatus


@region_silo_endpoint
class KeyIndexEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        keys = ApiKey.objects.filter(organization_id=organization.id).order_by("label")

        return self.paginate(
            request=request,
            queryset=keys,
            paginator_cls=OffsetPaginator,
            on_results=lambda x: serialize(x, request.user),
        )


@region_silo_endpoint
class TeamNamesEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        teams = list(Team.objects.filter(organization=organization, status=TeamStatus.ACTIVE))

        return Response(serialize(teams, request.user, TeamNameSerializer()))


@region_silo_endpoint
class OwnKeysEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        keys = list(ApiKey.objects.filter(user_id=request.user.id))

        return Response(serialize(keys, request.user))


@region_silo_endpoint
class LimitsEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        if organization.is_demo:
            return Response({"detail": "No limits"}, status=404)

        return Response({"most": 100, "window": 60})


@region_silo_endpoint
class BothEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        if organization.is_new:
            return Response({"new": True})

        return Response({"most": 100, "window": 60})


@region_silo_endpoint
class SignedHookEndpoint(Endpoint):
    permission_classes = ()

    def post(self, request: Request) -> Response:
        if not request.META.get("HTTP_X_SIGNATURE"):
            return self.respond(status=401)

        return Response(status=204)


@region_silo_endpoint
class TrustedHookEndpoint(Endpoint):
    permission_classes = ()

    def dispatch(self, request: Request, *args, **kwargs):
        if request.method != "POST":
            return HttpResponse(status=405, reason="Only POST")

        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Request) -> Response:
        if not self._is_trusted(request):
            raise PermissionDenied

        return Response(status=204)
