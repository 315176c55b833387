"""The catalogue. Each distribution is its density, its support and the domains of its parameters; the rest is derived."""

from sympy import Abs, IndexedBase, Product, beta, exp, factorial, log, oo, pi, sqrt, symbols
from sympy import binomial as choose
from sympy import gamma as Γ

from ..language.distribution import Distribution
from ..language.sets import Counts, Integers, Simplex, Span, counting, naturals, positive, reals, unit

x, mu, sigma, sigma2, lamda, alpha, theta, a, b, k, p, m, d, x_m, eta = symbols("x mu sigma sigma^2 lambda alpha theta a b k p m d x_m eta")
shape, rate, scale, j = symbols("alpha beta b j")
weights, vector = IndexedBase("p"), IndexedBase("x")

bernoulli = Distribution(
    "Bernoulli", p**x * (1 - p) ** (1 - x), Integers(0, 1), {p: unit},
    notation=r"\operatorname{Bern}(p)", source="J. Bernoulli, Ars conjectandi (1713)",
)  # fmt: skip
binomial = Distribution(
    "binomial", choose(m, x) * p**x * (1 - p) ** (m - x), Integers(0, m), {p: unit}, known={m: counting},
    notation=r"\operatorname{Bin}(m, p)", source="J. Bernoulli, Ars conjectandi (1713)",
)  # fmt: skip
geometric = Distribution(
    "geometric", p * (1 - p) ** (x - 1), counting, {p: unit},
    notation=r"\operatorname{Geo}(p)", source="number of trials up to the first success",
)  # fmt: skip
poisson = Distribution(
    "Poisson", lamda**x * exp(-lamda) / factorial(x), naturals, {lamda: positive},
    notation=r"\operatorname{Poiss}(\lambda)", source="Poisson (1837)",
)  # fmt: skip
categorical = Distribution(
    "categorical", Product(weights[j] ** vector[j], (j, 1, d)), Counts(1, d), {weights: Simplex(d)}, known={d: Integers(2)},
    variable=vector, notation=r"\operatorname{Cat}(p_1, \dots, p_d)", source="one-hot observations",
)  # fmt: skip
multinomial = Distribution(
    "multinomial", factorial(m) * Product(weights[j] ** vector[j] / factorial(vector[j]), (j, 1, d)), Counts(m, d),
    {weights: Simplex(d)}, known={m: counting, d: Integers(2)},
    variable=vector, notation=r"\operatorname{Mult}(m; p_1, \dots, p_d)", source="m independent categorical draws, counted",
)  # fmt: skip
exponential = Distribution(
    "exponential", lamda * exp(-lamda * x), positive, {lamda: positive},
    notation=r"\operatorname{Exp}(\lambda)", source="waiting time with rate λ",
)  # fmt: skip
normal = Distribution(
    "normal", exp(-((x - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2), reals, {mu: reals, sigma: positive},
    notation=r"\mathcal{N}(\mu, \sigma^2)", source="Gauss (1809)",
)  # fmt: skip
normal_variance = Distribution(
    "normal variance", exp(-((x - mu) ** 2) / (2 * sigma2)) / sqrt(2 * pi * sigma2), reals, {mu: reals, sigma2: positive},
    notation=r"\mathcal{N}(\mu, \sigma^2)", source="Gauss (1809); the variance as the parameter",
)  # fmt: skip
log_normal = Distribution(
    "log-normal", exp(-((log(x) - mu) ** 2) / (2 * sigma**2)) / (x * sqrt(2 * pi * sigma**2)), positive, {mu: reals, sigma: positive},
    notation=r"\log\mathcal{N}(\mu, \sigma^2)", source="log x is normal",
)  # fmt: skip
laplace = Distribution(
    "Laplace", exp(-Abs(x - mu) / b) / (2 * b), reals, {mu: reals, b: positive},
    notation=r"\operatorname{Lap}(\mu, b)", source="Laplace (1774)",
)  # fmt: skip
gamma = Distribution(
    "gamma", rate**shape * x ** (shape - 1) * exp(-rate * x) / Γ(shape), positive, {shape: positive, rate: positive},
    notation=r"\operatorname{Gam}(\alpha, \beta)", source="shape α and rate β",
)  # fmt: skip
beta_ = Distribution(
    "beta", x ** (shape - 1) * (1 - x) ** (rate - 1) / beta(shape, rate), unit, {shape: positive, rate: positive},
    notation=r"\operatorname{Bet}(\alpha, \beta)", source="Pearson's type I",
)  # fmt: skip
rayleigh = Distribution(
    "Rayleigh", x * exp(-(x**2) / (2 * sigma**2)) / sigma**2, positive, {sigma: positive},
    notation=r"\operatorname{Ray}(\sigma)", source="Rayleigh (1880)",
)  # fmt: skip
inverse_gaussian = Distribution(
    "inverse Gaussian", sqrt(lamda / (2 * pi * x**3)) * exp(-lamda * (x - mu) ** 2 / (2 * mu**2 * x)), positive,
    {mu: positive, lamda: positive}, notation=r"\operatorname{IG}(\mu, \lambda)", source="Tweedie (1957)",
)  # fmt: skip
weibull = Distribution(
    "Weibull", k / lamda * (x / lamda) ** (k - 1) * exp(-((x / lamda) ** k)), positive, {k: positive, lamda: positive},
    notation=r"\operatorname{Wei}(k, \lambda)", source="shape k and scale λ; Weibull (1951)",
)  # fmt: skip
pareto = Distribution(
    "Pareto", alpha * x_m**alpha / x ** (alpha + 1), Span(x_m, oo), {x_m: positive, alpha: positive},
    notation=r"\operatorname{Par}(x_m, \alpha)", source="scale x_m and index α",
)  # fmt: skip
uniform = Distribution(
    "uniform", 1 / theta, Span(0, theta), {theta: positive},
    notation=r"\mathcal{U}(0, \theta)", source="the left end is 0",
)  # fmt: skip
uniform_interval = Distribution(
    "uniform interval", 1 / (b - a), Span(a, b), {a: reals, b: reals},
    notation=r"\mathcal{U}(a, b)", source="both ends are unknown",
)  # fmt: skip
