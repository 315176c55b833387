"""What a text says of the maximum-likelihood estimates of a sample that it declares, compared with the derivation made anew.

A relation is proved where it is a step of that derivation, which the kernel has replayed, or where the kernel proves it in the
domains that the text gives. What the derivation assumes of the data must be among the conditions that the text states.
"""

from dataclasses import replace

import sympy as sp

from ..kernel.derivation import Step
from ..language.claims import Claim, Given
from ..language.domains import holds
from ..language.substitution import same, substitute
from ..language.terms import ArgMax, Only, free
from ..library.distributions import beta_
from ..library.optima import exponential_family
from ..search.judge import prove
from .case import Case
from .findings import Finding
from .sampling import MISREAD, Sample, sample_at

ORDERS = ("<", "<=", ">", ">=", "!=")


def rederived(case: Case) -> Finding | None:
    """Given, or proved by the derivation; None where nothing is declared, or the derivation says nothing of it."""
    relation = case.relation
    sample = sample_at(case.context, relation.sign.start) if relation.readable else None
    if sample is None:
        return None
    if relation.sign.start in sample.given:
        return case.found("given", "it is declared here")
    claim = sample.claim(relation) if case.sign in ("=", *ORDERS) else None
    if claim is None:
        return None
    step = next((s for s in sample.found.derivation.steps if _states(s, claim)), None)
    if step is not None:
        return _by_step(case, sample, step)
    return _by_kernel(case, sample, claim)


def _states(step: Step, claim: Claim) -> bool:
    return step.claim.relation == claim.relation and step.claim.same(claim)


def _by_step(case: Case, sample: Sample, step: Step) -> Finding:
    missing = _unstated(sample)
    if missing:
        return case.found("supported", f"it takes that {missing[0]}, which is not stated", "D501", warning=True)
    return case.found("proved", "derived anew from the density, under the conditions that are stated")


def _unstated(sample: Sample) -> list[Claim]:
    """What the derivation assumes and the text does not state."""
    given = sample.found.derivation.given
    known = replace(given, hypotheses=sample.conditions)
    return [h for h in given.hypotheses if not any(h.same(c) for c in sample.conditions) and not holds(h, known)]


def _by_kernel(case: Case, sample: Sample, claim: Claim) -> Finding | None:
    given = replace(sample.found.derivation.given, hypotheses=sample.conditions)
    for each in (claim, _explicit(sample, claim)):
        try:
            if isinstance(each.lhs, sp.Expr) and isinstance(each.rhs, sp.Expr) and prove(each, given) is not None:
                return case.found("proved", "derived, in the domains that are given")
        except MISREAD:
            continue
    return None


def _explicit(sample: Sample, claim: Claim) -> Claim:
    return claim
