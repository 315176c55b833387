"""Normal forms: what is true is proved; what is true at special points only is not."""

import pytest
import sympy as sp

from derive.language.claims import Claim, Given
from derive.language.sets import counting, positive, unit
from derive.search.judge import prove_where_defined

a, b, c, k, n, p, t, u, v, w, x, y, z, lam, mu, sigma = sp.symbols("a b c k n p t u v w x y z lambda mu sigma")
i, j = sp.symbols("i j")
X, Y = sp.IndexedBase("X"), sp.IndexedBase("Y")
KNOWN = Given({n: counting, lam: positive, sigma: positive, p: unit, a: positive, b: positive, t: positive})
S = sp.Sum(X[i], (i, 1, n))
G = sp.gamma
DENSITY = sp.exp(-((v - mu) ** 2) / (2 * sigma**2)) / sp.sqrt(2 * sp.pi * sigma**2)
BINOMIAL = sp.binomial(n, k) * p**k * (1 - p) ** (n - k)
POISSON = lam**k * sp.exp(-lam) / sp.factorial(k)

TRUE = [
    (sp.Sum((X[i] - mu) ** 2, (i, 1, n)), sp.Sum(X[i] ** 2, (i, 1, n)) - 2 * mu * S + n * mu**2),
    (sp.Product(DENSITY.subs(v, X[i]), (i, 1, n)), (2 * sp.pi * sigma**2) ** (-n / 2) * sp.exp(-sp.Sum((X[i] - mu) ** 2, (i, 1, n)) / (2 * sigma**2))),
    (sp.log(sp.Product(POISSON.subs(k, X[i]), (i, 1, n))), S * sp.log(lam) - n * lam - sp.Sum(sp.log(sp.factorial(X[i])), (i, 1, n))),
    (sp.Sum(BINOMIAL, (k, 0, n)), sp.Integer(1)),
    (sp.Sum(k * BINOMIAL, (k, 0, n)), n * p),
    (sp.Sum(POISSON, (k, 0, sp.oo)), sp.Integer(1)),
    (sp.Sum(k * POISSON, (k, 0, sp.oo)), lam),
    (sp.Sum(sp.exp(x * k) * POISSON, (k, 0, sp.oo)), sp.exp(lam * (sp.exp(x) - 1))),
    (sp.Integral(v * DENSITY, (v, -sp.oo, sp.oo)), mu),
    (sp.Integral((v - mu) ** 2 * DENSITY, (v, -sp.oo, sp.oo)), sigma**2),
    (sp.Integral(sp.exp(x * v) * DENSITY, (v, -sp.oo, sp.oo)), sp.exp(mu * x + sigma**2 * x**2 / 2)),
    (sp.Integral(DENSITY, (v, -sp.oo, x)), (1 + sp.erf((x - mu) / (sp.sqrt(2) * sigma))) / 2),
    (sp.Integral(v * b**a / G(a) * v ** (a - 1) * sp.exp(-b * v), (v, 0, sp.oo)), a / b),
    (sp.Integral(sp.log(v) * b**a / G(a) * v ** (a - 1) * sp.exp(-b * v), (v, 0, sp.oo)), sp.polygamma(0, a) - sp.log(b)),
    (sp.Integral(v * v ** (a - 1) * (1 - v) ** (b - 1) / sp.beta(a, b), (v, 0, 1)), a / (a + b)),
    (sp.Integral(sp.exp(-((v - mu) ** 2) / 2), (v, -sp.oo, x)), sp.Integral(sp.exp(-(u**2) / 2), (u, -sp.oo, x - mu))),
    (sp.binomial(n, k), sp.factorial(n) / (sp.factorial(k) * sp.factorial(n - k))),
    (sp.cos(x - y), sp.cos(x) * sp.cos(y) + sp.sin(x) * sp.sin(y)),
]  # fmt: skip

FALSE = [
    (sp.Sum(X[i] ** 2, (i, 1, n)), S**2),  # n = 1
    (sp.Sum(X[i] * Y[i], (i, 1, n)), S * sp.Sum(Y[i], (i, 1, n)) / n),  # constant data
    (sp.Sum(X[i], (i, 1, n - 1)), S),
    (sp.Sum(i, (i, 1, n)), n),
    (sp.Sum(2**X[i], (i, 1, n)), 2**S),
    (sp.Product(X[i] + 1, (i, 1, n)), sp.Product(X[i], (i, 1, n)) + 1),
    (sp.Product(c * X[i], (i, 1, n)), c * sp.Product(X[i], (i, 1, n))),
    (sp.Product(sp.exp(X[i]), (i, 1, n)), sp.exp(S / n)),
    (sp.log(a + b), sp.log(a) + sp.log(b)),  # a = b = 2
    (sp.log(a) ** 2, 2 * sp.log(a)),
    (sp.log(a) / sp.log(b), sp.log(a / b)),
    (sp.log(a * b), sp.log(a) * sp.log(b)),
    (sp.sqrt(a + b), sp.sqrt(a) + sp.sqrt(b)),
    (sp.sqrt(a**2 + b**2), a + b),
    ((a + b) ** c, a**c + b**c),  # c = 1
    ((a**b) ** c, a ** (b**c)),  # b = c = 2
    (a**b, b**a),
    (sp.exp(a * b), sp.exp(a) * sp.exp(b)),  # a = b = 2
    (sp.exp(a) + sp.exp(b), sp.exp(a + b)),
    (sp.Abs(x), x),
    (sp.Abs(x + y), sp.Abs(x) + sp.Abs(y)),
    (G(a + 1), G(a)),  # a = 1
    (G(a + b), G(a) * G(b)),
    (G(2 * a), 2 * G(a)),
    (sp.factorial(n + 1), sp.factorial(n)),
    (sp.binomial(n, k), sp.binomial(n, k + 1)),
    (sp.beta(a, b), G(a) * G(b)),  # a + b = 1 or 2
    (sp.polygamma(0, a + 1), sp.polygamma(0, a)),
    (sp.polygamma(0, a), sp.log(a)),
    (sp.cos(x + y), sp.cos(x) + sp.cos(y)),
    (sp.sin(2 * x), 2 * sp.sin(x)),
    (sp.sin(x) ** 2, sp.cos(x) ** 2),
    (sp.Sum(BINOMIAL, (k, 0, n)), 1 - p**n),
    (sp.Sum(BINOMIAL, (k, 1, n)), sp.Integer(1)),
    (sp.Sum(POISSON, (k, 1, sp.oo)), sp.Integer(1)),
    (sp.Sum(k**2 * POISSON, (k, 0, sp.oo)), lam**2),
    (sp.Sum(x**k, (k, 0, sp.oo)), 1 / (1 + x)),
    (sp.Sum(x**k, (k, 0, sp.oo)), 1 / (1 - x)),  # |x| < 1 only
    (sp.Integral(v**2 * DENSITY, (v, -sp.oo, sp.oo)), sigma**2),  # mu = 0
    (sp.Integral(DENSITY, (v, 0, sp.oo)), sp.Rational(1, 2)),  # mu = 0
    (sp.Integral(sp.exp(-v), (v, 0, x)), sp.Integer(1)),
    (sp.Integral(sp.exp(-lam * v), (v, 0, sp.oo)), sp.Integer(1)),  # lambda = 1
    (sp.Integral(v ** (a - 1) * sp.exp(-b * v), (v, 0, sp.oo)), G(a)),  # b = 1
    (sp.Integral(v ** (a - 1) * (1 - v) ** (b - 1), (v, 0, 1)), G(a) * G(b)),
    (sp.Integral(v * sp.exp(-v), (v, 0, t)), sp.Integral(sp.exp(-v), (v, 0, t))),
    (sp.Integral(sp.exp(-(v**2) / 2), (v, -sp.oo, x)), sp.Integral(sp.exp(-(v**2) / 2), (v, -sp.oo, x + 1))),
    (sp.Integral(x * v, (v, 0, 1)), sp.Integral(v, (v, 0, x))),  # x = 1
    (sp.Integral(sp.Abs(v - x), (v, x, y)), sp.Integral(x - v, (v, x, y))),
]  # fmt: skip


@pytest.mark.parametrize(("lhs", "rhs"), TRUE)
def test_what_is_true_is_proved(lhs, rhs):
    assert prove_where_defined(Claim(lhs, "=", rhs), KNOWN) is not None


@pytest.mark.parametrize(("lhs", "rhs"), FALSE)
def test_what_is_true_at_special_points_only_is_not_proved(lhs, rhs):
    assert prove_where_defined(Claim(lhs, "=", rhs), KNOWN) is None
