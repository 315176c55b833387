"""Which names of a document are vectors or matrices, told from how they are written: transposed, bold, beside a matrix."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .show import show
from .syntax import (
    Big,
    Call,
    Fenced,
    Fraction,
    Juxtaposed,
    Matrix,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Script,
    Sequence,
    Styled,
    Sum,
    as_factors,
    walk,
)

TRANSPOSES = frozenset({"T", "top", "intercal"})
SCALAR_VALUED = frozenset({"tr", "det", "rank", "trace", "dim"})
MATRICES = frozenset({"Sigma", "Lambda", "Omega"})  # where they are inverted
KEPT = frozenset({"exp", "log", "ln", "diag", "vec", "Cov", "Var", "E"})  # of an array: an array


@dataclass(frozen=True)
class Arrays:
    """``names`` are vectors and matrices; ``lengths`` gives the vectors of data ``y_1 … y_n`` the name of their length."""

    names: frozenset[str] = frozenset()
    lengths: dict[str, str] = field(default_factory=dict)
    letter: bool = True  # whether a plain T above is a transpose

    def is_transpose(self, node: Node) -> bool:
        sup = node.sup if isinstance(node, Script) else None
        if not isinstance(sup, Name) or sup.letter not in TRANSPOSES:
            return False
        return sup.letter != "T" or sup.font in ("mathrm", "text", "mathsf", "operator") or (sup.font in ("", "mathit") and self.letter)

    def has(self, node: Node) -> bool:
        """Whether the node stands for a vector or a matrix."""
        match node:
            case Name(font=font):
                return show(node) in self.names or (font == "mathbf" and not node.letter.isdigit())
            case Script(base=base, sub=sub, sup=sup):
                if self.is_transpose(node) or show(node) in self.names:
                    return True
                whole = base if sub is None else Script(node.start, node.end, base, sub)
                return sup is not None and self.has(whole)
            case Styled(font=font):
                return font == "mathbf"
            case Matrix():
                return True
            case Fenced(open=left, body=body):
                return left not in ("|", "||") and body is not None and (isinstance(body, Sequence) or self.has(body))
            case Sum(terms=terms):
                return any(map(self.has, terms))
            case Product(factors=factors):
                chain = [f for f in factors if self.has(f)]
                return bool(chain) and not self.is_number(chain)
            case Fraction(over=over):
                return self.has(over)
            case Big(body=body):
                return body is not None and self.has(body)
            case Call(head=Name(letter=letter), arguments=arguments):
                return letter in KEPT and any(map(self.has, arguments))
            case Juxtaposed(head=head, argument=argument):
                return self.has(head) or (isinstance(argument.body, Sum) and self.has(argument))
        return False

    def is_number(self, chain: list[Node]) -> bool:
        """Whether a product is of the shape uᵀ … v with vectors at both ends."""
        first, last = chain[0], chain[-1]
        return len(chain) > 1 and self.is_transpose(first) and not self.is_transpose(last) and _small(first) and _small(last)


NO_ARRAYS = Arrays()


def _small(node: Node) -> bool:
    """Vectors are written with small letters."""
    letters = [n.letter for n in walk(node) if isinstance(n, Name) and n.letter not in TRANSPOSES]
    return all(letter[:1].islower() for letter in letters[:1]) and bool(letters)


def arrays_of(sides: Iterable[Node]) -> Arrays:
    nodes = [part for side in sides for part in walk(side)]
    raised = sum(1 for n in nodes if isinstance(n, Script) and isinstance(n.sup, Name) and n.sup.letter == "T")
    met = sum(1 for n in nodes if isinstance(n, Name) and n.letter == "T")
    made = Arrays(letter=met <= raised)
    names: set[str] = set()
    for node in nodes:
        match node:
            case Script(base=base) if made.is_transpose(node):
                names |= _named(base)
            case Script(base=Name(letter=letter, font=""), sup=Sum(signs=("-",))) if letter in MATRICES:
                names.add(letter if node.sub is None else show(replace(node, sup=None)))
            case Call(head=Name(letter=letter), arguments=arguments) if letter in SCALAR_VALUED:
                names |= set().union(*map(_named, arguments))
    names -= {""}
    made = Arrays(frozenset(names), {}, made.letter)
    if names:
        for _ in range(2):
            made = Arrays(made.names | _beside(made, nodes), {}, made.letter)
    return Arrays(made.names, _lengths(nodes, made), made.letter)


def _named(node: Node) -> set[str]:
    """What is transposed, or each name in a bracket that is."""
    match node:
        case Name():
            return {show(node)}
        case Script(base=base, sub=None, sup=sup) if isinstance(sup, Number | Sum):
            return _named(base)
        case Script():
            return {show(node)}
        case Fenced(body=body) if body is not None:
            return _named(body)
        case Sum(terms=terms):
            return set().union(*(_named(t) for t in terms if isinstance(t, Name | Script | Fenced)), *(
                _named(t.factors[0]) for t in terms if isinstance(t, Product) and _is_big(t.factors[0])))  # fmt: skip
        case Product(factors=factors):
            return set().union(*(_named(f) for f in factors if isinstance(f, Name | Script)))
    return set()


def _is_big(node: Node) -> bool:
    base = node.base if isinstance(node, Script) else node
    return isinstance(base, Name) and base.letter[:1].isupper()


def _beside(arrays: Arrays, nodes: list[Node]) -> set[str]:
    """Names that stand directly behind a matrix, and matrices directly behind what is transposed."""
    found: set[str] = set()
    for node in nodes:
        if not isinstance(node, Product):
            continue
        factors = [part for factor in node.factors for part in apart(factor)]
        for before, after in zip(factors, factors[1:], strict=False):
            if isinstance(after, Name | Script) and arrays.has(before) and (arrays.is_transpose(before) or _is_big(before)):
                found |= _named(after)
    return found


def apart(node: Node) -> tuple[Node, ...]:
    """A letter before a bracket as two factors, with the power on the second."""
    pair = node.base if isinstance(node, Script) else node
    return as_factors(node) if isinstance(pair, Juxtaposed) else (node,)


def _lengths(nodes: list[Node], arrays: Arrays) -> dict[str, str]:
    """``y`` has length n where sums over y_i all run from 1 to n, and y_i is no vector itself."""
    found: dict[str, Counter] = {}
    for node in nodes:
        match node:
            case Big(
                operator="sum" | "prod", lower=Relation(signs=("=",), sides=(Name() as index, Number(text="1"))), upper=Name() as last
            ):
                for part in walk(node.body) if node.body is not None else ():
                    if isinstance(part, Script) and isinstance(part.base, Name) and part.sub == index:
                        found.setdefault(show(part.base), Counter())[show(last)] += 1
    entries = {name.split("_")[0] for name in arrays.names if "_" in name}
    return {name: next(iter(count)) for name, count in found.items() if len(count) == 1 and name not in entries}
