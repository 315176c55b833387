"""Conditions on the data: what must hold of a sample for a step to go through is assumed, and stated in the result."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

from sympy import IndexedBase, Integer, Mul, Rational, Symbol, fraction, together

from ..kernel.check import Rejected
from ..language.claims import Claim, Given
from ..language.domains import NEG, POS, holds, sign
from ..language.sets import Integers, Span, entries
from ..language.terms import Largest, Smallest, free
from .points import meets
from .proof import Proof


class Stuck(Exception):
    """The search found no certificate; what was derived so far stands."""


def assuming(proof: Proof, parameters: frozenset, attempt: Callable):
    """Carry out the attempt; a condition on the data alone that not all data meet is assumed."""
    for _ in range(6):
        steps, given = len(proof.steps), proof.given
        try:
            return attempt()
        except Rejected as no:
            del proof.steps[steps:]
            hypotheses = assumption(no.condition, given, parameters) if no.condition else None
            if not hypotheses:
                proof.given = given
                raise
            proof.given = _pruned(given.assume(*hypotheses))
    raise Stuck("too many conditions on the data")


def _pruned(given: Given) -> Given:
    """Without the hypotheses that follow from the others."""
    kept = list(given.hypotheses)
    for h in given.hypotheses:
        others = [o for o in kept if o is not h]
        if holds(h, replace(given, hypotheses=tuple(others))):
            kept = others
    return replace(given, hypotheses=tuple(kept))


def assumption(condition: Claim, given: Given, parameters: frozenset) -> tuple[Claim, ...] | None:
    """A simple statement about the data that gives the condition; it may ask for more than the condition does."""
    if holds(condition, given) is False:
        return None
    edges = [c for s in sorted(condition.free - parameters, key=str) if isinstance(s, Symbol) for c in _edges(s, given)]
    edges += _distinct(given)
    for size in (1, 2):
        for chosen in combinations(edges, size):
            if holds(condition, given.assume(*chosen)):
                return chosen
    reduced = _reduced(condition, given)
    if reduced.free & parameters:
        return None
    return (reduced,) if holds(condition, given.assume(reduced)) and holds(reduced, given) is not False else None


def _edges(symbol: Symbol, given: Given):
    """The statement that a statistic is not at the end of its range."""
    domain = given.domains.get(symbol)
    if isinstance(domain, Span):
        if not domain.lo_open:
            yield Claim(symbol, ">", domain.lo)
        if not domain.hi_open:
            yield Claim(symbol, "<", domain.hi)


def _reduced(condition: Claim, given: Given) -> Claim:
    """The condition as ``e > 0``, without factors of known sign."""
    if condition.relation == "in" and isinstance(condition.rhs, Span) and condition.rhs.lo == 0:
        difference = condition.lhs
    elif condition.relation in (">", "<"):
        difference = (condition.lhs - condition.rhs) * (1 if condition.relation == ">" else -1)
    else:
        return condition
    left, negative = [], False
    for factor in (f for part in fraction(together(difference)) for f in Mul.make_args(part)):
        known = sign(factor, given)
        negative ^= known == NEG
        base, exponent = factor.as_base_exp()
        left += [base if exponent.is_Rational and exponent.q == 2 else factor] if known not in (POS, NEG) else []
    e = Mul(*left)
    return Claim((-e if negative else e).primitive()[1], ">", Integer(0))


def _distinct(given: Given):
    """That the largest and the smallest observation differ, where the domains of the parameters speak of them."""
    ends = [t for d in given.domains.values() for t in d.args]
    tops = {t for t in ends if isinstance(t, Largest)}
    return [Claim(t - low, ">", Integer(0)) for t in tops for low in {e for e in ends if e == Smallest(*t.args)}]


def met(given: Given, x: IndexedBase, n: Symbol, statistics) -> bool:
    """Whether some sample of four observations meets the hypotheses: random ones, seeded, are tried."""
    draw = Random(0)
    for attempt in range(90):
        scale = (1, 4, 20)[attempt % 3]
        numbers = {s: _number(d, draw, scale) for s, d in given.domains.items() if isinstance(s, Symbol) and not free(d)}
        sample = [_number(entries(given.domains[x]), draw, scale) for _ in range(4)]
        names = {s.symbol: s.value for s in statistics}
        if all(meets(h.substitute(names), {**numbers, x: sample, n: 4}) for h in given.hypotheses):
            return True
    return False


def _number(domain, draw: Random, scale: int) -> Rational:
    lo, hi = (e if isinstance(e, Rational) else None for e in (domain.lo, domain.hi))
    if isinstance(domain, Integers):
        low = int(lo) if lo is not None else -3
        return Integer(draw.randint(low, int(hi) if hi is not None else low + 5 * scale))
    share = Rational(draw.randint(1, 99), 100)
    if lo is not None and hi is not None:
        return lo + share * (hi - lo)
    return lo + scale * share if lo is not None else hi - scale * share if hi is not None else 2 * scale * share - scale
