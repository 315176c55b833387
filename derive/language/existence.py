"""Which integrals certainly exist. Only yes is an answer.

An integral is looked at term by term, without factors that are free of its variable: it exists where each of these is given to exist,
or has no singularity in a bounded range, or falls off as the integrals for Γ and of Gauss do.
"""

from collections.abc import Callable

from sympy import Add, Basic, Integer, Integral, Mul, Pow, Symbol, exp, log, oo

from .claims import Claim, Given
from .sets import reals
from .terms import free

Holds = Callable[[Claim, Given], bool | None]
ZERO = Integer(0)


def exists(term: Integral, given: Given, holds: Holds) -> bool:
    """Whether the integral over one variable is a finite number."""
    if len(term.args) != 2 or len(term.args[1]) != 3:
        return False
    body, (v, lo, hi) = term.args
    for part in Add.make_args(body):
        fixed, moving = part.as_independent(v, as_Add=False)
        if holds(Claim(fixed, "in", reals), given) is not True:
            return False
        alone = Claim(Integral(moving, (v, lo, hi)), "in", reals)
        if not any(alone.same(h) for h in given.hypotheses) and not _tame(moving, v, lo, hi, given, holds):
            return False
    return True


def _tame(moving: Basic, v: Symbol, lo: Basic, hi: Basic, given: Given, holds: Holds) -> bool:
    power, exponent = ZERO, ZERO
    for factor in Mul.make_args(moving):
        if factor == v or (isinstance(factor, Pow) and factor.base == v and v not in free(factor.exp)):
            power += factor.as_base_exp()[1]
        elif isinstance(factor, exp):
            exponent += factor.args[0]
        elif factor == log(v) and lo == 0 and hi == oo:
            continue
        elif factor != 1:
            return False
    whole = isinstance(power, Integer) and power >= 0
    if lo not in (oo, -oo) and hi not in (oo, -oo):
        bounded = all(holds(Claim(end, "in", reals), given) for end in (lo, hi))
        return whole and bounded and _is_polynomial(exponent, v, given, holds)
    if lo == 0 and hi == oo:
        return holds(Claim(power + 1, ">", ZERO), given) is True and _falls(exponent, v, given, holds, 1)
    return lo == -oo and hi == oo and whole and _falls(exponent, v, given, holds, 2)


def _is_polynomial(exponent: Basic, v: Symbol, given: Given, holds: Holds) -> bool:
    poly = exponent.as_poly(v)
    return poly is not None and all(v not in free(c) and holds(Claim(c, "in", reals), given) for c in poly.all_coeffs())


def _falls(exponent: Basic, v: Symbol, given: Given, holds: Holds, least: int) -> bool:
    """Whether the exponent is a polynomial of degree 1 or 2, at least ``least``, that tends to −∞."""
    poly = exponent.as_poly(v)
    if poly is None or not least <= poly.degree() <= 2 or not _is_polynomial(exponent, v, given, holds):
        return False
    return holds(Claim(poly.LC(), "<", ZERO), given) is True
