"""Normal forms of the ranges of integrals: their ends normal, and exponents −x²/2 and −x after an affine substitution."""

import sympy as sp

from ..language.claims import equal
from ..language.contexts import HOLE
from ..language.sets import Span
from ..language.substitution import substitute
from ..language.terms import free
from ..library import holes, integrals
from .normal import Normal, on
from .proof import Course

ONE, ZERO, HALF = sp.Integer(1), sp.Integer(0), sp.Rational(1, 2)
INFINITE = (sp.oo, -sp.oo)


def _named(course: Course, name: sp.Symbol) -> None:
    """The same integral over a variable of another name."""
    body, (v, lo, hi) = course.term.args
    after = sp.Integral(substitute(body, {v: name}), (name, lo, hi))
    course.take(course.proof.compute(equal(course.term, after)))


def _fresh(normal: Normal) -> sp.Symbol:
    normal.made += 1
    return sp.Symbol(f"υ{normal.made}")


def _with_ends(normal: Normal, course: Course) -> None:
    """Bring the ends of an integral over a variable without a domain to normal form, and give the variable its domain."""
    for place in (1, 2):
        body, limit = course.term.args
        _, step = normal.of(limit[place])
        if step is not None:
            limit = [HOLE if k == place else part for k, part in enumerate(limit)]
            course.substitute_in(sp.Integral(body, tuple(limit)), step)
    _, lo, hi = course.term.args[1]
    name = _fresh(normal)
    normal.proof.given = normal.given.declare(name, Span(lo, hi, True, True))
    _named(course, name)


@on(sp.Integral, first=True)
def of_ends(normal: Normal, course: Course) -> bool:
    """The ends of a range in normal form."""
    _, *limits = course.term.args
    if len(limits) > 1 or all(normal.of(end)[1] is None for end in limits[0][1:]):
        return False
    _named(course, _fresh(normal))
    _with_ends(normal, course)
    return True


@on(sp.Integral)
def standardised(normal: Normal, course: Course) -> bool:
    """∫ exp(a x² + b x + c) and ∫ xᵏ exp(b x) over a part of the line, by an affine substitution."""
    body, *limits = course.term.args
    if len(limits) > 1:
        return False
    ((v, lo, hi),) = limits
    ends = [e for e in (lo, hi) if e not in INFINITE]
    exponent = sum((f.args[0] for f in sp.Mul.make_args(body) if isinstance(f, sp.exp)), ZERO)
    poly = sp.expand(exponent).as_poly(v)
    if not ends or poly is None or poly.degree() not in (1, 2) or any(v in free(c) for c in poly.all_coeffs()):
        return False
    if poly.degree() == 2:
        first, second = poly.nth(2), poly.nth(1)
        slope, shift, done = (-2 * first) ** (-HALF), -second / (2 * first), (first, second) == (-HALF, ZERO)
    else:
        slope, shift, done = -1 / poly.LC(), ZERO, poly.LC() == -1 or lo == -sp.oo
    if done or not normal.holds(-poly.LC(), ">"):
        return False
    if hi == sp.oo:
        rule, bound = integrals.integral_affine_above, {holes.s: lo}
    elif lo == -sp.oo:
        rule, bound = integrals.integral_affine_below, {holes.t: hi}
    else:
        rule, bound = integrals.integral_affine, {holes.s: lo, holes.t: hi}
    normal.rewrite(course, rule, {holes.f: sp.Lambda((v,), body), holes.a: slope, holes.b: shift, **bound}, {holes.u: _fresh(normal)})
    _with_ends(normal, course)
    return True
