"""An equation that holds for all values of its names: as written, by definitions, or by equations above."""

import sympy as sp

from ..language.claims import Claim, Given
from ..language.sets import Integers
from ..language.substitution import same
from ..language.terms import LimitOf, free
from .case import Case
from .findings import Finding
from .proving import proof_of
from .recalled import rests_on_judged
from .trial import Tally, compare, whole_names

ABOVE = " by an equation above"


def identity(case: Case) -> Finding | None:
    """Proved or supported, as written or with definitions inserted; else open."""
    if case.sign != "=":
        return None
    for left, right, how in _versions(case):
        if same(left, right):
            return case.found("supported" if how == ABOVE and not rests_on_judged(case) else "proved", f"the same{how}")
        tally = compare(left, right, case.context.usage.running, enough=True)
        if tally.holds:
            return _established(case, left, right, tally, how)
    return None


def _versions(case: Case):
    """As written; with functions inserted; with names inserted too."""
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
    if how == ABOVE and not rests_on_judged(case):
        return case.found("supported", said)
    where = proof_of(left, right)
    return case.found("supported", said) if where is None else case.found("proved", f"derived{how}, {where}")


def given_of(*terms: sp.Expr) -> Given:
    """What it means that both sides are defined: denominators are not zero, logarithms are of positive numbers."""
    domains = {s: Integers(1) for s in whole_names(*terms)}
    hypotheses: list[Claim] = []
    bound = {limit[0] for t in terms for s in t.atoms(sp.Sum, sp.Product, sp.Integral, LimitOf) for limit in s.args[1:]}
    for part in (p for t in terms for p in sp.preorder_traversal(t)):
        if free(part) & bound:
            continue
        if isinstance(part, sp.log):
            hypotheses.append(Claim(part.args[0], ">", sp.Integer(0)))
        elif isinstance(part, sp.Pow) and part.exp.could_extract_minus_sign():
            hypotheses.append(Claim(part.base, "!=", sp.Integer(0)))
    return Given(domains, tuple(dict.fromkeys(hypotheses)))
