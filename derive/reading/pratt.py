"""A Pratt parser: items (tokens and groups) to a tree. One table says how tightly each sign binds.

It never fails: what it cannot read becomes an ``Unread`` node with its place. Sums, products, lists and chains of relations
are flat. ``long`` chooses the other reading where texts differ: ``\\log x y`` and ``1/2x`` then take everything that follows.
"""

from dataclasses import replace

from ..library.signs import BIG_WORDS, INFIX_FRACTIONS, PRODUCT_SIGNS, SEPARATORS, SUM_SIGNS
from .cursor import ADDED, LISTED, NOTHING, PRECEDENCE, RELATED, SLASH, TIGHT, TIMES, Cursor, Reading, is_connective
from .groups import Group
from .postfix import postfixed, scripts
from .relational import RELATIVE, relation_at
from .syntax import (
    Binomial,
    Blank,
    Differential,
    Evaluated,
    Fenced,
    Fraction,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Sequence,
    Sum,
    Text,
    Unread,
)  # fmt: skip
from .tokens import Token

SIGNED = frozenset({"+", "-", r"\pm", r"\mp"})
BAR_HORIZON = 400  # items looked at to pair bars
STRAY = "this sign has no partner"


class Reader(Cursor):
    """Reads items by how tightly they bind; the commands know what each of them takes."""

    def __init__(self, items, reading: Reading, commands):
        super().__init__(items, reading)
        self.commands = commands

    def sub(self, items) -> "Reader":
        return Reader(items, self.reading, self.commands)

    # --- lists, relations, sums, products ---

    def whole(self) -> Node | None:
        """Everything that is left, as one node; None when there is nothing."""
        items: list[Node] = []
        separators: list[str] = []
        words = None
        while (item := self.peek()) is not None:
            listed = self.infix() == LISTED
            if len(separators) == len(items):
                if listed and not self.opens_bar(item):
                    self.take()
                    words = Text(item.start, item.end, item.text) if item.kind == "text" else words
                else:
                    items.append(self.expression(RELATED))
            else:
                self.take()
                separators.append(SEPARATORS.get(item.text, item.text) if listed else "")
                if not listed:
                    items.append(Unread(item.start, item.end, self.reason(item)))
        if not items:
            return words
        separators = separators[: len(items) - 1]
        return items[0] if len(items) == 1 else Sequence(items[0].start, items[-1].end, tuple(items), tuple(separators))

    def expression(self, least: int) -> Node:
        """An operand and what is bound to it at least as tightly as asked; in ``\\mathbb{R}_{>0}`` the first side is blank."""
        blank = least == RELATED and self.infix() == RELATED
        left = Blank(self.here, self.here) if blank else self.prefix(least)
        while (level := self.infix()) >= max(least, RELATED):
            if level == RELATED:
                left = self.related(left)
            elif level == ADDED:
                left = self.added(left)
            elif level == TIMES:
                left = self.multiplied(left)
            else:
                left = self.divided(left)
        return left

    def infix(self) -> int:
        """How tightly the next item binds what is before it."""
        item = self.peek()
        if item is None:
            return NOTHING
        if isinstance(item, Group):
            return RELATED if item.kind == "brace" and relation_at(self.items, self.at) else TIMES
        if item.kind in ("sign", "command"):
            level = PRECEDENCE.get(item.text)
            if level is not None:
                return self.bar() if item.text == "|" else self.double_bar(item) if item.text == "||" else level
            if item.text in INFIX_FRACTIONS:
                return NOTHING
            return RELATED if item.text in RELATIVE and relation_at(self.items, self.at) else TIMES
        if item.kind == "bigbar":
            return self.bar()
        return LISTED if item.kind == "text" and is_connective(item) else TIMES

    def bar(self) -> int:
        """A bar closes, evaluates (``|_{x=a}``), opens (an even number is left), or separates."""
        if self.bars:
            return NOTHING
        if self.is_sign("_", 1):
            return TIMES
        if self.items[self.at].kind == "bigbar":
            left = sum(1 for item in self.items[self.at : self.at + BAR_HORIZON] if item.kind == "bigbar")
        else:
            left = sum(1 for item in self.items[self.at : self.at + BAR_HORIZON] if item.kind == "sign" and item.text == "|")
        return TIMES if left % 2 == 0 else LISTED

    def double_bar(self, item) -> int:
        """``||`` closes a norm, or one absolute value before the next begins; otherwise it separates."""
        if self.bars and self.bars[-1] == "|":
            self.split("|", "|")
        return NOTHING if self.bars else LISTED

    def opens_bar(self, item) -> bool:
        """Whether a bar where an operand is expected begins an absolute value."""
        return item.text in ("|", "||") and item.kind in ("sign", "bigbar") if isinstance(item, Token) else False

    def related(self, left: Node) -> Node:
        signs, sides = [], [left]
        while self.infix() == RELATED:
            sign, _, after = relation_at(self.items, self.at) or (self.items[self.at].text, None, self.at + 1)
            signs.append(sign)
            self.at = after
            sides.append(self.expression(ADDED))
        return Relation(left.start, sides[-1].end, tuple(signs), tuple(sides))

    def added(self, left: Node) -> Node:
        signs, terms = (list(left.signs), list(left.terms)) if isinstance(left, Sum) else (["+"], [left])
        while self.infix() == ADDED:
            signs.append(SUM_SIGNS[self.take().text])
            terms.append(self.expression(TIMES))
        return Sum(left.start, terms[-1].end, tuple(signs), tuple(terms))

    def multiplied(self, left: Node) -> Node:
        factors, marks = [left], []
        while self.infix() == TIMES:
            if self.is_bar() and self.is_sign("_", 1):
                factors, marks = [self.evaluated(self.product(factors, marks))], []
                continue
            mark = self.mark()
            factor = self.expression(SLASH)
            if not mark and isinstance(factor, Number) and isinstance(factors[-1], Number):
                factor = Unread(factor.start, factor.end, "two numbers side by side")
            marks.append(mark)
            factors.append(factor)
        return self.product(factors, marks)

    @staticmethod
    def product(factors, marks) -> Node:
        return factors[0] if len(factors) == 1 else Product(factors[0].start, factors[-1].end, tuple(factors), tuple(marks))

    def is_bar(self) -> bool:
        item = self.peek()
        return isinstance(item, Token) and item.text == "|" and item.kind in ("sign", "bigbar")

    def mark(self) -> str:
        item = self.peek()
        if isinstance(item, Token) and item.kind in ("sign", "command") and item.text in PRODUCT_SIGNS:
            self.take()
            return PRODUCT_SIGNS[item.text]
        return ""

    def divided(self, left: Node) -> Node:
        self.take()
        right = self.expression(TIGHT)
        following = self.peek()
        if self.infix() == TIMES and following is not None and following.start == self.before and self.begins(following):
            self.reading.ambiguous("what follows the slash may be meant as a whole below it", right.start, following.end)
            if self.reading.long:
                right = self.expression_after(right)
        if isinstance(left, Differential) and isinstance(right, Differential) and (made := self.commands.slashed(left, right)):
            return made
        return Fraction(left.start, right.end, left, right, slash=True)

    def expression_after(self, left: Node) -> Node:
        """The product of a factor with all that is put beside it without a sign."""
        factors = [left]
        while self.infix() == TIMES and self.begins(self.peek()):
            factors.append(self.expression(TIGHT))
        return self.product(factors, [""] * (len(factors) - 1))

    # --- operands ---

    def prefix(self, least: int) -> Node:
        item = self.peek()
        if isinstance(item, Token) and item.kind in ("sign", "command") and item.text in SIGNED:
            self.take()
            level = max(least, TIMES)
            body = self.missing("a term is missing") if self.peek() is None else self.deeper(lambda: self.expression(level))
            return Sum(item.start, max(body.end, item.end), (SUM_SIGNS[item.text],), (body,))
        return self.operand()

    def operand(self) -> Node:
        """A primary with its scripts, calls and factorials."""
        return postfixed(self, self.primary())

    def primary(self) -> Node:
        return self.missing() if self.peek() is None else self.deeper(self.unscripted)

    def unscripted(self) -> Node:
        """An operand without what follows it."""
        item = self.items[self.at]
        if isinstance(item, Group):
            return self.group()
        if self.opens_bar(item) and not self.bars:
            return self.between_bars()
        match item.kind:
            case "number":
                self.take()
                return Number(item.start, item.end, item.text)
            case "letter":
                self.take()
                return Name(item.start, item.end, item.text)
            case "word" | "text":
                return self.named(Name(item.start, item.end, self.take().text, item.kind))
            case "command" | "sign" if item.text in self.commands.table:
                return self.commands.table[item.text](self, self.take())
            case "sign" | "command" if item.text in PRECEDENCE:
                if PRODUCT_SIGNS.get(item.text) and (self.peek(1) is None or not self.begins(self.peek(1))):
                    self.take()
                    return Name(item.start, item.end, "cdot" if item.text == r"\cdot" else item.text.strip("\\"))
                return Unread(item.start, item.start, f"something is missing before {item.text}")
        self.take()
        return Unread(item.start, item.end, self.reason(item))

    @staticmethod
    def reason(item: "Token | Group") -> str:
        if isinstance(item, Group):
            return "this group cannot stand here"
        match item.kind:
            case "command":
                return f"unknown command {item.text}"
            case "stray":
                return STRAY
        return f"{item.text!r} cannot stand here"

    def named(self, name: Name) -> Node:
        """A word: a function, an operator with bounds, or a name."""
        word = name.letter.strip().replace(" ", "")
        if word in ("d", "D") and name.font in ("mathrm", "text"):
            return self.commands.differential(self, name, "d")
        if name.font == "text" and not (word.replace("-", "").replace(".", "").isalnum() and word.isascii()):
            return Text(name.start, name.end, name.letter)
        name = replace(name, letter=word)
        if word == "arg":
            return self.commands.argument_of(self, name)
        if word in BIG_WORDS:
            return self.commands.big(self, name, BIG_WORDS[word])
        if self.commands.takes_bare(name):
            return self.commands.function(self, name)
        return name

    def group(self) -> Node:
        item = self.take()
        if item.kind == "env":
            return self.commands.environment(self, item)
        if item.kind == "fence":
            return self.commands.fenced(self, item)
        node = self.inside(item)
        if node is not None:
            return node
        following = self.peek()
        return self.primary() if following is not None and self.begins(following) else Unread(item.start, item.end, "an empty group")

    def inside(self, group: Group) -> Node | None:
        """What a group in braces holds; ``{n \\choose k}`` is taken apart at its sign."""
        for place, item in enumerate(group.items):
            if item.kind == "command" and item.text in INFIX_FRACTIONS:
                above, below = (self.sub(half).whole() or Unread(item.start, item.end, "one half is empty")
                                for half in (group.items[:place], group.items[place + 1 :]))  # fmt: skip
                made = Fraction if item.text == r"\over" else Binomial
                return made(group.start, group.end, above, below)
        return self.sub(group.items).whole()

    def between_bars(self) -> Node:
        first = self.take()
        self.bars.append(first.text)
        body = self.expression(ADDED)
        self.bars.pop()
        last = self.peek()
        if not isinstance(last, Token) or last.text != first.text:
            return Unread(first.start, body.end, "this bar is never closed")
        self.take()
        return Fenced(first.start, last.end, first.text, first.text, body)

    def evaluated(self, body: Node) -> Node:
        """``F|_{x=a}``."""
        self.take()
        lower, upper, _ = scripts(self)
        return Evaluated(body.start, self.before, body, lower, upper, "|")
