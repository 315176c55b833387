"""Other readings of how far a product reaches: ``∏ a_i ∏ b_i · c`` is ``(∏ a_i)(∏ b_i) c`` to most authors."""

from dataclasses import fields, replace

from .show import show
from .syntax import Big, Name, Node, Product, children, walk


def regrouped(node: Node) -> tuple[Node, ...]:
    """The tree with its products cut before the next product, and also after the last factor that has the index; if that differs."""
    if not any(isinstance(each, Big) and each.operator == "prod" and isinstance(each.body, Product) for each in walk(node)):
        return ()
    made = (_cut(node, False), _cut(node, True))
    return tuple(dict.fromkeys(each for each in made if each != node))


def _cut(node: Node, constants: bool) -> Node:
    changed = {f.name: _inside(getattr(node, f.name), constants) for f in fields(node)}
    node = replace(node, **{k: v for k, v in changed.items() if v is not getattr(node, k)})
    if not (isinstance(node, Big) and node.operator == "prod" and isinstance(node.body, Product)):
        return node
    place = _place(node, node.body, constants)
    if not 0 < place < len(node.body.factors):
        return node
    own, rest = node.body.factors[:place], node.body.factors[place:]
    body = own[0] if place == 1 else Product(own[0].start, own[-1].end, own, node.body.marks[: place - 1])
    return Product(node.start, node.end, (replace(node, body=body), *rest), node.body.marks[place - 1 :])


def _inside(value, constants: bool):
    if isinstance(value, Node):
        return _cut(value, constants)
    if isinstance(value, tuple) and value:
        made = tuple(_inside(item, constants) for item in value)
        return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
    return value


def _place(big: Big, body: Product, constants: bool) -> int:
    """Where the factors end that belong to the product."""
    indices = _indices(big)
    place = next((k for k, f in enumerate(body.factors) if _is_product(f)), len(body.factors))
    while constants and place > 1 and not _mentions(body.factors[place - 1], indices):
        place -= 1
    return place


def _indices(big: Big) -> set[str]:
    return {show(n) for n in walk(big.lower) if isinstance(n, Name)} if big.lower is not None else set()


def _mentions(node: Node, indices: set[str]) -> bool:
    """Whether one of the letters occurs, other than bound again."""
    if isinstance(node, Name):
        return show(node) in indices
    if isinstance(node, Big):
        indices = indices - _indices(node)
    return bool(indices) and any(_mentions(each, indices) for each in children(node))


def _is_product(node: Node) -> bool:
    first = node.factors[0] if isinstance(node, Product) else node
    return isinstance(first, Big) and first.operator == "prod"
