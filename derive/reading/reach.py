"""How far a product sign reaches: in ``∏_i a_i · λ^{Σ_i y_i}`` the second factor stands outside."""

from typing import NamedTuple

from .meaning_names import running_names
from .show import show
from .syntax import Big, Fenced, Name, Node, Product, children


class Reach(NamedTuple):
    """What stands under the sign, the factors behind it, and whether it may be meant otherwise."""

    body: Node
    rest: tuple[Node, ...]
    doubtful: bool


def reach(body: Node, index: str) -> Reach:
    if not isinstance(body, Product):
        return Reach(body, (), False)
    factors, marks = body.factors, body.marks
    first = next((k for k in range(1, len(factors)) if not any(depends(f, index) for f in factors[k:])), len(factors))
    rest = factors[first:]
    if not rest or not any(depends(f, index) for f in factors[:first]):
        return Reach(body, (), bool(rest))
    reused = any(binds(f, index) for f in rest)
    if not reused and marks[first - 1] not in ("·", "×") and not (first == 1 and isinstance(factors[0], Fenced)):
        return Reach(body, (), True)
    inside = factors[0] if first == 1 else Product(body.start, factors[first - 1].end, factors[:first], marks[: first - 1])
    return Reach(inside, rest, not reused)


def depends(node: Node, index: str) -> bool:
    """Whether the index occurs, not bound by a sum or product inside."""
    if isinstance(node, Name):
        return show(node) == index
    if isinstance(node, Big) and index in running_names(node.lower):
        return node.upper is not None and depends(node.upper, index)
    return any(depends(child, index) for child in children(node))


def binds(node: Node, index: str) -> bool:
    return (isinstance(node, Big) and index in running_names(node.lower)) or any(binds(child, index) for child in children(node))
