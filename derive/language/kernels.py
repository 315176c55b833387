"""Integrals that are known in closed form: polynomials, the kernels of Gauss, Euler's two kernels, and their derivatives with logarithms.

A closed form is a term with conditions; where a condition fails the integral diverges or is of another form, and nothing is said.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as s

from .terms import free

MOST = 40  # summands of one integrand
P = s.Dummy("p")


@dataclass(frozen=True)
class Closed:
    """The value of an integral where every one of the ``positive`` terms is greater than 0."""

    value: s.Expr
    positive: tuple[s.Expr, ...]

    @property
    def term(self) -> s.Expr:
        """The value as a term that is undefined where a condition fails."""
        return s.Piecewise((self.value, s.And(*(s.Gt(p, 0) for p in self.positive)))) if self.positive else self.value


@lru_cache(maxsize=4000)
def closed(body, v, lo, hi) -> Closed | None:
    """∫ body over v from lo to hi, if every summand is a kernel of one kind."""
    total, conditions = s.Integer(0), []
    for part in _summands(body, v):
        found = _one(part, v, lo, hi)
        if found is None:
            return None
        total += found.value
        conditions += found.positive
    return Closed(total, tuple(dict.fromkeys(conditions)))


def _summands(body, v):
    """Products, with exponents combined and what does not depend on v in front."""
    expanded = body
    if any(isinstance(f, s.Add) and v in free(f) for f in s.Mul.make_args(body)) or _has_power_of_sum(body, v):
        expanded = s.expand_mul(s.expand_multinomial(body))
    parts = s.Add.make_args(expanded)
    return parts if len(parts) <= MOST else (body,)


def _has_power_of_sum(body, v) -> bool:
    powers = (f for f in s.Mul.make_args(body) if f.is_Pow and f.exp.is_Integer and 0 < f.exp < 6)
    return any(isinstance(f.base, s.Add) and v in free(f) for f in powers)


def _one(part, v, lo, hi) -> Closed | None:
    """c · v^a · (1 − v)^b · (log v)^k · e^(polynomial in v)"""
    constant, power, complement, logs, exponent = s.Integer(1), s.Integer(0), None, 0, s.Integer(0)
    conditions: list[s.Expr] = []
    for factor in s.Mul.make_args(part):
        base, e = factor.as_base_exp() if not isinstance(factor, s.exp) else (factor, None)
        match factor:
            case _ if v not in free(factor):
                constant *= factor
            case s.exp():
                exponent += factor.args[0]
            case _ if base == v and v not in free(e):
                power += e
            case _ if base == s.log(v) and isinstance(e, s.Integer) and 0 < e <= 4:
                logs += int(e)
            case _ if base == 1 - v and v not in free(e):
                complement = e if complement is None else complement + e
            case _ if v not in free(base) and v in free(e):
                exponent += e * s.log(base)
            case s.Pow() if isinstance(base, s.Mul) and v not in free(e):
                c, rest = base.as_independent(v, as_Add=False)
                inner, times = rest.as_base_exp()
                if inner != v or v in free(times):
                    return None
                constant, power = constant * c**e, power + times * e
                conditions.append(c)
            case _:
                return None
    coefficients = _polynomial(exponent, v)
    if coefficients is None:
        return None
    constant *= s.exp(coefficients.pop(0, s.Integer(0)))
    found = _kernel(power, complement, coefficients, logs, v, lo, hi)
    return None if found is None else Closed(constant * found.value, (*conditions, *found.positive))


def _kernel(power, complement, coefficients: dict, logs: int, v, lo, hi) -> Closed | None:
    whole = power.is_Integer and 0 <= power <= 12
    if complement is not None:
        if (lo, hi) != (0, 1) or coefficients:
            return None
        return _with_logs(s.gamma(P + 1) * s.gamma(complement + 1) / s.gamma(P + complement + 2), power, logs, (power + 1, complement + 1))
    if (lo, hi) == (0, s.oo) and len(coefficients) == 1:
        ((degree, c),) = coefficients.items()
        value = s.gamma((P + 1) / degree) * (-c) ** (-(P + 1) / degree) / degree
        return _with_logs(value, power, logs, (-c, power + 1))
    if (lo, hi) == (-s.oo, s.oo) and set(coefficients) <= {1, 2} and 2 in coefficients and not logs and whole:
        return _gauss(int(power), -coefficients[2], coefficients.get(1, s.Integer(0)))
    if not coefficients and not logs and whole and not {s.oo, -s.oo} & {lo, hi}:
        return Closed((hi ** (power + 1) - lo ** (power + 1)) / (power + 1), ())
    return None


def _with_logs(value, power, logs: int, conditions) -> Closed:
    """A factor log v comes by a derivative with respect to the power."""
    for _ in range(logs):
        value = s.diff(value, P)
    return Closed(value.xreplace({P: power}), tuple(c for c in conditions if not c.is_positive))


def _gauss(n: int, a, b) -> Closed:
    """∫ x^n e^(−a x² + b x) dx over the line."""
    centre = b / (2 * a)
    halves = {k: s.gamma(s.Rational(k + 1, 2)) * a ** s.Rational(-(k + 1), 2) for k in range(0, n + 1, 2)}
    moments = (s.binomial(n, k) * centre ** (n - k) * value for k, value in halves.items())
    return Closed(s.exp(b**2 / (4 * a)) * s.Add(*moments), (a,))


def _polynomial(exponent, v) -> dict | None:
    """Coefficients by power; negative powers are something else."""
    found: dict = {}
    for part in s.Add.make_args(s.expand(exponent)) if exponent != 0 else ():
        c, rest = part.as_independent(v, as_Add=False)
        base, e = rest.as_base_exp()
        e = s.Integer(0) if rest == 1 else e
        if e != 0 and (base != v or not (e.is_Rational and e > 0)):
            return None
        found[e] = found.get(e, 0) + c
    return found
