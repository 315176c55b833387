"""Constants of which one is rounded: they agree to the digits that are given."""

import re

from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .findings import Finding
from .meaning_calls import Weighted
from .trial import value


def rounded(case: Case) -> Finding | None:
    """Two constants of which one is rounded: to the digits that are given."""
    relation, left, right = case.relation, case.left.term, case.right.term
    if case.sign not in ("=", "≈"):
        return None
    if left is None or right is None or free(left) or free(right) or left.atoms(AppliedUndef) or left.has(Weighted) or right.has(Weighted):
        return None
    digits = [len(text.split(".")[1]) for side in (relation.lhs, relation.rhs) for text in re.findall(r"\d+\.\d+", side.text)]
    a, b = value(left, {}), value(right, {})
    if a is None or b is None or not digits:
        return None
    if abs(a - b) < 0.51 * 10.0 ** -max(digits):
        return case.found("supported", f"the sides agree to {max(digits)} decimals")
    return None
