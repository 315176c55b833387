"""Logarithms and powers in an integrand: derivatives of a family of integrals with respect to an exponent, where they converge."""

import sympy as sp

from ..kernel.check import Rejected
from ..language.claims import Claim
from ..language.domains import holds
from ..language.sets import Span
from ..library import expectations, holes
from .assume import Stuck
from .evaluating import ZERO, Diverges, Evaluation, Needs, Unknown, way
from .integrands import coefficient, shape, stated


@way
def converges(at: Evaluation, term: sp.Expr) -> None:
    """Raise Needs or Diverges where a power or an exponential function decides about convergence."""
    if isinstance(term, sp.Sum):
        return
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if found.beside or (lo == -sp.oo and hi == sp.oo):
        return
    if lo == 0 and not sp.expand(found.exponent).as_independent(x)[1].has(sp.log(x), 1 / x):
        wanted(at, term, found.power + 1)
    if (lo, hi) == (0, 1):
        wanted(at, term, found.rest + 1)
    if hi == sp.oo and lo != 0 and found.exponent == 0:
        rule = (expectations.power_without_integral, {holes.a: found.power, holes.s: lo})
        wanted(at, term, -found.power - 1, rule if body == x**found.power else None)
    rate = sp.expand(found.exponent)
    if hi == sp.oo and rate.is_polynomial(x) and sp.degree(rate, x) == 1:
        wanted(at, term, -coefficient(rate, x, 1))


def wanted(at: Evaluation, term: sp.Expr, positive: sp.Expr, infinite: tuple | None = None) -> None:
    """Raise Needs if it is not known whether the term is positive, Diverges if it is not."""
    found = at.holds(positive, ">")
    if found is None:
        raise Needs(at.condition(positive, ">"))
    if found is False:
        raise Diverges(term, not term.args[0].has(sp.log), -1 if infinite is None else at.ruled(*infinite, term.args[1][0]))


@way
def tilted(at: Evaluation, term: sp.Expr) -> int | None:
    """∫ … (log x)^m: the m-th derivative of ∫ … x^s at s = 0; so for log(1 − x)."""
    if isinstance(term, sp.Sum):
        return None
    body, (x, _, _) = term.args
    found = shape(body, x)
    for rule, argument, times, power in (
        (expectations.log_weight, x, found.logs, found.power), (expectations.log_weight_of_rest, 1 - x, found.rest_logs, found.rest),
    ):  # fmt: skip
        if times:
            return differentiated(at, term, rule, argument, times, power)
    return None


@way
def gaussian_power(at: Evaluation, term: sp.Expr) -> int | None:
    """x^k exp(a x² + b x) for k > 2: derivatives of the integral of exp(a x² + (b + s) x)."""
    body, (x, lo, hi) = term.args
    found = shape(body, x)
    if isinstance(term, sp.Sum) or (lo, hi) != (-sp.oo, sp.oo) or found.beside or not found.exponent.is_polynomial(x):
        return None
    if sp.degree(found.exponent, x) != 2 or not isinstance(found.power, sp.Integer) or found.power < 3:
        return None
    return differentiated(at, term, expectations.exponential_weight, None, int(found.power), ZERO)


def differentiated(at: Evaluation, term: sp.Expr, rule, argument: sp.Expr | None, times: int, power: sp.Expr) -> int:
    body, (x, _, _) = term.args
    weight = x if argument is None else sp.log(argument)
    rest = sp.Mul(*(f for f in sp.Mul.make_args(body) if f.as_base_exp()[0] != weight))
    spans = ((-sp.oo, sp.oo), (-power - 1, sp.oo), (-sp.oo, -power - 1)) if argument is not None else ((-sp.oo, sp.oo),)
    for low, high in spans:
        kept, given = len(at.proof.steps), at.proof.given
        span = Span(low, high, True, True)
        s = sp.Symbol(at.fresh("s"), real=True)
        if holds(Claim(ZERO, "in", span), given) is not True:
            continue
        at.proof.introduce(s, span)
        try:
            return at_zero(at, term, rule, s, span, (weight, rest), times)
        except (Rejected, Stuck, Needs, Unknown, Diverges):
            at.forget(kept)
            at.proof.given = given
    raise Unknown("no family of integrals contains", term)


def at_zero(at: Evaluation, term: sp.Expr, rule, s: sp.Symbol, span: Span, split: tuple[sp.Expr, sp.Expr], times: int) -> int:
    x, lo, hi = term.args[1]
    weight, h = split
    known = {holes.theta: s, holes.s: lo, holes.t: hi}
    lhs = stated(rule.premises[0].lhs, {holes.h: sp.Lambda((x,), h), **known}, x)
    step = at.of(lhs)
    for _ in range(times):
        value = at.proof.claim(step).rhs
        bindings = {
            holes.h: sp.Lambda((x,), h), holes.Theta: span, holes.a: span.lo, holes.b: span.hi, holes.A: sp.Lambda((s,), value), **known,
        }  # fmt: skip
        slope = at.ruled(rule, bindings, x, step)
        step = at.proof.chain(slope, at.proof.differentiate(at.proof.claim(slope).rhs))
        step = at.tidied(step)
        h = weight * h
        lhs = stated(rule.premises[0].lhs, {holes.h: sp.Lambda((x,), h), **known}, x)
        if at.proof.claim(step).lhs != lhs:
            linked = at.written_as(lhs, at.renamed(at.proof.claim(step).lhs, x).args[0])
            step = step if linked is None else at.proof.chain(linked, step)
    zero = at.proof.instantiate(step, {s: ZERO})
    linked = at.written_as(term, at.renamed(at.proof.claim(zero).lhs, x).args[0])
    return at.tidied(zero if linked is None else at.proof.chain(linked, zero))
