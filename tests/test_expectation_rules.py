"""The rules of expectations that need premises, say that something is infinite, or change variables, tried with numbers."""

import random

import mpmath as mp
import pytest
import sympy as sp

from derive.kernel.check import Rejected
from derive.kernel.derivation import Step
from derive.language.claims import Claim, Given, equal
from derive.language.contexts import HOLE
from derive.language.enclosure import enclosure
from derive.language.sets import Span, positive, reals
from derive.language.substitution import substitute
from derive.library import expectations as E
from derive.library import holes, integrals
from derive.search.proof import Proof

v = sp.Symbol("v")
ZERO, ONE = sp.Integer(0), sp.Integer(1)
LINEAR = (E.integral_multiple, E.integral_combination, E.integral_in_two, E.sum_multiple, E.sum_combination, E.series_multiple, E.series_combination)  # fmt: skip
FINITE = (v**2, sp.exp(-v), 1 / (1 + v), sp.exp(-v) * v)
SUMMABLE = (sp.Rational(1, 3) ** v, v * sp.Rational(1, 2) ** v)


def value(term, values=()):
    found = enclosure(substitute(term, dict(values)), {}, 128)
    assert found is not None, term
    return found


@pytest.mark.parametrize("rule", LINEAR, ids=lambda r: r.name)
def test_linear_combinations_of_known_values(rule):
    rng = random.Random(rule.name)
    endless = any(limit[2] == sp.oo for s in rule.conclusion.lhs.atoms(sp.Sum) for limit in s.args[1:])
    for _ in range(4):
        bodies = SUMMABLE if endless else FINITE
        put = {holes.f: sp.Lambda((v,), rng.choice(bodies)), holes.g: sp.Lambda((v,), rng.choice(bodies))}
        put |= {holes.a: sp.Rational(rng.randint(-9, 9), 4), holes.b: sp.Rational(3, 2), holes.s: ONE, holes.t: sp.Integer(3), holes.lo: ONE, holes.hi: sp.Integer(5)}  # fmt: skip
        left = value(substitute(rule.conclusion.lhs, put))
        known = {premise.rhs: value(substitute(premise.lhs, put)) for premise in rule.premises}
        right = enclosure(substitute(rule.conclusion.rhs, {k: t for k, t in put.items() if k not in known}), known, 128)
        assert (left - right).contains(0) and (left - right).rad() < 1e-10


def test_a_combination_needs_integrals_that_are_numbers():
    """∫ 1/x from 0 to 1 is no number, and so ∫ (1/x − 1/x) is not the difference of two."""
    x = sp.Symbol("x", positive=True)
    proof = Proof(Given({x: positive}))
    known = sp.Integral(1 / x, (x, 0, 1))
    k = proof.compute(equal(known, known))
    bindings = {holes.f: sp.Lambda((x,), 1 / x), holes.s: ZERO, holes.t: ONE, holes.a: -ONE, holes.c: known}
    with pytest.raises(Rejected):
        proof.rule(E.integral_multiple, bindings, k)


WEIGHTS = (
    (E.log_weight, v**2 * sp.exp(-v), v, (ZERO, sp.oo)),
    (E.log_weight, 1 / (1 + v), v, (ONE, sp.Integer(3))),
    (E.log_weight_of_rest, v**2, 1 - v, (ZERO, ONE)),
    (E.exponential_weight, sp.exp(-(v**2)), sp.exp(v), (-sp.oo, sp.oo)),
)


@pytest.mark.parametrize("rule, h, base, ends", WEIGHTS)
def test_weights_are_derivatives(rule, h, base, ends):
    """By a difference quotient of the integral, at s = 0.3."""
    lo, hi = (mp.inf * int(sp.sign(e)) if e.is_infinite else mp.mpf(int(e)) for e in ends)
    with mp.workdps(30):
        total = lambda s: mp.quad(sp.lambdify(v, h * base**s, "mpmath"), [lo, (mp.mpf(1) if hi == mp.inf else (lo + hi) / 2), hi])  # noqa: E731
        s = sp.Rational(3, 10)
        put = {holes.h: sp.Lambda((v,), h), holes.theta: s, holes.s: ends[0], holes.t: ends[1]}
        body = substitute(rule.conclusion.lhs, put)
        left = mp.quad(sp.lambdify(body.args[1][0], body.args[0], "mpmath"), [lo, (mp.mpf(1) if hi == mp.inf else (lo + hi) / 2), hi])
        assert abs(left - mp.diff(total, mp.mpf(3) / 10)) < 1e-12


def test_weights_need_real_logarithms_and_an_open_range():
    x, alpha = sp.Symbol("x", positive=True), sp.Symbol("alpha", positive=True)
    for span, fine in ((Span(-alpha, sp.oo, True), True), (Span(0, sp.oo), False)):
        s = sp.Symbol("s", real=True)
        proof = Proof(Given({x: positive, alpha: positive, s: span}))
        k = proof.rule(integrals.gamma_integral, {holes.a: s + alpha - 1, holes.b: -ONE})
        h = sp.Lambda((x,), x ** (alpha - 1) * sp.exp(-x))
        shown = substitute(E.log_weight.premises[0].lhs, {holes.h: h, holes.theta: s, holes.s: ZERO, holes.t: sp.oo})
        linked = proof.add(Step("substitute", equal(shown, proof.claim(k).lhs), premises=(proof.field(*_bodies(shown, proof.claim(k).lhs, x)),), context=_context(x)))  # fmt: skip
        k = proof.chain(linked, k)
        bindings = {
            holes.h: h, holes.theta: s, holes.Theta: span, holes.a: span.lo, holes.b: sp.oo, holes.A: sp.Lambda((s,), proof.claim(k).rhs),
            holes.s: ZERO, holes.t: sp.oo,
        }  # fmt: skip
        if fine:
            proof.rule(E.log_weight, bindings, k)
        else:
            with pytest.raises(Rejected):
                proof.rule(E.log_weight, bindings, k)


def _bodies(one, other, x):
    return tuple(substitute(t.args[0], {t.args[1][0]: x}) for t in (one, other))


def _context(x):
    return sp.Integral(HOLE, (x, 0, sp.oo))


def test_logarithm_for_the_variable():
    put = {holes.f: sp.Lambda((v,), sp.exp(-(v**2) + v)), holes.a: sp.Rational(3, 2), holes.b: sp.Rational(1, 3)}
    left, right = (substitute(side, put) for side in (E.integral_by_logarithm.conclusion.lhs, E.integral_by_logarithm.conclusion.rhs))
    one = mp.quad(sp.lambdify(left.args[1][0], left.args[0], "mpmath"), [-mp.inf, 0, mp.inf])
    other = mp.quad(sp.lambdify(right.args[1][0], right.args[0], "mpmath"), [0, 1, 4, mp.inf])
    assert abs(one - other) < 1e-10


INFINITE = (
    (E.power_without_integral, {holes.a: sp.Rational(-9, 10), holes.s: sp.Rational(1, 2)}),
    (E.power_without_integral, {holes.a: -ONE, holes.s: sp.Rational(1, 2)}),
    (E.cauchy_without_mean, {holes.a: ONE, holes.b: sp.Rational(1, 2), holes.c: ZERO}),
    (E.cauchy_without_variance, {holes.a: ONE, holes.b: sp.Rational(1, 2), holes.c: ZERO}),
)


@pytest.mark.parametrize("rule, put", INFINITE)
def test_partial_integrals_grow_without_bound(rule, put):
    """Over equal stretches of the logarithm of the range, they do not shrink."""
    term = substitute(rule.conclusion.lhs, put)
    body = sp.lambdify(term.args[1][0], term.args[0], "mpmath")
    parts = [mp.quad(body, [mp.mpf(10) ** k, mp.mpf(10) ** (k + 1)]) for k in range(2, 7)]
    assert all(after > 0.95 * before > 0 for before, after in zip(parts, parts[1:], strict=False))
    assert rule.conclusion.rhs == sp.oo


def test_below_the_bound_the_power_has_an_integral():
    proof = Proof(Given())
    with pytest.raises(Rejected):
        proof.rule(E.power_without_integral, {holes.a: sp.Rational(-3, 2), holes.s: ONE})


def test_a_positive_integral_needs_a_positive_function():
    x = sp.Symbol("x", real=True)
    span = Span(0, 1, True, True)
    proof = Proof(Given({x: span}))
    bindings = {holes.y: x, holes.Y: span, holes.s: ZERO, holes.t: ONE}
    proof.rule(E.positive_integral, {**bindings, holes.f: sp.Lambda((x,), 1 - x)})
    with pytest.raises(Rejected):
        proof.rule(E.positive_integral, {**bindings, holes.f: sp.Lambda((x,), x - sp.Rational(1, 2))})
    wider = {**bindings, holes.t: sp.Integer(2), holes.f: sp.Lambda((x,), 1 - x)}
    with pytest.raises(Rejected):
        proof.rule(E.positive_integral, wider)


def test_sign_of_a_difference_of_logarithms():
    a, b = sp.symbols("a b", positive=True)
    given = Given({a: positive, b: positive}, (Claim(a - b, ">", ZERO),))
    proof = Proof(given)
    proof.compute(Claim(sp.log(a) - sp.log(b), ">", ZERO))
    with pytest.raises(Rejected):
        Proof(Given({a: positive, b: positive})).compute(Claim(sp.log(a) - sp.log(b), ">", ZERO))


def test_a_series_is_a_number_where_that_is_given():
    k = sp.Symbol("k", integer=True)
    series = sp.Sum(sp.log(k + 1) / 2**k, (k, 0, sp.oo))
    Proof(Given({}, (Claim(series, "in", reals),))).compute(Claim(2 * series, "in", reals))
    with pytest.raises(Rejected):
        Proof(Given()).compute(Claim(2 * series, "in", reals))
