from django.urls import include, re_path

urlpatterns = [
    re_path(r"^api/0/", include("sentry.api.urls")),
]
