"""Means by mpmath's quadrature and summation, at parameters drawn inside their domains: what derived values are compared with."""

import random

import mpmath as mp
import sympy as sp

from derive.language.claims import Claim, Given
from derive.language.domains import holds
from derive.language.sets import Integers, unit
from derive.language.substitution import substitute

DIGITS = 20
WIDE = 170  # beyond, laws over the line with scales up to 3.2 have no mass that matters; Cauchy laws apart


def points(laws, conditions, count=2, seed=1):
    """Values of all parameters, rational numbers, at which the conditions hold."""
    rng = random.Random(seed)
    domains = {s: d for law in laws for s, d in law.domains.items()}
    ranges = [Claim(law.hi - law.lo, ">", sp.Integer(0)) for law in laws if (law.hi - law.lo).free_symbols]
    wanted = [c for c in (*conditions, *ranges) if c.relation != "in"]
    made = []
    while len(made) < count:
        point = {s: drawn(rng, d) for s, d in domains.items()}
        if all(holds(c.substitute(point), Given()) is True for c in wanted):
            made.append(point)
    return made


def drawn(rng, domain):
    if isinstance(domain, Integers):
        return sp.Integer(rng.randint(2, 7))
    if domain == unit:
        return sp.Rational(rng.randint(5, 95), 100)
    number = sp.Rational(rng.randint(4, 32), 10)
    return number if domain.lo == 0 else number * rng.choice((1, -1))


def mean(law, function, point):
    """∫ f p or Σ f p at a point, to about 15 digits."""
    with mp.workdps(DIGITS):
        x = sp.Symbol("x", real=True)
        term = substitute(function * law.density, {law.x: x, **point})
        body = sp.lambdify(x, term, "mpmath")
        lo, hi = (substitute(e, point) for e in (law.lo, law.hi))
        if law.is_discrete:
            last = int(hi) if hi != sp.oo else 400
            return sum(mp.re(body(mp.mpf(k))) for k in range(int(lo), last + 1))
        if hi == sp.oo and lo >= 0:  # eᵘ for x, so that heavy tails and poles at 0 are mild
            start = mp.log(mp.mpf(sp.Rational(lo).p) / sp.Rational(lo).q) if lo > 0 else None
            places = [start + k for k in (0, 1, 4, 16, 64, 300)] if lo > 0 else [-100, -30, -10, -3, -1, 0, 1, 2, 3, 5, 10, 30, 100]
            return mp.quad(lambda u: mp.re(body(mp.exp(u))) * mp.exp(u), places)
        corners = {e for a in term.atoms(sp.Abs) for e in sp.solve(a.args[0], x)}
        if (lo, hi) == (-sp.oo, sp.oo):
            far = () if law.family.name == "Cauchy" else (-WIDE, WIDE)
            ends = sorted({*corners, *map(sp.Integer, (*far, -30, -8, 0, 8, 30))})
            ends = ends if far else [lo, *ends, hi]
        else:
            ends = [lo, *sorted(c for c in corners if lo < c < hi), hi]
        return mp.quad(lambda t: mp.re(body(t)), [as_mpf(e) for e in ends])


def as_mpf(end):
    return mp.mpf(sp.Rational(end).p) / sp.Rational(end).q if end.is_finite else mp.inf * int(sp.sign(end))


def number(term, point):
    """The value of a closed form at a point, to 20 digits."""
    return mp.mpf(sp.N(substitute(term, point), DIGITS))
