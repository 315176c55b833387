"""Whether a relation claims something of all values of its names, or introduces a name, a condition, an assumption."""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .context import accented, has_derivative
from .meaning_calls import Weighted
from .said import is_constant, is_name, statement_of
from .theory import Theory

CAPITALS = frozenset({"X", "Y", "Z", "e"})
WORDS = ("", ",", "and", "⇒")


def unclaimed(case: Case, theory: Theory) -> str:
    """Why the relation is no claim to be refuted, or nothing."""
    return _hidden(case, theory) or (_later(case, theory) if case.relation.link else _first(case)) or _names(case, theory)


def _hidden(case: Case, theory: Theory) -> str:
    """What was not understood well enough."""
    readings = (case.left, case.right)
    for r in readings:
        unknown = {o for o in r.opaque if o not in theory.definitions}
        if r.term is None or r.term.has(Weighted) or r.term.atoms(AppliedUndef) or unknown:
            return "it contains functions or operators whose meaning here is not established"
    doubts = [d for r in readings for d in r.doubts]
    if doubts:
        return doubts[0]
    if case.relation.sign.above and "eqref" not in case.relation.sign.above:
        return "something stands above the sign"
    return ""


def _later(case: Case, theory: Theory) -> str:
    """A later member of a chain is computed from the one before, unless it is a condition or a name for it."""
    relation = case.relation
    _, statement = statement_of(case.context, case)
    if any(s.sign not in ("=", ":=") for s in statement.signs[: relation.link + 1]) or statement.word not in WORDS:
        return "the chain does not consist of identities"
    sides = ((relation.lhs.node, case.left.term, case.right.term), (relation.rhs.node, case.right.term, case.left.term))
    for node, own, other in sides:
        if is_constant(node):
            return "one side is a number: it may be a condition"
        if is_name(node) and not (free(own) & _reached(theory, other) or free(own) & set(theory.definitions)):
            return "one side is a plain name"
    return ""


def _first(case: Case) -> str:
    """The derivative of something that the document defined explicitly."""
    node = case.relation.lhs.node
    if has_derivative(node) and case.left.used and not accented(free(case.left.term)) and not is_constant(case.relation.rhs.node):
        return ""
    return "it may be meant as an equation to be solved or as a definition"


def _names(case: Case, theory: Theory) -> str:
    """Names that may stand for something that the text does not write out."""
    left, right = case.left.term, case.right.term
    one, other = (
        frozenset(n for n in theory.support(free(t)) if not theory.is_index(n, left, right)) for t in (left, right)
    )
    if one - other and other - one:
        return "a name is exchanged for another: an equation that was not read may have been used"
    loose = accented(one | other)
    if loose:
        return f"{loose[0]} stands for something that is not written out"
    if {str(n) for n in one | other} & CAPITALS or sp.Symbol("i") in one | other:
        return "a name may stand for a random variable or a constant"
    return ""


def _reached(theory: Theory, term: sp.Expr) -> set:
    return theory.reached(free(term))


def claim(case: Case, theory: Theory) -> tuple[str, str]:
    """The code and the words of a refutation."""
    left, right = case.left.term, case.right.term
    nodes = (case.relation.lhs.node, case.relation.rhs.node)
    if any(has_derivative(node) for node in nodes):
        return "D301", "this is not the derivative"
    counted = [{n for n in free(t) if theory.is_index(n, left, right)} for t in (left, right)]
    if counted[0] != counted[1]:
        index = sorted(map(str, counted[0] ^ counted[1]))[0]
        return "D401", f"the index {index} stands on one side only"
    if left.has(sp.Sum, sp.Product) or right.has(sp.Sum, sp.Product):
        return "D401", "the two sides differ"
    return "D201", "the two sides differ"
