"""Places of maxima and minima: ``argmax_θ f = argmax_θ g``.

The two agree where g is an increasing function of f, apart from factors and terms free of θ. They cannot agree where the maximum is
taken over names that do not occur, or where one side is about a single observation and the other about the whole sample.
"""

from dataclasses import replace

import sympy as sp

from ..language.substitution import same, substitute
from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .meaning_names import index_letters, parts
from .relations import Side
from .show import show
from .syntax import Accent, Big, Call, Ellipsis, Fenced, Juxtaposed, Name, Node, Relation, Script, children, walk
from .trial import compare, value

OPTIMA = ("argmax", "argmin")
SERIES = ("sum", "prod")


def optimum(case: Case) -> Finding | None:
    """An equation of which one side is the place of a maximum or a minimum."""
    left, right = case.relation.lhs.node, case.relation.rhs.node
    if case.sign not in ("=", ":=") or not any(_is_optimum(side) for side in (left, right)):
        return None
    for side, other in ((right, left), (left, right)):
        if _is_optimum(side) and (missing := absent(side, case)):
            return _over_nothing(case, side, other, missing)
    if _is_optimum(left) and _is_optimum(right):
        return _single(case, left, right) or _single(case, right, left) or _transformed(case, left, right)
    if _is_optimum(right) and case.relation.link == 0:
        return case.found("given", "a name for the place of the optimum")
    return None


def _is_optimum(node: Node | None) -> bool:
    return isinstance(node, Big) and node.operator in OPTIMA and node.body is not None and node.lower is not None


# --- what the optimum is taken over --------------------------------------------------------------------------------


def absent(node: Big, case: Case) -> list[str]:
    """The names that the optimum is taken over, where none of them occurs in what is optimised, and all that occurs is explicit."""
    names = _over(node)
    assert node.body is not None
    inside = list(walk(node.body))
    if not names or isinstance(node.body, Name) or any(isinstance(n, Call | Juxtaposed) and not _is_known(n) for n in inside):
        return []
    if any(_base(n) in {_root(name) for name in names} for n in inside if isinstance(n, Name | Script | Accent)):
        return []
    return [] if _occurs_around(names, node, case) else names


def _occurs_around(names: list[str], node: Big, case: Case) -> bool:
    """Whether the section speaks of the names elsewhere: what is optimised may then depend on them without showing it."""
    context, roots = case.context, {_root(name) for name in names}
    section = context.scope_at(case.relation.sign.start)
    for formula in context.formulas:
        if context.scope_at(formula.formula.start) != section:
            continue
        for side in (s for statement in formula.statements for s in statement.sides if s.node is not None):
            for each in walk(side.node):
                if isinstance(each, Name) and each.letter in roots and not node.start <= each.start < node.end:
                    return True
    return False


def _over(node: Big) -> list[str]:
    lower = node.lower
    if isinstance(lower, Relation):
        lower = lower.sides[0]
    if isinstance(lower, Fenced):
        lower = lower.body
    return [show(each) for each in parts(lower) if not isinstance(each, Ellipsis)]


def _root(name: str) -> str:
    """``sigma`` of ``sigma^2``, ``p`` of ``p_1``."""
    return name.split("^", maxsplit=1)[0].split("_", maxsplit=1)[0]


def _base(node: Node) -> str:
    return _root(show(node))


def _is_known(node: Call | Juxtaposed) -> bool:
    head = node.head.base if isinstance(node.head, Script) else node.head
    return isinstance(head, Name) and head.letter in ("log", "ln", "exp", "Gamma", "sqrt")


def _over_nothing(case: Case, side: Big, other: Node | None, missing: list[str]) -> Finding:
    names = ", ".join(missing)
    message = f"the optimum is taken over {names}, which do not occur in what is optimised"
    inside = {_base(n) for n in walk(side) if isinstance(n, Name)}
    if not _is_optimum(other) or not {_root(name) for name in _over(other)} & inside:  # type: ignore[arg-type]
        return case.found("open", message, "D601", warning=True)
    single = f"; {words}" if (words := _mismatch(other, side) or _mismatch(side, other)) else ""  # type: ignore[arg-type]
    evidence = Evidence({}, f"the place of an optimum over {', '.join(_over(other))}", f"any values of {names}")  # type: ignore[arg-type]
    return case.found("refuted", message + single, "D601", evidence=evidence)


# --- one observation and the whole sample --------------------------------------------------------------------------


def _single(case: Case, one: Big, all_: Big) -> Finding | None:
    words = _mismatch(one, all_)
    if not words:
        return None
    evidence = Evidence({"n": "2"}, "depends on which of the two observations is meant", "depends on both")
    return case.found("refuted", words, "D401", evidence=evidence)


def _mismatch(one: Big, whole: Big) -> str:
    """Why the first cannot be the second: it depends on the number of an observation, over all of which the second runs."""
    loose, bound = _loose(one.body), _running(whole.body)
    for index in sorted(loose & bound):
        if index not in _loose(whole.body) and not _running(one.body) & bound:
            return f"one side is about the single observation {index}, the other about the whole sample: a product or a sum over {index}"
    return ""


def _running(node: Node | None) -> set[str]:
    found = set()
    for each in walk(node) if node is not None else ():
        if isinstance(each, Big) and each.operator in SERIES and isinstance(each.lower, Relation):
            found |= {show(name) for name in parts(each.lower.sides[0])}
    return found


def _loose(node: Node | None, bound: frozenset = frozenset()) -> set[str]:
    """Letters below names that no sum or product around them binds."""
    if node is None:
        return set()
    if isinstance(node, Big) and node.operator in SERIES and isinstance(node.lower, Relation):
        return _loose(node.body, bound | {show(name) for name in parts(node.lower.sides[0])})
    found: set[str] = set()
    if isinstance(node, Script) and node.sub is not None:
        found |= {letter for letter in index_letters(node.sub) if letter not in bound}
    for child in children(node):
        found |= _loose(child, bound)
    return found


# --- increasing functions ------------------------------------------------------------------------------------------


def _transformed(case: Case, left: Big, right: Big) -> Finding | None:
    """Whether one side is an increasing function of the other, or a decreasing one of it."""
    if _over(left) != _over(right):
        return None
    f, g = (_body(case, side, node) for side, node in ((case.relation.lhs, left), (case.relation.rhs, right)))
    if f is None or g is None:
        return None
    turned = left.operator != right.operator
    if same(f, g) and not turned:
        return case.found("proved", "the same is optimised")
    for one, other, how in (
        (f, g, "the same, but for"),
        (sp.log(f), g, "the logarithm, but for"),
        (f, sp.log(g), "the logarithm, but for"),
    ):
        sign = _direction(case, one, other, [sp.Symbol(name) for name in _over(left)])
        if sign:
            if (sign < 0) == turned:
                return case.found("supported", f"{how} positive factors and terms in which {', '.join(_over(left))} do not occur")
            return None
    return None


def _body(case: Case, side: Side, node: Big) -> sp.Expr | None:
    reading = case.context.read(replace(side, node=node.body), False)
    return reading.term


def _direction(case: Case, f: sp.Expr, g: sp.Expr, over: list[sp.Symbol]) -> int:
    """1 or -1 where f is a positive or negative multiple of g, but for terms in which the names do not occur; else 0."""
    if not all(v in free(f) and v in free(g) for v in over):
        return 0
    moved = {v: sp.Symbol(f"{v}*") for v in over}
    running = case.context.usage.running
    df, dg = (t - substitute(t, moved) for t in (f, g))
    for factor in (sp.Integer(1), sp.Integer(-1)):
        if compare(df, factor * dg, running, enough=True).holds:
            return int(factor)
    more = {v: sp.Symbol(f"{v}†") for v in over}
    dh, dk = (t - substitute(t, more) for t in (f, g))
    if compare(df * dk, dh * dg, running, enough=True).holds and (ratio := _constant(df, dg)) is not None:
        return ratio
    return 0


def _constant(df: sp.Expr, dg: sp.Expr) -> int | None:
    """The sign of the ratio, where it is a number or a power of a whole number."""
    ratio = sp.simplify(df / dg)
    sizes = {s for s in free(ratio) if str(s) in ("n", "N", "m")}
    if free(ratio) - sizes:
        return None
    found = value(ratio, {s: sp.Integer(3) for s in sizes})
    return None if found is None or found.contains(0) else (1 if found > 0 else -1)
