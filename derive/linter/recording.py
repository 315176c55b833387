"""The findings of a document as plain data, with the comments of the author taken into account."""

import re
from collections.abc import Iterator

from ..reading.document import Document
from ..reading.findings import FileReport, Finding
from ..reading.relations import read
from ..writing.text import text
from .ignoring import ignored
from .records import Excerpt, FileRecord, Item, Remark

LONGEST = 500
DECIMAL = re.compile(r"-?\d+\.\d+")


def recorded(report: FileReport, lasting: bool = True) -> FileRecord:
    """The record of a file."""
    if report.error or not isinstance(report.document, Document):
        return FileRecord(report.path, error=report.error or "it could not be read")
    items, remarks = ignored(report.document, [_item(report.document, each) for each in report.findings], report.findings)
    remarks += _problems(report.document)
    return FileRecord(report.path, tuple(items), tuple(sorted(remarks, key=lambda each: (each.line, each.column))), lasting=lasting)


def _problems(doc: Document) -> Iterator[Remark]:
    """What is wrong with formulas as such: brackets that do not match, macros without end; and what may be the beginning of one."""
    for formula in read(doc):
        for problem in formula.problems:
            yield Remark(*doc.place(problem.start), "warning", f"{problem.code} {problem.message}")
    for problem in doc.problems:
        yield Remark(*doc.place(problem.start), "note", f"{problem.code} {problem.message}")


def _item(doc: Document, found: Finding) -> Item:
    relation = found.relation
    evidence = found.evidence
    return Item(
        *doc.place(relation.sign.start), *doc.end_place(relation.rhs.end), relation.lhs.text, relation.sign.sign, relation.rhs.text,
        found.verdict, found.severity or "", found.code, found.message,
        span=(*doc.place(found.span[0]), *doc.end_place(found.span[1])) if found.span else (),
        evidence={"values": evidence.values, "lhs": _plain(evidence.lhs), "rhs": _plain(evidence.rhs)} if evidence else {},
        read_as=tuple(_spelled(side) for side in found.read_as or ()),
        help=found.help, note=found.note, excerpt=_excerpt(doc, found) if found.verdict != "given" else None,
    )  # fmt: skip


def _plain(number: str) -> str:
    """A decimal number without zeros at its end."""
    return number.rstrip("0").rstrip(".") if DECIMAL.fullmatch(number) else number


def _spelled(term) -> str:
    """The term in one line of Unicode, where it has only parts that ``derive`` itself would write."""
    try:
        made = text(term)
    except Exception:  # the reader knows more operators than the writer
        made = str(term)
    return made if len(made) <= LONGEST else f"{made[:LONGEST]} …"


def _excerpt(doc: Document, found: Finding) -> Excerpt:
    start, end = found.span or (found.relation.rhs.start, found.relation.rhs.end)
    whole = doc.text
    start = min(start, max(len(whole) - 1, 0))
    first = max(whole.rfind("\n", 0, start), whole.rfind("\r", 0, start)) + 1
    ends = [at for at in (whole.find("\n", start), whole.find("\r", start)) if at >= 0]
    last = min(ends, default=len(whole))
    return Excerpt(doc.place(start)[0], whole[first:last], start - first, max(1, min(end, last) - start))
