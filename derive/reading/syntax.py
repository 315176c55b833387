"""The tree of a formula as its author wrote it. Nothing is evaluated, reordered or given a type.

``start`` and ``end`` are offsets into the document's text; equality ignores them. ``show`` prints a tree on one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache

MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Node:
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not understood (D101–D105), or that can be understood in two ways (D110)."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A letter (``x``), a command without its backslash (``mu``), or a word in a font (``LL`` in ``mathrm``).

    ``font`` is "" for a plain letter or Greek letter, "word" for a run of bare letters read as one word (``log``, ``MLE``),
    "text" for ``\\text{…}``, "operator" for ``\\operatorname``. ``accents`` go from the inside out. ``star`` is the sign
    of a decoration such as ``x^*``.
    """

    letter: str
    font: str = ""
    accents: tuple[str, ...] = ()
    primes: int = 0
    star: str = ""


@dataclass(frozen=True, slots=True)
class Accent(Node):
    """An accent over more than a name: ``\\overline{xy}``."""

    accent: str
    body: Node


@dataclass(frozen=True, slots=True)
class Styled(Node):
    """A font over more than a name: ``\\mathbf{x_i}``."""

    font: str
    body: Node


@dataclass(frozen=True, slots=True)
class Script(Node):
    """A base with what stands below and above it. ``x^{(i)}`` has a ``Fenced`` above, ``x^2`` a ``Number``; which of them is a
    power and which an index is not decided here."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """``a, b | c ; d``: the signs stand between the items."""

    items: tuple[Node, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fenced(Node):
    """Brackets: ``open`` is one of ( [ { < ⌊ ⌈ | || and ``.`` for none; ``close`` likewise."""

    open: str
    close: str
    body: Node | None


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied for certain: a known function, an upright word, a primed letter, or several arguments.

    ``fence`` is the pair of brackets, or "" where the argument stands bare: ``\\log p``.
    """

    head: Node
    arguments: tuple[Node, ...]
    separators: tuple[str, ...] = ()
    fence: str = "()"


@dataclass(frozen=True, slots=True)
class Juxtaposed(Node):
    """A letter before brackets: ``f(x)`` or ``n(n-1)``. ``as_call`` and ``as_factors`` give the two readings."""

    head: Node
    argument: Fenced


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Signed terms; a leading minus makes a sum of one term."""

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors; ``marks`` stand between them, "" where they are only put side by side."""

    factors: tuple[Node, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    over: Node
    under: Node
    slash: bool = False


@dataclass(frozen=True, slots=True)
class Binomial(Node):
    """Also multinomial, when ``below`` is a sequence."""

    above: Node
    below: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    body: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    body: Node
    marks: int = 1


@dataclass(frozen=True, slots=True)
class Percent(Node):
    body: Node


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A sum, product, integral, limit, maximum, union, quantifier over its body. ``measures`` are the differentials of an integral."""

    operator: str
    lower: Node | None
    upper: Node | None
    body: Node | None
    measures: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Differential(Node):
    """``\\mathrm{d}x`` on its own; ``sign`` is d or ∂."""

    sign: str
    body: Node
    order: Node | None = None


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """``variables`` pairs a variable with its order (None for 1); ``body`` is None for a bare operator d/dx."""

    sign: str
    body: Node | None
    variables: tuple[tuple[Node, Node | None], ...]
    order: Node | None = None


@dataclass(frozen=True, slots=True)
class Evaluated(Node):
    """``[F]_a^b`` (lower and upper) and ``F|_{x=a}`` (lower only)."""

    body: Node
    lower: Node | None
    upper: Node | None
    fence: str


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """A chain inside a bound, a bracket or a condition: one sign fewer than sides."""

    signs: tuple[str, ...]
    sides: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Values with their conditions; None for "otherwise"."""

    rows: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    environment: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Labelled(Node):
    """An expression with words above or below it, as ``\\underbrace`` sets them."""

    body: Node
    label: Node | None


@dataclass(frozen=True, slots=True)
class Text(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Ellipsis(Node):
    """``\\ldots`` in any of its forms."""


@dataclass(frozen=True, slots=True)
class Blank(Node):
    """Nothing is written: the left side in ``\\mathbb{R}_{>0}``."""


@dataclass(frozen=True, slots=True)
class Unread(Node):
    reason: str


@cache
def _branches(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that can hold nodes."""
    return tuple(each.name for each in fields(kind) if "Node" in str(each.type) or "Fenced" in str(each.type))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, from left to right as the fields are declared."""
    found: list[Node] = []
    for name in _branches(type(node)):
        _gather(getattr(node, name), found)
    return tuple(found)


def _gather(value, found: list):
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, found)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, without recursion."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(tuple(children(node))))


def unread(node: Node) -> tuple[Unread, ...]:
    return tuple(each for each in walk(node) if isinstance(each, Unread))


def survey(node: Node) -> tuple[int, list[Unread], bool]:
    """The depth of a tree, what in it was not read, and whether every place lies within that of the parent."""
    deepest, layer, missing, nested = 0, [node], [], True
    while layer:
        deepest += 1
        below: list[Node] = []
        for each in layer:
            inside = children(each)
            nested = nested and all(each.start <= child.start and child.end <= each.end for child in inside)
            below.extend(inside)
            if isinstance(each, Unread):
                missing.append(each)
        layer = below
    return deepest, sorted(missing, key=lambda each: each.start), nested


def settled(node: Node) -> Node:
    """The tree with places widened to cover what is below: the tokens of a macro are not in the order of the text."""
    changed = {name: _settled(getattr(node, name)) for name in _branches(type(node))}
    inside = [child for value in changed.values() for child in _listed(value)]
    start, end = min([node.start, *(c.start for c in inside)]), max([node.end, *(c.end for c in inside)])
    return replace(node, start=start, end=end, **changed)


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """The tree with other letters for plain names."""
    if not names:
        return node
    if isinstance(node, Name):
        plain = not (node.font or node.accents or node.primes or node.star)
        return replace(node, letter=names[node.letter]) if plain and node.letter in names else node
    return replace(node, **{name: _renamed(getattr(node, name), names) for name in _branches(type(node))})


def _renamed(value, names: Mapping[str, str]):
    if isinstance(value, Node):
        return renamed(value, names)
    return tuple(_renamed(item, names) for item in value) if isinstance(value, tuple) else value


def _settled(value):
    if isinstance(value, Node):
        return settled(value)
    return tuple(_settled(item) for item in value) if isinstance(value, tuple) else value


def _listed(value) -> list[Node]:
    found: list[Node] = []
    _gather(value, found)
    return found


def items_of(node: Node | None) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The members of a list, which a single expression is too."""
    match node:
        case None:
            return (), ()
        case Sequence(items=items, separators=separators):
            return items, separators
    return (node,), ()


def as_call(node: Node) -> Node:
    """``f(x)^2`` read as a function: (f(x))²."""
    match node:
        case Juxtaposed(start, end, head, argument):
            arguments, separators = items_of(argument.body)
            return Call(start, end, head, arguments, separators, argument.open + argument.close)
        case Script(base=Juxtaposed() as base) | Factorial(body=Juxtaposed() as base):
            return replace(node, **{"base" if isinstance(node, Script) else "body": as_call(base)})
    return node


def as_factors(node: Node) -> tuple[Node, ...]:
    """``n(n-1)^2`` read as a product: n and (n-1)²."""
    match node:
        case Juxtaposed(head=head, argument=argument):
            return head, argument
        case Script(base=Juxtaposed(head=head, argument=argument)):
            return head, replace(node, start=argument.start, base=argument)
        case Factorial(body=Juxtaposed(head=head, argument=argument)):
            return head, replace(node, start=argument.start, body=argument)
    return (node,)
