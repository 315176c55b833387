"""Observations as people give them: 56/100, numbers with commas, or a file. Every complaint names the place."""

import csv
import io
import os
import re
import stat
import sys
from array import array
from dataclasses import dataclass
from itertools import chain

from ..language.errors import DataError
from .arguments import nearest
from .output import reason

SUCCESSES = re.compile(r"(\d+)\s*/\s*(\d+)")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?(nan|inf|infinity)", re.IGNORECASE)
LIKE_NUMBER = re.compile(r"[-+\d.,'/:e% ]*\d[-+\d.,'/:e% ]*", re.IGNORECASE)
MISSING = {"", "na", "n/a", "nan", "null", "none"}
NEITHER = "and there is no such file; give numbers with commas between them, as in 1.2,3.4,5"
MOST_TRIALS = 10**7


@dataclass(frozen=True)
class Observations:
    """Rows of equal length; ``places`` are the numbers of the rows in the source, if that has rows."""

    source: str
    rows: array
    width: int = 1
    places: array | None = None

    def __len__(self) -> int:
        return len(self.rows) // self.width

    def array(self):
        """The numbers for the functions of a model: one dimension, or for rows of several numbers two."""
        import numpy as np

        numbers = np.frombuffer(self.rows, dtype=float) if len(self.rows) else np.empty(0)
        return numbers if self.width == 1 else numbers.reshape(-1, self.width)

    def place(self, k: int) -> str:
        """Where the k-th observation (from 0) stands."""
        if self.places:
            return f"{self.source}, row {self.places[k]}"
        return f"{'row' if self.width > 1 else 'number'} {k + 1} of {self.source}"


def successes(words: str) -> tuple[int, int] | None:
    """The two numbers of 56/100; None if this is something else."""
    found = SUCCESSES.fullmatch(words.strip())
    if found is None:
        return None
    hits, trials = int(found[1]), int(found[2])
    if trials == 0 or hits > trials:
        raise DataError(f"{words}: there cannot be {hits} successes in {trials} trials")
    return hits, trials


def ones_and_zeros(hits: int, trials: int) -> Observations:
    if trials > MOST_TRIALS:
        raise DataError(f"{hits}/{trials}: more than {MOST_TRIALS:,} single trials; use the distribution binomial, which counts them")
    return Observations(f"{hits}/{trials}", array("d", [1.0]) * hits + array("d", [0.0]) * (trials - hits))


def observations(
    words: str, column: str | None = None, entries: str = "number", encoding: str = "utf-8", drop: bool = False
) -> Observations:
    """Numbers in the words themselves, in the file of that name, or (``-``) on standard input.

    Where the entries are ``row``, a row of a file, or what stands between two semicolons, is one observation; where they are ``label``,
    also a single number is. ``drop`` leaves out rows with missing values. Raises DataError.
    """
    inline = [] if words == "-" else [[cell.strip() for cell in part.split(",")] for part in words.strip(" ;,").split(";")]
    if inline and NUMBER.fullmatch(inline[0][0]):
        if column is not None:
            raise DataError(f"--column {column} chooses from a file, and {_short(words)} is not a file")
        if entries == "number" or (entries == "label" and len(inline) == 1):
            inline = [[cell] for cell in chain(*inline)]
        return _made(_short(words), enumerate(inline, 1), drop, placed=False)
    name = "standard input" if words == "-" else words
    rows, header = _table(name, _lines(words, name, encoding))
    if entries != "number" and column is None:
        return _made(name, rows, drop)
    rows, title = _column(name, rows, header, column)
    return _made(f"{name}, column {title}" if title else name, rows, drop)


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:36]} …"


# --- files -----------------------------------------------------------------------------------------------------------


def _lines(words: str, name: str, encoding: str) -> io.TextIOBase:
    try:
        if words == "-":
            return io.TextIOWrapper(sys.stdin.buffer, encoding=_bom(encoding), newline="")
        if os.path.exists(words) and not (os.path.isfile(words) or os.path.isdir(words) or stat.S_ISFIFO(os.stat(words).st_mode)):
            raise DataError(f"cannot read {name}: it is a device, not a file")
        return open(words, encoding=_bom(encoding), newline="")
    except FileNotFoundError:
        if re.match(r"[\d.,;+-]", words):
            raise DataError(f"{words} is not a list of numbers, {NEITHER}") from None
        raise DataError(f"cannot read {name}: no such file") from None
    except LookupError:
        raise DataError(f"there is no encoding {encoding!r}; try utf-8, latin-1 or cp949") from None
    except (OSError, ValueError) as no:
        raise DataError(f"cannot read {name}: {reason(no) if isinstance(no, OSError) else no}") from None


def _bom(encoding: str) -> str:
    return "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding


def _table(name: str, lines: io.TextIOBase):
    """Pairs of a row's number and its cells, without empty rows, and the header if there is one."""
    rows = _cells(name, lines)
    first = next(rows, None)
    if first is None:
        raise DataError(f"{name} contains no numbers; the sample needs at least one observation")
    if all(LIKE_NUMBER.fullmatch(cell) is None for cell in first[1]) and any(cell.lower() not in MISSING for cell in first[1]):
        return rows, first[1]
    return chain([first], rows), None


def _cells(name: str, lines: io.TextIOBase):
    width = 0
    try:
        with lines:
            start = []
            while not (start and start[-1].strip()) and (line := next(lines, None)) is not None:
                start.append(line)
            mark = _delimiter(start[-1] if start else "")
            text = chain(start, lines)
            reader = csv.reader(map(str.strip, text) if mark == " " else text, delimiter=mark, skipinitialspace=True)
            for row in reader:
                cells = [cell.strip() for cell in row]
                if any("\0" in cell for cell in cells):
                    raise DataError(f"cannot read {name}: it is not a text file")
                if not any(cells) and len(cells) <= 1:
                    continue
                width = width or len(cells)
                if len(cells) != width:
                    raise DataError(f"{name}, row {reader.line_num}: {_ragged(cells, width)}")
                yield reader.line_num, cells
    except UnicodeDecodeError as no:
        where = f"byte {no.object[no.start]:#04x} at offset {no.start}"
        raise DataError(f"{name} is not in {no.encoding}: {where}; name another --encoding") from None
    except csv.Error as no:
        raise DataError(f"cannot read {name}: {no}") from None
    except OSError as no:
        raise DataError(f"cannot read {name}: {reason(no)}") from None


def _delimiter(line: str) -> str:
    spaced = len(line.split()) > 1 and LIKE_NUMBER.fullmatch(line.strip())
    return next((mark for mark in ("\t", ";", ",") if mark in line), " " if spaced else ",")


def _ragged(cells: list[str], width: int) -> str:
    words = f"{len(cells)} values where the rows before have {width}"
    return words + ("; write 1.5 and not 1,5, and 1000 and not 1,000" if len(cells) == width + 1 else "")


def _column(name: str, rows, header, column: str | None):
    """The rows with only the chosen column, and its name."""
    first = next(rows, None)
    if first is None:
        raise DataError(f"{name} has a header and no rows; the sample needs at least one observation")
    k = _place(name, header, len(first[1]), column)
    title = header[k] if header else column or ""
    return ((number, cells[k : k + 1]) for number, cells in chain([first], rows)), title


def _place(name: str, header: list[str] | None, width: int, column: str | None) -> int:
    if column is None:
        if width == 1:
            return 0
        choice = ", ".join(header) if header else f"1 to {width}"
        raise DataError(f"{name} has {width} columns; choose one with --column ({choice}). If the comma is a decimal comma, write a point")
    if header and header.count(column) == 1:
        return header.index(column)
    if header and header.count(column) > 1:
        raise DataError(f"{name} has {header.count(column)} columns with the name {column}; choose one by its number, from 1 to {width}")
    if column.isdecimal() and 1 <= int(column) <= width:
        return int(column) - 1
    if header is None:
        raise DataError(f"{name} has no header, and so no column {column}; choose one by its number, from 1 to {width}")
    raise DataError(f"{name} has no column {column}; {nearest(column, header)}")


# --- numbers ---------------------------------------------------------------------------------------------------------


def _made(source: str, rows, drop: bool, placed: bool = True) -> Observations:
    numbers, places, width = array("d"), array("q"), 1
    for number, cells in rows:
        values = [_number(cell, source, number, placed) for cell in cells]
        if drop and any(v != v for v in values):
            continue
        if len(places) and len(values) != width:
            raise DataError(f"{source}: observation {number} has {len(values)} values, and the first has {width}")
        width = len(values)
        numbers.extend(values)
        places.append(number)
    return Observations(source, numbers, width, places if placed else None)


def _number(cell: str, source: str, row: int, placed: bool) -> float:
    if cell.lower() in MISSING:
        return float("nan")
    if NUMBER.fullmatch(cell):
        return float(cell)
    hint = "; write 1.5 and not 1,5, and 1000 and not 1,000" if re.fullmatch(r"[+-]?[\d.,']*\d,\d[\d.,']*", cell) else ""
    raise DataError(f"{source}, {'row' if placed else 'number'} {row}: {cell!r} is not a number{hint}")
