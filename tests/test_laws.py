"""Laws of random variables: declared densities, and what the reader makes of them."""

from random import Random

import mpmath
import pytest
import sympy as sp

from derive.language.law import X
from derive.language.sets import Integers
from derive.library.laws import LAWS


def _values(law, draw):
    values = {}
    for s, domain in law.parameters.items():
        lo, hi = (e.xreplace(values) for e in (domain.lo, domain.hi))
        if isinstance(domain, Integers):
            values[s] = sp.Integer((lo if lo.is_finite else -2) + draw.randint(0, 4))
        elif lo.is_finite and hi.is_finite:
            values[s] = lo + (hi - lo) * sp.Rational(draw.randint(2, 8), 11)
        else:
            values[s] = (lo if lo.is_finite else 0) + sp.Rational(draw.randint(8, 30), 11)
    return values


def _mass(law, values) -> float:
    f = sp.lambdify(X, law.density.xreplace(values), "mpmath")
    lo, hi = (e.xreplace(values) for e in (law.support.lo, law.support.hi))
    if isinstance(law.support, Integers):
        return float(sum(f(mpmath.mpf(k)) for k in range(int(lo), int(hi) + 1 if hi.is_finite else int(lo) + 400)))
    centre = 0 if lo == -sp.oo else float(lo)
    inner = [centre + s * 4.0**k for k in range(-5, 7) for s in ((1, -1) if lo == -sp.oo else (1,))]
    ends = [-mpmath.inf if lo == -sp.oo else float(lo), mpmath.inf if hi == sp.oo else float(hi)]
    return float(mpmath.quad(f, sorted({*ends, *(x for x in inner if ends[0] < x < ends[1])})))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_mass_is_one(law):
    draw = Random(law.name)
    for _ in range(2):
        values = _values(law, draw)
        assert abs(_mass(law, values) - 1) < 1e-3, values
