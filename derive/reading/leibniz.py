"""Derivatives of integrals and infinite sums: taken inside, where that is shown to be allowed.

The derivative of the integrand must have an integral for all parameters in a neighbourhood at once: then it is dominated there.
"""

import sympy as s

from ..kernel.calculus import differentiate
from ..language.balls import Undefined, ball, flint
from ..language.substitution import substitute
from ..language.terms import free

AROUND = -20  # the neighbourhood is this power of 2


def is_infinite(term) -> bool:
    return isinstance(term, s.Integral) or (isinstance(term, s.Sum) and any(limit[-1] == s.oo for limit in term.args[1:]))


def under(term, v: s.Symbol):
    """∂term/∂v with the derivative under the signs of integration and summation; None where no rule applies."""
    inner = sorted((part for part in _outermost(term) if v in free(part)), key=str)
    names = [s.Dummy(f"J{k}") for k in range(len(inner))]
    bare = term.xreplace(dict(zip(inner, names, strict=True)))
    back = dict(zip(names, inner, strict=True))
    slope = differentiate(bare, v) if v in free(bare) else s.Integer(0)
    if slope is None:
        return None
    total = slope.xreplace(back)
    for name, part in back.items():
        outer, moved = differentiate(bare, name), _inside(part, v)
        if outer is None or moved is None:
            return None
        total += outer.xreplace(back) * moved
    return total


def _outermost(term) -> set:
    if is_infinite(term):
        return {term}
    return set().union(*map(_outermost, term.args)) if term.args else set()


def _inside(part, v):
    body, *limits = part.args
    if len(limits) > 1 or any(len(limit) != 3 for limit in limits):
        return None
    x, lo, hi = limits[0]
    moved = under(body, v) if v in free(body) else s.Integer(0)
    if moved is None:
        return None
    total = s.Integer(0) if moved == 0 else part.func(moved, (x, lo, hi))
    for end, sign in ((hi, 1), (lo, -1)):
        if v in free(end):
            slope = differentiate(end, v)
            if slope is None or isinstance(part, s.Sum):
                return None
            total += sign * slope * substitute(body, {x: end})
    return total


def derivative(walk, term: s.Derivative):
    """The value of a derivative that was not carried out."""
    made = term.expr
    for v in term.variables:
        found = under(made, v) if isinstance(v, s.Symbol) else None
        if found is None:
            raise Undefined
        _uniform(walk, made, v)
        _uniform(walk, found, v)
        made = found
    if made == term:
        raise Undefined
    return walk.value(made)


def _uniform(walk, term, v):
    parts = [part for part in _outermost(term) if v in free(part)]
    around = ball(walk.value(v)) + flint().arb(0, flint().arb(2) ** AROUND)
    for part in parts:
        with walk.bound(v) as put:
            put(around)
            walk.value(part)
