"""Whether a declared density has mass 1, in floating point: a declaration that has not is refused before anything is derived."""

import numpy as np
from mpmath import inf, mp, quad
from sympy import Rational, Symbol, factorial, gamma, oo

from ..language.distribution import Distribution
from ..language.errors import DeclarationError
from ..language.sets import Integers, Span
from ..language.substitution import substitute
from .compile import NotCompiled, compile_term

POINTS = (0.37, 0.62)
TOLERANCE = 1e-4
TERMS = 200_000
FAR = 300.0


def check_mass(distribution: Distribution) -> None:
    """Raise DeclarationError where the density clearly has another mass than 1, or is negative, at some parameters."""
    if distribution.is_vector or not all(isinstance(p, Symbol) for p in distribution.parameters):
        return
    domains = {**distribution.parameters, **distribution.known}
    for shift in POINTS:
        values = {s: _inside(d, shift + 0.05 * k) for k, (s, d) in enumerate(domains.items())}
        try:
            found = _mass(distribution, values)
        except NotCompiled:  # a function without numeric values; the derivation says what it cannot do with it
            return
        if found is not None and abs(found - 1) > TOLERANCE:
            at = ", ".join(f"{s} = {float(v):g}" for s, v in values.items())
            raise DeclarationError(
                f"{distribution.name}: the density has mass {found:.6g} on its support at {at}, where it must have mass 1; "
                "check its constant factor and the ends of the support"
            )


def _inside(domain, fraction: float):
    """A number inside the domain."""
    lo, hi = (float(e) if e.is_number and e.is_finite else None for e in (domain.lo, domain.hi))
    if isinstance(domain, Integers):
        return int(lo) + 3 if lo is not None else 3
    if lo is not None and hi is not None:
        return lo + fraction * (hi - lo)
    return lo + 3 * fraction if lo is not None else hi - 3 * fraction if hi is not None else 4 * fraction - 1.5


def _mass(distribution: Distribution, values: dict) -> float | None:
    """The mass; None where it was not computed with confidence."""
    support = substitute(distribution.support, {s: _exact(v) for s, v in values.items()})
    lo, hi = support.lo, support.hi
    if not (lo.is_number and hi.is_number) or not lo < hi:
        return None
    formula = distribution.density
    if isinstance(support, Span):
        formula = formula.replace(factorial, lambda t: gamma(t + 1))
    density = compile_term(formula, (distribution.variable, *values))

    def f(x):
        with np.errstate(all="ignore"):
            found = density(np.asarray(x, dtype=float), *map(float, values.values()))
        return np.where(np.isnan(found) & (np.abs(x) > FAR), 0.0, found)  # inf/inf of factors that overflow

    if isinstance(support, Span):
        return _integral(f, lo, hi, sorted({float(v) for v in values.values()}))
    return _series(f, lo, hi)


def _exact(value):
    return Rational(value).limit_denominator(10**6)


def _series(f, lo, hi) -> float | None:
    if lo == -oo:
        return None
    last = int(hi) if hi != oo else int(lo) + TERMS
    if last - int(lo) > TERMS:
        return None
    terms = np.broadcast_to(f(np.arange(int(lo), last + 1)), (last - int(lo) + 1,))
    kept = terms[: 150 if hi == oo else None]
    if not np.all(np.isfinite(kept)) or (hi == oo and kept[-1] > 1e-12):
        return None
    return float(kept.sum())


def _integral(f, lo, hi, corners) -> float | None:
    """The integral, cut at the values of the parameters, where densities have their corners."""
    inner = sorted({p for p in (-30.0, -10.0, -1.0, 0.0, 1.0, 10.0, 30.0, *corners) if lo < p < hi})
    ends = [-inf if lo == -oo else float(lo), *inner, inf if hi == oo else float(hi)]
    whole = _quadrature(f, ends)
    if whole is not None or len(inner) < 2:
        return whole
    part = _quadrature(f, inner)
    return part if part is not None and part > 1 + TOLERANCE else None


def _quadrature(f, ends) -> float | None:
    with mp.workdps(15):
        value, error = quad(lambda x: float(f(float(x))), ends, error=True)
    return float(value) if np.isfinite(float(value)) and error < TOLERANCE / 100 * max(1.0, abs(value)) else None
