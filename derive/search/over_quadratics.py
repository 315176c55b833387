"""Integrals over the line of fractions with a quadratic without zeros below the bar, as the density of Cauchy has."""

import sympy as sp

from ..language.substitution import substitute
from ..language.terms import free
from ..library import expectations, holes
from .evaluating import ONE, ZERO, Diverges, Evaluation, Unknown, first_way
from .integrands import below_bar, centre, coefficient, quadratics


@first_way
def over_quadratic(at: Evaluation, term: sp.Expr) -> int | None:
    """f/Pⁿ for a quadratic P that is left as it stands: in powers of P, with remainders c + d (x − a)."""
    body, (x, lo, hi) = term.args
    if not below_bar(body, x):
        return None
    c, f = body.as_independent(x, as_Add=False)
    if c == 1:
        heavy(at, term)
    parts = [(c, f)] if c != 1 else in_quadratic(at, body, x)
    if len(parts) == 1 and parts[0][0] == 1:
        found = cauchy(at, term.func(parts[0][1], (x, lo, hi)))
        if found is None:
            raise Unknown("no rule evaluates", term)
        return found
    return at.combined(term, parts)


def heavy(at: Evaluation, term: sp.Expr) -> None:
    """Raise Diverges for (x − c)²/P, |x − c|/P and (x − c)/P."""
    body, (x, lo, hi) = term.args
    base = quadratics(body, x)
    if len(base) != 1 or isinstance(term, sp.Sum) or (lo, hi) != (-sp.oo, sp.oo):
        return
    (quadratic,) = base
    lead, a, b = completed(at, quadratic, x)
    num: sp.Expr = sp.cancel(body * quadratic) if not body.has(sp.Abs) else body * quadratic
    ends = {holes.a: a, holes.b: b}
    if isinstance(num, sp.Abs) and (c := centre(num, x)) is not None and lead == 1:
        raise Diverges(term, True, at.ruled(expectations.cauchy_without_mean, {**ends, holes.c: c}, x))
    if lead != 1 or not num.is_polynomial(x) or sp.degree(num, x) not in (1, 2):
        return
    first, none = coefficient(num, x, 1), substitute(num, {x: ZERO})
    if sp.degree(num, x) == 1:
        rule, c, positive = expectations.cauchy_without_mean, -none / first, False
    else:
        c, positive = -first / (2 * coefficient(num, x, 2)), True
        rule = expectations.cauchy_without_variance
        if sp.expand(num - coefficient(num, x, 2) * (x - c) ** 2) != 0:
            return
    raise Diverges(term, positive, at.ruled(rule, {**ends, holes.c: c}, x))


def in_quadratic(at: Evaluation, body: sp.Expr, x: sp.Symbol) -> list[tuple[sp.Expr, sp.Expr]]:
    logs = sp.Mul(*(f for f in sp.Mul.make_args(body) if isinstance(f, sp.log)))
    base = quadratics(body, x)
    if len(base) != 1:
        return [body.as_independent(x, as_Add=False)]
    (quadratic,) = base
    lead, a, b = completed(at, quadratic, x)
    veil = sp.Dummy("q", positive=True)
    num, den = sp.fraction(sp.together((body / logs).xreplace({quadratic: veil})))
    degree = sp.degree(den, veil)
    if lead != 1 or x in free(den) or not num.is_polynomial(x, veil):
        return [body.as_independent(x, as_Add=False)]
    parts: dict[sp.Expr, sp.Expr] = {}
    rest, k = sp.Poly(num.xreplace({veil: (x - a) ** 2 + b**2}), x), 0
    divisor, constant = sp.Poly((x - a) ** 2 + b**2, x), sp.cancel(den / veil**degree)
    while not rest.is_zero:
        rest, left = rest.div(divisor)
        none, first = left.nth(0), left.nth(1)
        for c, f in ((none + first * a, ONE), (first, x - a)):
            if (c := sp.cancel(c / constant)) != 0:
                part = logs * f * quadratic ** (k - degree)
                parts[part] = parts.get(part, ZERO) + c
        k += 1
    return [(c, f) for f, c in parts.items()]


def cauchy(at: Evaluation, term: sp.Expr) -> int | None:
    """∫ log Q/P, ∫ 1/Pⁿ and ∫ (x − a)/Pⁿ for quadratic P and Q without zeros."""
    body, (x, lo, hi) = term.args
    if isinstance(term, sp.Sum) or (lo, hi) != (-sp.oo, sp.oo):
        return None
    logs = [f for f in sp.Mul.make_args(body) if isinstance(f, sp.log)]
    num, below = sp.fraction(body / sp.Mul(*logs))
    base, times = below.as_base_exp()
    if len(logs) > 1 or not base.is_polynomial(x) or sp.degree(base, x) != 2 or times not in (1, 2, 3) or not num.is_polynomial(x):
        return None
    lead, a, b = completed(at, base, x)
    odd = sp.expand(num - x + a) == 0
    if lead != 1 or (logs and (times != 1 or num != 1)) or (num != 1 and not odd):
        return None
    bindings = {holes.a: a, holes.b: b}
    if logs:
        inner, c, w = completed(at, logs[0].args[0], x)
        return at.by_rule(term, expectations.cauchy_logarithm, {**bindings, holes.c: c, holes.w: w}) if inner == 1 else None
    if odd:
        return at.by_rule(term, expectations.cauchy_odd, {**bindings, holes.n: times})
    rules = {1: expectations.cauchy_integral, 2: expectations.cauchy_squared, 3: expectations.cauchy_cubed}
    return at.by_rule(term, rules[int(times)], bindings)


def completed(at: Evaluation, quadratic: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """lead·((x − a)² + b²), with b positive."""
    poly = sp.Poly(sp.expand(quadratic), x)
    lead, first, none = poly.all_coeffs()
    a = sp.cancel(-first / (2 * lead))
    square = sp.factor(sp.cancel(none / lead - a**2))
    return lead, a, sp.powdenest(sp.sqrt(square), force=False)
