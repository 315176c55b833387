"""Definite integrals, rigorously: quadrature of analytic functions on the bulk, and at each end where the integrand is singular or the
range infinite a proven bound of what is cut off. Where that cannot be shown there is no value.

Near an end c the variable is w = |x − c|, or t = log w, in which powers are exponentials.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as s
from sympy.core.function import AppliedUndef

from .analytic import NAN, function, quadrature
from .balls import Undefined, add, ball, exact, flint, multiply, order
from .envelope import Envelope
from .growth import LOG, Monomial, Range, plus, scaled
from .kernels import closed
from .pieces import W, changes, decided, moved
from .terms import free

BITS = 112  # of accuracy aimed at
WORKING = 160
EVALUATIONS = 20_000  # of one integrand
FAR = 4000  # the end of a range that is still looked at without logarithms
STARTS = tuple(Fraction(k, 4) for k in (4, 6, 8, 10, 12, 15, 18, 21, 24, 28, 32, 36, 42, 50, 60, 80, 110, 150, 200, 280, 400, 600, 900,
                                        1400, 2100, 3200, 5000, 8000, 12000, 20000))  # fmt: skip
KEEP = 4000
_known: dict = {}


def integral(walk, term: s.Integral):
    """The value of an integral over one or several variables, the last outermost."""
    key = _key(walk, term)
    if key is not None and key in _known:
        found = _known[key]
    else:
        with flint().ctx.workprec(WORKING):
            try:
                found = _value(walk, term)
            except (Undefined, ValueError, ZeroDivisionError):
                found = None
        if key is not None:
            if len(_known) >= KEEP:
                _known.clear()
            _known[key] = found
    if found is None:
        raise Undefined
    return found


def _key(walk, term):
    values = tuple((n, walk.values.get(n)) for n in sorted(free(term), key=str))
    plain = int | Fraction | s.Rational | tuple
    return (term, values) if all(isinstance(v, plain) for _, v in values) else None


def _value(walk, term):
    body, *limits = term.args
    if any(len(limit) != 3 for limit in limits):
        raise Undefined
    if len(limits) > 1:
        body = s.Integral(body, *limits[:-1])
    v, lo, hi = limits[-1]
    total, parts = 0, separated(body, v)
    for constant, inside in parts:
        factor = walk.value(constant)
        if exact(factor) and factor == 0:
            continue
        known = closed(inside, v, lo, hi)
        if known is not None and all(_is_positive(walk, p) for p in known.positive):
            total = add(total, multiply(factor, walk.value(known.value)))
        else:
            total = add(total, multiply(factor, Line(walk, inside, v, lo, hi).value()))
    return total


def _is_positive(walk, term) -> bool:
    try:
        return order(walk.value(term), 0) > 0
    except Undefined:
        return False


@lru_cache(maxsize=4000)
def separated(body, v) -> tuple:
    """Pairs (constant, integrand) whose products sum to the body; an inner integral is freed of what it does not bind."""
    body = body.replace(lambda e: isinstance(e, s.Integral), _freed) if body.has(s.Integral) else body
    if isinstance(body, s.Add) and body.has(s.Integral):
        return tuple(pair for part in body.args for pair in separated(part, v))
    outside, inside = body.as_independent(v, as_Add=False)
    return ((outside, inside),)


def _freed(inner: s.Integral):
    """∫ f(x) g(y) dy = f(x) ∫ g(y) dy, and termwise."""
    body, *limits = inner.args
    if len(limits) > 1:
        body = _freed(s.Integral(body, *limits[:-1]))
    v, lo, hi = limits[-1]
    body = s.expand_mul(body)
    total = s.Integer(0)
    for part in s.Add.make_args(body):
        outside, inside = _parted(part, v)
        known = closed(inside, v, lo, hi)
        total += outside * (s.Integral(inside, (v, lo, hi)) if known is None else known.term)
    return total


def _parted(part, v):
    """Factors without and with v; an exponential of a sum is a product."""
    outside, inside = s.Integer(1), s.Integer(1)
    for factor in s.Mul.make_args(part):
        if isinstance(factor, s.exp) and isinstance(factor.args[0], s.Add):
            without, within = factor.args[0].as_independent(v, as_Add=True)
            outside, inside = outside * s.exp(without), inside * s.exp(within)
        elif v in free(factor):
            inside *= factor
        else:
            outside *= factor
    return outside, inside


class Line:
    """One integral over one variable."""

    def __init__(self, walk, body, v, lo, hi):
        self.walk, self.body, self.v, self.lo, self.hi = walk, body, v, lo, hi
        self.left = EVALUATIONS

    def value(self):
        if self.lo == self.hi:
            return 0
        if self.lo in (s.oo,) or self.hi in (-s.oo,):
            return multiply(-1, Line(self.walk, self.body, self.v, self.hi, self.lo).value())
        if self.lo != -s.oo and self.hi != s.oo:
            found = order(self.number(self.lo), self.number(self.hi))
            if found == 0:
                return 0
            if found > 0:
                return multiply(-1, Line(self.walk, self.body, self.v, self.hi, self.lo).value())
        total, points = 0, self.points()
        for left, right in zip(points, points[1:], strict=False):
            total = add(total, self.piece(left, right, len(points) > 2))
        return total

    def number(self, term):
        return self.walk.value(term)

    def points(self) -> list:
        """The ends, and between them the places where a case or a sign changes."""
        inner = []
        for place in changes(self.body, self.v):
            try:
                at = self.number(place)
            except Undefined:
                continue
            if (self.lo == -s.oo or order(at, self.number(self.lo)) > 0) and (self.hi == s.oo or order(at, self.number(self.hi)) < 0):
                inner.append((at, place))
        found: list = []
        for at, place in inner:
            rank = 0
            for other, _ in found:
                sign = order(at, other)
                if sign == 0:
                    break
                rank += sign > 0
            else:
                found.insert(rank, (at, place))
        if not found and self.lo == -s.oo and self.hi == s.oo:
            found = [(0, s.Integer(0))]
        return [self.lo, *(place for _, place in found), self.hi]

    def piece(self, left, right, cut: bool):
        body = self.resolved(left, right) if cut or changes(self.body, self.v) else self.body
        if right == s.oo:
            return self.half(self.shifted(body, left, 1), None)
        if left == -s.oo:
            return self.half(self.shifted(body, right, -1), None)
        start, end = self.number(left), self.number(right)
        length = add(end, multiply(-1, start))
        ends = self.shifted(body, left, 1), self.shifted(body, right, -1)
        if all(self.is_regular(e) for e in ends):
            return self.bulk(ends[0], 0, length)
        half = multiply(Fraction(1, 2), length)
        return add(*(self.half(e, half) for e in ends))

    def resolved(self, left, right):
        """The body with cases and signs decided: they do not change between the two places."""
        if left == -s.oo:
            inside = add(self.number(right), -1)
        elif right == s.oo:
            inside = add(self.number(left), 1)
        else:
            inside = multiply(Fraction(1, 2), add(self.number(left), self.number(right)))
        with self.walk.bound(self.v) as put:
            put(inside)
            return decided(self.walk, self.body, self.v)

    def shifted(self, body, place, direction: int):
        """The body in w, where x = place ± w; what cancels then is cancelled."""
        return moved(body, self.v, place, direction)

    # --- one half: w from 0 to a length, or to infinity ---

    def half(self, g, length):
        regular = self.is_regular(g)
        if length is not None:
            if regular:
                return self.bulk(g, 0, length)
            return self.logarithmic(g, self.lower(g), ball(length).log())
        if any(W in free(f) for f in g.atoms(AppliedUndef)):  # nothing bounds what is not defined
            raise Undefined
        upper = Tail(self, g, 1)
        scale = self.scale(g)
        s_upper, beyond = upper.cut(scale)
        if not regular:
            lower = self.lower(g)
            return self.logarithmic(g, lower, ball(s_upper)) + beyond
        if ball(s_upper).exp() < FAR:
            return self.bulk(g, 0, ball(s_upper).exp()) + beyond
        return self.bulk(g, 0, 1) + self.logarithmic(g, None, ball(s_upper)) + beyond

    def lower(self, g):
        return Tail(self, g, -1).cut(self.scale(g))

    def logarithmic(self, g, lower, end):
        """∫ g(e^t) e^t dt, below t = 0 and above it"""
        start, below = (0, 0) if lower is None else lower
        start = ball(multiply(-1, start))
        if start < 0 < end:
            return self.by_logarithm(g, start, ball(0), -1) + self.by_logarithm(g, ball(0), end, 1) + below
        return self.by_logarithm(g, start, end, 1 if start >= 0 else -1) + below

    def by_logarithm(self, g, start, end, direction: int):
        cell, log = [None], [None]
        f = function(self.walk, g * W, {W: cell}, {W: log}, direction)

        def integrand(t, analytic):
            log[0], cell[0] = t, t.exp()
            return f(analytic)

        return self.quadrature(integrand, start, end)

    def bulk(self, g, start, end):
        cell: list = [None]
        f = function(self.walk, g, {W: cell})

        def integrand(z, analytic):
            cell[0] = z
            return f(analytic)

        return self.quadrature(integrand, ball(start), ball(end))

    def quadrature(self, integrand, start, end):
        """∫ over [start, end], mapped to [0, 1] so that the ends need not be exact."""
        length, start = flint().acb(end - start), flint().acb(start)

        def counted(u, analytic):
            self.left -= 1
            self.walk.budget -= 1
            return integrand(start + length * u, analytic) if self.left > 0 and self.walk.budget > 0 else NAN()

        found = quadrature(counted, self.size(integrand, start, length), self.left) * length
        if not found.is_finite() or not found.imag.contains(0):
            raise Undefined
        return found.real

    def size(self, integrand, start, length):
        """A tolerance: a small fraction of a typical value of the integrand."""
        largest = flint().arb(0)
        for k in (*range(1, 64, 6), 62, 63):
            value = abs(integrand(start + length * k / 64, False))
            if value.is_finite() and value.upper() > largest:
                largest = value.upper()
        return (largest if largest > 0 else flint().arb(1)) * flint().arb(2) ** -BITS

    def scale(self, g):
        """A typical value of the integral."""
        cell: list = [None]
        f = function(self.walk, g, {W: cell})
        largest = flint().arb(0)
        for k in (-6, -3, -1, 0, 1, 2, 3, 4, 6):
            cell[0] = flint().acb(flint().arb(2) ** k)
            value = abs(f(False)) * cell[0].real
            if value.is_finite() and value.upper() > largest:
                largest = value.upper()
        return largest if largest > 0 else flint().arb(1)

    def is_regular(self, g) -> bool:
        """Whether the integrand is analytic around w = 0."""
        cell: list = [None]
        f = function(self.walk, g, {W: cell})
        for bits in (12, 40):
            near = flint().arb(0, flint().arb(2) ** -bits)
            cell[0] = flint().acb(near, near)
            if f(True).is_finite():
                return True
        return False


class Tail:
    """What lies beyond w = e^s (direction 1) or between 0 and w = e^−s (direction −1)."""

    def __init__(self, line: Line, g, direction: int):
        self.line, self.g, self.direction = line, g, direction

    def bounds(self, start: Fraction) -> list:
        """Logarithms of functions of y = w^direction whose sum dominates the integrand, from e^start on."""
        value, span = self.line.walk.value, Range(start)
        found = Envelope(value, W, (Monomial(1, self.direction),), span).upper(self.g)
        return found if self.direction > 0 else [plus(h, scaled(LOG, -2)) for h in found]

    def cut(self, scale):
        """The s at which so little lies beyond that it does not matter, and a ball that contains what does."""
        goal = scale * flint().arb(2) ** -BITS
        best, bounds = None, None
        for start in STARTS:
            if bounds is None:
                try:
                    bounds = self.bounds(start)
                except Undefined:
                    continue
            try:
                beyond = sum((Range(start).integral(h) for h in bounds), flint().arb(0))
            except Undefined:
                continue
            if beyond.is_finite():
                best = start, flint().arb(0, beyond)
                if beyond < goal:
                    return best
        if best is None:
            raise Undefined
        return best
