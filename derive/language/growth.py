"""Sums of monomials c·y^q·(log y)^k·e^(ry) on a range [Y, ∞) with Y ≥ e: which one dominates, and what the rest can add.

A ``Growth`` is a tuple of monomials. ``Range`` knows Y and answers with bounds that hold for every y in the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from .balls import Undefined, add, ball, checked, exact, flint, multiply, order

EPSILON = 64  # (log y)^k is bounded by a multiple of y^(1/EPSILON)


class Monomial(NamedTuple):
    """c·y^q·(log y)^k·e^(ry)"""

    c: object
    q: object = 0
    k: int = 0
    r: object = 0


Growth = tuple[Monomial, ...]
LOG: Growth = (Monomial(1, 0, 1),)


def constant(c) -> Growth:
    return () if exact(c) and c == 0 else (Monomial(c),)


def plus(*parts: Growth) -> Growth:
    merged: dict = {}
    loose = []
    for m in (m for part in parts for m in part):
        if exact(m.q) and exact(m.r):
            key = (m.q, m.k, m.r)
            merged[key] = add(merged.get(key, 0), m.c)
        else:
            loose.append(m)
    return (*(Monomial(c, *key) for key, c in merged.items() if not (exact(c) and c == 0)), *loose)


def times(a: Growth, b: Growth) -> Growth:
    return plus(tuple(Monomial(multiply(x.c, y.c), add(x.q, y.q), x.k + y.k, add(x.r, y.r)) for x in a for y in b))


def scaled(a: Growth, factor) -> Growth:
    return tuple(m._replace(c=multiply(m.c, factor)) for m in a if not (exact(factor) and factor == 0))


def compared(a: Monomial, b: Monomial) -> int:
    """The sign of the order of growth of a against b."""
    return order(a.r, b.r) or order(a.q, b.q) or (a.k > b.k) - (a.k < b.k)


def above(value):
    """The upper end of a ball that bounds something from above."""
    return ball(value).upper()


def largest(value):
    """At least the value, and at least 0."""
    value = above(value)
    return value if value > 0 else flint().arb(0)


@dataclass(frozen=True)
class Range:
    """All y ≥ Y, where Y = e^s and s ≥ 1."""

    s: object

    @property
    def y(self):
        return ball(self.s).exp()

    def at(self, m: Monomial):
        """The monomial at Y."""
        s = ball(self.s)
        return ball(m.c) * s**m.k * (ball(m.q) * s + ball(m.r) * s.exp()).exp()

    def falls(self, m: Monomial) -> bool:
        """Whether y^q (log y)^k e^(ry) falls throughout."""
        s = ball(self.s)
        if order(m.r, 0) < 0:
            return bool(ball(m.r) * s.exp() + largest(m.q) + max(m.k, 0) / s <= 0)
        if order(m.r, 0) == 0 and order(m.q, 0) < 0:
            return bool(ball(m.q) + max(m.k, 0) / s <= 0)
        return order(m.r, 0) == 0 and order(m.q, 0) == 0 and m.k <= 0

    def rises(self, m: Monomial) -> bool:
        """Whether y^q (log y)^k e^(ry) nowhere falls."""
        return self.falls(Monomial(1, multiply(-1, m.q), -m.k, multiply(-1, m.r)))

    def leading(self, g: Growth) -> tuple[Monomial, object]:
        """The monomial that dominates, and a number such that all the others are together at most that multiple of it."""
        if not g:
            raise Undefined
        lead = g[0]
        for m in g[1:]:
            if compared(m, lead) > 0:
                lead = m
        share = flint().arb(0)
        for m in g:
            if m is lead:
                continue
            ratio = Monomial(1, add(m.q, multiply(-1, lead.q)), m.k - lead.k, add(m.r, multiply(-1, lead.r)))
            if not self.falls(ratio) or not abs(ball(lead.c)) > 0:
                raise Undefined
            share += above(abs(ball(m.c)) / abs(ball(lead.c)) * self.at(ratio))
        return lead, above(checked(share))

    def sign(self, g: Growth) -> int:
        """The sign of g throughout the range."""
        lead, share = self.leading(g)
        if not share < 1:
            raise Undefined
        return order(lead.c, 0)

    def value_above(self, g: Growth):
        """A number that g nowhere exceeds."""
        total = flint().arb(0)
        for m in g:
            if order(m.c, 0) <= 0 and self.rises(m._replace(c=1)):
                total += above(self.at(m))
            elif order(m.c, 0) <= 0:
                continue
            elif self.falls(m):
                total += above(self.at(m))
            else:
                raise Undefined
        return total

    def log_size(self, m: Monomial) -> Growth:
        """The logarithm of |m| and more: c, q and r exactly, log y by a small power of y."""
        size = above(abs(ball(m.c)))
        grown = plus(scaled(LOG, m.q), scaled((Monomial(1, 1),), m.r), constant(size.log() if size > 0 else 0))
        if m.k > 0:
            c = (ball(m.k * EPSILON) / flint().arb.const_e()).log() * m.k
            return plus(grown, constant(above(c)), scaled(LOG, Fraction(1, EPSILON)))
        if m.k < 0:
            return plus(grown, constant(above(ball(self.s).log() * m.k)))
        return grown

    def log_upper(self, g: Growth) -> list[Growth]:
        """Logarithms of positive functions whose sum is at least |g|."""
        if not g:
            return []
        try:
            lead, share = self.leading(g)
        except Undefined:
            return [self.log_size(m) for m in g]
        return [plus(self.log_size(lead), constant(above((1 + share).log())))]

    def log_lower(self, g: Growth) -> Growth:
        """The logarithm of a positive function that is at most |g|."""
        lead, share = self.leading(g)
        if not share < 1:
            raise Undefined
        flipped = self.log_size(Monomial(1 / abs(ball(lead.c)), multiply(-1, lead.q), -lead.k, multiply(-1, lead.r)))
        return plus(scaled(flipped, -1), constant((1 - ball(share)).log().lower()))

    def integral(self, h: Growth):
        """An upper bound of ∫ e^h over the range."""
        h = plus(h, LOG)
        slope = plus(*(_slope(m) for m in h))
        return above(self._size(h) / self._decay(slope))

    def series(self, h: Growth):
        """An upper bound of Σ e^h over y = Y, Y + 1, …: a geometric series."""
        slope = plus(*(times(_slope(m), (Monomial(1, -1),)) for m in h))
        return above(self._size(h) / (1 - (-self._decay(slope)).exp()))

    def size(self, h: Growth):
        """An upper bound of e^h over the range."""
        slope = plus(*(_slope(m) for m in h))
        if slope and self.sign(slope) > 0:
            raise Undefined
        return above(self._size(h))

    def _size(self, h: Growth):
        return sum((self.at(m) for m in h), flint().arb(0)).exp()

    def _decay(self, slope: Growth):
        """A positive number such that the slope is at most minus that number throughout."""
        lead, share = self.leading(slope)
        if order(lead.c, 0) >= 0 or not share < 1:
            raise Undefined
        if not self.rises(lead._replace(c=1)):
            raise Undefined
        return ball(-self.at(lead) * (1 - share)).lower()


def _slope(m: Monomial) -> Growth:
    """The derivative with respect to log y."""
    return plus(
        scaled((m,), m.q), scaled((m._replace(k=m.k - 1),), m.k), scaled((m._replace(q=add(m.q, 1)),), m.r)
    )  # fmt: skip
