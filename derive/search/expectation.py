"""Expectations under a law: a function is split into statistics, whose expectations add up."""

from dataclasses import dataclass, field, replace

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Derivation, Step
from ..kernel.field import equal_as_fractions
from ..language.claims import Claim, Given, equal
from ..language.contexts import HOLE, fill
from ..language.domains import holds
from ..library import holes
from ..library.powers import abs_of_nonnegative
from . import known_integrals, over_quadratics, variables, weights  # noqa: F401  (the ways to evaluate)
from .assume import Stuck
from .evaluating import ZERO, Diverges, Evaluation, Needs, Unknown
from .fractions import expanded, parted
from .integrands import below_bar
from .lawful import Law, cases
from .likelihood import expand_logs
from .normal import Normal
from .proof import Course, Proof
from .shortening import opened, tidy


@dataclass(frozen=True)
class Split:
    """A function as Σ c·t(x): ``opened`` is the step that says so (None where it is written so), ``means`` those of the E t(X)."""

    function: sp.Expr
    parts: tuple[tuple[sp.Expr, sp.Expr], ...]
    opened: int | None
    means: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expected:
    """E f(X), and the steps behind it: ``value`` is ∞ or None where there is no number, and the reason says why.

    ``others`` are the derivations for the other cases of the signs that the domains leave open. ``infinite_outside`` says that the
    expectation is +∞ where one of ``needed``, the conditions of convergence, fails.
    """

    law: Law
    function: sp.Expr
    verdict: str
    value: sp.Expr | None = None
    reason: str = ""
    conditions: tuple[Claim, ...] = ()
    needed: tuple[Claim, ...] = ()
    infinite_outside: bool = False
    derivation: Derivation | None = None
    split: Split | None = None
    step: int = -1
    others: tuple[Derivation, ...] = field(default=())
    about: sp.Basic | None = None  # what the reason speaks of


@dataclass(frozen=True)
class Infinite(Exception):
    """One statistic, with a positive coefficient, has an infinite mean, and the others have finite ones."""

    statistic: sp.Expr
    coefficient: sp.Expr
    split: Split
    step: int


class Expectations:
    """The expectations found in one proof under one law."""

    def __init__(self, proof: Proof, law: Law):
        self.proof, self.law, self.evaluation = proof, law, Evaluation(proof)

    def split(self, function: sp.Expr) -> Split:
        """The function as Σ c·t(x) with different t."""
        proof, x = self.proof, self.law.x
        kept = below_bar(function, x) or below_bar(self.law.density, x)
        after, step = self._logs_only(function) if kept else Normal(proof, equal(function, ZERO)).of(function)
        parts: dict[sp.Expr, sp.Expr] = {}
        for term in sp.Add.make_args(after if kept else opened(after)):
            c, t = term.as_independent(x, as_Add=False) if kept else parted(term, x)
            parts[t] = parts.get(t, ZERO) + c
        plain = tuple((c, t) for t, c in sorted(parts.items(), key=lambda p: sp.default_sort_key(p[0])) if expanded(c) != 0)
        for found in (tuple((tidy(c), t) for c, t in plain), plain):
            total = sp.Add(*(c * t for c, t in found))
            try:
                last = None if total == after else proof.field(after, total)
            except Rejected:
                continue
            steps = [k for k in (step, last) if k is not None]
            return Split(function, found or ((ZERO, sp.Integer(1)),), proof.chain(*steps) if steps else None)
        raise Stuck(f"{function} is not a sum of statistics")

    def _logs_only(self, function: sp.Expr) -> tuple[sp.Expr, int | None]:
        """The logarithms of products as sums, and nothing multiplied out."""
        course = Course(self.proof, function)
        expand_logs(course)
        return course.term, self.proof.chain(*course.pending) if course.pending else None

    def of(self, function: sp.Expr) -> tuple[Split, int]:
        """Raises Stuck, Needs, Diverges or Infinite."""
        split, means, infinite = self.split(function), [], []
        for c, t in split.parts:
            try:
                means.append(self._mean(t))
            except Diverges as no:
                if not no.positive or infinite or holds(Claim(c, ">", ZERO), self.proof.given) is not True:
                    raise
                infinite.append((c, t, no.step))
        split = replace(split, means=tuple(means))
        if infinite:
            c, t, step = infinite[0]
            raise Infinite(t, c, split, step)
        return split, self._together(split)

    def _mean(self, statistic: sp.Expr) -> int:
        term = self.law.mean_of(statistic)
        try:
            return self.evaluation.of(term)
        except Stuck:
            return self.evaluation.left(term)

    def _together(self, split: Split) -> int:
        proof, density = self.proof, self.law.density
        term = self.law.mean_of(split.function)
        total = sp.Add(*(c * t for c, t in split.parts))
        opened = self.law.mean_of(total)
        steps = []
        if split.opened is not None:
            context = term.func(HOLE * density, *term.args[1:])
            if fill(context, split.function) != term or fill(context, total) != opened:
                raise Stuck("the density and the function cannot be told apart")
            steps.append(proof.add(Step("substitute", equal(term, opened), premises=(split.opened,), context=context)))
        steps.append(self.evaluation.combined(opened, [(c, t * density) for c, t in split.parts]))
        return self.evaluation.chained(*steps)


def expectation(one: Law, function: sp.Expr, known: Given, *others: Law) -> Expected:
    """E f(X) for all signs that the domains leave open; it is proved where the cases agree."""
    apart = cases(known, one, *others)
    found = [_under(one, function, known.assume(*case), known) for case in apart]
    first, *rest = found
    if no := next((f for f in found if f.verdict != "proved"), None):
        return no
    if any(not _agree(first.value, f.value) for f in rest):
        return replace(first, verdict="open", reason="the cases differ")
    left_out = tuple(dict.fromkeys(Claim(c.lhs, "!=", ZERO) for case in apart for c in case))
    return replace(first, conditions=(*first.conditions, *left_out), others=tuple(f.derivation for f in rest if f.derivation))


def _agree(a: sp.Expr | None, b: sp.Expr | None) -> bool:
    return a is not None and b is not None and (a == b or (a.is_finite is not False and equal_as_fractions(a, b) is not None))


def _under(one: Law, function: sp.Expr, known: Given, base: Given) -> Expected:
    """The expectation in one case; conditions of convergence that are not given are assumed, and listed."""
    needed: list[Claim] = []
    found = Expected(one, function, "open", reason="too many conditions")
    for _ in range(5):
        proof = Proof(known.assume(*needed))
        expectations = Expectations(proof, one)
        try:
            split, step = expectations.of(function)
        except Needs as no:
            needed.append(no.condition)
            continue
        except Infinite as no:
            reason = "the mean of one statistic is infinite"
            return Expected(
                one, function, "proved", sp.oo, reason, tuple(needed), derivation=proof.derivation(), split=no.split, step=no.step
            )
        except Diverges as no:
            return Expected(one, function, "proved", None, "the function is not integrable", derivation=proof.derivation(), step=no.step)
        except Unknown as no:
            return replace(found, reason=no.args[0], about=no.args[1])
        except (Rejected, Stuck) as no:
            return replace(found, reason=str(no))
        step = with_absolute_values(proof, step, base)
        kept = pruned(known, tuple(needed))
        outside = bool(kept) and _infinite_outside(one, function, known, kept)
        value = proof.claim(step).rhs
        return Expected(one, function, "proved", value, "", kept, kept, outside, proof.derivation(), split, step)
    return found


def _infinite_outside(one: Law, function: sp.Expr, known: Given, needed: tuple[Claim, ...]) -> bool:
    """Whether the expectation is +∞ at the border of the last condition, and so beyond: the function grows too fast there."""
    if len(needed) != 1 or needed[0].relation != ">":
        return False
    proof = Proof(known.assume(equal(needed[0].lhs, ZERO)))
    try:
        Expectations(proof, one).of(function)
    except Infinite:
        return True
    except (Needs, Diverges, Rejected, Stuck):
        return False
    return False


def with_absolute_values(proof: Proof, step: int, base: Given) -> int:
    """log e as log |e| where only the case says that e is positive: so that the cases look the same."""
    for part in sorted(proof.claim(step).rhs.atoms(sp.log), key=sp.default_sort_key):
        inside = part.args[0]
        if inside.has(sp.Abs) or holds(Claim(inside, ">", ZERO), base) is not None:
            continue
        k = proof.rule(abs_of_nonnegative, {holes.a: inside})
        value = proof.claim(step).rhs
        context = value.xreplace({part: sp.log(HOLE)})
        after = fill(context, sp.Abs(inside))
        turned = proof.add(Step("substitute", equal(value, after), premises=(k,), context=context, reverse=True))
        step = proof.chain(step, turned)
    return step


def pruned(known: Given, conditions: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Without those that follow from the others."""
    kept = list(dict.fromkeys(conditions))
    for c in conditions:
        others = [o for o in kept if o != c]
        if holds(c, Given(known.domains, tuple(others))) is True:
            kept = others
    return tuple(kept)
