"""An inequality that follows from one above: the difference of its sides is a positive multiple of the difference there."""

import sympy as sp

from ..language.terms import free
from .case import Case
from .findings import Finding
from .premises import judged_above
from .trial import compare, value

ORDERS = ("<", "<=", ">", ">=")
NEAREST = 6
LARGEST = 80


def outweighing(case: Case) -> Finding | None:
    """Supported where an inequality above, multiplied by something positive, is this one."""
    if case.sign not in ORDERS:
        return None
    for inserting in (False, True):
        own = difference(case, inserting)
        if own is None:
            return None
        for other, _ in _inequalities(case):
            theirs = difference(other, inserting)
            if theirs is None or (case.sign in ("<", ">") and other.sign in ("<=", ">=")):
                continue
            how = multiple(own, theirs, case)
            if how is not None:
                return case.found("supported", f"it is the inequality above{how}")
    return None


def _inequalities(case: Case):
    found = [(o, f) for o, f in judged_above(case) if o.sign in ORDERS and f.verdict not in ("refuted", "unread")]
    return found[:NEAREST]


def difference(case: Case, inserting: bool) -> sp.Expr | None:
    """What is to be negative."""
    left, right = ((case.left if inserting else case.raw_left).term, (case.right if inserting else case.raw_right).term)
    if left is None or right is None:
        return None
    return left - right if case.sign in ("<", "<=") else right - left


def multiple(own: sp.Expr, theirs: sp.Expr, case: Case) -> str | None:
    """In words, what the inequality above was multiplied by; None where it is no multiple, or not by something positive."""
    running = case.context.usage.running
    if compare(own, theirs, running, enough=True).holds:
        return ""
    if sum(1 for t in (own, theirs) for _ in sp.preorder_traversal(t)) > LARGEST:
        return None
    ratio = sp.cancel(sp.together(own / theirs))
    if ratio.has(sp.nan, sp.zoo) or not compare(own, ratio * theirs, running, enough=True).holds:
        return None
    if not free(ratio):
        found = value(ratio, {})
        return f", multiplied by {ratio}" if found is not None and found > 0 else None
    coefficient, rest = ratio.as_coeff_Mul()
    plain = all(isinstance(a.as_base_exp()[0], sp.Symbol) and "(" not in str(a) for a in sp.Mul.make_args(rest))
    return f", multiplied by {ratio}, for positive {', '.join(sorted(map(str, free(rest))))}" if coefficient > 0 and plain else None
