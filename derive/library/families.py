"""More families, for divergences and entropies. Their maximum-likelihood estimators are not part of the catalogue."""

from sympy import exp, log, pi, sqrt, symbols

from ..language.distribution import Distribution
from ..language.sets import positive, reals, unit

x, mu, sigma, beta, gamma, lamda = symbols("x mu sigma beta gamma lambda")

cauchy = Distribution(
    "Cauchy", gamma / (pi * ((x - mu) ** 2 + gamma**2)), reals, {mu: reals, gamma: positive},
    notation=r"\operatorname{Cauchy}(\mu, \gamma)", source="Poisson (1824), Cauchy (1853); location and scale",
)  # fmt: skip
continuous_bernoulli = Distribution(
    "continuous Bernoulli", log(lamda / (1 - lamda)) / (2 * lamda - 1) * lamda**x * (1 - lamda) ** (1 - x), unit, {lamda: unit},
    notation=r"\operatorname{CB}(\lambda)", source="Loaiza-Ganem and Cunningham (2019); uniform for λ = 1/2, where the quotient is 0/0",
)  # fmt: skip
gumbel = Distribution(
    "Gumbel", exp(-(x - mu) / beta - exp(-(x - mu) / beta)) / beta, reals, {mu: reals, beta: positive},
    notation=r"\operatorname{Gumbel}(\mu, \beta)", source="Gumbel (1935); of largest values, location and scale",
)  # fmt: skip
half_normal = Distribution(
    "half-normal", sqrt(2 / pi) / sigma * exp(-(x**2) / (2 * sigma**2)), positive, {sigma: positive},
    notation=r"\operatorname{HN}(\sigma)", source="the absolute value of a normal variable with mean 0",
)  # fmt: skip
