"""Normal forms of sums and products: constants outside, one product of powers under each sign."""

import sympy as sp

from ..language.claims import equal
from ..language.substitution import same, substitute
from ..language.terms import free
from ..library import algebra, holes, series
from .fractions import expanded, factored, monomials, parted
from .normal import Normal, inner, on
from .proof import Course

ZERO, ONE = sp.Integer(0), sp.Integer(1)


def _parts(term: sp.Expr):
    return inner(term), *term.args[-1]


@on(sp.Sum)
def of_sum(normal: Normal, course: Course) -> bool:
    """Linear: what is free of the index leaves the sum; a sum of sums is split."""
    body, j, lo, hi = _parts(course.term)
    if hi.has(sp.oo) or lo.has(sp.oo):
        return _of_series(normal, course)
    if normal.tidy(course, body):
        return True
    names, at = {holes.i: j}, {holes.lo: lo, holes.hi: hi}
    if j not in free(body):
        return normal.rewrite(course, series.sum_of_equal_terms, {holes.a: body, **at}, names)
    first, *rest = monomials(body)
    c, moving = parted(first, j)
    if rest:
        normal.rearranged(course, body, sp.Add(c * moving, *rest))
        bindings = {holes.a: c, holes.f: _of(j, moving), holes.g: _of(j, sp.Add(*rest)), **at}
        return normal.rewrite(course, algebra.sum_linear, bindings, names)
    if c != 1:
        normal.rearranged(course, body, c * moving)
        return normal.rewrite(course, algebra.sum_scaled, {holes.a: c, holes.f: _of(j, moving), **at}, names)
    if lo == 0 and isinstance(body, sp.Mul) and _known(normal, course):
        return True
    return _in_order(normal, course) or _written_out(normal, course, series.sum_last_term, series.empty_sum)


def _of(j, term: sp.Expr) -> sp.Lambda:
    return sp.Lambda((j,), term)


def _of_series(normal: Normal, course: Course) -> bool:
    """Without end: the terms are made normal, and series that are known get their values."""
    body, j, lo, hi = _parts(course.term)
    if normal.tidy(course, body):
        return True
    fixed, moving = parted(factored(body), j)
    moving = expanded(moving)
    if fixed != 1 and normal.holds(fixed, "!="):
        normal.rearranged(course, body, fixed * moving)
        return normal.rewrite(course, series.series_scaled, {holes.a: fixed, holes.f: _of(j, moving), holes.lo: lo}, {holes.i: j})
    return lo == 0 and hi == sp.oo and _known(normal, course)


def _known(normal: Normal, course: Course) -> bool:
    """The series of exp and the geometric one, and those with i or i² before their terms; the binomial theorem."""
    body, j, _, hi = _parts(course.term)
    ratio, moment, kinds = ONE, 0, []
    for factor in sp.Mul.make_args(body):
        base, exponent = factor.as_base_exp() if not isinstance(factor, sp.exp) else (sp.E, factor.args[0])
        if j in free(exponent) and j not in free(base) and exponent.coeff(j, 1) * j == sp.expand(exponent):
            ratio *= base ** exponent.coeff(j, 1)
        elif base == j and exponent in (1, 2):
            moment = int(exponent)
        else:
            kinds.append(factor)
    ways = {
        (sp.oo, (1 / sp.gamma(j + 1),)): (series.exponential_series, series.exponential_first_moment, series.exponential_second_moment),
        (sp.oo, ()): (series.geometric_series, series.geometric_first_moment, series.geometric_second_moment),
        (hi, (1 / sp.gamma(j + 1), 1 / sp.gamma(hi - j + 1))): (series.binomial_theorem, series.binomial_first_moment),
    }
    rules = next((r for (end, parts), r in ways.items() if end == hi and set(parts) == set(kinds)), ())
    if len(rules) <= moment:
        return False
    bindings = {holes.a: ratio} | ({holes.n: hi} if hi != sp.oo else {})
    shown = substitute(rules[moment].conclusion.lhs.xreplace({holes.i: j}), bindings)
    if not same(shown, course.term):
        after, step = normal.of(inner(shown))
        if after != body or step is None:
            return False
        course.take(normal.proof.add_chain(equal(course.term, shown), (_under(normal, shown, step),)))
    return normal.rewrite(course, rules[moment], bindings, {holes.i: j})


def _under(normal: Normal, whole: sp.Expr, step: int) -> int:
    """From an equation of terms to one of their sums."""
    course = Course(normal.proof, whole)
    normal.put(course, inner(whole), step)
    return course.pending[-1]


def _in_order(normal: Normal, course: Course) -> bool:
    """Two sums whose ranges do not depend on each other stand in the order of their names."""
    if len(course.term.args) < 3:
        return False
    body, (j, first, last), (k, lo, hi) = course.term.args[0], *course.term.args[-2:]
    if len(course.term.args) > 3 or first != 1 or str(j) <= str(k) or k in free(last) or j in free(hi) | free(lo):
        return False
    bindings = {holes.f: sp.Lambda((j, k), body), holes.n: last, holes.lo: lo, holes.hi: hi}
    return normal.rewrite(course, algebra.sum_swap, bindings, {holes.i: j, holes.k: k})


def _written_out(normal: Normal, course: Course, rule, empty) -> bool:
    """A few terms between numbers, one by one."""
    body, j, lo, hi = _parts(course.term)
    if hi - lo == -1:
        return normal.rewrite(course, empty, {holes.f: _of(j, body), holes.lo: lo}, {holes.i: j})
    if not isinstance(lo, sp.Integer) or not isinstance(hi, sp.Integer) or not 0 <= hi - lo <= 6:
        return False
    return normal.rewrite(course, rule, {holes.f: _of(j, body), holes.lo: lo, holes.hi: hi}, {holes.i: j})


@on(sp.Product)
def of_product(normal: Normal, course: Course) -> bool:
    """A product of products is split; constant factors, powers and exponentials leave it."""
    body, j, lo, hi = _parts(course.term)
    names, at = {holes.i: j}, {holes.lo: lo, holes.hi: hi}
    if hi.has(sp.oo):
        return False
    if j not in free(body):
        return normal.rewrite(course, series.product_of_equal_factors, {holes.a: body, **at}, names)
    if isinstance(body, sp.Add) and isinstance(factored(body), sp.Mul):
        return normal.rearranged(course, body, factored(body))
    if isinstance(body, sp.exp):
        return normal.rewrite(course, series.product_of_exponentials, {holes.f: _of(j, body.args[0]), **at}, names)
    if isinstance(body, sp.Mul):
        first, *rest = body.args
        bindings = {holes.f: _of(j, first), holes.g: _of(j, sp.Mul(*rest)), **at}
        return normal.rewrite(course, algebra.product_of_factors, bindings, names)
    if isinstance(body, sp.Pow):
        base, exponent = body.args
        if j not in free(base):
            return normal.rewrite(course, series.product_of_powers, {holes.a: base, holes.f: _of(j, exponent), **at}, names)
        if j not in free(exponent):
            bindings = {holes.f: _of(j, base), holes.c: exponent, **at}
            return normal.rewrite(course, series.power_of_product_over_range, bindings, names)
    if lo == 0 and isinstance(body, sp.Add) and j not in free(body + j):
        return normal.rewrite(course, series.falling_factorial, {holes.a: body + j, holes.n: hi + 1}, names)
    return _written_out(normal, course, series.product_last_factor, series.empty_product)
