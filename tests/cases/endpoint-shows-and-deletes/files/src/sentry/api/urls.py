from django.urls import re_path

from .endpoints.searches import SearchDetailsEndpoint, SearchNameEndpoint

urlpatterns = [
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/searches/(?P<search_id>[^/]+)/$",
        SearchDetailsEndpoint.as_view(),
        name="sentry-api-0-search-details",
    ),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/search-names/(?P<search_id>[^/]+)/$",
        SearchNameEndpoint.as_view(),
        name="sentry-api-0-search-name",
    ),
]
