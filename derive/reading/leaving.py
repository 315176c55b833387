"""Places at which a density or distribution function is looked at, and what the text says of their size: do they stay in the support?"""

from dataclasses import replace

import sympy as sp

from ..language.balls import flint
from ..language.sets import Integers, Span
from ..language.terms import free
from .case import Case
from .conditional import bounds_at, conditions_at, outside
from .law_points import SMALL, Domains, draws
from .trial import value


def may_leave(case: Case, domains: Domains) -> bool:
    """Whether a place can lie outside of the support at values of its names that the text allows in so many words."""
    stated: dict = {n: span for n, span in bounds_at(case.context, case.relation.sign.start) if isinstance(span, Span)}
    stated |= conditions_at(case.context, case.relation)
    if any(domains.of.get(n) == SMALL and span.hi == sp.oo for n, span in stated.items()):  # "for t > 0": a mean may be infinite there
        return True
    return any(
        set(free(place)) & set(stated) and not outside(stated.get(place), support) and _leaves(place, support, domains, stated)
        for place, support in domains.looked
    )


def _leaves(place: sp.Expr, support: sp.Basic, domains: Domains, stated: dict) -> bool:
    if not isinstance(support, Span | Integers):
        return False
    ends = (support.lo, support.hi)
    made = replace(domains, of={**domains.of, **stated}, hypotheses=[h for h in domains.hypotheses if h not in domains.placed], placed=[])
    for values in draws((place, *(e for e in ends if e not in (sp.oo, -sp.oo))), made):
        at = value(place, values)
        lo, hi = (None if e in (sp.oo, -sp.oo) else value(e, values) for e in ends)
        with flint().ctx.workprec(128):
            if at is not None and ((lo is not None and at < lo) or (hi is not None and at > hi)):
                return True
    return False
