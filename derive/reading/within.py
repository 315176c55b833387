"""What is said to hold for ``x < 0`` must be looked at there: a proof for other values is no proof of it."""

from ..language.terms import free
from .case import Case
from .conditional import conditions_at
from .findings import Finding
from .law_points import Domains, draws
from .trial import value

ELSEWHERE = "it is said for values of {names} at which it was not shown"


def within(case: Case, found: Finding) -> Finding:
    """The finding, unless the formula names an interval in which the sides have no values, or differ."""
    left, right = case.left.term, case.right.term
    if found.verdict not in ("proved", "supported") or case.sign != "=" or left is None or right is None or " law " in found.message:
        return found
    spans = {n: span for n, span in conditions_at(case.context, case.relation).items() if n in free(left) | free(right)}
    if not spans or case.left.opaque or case.right.opaque:
        return found
    domains = Domains(of=dict(spans))
    pairs = [(value(left, at), value(right, at)) for at in draws((left, right), domains)]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not pairs or any((one - other).contains(0) for one, other in known):
        return found
    return case.found("open", ELSEWHERE.format(names=", ".join(sorted(map(str, spans)))))
