from django.urls import URLPattern, URLResolver, include, re_path

from .endpoints.group_notes import GroupNotesEndpoint
from .endpoints.instance_status import InstanceStatusEndpoint
from .endpoints.organization_api_keys import OrganizationApiKeysEndpoint
from .endpoints.team_details import TeamDetailsEndpoint


def group_urls(prefix: str) -> list[URLPattern | URLResolver]:
    return [
        re_path(
            r"^(?P<issue_id>[^/]+)/(?:notes|comments)/$",
            GroupNotesEndpoint.as_view(),
            name=f"{prefix}-group-notes",
        ),
    ]


ORGANIZATION_URLS = [
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/api-keys/$",
        OrganizationApiKeysEndpoint.as_view(),
        name="sentry-api-0-organization-api-keys",
    ),
]

urlpatterns = [
    re_path(r"^organizations/", include(ORGANIZATION_URLS)),
    re_path(r"^(?:issues|groups)/", include(group_urls("sentry-api-0"))),
    re_path(
        r"^teams/(?P<organization_id_or_slug>[^/]+)/(?P<team_id_or_slug>[^/]+)/$",
        TeamDetailsEndpoint.as_view(),
        name="sentry-api-0-team-details",
    ),
    re_path(
        r"^status/$",
        InstanceStatusEndpoint.as_view(),
        name="sentry-api-0-status",
    ),
]
