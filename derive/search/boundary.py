"""Supports that depend on the parameters: for which parameters the sample is possible at all."""

from sympy import Basic, IndexedBase, Integer, Symbol, oo

from ..language.claims import Claim, Given
from ..language.distribution import Distribution
from ..language.domains import domain_of, holds
from ..language.sets import Span, counting, data
from ..language.substitution import substitute
from ..language.terms import Largest, Smallest, free
from .assume import Stuck
from .likelihood import i


def possible(distribution: Distribution, n: Symbol) -> tuple[IndexedBase, Given]:
    """The data, and the parameter domains cut down to where no observation lies outside the support.

    Raises Stuck where the ends of the support are not a number plus or minus one parameter.
    """
    support = distribution.support
    if not isinstance(support, Span):
        raise Stuck("the support is a set of integers that depends on a parameter")
    domains = {**distribution.parameters, **distribution.known}
    x = data(str(distribution.variable), _hull(support, domains))
    given = Given({**domains, x: _hull(support, domains), n: counting})
    cuts: dict = {}
    ends = ((support.lo, support.lo_open, Smallest, True), (support.hi, support.hi_open, Largest, False))
    for end, is_open, extreme, from_below in ends:
        for theta, bound, upper in _solved(end, extreme(x[i], (i, 1, n)), from_below, distribution):
            cuts.setdefault(theta, []).append((bound, upper, is_open))
    for theta, bounds in cuts.items():
        given = _cut(given, theta, bounds)
    return x, given


def _solved(end, extreme, from_below: bool, distribution):
    """``end ≤ x₍₁₎`` (or ``end ≥ x₍ₙ₎``) solved for the parameter in the end."""
    names = free(end) & set(distribution.parameters)
    if not names:
        return
    theta, *others = names
    slope = end - substitute(end, {theta: theta - 1})
    if others or slope not in (1, -1):
        raise Stuck(f"the end {end} of the support is not a number plus or minus one parameter")
    yield theta, slope * (extreme - (end - slope * theta)), from_below == (slope == 1)


def _cut(given: Given, theta: Symbol, bounds) -> Given:
    domain = given.domains[theta]
    lo, hi, lo_open, hi_open = domain.lo, domain.hi, domain.lo_open, domain.hi_open
    for bound, upper, is_open in bounds:
        if upper and hi == oo:
            hi, hi_open = bound, is_open
        elif not upper and (lo == -oo or holds(Claim(bound, ">=", lo), given)):
            if lo_open and lo != -oo and not holds(Claim(bound, ">", lo), given):
                given = given.assume(Claim(bound - lo, ">", Integer(0)))
            lo, lo_open = bound, is_open
        else:
            raise Stuck(f"the sample limits {theta} on a side where its domain is limited already")
    if lo != -oo and hi != oo and not holds(Claim(hi, ">" if lo_open or hi_open else ">=", lo), given):
        given = given.assume(Claim(hi - lo, ">=", Integer(0)))
    return given.declare(theta, Span(lo, hi, lo_open, hi_open))


def _hull(support: Span, domains: dict) -> Basic:
    """An interval that contains the support for every parameter."""
    low = domain_of(support.lo, Given(domains)) if free(support.lo) else None
    high = domain_of(support.hi, Given(domains)) if free(support.hi) else None
    lo, lo_open = (support.lo, support.lo_open) if not free(support.lo) else (low.lo, low.lo_open) if low else (-oo, True)
    hi, hi_open = (support.hi, support.hi_open) if not free(support.hi) else (high.hi, high.hi_open) if high else (oo, True)
    return Span(lo, hi, lo_open, hi_open)
