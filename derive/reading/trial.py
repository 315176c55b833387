"""Two terms compared at points of many kinds: numbers between 0 and 1, above 1, whole, real; data that are counts, shares, bits.

A relation between symbols whose domains nobody stated may be meant for one of these kinds only. It counts as false when it
is false at every point of every kind.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from zlib import crc32

import sympy as sp
from sympy.core.function import UndefinedFunction

from ..language.balls import Undefined, add, ball, flint, multiply
from ..language.enclosure import Walk
from ..language.terms import free
from .integral_senses import senses
from .leibniz import derivative
from .meaning_calculus import Weighted, is_continuous, weighted
from .poles import is_reciprocal, reciprocal

PRECISIONS = (128, 384)
DIGITS = 25
LENGTH = 9
GENERIC = ("unit", "above", "positive", "real")
SPECIAL = ("whole", "bits", "shares")  # here the sides can agree by chance: only agreement at every point counts
FEWER = {"unit": 2, "above": 2, "positive": 2, "whole": 1, "real": 2, "bits": 1, "shares": 1}
EACH = {"unit": 3, "above": 2, "positive": 4, "whole": 4, "real": 10, "bits": 2, "shares": 2}
SHARES = (sp.Rational(3, 11), sp.Rational(5, 7), sp.Rational(8, 13))
REALS = (sp.Rational(-5, 4), sp.Rational(1, 3), sp.Rational(7, 5))
SHARE_OF = (sp.Rational(2, 5), sp.Rational(1, 4), sp.Rational(7, 20))  # of a finite interval: the integral of 1 is its length
WEIGHTS = (sp.Rational(2, 3), sp.Rational(1, 5), sp.Rational(3, 7))


@dataclass
class Tally:
    """How often the sides agreed and differed, by kind of point; where they first differed."""

    agreed: dict[str, int] = field(default_factory=dict)
    differed: dict[str, int] = field(default_factory=dict)
    witness: tuple[dict, str, str] | None = None

    def count(self, where: dict[str, int]) -> int:
        return sum(where.values())

    @property
    def holds(self) -> bool:
        return self.count(self.agreed) >= 5 and not self.differed

    @property
    def fails(self) -> bool:
        """False at no fewer than six points of three kinds; true at no generic point, and throughout no special kind."""
        generic = [kind for kind in GENERIC if self.differed.get(kind)]
        if any(self.agreed.get(kind) for kind in GENERIC) or any(self.agreed.get(k) and not self.differed.get(k) for k in SPECIAL):
            return False
        return len(generic) >= 3 and sum(self.differed[kind] for kind in generic) >= 6


class _Walk(Walk):
    """Also sums and integrals over a range without bounds: any weights at any places do, as both sides use the same."""

    def compound(self, term):
        if isinstance(term, Weighted):
            return self.weighted(term)
        if isinstance(term, sp.Derivative):
            return derivative(self, term)
        if is_reciprocal(term):
            return reciprocal(self, term)
        return super().compound(term)

    def weighted(self, term):
        body, variable, key, *bounds = term.args
        total = []
        places, length = self.places(key, bounds, any(variable in e.indices for e in body.atoms(sp.Indexed)))
        finite = len(bounds) == 2 and not {sp.oo, -sp.oo} & set(bounds)
        with self.bound(variable) as put:
            for place, weight in zip(places, SHARE_OF if finite else WEIGHTS, strict=True):
                put(place)
                total.append(multiply(length, self.value(weight), self.value(body)))
        return add(*total)

    def places(self, key, bounds, whole=False):
        """Where the body is looked at, and a factor: the length of an interval, so that stretching it is told from moving it."""
        if not bounds:
            draw = Random(str(key))
            if whole:
                return [sp.Integer(k) for k in draw.sample(range(1, 9), len(WEIGHTS))], 1
            return [sp.Rational(draw.randint(5, 95), 101) for _ in WEIGHTS], 1
        if len(bounds) == 1:
            first = self.integer(bounds[0])
            return [sp.Integer(first + k) for k in (0, 1, 3)], 1
        lo, hi = (None if b in (sp.oo, -sp.oo) else ball(self.value(b)) for b in bounds)
        shares = [ball(self.value(s)) for s in SHARES]
        if lo is None and hi is None:
            return REALS, 1
        if hi is None:
            return [lo + 2 * s for s in shares if lo is not None], 1
        if lo is None:
            return [hi - 2 * s for s in shares], 1
        return [lo + (hi - lo) * s for s in shares], hi - lo


@lru_cache(maxsize=20_000)
def compare(lhs: sp.Expr, rhs: sp.Expr, whole: frozenset[str] = frozenset(), enough: bool = False) -> Tally:
    """Try the equation at points of every kind; ``whole`` names what is a whole number, such as an index.

    With ``enough``, stop at the first difference. What holds with every integral replaced by an arbitrary linear function holds;
    otherwise integrals have their true values, at fewer points.
    """
    if not (is_continuous(lhs) or is_continuous(rhs)):
        found = _compared(lhs, rhs, whole, enough, EACH)
    else:
        linear = _compared(weighted(lhs), weighted(rhs), whole, True, EACH)
        found = linear if linear.holds else _compared(lhs, rhs, whole, enough, FEWER)
    if not found.holds:
        for pair in senses(lhs, rhs):
            if (other := _compared(*pair, whole, True, FEWER)).holds:
                return other
    return found


def _compared(lhs: sp.Expr, rhs: sp.Expr, whole: frozenset[str], enough: bool, each: dict[str, int]) -> Tally:
    tally = Tally()
    names = free(lhs) | free(rhs)
    counts = frozenset(whole_names(lhs, rhs) | {s for s in names if isinstance(s, sp.Symbol) and s.name in whole})
    depth = frozenset(_depths(lhs, rhs).items())
    points = [(attempt, kind) for kind, times in each.items() for attempt in range(times)]
    for attempt, kind in sorted(points, key=lambda p: p[0]) if enough else points:
        if enough and attempt and not tally.agreed:  # no value at the first point of any kind
            return tally
        _one(tally, lhs, rhs, _draw(names, counts, depth, kind, attempt), kind)
        if tally.differed and enough:
            return tally
    return tally


def _one(tally: Tally, lhs, rhs, values, kind):
    for precision in PRECISIONS:
        left = value(lhs, values, precision)
        right = None if left is None else value(rhs, values, precision)
        if left is None or right is None:
            return
        difference = left - right
        if not difference.contains(0):
            tally.differed[kind] = tally.differed.get(kind, 0) + 1
            if tally.witness is None or _plainer(values, tally.witness[0]):
                tally.witness = (values, left.str(12, radius=False), right.str(12, radius=False))
            return
        if float(difference.rad()) < max(float(abs(left.mid())), 1e-30) * 10.0**-DIGITS or difference == 0:
            tally.agreed[kind] = tally.agreed.get(kind, 0) + 1
            return


def _plainer(values, other) -> bool:
    return len(str(values)) < len(str(other))


def value(term, values, precision: int = 128):
    """A ball around the value of the term, or None."""
    with flint().ctx.workprec(precision):
        try:
            return ball(_Walk(values).value(term))
        except (Undefined, RecursionError, OverflowError, MemoryError, ValueError, ZeroDivisionError):
            return None


# --- points --------------------------------------------------------------------------------------------------------


def whole_names(*terms) -> set:
    """Symbols in the bounds of sums and among indices."""
    found: set = set()
    for term in terms:
        for part in sp.preorder_traversal(term):
            if isinstance(part, sp.Sum | sp.Product):
                found |= {s for limit in part.args[1:] for b in limit[1:] for s in free(b)}
            elif isinstance(part, sp.Indexed):
                found |= {s for index in part.indices for s in free(index)}
    return {s for s in found if isinstance(s, sp.Symbol)}


def _depths(*terms) -> dict:
    return {e.base: len(e.indices) for term in terms for e in term.atoms(sp.Indexed)}


@lru_cache(maxsize=5_000)
def _draw(names: frozenset, counts: frozenset, depths: frozenset, kind: str, attempt: int) -> dict:
    depth = dict(depths)
    called = sorted(names, key=str)
    drawn = _drawn(tuple(_sort(name, name in counts, depth.get(name, 1)) for name in called), kind, attempt)
    values = {n: smooth(str(n), attempt) if isinstance(n, UndefinedFunction) else v for n, v in zip(called, drawn, strict=True)}
    p, q = sp.Symbol("p"), sp.Symbol("q")
    if kind == "shares" and p in values and q in values:
        values[q] = 1 - values[p]
    return values


def _sort(name, counts: bool, depth: int) -> int:
    """What is drawn for a name: nothing for a function, an array of some depth, a whole number, another number."""
    return -1 if isinstance(name, UndefinedFunction) else depth if isinstance(name, sp.IndexedBase) else -2 if counts else 0


@lru_cache(maxsize=5_000)
def _drawn(sorts: tuple[int, ...], kind: str, attempt: int) -> tuple:
    draw, found = Random(f"{kind} {attempt}"), []
    sizes = draw.sample((2, 3, 4, 5), 4)
    for place, sort in enumerate(sorts):
        if sort > 0:
            found.append(draw_array(kind, sort, draw))
        elif sort == -2:
            found.append(sp.Integer(LENGTH if kind == "shares" else sizes[place % 4]))
        else:
            found.append(number("unit" if kind in ("bits", "shares") else kind, draw) if sort == 0 else None)
    return tuple(found)


def number(kind: str, draw: Random) -> sp.Rational:
    match kind:
        case "unit":
            return sp.Rational(draw.randint(3, 95), 97)
        case "above":
            return 1 + sp.Rational(draw.randint(3, 180), 61)
        case "positive":
            return sp.Rational(draw.randint(3, 200), 61)
        case "whole":
            return sp.Integer(draw.randint(2, 7))
        case "bits":
            return sp.Integer(draw.randint(0, 1))
        case "large":
            return sp.Integer(draw.randint(-9000, 9000) or 77)
    return sp.Rational(draw.randint(-180, 180) or 7, 61)


def draw_array(kind: str, depth: int, draw: Random):
    if depth > 1:
        return tuple(draw_array(kind, depth - 1, draw) for _ in range(LENGTH))
    if kind == "shares":
        parts = [draw.randint(1, 9) for _ in range(LENGTH)]
        return tuple(sp.Rational(p, sum(parts)) for p in parts)
    return tuple(number(kind, draw) for _ in range(LENGTH))


def smooth(name: str, attempt: int):
    """A smooth positive function below 1 that stands for an undefined one."""
    seed = crc32(f"{name} {attempt}".encode())
    coefficients = [1 + (seed >> (4 * k)) % 13 for k in range(6)]

    def f(*arguments):
        inside = sum((c * a for c, a in zip(coefficients, arguments, strict=False)), flint().arb(coefficients[-1])) / 7
        return 1 / (1 + inside * inside)

    return f
