"""A formula as it is laid out: what stands beside, above and below what. Every decision about order, sign and
parentheses has been taken; a renderer only spells the tree.
"""

from dataclasses import dataclass, replace
from typing import Any

from ..library.notation import ATOM, LOOSE, POWER, PREFIX, PRODUCT, SUM, Notation


@dataclass(frozen=True, slots=True)
class Glyph:
    """An indivisible sign: a letter, a number, a word."""

    latex: str
    text: str
    precedence: int = ATOM


@dataclass(frozen=True, slots=True)
class Terms:
    """A sum: pairs of a sign (``+`` or ``-``) and a part. ``led`` prints the sign of a positive first part too."""

    parts: tuple
    led: bool = False


@dataclass(frozen=True, slots=True)
class Factors:
    """A product by juxtaposition. ``led`` begins with a sign of multiplication."""

    items: tuple
    led: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts set without space between them."""

    items: tuple
    precedence: int = ATOM


@dataclass(frozen=True, slots=True)
class Fraction:
    over: Any
    under: Any
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    base: Any
    sub: Any = None
    sup: Any = None


@dataclass(frozen=True, slots=True)
class Root:
    body: Any


@dataclass(frozen=True, slots=True)
class Accent:
    name: str
    body: Any


@dataclass(frozen=True, slots=True)
class Fenced:
    """``ends`` is two characters: the opening and the closing delimiter; a space where there is none."""

    body: Any
    ends: str = "()"


@dataclass(frozen=True, slots=True)
class Listed:
    items: tuple
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Infix:
    """``left sign right`` with a relation between; the sign is a glyph. A side may be missing (None)."""

    left: Any
    sign: Glyph
    right: Any


@dataclass(frozen=True, slots=True)
class BigOperator:
    """A sign with limits, then its body; ``beside`` sets the limits beside the sign, as integrals have them."""

    sign: Glyph
    lower: Any
    upper: Any
    body: Any
    tail: Any = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The template of a notation, filled."""

    notation: Notation
    slots: tuple


@dataclass(frozen=True, slots=True)
class Cases:
    """Pairs of a value and the condition under which it holds."""

    rows: tuple


def precedence(node) -> int:
    match node:
        case Glyph() | Joined():
            return node.precedence
        case Infix() | Listed():
            return LOOSE
        case Terms():
            return SUM
        case Factors() | Fraction():
            return PRODUCT
        case BigOperator():
            return PREFIX
        case Script():
            return POWER if node.sup is not None else ATOM
        case Form():
            return node.notation.precedence
    return ATOM


def fenced(node, least: int):
    """The node, in parentheses unless it holds together at least as tightly as required."""
    return node if precedence(node) >= least else Fenced(node)


def closed(node):
    """The node so that a factor can follow it without being taken for a part of it."""
    if isinstance(node, Form) and node.notation.argument == ATOM and node.notation.precedence == PREFIX:
        last = node.slots[-1]
        return node if isinstance(last, Fenced) else replace(node, slots=(*node.slots[:-1], Fenced(last)))
    return fenced(node, POWER) if precedence(node) in (SUM, PREFIX) else node


def tall(node) -> bool:
    """Whether ordinary parentheses are too small for it."""
    match node:
        case Fraction():
            return not node.inline
        case BigOperator() | Cases():
            return True
        case Terms():
            return any(tall(part) for _, part in node.parts)
        case Factors() | Joined() | Listed():
            return any(tall(item) for item in node.items)
        case Script():
            return tall(node.base)
        case Root() | Accent() | Fenced():
            return tall(node.body)
        case Infix():
            return tall(node.left) or tall(node.right)
        case Form():
            return r"\binom" in node.notation.latex or any(tall(slot) for slot in node.slots)
    return False


def open_ended(node) -> bool:
    """Whether a slash after it would be taken into its last part."""
    match node:
        case Factors(items):
            return open_ended(items[-1])
        case Fraction():
            return True
    return precedence(node) in (LOOSE, SUM, PREFIX)


def inlined(node) -> Any:
    """The same formula on one line: every fraction with a slash, parentheses where the bar made them unnecessary."""
    match node:
        case Fraction(over, under):
            return Fraction(Fenced(inlined(over)) if open_ended(over) else inlined(over), fenced(inlined(under), POWER), inline=True)
        case Terms(parts, led):
            return Terms(tuple((sign, inlined(part)) for sign, part in parts), led)
        case Factors() | Joined() | Listed():
            return replace(node, items=tuple(inlined(item) for item in node.items))
        case Script(base, sub, sup):
            return Script(inlined(base), sub, sup)
        case Root() | Accent() | Fenced():
            return replace(node, body=inlined(node.body))
        case Infix(left, sign, right):
            return Infix(inlined(left), sign, inlined(right))
        case BigOperator():
            return replace(node, body=inlined(node.body))
        case Form():
            return replace(node, slots=tuple(inlined(slot) for slot in node.slots))
        case Cases(rows):
            return Cases(tuple((inlined(a), inlined(b)) for a, b in rows))
    return node


def minus(node) -> Terms:
    return Terms((("-", node),))


def powered(base, exponent):
    """The base with a superscript; a subscript that it has already is kept below."""
    exponent = inlined(exponent)
    if isinstance(base, Script) and base.sup is None:
        return replace(base, sup=exponent)
    return Script(fenced(base, ATOM), sup=exponent)


def lowered(base, index):
    """The base with a subscript, after those that it has already."""
    index = inlined(index)
    if isinstance(base, Script) and base.sup is None:
        return replace(base, sub=Listed((base.sub, index), spaced=False))
    return Script(fenced(base, ATOM), sub=index)


def juxtaposed(items):
    """The product of the items, each made unambiguous where another follows."""
    if len(items) == 1:
        return items[0]
    several = sum(isinstance(item, BigOperator) for item in items) > 1
    made = []
    for place, item in enumerate(items):
        if several or place < len(items) - 1:
            item = closed(item)
        made.append(Fenced(item) if precedence(item) <= SUM or isinstance(item, Factors) else item)
    return Factors(tuple(made))


def begins_with_digit(node) -> bool:
    match node:
        case Glyph():
            return node.text[:1].isdigit()
        case Factors() | Joined():
            return begins_with_digit(node.items[0])
        case Script():
            return begins_with_digit(node.base)
        case Fraction():
            return node.inline
        case Form():
            return node.notation.text.startswith("#") and begins_with_digit(node.slots[0])
    return False


def is_letter(node) -> bool:
    """One letter, which an accent covers."""
    return isinstance(node, Glyph) and len(node.text) == 1
