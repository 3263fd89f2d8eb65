import contextlib
from collections.abc import Generator


@contextlib.contextmanager
def outbox_runner() -> Generator[None, None, None]:
    yield
