from sentry.models.team import Team


def build() -> Team:
    return Team()


class Helper:
    pass
