"""Kinds of declaration besides rules and distributions."""

from dataclasses import dataclass

from sympy import Expr

from ..kernel.derivation import Rule


@dataclass(frozen=True)
class Root:
    """A decreasing function ``core`` of ``a`` without a closed inverse; ``core(a) = s`` lies between ``lower`` and ``upper``.

    ``atom`` is the part of the core by which it is recognised. The rules say that the core decreases, and that
    core − s is positive at the lower and negative at the upper point; their conditions say which s there may be.
    """

    core: Expr
    atom: Expr
    lower: Expr
    upper: Expr
    decreasing: Rule
    above: Rule
    below: Rule
