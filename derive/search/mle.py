"""Maximum likelihood of a declared distribution: the whole road, from the density to the proved maximum."""

from dataclasses import dataclass, field

from sympy import Expr, IndexedBase, Integer, Pow, Rational, Symbol, preorder_traversal

from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation
from ..language.claims import Claim
from ..language.distribution import Distribution, sample_size
from ..language.outline import Passage, Row
from ..language.sets import Simplex, counting
from ..language.substitution import substitute
from ..language.terms import Zero, free
from ..library import holes, optima
from .assume import Stuck, assuming, met
from .boundary import possible
from .canonical import Statistic, canonical
from .constrained import Stationary, maximise_simplex
from .family import maximise_family
from .likelihood import expand_logs, likelihood, log_definition, sample
from .maximum import Maximum, Search, maximise_all, name_estimate, score_passages, sentence
from .proof import Course, Proof, as_function

LAGRANGE = "For any positive numbers q, not only those that add up to 1, a multiplier takes the constraint into the objective:"
SHARES = "The first is zero where each q is its count divided by the multiplier. The counts add up:"
KINDS = ("constrained", "nonsmooth", "boundary", "implicit", "stationary")


@dataclass(frozen=True)
class Estimate:
    """What the search found. ``points`` are in named statistics; ``reason`` says why the verdict is not ``proved``."""

    distribution: Distribution
    derivation: Derivation
    verdict: str
    reason: str
    kind: str
    data: IndexedBase
    size: Symbol
    statistics: tuple[Statistic, ...]
    log_likelihood: Expr | None
    points: dict = field(default_factory=dict)
    result_rows: tuple[Row, ...] = ()
    unique: bool = True

    @property
    def conditions(self) -> tuple[Claim, ...]:
        return self.derivation.given.hypotheses


@dataclass
class _Road:
    """The state of one derivation."""

    distribution: Distribution
    proof: Proof
    x: IndexedBase
    n: Symbol
    statistics: dict = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    canonical: Expr | None = None
    result: tuple[Row, ...] = ()
    points: dict = field(default_factory=dict)
    kinds: set = field(default_factory=set)
    unique: bool = True


def estimate(distribution: Distribution) -> Estimate:
    """Derive the maximum-likelihood estimator; an unfinished derivation is ``open``, with the reason."""
    n = sample_size(distribution)
    reason = ""
    try:
        x, given = possible(distribution, n) if distribution.support_depends_on_parameters else sample(distribution, n)
    except Stuck as no:
        x, given = sample(distribution, n)
        return _answer(_Road(distribution, Proof(given), x, n), str(no))
    road = _Road(distribution, Proof(given.declare(n, counting)), x, n)
    try:
        _travel(road)
    except (Stuck, Rejected) as no:
        reason = str(no)
    return _answer(road, reason)


def _answer(road: _Road, reason: str) -> Estimate:
    derivation = road.proof.derivation(road.passages)
    if not reason and not isinstance(found := replay(derivation), Theorem):
        reason = str(found)
    if not reason and derivation.given.hypotheses and not road.distribution.is_vector:
        if not met(derivation.given, road.x, road.n, road.statistics):
            reason = "no sample was found that meets its conditions"
    kind = next((k for k in KINDS if k in road.kinds), "none") if not reason else "none"
    return Estimate(
        road.distribution, derivation, "open" if reason else "proved", reason, kind, road.x, road.n, tuple(road.statistics),
        road.canonical, {} if reason else road.points, () if reason else road.result, road.unique,
    )  # fmt: skip


def _travel(road: _Road) -> None:
    proof, parameters = road.proof, tuple(road.distribution.parameters)
    defined, name = assuming(proof, frozenset(parameters), lambda: likelihood(proof, road.distribution, road.x, road.n))
    road.passages.append(Passage("Likelihood", ("The observations are independent, so their densities multiply:",), (Row(defined),)))
    logarithm = log_definition(proof, name, road.distribution)
    course = Course(proof, proof.claim(logarithm).lhs)
    course.substitute(logarithm)
    course.substitute(defined)
    course.mark("the logarithm of the likelihood")
    assuming(proof, frozenset(parameters), lambda: _logs(course))
    course.mark()
    summed = len(course.rows)
    road.statistics = canonical(course, parameters, road.x, road.n)
    road.canonical = course.term
    equation = course.total()
    _show_log_likelihood(road, course, summed + 1, equation)
    search = Search(proof, road.x, road.n, parameters, course.start, equation)
    try:
        best = _maximise(road, search, defined, logarithm)
    except Stuck:
        road.passages += score_passages(search)
        raise
    _show_result(road, search, best, defined, logarithm)


def _logs(course: Course) -> None:
    start = course.copy()
    try:
        expand_logs(course)
    except Rejected:
        course.term, course.pending, course.rows = start.term, start.pending, start.rows
        raise


def _show_log_likelihood(road: _Road, course: Course, summed: int, equation: int) -> None:
    rows = tuple(course.rows)
    road.passages.append(Passage("Log-likelihood", (), rows[:summed]))
    if road.statistics:
        shown = tuple(Row(_definition(road, s)) for s in road.statistics)
        prose = ("The parameters meet the data only in these statistics, which are therefore sufficient:",)
        road.passages.append(Passage("Sufficient statistics", prose, shown))
    if rows[summed:]:
        road.passages.append(Passage("", ("In terms of them:",), (Row(equation),)))


def _definition(road: _Road, statistic: Statistic) -> int:
    """The step that defines a statistic, with the mean inside a mean square by its name."""
    proof = road.proof
    k = next(k for k, s in enumerate(proof.steps) if s.by == "define" and s.claim.lhs == statistic.symbol)
    if not statistic.centred:
        return k
    total = next(step for s, step in road.statistics.items() if s.body == statistic.body and not s.centred)
    course = Course(proof, statistic.symbol)
    course.substitute(k)
    course.substitute(total, reverse=True)
    return course.total()


# --- the maximum ---------------------------------------------------------------------------------------------------


def _maximise(road: _Road, search: Search, defined: int, logarithm: int) -> int:
    """The step that states the maximisers of ℓ."""
    proof, parameters = road.proof, search.parameters
    if any(isinstance(d, Simplex) for d in road.distribution.parameters.values()):
        return _on_simplex(road, search)
    start, given = len(proof.steps), proof.given
    try:
        best = maximise_all(search)
    except Stuck as no:
        del proof.steps[start:]
        proof.given = given
        if len(parameters) != 2:
            raise
        return _in_family(road, search, defined, logarithm, no)
    for found in search.found:
        road.kinds.add(found.kind)
        road.passages += found.shown
    road.unique = all(found.whole is None for found in search.found)
    place = len(road.passages)
    hats = _name_estimates(road, search.found)
    road.passages[place:place] = _estimates_passage(proof, hats)
    _put_back(road, search.found, hats)
    return best


def _estimates_passage(proof: Proof, hats: dict) -> list[Passage]:
    """The closed forms, before they are used."""
    defined = [k for k, s in enumerate(proof.steps) if s.by == "define" and s.claim.lhs in hats.values() and not s.claim.rhs.has(Zero)]
    several = len(hats) > 1
    prose = "One maximum put into the other gives" if several else "The maximum is at"
    return [Passage("Estimates" if several else "Estimate", (prose,), tuple(map(Row, defined)))] if defined else []


def _put_back(road: _Road, found: list[Maximum], hats: dict) -> None:
    """Each score at the estimates, shown to be zero."""
    proof, rows = road.proof, []
    defined = [k for k, s in enumerate(proof.steps) if s.by == "define" and s.claim.lhs in hats.values()]
    for maximum in found:
        if maximum.factor is None:
            continue
        course = Course(proof, substitute(maximum.factor, hats))
        for k in reversed(defined):
            if proof.claim(k).lhs in free(course.term) and not proof.claim(k).rhs.has(Zero):
                course.substitute(k)
        if course.term != 0:
            course.field(Integer(0))
        rows.append(Row(course.total()))
    if rows:
        prose = "The factors on which the signs of the scores depend vanish at them:"
        road.passages.append(Passage("The estimates, put back", (prose,), tuple(rows)))


def _on_simplex(road: _Road, search: Search) -> int:
    if len(search.parameters) != 1:
        raise Stuck("probabilities on a simplex together with other parameters")
    (p,) = search.parameters
    found = maximise_simplex(search, p)
    road.kinds.add("constrained")
    road.passages += _lagrange_passages(found)
    road.points[p] = found.estimate
    road.result = found.result
    return found.step


def _lagrange_passages(found: Stationary) -> list[Passage]:
    slopes = tuple(row for course in found.slopes for row in course.rows)
    return [
        Passage("Lagrange's function", (LAGRANGE,), tuple(found.lagrangian.rows)),
        Passage("Stationary point", ("For every category, and for the multiplier:",), slopes),
        Passage("", (SHARES,), tuple(found.total.rows)),
        Passage("", ("so these numbers add up to", *found.sum_words), tuple(found.multiplier.rows)),
        Passage("", ("With that multiplier the estimate makes the first derivative zero:",), (Row(found.check),)),
        Passage("Maximum", (sentence(optima.gibbs),), (Row(found.step, optima.gibbs.name),)),
    ]


def _in_family(road: _Road, search: Search, defined: int, logarithm: int, no: Stuck) -> int:
    try:
        found = maximise_family(search, defined, logarithm, {s.body: k for s, k in road.statistics.items() if not s.centred})
    except (Stuck, Rejected):
        raise no from None
    road.kinds.add("implicit")
    road.passages += found.shown
    for p in search.parameters:
        road.points[p] = found.solution
    road.result = (Row(found.step),)
    return found.step


def _name_estimates(road: _Road, found: list[Maximum]) -> dict:
    """Define θ̂ for each parameter, innermost first, so that the others can be written with it."""
    proof, hats, rows = road.proof, {}, []
    for maximum in reversed(found):
        theta = maximum.parameter
        if maximum.equation is not None:
            hat = maximum.point
            defined = next(k for k, s in enumerate(proof.steps) if s.by == "define" and s.claim.lhs == hat)
            rows.append((Row(maximum.equation),))
        else:
            hat, defined = name_estimate(proof, theta, proof.given.domains[theta], substitute(maximum.point, hats))
            rows.append(_closed_form(road, hat, defined))
        hats[theta] = hat
        values = {hats[p]: road.points[p] for p in hats if p != theta}
        road.points[theta] = substitute(proof.claim(defined).rhs, values)
    road.result = tuple(row for group in reversed(rows) for row in group)
    return hats


def _closed_form(road: _Road, hat: Symbol, defined: int) -> tuple[Row, ...]:
    """θ̂ = statistic = its definition; for a root, the same of its square."""
    proof = road.proof
    value = proof.claim(defined).rhs
    rows = [Row(defined)]
    squared = _has_root(value) and not _has_root(value**2)
    statistic = next((s for s in road.statistics if s.symbol in (value, value**2 if squared else value)), None)
    if squared:
        course = Course(proof, hat**2)
        course.substitute(defined)
        rows.append(Row(course.total()))
        prose = "A maximiser goes along with a one-to-one change of the parameter, so this is the estimate of the squared parameter:"
        road.passages.append(Passage("Invariance", (prose,), (rows[-1],)))
    if statistic is not None and isinstance(statistic.symbol, Symbol):
        rows.append(Row(_definition(road, statistic)))
    return tuple(rows)


def _has_root(term: Expr) -> bool:
    return any(isinstance(p, Pow) and p.exp == Rational(1, 2) and free(p) for p in preorder_traversal(term))


def _show_result(road: _Road, search: Search, best: int, defined: int, logarithm: int) -> None:
    """ArgMax of L from ArgMax of ℓ."""
    proof = road.proof
    parameters, domains = zip(*proof.claim(best).lhs.args[1:], strict=True)
    names = {
        holes.ell: as_function(search.objective, *parameters),
        holes.f: as_function(proof.claim(defined).lhs, *parameters),
        holes.g: as_function(proof.claim(defined).rhs, *parameters),
        holes.S: proof.claim(best).rhs,
    }
    if isinstance(parameters[0], IndexedBase):
        rule, at = optima.log_increasing_vector, {holes.P: parameters[0], holes.Theta: domains[0]}
    elif len(parameters) == 1:
        rule, at = optima.log_increasing, {holes.theta: parameters[0], holes.Theta: domains[0]}
    else:
        at = dict(zip((holes.theta, holes.eta, holes.Theta, holes.Eta), (*parameters, *domains), strict=True))
        rule = optima.log_increasing_pairs
    step = assuming(proof, frozenset(parameters), lambda: proof.rule(rule, {**names, **at}, best, logarithm, defined))
    used = proof.steps[best].rule
    rows = (Row(best, used.name if used else ""), Row(step, rule.title))
    road.passages.append(Passage("Maximum of the likelihood", (), rows[0 if len(parameters) > 1 else 1 :]))
