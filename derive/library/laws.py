"""Laws of random variables as texts name them. Each is its density and its support; moments and entropies are derived."""

from sympy import Abs, besseli, beta, cos, erfc, exp, log, oo, pi, sqrt, symbols
from sympy import gamma as Γ

from ..language.law import Law, X
from ..language.sets import Integers, Span, counting, naturals, positive, reals, unit

a, b, d_1, d_2, k, n, p, r, s, x_m = symbols("a b d_1 d_2 k n p r s x_m")
alpha, beta_, gamma_, kappa, lamda, mu, nu, sigma, theta, v = symbols("alpha beta gamma kappa lambda mu nu sigma theta v")


def _choose(above, below):
    return Γ(above + 1) / (Γ(below + 1) * Γ(above - below + 1))


LAWS = (
    # --- counts ---
    Law(
        "Bernoulli", p**X * (1 - p) ** (1 - X), Integers(0, 1), {p: unit},
        heads=("Bern", "Bernoulli", "Ber", "Be"), words=("bernoulli",),
    ),
    Law(
        "binomial", _choose(n, X) * p**X * (1 - p) ** (n - X), Integers(0, n), {n: counting, p: unit},
        heads=("Bin", "Binom", "B", "Binomial", "Bi"), words=("binomial",),
    ),
    Law(
        "Poisson", lamda**X * exp(-lamda) / Γ(X + 1), naturals, {lamda: positive},
        heads=("Poiss", "Poi", "Pois", "Poisson", "Po", "P"), words=("poisson",),
    ),
    Law(
        "geometric", p * (1 - p) ** (X - 1), counting, {p: unit},
        heads=("Geo", "Geom", "G", "Geometric"), words=("geometric",),
    ),
    Law(
        "geometric from 0", p * (1 - p) ** X, naturals, {p: unit},
        heads=("Geo", "Geom", "G", "Geometric"), words=("geometric",),
    ),
    Law(
        "negative binomial", _choose(X + r - 1, X) * (1 - p) ** X * p**r, naturals, {r: counting, p: unit},
        heads=("NegBin", "NB", "NBin", "Nbin", "NegBinom"), words=("negative binomial",), readings=((r, p), (r, 1 - p)),
    ),
    Law(
        "negative binomial from r", _choose(X - 1, r - 1) * (1 - p) ** (X - r) * p**r, Integers(r), {r: counting, p: unit},
        heads=("NegBin", "NB", "NBin", "Nbin", "NegBinom"), words=("negative binomial",), readings=((r, p), (r, 1 - p)),
    ),
    Law(
        "beta-binomial", _choose(n, X) * beta(alpha + X, beta_ + n - X) / beta(alpha, beta_), Integers(0, n),
        {n: counting, alpha: positive, beta_: positive}, heads=("BetBin", "BetaBin", "BB", "BetaBinomial"), words=("beta-binomial",),
    ),
    # --- on the whole line ---
    Law(
        "normal", exp(-((X - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), reals, {mu: reals, v: positive},
        heads=("N", "Normal", "Norm"), words=("normal", "gaussian"), readings=((mu, v), (mu, v**2), (mu, 1 / v)),
    ),
    Law(
        "Laplace", exp(-Abs(X - mu) / b) / (2 * b), reals, {mu: reals, b: positive},
        heads=("Lap", "Laplace", "L", "DE"), words=("laplace", "double exponential"), readings=((mu, b), (mu, 1 / b)),
    ),
    Law(
        "logistic", exp(-(X - mu) / s) / (s * (1 + exp(-(X - mu) / s)) ** 2), reals, {mu: reals, s: positive},
        heads=("Logistic", "Log", "Logis"), words=("logistic",), readings=((mu, s), (mu, 1 / s)),
    ),
    Law(
        "Gumbel", exp(-(X - mu) / b - exp(-(X - mu) / b)) / b, reals, {mu: reals, b: positive},
        heads=("Gumbel", "Gum"), words=("gumbel",),
    ),
    Law(
        "Cauchy", 1 / (pi * gamma_ * (1 + ((X - mu) / gamma_) ** 2)), reals, {mu: reals, gamma_: positive},
        heads=("Cauchy", "C"), words=("cauchy",),
    ),
    Law(
        "t", Γ((nu + 1) / 2) / (sqrt(nu * pi) * Γ(nu / 2)) * (1 + X**2 / nu) ** (-(nu + 1) / 2), reals, {nu: positive},
        heads=("t", "T", "St", "Student"), words=("student", "t-distribution"),
    ),
    Law(
        "t with location and scale",
        Γ((nu + 1) / 2) / (sqrt(nu * pi * v) * Γ(nu / 2)) * (1 + (X - mu) ** 2 / (v * nu)) ** (-(nu + 1) / 2), reals,
        {mu: reals, v: positive, nu: positive}, heads=("t", "T", "St", "nst"), words=("t-distribution",),
        readings=((mu, v, nu), (mu, v**2, nu), (mu, 1 / v, nu)),
    ),
    Law(
        "ex-Gaussian",
        lamda / 2 * exp(lamda / 2 * (2 * mu + lamda * sigma**2 - 2 * X)) * erfc((mu + lamda * sigma**2 - X) / (sqrt(2) * sigma)), reals,
        {mu: reals, sigma: positive, lamda: positive}, heads=("ex-Gaussian", "exGaussian", "EMG", "ExG", "exGauss"), words=("ex-gaussian",),
        readings=((mu, sigma, lamda), (mu, sqrt(sigma), lamda), (mu, sigma, 1 / lamda)),
    ),
    # --- on the positive half line ---
    Law(
        "exponential", lamda * exp(-lamda * X), positive, {lamda: positive},
        heads=("Exp", "Expo", "Exponential", "E", "exp"), words=("exponential",), readings=((lamda,), (1 / lamda,)),
    ),
    Law(
        "gamma", b**a / Γ(a) * X ** (a - 1) * exp(-b * X), positive, {a: positive, b: positive},
        heads=("Gam", "Gamma", "Ga", "G"), words=("gamma",), readings=((a, b), (a, 1 / b)),
    ),
    Law(
        "Erlang", b**k / Γ(k) * X ** (k - 1) * exp(-b * X), positive, {k: counting, b: positive},
        heads=("Erlang", "Erl"), words=("erlang",), readings=((k, b), (k, 1 / b)),
    ),
    Law(
        "inverse gamma", b**a / Γ(a) * X ** (-a - 1) * exp(-b / X), positive, {a: positive, b: positive},
        heads=("InvGam", "IG", "InvGamma", "InverseGamma", "IGam"), words=("inverse gamma", "inverse-gamma"), readings=((a, b), (a, 1 / b)),
    ),
    Law(
        "chi-squared", X ** (k / 2 - 1) * exp(-X / 2) / (2 ** (k / 2) * Γ(k / 2)), positive, {k: positive},
        heads=("chi^2",), words=("chi-squared", "chi-square"),
    ),
    Law(
        "chi", X ** (k - 1) * exp(-(X**2) / 2) / (2 ** (k / 2 - 1) * Γ(k / 2)), positive, {k: positive}, heads=("chi",), words=("chi",),
    ),
    Law(
        "F", Γ((d_1 + d_2) / 2) / (Γ(d_1 / 2) * Γ(d_2 / 2)) * (d_1 / d_2) ** (d_1 / 2) * X ** (d_1 / 2 - 1)
        * (1 + d_1 * X / d_2) ** (-(d_1 + d_2) / 2), positive, {d_1: positive, d_2: positive},
        heads=("F",), words=("f-distribution",),
    ),
    Law(
        "log-normal", exp(-((log(X) - mu) ** 2) / (2 * v)) / (X * sqrt(2 * pi * v)), positive, {mu: reals, v: positive},
        heads=("ln N", "log N", "LN", "LogN", "Lognormal", "LogNormal"), words=("log-normal", "lognormal"),
        readings=((mu, v), (mu, v**2), (mu, 1 / v)),
    ),
    Law(
        "Wald", alpha / sqrt(2 * pi * X**3) * exp(-((alpha - gamma_ * X) ** 2) / (2 * X)), positive, {gamma_: positive, alpha: positive},
        heads=("Wald",), words=("wald",),
    ),
    Law(
        "inverse Gaussian", sqrt(lamda / (2 * pi * X**3)) * exp(-lamda * (X - mu) ** 2 / (2 * mu**2 * X)), positive,
        {mu: positive, lamda: positive}, heads=("IG", "InvGauss", "Wald", "InverseGaussian"), words=("inverse gaussian",),
    ),
    Law(
        "Weibull", k / lamda * (X / lamda) ** (k - 1) * exp(-((X / lamda) ** k)), positive, {lamda: positive, k: positive},
        heads=("Wei", "Weibull", "W", "Weib"), words=("weibull",), readings=((lamda, k), (k, lamda), (1 / lamda, k), (1 / k, lamda)),
    ),
    Law(
        "Rayleigh", X / sigma**2 * exp(-(X**2) / (2 * sigma**2)), positive, {sigma: positive},
        heads=("Ray", "Rayleigh", "R"), words=("rayleigh",), readings=((sigma,), (sqrt(sigma),)),
    ),
    Law(
        "Maxwell", sqrt(2 / pi) * X**2 / a**3 * exp(-(X**2) / (2 * a**2)), positive, {a: positive},
        heads=("Maxwell", "MB"), words=("maxwell",),
    ),
    Law(
        "half-normal", sqrt(2 / (pi * v)) * exp(-(X**2) / (2 * v)), positive, {v: positive},
        heads=("HN", "HalfNormal"), words=("half-normal",), readings=((v,), (v**2,), (1 / v,)),
    ),
    # --- on other ranges ---
    Law(
        "beta", X ** (alpha - 1) * (1 - X) ** (beta_ - 1) / beta(alpha, beta_), unit, {alpha: positive, beta_: positive},
        heads=("Bet", "Beta", "Be", "B"), words=("beta",),
    ),
    Law(
        "continuous uniform", 1 / (b - a), Span(a, b), {a: reals, b: Span(a, oo, True)},
        heads=("U", "Unif", "Uniform", "CUnif"), words=("continuous uniform", "uniform"),
    ),
    Law(
        "discrete uniform", 1 / (b - a + 1), Integers(a, b), {a: Integers(-oo), b: Integers(a)},
        heads=("U", "DU", "DUnif", "DiscreteUniform", "Unif"), words=("discrete uniform",),
    ),
    Law(
        "Pareto", alpha * x_m**alpha / X ** (alpha + 1), Span(x_m, oo), {x_m: positive, alpha: positive},
        heads=("Par", "Pareto"), words=("pareto",), readings=((x_m, alpha), (alpha, x_m)),
    ),
    Law(
        "von Mises", exp(kappa * cos(X - mu)) / (2 * pi * besseli(0, kappa)), Span(mu - pi, mu + pi), {mu: reals, kappa: positive},
        heads=("vM", "VM", "vonMises"), words=("von mises",),
    ),
)  # fmt: skip
