"""What is printed, for a person who reads mathematics: tables of term, LaTeX and one line of text."""

import itertools
import os
import random
import re
import shutil
import subprocess
import sys

import pytest
from sympy import (
    Abs,
    Derivative,
    E,
    Float,
    Function,
    Indexed,
    IndexedBase,
    Integral,
    Limit,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    Sum,
    Symbol,
    besseli,
    beta,
    binomial,
    cos,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sqrt,
)  # fmt: skip

from derive.kernel.derivation import Derivation, Step
from derive.language.claims import Claim, Given, member
from derive.language.outline import Passage, Row
from derive.language.sets import Counts, Integers, Simplex, Span, counting, data, naturals, nonnegative, positive, reals, unit, variable
from derive.language.terms import ArgMax, AtMost, Largest, LowerMedian, Median, Only, Smallest, UpperMedian, Zero
from derive.writing.blocks import lines
from derive.writing.breaking import broken
from derive.writing.document import Document, Header, book
from derive.writing.latex import latex, spelled
from derive.writing.layout import layout
from derive.writing.measure import columns_of, width
from derive.writing.text import text

n, d, m = (variable(name, counting) for name in "ndm")
i, k = variable("i", counting), variable("k", counting)
x, mu, p = variable("x", reals), variable("mu", reals), variable("p", unit)
sigma, alpha, beta_, lam, theta, kappa, b, shape, x_m, y = (
    variable(name, positive) for name in ("sigma", "alpha", "beta", "lambda", "theta", "kappa", "b", "k", "x_m", "x")
)
v = variable("sigma^2", positive)
c = variable("x", naturals)
X, Y, P = data("x", reals), data("x", positive), data("p", unit)
ell, f = Function("ell"), Function("f")
Z = IndexedBase("x", integer=True)


def over(body):
    return Sum(body, (i, 1, n))


DENSITIES = [
    (p**c * (1 - p) ** (1 - c), r"p^x(1 - p)^{1-x}", "pˣ(1 − p)¹⁻ˣ"),
    (binomial(m, c) * p**c * (1 - p) ** (m - c), r"\binom{m}{x}p^x(1 - p)^{m-x}", "C(m, x) pˣ(1 − p)ᵐ⁻ˣ"),
    (p * (1 - p) ** c, r"p(1 - p)^x", "p(1 − p)ˣ"),
    (lam**c * exp(-lam) / factorial(c), r"\frac{\lambda^x}{x!}e^{-\lambda}", "λˣ/x!·e^(−λ)"),
    (Product(P[k] ** Z[i, k], (k, 1, d)), r"\prod_{k=1}^{d} p_k^{x_{i,k}}", "∏ₖ₌₁ᵈ pₖ^(xᵢ,ₖ)"),
    (lam * exp(-lam * y), r"\lambda e^{-\lambda x}", "λe^(−λx)"),
    (
        exp(-((x - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2),
        r"\frac{1}{\sqrt{2\pi}\,\sigma}\exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)",
        "1/(√(2π)·σ)·exp(−(x − μ)²/(2σ²))",
    ),
    (
        exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v),
        r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)",
        "1/√(2πσ²)·exp(−(x − μ)²/(2σ²))",
    ),
    (
        exp(-((log(y) - mu) ** 2) / (2 * sigma**2)) / (y * sigma * sqrt(2 * pi)),
        r"\frac{1}{\sqrt{2\pi}\,\sigma x}\exp\left(-\frac{(\log x - \mu)^2}{2\sigma^2}\right)",
        "1/(√(2π)·σx)·exp(−(log x − μ)²/(2σ²))",
    ),
    (exp(-Abs(x - mu) / b) / (2 * b), r"\frac{1}{2b}\exp\left(-\frac{|x - \mu|}{b}\right)", "1/(2b)·exp(−|x − μ|/b)"),
    (
        beta_**alpha / gamma(alpha) * y ** (alpha - 1) * exp(-beta_ * y),
        r"\frac{\beta^{\alpha}}{\Gamma(\alpha)}x^{\alpha-1}e^{-\beta x}",
        "β^α/Γ(α)·x^(α−1) e^(−βx)",
    ),
    (
        p ** (alpha - 1) * (1 - p) ** (beta_ - 1) / beta(alpha, beta_),
        r"\frac{p^{\alpha-1}(1 - p)^{\beta-1}}{\mathrm{B}(\alpha, \beta)}",
        "p^(α−1) (1 − p)^(β−1)/B(α, β)",
    ),
    (
        y / sigma**2 * exp(-(y**2) / (2 * sigma**2)),
        r"\frac{x}{\sigma^2}\exp\left(-\frac{x^2}{2\sigma^2}\right)",
        "x/σ²·exp(−x²/(2σ²))",
    ),
    (
        sqrt(lam / (2 * pi * y**3)) * exp(-lam * (y - mu) ** 2 / (2 * mu**2 * y)),
        r"\sqrt{\frac{\lambda}{2\pi x^3}}\,\exp\left(-\frac{\lambda(x - \mu)^2}{2\mu^2x}\right)",
        "√(λ/(2πx³))·exp(−λ(x − μ)²/(2μ²x))",
    ),
    (
        shape / lam * (y / lam) ** (shape - 1) * exp(-((y / lam) ** shape)),
        r"\frac{k}{\lambda}\left(\frac{x}{\lambda}\right)^{k-1}\exp\left(-\left(\frac{x}{\lambda}\right)^k\right)",
        "k/λ·(x/λ)ᵏ⁻¹ exp(−(x/λ)ᵏ)",
    ),
    (alpha * x_m**alpha * y ** (-alpha - 1), r"\alpha x_m^{\alpha}x^{-\alpha-1}", "αxₘ^α x^(−α−1)"),
    (1 / theta, r"\frac{1}{\theta}", "1/θ"),
    (theta**2 / (1 + theta) * (1 + y) * exp(-theta * y), r"\frac{\theta^2}{\theta + 1}(x + 1)e^{-\theta x}", "θ²/(θ + 1)·(x + 1) e^(−θx)"),
    (
        exp(kappa * cos(x - mu)) / (2 * pi * besseli(0, kappa)),
        r"\frac{1}{2\pi I_{0}(\kappa)}\exp(\kappa\cos(x - \mu))",
        "1/(2πI₀(κ))·exp(κ cos(x − μ))",
    ),
    (
        (2 * pi) ** (-n / 2) * sigma ** (-n) * exp(-over((X[i] - mu) ** 2) / (2 * sigma**2)),
        r"(2\pi)^{-n/2}\sigma^{-n}\exp\left(-\frac{1}{2\sigma^2}\sum_{i=1}^{n}(x_i - \mu)^2\right)",
        "(2π)^(−n/2) σ⁻ⁿ exp(−1/(2σ²)·Σᵢ₌₁ⁿ (xᵢ − μ)²)",
    ),
    (
        y ** (shape / 2 - 1) * exp(-y / 2) / (2 ** (shape / 2) * gamma(shape / 2)),
        r"\frac{1}{2^{k/2}\Gamma\left(\frac{k}{2}\right)}x^{k/2-1}\exp\left(-\frac{x}{2}\right)",
        "1/(2^(k/2) Γ(k/2))·x^(k/2−1) exp(−x/2)",
    ),
]

LIKELIHOODS = [
    (
        -n / 2 * log(2 * pi) - n * log(sigma) - over((X[i] - mu) ** 2) / (2 * sigma**2),
        r"-\frac{n}{2}\log(2\pi) - n\log\sigma - \frac{1}{2\sigma^2}\sum_{i=1}^{n}(x_i - \mu)^2",
        "−n/2·log(2π) − n log σ − 1/(2σ²)·Σᵢ₌₁ⁿ (xᵢ − μ)²",
    ),
    (
        log(lam) * over(X[i]) - n * lam - over(log(factorial(X[i]))),
        r"\log(\lambda)\sum_{i=1}^{n} x_i - n\lambda - \sum_{i=1}^{n}\log(x_i!)",
        "log(λ) Σᵢ₌₁ⁿ xᵢ − nλ − Σᵢ₌₁ⁿ log(xᵢ!)",
    ),
    (
        log(p) * over(X[i]) + (n - over(X[i])) * log(1 - p),
        r"\log(p)\sum_{i=1}^{n} x_i + \left(n - \sum_{i=1}^{n} x_i\right)\log(1 - p)",
        "log(p) Σᵢ₌₁ⁿ xᵢ + (n − Σᵢ₌₁ⁿ xᵢ) log(1 − p)",
    ),
    (
        n * alpha * log(beta_) - n * loggamma(alpha) + (alpha - 1) * over(log(Y[i])) - beta_ * over(Y[i]),
        r"n\alpha\log\beta - n\log\Gamma(\alpha) - \beta\sum_{i=1}^{n} x_i + (\alpha - 1)\sum_{i=1}^{n}\log x_i",
        "nα log β − n log Γ(α) − β Σᵢ₌₁ⁿ xᵢ + (α − 1) Σᵢ₌₁ⁿ log xᵢ",
    ),
    (
        Sum(Sum(Z[i, k] * log(P[k]), (k, 1, d)), (i, 1, n)),
        r"\sum_{i=1}^{n}\sum_{k=1}^{d} x_{i,k}\log p_k",
        "Σᵢ₌₁ⁿ Σₖ₌₁ᵈ xᵢ,ₖ log pₖ",
    ),
    (Sum(X[i], (i, 1, n), (k, 1, d)), r"\sum_{k=1}^{d}\sum_{i=1}^{n} x_i", "Σₖ₌₁ᵈ Σᵢ₌₁ⁿ xᵢ"),
    (
        over(X[i]) / p - (n - over(X[i])) / (1 - p),
        r"\frac{1}{p}\sum_{i=1}^{n} x_i - \frac{n - \sum_{i=1}^{n} x_i}{1 - p}",
        "1/p·Σᵢ₌₁ⁿ xᵢ − (n − Σᵢ₌₁ⁿ xᵢ)/(1 − p)",
    ),
    (over((X[i] - mu) ** 2) / n, r"\frac{1}{n}\sum_{i=1}^{n}(x_i - \mu)^2", "1/n·Σᵢ₌₁ⁿ (xᵢ − μ)²"),
    (over((X[i] - mu) / sigma), r"\sum_{i=1}^{n}\frac{x_i - \mu}{\sigma}", "Σᵢ₌₁ⁿ (xᵢ − μ)/σ"),
    (n / over(X[i]), r"\frac{n}{\sum_{i=1}^{n} x_i}", "n/(Σᵢ₌₁ⁿ xᵢ)"),
    (over(X[i]) / over(X[i] ** 2), r"\frac{\sum_{i=1}^{n} x_i}{\sum_{i=1}^{n} x_i^2}", "(Σᵢ₌₁ⁿ xᵢ)/(Σᵢ₌₁ⁿ xᵢ²)"),
    (
        over(X[i]) * over(log(Y[i])),
        r"\left(\sum_{i=1}^{n} x_i\right)\left(\sum_{i=1}^{n}\log x_i\right)",
        "(Σᵢ₌₁ⁿ xᵢ)(Σᵢ₌₁ⁿ log xᵢ)",
    ),
    (over(-X[i]), r"\sum_{i=1}^{n}(-x_i)", "Σᵢ₌₁ⁿ (−xᵢ)"),
    (over(1 - X[i]), r"\sum_{i=1}^{n}(1 - x_i)", "Σᵢ₌₁ⁿ (1 − xᵢ)"),
    (log(x) * over(X[i]) / 2, r"\frac{1}{2}\log(x)\sum_{i=1}^{n} x_i", "1/2·log(x) Σᵢ₌₁ⁿ xᵢ"),
    (
        p ** over(X[i]) * (1 - p) ** (n - over(X[i])),
        r"p^{\sum_{i=1}^{n} x_i}(1 - p)^{n-\sum_{i=1}^{n} x_i}",
        "p^(Σᵢ₌₁ⁿ xᵢ) (1 − p)^(n−Σᵢ₌₁ⁿ xᵢ)",
    ),
]

ALGEBRA = [
    (1 - p, "1 - p", "1 − p"),
    (x + 1, "x + 1", "x + 1"),
    (X[i] - mu, r"x_i - \mu", "xᵢ − μ"),
    (x**2 - 2 * mu * x + mu**2, r"\mu^2 - 2\mu x + x^2", "μ² − 2μx + x²"),
    (sqrt(2) / 2, r"\frac{1}{\sqrt{2}}", "1/√2"),
    (sqrt(3) / 2, r"\frac{\sqrt{3}}{2}", "√3/2"),
    (sigma * sqrt(pi / 2), r"\sqrt{\frac{\pi}{2}}\,\sigma", "√(π/2)·σ"),
    (sqrt(2 / pi) / sigma, r"\frac{\sqrt{2}}{\sqrt{\pi}\,\sigma}", "√2/(√π·σ)"),
    (sqrt(n) * (x - mu) / sigma, r"\frac{\sqrt{n}(x - \mu)}{\sigma}", "√n·(x − μ)/σ"),
    (sqrt(variable("r", reals)), r"\sqrt{r}", "√r"),
    (y ** Rational(-3, 2), r"\frac{1}{x^{3/2}}", "1/x^(3/2)"),
    (n * (n - 1) / 2, r"\frac{n(n - 1)}{2}", "n(n − 1)/2"),
    (Rational(2, 3) ** n, r"\left(\frac{2}{3}\right)^n", "(2/3)ⁿ"),
    (3 * 2**n, r"3\cdot 2^n", "3·2ⁿ"),
    (Mul(-1, x - 1, evaluate=False), "-(x - 1)", "−(x − 1)"),
    (Pow(-1, n), "(-1)^n", "(−1)ⁿ"),
    (v**2, r"(\sigma^2)^2", "(σ²)²"),
    (log(2 * pi * E * v) / 2, r"\frac{1}{2}\log(2\pi e\sigma^2)", "1/2·log(2πeσ²)"),
    (log(p) - log(1 - p), r"\log p - \log(1 - p)", "log p − log(1 − p)"),
    (log(x**2 + 1) ** 2, r"(\log(x^2 + 1))^2", "(log(x² + 1))²"),
    (log(x) / x, r"\frac{\log x}{x}", "(log x)/x"),
    (exp(x) / (1 + exp(x)), r"\frac{e^x}{1 + e^x}", "eˣ/(1 + eˣ)"),
    (factorial(x + 1) ** 2, "((x + 1)!)^2", "((x + 1)!)²"),
    (polygamma(0, alpha), r"\psi(\alpha)", "ψ(α)"),
    (polygamma(1, alpha), r"\psi'(\alpha)", "ψ′(α)"),
    (polygamma(3, alpha), r"\psi^{(3)}(\alpha)", "ψ⁽³⁾(α)"),
    (Float("1.5e-20") * x, r"1.5\times 10^{-20}x", "1.5×10⁻²⁰x"),
    (Integral(exp(-(x**2)), (x, -oo, oo)), r"\int_{-\infty}^{\infty} e^{-x^2}\,\mathrm{d}x", "∫_{−∞}^∞ e^(−x²) dx"),
    (Limit(log(x), x, 0), r"\lim_{x\to0^+}\log x", "lim_{x→0⁺} log x"),
    (
        Piecewise((x, x > 0), (0, True)),
        r"\begin{cases}x & \text{if }x > 0 \\ 0 & \text{otherwise}\end{cases}",
        "{ x, if x > 0; 0, otherwise }",
    ),
]

OPTIMA = [
    (Derivative(ell(mu, sigma), mu), r"\frac{\partial\ell}{\partial\mu}", "∂ℓ/∂μ"),
    (Derivative(ell(lam), lam), r"\frac{\mathrm{d}\ell}{\mathrm{d}\lambda}", "dℓ/dλ"),
    (Derivative(ell(mu, sigma), mu, 2), r"\frac{\partial^2\ell}{\partial\mu^2}", "∂²ℓ/∂μ²"),
    (Derivative(ell(mu, sigma), mu, sigma), r"\frac{\partial^2\ell}{\partial\mu\,\partial\sigma}", "∂²ℓ/∂μ∂σ"),
    (Derivative((x - mu) ** 2, mu), r"\frac{\partial}{\partial\mu}[(x - \mu)^2]", "∂/∂μ[(x − μ)²]"),
    (Derivative(f(x), x) ** 2, r"\left(\frac{\mathrm{d}f}{\mathrm{d}x}\right)^2", "(df/dx)²"),
    (Largest(X[i], (i, 1, n)), "x_{(n)}", "x₍ₙ₎"),
    (Largest(X[i], (i, 1, n)) ** (-n), "x_{(n)}^{-n}", "x₍ₙ₎⁻ⁿ"),
    (Smallest(X[i], (i, 1, n)), "x_{(1)}", "x₍₁₎"),
    (Largest(Abs(X[i]), (i, 1, n)), r"\max_{1\le i\le n} |x_i|", "max_{1≤i≤n} |xᵢ|"),
    (LowerMedian(X[i], (i, 1, n)), r"x_{(\lceil n/2\rceil)}", "x_{(⌈n/2⌉)}"),
    (UpperMedian(X[i], (i, 1, n)), r"x_{(\lfloor n/2\rfloor+1)}", "x_{(⌊n/2⌋+1)}"),
    (Median(X[i], (i, 1, n)), r"\operatorname*{median}_{1\le i\le n} x_i", "median_{1≤i≤n} xᵢ"),
    (ArgMax(ell(mu), (mu, reals)), r"\operatorname*{arg\,max}_{\mu\in\mathbb{R}}\ell(\mu)", "argmax_{μ∈ℝ} ℓ(μ)"),
    (Only(mu, sigma), r"\{(\mu, \sigma)\}", "{(μ, σ)}"),
    (
        Zero(log(theta) - polygamma(0, theta), (theta, 0, oo)),
        r"\operatorname*{zero}_{\theta\in(0,\infty)}(\log\theta - \psi(\theta))",
        "zero_{θ∈(0,∞)} (log θ − ψ(θ))",
    ),
    (AtMost(x, mu), r"\mathbf{1}\{x \le\mu\}", "1{x ≤ μ}"),
]

NAMES = [
    (Symbol("mu_hat"), r"\hat{\mu}", "μ̂"),
    (Symbol("sigma^2_hat"), r"\hat{\sigma}^2", "σ̂²"),
    (Symbol("x_bar") ** 2, r"\bar{x}^2", "x̄²"),
    (Symbol("p_k_hat"), r"\hat{p}_k", "p̂ₖ"),
    (Symbol("mu_MLE"), r"\mu_{\mathrm{MLE}}", "μ_MLE"),
    (Symbol("mean(log x)"), r"\overline{\log x}", "mean(log x)"),
    (Symbol("mean(x^2)"), r"\overline{x^2}", "mean(x²)"),
    (Symbol("theta0"), r"\theta_0", "θ₀"),
    (Symbol("rate") * x, r"\mathrm{rate}\,x", "rate x"),
    (Symbol("x'"), "x'", "x′"),
    (Symbol(r"a_b%$\input"), r"\text{a\_b\%\$\textbackslash{}input}", r"a_b%$\input"),
    (Symbol("}^{2"), r"\text{\}\textasciicircum{}\{2}", "}^{2"),
    (Symbol("\x1b[31m"), r"\text{U+001B[31m}", "\ufffd[31m"),
    (Function("KL")(p), r"\operatorname{KL}(p)", "KL(p)"),
    (Indexed(IndexedBase("x_m"), k), "x_{m,k}", "xₘ,ₖ"),
]

CLAIMS = [
    (Claim(x, ">=", 1), r"x \ge 1", "x ≥ 1"),
    (Claim(x, "!=", mu), r"x \ne \mu", "x ≠ μ"),
    (member(mu, reals), r"\mu \in \mathbb{R}", "μ ∈ ℝ"),
    (member(mu, positive), r"\mu \in (0, \infty)", "μ ∈ (0, ∞)"),
    (member(mu, nonnegative), r"\mu \in [0, \infty)", "μ ∈ [0, ∞)"),
    (member(x, Span(0, theta)), r"x \in [0, \theta]", "x ∈ [0, θ]"),
    (member(c, naturals), r"x \in \{0, 1, 2, \dots\}", "x ∈ {0, 1, 2, …}"),
    (member(c, counting), r"x \in \{1, 2, \dots\}", "x ∈ {1, 2, …}"),
    (member(c, Integers(-oo)), r"x \in \mathbb{Z}", "x ∈ ℤ"),
    (member(c, Integers(0, 1)), r"x \in \{0, 1\}", "x ∈ {0, 1}"),
    (member(c, Integers(1, m)), r"x \in \{1, \dots, m\}", "x ∈ {1, …, m}"),
    (member(Symbol("p"), Simplex(d)), r"p \in \Delta_d", "p ∈ Δ_d"),
    (member(Symbol("x"), Counts(m, d)), r"x \in \mathcal{C}_{m,d}", "x ∈ 𝒞_{m,d}"),
    (
        Claim(ell(mu, sigma), "=", -n * log(sigma)),
        r"\ell(\mu, \sigma) = -n\log\sigma",
        "ℓ(μ, σ) = −n log σ",
    ),
]

TABLE = DENSITIES + LIKELIHOODS + ALGEBRA + OPTIMA + NAMES + CLAIMS


@pytest.mark.parametrize(("term", "tex", "line"), TABLE, ids=[row[2].replace("\x1b", "") for row in TABLE])
def test_a_term_is_printed_as_a_person_writes_it(term, tex, line):
    assert latex(term) == tex
    assert text(term) == line


def test_names_can_be_displayed_otherwise():
    names = {x: (r"\mathbf{x}", "𝐱"), ell: (r"\mathcal{L}", "𝓛")}
    assert latex(x**2 + ell(x), names) == r"\mathbf{x}^2 + \mathcal{L}(\mathbf{x})"
    assert text(x**2 + ell(x), names) == "𝐱² + 𝓛(𝐱)"


def random_term(rng, depth):
    """A term of the kind that occurs in likelihoods."""
    atoms = [x, mu, sigma, n, X[i], Rational(rng.randint(-3, 3), 2), pi, lam]
    if depth == 0:
        return rng.choice(atoms)
    a, b = random_term(rng, depth - 1), random_term(rng, depth - 1)
    algebra = [a + b, a - b, a * b, a / (b + 7), (a + 1) ** 2, -a, lam**a, sqrt(5 + a)]
    return rng.choice([*algebra, log(3 + a), exp(-a), over(a), a * over(b), f(a, b)])


def balanced(tex: str) -> bool:
    depth = 0
    for c in tex.replace(r"\{", "").replace(r"\}", ""):
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    return depth == 0 and tex.count(r"\left") - tex.count(r"\lefta") == tex.count(r"\right") - tex.count(r"\righta")


def random_terms(count):
    rng = random.Random(20240229)
    return list({random_term(rng, rng.randint(1, 3)) for _ in range(count)})


def test_different_terms_print_differently():
    for write in (latex, text):
        printed: dict = {}
        for term in random_terms(1000):
            other = printed.setdefault(write(term), term)
            assert other == term, (write(term), other, term)


def test_braces_are_balanced():
    for term in [t for t, *_ in TABLE] + random_terms(500):
        assert balanced(latex(term)), latex(term)


def test_printing_does_not_depend_on_the_hash_seed():
    program = "from test_writing import *\nprint([latex(t) for t, *_ in TABLE], [text(t) for t, *_ in TABLE])"
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.pathsep.join([os.path.dirname(here), os.environ.get("PYTHONPATH", "")])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            cwd=here,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_pairs_in_the_table_differ():
    for (a, tex_a, text_a), (b, tex_b, text_b) in itertools.combinations(TABLE, 2):
        assert a == b or (tex_a != tex_b and text_a != text_b)


# --- documents ---

CAPTURED: dict = {"capture_output": True, "text": True, "errors": "replace"}


def sample():
    """A derivation with rows of every width, and with names that try to be TeX, Markdown and HTML."""
    long = sum(Symbol(f"a_{j}") * Symbol(f"theta_{j}") ** 2 for j in range(16))
    density = DENSITIES[6][0].subs(x, X[i])
    likelihood, ll = Product(density, (i, 1, n)), LIKELIHOODS[0][0]
    claims = (
        Claim(Function("L")(mu, sigma), "=", likelihood),
        Claim(ell(mu, sigma), "=", log(likelihood)),
        Claim(log(likelihood), "=", ll),
        Claim(ll, "=", 3 * mu * (long + over(X[i]))),
        Claim(ell(mu, sigma), "=", log(long + 1) * sqrt(long) * log(long + 2)),
        Claim(over(long), "<=", long**2),
        Claim(Symbol("mu_hat"), "=", over(X[i]) / n),
    )
    steps = tuple(Step("rewrite", claim) for claim in claims)
    evil = r"100% of $it_ & \input{x} <b>μ̂ ≤ x²</b> # ^ ~ 中"
    passages = (
        Passage("The likelihood", ("With ", density, " for each ", member(x, reals), "."), (Row(0, "independence"),)),
        Passage(evil, (evil,), (Row(1, "definition"), Row(2, "a long reason " * 8), Row(3, evil), Row(4), Row(5, "r"))),
        Passage("Estimate", (), (Row(6, "the only stationary point"),), boxed=True),
    )
    givens, conditions = (("Data ", X[i], " independent, ", Claim(n, ">=", 1)),), ((Claim(n, ">=", 2), " and ", ll, "."),)
    header = Header(evil, givens, (Row(6),), conditions, ("SymPy's constructors",), "proved")
    return Document(Derivation(Given({}), steps, passages), header)


@pytest.mark.parametrize("page", [50, 72, 100, 160])
def test_plain_text_keeps_to_the_page(page):
    shown = sample().text(page)
    assert max(columns_of(line) for line in shown.splitlines()) <= page
    for expected in ("Given", "Result", "Conditions", "What was trusted", "Verdict: proved", "independence", "• Data xᵢ inde"):
        assert expected in shown


def test_a_chain_of_rows_leaves_out_the_repeated_left_side():
    derivation = sample().derivation
    left = [line.left is None for line in lines(derivation, (Row(1), Row(2), Row(3), Row(0)))]
    assert left == [False, True, True, False]


def test_reasons_stand_in_a_column():
    steps = (Step("rewrite", Claim(ell(mu), "=", mu**2)), Step("rewrite", Claim(mu**2, "=", mu * sigma + 1)))
    rows = Passage("", (), (Row(0, "here"), Row(1, "there")))
    shown = Document(Derivation(Given({}), steps, (rows,)), Header("T")).text()
    assert shown == "T\n═\n\n  ℓ(μ) = μ²       here\n       = μσ + 1   there\n"


def test_markdown_is_escaped():
    shown = sample().markdown()
    assert "<b>" not in shown
    assert r"\$it\_" in shown
    assert shown.count("$$") % 2 == 0
    assert sample()._repr_markdown_() == shown


def test_long_formulas_are_broken_before_signs():
    long = sum(Symbol(f"a_{j}") * Symbol(f"theta_{j}") ** 2 for j in range(16))
    for term in (long, -3 * mu * (long + 1), over(long + X[i]), (long + 1) ** 2, log(1 + long)):
        pieces = broken(layout(term), 20)
        assert len(pieces) > 1
        assert all(width(piece) <= 20 for piece in pieces), term
        assert all(balanced(spelled(piece)) for piece in pieces)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_article_compiles_and_nothing_runs_into_the_margin(tmp_path):
    (tmp_path / "book.tex").write_text(book([sample(), sample()]), encoding="utf-8")
    run = subprocess.run(["pdflatex", "-interaction=nonstopmode", "book.tex"], cwd=tmp_path, check=False, **CAPTURED)
    assert run.returncode == 0, run.stdout[-2000:]
    assert "Overfull" not in run.stdout
    assert "Missing character" not in run.stdout


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_every_formula_of_the_tables_compiles_and_is_as_wide_as_estimated(tmp_path):
    terms = [term for term, *_ in TABLE]
    body = "\n".join(rf"\sbox0{{$\displaystyle {latex(t)}$}}\typeout{{width \the\wd0}}\usebox0\par" for t in terms)
    preamble = "\\documentclass[10pt]{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n"
    (tmp_path / "all.tex").write_text(f"{preamble}{body}\n\\end{{document}}\n", encoding="utf-8")
    run = subprocess.run(["pdflatex", "-interaction=nonstopmode", "all.tex"], cwd=tmp_path, check=False, **CAPTURED)
    assert run.returncode == 0, run.stdout[-2000:]
    measured = [float(m) / 10 for m in re.findall(r"^width ([\d.]+)pt", run.stdout, re.MULTILINE)]
    for term, ems in zip(terms, measured, strict=True):
        assert 0.93 * ems - 0.4 <= width(layout(term)) <= 1.5 * ems + 2.5, term
