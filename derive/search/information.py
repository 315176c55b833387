"""What follows from one law: entropy, moments, the form of an exponential family, the Fisher information."""

from dataclasses import dataclass, replace

import sympy as sp

from ..kernel.calculus import differentiate
from ..kernel.check import Rejected
from ..kernel.derivation import Derivation
from ..language.claims import Claim
from ..language.distribution import Distribution
from ..language.sets import positive
from ..language.terms import free
from ..library import expectations, holes, integrals
from .assume import Stuck
from .evaluating import ONE, Diverges, Evaluation, Needs
from .expectation import Expectations, Expected, Split, expectation, pruned
from .integrands import centre
from .lawful import Law, cases, given_of, law
from .proof import Course, Proof
from .shortening import tidy

ZERO = sp.Integer(0)


def expected(one: Law, function: sp.Expr, *conditions: Claim) -> Expected:
    """E f(X), where the conditions hold."""
    found = expectation(one, function, given_of(one).assume(*conditions))
    return replace(found, conditions=pruned(given_of(one), (*conditions, *found.conditions)))


def entropy(family: Distribution) -> Expected:
    one = law(family)
    return expected(one, -sp.log(one.density))


@dataclass(frozen=True)
class Entry:
    """An entry of the Fisher information: the mean of a product of scores, or minus the mean of a second derivative."""

    row: sp.Symbol
    column: sp.Symbol
    found: Expected
    by_curvature: bool = False
    at_corner: bool = False


@dataclass(frozen=True)
class Fisher:
    """``left_out`` says of which parameters there is no information, and why.

    ``corners`` are parameters c with a term s·|x − c| in log f(x): the score is ∓s for x ≠ c, and s stands among the scores.
    """

    law: Law
    scores: dict[sp.Symbol, sp.Expr]
    derivation: Derivation
    rows: dict[sp.Symbol, int]
    split: Split
    entries: tuple[Entry, ...]
    left_out: dict[sp.Symbol, str]
    corners: tuple[sp.Symbol, ...] = ()

    @property
    def matrix(self) -> sp.Matrix | None:
        names = list(self.scores)
        if self.undecided:
            return None
        values = {(e.row, e.column): e.found.value for e in self.entries}
        if None in values.values():
            return None
        return sp.Matrix(len(names), len(names), lambda i, j: values.get((names[i], names[j]), values.get((names[j], names[i]))))

    @property
    def undecided(self) -> tuple[sp.Symbol, ...]:
        """Parameters about which there may be information that was not derived."""
        return tuple(p for p in self.law.parameters if p not in self.scores and p not in self.left_out)


def fisher(family: Distribution) -> Fisher:
    """The Fisher information about the parameters on which the support does not depend."""
    one = law(family)
    left_out = {p: "the support depends on it" for p in one.parameters if p in free(one.lo) | free(one.hi)}
    proof = Proof(given_of(one))
    proof.given = proof.given.assume(*cases(proof.given, one)[0])
    split = Expectations(proof, one).split(sp.log(one.density))
    total, scores, rows, corners = sp.Add(*(c * t for c, t in split.parts)), {}, {}, []
    for p in one.parameters:
        if p in left_out:
            continue
        try:
            step = proof.differentiate(sp.Derivative(total, p, evaluate=False))
        except Rejected:
            if (slope := _corner(one, split, p)) is not None:
                scores[p] = slope
                corners.append(p)
            continue
        value = proof.claim(step).rhs
        short = tidy(value)
        rows[p] = step if short == value else proof.chain(step, proof.field(value, short))
        scores[p] = short
    names = list(scores)
    entries = tuple(_entry(one, scores, p, q, corners) for k, p in enumerate(names) for q in names[k:])
    return Fisher(one, scores, proof.derivation(), rows, split, entries, left_out, tuple(corners))


def _entry(one: Law, scores: dict, p: sp.Symbol, q: sp.Symbol, corners: list) -> Entry:
    if p in corners or q in corners:
        return Entry(p, q, expected(one, scores[p] ** 2) if p == q else _across(one, scores, p, q, corners), at_corner=True)
    found = expected(one, scores[p] * scores[q])
    if found.verdict == "proved":
        return Entry(p, q, found)
    second = differentiate(scores[p], q)
    curved = expected(one, tidy(-second)) if second is not None else found
    return Entry(p, q, curved, True)


def _corner(one: Law, split: Split, p: sp.Symbol) -> sp.Expr | None:
    """s where p stands in one term s·|x − p| of log f(x) only, and s is free of it."""
    ((c, t), *more) = [part for part in split.parts if p in free(part[0]) | free(part[1])]
    if more or not isinstance(t, sp.Abs) or centre(t, one.x) != p or p in free(c):
        return None
    return c


def _across(one: Law, scores: dict, p: sp.Symbol, q: sp.Symbol, corners: list) -> Expected:
    """The mean of s·(score of q) to the right of the corner less that to the left: the score changes its sign there."""
    (corner,) = [v for v in (p, q) if v in corners] if (p in corners) != (q in corners) else (p,)
    function = scores[p] * scores[q]
    body, proof = function * one.density, Proof(given_of(one))
    at, x = Evaluation(proof), one.x
    above, below = sp.Integral(body, (x, corner, sp.oo)), sp.Integral(body, (x, -sp.oo, corner))
    try:
        right = at.moved(above, integrals.integral_affine_above, {holes.a: ONE, holes.b: corner, holes.s: corner}, positive)
        left = at.moved(below, expectations.integral_reflected_below, {holes.c: corner, holes.t: corner}, positive)
        course = Course(proof, above - below)
        for k in (right, left):
            course.substitute(k)
        course.field(tidy(course.term))
    except (Rejected, Stuck, Needs, Diverges) as no:
        return Expected(one, function, "open", reason=str(no))
    step = course.total()
    return Expected(one, function, "proved", proof.claim(step).rhs, derivation=proof.derivation(), step=step)
