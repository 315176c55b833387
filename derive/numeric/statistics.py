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
from .data import BLOCK, blocks, complain

ITEM = s.Dummy("x", real=True)  # one observation, in the terms of the kinds below
ROW = 4096
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
    def total(self) -> Total:
        return total_of(self.n, (self.n * self.shift, self.n * self.offset))

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
        self.spread = {t for t in terms if Spread(t) in self.kinds}
        self.functions = {t: None if t == ITEM else compile_term(t, (ITEM,)) for t in terms}
        self.logs = {t: _inside_log(t) for t in terms if t not in self.spread and _inside_log(t) is not None}
        line = support if isinstance(support, Span | Integers) else None
        self.integers = isinstance(support, Integers)
        self.wants = (
            Minimum() in self.kinds or self.integers or (line is not None and line.lo != -s.oo),
            Maximum() in self.kinds or self.integers or (line is not None and line.hi != s.oo),
        )

    def of(self, x: np.ndarray, start: int = 0) -> dict:
        """The states of one array; ``start`` is the index of its first observation, for messages."""
        parts: dict = {t: [] for t in self.functions}
        lows, highs, buffer, table = [], [], np.empty(BLOCK), np.zeros(TABLE)
        shifts = dict.fromkeys(self.spread, 0.0)
        with np.errstate(all="ignore"):
            for offset, block in blocks(x):
                low, high = self._ends(block, start + offset)
                lows.append(low)
                highs.append(high)
                if self._counted(block, low, high, table, start + offset):
                    continue
                values = block if block.dtype == np.float64 else block.astype(np.float64)
                for term, found in parts.items():
                    found.append(self._block(term, values, None, shifts, buffer))
                    if not np.all(np.isfinite(found[-1][-1])):
                        complain(block, self.support, start + offset)
            if table.any():
                values = np.flatnonzero(table)
                for term, found in parts.items():
                    found.append(self._block(term, values.astype(float), table[values], shifts, buffer))
        return self._states(x, parts, lows, highs)

    def of_chunks(self, parts: Iterable[np.ndarray]) -> dict:
        """The states of all chunks together, each read once."""
        states, seen = None, 0
        for part in parts:
            if len(part):
                found = self.of(part, seen)
                states = found if states is None else self.merge(states, found)
                seen += len(part)
        if states is None:
            raise DataError("there are no observations; the model needs n >= 1")
        return states

    def merge(self, a: dict, b: dict) -> dict:
        return {kind: a[kind].merge(b[kind]) for kind in a}

    def _ends(self, block, start) -> tuple[float, float]:
        """The extremes, where the support or a statistic needs them; complains where they are outside."""
        low = float(block.min()) if self.wants[0] else -inf
        high = float(block.max()) if self.wants[1] else inf
        fits = isinstance(self.support, Span | Integers) and _inside(low, high, self.support, self.wants)
        if not fits or not self.functions:
            complain(block, self.support, start)
        return low, high

    def _counted(self, block, low, high, table, start) -> bool:
        """Whether the block held small integers, which are now counted in the table."""
        if not (self.integers and block.ndim == 1 and low >= 0 and high < TABLE):
            return False
        whole = block.astype(np.intp, copy=False)
        if whole is not block and not np.array_equal(whole, block):
            complain(block, self.support, start)
        table += np.bincount(whole, minlength=TABLE)
        return True

    def _block(self, term, values, weights, shifts, buffer):
        """(n, total) of a block, or (n, shift, mean − shift, squares about the mean)."""
        if term in self.logs and weights is None and values.ndim == 1 and self.wants[0]:
            found = log_sum(_applied(self.logs[term], values), buffer)
            if found is not None:
                return len(values), found
        numbers = _applied(self.functions[term], values)
        if numbers.ndim == 2:
            return len(numbers), numbers.sum(axis=0)
        n = len(numbers) if weights is None else float(weights.sum())
        if term not in self.spread:
            return n, _sum(numbers, weights)
        shifts[term], offset, squares = about_mean(numbers, weights, n, shifts[term], buffer)
        return n, shifts[term], offset, squares

    def _states(self, x, parts, lows, highs) -> dict:
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
                    states[kind] = _joined(parts[term])
                case Mean(term) if term in self.spread:
                    states[kind] = _joined(parts[term]).total
                case Mean(term):
                    states[kind] = _added(parts[term])
        return states


def _inside(low, high, line, wants) -> bool:
    """Whether the extremes are inside the ends that are numbers. NaN is outside."""
    fits = True
    if wants[0] and isinstance(line.lo, s.Rational | s.NumberSymbol):
        fits = low > float(line.lo) or (low == float(line.lo) and not line.lo_open)
    if wants[1] and isinstance(line.hi, s.Rational | s.NumberSymbol):
        fits = fits and (high < float(line.hi) or (high == float(line.hi) and not line.hi_open))
    return fits and low == low and high == high


def _inside_log(term):
    """What log x or log(1 − x) takes the logarithm of: True for the observation itself, or a function of it; else None."""
    if term == s.log(ITEM):
        return True
    return (lambda values: 1.0 - values) if term == s.log(1 - ITEM) else None


def log_sum(values: np.ndarray, buffer: np.ndarray) -> float | None:
    """Σ log of positive values as Σ log of products of eight, or None where that could lose digits.

    The products must stay far from the ends of the range of float64, and their logarithms, on average, away from 0.
    """
    count = len(values) // 8
    if count < 64:
        return None
    products = np.multiply(values[: 4 * count], values[4 * count : 8 * count], out=buffer[: 4 * count])
    for half in (2 * count, count):
        products = np.multiply(products[:half], products[half : 2 * half], out=products[:half])
    if not (products.min() > 1e-290 and products.max() < inf):
        return None
    total = float(np.sum(np.log(products, out=products)))
    return total + float(np.sum(np.log(values[8 * count :]))) if abs(total) > 0.05 * count else None


def _sum(numbers, weights) -> float:
    return float(np.add.reduce(numbers if weights is None else numbers * weights))


def about_mean(numbers, weights, n, shift, buffer) -> tuple[float, float, float]:
    """(shift, mean − shift, Σ (number − mean)²), with a new shift near the mean where the given one would cost digits."""
    offset, squares, about = _about(numbers, weights, n, shift, buffer)
    if about >= 1e-2 * squares > 0:
        return shift, offset, about
    low, high = float(numbers.min()), float(numbers.max())
    shift = low if low == high else shift + offset
    offset, _, about = _about(numbers, weights, n, shift, buffer)
    return shift, offset, about


def _about(numbers, weights, n, shift, buffer):
    deviations = np.subtract(numbers, shift, out=buffer[: len(numbers)]) if shift else numbers
    total, squares = _sum(deviations, weights), _squares(deviations, weights)
    return total / n, squares, squares - total * total / n


def _squares(deviations, weights) -> float:
    """Σ d², in rows that are short enough for the dot product of a row to use one thread and few additions in a chain."""
    if weights is not None:
        return float(np.sum(deviations * deviations * weights))
    whole = len(deviations) // ROW * ROW
    rows, rest = deviations[:whole].reshape(-1, ROW), deviations[whole:]
    return float(np.add.reduce(np.vecdot(rows, rows))) + (float(np.add.reduce(rest * rest)) if len(rest) else 0.0)


def _joined(parts) -> Moments:
    """All blocks at once: the squares within them, and those between their means."""
    if not parts:
        return Moments(0, 0.0, 0.0, 0.0)
    n, base = int(sum(p[0] for p in parts)), parts[-1][1]
    offsets = [(shift - base) + offset for _, shift, offset, _ in parts]
    if not all(isfinite(p[3]) and isfinite(o) for p, o in zip(parts, offsets, strict=True)):
        return Moments(n, base, nan, nan)
    offset = fsum(p[0] * o for p, o in zip(parts, offsets, strict=True)) / n
    between = fsum(p[0] * (o - offset) ** 2 for p, o in zip(parts, offsets, strict=True))
    return Moments(n, base, offset, fsum(p[3] for p in parts) + between)


def _added(parts) -> Total:
    n = int(sum(p[0] for p in parts))
    if parts and np.ndim(parts[0][1]):
        return Total(n, reduce(np.add, (p[1] for p in parts)))
    return total_of(n, [p[1] for p in parts])


def _applied(function, values) -> np.ndarray:
    """The values of a statistic's function; those of the identity (None or True) are the data themselves."""
    return values if function is None or function is True else np.asarray(function(values), dtype=float)
