"""What a name is: a number, an indexed datum, a running index, or a function. Decided from how the whole document uses it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from .arrays import NO_ARRAYS, Arrays, arrays_of
from .show import show
from .syntax import (
    Accent,
    Big,
    Call,
    Differential,
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

FUNCTION_LETTERS = frozenset("f g h F G H L M ell Phi phi varphi psi zeta".split())
OF_A_VARIABLE = re.compile(r"[fFp]_[A-Z]$|[MGK]_[X-Z]$")  # a density, a distribution function, a generating function
OPERATORS = frozenset({"E", "P"})  # also before a bracket with more than a name in it
RUNNING = ("sum", "prod")
CUSTOMARY = frozenset("ijl")  # letters that are indices, also where nothing runs over them, below a name that has an index elsewhere


@dataclass(frozen=True)
class Usage:
    """How the letters of a document are used."""

    running: frozenset[str] = frozenset()  # indices of sums and products
    indexed: frozenset[str] = frozenset()  # names with a running index below
    heads: frozenset[str] = frozenset()  # names before brackets
    bare: frozenset[str] = frozenset()  # names that stand alone somewhere
    defined: frozenset[str] = frozenset()  # heads on the left of an equation, before plain names
    arrays: Arrays = NO_ARRAYS  # vectors and matrices
    ranges: Mapping[tuple[str, str], tuple[Node, Node]] = field(default_factory=dict)  # of an index, below a name
    assigned: frozenset[str] = frozenset()  # plain names on the left of an equation
    integrated: frozenset[str] = frozenset()  # variables of integrals
    versions: frozenset[str] = frozenset()  # indexed names of which there are several: ``α_{0j}`` and ``α_{nj}``

    def is_call(self, head: str, argument: Node | None) -> bool | None:
        """Whether letter and bracket are a function applied; None where either is possible."""
        if head in OPERATORS and head not in self.bare:
            return True
        plain = all(is_plain(each) for each in parts(argument))
        inside = any(isinstance(each, Name) and show(each) == head for each in walk(argument)) if argument is not None else False
        if inside:
            return False
        if head not in self.bare:
            return True if plain or head in self.defined or head in FUNCTION_LETTERS or OF_A_VARIABLE.match(head) else None
        if plain and argument is not None:
            return True
        if head in self.defined:
            return None
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
    sides = tuple(sides)
    running: set[str] = set()
    names: Counter = Counter()
    heads: Counter = Counter()
    scripts: list[Script] = []
    for each in (part for side in sides for part in walk(side)):
        match each:
            case Big(operator=operator, lower=lower) if operator in RUNNING:
                running |= set(running_names(lower))
            case Juxtaposed(head=head) | Call(head=head):
                heads.update({show(head), show(without_power(head))})
            case Name():
                names[show(each)] += 1
            case Script():
                scripts.append(each)
                names[show(each)] += 1
    defined = {show(left.head) for left in lefts if isinstance(left, Juxtaposed | Call) and all(map(is_plain, _arguments(left)))}
    indexed = _with_index(scripts, running)
    running |= {n for s in scripts if s.sub is not None and base_label(s) in indexed for n in _beside_another(s.sub)}
    indexed = _with_index(scripts, running)
    indexed |= {base_label(s) for each in sides for s in with_dots(each)}
    zeros = {base_label(s) for s in scripts if s.sub is not None and _begins_with_zero(subscripts(s.sub))}
    names.subtract(_laws(sides))
    assigned = frozenset(show(left) for left in lefts if isinstance(left, Name))
    bare = {name for name, count in names.items() if count > heads[name]}
    return Usage(
        frozenset(running),
        frozenset(indexed),
        frozenset(heads),
        frozenset(bare),
        frozenset(defined),
        arrays_of(sides),
        ranges(sides),
        assigned,
        _integrated(sides),
        frozenset(zeros),
    )


def _beside_another(sub: Node) -> list[str]:
    """Customary letters for indices in the place of the last of several: the ``i`` of ``α_{ni}`` where there is ``Σ_j α_{nj}``."""
    found = subscripts(sub)
    return [] if found is None or len(found) < 2 else [n for n in index_letters(found[-1]) if n in CUSTOMARY]


def _begins_with_zero(found: list[Node] | None) -> bool:
    """``α_{0j}``: indices count from 1, so this 0 says which α."""
    return found is not None and len(found) > 1 and isinstance(found[0], Number) and found[0].text == "0"


def _with_index(scripts: Iterable[Script], running: Collection[str]) -> set[str]:
    return {base_label(s) for s in scripts if s.sub is not None and any(n in running for n in index_letters(s.sub))}


def _integrated(sides: Iterable[Node]) -> frozenset[str]:
    measures = (m for side in sides for big in walk(side) if isinstance(big, Big) for m in big.measures)
    return frozenset(show(m.body) for m in measures if isinstance(m, Differential) and isinstance(m.body, Name | Script))


def ranges(sides: Iterable[Node]) -> dict[tuple[str, str], tuple[Node, Node]]:
    """First and last value of an index, where all sums over entries of one name have the same; and under no name, where all sums have."""
    found: dict[tuple[str, str], set[tuple[Node, Node]]] = {}
    for each in (part for side in sides for part in walk(side)):
        if not isinstance(each, Big) or each.operator not in RUNNING or each.upper is None or each.body is None:
            continue
        match each.lower:
            case Relation(signs=("=",), sides=(Name() as index, first)):
                for name in ("", *entries(each.body, show(index))):
                    found.setdefault((show(index), name), set()).add((first, each.upper))
    return {name: next(iter(limits)) for name, limits in found.items() if len(limits) == 1}


def entries(body: Node, index: str) -> set[str]:
    """The names that have the index below them."""
    return {
        base_label(each) for each in walk(body) if isinstance(each, Script) and each.sub is not None and index in index_letters(each.sub)
    }


def without_power(head: Node) -> Node:
    """``f^2`` as ``f``, ``F_X^{-1}`` as ``F_X``."""
    if isinstance(head, Script) and head.sup is not None and not isinstance(head.sup, Fenced):
        return head.base if head.sub is None else replace(head, sup=None)
    return head


def with_dots(side: Node) -> Iterable[Script]:
    """``x_1`` in ``x_1 + … + x_n`` and ``x_1 ⋯ x_n``."""
    for each in walk(side):
        items = each.terms if isinstance(each, Sum) else each.factors if isinstance(each, Product) else ()
        for before, dots in zip(items, items[1:], strict=False):
            if isinstance(dots, Ellipsis):
                yield from (s for s in walk(before) if isinstance(s, Script) and isinstance(s.base, Name) and isinstance(s.sub, Number))


def _arguments(node: Juxtaposed | Call) -> tuple[Node, ...]:
    return node.arguments if isinstance(node, Call) else parts(node.argument.body)


def running_names(lower: Node | None) -> Iterable[str]:
    match lower:
        case Relation(sides=(first, *_)):
            yield from (show(each) for each in parts(first))
        case Sequence(items=items):
            for each in items:
                yield from running_names(each)
        case Name():
            yield show(lower)


def _laws(sides: Iterable[Node]) -> Iterable[str]:
    """Densities named without their argument: ``H[p]``, ``KL[p||q]``, "the density $p$"."""
    yield from (show(side) for side in sides if isinstance(side, Name) and side.letter in ("p", "q"))
    for call in (part for side in sides for part in walk(side) if isinstance(part, Call) and part.fence == "[]"):
        if isinstance(call.head, Name) and call.head.letter in ("H", "h", "KL"):
            yield from (show(each) for a in call.arguments for each in walk(a) if isinstance(each, Name | Script))


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
