"""Sums of infinitely many terms, and limits: values that are shown to exist by bounds which hold from some place on."""

from fractions import Fraction

import sympy as s

from .balls import Undefined, add, ball, flint, multiply, order, power
from .envelope import Envelope
from .growth import Growth, Monomial, Range, times
from .integration import STARTS
from .pieces import W, moved
from .terms import free

TERMS = 1500  # added one by one
BITS = 112
FAR = Fraction(60)  # the place, as a power of e, from which bounds for limits are looked for
FROM_ABOVE, FROM_BELOW = 1, -1
CONTINUOUS = (
    s.Add, s.Mul, s.exp, s.log, s.sin, s.cos, s.tan, s.sinh, s.cosh, s.tanh, s.atan, s.erf, s.erfc, s.gamma, s.loggamma, s.polygamma,
    s.Abs, s.Max, s.Min,
)  # fmt: skip


def series(walk, term: s.Sum):
    """Σ over an index to infinity: the first terms, and a geometric series that dominates the others."""
    body, *limits = term.args
    k, first, last = limits[-1]
    if len(limits) > 1:
        body = s.Sum(body, *limits[:-1])
    if last != s.oo:
        raise Undefined
    outside, body = body.as_independent(k, as_Add=False)
    factor = walk.value(outside)
    start, total, at = walk.integer(first), 0, None
    bounds, goal = None, None
    for place in STARTS:
        count = int(float(ball(place).exp().upper())) + 1 if place < 9 else TERMS + 1
        if count - start > TERMS:
            break
        if bounds is None:
            try:
                bounds = Envelope(walk.value, W, (Monomial(1, 1),), Range(place), whole=True).upper(moved(body, k, s.Integer(0), 1))
            except Undefined:
                continue
        try:
            beyond = sum((Range(place).series(h) for h in bounds), flint().arb(0))
        except Undefined:
            continue
        if not beyond.is_finite():
            continue
        total, at = add(total, _added(walk, body, k, start if at is None else at, count)), max(count, start)
        goal = abs(ball(total)).upper() * flint().arb(2) ** -BITS
        if beyond < goal or beyond < flint().arb(2) ** (-4 * BITS):
            return multiply(factor, add(total, flint().arb(0, beyond)))
    raise Undefined


def _added(walk, body, k, first: int, end: int):
    total = 0
    with walk.bound(k) as put:
        for n in range(first, end):
            walk.budget -= 1
            if walk.budget < 0:
                raise Undefined
            put(n)
            total = add(total, walk.value(body))
    return total


def limit(walk, term):
    """``LimitOf(body, (v, place))`` or ``LimitOf(body, (v, place, direction))``: two-sided only where the body is continuous."""
    body, (v, place, *direction) = term.args
    if place in (s.oo, -s.oo):
        sign = 1 if place == s.oo else -1
        return finite(walk, moved(body, v, s.Integer(0), sign), (Monomial(1, 1),))
    try:
        with walk.bound(v) as put:
            put(walk.value(place))
            if not direction and is_continuous(body, v):
                return walk.value(body)
    except (Undefined, ZeroDivisionError):
        pass
    sides = direction or (FROM_ABOVE, FROM_BELOW)
    found = [finite(walk, moved(body, v, place, int(side)), (Monomial(1, -1),)) for side in sides]
    if len(found) == 2 and order(*found) != 0:
        raise Undefined
    return found[0]


def is_continuous(body, v) -> bool:
    """Whether the term is made of functions that are continuous wherever they have a value."""
    return v not in free(body) or (
        body == v
        or (isinstance(body, CONTINUOUS) and all(is_continuous(a, v) for a in body.args))
        or (isinstance(body, s.Pow) and v not in free(body.exp) and is_continuous(body.base, v))
    )


def finite(walk, term, growth: Growth):
    found = _Limit(walk, growth).of(term)
    if isinstance(found, Infinite):
        raise Undefined
    return found


class Infinite:
    def __init__(self, sign: int):
        self.sign = sign


class _Limit:
    """The limit of a term in W, which is a growth of y, as y grows."""

    def __init__(self, walk, growth: Growth):
        self.walk, self.envelope = walk, Envelope(walk.value, W, growth, Range(FAR))

    def of(self, term):
        if W not in free(term):
            return self.walk.value(term)
        known = self.envelope.exact(term)
        if known is not None:
            return self.of_growth(known)
        try:
            if all(self.vanishes(h) for h in self.envelope.upper(term)):
                return 0
        except Undefined:
            pass
        return self.composed(term)

    def of_growth(self, g: Growth):
        constant, rest = 0, []
        for m in g:
            rate = order(m.r, 0) or order(m.q, 0) or (m.k > 0) - (m.k < 0)
            if rate == 0:
                constant = add(constant, m.c)
            elif rate > 0:
                rest.append(m)
        return Infinite(self.envelope.span.sign(tuple(rest))) if rest else constant

    def vanishes(self, h: Growth) -> bool:
        found = self.of_growth(h)
        return isinstance(found, Infinite) and found.sign < 0

    def equivalent(self, term) -> Monomial:
        """A monomial whose ratio to the term goes to 1."""
        if W not in free(term):
            c = self.walk.value(term)
            return Monomial(c) if order(c, 0) else _none()
        if (g := self.envelope.exact(term)) is not None:
            return self.envelope.span.leading(g)[0]
        match term:
            case s.Mul():
                (product,) = (Monomial(1),)
                for a in term.args:
                    (product,) = times((product,), (self.equivalent(a),))
                return product
            case s.Pow() if W not in free(term.exp):
                m, e = self.equivalent(term.base), self.walk.value(term.exp)
                if m.k and not isinstance(e, int):
                    raise Undefined
                return Monomial(power(m.c, e), multiply(m.q, e), m.k * e if m.k else 0, multiply(m.r, e))
        found = self.of(term)
        return Monomial(found) if not isinstance(found, Infinite) and order(found, 0) else _none()

    def composed(self, term):
        if isinstance(term, s.Mul | s.Pow):
            try:
                return self.of_growth((self.equivalent(term),))
            except Undefined:
                pass
        match term:
            case s.Add() | s.Mul():
                parts = [self.of(a) for a in term.args]
                if any(isinstance(p, Infinite) for p in parts):
                    return self.infinite(term, parts)
                return add(*parts) if isinstance(term, s.Add) else multiply(*parts)
            case s.Pow() if W not in free(term.exp):
                base, e = self.of(term.base), self.walk.value(term.exp)
                if isinstance(base, Infinite):
                    return 0 if order(e, 0) < 0 and (base.sign > 0 or isinstance(e, int)) else self.raised(base, e)
                return power(base, e)
            case s.exp():
                inside = self.of(term.args[0])
                if isinstance(inside, Infinite):
                    return 0 if inside.sign < 0 else inside
                return ball(inside).exp()
            case s.log():
                inside = self.of(term.args[0])
                if isinstance(inside, Infinite):
                    return inside if inside.sign > 0 else _none()
                return ball(inside).log() if ball(inside) > 0 else _none()
            case s.erf() | s.tanh() | s.erfc() | s.atan() | s.cosh() | s.sinh() | s.Abs():
                inside = self.of(term.args[0])
                if not isinstance(inside, Infinite):
                    return self.applied(term, inside)
                return self.at_infinity(term, inside.sign)
            case s.lowergamma() | s.uppergamma() if W not in free(term.args[0]):
                a, x = self.walk.value(term.args[0]), self.of(term.args[1])
                lower = isinstance(term, s.lowergamma)
                if isinstance(x, Infinite) and x.sign > 0 and ball(a) > 0:
                    return ball(a).gamma() if lower else 0
                if not isinstance(x, Infinite) and order(x, 0) == 0 and ball(a) > 0:
                    return 0 if lower else ball(a).gamma()
        return _none()

    def applied(self, term, inside):
        with self.walk.bound(W) as put:
            put(inside)
            return self.walk.value(term.func(W))

    @staticmethod
    def at_infinity(term, sign: int):
        match term:
            case s.erf() | s.tanh():
                return sign
            case s.erfc():
                return 1 - sign
            case s.atan():
                return flint().arb.pi() / 2 * sign
            case s.Abs() | s.cosh():
                return Infinite(1)
        return Infinite(sign)

    @staticmethod
    def infinite(term, parts):
        signs = [p.sign for p in parts if isinstance(p, Infinite)]
        if isinstance(term, s.Add):
            return Infinite(signs[0]) if len(set(signs)) == 1 else _none()
        for p in parts:
            if not isinstance(p, Infinite):
                signs.append(order(p, 0) or _none())
        result = 1
        for sign in signs:
            result *= sign
        return Infinite(result)

    @staticmethod
    def raised(base: Infinite, e):
        return base if base.sign > 0 else Infinite(-1 if isinstance(e, int) and e % 2 else 1) if isinstance(e, int) else _none()


def _none():
    raise Undefined


__all__ = ["limit", "series"]
