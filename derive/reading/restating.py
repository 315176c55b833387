"""A density that a text writes out, ``Gam(x; a, b) = …``: wrong where its mass is not 1 and no reading of the notation gives it."""

import re

import sympy as sp

from ..language.sets import Integers
from ..language.terms import free
from .case import Case
from .findings import Evidence, Finding
from .law_points import Domains, draws, tried
from .laws import readings_at
from .meaning_calls import Weighted
from .said import statement_of
from .syntax import Call
from .trial import value

DEFINED = re.compile(r"\b(let|assum\w*|suppos\w*|defin\w*|modif\w*|truncat\w*)\b", re.IGNORECASE)
FAR = (8, 16, 32, 64)
CLEARLY = 1e-9


def restating(case: Case) -> Finding | None:
    """Refuted where it differs from the density in every reading, and is no density at all; else None."""
    node, term = case.relation.lhs.node, case.raw_right.term
    if case.sign != "=" or not isinstance(node, Call) or node.separators[:1] != (";",) or term is None or not _is_explicit(case):
        return None
    place = _place(case)
    term = _at_name(term)
    shown = None
    for law in readings_at(case.context, node) if place is not None else ():
        own = law.at(place)
        if own.has(sp.nan, sp.zoo) or not free(term) <= free(own):
            return None
        domains = Domains()
        for part, domain in law.domains:
            domains.state(part, domain)
        domains.of[place] = law.support
        trials = tried(own, term, domains, enough=False)
        if not trials.fails or trials.witness is None or _may_be_density(term, place, domains):
            return None
        shown = shown or trials.witness
    if shown is None:
        return None
    values, lhs, rhs = shown
    said = {str(n): str(v) for n, v in sorted(values.items(), key=lambda p: str(p[0])) if not isinstance(v, tuple)}
    return case.found("refuted", "this is not the density of the law", "D701", evidence=Evidence(said, lhs, rhs))


def _is_explicit(case: Case) -> bool:
    right = case.raw_right
    formula, statement = statement_of(case.context, case)
    before = case.context.document.text[max(0, formula.formula.opening - 160) : formula.formula.opening]
    plain = right.term is not None and not right.opaque and not right.doubts and not right.term.has(Weighted, sp.Piecewise)
    return bool(plain and formula.formula.display and statement.word in ("", ",", "and")) and not DEFINED.search(before)


def _place(case: Case) -> sp.Symbol | None:
    """The value at which the density is taken, if it is a name."""
    node = case.relation.lhs.node
    assert isinstance(node, Call)
    letter = node.arguments[0]
    found = case.context.read(case.relation.lhs, False, letter).term
    name = None if found is None else _at_name(found)
    term = case.raw_right.term
    return name if isinstance(name, sp.Symbol) and term is not None and name in free(_at_name(term)) else None


def _at_name(term: sp.Expr) -> sp.Expr:
    """Entries of data as names, where nothing adds over them."""
    entries = () if term.has(sp.Sum, sp.Product) else term.atoms(sp.Indexed)
    return term.xreplace({e: sp.Symbol(f"{e.base}_{','.join(map(str, e.indices))}") for e in entries})


def _may_be_density(term: sp.Expr, place: sp.Symbol, domains: Domains) -> bool:
    """Whether its mass is 1 somewhere, or not known to be another number."""
    support = domains.of[place]
    total = sp.Sum if isinstance(support, Integers) else sp.Integral
    mass = total(term, (place, support.lo, support.hi))
    for values in draws((term,), domains):
        found = value(mass, {n: v for n, v in values.items() if n != place})
        if found is None:
            if not _grows(term, place, values, support):
                return True
        elif abs(float(found.mid()) - 1) - float(found.rad()) < CLEARLY:
            return True
    return False


def _grows(term: sp.Expr, place: sp.Symbol, values: dict, support) -> bool:
    """Whether the values go up further and further out: then there is no mass."""
    if support.hi != sp.oo:
        return False
    found = [value(term, {**values, place: sp.Integer(far)}) for far in FAR]
    sizes = [float(f.mid()) if f is not None else 0.0 for f in found]
    return all(a < b for a, b in zip(sizes, sizes[1:], strict=False)) and sizes[0] > 0
