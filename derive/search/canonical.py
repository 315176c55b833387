"""The canonical form ℓ(θ) = Σ c(θ, n)·T(x): parameters leave the sums, and what stays inside is a statistic."""

from dataclasses import dataclass

from sympy import Add, Basic, Expr, IndexedBase, Mul, Pow, Sum, Symbol, cos, expand, gcd_terms, log

from ..kernel.derivation import Step
from ..language.claims import Given, equal
from ..language.contexts import HOLE
from ..language.domains import NEG, POS, ZERO, domain_of, sign
from ..language.sets import Integers, Span, data, naturals, nonnegative, positive, reals, variable
from ..language.terms import free
from ..library import algebra, holes
from .likelihood import expand_powers, i, split_sums
from .proof import Course, Proof, as_function


@dataclass(frozen=True)
class Statistic:
    """A named statistic: the mean (1/n) Σ T(x_i), or, centred, the mean square (1/n) Σ (T(x_i) − mean)²."""

    symbol: Symbol | Basic
    value: Expr
    body: Expr
    centred: bool = False


def canonical(course: Course, parameters, x: IndexedBase, n: Symbol) -> dict[Statistic, int]:
    """Rewrite the log-likelihood in named statistics. Sums that keep a parameter inside stay as they are.

    Returns the statistics, each with the step that equates it with a sum over the sample.
    """
    names = _Names(course, frozenset(parameters), x, n)
    expand_powers(course)
    split_sums(course)
    course.field(distribute(course.term, names.parameters))
    course.mark("sums are linear; constants leave them")
    names.open_sums()
    names.name_means()
    course.field(distribute(course.term, names.parameters))
    if course.pending:
        course.mark("in terms of the statistics")
    return names.found


def distribute(term: Expr, parameters: frozenset) -> Expr:
    """Multiply out products with a sum, unless the sum is of parameters only (α − 1) or multiplies a logarithm."""
    parts = []
    for part in Add.make_args(term):
        sums = [a for a in Mul.make_args(part) if isinstance(a, Add)]
        rest = Mul(*(a for a in Mul.make_args(part) if not isinstance(a, Add)))
        if len(sums) != 1:
            parts.append(part)
        elif rest.has(log) or (free(sums[0]) <= parameters and not sums[0].has(log)):
            parts.append(rest * gcd_terms(sums[0]))
        else:
            parts += [distribute(rest * a, parameters) for a in sums[0].args]
    return Add(*parts)


class _Names:
    """The statistics found so far in one calculation."""

    def __init__(self, course: Course, parameters: frozenset, x: IndexedBase, n: Symbol):
        self.course, self.parameters, self.x, self.n = course, parameters, x, n
        self.found: dict[Statistic, int] = {}

    @property
    def proof(self) -> Proof:
        return self.course.proof

    def sums(self):
        found = self.course.term.atoms(Sum)
        return sorted((s for s in found if len(s.args) == 2 and s.args[1][0] == i), key=str)

    def open_sums(self) -> None:
        """Take parameters out of the sums over the sample where algebra can."""
        for part in self.sums():
            body = part.args[0]
            if not free(body) & self.parameters:
                continue
            if isinstance(body, cos) and isinstance(body.args[0], Add):
                fixed, moving = body.args[0].as_independent(i, as_Add=True)
                self.course.rewrite(body, algebra.cos_of_difference, {holes.a: fixed, holes.b: -moving})
                split_sums(self.course)
                continue
            if (square := _square(body, self.parameters)) is not None:
                self.centre(part, *square)
            elif (separated := expand(body)) != body and _separable(separated, self.parameters):
                self.course.rearrange(body, separated)
                split_sums(self.course)

    def centre(self, part: Sum, inner: Expr, point: Expr) -> None:
        """Σ (T − c)² = n s² + n (mean − c)²."""
        mean = self.mean(inner)
        self.course.rewrite(part, algebra.centred_squares, {holes.f: as_function(inner, i), holes.a: point, holes.n: self.n}, {holes.i: i})
        spread = Sum((inner - Sum(inner, (i, 1, self.n)) / self.n) ** 2, (i, 1, self.n))
        square = variable("s^2" if inner == self.x[i] else f"s^2({self._plain(inner)})", nonnegative)
        self.course.substitute(self.define(Statistic(square, spread / self.n, inner, True), nonnegative), reverse=True)
        self.course.substitute(mean, reverse=True)

    def mean(self, body: Expr) -> int:
        """The step n·mean = Σ T(x_i) for the mean of the body, defined now if it is new."""
        total = Sum(body, (i, 1, self.n))
        for s, k in self.found.items():
            if s.value in (total / self.n, total):
                return k
        if indices := sorted(free(body) - set(self.proof.given.domains) - {i}, key=str):
            return self.count(body, indices)
        name = "x_bar" if body == self.x[i] else f"mean({self._plain(body)})"
        return self.define(Statistic(variable(name, domain := _hull(body, self.proof.given)), total / self.n, body), domain)

    def count(self, body: Expr, indices) -> int:
        """The step name[k, …] = Σ T(x_ik), for the sum over the sample of an entry of a vector observation."""
        proof, total = self.proof, Sum(body, (i, 1, self.n))
        domain = naturals if isinstance(domain_of(body, proof.given), Integers) else reals
        base = data("n" if domain == naturals else f"t{len(self.found)}", domain)
        for k in indices:
            proof.given = proof.given.declare(k, self.ranges[k])
        proof.introduce(base, domain)
        statistic = Statistic(base[tuple(indices)], total, body)
        self.found[statistic] = proof.define(statistic.symbol, total)
        return self.found[statistic]

    @property
    def ranges(self) -> dict:
        limits = (limit for s in self.course.term.atoms(Sum) for limit in s.args[1:])
        return {v: Integers(lo, hi) for v, lo, hi in limits}

    def define(self, statistic: Statistic, domain: Basic) -> int:
        proof, symbol = self.proof, statistic.symbol
        proof.introduce(symbol, domain)
        k = proof.define(symbol, statistic.value)
        total = equal(self.n * symbol, self.n * statistic.value)
        self.found[statistic] = proof.add(Step("substitute", total, premises=(k,), context=self.n * HOLE))
        return self.found[statistic]

    def _plain(self, body: Expr) -> str:
        return str(body).replace(str(self.x[i]), str(self.x))

    def name_means(self) -> None:
        """Name the sums that multiply something that depends on a parameter."""
        for part in self.sums():
            if not free(part) & self.parameters and any(part in a.atoms(Sum) for a in self._mixed()):
                self.course.substitute(self.mean(part.args[0]), reverse=True)

    def _mixed(self):
        return [a for a in Add.make_args(self.course.term) if free(a) & self.parameters]


def _square(body: Expr, parameters):
    """T and c where the body is (T − c)² with T free of the parameters and c free of the data."""
    if not (isinstance(body, Pow) and body.exp == 2 and isinstance(body.base, Add)):
        return None
    inner, point = body.base.as_independent(*parameters, as_Add=True)
    point, inner = (inner, point) if i in free(point) else (point, inner)
    return (inner, -point) if i not in free(point) and not free(inner) & parameters else None


def _separable(body: Expr, parameters) -> bool:
    parts = [a.as_independent(i, as_Add=False)[1] for a in Add.make_args(body)]
    return not any(free(p) & parameters for p in parts)


def _hull(body: Expr, given: Given) -> Basic:
    """An interval that contains every value of the body, and so every mean of values."""
    domain = domain_of(body, given)
    if isinstance(domain, Integers):
        return Span(domain.lo, domain.hi)
    if isinstance(domain, Span):
        return domain
    signs = sign(body, given)
    if signs == POS:
        return positive
    if signs == NEG:
        return Span(-positive.hi, 0, True, True)
    return nonnegative if signs == POS | ZERO else reals
