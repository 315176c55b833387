"""Sums and integrals of a density: over the support, and over a part of it."""

from collections.abc import Callable

import sympy as sp

from ..language.law import Given


class Inside(sp.Expr):
    """1 where a place lies in a support, else 0: stands beside a density under a sum or an integral."""

    is_commutative = True

    def __new__(cls, place, support):
        return sp.Basic.__new__(cls, place, support)


OWN = sp.Symbol("⟨x⟩'")


def over(given: Given, g: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """The mean of g under the law."""
    return part(given, g(OWN), given.support.lo, given.support.hi)


def reach(given: Given, lo: sp.Expr, hi: sp.Expr) -> sp.Expr:
    """The probability of the range from lo to hi."""
    return part(given, sp.Integer(1), lo, hi)


def part(given: Given, body: sp.Expr, lo: sp.Expr, hi: sp.Expr) -> sp.Expr:
    return (sp.Sum if given.is_discrete else sp.Integral)(body * given.at(OWN), (OWN, lo, hi))
