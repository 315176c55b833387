"""What an integrand is made of."""

from dataclasses import dataclass

import sympy as sp

from ..language.substitution import substitute
from ..language.terms import free

ZERO = sp.Integer(0)


@dataclass(frozen=True)
class Shape:
    """A product as c-free factors: x^power · exp(exponent) · (log x)^logs · (log(1−x))^rest_logs · (1−x)^rest · others."""

    power: sp.Expr
    exponent: sp.Expr
    logs: int
    rest_logs: int
    rest: sp.Expr
    beside: tuple[sp.Expr, ...]


def shape(body: sp.Expr, x: sp.Symbol) -> Shape:
    power, exponent, logs, rest_logs, rest, beside = ZERO, ZERO, 0, 0, ZERO, []
    for factor in sp.Mul.make_args(body):
        base, e = (sp.E, factor.args[0]) if isinstance(factor, sp.exp) else factor.as_base_exp()
        whole = isinstance(e, sp.Integer) and e > 0
        if base == sp.E:
            exponent += e
        elif base == x and x not in free(e):
            power += e
        elif base == sp.log(x) and whole:
            logs += int(e)
        elif base == sp.log(1 - x) and whole:
            rest_logs += int(e)
        elif base == 1 - x and x not in free(e):
            rest += e
        elif factor != 1:
            beside.append(factor)
    return Shape(power, exponent, logs, rest_logs, rest, tuple(beside))


def coefficient(term: sp.Expr, x: sp.Symbol, power: int) -> sp.Expr:
    """What multiplies x^power in a sum that is multiplied out."""
    found = term.coeff(x, power)
    assert found is not None
    return found


def below_bar(term: sp.Expr, x: sp.Symbol) -> bool:
    """Whether a quadratic in x stands below a fraction bar."""
    return bool(quadratics(term, x))


def quadratics(term: sp.Expr, x: sp.Symbol) -> set[sp.Expr]:
    found = {p.base for p in term.atoms(sp.Pow) if isinstance(p.exp, sp.Integer) and p.exp < 0 and isinstance(p.base, sp.Add)}
    return {b for b in found if x in free(b) and b.is_polynomial(x) and sp.degree(b, x) == 2}


def centre(term: sp.Abs, x: sp.Symbol) -> sp.Expr | None:
    """c where the term is |x − c|."""
    inside = sp.expand(term.args[0])
    sign = inside.coeff(x, 1)
    return sp.expand(x - sign * inside) if sign in (1, -1) and x not in free(sp.expand(inside - sign * x)) else None


def stated(lhs: sp.Expr, bindings: dict, x: sp.Symbol) -> sp.Expr:
    """The left side of a rule with x for its bound variable."""
    made = substitute(lhs, bindings)
    body, (v, lo, hi) = made.args
    return made.func(substitute(body, {v: x}), (x, lo, hi))
