"""A document: its text, its formulas with their places, and the prose between them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .macros import Macro
from .syntax import Problem


@dataclass(frozen=True)
class Mark:
    """A ``\\label``, ``\\tag``, ``\\eqref`` or ``\\ref`` with its name."""

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Formula:
    """``start`` and ``end`` enclose the content; ``opening`` and ``closing`` the delimiters too. ``environment`` is the name of
    the environment that is the delimiter (``align``), else "". ``macros`` holds what the author has defined so far."""

    display: bool
    start: int
    end: int
    opening: int
    closing: int
    environment: str = ""
    marks: tuple[Mark, ...] = ()
    macros: Mapping[str, Macro] = field(default_factory=dict, compare=False)

    @property
    def labels(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind == "label")


@dataclass(frozen=True)
class Prose:
    """Words between formulas."""

    start: int
    end: int


@dataclass(frozen=True)
class Skipped:
    """What is not read: front matter, code, comments. ``kind`` says which; a comment may hold ``derive: ignore``."""

    kind: str
    start: int
    end: int


Piece = Formula | Prose | Skipped


@dataclass(frozen=True)
class Document:
    """``text`` is the file without its byte order mark; of a notebook, the text of its Markdown cells, and then ``origin`` gives
    for each character its offset in ``source``, the file. Pieces cover the text without gaps or overlaps."""

    path: str
    text: str
    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...] = ()
    references: tuple[Mark, ...] = ()
    source: str | None = None
    origin: array | None = field(default=None, compare=False)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Formula))

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text if self.source is None else self.source)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, both from 1, columns in characters."""
        if self.origin is not None:
            offset = self.origin[min(offset, len(self.origin) - 1)] if len(self.origin) else 0
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def end_place(self, offset: int) -> tuple[int, int]:
        """Line and column of the last character before the offset, with the column after it."""
        if offset <= 0:
            return self.place(0)
        line, column = self.place(offset - 1)
        return line, column + 1

    def excerpt(self, start: int, end: int) -> str:
        return self.text[start:end]


def line_starts(text: str) -> list[int]:
    """The offset of every line; lines end with \\n, \\r\\n or \\r."""
    starts, at = [0], 0
    if "\r" not in text:
        while at := text.find("\n", at) + 1:
            starts.append(at)
        return starts
    for at, sign in enumerate(text):
        if sign == "\n" or (sign == "\r" and text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    return starts
