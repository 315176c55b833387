"""Normal forms of powers, exponentials, logarithms, absolute values, sines and cosines."""

import sympy as sp

from ..library import algebra, holes, powers
from .fractions import expanded, factored, gathered
from .fractions import powers as split
from .normal import Normal, inner, on
from .proof import Course

ZERO, ONE = sp.Integer(0), sp.Integer(1)


def signed_factors(normal: Normal, term: sp.Expr) -> tuple[int, list[tuple[sp.Expr, sp.Expr]], list[tuple[sp.Expr, sp.Expr]]]:
    """A sign, powers of positive bases, and powers of bases whose sign is not known; the term is their product."""
    sign, found, unsure = 1, [], []
    for base, exponent in split(factored(term)):
        if base == -1 and exponent.is_integer:
            sign *= -1 if exponent.is_odd else 1
        elif isinstance(base, sp.exp) or normal.holds(base, ">"):
            found.append((base, exponent))
        elif exponent.is_integer and normal.holds(base, "<"):
            sign *= -1 if exponent.is_odd else 1
            found.append((expanded(-base), exponent))
        else:
            unsure.append((base, exponent))
    return sign, found, unsure


def positive_factors(normal: Normal, term: sp.Expr) -> list[tuple[sp.Expr, sp.Expr]] | None:
    """Powers of positive bases whose product the term is; None where they cannot be told."""
    sign, found, unsure = signed_factors(normal, term)
    return found if sign == 1 and not unsure else None


def _product(factors) -> sp.Expr:
    return sp.Mul(*(b**e for b, e in factors))


# --- powers --------------------------------------------------------------------------------------------------------


@on(sp.Pow)
def of_power(normal: Normal, course: Course) -> bool:
    """A power with an exponent that is not an integer: of a product, of a power, of an exponential function."""
    base, exponent = course.term.args
    if isinstance(exponent, sp.Integer):
        return False
    if normal.tidy(course, exponent):
        return True
    match base:
        case sp.exp():
            return normal.rewrite(course, powers.power_of_power, {holes.a: sp.E, holes.b: base.args[0], holes.c: exponent})
        case sp.Pow() if normal.holds(base.base, ">"):
            return normal.rewrite(course, powers.power_of_power, {holes.a: base.base, holes.b: base.exp, holes.c: exponent})
        case sp.Pow() if base.exp == 2:
            return normal.rewrite(course, powers.root_of_square, {holes.a: base.base, holes.c: exponent})
        case sp.Pow() if normal.is_natural(exponent):
            return normal.rewrite(course, powers.whole_power_of_power, {holes.a: base.base, holes.b: base.exp, holes.c: exponent})
    factors = positive_factors(normal, base)
    if factors is None and normal.is_natural(exponent):
        return _whole_power(normal, course)
    if factors is None or factors == [(base, ONE)]:
        return False
    made = _product(factors)
    if made != base:
        return normal.rearranged(course, base, made)
    (first, times), *rest = factors
    if rest:
        bindings = {holes.a: first**times, holes.b: _product(rest), holes.c: exponent}
        return normal.rewrite(course, algebra.power_of_product, bindings)
    return times != 1 and normal.rewrite(course, powers.power_of_power, {holes.a: first, holes.b: times, holes.c: exponent})


def _whole_power(normal: Normal, course: Course) -> bool:
    """The power of a product of which not all factors are positive, with an exponent 0, 1, 2, …"""
    base, exponent = course.term.args
    sign, found, unsure = signed_factors(normal, base)
    if sign < 0:
        found.append((sp.Integer(-1), ONE))
    made = _product((*found, *unsure))
    if made != base:
        return normal.rearranged(course, base, made)
    first, *rest = (*found, *unsure)
    if not rest:
        return False
    bindings = {holes.a: _product([first]), holes.b: _product(rest), holes.c: exponent}
    return normal.rewrite(course, powers.whole_power_of_product, bindings)


@on(sp.Mul)
def of_product(normal: Normal, course: Course) -> bool:
    """All powers of one base in one."""
    after = gathered(course.term)
    if after == course.term:
        return False
    course.field(after)
    return True


@on(sp.exp)
def of_exponential(normal: Normal, course: Course) -> bool:
    """Logarithms leave the exponent."""
    inside = course.term.args[0]
    if normal.tidy(course, inside):
        return True
    for part in sp.Add.make_args(inside):
        found = next((f for f in sp.Mul.make_args(part) if isinstance(f, sp.log)), None)
        if found is not None and normal.holds(found.args[0], ">"):
            rest = inside - part
            bindings = {holes.a: part / found, holes.b: found.args[0]}
            if rest == 0:
                return normal.rewrite(course, powers.exp_of_log, bindings)
            return normal.rewrite(course, powers.exp_of_sum_with_log, {**bindings, holes.c: rest})
    return False


# --- logarithms ----------------------------------------------------------------------------------------------------


@on(sp.log)
def of_logarithm(normal: Normal, course: Course) -> bool:
    """Of a product, a power, an exponential function, a product over a range."""
    inside = course.term.args[0]
    match inside:
        case sp.exp():
            return normal.rewrite(course, algebra.log_of_exp, {holes.a: inside.args[0]})
        case sp.Product():
            j, lo, hi = inside.args[-1]
            bindings = {holes.f: sp.Lambda((j,), inner(inside)), holes.lo: lo, holes.hi: hi}
            return normal.rewrite(course, algebra.log_of_sample_product, bindings, {holes.i: j})
        case sp.Pow() if normal.holds(inside.base, ">"):
            return normal.rewrite(course, algebra.log_of_power, {holes.a: inside.base, holes.b: inside.exp})
        case sp.Pow() if inside.base.is_Add is False and inside.exp == -1:
            return False
    factors = positive_factors(normal, inside)
    if factors is None or factors == [(inside, ONE)]:
        return normal.tidy(course, inside) if factors is None else False
    made = _product(factors)
    if made != inside:
        return normal.rearranged(course, inside, made)
    (first, times), *rest = factors
    if rest:
        return normal.rewrite(course, algebra.log_of_two_factors, {holes.a: first**times, holes.b: _product(rest)})
    return normal.rewrite(course, algebra.log_of_power, {holes.a: first, holes.b: times})


# --- absolute values, sines and cosines ------------------------------------------------------------------------------


@on(sp.Abs)
def of_absolute_value(normal: Normal, course: Course) -> bool:
    inside = course.term.args[0]
    if normal.holds(inside, ">="):
        return normal.rewrite(course, powers.abs_of_nonnegative, {holes.a: inside})
    if normal.holds(inside, "<="):
        return normal.rewrite(course, powers.abs_of_nonpositive, {holes.a: inside})
    return normal.tidy(course, inside)


@on(sp.Pow)
def of_whole_power(normal: Normal, course: Course) -> bool:
    """|a|² and sin² a."""
    base, exponent = course.term.args
    if exponent == 2 and isinstance(base, sp.Abs):
        return normal.rewrite(course, powers.square_of_abs, {holes.a: base.args[0]})
    if exponent == 2 and isinstance(base, sp.sin):
        return normal.rewrite(course, powers.square_of_sin, {holes.a: base.args[0]})
    return False


@on(sp.cos, sp.sin)
def of_angle(normal: Normal, course: Course) -> bool:
    """Addition theorems."""
    inside = course.term.args[0]
    if normal.tidy(course, inside):
        return True
    if not isinstance(inside, sp.Add):
        return False
    first, *rest = inside.args
    rule = powers.cos_of_sum if isinstance(course.term, sp.cos) else powers.sin_of_sum
    return normal.rewrite(course, rule, {holes.a: first, holes.b: sp.Add(*rest)})
