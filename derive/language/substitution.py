"""Substitution that cannot capture, and equality that does not see the names of bound variables."""

from functools import cache, lru_cache

from sympy import Basic, Derivative, Dummy, Indexed, IndexedBase, Lambda, Symbol, Tuple
from sympy.core.function import AppliedUndef

from .terms import BINDERS, CONTINUOUS, BlowUp, free


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
    return _replaced(term, tuple(mapping.items())) if mapping else term


@lru_cache(maxsize=20_000)
def _replaced(term, items: tuple):
    return _replace(term, dict(items))


def _within(term: Basic, mapping: dict) -> Basic:
    names = free(term)
    mapping = {k: v for k, v in mapping.items() if k in names}
    return _replace(term, mapping) if mapping else term


def _replace(term, mapping):
    match term:
        case Symbol() | IndexedBase():
            return mapping.get(term, term)
        case AppliedUndef() if term.func in mapping:
            value, args = mapping[term.func], [_within(a, mapping) for a in term.args]
            return _within(value.expr, dict(zip(value.variables, args, strict=True)))
        case Derivative():
            variables = [_moved(v, term.expr, mapping) for v in term.variables]
            return Derivative(_within(term.expr, mapping), *variables, evaluate=False)
        case BlowUp():
            return BlowUp(_within(term.args[0], mapping), _moved(term.args[1], term.args[0], mapping))
        case Lambda():
            taken = frozenset(term.variables) | free(term.expr)
            names, inner = [], mapping
            for v in term.variables:
                name, inner = _enter(v, inner, taken)
                names.append(name)
            return Lambda(Tuple(*names), _within(term.expr, inner))
        case _ if isinstance(term, BINDERS):
            return _under(term, mapping, _enter, _within)
    return rebuild(term, [_within(a, mapping) if isinstance(a, Basic) else a for a in term.args])


def _under(term, mapping, enter, inside):
    """A binder, from its outermost variable, the last, to its body: each bound lies in the scope of the variables outside it."""
    taken = frozenset().union(*(free(a) for a in term.args))
    limits = []
    for v, *bounds in reversed(term.args[1:]):
        bounds = [inside(b, mapping) for b in bounds]
        name, mapping = enter(v, mapping, taken)
        limits.append(Tuple(name, *bounds))
        taken |= {name}
    return term.func(inside(term.args[0], mapping), *reversed(limits))


def _moved(v, body, mapping):
    """The variable of a derivative after substitution; what is held fixed there must not come to depend on it."""
    name, moved = _base(v), substitute(v, mapping)
    if not isinstance(moved, type(v)) or any(_base(moved) in (free(mapping[u]) if u in mapping else {u}) for u in free(body) - {name}):
        raise Captured(f"a derivative with respect to {v} cannot be taken at a value")
    return moved


def _base(v):
    return v.base if isinstance(v, Indexed) else v


def _enter(v, mapping, taken):
    """Bind a variable: the mapping inside, where it has a name different from everything that the mapping brings in."""
    inner = {k: t for k, t in mapping.items() if k != v}
    arriving = frozenset().union(*(free(t) for t in inner.values()))
    if v not in arriving:
        return v, inner
    name = _fresh(v, arriving | taken)
    return name, {**inner, v: name}


def _fresh(symbol: Symbol | IndexedBase, taken) -> Symbol | IndexedBase:
    names = {str(s) for s in taken}
    name = str(symbol)
    while name in names:
        name += "'"
    kept = symbol._assumptions_orig if isinstance(symbol, Symbol) else symbol.assumptions0
    return type(symbol)(name, **kept)


@cache
def _canonical(depth: int, kind: type, integer: bool | None) -> Symbol | IndexedBase:
    """The name of a variable bound at a depth. It is made once, and equal to nothing that others can write."""
    name = Dummy(f"_{depth}", **({} if integer is None else {"integer": True} if integer else {"real": True}))
    DEPTHS[kind(name) if kind is IndexedBase else name] = depth
    return kind(name) if kind is IndexedBase else name


DEPTHS: dict[Basic, int] = {}


@lru_cache(maxsize=50_000)
def alpha(term: Basic) -> Basic:
    """The term with its bound variables named by their depth, and nothing assumed of them but their kind."""
    return _alpha(term, 1 + max((DEPTHS[v] for v in free(term) if v in DEPTHS), default=-1))


def _alpha(term: Basic, depth: int) -> Basic:
    if not term.args or isinstance(term, IndexedBase):
        return term
    if isinstance(term, Lambda):
        names = {v: _canonical(depth + k, _kind(v), None) for k, v in enumerate(term.variables)}
        return Lambda(Tuple(*names.values()), _alpha(substitute(term.expr, names), depth + len(names)))
    if isinstance(term, BINDERS):
        integer, start = not isinstance(term, CONTINUOUS), depth

        def enter(v, mapping, _):
            nonlocal depth
            name = _canonical(depth, _kind(v), integer)
            depth += 1
            return name, {**mapping, v: name}

        within = start + len(term.args) - 1
        return _under(term, {}, enter, lambda t, mapping: _alpha(substitute(t, mapping), within))
    if isinstance(term, Derivative):
        return Derivative(_alpha(term.expr, depth), *term.variables, evaluate=False)
    return rebuild(term, [_alpha(a, depth) if isinstance(a, Basic) else a for a in term.args])


def _kind(v) -> type:
    return IndexedBase if isinstance(v, IndexedBase) else Symbol


def same(a: Basic, b: Basic) -> bool:
    """Equal up to the names of bound variables."""
    return a == b or alpha(a) == alpha(b)
