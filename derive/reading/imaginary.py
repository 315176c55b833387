"""Complex numbers are not judged: all names stand for real ones."""

import re

import sympy as sp

from ..language.terms import free
from .case import Case
from .findings import Finding

UNIT = re.compile(r"imaginary unit|complex (?:number|variable|plane)|characteristic function|i\^2\s*=\s*-\s*1|\\sqrt\{-1\}", re.IGNORECASE)
NAMES = frozenset(map(sp.Symbol, ("i", "j", "mathrm:i", "mathrm:j")))


def imaginary(case: Case) -> Finding | None:
    """Open, where the text has a name for the imaginary unit and uses it here as a number."""
    terms = [r.term for r in (case.raw_left, case.raw_right) if r.term is not None]
    if any(free(t) & NAMES for t in terms) and UNIT.search(case.context.document.text):
        return case.found("open", "complex numbers are not judged")
    return None
