"""Integrals and sums with their values: by normal forms, else by linearity, else in one of the ways that other modules add.

``Evaluation.of`` takes an integral or a sum over one variable and returns the step that equates it with a term without integrals.
What has no value under what is given raises Needs, with the condition that is missing, or Diverges.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Step
from ..language.claims import Claim, equal
from ..language.contexts import HOLE, fill
from ..language.domains import holds
from ..language.sets import Integers, Span, reals
from ..language.substitution import substitute
from ..language.terms import free
from ..library import expectations, holes
from .assume import Stuck
from .fractions import expanded, factored, parted
from .normal import Normal
from .proof import Proof
from .shortening import tidy

ZERO, ONE = sp.Integer(0), sp.Integer(1)
ENDLESS = (sp.Integral, sp.Sum)
FIRST: list[Callable] = []
WAYS: list[Callable] = []


def way(function: Callable) -> Callable:
    """Register a way to evaluate: it takes the evaluation and an integral or a sum, and returns the step, or None; tried in order."""
    WAYS.append(function)
    return function


def first_way(function: Callable) -> Callable:
    """The same, before normal forms are tried."""
    FIRST.append(function)
    return function


class Unknown(Stuck):
    """No rule evaluates a term: the words, and the term."""

    def __str__(self):
        return " ".join(map(str, self.args))


@dataclass(frozen=True)
class Needs(Exception):
    """The value exists only under a condition that is not given."""

    condition: Claim


@dataclass(frozen=True)
class Diverges(Exception):
    """The function is not integrable: ``step`` says so of its absolute value, or of itself where it is positive; -1 without a proof."""

    term: sp.Expr
    positive: bool
    step: int = -1


class Evaluation:
    """The integrals that were evaluated in one proof. Every variable of integration is given, with its range as its domain."""

    def __init__(self, proof: Proof):
        self.proof = proof
        self.known: dict[sp.Basic, int] = {}

    def of(self, term: sp.Expr) -> int:
        """The step term = value. Raises Stuck, Needs or Diverges."""
        if term not in self.known:
            kept, given = len(self.proof.steps), self.proof.given
            try:
                self.known[term] = self._value(term)
            except (Rejected, Stuck, Needs):
                self.forget(kept)
                self.proof.given = given
                raise
        return self.known[term]

    def forget(self, kept: int) -> None:
        del self.proof.steps[kept:]
        self.known = {t: k for t, k in self.known.items() if k < kept}

    def holds(self, lhs: sp.Expr, relation: str, rhs: sp.Expr = ZERO) -> bool | None:
        return holds(Claim(lhs, relation, rhs), self.proof.given)

    def _value(self, term: sp.Expr) -> int:
        for attempt in FIRST:
            if (found := attempt(self, term)) is not None:
                return found
        found = self._normal(term)
        if found is not None:
            return found
        body, (x, lo, hi) = term.args
        after, step = Normal(self.proof, equal(body, ZERO)).of(body)
        if step is not None and after != body:
            return self.chained(self.under(term, step), self.of(term.func(after, (x, lo, hi))))
        if isinstance(body, sp.Add) or parted(body, x)[0] != 1:
            return self.combined(term)
        for attempt in WAYS:
            found = attempt(self, term)
            if found is not None:
                return found
        raise Unknown("no rule evaluates", term)

    def left(self, term: sp.Expr) -> int:
        """A mean without closed form, such as that of log x!, stays as it is; where the range is infinite, if it exists."""
        body, (x, _, hi) = term.args
        if not any(x in free(a) for a in body.atoms(sp.log)) or body.has(sp.Abs):
            raise Unknown("no rule evaluates", term)
        exists = Claim(term, "in", reals)
        if (isinstance(term, sp.Integral) or hi == sp.oo) and holds(exists, self.proof.given) is not True:
            raise Needs(exists)
        self.known[term] = self.proof.compute(equal(term, term))
        return self.known[term]

    def _normal(self, term: sp.Expr) -> int | None:
        """By normal forms alone."""
        kept = len(self.proof.steps)
        normal = Normal(self.proof, equal(term, ZERO))
        try:
            after, step = normal.of(term)
        except (Rejected, Stuck):
            after, step = term, None
        if step is None or after.has(*ENDLESS):
            self.forget(kept)
            return None
        return self.tidied(step)

    def tidied(self, step: int) -> int:
        claim = self.proof.claim(step)
        after = tidy(claim.rhs)
        if after == claim.rhs:
            return step
        try:
            return self.chained(step, self.proof.field(claim.rhs, after))
        except Rejected:
            return step

    def normalised(self, step: int) -> int:
        """The value in normal form."""
        value = self.proof.claim(step).rhs
        _, k = Normal(self.proof, equal(value, ZERO)).of(value)
        return step if k is None else self.chained(step, k)

    def chained(self, *steps: int) -> int:
        steps = tuple(k for k in steps if self.proof.claim(k).lhs != self.proof.claim(k).rhs) or steps[:1]
        return self.proof.chain(*steps)

    def under(self, term: sp.Expr, step: int) -> int:
        """From an equation of terms to one of their integrals."""
        context = term.func(HOLE, *term.args[1:])
        after = fill(context, self.proof.claim(step).rhs)
        return self.proof.add(Step("substitute", equal(term, after), premises=(step,), context=context))

    def written_as(self, term: sp.Expr, body: sp.Expr) -> int | None:
        """The step that equates the integral with that of an equal fraction; None where they are the same."""
        return None if term.args[0] == body else self.under(term, self.proof.field(term.args[0], body))

    def combined(self, term: sp.Expr, parts: list[tuple[sp.Expr, sp.Expr]] | None = None) -> int:
        """The value of an integral of Σ c·f by the values of the integrals of f."""
        body, (x, lo, hi) = term.args
        if parts is None:
            parts = [parted(factored(a), x) for a in sp.Add.make_args(expanded(body))]
        total, step = None, None
        multiple, combination = self._linear(term)
        for c, f in parts:
            k = self.of(term.func(f, (x, lo, hi)))
            value = self.proof.claim(k).rhs
            ends = {holes.lo: lo, holes.hi: hi} if isinstance(term, sp.Sum) else {holes.s: lo, holes.t: hi}
            ends = {h: e for h, e in ends.items() if h in free(multiple.conclusion.lhs)}
            if step is None:
                bindings = {holes.a: c, holes.f: sp.Lambda((x,), f), holes.c: value, **ends}
                step, total = self.ruled(multiple, bindings, x, k), c * f
            else:
                before = self.proof.claim(step).rhs
                bindings = {
                    holes.a: c, holes.f: sp.Lambda((x,), total), holes.g: sp.Lambda((x,), f), holes.c: before, holes.w: value, **ends,
                }  # fmt: skip
                step, total = self.ruled(combination, bindings, x, step, k), total + c * f
        assert step is not None and total is not None
        first = self.written_as(term, total)
        return self.tidied(step if first is None else self.proof.chain(first, step))

    def _linear(self, term: sp.Expr):
        if isinstance(term, sp.Integral):
            return expectations.integral_multiple, expectations.integral_combination
        if term.args[1][2] == sp.oo:
            return expectations.series_multiple, expectations.series_combination
        return expectations.sum_multiple, expectations.sum_combination

    def condition(self, term: sp.Expr, relation: str) -> Claim:
        """The claim without the factors whose sign is known."""
        sign, kept = 1, []
        for factor in sp.Mul.make_args(factored(term)):
            known = [r for r in (">", "<") if self.holds(factor, r)]
            sign *= -1 if known == ["<"] else 1
            kept += [] if known else [factor]
        return Claim(sp.expand(sign * sp.Mul(*kept)) if len(kept) == 1 else term, relation, ZERO)

    def renamed(self, term: sp.Expr, x: sp.Symbol) -> sp.Expr:
        """The integral with x for its variable."""
        body, (v, lo, hi) = term.args
        return term.func(substitute(body, {v: x}), (x, lo, hi))

    def by_rule(self, term: sp.Expr, rule, bindings: dict) -> int:
        """A rule whose left side is the integral, up to the laws of fractions."""
        step = self.ruled(rule, bindings, term.args[1][0])
        linked = self.written_as(term, self.proof.claim(step).lhs.args[0])
        return step if linked is None else self.proof.chain(linked, step)

    def ruled(self, rule, bindings: dict, x: sp.Symbol, *premises: int) -> int:
        """A rule about an integral or a sum, written with x for its variable."""
        claim = rule.conclusion.substitute(bindings)
        return self.proof.add(Step("rule", equal(self.renamed(claim.lhs, x), claim.rhs), rule, bindings, premises))

    def fresh(self, letter: str) -> str:
        """A name that is not taken: the letter, or the letter with a number."""
        return self.proof.fresh(" ".join((letter, *(f"{letter}_{k}" for k in range(1, 40)))))

    def moved(self, term: sp.Expr, rule, bindings: dict, domain: Span | Integers) -> int:
        """Another variable of integration; the value of what comes out."""
        x = term.args[1][0]
        fresh = sp.Symbol(self.fresh("y"), **({"integer": True} if isinstance(domain, Integers) else {"real": True}))
        self.proof.introduce(fresh, domain)
        kept = len(self.proof.steps)
        bindings = {**bindings, holes.f: sp.Lambda((x,), term.args[0])}
        claim = rule.conclusion.substitute(bindings)
        body, (v, lo, hi) = claim.rhs.args
        after = claim.rhs.func(substitute(body, {v: fresh}), (fresh, lo, hi))
        step = self.proof.add(Step("rule", equal(term, after), rule, bindings))
        try:
            return self.chained(step, self.of(after))
        except (Rejected, Stuck, Needs, Diverges):
            self.forget(kept)
            raise
