"""A limit of time for one step, where the system has such a clock."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 4.0


class OutOfTime(Exception):
    pass


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OutOfTime after so many seconds, where the system has such a clock."""

    def stop(*_):
        raise OutOfTime

    try:
        before = signal.signal(signal.SIGALRM, stop)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
