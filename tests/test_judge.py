"""The judge on claims whose truth is known: nothing false is proved, nothing true is refuted."""

import pytest
from sympy import Derivative, IndexedBase, Integer, Rational, Sum, binomial, exp, gamma, log, pi, polygamma, sqrt, symbols

from derive.language.claims import Claim, Given, equal
from derive.language.sets import Integers, counting, data, positive, reals, unit, variable
from derive.search.judge import judge

x, n, i = data("x", reals), variable("n", counting), variable("i", counting)
y = data("y", positive)
mu, sigma, a, b, p = (variable(s, d) for s, d in (("mu", reals), ("sigma", positive), ("a", positive), ("b", positive), ("p", unit)))
k = variable("k", Integers(0, n))
GIVEN = Given({x: reals, y: positive, n: counting, mu: reals, sigma: positive, a: positive, b: positive, p: unit, k: Integers(0, n)})
S = Sum(x[i], (i, 1, n))
DENSITY = exp(-((x[i] - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)

TRUE = [
    (Sum(log(DENSITY), (i, 1, n)), -n * log(2 * pi) / 2 - n * log(sigma) - Sum((x[i] - mu) ** 2, (i, 1, n)) / (2 * sigma**2), "proved"),
    (Sum(x[i] - S / n, (i, 1, n)), Integer(0), "proved"),
    (Sum((x[i] - mu) ** 2, (i, 1, n)), Sum(x[i] ** 2, (i, 1, n)) - 2 * mu * S + n * mu**2, "proved"),
    (log(a * b**2), log(a) + 2 * log(b), "proved"),
    ((a * b) ** p, a**p * b**p, "proved"),
    (Derivative(n * log(sigma) - a / sigma**2, sigma, evaluate=False), n / sigma + 2 * a / sigma**3, "proved"),
    (1 / (1 - p) - 1, p / (1 - p), "proved"),
    (gamma(a + 1), a * gamma(a), "proved"),
    (binomial(n, k), binomial(n, n - k), "proved"),
    (Sum(log(y[i]) + log(a), (i, 1, n)), Sum(log(y[i]), (i, 1, n)) + n * log(a), "proved"),
]
FALSE = [
    (Sum(log(DENSITY), (i, 1, n)), -n * log(2 * pi) / 2 - n * log(sigma) - Sum((x[i] - mu) ** 2, (i, 1, n)) / sigma**2),
    (Derivative(-((a - mu) ** 2) / 2, mu, evaluate=False), mu - a),
    (Sum(x[i] ** 2, (i, 1, n)), S**2),
    (log(a + b), log(a) + log(b)),
    (sqrt(mu**2), mu),
    (Sum(x[i], (i, 1, n - 1)), S),
    (polygamma(0, a + 1), polygamma(0, a)),
    (binomial(n, k), binomial(n, k + 1)),
]


@pytest.mark.parametrize(("lhs", "rhs", "kind"), TRUE)
def test_true_equations_are_never_refuted(lhs, rhs, kind):
    assert judge(equal(lhs, rhs), GIVEN).kind == kind


@pytest.mark.parametrize(("lhs", "rhs"), FALSE)
def test_false_equations_are_refuted_with_a_point(lhs, rhs):
    verdict = judge(equal(lhs, rhs), GIVEN)
    assert verdict.kind == "refuted"
    assert verdict.point is not None and all(verdict.sides)


def test_inequalities():
    assert judge(Claim(sigma + 1, ">", Integer(1)), GIVEN).kind == "proved"
    assert judge(Claim(log(a), "<=", a - 1), GIVEN).kind in ("supported", "open")
    assert judge(Claim(log(a), "<=", a / 3), GIVEN).kind == "refuted"


def test_points_lie_in_the_domains():
    assert judge(equal(sqrt(p**2 - 2 * p + 1), 1 - p), GIVEN).kind in ("proved", "supported")
    assert judge(equal(Rational(1, 2) * symbols("q"), IndexedBase("q")[1]), GIVEN).kind in ("open", "refuted")
