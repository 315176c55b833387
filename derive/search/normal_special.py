"""Normal forms of gamma functions and their relatives: all as Γ, at the smallest of the arguments that differ by whole numbers."""

from functools import lru_cache

import sympy as sp

from ..library import holes, special
from .fractions import expanded
from .normal import Normal, on
from .proof import Course

ONE = sp.Integer(1)
AS_GAMMA = {
    sp.factorial: (special.factorial_as_gamma, (holes.a,)),
    sp.binomial: (special.binomial_as_gamma, (holes.a, holes.b)),
    sp.beta: (special.beta_as_gamma, (holes.a, holes.b)),
    sp.loggamma: (special.loggamma_as_log, (holes.a,)),
}


@on(*AS_GAMMA)
def as_gamma(normal: Normal, course: Course) -> bool:
    rule, names = AS_GAMMA[type(course.term)]
    return normal.rewrite(course, rule, dict(zip(names, course.term.args, strict=True)))


@lru_cache(maxsize=64)
def arguments(*sides: sp.Expr) -> dict[sp.Expr, sp.Expr]:
    """The smallest constant that comes with each variable part among the arguments of Γ and ψ, up to whole numbers."""
    found: dict = {}
    for term in (p for side in sides for p in sp.preorder_traversal(side)):
        match term:
            case sp.gamma() | sp.loggamma():
                these = (term.args[0],)
            case sp.polygamma():
                these = (term.args[1],)
            case sp.factorial():
                these = (term.args[0] + 1,)
            case sp.beta():
                these = (*term.args, sp.Add(*term.args))
            case sp.binomial():
                a, b = term.args
                these = (a + 1, b + 1, a - b + 1)
            case _:
                continue
        for each in these:
            number, rest = expanded(each).as_coeff_Add()
            if isinstance(number, sp.Rational):
                key = (rest, number % 1)
                found[key] = min(found.get(key, number), number)
    return found


@on(sp.gamma, sp.polygamma)
def shifted(normal: Normal, course: Course) -> bool:
    """Γ(a + k) by Γ(a), one step at a time."""
    *order, inside = course.term.args
    if normal.tidy(course, inside):
        return True
    number, rest = inside.as_coeff_Add()
    if not isinstance(number, sp.Rational) or rest == 0:
        return False
    least = arguments(normal.claim.lhs, normal.claim.rhs).get((rest, number % 1), number)
    if number - least < 1 or number - least > 12:
        return False
    rule = special.gamma_shift if not order else {0: special.digamma_shift, 1: special.trigamma_shift}[int(order[0])]
    return normal.rewrite(course, rule, {holes.a: inside - 1})


@on(sp.erf)
def of_error_function(normal: Normal, course: Course) -> bool:
    return normal.tidy(course, course.term.args[0])
