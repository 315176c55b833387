"""A row that does not follow: the row above determines an estimate, and the estimate does not satisfy this one."""

from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .meaning_calculus import Weighted
from .premises import FARTHEST, Equation, above, head, is_condition, is_name, judged_above, meanings, stationary
from .refuting import TIED, Refuter, shown
from .rooting import differing
from .said import statement_of
from .solving import Rewriting, solutions
from .theory import Theory, evaluated
from .trial import compare

ESTIMATED = ("hat(", "tilde(", "check(")
ESTABLISHED = ("proved", "supported", "given")


def contradicting(refuter: Refuter, case: Case) -> Finding | None:
    """Refuted where, for all data, no solution of what is established above satisfies the equation; else None."""
    left, right = case.left.term, case.right.term
    if case.sign != "=" or case.relation.link or left is None or right is None or not _is_row(case):
        return None
    if any(_is_hidden(r) for r in (case.left, case.right)):
        return None
    for premise in _premises(case):
        for unknown in sorted(_unknown(case, premise, left, right), key=str):
            found = _at_solutions(refuter, case, premise, unknown)
            if found is not None:
                return found
    return None


def _is_row(case: Case) -> bool:
    """A row of a display that is led to by no word of condition, and is no definition."""
    formula, statement = statement_of(case.context, case)
    return formula.formula.display and statement.word in ("", ",", "and", "⇒", "⇔", "thus", "hence", "so")


def _is_hidden(reading) -> bool:
    return reading.term is None or bool(reading.doubts) or reading.term.has(Weighted) or bool(reading.term.atoms(AppliedUndef))


def _premises(case: Case) -> list[Equation]:
    """The row above, if it is established; or the derivative found above, where the row above sets it to zero."""
    nearest = next(iter(judged_above(case)), None)
    if nearest is None:
        return []
    other, finding = nearest
    here, there = (statement_of(c.context, c)[0].formula.start for c in (case, other))
    if here != there or finding.verdict not in ESTABLISHED:
        return []
    if is_condition(other):
        return stationary(case, ESTABLISHED)
    if other.relation.link or _is_hidden(other.left) or _is_hidden(other.right) or other.sign != "=":
        return []
    assert other.left.term is not None and other.right.term is not None
    return [Equation(other.left.term, other.right.term, other.relation.rhs.end, False)]


def _is_restated(premise: Equation, left: sp.Expr, right: sp.Expr) -> bool:
    """Two rows about one name, ``p = A`` and ``p = B``, made of the same other names: B is what becomes of A, unless there are branches."""
    if left != premise.left or not is_name(left) or len(free(right)) < 2 or free(right) != free(premise.right):
        return False
    branches = [p for t in (right, premise.right) for p in t.atoms(sp.Pow, sp.Piecewise, sp.Abs)]
    return not any(not isinstance(p, sp.Pow) or (p.exp.is_Rational and not p.exp.is_Integer) for p in branches)


def _unknown(case: Case, premise: Equation, left: sp.Expr, right: sp.Expr) -> set:
    """Estimates in both equations; every other name must be data, a parameter, or an estimate that was found before."""
    names = free(left) | free(right)
    if _is_restated(premise, left, right):
        return {left}
    if not {n for n in names if not _is_estimate(n)} <= premise.names:
        return set()
    known = {head(m.name) for m in meanings(above(case, True, FARTHEST))}
    estimates = {n for n in premise.names | names if _is_estimate(n)}
    return {u for u in estimates if isinstance(u, sp.Symbol) and u in premise.names and u in names and estimates - {u} <= known}


def _is_estimate(name) -> bool:
    return str(name).startswith(ESTIMATED)


def _at_solutions(refuter: Refuter, case: Case, premise: Equation, unknown) -> Finding | None:
    branches = solutions(premise.left, premise.right, unknown)
    left, right = case.left.term, case.right.term
    if not branches:
        return _at_roots(refuter, case, premise, unknown)
    found = None
    for branch in branches:
        solved = Rewriting(unknown, branch)
        if not is_name(unknown) or not compare(solved.apply(premise.left), solved.apply(premise.right), enough=True).holds:
            return None
        pair = solved.apply(left), solved.apply(right)
        moved = replace(case, left=replace(case.left, term=pair[0]), right=replace(case.right, term=pair[1]))
        outcome = refuter.tried(moved, _theory(refuter, case, solved), [pair])
        if outcome.reason.startswith(TIED):
            refuter.tied.append(case)
        if outcome.reason:
            return None
        found = found or _refuted(case, premise, solved, pair, outcome.witness)
    return found


def _at_roots(refuter: Refuter, case: Case, premise: Equation, unknown: sp.Symbol) -> Finding | None:
    """Where the row above cannot be solved by formulas: at its roots."""
    theory = Theory((), case.context.usage.running)
    found = differing(theory, (premise.left, premise.right), (case.left.term, case.right.term), unknown)
    if found is None or any(n in refuter.theory(case).definitions for n in premise.names - {unknown} if isinstance(n, sp.Symbol)):
        return None
    values, lhs, rhs = found
    message = f"this does not follow from what stands above, at the root {unknown} of it"
    return case.found("refuted", message, "D202", evidence=Evidence(shown(values, case), lhs, rhs))


def _theory(refuter: Refuter, case: Case, solved: Rewriting) -> Theory:
    """What was said above, with the solution put in."""
    whole, place = refuter.theory(case), case.relation.sign.start
    facts = []
    for fact in whole.facts:
        if fact.place < place and not fact.claimed:
            moved = replace(fact, left=solved.apply(fact.left), right=solved.apply(fact.right))
            if not compare(moved.left, moved.right, enough=True).holds:
                facts.append(moved)
    return Theory(tuple(facts), whole.running, whole.bits)


def _refuted(case: Case, premise: Equation, solved: Rewriting, pair: tuple, witness: dict) -> Finding | None:
    sides = [evaluated(t, witness) for t in pair]
    value = evaluated(solved.body, witness)
    if None in sides or value is None:
        return None
    lhs, rhs = (s.str(12, radius=False) for s in sides if s is not None)
    values = shown({**witness, solved.name: value}, case)
    message = f"this does not follow from what stands above, which gives {solved.name} = {solved.body}"
    return case.found("refuted", message[:300], "D202", evidence=Evidence(values, lhs, rhs))
