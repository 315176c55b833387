"""Special functions of positive reals that NumPy lacks, elementwise; about 1e-15 relative, and absolute near zeros other than 1 and 2.

Each takes arrays of any shape (or numbers) and returns float64 of that shape; outside its domain the value is NaN.
"""

from math import erf as _erf
from math import erfc as _erfc
from math import factorial, gamma, log, pi

import numpy as np

LARGE = 10.0  # from here on, eight terms of the asymptotic series suffice
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400)  # B_2k / (2k (2k−1))
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798)  # B_2k
DIGAMMA = tuple(b / (2 * k) for k, b in enumerate(BERNOULLI, start=1))

# Chebyshev coefficients on [1, 3] of log Γ(x) / ((x − 1)(x − 2)), which is analytic there; computed with 60 digits.
NEAR_TWO = (
    0.44148902545501423, -0.11119580321752523, 0.01951044826068884, -0.003922461463025264, 0.0008478989895953857,
    -0.00019153855341365593, 4.454470184975607e-05, -1.05728743735943e-05, 2.5474336873408417e-06, -6.208535880776316e-07,
    1.5268677399071546e-07, -3.782637660291326e-08, 9.428100823624284e-09, -2.361999702184645e-09, 5.943541905817546e-10,
    -1.501312977072867e-10, 3.8050196458110534e-11, -9.672485299656325e-12, 2.465348198355661e-12, -6.298868140791711e-13,
    1.6128460030283787e-13, -4.137949206814042e-14, 1.0635701227757898e-14, -2.7382420786652826e-15, 7.060670507214892e-16,
    -1.8232177141662118e-16,
)  # fmt: skip


def _positive(x):
    if np.ndim(x) == 0:
        return float(x) if 1e-50 < x < 1e50 else np.float64(x if x > 0 else np.nan)
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, np.nan)


def _horner(coefficients, x):
    """The polynomial with these coefficients, the constant one first."""
    value = coefficients[-1]
    for c in coefficients[-2::-1]:
        value = value * x + c
    return value


def lgamma(x):
    """log Γ(x) for x > 0."""
    x = _positive(x)
    small = np.clip(x, None, LARGE)
    with np.errstate(all="ignore"):
        near, factor = small + (small < 1), np.where(small < 1, -np.log(small), 0.0)
        product = np.ones_like(near)
        for _ in range(7):
            above = near > 3
            near = np.where(above, near - 1, near)
            product = np.where(above, product * near, product)
        low = np.polynomial.chebyshev.chebval(near - 2, NEAR_TWO) * (near - 1) * (near - 2) + np.log(product) + factor
        high = (x - 0.5) * np.log(x) - x + (0.5 * log(2 * pi) + stirling(x))
    return np.where(x < LARGE, low, np.where(x == np.inf, np.inf, high))[()]


def stirling(x):
    """log Γ(x) − (x − ½) log x + x − ½ log 2π for x ≥ 10."""
    inverse = 1 / x
    return inverse * _horner(STIRLING, inverse * inverse)


def _raised(x, order: int, bound: float):
    """x + m ≥ bound, and the sum of (x + j)^(−order−1) for j < m."""
    if np.ndim(x) == 0:
        total = 0.0
        while x < bound:
            total, x = total + x ** -(order + 1.0), x + 1
        return x, total
    total = np.zeros_like(x)
    for _ in range(int(bound)):
        low = x < bound
        if not low.any():
            break
        total, x = np.where(low, total + x ** -(order + 1.0), total), np.where(low, x + 1, x)
    return x, total


def digamma(x):
    """ψ(x) for x > 0; the error is absolute near its zero at 1.46."""
    with np.errstate(all="ignore"):
        y, total = _raised(_positive(x), 0, LARGE)
        return (np.log(y) - _log_minus_digamma(y) - total)[()]


def _log_minus_digamma(x):
    """The asymptotic series for x ≥ 10."""
    inverse = 1 / x
    square = inverse * inverse
    return 0.5 * inverse + square * _horner(DIGAMMA, square)


def log_minus_digamma(x):
    """log x − ψ(x) for x > 0, without the cancellation for large x."""
    x = _positive(x)
    with np.errstate(all="ignore"):
        y, total = _raised(x, 0, LARGE)
        return (_log_minus_digamma(y) + total + np.log(x / y))[()]


def polygamma(order: int, x):
    """The derivative of digamma of the given order, for x > 0."""
    if order == 0:
        return digamma(x)
    with np.errstate(all="ignore"):
        y, total = _raised(_positive(x), order, LARGE + 2 * order)
        tail = factorial(order - 1) * y**-order + factorial(order) / 2 * y ** (-order - 1.0)
        for k, b in enumerate(BERNOULLI, start=1):
            tail = tail + b * (factorial(2 * k + order - 1) / factorial(2 * k)) * y ** (-2.0 * k - order)
        return np.asarray((-1) ** (order + 1) * (tail + factorial(order) * total))[()]


def lbeta(a, b):
    """log B(a, b) for a, b > 0, without the cancellation for large arguments."""
    a, b = np.minimum(_positive(a), _positive(b)), np.maximum(_positive(a), _positive(b))
    with np.errstate(all="ignore"):
        share, rest = a / (a + b), np.log1p(-a / (a + b))
        tail = stirling(b) - stirling(a + b)
        both = 0.5 * log(2 * pi) - 0.5 * np.log(b) + stirling(a) + tail + (a - 0.5) * np.log(share) + b * rest
        one = lgamma(a) + tail + a - a * np.log(a + b) + (b - 0.5) * rest
        none = lgamma(a) + (lgamma(b) - lgamma(a + b))
    return np.where(a >= LARGE, both, np.where(b >= LARGE, one, none))[()]


def log_binomial(n, k):
    """The logarithm of the number of k-subsets of n things, 0 ≤ k ≤ n."""
    n, k = np.asarray(n, dtype=float), np.asarray(k, dtype=float)
    return np.where((k == 0) | (k == n), 0.0, -np.log1p(n) - lbeta(n - k + 1, k + 1))[()]


def _each(function):
    compiled = np.frompyfunc(function, 1, 1)

    def each(x):
        return np.asarray(compiled(np.asarray(x, dtype=float)), dtype=float)[()]

    return each


erf, erfc = _each(_erf), _each(_erfc)


def _whole_gamma(x: float) -> float:
    try:
        return gamma(x)
    except OverflowError:
        return float("inf")
    except ValueError:
        return float("nan")


gamma_function = _each(_whole_gamma)


def _bessel_tail(order: int, x):
    """Σ over k ≥ 1 of (x/2)^2k order! / (k! (k + order)!), the power series of I without its first factor and term."""
    square, term, total = np.square(x / 2), 1.0, 0.0
    for k in range(1, 120):
        term = term * square / (k * (k + order))
        total = total + term
        if np.all(term <= 1e-17 * (1 + total)):
            break
    return total


def _bessel_asymptotic(order: int, x):
    """I(x) e^(−x) √(2πx) for large x."""
    term, total = 1.0, 1.0
    for k in range(1, 30):
        factor = ((2 * k - 1) ** 2 - 4 * order**2) / (8 * k * x)
        term = np.where(np.abs(factor) < 1, term * factor, 0.0)
        total = total + term
    return total


def log_bessel_i(order: int, x):
    """log I(x) of the given integer order, for x > 0 (and 0 at order 0)."""
    x, order = np.abs(np.asarray(x, dtype=float)), abs(order)
    edge = 30.0 + order * order
    with np.errstate(all="ignore"):
        near, far = np.clip(x, None, edge), np.clip(x, edge, None)
        series = np.log1p(_bessel_tail(order, near)) - log(factorial(order)) + (order * np.log(near / 2) if order else 0.0)
        asymptotic = x - 0.5 * np.log(2 * pi * far) + np.log(_bessel_asymptotic(order, far))
    return np.where(x <= edge, series, asymptotic)[()]


def bessel_i(order: int, x):
    """The modified Bessel function of the first kind, of integer order."""
    x, order = np.asarray(x, dtype=float), abs(order)
    edge = 30.0 + order * order
    with np.errstate(all="ignore"):
        near, far = np.clip(np.abs(x), None, edge), np.clip(np.abs(x), edge, None)
        series = (near / 2) ** order / factorial(order) * (1 + _bessel_tail(order, near))
        value = np.where(np.abs(x) <= edge, series, np.exp(far) / np.sqrt(2 * pi * far) * _bessel_asymptotic(order, far))
    return (np.where(x < 0, -value, value) if order % 2 else value)[()]


def bessel_i_ratio(a: int, b: int, x):
    """I of order a over I of order b, without overflow, for x > 0."""
    x, a, b = np.asarray(x, dtype=float), abs(a), abs(b)
    edge = 30.0 + max(a, b) ** 2
    with np.errstate(all="ignore"):
        near, far = np.clip(np.abs(x), None, edge), np.clip(np.abs(x), edge, None)
        series = (near / 2) ** (a - b) * (factorial(b) / factorial(a)) * (1 + _bessel_tail(a, near)) / (1 + _bessel_tail(b, near))
        value = np.where(np.abs(x) <= edge, series, _bessel_asymptotic(a, far) / _bessel_asymptotic(b, far))
    return (np.where(x < 0, -value, value) if (a + b) % 2 else value)[()]
