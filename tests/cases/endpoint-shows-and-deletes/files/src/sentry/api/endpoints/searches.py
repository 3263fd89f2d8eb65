from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import region_silo_endpoint
from sentry.api.bases.organization import OrganizationEndpoint
from sentry.api.serializers import serialize
from sentry.api.serializers.models.savedsearch import SavedSearchNameSerializer
from sentry.models.savedsearch import SavedSearch
from sentry.models.scheduledeletion import RegionScheduledDeletion


class SearchEndpoint(OrganizationEndpoint):
    def convert_args(self, request: Request, search_id, *args, **kwargs):
        args, kwargs = super().convert_args(request, *args, **kwargs)
        kwargs["search"] = SavedSearch.objects.get(id=search_id)
        return args, kwargs


@region_silo_endpoint
class SearchDetailsEndpoint(SearchEndpoint):
    def get(self, request: Request, organization, search) -> Response:
        return Response(serialize(search, request.user))

    def delete(self, request: Request, organization, search) -> Response:
        search.delete()
        return Response(status=204)


@region_silo_endpoint
class SearchNameEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization, search_id) -> Response:
        found = SavedSearch.objects.get(id=search_id, organization_id=organization.id)
        context = serialize(found, request.user, SavedSearchNameSerializer())
        return Response(context)

    def delete(self, request: Request, organization, search_id) -> Response:
        found = SavedSearch.objects.get(id=search_id, organization_id=organization.id)
        RegionScheduledDeletion.schedule(found, days=0, actor=request.user)
        return Response(status=204)
