SENTRY_ROLES = (
    {"id": "member", "name": "Member", "scopes": {"org:read", "team:read", "event:read", "event:write"}},
    {"id": "owner", "name": "Owner", "scopes": {"org:admin", "team:admin", "event:admin"}},
)

CELL_PINNED_URL_NAMES = {"sentry-api-0-group-notes"}
