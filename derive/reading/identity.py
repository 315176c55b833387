"""An equation that holds for all values of its names: as written, by definitions, or by equations above."""

from collections.abc import Iterator

import sympy as sp

from ..language.substitution import same
from .case import Case
from .findings import Finding
from .integral_senses import antiderivatives
from .proving import proof_of
from .recalled import rests_on_judged
from .trial import Tally, compare

ABOVE = " by an equation above"


def as_written(case: Case) -> Finding | None:
    """Proved as it stands, by nothing that the text says: the cheapest way."""
    left, right = case.raw_left, case.raw_right
    if case.sign != "=" or left.term is None or right.term is None or left.opaque or right.opaque:
        return None
    if same(left.term, right.term):
        return case.found("proved", "the same")
    if not compare(left.term, right.term, case.context.usage.running, enough=True).holds:
        return None
    where = proof_of(left.term, right.term)
    return None if where is None else case.found("proved", f"derived, {where}")


def identity(case: Case) -> Finding | None:
    """Proved or supported, as written or with definitions inserted; else open."""
    if case.sign != "=":
        return None
    for left, right, how in versions(case):
        if how == ABOVE and not rests_on_judged(case):
            return None
        if same(left, right):
            return case.found("proved", f"the same{how}")
        tally = compare(left, right, case.context.usage.running, enough=True)
        if tally.holds:
            return _established(case, left, right, tally, how)
    return None


def versions(case: Case) -> Iterator[tuple[sp.Expr, sp.Expr, str]]:
    """As written; with functions inserted; with names inserted too; with what equations above say."""
    if "versions" not in case.memo:
        case.memo["versions"] = tuple(_versions(case))
    return iter(case.memo["versions"])


def _versions(case: Case):
    seen = []
    before = case.relation.sign.start
    start = min(case.relation.lhs.start, before)
    inserted = tuple(case.context.insert(r.term, before, start)[0] for r in (case.left, case.right) if r.term is not None)
    facts = [
        tuple(case.context.recall(t, before, start, latest) for t in terms)
        for latest in (False, True)
        for terms in ((case.raw_left.term, case.raw_right.term), inserted)
        if len(terms) == 2 and None not in terms
    ]
    for left, right, how in (
        (case.raw_left.term, case.raw_right.term, ""),
        (case.left.term, case.right.term, " by the definitions"),
        (*inserted, " by the definitions"),
        *((*pair, ABOVE) for pair in facts),
    ):
        if left is not None and right is not None and (left, right) not in seen:
            seen.append((left, right))
            yield left, right, how


def _established(case: Case, left: sp.Expr, right: sp.Expr, tally: Tally, how: str) -> Finding:
    points = tally.count(tally.agreed)
    said = f"the sides agree to 25 digits at {points} points{how}"
    where = proof_of(left, right) or next(filter(None, (proof_of(*pair) for pair in antiderivatives(left, right))), None)
    return case.found("supported", said) if where is None else case.found("proved", f"derived{how}, {where}")
