"""The maximisers of an objective that somebody wrote down: a log-likelihood or a likelihood as a term in the data."""

from collections.abc import Mapping

from sympy import Basic, Expr, Function, IndexedBase, Product, Symbol, log

from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation
from ..language.claims import Claim, Given
from ..language.sets import counting
from ..language.substitution import substitute
from ..language.terms import free
from .assume import Stuck, assuming
from .canonical import canonical
from .likelihood import expand_logs
from .maximum import Search, maximise_all
from .proof import Course, Proof

OBJECTIVE, LOGARITHM = Function("g"), Function("log g")


def maximisers(objective: Expr, parameters: Mapping[Symbol, Basic], given: Given, x: IndexedBase, n: Symbol) -> Derivation | None:
    """A derivation of ``ArgMax(g(θ), …) = S`` for the objective g, or of its logarithm where g is a product; else None.

    Its hypotheses are what had to be assumed of the data. ``explicit`` writes S without the names that the search introduced.
    """
    for name, domain in {**parameters, n: counting}.items():
        given = given.declare(name, domain)
    proof, at = Proof(given), tuple(parameters)
    try:
        defined = proof.define(OBJECTIVE(*at), objective)
        course = Course(proof, OBJECTIVE(*at))
        if objective.has(Product):
            logarithm = proof.define(LOGARITHM(*at), log(OBJECTIVE(*at)))
            course = Course(proof, LOGARITHM(*at))
            course.substitute(logarithm)
        course.substitute(defined)
        assuming(proof, frozenset(at), lambda: expand_logs(course))
        canonical(course, at, x, n)
        best = maximise_all(Search(proof, x, n, at, course.start, course.total()))
    except (Stuck, Rejected):
        return None
    proof.steps[best + 1 :] = []
    derivation = proof.derivation()
    return derivation if isinstance(replay(derivation), Theorem) else None


def explicit(derivation: Derivation, term: Basic) -> Basic:
    """The term with the statistics and estimates that the derivation defines written out in the data."""
    for step in reversed(derivation.steps):
        name = step.claim.lhs
        if step.by == "define" and isinstance(name, Symbol) and name in free(term):
            term = substitute(term, {name: step.claim.rhs})
    return term


def assumed(derivation: Derivation, given: Given) -> tuple[Claim, ...]:
    """What the derivation assumes beyond what was given, in the data."""
    return tuple(
        Claim(explicit(derivation, h.lhs), h.relation, explicit(derivation, h.rhs))  # type: ignore[arg-type]
        for h in derivation.given.hypotheses
        if h not in given.hypotheses
    )
