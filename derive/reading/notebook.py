"""Jupyter notebooks: the text of the Markdown cells, every character with its place in the JSON file."""

import json
import re
from array import array

from ..language.errors import DeriveError

PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]:,]')
ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


class NotebookError(DeriveError):
    """The file is not a notebook."""


def notebook_text(source: str) -> tuple[str, array]:
    """The Markdown cells, separated by blank lines, and the offset in the file of every character."""
    try:
        data = json.loads(source)
    except (ValueError, RecursionError) as no:
        raise NotebookError(f"not a notebook: {no}") from no
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise NotebookError("not a notebook: it has no cells (or an old format)")
    kinds = [cell.get("cell_type") if isinstance(cell, dict) else None for cell in cells]
    parts, origin = [], array("q")
    for number, spans in _sources(source).items():
        if number >= len(kinds) or kinds[number] != "markdown":
            continue
        for start, end in spans:
            _decoded(source, start, end, parts, origin)
        last = spans[-1][1] if spans else 0
        parts.append("\n\n")
        origin.extend((last, last))
    return "".join(parts), origin


def _sources(source: str) -> dict[int, list[tuple[int, int]]]:
    """For each cell, the places of the strings of its "source"; found by the path cells / number / source."""
    found: dict[int, list[tuple[int, int]]] = {}
    path: list = []
    key, expecting = None, False
    for match in PIECE.finditer(source):
        sign = match[0]
        if sign in "{[":
            path.append([sign, key, 0])
            key, expecting = None, sign == "{"
        elif sign in "}]":
            path.pop()
            key = None
        elif sign == ",":
            if path and path[-1][0] == "[":
                path[-1][2] += 1
            key, expecting = None, bool(path) and path[-1][0] == "{"
        elif sign == ":":
            expecting = False
        elif expecting:
            key = json.loads(sign)
        elif (number := _cell(path, key)) is not None:
            found.setdefault(number, []).append((match.start() + 1, match.end() - 1))
    return found


def _cell(path, key) -> int | None:
    """The number of the cell whose source is being read."""
    keys = [each[1] for each in path]
    if len(path) >= 3 and keys[:3] == [None, "cells", None]:
        inside = len(path) == 3 and key == "source"
        listed = len(path) == 4 and keys[3] == "source"
        return path[1][2] if inside or listed else None
    return None


def _decoded(source: str, start: int, end: int, parts: list, origin: array):
    at = start
    for match in ESCAPE.finditer(source, start, end):
        parts.append(source[at : match.start()])
        origin.extend(range(at, match.start()))
        parts.append(json.loads(f'"{match[0]}"'))
        origin.append(match.start())
        at = match.end()
    parts.append(source[at:end])
    origin.extend(range(at, end))
