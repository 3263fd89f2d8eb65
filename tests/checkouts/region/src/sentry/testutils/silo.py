import contextlib
from collections.abc import Generator, Sequence
from typing import Any

from sentry.silo.base import SiloMode


class SiloModeTestDecorator:
    def __init__(self, *modes: SiloMode) -> None:
        self.modes = modes

    def __call__(
        self,
        decorated: Any = None,
        *,
        regions: Sequence[str] = (),
        include_monolith_run: bool = False,
    ) -> Any:
        return decorated


all_silo_test = SiloModeTestDecorator(SiloMode.CONTROL, SiloMode.REGION)
no_silo_test = SiloModeTestDecorator(SiloMode.MONOLITH)
control_silo_test = SiloModeTestDecorator(SiloMode.CONTROL)
region_silo_test = SiloModeTestDecorator(SiloMode.REGION)


def create_test_regions(*names: str) -> Sequence[str]:
    return names


@contextlib.contextmanager
def assume_test_silo_mode(desired_silo: SiloMode) -> Generator[None, None, None]:
    yield


@contextlib.contextmanager
def assume_test_silo_mode_of(*models: type) -> Generator[None, None, None]:
    yield
