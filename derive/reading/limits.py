"""A limit of processor time for one step, where the system has such a clock."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 4.0
AGAIN = 1.0


class OutOfTime(BaseException):
    """No ``Exception``: whoever mends errors on the way shall not mend this one."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OutOfTime after so many seconds of processor time, and again where it was swallowed; code in C goes on regardless."""

    def stop(*_):
        raise OutOfTime

    try:
        before = signal.signal(signal.SIGPROF, stop)
    except (ValueError, AttributeError):  # not the main thread, or a system without such a clock
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
