"""Two parameters that cannot be separated: exponential families with the parameters themselves as natural parameters."""

from dataclasses import dataclass

from sympy import Add, Basic, Expr, Integer, Lambda, Symbol, expand_mul, factor, log

from ..language.claims import Claim
from ..language.domains import NEG, POS, holds, sign
from ..language.outline import Passage, Row
from ..language.sets import positive
from ..language.terms import derivative, free
from ..library import holes, optima
from .assume import Stuck
from .likelihood import expand_logs, i
from .maximum import Search, sentence
from .proof import Course, as_function


@dataclass(frozen=True)
class Family:
    """The step that states the maximum, the solution of the stationary equations, and what a reader sees."""

    step: int
    solution: Basic
    shown: tuple[Passage, ...]


def maximise_family(search: Search, likelihood: int, logarithm: int, statistics: dict) -> Family:
    """The maximum, as the solution of the stationary equations. Raises Stuck where the density is not of this kind.

    ``likelihood`` and ``logarithm`` are the steps that define L and ℓ; ``statistics`` maps T(x[i]) to the step n·mean = Σ T.
    """
    proof, x, n = search.proof, search.x, search.n
    theta, eta = search.parameters
    if any(proof.given.domains[p] != positive for p in (theta, eta)):
        raise Stuck("the parameters do not both range over the positive numbers")
    product = proof.claim(likelihood).rhs
    y = Symbol("x", **x.assumptions0)
    proof.introduce(y, proof.given.domains[x])
    density = product.args[0].xreplace({x[i]: y})
    course = Course(proof, log(density))
    expand_logs(course)
    t1, t2, partition, rest = _natural(course.term, theta, eta, y)
    course.field(theta * t1 + eta * t2 - partition + rest)
    weight, increasing, a, c, s = _direction(t1, t2, y, search)
    slopes = [_slope(search, t, y, weight * shape) for t, shape in ((t1, a), (t2, c + s * increasing))]
    grows = Course(proof, derivative(increasing, y))
    grows.differentiate()
    grows.field(factor(grows.term))
    expected = [proof.differentiate(derivative(partition, p)) for p in (theta, eta)]
    means = [_mean(statistics, t.xreplace({y: x[i]})) for t in (t1, t2)]
    symbols = [proof.claim(k).lhs / n for k in means]
    bindings = {
        holes.theta: theta, holes.eta: eta, holes.y: y, holes.Theta: positive, holes.Eta: positive, holes.Y: proof.given.domains[x],
        holes.ell: as_function(search.objective, theta, eta), holes.f: as_function(proof.claim(likelihood).lhs, theta, eta),
        holes.g: Lambda((y, theta, eta), density), holes.x: as_function(x[i], i), holes.n: n,
        holes.t1: as_function(t1, y), holes.t2: as_function(t2, y), holes.A: as_function(partition, theta, eta),
        holes.h: as_function(rest, y), holes.w_: as_function(weight, y), holes.m: as_function(increasing, y),
        holes.d: as_function(grows.term, y), holes.a: a, holes.b: Integer(0), holes.c: c,
        holes.s: s, holes.t: symbols[0], holes.u: symbols[1],
        holes.a1: as_function(proof.claim(expected[0]).rhs, theta, eta), holes.a2: as_function(proof.claim(expected[1]).rhs, theta, eta),
    }  # fmt: skip
    premises = (likelihood, logarithm, course.total(), *slopes, grows.total(), *expected, *means)
    step = search.assuming(lambda: proof.rule(optima.exponential_family, bindings, *premises))
    prose = "The density is an exponential family in its parameters: its logarithm is linear in them, up to a function of them alone. "
    shown = (
        Passage("Exponential family", (prose,), tuple(course.rows)),
        Passage("", ("The derivatives of the two statistics show that they are not tied to each other:",), tuple(Row(k) for k in slopes)),
        Passage("Maximum", (sentence(optima.exponential_family),), (Row(step),)),
    )
    return Family(step, proof.claim(step).rhs.args[0], shown)


def _natural(term: Expr, theta: Symbol, eta: Symbol, y: Symbol) -> tuple[Expr, Expr, Expr, Expr]:
    """T₁, T₂, A and h with log f = θ T₁(y) + η T₂(y) − A(θ, η) + h(y)."""
    t1, t2, partition, rest = [], [], [], []
    for part in Add.make_args(expand_mul(term)):
        names = free(part)
        if y not in names:
            partition.append(-part)
        elif not names & {theta, eta}:
            rest.append(part)
        elif part.as_independent(theta, eta, as_Add=False)[1] in (theta, eta):
            factor = theta if theta in names else eta
            (t1 if factor == theta else t2).append(part / factor)
        else:
            raise Stuck("the log-density is not linear in the parameters")
    if not t1 or not t2:
        raise Stuck("the log-density is not linear in the parameters")
    return Add(*t1), Add(*t2), Add(*partition), Add(*rest)


def _direction(t1: Expr, t2: Expr, y: Symbol, search: Search):
    """w > 0 and m increasing with T₁′ = a·w and T₂′ = w·(c + s·m)."""
    first, second = t1.diff(y), t2.diff(y)
    signs = sign(first, search.proof.given)
    if signs not in (POS, NEG):
        raise Stuck("the first statistic does not increase or decrease strictly")
    one, zero = Integer(1), Integer(0)
    a = one if signs == POS else -one
    ratio = factor(second / (a * first))
    slope = factor(ratio.diff(y))
    if holds(Claim(slope, ">", zero), search.proof.given):
        return a * first, ratio, a, zero, one
    if holds(Claim(slope, "<", zero), search.proof.given):
        return a * first, -ratio, a, zero, -one
    raise Stuck("the quotient of the derivatives of the statistics does not increase or decrease strictly")


def _slope(search: Search, term: Expr, y: Symbol, wanted: Expr) -> int:
    course = Course(search.proof, derivative(term, y))
    course.differentiate()
    course.field(wanted)
    return course.total()


def _mean(statistics: dict, body: Expr) -> int:
    if body not in statistics:
        raise Stuck(f"the mean of {body} is not among the statistics")
    return statistics[body]
