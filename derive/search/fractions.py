"""Canonical forms of rational functions of atoms: expanded, over one denominator, in factors. The kernel checks what is made."""

from functools import lru_cache

import sympy as sp

from ..language.terms import free

ONE, ZERO = sp.Integer(1), sp.Integer(0)


@lru_cache(maxsize=20_000)
def expanded(term: sp.Expr) -> sp.Expr:
    """A sum of products of powers; over one denominator where that is a sum."""
    atoms: dict = {}
    plain = _veiled(term, atoms)
    if not _has_sum_below(plain):
        found = sp.expand(plain, power_base=False, power_exp=False, log=False)
    else:
        num, den = sp.fraction(sp.cancel(sp.together(plain)))
        found = sp.Add(*(a / den for a in sp.Add.make_args(sp.expand(num))))
    return sp.Add(*(gathered(_unveiled(a, atoms)) for a in sp.Add.make_args(found)))


def gathered(term: sp.Expr) -> sp.Expr:
    """A product with all powers of one base in one, where an exponent is not a number."""
    bases: dict = {}
    for factor in sp.Mul.make_args(term):
        base, exponent = (sp.E, factor.args[0]) if isinstance(factor, sp.exp) else factor.as_base_exp()
        bases.setdefault(base, []).append((factor, exponent))
    kept, made = [], []
    for base, found in bases.items():
        if len(found) > 1 and any(not isinstance(e, sp.Rational) for _, e in found):
            made.append(base ** sp.Add(*(e for _, e in found)))
        else:
            kept += [f for f, _ in found]
    return sp.Mul(*kept, *made) if made else term


@lru_cache(maxsize=20_000)
def factored(term: sp.Expr) -> sp.Expr:
    """A product of powers of factors that cannot be factored further over the rational numbers."""
    if not isinstance(term, sp.Add | sp.Mul) or (isinstance(term, sp.Mul) and not term.atoms(sp.Add)):
        return term
    atoms: dict = {}
    found = sp.factor(sp.together(_veiled(term, atoms)))
    return _unveiled(found, atoms)


def _is_whole_power(term) -> bool:
    return isinstance(term, sp.Pow) and isinstance(term.exp, sp.Integer)


def _veiled(term, atoms: dict):
    """The term with symbols for everything that is not made by +, × and whole powers."""
    if isinstance(term, sp.Rational | sp.Symbol):
        return term
    if isinstance(term, sp.Add | sp.Mul) or (_is_whole_power(term)):
        return term.func(*(_veiled(a, atoms) for a in term.args))
    if term not in atoms:
        atoms[term] = sp.Dummy(f"a{len(atoms)}")
    return atoms[term]


def _unveiled(term, atoms: dict):
    return term.xreplace({dummy: atom for atom, dummy in atoms.items()})


def _has_sum_below(term) -> bool:
    return any(isinstance(p.base, sp.Add) and p.exp.is_negative for p in term.atoms(sp.Pow))


def parted(term: sp.Expr, v: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """A product as what is free of a variable times the rest; exponents that are sums are parted too."""
    fixed, moving = [], []
    for factor in sp.Mul.make_args(term):
        if v not in free(factor):
            fixed.append(factor)
            continue
        base, exponent = (sp.E, factor.args[0]) if isinstance(factor, sp.exp) else factor.as_base_exp()
        still, rest = exponent.as_independent(v, as_Add=True) if isinstance(exponent, sp.Add) and v not in free(base) else (ZERO, exponent)
        fixed.append(base**still)
        moving.append(base**rest)
    return sp.Mul(*fixed), sp.Mul(*moving)


def monomials(term: sp.Expr) -> tuple[sp.Expr, ...]:
    return sp.Add.make_args(term)


def powers(term: sp.Expr) -> list[tuple[sp.Expr, sp.Expr]]:
    """The factors of a product as pairs of a base and an exponent; numbers as powers of primes."""
    found: dict = {}
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp() if not isinstance(factor, sp.exp) else (factor, ONE)
        pieces = {base: 1}
        if isinstance(base, sp.Rational) and base > 0:
            pieces = sp.factorint(base.p) | {q: -r for q, r in sp.factorint(base.q).items()}
        for b, r in pieces.items():
            b = sp.sympify(b)
            found[b] = found.get(b, ZERO) + exponent * r
    return [(b, e) for b, e in found.items() if e != 0]
