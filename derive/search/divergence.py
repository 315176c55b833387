"""The Kullback–Leibler divergence of two laws: nested supports or +∞, then the expectation of log p − log q."""

from dataclasses import dataclass

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Derivation, Step
from ..language.claims import Claim, Given
from ..language.distribution import Distribution
from ..language.domains import holds
from ..language.sets import Span
from ..language.substitution import substitute
from ..library import expectations, holes
from .expectation import Expected, expectation, pruned
from .lawful import Law, cases, given_of, pair
from .proof import Proof

ZERO = sp.Integer(0)


@dataclass(frozen=True)
class Divergence:
    """KL(P‖Q). ``nested`` are the conditions under which the support of P lies in that of Q; where they fail it is +∞.

    ``outside`` is the place where P has mass and Q has none, with the derivation that says so; ``found`` the expectation otherwise.
    """

    p: Law
    q: Law
    verdict: str
    value: sp.Expr | None = None
    reason: str = ""
    conditions: tuple[Claim, ...] = ()
    nested: tuple[Claim, ...] = ()
    found: Expected | None = None
    outside: Derivation | None = None

    @property
    def is_closed(self) -> bool:
        """Whether there is a value without integrals and series."""
        return self.verdict == "proved" and self.value is not None and not self.value.has(sp.Integral, sp.Sum)


def divergence(p: Distribution, q: Distribution) -> Divergence:
    """KL(P‖Q), P and Q families over numbers."""
    one, other = pair(p, q)
    if one.is_discrete != other.is_discrete:
        discrete, dense = (p, q) if one.is_discrete else (q, p)
        reason = f"the {discrete.name} law gives points a positive probability, and the {dense.name} law none"
        return Divergence(one, other, "open", reason=reason)
    known = given_of(one, other)
    nested = inside(one, other, known)
    if isinstance(nested, Claim):
        return _outside(one, other, known, nested)
    wanted = tuple(c for c in nested if holds(c, known) is not True)
    found = _nested(one, other, known, wanted)
    if wanted and not found.is_closed:
        strictly = _nested(one, other, known, tuple(Claim(c.lhs, ">", c.rhs) for c in wanted))
        found = strictly if strictly.is_closed or found.verdict != "proved" else found
    return found


def _nested(p: Law, q: Law, known: Given, conditions: tuple[Claim, ...]) -> Divergence:
    given = known.assume(*conditions, *implied(p, q, known, conditions))
    found = expectation(p, sp.log(p.density) - sp.log(q.density), given, q)
    if found.verdict == "proved" and found.value is None:
        return Divergence(p, q, "open", reason=f"log p − log q is not integrable: {found.reason}", nested=conditions)
    return Divergence(p, q, found.verdict, found.value, found.reason, pruned(known, (*conditions, *found.conditions)), conditions, found)


def inside(p: Law, q: Law, known: Given) -> tuple[Claim, ...] | Claim:
    """What must hold for the support of P to lie in that of Q; or the one claim that certainly does not hold."""
    wanted = []
    for least, most in ((q.lo, p.lo), (p.hi, q.hi)):
        if least == -sp.oo or most == sp.oo or least == most:
            continue
        claim = Claim(most - least, ">=", ZERO)
        if most == -sp.oo or least == sp.oo or holds(claim, known) is False:
            return claim
        wanted.append(claim)
    return tuple(wanted)


def implied(p: Law, q: Law, known: Given, conditions: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """What the conditions say of the ends of the range: they are positive, if it begins at or above a number that is not negative."""
    if not any(c.lhs == p.lo - q.lo for c in conditions) or not holds(Claim(q.lo, ">=", ZERO), known):
        return ()
    strict = holds(Claim(q.lo, ">", ZERO), known) or any(c.relation == ">" for c in conditions)
    wanted = [Claim(p.lo, ">" if strict else ">=", ZERO), Claim(p.hi, ">", ZERO)]
    return tuple(c for c in wanted if c.lhs.is_finite is not False and holds(c, known) is not True)


# --- mass where the other law has none --------------------------------------------------------------------------------------


def _outside(p: Law, q: Law, known: Given, failing: Claim) -> Divergence:
    """+∞: P has mass where the density of Q is 0."""
    below = failing.lhs == p.lo - q.lo
    way = _point if p.is_discrete else _stretch
    try:
        first, *_ = [way(p, q, known.assume(*case), below) for case in cases(known, p)]
    except Rejected as no:
        return Divergence(p, q, "open", reason=str(no))
    return Divergence(p, q, "proved", sp.oo, "P has mass where Q has none", outside=first)


def _point(p: Law, q: Law, known: Given, below: bool) -> Derivation:
    """The probability of the first number beyond the support of Q."""
    place = q.lo - 1 if below else q.hi + 1
    proof = Proof(Given({v: d for v, d in known.domains.items() if v != p.x}, known.hypotheses))
    proof.compute(Claim(substitute(p.density, {p.x: place}), ">", ZERO))
    return proof.derivation()


def _stretch(p: Law, q: Law, known: Given, below: bool) -> Derivation:
    """The mass of an interval on which Q has no density."""
    lo, hi = (p.lo, _least(p.lo, q.lo, p.hi)) if below else (_most(p.hi, q.hi, p.lo), p.hi)
    proof = Proof(Given({v: d for v, d in known.domains.items() if v != p.x}, known.hypotheses))
    y = sp.Symbol(p.x.name, real=True)
    span = Span(lo, hi, True, True)
    proof.introduce(y, span)
    density = substitute(p.density, {p.x: y})
    ends = {holes.s: lo, holes.t: hi}
    rule = expectations.positive_integral
    if hi == sp.oo and lo != -sp.oo:
        rule, ends = expectations.positive_integral_above, {holes.s: lo}
    if lo == -sp.oo:
        rule, ends = expectations.positive_integral_below, {holes.t: hi}
    bindings = {holes.f: sp.Lambda((y,), density), holes.y: y, holes.Y: span, **ends}
    proof.add(Step("rule", Claim(sp.Integral(density, (y, lo, hi)), ">", ZERO), rule, bindings))
    return proof.derivation()


def _least(start: sp.Expr, end: sp.Expr, other: sp.Expr) -> sp.Expr:
    """A number above the start and not above either end."""
    if other == sp.oo:
        return end
    if start == -sp.oo:
        return end if other == end else end - sp.Abs(other - end)
    first, second = end - start, other - start
    return other - second**2 / (first + second)


def _most(end: sp.Expr, start: sp.Expr, other: sp.Expr) -> sp.Expr:
    """A number below the end and not below either start."""
    if other == -sp.oo:
        return start
    if end == sp.oo:
        return start if holds(Claim(start - other, ">=", ZERO), Given()) else other + (start - other) ** 2 + 1  # as t² + 1 ≥ t
    first, second = end - start, end - other
    return other + second**2 / (first + second)
