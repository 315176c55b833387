"""Sums and integrals over the values of a random variable, also where only the range is named or reaches beyond the support."""

import sympy as sp

from .conditional import above, below
from .densities_of import Inside
from .meaning import Translator, Unsaid
from .show import show
from .syntax import Big, Differential, Fenced, Name, Node, Number, Relation, Sum, walk


def total(t, node: Big) -> sp.Expr | None:
    if node.body is None:
        return None
    continuous = node.operator == "int"
    variable = _variable(node, continuous)
    if variable is None:
        return None
    before, t.bound = t.bound, (*t.bound, variable)
    kept = dict(t.domains)
    try:
        with t.binding(str(variable)):
            body = t.of(node.body)
        bounds = _range(t, node, continuous)
    except Unsaid:
        return None
    finally:
        t.bound = before
    t.domains = {k: v for k, v in t.domains.items() if k != variable or k in kept}
    supports = {e.args[1] for e in body.atoms(Inside) if e.args[0] == variable}
    if bounds is None:
        bounds = _values_of(t, node, supports, variable, body)
    if bounds is None or any(b.has(sp.oo) and b not in (sp.oo, -sp.oo) for b in bounds):
        return None
    return _total(body, variable, _clipped(t, bounds, supports), supports, continuous)


def _clipped(t, bounds, supports: set):
    """An end that is said to lie outside the support becomes the end of the support."""
    for support in supports:
        bounds = tuple(support.lo if below(t.where.get(end), support.lo) else end for end in bounds)
        bounds = tuple(support.hi if above(t.where.get(end), support.hi) else end for end in bounds)
    return bounds


def _variable(node: Big, continuous: bool) -> sp.Symbol | None:
    if continuous:
        match node.measures:
            case (Differential(body=Name() as inner, order=None),):
                return sp.Symbol(show(inner))
        return None
    match node.lower:
        case Relation(signs=("=",), sides=(Name() as index, _)) if node.upper is not None:
            return sp.Symbol(show(index))
        case Relation(signs=("in",), sides=(Name() as index, _)):
            return sp.Symbol(show(index))
        case Name() as index if node.upper is None:
            return sp.Symbol(show(index))
    return None


def _range(t, node: Big, continuous: bool) -> tuple[sp.Expr, sp.Expr] | None:
    """The written bounds."""
    if node.upper is not None and node.lower is not None:
        lower = node.lower.sides[1] if isinstance(node.lower, Relation) and not continuous else node.lower
        return _infinite(t, lower), _infinite(t, node.upper)
    if isinstance(node.lower, Name) and node.lower.font == "mathbb" and node.lower.letter == "R":
        return -sp.oo, sp.oo
    return None


def _values_of(t, node: Big, supports: set, variable: sp.Symbol, body) -> tuple[sp.Expr, sp.Expr] | None:
    """``x ∈ 𝒳`` and no bounds at all: the support of the law whose density stands there, or of the variable of that letter."""
    region = node.lower.sides[1] if isinstance(node.lower, Relation) else node.lower
    if isinstance(region, Fenced) and node.operator == "sum":
        return _listed(region)
    if isinstance(region, Fenced) or (isinstance(region, Name) and region.font not in ("mathcal", "", "mathbb")):
        return None
    found = {(s.lo, s.hi) for s in supports}
    if not found and t.model is not None and str(variable) in t.model.laws:
        support = t.model.laws[str(variable)].support
        found = {(support.lo, support.hi)}
    if not found and (named := t.named(str(variable))) is not None:
        found = {(named[1].support.lo, named[1].support.hi)}
    return found.pop() if len(found) == 1 else None


def _infinite(t: Translator, node: Node) -> sp.Expr:
    match node:
        case Sum(signs=(sign,), terms=(Name(letter="infty"),)):
            return -sp.oo if sign == "-" else sp.oo
    return t.of(node)


def _listed(region: Fenced) -> tuple[sp.Expr, sp.Expr] | None:
    numbers = [int(each.text) for each in walk(region) if isinstance(each, Number) and each.text.isdigit()]
    whole = numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else False
    return (sp.Integer(numbers[0]), sp.Integer(numbers[-1])) if whole else None


def _total(body: sp.Expr, variable: sp.Symbol, bounds, supports: set, continuous: bool) -> sp.Expr | None:
    """The sum or integral, over that part of the range on which the density is not zero."""
    lo, hi = bounds
    for support in supports:
        marker = Inside(variable, support)
        if not _vanishes(body, marker):
            return None
        body = body.xreplace({marker: sp.Integer(1)})
        lo, hi = _within(lo, support.lo, sp.Max), _within(hi, support.hi, sp.Min)
        if lo is None or hi is None:
            return None
    if body.atoms(Inside):
        return None
    return (sp.Integral if continuous else sp.Sum)(body, (variable, lo, hi))


def _vanishes(term: sp.Expr, marker: sp.Expr) -> bool:
    """Whether the term is zero where the density is."""
    match term:
        case _ if term == marker:
            return True
        case sp.Mul():
            return any(_vanishes(a, marker) for a in term.args)
        case sp.Add():
            return all(_vanishes(a, marker) for a in term.args)
    return False


def _within(written: sp.Expr, end: sp.Expr, tighter) -> sp.Expr | None:
    """The tighter of two bounds; a symbol is taken to lie in the support."""
    if written == end or end in (sp.oo, -sp.oo):
        return written
    if written in (sp.oo, -sp.oo):
        return end
    if written.is_number and end.is_number:
        return tighter(written, end)
    return written if not written.is_number else None
