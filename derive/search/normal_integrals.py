"""Normal forms of integrals: those over one range joined, constant factors outside, known integrals by their values; derivatives."""

import sympy as sp

from ..kernel.derivation import Step
from ..language.claims import equal
from ..language.contexts import HOLE, fill
from ..language.domains import holds
from ..language.existence import exists
from ..language.substitution import substitute
from ..language.terms import free
from ..library import holes, integrals
from .fractions import expanded, factored, parted
from .normal import Normal, inner, on
from .proof import Course

ZERO, ONE = sp.Integer(0), sp.Integer(1)


def _ranged(v: sp.Symbol, term: sp.Expr, lo: sp.Expr, hi: sp.Expr) -> dict:
    return {holes.f: sp.Lambda((v,), term), holes.s: lo, holes.t: hi}


def _scaled(part: sp.Expr) -> tuple[sp.Expr, sp.Integral] | None:
    """A number times one integral."""
    found = [f for f in sp.Mul.make_args(part) if isinstance(f, sp.Integral)]
    return (part / found[0], found[0]) if len(found) == 1 and not (part / found[0]).has(sp.Integral) else None


@on(sp.Add, first=True)
def joined(normal: Normal, course: Course) -> bool:
    """Two integrals over one range become one."""
    groups: dict = {}
    if course.term in normal.parted:
        return False
    for part in course.term.args:
        if (found := _scaled(part)) is not None:
            groups.setdefault(found[1].args[1:], []).append((part, *found))
    pair = next((g[:2] for g in groups.values() if len(g) > 1), None)
    if pair is None:
        return False
    rest = [a for a in course.term.args if a not in (pair[0][0], pair[1][0])]
    made = []
    for part, c, found in pair:
        v, lo, hi = found.args[-1]
        made.append((inner(found) * c, v, lo, hi))
        if c != 1:
            others = [a for a in course.term.args if a != part]
            _within(course, sp.Add(HOLE, *others), integrals.integral_scaled_existing, {holes.a: c, **_ranged(v, inner(found), lo, hi)}, v)
    (f, v, lo, hi), (g, *_) = made
    bindings = {**_ranged(v, f, lo, hi), holes.g: sp.Lambda((v,), g)}
    _within(course, sp.Add(HOLE, *rest), integrals.integral_of_sum, bindings, v)
    return True


def _within(course: Course, context: sp.Expr, rule, bindings: dict, v: sp.Symbol) -> None:
    """Use a rule at the hole of a context."""
    after = fill(context, substitute(rule.conclusion.rhs.xreplace({holes.u: v}), bindings))
    course.take(course.proof.add(Step("rewrite", equal(course.term, after), rule, bindings, context=context)))


@on(sp.Integral)
def of_integral(normal: Normal, course: Course) -> bool:
    """An expanded integrand, and outside all constant factors that are not 0."""
    term = course.term
    body, (v, lo, hi) = inner(term), term.args[-1]
    if body == 0:
        return normal.rewrite(course, integrals.integral_of_zero, {holes.s: lo, holes.t: hi})
    if normal.tidy(course, body):
        return True
    fixed, moving = parted(factored(body), v)
    leaves = sp.Mul(*(f for f in sp.Mul.make_args(fixed) if normal.holds(f, "!=")))
    moving = expanded(moving)
    if fixed == -1 and isinstance(body, sp.Add):
        return _known(normal, course) or _separated(normal, course)
    if leaves != fixed and exists(sp.Integral(moving, (v, lo, hi)), normal.given, holds):
        normal.rearranged(course, body, fixed * moving)
        bindings = {holes.a: fixed, **_ranged(v, moving, lo, hi)}
        after = fixed * sp.Integral(moving, (v, lo, hi))
        step = Step("rewrite", equal(course.term, after), integrals.integral_scaled_existing, bindings, context=HOLE, reverse=True)
        course.take(course.proof.add(step))
        return True
    if leaves != 1:
        rest = expanded(fixed / leaves * moving)
        if leaves * rest != body:
            normal.rearranged(course, body, leaves * rest)
        bindings = {holes.a: leaves, **_ranged(v, rest, lo, hi)}
        return normal.rewrite(course, integrals.integral_scaled, bindings, {holes.u: v})
    return _known(normal, course) or _separated(normal, course)


def _known(normal: Normal, course: Course) -> bool:
    """Integrals with a rule of their own."""
    body, *limits = course.term.args
    if len(limits) > 1:
        return False
    ((v, lo, hi),) = limits
    if v not in free(body):
        return normal.rewrite(course, integrals.integral_of_constant, {holes.a: body, holes.s: lo, holes.t: hi})
    powers, exponent, beside = _read(body, v)
    if beside == [sp.log(v)] and (lo, hi) == (0, sp.oo) and exponent != 0:
        factor = sp.expand(exponent / v)
        if v in free(factor):
            return False
        normal.rearranged(course, body, v**powers * sp.exp(factor * v) * sp.log(v))
        return normal.rewrite(course, integrals.gamma_integral_with_log, {holes.a: powers, holes.b: factor})
    if beside:
        return _of_beta(normal, course, powers, beside)
    poly = sp.Poly(exponent, v) if exponent.is_polynomial(v) else None
    if (lo, hi) == (-sp.oo, sp.oo):
        rules = {0: integrals.gaussian_integral, 1: integrals.gaussian_first_moment, 2: integrals.gaussian_second_moment}
        if poly is None or poly.degree() != 2 or powers not in rules:
            return False
        second, first, none = poly.all_coeffs()
        normal.rearranged(course, body, v**powers * sp.exp(second * v**2 + first * v + none))
        return normal.rewrite(course, rules[powers], {holes.a: second, holes.b: first, holes.c: none})
    ends = {holes.s: lo, holes.t: hi}
    if exponent == 0 and hi == sp.oo:
        return normal.rewrite(course, integrals.integral_of_power_to_infinity, {holes.a: powers, holes.s: lo})
    if exponent == 0 and isinstance(powers, sp.Integer) and powers >= 0:
        return normal.rewrite(course, integrals.integral_of_whole_power, {holes.n: powers, **ends})
    if exponent == 0:
        return normal.rewrite(course, integrals.integral_of_power, {holes.a: powers, **ends})
    if (lo, hi) == (0, sp.oo) and (found := _special(powers, exponent, v)) is not None:
        shown, *rule = found
        normal.rearranged(course, body, v**powers * sp.exp(shown))
        return normal.rewrite(course, *rule)
    if (powers, exponent) == (0, -(v**2) / 2):
        rule = {(True, False): integrals.error_integral_below, (False, True): integrals.error_integral_above}
        ends = {holes.s: lo} if hi == sp.oo else {holes.t: hi} if lo == -sp.oo else {holes.s: lo, holes.t: hi}
        return normal.rewrite(course, rule.get((lo == -sp.oo, hi == sp.oo), integrals.error_integral), ends)
    if poly is not None and poly.degree() == 1 and poly.nth(0) == 0:
        factor, c = poly.LC(), ONE
        normal.rearranged(course, body, v**powers * sp.exp(factor * v))
    else:
        factor, way = exponent.as_independent(v, as_Add=False)
        base, c = way.as_base_exp()
        if base != v or v in free(c):
            return False
    if (lo, hi) == (0, sp.oo):
        if c == 1:
            return normal.rewrite(course, integrals.gamma_integral, {holes.a: powers, holes.b: factor})
        return normal.rewrite(course, integrals.stretched_gamma_integral, {holes.a: powers, holes.b: factor, holes.c: c})
    if c != 1 or powers != 0:
        return False
    if hi == sp.oo:
        return normal.rewrite(course, integrals.integral_of_decay, {holes.b: factor, holes.s: lo})
    return normal.rewrite(course, integrals.integral_of_exponential, {holes.b: factor, **ends})


def _special(power: sp.Expr, exponent: sp.Expr, v: sp.Symbol) -> tuple | None:
    """The rules for exponents with (log x)² and with x and 1/x, and how they write the exponent."""
    square, rest = exponent.as_independent(v, as_Add=False)
    if rest == sp.log(v) ** 2:
        return exponent, integrals.log_normal_integral, {holes.a: power, holes.b: square}
    below, above = (sp.expand(exponent).coeff(v, k) for k in (-1, 1))
    if (
        below is None
        or above is None
        or 0 in (below, above)
        or sp.expand(exponent - below / v - above * v) != 0
        or power not in integrals.WALD
    ):
        return None
    return below / v + above * v, integrals.WALD[power], {holes.a: -below, holes.b: -above}


def _read(body: sp.Expr, v: sp.Symbol) -> tuple[sp.Expr, sp.Expr, list]:
    """The power of the variable, the exponent of e, and the other factors."""
    power, exponent, beside = ZERO, ZERO, []
    for factor in sp.Mul.make_args(body):
        base, e = factor.as_base_exp()
        if isinstance(factor, sp.exp):
            exponent += factor.args[0]
        elif base == v and v not in free(e):
            power += e
        else:
            beside.append(factor)
    return power, exponent, beside


def _of_beta(normal: Normal, course: Course, power: sp.Expr, beside: list) -> bool:
    _, (v, lo, hi) = course.term.args
    base, b = beside[0].as_base_exp()
    if len(beside) > 1 or (lo, hi) != (0, 1) or base != 1 - v or v in free(b) or course.term.has(sp.exp):
        return False
    return normal.rewrite(course, integrals.beta_integral, {holes.a: power, holes.b: b})


def _separated(normal: Normal, course: Course) -> bool:
    """The integral of a sum as the sum of integrals with rules of their own."""
    body, *limits = course.term.args
    if not isinstance(body, sp.Add) or len(limits) > 1 or body.has(sp.Integral) or len(body.args) > 12:
        return False
    ((v, lo, hi),) = limits
    if any(_read(part.as_independent(v, as_Add=False)[1], v)[2] not in ([], [sp.log(v)]) for part in body.args):
        return False
    first, *rest = body.args
    bindings = {**_ranged(v, first, lo, hi), holes.g: sp.Lambda((v,), sp.Add(*rest))}
    after = sp.Integral(first, (v, lo, hi)) + sp.Integral(sp.Add(*rest), (v, lo, hi))
    step = Step("rewrite", equal(course.term, after), integrals.integral_of_sum, bindings, context=HOLE, reverse=True)
    for part in after.args:
        if not isinstance(part, sp.Integral) or not exists(part, normal.given, holds):
            return False
    course.take(course.proof.add(step))
    normal.parted.add(after)
    return True


@on(sp.Derivative)
def of_derivative(normal: Normal, course: Course) -> bool:
    """Carry out the derivative, once what is differentiated has no derivatives in it."""
    if course.term.expr.atoms(sp.Derivative):
        return False
    course.differentiate()
    return True
