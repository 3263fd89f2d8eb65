import os

from sentry.silo.base import SiloMode


def default_silo_mode() -> SiloMode:
    return SiloMode.MONOLITH if os.environ.get("SENTRY_USE_MONOLITH_DBS") else SiloMode.REGION
