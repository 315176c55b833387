"""A place in a list of items, and what the readers of one formula share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..library.signs import ARROWS, CONNECTIVES, CONSEQUENCES, INFIX_FRACTIONS, PRODUCT_SIGNS, RELATIONS, SEPARATORS, SUM_SIGNS
from .groups import Group
from .syntax import Node, Problem, Unread
from .tokens import Token

NOTHING, LISTED, RELATED, ADDED, TIMES, SLASH, TIGHT = range(-1, 6)
PRECEDENCE = (
    dict.fromkeys((*SEPARATORS, "."), LISTED)
    | dict.fromkeys((*RELATIONS, *ARROWS, *CONSEQUENCES), RELATED)
    | dict.fromkeys(SUM_SIGNS, ADDED)
    | dict.fromkeys(PRODUCT_SIGNS, TIMES)
    | {"/": SLASH}
)
CLOSERS = frozenset({"^", "_", "!", "!!", r"\%", *INFIX_FRACTIONS})
MAX_LEVEL = 55


@dataclass
class Reading:
    """What the readers of one formula share. ``long`` chooses the other reading where there are two."""

    long: bool = False
    level: int = 0
    notes: list[Problem] = field(default_factory=list)

    def ambiguous(self, message: str, start: int, end: int):
        self.notes.append(Problem("D110", message, start, end))


def is_connective(token) -> bool:
    """Words between statements, not a name: ``\\text{if}``, ``\\text{for all}``, any words with a space or not ASCII."""
    words = token.text.strip()
    return " " in words or not words.isascii() or words.strip(".,:;").lower() in CONNECTIVES or token.text != words


class Cursor:
    """Alignment marks, rows and gaps count as spaces here."""

    def __init__(self, items, reading: Reading):
        self.items: list = [item for item in items if item.kind not in ("gap", "amp", "row")]
        self.reading = reading
        self.at = 0
        self.bars: list[str] = []

    def peek(self, ahead: int = 0) -> Token | Group | None:
        place = self.at + ahead
        return self.items[place] if place < len(self.items) else None

    def take(self):
        self.at += 1
        return self.items[self.at - 1]

    @property
    def here(self) -> int:
        """The offset where the next item begins, or where the last one ended."""
        if self.at < len(self.items):
            return self.items[self.at].start
        return self.items[-1].end if self.items else 0

    @property
    def before(self) -> int:
        return self.items[self.at - 1].end if self.at else self.here

    def missing(self, what: str = "something is missing here") -> Unread:
        return Unread(self.here, self.here, what)

    def is_sign(self, text: str, ahead: int = 0) -> bool:
        item = self.peek(ahead)
        return item is not None and item.kind == "sign" and item.text == text

    def begins(self, item) -> bool:
        """Whether an operand can begin with the item."""
        if item is None:
            return False
        if isinstance(item, Group):
            return True
        if item.kind == "text":
            return not is_connective(item)
        if item.text in CLOSERS or item.text in PRECEDENCE:
            return item.text == "|" and not self.bars
        return item.kind in ("number", "letter", "word", "command", "bigbar", "stray")

    def deeper(self, read: Callable[[], Node]) -> Node:
        """One level down, within the limit; beyond it the rest of the group is not read."""
        if self.reading.level >= MAX_LEVEL:
            start, self.at = self.here, len(self.items)
            return Unread(start, max(start, self.before), f"nested too deeply (limit: {MAX_LEVEL} levels)")
        self.reading.level += 1
        try:
            return read()
        finally:
            self.reading.level -= 1

    def split(self, first: str, second: str):
        """Take one token for two, standing side by side."""
        item = self.items[self.at]
        middle = min(item.start + len(first), item.end)
        halves = (Token(item.kind, first, item.start, middle), Token(item.kind, second, middle, item.end))
        self.items[self.at : self.at + 1] = halves
