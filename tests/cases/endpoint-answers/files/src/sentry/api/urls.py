from django.urls import re_path

from .endpoints.reports import ReportDashboardEndpoint, ReportPreviewEndpoint, ReportsEndpoint

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
]
