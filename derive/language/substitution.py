"""Substitution that cannot capture, and equality that does not see the names of bound variables."""

from functools import lru_cache

from sympy import Basic, Derivative, IndexedBase, Lambda, Symbol, Tuple
from sympy.core.function import AppliedUndef

from .terms import BINDERS, CONTINUOUS, free


class Captured(ValueError):
    """A substitution that has no meaning, such as a number for the variable of a derivative."""


def rebuild(term: Basic, args) -> Basic:
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)


def substitute(term: Basic, mapping: dict) -> Basic:
    """Replace free symbols, indexed bases and undefined functions (by lambdas), all at once.

    Bound variables are renamed where a value would be captured.
    """
    names = free(term)
    mapping = {k: v for k, v in mapping.items() if k in names}
    return _replace(term, mapping) if mapping else term


def _replace(term, mapping):
    match term:
        case Symbol() | IndexedBase():
            return mapping.get(term, term)
        case AppliedUndef() if term.func in mapping:
            value, args = mapping[term.func], [substitute(a, mapping) for a in term.args]
            return substitute(value.expr, dict(zip(value.variables, args, strict=True)))
        case Derivative():
            moved = [mapping[v] for v in term.variables if v in mapping]
            if any(v in free(value) for k, value in mapping.items() if k not in term.variables for v in term.variables):
                raise Captured(f"the variable of {term} would be captured")
            if not all(isinstance(v, Symbol) for v in moved):
                raise Captured(f"a derivative with respect to {term.variables} cannot be taken at a value")
            return Derivative(substitute(term.expr, mapping), *(mapping.get(v, v) for v in term.variables), evaluate=False)
        case Lambda():
            variables, body, inner = _rename(term.variables, term.expr, mapping)
            return Lambda(Tuple(*variables), substitute(body, inner))
        case _ if isinstance(term, BINDERS):
            old = [limit[0] for limit in term.args[1:]]
            variables, body, inner = _rename(old, term.args[0], mapping)
            names = dict(zip(old, variables, strict=True))
            limits = [
                Tuple(names[limit[0]], *(substitute(substitute(b, names), mapping) for b in limit[1:])) for limit in term.args[1:]
            ]
            return term.func(substitute(body, inner), *limits)
    return rebuild(term, [substitute(a, mapping) if isinstance(a, Basic) else a for a in term.args])


def _rename(variables, body, mapping):
    """Bound variables, made different from everything that the mapping brings in."""
    inner = {k: v for k, v in mapping.items() if k not in variables}
    arriving = frozenset().union(*(free(v) for v in inner.values())) if inner else frozenset()
    fresh = {v: _fresh(v, arriving | free(body)) for v in variables if v in arriving}
    return [fresh.get(v, v) for v in variables], substitute(body, fresh) if fresh else body, inner


def _fresh(symbol: Symbol | IndexedBase, taken) -> Symbol | IndexedBase:
    names = {str(s) for s in taken}
    name = str(symbol)
    while name in names:
        name += "'"
    kept = symbol._assumptions_orig if isinstance(symbol, Symbol) else symbol.assumptions0
    return type(symbol)(name, **kept)


@lru_cache(maxsize=50_000)
def alpha(term: Basic, depth: int = 0) -> Basic:
    """The term with its bound variables named by their depth, and nothing assumed of them but their kind."""
    if not term.args or isinstance(term, IndexedBase):
        return term
    if isinstance(term, Lambda):
        names = {v: type(v)(f"_{depth + k}") for k, v in enumerate(term.variables)}
        return Lambda(Tuple(*names.values()), alpha(substitute(term.expr, names), depth + len(names)))
    if isinstance(term, BINDERS):
        kind = {"real": True} if isinstance(term, CONTINUOUS) else {"integer": True}
        names = {limit[0]: type(limit[0])(f"_{depth + k}", **kind) for k, limit in enumerate(term.args[1:])}
        limits = [Tuple(names[v], *(alpha(substitute(b, names), depth + len(names)) for b in rest)) for v, *rest in term.args[1:]]
        return term.func(alpha(substitute(term.args[0], names), depth + len(names)), *limits)
    if isinstance(term, Derivative):
        return Derivative(alpha(term.expr, depth), *term.variables, evaluate=False)
    return rebuild(term, [alpha(a, depth) if isinstance(a, Basic) else a for a in term.args])


def same(a: Basic, b: Basic) -> bool:
    """Equal up to the names of bound variables."""
    return a == b or alpha(a) == alpha(b)
