"""Conditions on the data, in words."""

from sympy import Basic, Expr, Indexed, IndexedBase, Integer, Sum, Symbol, expand_log

from ..language.claims import Claim
from ..language.sets import entries
from ..language.substitution import substitute
from ..language.terms import Binder, Largest, Smallest
from .canonical import Statistic
from .likelihood import i


def in_words(condition: Claim, statistics: tuple[Statistic, ...], x: IndexedBase, support: Basic) -> str:
    """What the condition asks of the sample from the support; empty where only the formula says it."""
    named = next((s for s in statistics if s.symbol == condition.lhs), None)
    if named is not None and named.centred:
        return "the observations are not all equal, so there are at least two of them"
    if named is not None and named.body == x[i]:
        ends = {">": entries(support).lo, "<": entries(support).hi}
        return f"not all observations are {condition.rhs}" if ends.get(condition.relation) == condition.rhs else ""
    if condition.lhs == Largest(x[i], *_limits(condition)):
        return f"not all observations are {condition.rhs}"
    if isinstance(condition.lhs, Smallest):
        return "every category occurs in the sample"
    if condition.rhs == 0 and _vanishes(condition.lhs, statistics, x):
        return "it fails where all observations are equal, so there are at least two of them"
    return ""


def _limits(condition: Claim) -> tuple:
    return condition.lhs.args[1:] if isinstance(condition.lhs, Largest) else ((i, 1, 1),)


def _vanishes(term: Expr, statistics, x: IndexedBase) -> bool:
    """Whether the term is zero for a sample of equal observations."""
    values = {s.symbol: Integer(0) if s.centred else s.body for s in statistics if isinstance(s.symbol, Symbol)}
    return expand_log(_at_one(substitute(term, values))) == 0


def _at_one(term: Basic) -> Basic:
    """The term for a sample whose observations are all equal; a mean over it is its body."""
    match term:
        case Sum():
            return _at_one(term.args[0]) * (term.args[1][2] - term.args[1][1] + 1)
        case Binder():
            return _at_one(term.args[0])
        case Indexed():
            return term
    return term.func(*(_at_one(a) for a in term.args)) if term.args else term
