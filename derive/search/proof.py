"""Building a derivation step by step; every step passes the kernel's check when it is added."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sympy import Basic, Derivative, Expr, Lambda

from ..kernel.calculus import differentiate
from ..kernel.check import Rejected, check
from ..kernel.derivation import Derivation, Rule, Step
from ..language.claims import Claim, Given, equal
from ..language.contexts import HOLE, fill
from ..language.outline import Passage, Row
from ..language.substitution import substitute


@dataclass
class Proof:
    """The steps so far, and what they rest on. Conditions that the data must meet are assumed as they are met."""

    given: Given
    steps: list[Step] = field(default_factory=list)

    def introduce(self, symbol: Basic, domain: Basic) -> None:
        """A variable of the derivation's own."""
        if symbol in self.given.domains:
            raise Rejected(f"{symbol} is the name of something that the derivation needs; rename it in the declaration")
        self.given = self.given.declare(symbol, domain)

    def fresh(self, names: str) -> str:
        """The first of the letters that is not taken."""
        taken = {str(s) for s in self.given.domains}
        return next(name for name in names.split() if name not in taken)

    def claim(self, k: int) -> Claim:
        return self.steps[k].claim

    def add(self, step: Step) -> int:
        check(step, self.steps, self.given)
        self.steps.append(step)
        return len(self.steps) - 1

    def define(self, name: Basic, value: Basic) -> int:
        return self.add(Step("define", equal(name, value)))

    def field(self, before: Expr, after: Expr) -> int:
        return self.add(Step("field", equal(before, after)))

    def chain(self, *premises: int) -> int:
        if len(premises) == 1:
            return premises[0]
        return self.add(Step("chain", equal(self.claim(premises[0]).lhs, self.claim(premises[-1]).rhs), premises=premises))

    def add_chain(self, claim: Claim, premises: Sequence[int]) -> int:
        """The claim from equations that lead from one of its sides to the other, each read either way."""
        return self.add(Step("chain", claim, premises=tuple(premises)))

    def differentiate(self, left: Derivative) -> int:
        result = left.expr
        for v in left.variables:
            result = differentiate(result, v)
            if result is None:
                raise Rejected(f"no rule of differentiation applies to {left}")
        return self.add(Step("differentiate", equal(left, result)))

    def instantiate(self, k: int, bindings: dict) -> int:
        return self.add(Step("instantiate", self.claim(k).substitute(bindings), bindings=bindings, premises=(k,)))

    def rule(self, rule: Rule, bindings: dict, *premises: int) -> int:
        """Use a rule; the variables that its conclusion binds are named as the derivation names them."""
        shown = rule.conclusion
        for hole, _ in rule.generic:
            shown = Claim(shown.lhs.xreplace({hole: bindings[hole]}), shown.relation, shown.rhs.xreplace({hole: bindings[hole]}))
        claim = Claim(_within(shown.lhs, bindings), shown.relation, _within(shown.rhs, bindings))
        return self.add(Step("rule", claim, rule, bindings, premises))

    def compute(self, claim: Claim) -> int:
        return self.add(Step("compute", claim))

    def derivation(self, passages: Sequence[Passage] = ()) -> Derivation:
        return Derivation(self.given, tuple(self.steps), tuple(passages))


def _within(term: Basic, bindings: dict) -> Basic:
    return substitute(term, {hole: value for hole, value in bindings.items() if hole != value})


class Course:
    """A calculation: one term, rewritten again and again. ``mark`` makes one row of all that happened since the last."""

    def __init__(self, proof: Proof, start: Basic):
        self.proof, self.start, self.term = proof, start, start
        self.pending: list[int] = []
        self.rows: list[Row] = []

    def copy(self) -> "Course":
        twin = Course(self.proof, self.start)
        twin.term, twin.pending, twin.rows = self.term, [*self.pending], [*self.rows]
        return twin

    def restore(self, other: "Course") -> None:
        """Go back to where a copy was made."""
        self.term, self.pending, self.rows = other.term, other.pending, other.rows

    def take(self, k: int) -> None:
        """Go on with an equation whose left side is the term."""
        self.pending.append(k)
        self.term = self.proof.claim(k).rhs

    def rewrite(self, part: Basic, rule: Rule, bindings: dict, names: dict | None = None, within: Basic | None = None) -> None:
        """Replace the part, wherever it occurs, by the other side of the rule; ``names`` renames the rule's indices."""
        after = substitute(rule.conclusion.rhs.xreplace(names or {}), bindings)
        context = self._context(part, within)
        step = Step("rewrite", equal(self.term, fill(context, after)), rule, bindings, context=context)
        self.take(self.proof.add(step))

    def substitute(self, k: int, reverse: bool = False, within: Basic | None = None) -> None:
        """Use an earlier equation, from left to right or in reverse."""
        claim = self.proof.claim(k)
        before = claim.rhs if reverse else claim.lhs
        self.substitute_in(self._context(before, within), k, reverse)

    def substitute_in(self, context: Basic, k: int, reverse: bool = False) -> None:
        """Use an earlier equation at the hole of the context."""
        claim = self.proof.claim(k)
        after = fill(context, claim.lhs if reverse else claim.rhs)
        self.take(self.proof.add(Step("substitute", equal(self.term, after), premises=(k,), context=context, reverse=reverse)))

    def _context(self, part: Basic, within: Basic | None) -> Basic:
        """The term with a hole for the part; a part that is the inner of several sums written as one is found by the whole."""
        if within is None:
            return place(self.term, part)
        return fill(place(self.term, within), within.func(HOLE, *within.args[2:]))

    def field(self, after: Expr) -> None:
        """Rearrange by the laws of the field."""
        if after != self.term:
            self.take(self.proof.field(self.term, after))

    def rearrange(self, part: Expr, after: Expr) -> None:
        """Rearrange a part, under binders too."""
        if after != part:
            self.substitute(self.proof.field(part, after))

    def differentiate(self) -> None:
        self.take(self.proof.differentiate(self.term))

    def mark(self, reason: str = "") -> int:
        """The equation from the last marked term to the present one, shown as a row."""
        if self.pending:
            self.rows.append(Row(self.proof.chain(*self.pending), reason or self._reasons()))
            self.pending = []
        return self.rows[-1].step

    def _reasons(self) -> str:
        """The titles of the rules used since the last row."""
        steps = [self.proof.steps[k] for k in self.pending]
        return "; ".join(dict.fromkeys(s.rule.title for s in steps if s.rule is not None))

    def total(self) -> int:
        """The equation from the first term to the present one."""
        self.mark()
        return self.proof.chain(*(row.step for row in self.rows))


def place(term: Basic, part: Basic) -> Basic:
    """The term with a hole wherever the part stands."""
    if term == part:
        return HOLE
    if not term.args:
        return term
    if isinstance(term, Derivative):
        return Derivative(place(term.expr, part), *term.variables, evaluate=False)
    args = [place(a, part) if isinstance(a, Basic) else a for a in term.args]
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)


def as_function(term: Expr, *variables) -> Lambda:
    return Lambda(variables, term)
