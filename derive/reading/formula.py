"""A stretch of LaTeX to a tree: tokens, macros, groups, Pratt parser."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from . import commands
from .cursor import Reading
from .groups import Group, grouped
from .macros import Macro, definitions, expand
from .pratt import STRAY, Reader
from .syntax import MAX_DEPTH, Node, Problem, Unread, settled, survey
from .tokens import Token, tokenize


class Parsed(NamedTuple):
    """The tree (None for an empty formula), what was not understood, and what can be understood in two ways."""

    tree: Node | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def items_in(text: str, start: int = 0, end: int | None = None, macros: Mapping[str, Macro] | None = None):
    """The grouped tokens of ``text[start:end]`` with the problems met on the way."""
    tokens = tokenize(text, start, end)
    own = definitions(text, start, end) if "\\" in text else []
    known = dict(macros or {})
    if own:
        known |= {macro.name: macro for macro in own}
        tokens = _outside(own, tokens)
    tokens, problems = expand(tokens, known) if known else (tokens, ())
    items, more = grouped(tokens)
    return items, (*problems, *more)


def _outside(own: list[Macro], tokens: list[Token]) -> list[Token]:
    """The tokens that are not part of a definition."""
    starts = [macro.start for macro in own]
    before = ((token, bisect_right(starts, token.start) - 1) for token in tokens)
    return [token for token, k in before if k < 0 or token.start >= own[k].end]


def tree_of(items, long: bool = False) -> Parsed:
    """The tree of grouped items. Never raises."""
    reading = Reading(long)
    if not items:
        return Parsed(None, ())
    all_of_it = Group("brace", "", "", tuple(items), items[0].start, items[-1].end)
    try:
        tree = Reader(items, reading, commands).inside(all_of_it)
    except RecursionError:  # the caller's own stack was nearly full
        tree = Unread(all_of_it.start, all_of_it.end, "nested too deeply")
    if tree is None:
        return Parsed(None, ())
    depth, missing, nested = survey(tree)
    if depth > MAX_DEPTH:
        tree = Unread(tree.start, tree.end, f"nested too deeply (limit: {MAX_DEPTH})")
        missing = [tree]
    elif not nested:
        tree = settled(tree)
    problems = tuple(Problem("D105", each.reason, each.start, each.end) for each in missing)
    return Parsed(tree, problems, tuple(dict.fromkeys(reading.notes)))


def parse(text: str, start: int = 0, end: int | None = None, macros: Mapping[str, Macro] | None = None, long: bool = False) -> Parsed:
    """The tree of ``text[start:end]``; ``long`` chooses the other reading where the notes say that there are two."""
    items, problems = items_in(text, start, end, macros)
    parsed = tree_of(items, long)
    own = (each for each in parsed.problems if each.message != STRAY)
    return Parsed(parsed.tree, (*problems, *own), parsed.notes)
