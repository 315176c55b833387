"""Maximum on the simplex: Lagrange's function, its stationary point for a generic category, and Gibbs' inequality."""

from dataclasses import dataclass

from sympy import Add, Function, Indexed, IndexedBase, Integer, Lambda, Mul, Sum, Symbol, log

from ..language.claims import Claim, equal
from ..language.outline import Row
from ..language.sets import Counts, Integers, Simplex, data, positive, variable
from ..language.terms import Smallest, Vector, derivative, free
from ..library import holes, optima
from .assume import Stuck
from .likelihood import split_sums
from .maximum import Search
from .proof import Course, Proof, as_function

LAGRANGE = Function("Lambda")


def weighted_logs(term, p: IndexedBase):
    """c and rest where the term is rest + Σ_j c_j log p_j and neither depends on p."""
    found, rest = None, []
    for part in Add.make_args(term):
        if p not in free(part):
            rest.append(part)
            continue
        body, *limits = part.args if isinstance(part, Sum) else (part,)
        logs = [f for f in Mul.make_args(body) if isinstance(f, log) and isinstance(f.args[0], Indexed) and f.args[0].base == p]
        if found is not None or len(limits) != 1 or len(logs) != 1 or p in free(body / logs[0]) or logs[0].args[0] != p[limits[0][0]]:
            raise Stuck("the log-likelihood is not a weighted sum of the logarithms of the probabilities")
        found = as_function(body / logs[0], limits[0][0]), limits[0]
    if found is None:
        raise Stuck("the log-likelihood does not depend on the probabilities")
    return *found, Add(*rest)


@dataclass(frozen=True)
class Stationary:
    """What is shown on the way: Lagrange's function, its derivatives, the multiplier, the estimate put back."""

    lagrangian: Course
    slopes: tuple[Course, ...]
    multiplier: Course
    total: Course
    sum_words: tuple
    check: int
    step: int
    estimate: Vector
    result: tuple[Row, ...]


def maximise_simplex(search: Search, p: IndexedBase) -> Stationary:
    """Lagrange's stationary point for a generic category, and Gibbs' inequality for the maximum."""
    proof = search.proof
    weights, (j, lo, d), rest = weighted_logs(search.term(), p)
    if lo != 1 or proof.given.domains[p] != Simplex(d):
        raise Stuck("the probabilities are not indexed from 1 to the number of categories")
    k, lam = variable(proof.fresh("k l h"), Integers(1, d)), variable(proof.fresh("lambda nu kappa"), positive)
    proof.introduce(k, Integers(1, d))
    proof.introduce(lam, positive)
    proof.given = proof.given.assume(Claim(Smallest(weights(j), (j, 1, d)), ">", Integer(0)))
    total = _total(proof, weights(j), (j, 1, d))
    lagrangian, slopes = _lagrangian(proof, weights, lam, (j, 1, d), k)
    multiplier = Course(proof, Sum(weights(j) / lam, (j, 1, d)))
    split_sums(multiplier)
    multiplier.substitute(total.total())
    multiplier.mark()
    hat = data(f"{p}_hat", positive)
    proof.introduce(hat, positive)
    result = (Row(proof.define(hat[k], weights(k) / total.term)),)
    check = Course(proof, weights(k) / hat[k] - total.term)
    check.substitute(result[0].step)
    check.field(Integer(0))
    words = (" 1 only if the multiplier is ", total.term, ":")
    bindings = {holes.a: rest, holes.g: weights, holes.s: total.term, holes.n: d}
    best = proof.rule(optima.gibbs, bindings, total.total())
    course = Course(proof, search.objective)
    course.substitute(search.equation)
    same = {holes.ell: as_function(search.objective, p), holes.g: as_function(course.term, p)}
    same |= {holes.P: p, holes.Theta: proof.given.domains[p]}
    same[holes.S] = proof.claim(best).rhs
    step = proof.rule(optima.same_objective_vector, same, course.total(), best)
    return Stationary(lagrangian, slopes, multiplier, total, words, check.total(), step, Vector(weights(j) / total.term, (j, 1, d)), result)


def _total(proof: Proof, weight, limit) -> Course:
    """Σ_k Σ_i x_ik, summed over the categories first: each observation adds its total."""
    course = Course(proof, Sum(weight, limit))
    for k, step in enumerate(proof.steps):
        if step.by == "define" and step.claim.lhs == weight:
            course.substitute(k)
            break
    split_sums(course, outward=True)
    inner = Sum(*course.term.args[:2])
    entry = inner.args[0]
    domain = proof.given.domains.get(entry.base) if isinstance(entry, Indexed) else None
    if not isinstance(domain, Counts):
        raise Stuck("the weights do not add up to a known total")
    adds = proof.compute(equal(inner, domain.total))
    course.substitute(adds, within=course.term)
    split_sums(course)
    course.mark("each observation adds up to its total")
    return course


def _lagrangian(proof: Proof, weights: Lambda, lam: Symbol, limit: tuple, k: Symbol) -> tuple[Course, tuple[Course, ...]]:
    """Lagrange's function of d positive numbers q that need not add up to 1, and its derivatives."""
    j = limit[0]
    q = data(proof.fresh("q r w"), positive)
    proof.introduce(q, positive)
    name = LAGRANGE(q, lam)
    defined = proof.define(name, Sum(weights(j) * log(q[j]), limit) + lam * (1 - Sum(q[j], limit)))
    course = Course(proof, name)
    course.substitute(defined)
    course.mark("the objective plus the multiplier times the constraint")
    slopes = []
    for v in (q[k], lam):
        slope = Course(proof, derivative(name, v))
        slope.substitute(defined)
        slope.differentiate()
        slope.mark()
        if v != lam:
            slope.field(lam * (weights(k) / lam - v) / v)
            slope.mark()
        slopes.append(slope)
    return course, tuple(slopes)
