"""Observations as they come, and the complaint about the first one that the model gives no probability to."""

from collections.abc import Iterable, Iterator

import numpy as np
import sympy as s

from ..language.errors import DataError
from ..language.sets import Counts, Integers, Simplex, Span

BLOCK = 131_072  # doubles; one block and its copy fit into the second-level cache


def is_stream(x) -> bool:
    """Whether x is an iterator of chunks rather than one array."""
    return isinstance(x, Iterator)


def as_array(x, vectors: bool = False) -> np.ndarray:
    """Numbers in one dimension (for vectors in two, or labels in one). Raises DataError for anything else."""
    if hasattr(x, "to_numpy"):
        x = x.to_numpy()
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise DataError(f"the observations do not form an array: {error}; give rows of equal length") from None
    if array.dtype == bool:
        array = array.astype(np.int64)
    if array.dtype.kind == "O":
        array = _numbers(array)
    if array.dtype.kind not in "iuf":
        place = f"; the first is {array.flat[0]!r}" if array.size else ""
        raise DataError(f"the observations are not numbers but of type {array.dtype}{place}; convert them first")
    if array.ndim != 1 and not (vectors and array.ndim == 2):
        raise DataError(f"the observations have {array.ndim} dimensions; give one{' or two' if vectors else ''}, such as x.ravel()")
    return array


def _numbers(array) -> np.ndarray:
    for k, value in enumerate(array.ravel()):
        if isinstance(value, int | s.Integer) and abs(value) >= 2**1024:
            raise DataError(f"observation {k} is too large for double precision; rescale the data")
        if value is not None and not isinstance(value, int | float | np.number | s.Number):
            raise DataError(f"observation {k} is {value!r}, not a number; convert or remove it")
    return array.astype(float)


def chunks(x, vectors: bool, nan: str) -> Iterator[np.ndarray]:
    """The arrays that x consists of, without missing values where these are to be dropped."""
    if nan not in ("raise", "drop"):
        raise DataError(f"nan={nan!r} is not an option; use 'raise' or 'drop'")
    parts: Iterable = x if is_stream(x) else (x,)
    for part in parts:
        part = _unmasked(part, nan)
        array = as_array(part, vectors)
        if nan == "drop" and array.dtype.kind == "f":
            missing = np.isnan(array) if array.ndim == 1 else np.isnan(array).any(axis=1)
            array = array[~missing] if missing.any() else array
        yield array


def _unmasked(x, nan: str):
    """Masked observations are missing ones."""
    if not isinstance(x, np.ma.MaskedArray) or not np.ma.getmaskarray(x).any():
        return x
    mask = np.ma.getmaskarray(x)
    mask = mask if mask.ndim == 1 else mask.any(axis=1)
    if nan != "drop":
        raise DataError(f"observation {int(mask.argmax())} is masked; remove it, or pass nan='drop'")
    return np.asarray(x)[~mask]


def one_hot(labels: np.ndarray, size: int | None) -> Iterator[np.ndarray]:
    """Blocks of rows with a single 1 each, for labels 0 … size − 1; without a size, that of the largest label."""
    if labels.dtype.kind == "f" and not np.array_equal(labels, np.rint(labels)):
        complain(labels, Integers(0))
    top = int(labels.max(initial=0)) if len(labels) else 0
    width = size or top + 1
    if len(labels) and not (labels.min() >= 0 and top < width):
        bad = int(np.argmax((labels < 0) | (labels >= width)))
        raise DataError(f"observation {bad} is the label {labels[bad]}, and labels go from 0 to {width - 1}")
    step = max(1, BLOCK // width)
    for start in range(0, len(labels), step):
        part = labels[start : start + step].astype(np.intp)
        rows = np.zeros((len(part), width))
        rows[np.arange(len(part)), part] = 1.0
        yield rows


def blocks(array: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Blocks of about BLOCK numbers, with the index of the first observation of each."""
    size = max(1, BLOCK // array.shape[1]) if array.ndim == 2 else BLOCK
    for start in range(0, len(array), size):
        yield start, array[start : start + size]


def complain(block: np.ndarray, support, start: int = 0) -> None:
    """Raise DataError for the first observation outside the support, or not finite; return if there is none."""
    block, line = np.asarray(block, dtype=float), support
    if isinstance(support, Counts | Simplex):
        line = Span(0, s.oo)
    for bad, reason in _faults(block, line):
        where = np.argwhere(bad)
        if len(where):
            row, *column = where[0]
            entry = f"observation {start + row}" + (f", entry {column[0]}," if column else "")
            raise DataError(f"{entry} is {block[tuple(where[0])]:.17g}: {reason}")
    if isinstance(support, Counts | Simplex) and block.ndim == 2:
        _complain_of_vectors(block, support, start)


def _faults(block, line):
    yield np.isnan(block), "missing; remove it, or pass nan='drop'"
    yield np.isinf(block), "not finite; remove or correct it"
    if isinstance(line, Integers):
        yield block != np.rint(block), "not an integer, and the model is for integers; round it if that is what is meant"
    for end, sign, is_open in ((line.lo, 1, line.lo_open), (line.hi, -1, line.hi_open)):
        if isinstance(end, s.Rational | s.NumberSymbol):
            outside = sign * block <= sign * float(end) if is_open else sign * block < sign * float(end)
            yield outside, f"outside the support {describe(line)}; remove it, or choose another model"


def _complain_of_vectors(block, support, start):
    sums = block.sum(axis=1)
    total = 1 if isinstance(support, Simplex) else support.total
    whole = block != np.rint(block) if isinstance(support, Counts) else np.zeros_like(block, dtype=bool)
    if whole.any():
        row, column = np.argwhere(whole)[0]
        raise DataError(f"observation {start + row}, entry {column}, is {block[row, column]:.17g}: not a count")
    if isinstance(total, s.Rational):
        wrong = np.abs(sums - float(total)) > 1e-9 * float(total)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise DataError(f"observation {start + row} has the sum {sums[row]:.17g} instead of {total}; check its entries")


def describe(domain) -> str:
    """A set in words and symbols that fit into a message."""
    match domain:
        case Span():
            left, right = "(" if domain.lo_open else "[", ")" if domain.hi_open else "]"
            return f"{left}{_end(domain.lo)}, {_end(domain.hi)}{right}"
        case Integers():
            return f"{{{_end(domain.lo)}, …, {_end(domain.hi)}}}"
        case Simplex():
            return f"vectors of {domain.size} positive numbers with sum 1"
        case Counts():
            return f"vectors of {domain.size} counts with sum {domain.total}"
    return str(domain)


def _end(end) -> str:
    return "∞" if end == s.oo else "−∞" if end == -s.oo else str(end)
