"""From the outline of a proof to its steps: between two waypoints, equations by definitions, earlier results and normal forms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sympy import Add, Basic, Expr, Indexed, Integer, Mul, Pow, Sum, Symbol, preorder_traversal

from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation
from ..language.claims import Claim, equal
from ..language.contexts import HOLE
from ..language.contexts import fill as fill_context
from ..language.outline import Row
from ..language.sets import Integers
from ..language.substitution import same, substitute
from ..language.terms import free
from ..library import holes, order, outlines
from ..library.outlines import Chain, Count, Define, Infer, Instance, Item, Link, Recall, Slope
from . import normal_integrals, normal_powers, normal_ranges, normal_series, normal_special, normal_totals  # noqa: F401
from .assume import Stuck
from .normal import Normal
from .proof import Course, Proof, place

ROUNDS = 12


@dataclass
class Filled:
    """The derivation of a theorem, the steps of its labels, and for each part of the outline the rows that are shown.

    ``reason`` says what could not be proved; the rows end before it.
    """

    theorem: outlines.Theorem
    derivation: Derivation
    labels: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[Row, ...]] = field(default_factory=list)
    reason: str = ""

    @property
    def verdict(self) -> str:
        return "open" if self.reason else "proved"

    def claims(self) -> tuple[Claim, ...]:
        """What is proved."""
        return tuple(self.derivation.steps[self.labels[label]].claim for label in self.theorem.result if not self.reason)


def fill(theorem: outlines.Theorem) -> Filled:
    """Find the steps of an outline and replay them; where some are not found the verdict is open, with the reason."""
    filling = Filling(Proof(theorem.given))
    rows: list[tuple[Row, ...]] = []
    reason = ""
    for part in theorem.parts:
        shown: list[Row] = []
        for item in part.items:
            try:
                made = filling.item(item)
            except (Rejected, Stuck) as no:
                reason = f"{item.label} could not be proved: {no}"
                break
            shown += made if item.shown else []
        rows.append(tuple(shown))
        if reason:
            break
    if not reason:
        filling.conclude(theorem.result)
    derivation = filling.proof.derivation()
    if not reason and not isinstance(found := replay(derivation), Theorem):
        reason = str(found)
    return Filled(theorem, derivation, filling.labels, rows, reason)


@dataclass
class Filling:
    """The proof so far, and the steps that have labels."""

    proof: Proof
    labels: dict[str, int] = field(default_factory=dict)

    def item(self, item: Item) -> list[Row]:
        """Prove an item; the rows by which it is shown."""
        rows: list[Row] = []
        match item:
            case Define(name=name, value=value):
                step = self.proof.define(name, value)
            case Recall(claim=claim):
                step = self.proof.compute(claim)
            case Infer(rule=rule, bindings=bindings, premises=premises):
                step = self.proof.rule(rule, bindings, *(self.labels[p] for p in premises))
            case Slope(derivative=derivative):
                step = self.proof.differentiate(derivative)  # type: ignore
            case Instance(of=of, values=values):
                step = self.proof.instantiate(self.labels[of], values)
            case Count(name=name, of=of):
                step = self.proof.define(name, operations(self.proof.claim(self.labels[of]).rhs))
            case Chain():
                step, rows = self.chain(item)
        self.labels[item.label] = step
        reason = "" if isinstance(item, Chain) else item.reason
        return rows or [Row(step, reason or (item.rule.title if isinstance(item, Infer) else ""))]

    def conclude(self, result: tuple[str, ...]) -> None:
        """Make the last step that of the result."""
        step = self.labels[result[-1]]
        if step != len(self.proof.steps) - 1 and self.proof.claim(step).relation == "=":
            self.proof.chain(step, self.proof.compute(equal(self.proof.claim(step).rhs, self.proof.claim(step).rhs)))

    # --- chains ---

    def chain(self, chain: Chain) -> tuple[int, list[Row]]:
        before, total, rows = chain.start, None, []
        for link in chain.links:
            step = self.link(before, link)
            rows.append(Row(step, link.reason))
            total = step if total is None else self.passed_on(total, step)
            before = link.term
        if total is None:
            raise Stuck("a chain without links")
        return total, rows

    def link(self, before: Expr, link: Link) -> int:
        facts = [self.labels[label] for label in link.using]
        if link.relation == "=":
            found = equate(self.proof, before, link.term, facts)
            return self.proof.compute(equal(before, link.term)) if found is None else found
        if not link.by:
            return self.proof.compute(Claim(before, link.relation, link.term))
        step = self.labels[link.by]
        claim = self.proof.claim(step)
        if claim.relation != link.relation:
            raise Stuck(f"{link.by} is {claim}, and the sign {link.relation} is wanted")
        start, end = equate(self.proof, before, claim.lhs, facts), equate(self.proof, claim.rhs, link.term, facts)
        if start is not None:
            step = self.passed_on(start, step)
        return step if end is None else self.passed_on(step, end)

    def passed_on(self, first: int, second: int) -> int:
        """a R c from a R b and b R c."""
        one, two = self.proof.claim(first), self.proof.claim(second)
        if one.relation == two.relation == "=":
            return self.proof.add_chain(equal(one.lhs, two.rhs), (first, second))
        rule = order.PASSED_ON.get((one.relation, two.relation))
        if rule is None:
            raise Stuck(f"{one.relation} and {two.relation} do not compose")
        return self.proof.rule(rule, {holes.a: one.lhs, holes.b: one.rhs, holes.c: two.rhs}, first, second)


def operations(term: Expr) -> Integer:
    """How many times two numbers are added, subtracted, multiplied or divided, where functions have been evaluated."""
    match term:
        case Add() | Mul():
            return Integer(len(term.args) - 1) + sum((operations(a) for a in term.args), Integer(0))
        case Pow() if isinstance(term.exp, Integer) and term.exp == -1:
            return operations(term.base)
        case Pow():
            raise Stuck(f"{term} is a power, whose operations are not counted")
    return Integer(0)


# --- equations -----------------------------------------------------------------------------------------------------


def equate(proof: Proof, before: Expr, after: Expr, facts: list[int]) -> int | None:
    """The step that says before = after, or None where they are the same; by fractions, by the facts, by normal forms."""
    if same(before, after):
        return None
    for way in (_by_fractions, _by_facts, _by_normal_forms):
        kept = len(proof.steps)
        try:
            return way(proof, before, after, facts)
        except (Rejected, Stuck) as no:
            del proof.steps[kept:]
            reason = no
    raise Stuck(f"{before} = {after} was not derived ({reason})")


def _by_fractions(proof: Proof, before: Expr, after: Expr, facts: list[int]) -> int:
    return proof.field(before, after)


def _by_facts(proof: Proof, before: Expr, after: Expr, facts: list[int]) -> int:
    courses = [Course(proof, before), Course(proof, after)]
    for course in courses:
        for _ in range(ROUNDS):
            used = [_used(course, fact) for fact in facts]
            if not any(used):
                break
    return _joined(proof, *courses)


def _by_normal_forms(proof: Proof, before: Expr, after: Expr, facts: list[int]) -> int:
    normal = Normal(proof, equal(before, after))
    facts = [*facts, *(k for fact in facts for k in _normal_fact(normal, fact))]
    courses = [Course(proof, before), Course(proof, after)]
    for course in courses:
        for _ in range(ROUNDS):
            used = [_used(course, fact) for fact in facts]
            _, step = normal.of(course.term)
            if step is not None:
                course.take(step)
            elif not any(used):
                break
    return _joined(proof, *courses)


def _normal_fact(normal: Normal, fact: int) -> Iterator[int]:
    """The fact with the normal form of its left side."""
    claim = normal.proof.claim(fact)
    after, step = normal.of(claim.lhs)
    if step is not None and not same(after, claim.rhs):
        yield normal.proof.add_chain(equal(after, claim.rhs), (step, fact))


def _joined(proof: Proof, left: Course, right: Course) -> int:
    """before = after, from courses that start there and end in equal fractions."""
    middle = [] if same(left.term, right.term) else [proof.field(left.term, right.term)]
    steps = [*left.pending, *middle, *reversed(right.pending)]
    if not steps:
        raise Stuck("nothing was done")
    return proof.add_chain(equal(left.start, right.start), steps)


def _used(course: Course, fact: int) -> bool:
    """Replace the left side of an equation by the right one, wherever it stands."""
    found = False
    for _ in range(ROUNDS):
        occurrence = _occurrence(course, fact)
        if occurrence is None:
            return found
        course.substitute_in(*occurrence)
        found = True
    return found


def _occurrence(course: Course, fact: int) -> tuple[Basic, int] | None:
    """The term with a hole for the left side of the fact at some values of its indices; and the fact at these."""
    proof = course.proof
    claim = proof.claim(fact)
    indices = [v for v, d in proof.given.domains.items() if isinstance(d, Integers) and v in claim.free and _is_index(v, claim.lhs)]
    for part, context in _parts(course.term):
        if type(part) is not type(claim.lhs):
            continue
        if same(part, claim.lhs):
            return context(), fact
        for value in _values(part) if len(indices) == 1 else ():
            if same(part, substitute(claim.lhs, {indices[0]: value})) and _is_free(value, proof):
                return context(), proof.instantiate(fact, {indices[0]: value})
    return None


def _parts(term: Basic) -> Iterator[tuple[Basic, Callable[[], Basic]]]:
    """The parts of a term, each with what makes the term with a hole there; of a sum over several indices, the inner sums too."""
    for part in preorder_traversal(term):
        yield part, lambda part=part: place(term, part)
        for inner in range(2, len(part.args)) if isinstance(part, Sum) else ():
            outer = part.func(HOLE, *part.args[inner:])
            yield part.func(*part.args[:inner]), lambda part=part, outer=outer: fill_context(place(term, part), outer)


def _is_index(v: Basic, term: Basic) -> bool:
    return any(v in free(i) for e in term.atoms(Indexed) for i in e.indices)


def _values(part: Basic) -> list[Basic]:
    found = {i for e in part.atoms(Indexed) for i in e.indices if isinstance(i, Symbol | Integer)}
    return sorted(found & (free(part) | part.atoms(Integer)), key=str)


def _is_free(value: Basic, proof: Proof) -> bool:
    return isinstance(value, Integer) or value in proof.given.domains
