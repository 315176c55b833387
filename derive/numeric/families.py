"""Bound indices as axes: a sum over an index is a reduction over blocks of its range."""

from dataclasses import dataclass
from math import fsum, inf, isfinite, nan

import numpy as np
import sympy as s

from ..language import terms

AXES = "axes"  # the key under which an environment keeps the number of axes in use
BLOCK = 65_536


@dataclass(frozen=True)
class Range:
    """The integers start … stop − 1 along one axis, in front of those that were in use before it."""

    start: int
    stop: int
    axes: int

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.stop - self.start,) + (1,) * self.axes

    @property
    def values(self):
        return np.arange(self.start, self.stop, dtype=float).reshape(self.shape)


def entry(build):
    """The builder of an indexed entry; indices count from 1."""

    def builder(term):
        base, indices = term.base, [(i, build(i)) for i in term.indices]
        lone = indices[0][0] if len(indices) == 1 and isinstance(indices[0][0], s.Symbol) else None

        def run(env):
            data = env[base]
            place = env.get(lone)
            if isinstance(place, Range) and place.start >= 1 and place.stop <= len(data) + 1:
                return np.asarray(data[place.start - 1 : place.stop - 1], dtype=float).reshape(place.shape)
            at = tuple(np.asarray(closure(env)).astype(np.intp) - 1 for _, closure in indices)
            if any(np.any(a < 0) or np.any(a >= size) for a, size in zip(at, np.shape(data), strict=True)):
                raise IndexError(f"{term}: the data have {' × '.join(map(str, np.shape(data)))} entries")
            return np.asarray(data[at], dtype=float)

        return run

    return builder


def family(head, inside, env, index, bounds: tuple[int, int], nested: bool):
    """Reduce the values of ``inside`` over the index from bounds[0] to bounds[1], block by block."""
    axes, (first, last) = env[AXES], bounds
    if last < first:
        return {s.Sum: 0.0, s.Product: 1.0}.get(head, nan)
    size = last - first + 1 if head in MEDIANS else 4096 if axes else 256 if nested else BLOCK
    parts = []
    for start in range(first, last + 1, size):
        place = Range(start, min(start + size, last + 1), axes)
        values = np.asarray(inside({**env, index: place, AXES: axes + 1}))
        length = place.stop - place.start
        if values.ndim <= axes or values.shape[0] != length:
            values = np.broadcast_to(values, (length, *(values.shape[-axes:] if axes else ())))
        parts.append(BLOCKWISE[head](values))
    if head is s.Sum:
        return total(parts)
    return parts[0] if len(parts) == 1 else BLOCKWISE[head](np.stack(np.broadcast_arrays(*parts)))


def total(parts):
    """The sum of numbers (rounded once) or of arrays."""
    if any(np.ndim(p) for p in parts):
        return sum(parts[1:], parts[0])
    values = [float(p) for p in parts]
    if all(map(isfinite, values)):
        try:
            return np.float64(fsum(values))
        except OverflowError:
            return np.float64(inf if sum(v / len(values) for v in values) > 0 else -inf)
    return np.float64(sum(values))


def ranked(values, *ranks: int):
    """The mean of the order statistics of the given ranks (from 1) along the first axis."""
    places = sorted({r - 1 for r in ranks})
    ordered = np.partition(values, places, axis=0)
    return sum(ordered[p] for p in places) / len(places)


def lower_median(values):
    return ranked(values, (len(values) + 1) // 2)


def upper_median(values):
    return ranked(values, len(values) // 2 + 1)


def median(values):
    return ranked(values, (len(values) + 1) // 2, len(values) // 2 + 1)


MEDIANS = {terms.LowerMedian: lower_median, terms.UpperMedian: upper_median, terms.Median: median}
BLOCKWISE = {
    s.Sum: lambda values: np.sum(values, axis=0),
    s.Product: lambda values: np.prod(values, axis=0),
    terms.Largest: lambda values: np.max(values, axis=0),
    terms.Smallest: lambda values: np.min(values, axis=0),
    **MEDIANS,
}
