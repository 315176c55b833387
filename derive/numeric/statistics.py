"""One pass over the data: totals, spreads and extremes of blocks, which add up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from math import fsum, inf, isfinite, nan

import numpy as np
import sympy as s

from ..language.errors import DataError
from ..language.sets import Integers, Span, reals
from .compile import compile_term
from .data import blocks, complain

ITEM = s.Dummy("x", real=True)  # one observation, in the terms of the kinds below
TABLE = 4096  # integers up to here are counted, and each value is evaluated once


@dataclass(frozen=True)
class Mean:
    """(1/n) Σ T(xᵢ); for vectors the list of the means of their entries."""

    term: s.Basic = ITEM


@dataclass(frozen=True)
class Spread:
    """(1/n) Σ (T(xᵢ) − mean of T)²."""

    term: s.Basic = ITEM


@dataclass(frozen=True)
class Minimum:
    """The smallest observation."""


@dataclass(frozen=True)
class Maximum:
    """The largest observation."""


@dataclass(frozen=True)
class Raw:
    """The data themselves, for statistics that depend on the parameters, and for medians."""


Kind = Mean | Spread | Minimum | Maximum | Raw


@dataclass(frozen=True)
class Total:
    """A sum over n observations, as high + low."""

    n: int
    high: float | np.ndarray
    low: float | np.ndarray = 0.0

    def merge(self, other: "Total") -> "Total":
        if np.ndim(self.high):
            return Total(self.n + other.n, self.high + other.high)
        return total_of(self.n + other.n, (self.high, self.low, other.high, other.low))

    @property
    def sum(self):
        return self.high + self.low

    @property
    def value(self):
        return self.sum / self.n if self.n else nan


@dataclass(frozen=True)
class Moments:
    """n, the mean as shift + offset, and the sum of the squared deviations from the mean."""

    n: int
    shift: float
    offset: float
    squares: float

    def merge(self, other: "Moments") -> "Moments":
        if not self.n or not other.n:
            return self if self.n else other
        n, distance = self.n + other.n, (other.shift - self.shift) + (other.offset - self.offset)
        between = distance * distance * (self.n * (other.n / n))
        return Moments(n, self.shift, self.offset + distance * (other.n / n), self.squares + other.squares + between)

    @property
    def mean(self) -> float:
        return self.shift + self.offset

    @property
    def value(self) -> float:
        return max(self.squares, 0.0) / self.n if self.n else nan


@dataclass(frozen=True)
class Extreme:
    value: float
    choose: Callable = max

    def merge(self, other: "Extreme") -> "Extreme":
        return Extreme(self.choose(self.value, other.value), self.choose)


@dataclass(frozen=True)
class Collected:
    parts: tuple[np.ndarray, ...]

    def merge(self, other: "Collected") -> "Collected":
        return Collected(self.parts + other.parts)

    @property
    def value(self) -> np.ndarray:
        return self.parts[0] if len(self.parts) == 1 else np.concatenate(self.parts)


def total_of(n: int, parts) -> Total:
    """Rounded once, and once more for what that left over."""
    if not all(map(isfinite, parts)):
        return Total(n, sum(parts))
    try:
        high = fsum(parts)
        return Total(n, high, fsum((*parts, -high)))
    except OverflowError:
        return Total(n, inf)


class Statistics:
    """Computes the states of several kinds together. ``of`` raises DataError where the data leave the support."""

    def __init__(self, kinds: Iterable[Kind], support=reals):
        self.kinds, self.support = tuple(dict.fromkeys(kinds)), support
        terms = dict.fromkeys(k.term for k in self.kinds if isinstance(k, Mean | Spread))
        self.functions = {t: None if t == ITEM else compile_term(t, (ITEM,)) for t in terms}
        self.spread = {t for t in terms if Spread(t) in self.kinds}
        self.counts = isinstance(support, Integers)

    def of(self, x: np.ndarray, start: int = 0) -> dict:
        """The states of one array; ``start`` is the index of its first observation, for messages."""
        gathered = {t: [] for t in self.functions}
        shifts: dict = {}
        lows, highs = [], []
        for offset, block in blocks(x):
            low, high = self._ends(block, start + offset)
            lows.append(low)
            highs.append(high)
            values, weights = self._counted(block, low, high)
            with np.errstate(all="ignore"):
                for term, function in self.functions.items():
                    numbers = values if function is None else function(values)
                    gathered[term].append(self._block(term, numbers, weights, shifts))
            if not _all_finite(part[term_parts] for part in (g[-1] for g in gathered.values()) for term_parts in range(1, len(part))):
                complain(block, self.support, start + offset)
        return self._states(x, gathered, shifts, lows, highs)

    def of_chunks(self, parts: Iterable[np.ndarray]) -> dict:
        """The states of all chunks together, each read once."""
        states, seen = None, 0
        for part in parts:
            if len(part):
                found = self.of(part, seen)
                states = found if states is None else self.merge(states, found)
                seen += len(part)
        if states is None:
            raise DataError("there are no observations; the estimate needs n >= 1")
        return states

    def merge(self, a: dict, b: dict) -> dict:
        return {kind: a[kind].merge(b[kind]) for kind in a}

    def _ends(self, block, start) -> tuple[float, float]:
        """The extremes, where the support or a statistic needs them; complains where they are outside."""
        line = self.support if isinstance(self.support, Span | Integers) else None
        wants_low = Minimum() in self.kinds or self.counts or (line is not None and line.lo != -s.oo)
        wants_high = Maximum() in self.kinds or self.counts or (line is not None and line.hi != s.oo)
        low = float(block.min()) if wants_low else -inf
        high = float(block.max()) if wants_high else inf
        inside = line is not None and _inside(low, high, line, wants_low, wants_high)
        if not inside or not self.functions or (self.counts and block.ndim == 1 and not np.array_equal(block, np.rint(block))):
            complain(block, self.support, start)
        return low, high

    def _counted(self, block, low, high):
        """Small integers as their values and how often each occurs."""
        if not (self.counts and block.ndim == 1 and low >= 0 and high < TABLE and self.functions):
            return block, None
        weights = np.bincount(block.astype(np.intp))
        values = np.flatnonzero(weights)
        return values.astype(float), weights[values].astype(float)

    def _block(self, term, numbers, weights, shifts):
        """(n, total) of a block, or (n, offset of its mean from the shift, squares about its mean)."""
        numbers = np.asarray(numbers, dtype=float)
        if numbers.ndim == 2:
            return len(numbers), numbers.sum(axis=0)
        n = len(numbers) if weights is None else float(weights.sum())
        if term not in self.spread:
            return n, _sum(numbers, weights)
        shift = shifts.setdefault(term, float(np.sort(numbers[:9])[len(numbers[:9]) // 2]))
        return n, *_about(numbers, weights, n, shift)

    def _states(self, x, gathered, shifts, lows, highs) -> dict:
        states = {}
        for kind in self.kinds:
            match kind:
                case Raw():
                    states[kind] = Collected((x,))
                case Minimum():
                    states[kind] = Extreme(min(lows, default=inf), min)
                case Maximum():
                    states[kind] = Extreme(max(highs, default=-inf), max)
                case Spread(term):
                    states[kind] = _joined(gathered[term], shifts.get(term, 0.0))
                case Mean(term) if term in self.spread:
                    states[kind] = _total_from(_joined(gathered[term], shifts.get(term, 0.0)))
                case Mean(term):
                    states[kind] = _added(gathered[term])
        return states


def _all_finite(values) -> bool:
    return all(np.all(np.isfinite(v)) for v in values)


def _inside(low, high, line, has_low, has_high) -> bool:
    """Whether the extremes are inside the ends that are numbers. NaN is outside."""
    fits = True
    if has_low and isinstance(line.lo, s.Rational | s.NumberSymbol):
        fits = low > float(line.lo) or (low == float(line.lo) and not line.lo_open)
    if has_high and isinstance(line.hi, s.Rational | s.NumberSymbol):
        fits = fits and (high < float(line.hi) or (high == float(line.hi) and not line.hi_open))
    return fits and low == low and high == high


def _sum(numbers, weights) -> float:
    return float(np.sum(numbers if weights is None else numbers * weights))


def _about(numbers, weights, n, shift) -> tuple[float, float]:
    """The offset of the mean from the shift, and the squares about the mean; a second time about it where digits would be lost."""
    deviations = numbers - shift
    total, squares = _sum(deviations, weights), _squares(deviations, weights)
    about = squares - total * total / n
    if about >= 1e-3 * squares:
        return total / n, about
    low, high = float(numbers.min()), float(numbers.max())
    middle = low if low == high else shift + total / n
    np.subtract(numbers, middle, out=deviations)
    total, squares = _sum(deviations, weights), _squares(deviations, weights)
    return (middle - shift) + total / n, squares - total * total / n


def _squares(deviations, weights) -> float:
    if weights is not None:
        return float(np.sum(deviations * deviations * weights))
    whole = len(deviations) // 256 * 256
    rows = deviations[:whole].reshape(-1, 256)
    rest = deviations[whole:]
    return float(np.sum(np.einsum("ij,ij->i", rows, rows))) + float(np.sum(rest * rest))


def _joined(parts, shift) -> Moments:
    """All blocks at once: the squares within, and those between the means of the blocks."""
    if not parts:
        return Moments(0, 0.0, 0.0, 0.0)
    n = int(sum(p[0] for p in parts))
    if not all(isfinite(p[1]) and isfinite(p[2]) for p in parts):
        return Moments(n, shift, nan, nan)
    offset = fsum(p[0] * p[1] for p in parts) / n
    squares = fsum(p[2] for p in parts) + fsum(p[0] * (p[1] - offset) ** 2 for p in parts)
    return Moments(n, shift, offset, squares)


def _total_from(moments: Moments) -> Total:
    return total_of(moments.n, (moments.n * moments.shift, moments.n * moments.offset))


def _added(parts) -> Total:
    n = int(sum(p[0] for p in parts))
    if parts and np.ndim(parts[0][1]):
        return Total(n, reduce(np.add, (p[1] for p in parts)))
    return total_of(n, [p[1] for p in parts])
