"""Arithmetic on real numbers that are exact (int, Fraction) where possible, else balls of python-flint (arb).

A ball certainly contains the number. Flint is imported on first use: rational arithmetic does not need it.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cache, reduce
from math import comb, isqrt
from math import factorial as whole_factorial
from math import floor as whole_floor

import sympy as s

from .terms import AtMost

BITS = 4096  # an exact number that grows longer becomes a ball
EXACT = frozenset((int, bool, Fraction))


class Undefined(ArithmeticError):
    """The term has no real value here, or none that this precision can decide."""


@cache
def flint():
    import flint as library

    return library


def ball(value):
    """An exact number, or a ball, as a ball."""
    if type(value) not in EXACT:
        return value
    return flint().arb(flint().fmpq(value.numerator, value.denominator)) if type(value) is Fraction else flint().arb(value)


def exact(value) -> bool:
    return type(value) in EXACT


def checked(value):
    """The value, if it is finite; a long exact number becomes a ball."""
    if type(value) not in EXACT:
        return value if value.is_finite() else undefined()
    if type(value) is Fraction:
        if value.denominator == 1:
            return checked(value.numerator)
        return value if value.numerator.bit_length() + value.denominator.bit_length() <= BITS else ball(value)
    return value if value.bit_length() <= BITS else ball(value)


def order(a, b) -> int:
    """The sign of a - b."""
    return (a > b) - (a < b) if exact(a) and exact(b) else sign_of(ball(a) - ball(b))


def sign_of(value) -> int:
    if value > 0 or value < 0 or value == 0:
        return 1 if value > 0 else -1 if value < 0 else 0
    raise Undefined


def add(*parts):
    total = 0
    for part in parts:
        if type(total) in EXACT:
            total = checked(total + part) if type(part) in EXACT else part if not total else ball(total) + part
        else:
            total = total + ball(part)
    return total


def multiply(*parts):
    return reduce(times, parts, 1)


def times(a, b):
    if type(a) in EXACT:
        if type(b) in EXACT:
            return checked(a * b)
        return ball(a) * b if a else 0
    if type(b) in EXACT:
        return a * ball(b) if b else 0
    return a * b


def power(base, exponent):
    """Real powers: 0**0 = 1, 0**positive = 0, and a negative base only with an integer exponent."""
    if exact(exponent) and exponent == 0:
        return 1
    if exact(base) and base == 0:
        return 0 if order(exponent, 0) > 0 else undefined()
    if isinstance(exponent, int):
        if type(base) is int and exponent > 0 and base.bit_length() * exponent <= BITS:
            return base**exponent
        short = exact(base) and max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent) <= BITS
        return Fraction(base) ** exponent if short else ball(base) ** exponent
    if isinstance(exponent, Fraction) and ball(base) >= 0:
        return _root(base, exponent)
    return ball(base) ** ball(exponent) if ball(base) > 0 else undefined()


def _root(base, exponent):
    if exponent.denominator == 2 and exact(base):
        top, bottom = isqrt(base.numerator), isqrt(base.denominator)
        if (top * top, bottom * bottom) == (base.numerator, base.denominator):
            return power(Fraction(top, bottom), exponent.numerator)
    return ball(base) ** flint().fmpq(exponent.numerator, exponent.denominator)


def undefined():
    raise Undefined


def logarithm(x):
    return 0 if exact(x) and x == 1 else ball(x).log() if ball(x) > 0 else undefined()


def maximum(*values):
    return reduce(lambda a, b: max(a, b) if exact(a) and exact(b) else ball(a).max(ball(b)), values)


def minimum(*values):
    return reduce(lambda a, b: min(a, b) if exact(a) and exact(b) else ball(a).min(ball(b)), values)


def floor(x):
    if exact(x):
        return whole_floor(x)
    found = x.floor().unique_fmpz() if abs(x) < 2**BITS and x.rad() < 1 else None
    return undefined() if found is None else int(found)


def ceiling(x):
    return -floor(-x)


def gamma(x):
    return whole_factorial(x - 1) if isinstance(x, int) and 0 < x < 300 else ball(x).gamma()


def log_gamma(x):
    return 0 if exact(x) and x in (1, 2) else ball(x).lgamma() if ball(x) > 0 else undefined()


def polygamma(order, x):
    """ψ of order m is (−1)^(m+1) m! ζ(m+1, x); beyond order 0 for positive x."""
    if exact(order) and order == 0:
        return ball(x).digamma()
    if not (isinstance(order, int) and order > 0 and ball(x) > 0):
        raise Undefined
    return (-1) ** (order + 1) * ball(order).fac() * ball(order + 1).zeta(ball(x))


def beta(a, b):
    return ball(a).gamma() * ball(b).gamma() * ball(add(a, b)).rgamma()


def binomial(n, k):
    """Γ(n+1) / (Γ(k+1) Γ(n−k+1)) and its continuation to negative integers n; 0 for negative integers k."""
    if isinstance(k, int) and k < 0:
        return 0
    if isinstance(n, int) and isinstance(k, int) and max(abs(n), k) < 2000:
        return comb(n, k) if n >= 0 else (-1) ** k * comb(k - n - 1, k)
    return ball(add(n, 1)).gamma() * ball(add(k, 1)).rgamma() * ball(add(n, 1, -k)).rgamma()


def kronecker(a, b):
    return int(order(a, b) == 0)


def at_most(a, b):
    return int(order(a, b) <= 0)


def zeta(x, a=1):
    return ball(x).zeta() if exact(a) and a == 1 else ball(x).zeta(ball(a)) if ball(a) > 0 else undefined()


def ranked(values, rank: int):
    """The number of the given rank from below: between the numbers of that rank among the lower and among the upper ends."""
    if all(map(exact, values)):
        return sorted(values)[rank - 1]
    lower, upper = (sorted(end(ball(v)) for v in values) for end in (lambda b: b.lower(), lambda b: b.upper()))
    return lower[rank - 1].union(upper[rank - 1])


def _of_ball(name: str, at_zero=None):
    """A method of arb as a function; its exact value at 0, where there is one."""
    return lambda x: at_zero if at_zero is not None and exact(x) and x == 0 else getattr(ball(x), name)()


def _constant(name: str):
    return lambda: getattr(flint().arb, name)()


FUNCTIONS: dict[type, Callable] = {
    s.Add: add, s.Mul: multiply, s.Pow: power, s.log: logarithm, s.exp: _of_ball("exp", 1),
    type(s.pi): _constant("pi"), type(s.E): _constant("const_e"), type(s.EulerGamma): _constant("const_euler"),
    type(s.Catalan): _constant("const_catalan"),
    s.sin: _of_ball("sin", 0), s.cos: _of_ball("cos", 1), s.tan: _of_ball("tan", 0), s.cot: _of_ball("cot"),
    s.sec: _of_ball("sec", 1), s.csc: _of_ball("csc"), s.asin: _of_ball("asin", 0), s.acos: _of_ball("acos"),
    s.atan: _of_ball("atan", 0), s.atan2: lambda y, x: type(ball(y)).atan2(ball(y), ball(x)),
    s.sinh: _of_ball("sinh", 0), s.cosh: _of_ball("cosh", 1), s.tanh: _of_ball("tanh", 0), s.coth: _of_ball("coth"),
    s.asinh: _of_ball("asinh", 0), s.acosh: _of_ball("acosh"), s.atanh: _of_ball("atanh", 0),
    s.gamma: gamma, s.loggamma: log_gamma, s.polygamma: polygamma, s.digamma: lambda x: polygamma(0, x),
    s.trigamma: lambda x: polygamma(1, x), s.factorial: lambda x: gamma(add(x, 1)), s.beta: beta, s.binomial: binomial,
    s.uppergamma: lambda a, x: ball(x).gamma_upper(ball(a)), s.lowergamma: lambda a, x: ball(x).gamma_lower(ball(a)),
    s.erf: _of_ball("erf", 0), s.erfc: _of_ball("erfc", 1), s.erfinv: _of_ball("erfinv", 0), s.zeta: zeta,
    s.besseli: lambda order, x: ball(x).bessel_i(ball(order)), s.besselj: lambda order, x: ball(x).bessel_j(ball(order)),
    s.besselk: lambda order, x: ball(x).bessel_k(ball(order)), s.LambertW: _of_ball("lambertw", 0),
    s.Abs: abs, s.sign: lambda x: order(x, 0), s.Max: maximum, s.Min: minimum, s.floor: floor, s.ceiling: ceiling,
    s.KroneckerDelta: kronecker, AtMost: at_most,
}  # fmt: skip
