"""What a name is: a number, an indexed datum, a running index, or a function. Decided from how the whole document uses it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .show import show
from .syntax import (
    Accent,
    Big,
    Call,
    Ellipsis,
    Fenced,
    Juxtaposed,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Script,
    Sequence,
    Styled,
    Sum,
    walk,
)

FUNCTION_LETTERS = frozenset("f g h F G H L M ell Phi phi varphi psi".split())
RUNNING = ("sum", "prod")


@dataclass(frozen=True)
class Usage:
    """How the letters of a document are used."""

    running: frozenset[str] = frozenset()  # indices of sums and products
    indexed: frozenset[str] = frozenset()  # names with a running index below
    heads: frozenset[str] = frozenset()  # names before brackets
    bare: frozenset[str] = frozenset()  # names that stand alone somewhere
    defined: frozenset[str] = frozenset()  # heads on the left of an equation, before plain names

    def is_call(self, head: str, argument: Node | None) -> bool | None:
        """Whether letter and bracket are a function applied; None where either is possible."""
        plain = all(is_plain(each) for each in parts(argument))
        inside = any(isinstance(each, Name) and show(each) == head for each in walk(argument)) if argument is not None else False
        if inside:
            return False
        if head not in self.bare:
            return True if plain or head in self.defined or head in FUNCTION_LETTERS else None
        if head in self.defined:
            return True if plain else None
        return False if head not in FUNCTION_LETTERS else None


def parts(node: Node | None) -> tuple[Node, ...]:
    match node:
        case None:
            return ()
        case Sequence(items=items):
            return items
    return (node,)


def is_plain(node: Node) -> bool:
    """A letter, perhaps with an index."""
    match node:
        case Name():
            return True
        case Script(base=base, sup=None):
            return is_plain(base)
        case Script(base=base, sup=Number()):
            return is_plain(base)
        case Accent():
            return True
    return False


def usage(sides: Iterable[Node], lefts: Iterable[Node]) -> Usage:
    """Counted over all formulas of a document; ``lefts`` are the left sides of its equations."""
    running: set[str] = set()
    names: Counter = Counter()
    heads: Counter = Counter()
    scripts: list[Script] = []
    for each in (part for side in sides for part in walk(side)):
        match each:
            case Big(operator=operator, lower=lower) if operator in RUNNING:
                running |= set(_running(lower))
            case Juxtaposed(head=head) | Call(head=head):
                heads[show(head)] += 1
            case Name():
                names[show(each)] += 1
            case Script():
                scripts.append(each)
                names[show(each)] += 1
    defined = {show(left.head) for left in lefts if isinstance(left, Juxtaposed | Call) and all(map(is_plain, _arguments(left)))}
    indexed = {base_label(s) for s in scripts if s.sub is not None and any(n in running for n in index_letters(s.sub))}
    bare = {name for name, count in names.items() if count > heads[name]}
    return Usage(frozenset(running), frozenset(indexed), frozenset(heads), frozenset(bare), frozenset(defined))


def _arguments(node: Juxtaposed | Call) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Call) else parts(node.argument.body)


def _running(lower: Node | None) -> Iterable[str]:
    match lower:
        case Relation(sides=(first, *_)):
            yield from (show(each) for each in parts(first))
        case Sequence(items=items):
            for each in items:
                yield from _running(each)
        case Name():
            yield show(lower)


def index_letters(sub: Node) -> list[str]:
    return [show(each) for each in walk(sub) if isinstance(each, Name)]


def subscripts(sub: Node) -> list[Node] | None:
    """The indices below a name, one by one: ``ij`` and ``i,j`` are two; None where one of them is more than a letter, a number or a sum."""
    match sub:
        case Sequence(items=items, separators=separators) if set(separators) <= {","}:
            found = [subscripts(each) for each in items]
            return [one for each in found if each for one in each] if all(found) else None
        case Product(factors=factors, marks=marks) if not any(marks):
            found = [subscripts(each) for each in factors]
            return [one for each in found if each for one in each] if all(found) else None
        case Name() | Number() | Ellipsis():
            return [sub]
        case Sum(terms=terms) if all(isinstance(t, Name | Number) for t in terms):
            return [sub]
        case Fenced(body=body) if body is not None:
            return subscripts(body)
    return None


def base_label(node: Node) -> str:
    """The name of what is indexed, with its labels but without its running indices."""
    match node:
        case Script(base=base):
            return base_label(base)
        case Styled(body=body):
            return base_label(body)
    return show(node)
