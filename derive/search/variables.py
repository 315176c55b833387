"""Changes of the variable of integration: at a corner of |x − c|, for 1 − x, for exp(−x), and series counted from another number."""

import sympy as sp

from ..language.sets import Integers, Span
from ..language.terms import free
from ..library import expectations, holes, integrals
from .evaluating import ONE, ZERO, Evaluation, way
from .integrands import centre, shape


@way
def restless(at: Evaluation, term: sp.Expr) -> int | None:
    """∫ (1 − x)^b on a part of the unit interval, by 1 − x for x."""
    if isinstance(term, sp.Sum):
        return None
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if found.rest == 0 or found.power != 0 or found.exponent != 0 or found.beside or hi == sp.oo or (lo, hi) == (0, 1):
        return None
    return at.moved(term, expectations.integral_reflected, {holes.c: ONE, holes.s: lo, holes.t: hi}, Span(1 - hi, 1 - lo, True, True))


@way
def cornered(at: Evaluation, term: sp.Expr) -> int | None:
    """|x − c| in the integrand: the integral in two at c, and c ± x for x."""
    if isinstance(term, sp.Sum):
        return None
    body, (x, lo, hi) = term.args
    corners = {centre(a, x) for a in body.atoms(sp.Abs) if x in free(a)} - {None}
    if (lo, hi) != (-sp.oo, sp.oo) or len(corners) != 1:
        return None
    c = corners.pop()
    parts = []
    for low, high in ((lo, c), (c, hi)):
        half = sp.Integral(body, (x, low, high))
        rule, bindings = (
            (expectations.integral_reflected_below, {holes.c: c, holes.t: c})
            if low == lo
            else (integrals.integral_affine_above, {holes.a: ONE, holes.b: c, holes.s: c})
        )
        parts.append(at.moved(half, rule, bindings, Span(0, sp.oo, True, True)))
    left, right = (at.proof.claim(k).rhs for k in parts)
    bindings = {holes.f: sp.Lambda((x,), body), holes.s: lo, holes.t: hi, holes.b: c, holes.c: left, holes.w: right}
    return at.tidied(at.ruled(expectations.integral_in_two, bindings, x, *parts))


@way
def by_logarithm(at: Evaluation, term: sp.Expr) -> int | None:
    """exp(−exp(−(x − m)/b)): m − b log y for x."""
    if isinstance(term, sp.Sum):
        return None
    body, (x, lo, hi) = term.args
    inner = [e for a in body.atoms(sp.exp) for e in a.args[0].atoms(sp.exp) if x in free(e)]
    if (lo, hi) != (-sp.oo, sp.oo) or not inner:
        return None
    rate = -sp.expand(inner[0].args[0]).coeff(x, 1)
    if at.holds(rate, ">") is not True:
        return None
    bindings = {holes.a: 1 / rate, holes.b: ZERO}
    return at.moved(term, expectations.integral_by_logarithm, bindings, Span(0, sp.oo, True, True))


@way
def from_one(at: Evaluation, term: sp.Expr) -> int | None:
    if not isinstance(term, sp.Sum) or term.args[1][1:] != (1, sp.oo):
        return None
    return at.moved(term, expectations.series_from_one, {}, Integers(0, sp.oo))
