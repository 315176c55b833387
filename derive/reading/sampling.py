"""A sample that a text declares: n independent observations of a variable, its density, the domains of the parameters.

From it the maximum-likelihood estimates are derived anew; what the text says of them is compared with that derivation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import sympy as sp
from sympy import Indexed, IndexedBase, Symbol

from ..language.claims import Claim
from ..language.distribution import Distribution
from ..language.sets import VECTORS
from ..language.substitution import same
from ..search.mle import Estimate, estimate
from .context import Context
from .engine_terms import Names, reader
from .relations import Relation
from .sample import MISREAD, Sample
from .syntax import Call, Juxtaposed

OBSERVATIONS = re.compile(r"\bindependent observations of (?:an? |the )?(?:random )?variable\s*$", re.IGNORECASE)
DENSITY = re.compile(r"\bwith (?:probability|density)(?: function)?\s*$", re.IGNORECASE)
PARAMETER = re.compile(r"\bparameters?\s*$", re.IGNORECASE)
CONSTANT = re.compile(r"\bknown constants?\s*$", re.IGNORECASE)
LISTED = re.compile(r"^(?:#{1,6}\s+|\\(?:sub)*section\*?\{)(Given|Conditions|Assumptions)\b", re.MULTILINE | re.IGNORECASE)
RANK = re.compile(r"(#*)(?:\\(?:sub)*section)?")
ORDERS = ("<", "<=", ">", ">=", "!=")


def sample_at(context: Context, place: int) -> Sample | None:
    """The sample that was declared last before a place."""
    return next((s for s in reversed(samples(context)) if s.start <= place < s.end), None)


def samples(context: Context) -> tuple[Sample, ...]:
    """The samples of a document, in order. They are looked for once, also where that took too long."""
    known = _known(context)
    if not known:
        known.append(())
        known[0] = _found(context)
    return known[0]


@lru_cache(maxsize=8)
def _known(context: Context) -> list[tuple[Sample, ...]]:
    return []


def _found(context: Context) -> tuple[Sample, ...]:
    relations = [r for _, r in context.relations]
    starts = [k for k, r in enumerate(relations) if r.sign.sign == "in" and OBSERVATIONS.search(_before(context, r))]
    found = []
    for k in starts:
        opening, end = _section(context, relations[k].sign.start)
        later = [relations[other].sign.start for other in starts if relations[other].sign.start > relations[k].sign.start]
        end = min([end, *later])
        try:
            made = _sample(context, [r for r in relations[k:] if r.sign.start < end], opening, end)
        except MISREAD:
            made = None
        if made is not None:
            found.append(made)
    return tuple(found)


def _section(context: Context, place: int) -> tuple[int, int]:
    """The section in which the heading above a place stands: from and to the next headings of a higher rank."""
    text = context.document.text
    above = [h for h in context.headings if h <= place]
    if not above:
        return 0, min([h for h in context.headings if h > place], default=len(text))
    rank = _rank(text, above[-1])
    start = next((h for h in reversed(above) if _rank(text, h) < rank), above[-1])
    return start, min([h for h in context.headings if h > place and _rank(text, h) < rank], default=len(text))


def _rank(text: str, heading: int) -> int:
    """How far below the highest heading: of ``##`` 2, of ``\\subsection`` 2."""
    found = RANK.match(text, heading)
    return 0 if found is None else len(found[1]) if found[1] else 1 + found[0].count("sub")


def _before(context: Context, relation: Relation) -> str:
    """The words that lead to the formula of a relation."""
    formula = next(f.formula for f, r in context.relations if r is relation)
    return context.document.text[max(0, formula.opening - 80) : formula.opening] if relation.chain == 0 and relation.link == 0 else ""


def _sample(context: Context, relations: list[Relation], opening: int, end: int) -> Sample | None:
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
    made = Sample(opening, variable.sign.start, end, read, found, _names(found, called))
    made.given = {r.sign.start for r in (variable, density, *parameters, *constants)}
    _learn_statistics(made, rest)
    _learn_lists(context, made, rest)
    return made


def _symbol(raw: sp.Basic, domain: sp.Basic) -> sp.Basic:
    """The name of a parameter: ``σ²`` and ``x_m`` are one name each; a vector is indexed."""
    match raw:
        case sp.Pow(base=base, exp=sp.Integer() as order):
            return Symbol(f"{base}^{order}")
        case Indexed():
            return Symbol(f"{raw.base}_{raw.indices[0]}")
    return IndexedBase(str(raw)) if isinstance(domain, VECTORS) else raw


def _names(found: Estimate, called: dict) -> Names:
    """The variables of the derivation by name; statistics only once the text has defined them."""
    statistics = {s.symbol if isinstance(s.symbol, Symbol) else s.symbol.base for s in found.statistics}  # type: ignore[attr-defined]
    terms = [side for step in found.derivation.steps for side in (step.claim.lhs, step.claim.rhs)]
    variables = [v for term in terms for v in _variables(term)] + list(found.derivation.given.domains)
    pool = {(Symbol if isinstance(v, Symbol) else IndexedBase, str(v)): v for v in variables if v not in statistics}
    names = Names(pool)
    names.exact = {raw: names.typed(own) for raw, own in called.items() if raw != own}
    for raw, own in called.items():
        if isinstance(raw, sp.Pow) and (hat := pool.get((Symbol, f"{own}_hat"))) is not None:
            names.exact[Symbol(f"hat({raw.base})") ** raw.exp] = hat
    return names


def _variables(term: sp.Basic) -> Iterator[sp.Basic]:
    if isinstance(term, Symbol | IndexedBase):
        yield term
    else:
        for each in term.args:
            yield from _variables(each)


# --- what the text defines -----------------------------------------------------------------------------------------


def _learn_statistics(sample: Sample, relations: list[Relation]) -> None:
    """The names that the text gives to the statistics of the derivation: those that it defines as the same."""
    learned: set = set()
    for relation in relations:
        if relation.sign.sign != "=" or relation.link or relation.lhs.node is None or isinstance(relation.lhs.node, Call | Juxtaposed):
            continue
        try:
            name = sample.reader.of(relation.lhs.node)
            body = sample.term(relation.rhs)
        except MISREAD:
            continue
        if _is_name(name) and (statistic := _statistic(sample, name, body)) is not None:
            base = statistic.base if isinstance(statistic, Indexed) else None
            if base is not None and isinstance(name, Indexed):
                sample.names.pool[IndexedBase, str(name.base)] = base
            elif base is None and name not in sample.names.exact and sample.names.typed(name) == name:
                sample.names.exact[name] = statistic
            else:
                continue
            sample.given.add(relation.sign.start)
            learned.add(name)
    for relation in relations:
        if relation.sign.sign == "=" and not relation.link and relation.lhs.node is not None and _is_redefined(sample, relation, learned):
            sample.names.exact.pop(sample.reader.of(relation.lhs.node), None)


def _is_redefined(sample: Sample, relation: Relation, learned: set) -> bool:
    """Whether a name of a statistic is given another body, which is not only its value for some data."""
    try:
        name, claim = sample.reader.of(relation.lhs.node), Claim(sample.term(relation.lhs), "=", sample.term(relation.rhs))  # type: ignore[arg-type]
    except MISREAD:
        return False
    return name in learned and bool(claim.rhs.free_symbols) and not any(stated.same(claim) for stated in sample.stated)


def _is_name(term: sp.Basic) -> bool:
    if isinstance(term, sp.Pow) and term.exp == 2:
        term = term.base
    return isinstance(term, Indexed) or (isinstance(term, Symbol) and not str(term).startswith("hat("))


def _statistic(sample: Sample, name: sp.Basic, body: sp.Basic) -> sp.Basic | None:
    """The statistic of the derivation that is equal to a term."""
    for each in sample.found.statistics:
        if isinstance(each.symbol, Indexed) != isinstance(name, Indexed):
            continue
        value = each.value
        if isinstance(each.symbol, Indexed) and isinstance(name, Indexed):
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
        if listed is None or relation.sign.start in sample.given:
            continue
        if listed[1].lower() == "given":
            sample.given.add(relation.sign.start)
        elif relation.sign.sign in ORDERS and (claim := sample.claim(relation)) is not None:
            sample.given.add(relation.sign.start)
            conditions.append(claim)
    sample.conditions = tuple(conditions)
