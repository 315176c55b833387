"""Values written for numbers: logarithms of quotients, products of gamma functions by their logarithms, and these by what Stirling's
formula leaves over, so that what is large and cancels is gone before numbers are put in.
"""

import numpy as np
import sympy as sp

from ..language.terms import free
from . import special
from .compile import BUILDERS, _head

HALF = sp.Rational(1, 2)


class Rest(sp.Function):
    """log Γ(a) − (a − ½) log a + a − ½ log 2π."""


class Gap(sp.Function):
    """log a − ψ(a)."""


def _eight_up(a):
    """NaN where a is not positive; whether a < 10; where the series is taken, a + 8 there; a (a + 7), of four factors in Π (a + j)."""
    a = np.asarray(a, dtype=float)
    a = a if a.size and a.min() > 0 else np.where(a > 0, a, np.nan)
    low = a < special.LARGE
    return a, low, a + 8.0 * low, a * (a + 7)


def stirling_rest(a):
    """Rest(a) for a > 0, of the shape of a: by the asymptotic series from 10 on, below by that at a + 8; about 4e-15 absolute."""
    with np.errstate(all="ignore"):
        a, low, y, u = _eight_up(a)
        found = special.stirling(y)
        if not low.any():
            return found[()]
        square = y * y
        power = square * square
        product = u * (u + 6) * ((u + 10) * (u + 12)) / (power * power)
        return np.where(low, found - (a - 0.5) * np.log(a / y) - np.log(product) - 8, found)[()]


def gap(a):
    """Gap(a) for a > 0, of the shape of a, in the same way; about 1e-14 relative."""
    with np.errstate(all="ignore"):
        a, low, y, u = _eight_up(a)
        inverse = 1 / y
        square = inverse * inverse
        found = 0.5 * inverse + square * special._horner(special.DIGAMMA, square)
        if not low.any():
            return found[()]
        sums = (2 * a + 7) * ((2 * u + 6) / (u * (u + 6)) + (2 * u + 22) / ((u + 10) * (u + 12)))
        return np.where(low, found + np.log(a * inverse) + sums, found)[()]


BUILDERS[Rest] = _head(stirling_rest)
BUILDERS[Gap] = _head(gap)


def for_numbers(term: sp.Expr) -> sp.Expr:
    """The same number, written so that fewer digits are lost."""
    made = _by_logarithms(term)
    if made.has(sp.log) and any(isinstance(a.args[0], sp.gamma) for a in made.atoms(sp.log)):
        made = _opened(_without_large(made))
    return made.replace(lambda e: isinstance(e, sp.Add), _quotients)


def _by_logarithms(term: sp.Expr) -> sp.Expr:
    """Products with gamma functions or powers with symbols in their exponents, by exp of a sum of logarithms; all bases are positive."""
    if not term.args or isinstance(term, sp.log | sp.Sum | sp.Integral):
        return term
    args = [_by_logarithms(a) for a in term.args]
    term = term if args == list(term.args) else term.func(*args)
    if not isinstance(term, sp.Mul | sp.Pow | sp.gamma):
        return term
    exponent, rest = sp.Integer(0), sp.Integer(1)
    for factor in sp.Mul.make_args(term):
        base, power = (sp.E, factor.args[0]) if isinstance(factor, sp.exp) else factor.as_base_exp()
        if isinstance(base, sp.gamma) or (free(power) and base != sp.E):
            exponent += power * sp.log(base)
        elif base == sp.E and free(power):
            exponent += power
        else:
            rest *= factor
    return rest * sp.exp(exponent) if exponent.has(sp.log) else term


def _without_large(term: sp.Expr) -> sp.Expr:
    def gamma_log(a):
        return Rest(a) + (a - HALF) * sp.log(a) - a + sp.log(2 * sp.pi) / 2 if free(a) else sp.loggamma(a)

    made = term.replace(lambda e: isinstance(e, sp.log) and isinstance(e.args[0], sp.gamma), lambda e: gamma_log(e.args[0].args[0]))
    return made.replace(
        lambda e: isinstance(e, sp.polygamma) and e.args[0] == 0 and bool(free(e.args[1])), lambda e: sp.log(e.args[1]) - Gap(e.args[1])
    )


def _opened(term: sp.Expr) -> sp.Expr:
    """Multiplied out, with the functions of one argument collected."""
    below = {p for p in term.atoms(sp.Pow) if isinstance(p.base, sp.Add)}
    veil = {p: sp.Dummy() for p in below}
    made = sp.expand(term.xreplace(veil), power_base=False, power_exp=False, log=False)
    for atom in sorted(made.atoms(sp.log, Rest, Gap), key=sp.default_sort_key):
        made = sp.collect(made, atom)
    return made.xreplace({d: p for p, d in veil.items()})


def _quotients(term: sp.Expr) -> sp.Expr:
    """c log a − c log b as c log(a/b), in a sum."""
    if not isinstance(term, sp.Add):
        return term
    groups: dict[sp.Expr, list[sp.Expr]] = {}
    rest = []
    for part in term.args:
        logs = [f for f in sp.Mul.make_args(part) if isinstance(f, sp.log) and not isinstance(f.args[0], sp.gamma)]
        if len(logs) == 1 and free(logs[0]):
            groups.setdefault(part / logs[0], []).append(logs[0].args[0])
        else:
            rest.append(part)
    for c in list(groups):
        while groups.get(c) and groups.get(-c) and c != 0:
            a, b = groups[c].pop(), groups[-c].pop()
            rest.append(c * sp.log(a / b))
    return sp.Add(*rest, *(c * sp.log(a) for c, found in groups.items() for a in found))
