"""From a declared density to the log-likelihood of n independent observations, as sums over the sample."""

from sympy import Add, Expr, Function, IndexedBase, Integer, Mul, Pow, Product, Rational, Sum, Symbol, exp, factorint, log
from sympy.core.function import AppliedUndef

from ..language.claims import Given
from ..language.distribution import Distribution, observed
from ..language.sets import counting, data, variable
from ..language.terms import free
from ..library import algebra, holes
from .proof import Course, Proof, as_function

i = variable("i", counting)
LIKELIHOOD, LOG_LIKELIHOOD = Function("L"), Function("ell")
ONE, ZERO = Integer(1), Integer(0)


def sample(distribution: Distribution, n: Symbol) -> tuple[IndexedBase, Given]:
    """The data x[1], …, x[n] (for vectors x[i, k]) and what is given."""
    x = data(str(distribution.variable), distribution.support)
    return x, Given({**distribution.parameters, **distribution.known, x: distribution.support, n: counting})


def likelihood(proof: Proof, distribution: Distribution, x: IndexedBase, n: Symbol) -> tuple[int, AppliedUndef]:
    """Define L as the product of the densities of the observations."""
    density = observed(distribution.density, distribution.variable, x, i)
    name = LIKELIHOOD(*distribution.parameters)
    return proof.define(name, Product(density, (i, 1, n))), name


def log_definition(proof: Proof, name: AppliedUndef, distribution: Distribution) -> int:
    """Define ℓ = log L."""
    return proof.define(LOG_LIKELIHOOD(*distribution.parameters), log(name))


def expand_logs(course: Course) -> None:
    """Logarithms of products, powers and exponentials, until only logarithms of single factors are left."""
    while (found := _next_log(course.term)) is not None:
        course.rewrite(*found)


def expand_powers(course: Course) -> None:
    """(ab)^c = a^c b^c for positive a and b, where c is not an integer."""
    while (found := next((p for p in _powers(course.term) if isinstance(p.base, Mul) and free(p.base)), None)) is not None:
        first, *rest = _factors(found.base)
        course.rewrite(found, algebra.power_of_product, {holes.a: first, holes.b: Mul(*rest), holes.c: found.exp})


def _powers(term):
    if isinstance(term, Pow):
        yield term
    for a in term.args:
        yield from _powers(a)


def _next_log(term):
    for part in _logs(term):
        inside = part.args[0]
        match inside:
            case Product():
                body, *inner, (j, lo, hi) = inside.args
                factor = Product(body, *inner) if inner else body
                bindings = {holes.f: as_function(factor, j), holes.lo: lo, holes.hi: hi}
                return part, algebra.log_of_sample_product, bindings, {holes.i: j}
            case exp():
                return part, algebra.log_of_exp, {holes.a: inside.args[0]}
            case Mul() if inside.args[0] == -1 and len(inside.args) == 2 and isinstance(inside.args[1], Pow) and inside.args[1].exp.is_odd:
                return part, algebra.log_of_power, {holes.a: -inside.args[1].base, holes.b: inside.args[1].exp}
            case Mul():
                first, *rest = _factors(inside)
                if rest:
                    return part, algebra.log_of_two_factors, {holes.a: first, holes.b: Mul(*rest)}
                base, exponent = _constant_power(inside)
                if exponent != 1:
                    return part, algebra.log_of_power, {holes.a: base, holes.b: exponent}
            case Pow():
                return part, algebra.log_of_power, {holes.a: inside.base, holes.b: inside.exp}
    return None


def _logs(term):
    """The logarithms in a term, outermost first, left to right."""
    if isinstance(term, log):
        yield term
    for a in term.args:
        yield from _logs(a)


def _factors(term: Mul) -> list[Expr]:
    """The numeric constant (if it is not 1), then the other factors; a sign goes to a logarithm, which may be negative."""
    constant, rest = _split_constant(term)
    if constant.is_negative:
        turned = next((a for a in rest if isinstance(a.as_base_exp()[0], log)), None)
        constant, rest = (-constant, [-a if a is turned else a for a in rest]) if turned is not None else (constant, rest)
    return [constant, *rest] if constant != 1 else list(rest)


def _split_constant(term):
    constant = [a for a in Mul.make_args(term) if not free(a)]
    return Mul(*constant), [a for a in Mul.make_args(term) if free(a)]


def _constant_power(constant: Expr) -> tuple[Expr, Expr]:
    """A numeric constant as base^exponent where all its prime factors (and π, …) have the same exponent, up to sign."""
    powers: dict[Expr, Expr] = {}
    for a in Mul.make_args(constant):
        base, e = a.as_base_exp()
        pieces = factorint(base.p) | {q: -r for q, r in factorint(base.q).items()} if isinstance(base, Rational) and base > 0 else {base: 1}
        for b, r in pieces.items():
            powers[b] = powers.get(b, ZERO) + e * r
    powers = {b: e for b, e in powers.items() if e != 0}
    sizes = {abs(e) for e in powers.values()}
    if len(sizes) != 1 or not isinstance(size := sizes.pop(), Rational):
        return constant, ONE
    exponent = size if any(e > 0 for e in powers.values()) else -size
    return Mul(*(Pow(b, e / exponent) for b, e in powers.items())), exponent


# --- sums ----------------------------------------------------------------------------------------------------------


def split_sums(course: Course, outward: bool = False) -> None:
    """Linearity: what is free of the index leaves the sums; the sum over the sample goes inside (or, ``outward``, outside)."""
    while (found := _next_sum(course.term, outward)) is not None:
        course.rewrite(*found)


def _next_sum(term, outward):
    for part in _sums(term):
        inner = Sum(*part.args[:2])
        found = _linear(inner) or (_swapped(part, outward) if len(part.args) == 3 else None)
        if found:
            rule, bindings, names = found
            if rule is algebra.sum_swap or inner == part:
                return part, rule, bindings, names
            return inner, rule, bindings, names, part
    return None


def _sums(term):
    for a in term.args:
        yield from _sums(a)
    if isinstance(term, Sum):
        yield term


def _linear(part: Sum):
    body, (j, lo, hi) = part.args
    names, at = {holes.i: j}, {holes.lo: lo, holes.hi: hi}
    if j not in free(body):
        return (algebra.sum_of_constant, {holes.a: body, holes.n: hi}, names) if lo == 1 else None
    fixed, moving = body.as_independent(j, as_Add=True) if isinstance(body, Add) else (ZERO, body)
    terms = Add.make_args(moving)
    if fixed != 0:
        return algebra.sum_linear, {holes.a: ONE, holes.f: as_function(fixed, j), holes.g: as_function(moving, j), **at}, names
    c, rest = terms[0].as_independent(j, as_Add=False)
    if len(terms) > 1:
        return algebra.sum_linear, {holes.a: c, holes.f: as_function(rest, j), holes.g: as_function(Add(*terms[1:]), j), **at}, names
    return (algebra.sum_scaled, {holes.a: c, holes.f: as_function(rest, j), **at}, names) if c != 1 else None


def _swapped(part: Sum, outward: bool):
    """Interchange two sums where the one over the sample stands on the wrong side."""
    body, (j, first, last), (outer, lo, hi) = part.args
    if i not in (j, outer) or first != 1 or (j == i) != outward:
        return None
    bindings = {holes.f: as_function(body, j, outer), holes.n: last, holes.lo: lo, holes.hi: hi}
    return algebra.sum_swap, bindings, {holes.i: j, holes.k: outer}
