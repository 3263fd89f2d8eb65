from enum import IntEnum


class OutboxCategory(IntEnum):
    TEAM_UPDATE = 1
    API_KEY_UPDATE = 2


def scope_categories(scope: int, categories: set[OutboxCategory]) -> int:
    return scope


class OutboxScope(IntEnum):
    ORGANIZATION_SCOPE = scope_categories(
        0, {OutboxCategory.TEAM_UPDATE, OutboxCategory.API_KEY_UPDATE}
    )
