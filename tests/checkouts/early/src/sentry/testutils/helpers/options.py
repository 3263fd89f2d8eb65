import contextlib
from collections.abc import Generator
from typing import Any


@contextlib.contextmanager
def override_options(options: dict[str, Any]) -> Generator[None, None, None]:
    yield
