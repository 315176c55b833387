"""How wide a formula will be: in characters of a terminal, in ems of a page."""

import unicodedata

from ..library.notation import PREFIX
from .text import SLOT, written
from .tree import (
    Accent,
    BigOperator,
    Cases,
    Factors,
    Fenced,
    Form,
    Fraction,
    Glyph,
    Infix,
    Joined,
    Listed,
    Root,
    Script,
    Terms,
    tall,
)  # fmt: skip

SMALL = 0.72
WIDE = {"…": 1.2, "∞": 1.0, "ℓ": 0.45, "Σ": 0.75, "∏": 0.75, "ℝ": 0.75, "ℤ": 0.7, "(": 0.39, ")": 0.39, ",": 0.28, "|": 0.28, " ": 0.17}


def columns(node) -> int:
    """The width of the text of a layout, in characters of a terminal."""
    return columns_of(written(node))


def columns_of(string: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in string)


def width(node) -> float:
    """The width of a layout set by TeX in display style, in ems; an estimate from above."""
    match node:
        case None:
            return 0.0
        case Glyph():
            return _letters(node.text)
        case Terms(parts):
            signs = len(parts) - (parts[0][0] == "+" and not node.led)
            return sum(width(part) for _, part in parts) + 1.25 * signs
        case Factors(items, led):
            return sum(width(item) for item in items) + 0.17 * (len(items) - 1) + (1.2 if led else 0)
        case Joined(items):
            return sum(width(item) for item in items)
        case Listed(items):
            return sum(width(item) for item in items) + 0.5 * (len(items) - 1)
        case Fraction(over, under, inline):
            return width(over) + width(under) + 0.5 if inline else max(_in_text(over), _in_text(under)) + 0.28
        case Script(base, sub, sup):
            return width(base) + SMALL * max(width(sub), width(sup)) + 0.05
        case Root(body):
            return width(body) + 1.0
        case Accent(_, body):
            return width(body) + 0.05
        case Fenced(body):
            return width(body) + (1.5 if tall(body) else 0.8)
        case Infix(left, sign, right):
            return width(left) + width(right) + _letters(sign.text) + 0.56
    return _composed(node)


def _composed(node) -> float:
    match node:
        case BigOperator(sign, lower, upper, body, tail, beside):
            limits = SMALL * max(width(lower), width(upper))
            head = _letters(sign.text) + 0.8
            return (head + limits if beside else max(head, limits)) + 0.2 + width(body) + (0.2 + width(tail) if tail else 0)
        case Form(notation, slots):
            literal = "".join(SLOT.split(notation.text)[::2])
            spaces = 0.34 if notation.precedence == PREFIX else 0
            grown = 0.8 if any(tall(slot) for slot in slots) else 0
            return _letters(literal) + spaces + grown + sum(width(slot) for slot in slots) + 0.45 * (len(slots) - 1)
        case Cases(rows):
            return 1.5 + max(width(a) for a, _ in rows) + 1.0 + max(width(b) for _, b in rows)
    raise TypeError(f"{node!r} is not a layout")


def _in_text(node) -> float:
    """Above or below a bar the limits of a big operator stand beside it."""
    items = node.items if isinstance(node, Factors) else tuple(p for _, p in node.parts) if isinstance(node, Terms) else (node,)
    return width(node) + sum(0.9 for item in items if isinstance(item, BigOperator))


def _letters(string: str) -> float:
    return sum(_letter(c) for c in string)


def _letter(c: str) -> float:
    if unicodedata.combining(c):
        return 0.0
    if ord(c) > 0x2FFF:  # written as its code point
        return 3.5
    return WIDE.get(c, 0.78 if c.isupper() or c in "mw" else 0.6)
