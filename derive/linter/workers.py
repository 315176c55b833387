"""Documents checked in processes of their own. A process that dies or hangs costs one relation, never the run."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from .records import FileRecord, from_data

CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from derive.linter.worker import main; main()"
RETRIES = 6
EVERYTHING = "*"
FILE_FACTOR = 150


@dataclass(frozen=True)
class Task:
    """A text to be checked; ``timeout`` is the limit for each relation, in seconds of processor time."""

    path: str
    text: str
    timeout: float

    @property
    def patience(self) -> float:
        """Seconds of silence after which the process counts as hung, whatever the clock of the processor says."""
        return 30 * self.timeout + 60


@dataclass(frozen=True)
class Death:
    """The process ended while it worked at this place; ``hung`` if it had to be killed from outside."""

    place: str
    hung: bool


class Worker:
    """One process, started when there is something to do."""

    def __init__(self):
        self.process: subprocess.Popen | None = None
        self.closed = False

    def check(self, task: Task, skipped: dict[str, str]) -> FileRecord | Death:
        if self.closed:
            return Death("start", False)
        process = self.process = self.process or _started()
        assert process.stdin is not None and process.stdout is not None
        order = {
            "path": task.path,
            "text": task.text,
            "timeout": task.timeout,
            "file_timeout": task.timeout * FILE_FACTOR,
            "skipped": skipped,
        }
        place, hung = "start", threading.Event()
        try:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
            while True:
                watchdog = threading.Timer(task.patience, lambda: (hung.set(), process.kill()))
                watchdog.daemon = True
                watchdog.start()
                line = process.stdout.readline()
                watchdog.cancel()
                if not line:
                    break
                said = json.loads(line)
                if "record" in said:
                    if said["full"]:
                        self.stop()
                    return from_data(said["record"])
                place = said["at"]
        except (OSError, ValueError):
            pass
        self.stop()
        return Death(place, hung.is_set())

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close() if pipe else None


def _started() -> subprocess.Popen:
    path = [os.path.abspath(each) if each else os.getcwd() for each in sys.path]
    fixed = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    fixed["SYMPY_CACHE_SIZE"] = "None"  # without bound: a process is replaced once it is large
    environment = os.environ | fixed
    errors = None if os.environ.get("DERIVE_DEBUG") else subprocess.DEVNULL  # the report says where a process died
    command = [sys.executable, "-P", "-c", CODE, json.dumps(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment)


def checked(worker: Worker, task: Task) -> FileRecord:
    """The record of a document. Where the process dies, that place is left out and the document is checked again."""
    skipped: dict[str, str] = {}
    for attempt in range(RETRIES):
        outcome = worker.check(task, skipped)
        if isinstance(outcome, FileRecord):
            return outcome
        if worker.closed:
            break
        why = (
            "the process that judged it hung"
            if outcome.hung
            else "the process that judged it was ended by a limit of time or memory, or died"
        )
        if outcome.place in skipped or outcome.place in ("start", "reading") or attempt == RETRIES - 2:
            skipped = {EVERYTHING: f"no decision: {why}"}
        else:
            skipped[outcome.place] = f"no decision: {why}"
    return FileRecord(task.path, error="the process that checks it died again and again", lasting=False)


def run(tasks: Sequence[Task], jobs: int, done: Callable[[int, FileRecord], None]) -> None:
    """Check all tasks in at most so many processes; ``done`` is called with the number of a task and its record, from here only.

    No process is left behind, whatever happens.
    """
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    results: queue.SimpleQueue = queue.SimpleQueue()
    for number, task in sorted(enumerate(tasks), key=lambda each: -len(each[1].text)):
        waiting.put((number, task))
    workers = [Worker() for _ in range(max(1, min(jobs, len(tasks))))]
    over = threading.Event()

    def serve(worker: Worker) -> None:
        while not over.is_set():
            try:
                number, task = waiting.get_nowait()
            except queue.Empty:
                break
            results.put((number, checked(worker, task)))
        worker.stop()

    threads = [threading.Thread(target=serve, args=(worker,), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        for _ in tasks:
            done(*results.get())
    finally:
        over.set()
        for worker in workers:
            worker.closed = True
            worker.stop()
