"""Comments by which an author sets findings aside: ``% derive: ignore[D201]``, ``<!-- derive: ignore -->``.

A comment counts for the line that it stands on. Alone on its line it counts for the next line that is not blank, and where a
displayed formula begins there, for the whole of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from ..library.codes import CODES
from ..reading.document import Document, Formula, Skipped
from ..reading.findings import Finding
from .records import Item, Remark

COMMENT = re.compile(r"(?:%|<!--)\s*derive:\s*ignore\b(?:\s*\[([^\]\n]*)\])?[^\n]*?(?=-->|\n|\r|\Z)(?:-->)?")


def ignored(doc: Document, items: list[Item], findings: Sequence[Finding]) -> tuple[list[Item], list[Remark]]:
    """The items with those marked that a comment sets aside, and what is to be said about the comments."""
    remarks: list[Remark] = []
    for match in COMMENT.finditer(doc.text):
        if not _is_comment(doc, match.start()):
            continue
        codes = frozenset(code.strip() for code in match[1].split(",")) - {""} if match[1] is not None else None
        place = doc.place(match.start())
        unknown = sorted(codes - set(CODES)) if codes else []
        remarks += [Remark(*place, "error", _unknown(code)) for code in unknown]
        start, end = _range(doc, match)
        used = False
        for k, (item, found) in enumerate(zip(items, findings, strict=True)):
            touches = start <= found.relation.sign.start < end or start < found.relation.rhs.end <= end
            if touches and (item.severity or item.unsure) and (codes is None or item.code in codes):
                items[k], used = replace(item, ignored=True), True
        if not used and not unknown:
            remarks.append(Remark(*place, "note", "this comment ignores nothing"))
    return items, remarks


def _unknown(code: str) -> str:
    near = get_close_matches(code.upper(), CODES, 1, 0.5)
    return f"there is no code {code!r}; " + (f"did you mean {near[0]}?" if near else f"there are {', '.join(CODES)}")


def _is_comment(doc: Document, at: int) -> bool:
    """Whether a comment stands here, and not code that shows one."""
    piece = next((p for p in doc.pieces if p.start <= at < p.end or (isinstance(p, Formula) and p.opening <= at < p.closing)), None)
    return not isinstance(piece, Skipped) or piece.kind == "comment"


def _range(doc: Document, match: re.Match) -> tuple[int, int]:
    """The stretch of the text that a comment counts for."""
    text = doc.text
    start, end = _line(text, match.start())
    if text[start : match.start()].strip() or text[match.end() : end].strip():
        return start, end
    following = re.compile(r"\S").search(text, min(end, len(text)))
    if following is None:
        return end, end
    start, end = _line(text, following.start())
    for formula in doc.formulas:
        if formula.display and start <= formula.opening < end:
            end = max(end, formula.closing)
    return start, end


def _line(text: str, at: int) -> tuple[int, int]:
    """The beginning and the end of a line."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    ends = [found for found in (text.find("\n", at), text.find("\r", at)) if found >= 0]
    return start, min(ends, default=len(text))
