"""``x_1 + … + x_n``, ``n(n-1) ⋯ (n-k+1)``, ``x_1, …, x_k``: what the dots stand for, where the pattern is plain."""

from collections.abc import Sequence as Ordered
from dataclasses import fields, replace
from typing import NamedTuple

import sympy as sp

from .show import show
from .syntax import Ellipsis, Juxtaposed, Name, Node, Number, Product, as_factors, walk

LETTERS = "ijklhrsuv"


class Pattern(NamedTuple):
    """The general term, its index with first and last value, and how many of the written terms it covers on either side."""

    body: sp.Expr
    index: sp.Symbol
    first: sp.Expr
    last: sp.Expr
    before: int
    after: int

    @property
    def limits(self):
        return self.index, self.first, self.last


def dots(items: Ordered[Node]) -> int | None:
    """The place of the only ellipsis between other items."""
    places = [k for k, item in enumerate(items) if isinstance(item, Ellipsis)]
    return places[0] if len(places) == 1 and 0 < places[0] < len(items) - 1 else None


def flattened(t, factors: Ordered[Node]) -> list[Node]:
    """Factors with ``n(n-1)`` taken apart where it is no function."""
    result: list[Node] = []
    for each in factors:
        product = isinstance(each, Juxtaposed) and t.usage.is_call(show(each.head), each.argument.body) is not True
        result += as_factors(each) if product else [each]
    return result


def pattern(t, before: Ordered[Node], after: Ordered[Node]) -> Pattern | None:
    """The general term of a row with dots."""
    return _by_index(t, before, after) or _by_difference(t, before, after)


def blocks(t, before: Ordered[Node], after: Ordered[Node]) -> Pattern | None:
    """Two factors at a time: ``p^{x_1} q^{1-x_1} ⋯ p^{x_n} q^{1-x_n}``."""
    if len(before) < 2 or len(after) < 2:
        return None
    halves = [_by_index(t, before[k : k + 1], after[j : j + 1]) for k, j in ((-2, 0), (len(before) - 1, 1))]
    if None in halves or halves[0].limits != halves[1].limits:  # type: ignore[union-attr]
        return None
    one, other = halves
    return Pattern(one.body * other.body, *one.limits, 2, 2)  # type: ignore[union-attr]


def _by_index(t, before: Ordered[Node], after: Ordered[Node]) -> Pattern | None:
    names = {n.letter for item in (*before, *after) for n in walk(item) if isinstance(n, Name)} | set(t.scope)
    index = next((letter for letter in LETTERS if letter not in names), None)
    if index is None:
        return None
    last_written, next_written = before[-1], after[0]
    met: set = set()
    general = _general(last_written, next_written, Name(last_written.start, last_written.start, index), met)
    if general is None or len(met) != 1:
        return None
    text, end = next(iter(met))
    symbol = sp.Symbol(index)
    with t.binding(index):
        body = t.of(general)
    here, there = sp.Integer(text), t.of(end)

    def at(value: sp.Expr) -> sp.Expr:
        return body.subs(symbol, value)

    if at(here) != t.of(last_written) and not t.sense.opaque:
        return None
    low, used = here, 1
    while used < len(before) and at(low - 1) == t.of(before[-used - 1]):
        low, used = low - 1, used + 1
    high, covered = there, 1
    while covered < len(after) and at(high + 1) == t.of(after[covered]):
        high, covered = high + 1, covered + 1
    return Pattern(body, symbol, low, high, used, covered)


def _general(left: Node, right: Node, index: Name, met: set):
    """The left tree with the index where the two differ: a whole number there, the end of the range on the right."""
    if left == right:
        return left
    if isinstance(left, Number) and left.text.isdigit() and not isinstance(right, Product):
        met.add((left.text, right))
        return index
    if isinstance(left, Number) and left.text.isdigit() and isinstance(right, Product) and not any(right.marks):
        return _digits(left, right, index, met)
    if type(left) is not type(right):
        return None
    changed = {}
    for each in fields(left):
        one, other = getattr(left, each.name), getattr(right, each.name)
        if each.name in ("start", "end") or one == other:
            continue
        if isinstance(one, Node) and isinstance(other, Node):
            made = _general(one, other, index, met)
        elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other) and all(isinstance(x, Node) for x in one):
            parts = [_general(a, b, index, met) for a, b in zip(one, other, strict=True)]
            made = None if None in parts else tuple(parts)
        else:
            return None
        if made is None:
            return None
        changed[each.name] = made
    return replace(left, **changed)


def _digits(left: Number, right: Product, index: Name, met: set):
    """``21`` beside ``2k`` below a name: two indices, of which the second runs."""
    first, *rest = right.factors
    if not isinstance(first, Number) or len(rest) != 1 or not left.text.startswith(first.text) or left.text == first.text:
        return None
    met.add((left.text.removeprefix(first.text), rest[0]))
    return replace(right, factors=(first, index))


def _by_difference(t, before: Ordered[Node], after: Ordered[Node]) -> Pattern | None:
    """Terms that go up or down by a number: the first, what is added to it, and how often."""
    if len(before) + len(after) < 3:
        return None
    terms, ends = [t.of(each) for each in before], [t.of(each) for each in after]
    steps = {sp.expand(b - a) for row in (terms, ends) for a, b in zip(row, row[1:], strict=False)}
    step = next(iter(steps)) if len(steps) == 1 else sp.Integer(0)
    if not step.is_Integer or step == 0:
        return None
    count = sp.expand((ends[-1] - terms[0]) / step)
    names = {str(s) for e in (*terms, *ends) for s in e.free_symbols} | set(t.scope)
    letter = next((each for each in LETTERS if each not in names), None)
    if letter is None:
        return None
    index = sp.Symbol(letter)
    return Pattern(terms[0] + step * index, index, sp.Integer(0), count, len(before), len(after))


def product_with_dots(t, node: Product) -> sp.Expr:
    factors = flattened(t, node.factors)
    at = dots(factors)
    if at is None or "÷" in node.marks or any(map(t.usage.arrays.has, factors)):
        return t.atom(node)
    before, after = factors[:at], factors[at + 1 :]
    found = pattern(t, before, after) or blocks(t, before, after)
    if found is None:
        return t.atom(node)
    rest = [*before[: at - found.before], *after[found.after :]]
    return sp.Mul(*map(t.of, rest), sp.Product(found.body, found.limits))
