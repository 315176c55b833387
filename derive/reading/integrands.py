"""Two integrals over one range that nobody writes: they differ if one integrand is larger wherever it is looked at."""

from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .claims import is_settled
from .findings import Evidence, Finding
from .meaning_calculus import Weighted
from .points import ORDINARY
from .refuting import Refuter, shown
from .said import statement_of
from .theory import evaluated

PLACES = (sp.Rational(-9, 4), sp.Rational(1, 7), sp.Rational(2, 5), sp.Rational(5, 9), sp.Rational(6, 7), sp.Rational(12, 5), sp.Integer(6))
UNWRITTEN = "an integral without bounds"
ENOUGH = 6


def integrands(refuter: Refuter, case: Case) -> Finding | None:
    """Refuted where both sides are multiples of one integral each, in one variable, and one is larger whatever the range is."""
    if case.sign != "=" or not case.relation.link:
        return None
    _, statement = statement_of(case.context, case)
    if any(s.sign != "=" or s.above for s in statement.signs[: case.relation.link + 1]) or not is_settled(case, UNWRITTEN):
        return None
    found = [_integrand(r.term) for r in (case.left, case.right)]
    if None in found:
        return None
    (left, one), (right, other) = found  # type: ignore[misc]
    if one != other or any(t.has(Weighted) or t.atoms(AppliedUndef) for t in (left, right)):
        return None
    moved = replace(case, left=replace(case.left, term=left), right=replace(case.right, term=right))
    theory = refuter.theory(case)
    outcome = refuter.tried(moved, theory, [(left, right)])
    if outcome.reason or not outcome.witness:
        return None
    signs = [_larger(left, right, values, one) for kind, values in theory.models((left, right)) if kind in ORDINARY]
    if 0 in signs or len([s for s in signs if s is not None]) < ENOUGH:
        return None
    sides = [evaluated(t, outcome.witness) for t in (left, right)]
    lhs, rhs = (s.str(12, radius=False) for s in sides if s is not None)
    return case.found("refuted", "the integrands differ", "D301", evidence=Evidence(shown(outcome.witness, moved), lhs, rhs))


def _integrand(term: sp.Expr | None) -> tuple[sp.Expr, sp.Symbol] | None:
    """What is integrated, with the factors before the integral, and the variable; None for anything but one integral without bounds."""
    whole = [] if term is None else list(term.atoms(Weighted))
    if term is None or len(whole) != 1 or len(whole[0].args) != 3:
        return None
    body, variable, _ = whole[0].args
    factor = term.xreplace({whole[0]: sp.Integer(1)})
    if term != factor * whole[0] or variable in free(factor):
        return None
    return factor * body, variable


def _larger(left: sp.Expr, right: sp.Expr, values: dict, variable) -> int | None:
    """1 or -1 where the left integrand is the larger or the smaller one at all places, 0 where that varies; None if nothing is known."""
    found = set()
    for place in PLACES:
        one, other = (evaluated(t, {**values, variable: place}) for t in (left, right))
        if one is not None and other is not None:
            found.add(1 if one > other else -1 if one < other else 0)
    return None if not found else found.pop() if len(found) == 1 else 0
