"""Results as functions of data: accuracy against 50 digits, one pass in chunks, and complaints that name the place."""

import warnings
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
import sympy as s

from derive.language import terms as T
from derive.language.claims import Claim
from derive.language.errors import DataError
from derive.language.sets import Counts, Integers, Simplex, Span, data, naturals, positive, reals, unit, variable
from derive.numeric import solve, special
from derive.numeric.compile import NotCompiled, compile_term
from derive.numeric.model import BoundaryWarning, Functions
from derive.numeric.program import Program
from derive.numeric.statistics import ITEM, Maximum, Mean, Minimum, Raw, Spread, Statistics

n = s.Symbol("n", integer=True, positive=True)
i, j = s.symbols("i j", integer=True)
d = s.Symbol("d", integer=True, positive=True)
mu, theta, t, u = variable("mu", reals), variable("theta", positive), variable("t", positive), variable("u", positive)
sigma, a, b, k, lam, p = (variable(name, positive) for name in ("sigma", "alpha", "beta", "k", "lambda", "p"))
x_bar, m1, m2 = s.symbols("x_bar m_1 m_2", real=True)
v = s.Symbol("v", nonnegative=True)
x, y, z = data("x", reals), data("x", positive), data("x", unit)
oo = s.oo


def mean(term, index=i):
    return s.Sum(term, (index, 1, n)) / n


NORMAL = Program(
    (mu, sigma), x, reals, n, {mu: reals, sigma: positive},
    statistics=((x_bar, mean(x[i])), (v, mean((x[i] - x_bar) ** 2))),
    log_likelihood=-n * s.log(2 * s.pi) / 2 - n * s.log(sigma) - n * (v + (x_bar - mu) ** 2) / (2 * sigma**2),
    score={mu: n * (x_bar - mu) / sigma**2, sigma: -n / sigma + n * (v + (x_bar - mu) ** 2) / sigma**3},
    hessian={
        (mu, mu): -n / sigma**2, (mu, sigma): -2 * n * (x_bar - mu) / sigma**3,
        (sigma, sigma): n / sigma**2 - 3 * n * (v + (x_bar - mu) ** 2) / sigma**4,
    },
    estimators={mu: x_bar, sigma: s.sqrt(v)}, conditions=(Claim(v, ">", s.Integer(0)),),
)  # fmt: skip
GAMMA = Program(
    (a, b), y, positive, n, {a: positive, b: positive}, statistics=((x_bar, mean(y[i])), (m1, mean(s.log(y[i])))),
    log_likelihood=n * (a * s.log(b) - s.log(s.gamma(a)) + (a - 1) * m1 - b * x_bar),
    estimators={a: T.Zero(s.log(t) - s.polygamma(0, t) - s.log(x_bar) + m1, (t, 0, oo)), b: a / x_bar},
    conditions=(Claim(s.log(x_bar) - m1, ">", s.Integer(0)),),
)  # fmt: skip
BETA_SYSTEM = T.Solution(
    (m1 - s.polygamma(0, t) + s.polygamma(0, t + u), m2 - s.polygamma(0, u) + s.polygamma(0, t + u)), (t, positive), (u, positive)
)
BETA = Program(
    (a, b), z, unit, n, {a: positive, b: positive}, statistics=((m1, mean(s.log(z[i]))), (m2, mean(s.log(1 - z[i])))),
    log_likelihood=n * ((a - 1) * m1 + (b - 1) * m2 - s.log(s.beta(a, b))), estimators={a: BETA_SYSTEM, b: BETA_SYSTEM},
)  # fmt: skip
POWERS = s.Sum(y[i] ** k, (i, 1, n))
WEIBULL = Program(
    (k, lam), y, positive, n, {k: positive, lam: positive}, statistics=((m1, mean(s.log(y[i]))),),
    log_likelihood=n * s.log(k) - n * k * s.log(lam) + n * (k - 1) * m1 - POWERS / lam**k,
    estimators={
        k: T.Zero(1 / t + m1 - s.Sum(y[i] ** t * s.log(y[i]), (i, 1, n)) / s.Sum(y[i] ** t, (i, 1, n)), (t, 0, oo)),
        lam: (POWERS / n) ** (1 / k),
    },
)  # fmt: skip
w = data("x", naturals)
POISSON = Program(
    (lam,), w, naturals, n, {lam: positive}, statistics=((x_bar, mean(w[i])), (m1, mean(s.log(s.factorial(w[i]))))),
    log_likelihood=n * (x_bar * s.log(lam) - lam - m1), estimators={lam: x_bar}, conditions=(Claim(x_bar, ">", s.Integer(0)),),
)  # fmt: skip
c = data("x", Integers(0, 1))
BERNOULLI = Program(
    (p,), c, Integers(0, 1), n, {p: unit}, statistics=((x_bar, mean(c[i])),),
    log_likelihood=n * x_bar * s.log(p) + n * (1 - x_bar) * s.log(1 - p), estimators={p: x_bar},
    conditions=(Claim(x_bar, ">", s.Integer(0)), Claim(x_bar, "<", s.Integer(1))),
)  # fmt: skip
UNIFORM = Program(
    (theta,), y, Span(0, theta), n, {theta: positive}, log_likelihood=-n * s.log(theta), estimators={theta: T.Largest(y[i], (i, 1, n))}
)
LAPLACE = Program(
    (mu, b), x, reals, n, {mu: reals, b: positive}, log_likelihood=-n * s.log(2 * b) - s.Sum(s.Abs(x[i] - mu), (i, 1, n)) / b,
    estimators={mu: T.Median(x[i], (i, 1, n)), b: mean(s.Abs(x[i] - mu))},
)  # fmt: skip
q, rows = s.IndexedBase("p"), s.IndexedBase("x")
CATEGORICAL = Program(
    (q,), rows, Counts(1, d), n, {q: Simplex(d)}, log_likelihood=s.Sum(s.Sum(rows[i, j], (i, 1, n)) * s.log(q[j]), (j, 1, d)),
    estimators={q: mean(rows[i, j])}, index=j, known=(d,),
)  # fmt: skip


def close(found, truth, tolerance=1e-12) -> bool:
    return abs(mpmath.mpf(float(found)) - truth) <= tolerance * abs(truth)


# --- special functions ------------------------------------------------------------------------------------------------

RNG = np.random.default_rng(0)
POINTS = np.concatenate([10 ** RNG.uniform(-8, 8, 150), RNG.uniform(0.5, 30, 150), [1, 2, 3, 10, 1 + 1e-9]])


@pytest.mark.parametrize(
    ("function", "truth", "floor"),
    [
        (special.lgamma, mpmath.loggamma, 0), (special.digamma, mpmath.digamma, 1e-15),
        (special.log_minus_digamma, lambda r: mpmath.log(r) - mpmath.digamma(r), 0),
        (lambda r: special.polygamma(1, r), lambda r: mpmath.psi(1, r), 0),
        (lambda r: special.polygamma(2, r), lambda r: mpmath.psi(2, r), 0),
        (lambda r: special.lbeta(r, 2.5), lambda r: mpmath.log(mpmath.beta(r, 2.5)), 1e-14), (special.erf, mpmath.erf, 0),
        (lambda r: special.lbeta(r, 1e6), lambda r: mpmath.log(mpmath.beta(r, 10**6)), 1e-14),
    ],
)  # fmt: skip
def test_special_functions(function, truth, floor):
    with mpmath.workdps(40):
        for point, found, scalar in zip(POINTS, function(POINTS), map(function, POINTS), strict=True):
            exact = truth(mpmath.mpf(float(point)))
            assert abs(mpmath.mpf(float(found)) - exact) <= 1e-14 * abs(exact) + floor, point
            assert abs(scalar - found) <= 2e-15 * abs(found) + floor


@pytest.mark.parametrize("order", [0, 1, 2])
def test_bessel(order):
    points = np.concatenate([np.random.default_rng(1).uniform(0.01, 600, 60), [1e-5, 30, 31, 1]])
    with mpmath.workdps(40):
        for point in points:
            exact = mpmath.besseli(order, mpmath.mpf(float(point)))
            assert close(special.bessel_i(order, point), exact, 3e-15)
            assert close(special.log_bessel_i(order, point), mpmath.log(exact), 1e-14)
            assert close(special.bessel_i_ratio(order, 0, point), exact / mpmath.besseli(0, mpmath.mpf(float(point))), 3e-15)
    assert special.bessel_i(1, -2.0) == -special.bessel_i(1, 2.0)


def test_outside_the_domain_is_nan():
    values = [special.lgamma(-1.5), special.digamma(0.0), special.polygamma(1, -1.0), *special.lgamma(np.array([-1.0, np.nan]))]
    assert np.isnan(values).all()


# --- compiled terms ---------------------------------------------------------------------------------------------------


def test_shapes_are_used_to_keep_digits():
    tiny = 1e-12
    assert compile_term(s.log(1 + t), (t,))(tiny) == np.log1p(tiny)
    assert compile_term(s.log(1 - t), (t,))(tiny) == np.log1p(-tiny)
    assert compile_term(s.exp(t) - 1, (t,))(tiny) == np.expm1(tiny)
    assert compile_term(3 * s.log(t) - 3 * s.polygamma(0, t) + u, (t, u))(1e6, 0.0) == pytest.approx(1.5e-6 + 0.25e-12, rel=1e-14)
    assert compile_term(s.besseli(1, t) / s.besseli(0, t), (t,))(5000.0) == pytest.approx(0.99989999499924962, rel=1e-14)
    assert compile_term(s.log(s.besseli(0, t)), (t,))(5000.0) == pytest.approx(5000 + np.log(scipy.special.ive(0, 5000.0)), rel=1e-14)


def test_vectorised_over_arguments():
    grid = np.linspace(0.5, 3, 7)
    found = compile_term(t**2 / (1 + t) - s.sqrt(t) * s.exp(-t) + s.Max(t, 1) + u / 3, (t, u))(grid[:, None], np.arange(3.0))
    expected = grid**2 / (1 + grid) - np.sqrt(grid) * np.exp(-grid) + np.maximum(grid, 1)
    np.testing.assert_allclose(found, expected[:, None] + np.arange(3) / 3, rtol=1e-15)


def test_sums_over_data():
    values = np.random.default_rng(0).normal(size=70_000)
    about = compile_term(s.Sum((x[i] - s.Sum(x[j], (j, 1, n)) / n) ** 2, (i, 1, n)), (x, n))
    assert about(values, len(values)) == pytest.approx(len(values) * values.var(), rel=1e-13)
    absolute = compile_term(s.Sum(s.Abs(x[i] - t), (i, 1, n)), (x, n, t))
    np.testing.assert_allclose(absolute(values, 100, np.array([0.0, 1.0])), [abs(values[:100] - e).sum() for e in (0, 1)])
    pairs = compile_term(s.Sum(s.Sum(s.Abs(x[i] - x[j]), (j, 1, n)), (i, 1, n)), (x, n))
    assert pairs(values, 300) == pytest.approx(abs(values[:300, None] - values[:300]).sum())
    assert compile_term(s.Sum(x[i + 1] * x[i], (i, 1, n - 1)), (x, n))(values, 50) == pytest.approx((values[1:50] * values[:49]).sum())
    assert compile_term(s.Sum(x[i], (i, 1, n)), (x, n))(values, 0) == 0
    assert compile_term(T.Median(x[i], (i, 1, n)), (x, n))(values, len(values)) == np.median(values)
    assert compile_term(s.Sum(i, (i, 1, n)), (n,))(1000) == 500500
    assert compile_term(s.log(s.Product(t, (i, 1, n))), (n, t))(5000, 0.1) == pytest.approx(5000 * np.log(0.1))


def test_a_sum_inside_a_zero_is_not_moved_out_of_it():
    inner = T.Zero(s.Sum(y[j] ** t, (j, 1, n)) - 5, (t, 0, oo))
    found = compile_term(s.Sum(s.Abs(y[i] - inner), (i, 1, n)), (y, n))(np.array([1.0, 2.0]), 2)
    assert found == pytest.approx(1)


def test_names_are_never_code():
    evil = s.Symbol("__import__('os').system('false')")
    assert compile_term(evil**2, (evil,))(3) == 9
    with pytest.raises(NotCompiled):
        compile_term(s.Function("f")(t), (t,))
    with pytest.raises(NotCompiled):
        compile_term(t + u, (t,))


def test_integers_do_not_overflow():
    assert compile_term(s.Sum(x[i] ** 60, (i, 1, n)), (x, n))(np.array([3, 3], dtype=np.int64), 2) == 2.0 * 3.0**60


# --- statistics -------------------------------------------------------------------------------------------------------

MOMENTS = Statistics((Mean(), Spread(), Minimum(), Maximum()))


@pytest.mark.parametrize(("location", "tolerance"), [(0.0, 1e-13), (3.0, 1e-13), (1e4, 1e-12), (1e8, 1e-12), (1e10, 1e-12)])
def test_moments_against_fractions(location, tolerance):
    sample = np.random.default_rng(3).normal(location, 1, 20_000)
    exact = [Fraction(e) for e in sample]
    centre = sum(exact) / len(exact)
    spread = sum((e - centre) ** 2 for e in exact) / len(exact)
    for found in (MOMENTS.of(sample), MOMENTS.of_chunks([sample[:7], sample[7:7], sample[7:15_000], sample[15_000:]])):
        assert abs(Fraction(found[Spread()].value) - spread) <= tolerance * spread
        assert abs(Fraction(found[Mean()].value) - centre) <= Fraction(1e-15) * (abs(centre) + 1)
        assert (found[Minimum()].value, found[Maximum()].value) == (sample.min(), sample.max())


def test_equal_observations_have_no_spread():
    assert MOMENTS.of(np.full(150_000, 0.1))[Spread()].value == 0
    assert MOMENTS.of_chunks([np.full(3, 0.1), np.full(70_000, 0.1)])[Spread()].value == 0


def test_an_outlier_costs_no_digits():
    sample = np.r_[1e9, np.random.default_rng(0).normal(size=200_000)]
    exact = [Fraction(e) for e in sample]
    spread = sum(e * e for e in exact) / len(exact) - (sum(exact) / len(exact)) ** 2
    assert abs(Fraction(MOMENTS.of(sample)[Spread()].value) - spread) <= Fraction(1e-13) * spread


@pytest.mark.parametrize("scale", [1e-300, 1e-8, 1.0, 1e8, 1e300])
def test_logarithms_of_products(scale):
    sample = scale * np.random.default_rng(0).gamma(2, 1, 5000)
    found = Statistics((Mean(s.log(ITEM)),), positive).of(sample)[Mean(s.log(ITEM))].value
    with mpmath.workdps(40):
        assert close(found, sum(mpmath.log(mpmath.mpf(e)) for e in sample.tolist()) / 5000, 1e-13)


def test_logarithms_near_one_keep_their_digits():
    sample = 1 + 1e-9 * np.random.default_rng(0).uniform(size=5000)
    found = Statistics((Mean(s.log(ITEM)),), positive).of(sample)[Mean(s.log(ITEM))].value
    assert found == pytest.approx(np.log(sample).mean(), rel=1e-12)


def test_counting_agrees_with_summing():
    sample = np.random.default_rng(0).poisson(7, 100_000)
    kinds = (Mean(), Spread(), Mean(s.log(s.factorial(ITEM))), Maximum(), Raw())
    for array in (sample, sample.astype(float), sample.astype(np.int8)):
        found = Statistics(kinds, naturals).of(array)
        assert found[Mean()].value == sample.mean()
        assert found[Spread()].value == pytest.approx(sample.var(), rel=1e-13)
        assert found[kinds[2]].value == pytest.approx(scipy.special.gammaln(sample + 1.0).mean(), rel=1e-13)
        assert found[Maximum()].value == sample.max()


# --- zeros ------------------------------------------------------------------------------------------------------------


def test_root():
    assert solve.root(lambda r: r * r - 2, lambda r: 2 * r, 0, np.inf) == pytest.approx(2**0.5, rel=4e-16)
    assert solve.root(lambda r: r * r - 2, None, 0, np.inf) == pytest.approx(2**0.5, rel=4e-16)
    assert solve.root(lambda r: np.log(r) + 200, lambda r: 1 / r, 0, np.inf) == pytest.approx(np.exp(-200.0), rel=1e-13)
    assert solve.root(lambda r: r + 1e30, lambda r: 1.0, -np.inf, np.inf) == -1e30
    assert solve.root(lambda r: np.arctan(r - 3) if r > -50 else np.nan, lambda r: 1 / (1 + (r - 3) ** 2), -np.inf, np.inf) == 3
    assert solve.root(lambda r: 1 / r + 1 / (r - 1), None, 0, 1) == pytest.approx(0.5)
    assert np.isnan(solve.root(lambda r: 1 + r * r, lambda r: 2 * r, -np.inf, np.inf))


def test_certificates():
    zero = T.Zero(s.log(t) - s.polygamma(0, t) - m1, (t, 0, oo))
    near = solve.root(lambda r: special.log_minus_digamma(r) - 0.25, lambda r: 1 / r - special.polygamma(1, r), 0, np.inf)
    lo, hi = solve.certify(zero, {m1: 0.25}, near).interval
    assert lo < near < hi and hi - lo < 1e-12
    assert solve.certify(zero, {m1: 0.25}, near * 1.01).interval is None
    box = solve.certify_system(BETA_SYSTEM, {m1: -1.5, m2: -0.4}, solve_beta(-1.5, -0.4))
    assert all(hi - lo < 1e-10 for lo, hi in box)
    assert solve.certify_system(BETA_SYSTEM, {m1: -1.5, m2: -0.4}, [1.0, 3.0]) is None


def solve_beta(first, second):
    psi, slope = special.digamma, lambda r: special.polygamma(1, r)
    return solve.system(
        lambda r: [first - psi(r[0]) + psi(r[0] + r[1]), second - psi(r[1]) + psi(r[0] + r[1])],
        lambda r: [[slope(r[0] + r[1]) - slope(r[0]), slope(r[0] + r[1])], [slope(r[0] + r[1]), slope(r[0] + r[1]) - slope(r[1])]],
        [positive, positive],
    )


@pytest.mark.parametrize(("first", "second"), [(0.01, 0.02), (1.0, 1.0), (3.0, 400.0), (1e4, 2e5), (0.5, 30.0)])
def test_systems_from_far_away(first, second):
    psi = special.digamma
    found = solve_beta(float(psi(first) - psi(first + second)), float(psi(second) - psi(first + second)))
    assert found == pytest.approx([first, second], rel=1e-6)


# --- models -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("location", [2.0, 1e8])
def test_normal(location):
    sample, functions = np.random.default_rng(0).normal(location, 1.5, 3000), Functions(NORMAL)
    tolerance = 1e-12 if location == 2 else 1e-9
    with mpmath.workdps(50):
        points = [mpmath.mpf(e) for e in sample.tolist()]
        centre = sum(points) / 3000
        spread = sum((e - centre) ** 2 for e in points) / 3000
        found = functions.estimate(sample)
        assert close(found["mu"], centre) and close(found["sigma"], mpmath.sqrt(spread), tolerance)
        at = {"mu": location + 0.25, "sigma": 1.25}
        m, g = mpmath.mpf(at["mu"]), mpmath.mpf(1.25)
        truth = sum(-mpmath.log(2 * mpmath.pi) / 2 - mpmath.log(g) - (e - m) ** 2 / (2 * g * g) for e in points)
        prepared = functions.prepare(iter([sample[:100], sample[100:]]))
        assert close(functions.log_likelihood(sample, **at), truth, tolerance)
        assert close(functions.log_likelihood(prepared, **at), truth, tolerance)
        assert close(functions.score(prepared, **at)["mu"], sum(e - m for e in points) / g**2, 1e-12 if location == 2 else 1e-6)
    hessian = functions.hessian(sample, **at)
    assert hessian.shape == (2, 2) and hessian[0, 1] == hessian[1, 0] and hessian[0, 0] == -3000 / 1.25**2


def test_gamma():
    sample, functions = np.random.default_rng(0).gamma(2.5, 3, 2000), Functions(GAMMA)
    found = functions.estimate(sample)
    with mpmath.workdps(50):
        points = [mpmath.mpf(e) for e in sample.tolist()]
        target = mpmath.log(sum(points) / 2000) - sum(map(mpmath.log, points)) / 2000
        shape = mpmath.findroot(lambda r: mpmath.log(r) - mpmath.digamma(r) - target, 2.5)
        assert close(found["alpha"], shape) and close(found["beta"], shape / (sum(points) / 2000))
        truth = sum(2 * mpmath.log(3) + mpmath.log(e) - 3 * e for e in points)
        assert close(functions.log_likelihood(sample, alpha=2, beta=3), truth)
    for name, (lo, hi) in functions.enclosures(sample).items():
        assert lo <= found[name] <= hi and hi - lo < 1e-12


def test_beta():
    sample, functions = np.random.default_rng(0).beta(2, 5, 2000), Functions(BETA)
    found = functions.estimate(sample)
    with mpmath.workdps(50):
        points = [mpmath.mpf(e) for e in sample.tolist()]
        g1, g2 = sum(map(mpmath.log, points)) / 2000, sum(mpmath.log(1 - e) for e in points) / 2000
        psi = mpmath.digamma
        truth = mpmath.findroot(lambda r, q: [psi(r) - psi(r + q) - g1, psi(q) - psi(r + q) - g2], (2, 5))
        assert close(found["alpha"], truth[0]) and close(found["beta"], truth[1])
        assert close(functions.log_likelihood(sample, alpha=3, beta=4), 2000 * (2 * g1 + 3 * g2 + mpmath.log(60)))
    assert all(lo < found[name] < hi for name, (lo, hi) in functions.enclosures(sample).items())


def test_weibull():
    sample, functions = np.random.default_rng(0).weibull(1.7, 1000) * 3, Functions(WEIBULL)
    found = functions.estimate(sample)
    with mpmath.workdps(50):
        points = [mpmath.mpf(e) for e in sample.tolist()]
        logs = [mpmath.log(e) for e in points]

        def equation(r):
            powers = [e**r for e in points]
            return 1 / r + sum(logs) / 1000 - sum(f * g for f, g in zip(powers, logs, strict=True)) / sum(powers)

        shape = mpmath.findroot(equation, 1.7)
        assert close(found["k"], shape)
        assert close(found["lambda"], (sum(e**shape for e in points) / 1000) ** (1 / shape))
        truth = sum(mpmath.log(0.75) + (mpmath.mpf(1) / 2) * mpmath.log(e / 2) - (e / 2) ** mpmath.mpf(1.5) for e in points)
        assert close(functions.log_likelihood(sample, k=1.5, lambda_=2), truth)
    assert functions.estimate(iter([sample[:10], sample[10:]])) == pytest.approx(found, rel=1e-14)
    assert all(lo <= found[name] <= hi for name, (lo, hi) in functions.enclosures(sample).items())


def test_poisson():
    sample, functions = np.random.default_rng(0).poisson(4, 3000), Functions(POISSON)
    assert functions.estimate(sample) == {"lambda": sample.mean()}
    with mpmath.workdps(50):
        truth = sum(e * mpmath.log(3) - 3 - mpmath.loggamma(e + 1) for e in sample.tolist())
        for array in (sample, sample.astype(float), iter([sample[:50], sample[50:]])):
            assert close(functions.log_likelihood(array, lamda=3), truth)


def test_bernoulli_at_the_border():
    functions = Functions(BERNOULLI)
    assert functions.estimate([0, 1, 1, 0]) == {"p": 0.5}
    for value in (0, 1):
        with pytest.warns(BoundaryWarning, match="border.*x_bar"):
            assert functions.estimate([value] * 5) == {"p": float(value)}
    assert functions.estimate([True, False]) == {"p": 0.5}


def test_where_there_is_no_estimate():
    with pytest.warns(BoundaryWarning, match="v > 0"):
        assert Functions(NORMAL).estimate([0.1] * 9) == {"mu": 0.1, "sigma": 0.0}
    with pytest.raises(DataError, match="no estimate of alpha.*condition.*> 0"):
        Functions(GAMMA).estimate([0.3] * 5)
    with pytest.warns(BoundaryWarning):
        assert Functions(POISSON).estimate([0, 0, 0]) == {"lambda": 0.0}
    with pytest.raises(DataError, match="not finite in double precision; rescale"):
        Functions(NORMAL).estimate([1e200, -1e200])


def test_tiny_scales_are_not_mistaken_for_equal():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Functions(NORMAL).estimate([1e-9, 2e-9])["sigma"] == pytest.approx(5e-10)


def test_uniform_and_laplace():
    functions = Functions(UNIFORM)
    assert functions.estimate([0.5, 2, 1]) == {"theta": 2.0}
    assert functions.log_likelihood([0.5, 2, 1], theta=3) == pytest.approx(-3 * np.log(3))
    assert functions.log_likelihood([0.5, 2, 1], theta=1.5) == -np.inf
    sample = np.random.default_rng(0).laplace(1, 2, 1001)
    assert Functions(LAPLACE).estimate(sample) == pytest.approx(dict(zip(("mu", "beta"), scipy.stats.laplace.fit(sample), strict=True)))
    truth = scipy.stats.laplace.logpdf(sample, 0.5, 3).sum()
    assert Functions(LAPLACE).log_likelihood(sample, mu=0.5, beta=3) == pytest.approx(truth, rel=1e-12)


def test_categorical():
    labels, functions = np.random.default_rng(0).integers(0, 4, 1000), Functions(CATEGORICAL)
    shares = np.bincount(labels) / 1000
    streamed = functions.estimate(iter([labels[:9], labels[9:]]), d=4)
    for found in (functions.estimate(labels), functions.estimate(np.eye(4)[labels]), streamed):
        np.testing.assert_array_equal(found["p"], shares)
    weights = [0.1, 0.2, 0.3, 0.4]
    assert functions.log_likelihood(labels, p=weights) == pytest.approx(1000 * shares @ np.log(weights), rel=1e-13)
    with pytest.raises(DataError, match="outside its domain"):
        functions.log_likelihood(labels, p=[0.1, 0.2, 0.3, 0.5])
    with pytest.raises(DataError, match="observation 1 is the label 4"):
        functions.estimate([0, 4, 1], d=4)
    with pytest.raises(DataError, match="observation 1 has the sum 2"):
        functions.estimate([[1, 0], [1, 1]])


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("program", "sample", "message"),
    [
        (NORMAL, [], "n >= 1"), (NORMAL, [1, 2, NAN], "observation 2 is nan.*drop"), (NORMAL, [1, INF], "observation 1 is inf"),
        (NORMAL, ["1,5", "2"], "not numbers"), (NORMAL, [[1, 2], [3]], "equal length"), (NORMAL, np.ones((2, 2)), "2 dimensions"),
        (NORMAL, [1.0, "x", None], "not numbers|not a number"), (GAMMA, [1, -2], r"observation 1 is -2: outside the support \(0, ∞\)"),
        (GAMMA, [1, 2, 0], "observation 2 is 0"), (BETA, [0.5, 1.0], "observation 1 is 1"),
        (POISSON, [1, 2.5], "observation 1 is 2.5: not an integer"),
        (POISSON, [3, -1], "observation 1 is -1"), (BERNOULLI, [0, 2], "observation 1 is 2"), (POISSON, [1, NAN], "observation 1 is nan"),
        (NORMAL, np.r_[np.zeros(99_999), NAN], "observation 99999"), (GAMMA, np.r_[np.ones(99_999), -1], "observation 99999"),
        (POISSON, np.r_[np.zeros(99_999), 0.5], "observation 99999"), (LAPLACE, [1, NAN], "observation 1 is nan"),
        (UNIFORM, [1, -1], "observation 1 is -1"), (NORMAL, [1 + 2j], "not numbers"),
    ],
)  # fmt: skip
def test_bad_data(program, sample, message):
    with pytest.raises(DataError, match=message):
        Functions(program).estimate(sample)


def test_chunks_count_observations_from_the_start():
    with pytest.raises(DataError, match="observation 5 is nan"):
        Functions(NORMAL).estimate(iter([np.zeros(3), np.array([1.0, 2.0, NAN])]))


def test_missing_values_can_be_dropped():
    assert Functions(NORMAL).estimate([1, NAN, 3], nan="drop") == {"mu": 2.0, "sigma": 1.0}
    with pytest.raises(DataError, match="'raise' or 'drop'"):
        Functions(NORMAL).estimate([1, 2], nan="ignore")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"mu": 1}, "sigma has no value"), ({"mu": 1, "sigma": -1}, r"sigma = -1.0 is outside its domain \(0, ∞\)"),
        ({"mu": 1, "sigma": 0}, "sigma = 0.0"), ({"mu": NAN, "sigma": 1}, "mu = nan"),
        ({"mu": 1, "sigma": 1, "tau": 1}, "tau is not a parameter.*mu, sigma"),
    ],
)  # fmt: skip
def test_bad_parameters(parameters, message):
    with pytest.raises(DataError, match=message):
        Functions(NORMAL).log_likelihood([1.0, 2.0], **parameters)
