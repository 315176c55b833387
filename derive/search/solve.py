"""Where the score is zero, and the shape of the score that shows on which side it is positive."""

from dataclasses import dataclass

from sympy import Add, Basic, Expr, Integer, Lambda, Mul, Sum, Symbol, cancel, expand, expand_mul, factor, fraction, sqrt, together

from ..language.substitution import substitute
from ..language.terms import free
from ..library import holes
from ..library.kinds import Root


@dataclass(frozen=True)
class Crossing:
    """score = weight·(level − inner), with inner = θ or an increasing function of θ, zero at ``point``."""

    weight: Expr
    level: Expr
    inner: Expr
    point: Expr


@dataclass(frozen=True)
class Profile:
    """score = weight·(core(θ) − level) with a core that the library knows."""

    weight: Expr
    level: Expr
    root: Root


def crossings(score: Expr, theta: Symbol):
    """Shapes of the score with a zero in closed form; the kernel will say which of them is right."""
    num, den = fraction(together(score))
    num = expand(num)
    powers = _powers(num, theta)
    if powers is None:
        return
    if len(powers) == 2:
        yield from _binomial(powers, den, theta)
    elif len(powers) == 3:
        yield from _quadratic(powers, den, theta)


def _powers(num: Expr, theta: Symbol) -> dict[Expr, Expr] | None:
    """The coefficient of each power of θ; None where θ stands elsewhere."""
    found: dict[Expr, Expr] = {}
    for term in Add.make_args(num):
        c, rest = term.as_independent(theta, as_Add=False)
        exponent = Integer(0)
        for part in Mul.make_args(rest):
            base, e = part.as_base_exp()
            if rest != 1 and (base != theta or theta in free(e)):
                return None
            exponent += e if rest != 1 else 0
        found[exponent] = found.get(exponent, Integer(0)) + c
    return found


def _binomial(powers, den, theta):
    """A θ^e + B θ^f = −A θ^f (−B/A − θ^(e−f))."""
    (e, a), (f, b) = powers.items()
    for (e1, c1), (e2, c2) in (((e, a), (f, b)), ((f, b), (e, a))):
        q = e1 - e2
        if q.is_negative or q == 0:
            continue
        level = cancel(-c2 / c1)
        yield Crossing(factor(-c1 / den * theta**e2) if q.is_Integer else -c1 * theta**e2 / den, level, theta**q, level ** (1 / q))


def _quadratic(powers, den, theta):
    low = min(powers, key=lambda e: (e.is_Integer, e)) if all(e.is_Integer for e in powers) else None
    if low is None or set(powers) != {low, low + 1, low + 2}:
        return
    c, b, a = (factor(powers[low + r]) for r in range(3))
    centre, radius = factor(-b / (2 * a)), sqrt(factor(b**2 - 4 * a * c)) / (2 * a)
    for sign in (1, -1):
        point, other = centre + sign * radius, centre - sign * radius
        yield Crossing(factor(-a * theta**low / den) * (theta - other), point, theta, point)


def profiles(score: Expr, theta: Symbol, x: Basic, index: Symbol, n: Symbol):
    """Shapes of the score in which the library knows a core."""
    from ..library import roots  # a table that costs as much as a derivation, and is not needed where there is a closed form

    for root in (v for v in vars(roots).values() if isinstance(v, Root)):
        bindings = {holes.a: theta, holes.f: Lambda(index, x[index]), holes.n: n}
        core, atom = (substitute(e.xreplace({holes.i: index}), bindings) for e in (root.core, root.atom))
        weight = _ratio(_spread(score), _spread(core), atom)
        if weight is None:
            continue
        rest = cancel(together(score / weight - core)) if not score.has(Sum) else expand_mul(score / weight - core)
        if theta not in free(rest):
            yield Profile(weight, -rest, root)


def _ratio(score: Expr, core: Expr, atom: Expr) -> Expr | None:
    """The quotient of the coefficients of the atom in the score and in the core."""
    above, below = _coefficient(score, atom), _coefficient(core, atom)
    return cancel(above / below) if above != 0 and below != 0 else None


def _spread(term: Expr) -> Expr:
    """The sum of the products of numerators; denominators stay factored."""
    parts = []
    for part in Add.make_args(term):
        sums = [f for f in Mul.make_args(part) if isinstance(f, Add)]
        if not sums:
            parts.append(part)
            continue
        rest = Mul(*(f for f in Mul.make_args(part) if f is not sums[0]))
        parts += [_spread(rest * a) for a in sums[0].args]
    return Add(*parts)


def _coefficient(term: Expr, atom: Expr) -> Expr:
    bases = [factor.as_base_exp()[0] for factor in Mul.make_args(atom)]
    quotients = (part / atom for part in Add.make_args(term))
    return Add(*(q for q in quotients if not q.has(*bases)))
