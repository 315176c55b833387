"""All solutions of an equation for one of its names: by linear algebra, roots, or by undoing one function after another.

Nothing here is believed: whoever uses a solution puts it back into the equation.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import substitute
from ..language.terms import free

LARGEST, FEW = 250, 110
UNDONE = {sp.exp: sp.log, sp.log: sp.exp, sp.sinh: sp.asinh, sp.atan: sp.tan, sp.asin: sp.sin, sp.acos: sp.cos, sp.asinh: sp.sinh}


@dataclass(frozen=True)
class Rewriting:
    """A name (a symbol, an entry x[i], a function of indices) and the term that stands for it."""

    name: sp.Expr
    body: sp.Expr

    def apply(self, term: sp.Expr) -> sp.Expr:
        """The term with every entry of the name replaced, whatever its index."""
        name, body = self.name, self.body
        if isinstance(name, sp.Symbol):
            return substitute(term, {name: body}) if name in free(term) else term
        head, old = (name.base, name.indices) if isinstance(name, sp.Indexed) else (name.func, name.args)

        def replaced(entry):
            new = entry.indices if isinstance(entry, sp.Indexed) else entry.args
            if len(new) != len(old) or any(a != b and not isinstance(a, sp.Symbol) for a, b in zip(old, new, strict=True)):
                return entry
            return substitute(body, {a: b for a, b in zip(old, new, strict=True) if a != b})

        return _entries_replaced(term, head, replaced)


def _entries_replaced(term, head, replaced):
    found = [a for a in term.atoms(sp.Indexed, AppliedUndef) if (a.base if isinstance(a, sp.Indexed) else a.func) == head]
    return term.xreplace({a: replaced(a) for a in found}) if found else term


def spread(term: sp.Expr) -> sp.Expr:
    """Sums split into sums of single terms, with what is free of the index in front."""
    if isinstance(term, sp.Sum):
        body, first, *rest = term.args
        found = _spread(spread(body), first)
        for limit in rest:
            found = sp.Add(*(_spread(part, limit) for part in sp.Add.make_args(sp.expand(found))))
        return found
    if not term.args or not term.has(sp.Sum):
        return term
    return term.func(*map(spread, term.args))


def _spread(body, limit):
    index, lower, upper = limit
    parts = []
    for part in sp.Add.make_args(sp.expand(body)):
        fixed, moving = part.as_independent(index, as_Add=False) if not isinstance(part, sp.Sum) else _of_sum(part, index)
        parts.append(fixed * (upper - lower + 1) if moving == 1 else fixed * sp.Sum(moving, limit))
    return sp.Add(*parts)


def _of_sum(part, index):
    return (sp.Integer(1), part) if index in free(part) else (part, sp.Integer(1))


@lru_cache(maxsize=5_000)
def solutions(left: sp.Expr, right: sp.Expr, name: sp.Expr) -> tuple[sp.Expr, ...] | None:
    """All values of the name at which the sides agree, on every branch; None where that is not decided."""
    if _size(left) + _size(right) > LARGEST:
        return None
    unknown = sp.Dummy()
    difference = _difference(left, right).xreplace({name: unknown})
    if not difference.has(unknown) or _head(name) in free(difference):
        return None
    found = _linear(difference, unknown)
    if found is None and _size(difference) <= FEW:
        found = _roots(difference, unknown)
    if found is None:
        found = _undone(left.xreplace({name: unknown}), right.xreplace({name: unknown}), unknown)
    if found is None or any(f.has(unknown, sp.zoo, sp.nan, sp.oo) for f in found):
        return None
    return tuple(found)


@lru_cache(maxsize=2_000)
def _difference(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    return spread(left - right)


def _size(term: sp.Expr) -> int:
    return sum(1 for _ in sp.preorder_traversal(term))


def _head(name):
    return name.base if isinstance(name, sp.Indexed) else name.func if isinstance(name, AppliedUndef) else name


def _linear(difference: sp.Expr, unknown) -> list | None:
    """The root of a sum in which the unknown is a factor of some terms, and occurs nowhere else."""
    factors, rest = [], []
    for part in sp.Add.make_args(difference if not isinstance(difference, sp.Mul) else sp.expand(difference)):
        if unknown not in free(part):
            rest.append(part)
            continue
        others = [a for a in sp.Mul.make_args(part) if a != unknown]
        if len(others) + 1 != len(sp.Mul.make_args(part)) or any(unknown in free(a) for a in others):
            return None
        factors.append(sp.Mul(*others))
    slope, constant = sp.Add(*factors), sp.Add(*rest)
    if slope == 0 or (constant == 0 and len(factors) > 1):
        return None
    return [-constant / slope]


def _roots(difference: sp.Expr, unknown) -> list | None:
    """Roots of a fraction that is linear or quadratic in the unknown, or linear in its square."""
    if any(unknown in free(a) for a in _units(difference, unknown)):
        return None
    over, under = sp.fraction(sp.together(difference))
    over = sp.expand(over)
    if any(unknown in free(a) for a in _units(over, unknown)):
        return None
    try:
        poly = sp.Poly(over, unknown)
    except sp.PolynomialError:
        return None
    while poly.degree() > 0 and poly.coeff_monomial(1) == 0:
        poly = sp.Poly(sp.expand(sp.cancel(poly.as_expr() / unknown)), unknown)
        if unknown not in free(under):
            return None
    if not _is_monomial(sp.gcd_list(poly.coeffs())):
        return None
    match poly.degree():
        case 1:
            a, b = poly.all_coeffs()
            return [-b / a]
        case 2:
            a, b, c = poly.all_coeffs()
            if b == 0:
                root = sp.sqrt(-c / a)
                return [root, -root]
            root = sp.sqrt(b**2 - 4 * a * c)
            return [(-b + root) / (2 * a), (-b - root) / (2 * a)]
    return None


def _is_monomial(common: sp.Expr) -> bool:
    """A common factor that may vanish at other places would be a second family of solutions."""
    return not any(isinstance(a.as_base_exp()[0], sp.Add) for a in sp.Mul.make_args(sp.factor(common)))


def _units(term, unknown):
    """The parts that are no sum, product or whole power."""
    if isinstance(term, sp.Add | sp.Mul):
        return [u for a in term.args for u in _units(a, unknown)]
    if isinstance(term, sp.Pow) and isinstance(term.exp, sp.Integer):
        return _units(term.base, unknown)
    return [] if term == unknown else [term]


def _undone(left, right, unknown) -> list | None:
    """The unknown stands in one place: functions undone from the outside in."""
    if unknown in free(right):
        left, right = right, left
    if unknown in free(right):
        return None
    branches = [right]
    while left != unknown:
        held = [a for a in left.args if unknown in free(a)]
        if len(held) != 1:
            found = [_roots(left - b, unknown) for b in branches]
            return None if None in found else [f for each in found for f in each or ()]
        inner = held[0]
        rest = [a for a in left.args if a is not inner]
        if isinstance(left, sp.Add):
            branches = [b - sp.Add(*rest) for b in branches]
        elif isinstance(left, sp.Mul):
            if 0 in branches:
                return None
            branches = [b / sp.Mul(*rest) for b in branches]
        elif isinstance(left, sp.Pow) and inner is left.base:
            roots = [b ** (1 / left.exp) for b in branches]
            branches = roots + [-r for r in roots] if left.exp.is_Integer and left.exp % 2 == 0 else roots
            if left.exp.is_Rational and not left.exp.is_Integer and left.exp.p % 2 == 0:
                return None
        elif isinstance(left, sp.Pow):
            branches = [sp.log(b) / sp.log(left.base) for b in branches]
        elif type(left) in UNDONE and len(left.args) == 1:
            branches = [UNDONE[type(left)](b) for b in branches]
        else:
            return None
        left = inner
    return branches
