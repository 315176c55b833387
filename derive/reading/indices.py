"""Letters that count entries: where they are bound and where they are free."""

from collections.abc import Collection

import sympy as sp

from ..language.terms import free


def escaped(left: sp.Expr, right: sp.Expr, running: Collection[str]) -> set[str]:
    """Letters that one side adds or multiplies over, and that are free in the other side only; or that stand in their own bound."""
    return _own(left) ^ _own(right) | _one_way(left, right, running) | _one_way(right, left, running)


def _one_way(here: sp.Expr, there: sp.Expr, running: Collection[str]) -> set[str]:
    return {n for n in _bound(here) if n in running and n in _counting(there) and sp.Symbol(n) not in free(here)}


def _bound(term: sp.Expr) -> set[str]:
    return {str(limit[0]) for total in term.atoms(sp.Sum, sp.Product) for limit in total.args[1:]}


def _counting(term: sp.Expr) -> set[str]:
    """Free letters among the indices of entries."""
    letters = {str(i) for entry in term.atoms(sp.Indexed) for i in entry.indices if isinstance(i, sp.Symbol)}
    return {str(n) for n in free(term)} & letters


def _own(term: sp.Expr) -> set[str]:
    """Letters in their own bounds: ``Σ_{j=1}^{n_j}``."""
    totals = term.atoms(sp.Sum, sp.Product)
    return {str(limit[0]) for total in totals for limit in total.args[1:] if any(limit[0] in free(b) for b in limit[1:])}
