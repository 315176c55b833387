"""A process that checks documents: a JSON object per line in, progress and a record per document out.

Each relation has a limit of processor time after which the system ends the process, in case it hangs in code that does not listen.
"""

import json
import os
import signal
import sys
from time import process_time

from ..language.errors import DeriveError
from ..reading.budget import Budget
from ..reading.check import check_document
from ..reading.findings import FileReport
from ..reading.source import document
from .recording import recorded
from .records import as_data

MEMORY = 2 * 2**30
FULL = 2**30
GRACE = 3


def main() -> None:
    """Serve until there is nothing more to read. Standard output is kept for answers; what others print there is dropped."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    for line in sys.stdin.buffer:
        task = json.loads(line)

        def say(made: dict) -> None:
            try:
                answers.write(json.dumps(made) + "\n")
                answers.flush()
            except BrokenPipeError:  # whoever asked is gone
                os._exit(0)

        def begin(place: str, seconds: float = task["timeout"]) -> None:
            _limit_time(seconds)
            say({"at": place})

        record = as_data(recorded(_checked(task, begin), not task["skipped"]))
        say({"record": record, "full": _memory_used() > FULL})


def _checked(task: dict, begin) -> FileReport:
    path, seconds = task["path"], task["timeout"]
    begin("reading", 15 * seconds)
    try:
        doc = document(task["text"], path)
    except DeriveError as no:
        return FileReport(path, None, (), str(no))

    def started(place: str) -> None:
        begin(place, (11 if place.startswith("ties") else 3) * seconds)

    budget = Budget(seconds, task["file_timeout"], task["skipped"], started)
    return check_document(doc, path, budget)


def _limit_memory() -> None:
    """No more address space than this, where the system can say so."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (ImportError, OSError, ValueError):
        return


def _limit_time(seconds: float) -> None:
    """From now on so many seconds of processor time, then the end."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(process_time() + seconds) + GRACE, hard))
    except (ImportError, OSError, ValueError):
        return


def _memory_used() -> int:
    try:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    except ImportError:
        return 0
