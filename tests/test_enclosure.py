"""The ball contains the truth, and where there is no truth there is no ball."""

import random
import subprocess
import sys
from fractions import Fraction

import mpmath
import pytest
import sympy as s

from derive.language import terms as T
from derive.language.enclosure import constant_sign, enclosure

t, u, n, k = s.symbols("t u n k")
i, j = s.symbols("i j", integer=True)
x, f = s.IndexedBase("x"), s.Function("f")
oo = s.oo

UNARY = (
    (s.exp, mpmath.exp), (s.log, mpmath.log), (s.sqrt, mpmath.sqrt), (s.sin, mpmath.sin), (s.cos, mpmath.cos), (s.tan, mpmath.tan),
    (s.atan, mpmath.atan), (s.sinh, mpmath.sinh), (s.cosh, mpmath.cosh), (s.tanh, mpmath.tanh), (s.gamma, mpmath.gamma),
    (s.loggamma, mpmath.loggamma), (s.digamma, mpmath.digamma), (s.factorial, mpmath.factorial), (s.erf, mpmath.erf),
    (s.erfc, mpmath.erfc), (s.Abs, abs), (s.zeta, mpmath.zeta), (lambda a: s.polygamma(1, a), lambda a: mpmath.psi(1, a)),
    (lambda a: s.polygamma(2, a), lambda a: mpmath.psi(2, a)), (lambda a: a**3, lambda a: a**3), (lambda a: 1 / a, lambda a: 1 / a),
    (lambda a: s.besseli(0, a), lambda a: mpmath.besseli(0, a)), (lambda a: s.besselj(1, a), lambda a: mpmath.besselj(1, a)),
    (lambda a: s.besselk(0, a), lambda a: mpmath.besselk(0, a)), (s.LambertW, mpmath.lambertw),
)  # fmt: skip
BINARY = (
    (lambda a, b: a + b, lambda a, b: a + b), (lambda a, b: a - b, lambda a, b: a - b), (lambda a, b: a * b, lambda a, b: a * b),
    (lambda a, b: a / b, lambda a, b: a / b), (lambda a, b: a**b, lambda a, b: a**b), (s.beta, mpmath.beta),
    (s.binomial, mpmath.binomial), (s.Max, max), (s.Min, min), (s.atan2, mpmath.atan2),
)  # fmt: skip


def random_pair(rng, depth):
    """A random term in t and u, and the same function in mpmath."""
    if depth == 0 or rng.random() < 0.1:
        c = Fraction(rng.randint(1, 30), rng.randint(1, 12))
        leaf = rng.choice(((t, lambda a, b: a), (u, lambda a, b: b), (s.Rational(c), lambda a, b: mpmath.mpf(c.numerator) / c.denominator)))
        return leaf
    if rng.random() < 0.5:
        head, number = rng.choice(UNARY)
        inside, inner = random_pair(rng, depth - 1)
        return head(inside), lambda a, b: number(inner(a, b))
    head, number = rng.choice(BINARY)
    (left, f_left), (right, f_right) = random_pair(rng, depth - 1), random_pair(rng, depth - 1)
    return head(left, right), lambda a, b: number(f_left(a, b), f_right(a, b))


def contains(found, truth) -> bool:
    """Whether a ball contains a number of 60 digits, up to the rounding of the number."""
    lower, upper = (mpmath.mpf(end.mid().str(60, radius=False)) for end in (found.lower(), found.upper()))
    slack = abs(truth) * mpmath.mpf(10) ** -45 + mpmath.mpf(10) ** -300
    return lower - slack <= truth <= upper + slack


@pytest.mark.parametrize("seed", range(12))
def test_random_terms_contain_the_truth(seed):
    rng, found = random.Random(seed), 0
    for _ in range(25):
        term, number = random_pair(rng, rng.randint(1, 4))
        a, b = (Fraction(rng.randint(1, 400), rng.randint(1, 97)) for _ in range(2))
        value = enclosure(term, {t: a, u: b}, 200)
        if value is None or abs(value) > 1e60:
            continue
        with mpmath.workdps(120):
            try:
                truth = number(mpmath.mpf(a.numerator) / a.denominator, mpmath.mpf(b.numerator) / b.denominator)
            except (ValueError, ZeroDivisionError, OverflowError, mpmath.libmp.NoConvergence):
                continue
            if not mpmath.isfinite(truth) or abs(mpmath.im(truth)) > 1e-40:
                pytest.fail(f"{term} at {a}, {b}: {truth} is not a real number, but the ball is {value}")
            assert contains(value, mpmath.re(truth)), (term, a, b, value, truth)
        found += 1
    assert found >= 5


@pytest.mark.parametrize(
    ("term", "values"),
    [
        (s.log(t), {t: 0}), (t * s.log(t), {t: 0}), (s.log(t), {t: -1}), (1 / t, {t: 0}), (t**u, {t: -2, u: Fraction(1, 3)}),
        (t**u, {t: 0, u: -1}), (s.sqrt(t), {t: -1}), (s.gamma(t), {t: -2}), (s.loggamma(t), {t: 0}), (s.loggamma(t), {t: Fraction(-5, 2)}),
        (s.digamma(t), {t: -1}), (s.factorial(t), {t: -1}), (s.zeta(t), {t: 1}), (s.tan(t), {t: s.pi / 2}), (x[4], {x: [1, 2, 3]}),
        (x[0], {x: [1, 2, 3]}), (s.Sum(x[i], (i, 1, n)), {n: 3, x: [1, 2]}), (s.Sum(i, (i, 1, n)), {n: Fraction(1, 2)}), (f(t), {t: 1}),
        (s.Sum(1 / i**2, (i, 1, oo)), {}), (s.Sum(i, (i, 1, 10**9)), {}), (t, {}), (t, {t: float("nan")}), (t, {t: float("inf")}),
        (t * 0.1, {t: 1}), (9**n**n**n, {n: 9}), (T.Largest(x[i], (i, 1, n)), {n: 0, x: []}), (s.I * t, {t: 1}), (t + s.zoo, {t: 1}),
        (s.Piecewise((1, t > 0)), {t: -1}), ((t - t**2 / t) ** -1, {t: s.pi}), (s.exp(1 / t) * t, {t: 0}), (t * s.gamma(t), {t: 0}),
        (s.Derivative(f(t), t), {t: 1}),
    ],
)  # fmt: skip
def test_no_value_gives_no_ball(term, values):
    assert enclosure(term, values) is None


@pytest.mark.parametrize(
    ("term", "values", "value"),
    [
        (t**u, {t: 0, u: 0}, 1), (t**u, {t: 0, u: Fraction(1, 2)}, 0), (t**u, {t: -2, u: 3}, -8), (s.sqrt(t), {t: Fraction(9, 4)}, 1.5),
        (s.Sum(x[i], (i, 1, n)), {n: 0, x: []}, 0), (s.Product(x[i], (i, 1, n)), {n: 0, x: []}, 1), (s.Sum(i, (i, 3, 1)), {}, 0),
        (s.Sum(x[i, j], (i, 1, 2), (j, 1, 2)), {x: [[1, 2], [3, 4]]}, 10), (s.Sum(i * j, (i, 1, j), (j, 1, 3)), {}, 25),
        (s.Sum(s.Sum(x[i], (i, 1, i)), (i, 1, 3)), {x: [1, 2, 3]}, 10), (f(t) + 1, {t: 2, f: lambda a: a * a}, 5),
        (s.floor(t * s.pi), {t: 100}, 314), (s.ceiling(t), {t: Fraction(-5, 2)}, -2), (s.KroneckerDelta(i, j), {i: 2, j: 3}, 0),
        (T.AtMost(t, u), {t: Fraction(1, 3), u: Fraction(1, 3)}, 1), (s.sign(t), {t: -0.5}, -1), (s.binomial(t, u), {t: -2, u: 3}, -4),
        (s.binomial(t, u), {t: 5, u: 7}, 0), (s.binomial(t, u), {t: 5, u: -1}, 0), (s.Max(t, 2, u), {t: 1, u: 3}, 3),
        (s.Piecewise((s.log(t), t > 0), (7, True)), {t: -1}, 7), (t * 0.5, {t: 1}, 0.5), (s.uppergamma(1, t), {t: 0}, 1),
        (T.Largest(x[i], (i, 1, 3)), {x: [2, 3, 1]}, 3), (T.Smallest(x[i], (i, 1, 3)), {x: [2, 3, 1]}, 1),
        (T.Median(x[i], (i, 1, 4)), {x: [1, 10, 2, 3]}, 2.5), (T.LowerMedian(x[i], (i, 1, 4)), {x: [1, 10, 2, 3]}, 2),
        (T.UpperMedian(x[i], (i, 1, 4)), {x: [1, 10, 2, 3]}, 3), (T.Median(x[i], (i, 1, 3)), {x: [1, 10, 2]}, 2),
        (s.gamma(t), {t: 5}, 24), (s.Piecewise((1, s.Eq(t, u)), (0, True)), {t: Fraction(1, 3), u: Fraction(2, 6)}, 1),
    ],
)  # fmt: skip
def test_exact_values(term, values, value):
    assert enclosure(term, values) == value


@pytest.mark.parametrize(
    ("head", "truth", "point"),
    [
        (s.cot, mpmath.cot, 0.5), (s.sec, mpmath.sec, 0.5), (s.csc, mpmath.csc, 0.5), (s.asin, mpmath.asin, 0.5),
        (s.acos, mpmath.acos, 0.5), (s.asinh, mpmath.asinh, 0.5),
        (s.acosh, mpmath.acosh, 1.5), (s.atanh, mpmath.atanh, 0.5), (s.coth, mpmath.coth, 0.5),
        (s.erfinv, mpmath.erfinv, 0.5), (lambda a: s.lowergamma(3, a), lambda a: mpmath.gammainc(3, 0, a), 2.0),
        (lambda a: s.uppergamma(2.5, a), lambda a: mpmath.gammainc(2.5, a), 2.0),
        (lambda a: a * s.Catalan, lambda a: a * mpmath.catalan, 2.0), (lambda a: s.zeta(3, a), lambda a: mpmath.zeta(3, a), 2.5),
        (lambda a: s.besseli(2, a), lambda a: mpmath.besseli(2, a), -1.5),
    ],
)  # fmt: skip
def test_other_heads(head, truth, point):
    with mpmath.workdps(60):
        assert contains(enclosure(head(t), {t: point}), truth(mpmath.mpf(point)))


def test_huge_numbers_are_refused_quickly():
    double = s.Sum(s.Sum(i * j, (i, 1, 9999)), (j, 1, 9999))
    for term in (s.floor(s.pi * 2**t), s.floor(2**t), 9**t**t, s.Product(2, (i, 1, t)), double):
        assert enclosure(term, {t: 10**9}) is None


def test_order_statistics_of_balls():
    logs = {x: [s.log(3), s.log(2), s.sqrt(5), 1]}
    assert enclosure(T.Median(x[i], (i, 1, 4)), logs).overlaps(enclosure((s.log(3) + 1) / 2, {}))
    assert enclosure(T.LowerMedian(x[i], (i, 1, 4)), logs) == 1
    assert enclosure(T.Largest(x[i], (i, 1, 4)), logs).overlaps(enclosure(s.sqrt(5), {}))


def test_equality_of_balls_is_not_decided():
    assert enclosure(T.AtMost(s.exp(t) * s.exp(-t), 1), {t: Fraction(1, 3)}) in (None, 1)
    assert enclosure(s.floor(s.sin(t) ** 2 + s.cos(t) ** 2), {t: Fraction(1, 3)}) is None


@pytest.mark.parametrize(
    ("body", "lo", "hi", "value"),
    [
        (t**2 - 2, 0, 10, s.sqrt(2)), (s.log(t), 0, oo, 1), (s.log(t), 0, 4, 1), (t**3 - 1000, -oo, oo, 10),
        (s.exp(-t) - s.Rational(1, 10**50), -oo, oo, 50 * s.log(10)), (t + 10**50, -oo, 4, -(10**50)), (3 - t, 0, oo, 3),
        (s.log(t / (1 - t)) - 3, 0, 1, s.exp(3) / (1 + s.exp(3))), (t - u, 0, 1, s.Rational(1, 3)),
    ],
)  # fmt: skip
def test_zero(body, lo, hi, value):
    found = enclosure(T.Zero(body, (t, lo, hi)), {u: Fraction(1, 3)})
    assert found.overlaps(enclosure(s.sympify(value), {}))
    assert found.rad() < 1e-25 * abs(found)


@pytest.mark.parametrize(
    ("body", "lo", "hi"),
    [
        (1 / t, -1, 3), (1 / (t - s.Rational(1, 3)), -1, 3), (t**2, -1, 1), (t, 0, 1), (s.log(t), 1, 2), (t, 1, 0), (s.sign(t), -1, 3),
        (t**2 + 1, 0, oo),
    ],
)  # fmt: skip
def test_no_zero(body, lo, hi):
    assert enclosure(T.Zero(body, (t, lo, hi)), {}) is None


def test_zero_of_a_likelihood_equation():
    data = [0.5, 1.25, 3.0, 0.75, 2.5]
    mean_log = s.Sum(s.log(x[i]), (i, 1, n)) / n
    body = 1 / k + mean_log - s.Sum(x[i] ** k * s.log(x[i]), (i, 1, n)) / s.Sum(x[i] ** k, (i, 1, n))
    found = enclosure(T.Zero(body, (k, 0, oo)), {n: 5, x: data})
    with mpmath.workdps(50):
        points = [mpmath.mpf(v) for v in data]

        def score(a):
            powers = [p**a for p in points]
            logs = [mpmath.log(p) for p in points]
            return 1 / a + sum(logs) / 5 - sum(p * q for p, q in zip(powers, logs, strict=True)) / sum(powers)

        assert contains(found, mpmath.findroot(score, 1.7))


def test_two_thousand_observations_in_one_pass():
    data = [0.1 + 0.01 * q for q in range(2000)]
    spread = s.Sum((x[i] - s.Sum(x[j], (j, 1, n)) / n) ** 2, (i, 1, n)) / n
    exact = [Fraction(v) for v in data]
    mean = sum(exact) / 2000
    truth = sum((v - mean) ** 2 for v in exact) / 2000
    found = enclosure(spread, {n: 2000, x: data})
    assert found.overlaps(enclosure(t, {t: truth}))


@pytest.mark.parametrize(
    ("term", "sign"),
    [
        (s.Integer(0), 0), (s.Rational(-1, 3), -1), (s.pi - 3, 1), (-s.log(2 * s.pi) / 2 - s.Rational(1, 2), -1),
        (s.sqrt(2) - s.Rational(7, 5), 1),
        (1 / s.sqrt(s.pi), 1), (s.E - s.pi, -1), (s.EulerGamma - s.Rational(1, 2), 1), (s.exp(s.pi * s.sqrt(163)) - 262537412640768744, -1),
        (s.sin(1) ** 2 + s.cos(1) ** 2 - 1, None), (s.zoo, None), (s.oo, None), (s.I, None), (s.log(0, evaluate=False), None),
        (s.sqrt(2) ** 2 - 2, 0), (s.gamma(s.Rational(1, 3)) - 2, 1), (s.log(s.Rational(1, 10**30) + 1), 1),
        (s.log(-2, evaluate=False), None),
    ],
)  # fmt: skip
def test_constant_sign(term, sign):
    assert constant_sign(term) == sign


def test_rational_signs_do_not_import_flint():
    program = (
        "import os; os.environ['SYMPY_GROUND_TYPES'] = 'python'\n"
        "import sys, sympy as s\n"
        "from derive.language.enclosure import constant_sign\n"
        "assert [constant_sign(c) for c in (s.Rational(1, 3), s.pi - 3, -s.log(2 * s.pi), s.sqrt(2) / s.pi)] == [1, 1, -1, 1]\n"
        "assert 'flint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_deep_terms_do_not_crash():
    term = t
    for _ in range(80):
        term = 1 / (1 + term)
    assert abs(enclosure(term, {t: 1}) - 0.6180339887498949) < 1e-15
