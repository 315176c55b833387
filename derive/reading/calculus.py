"""Derivatives, differentials and integrals, recognised by their shape."""

from dataclasses import replace

from ..library.signs import ARITY, PRODUCT_SIGNS
from .cursor import TIMES
from .groups import Group
from .postfix import argument, attached, called, is_upright
from .relational import relation_at
from .syntax import Big, Derivative, Differential, Fenced, Name, Node, Number, Script
from .tokens import Token

MEASURES = {"int": 1, "iint": 2, "iiint": 3}
INTEGRALS = {r"\int": 1, r"\iint": 2, r"\iiint": 3, r"\oint": 1}
FUNCTION_LETTERS = frozenset("fghuvwFGHPQ")


def sign_at(items, at: int) -> tuple[str, int, bool] | None:
    """The sign of differentiation at a place: d or ∂, how many items it takes, and whether it is only the letter d."""
    item = items[at] if at < len(items) else None
    match item:
        case Token(kind="command", text=r"\partial"):
            return "∂", 1, False
        case Token(kind="command", text=r"\dd" | r"\diff") | Token(kind="text", text="d" | "D"):
            return "d", 1, False
        case Token(kind="command", text=r"\mathrm" | r"\operatorname" | r"\mathop"):
            following = items[at + 1] if at + 1 < len(items) else None
            letters = following.items if isinstance(following, Group) and following.kind == "brace" else (following,)
            if len(letters) == 1 and isinstance(letters[0], Token) and letters[0].text in ("d", "D"):
                return "d", 2, False
        case Group(kind="brace", items=(Token(kind="command", text=r"\mathrm"), Group(items=(Token(text="d"),)))):
            return "d", 1, False
        case Token(kind="letter", text="d"):
            return "d", 1, True
    return None


def differential(reader, name: Name, sign: str) -> Node:
    """``\\mathrm{d}x``, ``\\mathrm{d}^2 x``, ``\\mathrm{d}(s/b)``, ``\\mathrm{d}F_X(x)``; a lone d is a name."""
    order = None
    if reader.is_sign("^"):
        reader.take()
        order = argument(reader)
    if not reader.begins(reader.peek()):
        return name if order is None else Script(name.start, order.end, name, None, order)
    body = variable(reader)
    base = body.base if isinstance(body, Script) else body
    item = reader.peek()
    functional = isinstance(base, Name) and (sign == "∂" or base.letter in FUNCTION_LETTERS or is_upright(body))
    if functional and isinstance(item, Group) and item.kind == "fence" and item.open in "([":
        body = called(body, reader.commands.fenced(reader, reader.take()))
    return Differential(name.start, max(body.end, reader.before), sign, body, order)


def variable(reader) -> Node:
    """One operand with its scripts, but without a bracket that follows it."""
    node = reader.primary()
    item = reader.peek()
    if isinstance(item, Token) and (item.kind == "primes" or (item.kind == "sign" and item.text in ("_", "^"))):
        node = attached(reader, node)
    return node


def derivative(reader, over, under, start: int) -> Node | None:
    """``\\frac{d^2 f}{dx^2}``, ``\\frac{\\partial}{\\partial\\mu} f``; None when the fraction is no derivative."""
    over, under = _unwrapped(over), _unwrapped(under)
    above, below = sign_at(over, 0), sign_at(under, 0)
    if above is None or below is None or above[0] != below[0]:
        return None
    variables = _variables(reader, under)
    rest = reader.sub(over[above[1] :])
    order = None
    if rest.is_sign("^"):
        rest.take()
        order = argument(rest)
    empty = rest.peek() is None
    following = reader.peek(2)
    if not variables or (above[2] and empty and not reader.begins(following)):
        return None
    if above[2] and not empty and not rest.begins(rest.peek()):
        return None
    made = _ordered(variables, order)
    reader.take()
    end = reader.take().end
    body = _operand(reader) if empty else rest.whole()
    if body is not None:
        end = max(end, body.end)
    return Derivative(start, end, above[0], body, made, order)


def _unwrapped(items):
    items = tuple(item for item in items if item.kind != "gap")
    while len(items) == 1 and isinstance(items[0], Group) and items[0].kind == "brace" and sign_at(items, 0) is None:
        items = tuple(items[0].items)
    return items


def _variables(reader, under) -> list[Node]:
    """The variables below the bar: every one has a d or ∂ before it, and nothing else is there."""
    place, variables = reader.sub(under), []
    while place.peek() is not None:
        sign = sign_at(place.items, place.at)
        if sign is None:
            return []
        place.at += sign[1]
        if not place.begins(place.peek()):
            return []
        variables.append(variable(place))
    return variables


def _ordered(variables, order) -> tuple:
    """Pairs of variable and order. In dσ² below a first derivative the square belongs to the variable."""
    if order is None or (isinstance(order, Number) and order.text == str(len(variables))):
        return tuple((each, None) for each in variables)
    return tuple(_taken_apart(each) for each in variables)


def _taken_apart(node: Node) -> tuple[Node, Node | None]:
    match node:
        case Script(base=base, sub=sub, sup=sup, primes=primes) if sup is not None and not isinstance(sup, Fenced):
            bare = base if sub is None and not primes else replace(node, sup=None, end=max(base.end, sub.end if sub else base.end))
            return bare, sup
    return node, None


def _operand(reader) -> Node | None:
    """What d/dx is applied to: one bracket, or a product."""
    item = reader.peek()
    if isinstance(item, Group) and item.kind == "fence":
        return reader.operand()
    return reader.expression(TIMES) if reader.begins(item) else None


def slashed(over: Differential, under: Differential) -> Node | None:
    """``\\partial f/\\partial x``."""
    if over.sign != under.sign or under.order is not None:
        return None
    return Derivative(over.start, under.end, over.sign, over.body, _ordered([under.body], over.order), over.order)


def integral(reader, head, operator: str, lower, upper) -> Node:
    """The body reaches to the differential, which may stand after a sum; without one it is a product."""
    count = MEASURES[operator]
    place = _measure(reader, count)
    if place is None:
        body = reader.expression(TIMES) if reader.begins(reader.peek()) or reader.is_sign("-") else None
        return Big(head.start, body.end if body else reader.before, operator, lower, upper, body)
    body = reader.sub(_integrand(reader.items[reader.at : place])).whole()
    reader.at = place
    measures = []
    while len(measures) < count and (sign := sign_at(reader.items, reader.at)) is not None:
        start = reader.here
        reader.at += sign[1]
        name = Name(start, reader.before, "d", "mathrm")
        measures.append(differential(reader, name, "d"))
    end = reader.before
    if body is None and reader.begins(reader.peek()) and not _is_bracket(reader.peek()):
        body = reader.expression(TIMES)
        reader.reading.ambiguous("what follows the differential is read as the integrand", body.start, body.end)
        end = body.end
    return Big(head.start, end, operator, lower, upper, body, tuple(measures))


def _integrand(items) -> list:
    """Without a sign of multiplication before the differential."""
    last = items[-1] if items else None
    return items[:-1] if isinstance(last, Token) and last.text in PRODUCT_SIGNS else items


def _is_bracket(item) -> bool:
    return isinstance(item, Group) and item.kind == "fence"


def _measure(reader, count: int) -> int | None:
    """The place of the differential that belongs to this integral: inner integrals take theirs first."""
    inner = held = 0
    for place in range(reader.at, len(reader.items)):
        item = reader.items[place]
        if held:
            held -= 1
        elif isinstance(item, Token) and item.text in ARITY:
            held = ARITY[item.text]
        elif isinstance(item, Token) and item.kind == "command" and item.text in INTEGRALS:
            inner += INTEGRALS[item.text]
        elif _is_measure(reader.items, place):
            if inner == 0:
                return place
            inner -= 1
        elif relation_at(reader.items, place) is not None:
            return None
    return None


def _is_measure(items, place: int) -> bool:
    sign = sign_at(items, place)
    if sign is None or sign[0] == "∂":
        return False
    after = place + sign[1]
    following = items[after] if after < len(items) else None
    before = items[place - 1] if place else None
    if isinstance(before, Token) and before.text in ("_", "^"):
        return False
    if not sign[2]:
        return isinstance(following, Group) or (isinstance(following, Token) and following.kind in ("letter", "command", "word"))
    if not isinstance(following, Token) or following.start != items[place].end:
        return False
    return following.kind in ("letter", "command", "word") and following.text not in (r"\cdot", r"\times")
