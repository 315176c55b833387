"""Findings as text: JSON for programs, one line each, or with the excerpt and an explanation."""

import json

from .document import Document
from .findings import FileReport, Finding, Report

FORMATS = ("full", "concise", "json")
SHOWN = ("refuted",)


def as_json(report: Report) -> str:
    files = [{"path": f.path, "relations": [_record(f, each) for each in f.findings], "summary": f.summary}
             | ({"error": f.error} if f.error else {}) for f in report.files]  # fmt: skip
    return json.dumps({"version": 1, "files": files}, ensure_ascii=False) + "\n"


def _record(file: FileReport, found: Finding) -> dict:
    relation, doc = found.relation, file.document
    assert isinstance(doc, Document)
    line, column = doc.place(relation.sign.start)
    end_line, end_column = doc.end_place(relation.rhs.end)
    made = {
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "lhs": relation.lhs.text, "relation": relation.sign.sign, "rhs": relation.rhs.text, "verdict": found.verdict,
    }  # fmt: skip
    if found.severity:
        made["severity"] = found.severity
    if found.code:
        made["code"] = found.code
    if found.message:
        made["message"] = found.message
    if found.span:
        made["span"] = [*doc.place(found.span[0]), *doc.end_place(found.span[1])]
    if found.evidence:
        made["evidence"] = {"values": found.evidence.values, "lhs": found.evidence.lhs, "rhs": found.evidence.rhs}
    return made


def as_text(report: Report, kind: str, strict: bool = False) -> str:
    """``concise`` gives a line for each finding; ``full`` the excerpt, how it was read, and the counterexample."""
    wanted = (*SHOWN, "open", "unread") if strict else SHOWN
    lines = []
    for file in report.files:
        if file.error:
            lines.append(file.error)
        for found in file.findings:
            if found.verdict in wanted:
                lines += [_line(file, found)] if kind == "concise" else [_line(file, found), *_details(file, found), ""]
    if kind == "full" or not lines:
        lines.append(_totals(report))
    return "\n".join(lines) + "\n"


def _line(file: FileReport, found: Finding) -> str:
    assert isinstance(file.document, Document)
    line, column = file.document.place(found.relation.sign.start)
    code = found.code or found.verdict
    return f"{file.path}:{line}:{column}: {code} {found.message}"


def _details(file: FileReport, found: Finding) -> list[str]:
    doc = file.document
    assert isinstance(doc, Document)
    side = found.relation.rhs
    start, end = found.span or (side.start, side.end)
    text = doc.text
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    number = str(doc.place(start)[0])
    pad = " " * len(number)
    made = [f"{pad} |", f"{number} | {text[first:last].rstrip()}", f"{pad} | {' ' * (start - first)}{'^' * max(1, min(end, last) - start)}"]
    if found.read_as:
        made.append(f"{pad} = read as: {found.read_as[0]} {found.relation.sign.sign} {found.read_as[1]}")
    if found.evidence:
        values = ", ".join(f"{name} = {value}" for name, value in found.evidence.values.items())
        made.append(f"{pad} = counterexample: {values} gives {found.evidence.lhs} on the left and {found.evidence.rhs} on the right")
    return made


def _totals(report: Report) -> str:
    names = ("proved", "supported", "given", "open", "unread", "refuted")
    counts = {name: sum(f.summary[name] for f in report.files) for name in names}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no relations"
