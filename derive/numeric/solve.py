"""Zeros in floating point, by safeguarded Newton steps, and the proof afterwards that they are where they are said to be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, isfinite, nan, nextafter, sqrt

import sympy as s

from ..language.balls import flint
from ..language.enclosure import enclosure
from ..language.sets import Span
from ..language.terms import Solution, Zero

Interval = tuple[float, float]
REACH = 10  # brackets are sought up to a factor of 2**(2**REACH) away


def root(h: Callable[[float], float], dh: Callable[[float], float] | None, lo: float, hi: float) -> float:
    """The zero of h in the open interval (lo, hi), whose ends may be infinite and need not be in the domain of h.

    NaN if no change of sign was found. ``dh`` is the derivative; without it, secants take its place.
    """
    bracket = _bracket(h, lo, hi)
    if bracket is None:
        return nan
    a, b, at_a, at_b = bracket
    t = a if abs(at_a) <= abs(at_b) else b
    for k in range(200):
        at_t = h(t)
        if not at_t or at_t != at_t:
            return t if at_t == 0 else nan
        if (at_t > 0) == (at_a > 0):
            a, at_a = t, at_t
        else:
            b, at_b = t, at_t
        slope = dh(t) if dh else (at_b - at_a) / (b - a) if k % 2 else 0.0
        new = t - at_t / slope if slope else nan
        if not a < new < b:
            new = 0.5 * (a + b)
        if abs(new - t) <= 4e-16 * abs(t) or not a < new < b:
            return new
        t = new
    return t


def _bracket(h, lo, hi):
    """Neighbouring points of a scale (of factors 2 towards an infinite end or an end at 0) where h has opposite signs."""
    at = {}
    for k in (0, *(side * 2**j for j in range(REACH) for side in (1, -1))):
        value = _value(h, _scale(k, lo, hi), lo, hi)
        if value is None:
            continue
        at[k] = value
        near = [j for j in at if (at[j] > 0) != (value > 0)]
        if near:
            other = min(near, key=lambda j: abs(j - k))
            return _narrow(h, lo, hi, *sorted((other, k)), at)
    return None


def _narrow(h, lo, hi, left, right, at):
    while right - left > 1:
        k = (left + right) // 2
        value = _value(h, _scale(k, lo, hi), lo, hi)
        if value is None:
            return None
        at[k] = value
        left, right = (k, right) if (value > 0) == (at[left] > 0) else (left, k)
    return _scale(left, lo, hi), _scale(right, lo, hi), at[left], at[right]


def _value(h, t, lo, hi) -> float | None:
    value = h(t) if lo < t < hi and isfinite(t) else nan
    return value if value == value else None


def _scale(k: int, lo: float, hi: float) -> float:
    """A point for each integer, increasing from lo to hi."""
    try:
        if lo == -inf and hi == inf:
            return (2.0 ** abs(k) - 1) * (1 if k > 0 else -1)
        if lo == -inf:
            return hi - 2.0**-k
        return lo + (2.0**k if hi == inf else (hi - lo) / (1 + 2.0**-k))
    except OverflowError:
        return inf if k > 0 else (lo if lo != -inf else -inf)


@dataclass(frozen=True)
class Certified:
    """A zero and an interval that certainly contains one; None where that could not be shown."""

    value: float
    interval: Interval | None


def certify(zero: Zero, values: Mapping, near: float) -> Certified:
    """Show that h has opposite signs, rigorously, at both ends of a tiny interval around ``near``, and is continuous on it.

    ``values`` are those of :func:`enclosure`; floats count as exact.
    """
    body, (variable, _, _) = zero.args
    for bits in range(50, 20, -4):
        size = max(abs(near), 1e-300) * 2.0**-bits
        below, above = (enclosure(body, {**values, variable: t}) for t in (near - size, near + size))
        if below is not None and above is not None and below * above < 0:
            around = enclosure(body, {**values, variable: _ball(near, size)})
            return Certified(near, (near - size, near + size) if around is not None else None)
    return Certified(near, None)


def _ball(middle: float, radius: float):
    """A ball that contains the interval also where its ends are rounded."""
    return flint().arb(middle, 1.5 * radius)


def rounded(value: float):
    """A ball that allows for the rounding of a statistic; 0 stands for itself."""
    return flint().arb(value, abs(value) * 2.0**-48)


def between(lo: float, hi: float):
    """A ball that contains the interval."""
    return flint().arb(lo).union(flint().arb(hi))


def outer(ball) -> Interval:
    """Floats below and above a ball."""
    lo, hi = float(ball.lower().mid()), float(ball.upper().mid())
    return (lo if ball.lower() >= lo else nextafter(lo, -inf)), (hi if ball.upper() <= hi else nextafter(hi, inf))


# --- several unknowns -------------------------------------------------------------------------------------------------


def system(h: Callable, jacobian: Callable, domains: Sequence[Span]) -> list[float]:
    """The common zero of k functions, h(t) → k values with the Jacobian k × k, in a product of open intervals.

    Newton's method in coordinates in which the intervals are lines, damped until the residual decreases, from several starts.
    NaN if it does not converge.
    """
    charts = [_chart(float(d.lo), float(d.hi)) for d in domains]
    for start in (0.0, 2.0, -2.0, 5.0, -5.0, 10.0, -10.0):
        found = _newton(h, jacobian, charts, [start] * len(charts))
        if found is not None:
            return found
    return [nan] * len(charts)


def _chart(lo: float, hi: float):
    """A map u ↦ (t, dt/du) of the line onto (lo, hi)."""
    if lo == -inf and hi == inf:
        return lambda u: (u, 1.0)
    if hi == inf:
        return lambda u: (lo + exp(u), exp(u))
    if lo == -inf:
        return lambda u: (hi - exp(-u), exp(-u))

    def logistic(u):
        p = 1 / (1 + exp(-u))
        return lo + (hi - lo) * p, (hi - lo) * p * (1 - p)

    return logistic


def _newton(h, jacobian, charts, u):
    place = lambda u: list(zip(*(chart(v) for chart, v in zip(charts, u, strict=True)), strict=True))  # noqa: E731
    t, stretch = place(u)
    values = h(t)
    for _ in range(200):
        matrix = [[float(c) * w for c, w in zip(row, stretch, strict=True)] for row in jacobian(t)]
        step = gauss(matrix, values)
        if step is None or not all(map(isfinite, step)):
            return None
        size = max(abs(d) / (1 + abs(v)) for d, v in zip(step, u, strict=True))
        moved = _damped(lambda u: h(place(u)[0]), u, step, _norm(values))
        if moved is None:
            return list(t) if size < 1e-10 else None
        u, values = moved
        t, stretch = place(u)
        if size < 1e-15:
            return list(t)
    return None


def _damped(h, u, step, residual):
    """The first of the halved steps with a smaller residual."""
    scale = min(1.0, 4.0 / max(map(abs, step))) if any(step) else 1.0
    for _ in range(40):
        new = [v - scale * d for v, d in zip(u, step, strict=True)]
        try:
            values = h(new)
        except (OverflowError, ZeroDivisionError):
            values = [nan]
        if _norm(values) < residual:
            return new, values
        scale /= 2
    return None


def _norm(values) -> float:
    return sqrt(sum(float(v) ** 2 for v in values))


def gauss(matrix, right):
    """Solve a small linear system by elimination with pivots, for floats or balls; None where a pivot may be 0."""
    rows = [[*row, r] for row, r in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = max(range(k, size), key=lambda j: abs(float(rows[j][k])))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        if not abs(rows[k][k]) > 0:
            return None
        for j in range(size):
            if j != k:
                factor = rows[j][k] / rows[k][k]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[k], strict=True)]
    return [row[-1] / row[k] for k, row in enumerate(rows)]


@lru_cache(maxsize=1000)
def jacobian_terms(solution: Solution) -> tuple[tuple[s.Basic, ...], ...]:
    variables = [limit[0] for limit in solution.args[1:]]
    return tuple(tuple(s.diff(h, v) for v in variables) for h in solution.args[0])


def certify_system(solution: Solution, values: Mapping, near: Sequence[float]) -> tuple[Interval, ...] | None:
    """Krawczyk's test in ball arithmetic: intervals around ``near`` that certainly contain exactly one common zero, or None."""
    variables = [limit[0] for limit in solution.args[1:]]
    at = lambda term, point: enclosure(term, {**values, **dict(zip(variables, point, strict=True))})  # noqa: E731
    derivatives = jacobian_terms(solution)
    middle = [[at(d, near) for d in row] for row in derivatives]
    residual = [at(h, near) for h in solution.args[0]]
    if None in residual or any(None in row for row in middle):
        return None
    inverse = _inverse([[float(d.mid()) for d in row if d is not None] for row in middle])
    if inverse is None:
        return None
    for bits in range(46, 16, -4):
        box = [_ball(t, max(abs(t), 1e-300) * 2.0**-bits) for t in near]
        slopes = [[at(d, box) for d in row] for row in derivatives]
        if any(None in row for row in slopes):
            return None
        if all(b.contains_interior(k) for b, k in zip(box, _krawczyk(near, box, residual, slopes, inverse), strict=True)):
            return tuple((t - abs(t) * 2.0 ** (1 - bits), t + abs(t) * 2.0 ** (1 - bits)) for t in near)
    return None


def _inverse(matrix):
    size = len(matrix)
    columns = [gauss(matrix, [float(i == j) for i in range(size)]) for j in range(size)]
    return None if None in columns else [list(row) for row in zip(*columns, strict=True)]


def _krawczyk(near, box, residual, slopes, inverse):
    """m − Y h(m) + (I − Y J)(box − m)."""
    size = range(len(near))
    offsets = [b - t for b, t in zip(box, near, strict=True)]
    contraction = [[float(i == j) - sum(inverse[i][k] * slopes[k][j] for k in size) for j in size] for i in size]
    return [near[i] - sum(inverse[i][k] * residual[k] for k in size) + sum(contraction[i][j] * offsets[j] for j in size) for i in size]
