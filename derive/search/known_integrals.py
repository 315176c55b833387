"""Integrals and sums with rules of their own that normal forms do not use."""

import sympy as sp

from ..kernel.check import Rejected
from ..language.claims import equal
from ..language.substitution import substitute
from ..language.terms import free
from ..library import expectations, holes
from .evaluating import ONE, ZERO, Evaluation, Needs, way
from .integrands import centre, coefficient, shape
from .normal import Normal


@way
def known(at: Evaluation, term: sp.Expr) -> int | None:
    for attempt in (power_from_zero, exponential_moment, half_gaussian, two_corners, ratio_power, wald, binomial):
        kept = len(at.proof.steps)
        try:
            found = attempt(at, term)
        except Rejected:
            at.forget(kept)
            continue
        if found is not None:
            return at.tidied(found)
    return None


def power_from_zero(at: Evaluation, term: sp.Expr) -> int | None:
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if isinstance(term, sp.Sum) or lo != 0 or hi == sp.oo or sp.expand(body - x**found.power) != 0:
        return None
    return at.by_rule(term, expectations.integral_of_power_from_zero, {holes.a: found.power, holes.t: hi})


def exponential_moment(at: Evaluation, term: sp.Expr) -> int | None:
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    rules = {1: expectations.exponential_first_moment, 2: expectations.exponential_second_moment}
    rate = sp.expand(found.exponent / x)
    if isinstance(term, sp.Sum) or hi == sp.oo or found.power not in rules or found.beside or found.rest != 0 or x in free(rate):
        return None
    if found.logs or found.rest_logs or rate == 0:
        return None
    if at.holds(rate, "!=") is not True:
        raise Needs(at.condition(rate, "!="))
    return at.by_rule(term, rules[int(found.power)], {holes.b: rate, holes.s: lo, holes.t: hi})


def half_gaussian(at: Evaluation, term: sp.Expr) -> int | None:
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    rules = {0: expectations.half_gaussian_integral, 1: expectations.half_gaussian_first_moment}
    exponent = sp.expand(found.exponent)
    if (lo, hi) != (0, sp.oo) or found.power not in rules or found.beside or found.logs or not exponent.is_polynomial(x):
        return None
    if sp.degree(exponent, x) != 2:
        return None
    second, first, none = (exponent.coeff(x, k) for k in (2, 1, 0))
    step = at.by_rule(term, rules[int(found.power)], {holes.a: second, holes.b: first, holes.c: none})
    return at.normalised(step)


def ratio_power(at: Evaluation, term: sp.Expr) -> int | None:
    """x^k (a/c)^x for k = 0, 1, 2, between numbers."""
    body, (x, lo, hi) = term.args
    above, below, power = ONE, ONE, 0
    for factor in sp.Mul.make_args(body):
        base, exponent = factor.as_base_exp()
        if base == x and exponent in (1, 2):
            power = int(exponent)
        elif exponent == x:
            above *= base
        elif exponent == -x:
            below *= base
        else:
            return None
    if isinstance(term, sp.Sum) or hi == sp.oo or (above == 1 and below == 1) or x in free(above * below):
        return None
    return at.by_rule(term, expectations.RATIO_POWERS[power], {holes.a: above, holes.c: below, holes.s: lo, holes.t: hi})


def wald(at: Evaluation, term: sp.Expr) -> int | None:
    """exp(−a/x − b x) x^(−5/2)."""
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if (lo, hi) != (0, sp.oo) or found.power != sp.Rational(-5, 2) or found.beside or found.logs or isinstance(term, sp.Sum):
        return None
    exponent = sp.expand(found.exponent)
    a, b = -coefficient(exponent, x, -1), -coefficient(exponent, x, 1)
    if sp.expand(exponent + a / x + b * x) != 0:
        return None
    return at.by_rule(term, expectations.wald_inverse_moment, {holes.a: a, holes.b: b})


def two_corners(at: Evaluation, term: sp.Expr) -> int | None:
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if (lo, hi) != (-sp.oo, sp.oo) or len(found.beside) != 1 or not isinstance(found.beside[0], sp.Abs) or found.power != 0:
        return None
    inside = [a for a in found.exponent.atoms(sp.Abs) if x in free(a)]
    if len(inside) != 1:
        return None
    rate = sp.expand(found.exponent / inside[0])
    c, a = (centre(e, x) for e in (found.beside[0], inside[0]))
    if x in free(rate) or a is None or c is None or a == c:
        return None
    return at.by_rule(term, expectations.two_corners, {holes.a: a, holes.b: rate, holes.c: c})


def binomial(at: Evaluation, term: sp.Expr) -> int | None:
    """Σ i² aⁱ/(i! (n − i)!)."""
    body, (i, lo, hi) = term.args
    if not isinstance(term, sp.Sum) or lo != 0 or hi == sp.oo:
        return None
    ratio, kinds = ONE, []
    for factor in sp.Mul.make_args(body):
        base, exponent = factor.as_base_exp()
        if i in free(exponent) and i not in free(base):
            ratio *= base ** exponent.coeff(i, 1)
        else:
            kinds.append(factor)
    wanted = {i**2, 1 / sp.gamma(i + 1), 1 / sp.gamma(hi - i + 1)}
    if set(kinds) != wanted:
        return None
    step = at.proof.rule(expectations.binomial_second_moment, {holes.a: ratio, holes.n: hi})
    claim = at.proof.claim(step)
    stated = claim.lhs.func(substitute(claim.lhs.args[0], {claim.lhs.args[1][0]: i}), (i, lo, hi))
    after, k = Normal(at.proof, equal(stated.args[0], ZERO)).of(stated.args[0])
    if k is None or after != body:
        return None
    return at.normalised(at.proof.add_chain(equal(term, claim.rhs), (at.under(stated, k), step)))
