"""Roots of an equation in one unknown, by numbers: at values of all other names, places that certainly hold a root.

For equations that nobody can solve by formulas, such as Σ sin(yᵢ − μ) = 0: a change of sign between two places, halved until a
ball around the root is small; with rigorous error bounds throughout.
"""

from collections.abc import Iterator

import sympy as sp

from ..language.balls import flint
from ..language.terms import free
from .theory import Theory
from .trial import value

GRID = tuple(sp.Rational(s * k, 8) for k in (*range(1, 33), 40, 56, 80, 120, 200, 400, 800) for s in (1, -1))
HALVINGS = 90
PRECISION = 160
LEAST, MOST = 3, 5


def differing(theory: Theory, premise: tuple, conclusion: tuple, unknown: sp.Symbol) -> tuple[dict, str, str] | None:
    """Values at which the premise holds and the conclusion does not, if that is so at every root found for all values tried: the
    values, with the root, and both sides of the conclusion."""
    terms = (*premise, *conclusion)
    if unknown not in free(premise[0]) | free(premise[1]) or unknown not in free(conclusion[0]) | free(conclusion[1]):
        return None
    seen, witness = 0, None
    for kind, values in theory.models(terms):
        if kind not in ("unit", "above", "positive", "real"):
            continue
        roots = list(_roots(premise, unknown, values))
        for root in roots:
            sides = [value(t, {**values, unknown: root}, PRECISION) for t in conclusion]
            if None in sides or (sides[0] - sides[1]).contains(0):
                return None
            witness = witness or ({**values, unknown: root}, *(s.str(12, radius=False) for s in sides if s is not None))
        seen += bool(roots)
        if seen == MOST:
            break
    return witness if seen >= LEAST else None


def _roots(premise: tuple, unknown: sp.Symbol, values: dict) -> Iterator:
    def at(x):
        one, other = (value(t, {**values, unknown: x}, PRECISION) for t in premise)
        return None if one is None or other is None else one - other

    places = sorted({sp.Integer(0), *GRID})
    known = [(x, at(x)) for x in places]
    for (a, f), (b, g) in zip(known, known[1:], strict=False):
        if f is None or g is None or f.contains(0) or g.contains(0) or (f > 0) == (g > 0):
            continue
        for _ in range(HALVINGS):
            middle = (a + b) / 2
            h = at(middle)
            if h is None or h.contains(0):
                break
            a, b = (middle, b) if (h > 0) == (f > 0) else (a, middle)
        arb = flint().arb
        with flint().ctx.workprec(PRECISION):
            ball = arb((a + b).p) / arb(2 * (a + b).q)
            ball = arb(ball.mid(), abs(ball.rad()) + arb((b - a).p) / arb((b - a).q))
        found = at(ball)
        if found is not None and found.contains(0):
            yield ball
