"""Equations from which a conclusion cannot follow, told by numbers: at one point a root of the premise does not satisfy the conclusion.

Only to save the search for solutions: premises that are linear, quadratic or fractional linear in the unknown, of which every
real root at the point is a value of the solutions there.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from random import Random

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

from ..language.balls import flint
from ..language.terms import BINDERS, free
from .meaning_calculus import Weighted, is_continuous
from .trial import draw_array, number, smooth, value, whole_names

PLACES = (Fraction(3, 7), Fraction(11, 5), Fraction(-8, 9), Fraction(29, 13))
KINDS = ("positive", "unit")
BITS = 128


def excluded(conclusion: tuple, premise: tuple, unknown: sp.Expr, running: frozenset[str]) -> bool:
    """Whether a root of the premise, at values of all other names, is certainly none of the conclusion."""
    terms = (*conclusion, *premise)
    if any(is_continuous(t) for t in terms) or isinstance(unknown, sp.Sum | Weighted):
        return False
    if not isinstance(unknown, sp.Symbol):
        if any(t.atoms(*BINDERS, Weighted) for t in terms) or _has_others(unknown, conclusion):
            return False
        mark = sp.Symbol("⟨unknown⟩")
        conclusion, premise = (tuple(t.xreplace({unknown: mark}) for t in pair) for pair in (conclusion, premise))
        unknown = mark
    counts = frozenset(whole_names(*terms)) | {n for t in terms for n in free(t) if isinstance(n, sp.Symbol) and n.name in running}
    if unknown in counts:
        return False
    depths = frozenset((e.base, len(e.indices)) for t in terms for e in t.atoms(sp.Indexed))
    return any(_differs(conclusion, premise, unknown, counts, depths, kind) for kind in KINDS)


def _has_others(unknown: sp.Expr, conclusion: tuple) -> bool:
    """Whether another entry of the same name is met: it would be replaced too."""
    if not isinstance(unknown, sp.Indexed | AppliedUndef):
        return False
    head = unknown.base if isinstance(unknown, sp.Indexed) else unknown.func
    entries = {a for t in conclusion for a in t.atoms(sp.Indexed, AppliedUndef)} - {unknown}
    return any((a.base if isinstance(a, sp.Indexed) else a.func) == head for a in entries)


def _differs(conclusion: tuple, premise: tuple, unknown, counts: frozenset, depths: frozenset, kind: str) -> bool:
    names = (free(premise[0]) | free(premise[1])) - {unknown}
    roots = _roots(premise, unknown, names, counts & names, frozenset(d for d in depths if d[0] in names), kind)
    if not roots:
        return False
    others = (free(conclusion[0]) | free(conclusion[1])) - {unknown}
    values = {n: drawn(n, n in counts, depth_of(n, depths), kind) for n in others}
    return any(_is_no_root(conclusion, {**values, unknown: root}) for root in roots)


def _is_no_root(conclusion: tuple, values: dict) -> bool:
    left = value(conclusion[0], values, BITS)
    right = None if left is None else value(conclusion[1], values, BITS)
    return left is not None and right is not None and not (left - right).contains(0)


@lru_cache(maxsize=20_000)
def _roots(premise: tuple, unknown, names: frozenset, counts: frozenset, depths: frozenset, kind: str) -> tuple:
    """The real roots of the premise at this point; none where it is of another kind, or not defined."""
    values = {n: drawn(n, n in counts, depth_of(n, depths), kind) for n in names}
    heights = []
    for place in PLACES:
        left = value(premise[0], {**values, unknown: place}, BITS)
        right = None if left is None else value(premise[1], {**values, unknown: place}, BITS)
        if left is None or right is None:
            return ()
        heights.append(left - right)
    with flint().ctx.workprec(BITS):
        try:
            return tuple(r for r in _solved(heights) if r.is_finite())
        except ZeroDivisionError:
            return ()


def _solved(heights: list) -> Iterator:
    """The zeros of the function with these heights over ``PLACES``, if it is a parabola, a line, or a fraction of lines."""
    arb, fmpq = flint().arb, flint().fmpq
    u = [arb(fmpq(p.numerator, p.denominator)) for p in PLACES]
    g0, g1, g2, g3 = heights
    first = [(b - a) / (v - w) for a, b, w, v in zip(heights, heights[1:], u, u[1:], strict=False)]
    second = [(first[k + 1] - first[k]) / (u[k + 2] - u[k]) for k in (0, 1)]
    if second[0].contains(0) and second[1].contains(0):
        if not first[0].contains(0):
            yield u[0] - g0 / first[0]
    elif (second[1] - second[0]).contains(0):
        a, b = second[0], first[0] - second[0] * (u[0] + u[1])
        c = g0 - u[0] * (b + a * u[0])
        inside = b * b - 4 * a * c
        if inside > 0:
            yield (-b - inside.sqrt()) / (2 * a)
            yield (-b + inside.sqrt()) / (2 * a)
    elif ((g0 - g2) * (g1 - g3) * (u[0] - u[3]) * (u[1] - u[2]) - (u[0] - u[2]) * (u[1] - u[3]) * (g0 - g3) * (g1 - g2)).contains(0):
        ratio = g0 * (g1 - g2) * (u[1] - u[0]) / (g2 * (g1 - g0) * (u[1] - u[2]))
        yield (u[0] - ratio * u[2]) / (1 - ratio)


# --- the point: each name has the same value wherever it is met ------------------------------------------------------


def depth_of(name, depths: frozenset) -> int:
    return max((d for n, d in depths if n == name), default=1)


@lru_cache(maxsize=5_000)
def drawn(name, whole: bool, depth: int, kind: str):
    draw = Random(f"{name} {kind}")
    if isinstance(name, UndefinedFunction):
        return smooth(str(name), KINDS.index(kind))
    if isinstance(name, sp.IndexedBase):
        return draw_array(kind, depth, draw)
    return sp.Integer(draw.randint(2, 5)) if whole else number(kind, draw)
