"""A shorter way to write a value, equal by the laws of fractions: collected by its special functions, and squares completed."""

from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from ..language.terms import free
from .fractions import expanded, factored

LONG = 9
ZERO, ONE = sp.Integer(0), sp.Integer(1)
SPECIAL = (sp.log, sp.exp, sp.polygamma, sp.gamma, sp.erf, sp.Abs, sp.Sum, sp.Integral)


@lru_cache(maxsize=20_000)
def tidy(term: sp.Expr) -> sp.Expr:
    """The shortest of the forms that were tried; long sums are not factored as a whole."""
    ways: tuple[Callable, ...] = (collected, expanded, factored, lambda t: expanded(factored(t)), lambda t: factored(expanded(t)))
    if isinstance(term, sp.Add) and len(term.atoms(*SPECIAL)) + len(term.args) > LONG:
        ways = ways[:1]
    best, cost = term, size(term)
    for way in ways:
        try:
            other = way(term)
        except (sp.PolynomialError, RecursionError, ZeroDivisionError):
            continue
        if size(other) < cost:
            best, cost = other, size(other)
    return best


def size(term: sp.Expr) -> int:
    return sum(1 + (isinstance(t, sp.Rational) and t.q != 1) for t in sp.preorder_traversal(term))


def opened(term: sp.Expr) -> sp.Expr:
    """Multiplied out, with sums below fraction bars left as they stand."""
    below = {p for p in term.atoms(sp.Pow) if isinstance(p.base, sp.Add) and not (isinstance(p.exp, sp.Integer) and p.exp > 0)}
    veil = {p: sp.Dummy(f"d{k}") for k, p in enumerate(sorted(below, key=sp.default_sort_key))}
    made = sp.expand(term.xreplace(veil), power_base=False, power_exp=False, log=False)
    return made.xreplace({d: p for p, d in veil.items()})


def collected(term: sp.Expr) -> sp.Expr:
    """Σ coefficient·(product of special functions), each coefficient as short as it comes."""
    groups: dict[sp.Expr, list[sp.Expr]] = {}
    for part in sp.Add.make_args(opened(term)):
        exponents = [f.args[0] for f in sp.Mul.make_args(part) if isinstance(f, sp.exp)]
        others = [f for f in sp.Mul.make_args(part) if _is_special(f) and not isinstance(f, sp.exp)]
        rest = sp.Mul(*(f for f in sp.Mul.make_args(part) if not _is_special(f)))
        together = sp.exp(sp.expand(sp.Add(*exponents))) if exponents else ONE
        groups.setdefault(sp.Mul(together, *others), []).append(rest)
    return sp.Add(*(_coefficient(sp.Add(*parts)) * special for special, parts in groups.items()))


def _is_special(factor: sp.Expr) -> bool:
    base = sp.E if isinstance(factor, sp.exp) else factor.as_base_exp()[0]
    return isinstance(factor, SPECIAL) or isinstance(base, SPECIAL) or (bool(free(factor.as_base_exp()[1])) and isinstance(factor, sp.Pow))


def _coefficient(term: sp.Expr) -> sp.Expr:
    if not isinstance(term, sp.Add):
        return term
    ways = (term, squared(term), factored(term), sp.cancel(term) if not term.atoms(sp.Function) else term, _by_divisor(term))
    return min(ways, key=size)


def _by_divisor(term: sp.Expr) -> sp.Expr:
    """The terms over one divisor together."""
    groups: dict[sp.Expr, list[sp.Expr]] = {}
    for part in term.args:
        num, den = sp.fraction(part)
        number, den = den.as_coeff_Mul()
        groups.setdefault(den, []).append(num / number)
    return sp.Add(*(_shorter(sp.Add(*parts)) / den for den, parts in groups.items()))


def _shorter(term: sp.Expr) -> sp.Expr:
    number, primitive = term.as_content_primitive() if isinstance(term, sp.Add) else (ONE, term)
    return number * min((primitive, squared(primitive), factored(primitive)), key=size)


def squared(term: sp.Expr) -> sp.Expr:
    """c a² − 2c a b + c b² written as c (a − b)²."""
    parts = {sp.Mul(*rest): c for c, rest in ((p.as_coeff_Mul()[0], [p.as_coeff_Mul()[1]]) for p in sp.Add.make_args(term))}
    for mixed in list(parts):
        for a, b in _pairs(mixed):
            rest = mixed / (a * b)
            one, other = rest * a**2, rest * b**2
            c = parts.get(one)
            if c is not None and parts.get(other) == c and abs(parts.get(mixed, 0)) == 2 * abs(c):
                sign = 1 if parts[mixed] == 2 * c else -1
                made = sp.Add(*(k * m for m, k in parts.items() if m not in (one, other, mixed))) + c * rest * (a + sign * b) ** 2
                return made
    return term


def _pairs(product: sp.Expr):
    names = [f for f in sp.Mul.make_args(product) if isinstance(f, sp.Symbol)]
    return [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
