"""Constants of which one is rounded: they agree to the digits that are given, or they do not."""

import re

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .meaning_calls import Weighted
from .syntax import Node, Number, Percent, Product, Sum
from .trial import value

BASES = (2, 10)
DECIMALS = re.compile(r"\d+\.(\d+)")


def rounded(case: Case) -> Finding | None:
    """Two constants of which one is rounded: to the digits that are given; refuted more than a unit of the last digit away."""
    relation, left, right = case.relation, case.left.term, case.right.term
    if case.sign not in ("=", "≈"):
        return None
    if left is None or right is None or free(left) or free(right) or left.atoms(AppliedUndef) or left.has(Weighted) or right.has(Weighted):
        return None
    units = [unit for side in (relation.lhs, relation.rhs) if (unit := _unit(side.node, side.text, case.sign)) is not None]
    a, b = value(left, {}), value(right, {})
    if a is None or b is None or not units:
        return None
    plain = [unit for side in (relation.lhs, relation.rhs) if _is_number(side.node) and (unit := _unit(side.node, side.text, case.sign))]
    unit = max(plain) if plain else min(units)
    if abs(a - b) < 0.51 * unit:
        return case.found("supported", f"the sides agree within half of {unit:g}, the unit of the last digit")
    doubts = case.left.doubts or case.right.doubts or any(_agree(left, right, base, unit) for base in BASES)
    if abs(a - b) > 1.51 * unit and len(units) == len(plain) == 1 and not doubts:
        sides = (x.str(12, radius=False) for x in (a, b))
        return case.found("refuted", "this is not the value, rounded", "D201", evidence=Evidence({}, *sides))
    return None


def _agree(left: sp.Expr, right: sp.Expr, base: int, unit: float) -> bool:
    """Whether the sides agree with logarithms to another base."""
    a, b = (value(t.replace(sp.log, lambda x: sp.log(x) / sp.log(base)), {}) for t in (left, right))
    return a is None or b is None or not abs(a - b) > 1.51 * unit


def _unit(node: Node | None, text: str, sign: str) -> float | None:
    """The unit of the last digit of a number written with decimals, or after ≈; None where nothing is rounded."""
    percent = 0.01 if isinstance(node, Percent) else 1.0
    found = DECIMALS.findall(text)
    if found:
        return percent * 10.0 ** -max(map(len, found))
    return percent if sign == "≈" and _is_number(node) else None


def _is_number(node: Node | None) -> bool:
    match node:
        case Number():
            return True
        case Percent(body=body):
            return _is_number(body)
        case Sum(terms=(only,)) | Product(factors=(only,)):
            return _is_number(only)
    return False
