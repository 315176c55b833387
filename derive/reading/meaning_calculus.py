"""Integrals, limits, evaluation between bounds: what binds a variable that runs continuously."""

from dataclasses import replace

import sympy as sp

from ..kernel.calculus import differentiate
from ..language.substitution import substitute
from ..language.terms import LimitOf, free
from .leibniz import under
from .meaning import Translator, Unsaid
from .show import show
from .syntax import Big, Differential, Evaluated, Fenced, Name, Node, Number, Relation, Script, walk

LATIN = "xyzstuvwrqp"
LINE = {"R": (-sp.oo, sp.oo)}
HALVES = {"+": (sp.Integer(0), sp.oo), "> 0": (sp.Integer(0), sp.oo), "-": (-sp.oo, sp.Integer(0))}
SIDES = {"+": 1, "-": -1}
NEAR, FAR = sp.Rational(3, 7), sp.Rational(37, 11)


class Weighted(sp.Expr):
    """``Weighted(body, variable, key)``: a sum or integral over a range that only has a name; linear in its body."""

    is_commutative = True

    def __new__(cls, body, variable, *key):
        return sp.Basic.__new__(cls, body, variable, *key)

    @classmethod
    def over(cls, body, variable: sp.Symbol, *key):
        """With a bound variable that no name of the document can meet."""
        own = sp.Symbol(f"⟨{variable.name}⟩")
        return cls(substitute(body, {variable: own}), own, *key)


def weighted(term: sp.Basic) -> sp.Basic:
    """The term with every integral, and every sum to infinity, as any linear function of its body; a limit as the value at some place.

    What is true of this is true of the integrals, wherever they exist.
    """
    if not isinstance(term, sp.Basic) or not term.has(sp.Integral, sp.Sum, LimitOf):
        return term
    if isinstance(term, sp.Derivative):
        made = under(term.expr, term.variables[0]) if len(term.variables) == 1 and isinstance(term.variables[0], sp.Symbol) else None
        return term if made is None else weighted(made)
    args = [weighted(a) for a in term.args]
    match term:
        case sp.Integral() if all(len(limit) == 3 for limit in args[1:]):
            body = args[0]
            for v, lo, hi in args[1:]:
                body = Weighted.over(body, v, sp.Symbol("∫"), lo, hi)
            return body
        case sp.Sum() if args[-1][2] == sp.oo:
            v, first, _ = args[-1]
            inner = sp.Sum(args[0], *args[1:-1]) if len(args) > 2 else args[0]
            return Weighted.over(inner, v, sp.Symbol("Σ to ∞"), first)
        case LimitOf():
            body, (v, place, *_) = args
            at = FAR if place == sp.oo else -FAR if place == -sp.oo else place + NEAR
            return substitute(body, {v: at})
    return term if args == list(term.args) else term.func(*args)


def is_continuous(term: sp.Basic) -> bool:
    """Whether an integral, a limit or a sum to infinity occurs."""
    return term.has(sp.Integral, LimitOf) or any(limit[-1] == sp.oo for s in term.atoms(sp.Sum) for limit in s.args[1:])


# --- integrals -----------------------------------------------------------------------------------------------------


def integral(t: Translator, node: Big) -> sp.Expr:
    """``\\int_a^b f \\, dx``; over a range that only has a name, with arbitrary weights."""
    assert node.body is not None
    match node.measures:
        case (Differential(body=measure, order=None),):
            pass
        case _:
            return t.atom(node)
    ends = _ends(t, node)
    term = t.of(measure)
    v = term if isinstance(term, sp.Symbol) else _moving(t, measure, ends or ())
    if isinstance(term, sp.Indexed):
        v = sp.Symbol(f"⟨{show(measure)}⟩")
    if v is None or (isinstance(measure, Name) and measure.accents):
        return t.atom(node)
    with t.binding(v.name):
        body = t.of(node.body)
        if isinstance(term, sp.Indexed):
            body = body.xreplace({term: v})
        elif v != term:
            slope = differentiate(term, v)
            if slope is None:
                return t.atom(node)
            body = body * slope
    if ends is None:
        t.doubt("an integral without bounds")
        return Weighted.over(body, v, sp.Symbol(f"∫ {show(node.lower)}"))
    if v in free(ends[0]) | free(ends[1]):
        own = sp.Symbol(f"⟨{v.name}⟩")
        body, v = substitute(body, {v: own}), own
    return sp.Integral(body, (v, *ends))


def over_region(t: Translator, node: Big) -> sp.Expr:
    """``∬ f dx dy``: linear in its body, as the integral over each of the variables is."""
    variables = [each.body for each in node.measures if isinstance(each, Differential) and each.order is None]
    names = [t.of(each) for each in variables]
    if len(names) < len(node.measures) or not names or not all(isinstance(v, sp.Symbol) for v in names) or node.body is None:
        return t.atom(node)
    with t.binding(*map(show, variables)):
        body = t.of(node.body)
    t.doubt("an integral over a region that is not written out")
    for place, name in enumerate(names):
        body = Weighted.over(body, name, sp.Symbol(f"∫{place} {show(node.lower)}"))
    return body


def _ends(t: Translator, node: Big) -> tuple[sp.Expr, sp.Expr] | None:
    """The bounds, or those that a name of the line and its halves stands for."""
    if node.lower is not None and node.upper is not None:
        return finite_or_infinite(t, t.of(node.lower)), finite_or_infinite(t, t.of(node.upper))
    match node.lower:
        case Name(letter=letter, font="mathbb"):
            return LINE.get(letter)
        case Script(base=Name(letter="R", font="mathbb"), sub=sub, sup=sup) if (sub is None) != (sup is None):
            return HALVES.get(show(sub or sup).strip(" {}"))
    return None


def finite_or_infinite(t: Translator, bound: sp.Expr) -> sp.Expr:
    """``(−∞ − μ)/σ`` is −∞: what is added does not matter, and a factor is taken to be positive."""
    if not bound.has(sp.oo, -sp.oo) or bound in (sp.oo, -sp.oo):
        return bound
    match bound:
        case sp.Add():
            found = {finite_or_infinite(t, a) for a in bound.args if a.has(sp.oo, -sp.oo)}
            return found.pop() if len(found) == 1 else bound
        case sp.Mul():
            parts = [finite_or_infinite(t, a) for a in bound.args]
            rest = [p for p in parts if p not in (sp.oo, -sp.oo)]
            if len(rest) == len(parts) - 1 and not any(p.has(sp.oo) for p in rest):
                if any(not p.is_number for p in rest):
                    t.doubt("a factor of an infinite bound is taken to be positive")
                sign = sp.Mul(*(p for p in rest if p.is_number), *(p for p in parts if p not in rest))
                return sp.oo if sign > 0 else -sp.oo
    return bound


def _moving(t: Translator, measure: Node, ends: tuple) -> sp.Symbol | None:
    """The variable in ``d(z + μ)``: a letter that is not in the bounds; of several, one by which variables are called."""
    if not isinstance(measure, Fenced):
        return None
    names = [sp.Symbol(show(each)) for each in walk(measure) if isinstance(each, Name)]
    used = free(t.of(measure)) - {n for end in ends for n in free(end)}
    found = [n for n in dict.fromkeys(names) if n in used]
    if len(found) > 1:
        found = [n for n in found if n.name in t.usage.integrated] or [n for n in found if n.name in LATIN]
    return found[0] if len(found) == 1 else None


# --- limits --------------------------------------------------------------------------------------------------------


def limit(t: Translator, node: Big) -> sp.Expr:
    """``\\lim_{x \\to a} f``"""
    match node.lower:
        case Relation(signs=("→",), sides=(Name() as variable, place)) if node.body is not None and node.upper is None:
            v = t.of(variable)
            side = ()
            if isinstance(place, Script) and isinstance(place.sup, Name) and place.sup.letter in SIDES and place.sub is None:
                place, side = place.base, (SIDES[place.sup.letter],)
            at = t.of(place)
            body = t.of(node.body)
            if isinstance(v, sp.Symbol) and v in free(body) and v not in free(at):
                return LimitOf(body, (v, at, *side))
            if isinstance(v, sp.Symbol) and v not in free(body) and {body, body.func} & t.sense.opaque:
                t.doubt("a limit of something that does not show the variable")
                return body
    return t.atom(node)


def evaluated(t: Translator, node: Evaluated) -> sp.Expr:
    """``[F]_a^b`` and ``F|_{x=a}``, where the variable can be told."""
    lower, upper, named = node.lower, node.upper, None
    if isinstance(lower, Relation) and lower.signs == ("=",) and len(lower.sides) == 2:
        named, lower = t.of(lower.sides[0]), lower.sides[1]
    if lower is None or (named is None and upper is None):
        return t.atom(node)
    ends = [finite_or_infinite(t, t.of(each)) for each in (lower, upper) if each is not None]
    term = t.of(node.body)
    v = named if named is not None else _evaluated_in(t, term, ends)
    if not isinstance(v, sp.Symbol) or (free(term) & t.sense.opaque and v in free(term)):
        return t.atom(node)
    if named is not None and v not in free(term):
        return t.atom(node)
    values = [at(term, v, end, side) for end, side in zip(ends, (1, -1), strict=False)]
    return values[0] if upper is None else values[1] - values[0]


def _evaluated_in(t: Translator, term: sp.Expr, ends: list) -> sp.Expr | None:
    names = [n for n in free(term) if isinstance(n, sp.Symbol)]
    if not names:
        return sp.Symbol("⟨⟩")
    for chosen in (
        [n for n in names if n.name in t.usage.integrated and not any(n in free(e) for e in ends)],
        [n for n in names if n.name in t.usage.integrated],
        [n for n in names if n.name in LATIN and not any(n in free(e) for e in ends)],
        names,
    ):
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            return None
    return None


def at(term: sp.Expr, v: sp.Symbol, end: sp.Expr, side: int) -> sp.Expr:
    """The value at a place, or the limit where there is none; ``side`` tells from where the place is reached."""
    if v not in free(term):
        return term
    if end in (sp.oo, -sp.oo):
        return LimitOf(term, (v, end))
    found = substitute(term, {v: end})
    return LimitOf(term, (v, end, side)) if found.has(sp.nan, sp.zoo, sp.oo) else found


def with_body(node: Big) -> Big:
    """``\\int_a^b \\, dx`` is the integral of 1."""
    if node.body is None and node.measures:
        return replace(node, body=Number(node.end, node.end, "1"))
    if node.body is None:
        raise Unsaid(node, "nothing stands under this operator")
    return node
