from django.urls import re_path

from .endpoints.reports import (
    ReportChoiceEndpoint,
    ReportDashboardEndpoint,
    ReportHelpEndpoint,
    ReportPreviewEndpoint,
    ReportsEndpoint,
    ReportSpanEndpoint,
)

urlpatterns = [
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/reports/$",
        ReportsEndpoint.as_view(),
        name="sentry-api-0-reports",
    ),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/reports/preview/$",
        ReportPreviewEndpoint.as_view(),
        name="sentry-api-0-report-preview",
    ),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/reports/(?P<shelf_id>[^/]+)/$",
        ReportDashboardEndpoint.as_view(),
        name="sentry-api-0-report-dashboard",
    ),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/report-span/$",
        ReportSpanEndpoint.as_view(),
        name="sentry-api-0-report-span",
    ),
    re_path(r"^report-help/$", ReportHelpEndpoint.as_view(), name="sentry-api-0-report-help"),
    re_path(
        r"^organizations/(?P<organization_id_or_slug>[^/]+)/report-choice/$",
        ReportChoiceEndpoint.as_view(),
        name="sentry-api-0-report-choice",
    ),
]
