"""What several test modules share: declarations that a user could make, the derivations of all families, seeded observations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import stats
from sympy import Rational, besseli, cos, exp, factorial, gamma, log, oo, pi, sqrt, symbols
from sympy import binomial as choose

import derive
from derive.language.distribution import Distribution
from derive.language.sets import Span, counting, naturals, positive, reals, unit

x, a, b, c, k, p, r, s, w = symbols("x a b c k p r s w")
beta, kappa, lamda, mu, nu, sigma, theta = symbols("beta kappa lambda mu nu sigma theta")
CIRCLE = Span(-pi, pi, True)


@dataclass(frozen=True)
class Declared:
    """A distribution as a user writes it, how to draw from it (generator, size), and at which parameters and constants it is drawn."""

    distribution: Distribution
    draw: Callable
    known: tuple[tuple[str, float], ...] = ()


def _declared(name, density, support, parameters, draw, known=None, **constants) -> Declared:
    return Declared(Distribution(name, density, support, parameters, known or {}), draw, tuple(constants.items()))


ZERO_CLASS = float(np.exp(-1.2))


def _standard(term):
    return exp(-(term**2) / 2) / sqrt(2 * pi)


PROVED = {
    d.distribution.slug: d
    for d in (
        _declared(
            "Maxwell", sqrt(2 / pi) * x**2 * exp(-(x**2) / (2 * a**2)) / a**3, positive, {a: positive},
            lambda g, n: stats.maxwell.rvs(scale=1.7, size=n, random_state=g),
        ),
        _declared(
            "Lindley", theta**2 / (1 + theta) * (1 + x) * exp(-theta * x), positive, {theta: positive},
            lambda g, n: np.where(g.random(n) < 0.7 / 1.7, g.gamma(1, 1 / 0.7, n), g.gamma(2, 1 / 0.7, n)),
        ),
        _declared(
            "Lévy", sqrt(c / (2 * pi)) * exp(-c / (2 * x)) / x ** Rational(3, 2), positive, {c: positive},
            lambda g, n: 2.3 / g.normal(size=n) ** 2,
        ),
        _declared(
            "half-normal", sqrt(2 / pi) / sigma * exp(-(x**2) / (2 * sigma**2)), positive, {sigma: positive},
            lambda g, n: 0.6 * abs(g.normal(size=n)),
        ),
        _declared(
            "Kumaraswamy", a * b * x ** (a - 1) * (1 - x**a) ** (b - 1), unit, {b: positive},
            lambda g, n: (1 - g.random(n) ** (1 / 2.5)) ** (1 / 1.5), known={a: positive}, a=1.5,
        ),
        _declared("logarithmic series", -(p**x) / (x * log(1 - p)), counting, {p: unit}, lambda g, n: g.logseries(0.8, n)),
        _declared(
            "von Mises", exp(kappa * cos(x - mu)) / (2 * pi * besseli(0, kappa)), CIRCLE, {mu: CIRCLE, kappa: positive},
            lambda g, n: g.vonmises(2.8, 1.3, n),
        ),
        _declared("unit interval", Rational(1), Span(theta, theta + 1), {theta: reals}, lambda g, n: -3.3 + g.random(n)),
        _declared(
            "shifted exponential", lamda * exp(-lamda * (x - mu)), Span(mu, oo), {mu: reals, lamda: positive},
            lambda g, n: -2 + g.exponential(0.4, n),
        ),
        _declared(
            "negative binomial", choose(x + r - 1, x) * p**r * (1 - p) ** x, naturals, {p: unit},
            lambda g, n: g.negative_binomial(3, 0.35, n), known={r: counting}, r=3,
        ),
        _declared(
            "normal with known spread", exp(-((x - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2), reals, {mu: reals},
            lambda g, n: g.normal(5, 0.3, n), known={sigma: positive}, sigma=0.3,
        ),
        _declared(
            "zero-truncated Poisson", lamda**x / (factorial(x) * (exp(lamda) - 1)), counting, {lamda: positive},
            lambda g, n: stats.poisson.ppf(ZERO_CLASS + (1 - ZERO_CLASS) * g.random(n), 1.2),
        ),
        _declared("failures", p * (1 - p) ** x, naturals, {p: unit}, lambda g, n: g.geometric(0.3, n) - 1),
        _declared("power function", a * x ** (a - 1), unit, {a: positive}, lambda g, n: g.power(2.2, n)),
        _declared(
            "inverse gamma", b**a * x ** (-a - 1) * exp(-b / x) / gamma(a), positive, {a: positive, b: positive},
            lambda g, n: 2 / g.gamma(3, size=n),
        ),
        _declared(
            "gamma with known rate", b**a * x ** (a - 1) * exp(-b * x) / gamma(a), positive, {a: positive},
            lambda g, n: g.gamma(2.4, 0.5, n), known={b: positive}, b=2,
        ),
    )
}  # fmt: skip

OPEN = {
    d.distribution.slug: d
    for d in (
        _declared(
            "Weibull with location", k / lamda * ((x - mu) / lamda) ** (k - 1) * exp(-(((x - mu) / lamda) ** k)), Span(mu, oo, True),
            {mu: reals, k: positive, lamda: positive}, lambda g, n: 1 + g.weibull(1.5, n),
        ),
        _declared(
            "mixture", w * _standard(x - a) + (1 - w) * _standard(x - b), reals, {w: unit, a: reals, b: reals},
            lambda g, n: g.normal(size=n) + 4 * (g.random(n) < 0.4),
        ),
        _declared("Cauchy", 1 / (pi * (1 + (x - mu) ** 2)), reals, {mu: reals}, lambda g, n: g.standard_cauchy(n)),
        _declared(
            "Gumbel", exp(-(x - mu) / beta - exp(-(x - mu) / beta)) / beta, reals, {mu: reals, beta: positive},
            lambda g, n: g.gumbel(1, 2, n),
        ),
        _declared(
            "logistic", exp(-(x - mu) / s) / (s * (1 + exp(-(x - mu) / s)) ** 2), reals, {mu: reals, s: positive},
            lambda g, n: g.logistic(1, 2, n),
        ),
        _declared(
            "chi-square", x ** (nu / 2 - 1) * exp(-x / 2) / (2 ** (nu / 2) * gamma(nu / 2)), positive, {nu: positive},
            lambda g, n: g.chisquare(3.5, n),
        ),
    )
}  # fmt: skip

DECLARED = PROVED | OPEN
FAMILIES = tuple(derive.distributions())


@cache
def answer(name: str):
    """The answer for a distribution of the library, or for one declared here, derived once."""
    return derive.mle(DECLARED[name].distribution if name in DECLARED else name)


@cache
def functions(name: str):
    return answer(name).numpy()
