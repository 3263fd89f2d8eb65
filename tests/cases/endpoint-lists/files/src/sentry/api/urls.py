from django.urls import re_path

from .endpoints.lists import (
    BothEndpoint,
    KeyIndexEndpoint,
    LimitsEndpoint,
    OwnKeysEndpoint,
    SignedHookEndpoint,
    TeamNamesEndpoint,
    TrustedHookEndpoint,
)

ORGANIZATION_URLS = [
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/keys/$",
        KeyIndexEndpoint.as_view(),
        name="sentry-api-0-keys",
    ),
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/team-names/$",
        TeamNamesEndpoint.as_view(),
        name="sentry-api-0-team-names",
    ),
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/own-keys/$",
        OwnKeysEndpoint.as_view(),
        name="sentry-api-0-own-keys",
    ),
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/limits/$",
        LimitsEndpoint.as_view(),
        name="sentry-api-0-limits",
    ),
    re_path(
        r"^(?P<organization_id_or_slug>[^/]+)/both/$",
        BothEndpoint.as_view(),
        name="sentry-api-0-both",
    ),
]

urlpatterns = [
    re_path(r"^organizations/", include(ORGANIZATION_URLS)),
    re_path(r"^hooks/signed/$", SignedHookEndpoint.as_view(), name="sentry-api-0-signed-hook"),
    re_path(r"^hooks/trusted/$", TrustedHookEndpoint.as_view(), name="sentry-api-0-trusted-hook"),
]
