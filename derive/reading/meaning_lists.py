"""Values by cases, lists, sets, matrices, words: what has several parts, or is no number and is only compared."""

from collections.abc import Callable

import sympy as sp

from .meaning import Translator, Unsaid, beside
from .meaning_ellipsis import dots, pattern
from .syntax import (
    Binomial,
    Blank,
    Cases,
    Differential,
    Ellipsis,
    Factorial,
    Fenced,
    Juxtaposed,
    Matrix,
    Name,
    Node,
    Number,
    Relation,
    Script,
    Sequence,
    Text,
)

COMPARED = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "=": sp.Eq, "!=": sp.Ne}
LARGEST_DETERMINANT = 4


# --- cases and conditions -------------------------------------------------------------------------------------------


def _cases(t: Translator, node: Cases) -> sp.Expr:
    conditions = [sp.true if c is None or isinstance(c, Text) else condition(t, c) for _, c in node.rows]
    if None in conditions or any(c == sp.true for c in conditions[:-1]):
        return t.atom(node)
    return sp.Piecewise(*((t.of(value), c) for (value, _), c in zip(node.rows, conditions, strict=True)), evaluate=False)


def condition(t: Translator, node: Node):
    """What is written after "if"; None where it is not understood."""
    try:
        return _condition(t, node)
    except Unsaid:
        return None


def _condition(t: Translator, node: Node):
    match node:
        case Relation(signs=("in",), sides=(left, Fenced() as right)):
            return _member(t, t.of(left), right)
        case Relation(signs=signs, sides=sides) if set(signs) <= set(COMPARED):
            terms = [t.of(side) for side in sides]
            return sp.And(*(COMPARED[s](a, b, evaluate=False) for s, a, b in zip(signs, terms, terms[1:], strict=False)))
        case Sequence(items=items, separators=separators):
            made = [_condition(t, item) for item in items]
            words = {s.strip(" ,.;") for s in separators}
            if None not in made and (words <= {"", "and", "∧"} or words == {"or"}):
                return sp.Or(*made) if words == {"or"} else sp.And(*made)
        case Fenced(body=body) if body is not None:
            return _condition(t, body)
    return None


def _member(t: Translator, left: sp.Expr, right: Fenced):
    """``x ∈ {0, 1}`` and ``x ∈ [a, b)``."""
    items = right.body.items if isinstance(right.body, Sequence) else (right.body,)
    if any(item is None or isinstance(item, Ellipsis) for item in items):
        return None
    ends = [t.of(item) for item in items]
    if right.open == "{":
        return sp.Or(*(sp.Eq(left, e, evaluate=False) for e in ends))
    if len(ends) != 2 or right.open not in "([" or right.close not in ")]":
        return None
    lower = sp.Lt(ends[0], left, evaluate=False) if right.open == "(" else sp.Le(ends[0], left, evaluate=False)
    upper = sp.Lt(left, ends[1], evaluate=False) if right.close == ")" else sp.Le(left, ends[1], evaluate=False)
    return sp.And(*(c for c, e in ((lower, ends[0]), (upper, ends[1])) if e not in (sp.oo, -sp.oo)))


def is_unit(head: Node) -> bool:
    """The 1 of an indicator function."""
    return (isinstance(head, Name) and head.letter == "1") or (isinstance(head, Number) and head.text == "1")


def indicator(t: Translator, node: Node, of: Node) -> sp.Expr:
    """1 where the condition holds, else 0."""
    found = condition(t, of)
    return t.atom(node) if found is None else sp.Piecewise((sp.Integer(1), found), (sp.Integer(0), True), evaluate=False)


# --- several parts --------------------------------------------------------------------------------------------------


def _fenced(t: Translator, node: Fenced) -> sp.Expr:
    """An atom made of its parts, so that lists with equal parts are equal; a set or an interval is one thing."""
    body = node.body
    if (node.open, node.close) == ("|", "|"):
        if (inside := written_matrix(body)) is None:
            return t.atom(node)
        t.doubt("bars around a matrix may be a determinant or its absolute value")
        return determinant(t, node, inside)
    if not isinstance(body, Sequence) or node.open == "{" or set(body.separators) - {","}:
        return t.atom(node)
    return _tuple(t, node, list(body.items), f"{node.open}{len(body.items)}{node.close}")


def _tuple(t: Translator, node: Node, items: list[Node], shape: str) -> sp.Expr:
    before = set(t.sense.opaque), list(t.sense.doubts)
    try:
        entries = [sp.Symbol("…") if isinstance(item, Ellipsis) else t.of(item) for item in items]
    except Unsaid:
        t.sense.opaque, t.sense.doubts = before
        return t.atom(node)
    if any(e.has(sp.oo) for e in entries):
        return t.atom(node)
    made = sp.Function(shape)(*entries)
    t.sense.opaque.add(made.func)
    return made


def _matrix(t: Translator, node: Matrix) -> sp.Expr:
    rows = node.rows
    if node.environment == "vmatrix":
        return determinant(t, node, node)
    shape = f"matrix {len(rows)}×{max(map(len, rows), default=0)}"
    return _tuple(t, node, [cell for row in rows for cell in row], shape)


def _indexed(t: Translator, node: Script) -> sp.Expr:
    """``\\mathbb{1}_{x > 0}``."""
    condition = node.sub.body if isinstance(node.sub, Fenced) else node.sub
    return indicator(t, node, condition) if is_unit(node.base) and isinstance(condition, Relation) else t.atom(node)


def written_matrix(node: Node | None) -> Matrix | None:
    """A matrix of which the entries are written, in brackets or not."""
    inside = node.body if isinstance(node, Fenced) else node
    return inside if isinstance(inside, Matrix) else None


def determinant(t: Translator, node: Node, of: Matrix) -> sp.Expr:
    """Multiplied out where all entries are written."""
    size = len(of.rows)
    if not size or size > LARGEST_DETERMINANT or any(len(row) != size or any(isinstance(c, Ellipsis) for c in row) for row in of.rows):
        return t.atom(node)
    return sp.Matrix([[t.of(cell) for cell in row] for row in of.rows]).det(method="berkowitz")


def _sequence(t: Translator, node: Sequence) -> sp.Expr:
    return _tuple(t, node, list(node.items), "".join(node.separators)) if set(node.separators) == {","} else t.atom(node)


def _as_atom(t: Translator, node: Node) -> sp.Expr:
    return t.atom(node)


def _blank(t: Translator, node: Node) -> sp.Expr:
    raise Unsaid(node, "something is missing here")


# --- factorials and binomial coefficients -----------------------------------------------------------------------------


def _factorial(t: Translator, node: Factorial) -> sp.Expr:
    if isinstance(node.body, Juxtaposed):
        return beside(t, node, node.body)
    of = t.of(node.body)
    return sp.gamma(of + 1) if node.marks == 1 else _double(t, node, of)


def _double(t: Translator, node: Factorial, of: sp.Expr) -> sp.Expr:
    """``(2k-1)!!`` and ``(2k)!!``, where odd or even can be seen."""
    constant, rest = sp.expand(of).as_coeff_Add()
    even = rest == 0 or all(term.as_coeff_Mul()[0].is_even for term in sp.Add.make_args(rest))
    if not even or not constant.is_Integer or node.marks != 2:
        return t.atom(node)
    if constant.is_odd:
        return sp.Integer(2) ** ((of + 1) / 2) * sp.gamma(of / 2 + 1) / sp.sqrt(sp.pi)
    return sp.Integer(2) ** (of / 2) * sp.gamma(of / 2 + 1)


def _binomial(t: Translator, node: Binomial) -> sp.Expr:
    n = t.of(node.above)
    below = node.below.body if isinstance(node.below, Fenced) and isinstance(node.below.body, Sequence) else node.below
    if not isinstance(below, Sequence):
        k = t.of(below)
        return sp.gamma(n + 1) / (sp.gamma(k + 1) * sp.gamma(n - k + 1))
    if set(below.separators) - {","}:
        return t.atom(node)
    at = dots(below.items)
    if at is None:
        if any(isinstance(item, Ellipsis) for item in below.items):
            return t.atom(node)
        return sp.gamma(n + 1) / sp.Mul(*(sp.gamma(t.of(item) + 1) for item in below.items))
    before, after = below.items[:at], below.items[at + 1 :]
    found = pattern(t, before, after)
    if found is None or (found.before, found.after) != (len(before), len(after)):
        return t.atom(node)
    return sp.gamma(n + 1) / sp.Product(sp.gamma(found.body + 1), found.limits)


RULES: dict[type, Callable] = {
    Cases: _cases, Matrix: _matrix, Sequence: _sequence, Relation: _as_atom, Text: _as_atom, Differential: _as_atom, Ellipsis: _as_atom,
    Factorial: _factorial, Binomial: _binomial, Blank: _blank,
    Fenced: _fenced, Script: _indexed,
}  # fmt: skip
