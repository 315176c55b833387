"""A Pratt parser: items (tokens and groups) to a tree. One table says how tightly each sign binds.

It never fails: what it cannot read becomes an ``Unread`` node with its place. Sums, products, lists and chains of relations
are flat. ``long`` chooses the other reading where texts differ: ``\\log x y`` and ``1/2x`` then take everything that follows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..library.signs import (
    ARROWS,
    BIG_WORDS,
    CALLED_FONTS,
    CALLED_LETTERS,
    CONNECTIVES,
    CONSEQUENCES,
    FUNCTIONS,
    INFIX_FRACTIONS,
    PRODUCT_SIGNS,
    RELATIONS,
    SEPARATORS,
    SUM_SIGNS,
)  # fmt: skip
from .groups import Group
from .relational import RELATIVE, relation_at
from .syntax import (
    Accent,
    Binomial,
    Blank,
    Call,
    Differential,
    Evaluated,
    Factorial,
    Fenced,
    Fraction,
    Juxtaposed,
    Name,
    Node,
    Number,
    Percent,
    Problem,
    Product,
    Relation,
    Script,
    Sequence,
    Sum,
    Text,
    Unread,
)  # fmt: skip
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
SIGNED = frozenset({"+", "-", r"\pm", r"\mp"})
MAX_LEVEL = 55
BAR_HORIZON = 400  # items looked at to pair bars
STRAY = "this sign has no partner"
STARS = {"*": "*", "ast": "*", "star": "*", "dagger": "†"}


@dataclass
class Reading:
    """What the readers of one formula share."""

    long: bool = False
    level: int = 0
    notes: list[Problem] = field(default_factory=list)

    def ambiguous(self, message: str, start: int, end: int):
        self.notes.append(Problem("D110", message, start, end))


def is_connective(token) -> bool:
    """Words between statements, not a name: ``\\text{if}``, ``\\text{for all}``, any words with a space or not ASCII."""
    words = token.text.strip()
    return " " in words or not words.isascii() or words.strip(".,:;").lower() in CONNECTIVES or token.text != words


class Reader:
    """A place in a list of items. Alignment marks, rows and gaps count as spaces here."""

    def __init__(self, items, reading: Reading, commands):
        self.items = [item for item in items if item.kind not in ("gap", "amp", "row")]
        self.reading, self.commands = reading, commands
        self.at = 0
        self.bars: list[str] = []

    def sub(self, items) -> "Reader":
        return Reader(items, self.reading, self.commands)

    def peek(self, ahead: int = 0) -> "Token | Group | None":
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
        if self.peek().kind == "bigbar":
            left = sum(1 for item in self.items[self.at : self.at + BAR_HORIZON] if item.kind == "bigbar")
        else:
            left = sum(1 for item in self.items[self.at : self.at + BAR_HORIZON] if item.kind == "sign" and item.text == "|")
        return TIMES if left % 2 == 0 else LISTED

    def double_bar(self, item) -> int:
        """``||`` closes a norm, or one absolute value before the next begins; otherwise it separates."""
        if self.bars and self.bars[-1] == "|":
            middle = min(item.start + 1, item.end)
            halves = (Token("sign", "|", item.start, middle), Token("sign", "|", middle, item.end))
            self.items[self.at : self.at + 1] = halves
        return NOTHING if self.bars else LISTED

    def opens_bar(self, item) -> bool:
        """Whether a bar where an operand is expected begins an absolute value."""
        return item.text in ("|", "||") and item.kind in ("sign", "bigbar") if isinstance(item, Token) else False

    def related(self, left: Node) -> Node:
        signs, sides = [], [left]
        while self.infix() == RELATED:
            sign, _, after = relation_at(self.items, self.at) or (self.peek().text, None, self.at + 1)
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
            body = self.missing("a term is missing here") if self.peek() is None else self.deeper(lambda: self.expression(max(least, TIMES)))
            return Sum(item.start, max(body.end, item.end), (SUM_SIGNS[item.text],), (body,))
        return self.operand()

    def operand(self) -> Node:
        """A primary with its scripts, calls and factorials."""
        return self.postfixed(self.primary())

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

    def primary(self) -> Node:
        return self.missing() if self.peek() is None else self.deeper(self.unscripted)

    def unscripted(self) -> Node:
        """An operand without what follows it."""
        item = self.peek()
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
        lower, upper, _ = self.scripts()
        return Evaluated(body.start, self.before, body, lower, upper, "|")

    # --- what follows an operand ---

    def argument(self) -> Node:
        """What a script or a command takes: a group, or one sign."""
        item = self.peek()
        if item is None:
            return self.missing("an argument is missing here")
        if isinstance(item, Group) and item.kind == "brace":
            self.take()
            return self.inside(item) or Unread(item.start, item.end, "an empty group")
        if item.kind == "number" and len(item.text) > 1:
            middle = min(item.start + 1, item.end)
            halves = (Token("number", item.text[0], item.start, middle), Token("number", item.text[1:], middle, item.end))
            self.items[self.at : self.at + 1] = halves
            self.take()
            return Number(item.start, middle, item.text[0])
        if isinstance(item, Token) and (item.text in PRECEDENCE or item.text in self.commands.heads):
            self.take()
            return Name(item.start, item.end, item.text.strip("\\"))
        return self.primary()

    def scripts(self) -> tuple[Node | None, Node | None, int]:
        """Subscript, superscript and primes, in any order."""
        sub, sup, primes = None, None, 0
        while isinstance(item := self.peek(), Token):
            if item.kind == "primes":
                primes += len(self.take().text)
            elif item.kind == "sign" and item.text == "_" and sub is None:
                self.take()
                sub = self.argument()
            elif item.kind == "sign" and item.text == "^" and sup is None:
                self.take()
                sup = self.argument()
                if isinstance(sup, Name) and sup.letter == "prime":
                    primes, sup = primes + 1, None
            else:
                break
        return sub, sup, primes

    def postfixed(self, node: Node) -> Node:
        while (item := self.peek()) is not None:
            if isinstance(item, Group):
                if item.kind != "fence" or not self.callable(node, item):
                    break
                node = self.called(node, self.commands.fenced(self, self.take()))
            elif item.kind == "primes" or (item.kind == "sign" and item.text in ("_", "^")):
                if isinstance(node, Script) and node.end == self.before and item.text in "_^" and self.repeats(node, item.text):
                    self.take()
                    node = Unread(node.start, self.argument().end, f"a second {item.text} on one base")
                else:
                    node = self.attached(node)
            elif item.kind == "sign" and item.text in ("!", "!!"):
                self.take()
                node = Factorial(node.start, item.end, node, len(item.text))
            elif item.kind == "command" and item.text == r"\%":
                self.take()
                node = Percent(node.start, item.end, node)
            else:
                break
        return node

    def repeats(self, node: Script, sign: str) -> bool:
        """Whether the base has a script of this kind already, not shielded by braces."""
        before = self.items[self.at - 1]
        last = self.peek(-2) if self.at > 1 else None
        shielded = isinstance(before, Group) and before.kind == "brace" and not (isinstance(last, Token) and last.text in ("_", "^"))
        return not shielded and (node.sub if sign == "_" else node.sup) is not None

    def attached(self, base: Node) -> Node:
        sub, sup, primes = self.scripts()
        end = self.before
        if isinstance(base, Name):
            base = replace(base, primes=base.primes + primes, end=end if sub is None and sup is None else base.end)
            primes = 0
            if isinstance(sup, Name) and not sup.font and sup.letter in STARS and not base.star:
                base, sup = replace(base, star=STARS[sup.letter], end=end), None
        if sub is None and sup is None and not primes:
            return base
        return Script(base.start, end, base, sub, sup, primes)

    def callable(self, node: Node, fence: Group) -> bool:
        base = node.base if isinstance(node, Script) else node
        if isinstance(base, Number):
            return base is node and base.text == "1" and fence.open == "{"
        if not isinstance(base, Name | Accent) or fence.open not in "([{" or fence.open == "":
            return False
        if isinstance(base, Name) and base.letter in ("infty", "cdot", "bullet"):
            return False
        return fence.open != "[" or not self.is_sign("_", 1) or self.is_upright(node)

    @staticmethod
    def is_upright(node: Node) -> bool:
        base = node.base if isinstance(node, Script) else node
        return isinstance(base, Name) and (base.font in CALLED_FONTS or base.letter in CALLED_LETTERS)

    def called(self, head: Node, argument: Node) -> Node:
        """A call where the head or the number of arguments shows it; otherwise the question stays open."""
        if not isinstance(argument, Fenced):
            return Product(head.start, argument.end, (head, argument), ("",))
        body = argument.body
        base = head.base if isinstance(head, Script) else head
        primed = (isinstance(base, Name) and base.primes > 0) or (isinstance(head, Script) and head.primes > 0)
        if not (self.is_upright(head) or primed or isinstance(body, Sequence | Relation) or argument.open == "{"):
            return Juxtaposed(head.start, argument.end, head, argument)
        items = () if body is None else body.items if isinstance(body, Sequence) else (body,)
        separators = body.separators if isinstance(body, Sequence) else ()
        return Call(head.start, argument.end, head, items, separators, argument.open + argument.close)
