"""Derivatives, by the rules of the calculus alone; what is not known is None, never a guess."""

from sympy import (
    Add,
    Derivative,
    Expr,
    Indexed,
    Integer,
    Mul,
    Pow,
    Sum,
    Symbol,
    atan,
    besseli,
    beta,
    cos,
    cosh,
    erf,
    exp,
    gamma,
    log,
    loggamma,
    polygamma,
    preorder_traversal,
    sin,
    sinh,
    tan,
    tanh,
)  # fmt: skip
from sympy.core.function import AppliedUndef

from ..language.claims import Claim
from ..language.substitution import substitute
from ..language.terms import free

SMOOTH = (exp, log, gamma, loggamma, polygamma, beta, erf, sin, cos, tan, sinh, cosh, tanh, atan, besseli)
ZERO, ONE = Integer(0), Integer(1)


def differentiate(term: Expr, v: Symbol | Indexed) -> Expr | None:
    """∂term/∂v where the term is defined and differentiable; None where no rule applies."""
    name = v.base if isinstance(v, Indexed) else v
    if name not in free(term):
        return ZERO
    if term == v:
        return ONE
    match term:
        case Add():
            parts = [differentiate(a, v) for a in term.args]
            return None if None in parts else Add(*parts)
        case Mul():
            return _product(term, v)
        case Pow():
            return _power(term, v)
        case Sum():
            return _sum(term, v)
        case AppliedUndef() if v in term.args and sum(name in free(a) for a in term.args) == 1:
            return Derivative(term, v, evaluate=False)
        case _ if isinstance(term, SMOOTH):
            return _chain(term, v)
    return None


def _product(term, v):
    total = ZERO
    for k, factor in enumerate(term.args):
        d = differentiate(factor, v)
        if d is None:
            return None
        if d != 0:
            total += Mul(*term.args[:k], d, *term.args[k + 1 :])
    return total


def _power(term, v):
    base, exponent = term.args
    d_base, d_exponent = differentiate(base, v), differentiate(exponent, v)
    if d_base is None or d_exponent is None:
        return None
    return exponent * base ** (exponent - 1) * d_base + (term * log(base) * d_exponent if d_exponent != 0 else ZERO)


def _chain(term, v):
    total = ZERO
    for k, inner in enumerate(term.args, 1):
        d = differentiate(inner, v)
        if d is None:
            return None
        if d != 0:
            if isinstance(term, polygamma | besseli) and k == 1:
                return None
            total += term.fdiff(k) * d
    return total


def _sum(term, v):
    """Termwise; where the sum runs over the entries of v itself, only the term with v's index stays."""
    body, limits = term.args[0], term.args[1:]
    if any(bound.is_finite is not True for _, *bounds in limits for bound in bounds):
        return None
    if any(name in free(bound) for _, *bounds in limits for bound in bounds for name in _names(v)):
        return None
    if isinstance(v, Symbol):
        d = differentiate(body, v)
        return None if d is None else Sum(d, *limits) if d != 0 else ZERO
    entries = {a for a in body.atoms(Indexed) if a.base == v.base}
    if len(limits) != 1 or entries != {v.base[limits[0][0]]} or limits[0][0] in free(v):
        return None
    d = differentiate(body, entries.pop())
    return None if d is None else substitute(d, {limits[0][0]: v.indices[0]})


def _names(v):
    return (v,) if isinstance(v, Symbol) else (v.base,)


def where_differentiable(term: Expr, v: Symbol | Indexed):
    """Conditions under which the rules above hold, besides those under which the term itself is a number."""
    name = _names(v)[0]
    for part in preorder_traversal(term):
        match part:
            case Pow() if name in free(part) and not isinstance(part.exp, Integer):
                yield Claim(part.base, ">", ZERO)
            case log() | loggamma() | gamma() if name in free(part):
                yield Claim(part.args[0], ">", ZERO)
            case polygamma() if name in free(part):
                yield Claim(part.args[1], ">", ZERO)
            case Sum() if isinstance(v, Indexed) and name in free(part):
                for _, lo, hi in part.args[1:]:
                    yield Claim(v.indices[0], ">=", lo)
                    yield Claim(v.indices[0], "<=", hi)
