"""What a text says of the maximum-likelihood estimates of a sample that it declares, compared with the derivation made anew.

A relation is proved where it is a step of that derivation, which the kernel has replayed, or where the kernel proves it in the
domains that the text gives. What the derivation assumes of the data must be among the conditions that the text states. A claimed
maximiser that is not the derived one for some data is refuted.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim, Given
from ..language.domains import holds
from ..language.substitution import same
from ..language.terms import ArgMax, Only, free
from ..search.judge import judge, prove
from ..search.points import Point
from .case import Case
from .findings import Evidence, Finding
from .relations import Relation
from .sample import MISREAD, Sample
from .sampling import ORDERS, sample_at

OTHERWISE = re.compile(
    r"\b(unbiased|corrected|moments?|bayes\w*|posterior|MAP|prior|shrink\w*|up to|dropp\w*|ignor\w*|omit\w*|neglect\w*)\b"
)
LIKELIHOOD = re.compile(r"\bmaximum[- ]likelihood\b", re.IGNORECASE)


def rederived(case: Case) -> Finding | None:
    """Given, proved or refuted by the derivation; None where nothing is declared, or it says nothing of the relation."""
    relation = case.relation
    sample = sample_at(case.context, relation.sign.start) if relation.readable else None
    if sample is None:
        return None
    if relation.sign.start in sample.given:
        return case.found("given", "it is declared here")
    claim = sample.claim(relation) if case.sign in ("=", *ORDERS) else None
    if claim is None or _is_disputed(case, sample, claim):
        return None
    if _is_value(case, sample, claim):
        return case.found("given", "a value for the data at hand")
    if any(stated.same(claim) for stated in sample.stated):
        return _proved(case, sample, "derived anew from the density")
    if _by_kernel(sample, claim):
        rests = isinstance(claim.lhs, ArgMax) or claim.free & sample.estimates
        return _proved(case, sample, "derived anew") if rests else case.found("proved", "derived in the domains that are given")
    return _refuted(case, sample, claim)


def _is_value(case: Case, sample: Sample, claim: Claim) -> bool:
    """``n = 4``, ``x̄ = 2``: a number for something that a sample brings with it."""
    named = isinstance(claim.lhs, sp.Symbol) and claim.lhs in sample.found.derivation.given.domains and claim.lhs not in sample.estimates
    return named and case.sign == "=" and case.relation.link == 0 and isinstance(claim.rhs, sp.Expr) and not free(claim.rhs)


def _is_disputed(case: Case, sample: Sample, claim: Claim) -> bool:
    """Whether the text says above of L, ℓ or an estimate in the relation what is not proved of it: it may mean something else."""
    parameters = sample.found.distribution.parameters
    names = {f.func(*parameters) for side in (claim.lhs, claim.rhs) for f in side.atoms(AppliedUndef)} | (claim.free & sample.estimates)
    for other, finding in case.context.judged if names else ():
        relation = other.relation
        if sample.start <= relation.sign.start < sample.end and relation.sign.sign == "=" and not relation.link:
            said = sample.claim(relation)
            if said is not None and said.lhs in names and finding.verdict not in ("proved", "supported", "given"):
                return True
    return False


# --- proofs --------------------------------------------------------------------------------------------------------


def _proved(case: Case, sample: Sample, how: str) -> Finding:
    """Proved under the conditions that the text states; supported where the derivation assumes more."""
    missing = _unstated(sample)
    if missing:
        return case.found("supported", f"{how}, where {missing[0]}, which is not stated", "D501", warning=True)
    if sample.rests_on_mass:
        return case.found("supported", f"{how}, where the density has mass 1 for all parameters")
    return case.found("proved", f"{how}, under the conditions that are stated")


def _unstated(sample: Sample) -> list[Claim]:
    """What the derivation assumes and the text does not state, in the statistics or in the data."""
    given = sample.found.derivation.given
    known = replace(given, hypotheses=sample.conditions)
    written = {sample.unfolded(c, data=True) for c in sample.conditions} - {None}
    return [h for h in given.hypotheses if not holds(h, known) and sample.unfolded(h, data=True) not in written]


def _by_kernel(sample: Sample, claim: Claim) -> bool:
    """Whether the kernel proves it in the domains that are given: first in the statistics, then in the data."""
    if isinstance(claim.lhs, ArgMax):
        equations = list(_equations(sample, claim))
        return bool(equations) and all(_by_kernel(sample, each) for each in equations)
    given = replace(sample.found.derivation.given, hypotheses=sample.conditions)
    made = dict.fromkeys(each for each in (sample.unfolded(claim), sample.unfolded(claim, data=True)) if each is not None)
    return any(_is_known(each, given) and prove(each, given) is not None for each in made)


def _is_known(claim: Claim, given: Given) -> bool:
    """Whether both sides are numbers made of variables with domains."""
    return all(isinstance(side, sp.Expr) for side in (claim.lhs, claim.rhs)) and claim.free <= set(given.domains)


# --- counterexamples -----------------------------------------------------------------------------------------------


def _refuted(case: Case, sample: Sample, claim: Claim) -> Finding | None:
    """By data for which the sides differ; only a claim about the likelihood or its maximum, for any data."""
    section = case.context.document.text[sample.opening : sample.end]
    estimate = claim.lhs in sample.estimates and case.relation.link == 0 and bool(LIKELIHOOD.search(section))
    about_maximum = isinstance(claim.lhs, ArgMax) or estimate
    if case.sign != "=" or OTHERWISE.search(section) or _is_special(case, sample):
        return None
    if not estimate and not _is_about_likelihood(case, sample, claim):
        return None
    hypotheses = tuple(sample.unfolded(h, data=True) for h in sample.found.derivation.given.hypotheses)
    if None in hypotheses:
        return None
    given = replace(sample.found.derivation.given, hypotheses=hypotheses)  # type: ignore[arg-type]
    for pair in _equations(sample, claim):
        made = sample.unfolded(pair, data=True)
        if made is None or not _is_known(made, given) or not _is_general(made, sample):
            continue
        verdict = judge(made, given)
        if verdict.kind == "refuted" and verdict.point is not None:
            evidence = Evidence(_values(verdict.point, sample), *verdict.sides)
            if about_maximum:
                return case.found("refuted", "this is not where the likelihood is largest", "D603", evidence=evidence)
            return case.found("refuted", "this does not hold for the sample that is declared", "D201", evidence=evidence)
    return None


def _is_about_likelihood(case: Case, sample: Sample, claim: Claim) -> bool:
    """Whether the chain begins with L, ℓ, a derivative or the place of a maximum of them, and the text means by them what is derived.

    It does where it writes them somewhere else as the derivation does; of a maximum, where it does not write them at all.
    """
    statement = next(f.statements[r.chain] for f, r in case.context.relations if r is case.relation)
    try:
        called = sample.term(statement.sides[0]).atoms(AppliedUndef)
    except MISREAD:
        return False
    for head in {f.func.__name__ for f in called}:
        name = sp.Function(head)(*sample.found.distribution.parameters)
        others = [each for r, each in _claims(case, sample) if r is not case.relation and each.lhs == name]
        if not any(stated.same(each) for each in others for stated in sample.stated) and (others or not isinstance(claim.lhs, ArgMax)):
            return False
    return bool(called)


def _is_special(case: Case, sample: Sample) -> bool:
    """Whether the section gives a value to something: what it says may hold for this value only."""
    return any(
        isinstance(each.lhs, sp.Symbol | sp.Indexed) and each.lhs not in sample.estimates and r.sign.start not in sample.given
        for r, each in _claims(case, sample)
    )


def _claims(case: Case, sample: Sample) -> Iterator[tuple[Relation, Claim]]:
    """The equations of the section."""
    for _, relation in case.context.relations:
        if sample.opening <= relation.sign.start < sample.end and relation.sign.sign == "=" and relation.readable:
            claim = sample.claim(relation)
            if claim is not None:
                yield relation, claim


def _is_general(claim: Claim, sample: Sample) -> bool:
    """Whether both sides, or neither, depend on the data, and on their number; and no observation is singled out."""
    names = {sample.found.data, sample.found.size}
    entries = claim.lhs.atoms(sp.Indexed) | claim.rhs.atoms(sp.Indexed)
    return free(claim.lhs) & names == free(claim.rhs) & names and not any(i.is_number for e in entries for i in e.indices)


def _equations(sample: Sample, claim: Claim) -> Iterator[Claim]:
    """The equation itself; of two points for one set of maximisers, that their entries are equal, the derived one first."""
    if not isinstance(claim.lhs, ArgMax):
        yield claim
    for stated in sample.stated if isinstance(claim.lhs, ArgMax) and isinstance(claim.rhs, Only) else ():
        known = isinstance(stated.lhs, ArgMax) and isinstance(stated.rhs, Only) and len(stated.rhs.args) == len(claim.rhs.args)
        if known and same(stated.lhs, claim.lhs):
            yield from (Claim(one, "=", other) for one, other in zip(stated.rhs.args, claim.rhs.args, strict=True))
            return


def _values(point: Point, sample: Sample) -> dict[str, str]:
    """The values of a point; of the data, as many as there are observations."""
    size = point.values.get(sample.found.size)
    kept = {k: v[: int(size)] if isinstance(v, tuple) and size is not None else v for k, v in point.values.items()}
    return Point(kept).shown()
