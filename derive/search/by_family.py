"""What follows for a family from the derivation of its maximum-likelihood estimator."""

from dataclasses import replace

from sympy import Expr, Function, IndexedBase, Integer, Product, Sum, Symbol, log
from sympy.core.function import AppliedUndef

from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation, Rule
from ..language.claims import equal, member
from ..language.distribution import Distribution
from ..language.outline import Row
from ..language.sets import Integers
from ..language.terms import ArgMax, free
from ..library import algebra, holes, objectives, optima, outlines
from ..library.outlines import Part, View
from .assume import Stuck
from .mle import Estimate, estimate
from .outline import Filled, equate
from .proof import Course, Proof, as_function

CROSS, DENSITY = Function("H"), Function("f")
EMPIRICAL = ("The empirical law gives each observation the weight ", 1 / Symbol("n"), ". Its cross-entropy with the model:")
SLOPE = (
    "With the other parameters known, the derivative of the log-likelihood is a multiple of the error, with a factor that does not depend "
    "on the observations:"
)


def cross_entropy(family: Distribution) -> Filled:
    """The estimator minimises the cross-entropy of the empirical law and the model."""
    found = estimate(family)
    if found.verdict != "proved":
        return _open(found, found.reason)
    proof = Proof(found.derivation.given, list(found.derivation.steps))
    best, logarithm, defined = found.derivation.steps[-1].premises
    try:
        rows, labels = _cross_entropy(proof, best, logarithm, defined)
    except (Rejected, Stuck) as no:
        return _open(found, str(no))
    titles = (("Cross-entropy", EMPIRICAL), ("The log-likelihood", ()), ("The minimum", ("A maximiser of −H is a minimiser of H:",)))
    statistics = _statistics(found, proof.claim(labels["minimum"]).rhs)
    parts = [Part(title, (), prose) for title, prose in titles] + [Part("where", ())] * bool(statistics)
    theorem = outlines.Theorem(
        proof.given, _givens(found), tuple(parts), ("minimum",), view=_view(found), conditions=tuple((h,) for h in proof.given.hypotheses)
    )
    return _replayed(Filled(theorem, proof.derivation(), labels, [*rows, statistics]))


def _cross_entropy(proof: Proof, best: int, logarithm: int, defined: int):
    """The rows of the three parts, and the steps of the labels."""
    name, product = proof.claim(logarithm).lhs, proof.claim(defined).rhs
    *inside, (index, lo, n) = product.args
    factor: Expr = inside[0] if len(inside) == 1 else Product(*inside)
    cross = proof.define(CROSS(*name.args), -Sum(log(factor), (index, lo, n)) / n)
    course = Course(proof, name)
    course.substitute(logarithm)
    course.substitute(defined)
    course.mark("definition")
    course.rewrite(
        course.term, algebra.log_of_sample_product, {holes.f: as_function(factor, index), holes.lo: lo, holes.hi: n}, {holes.i: index}
    )
    course.mark()
    scaled = -n * proof.claim(cross).lhs
    step = equate(proof, course.term, scaled, [cross])
    if step is not None:
        course.take(step)
    course.mark("definition")
    total = course.total()
    minimum, rows = _minimum(proof, best, total, n)
    return [(Row(cross, "definition"),), tuple(course.rows), rows], {"cross": cross, "scaled": total, "minimum": minimum}


def _minimum(proof: Proof, best: int, total: int, n: Expr) -> tuple[int, tuple[Row, ...]]:
    maximised = proof.claim(best).lhs
    variables, domains = zip(*maximised.args[1:], strict=True)
    course = Course(proof, maximised)
    course.substitute(total)
    equated = course.mark("equal objectives")
    negative = proof.claim(total).rhs / n
    rule, bindings = _rescaled(variables, domains, negative, n)
    scaled = proof.rule(rule, bindings)
    final = proof.add_chain(equal(ArgMax(negative, *maximised.args[1:]), proof.claim(best).rhs), (scaled, equated, best))
    return final, (Row(scaled, rule.title), Row(final, "the maximum-likelihood estimator"))


def _rescaled(variables, domains, negative: Expr, n: Expr) -> tuple[Rule, dict]:
    bindings = {holes.a: n, holes.ell: as_function(negative, *variables)}
    if isinstance(variables[0], IndexedBase):
        return objectives.objective_rescaled_vector, {**bindings, holes.P: variables[0], holes.Theta: domains[0]}
    if len(variables) == 1:
        return objectives.objective_rescaled, {**bindings, holes.b: Integer(0), holes.theta: variables[0], holes.Theta: domains[0]}
    names = dict(zip((holes.theta, holes.eta, holes.Theta, holes.Eta), (*variables, *domains), strict=True))
    return objectives.objective_rescaled_pairs, {**bindings, **names}


def attained(family: Distribution) -> Filled | None:
    """∂ℓ/∂θ = a(θ)(T − θ) where the derivation found that form with a factor that is free of the data; else None."""
    found = estimate(family)
    observed = {found.data, *(s.symbol for s in found.statistics)}
    for step in found.derivation.steps:
        if step.rule is not optima.interior:
            continue
        objective, factor = step.bindings[holes.ell].expr, step.bindings[holes.g].expr
        whole = isinstance(objective, AppliedUndef) and set(objective.args) == set(found.distribution.parameters)
        if whole and not free(factor) & observed:
            return _linear_score(found, step.premises[0], step.bindings[holes.t])
    return None


def _linear_score(found: Estimate, premise: int, point: Expr) -> Filled:
    """Conditions on the sample are kept only if the score needs them."""
    steps, whole = found.derivation.steps[: premise + 1], found.derivation.given
    bare = Derivation(replace(whole, hypotheses=()), steps)
    derivation = bare if isinstance(replay(bare), Theorem) else Derivation(whole, steps)
    theorem = outlines.Theorem(
        derivation.given, _givens(found), (Part("The score of the sample", (), (SLOPE,)), Part("where", ())), ("slope",),
        title=found.distribution.name, view=_view(found), conditions=tuple((h,) for h in derivation.given.hypotheses),
    )  # fmt: skip
    return _replayed(Filled(theorem, derivation, {"slope": premise}, [(Row(premise),), _statistics(found, point)]))


# --- what both say -------------------------------------------------------------------------------------------------


def _statistics(found: Estimate, term) -> tuple[Row, ...]:
    """The definitions of the statistics that occur in a term."""
    names = free(term)
    steps = found.derivation.steps
    return tuple(Row(k) for k, s in enumerate(steps) if s.by == "define" and s.claim.lhs in names and free(s.claim.rhs) & {found.data})


def _givens(found: Estimate) -> tuple:
    family = found.distribution
    x = family.variable
    kind = "probability" if isinstance(family.support, Integers) or family.is_vector else "density"
    return (
        (
            found.size,
            " independent observations of a variable ",
            member(x, family.support),
            f" with {kind} ",
            equal(DENSITY(x), family.density),
        ),
        *(("parameter ", member(p, d)) for p, d in family.parameters.items()),
        *(("known constant ", member(p, d)) for p, d in family.known.items()),
    )


def _view(found: Estimate) -> View:
    return View(names={s.symbol: ("s^2", "s²") for s in found.statistics if s.centred})


def _open(found: Estimate, reason: str) -> Filled:
    theorem = outlines.Theorem(found.derivation.given, _givens(found), (), (), view=_view(found))
    return Filled(theorem, found.derivation, reason=reason)


def _replayed(filled: Filled) -> Filled:
    result = replay(filled.derivation)
    if not isinstance(result, Theorem):
        filled.reason = str(result)
    return filled


ARGUMENTS = {"cross-entropy": cross_entropy, "attained": attained}
