"""Distributions that users declare go the same road: proved, or open with a reason and without estimators, and never wrong."""

import numpy as np
import pytest
from conftest import DECLARED, OPEN, PROVED, answer, functions
from scipy import optimize
from sympy import Integer, Interval, Range, Rational, S, Symbol, beta, exp, factorial, oo, pi, sqrt, symbols

import derive
from derive.kernel.check import Theorem, replay
from derive.language.errors import DataError, DeclarationError
from derive.language.sets import Integers, Span, counting, entries, naturals, nonnegative, positive, reals, unit
from derive.numeric.compile import compile_term

a, b, k, m, mu, p, sigma, theta, x = symbols("a b k m mu p sigma theta x")
SIZES = (2, 3, 10, 400)


# --- what is proved today, and what is open --------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROVED)
def test_proved(name):
    found = answer(name)
    assert (found.verdict, found.reason) == ("proved", "")
    assert isinstance(replay(found.derivation), Theorem)
    assert set(found.estimators) == set(found.found.distribution.parameters)
    assert "proved" in found.text() and r"\begin{document}" in found.latex()


@pytest.mark.parametrize("name", OPEN)
def test_open_with_a_reason_and_without_estimators(name):
    found = answer(name)
    assert found.verdict == "open" and len(found.reason) > 15
    assert not found.estimators and found.kind == "none"
    assert found.reason.split(";")[0] in " ".join(found.text(200).split())


@pytest.mark.parametrize("name", OPEN)
def test_open_families_still_have_a_log_likelihood_or_say_why_not(name):
    """And no estimate is made up."""
    draws = OPEN[name].draw(np.random.default_rng(3), 5)
    try:
        model = functions(name)
    except ValueError as no:
        assert str(no)
        return
    assert model.program.estimators == {}
    try:
        assert model.estimate(draws) == {}
    except DataError as no:
        assert str(no)


# --- against brute force ---------------------------------------------------------------------------------------------


def chart(domain, x):
    """A map from the line onto the inside of the domain."""
    line = entries(domain)
    lo, hi = (float(e) if e.is_number and e.is_finite else None for e in (line.lo, line.hi))
    if lo is None and hi is None:
        return lambda u: u
    if hi is None:
        return lambda u: lo + np.exp(u)
    return lambda u: lo + (hi - lo) / (1 + np.exp(-u))


def likelihood(name: str):
    """ℓ of a sample, straight from the declared density; −∞ where the support depends on the parameters and misses a datum."""
    family = DECLARED[name].distribution
    order = (family.variable, *family.parameters, *family.known)
    density = compile_term(family.density, order)
    ends = [compile_term(e, order[1:]) for e in (family.support.lo, family.support.hi)]
    constants = [value for _, value in DECLARED[name].known]

    def of(x, *at):
        with np.errstate(all="ignore"):
            lo, hi = (float(e(*at, *constants)) for e in ends)
            if np.any(x < lo) or np.any(x > hi):
                return -np.inf
            return float(np.sum(np.log(density(x, *at, *constants) * np.ones(len(x)))))

    return of


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PROVED)
def test_estimate_is_as_good_as_brute_force(name, size):
    declared, family = PROVED[name], PROVED[name].distribution
    x = np.asarray(declared.draw(np.random.default_rng([size, 11]), size), dtype=float)
    ell, charts = likelihood(name), [chart(d, x) for d in family.parameters.values()]
    try:
        found = functions(name).estimate(x, **dict(declared.known))
    except DataError as no:
        assert "condition" in str(no) and size < 4
        return
    reached = ell(x, *(found[str(q)] for q in family.parameters))

    def loss(u):
        value = ell(x, *(c(v) for c, v in zip(charts, u, strict=True)))
        return -value if np.isfinite(value) else 1e300

    middle = float(np.mean(x)) - 0.4
    starts = [
        [middle] * len(charts),
        *np.random.default_rng(2).normal(0, 1.5, (4, len(charts))).tolist(),
        [float(np.min(x)) - 1e-6] * len(charts),
    ]
    best = max(
        -optimize.minimize(loss, s, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 800}).fun for s in starts
    )
    assert best > -1e299
    assert reached >= best - 1e-9 * max(1, abs(best)), (found, reached, best)
    assert found == pytest.approx(functions(name).estimate(x[::-1], **dict(declared.known)), rel=1e-9)
    assert functions(name).log_likelihood(x, **found, **dict(declared.known)) == pytest.approx(reached, rel=1e-10, abs=1e-10)


def test_unit_interval_every_point_between_is_a_maximum():
    found = answer("unit-interval")
    assert not found.unique
    x = np.array([0.2, 0.5, 0.9])
    model = functions("unit-interval")
    assert model.estimate(x) == {"theta": pytest.approx((0.2 + 0.9 - 1) / 2)}
    assert [model.log_likelihood(x, theta=t) for t in (-0.1, 0.0, 0.2)] == [0, 0, 0]
    assert model.log_likelihood(x, theta=0.21) == -np.inf
    with pytest.raises(DataError, match="condition"):
        model.estimate([0.0, 1.5])


def test_von_mises_does_not_depend_on_the_origin():
    x = np.random.default_rng(0).vonmises(0.3, 2, 50)
    turned = (x + 3 + np.pi) % (2 * np.pi) - np.pi
    first, second = functions("von-mises").estimate(x), functions("von-mises").estimate(turned)
    assert second["kappa"] == pytest.approx(first["kappa"], rel=1e-12)
    assert np.cos(second["mu"] - first["mu"] - 3) == pytest.approx(1)


# --- the same declaration in other words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("density", "support", "parameters"),
    [
        (theta * exp(-theta * x), Interval.open(0, oo), {theta: Interval.open(0, oo)}),
        (theta * exp(-theta * x), Interval(0, oo), {theta: positive}),
        (exp(-x / theta) / theta, positive, {theta: Span(0, oo, True)}),
        (theta**x * exp(-theta) / factorial(x), S.Naturals0, {theta: positive}),
        (theta * (1 - theta) ** (x - 1), S.Naturals, {theta: Interval.open(0, 1)}),
        (theta**x * (1 - theta) ** (1 - x), Range(0, 2), {theta: unit}),
        (exp(-((x - theta) ** 2) / 2) / sqrt(2 * pi), S.Reals, {theta: S.Reals}),
    ],
)
def test_sets_of_sympy_are_understood(density, support, parameters):
    assert derive.mle(derive.Distribution("mine", density, support, parameters)).verdict == "proved"


def test_assumptions_of_the_users_symbols_do_not_matter():
    for kind in ({}, {"real": True}, {"positive": True}):
        t, y = Symbol("t", **kind), Symbol("y", **kind)
        found = derive.mle(derive.Distribution("mine", t * exp(-t * y), positive, {t: positive}, variable=y))
        assert found.verdict == "proved"
        assert found.numpy().estimate([1.0, 3.0]) == {"t": 0.5}


def test_a_parameter_may_be_called_n():
    n = symbols("n")
    found = derive.mle(derive.Distribution("mine", n * exp(-n * x), positive, {n: positive}))
    assert found.verdict == "proved" and found.numpy().estimate([1.0, 3.0]) == {"n": 0.5}


# --- declarations that cannot be meant -------------------------------------------------------------------------------

BAD = [
    ("a symbol that is not declared", lambda: (a * b * exp(-a * x), positive, {a: positive}), "b, which is not declared"),
    ("mass other than 1", lambda: (exp(-a * x), positive, {a: positive}), "mass"),
    ("a forgotten constant", lambda: (exp(-((x - mu) ** 2) / 2), reals, {mu: reals}), "mass 2.5066"),
    ("the wrong support", lambda: (a * exp(-a * x), Span(1, oo), {a: positive}), "mass"),
    ("integers for reals", lambda: (a * exp(-a * x), naturals, {a: positive}), "mass"),
    ("reals for integers", lambda: (a**x * exp(-a) / factorial(x), positive, {a: positive}), "mass"),
    ("a negative density", lambda: (1 + a * x, Span(-1, 1), {a: positive}), "mass|negative"),
    ("no parameters", lambda: (exp(-x), positive, {}), "no parameter"),
    ("a parameter that is known", lambda: (a * exp(-a * x), positive, {a: positive}, {a: positive}), "declared twice"),
    ("the variable as a parameter", lambda: (exp(-x), positive, {x: positive}), "x is declared twice"),
    ("a density without the parameters", lambda: (exp(-x), positive, {a: positive}), "do not depend on"),
    ("a reserved name", lambda: (Symbol("i") * exp(-Symbol("i") * x), positive, {Symbol("i"): positive}), "kept for"),
    ("not a set", lambda: (a * exp(-a * x), "positive", {a: positive}), "positive"),
    ("a union of intervals", lambda: (a * exp(-a * x), Interval(0, 1) + Interval(2, 3), {a: positive}), "not a set"),
    ("an empty interval", lambda: (a * exp(-a * x), Span(3, 1), {a: positive}), "empty|no numbers|mass"),
    ("integers with gaps", lambda: (Rational(1, 2) * a / a, Range(0, 10, 5), {a: positive}), "not a set|do not depend"),
]


@pytest.mark.parametrize(("what", "declared", "said"), BAD, ids=[what for what, *_ in BAD])
def test_declaration_that_cannot_be_meant(what, declared, said):
    with pytest.raises(DeclarationError, match=said) as caught:
        derive.mle(derive.Distribution("mine", *declared()))
    assert len(str(caught.value)) < 300


def test_every_parameter_must_matter():
    """A parameter on which nothing depends has no estimate: refused or open, not proved."""
    try:
        found = derive.mle(derive.Distribution("mine", a * exp(-a * x), positive, {a: positive, b: positive}))
    except DeclarationError:
        return
    assert found.verdict == "open"


@pytest.mark.parametrize("support", [counting, Integers(0, 3)])
def test_uniform_law_without_a_parameter_in_its_density(support):
    with pytest.raises(DeclarationError):
        derive.mle(derive.Distribution("mine", Integer(1), support, {a: positive}))


def test_mass_one_at_a_few_points_is_not_enough_for_a_proof():
    """A density with mass 1 at two points of the parameter space only: the theory of exponential families does not apply to it."""
    bump = exp(-50 * (a - Rational(111, 100)) ** 2 * (a - Rational(186, 100)) ** 2)
    density = x ** (a - 1) * (1 - x) ** (b - 1) / beta(a, b) * bump
    try:
        found = derive.mle(derive.Distribution("mine", density, unit, {a: positive, b: positive}))
    except DeclarationError:
        return
    assert found.verdict == "open"


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("spread", [theta, sqrt(theta)], ids=["proportional", "root"])
def test_data_outside_a_sufficient_condition_are_not_said_to_have_no_maximum(size, spread):
    """ℓ has a maximum for x = 2, 2, …, which the proved result, for observations that differ, does not cover."""
    family = derive.Distribution("mine", exp(-(((x - theta) / spread) ** 2) / 2) / (sqrt(2 * pi) * spread), reals, {theta: positive})
    wanted = {theta: np.sqrt(5) - 1, sqrt(theta): (np.sqrt(17) - 1) / 2}[spread]
    try:
        found = derive.mle(family).numpy().estimate(np.full(size, 2.0))
    except DataError as no:
        assert "do not meet a condition of the result" in str(no)
    else:
        assert found["theta"] == pytest.approx(wanted)


def test_border_of_a_closed_parameter_space():
    """θ ≥ 0 and a negative mean: the maximum is at 0, which the proved result, for a positive mean, does not cover."""
    found = derive.mle(derive.Distribution("mine", exp(-((x - theta) ** 2) / 2) / sqrt(2 * pi), reals, {theta: nonnegative}))
    try:
        assert found.numpy().estimate([-1.0, -2.0]) == {"theta": 0}
    except DataError as no:
        assert "do not meet a condition of the result" in str(no)
