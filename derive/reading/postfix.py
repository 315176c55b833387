"""What follows an operand: scripts, primes, brackets, factorials. What a script or a command takes."""

from dataclasses import replace

from ..library.signs import CALLED_FONTS, CALLED_LETTERS
from .cursor import PRECEDENCE
from .groups import Group
from .syntax import (
    Accent,
    Call,
    Factorial,
    Fenced,
    Juxtaposed,
    Name,
    Node,
    Number,
    Percent,
    Product,
    Relation,
    Script,
    Sequence,
    Unread,
    items_of,
)  # fmt: skip
from .tokens import Token

STARS = {"*": "*", "ast": "*", "star": "*", "dagger": "†"}


def argument(reader) -> Node:
    """What a script or a command takes: a group, or one sign."""
    item = reader.peek()
    if item is None:
        return reader.missing("an argument is missing here")
    if isinstance(item, Group) and item.kind == "brace":
        reader.take()
        return reader.inside(item) or Unread(item.start, item.end, "an empty group")
    if item.kind == "number" and len(item.text) > 1:
        reader.split(item.text[0], item.text[1:])
        item = reader.take()
        return Number(item.start, item.end, item.text)
    if isinstance(item, Token) and (item.text in PRECEDENCE or item.text in reader.commands.heads):
        reader.take()
        return Name(item.start, item.end, item.text.strip("\\"))
    return reader.primary()


def scripts(reader) -> tuple[Node | None, Node | None, int]:
    """Subscript, superscript and primes, in any order."""
    sub, sup, primes = None, None, 0
    while isinstance(item := reader.peek(), Token):
        if item.kind == "primes":
            primes += len(reader.take().text)
        elif item.kind == "sign" and item.text == "_" and sub is None:
            reader.take()
            sub = argument(reader)
        elif item.kind == "sign" and item.text == "^" and sup is None:
            reader.take()
            sup = argument(reader)
            if isinstance(sup, Name) and sup.letter == "prime":
                primes, sup = primes + 1, None
        else:
            break
    return sub, sup, primes


def postfixed(reader, node: Node) -> Node:
    """The operand with everything that belongs to it."""
    while (item := reader.peek()) is not None:
        if isinstance(item, Group):
            if item.kind != "fence" or not can_be_called(reader, node, item):
                break
            node = called(node, reader.commands.fenced(reader, reader.take()))
        elif item.kind == "primes" or (item.kind == "sign" and item.text in ("_", "^")):
            if isinstance(node, Script) and node.end == reader.before and item.text in "_^" and repeats(reader, node, item.text):
                reader.take()
                node = Unread(node.start, argument(reader).end, f"a second {item.text} on one base")
            else:
                node = attached(reader, node)
        elif item.kind == "sign" and item.text in ("!", "!!"):
            reader.take()
            node = Factorial(node.start, item.end, node, len(item.text))
        elif item.kind == "command" and item.text == r"\%":
            reader.take()
            node = Percent(node.start, item.end, node)
        else:
            break
    return node


def repeats(reader, node: Script, sign: str) -> bool:
    """Whether the base has a script of this kind already, not shielded by braces."""
    before = reader.items[reader.at - 1]
    last = reader.peek(-2) if reader.at > 1 else None
    shielded = isinstance(before, Group) and before.kind == "brace" and not (isinstance(last, Token) and last.text in ("_", "^"))
    return not shielded and (node.sub if sign == "_" else node.sup) is not None


def attached(reader, base: Node) -> Node:
    """The base with its scripts; primes and stars become part of a name."""
    sub, sup, primes = scripts(reader)
    end = reader.before
    if isinstance(base, Name):
        base = replace(base, primes=base.primes + primes, end=end if sub is None and sup is None else base.end)
        primes = 0
        if isinstance(sup, Name) and not sup.font and sup.letter in STARS and not base.star:
            base, sup = replace(base, star=STARS[sup.letter], end=end), None
    if sub is None and sup is None and not primes:
        return base
    return Script(base.start, end, base, sub, sup, primes)


def can_be_called(reader, node: Node, fence: Group) -> bool:
    """Whether brackets behind the node may hold its arguments; ``[F]_a^b`` behind a letter does not."""
    base = node.base if isinstance(node, Script) else node
    if isinstance(base, Number):
        return base is node and base.text == "1" and fence.open == "{"
    if not isinstance(base, Name | Accent) or fence.open not in ("(", "[", "{"):
        return False
    if isinstance(base, Name) and base.letter in ("infty", "cdot", "bullet"):
        return False
    return fence.open != "[" or not reader.is_sign("_", 1) or is_upright(node)


def is_upright(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Name) and (base.font in CALLED_FONTS or base.letter in CALLED_LETTERS)


def called(head: Node, argument: Node) -> Node:
    """A call where the head or the number of arguments shows it; otherwise the question stays open."""
    if not isinstance(argument, Fenced):
        return Product(head.start, argument.end, (head, argument), ("",))
    body = argument.body
    base = head.base if isinstance(head, Script) else head
    primed = (isinstance(base, Name) and base.primes > 0) or (isinstance(head, Script) and head.primes > 0)
    if not (is_upright(head) or primed or isinstance(body, Sequence | Relation) or argument.open == "{"):
        return Juxtaposed(head.start, argument.end, head, argument)
    items, separators = items_of(body)
    return Call(head.start, argument.end, head, items, separators, argument.open + argument.close)
