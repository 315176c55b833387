"""The condition under which a formula is said to hold: ``if x < a, we have …`` and ``…, if x < a``."""

import re

import sympy as sp

from ..language.sets import Integers, Span
from ..language.terms import free
from .context import Context
from .meaning import Translator, Unsaid
from .meaning_calls import RULES
from .relations import FormulaRead, Relation, Statement
from .syntax import Name

IF = re.compile(r"\b(?:if|when|for|case)\W{0,3}$", re.IGNORECASE)
BREAK = re.compile(r"\n\s*\n")
BEHIND = ("", ",", "for", "when", "with", "where")
SIGNS = {"<": True, "<=": True, ">": False, ">=": False}


def conditions_at(context: Context, relation: Relation) -> dict[sp.Symbol, Span]:
    """The interval in which each name lies, where the sentence that leads to the formula says so, or the formula itself."""
    own = next(f for f, r in context.relations if r is relation)
    found: dict[sp.Symbol, Span] = {}
    for formula, statement in _leading(context, own, relation):
        for name, span in _spans(context, formula, statement):
            if name in found:
                return {}
            found[name] = span
    return found


def bounds_at(context: Context, place: int) -> list[tuple[sp.Symbol, Span]]:
    """What the section says above a place of the size of single names: ``0 < a < 1``, ``\\alpha > 2``."""
    found = []
    scope = context.scope_at(place)
    for formula in context.formulas:
        for statement in formula.statements:
            if statement.signs and statement.signs[0].start < place and context.scope_at(statement.signs[0].start) == scope:
                found += [(n, s) for n, s in _spans(context, formula, statement) if all(end.is_number for end in (s.lo, s.hi))]
    return found


def _leading(context: Context, own: FormulaRead, relation: Relation):
    for place, statement in enumerate(own.statements):
        behind = place > relation.chain and statement.word in BEHIND and all(s.sign in SIGNS for s in statement.signs)
        if statement.word == "if" or (behind and _is_about_a_name(statement)):
            yield own, statement
    if not own.formula.display:
        return
    text = context.document.text
    breaks = [m.end() for m in BREAK.finditer(text, max(0, own.formula.opening - 300), own.formula.opening)]
    start = ([b for b in breaks if text[b : own.formula.opening].strip()] or [own.formula.opening])[-1]
    for formula in context.formulas:
        if not formula.formula.display and start <= formula.formula.opening < own.formula.opening and len(formula.statements) == 1:
            if IF.search(text[max(start, formula.formula.opening - 12) : formula.formula.opening]):
                yield formula, formula.statements[0]


def _is_about_a_name(statement: Statement) -> bool:
    """``x > 0`` and ``0 < p < 1``."""
    return (len(statement.sides) == 2 and isinstance(statement.sides[0].node, Name)) or len(statement.sides) == 3


def _spans(context: Context, formula: FormulaRead, statement: Statement):
    """``x < a`` and ``a ≤ x ≤ b``: the interval of x, strictly inside."""
    signs = [s.sign for s in statement.signs]
    if not signs or any(s not in SIGNS for s in signs) or len({SIGNS[s] for s in signs}) > 1:
        return
    translator = Translator(context.usage, RULES)
    try:
        terms = [translator.of(s.node) if s.node is not None else sp.nan for s in statement.sides]
    except (Unsaid, ValueError, TypeError):
        return
    if not SIGNS[signs[0]]:
        terms = terms[::-1]
    if sp.nan in terms:
        return
    if len(terms) == 2:
        if isinstance(terms[0], sp.Symbol):
            yield terms[0], Span(-sp.oo, terms[1], True, True)
        if isinstance(terms[1], sp.Symbol):
            yield terms[1], Span(terms[0], sp.oo, True, True)
    elif len(terms) == 3 and isinstance(terms[1], sp.Symbol) and terms[1] not in free(terms[0]) | free(terms[2]):
        yield terms[1], Span(terms[0], terms[2], True, True)


def below(where: Span | None, end: sp.Expr) -> bool:
    """Whether all of the interval lies below the end."""
    return where is not None and end != sp.oo and where.hi == end


def above(where: Span | None, end: sp.Expr) -> bool:
    return where is not None and end != -sp.oo and where.lo == end


def outside(where: Span | None, support: Span | Integers) -> bool:
    return below(where, support.lo) or above(where, support.hi)
