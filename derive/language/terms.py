"""The operators that statistics needs and SymPy lacks. All are inert: nothing evaluates by itself.

A term is a SymPy expression. Every binder has the shape ``Head(body, (variable, ...), ...)``, as SymPy's own
``Sum``, ``Product`` and ``Integral`` have; a rule that knows one of them knows them all.
"""

from functools import lru_cache

from sympy import Basic, Derivative, Expr, Function, IndexedBase, Integral, Lambda, Product, Sum, Symbol, Tuple
from sympy.core.function import AppliedUndef, UndefinedFunction


class Binder(Expr):
    """``Head(body, (index, lower, upper), ...)``: a real number made from a family of numbers."""

    is_commutative = True

    def __new__(cls, body, *limits):
        return Basic.__new__(cls, body, *(Tuple(*limit) for limit in limits))

    def _eval_is_extended_real(self):
        return True

    def _eval_is_finite(self):
        return True


class Largest(Binder):
    """The largest of finitely many numbers: ``Largest(x[i], (i, 1, n))`` is the order statistic x₍ₙ₎."""


class Smallest(Binder):
    """The smallest of finitely many numbers: ``Smallest(x[i], (i, 1, n))`` is x₍₁₎."""


class LowerMedian(Binder):
    """The order statistic of rank ⌈n/2⌉, the left end of the median interval."""


class UpperMedian(Binder):
    """The order statistic of rank ⌊n/2⌋ + 1, the right end of the median interval."""


class Median(Binder):
    """The midpoint of the median interval."""


class Total(Binder):
    """``Total(f(w), (w, 1, N))``: the sum or the integral over outcomes, with a measure of which only linearity and Fubini are used.

    The values of an outcome are those of data and functions at it, never the outcome itself. Numbers take it as the sum.
    """


class Zero(Binder):
    """``Zero(h, (t, lo, hi))``: the only zero of h in the open interval (lo, hi)."""

    def _sympystr(self, printer):
        return f"Zero({', '.join(printer._print(a) for a in self.args)})"


class LimitOf(Binder):
    """``LimitOf(body, (v, place))``: the limit as v goes to the place; with a third entry 1 or −1, from above or from below."""


class AtMost(Expr):
    """The indicator of a ≤ b: 1 where it holds, else 0."""

    is_commutative = True

    def __new__(cls, a, b):
        return Basic.__new__(cls, a, b)

    def _eval_is_extended_real(self):
        return True

    def _eval_is_finite(self):
        return True


class ArgMax(Basic):
    """The set of maximisers: ``ArgMax(objective, (theta, domain), ...)``."""

    def __new__(cls, body, *limits):
        return Basic.__new__(cls, body, *(Tuple(*limit) for limit in limits))


class Only(Basic):
    """The set with one element, a tuple of as many numbers as there are arguments."""


class Vector(Basic):
    """``Vector(body, (k, 1, d))``: the vector with entries body(1), …, body(d)."""

    def __new__(cls, body, *limits):
        return Basic.__new__(cls, body, *(Tuple(*limit) for limit in limits))


class BlowUp(Expr):
    """``BlowUp(A, t)``: the limit of A as t falls to the lower end of its domain, all else fixed."""

    def __new__(cls, body, variable):
        return Basic.__new__(cls, body, variable)


class Pairs(Basic):
    """The Cartesian product of two sets."""


class Solution(Basic):
    """``Solution((h1, ...), (t1, domain1), ...)``: the only common zero of the h's, a tuple of numbers."""

    def __new__(cls, body, *limits):
        return Basic.__new__(cls, Tuple(*body), *(Tuple(*limit) for limit in limits))


SERIES = (Sum, Product, Integral)
BINDERS = (*SERIES, Binder, ArgMax, Solution, Vector)
CONTINUOUS = (Integral, Zero, LimitOf, ArgMax, Solution)


def is_hole(head) -> bool:
    return isinstance(head, UndefinedFunction)


@lru_cache(maxsize=50_000)
def free(term: Basic) -> frozenset:
    """Free symbols, indexed bases, and names of undefined functions. The variable of a derivative is free."""
    if isinstance(term, Symbol | IndexedBase):
        return frozenset((term,))
    if isinstance(term, BINDERS):
        names = free(term.args[0])
        for limit in term.args[1:]:
            names -= {limit[0]}
            for bound in limit[1:]:
                names |= free(bound)
        return names
    if isinstance(term, Lambda):
        return free(term.expr) - set(term.variables)
    names = frozenset().union(*(free(a) for a in term.args if isinstance(a, Basic))) if term.args else frozenset()
    return names | {term.func} if isinstance(term, AppliedUndef) else names


def derivative(term, *variables) -> Derivative:
    """The derivative as it is written, not carried out."""
    return Derivative(term, *variables, evaluate=False)


def function(name: str):
    """The name of a function that is not yet defined."""
    return Function(name)
