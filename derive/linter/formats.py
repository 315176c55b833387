"""Findings for programs: JSON, one line each, and the commands by which GitHub marks the lines of a change."""

import json

from .records import FileRecord, Item, Run

VERSION = 1


def as_json(report: Run) -> str:
    """The stable format; paths as they were given, relations in order."""
    return json.dumps({"version": VERSION, "files": [_file(file) for file in report.files]}, ensure_ascii=False) + "\n"


def _file(file: FileRecord) -> dict:
    made: dict = {"path": file.path, "relations": [item.public() for item in file.items], "summary": file.summary}
    if file.remarks:
        made["remarks"] = [{"line": r.line, "column": r.column, "kind": r.kind, "message": r.message} for r in file.remarks]
    if file.error:
        made["error"] = file.error
    return made


def selected(report: Run, file: FileRecord) -> list[Item]:
    """What a person has to look at: errors and warnings, and with ``strict`` what is open or unread."""
    return [item for item in file.items if item.shown or (report.strict and item.unsure)]


def headline(path: str, item: Item) -> str:
    return f"{path}:{item.line}:{item.column}: {item.code or item.verdict} {item.message}"


def remarks(report: Run, file: FileRecord) -> list[str]:
    return [f"{file.path}:{r.line}:{r.column}: {r.kind}: {r.message}" for r in file.remarks if r.kind != "note" or report.strict]


def as_concise(report: Run) -> str:
    """A line for each finding; the totals where there is none."""
    lines = []
    for file in report.files:
        lines += [f"{file.path}: {file.error}"] if file.error else []
        lines += remarks(report, file) + [headline(file.path, item) for item in selected(report, file)]
    return "\n".join(lines or [totals(report)]) + "\n"


def totals(report: Run) -> str:
    """How many relations have which verdict, in words."""
    counts: dict[str, int] = {}
    for file in report.files:
        for verdict, count in file.summary.items():
            counts[verdict] = counts.get(verdict, 0) + count
    words = ", ".join(
        f"{counts[name]} {name}" for name in ("proved", "supported", "given", "open", "unread", "refuted") if counts.get(name)
    )
    ignored = sum(item.ignored for file in report.files for item in file.items)
    return (words or "no relations") + (f" ({ignored} ignored)" if ignored else "")


# --- GitHub --------------------------------------------------------------------------------------------------------------


def as_github(report: Run) -> str:
    """Workflow commands, which show up beside the lines of a pull request."""
    lines = []
    for file in report.files:
        if file.error:
            lines.append(_command("error", {"file": file.path}, file.error))
        lines += [
            _command("notice" if r.kind == "note" else r.kind, {"file": file.path, "line": r.line, "col": r.column}, r.message)
            for r in file.remarks
            if r.kind != "note" or report.strict
        ]
        lines += [_annotation(file.path, item) for item in selected(report, file)]
    return "".join(line + "\n" for line in lines)


def _annotation(path: str, item: Item) -> str:
    place = {"file": path, "line": item.line, "endLine": item.end_line, "col": item.column}
    if item.line == item.end_line:
        place["endColumn"] = item.end_column
    place["title"] = f"derive {item.code or item.verdict}"
    message = item.message + "".join(f"\n{name}: {words}" for name, words in explained(item))
    return _command(item.severity or "warning", place, message)


def _command(name: str, properties: dict, message: str) -> str:
    inside = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{name} {inside}::{_escaped(message)}"


def _escaped(words: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        words = words.replace(sign, f"%{ord(sign):02X}")
    return words


def explained(item: Item) -> list[tuple[str, str]]:
    """What follows the message, each under its name."""
    made = []
    if item.read_as:
        made.append(("read as", f"{item.read_as[0]}  {item.relation}  {item.read_as[1]}"))
    if item.evidence:
        values = ", ".join(f"{name} = {value}" for name, value in item.evidence["values"].items())
        found = f"{item.evidence['lhs']} on the left and {item.evidence['rhs']} on the right"
        made.append(("counterexample", f"{values} gives {found}" if values else found))
    if item.help:
        made.append(("help", item.help))
    if item.note:
        made.append(("note", item.note))
    return made
