"""A term as NumPy operations: closures over the term's structure. No source text is made, and names of symbols are only keys."""

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from operator import mul

import numpy as np
import sympy as s

from ..language import terms
from ..language.terms import free
from . import special
from .families import AXES, Range, entry, family
from .solve import root

Env = dict
Closure = Callable[[Env], object]


class NotCompiled(ValueError):
    """The term has a part that is not a number for numbers, such as a set or a function without a definition."""


def compile_term(term: s.Basic, arguments: Sequence[s.Symbol | s.IndexedBase]) -> Callable:
    """A function of as many values as there are arguments: for symbols numbers or arrays that broadcast, for data arrays.

    ``x[1]`` is the first entry of the array of x. The result has the broadcast shape of the symbols' values, float64; NaN or inf
    where the term has no value. Raises NotCompiled for a head it does not know, or a free name that is no argument.
    """
    arguments = tuple(arguments)
    missing = free(term) - set(arguments) - {b.label for b in arguments if isinstance(b, s.IndexedBase)}
    if missing:
        raise NotCompiled(f"{', '.join(sorted(map(str, missing)))} in {term} is not an argument")
    run = build(term)

    def call(*values):
        env = dict(zip(arguments, map(_as_float, values), strict=True))
        env[AXES] = max((np.ndim(v) for a, v in env.items() if isinstance(a, s.Symbol)), default=0)
        return evaluate(run, env)

    return call


def evaluate(run: Closure, env: Env):
    """Run a closure; what has no value gives NaN or inf, silently."""
    env.setdefault(AXES, 0)
    with np.errstate(all="ignore"):
        return run(env)


def _as_float(value):
    if isinstance(value, np.ndarray):
        return value if value.dtype == np.float64 else value.astype(np.float64)
    return np.float64(value) if np.ndim(value) == 0 else np.asarray(value, dtype=np.float64)


@lru_cache(maxsize=10_000)
def build(term: s.Basic) -> Closure:
    """The closure that evaluates the term in an environment: symbols to numbers, arrays or ranges, bases to arrays."""
    if isinstance(term, s.Number | s.NumberSymbol):
        constant = np.float64(term)
        return lambda env: constant
    if isinstance(term, s.Symbol):
        return lambda env: env[term].values if isinstance(env[term], Range) else env[term]
    builder = BUILDERS.get(type(term))
    if builder is None:
        raise NotCompiled(f"{type(term).__name__} in {term} has no numeric value")
    return builder(term)


# --- arithmetic, written so that no digits are lost where the shape of the term shows how ------------------------------


def _add(term):
    rest, closures = list(term.args), []
    for part in term.args:
        pair = _log_minus_digamma(part, rest)
        if pair is not None:
            closures.append(pair)
    for part in list(rest):
        if isinstance(part, s.exp) and s.Integer(-1) in rest:
            rest.remove(part)
            rest.remove(s.Integer(-1))
            closures.append(_applied(np.expm1, part.args[0]))
    return _reduced(np.add, closures + [build(a) for a in rest])


def _log_minus_digamma(part, rest) -> Closure | None:
    """c·log a with −c·ψ(a): one closure for both, which leave the rest."""
    c, head = part.as_coeff_Mul()
    if part not in rest or not isinstance(head, s.log) or s.Mul(-c, s.polygamma(0, head.args[0])) not in rest:
        return None
    rest.remove(part)
    rest.remove(s.Mul(-c, s.polygamma(0, head.args[0])))
    inside, factor = _applied(special.log_minus_digamma, head.args[0]), float(c)
    return lambda env: factor * inside(env)


def _reduced(operation, closures) -> Closure:
    first, *others = closures

    def run(env):
        value = first(env)
        for closure in others:
            value = operation(value, closure(env))
        return value

    return run


def _mul(term):
    above, below = [], []
    for factor in term.args:
        base, exponent = factor.as_base_exp() if isinstance(factor, s.Pow) else (factor, s.S.One)
        if isinstance(factor, s.Rational):
            above += [s.Integer(factor.p)] if abs(factor.p) != 1 or factor.p == -1 else []
            below += [s.Integer(factor.q)] if factor.q != 1 else []
        elif exponent.is_number and exponent.could_extract_minus_sign():
            below.append(base**-exponent)
        else:
            above.append(factor)
    closures = _bessel_ratios(above, below)
    top = _reduced(np.multiply, closures + [build(a) for a in above] or [build(s.S.One)])
    if not below:
        return top
    bottom = _reduced(np.multiply, [build(a) for a in below])
    return lambda env: np.true_divide(top(env), bottom(env))


def _bessel_ratios(above, below) -> list[Closure]:
    """Quotients of Bessel functions of the same argument; both leave the factors."""
    found = []
    for a in [f for f in above if isinstance(f, s.besseli)]:
        partner = next((b for b in below if isinstance(b, s.besseli) and b.args[1] == a.args[1]), None)
        if partner is not None and isinstance(a.args[0], s.Integer) and isinstance(partner.args[0], s.Integer):
            above.remove(a)
            below.remove(partner)
            orders, inside = (int(a.args[0]), int(partner.args[0])), build(a.args[1])
            found.append(lambda env, orders=orders, inside=inside: special.bessel_i_ratio(*orders, inside(env)))
    return found


def _pow(term):
    base, exponent = build(term.base), term.exp
    if term.base == s.E:
        return _applied(np.exp, exponent)
    match exponent:
        case s.Integer() if 1 < abs(exponent) <= 3:
            power = abs(int(exponent))
            raised = lambda env: reduce(mul, [base(env)] * power)  # noqa: E731
            return raised if exponent > 0 else lambda env: np.true_divide(1.0, raised(env))
        case s.Rational() if exponent == s.Rational(1, 2):
            return lambda env: np.sqrt(base(env))
        case s.Rational() if exponent in (-1, s.Rational(-1, 2)):
            root = np.sqrt if exponent != -1 else (lambda v: v)
            return lambda env: np.true_divide(1.0, root(base(env)))
    above = build(exponent)
    return lambda env: np.power(base(env), above(env))


def _log(term):
    inside = term.args[0]
    match inside:
        case s.Add() if s.S.One in inside.args:
            return _applied(np.log1p, inside - 1)
        case s.gamma():
            return _applied(special.lgamma, *inside.args)
        case s.factorial():
            return _applied(special.lgamma, inside.args[0] + 1)
        case s.beta():
            return _applied(special.lbeta, *inside.args)
        case s.binomial():
            return _applied(special.log_binomial, *inside.args)
        case s.besseli() if isinstance(inside.args[0], s.Integer):
            order, closure = int(inside.args[0]), build(inside.args[1])
            return lambda env: special.log_bessel_i(order, closure(env))
        case s.exp():
            return build(inside.args[0])
        case s.Product():
            return build(s.Sum(s.log(inside.args[0]), *inside.args[1:]))
    return _applied(np.log, inside)


def _polygamma(term):
    if not isinstance(term.args[0], s.Integer):
        raise NotCompiled(f"{term}: the order must be a number")
    order, inside = int(term.args[0]), build(term.args[1])
    return lambda env: special.polygamma(order, inside(env))


def _besseli(term):
    if not isinstance(term.args[0], s.Integer):
        raise NotCompiled(f"{term}: the order must be an integer")
    order, inside = int(term.args[0]), build(term.args[1])
    return lambda env: special.bessel_i(order, inside(env))


# --- functions, conditions, choices --------------------------------------------------------------------------------------


def _applied(function, *parts) -> Closure:
    closures = [build(p) for p in parts]
    if len(closures) == 1:
        (only,) = closures
        return lambda env: function(only(env))
    return lambda env: function(*(c(env) for c in closures))


def _head(function):
    return lambda term: _applied(function, *term.args)


def _folded(operation):
    return lambda term: _reduced(operation, [build(a) for a in term.args])


def _indicator(operation):
    return lambda term: _applied(lambda a, b: np.where(operation(a, b), 1.0, 0.0)[()], *term.args)


def _piecewise(term):
    branches = [(build(value), _condition(c)) for value, c in term.args]

    def run(env):
        result = np.nan
        for value, holds in reversed(branches):
            result = np.where(holds(env), value(env), result)
        return np.asarray(result, dtype=float)[()]

    return run


def _condition(condition) -> Closure:
    if condition in (s.true, s.false):
        decided = bool(condition)
        return lambda env: decided
    match condition:
        case s.And() | s.Or():
            join = np.logical_and if isinstance(condition, s.And) else np.logical_or
            return _reduced(join, [_condition(c) for c in condition.args])
        case s.Not():
            inside = _condition(condition.args[0])
            return lambda env: np.logical_not(inside(env))
    if type(condition) not in RELATIONS:
        raise NotCompiled(f"{condition} is not a condition on numbers")
    return _applied(RELATIONS[type(condition)], *condition.args)


# --- binders ----------------------------------------------------------------------------------------------------------


def _family(term):
    """Sums, products and order statistics; of several limits the last is the outermost."""
    if any(len(limit) != 3 for limit in term.args[1:]):
        raise NotCompiled(f"{term} has no bounds")
    return _over(type(term), term.args[0], term.args[1:])


def _over(head, body, limits) -> Closure:
    """The family of the body over the last limit, of its family over the others. What does not depend on the index is evaluated once."""
    *inner, (index, lo, hi) = limits
    fixed = {} if inner else {part: s.Dummy() for part in _fixed_parts(body, index)}
    inside = _over(head, body, inner) if inner else build(body.xreplace(fixed))
    nested = bool(inner) or any(index in free(part) for part in body.atoms(*FAMILIES))
    outside = [(name, build(part)) for part, name in fixed.items()]
    first, last = build(lo), build(hi)

    def run(env):
        env = {**env, **{name: closure(env) for name, closure in outside}}
        return family(head, inside, env, index, (int(first(env)), int(last(env))), nested)

    return run


def _fixed_parts(term, index):
    """The largest binders below the term that do not depend on the index, nor on anything bound in between."""
    if isinstance(term, terms.BINDERS):
        return [] if index in free(term) else [term]
    return [part for a in term.args for part in _fixed_parts(a, index)]


def _zero(term):
    body, (variable, lo, hi) = term.args
    h, low, high = build(body), build(lo), build(hi)
    try:
        slope = build(s.diff(body, variable))
    except (NotCompiled, NotImplementedError, ValueError):
        slope = None

    def run(env):
        inner = {**env, AXES: 0}

        def at(closure):
            def value(t):
                inner[variable] = np.float64(t)
                return float(closure(inner))

            return value

        return np.float64(root(at(h), at(slope) if slope else None, float(low(env)), float(high(env))))

    return run


RELATIONS = {s.Eq: np.equal, s.Ne: np.not_equal, s.Lt: np.less, s.Le: np.less_equal, s.Gt: np.greater, s.Ge: np.greater_equal}
FAMILIES = (s.Sum, s.Product, terms.Largest, terms.Smallest, terms.LowerMedian, terms.UpperMedian, terms.Median)

BUILDERS: dict[type, Callable] = {
    s.Add: _add, s.Mul: _mul, s.Pow: _pow, s.log: _log, s.exp: _head(np.exp), s.Indexed: entry(build),
    s.sin: _head(np.sin), s.cos: _head(np.cos), s.tan: _head(np.tan), s.asin: _head(np.arcsin), s.acos: _head(np.arccos),
    s.atan: _head(np.arctan), s.atan2: _head(np.arctan2), s.sinh: _head(np.sinh), s.cosh: _head(np.cosh), s.tanh: _head(np.tanh),
    s.asinh: _head(np.arcsinh), s.acosh: _head(np.arccosh), s.atanh: _head(np.arctanh),
    s.gamma: _head(special.gamma_function), s.loggamma: _head(special.lgamma), s.polygamma: _polygamma, s.digamma: _head(special.digamma),
    s.factorial: lambda term: _applied(special.gamma_function, term.args[0] + 1),
    s.beta: lambda term: _applied(lambda a, b: np.exp(special.lbeta(a, b)), *term.args),
    s.binomial: lambda term: _applied(lambda a, b: np.exp(special.log_binomial(a, b)), *term.args),
    s.erf: _head(special.erf), s.erfc: _head(special.erfc), s.besseli: _besseli,
    s.Abs: _head(np.abs), s.sign: _head(np.sign), s.floor: _head(np.floor), s.ceiling: _head(np.ceil),
    s.Max: _folded(np.maximum), s.Min: _folded(np.minimum), s.KroneckerDelta: _indicator(np.equal), terms.AtMost: _indicator(np.less_equal),
    s.Piecewise: _piecewise, terms.Zero: _zero, **dict.fromkeys(FAMILIES, _family),
}  # fmt: skip
