"""From the values of the statistics to estimates, the conditions that they rest on, and intervals that certainly contain them."""

from collections.abc import Iterator, Mapping

import numpy as np
import sympy as s

from ..language.claims import Claim
from ..language.enclosure import enclosure
from ..language.errors import DataError
from ..language.sets import Integers, Span
from ..language.terms import Solution, Zero, free
from . import solve
from .compile import build, evaluate
from .families import AXES
from .program import Reader

COMPARE = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def estimates(reader: Reader, values: Mapping) -> dict:
    """The value of each estimator; NaN where there is none."""
    values, found = dict(values), {}
    for group in _in_order(reader):
        term = reader.terms["estimator", group[0]]
        if isinstance(term, Solution):
            numbers = solved(term, values)
        elif isinstance(group[0], s.IndexedBase):
            numbers = [_vector(reader, group[0], term, values)]
        else:
            numbers = [evaluate(build(term), {**values, AXES: 0})]
        found |= dict(zip(group, numbers, strict=True))
        values |= found
    return {p: found[p] for p in reader.program.estimators}


def _in_order(reader: Reader) -> Iterator[list]:
    """The parameters, those first that the estimators of others refer to; together where they share a system."""
    waiting = list(reader.program.estimators)
    while waiting:
        ready = [p for p in waiting if not free(reader.terms["estimator", p]) & (set(waiting) - {p})]
        if not ready:
            raise DataError(f"the estimators of {', '.join(map(str, waiting))} refer to each other")
        term = reader.terms["estimator", ready[0]]
        group = [p for p in waiting if reader.terms["estimator", p] == term] if isinstance(term, Solution) else ready[:1]
        yield group
        waiting = [p for p in waiting if p not in group]


def _vector(reader, parameter, term, values):
    size = reader.program.domains[parameter].size
    size = int(values[size] if isinstance(size, s.Symbol) else size)
    run = build(term)
    return np.array([float(evaluate(run, {**values, reader.program.index: np.float64(j), AXES: 0})) for j in range(1, size + 1)])


def solved(solution: Solution, values: Mapping) -> list[float]:
    """The common zero of the system, in the order of its variables."""
    variables = [limit[0] for limit in solution.args[1:]]
    equations = [build(h) for h in solution.args[0]]
    derivatives = [[build(d) for d in row] for row in solve.jacobian_terms(solution)]

    def at(point):
        return {**values, **dict(zip(variables, map(np.float64, point), strict=True)), AXES: 0}

    return solve.system(
        lambda t: [float(evaluate(h, at(t))) for h in equations],
        lambda t: [[float(evaluate(d, at(t))) for d in row] for row in derivatives],
        [limit[1] for limit in solution.args[1:]],
    )


def enclosures(reader: Reader, values: Mapping, found: Mapping) -> dict[s.Basic, tuple[float, float] | None]:
    """Intervals that certainly contain the exact estimates for these float64 statistics; None where that was not shown."""
    numbers = {k: float(v) for k, v in values.items() if isinstance(k, s.Symbol) and np.ndim(v) == 0}
    numbers[reader.program.size] = int(values[reader.program.size])
    if reader.program.data in values:
        numbers[reader.program.data] = values[reader.program.data].tolist()
    intervals: dict = {}
    for group in _in_order(reader):
        boxes = _boxes(reader.terms["estimator", group[0]], [found[p] for p in group], numbers)
        intervals |= dict(zip(group, boxes, strict=True))
        numbers |= {p: solve.between(*box) for p, box in zip(group, boxes, strict=True) if box is not None}
    return {p: intervals[p] for p in found}


def _boxes(term, near, numbers):
    none = [None] * len(near)
    if any(np.ndim(v) or not np.isfinite(v) for v in near):
        return none
    if isinstance(term, Solution):
        return solve.certify_system(term, numbers, [float(v) for v in near]) or none
    if isinstance(term, Zero):
        return [solve.certify(term, numbers, float(near[0])).interval]
    ball = enclosure(term, numbers)
    return none if ball is None else [solve.outer(ball)]


def within(value, domain) -> bool:
    """Whether a number (or all of an array) lies in a line; an end that is not a number says nothing."""
    value = np.asarray(value, dtype=float)
    if not isinstance(domain, Span | Integers):
        return True
    inside = np.ones(value.shape, dtype=bool)
    if isinstance(domain.lo, s.Rational | s.NumberSymbol | s.Float):
        inside &= value > float(domain.lo) if domain.lo_open else value >= float(domain.lo)
    if isinstance(domain.hi, s.Rational | s.NumberSymbol | s.Float):
        inside &= value < float(domain.hi) if domain.hi_open else value <= float(domain.hi)
    if isinstance(domain, Integers):
        inside &= value == np.rint(value)
    return bool(np.all(inside & ~np.isnan(value)))


def closure(domain):
    """The domain with its border."""
    return Span(domain.lo, domain.hi) if isinstance(domain, Span) else domain


def holds(reader: Reader, k: int, claim: Claim, values: Mapping) -> bool | None:
    """Whether a condition holds on the data; None where rounding hides it."""
    if claim.relation == "in":
        return within(reader.number(("condition", k, 0), values), claim.rhs)
    left, right = (np.asarray(reader.number(("condition", k, side), values)) for side in (0, 1))
    if np.any(np.isnan(left)) or np.any(np.isnan(right)):
        return False
    if np.all(np.abs(left - right) > 1e-9 * np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))):
        return bool(np.all(COMPARE[claim.relation](left, right)))
    difference = reader.terms["condition", k, 0] - reader.terms["condition", k, 1]
    if reader.program.data in free(difference) or np.ndim(left) or np.ndim(right):
        return bool(np.all(COMPARE[claim.relation](left, right)))
    balls = {name: solve.rounded(float(v)) for name, v in values.items() if isinstance(name, s.Symbol) and np.ndim(v) == 0}
    found = enclosure(difference, {**balls, reader.program.size: int(values[reader.program.size])})
    return True if found is not None and COMPARE[claim.relation](found, 0) else None
