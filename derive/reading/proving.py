"""From two terms of a document to a derivation of their equality, and the words that say what it takes for granted."""

from functools import lru_cache

import sympy as sp

from ..language.claims import Claim, Given
from ..language.errors import DeriveError
from ..language.sets import counting
from ..language.terms import free
from ..search.judge import prove_where_defined
from .written import intervals, with_positive_functions, written

LARGEST = 900
ALWAYS = "wherever both sides are defined"


@lru_cache(maxsize=5_000)
def proof_of(left: sp.Expr, right: sp.Expr, known: Given | None = None) -> str | None:
    """Where the equation was proved to hold, in words; None where no proof was found."""
    if sum(1 for t in (left, right) for _ in sp.preorder_traversal(t)) > LARGEST:
        return None
    try:
        lhs, rhs = with_positive_functions(written(left), written(right))
        claim = Claim(lhs, "=", rhs)
        found = prove_where_defined(claim, counted(known or Given(), left, right).assume(*intervals(lhs, rhs)))
    except (DeriveError, ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError, RecursionError):
        return None
    if found is None:
        return None
    _, assumed = found
    return ALWAYS + (f", for {', '.join(map(str, assumed))}" if assumed else "")


def counted(given: Given, *terms: sp.Expr) -> Given:
    """What is given, and that the names in the bounds of sums and the indices of data are whole numbers from 1."""
    for term in terms:
        for part in sp.preorder_traversal(term):
            match part:
                case sp.Sum() | sp.Product():
                    names = {s for limit in part.args[1:] for end in limit[1:] for s in free(end)}
                case sp.Indexed():
                    names = {s for index in part.indices for s in free(index)}
                case _:
                    continue
            for name in sorted(names, key=str):
                if isinstance(name, sp.Symbol | sp.IndexedBase) and name not in given.domains:
                    given = given.declare(name, counting)
    return given
