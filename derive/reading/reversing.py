"""An inequality that turns around one above which stands: the difference of its sides is a negative multiple of the difference there."""

import re

import sympy as sp

from ..language.sets import counting, positive
from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .laws import laws_at
from .outweighing import ORDERS, difference, multiple
from .premises import judged_above
from .said import statement_of
from .trial import compare, value

STANDING = ("proved", "supported")
SAYS = "the inequality above says the opposite"
WORDS = ("", ",", "⇒", "⇔", "thus", "hence", "so")
PLACES = (sp.Rational(3, 7), sp.Rational(17, 5), sp.Rational(29, 3))


def reversing(case: Case) -> Finding | None:
    """Refuted where the row above, which is proved or supported, says the opposite; not where both together make an equation."""
    if case.sign not in ORDERS or not _is_row(case):
        return None
    for other, finding in judged_above(case):
        if other.sign in ORDERS and finding.verdict in STANDING and _is_row_before(other, case) and _is_opposite(case, other):
            return _refuted(case)
    return None


def _is_row_before(other: Case, case: Case) -> bool:
    """Whether it belongs to the row above in one display; what stands in one row with it may bound it from the other side."""
    same = statement_of(case.context, case)[0] is statement_of(case.context, other)[0]
    return same and other.relation.chain == case.relation.chain - 1 and _is_row(other)


def _is_opposite(case: Case, other: Case) -> bool:
    for inserting in (False, True):
        own, theirs = _difference(case, inserting), _difference(other, inserting)
        if own is None or theirs is None:
            return False
        how = multiple(own, -theirs, case)
        if how is not None and _is_positive(case, own, theirs) and not _is_equation(case, own):
            return True
    return False


def _is_row(case: Case) -> bool:
    formula, statement = statement_of(case.context, case)
    return formula.formula.display and statement.word in WORDS


def _difference(case: Case, inserting: bool) -> sp.Expr | None:
    found = difference(case, inserting)
    if found is None or not inserting:
        return found
    return case.context.insert(found, case.relation.sign.start, case.relation.lhs.start)[0]


def _is_positive(case: Case, own: sp.Expr, theirs: sp.Expr) -> bool:
    """Whether the factor is a number, or made of names that a law or the words of the text restrict to positive numbers."""
    names = free(sp.cancel(sp.together(own / theirs)))
    text = case.context.document.text
    names = {n for n in names if not re.search(rf"\\?{re.escape(str(n))}\s*(?:\$[^$]{{0,30}}\bpositive|>\s*0)", text)}
    laws = [law for each in laws_at(case.context, case.relation.sign.start).values() for s in each for law in s.laws]
    known = {term for law in laws for term, domain in law.domains if domain in (positive, counting)}
    return names <= known


def _is_equation(case: Case, own: sp.Expr) -> bool:
    """Whether the text says elsewhere that the two sides are equal."""
    context = case.context
    for _, relation in context.relations:
        if relation.sign.sign == "=" and context.scope_at(relation.sign.start) == context.scope_at(case.relation.sign.start):
            left, right = (context.read(s, False).term for s in (relation.lhs, relation.rhs))
            if left is not None and right is not None and free(left - right) == free(own):
                if any(compare(left - right, k * own, context.usage.running, enough=True).holds for k in (1, -1)):
                    return True
    return False


def _refuted(case: Case) -> Finding:
    """With values at which the difference is not of the sign that is claimed, if there are any among a few."""
    left, right, own = case.left.term, case.right.term, difference(case, True)
    names = sorted(free(own), key=str) if own is not None else []
    if left is None or right is None or own is None or not all(isinstance(n, sp.Symbol) for n in names):
        return case.found("refuted", SAYS, "D501")
    for place in PLACES:
        values = {n: place + k for k, n in enumerate(names)}
        found = value(own, values)
        if found is not None and found > 0:
            sides = [value(t, values) for t in (left, right)]
            if None not in sides:
                shown = {str(n): str(v) for n, v in values.items()}
                lhs, rhs = (s.str(12, radius=False) for s in sides if s is not None)
                return case.found("refuted", SAYS, "D501", evidence=Evidence(shown, lhs, rhs))
    return case.found("refuted", SAYS, "D501")
