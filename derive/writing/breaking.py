"""Where a long formula is broken: before the signs of its outermost sum, between factors, inside large parentheses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..library.notation import PREFIX
from .measure import width
from .tree import BigOperator, Factors, Fenced, Form, Glyph, Joined, Script, Terms, tall

DELIMITERS = {"{": r"\{", "}": r"\}"}


def terms_of(node) -> tuple:
    """The signed parts of the outermost sum; of anything else, itself."""
    return node.parts if isinstance(node, Terms) else (("+", node),)


def broken(node, limit: float, measure: Callable = width) -> tuple:
    """The layout as lines no wider than the limit, where that can be done."""
    if measure(node) <= limit:
        return (node,)
    match node:
        case Terms(parts, led) if len(parts) == 1:
            sign, part = parts[0]
            first, *rest = broken(part, limit - 1.3, measure)
            return (Terms(((sign, first),), led), *rest)
        case Terms(parts, led):
            lines = _filled(parts, lambda some, more: Terms(some, led or more), limit, measure)
            return tuple(piece for line in lines for piece in broken(line, limit, measure))
    return _broken_fence(node, limit, measure) or _broken_product(node, limit, measure)


def _filled(items, line: Callable, limit, measure) -> list:
    """As many items on each line as it holds."""
    lines: list = []
    current: tuple = ()
    for item in items:
        if current and measure(line((*current, item), bool(lines))) > limit:
            lines.append(line(current, bool(lines)))
            current = ()
        current += (item,)
    return [*lines, line(current, bool(lines))]


def _broken_product(node, limit, measure) -> tuple:
    if not isinstance(node, Factors) or len(node.items) == 1:
        return (node,)
    return tuple(_filled(node.items, lambda some, more: Factors(some, node.led or more), limit, measure))


def _broken_fence(node, limit, measure):
    """A formula that ends in a sum in parentheses, broken inside them; None for others."""
    found = _last_fence(node)
    if found is None:
        return None
    fence, rebuilt, ended = found
    size = "bigg" if tall(fence.body) else "big"
    opening, closing = (Glyph(f"\\{size}{side}{DELIMITERS.get(end, end)}", end) for side, end in zip("lr", fence.ends, strict=True))
    head = measure(rebuilt(Joined((opening,))))
    if head > 0.6 * limit:
        return None
    lines = _filled(fence.body.parts, lambda some, more: Terms(some, more), limit - head, measure)
    if len(lines) == 1:
        return None
    first, *middle, last = lines
    return (rebuilt(Joined((opening, first))), *middle, ended(Joined((last, closing))))


def _last_fence(node) -> Any:
    """The parentheses that the node ends in; how it is rebuilt around what takes their place, and what follows them."""
    match node:
        case Fenced(Terms()):
            return node, lambda new: new, lambda new: new
        case Script(base) if inner := _last_fence(base):
            return *inner[:2], lambda new: replace(node, base=inner[2](new))
        case Factors(items) if inner := _last_fence(items[-1]):
            return inner[0], lambda new: replace(node, items=(*items[:-1], inner[1](new))), inner[2]
        case BigOperator(tail=None) if inner := _last_fence(node.body):
            return inner[0], lambda new: replace(node, body=inner[1](new)), inner[2]
        case Form(notation, slots) if slots and notation.precedence == PREFIX and (inner := _last_fence(slots[-1])):
            return inner[0], lambda new: replace(node, slots=(*slots[:-1], inner[1](new))), inner[2]
    return None
