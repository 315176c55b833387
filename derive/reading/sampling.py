"""A sample that a text declares: n independent observations of a variable, its density, the domains of the parameters.

From it the maximum-likelihood estimates are derived anew; what the text says of them is compared with that derivation.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import sympy as sp

from ..language.claims import Claim
from ..language.distribution import Distribution
from ..language.errors import DeriveError
from ..language.sets import VECTORS
from ..language.substitution import same
from ..search.mle import Estimate, estimate
from .context import Context
from .engine_terms import Names, Reader, reader
from .meaning import Unsaid
from .relations import Relation, Side
from .syntax import Call, Juxtaposed

OBSERVATIONS = re.compile(r"\bindependent observations of (?:an? |the )?(?:random )?variable\s*$", re.IGNORECASE)
DENSITY = re.compile(r"\bwith (?:probability|density)(?: function)?\s*$", re.IGNORECASE)
PARAMETER = re.compile(r"\bparameters?\s*$", re.IGNORECASE)
CONSTANT = re.compile(r"\bknown constants?\s*$", re.IGNORECASE)
LISTED = re.compile(r"^(?:#{1,6}\s+|\\(?:sub)*section\*?\{)(Given|Conditions|Assumptions)\b", re.MULTILINE | re.IGNORECASE)
MISREAD = (Unsaid, DeriveError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@dataclass
class Sample:
    """What is declared from a place on: as it is read, and as the derivation has it."""

    start: int
    reader: Reader
    found: Estimate
    names: Names
    given: set[int] = field(default_factory=set)  # places of the relations that declare something
    conditions: tuple[Claim, ...] = ()

    def claim(self, relation: Relation) -> Claim | None:
        """The relation in the variables of the derivation; None where it is not understood, or is of another kind."""
        try:
            left, right = (self.term(side) for side in (relation.lhs, relation.rhs))
            return Claim(left, relation.sign.sign, right)
        except MISREAD:
            return None

    def term(self, side: Side) -> sp.Basic:
        if side.node is None or side.problems:
            raise ValueError("nothing that can be read")
        return self.names.typed(self.reader.whole(side.node))


def sample_at(context: Context, place: int) -> Sample | None:
    """The sample that was declared last before a place."""
    return next((s for s in reversed(samples(context)) if s.start <= place), None)


@lru_cache(maxsize=8)
def samples(context: Context) -> tuple[Sample, ...]:
    """The samples of a document, in order."""
    relations = [r for _, r in context.relations]
    starts = [k for k, r in enumerate(relations) if r.sign.sign == "in" and OBSERVATIONS.search(_before(context, r))]
    found = []
    for k, end in zip(starts, [*starts[1:], len(relations)], strict=True):
        try:
            made = _sample(context, relations[k:end])
        except MISREAD:
            made = None
        if made is not None:
            found.append(made)
    return tuple(found)


def _before(context: Context, relation: Relation) -> str:
    """The words that lead to the formula of a relation."""
    formula = next(f.formula for f, r in context.relations if r is relation)
    return context.document.text[max(0, formula.opening - 80) : formula.opening] if relation.chain == 0 and relation.link == 0 else ""


def _sample(context: Context, relations: list[Relation]) -> Sample | None:
    variable, rest = relations[0], relations[1:]
    density = next((r for r in rest if r.sign.sign == "=" and DENSITY.search(_before(context, r))), None)
    if density is None or not isinstance(density.lhs.node, Call | Juxtaposed):
        return None
    parameters = [r for r in rest if r.sign.sign == "in" and PARAMETER.search(_before(context, r))]
    constants = [r for r in rest if r.sign.sign == "in" and CONSTANT.search(_before(context, r))]
    plain = reader(context.usage)
    raw = {r.sign.start: plain.of(r.lhs.node) for r in (variable, *parameters, *constants) if r.lhs.node is not None}
    sets = {r.sign.start: plain.set_of(r.rhs.node) for r in (variable, *parameters, *constants) if r.rhs.node is not None}
    called = {raw[r.sign.start]: _symbol(raw[r.sign.start], sets[r.sign.start]) for r in (variable, *parameters, *constants)}
    own = Names(exact=called)
    domains = [{called[raw[r.sign.start]]: own.typed(sets[r.sign.start]) for r in part} for part in (parameters, constants)]
    x = called[raw[variable.sign.start]]
    body = own.typed(plain.of(density.rhs.node))  # type: ignore[arg-type]
    declared = Distribution("declared", body, own.typed(sets[variable.sign.start]), *domains, variable=x)
    found = estimate(declared)
    if found.verdict != "proved":
        return None
    read = reader(context.usage, tuple(raw[r.sign.start] for r in parameters), str(x), str(found.size))
    made = Sample(variable.sign.start, read, found, _names(found, called))
    made.given = {r.sign.start for r in (variable, density, *parameters, *constants)}
    _learn_statistics(made, rest)
    _learn_lists(context, made, rest)
    return made


def _symbol(raw: sp.Basic, domain: sp.Basic) -> sp.Basic:
    """The name of a parameter: ``σ²`` and ``x_m`` are one name each; a vector is indexed."""
    match raw:
        case sp.Pow(base=base, exp=sp.Integer() as order):
            return sp.Symbol(f"{base}^{order}")
        case sp.Indexed():
            return sp.Symbol(f"{raw.base}_{raw.indices[0]}")
    return sp.IndexedBase(str(raw)) if isinstance(domain, VECTORS) else raw


def _names(found: Estimate, called: dict) -> Names:
    """The variables of the derivation by name; statistics only once the text has defined them."""
    statistics = {s.symbol if isinstance(s.symbol, sp.Symbol) else s.symbol.base for s in found.statistics}  # type: ignore[attr-defined]
    pool: dict = {}
    for step in found.derivation.steps:
        for term in (step.claim.lhs, step.claim.rhs):
            for each in term.atoms(sp.Symbol, sp.IndexedBase):
                if each not in statistics:
                    pool.setdefault((sp.Symbol if isinstance(each, sp.Symbol) else sp.IndexedBase, str(each)), each)
    for each in found.derivation.given.domains:
        if each not in statistics:
            pool[sp.Symbol if isinstance(each, sp.Symbol) else sp.IndexedBase, str(each)] = each
    names = Names(pool)
    names.exact = {raw: names.typed(own) for raw, own in called.items() if raw != own}
    for raw, own in called.items():
        if isinstance(raw, sp.Pow) and (hat := pool.get((sp.Symbol, f"{own}_hat"))) is not None:
            names.exact[sp.Symbol(f"hat({raw.base})") ** raw.exp] = hat
    return names


# --- what the text defines -----------------------------------------------------------------------------------------


def _learn_statistics(sample: Sample, relations: list[Relation]) -> None:
    """The names that the text gives to the statistics of the derivation: those that it defines as the same."""
    for relation in relations:
        if relation.sign.sign != "=" or relation.link or relation.lhs.node is None or isinstance(relation.lhs.node, Call | Juxtaposed):
            continue
        try:
            name = sample.reader.of(relation.lhs.node)
            body = sample.term(relation.rhs)
        except MISREAD:
            continue
        if _is_name(name) and (statistic := _statistic(sample, name, body)) is not None:
            base = statistic.base if isinstance(statistic, sp.Indexed) else None
            if base is not None and isinstance(name, sp.Indexed):
                sample.names.pool[sp.IndexedBase, str(name.base)] = base
            elif base is None and name not in sample.names.exact:
                sample.names.exact[name] = statistic
            else:
                continue
            sample.given.add(relation.sign.start)


def _is_name(term: sp.Basic) -> bool:
    if isinstance(term, sp.Pow) and term.exp == 2:
        term = term.base
    return isinstance(term, sp.Indexed) or (isinstance(term, sp.Symbol) and not str(term).startswith("hat("))


def _statistic(sample: Sample, name: sp.Basic, body: sp.Basic) -> sp.Basic | None:
    """The statistic of the derivation that is equal to a term."""
    for each in sample.found.statistics:
        if isinstance(each.symbol, sp.Indexed) != isinstance(name, sp.Indexed):
            continue
        value = each.value
        if isinstance(each.symbol, sp.Indexed) and isinstance(name, sp.Indexed):
            moved = dict(zip(each.symbol.indices, map(sample.names.typed, name.indices), strict=True))
            value = value.xreplace(moved)
        if same(value, body) or any(s.claim.lhs == each.symbol and same(s.claim.rhs, body) for s in sample.found.derivation.steps):
            return each.symbol
    return None


def _learn_lists(context: Context, sample: Sample, relations: list[Relation]) -> None:
    """What stands below "Given" is given, and so is what stands below "Conditions"."""
    text = context.document.text
    conditions = []
    for relation in relations:
        heading = max((h for h in context.headings if h <= relation.sign.start), default=None)
        listed = None if heading is None else LISTED.match(text, heading)
        if listed is None:
            continue
        sample.given.add(relation.sign.start)
        claim = sample.claim(relation) if listed[1].lower() != "given" else None
        if claim is not None:
            conditions.append(claim)
    sample.conditions = tuple(conditions)
