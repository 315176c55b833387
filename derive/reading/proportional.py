"""``f(θ) ∝ g(θ)``: the ratio of the two sides does not depend on the argument."""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import substitute
from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .meaning_calculus import Weighted
from .premises import judged_above
from .show import show
from .syntax import Call, Juxtaposed, Name, Node, Product, Sequence, as_call
from .trial import Tally, compare

DATA = frozenset("x y z D X Y".split())


def proportional(case: Case) -> Finding | None:
    """Supported where the ratio is free of the parameters that the left side is a function of; refuted where it varies with each."""
    if case.sign != "∝" or case.right.term is None:
        return None
    if _is_bayes(case.relation.lhs.node, case.relation.rhs.node):
        return case.found("supported", "Bayes' theorem: the density of the data does not depend on the parameter")
    names = arguments(case.relation.lhs.node)
    over = [n for n in names if not _is_datum(n, case)] or names
    for form in _forms(case):
        for known in _written_out(case, case.right.term):
            if form == known:
                return case.found("supported", "the same")
            if set(over) & free(form) and _is_free(form, known, over, case):
                return case.found("supported", f"the ratio of the two sides does not depend on {', '.join(map(str, over))}")
    return _varying(case, names)


def _is_datum(name: sp.Symbol, case: Case) -> bool:
    return name.name in DATA or name.name in case.context.usage.indexed


def _varying(case: Case, names: list[sp.Symbol]) -> Finding | None:
    """The ratio of explicit sides varies with every argument, whichever is meant."""
    left, right = case.left.term, case.right.term
    if left is None or right is None or not names or any(r.opaque or r.doubts for r in (case.left, case.right)):
        return None
    if left.has(Weighted) or right.has(Weighted) or not free(left) >= set(names):
        return None
    witness = None
    for name in names:
        tally = _crossed(left, right, [name], case, False)
        if tally is None or not tally.fails:
            return None
        witness = tally.witness or witness
    assert witness is not None
    values = {str(n): str(v) for n, v in witness[0].items() if not isinstance(v, tuple) and not callable(v)}
    message = f"the ratio of the two sides depends on {', '.join(map(str, names))}"
    return case.found("refuted", message, "D203", evidence=Evidence(values, witness[1], witness[2]))


def _forms(case: Case):
    """What the left side is: as written, by definitions, by equations above, or what it is proportional to above."""
    if case.left.term is not None:
        yield from _written_out(case, case.left.term)
    for other, finding in judged_above(case):
        if other.raw_left.term == case.raw_left.term and other.right.term is not None and finding.verdict not in ("refuted", "unread"):
            if other.sign in ("∝", "="):
                yield from _written_out(case, other.right.term)


def _written_out(case: Case, term: sp.Expr):
    """The term as it is, and with the equations above put in."""
    place = case.relation.sign.start
    seen = [term]
    for latest in (False, True):
        seen.append(case.context.recall(term, place, case.relation.lhs.start, latest))
    for each in list(seen):
        seen.append(case.context.insert(each, place, case.relation.lhs.start)[0])
    return dict.fromkeys(t for t in seen if not t.has(Weighted))


def arguments(node: Node | None) -> list[sp.Symbol]:
    """The names that a density is a function of, those before the bar first."""
    call = as_call(node) if isinstance(node, Juxtaposed) else node
    if not isinstance(call, Call):
        return []
    items = [i for a in call.arguments for i in (a.items if isinstance(a, Sequence) else (a,))]
    return [sp.Symbol(show(i)) for i in items if isinstance(i, Name)]


def _is_free(left: sp.Expr, right: sp.Expr, names: list[sp.Symbol], case: Case) -> bool:
    tally = _crossed(left, right, names, case, True)
    return tally is not None and tally.holds


def _crossed(left: sp.Expr, right: sp.Expr, names: list[sp.Symbol], case: Case, enough: bool) -> Tally | None:
    """left(θ) right(θ') against left(θ') right(θ)."""
    if left.atoms(AppliedUndef) or right.atoms(AppliedUndef):
        return None
    moved = {name: sp.Symbol(f"{name}*") for name in names}
    return compare(left * substitute(right, moved), substitute(left, moved) * right, case.context.usage.running, enough=enough)


def _is_bayes(left: Node | None, right: Node | None) -> bool:
    """``p(θ|y) ∝ p(y|θ) p(θ)`` and ``p(θ|y) ∝ p(y,θ)``."""
    whole = _parts(left)
    if whole is None or not whole[2]:
        return False
    head, of, given = whole
    factors = right.factors if isinstance(right, Product) else (right,)
    parts = [_parts(f) for f in factors]
    if any(p is None or p[0] != head for p in parts):
        return False
    known = [(set(p[1]), set(p[2])) for p in parts if p is not None]
    joint = [(set(of) | set(given), set())]
    return known == joint or sorted(known, key=str) == sorted([(set(given), set(of)), (set(of), set())], key=str)


def _parts(node: Node | None) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The head of a density, its arguments, and what it is conditioned on."""
    call = as_call(node) if isinstance(node, Juxtaposed) else node
    if not isinstance(call, Call) or ";" in call.separators:
        return None
    names = [show(a) for a in call.arguments]
    at = call.separators.index("|") + 1 if "|" in call.separators else len(names)
    return show(call.head), tuple(names[:at]), tuple(names[at:])
