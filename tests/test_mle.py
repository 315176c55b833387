"""Every estimator against brute force: likelihoods written from textbooks, maximised by a general optimiser, on seeded data."""

import warnings
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from conftest import FAMILIES, answer, functions
from scipy import optimize, special, stats

from derive.language.errors import DataError
from derive.numeric.model import BoundaryWarning

SIZES = (2, 3, 10, 1000)
TRIALS = 7  # of the binomial and the multinomial


def _logit(p):
    return 1 / (1 + np.exp(-p))


def _normal(x, mu, sigma):
    return stats.norm.logpdf(x, mu, sigma).sum()


# The log-likelihood by scipy (or by hand), how to draw, known constants, and a map from the plane to the parameters.
BOOK = {
    "bernoulli": (lambda x, p: stats.bernoulli.logpmf(x, p).sum(), lambda g, n: g.integers(0, 2, n), {}, lambda u: {"p": _logit(u[0])}),
    "binomial": (
        lambda x, p: stats.binom.logpmf(x, TRIALS, p).sum(), lambda g, n: g.binomial(TRIALS, 0.3, n), {"m": TRIALS}, lambda u: {"p": _logit(u[0])},
    ),
    "geometric": (lambda x, p: stats.geom.logpmf(x, p).sum(), lambda g, n: g.geometric(0.3, n), {}, lambda u: {"p": _logit(u[0])}),
    "poisson": (lambda x, lamda: stats.poisson.logpmf(x, lamda).sum(), lambda g, n: g.poisson(3.2, n), {}, lambda u: {"lambda": np.exp(u[0])}),
    "exponential": (
        lambda x, lamda: stats.expon.logpdf(x, scale=1 / lamda).sum(), lambda g, n: g.exponential(0.4, n), {}, lambda u: {"lambda": np.exp(u[0])},
    ),
    "normal": (_normal, lambda g, n: g.normal(-2, 3, n), {}, lambda u: {"mu": u[0], "sigma": np.exp(u[1])}),
    "normal-variance": (
        lambda x, mu, v: _normal(x, mu, np.sqrt(v)), lambda g, n: g.normal(4, 0.3, n), {}, lambda u: {"mu": u[0], "sigma^2": np.exp(u[1])},
    ),
    "log-normal": (
        lambda x, mu, sigma: stats.lognorm.logpdf(x, sigma, scale=np.exp(mu)).sum(), lambda g, n: g.lognormal(0.5, 0.8, n), {},
        lambda u: {"mu": u[0], "sigma": np.exp(u[1])},
    ),
    "laplace": (
        lambda x, mu, b: stats.laplace.logpdf(x, mu, b).sum(), lambda g, n: g.laplace(1, 2, n), {}, lambda u: {"mu": u[0], "b": np.exp(u[1])},
    ),
    "gamma": (
        lambda x, a, b: stats.gamma.logpdf(x, a, scale=1 / b).sum(), lambda g, n: g.gamma(2.5, 0.7, n), {},
        lambda u: {"alpha": np.exp(u[0]), "beta": np.exp(u[1])},
    ),
    "beta": (
        lambda x, a, b: stats.beta.logpdf(x, a, b).sum(), lambda g, n: g.beta(2, 0.7, n), {}, lambda u: {"alpha": np.exp(u[0]), "beta": np.exp(u[1])},
    ),
    "rayleigh": (lambda x, sigma: stats.rayleigh.logpdf(x, scale=sigma).sum(), lambda g, n: g.rayleigh(2, n), {}, lambda u: {"sigma": np.exp(u[0])}),
    "inverse-gaussian": (
        lambda x, mu, lamda: stats.invgauss.logpdf(x, mu / lamda, scale=lamda).sum(), lambda g, n: g.wald(2, 3, n), {},
        lambda u: {"mu": np.exp(u[0]), "lambda": np.exp(u[1])},
    ),
    "weibull": (
        lambda x, k, lamda: stats.weibull_min.logpdf(x, k, scale=lamda).sum(), lambda g, n: 2 * g.weibull(1.6, n), {},
        lambda u: {"k": np.exp(u[0]), "lambda": np.exp(u[1])},
    ),
    "pareto": (
        lambda x, x_m, a: stats.pareto.logpdf(x, a, scale=x_m).sum(), lambda g, n: 1.5 * (1 + g.pareto(2.5, n)), {},
        lambda u: {"x_m": np.exp(u[0]), "alpha": np.exp(u[1])},
    ),
    "uniform": (lambda x, t: stats.uniform.logpdf(x, 0, t).sum(), lambda g, n: 3 * g.random(n), {}, lambda u: {"theta": np.exp(u[0])}),
    "uniform-interval": (
        lambda x, a, b: stats.uniform.logpdf(x, a, b - a).sum(), lambda g, n: 2 + 3 * g.random(n), {}, lambda u: {"a": u[0], "b": u[0] + np.exp(u[1])},
    ),
    "categorical": (
        lambda x, p: special.xlogy(x, p).sum(), lambda g, n: g.multinomial(1, [0.2, 0.5, 0.3], n), {}, lambda u: {"p": special.softmax([*u, 0])},
    ),
    "multinomial": (
        lambda x, p: stats.multinomial.logpmf(x, TRIALS, p).sum(), lambda g, n: g.multinomial(TRIALS, [0.2, 0.5, 0.3], n), {"m": TRIALS},
        lambda u: {"p": special.softmax([*u, 0])},
    ),
}  # fmt: skip
PLANE = {name: 2 if name in ("categorical", "multinomial") else len(answer(name).found.distribution.parameters) for name in FAMILIES}
NEEDS_TWO = (
    "normal",
    "normal-variance",
    "log-normal",
    "laplace",
    "gamma",
    "beta",
    "inverse-gaussian",
    "weibull",
    "pareto",
    "uniform-interval",
)


def data(name: str, size: int):
    return BOOK[name][1](np.random.default_rng([size, FAMILIES.index(name)]), size)


def brute_force(likelihood, x, chart, dimension: int, first=()) -> float:
    """The largest log-likelihood that a general optimiser finds, from several starts."""

    def loss(u):
        with np.errstate(all="ignore"):
            found = likelihood(x, *chart(u).values())
        return -found if np.isfinite(found) else 1e300

    starts = [*first, *np.random.default_rng(5).normal(0, 1.5, (4, dimension))]
    found = []
    for start in starts:
        rough = optimize.minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 600})
        found.append(-rough.fun)
    return max(found)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("size", SIZES)
def test_estimate_is_as_good_as_brute_force(name, size):
    likelihood, _, known, chart = BOOK[name]
    x = data(name, size)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BoundaryWarning)
            found = functions(name).estimate(x, **known)
    except DataError as no:
        raise AssertionError(f"{name}: {no}") from no
    reached = (
        likelihood(x, *found.values())
        if list(found) == list(chart(np.zeros(PLANE[name])))
        else likelihood(x, *(found[k] for k in chart(np.zeros(PLANE[name]))))
    )
    best = brute_force(likelihood, x, chart, PLANE[name])
    assert reached >= best - 1e-9 * max(1, abs(best)), (found, reached, best)


@pytest.mark.parametrize("name", FAMILIES)
def test_estimators_in_symbols_agree_with_those_in_numbers(name):
    """The dictionary of formulas, evaluated with balls, contains what the function returns."""
    from derive.language.enclosure import enclosure
    from derive.language.terms import Solution, Vector

    found, known = answer(name), BOOK[name][2]
    x = data(name, 10)
    numbers = functions(name).estimate(x, **known)
    rows = [list(map(int, row)) for row in x] if x.ndim == 2 else x.tolist()
    values = {
        found.found.data: rows,
        found.found.size: len(x),
        **{k: known[str(k)] for k in found.found.distribution.known if str(k) in known},
    }
    values |= {k: 3 for k in found.found.distribution.known if str(k) == "d"}
    for parameter, term in found.estimators.items():
        if isinstance(term, Solution):
            at = dict(zip([v for v, *_ in term.args[1:]], numbers.values(), strict=True))
            for equation in term.args[0]:
                assert abs(float(enclosure(equation, {**values, **at}).mid())) < 1e-12
        elif isinstance(term, Vector):
            body, (k, _, _) = term.args
            for j, share in enumerate(numbers[str(parameter)], 1):
                assert float(enclosure(body, {**values, k: j}).mid()) == pytest.approx(share, rel=1e-14)
        else:
            assert float(enclosure(term, values).mid()) == pytest.approx(numbers[str(parameter)], rel=1e-12)


# --- small, equal and other degenerate data --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in NEEDS_TWO])
def test_one_observation(name):
    likelihood, draw, known, chart = BOOK[name]
    for seed in range(8):
        x = draw(np.random.default_rng(seed), 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BoundaryWarning)
            found = functions(name).estimate(x, **known)
        best = brute_force(likelihood, x, chart, PLANE[name])
        assert likelihood(x, *(found[k] for k in chart(np.zeros(PLANE[name])))) >= best - 1e-9 * max(1, abs(best))


@pytest.mark.parametrize("name", NEEDS_TWO)
@pytest.mark.parametrize("size", (1, 2, 3, 7))
def test_equal_observations_have_no_estimate_and_the_condition_is_named(name, size):
    """Also where rounding hides that they are equal: 0.1 + 0.1 + 0.1 is not 3 times 0.1."""
    for value in (0.1, 0.7, 1 / 3):
        x = np.full(size, value)
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                functions(name).estimate(x)
        except DataError as no:
            assert "condition" in str(no)
        else:
            assert any(
                (issubclass(w.category, BoundaryWarning) and "conditions" in str(w.message)) or "do not meet" in str(w.message)
                for w in caught
            )


@pytest.mark.parametrize(
    ("name", "x", "known", "border"),
    [
        ("bernoulli", [0, 0, 0], {}, {"p": 0}),
        ("bernoulli", [1, 1], {}, {"p": 1}),
        ("binomial", [0, 0], {"m": 3}, {"p": 0}),
        ("binomial", [3, 3], {"m": 3}, {"p": 1}),
        ("geometric", [1, 1, 1], {}, {"p": 1}),
        ("poisson", [0, 0], {}, {"lambda": 0}),
        ("normal", [2.5], {}, {"mu": 2.5, "sigma": 0}),
        ("normal-variance", [2.5, 2.5], {}, {"mu": 2.5, "sigma^2": 0}),
        ("laplace", [2.5], {}, {"mu": 2.5, "b": 0}),
        ("uniform", [0, 0], {}, {"theta": 0}),
    ],
)
def test_estimate_on_the_border_comes_with_a_warning(name, x, known, border):
    with pytest.warns(BoundaryWarning, match="border of the parameter space"):
        assert functions(name).estimate(x, **known) == border


def test_category_that_was_not_observed_gets_probability_zero_with_a_warning():
    with pytest.warns(BoundaryWarning):
        assert functions("categorical").estimate([[1, 0, 0], [0, 1, 0]])["p"].tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize("seed", range(5))
def test_every_point_of_the_median_interval_is_a_maximum(seed):
    x = np.sort(np.random.default_rng(seed).laplace(0, 1, 6))
    laplace = functions("laplace")
    found = laplace.estimate(x)
    assert found["mu"] == (x[2] + x[3]) / 2
    best = laplace.log_likelihood(x, **found)
    for share in (0, 0.2, 0.9, 1):
        assert laplace.log_likelihood(x, mu=x[2] + share * (x[3] - x[2]), b=found["b"]) == pytest.approx(best, rel=1e-13)
    assert laplace.log_likelihood(x, mu=x[2] - 0.01, b=found["b"]) < best
    assert laplace.log_likelihood(x, mu=x[3] + 0.01, b=found["b"]) < best
    assert not answer("laplace").unique


# --- the log-likelihood and its derivatives, against 50 digits -------------------------------------------------------

mp = mpmath.mp
LOG = mpmath.log
REFERENCE = {
    "bernoulli": lambda x, p: LOG(p) if x else LOG(1 - p),
    "binomial": lambda x, p: LOG(mpmath.binomial(TRIALS, x)) + x * LOG(p) + (TRIALS - x) * LOG(1 - p),
    "geometric": lambda x, p: LOG(p) + (x - 1) * LOG(1 - p),
    "poisson": lambda x, t: x * LOG(t) - t - mpmath.loggamma(x + 1),
    "exponential": lambda x, t: LOG(t) - t * x,
    "normal": lambda x, m, s: -((x - m) ** 2) / (2 * s**2) - LOG(s) - LOG(2 * mp.pi) / 2,
    "normal-variance": lambda x, m, v: -((x - m) ** 2) / (2 * v) - LOG(2 * mp.pi * v) / 2,
    "log-normal": lambda x, m, s: -((LOG(x) - m) ** 2) / (2 * s**2) - LOG(s) - LOG(x) - LOG(2 * mp.pi) / 2,
    "laplace": lambda x, m, b: -abs(x - m) / b - LOG(2 * b),
    "gamma": lambda x, a, b: a * LOG(b) + (a - 1) * LOG(x) - b * x - mpmath.loggamma(a),
    "beta": lambda x, a, b: (
        (a - 1) * LOG(x) + (b - 1) * mpmath.log1p(-x) + mpmath.loggamma(a + b) - mpmath.loggamma(a) - mpmath.loggamma(b)
    ),
    "rayleigh": lambda x, s: LOG(x) - 2 * LOG(s) - x**2 / (2 * s**2),
    "inverse-gaussian": lambda x, m, t: LOG(t / (2 * mp.pi * x**3)) / 2 - t * (x - m) ** 2 / (2 * m**2 * x),
    "weibull": lambda x, k, t: LOG(k / t) + (k - 1) * LOG(x / t) - (x / t) ** k,
    "pareto": lambda x, m, a: LOG(a) + a * LOG(m) - (a + 1) * LOG(x),
    "uniform": lambda x, t: -LOG(t),
    "uniform-interval": lambda x, a, b: -LOG(b - a),
}
AT = {
    "bernoulli": (0.4,), "binomial": (0.4,), "geometric": (0.25,), "poisson": (2.6,), "exponential": (1.9,), "normal": (-1.4, 2.5),
    "normal-variance": (4.1, 0.2), "log-normal": (0.4, 0.9), "laplace": (1.21, 1.8), "gamma": (2.2, 1.3), "beta": (1.8, 0.9), "rayleigh": (1.7,),
    "inverse-gaussian": (1.8, 2.6), "weibull": (1.5, 2.2), "pareto": (1.2, 2.2), "uniform": (3.5,), "uniform-interval": (1.5, 5.5),
}  # fmt: skip


def reference(name: str, x):
    """ℓ as a function of the parameters, in the working precision of mpmath."""
    exact = [mpmath.mpf(v) for v in np.asarray(x, dtype=float).tolist()]
    return lambda *at: mpmath.fsum(REFERENCE[name](v, *at) for v in exact)


def parameters(name: str, at) -> dict:
    return dict(zip(map(str, answer(name).found.distribution.parameters), at, strict=True))


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize("size", (1, 10, 300))
def test_log_likelihood_to_twelve_digits(name, size):
    x = data(name, size)
    found = functions(name).log_likelihood(x, **parameters(name, AT[name]), **BOOK[name][2])
    with mpmath.workdps(50):
        truth = reference(name, x)(*map(mpmath.mpf, AT[name]))
        assert abs(found - truth) <= 1e-12 * max(1, abs(truth))


def test_log_likelihood_of_normal_data_far_from_zero():
    x = np.random.default_rng(0).normal(1e8, 1, 200)
    found = functions("normal").log_likelihood(x, mu=1e8, sigma=1)
    with mpmath.workdps(50):
        truth = reference("normal", x)(mpmath.mpf(10) ** 8, mpmath.mpf(1))
        assert abs(found - truth) <= 1e-9 * abs(truth)
    assert functions("normal").estimate(x)["sigma"] == pytest.approx(float(np.std(x - 1e8)), rel=1e-9)


@pytest.mark.parametrize("name", REFERENCE)
def test_score_and_hessian_agree_with_differences_of_forty_digits(name):
    x, at = data(name, 12), AT[name]
    found, known = functions(name), BOOK[name][2]
    score = found.score(x, **parameters(name, at), **known)
    hessian = found.hessian(x, **parameters(name, at), **known)
    with mpmath.workdps(60):
        f, point, size = reference(name, x), list(map(mpmath.mpf, at)), len(at)
        step = mpmath.mpf(10) ** -15

        def slope(k, where):
            def moved(s):
                return f(*(v + s * step * (j == k) for j, v in enumerate(where)))

            return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step)

        def curve(j, k):
            def moved(s):
                return slope(j, [v + s * step * (i == k) for i, v in enumerate(point)])

            return (moved(1) - moved(-1)) / (2 * step)

        for k, value in enumerate(score.values()):
            assert abs(value - slope(k, point)) <= 1e-11 * max(1, abs(slope(k, point))), k
        for j in range(size):
            for k in range(size):
                assert abs(hessian[j, k] - curve(j, k)) <= 1e-10 * max(1, abs(curve(j, k))), (j, k)


# --- bad data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "x", "said"),
    [
        ("normal", [1.0, float("nan"), 2.0], "1"),
        ("normal", [1.0, 2.0, float("inf")], "2"),
        ("normal", [], "no observations|empty"),
        ("normal", ["a", "b"], "number"),
        ("normal", [1.0, None], ""),
        ("normal", [1 + 2j, 1.0], ""),
        ("exponential", [1.0, 2.0, -0.5], "2"),
        ("poisson", [1, 2.5], "1"),
        ("poisson", [-1, 2], "0"),
        ("bernoulli", [0, 1, 2], "2"),
        ("geometric", [1, 0], "1"),
        ("beta", [0.5, 1.5], "1"),
        ("gamma", [0.5, 0.0], "1"),
        ("uniform", [0.5, -0.1], "1"),
        ("pareto", [0.5, 0.0], "1"),
        ("categorical", [[1, 0], [1, 1]], "1"),
        ("categorical", [[1, 0], [0.5, 0.5]], "1"),
    ],
)
def test_bad_data_are_refused_and_the_place_is_named(name, x, said):
    with pytest.raises(DataError, match=said):
        functions(name).estimate(x)


def test_missing_values_can_be_dropped():
    assert functions("normal").estimate([1.0, float("nan"), 3.0], nan="drop") == {"mu": 2.0, "sigma": 1.0}


@pytest.mark.parametrize("name", FAMILIES)
def test_estimate_does_not_depend_on_the_order_or_the_chunks(name):
    x, known = data(name, 1000), BOOK[name][2]
    whole = functions(name).estimate(x, **known)
    shuffled = functions(name).estimate(np.random.default_rng(1).permutation(x), **known)
    chunked = functions(name).estimate(iter([x[a:b] for a, b in pairwise((0, 1, 37, 600, 1000))]), **known)
    for key, value in whole.items():
        assert np.allclose(value, shuffled[key], rtol=1e-12) and np.allclose(value, chunked[key], rtol=1e-12)
