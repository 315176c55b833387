"""Derivatives, by the rules of the calculus alone; what is not known is None, never a guess."""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim
from ..language.sets import Integers
from ..language.substitution import alpha, substitute
from ..language.terms import free

SMOOTH = sp.exp, sp.log, sp.gamma, sp.loggamma, sp.polygamma, sp.beta, sp.erf, sp.besseli
SMOOTH += sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh, sp.atan
ZERO, ONE = sp.Integer(0), sp.Integer(1)


def differentiate(term: sp.Expr, v: sp.Symbol | sp.Indexed) -> sp.Expr | None:
    """∂term/∂v where the term is defined and differentiable; None where no rule applies."""
    if not isinstance(v, sp.Symbol | sp.Indexed):
        return None
    name = _name(v)
    if name not in free(term) or term == v:
        return ONE if term == v else ZERO
    match term:
        case sp.Add():
            parts = [differentiate(a, v) for a in term.args]
            return None if None in parts else sp.Add(*parts)
        case sp.Mul():
            return _product(term, v)
        case sp.Pow():
            return _power(term, v)
        case sp.Sum():
            return _sum(term, v)
        case AppliedUndef() if v in term.args and sum(name in free(a) for a in term.args) == 1:
            return sp.Derivative(term, v, evaluate=False)
        case _ if isinstance(term, SMOOTH):
            return _chain(term, v)
    return None


def _product(term, v):
    slopes, args = [differentiate(a, v) for a in term.args], term.args
    return None if None in slopes else sp.Add(*(sp.Mul(*args[:k], d, *args[k + 1 :]) for k, d in enumerate(slopes) if d != 0))


def _power(term, v):
    base, exponent = term.args
    d_base, d_exponent = differentiate(base, v), differentiate(exponent, v)
    if d_base is None or d_exponent is None:
        return None
    return exponent * base ** (exponent - 1) * d_base + (term * sp.log(base) * d_exponent if d_exponent != 0 else ZERO)


def _chain(term, v):
    slopes = [differentiate(a, v) for a in term.args]
    if None in slopes or (isinstance(term, sp.polygamma | sp.besseli) and slopes[0] != 0):
        return None
    return sp.Add(*(term.fdiff(k) * d for k, d in enumerate(slopes, 1) if d != 0))


def _sum(term, v):
    """Termwise; where the sum runs over the entries of v itself, only the term with v's index stays."""
    body, limits = term.args[0], term.args[1:]
    fixed = all(end.is_finite and _name(v) not in free(end) for _, *ends in limits for end in ends)
    own = {} if isinstance(v, sp.Symbol) else _own_ranges(term, v)
    if not fixed or own is None or any(j in free(v) for j, *_ in limits):
        return None
    d, rest = differentiate(body, v.base[tuple(own)] if own else v), [limit for limit in limits if limit[0] not in own]
    if not d:
        return d
    made = sp.Sum(d, *rest) if rest else d
    return substitute(made, dict(zip(own, v.indices, strict=True))) if own else made


def _own_ranges(term: sp.Sum, v: sp.Indexed) -> dict | None:
    """The indices of the entry of v's array that a sum shows, with their ranges, none of which depends on another; none where that
    is v itself; None where neither is so, or several entries are shown."""
    limits = {j: ends for j, *ends in term.args[1:]}
    entry, *others = {a for a in term.args[0].atoms(sp.Indexed) if a.base == v.base} or {v}
    own = {j: limits[j] for j in entry.indices if j in limits}
    several = bool(others) or v.base in free(term.args[0].xreplace({entry: ONE}))
    tied = len(own) < len(entry.indices) or any(j in free(end) for ends in own.values() for end in ends for j in limits)
    return None if several else {} if entry == v else None if tied or len(own) != len(v.indices) else own


def _name(v):
    return v if isinstance(v, sp.Symbol) else v.base


def where_differentiable(term: sp.Expr, v: sp.Symbol | sp.Indexed):
    """Conditions under which the rules above hold, besides those under which the term itself is a number."""
    name = _name(v)
    for part in sp.preorder_traversal(alpha(term)):
        match part:
            case sp.Pow() if name in free(part) and not (isinstance(part.exp, sp.Integer) and part.exp > 0):
                yield Claim(part.base, "!=" if isinstance(part.exp, sp.Integer) else ">", ZERO)
            case sp.log() | sp.loggamma() | sp.gamma() | sp.polygamma() if name in free(part):
                yield Claim(part.args[-1], ">", ZERO)
            case sp.beta() if name in free(part):
                yield from (Claim(a, ">", ZERO) for a in part.args)
            case sp.besseli() if name in free(part) and not isinstance(part.args[0], sp.Integer):
                yield Claim(part.args[1], ">", ZERO)
            case sp.tan() if name in free(part):
                yield Claim(sp.cos(part.args[0]), "!=", ZERO)
            case sp.Sum() if isinstance(v, sp.Indexed) and name in free(part):
                yield from (Claim(j, "in", Integers(*e)) for j, e in zip(v.indices, (_own_ranges(part, v) or {}).values(), strict=False))
