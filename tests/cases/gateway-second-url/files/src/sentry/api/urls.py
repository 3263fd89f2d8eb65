from django.urls import URLPattern, URLResolver, include, re_path

from .endpoints.group_notes import GroupNotesEndpoint


def group_urls(prefix: str) -> list[URLPattern | URLResolver]:
    return [
        re_path(
            r"^(?P<issue_id>[^/]+)/(?:notes|comments)/$",
            GroupNotesEndpoint.as_view(),
            name=f"{prefix}-group-notes",
        ),
    ]


urlpatterns = [
    re_path(r"^(?:issues|groups)/", include(group_urls("sentry-api-0"))),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/(?:issues|groups)/",
        include(group_urls("sentry-api-0-organization")),
    ),
]
