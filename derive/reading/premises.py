"""The equations that stand above a relation, as premises of it: what the same section has said, before the relation, and outside
of the statement that is to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import substitute
from ..language.terms import free
from .case import Case
from .context import Definition, has_derivative
from .findings import Finding
from .passing import is_in_passing, leads_on
from .said import chain_of
from .solving import Rewriting
from .syntax import Derivative, Node, Number, walk
from .trial import compare

NEAREST = 14
FARTHEST = 60
SURE = ("proved", "given")


@dataclass(frozen=True)
class Equation:
    """``left = right``; ``at`` is where it ends in the text, ``sure`` whether it is proved or given itself."""

    left: sp.Expr
    right: sp.Expr
    at: int
    sure: bool

    @property
    def names(self) -> frozenset:
        return free(self.left) | free(self.right)


def zero(node: Node | None) -> bool:
    return isinstance(node, Number) and not node.text.strip("0.")


def is_condition(case: Case) -> bool:
    """A derivative set to zero, as ``d LL(p̂)/dp = 0`` or at the end of a chain that begins with a derivative."""
    relation = case.relation
    if relation.sign.sign != "=":
        return False
    if zero(relation.rhs.node):
        return has_derivative(first_side(case).node)
    return relation.link == 0 and zero(relation.lhs.node) and has_derivative(relation.rhs.node)


def first_side(case: Case):
    """The first side of the chain that the relation belongs to."""
    for formula, other in case.context.relations:
        if other is case.relation:
            return formula.statements[other.chain].sides[0]
    return case.relation.lhs


def judged_above(case: Case) -> Iterator[tuple[Case, Finding]]:
    """The relations of the section that stand before this one, the nearest first; not the statement that is to be shown."""
    context, place = case.context, case.relation.sign.start
    section = context.scope_at(place)
    for other, finding in reversed(context.judged):
        at = other.relation.sign.start
        if at >= place:
            continue
        if context.scope_at(at) != section:
            return
        claim = Definition("", (), sp.Integer(0), other.relation.rhs.end, finding.verdict == "given")
        if not context.is_claimed(claim, place):
            yield other, finding


def above(case: Case, inserting: bool, most: int = NEAREST) -> list[Equation]:
    """Equations above, the nearest first; with definitions of functions inserted or as written.

    An open step of a chain is no premise of a later one.
    """
    found: list[Equation] = []
    for other, finding in judged_above(case):
        relation = other.relation
        if relation.sign.sign not in ("=", ":=", "≡") or finding.verdict in ("refuted", "unread") or is_condition(other):
            continue
        if (finding.verdict == "open" or _is_mentioned(other)) and not _leads_here(other, case):
            continue
        sides = (other.left, other.right) if inserting else (other.raw_left, other.raw_right)
        left, right = (reading.term for reading in sides)
        if left is None or right is None or left == right or compare(left, right, case.context.usage.running, enough=True).holds:
            continue
        found.append(Equation(left, right, relation.rhs.end, finding.verdict in SURE))
        if relation.link and (start := _start_of_chain(other, inserting)) is not None and start != right:
            found.append(Equation(start, right, relation.rhs.end, False))
        if len(found) >= most:
            break
    return list(dict.fromkeys(found))


def _is_mentioned(other: Case) -> bool:
    formula = next(f.formula for f, r in other.context.relations if r is other.relation)
    return not formula.display and is_in_passing(other.context.document, formula)


def _leads_here(other: Case, case: Case) -> bool:
    """Whether an equation that is not established is one to be solved, of which this is the next step."""
    context = case.context
    if case.relation.link and chain_of(context, other) == chain_of(context, case):
        return False
    here, there = (next(f.formula for f, r in context.relations if r is each.relation) for each in (case, other))
    between = [c for c, _ in context.judged if other.relation.sign.start < c.relation.sign.start < case.relation.sign.start]
    near = here == there or not [c for c in between if c.relation.sign.start > there.closing and c.relation.sign.start < here.opening]
    return near and leads_on(context.document, there, here)


def _start_of_chain(other: Case, inserting: bool):
    """The term with which a chain of equations begins."""
    for formula, relation in other.context.relations:
        if relation is other.relation:
            statement = formula.statements[relation.chain]
            if all(s.sign in ("=", ":=") for s in statement.signs[: relation.link + 1]):
                first = next((o for o, _ in reversed(other.context.judged) if o.relation.lhs is statement.sides[0]), None)
                return None if first is None else (first.left if inserting else first.raw_left).term
    return None


def meanings(equations: list[Equation]) -> list[Rewriting]:
    """``name = body`` among the equations, for names that their bodies do not contain; the nearest first."""
    found = []
    for equation in equations:
        name = equation.left
        if is_name(name) and head(name) not in free(equation.right):
            found.append(Rewriting(name, equation.right))
    return found


def unfolded(term: sp.Expr, known: list[Rewriting]) -> sp.Expr:
    """The term with names replaced by what they stand for, until nothing changes."""
    for _ in range(5):
        before = term
        for each in known:
            if head(each.name) in free(term):
                moved = each.apply(term)
                if head(each.name) not in free(moved):
                    term = moved
        if term == before:
            break
    return term


def is_name(term: sp.Expr) -> bool:
    """A symbol, or an entry or function of distinct running indices."""
    match term:
        case sp.Symbol():
            return True
        case sp.Indexed():
            places = term.indices
        case AppliedUndef():
            places = term.args
        case _:
            return False
    return all(isinstance(p, sp.Symbol) for p in places) and len(set(places)) == len(places)


def head(term: sp.Expr):
    return term.base if isinstance(term, sp.Indexed) else term.func if isinstance(term, AppliedUndef) else term


# --- stationary points ---------------------------------------------------------------------------------------------


def stationary(case: Case, among: tuple[str, ...] = ("proved", "supported", "given", "open")) -> list[Equation]:
    """Derivatives found above, of these verdicts, set to zero at the point that this relation speaks of: p̂ for p, p_M for p.

    A step further on in the chain that begins with a derivative is about all points.
    """
    names = free(case.raw_left.term) | free(case.raw_right.term)
    found = []
    for other, finding in judged_above(case):
        node = first_side(other).node
        if not isinstance(node, Derivative) or finding.verdict not in among or is_condition(other) or node is first_side(case).node:
            continue
        term = other.right.term
        if term is None or not free(term):
            continue
        at = _point(term, node, names, other, case)
        if at is not None:
            found.append(Equation(at, sp.Integer(0), other.relation.rhs.end, finding.verdict in SURE))
    return list(dict.fromkeys(found))[:6]


def _point(term: sp.Expr, node: Derivative, names: frozenset, other: Case, case: Case) -> sp.Expr | None:
    """The derivative with estimates for parameters where the relation has estimates."""
    mapping: dict = {}
    for name in free(term):
        accented = [n for n in names if type(n) is type(name) and str(n) in (f"hat({name})", f"tilde({name})", _under(name))]
        if accented:
            mapping[name] = accented[0]
    own, new = free(term) - names, names - free(term) - set(mapping.values())
    if not mapping and len(own) == len(new) == 1 and next(iter(own)) in _variables(node, other):
        mapping = {next(iter(own)): next(iter(new))}
    try:
        return substitute(term, mapping) if mapping else term
    except ValueError:
        return None


def _under(name) -> str:
    """``hat(sigma)_i`` for ``sigma_i``."""
    base, _, index = str(name).partition("_")
    return f"hat({base})_{index}" if index else ""


def _variables(node: Derivative, other: Case) -> set:
    return {sp.Symbol(each.letter) for v, _ in node.variables for each in walk(v) if hasattr(each, "letter")}


__all__ = ["FARTHEST", "Equation", "above", "head", "is_condition", "is_name", "meanings", "stationary", "unfolded", "zero"]
