"""Maximise a log-likelihood, one parameter after the other, each time with a certificate that the kernel checks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    IndexedBase,
    Integer,
    Lambda,
    Mul,
    Sum,
    Symbol,
    cancel,
    cos,
    count_ops,
    expand_mul,
    factor_terms,
    gcd_terms,
    log,
    sin,
)  # fmt: skip

from ..kernel.check import Rejected
from ..kernel.derivation import Rule
from ..language.claims import Claim, Given
from ..language.domains import NEG, POS, sign
from ..language.outline import Passage, Row
from ..language.sets import variable
from ..language.substitution import substitute
from ..language.terms import Median, Zero, derivative, free
from ..library import holes, optima
from ..library.notation import NAMES
from .assume import Stuck, assuming
from .likelihood import expand_logs, i
from .proof import Course, Proof, as_function
from .solve import Crossing, Profile, crossings, profiles


@dataclass(frozen=True)
class Maximum:
    """One parameter's maximiser: the step that proves it, the point (one of the whole set), how, and what a reader sees of it.

    An implicit maximiser has the step ``equation`` that it solves.
    """

    parameter: Symbol
    step: int
    point: Expr
    kind: str
    shown: tuple[Passage, ...]
    factor: Expr | None = None
    whole: Basic | None = None
    equation: int | None = None


@dataclass
class Search:
    """The state: the objective as a function of the parameters that are left, and the equation for it."""

    proof: Proof
    x: IndexedBase
    n: Symbol
    parameters: tuple
    objective: Expr
    equation: int
    found: list[Maximum] = field(default_factory=list)

    def term(self) -> Expr:
        return self.proof.claim(self.equation).rhs

    def assuming(self, attempt: Callable):
        return assuming(self.proof, frozenset(self.parameters), attempt)


# --- one parameter -------------------------------------------------------------------------------------------------


def maximise(search: Search, theta: Symbol) -> Maximum:
    """The maximiser over θ, all other parameters fixed. Raises Stuck where no certificate is found.

    A maximiser without closed form is looked for only over the last parameter, as it may hide no other.
    """
    domain = search.proof.given.domains[theta]
    for way in (_by_median, _by_phase, _by_score):
        found = way(search, theta, domain)
        if found is not None:
            search.found.append(found)
            return found
    raise Stuck(f"no closed form, no known root and no monotonicity was found for the score in {theta}")


def _by_score(search: Search, theta: Symbol, domain: Basic) -> Maximum | None:
    try:
        course, score = search.assuming(lambda: _score(search, theta))
    except Rejected as no:
        raise Stuck(f"the log-likelihood is not differentiable in {theta} by the rules known: {no}") from no
    for way, shape in _attempts(search, theta, score):
        found = _tried(search, lambda: way(search, theta, domain, course.copy(), shape))  # noqa: B023
        if found is not None:
            return found
    return None


def _attempts(search: Search, theta: Symbol, score: Expr):
    yield _monotone, None
    yield from ((_crossing, shape) for shape in crossings(score, theta))
    if len(search.parameters) == 1:
        yield from ((_root, shape) for shape in profiles(score, theta, search.x, i, search.n))


def _tried(search: Search, attempt: Callable):
    """The result of the attempt, or None and everything as it was before."""
    proof = search.proof
    start, given = len(proof.steps), proof.given
    try:
        found = search.assuming(attempt)
    except (Rejected, Stuck):
        found = None
    if found is None:
        del proof.steps[start:]
        proof.given = given
    return found


def score_passages(search: Search) -> list[Passage]:
    """The score equations alone, for a log-likelihood whose maximum was not found."""
    passages = []
    for theta in search.parameters:
        found = _tried(search, lambda: _score(search, theta))  # noqa: B023
        if found is not None:
            passages.append(Passage(f"Score in {title(theta)}", (), tuple(found[0].rows)))
    return passages


def _score(search: Search, theta: Symbol):
    course = Course(search.proof, derivative(search.objective, theta))
    course.substitute(search.equation)
    course.differentiate()
    tidy = _tidy(course.term)
    course.field(tidy)
    course.mark()
    return course, course.term


def _tidy(term: Expr) -> Expr:
    """The terms of a derivative, each reduced where that makes it shorter."""
    return Add(*(a if a.has(Sum, log) else min(a, factor_terms(a), cancel(a), key=_length) for a in Add.make_args(term)))


def _length(term: Expr) -> int:
    """How long a term is to read; a product multiplied out counts more."""
    return count_ops(term) + 2 * sum(isinstance(f, Add) and any(isinstance(a, Mul) for a in f.args) for f in Mul.make_args(term))


def _with_positive_factors(term: Expr, given: Given) -> Expr:
    """1 − p instead of p − 1, where p < 1."""
    factors = []
    for f in Mul.make_args(term):
        base, e = f.as_base_exp()
        turned = isinstance(base, Add) and isinstance(e, Integer) and sign(base, given) == NEG
        factors.append((-base) ** e * (-1) ** e if turned else f)
    return Mul(*factors)


def _objective(search: Search, theta: Symbol, domain: Basic) -> dict:
    return {holes.ell: as_function(search.objective, theta), holes.theta: theta, holes.Theta: domain}


def _monotone(search: Search, theta: Symbol, domain: Basic, course: Course, shape) -> Maximum | None:
    """The score has one sign: the maximum is at an end that belongs to the domain, or everywhere."""
    proof, slope = search.proof, course.term
    signs = sign(slope, proof.given)
    if slope == 0:
        k = course.total()
        step = proof.rule(optima.flat, _objective(search, theta, domain), k)
        return Maximum(theta, step, (domain.lo + domain.hi) / 2, "boundary", _shown(theta, course, step, optima.flat), whole=domain)
    end, rule = (domain.hi, optima.right_end) if signs == POS else (domain.lo, optima.left_end)
    if signs not in (POS, NEG) or (domain.hi_open if signs == POS else domain.lo_open):
        return None
    k = course.total()
    bindings = {**_objective(search, theta, domain), holes.g: as_function(slope, theta), holes.t: end}
    step = proof.rule(rule, bindings, k)
    return Maximum(theta, step, end, "boundary", _shown(theta, course, step, rule))


def title(theta: Symbol) -> str:
    """The parameter's name between words."""
    base, square, rest = theta.name.partition("^2")
    return theta.name if rest else NAMES.get(base, ("", base))[1] + ("²" if square else "")


def sentence(rule: Rule) -> str:
    return f"{rule.title[0].upper()}{rule.title[1:]}:"


def _shown(theta: Symbol, course: Course, step: int, rule: Rule, *prose) -> tuple[Passage, ...]:
    """The score, and the conclusion with the rule that gives it."""
    return (
        Passage(f"Maximum over {title(theta)}", (), tuple(course.rows)),
        Passage("", (*prose, sentence(rule)), (Row(step, rule.name),)),
    )


def _crossing(search: Search, theta: Symbol, domain: Basic, course: Course, shape: Crossing) -> Maximum:
    proof = search.proof
    shape = replace(shape, weight=_with_positive_factors(shape.weight, proof.given))
    course.field(shape.weight * (shape.level - shape.inner))
    k = course.total()
    bindings = {**_objective(search, theta, domain), holes.g: as_function(shape.weight, theta), holes.t: shape.point}
    signs = (Claim(shape.weight, ">", Integer(0)), ", so the score has the sign of ", shape.level - shape.inner, ". ")
    if shape.inner == theta:
        step = proof.rule(optima.interior, bindings, k)
        shown = _shown(theta, course, step, optima.interior, *signs)
        return Maximum(theta, step, shape.point, "stationary", shown, shape.level - shape.inner)
    slope = proof.differentiate(derivative(shape.inner, theta))
    bindings |= {holes.s: shape.level, holes.h: as_function(shape.inner, theta), holes.d: as_function(proof.claim(slope).rhs, theta)}
    solves = proof.field(substitute(shape.inner, {theta: shape.point}), shape.level)
    step = proof.rule(optima.interior_transformed, bindings, k, slope, solves)
    rule = optima.interior_transformed
    return Maximum(theta, step, shape.point, "stationary", _shown(theta, course, step, rule, *signs), shape.level - shape.inner)


def _root(search: Search, theta: Symbol, domain: Basic, course: Course, shape: Profile) -> Maximum:
    """score = weight·h with h decreasing, h(u) > 0 > h(w)."""
    proof, root, s = search.proof, shape.root, shape.level
    at = {holes.f: Lambda(i, search.x[i]), holes.n: search.n, holes.s: s, holes.t: -s}
    core = substitute(root.core.xreplace({holes.i: i}), {**at, holes.a: theta})
    h = core - s
    course.field(shape.weight * h)
    k = course.total()
    slope = Course(proof, derivative(h, theta))
    slope.differentiate()
    negative = _apply(search, root.decreasing, {**at, holes.a: theta})
    slope.field(proof.claim(negative).lhs)
    u, w = (substitute(e.xreplace({holes.i: i}), at) for e in (root.lower, root.upper))
    above, below = _apply(search, root.above, {**at, holes.a: u}), _apply(search, root.below, {**at, holes.a: w})
    bindings = {
        **_objective(search, theta, domain), holes.g: as_function(shape.weight, theta), holes.h: as_function(h, theta),
        holes.d: as_function(slope.term, theta), holes.u: u, holes.w: w,
    }  # fmt: skip
    facts = (slope.total(), negative, above, below)
    step = proof.rule(optima.bracketed, bindings, k, *facts)
    zero = {holes.h: bindings[holes.h], holes.d: bindings[holes.d], holes.u: u, holes.w: w, holes.theta: theta, holes.Theta: domain}
    vanishes = proof.rule(optima.root_equation, zero, *facts)
    point = Zero(h, (theta, u, w))
    hat, defined = name_estimate(proof, theta, domain, point)
    named = Course(proof, proof.claim(step).lhs)
    named.substitute(step)
    named.substitute(defined, reverse=True)
    equation = Course(proof, substitute(h, {theta: hat}))
    equation.substitute(defined)
    equation.substitute(vanishes)
    shown = (
        Passage(f"Maximum over {title(theta)}", (), tuple(course.rows)),
        Passage("", ("The last factor of the score decreases:",), (*slope.rows, Row(negative, root.decreasing.title))),
        Passage("", ("It is positive at one point:",), (Row(above, root.above.title),)),
        Passage("", ("It is negative at a later point:",), (Row(below, root.below.title),)),
        Passage("", (sentence(optima.bracketed),), (Row(defined),)),
        Passage("", ("There the score changes sign, from + to −:",), (Row(named.total(), optima.bracketed.name),)),
    )
    return Maximum(theta, named.total(), hat, "implicit", shown, equation=equation.total())


def name_estimate(proof: Proof, theta: Symbol, domain: Basic, value: Expr) -> tuple[Symbol, int]:
    """θ̂ and the step that defines it."""
    hat = variable(f"{theta.name}_hat", domain)
    proof.introduce(hat, domain)
    return hat, proof.define(hat, value)


def _apply(search: Search, rule: Rule, bindings: dict) -> int:
    """Use a rule whose premises, if any, are among the equations of the statistics."""
    used = frozenset().union(*(c.free for c in (rule.conclusion, *rule.premises, *rule.conditions)))
    bindings = {hole: value for hole, value in bindings.items() if hole in used}
    wanted = [p.substitute(bindings) for p in rule.premises]
    known = [next((k for k, step in enumerate(search.proof.steps) if step.claim.same(w)), -1) for w in wanted]
    return search.proof.rule(rule, bindings, *known)


def _by_median(search: Search, theta: Symbol, domain: Basic) -> Maximum | None:
    """ℓ = a − c·Σ|f_i − θ|: any point of the median interval."""
    proof, term = search.proof, search.term()
    for part in sorted(term.atoms(Sum), key=str):
        body = part.args[0]
        if not isinstance(body, Abs) or theta not in free(body):
            continue
        inner = next((e for e in (body.args[0] + theta, theta - body.args[0]) if theta not in free(e)), None)
        rest, c = _without(term, part), -_coefficient(term, part)
        if inner is None or theta in free(rest) | free(c):
            continue
        course = Course(proof, search.objective)
        course.substitute(search.equation)
        course.field(rest - c * part)
        bindings = {holes.a: rest, holes.c: c, holes.f: as_function(inner, i), holes.n: search.n}
        k = search.assuming(lambda: proof.rule(optima.median, bindings))  # noqa: B023
        interval = proof.claim(k).rhs
        same = {**_objective(search, theta, domain), holes.g: as_function(course.term, theta), holes.S: interval}
        step = proof.rule(optima.same_objective, same, course.total(), k)
        middle = Median(inner, (i, 1, search.n))
        course.mark()
        shown = _shown(theta, course, step, optima.median, "The log-likelihood is not differentiable at the observations. ")
        return Maximum(theta, step, middle, "nonsmooth", shown, whole=interval)
    return None


def _by_phase(search: Search, theta: Symbol, domain: Basic) -> Maximum | None:
    """ℓ = a + b·(c cos θ + s sin θ) on a circle."""
    proof, term = search.proof, search.term()
    if domain != optima.CIRCLE or theta in free(_without(_without(term, cos(theta)), sin(theta))):
        return None
    c, s = _coefficient(term, cos(theta)), _coefficient(term, sin(theta))
    b = gcd_terms(c + s).as_independent(Add, as_Add=False)[0]
    if theta in free(c) | free(s):
        return None
    rest = _without(_without(term, cos(theta)), sin(theta))
    bindings = {holes.a: rest, holes.b: b, holes.c: c / b, holes.s: s / b}
    course = Course(proof, search.objective)
    course.substitute(search.equation)
    course.field(rest + b * (c / b * cos(theta) + s / b * sin(theta)))
    course.mark()
    k = search.assuming(lambda: proof.rule(optima.phase, bindings))
    same = {**_objective(search, theta, domain), holes.g: as_function(course.term, theta), holes.S: proof.claim(k).rhs}
    step = proof.rule(optima.same_objective, same, course.total(), k)
    shown = _shown(theta, course, step, optima.phase)
    return Maximum(theta, step, proof.claim(k).rhs.args[0], "stationary", shown)


def _coefficient(term: Expr, part: Expr) -> Expr:
    return Add(*(a / part for a in Add.make_args(term) if a.has(part)))


def _without(term: Expr, part: Expr) -> Expr:
    return Add(*(a for a in Add.make_args(term) if not a.has(part)))


# --- several parameters --------------------------------------------------------------------------------------------


def maximise_all(search: Search) -> int:
    """The step that states the set of maximisers over all parameters. Raises Stuck where a parameter resists."""
    first, *others = search.parameters
    if not others:
        return maximise(search, first).step
    if len(others) > 1:
        raise Stuck("more than two parameters")
    theta, outer = _eliminate(search)
    eta = next(p for p in search.parameters if p != theta)
    whole = search.objective
    inserted = insert(search, outer)
    inner = maximise(inserted, eta)
    search.found.append(inner)
    if inner.whole is not None:
        raise Stuck(f"the maximum over {eta} is not attained at one point only")
    proof = search.proof
    domains = proof.given.domains
    bindings = {
        holes.ell: as_function(whole, theta, eta), holes.theta: theta, holes.eta: eta,
        holes.Theta: domains[theta], holes.Eta: domains[eta], holes.s: inner.point,
    }  # fmt: skip
    if outer.whole is None and inner.whole is None:
        bindings[holes.m] = as_function(outer.point, eta)
        return proof.rule(optima.profile, bindings, outer.step, inner.step)
    bindings |= {holes.t: outer.point, holes.S: outer.whole}
    return proof.rule(optima.profile_over_set, bindings, outer.step, inner.step)


def _eliminate(search: Search) -> tuple[Symbol, Maximum]:
    reasons = []
    for theta in search.parameters:
        start, given = len(search.proof.steps), search.proof.given
        try:
            return theta, maximise(search, theta)
        except Stuck as no:
            reasons.append(str(no))
            del search.proof.steps[start:]
            search.proof.given = given
    raise Stuck("; ".join(reasons))


def insert(search: Search, found: Maximum) -> Search:
    """The profile: the maximiser put in the place of its parameter."""
    proof = search.proof
    k = proof.instantiate(search.equation, {found.parameter: found.point})
    course = Course(proof, proof.claim(k).lhs)
    course.substitute(k)
    expand_logs(course)
    rest = tuple(p for p in search.parameters if p != found.parameter)
    course.field(_tidy(expand_mul(course.term)))
    return Search(proof, search.x, search.n, rest, course.start, course.total())
