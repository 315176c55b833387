"""Relations that introduce something: a definition, a model, a range. There is nothing to check in them."""

import re

import sympy as sp
from sympy.core.function import AppliedUndef

from .case import Case
from .findings import Finding
from .meaning_calls import is_operator
from .meaning_names import is_plain
from .relations import Relation
from .syntax import Call, Ellipsis, Juxtaposed, Name, Sequence, Text

MODELS = ("~", ":=", "=:", "⊥", "not ~")
CUE = re.compile(
    r"\b(let|defin\w*|denot\w*|introduc\w*|abbreviat\w*)\b[^.]{0,80}$|\bwhere\b[^.]{0,30}$|\bwith(?:\s+(?:the\s+)?parameters?)?\W{0,3}$",
    re.IGNORECASE,
)


def model(case: Case) -> Finding | None:
    """``X ~ …``, ``:=``, ``i = 1, …, n``."""
    if case.sign in MODELS or (case.sign in ("=", "in") and _is_range(case.relation)):
        return case.found("given")
    return None


def definition(case: Case) -> Finding | None:
    return case.found("given") if case.sign == "=" and _introduces(case) else None


def _is_range(relation: Relation) -> bool:
    """``i = 1, …, n``."""
    node = relation.rhs.node
    plain = isinstance(relation.lhs.node, Name)
    return plain and isinstance(node, Sequence) and any(isinstance(item, Ellipsis) for item in node.items)


def _introduces(case: Case) -> bool:
    """A definition: led to by such words, and its name was given no meaning before."""
    relation, node = case.relation, case.relation.lhs.node
    if relation.link or node is None or isinstance(node, Text):
        return False
    formula = next(f.formula for f, r in case.context.relations if r is relation)
    prose = case.context.document.text[max(0, formula.opening - 120) : formula.opening]
    begins = relation.chain == 0 or (relation.word == "and" and _follows_definition(case, formula))
    if not (relation.word in ("where", "with", "let") or (CUE.search(prose) and begins)):
        return False
    name = case.raw_left.term
    scope = case.context.scope(relation.sign.start)
    if isinstance(node, Juxtaposed | Call):
        arguments = node.arguments if isinstance(node, Call) else (node.argument.body,)
        fresh = isinstance(name, AppliedUndef) and name not in scope.facts and not is_operator(node.head)
        return fresh and all(a is not None and is_plain(a) for a in arguments) and not case.left.used
    return is_plain(node) and isinstance(name, sp.Symbol) and name not in scope.names and not str(name).startswith("hat(")


def _follows_definition(case: Case, formula) -> bool:
    """Whether everything before it in the formula introduces something too."""
    inside = [f.verdict for c, f in case.context.judged if formula.start <= c.relation.sign.start < formula.end]
    return bool(inside) and set(inside) == {"given"}
