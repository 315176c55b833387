"""``1/Γ`` at the whole numbers up to 0: it is 0 there, so that a binomial coefficient with too large a lower number vanishes."""

import sympy as sp

from ..language.balls import ball, flint


def is_reciprocal(term: sp.Expr) -> bool:
    return isinstance(term, sp.Pow) and isinstance(term.base, sp.gamma) and term.exp == -1


def reciprocal(walk, term: sp.Expr):
    return flint().arb(ball(walk.value(term.base.args[0]))).rgamma()
