"""What else is said about a refuted line: which mistake it is, what could stand there, and whether the next line is right again."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .case import Case, case_of
from .findings import Finding
from .formula import parse
from .mistakes import MOST, Edit, edits
from .relations import Side
from .trial import compare

Judge = Callable[[Case], Finding]
LONG = 160
MEANINGLESS = (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError)  # of terms that an edit has made
FEW = 60
ABOVE = "this agrees with the line before the last: only the line above is wrong"


def advised(cases: Sequence[Case], findings: Sequence[Finding], k: int, judge: Judge) -> Finding:
    """The finding with the name of the mistake, a suggestion and a note, as far as there is something certain to say."""
    case, finding = cases[k], findings[k]
    if case.sign != "=":
        return finding
    note = _note(cases, findings, k)
    found = None if note == ABOVE else repair(case, judge if finding.code.startswith("D7") else None)
    if found is None:
        return replace(finding, note=finding.note or note)
    edit, written = found
    message = finding.message if ":" in finding.message else f"{finding.message}: {edit.kind}"
    return replace(finding, message=message, help=finding.help or _help(case, edit, written), note=finding.note or note)


def repair(case: Case, judge: Judge | None = None) -> tuple[Edit, str] | None:
    """The one edit of the right side after which both sides agree everywhere, and the text that it makes.

    With a judge, it decides; else numbers do."""
    side, left = case.relation.rhs, case.left.term
    text = case.context.document.text
    if side.node is None or left is None or case.right.term is None or not _same(case, text[side.start : side.end], case.right.term):
        return None
    holding: dict[str, tuple[Edit, str]] = {}
    kind = None
    for edit in edits(text, side.node, case.relation.lhs.node)[: MOST if judge is None else FEW]:
        if kind is not None and edit.kind != kind:
            break
        if not side.start <= edit.start <= edit.end <= side.end:
            continue
        written = _tidy(text[side.start : edit.start] + edit.new + text[edit.end : side.end])
        if _same(case, written, left) if judge is None else _accepted(case, written, judge):
            kind = edit.kind
            holding.setdefault(written, (edit, written))
    return next(iter(holding.values())) if len(holding) == 1 else None


def _same(case: Case, written: str, term) -> bool:
    """Whether the text, in the place of the right side, means the same as the term."""
    side = _instead(case, written)
    if side is None:
        return False
    try:
        reading = case.context.read(side)
        if reading.term is None or reading.opaque - case.right.opaque or set(reading.doubts) - set(case.right.doubts):
            return False
        return compare(term, reading.term, case.context.usage.running, enough=True).holds
    except MEANINGLESS:
        return False


def _accepted(case: Case, written: str, judge: Judge) -> bool:
    """Whether the relation is found to be right with the text in the place of the right side."""
    side = _instead(case, written)
    if side is None:
        return False
    try:
        return judge(case_of(case.context, replace(case.relation, rhs=side))).verdict in ("proved", "supported")
    except (*MEANINGLESS, StopIteration):  # the relation does not stand in the text, which a way to judge may rely on
        return False


def _instead(case: Case, written: str) -> Side | None:
    """The right side as if the text stood there."""
    side = case.relation.rhs
    macros = next((f.formula.macros for f in case.context.formulas if f.formula.start <= side.start < f.formula.end), None)
    parsed = parse(written.replace("&", " "), macros=macros)
    if parsed.tree is None or parsed.problems:
        return None
    return replace(side, node=parsed.tree, text=written, problems=(), notes=())


def _tidy(written: str) -> str:
    return " ".join(written.split())


def _help(case: Case, edit: Edit, written: str) -> str:
    """The whole side as it should be; of a long one, the part that changes."""
    if len(written) <= LONG:
        return f"write  {written}"
    old, new = case.context.document.text[edit.start : edit.end].strip(), edit.new.strip()
    if old and new and len(old) + len(new) <= LONG:
        return f"write  {new}  instead of  {old}"
    return f"write  … {_tidy(written)[-LONG:]}"


# --- the lines around ----------------------------------------------------------------------------------------------------


def _note(cases: Sequence[Case], findings: Sequence[Finding], k: int) -> str:
    """Whether the chain is right before and after this link."""
    case = cases[k]
    if case.left.term is None or case.right.term is None:
        return ""
    above, below = _neighbour(cases, k, -1), _neighbour(cases, k, 1)
    running = case.context.usage.running
    if above is not None and findings[k - 1].verdict == "refuted" and above.left.term is not None:
        if compare(above.left.term, case.right.term, running, enough=True).holds:
            return ABOVE
    if below is not None and below.right.term is not None and compare(case.left.term, below.right.term, running, enough=True).holds:
        return "the line below is right again"
    if _from_zero(cases, k) and compare(case.left.term, -case.right.term, running, enough=True).holds:
        return "its zeros are the same, so a stationary point that was found from it stands"
    return ""


def _neighbour(cases: Sequence[Case], k: int, step: int) -> Case | None:
    """The link of the same chain next to this one."""
    if not 0 <= k + step < len(cases):
        return None
    one, other = cases[k].relation, cases[k + step].relation
    touching = one.rhs is other.lhs if step > 0 else other.rhs is one.lhs
    return cases[k + step] if touching and other.sign.sign == "=" else None


def _from_zero(cases: Sequence[Case], k: int) -> bool:
    """Whether the chain begins with 0 = …."""
    above = _neighbour(cases, k, -1)
    return above is not None and above.left.term is not None and above.left.term.is_zero is True
