"""A layout tree spelled on one line of Unicode, for terminals."""

import re

from ..library.notation import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS
from .layout import layout
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
    begins_with_digit,
    inlined,
    is_letter,
)  # fmt: skip

SLOT = re.compile(r"#([1-9*])")
BRACED = re.compile(r"([_^])\{([^{}]*)\}")
WORD_END = re.compile(r"[_^]\w+$")
WORD_START = re.compile(r"[A-Za-z]{2}")


def text(term, names=None) -> str:
    """One line of Unicode. ``names`` gives ``(latex, text)`` for symbols that shall be displayed otherwise."""
    return written(layout(term, names))


def written(node) -> str:
    """The text of a layout."""
    return spelled(inlined(node))


def spelled(node, tight: bool = False) -> str:
    match node:
        case Glyph():
            return node.text
        case Terms():
            return _terms(node, tight)
        case Factors():
            return _factors(node, tight)
        case Joined(items):
            return "".join(spelled(item, tight) for item in items)
        case Fraction(over, under):
            return f"{spelled(over, tight)}/{spelled(under, tight)}"
        case Script(base, sub, sup):
            return spelled(base, tight) + _script("_", sub) + _script("^", sup)
        case Root(body):
            inner = spelled(body, tight)
            return f"√{inner}" if len(inner) == 1 else f"√({inner})"
        case Accent(accent, body):
            over = spelled(body)
            return over + ACCENTS[accent][2] if is_letter(body) else f"{'mean' if accent == 'bar' else accent}({over})"
        case Fenced(body, ends):
            return f"{ends[0]}{spelled(body, tight)}{ends[1]}".strip()
        case Listed(items, spaced):
            return (", " if spaced and not tight else ",").join(spelled(item, tight) for item in items)
        case Infix(left, sign, right):
            sides = ["" if side is None else spelled(side, tight) for side in (left, right)]
            return ("" if tight else " ").join((sides[0], sign.text, sides[1])).strip()
        case BigOperator():
            return _big(node, tight)
        case Form():
            return _form(node, tight)
        case Cases(rows):
            return "{ " + "; ".join(f"{spelled(a)}, {spelled(b)}" for a, b in rows) + " }"
    raise TypeError(f"{node!r} is not a layout")


def _terms(node: Terms, tight: bool) -> str:
    gap = "" if tight else " "
    result = ""
    for place, (sign, part) in enumerate(node.parts):
        mark = "−" if sign == "-" else "+"
        string = spelled(part, tight)
        if place:
            result += f"{gap}{mark}{gap}{string}"
        else:
            result = f"{mark}{gap}{string}" if node.led else f"{mark}{string}" if sign == "-" else string
    return result


def _factors(node: Factors, tight: bool) -> str:
    result = "· " if node.led else ""
    before = None
    for item in node.items:
        string = spelled(item, tight)
        if before is not None:
            result += _between(before, item, result, string)
        result += string
        before = item
    return result


def _between(before, item, left: str, right: str) -> str:
    if isinstance(before, Fraction | Root) or begins_with_digit(item):
        return "·"
    word = isinstance(before, Glyph) and len(before.text) > 1 and before.text.isalpha()
    beside_bracket = left.endswith(")") and not (isinstance(before, Fenced) and right.startswith("("))
    apart = word or beside_bracket or WORD_END.search(left) or WORD_START.match(right)
    return " " if apart or isinstance(item, BigOperator) else ""


def _script(mark: str, node) -> str:
    if node is None:
        return ""
    string = spelled(node, tight=True)
    return _raised(mark, string)


def _raised(mark: str, string: str) -> str:
    table = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    if all(c in table for c in string):
        return "".join(table[c] for c in string)
    if len(string) == 1 or (string.isalnum() and mark == "_"):
        return mark + string
    return f"^({string})" if mark == "^" else f"_{{{string}}}"


def _big(node: BigOperator, tight: bool) -> str:
    limits = _script("_", node.lower) + _script("^", node.upper)
    body = spelled(node.body, tight)
    tail = "" if node.tail is None else f" {spelled(node.tail, tight)}"
    return f"{node.sign.text}{limits} {body}{tail}"


def _form(node: Form, tight: bool) -> str:
    pieces = SLOT.split(node.notation.text)
    result = pieces[0]
    for mark, literal in zip(pieces[1::2], pieces[2::2], strict=True):
        slots = node.slots if mark == "*" else (node.slots[int(mark) - 1],)
        inner = ", ".join(spelled(slot, tight) for slot in slots)
        result = (result.rstrip() if inner.startswith("(") else result) + inner + literal
    return BRACED.sub(lambda m: _raised(m[1], m[2]), result) if BRACED.search(node.notation.text) else result
