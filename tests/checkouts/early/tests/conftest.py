import pytest

from sentry.silo import SiloMode


@pytest.fixture(autouse=True)
def check_silo_mode():
    yield
    if SiloMode.get_current_mode() != SiloMode.MONOLITH:
        pytest.fail("a test left its silo mode behind")
