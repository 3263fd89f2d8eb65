SENTRY_APP_CELL_URL_NAMES = ("sentry-api-0-sentry-app-requests",)
