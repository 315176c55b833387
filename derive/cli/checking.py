"""The commands ``check`` and ``read``."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from ..reading.check import check_file, check_text
from ..reading.findings import FileReport, Report
from ..reading.formula import parse
from ..reading.report import as_json, as_text
from ..reading.show import show as one_line
from ..reading.source import SUFFIXES


def run(options) -> int:
    """Check files one by one, in as many processes as there are cores; the order of the report is that of the files."""
    paths = [path for given in options.paths for path in _expanded(given)]
    jobs = options.jobs or os.cpu_count() or 1
    work = partial(_one, encoding=options.encoding)
    if jobs > 1 and len(paths) > 1:
        with ProcessPoolExecutor(min(jobs, len(paths))) as pool:
            files = tuple(pool.map(work, paths))
    else:
        files = tuple(map(work, paths))
    report = Report(files)
    print(as_json(report) if options.format == "json" else as_text(report, options.format, options.strict), end="")
    for file in files:
        if file.error:
            print(f"derive: {file.error}", file=sys.stderr)
    unsure = options.strict and any(f.summary["open"] + f.summary["unread"] for f in files)
    return max(report.status, int(unsure))


def _one(path: str, encoding: str) -> FileReport:
    return check_text(sys.stdin.read()) if path == "-" else check_file(path, encoding)


def _expanded(path: str) -> list[str]:
    """The files below a folder."""
    if path == "-" or not Path(path).is_dir():
        return [path]
    return sorted(str(p) for p in Path(path).rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())


def show(formula: str) -> int:
    """How a formula is read: its tree on one line, and what was not understood."""
    parsed = parse(formula)
    print(one_line(parsed.tree))
    for problem in (*parsed.problems, *parsed.notes):
        print(f"{problem.code} {problem.message}: {formula[problem.start : problem.end]}")
    return int(bool(parsed.problems))
