"""Integrals, infinite sums and limits: the ball contains the truth, is small, and there is none where there is no truth."""

import mpmath
import pytest
import sympy as s

from derive.language.balls import flint
from derive.language.enclosure import enclosure
from derive.language.terms import LimitOf

x, y, a, b, m, t = s.symbols("x y a b m t")
k = s.Symbol("k")
oo, q, pi = s.oo, s.Rational, s.pi
POINTS = ({a: q(1, 3), b: q(5, 7), m: q(-4, 9)}, {a: q(7, 2), b: q(13, 5), m: q(11, 6)}, {a: q(1, 30), b: q(1, 9), m: 40})


def check(term, truth, values, digits=25):
    found = enclosure(term, values)
    assert found is not None, term
    with mpmath.workdps(60), flint().ctx.workprec(400):
        exact = truth(*(mpmath.mpf(v.p) / v.q for v in map(s.Rational, values.values())))
        lower, upper = (mpmath.mpf(end.mid().str(60, radius=False)) for end in (found.lower(), found.upper()))
        slack = abs(exact) * mpmath.mpf(10) ** -50 + mpmath.mpf(10) ** -300
        assert lower - slack <= exact <= upper + slack, (term, values)
        assert upper - lower <= max(abs(exact), mpmath.mpf(10) ** -20) * mpmath.mpf(10) ** -digits, (term, values)


def integral(body, *limits):
    return s.Integral(body, *limits)


mp = mpmath
KERNELS = (
    (integral(s.exp(-a * x**2), (x, -oo, oo)), lambda a, b, m: mp.sqrt(mp.pi / a)),
    (integral(x**2 * s.exp(-((x - m) ** 2) / (2 * b**2)) / s.sqrt(2 * pi * b**2), (x, -oo, oo)), lambda a, b, m: m**2 + b**2),
    (integral(x ** (a - 1) * s.exp(-b * x), (x, 0, oo)), lambda a, b, m: mp.gamma(a) * b**-a),
    (integral(x ** (a - 1) * s.exp(-b * x) * s.log(x), (x, 0, oo)), lambda a, b, m: mp.gamma(a) * b**-a * (mp.psi(0, a) - mp.log(b))),
    (integral(x ** (a - 1) * (1 - x) ** (b - 1), (x, 0, 1)), lambda a, b, m: mp.beta(a, b)),
    (integral(s.log(x) * x ** (a - 1) * (1 - x) ** (b - 1), (x, 0, 1)), lambda a, b, m: mp.beta(a, b) * (mp.psi(0, a) - mp.psi(0, a + b))),
    (integral(s.log(1 - x) * x ** (a - 1) * (1 - x) ** (b - 1), (x, 0, 1)),
     lambda a, b, m: mp.beta(a, b) * (mp.psi(0, b) - mp.psi(0, a + b))),
    (integral((1 + x**2 / a) ** (-(a + 1) / 2), (x, -oo, oo)),
     lambda a, b, m: mp.sqrt(a * mp.pi) * mp.gamma(a / 2) / mp.gamma((a + 1) / 2)),
    (integral(s.exp(-s.Abs(x - m) / b), (x, -oo, oo)), lambda a, b, m: 2 * b),
    (integral(x * s.exp(-s.Abs(x - m) / b), (x, -oo, oo)), lambda a, b, m: 2 * b * m),
    (integral(s.exp(-((s.log(x) - m) ** 2) / (2 * b**2)) / b, (x, 0, oo)), lambda a, b, m: mp.sqrt(2 * mp.pi) * mp.exp(m + b**2 / 2)),
    (integral(s.exp(a * y - s.exp(y)), (y, -oo, oo)), lambda a, b, m: mp.gamma(a)),
    (integral(x ** (m - 1) * s.exp(-(a * x + b / x) / 2), (x, 0, oo)),
     lambda a, b, m: 2 * (b / a) ** (m / 2) * mp.besselk(m, mp.sqrt(a * b))),
    (integral(s.exp(-x / b) / (b * (1 + s.exp(-x / b)) ** 2), (x, -oo, oo)), lambda a, b, m: mp.mpf(1)),
    (integral(a * b**a / x ** (a + 1), (x, b, oo)), lambda a, b, m: mp.mpf(1)),
    (integral(x ** (a - 1) * (1 + x) ** (-a - b), (x, 0, oo)), lambda a, b, m: mp.beta(a, b)),
    (integral(x ** (a - 1) * s.exp(-x), (x, b, oo)), lambda a, b, m: mp.gammainc(a, b)),
    (integral(x ** (a - 1) * s.exp(-x), (x, 0, b)), lambda a, b, m: mp.gammainc(a, 0, b)),
    (integral(s.exp(-x**2), (x, -oo, m)), lambda a, b, m: mp.sqrt(mp.pi) / 2 * mp.erfc(-m)),
    (integral(s.exp(-b * x) * s.erf(x), (x, 0, oo)), lambda a, b, m: mp.exp(b**2 / 4) * mp.erfc(b / 2) / b),
    (integral(s.Piecewise((0, x < a), (b * s.exp(-b * (x - a)), True)), (x, -oo, oo)), lambda a, b, m: mp.mpf(1)),
    (integral(s.Max(x, a), (x, 0, 1)), lambda a, b, m: (1 + a**2) / 2 if a < 1 else a),
    (integral(s.log(x), (x, 0, b)), lambda a, b, m: b * mp.log(b) - b),
    (integral(s.cos(a * x) * s.exp(-b * x), (x, 0, oo)), lambda a, b, m: b / (a**2 + b**2)),
    (integral(s.exp(-(x**2) - y**2), (y, 0, oo), (x, 0, oo)), lambda a, b, m: mp.pi / 4),
    (integral(s.exp(-b * y) * (x + y), (y, 0, oo), (x, 0, a)), lambda a, b, m: a**2 / (2 * b) + a / b**2),
    (integral(x, (x, b, a)), lambda a, b, m: (a**2 - b**2) / 2),
)  # fmt: skip


@pytest.mark.parametrize("values", POINTS)
@pytest.mark.parametrize("case", range(len(KERNELS)))
def test_kernels(case, values):
    check(*KERNELS[case], values)


def test_narrow_peaks():
    for place in (q(7, 9), q(1, 3), q(99999, 100000)):
        body = s.exp(-(10**9) * (x - place) ** 2) * (1 + x) ** 0
        check(integral(body * s.cos(x) ** 0, (x, -oo, oo)), lambda: mp.sqrt(mp.pi / 10**9), {})
        narrow = integral(s.Abs(x - place) * s.exp(-(10**4) * (x - place) ** 2), (x, -oo, oo))
        check(narrow, lambda: mp.mpf(10) ** -4, {})


NOTHING = (
    (1 / x, 1, oo), (1 / x, 0, 1), (1 / x, -1, 1), (1 / (x - q(1, 3)) ** 2, 0, 1), (s.sin(x) / x, 1, oo), (s.sin(x), 0, oo),
    (s.exp(x), 0, oo), (s.Integer(1), 0, oo), (x ** q(1, 3), -1, 1), (s.log(x), -1, 1), (s.sqrt(1 - x), 0, 2), (s.tan(x), 0, 3),
    (x**-s.Integer(1) * s.log(x) ** -2, 0, q(3, 2)), (s.exp(x**2 - x), 0, oo), (s.exp(s.exp(-x)), 0, oo), (1 / (x * s.log(x)), 3, oo),
    (s.exp(1 / x), 0, 1), (x ** (-1 - q(1, 10**6)), 0, 1), ((1 + x**2) ** -q(1, 2), -oo, oo), (s.gamma(x), 1, oo),
)  # fmt: skip


@pytest.mark.parametrize("case", range(len(NOTHING)))
def test_no_value_where_the_integral_diverges_or_is_not_real(case):
    body, lo, hi = NOTHING[case]
    assert enclosure(integral(body, (x, lo, hi)), {}) is None


@pytest.mark.parametrize(("body", "values"), [
    (x ** (a - 1) * s.exp(-b * x), {a: 0, b: 1}), (x ** (a - 1) * s.exp(-b * x), {a: 1, b: -1}), (s.exp(-a * x**2), {a: -1}),
    (x ** (a - 1) * s.exp(-b * x), {a: q(1, 2), b: 0}), ((1 + x) ** -a, {a: 1}), ((1 + x) ** -a, {a: q(1, 2)}),
])  # fmt: skip
def test_no_value_where_a_parameter_makes_it_diverge(body, values):
    assert enclosure(integral(body, (x, 0, oo)), values) is None


SERIES = (
    (s.Sum(a**k / s.gamma(k + 1), (k, 0, oo)), lambda a, b, m: mp.exp(a)),
    (s.Sum((-a) ** k / s.gamma(k + 1), (k, 0, oo)), lambda a, b, m: mp.exp(-a)),
    (s.Sum(k**2 * b**k * s.exp(-b) / s.gamma(k + 1), (k, 0, oo)), lambda a, b, m: b + b**2),
    (s.Sum(k * (b / (1 + b)) ** (k - 1), (k, 1, oo)), lambda a, b, m: (1 + b) ** 2),
    (s.Sum(s.gamma(k + a) / (s.gamma(a) * s.gamma(k + 1)) * (b / (1 + b)) ** k, (k, 0, oo)), lambda a, b, m: (1 + b) ** a),
    (s.Sum(a ** (k - 1) / s.gamma(k), (k, 1, oo)), lambda a, b, m: mp.exp(a)),
)


@pytest.mark.parametrize("values", POINTS[:2])
@pytest.mark.parametrize("case", range(len(SERIES)))
def test_series(case, values):
    check(*SERIES[case], values)


@pytest.mark.parametrize("body", [1 / k, (-1) ** k, s.Integer(1), 2**k, s.gamma(k + 1), k ** -q(1, 2), (-1) ** k / k])
def test_no_value_where_a_series_is_not_shown_to_converge(body):
    assert enclosure(s.Sum(body, (k, 1, oo)), {}) is None


@pytest.mark.parametrize(("term", "value"), [
    (LimitOf((-x / a - 1 / a**2) * s.exp(-a * x), (x, oo)), 0), (LimitOf(1 - s.exp(-(x**2)), (x, oo)), 1),
    (LimitOf(x * s.log(x), (x, 0, 1)), 0), (LimitOf(s.erf(x), (x, -oo)), -1), (LimitOf(s.sin(x) / x, (x, oo)), 0),
    (LimitOf((a * x + 1) / (3 * x + 2), (x, oo)), q(1, 9)), (LimitOf(x**2 + a, (x, 2)), q(13, 3)),
    (LimitOf(s.lowergamma(3, x), (x, oo)), 2), (LimitOf(s.exp(-1 / x), (x, 0, 1)), 0), (LimitOf(x**3 * s.exp(-x), (x, oo)), 0),
])  # fmt: skip
def test_limits(term, value):
    check(term, lambda a: mp.mpf(s.Rational(value).p) / s.Rational(value).q, {a: q(1, 3)})


@pytest.mark.parametrize("term", [
    LimitOf(s.sin(x), (x, oo)), LimitOf(1 / x, (x, 0)), LimitOf(x, (x, oo)), LimitOf(s.sign(x), (x, 0)), LimitOf(s.floor(x), (x, 1)),
    LimitOf(s.Integral(x * s.exp(-x * y), (y, 0, oo)), (x, 0)), LimitOf(s.exp(-a * x), (x, oo)), LimitOf(0**x, (x, 0)),
])  # fmt: skip
def test_no_value_where_a_limit_is_not_shown_to_exist(term):
    assert enclosure(term, {a: -1}) is None
