"""Whether the equations above that a relation is derived from have been established themselves."""

import sympy as sp

from .case import Case
from .context import Definition
from .findings import Finding

HELD = ("proved", "supported", "given")


def rests_on_judged(case: Case) -> bool:
    """Whether all that the equations above say about the atoms of the two sides was proved, supported or given."""
    context, place = case.context, case.relation.sign.start
    start = min(case.relation.lhs.start, place)
    facts = context.scope(place).facts
    terms = [t for r in (case.raw_left, case.raw_right) if r.term is not None for t in (r.term, context.insert(r.term, place, start)[0])]
    used: list[Definition] = []
    for _ in range(3):
        met = [(atom, d) for atom, known in facts.items() for d in known
               if d.at < start and not context.is_claimed(d, place) and any(t.has(atom) for t in terms)]  # fmt: skip
        terms = [sp.sympify(d.body) for _, d in met]
        used += [d for _, d in met if d not in used]
    verdicts = {j.relation.rhs.end: (j, f) for j, f in context.judged}
    return all(d.at in verdicts and _whole_chain(verdicts[d.at][0], context.judged) for d in used)


def _whole_chain(last: Case, judged: list[tuple[Case, Finding]]) -> bool:
    """Whether every link from the beginning of the chain to this relation was established."""
    home = next((f for f, r in last.context.relations if r is last.relation), None)
    chain = [r for f, r in last.context.relations if f is home and r.chain == last.relation.chain and r.link <= last.relation.link]
    verdicts = {id(j.relation): f.verdict for j, f in judged}
    return all(verdicts.get(id(r)) in HELD for r in chain)
