"""A formula to its relations, in order: one for every relation sign that stands between two neighbours of a chain.

A formula is cut into statements (at rows, commas before a new relation, ``\\quad``, words, arrows of consequence). A row that
begins with a sign, or follows one, goes on with the statement above it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..library.signs import ALIGNED, ARITY, CONSEQUENCES, PRODUCT_SIGNS, SUM_SIGNS
from .cursor import is_connective
from .document import Document, Formula, Mark
from .formula import items_in, tree_of
from .groups import Group
from .relational import relation_at
from .syntax import Node, Problem
from .tokens import Token

OPERATORS = frozenset({*SUM_SIGNS, *PRODUCT_SIGNS, "/", r"\bigg/"})
CONDITIONS = frozenset("if for where with when provided since because as using by given".split())
LEADING = frozenset("that where if thus hence then and so as with by for all have has get obtain is are or when be".split())
SEQUELS = frozenset({"⇒", "⇔", "⇐", "→", "∴", "∵", "and", "or", "hence", "thus", "so", "then", "therefore"})
UPRIGHT_WORDS = frozenset("and or if for where with otherwise when such that".split())


@dataclass(frozen=True, slots=True)
class Side:
    """An expression between two signs. ``node`` is None when nothing is written there."""

    node: Node | None
    start: int
    end: int
    text: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    items: tuple = field(default=(), compare=False, repr=False)

    def other(self) -> Node | None:
        """The tree in the other reading, where ``notes`` say that there are two."""
        return tree_of(self.items, long=True).tree


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain: one sign fewer than sides; a single side is a remark. ``word`` is what leads to it: ⇒, ",", "if", "where"."""

    signs: tuple["Sign", ...]
    sides: tuple[Side, ...]
    word: str
    label: Mark | None = None


class Sign(NamedTuple):
    """A relation sign: its meaning, its place, and what is written above it (``\\eqref{…}``, i.i.d.)."""

    sign: str
    start: int
    end: int
    above: str


@dataclass(frozen=True, slots=True)
class Relation:
    """``lhs sign rhs``, neighbours in a chain. ``chain`` numbers the statement within the formula, ``link`` the sign within it."""

    sign: Sign
    lhs: Side
    rhs: Side
    word: str
    chain: int
    link: int
    label: Mark | None = None

    @property
    def readable(self) -> bool:
        return not (self.lhs.problems or self.rhs.problems) and self.lhs.node is not None and self.rhs.node is not None


@dataclass(frozen=True, slots=True)
class FormulaRead:
    formula: Formula
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]

    @property
    def relations(self) -> tuple[Relation, ...]:
        found = (
            Relation(sign, statement.sides[k], statement.sides[k + 1], statement.word, chain, k, statement.label)
            for chain, statement in enumerate(self.statements)
            for k, sign in enumerate(statement.signs)
        )
        return tuple(sorted(found, key=lambda relation: relation.sign.start))


def read(document: Document) -> Iterator[FormulaRead]:
    """Every formula of a document, in order."""
    for formula in document.formulas:
        yield read_formula(document.text, formula)


def read_formula(text: str, formula: Formula) -> FormulaRead:
    items, problems = items_in(text, formula.start, formula.end, formula.macros)
    items = _without_columns(formula.environment, items)
    statements = tuple(_made(parts, text, formula) for parts in _Cutter(_flat(items)).cut())
    return FormulaRead(formula, statements, problems)


# --- the items of a formula in one row ---


def _flat(items: Iterable) -> list:
    """Alignment environments and groups that only hold statements opened; what belongs to a command is left alone."""
    result, held = [], 0
    for item in _with_words(items):
        if isinstance(item, Group) and item.kind == "env" and item.open in ALIGNED:
            row = Token("row", "", item.start, item.start)
            inside = _flat(_without_columns(item.open, item.items))
            result += [row, *inside, row._replace(start=item.end, end=item.end)]
        elif isinstance(item, Group) and item.kind == "brace" and not held and _holds_statements(item.items):
            result += _flat(item.items)
        else:
            result.append(item)
        held = max(held - 1, 0)
        if isinstance(item, Token) and item.kind in ("sign", "command"):
            held = ARITY.get(item.text, 1 if item.kind == "command" or item.text in "_^" else 0)
    return result


def _with_words(items) -> list:
    """``\\mathrm{and}`` between statements is a word, as ``\\text{and}`` is."""
    result: list = []
    for item in items:
        last = result[-1] if result else None
        upright = isinstance(last, Token) and last.text == r"\mathrm" and isinstance(item, Group) and item.kind == "brace"
        word = "".join(inner.text for inner in item.items if isinstance(inner, Token)) if upright else ""
        if last is not None and word in UPRIGHT_WORDS:
            result[-1] = Token("text", word, last.start, item.end)
        else:
            result.append(item)
    return result


def _without_columns(environment: str, items) -> tuple:
    """``alignat`` has the number of its columns first."""
    first = items[0] if items else None
    columns = environment.rstrip("*") in ("alignat", "alignedat") and isinstance(first, Group) and first.kind == "brace"
    return items[1:] if columns else items


def _holds_statements(items) -> bool:
    return len(items) > 1 and any(relation_at(items, place) is not None for place in range(len(items)))


def leads_on(text: str) -> bool:
    """Whether words at the end of a row lead to the next: "and thus", but not "as assumed"."""
    words = text.lower().strip(" .,:;").split()
    return len(words) < 2 or words[-1] in LEADING


class _Parts:
    """A statement while it is being gathered: items between signs."""

    __slots__ = ("end", "sides", "signs", "word")

    def __init__(self, word: str):
        self.word, self.end = word, 0
        self.signs: list[Sign] = []
        self.sides: list[list] = [[]]

    @property
    def empty(self) -> bool:
        return not self.signs and not self.sides[0]


class _Cutter:
    """Goes through the items once and cuts them into statements."""

    def __init__(self, items: list):
        self.items, self.at = items, 0
        self.done: list[_Parts] = []
        self.now = _Parts("")
        self.ahead = self._relations_ahead()

    def _relations_ahead(self) -> list[bool]:
        """For each place, whether a relation sign comes before the next separator."""
        ahead, seen = [False] * (len(self.items) + 1), False
        for place in range(len(self.items) - 1, -1, -1):
            if self.separates(place):
                seen = False
            elif relation_at(self.items, place) is not None:
                seen = True
            ahead[place] = seen
        return ahead

    def separates(self, place: int) -> bool:
        item = self.items[place]
        if isinstance(item, Group):
            return False
        return item.kind == "row" or self.is_comma(item) or (item.kind == "text" and is_connective(item)) or item.text in CONSEQUENCES

    @staticmethod
    def is_comma(item) -> bool:
        return isinstance(item, Token) and item.kind == "sign" and item.text in (",", ";", ":", ".")

    def cut(self) -> list[_Parts]:
        while self.at < len(self.items):
            item = self.items[self.at]
            if isinstance(item, Group):
                self.step(item)
            elif item.kind == "row":
                self.row()
            elif item.kind in ("gap", "amp"):
                self.gap()
            elif item.text in CONSEQUENCES and item.kind == "command":
                self.finish(CONSEQUENCES[item.text])
            elif item.kind == "text" and is_connective(item):
                self.finish(item.text.strip())
            elif self.is_comma(item):
                self.comma(item)
            else:
                self.step(item)
        self.finish("")
        return self.done

    def step(self, item):
        """A relation sign, or one more item of the side."""
        found = relation_at(self.items, self.at)
        if found is None:
            self.now.sides[-1].append(item)
            self.now.end = item.end
            self.at += 1
            return
        sign, above, after = found
        if sign in ("→", "⇒") and self.now.signs and self.ahead_of(after):
            return self.finish(sign, after)
        last = self.items[after - 1]
        written = "" if above is None else f"{above.start}:{above.end}"
        self.now.signs.append(Sign(sign, item.start, last.end, written))
        self.now.sides.append([])
        self.now.end = last.end
        self.at = after

    def ahead_of(self, place: int) -> bool:
        return place < len(self.ahead) and self.ahead[place]

    def finish(self, word: str, after: int | None = None):
        """End the statement; the next one is led to by the word."""
        if self.now.empty or not any(self.now.sides):
            self.now = _Parts(word or self.now.word)
        else:
            self.done.append(self.now)
            self.now = _Parts(word)
        self.at = self.at + 1 if after is None else after

    def next_place(self) -> int:
        """The place of the next item that is not an alignment mark or a space."""
        place = self.at + 1
        while place < len(self.items) and self.items[place].kind in ("gap", "amp"):
            place += 1
        return place

    def goes_on(self, place: int) -> bool:
        """Whether the item there continues an expression: a relation sign or an operator."""
        item = self.items[place]
        if relation_at(self.items, place) is not None:
            return not (isinstance(item, Token) and item.text in CONSEQUENCES)
        return isinstance(item, Token) and item.text in OPERATORS

    @property
    def open_ended(self) -> bool:
        """Whether what has been gathered ends with a sign that needs something after it."""
        last = self.now.sides[-1]
        return (bool(self.now.signs) and not last) or bool(last and isinstance(last[-1], Token) and last[-1].text in OPERATORS)

    def row(self):
        place, told = self.next_place(), self.is_told(self.at)
        while place < len(self.items) and (self.items[place].kind == "row" or self.is_reason(place)):
            told = told or self.is_told(place)
            self.at = place
            place = self.next_place()
        if place < len(self.items) and self.done and relation_at(self.items, place) and self.is_aside():
            self.resume()
            self.at = place
        elif place >= len(self.items) or self.now.empty:
            self.at = place
        elif told and not self.goes_on(place):
            self.finish("", place)
        elif self.continues(place):
            self.at = self.at + 1
        else:
            self.finish("")

    def continues(self, place: int) -> bool:
        """Whether a row goes on with the statement above it: by a sign, or because nothing begins in it."""
        if self.open_ended or (self.goes_on(place) and not self.begins_anew(place)):
            return True
        return not (self.ahead_of(place) or self.punctuated() or self.starts_words(place))

    def is_told(self, place: int) -> bool:
        """Whether words stand here, in a row of their own: no expression goes on behind them without a sign."""
        item = self.items[place]
        return item.kind == "text" or (item.kind == "row" and bool(item.text) and not item.text.startswith("\\\\"))

    def begins_anew(self, place: int) -> bool:
        """Whether a row that begins with a sign of a sum, before its mark of alignment, has a relation of its own."""
        item = self.items[place]
        aligned = any(between.kind == "amp" for between in self.items[self.at : place])
        signed = isinstance(item, Token) and item.text in ("+", "-")
        return signed and not aligned and bool(self.now.signs) and self.ahead_of(place)

    def is_aside(self) -> bool:
        """Whether the statement is only words, or a condition of the one before: the next row goes on with that one."""
        words = self.now.word.strip(" .,:;").lower()
        return bool(words) and words not in SEQUELS and (self.now.empty or words.split()[0] in CONDITIONS)

    def resume(self):
        aside, self.now = self.now, self.done.pop()
        if not aside.empty:
            self.done.append(aside)

    def punctuated(self) -> bool:
        """Whether the row ends with a point or comma."""
        last = self.items[self.at - 1] if self.at else None
        return last is not None and self.is_comma(last)

    def starts_words(self, place: int) -> bool:
        item = self.items[place]
        return isinstance(item, Token) and (item.kind == "text" or item.text in CONSEQUENCES)

    def gap(self):
        """A wide space or a column ends a statement when a new one begins after it."""
        place = self.next_place()
        after_row = self.at == 0 or self.items[self.at - 1].kind in ("row", "gap", "amp")
        if place < len(self.items) and not after_row and self.now.signs and not self.goes_on(place) and not self.open_ended:
            wide = any(between.kind == "gap" for between in self.items[self.at : place])
            if wide and self.is_reason(place):
                self.at = place + 1
                return
            if self.ahead_of(place) or (wide and self.is_remark(place)):
                return self.finish("", place)
        self.at = place

    def is_reason(self, place: int) -> bool:
        """``\\quad \\text{…}`` at the end of a row."""
        if self.items[place].kind != "text" or (is_connective(self.items[place]) and leads_on(self.items[place].text)):
            return False
        after = self.items[place + 1 : place + 2]
        return not after or after[0].kind == "row"

    def is_remark(self, place: int) -> bool:
        """``\\quad n : \\text{…}``: an explanation."""
        return any(self.items[k].kind == "sign" and self.items[k].text == ":" for k in range(place, min(place + 3, len(self.items))))

    def comma(self, item):
        """A comma separates statements when a relation follows; in ``i = 1, …, n`` and ``x, y \\in A`` it makes a list."""
        place = self.next_place()
        if item.text == ".":
            if place >= len(self.items) or self.items[place].kind == "row":
                self.at += 1
            else:
                self.finish("")
        elif item.text == ":" and not self.now.signs:
            self.done.append(self.now)
            self.now = _Parts(":")
            self.at += 1
        elif place >= len(self.items) or self.items[place].kind == "row" or (self.items[place].kind == "text"):
            self.at += 1
        elif self.now.signs and self.ahead_of(place) and not self.goes_on(place):
            self.finish(item.text)
        else:
            self.step(item)


def _made(parts: _Parts, text: str, formula: Formula) -> Statement:
    places = [parts.signs[0].start if parts.signs else formula.start, *(sign.end for sign in parts.signs)]
    sides = tuple(_side(items, text, place) for items, place in zip(parts.sides, places, strict=True))
    signs = tuple(sign._replace(above=_cut(text, sign.above)) for sign in parts.signs)
    return Statement(signs, sides, parts.word, _label(formula, parts, sides))


def _cut(text: str, place: str) -> str:
    if not place:
        return ""
    start, end = place.split(":")
    return text[int(start) : int(end)].removeprefix("{").removesuffix("}").strip()


def _side(items: list, text: str, place: int) -> Side:
    if not items:
        return Side(None, place, place, "")
    start, end = min(item.start for item in items), max(item.end for item in items)
    tree, problems, notes = tree_of(items)
    return Side(tree, start, end, text[start:end], problems, notes, tuple(items))


def _label(formula: Formula, parts: _Parts, sides) -> Mark | None:
    """The label of the row: the nearest after it in an environment of many numbers, else the formula's only one."""
    labels = formula.labels
    if len(labels) < 2:
        return labels[0] if labels else None
    return next((label for label in labels if label.start >= sides[-1].start), labels[-1])
