"""The commands ``check`` and ``read``. SymPy is not imported here: the work is done in processes of its own, or was done before."""

import os
import sys
from dataclasses import replace

from ..linter.cache import Cache, clear, key
from ..linter.files import Text, expanded, loaded
from ..linter.formats import as_concise, as_github, as_json
from ..linter.full import as_text
from ..linter.progress import Progress
from ..linter.records import FileRecord, Run
from ..linter.sarif import as_sarif
from ..linter.settings import Settings, settings
from ..linter.workers import Task, run
from .arguments import Wrong, columns

WIDEST = 140


def check(options) -> int:
    """Check files, each in a process that may fail; the order of the report is that of the files."""
    if options.clear_cache:
        print(f"{clear()} results removed")
        if not options.paths:
            return 0
    if not options.paths:
        raise Wrong("check needs a file, a folder, or - for standard input; see derive check --help")
    chosen = _chosen(options)
    texts = [_loaded(path, named, options.encoding) for path, named in expanded(options.paths, chosen.exclude, chosen.root)]
    for each in texts:
        if each.skipped:
            print(f"derive: {each.path} is skipped: {each.skipped}", file=sys.stderr)
    texts = [each for each in texts if not each.skipped]
    records = _checked(texts, chosen, None if options.no_cache else Cache())
    report = Run(tuple(record.ignoring(chosen.ignore) for record in records), chosen.strict)
    print(_written(report, chosen.format), end="")
    if chosen.format not in ("full", "concise"):
        for file in report.files:
            for complaint in (file.error, *(f"{file.path}:{r.line}:{r.column}: {r.message}" for r in file.remarks if r.kind == "error")):
                if complaint:
                    print(f"derive: {complaint}", file=sys.stderr)
    return report.status


def _chosen(options) -> Settings:
    """What the command line says, and where it is silent, the project."""
    found = settings()
    names = ("format", "jobs", "timeout")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    return replace(found, **given, strict=options.strict or found.strict)


def _loaded(path: str, named: bool, encoding: str) -> Text:
    if path != "-":
        return loaded(path, named, encoding)
    try:
        data = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
        return Text("-", data.decode(encoding))
    except UnicodeDecodeError as no:
        return Text("-", error=f"cannot read standard input: byte {no.start} is not {encoding}; try --encoding")
    except LookupError:
        return Text("-", error=f"unknown encoding {encoding!r}")


def _checked(texts: list[Text], chosen: Settings, cache: Cache | None) -> list[FileRecord]:
    """The records, from earlier runs where nothing has changed."""
    records: dict[int, FileRecord] = {}
    names = [key(each.text, os.path.splitext(each.path)[1].lower(), chosen.timeout) for each in texts]
    for k, each in enumerate(texts):
        if each.error:
            records[k] = FileRecord(each.path, error=each.error)
        elif cache is not None and (known := cache.get(names[k], each.path)) is not None:
            records[k] = known
    missing = [k for k in range(len(texts)) if k not in records]
    progress = Progress(len(missing))

    def done(number: int, record: FileRecord) -> None:
        records[missing[number]] = record
        if cache is not None:
            cache.put(names[missing[number]], record)
        progress.step()

    try:
        if missing:
            run([Task(texts[k].path, texts[k].text, chosen.timeout) for k in missing], chosen.jobs or os.cpu_count() or 1, done)
    finally:
        progress.end()
    return [records[k] for k in range(len(texts))]


def _written(report: Run, kind: str) -> str:
    match kind:
        case "json":
            return as_json(report)
        case "concise":
            return as_concise(report)
        case "github":
            return as_github(report)
        case "sarif":
            return as_sarif(report)
    return as_text(report, min(columns(), WIDEST), _coloured())


def _coloured() -> bool:
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def read(options) -> int:
    """How a formula is read: its tree on one line, and what was not understood."""
    from ..reading.formula import parse
    from ..reading.show import show

    formula = options.formula
    parsed = parse(formula)
    print(show(parsed.tree) if parsed.tree is not None else "(nothing)")
    for problem in (*parsed.problems, *parsed.notes):
        print(f"{problem.code} {problem.message}: {formula[problem.start : problem.end]}")
    return int(bool(parsed.problems))
