"""Normal forms: both sides of an equation rewritten by the rules of the library until they meet, every rewriting a checked step.

A term is normal when its parts are and no rule applies to its head. The rules for a head stand in ``HEADS``, which the modules of the
families of functions fill; they are tried in order, and what they make is made normal again.
"""

from collections.abc import Callable

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Rule
from ..language.claims import Claim, Given, member
from ..language.contexts import HOLE
from ..language.domains import holds
from ..language.sets import naturals
from ..language.substitution import substitute
from ..language.terms import Total
from .assume import Stuck
from .fractions import expanded
from .proof import Course, Proof

STEPS = 600
ZERO = sp.Integer(0)
HEADS: dict[type, list[Callable]] = {}
FIRST: dict[type, list[Callable]] = {}


def on(*heads: type, first: bool = False):
    """Register a way to rewrite terms with these heads: it takes the normaliser and the course, and says whether it did something.

    With ``first``, before the parts of the term are made normal.
    """

    def register(way):
        for head in heads:
            (FIRST if first else HEADS).setdefault(head, []).append(way)
        return way

    return register


class Normal:
    """Terms with their normal forms, and the steps that prove the two equal."""

    def __init__(self, proof: Proof, claim: Claim):
        self.proof, self.claim = proof, claim
        self.known: dict[sp.Basic, tuple[sp.Basic, int | None]] = {}
        self.visiting: set = set()
        self.parted: set = set()
        self.made = 0

    @property
    def given(self) -> Given:
        return self.proof.given

    def holds(self, lhs: sp.Basic, relation: str, rhs: sp.Basic = ZERO) -> bool:
        return holds(Claim(lhs, relation, rhs), self.given) is True

    def is_natural(self, term: sp.Basic) -> bool:
        return holds(member(term, naturals), self.given) is True

    def of(self, term: sp.Basic) -> tuple[sp.Basic, int | None]:
        """The normal form, and the step that says term = normal form; None where they are the same."""
        if term in self.known:
            return self.known[term]
        if not isinstance(term, sp.Expr) or not term.args or isinstance(term, sp.Indexed) or term in self.visiting:
            return term, None
        if len(self.proof.steps) > STEPS:
            raise Stuck("too many steps")
        self.visiting.add(term)
        course = Course(self.proof, term)
        self._try(FIRST, course)
        if course.term == term:
            self._inside(course)
        if course.term == term:
            self._try(HEADS, course)
        if course.term != term:
            _, step = self.of(course.term)
            if step is not None:
                course.take(step)
        self.visiting.discard(term)
        step = self.proof.chain(*course.pending) if course.pending else None
        self.known[term] = course.term, step
        self.known.setdefault(course.term, (course.term, None))
        return self.known[term]

    def _inside(self, course: Course) -> None:
        term = course.term
        if isinstance(term, sp.Sum | sp.Product | sp.Integral | Total):
            parts = [inner(term)]
        elif isinstance(term, sp.Derivative):
            parts = []
        else:
            parts = term.args
        for part in dict.fromkeys(parts):
            _, step = self.of(part)
            if step is not None:
                self.put(course, part, step)

    def put(self, course: Course, part: sp.Basic, step: int) -> None:
        """Replace a part of the course's term, directly below its head, by what the step says it is equal to."""
        term = course.term
        if term == part:
            context: sp.Basic = HOLE
        elif isinstance(term, sp.Sum | sp.Product | sp.Integral | Total):
            context = term.func(HOLE, *(term.args[-1:] if len(term.args) > 2 else term.args[1:]))
        else:
            context = term.func(*(HOLE if a == part else a for a in term.args))
        if context.has(HOLE):
            course.substitute_in(context, step)

    def _try(self, ways: dict, course: Course) -> None:
        for head in type(course.term).__mro__:
            for way in ways.get(head, ()):
                kept, before = len(self.proof.steps), course.copy()
                try:
                    if way(self, course):
                        return
                except (Rejected, Stuck, KeyError):
                    pass
                self.forget(kept)
                course.restore(before)

    def forget(self, kept: int) -> None:
        """Take back the steps of an attempt that failed, and all that rests on them."""
        if len(self.proof.steps) > kept:
            del self.proof.steps[kept:]
            self.known = {t: (n, k) for t, (n, k) in self.known.items() if k is None or k < kept}

    # --- what the ways use ---

    def rewrite(self, course: Course, rule: Rule, bindings: dict, names: dict | None = None) -> bool:
        course.rewrite(course.term, rule, bindings, names)
        return True

    def rearranged(self, course: Course, part: sp.Expr, after: sp.Expr) -> bool:
        """Replace a part directly below the head by an equal fraction of the same atoms."""
        if part == after:
            return False
        self.put(course, part, self.proof.field(part, after))
        return True

    def tidy(self, course: Course, part: sp.Expr) -> bool:
        """Expand a part directly below the head."""
        return self.rearranged(course, part, expanded(part))


def inner(term: sp.Expr) -> sp.Expr:
    """What stands under the outermost index of a sum, a product or an integral."""
    return term.func(*term.args[:-1]) if len(term.args) > 2 else term.args[0]


def equation(proof: Proof, claim: Claim) -> None:
    """Prove that both sides have the same normal form, up to the laws of fractions."""
    normal = Normal(proof, claim)
    (left, k), (right, m) = normal.of(claim.lhs), normal.of(claim.rhs)
    middle = [] if left == right else [proof.field(left, right)]
    steps = [s for s in (k, *middle, m) if s is not None]
    if not steps:
        proof.compute(claim)
    elif len(steps) > 1 or not proof.claim(steps[0]).same(claim):
        proof.add_chain(claim, steps)


def transported(given: Given) -> Given:
    """What is given, and the same of the normal forms of what it speaks of; each is proved equal to what it stands for."""
    more = []
    for h in given.hypotheses:
        normal = Normal(Proof(given), h)
        try:
            after, step = normal.of(h.lhs)
        except (Rejected, Stuck):
            continue
        if step is None:
            continue
        if h.relation != "in":
            more.append(Claim(after, h.relation, h.rhs))
        elif isinstance(after, sp.Mul) and len(found := [f for f in after.args if isinstance(f, sp.Integral)]) == 1:
            if normal.holds(after / found[0], "!="):
                more.append(Claim(found[0], h.relation, h.rhs))
    return given.assume(*more)


__all__ = ["HEADS", "Normal", "equation", "inner", "on", "substitute"]
