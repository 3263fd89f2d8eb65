SENTRY_APP_REGION_URL_NAMES = ("sentry-api-0-sentry-app-requests",)
