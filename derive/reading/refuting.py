"""When a relation may be called false: it is a claim, and it fails in every model of the text, under every reading.

A model is a point at which the definitions of the section hold and, wherever they share names with the relation, its other
equations too; an equation that fails there ties the names in a way that is not understood, and saves the relation.
"""

from collections import Counter
from dataclasses import dataclass, field

import sympy as sp

from ..language.terms import free
from .case import Case
from .claims import claim, unclaimed
from .context import Context
from .findings import Finding
from .meaning_calls import Weighted
from .points import ORDINARY
from .regrouping import regrouped
from .relations import Side
from .said import chain_of, theories
from .theory import Fact, Theory, differ, evaluated
from .trial import compare

BASES = (2, 10)
ENOUGH = 6


@dataclass
class Outcome:
    """What the models said of two sides: why they do not refute, or the first and plainest point at which the sides differ."""

    reason: str = ""
    differed: int = 0
    witness: dict = field(default_factory=dict)


class Refuter:
    """Decides with the whole document known: an equation further down can tie names as well as one above."""

    def __init__(self, context: Context, judged: list[Case], findings: dict[int, Finding]):
        self.context, self.findings, self.judged = context, findings, judged
        self.theories = theories(context, judged)

    def theory(self, case: Case) -> Theory:
        return self.theories.get(self.context.scope_at(case.relation.sign.start)) or Theory()

    def models(self, case: Case):
        """Points at which the names of a relation have values and the definitions of the text hold, with their kinds."""
        yield from self.theory(case).models((case.left.term, case.right.term))

    # --- the decision ---

    def refute(self, case: Case):
        """A counterexample (values, both sides, code, message), or the reason why there is none to be believed."""
        theory = self.theory(case)
        reason = unclaimed(case, theory)
        if reason:
            return reason
        pairs = self._readings(case)
        if any(None in pair or any(t.has(Weighted) for t in pair) for pair in pairs):
            return "another reading of the notation may be true"
        outcome = self._tried(case, theory, pairs)
        return outcome.reason or self._report(case, outcome)

    def _readings(self, case: Case) -> list[tuple]:
        """The two sides in every reading of the notation, and with logarithms to other bases."""
        options = [[r.term, *self._others(s)] for r, s in ((case.left, case.relation.lhs), (case.right, case.relation.rhs))]
        pairs = [(a, b) for a in options[0] for b in options[1]]
        for left, right in [p for p in pairs if None not in p and (p[0].has(sp.log) or p[1].has(sp.log))]:
            pairs += [tuple(t.replace(sp.log, lambda x, b=b: sp.log(x) / sp.log(b)) for t in (left, right)) for b in BASES]
        return pairs

    def _others(self, side: Side) -> list[sp.Expr | None]:
        """The terms of a side in its other readings."""
        trees = [side.other()] if side.notes else []
        trees += [] if side.node is None else regrouped(side.node)
        return [self.context.read(side, tree=tree).term for tree in trees if tree is not None]

    def _tried(self, case: Case, theory: Theory, pairs: list[tuple]) -> Outcome:
        terms = tuple(t for pair in pairs for t in pair)
        facts = self._relevant(case, theory, terms)
        outcome, special = Outcome(), {}
        extra = [n for f in facts for n in f.names]
        for kind, values in theory.models(terms, extra):
            held = [differ(f.left, f.right, values) for f in facts]
            if True in held:
                tied = facts[held.index(True)]
                return Outcome(f"its names are tied by {tied.left} = {tied.right}"[:120])
            if None in held:
                continue
            found = [differ(*pair, values) for pair in pairs]
            if kind not in ORDINARY:
                special.setdefault(kind, []).append(found)
            elif False in found:
                return Outcome("it is true for some values")
            elif found[0] and None not in found:
                outcome.differed += 1
                if not outcome.witness or len(str(values)) < len(str(outcome.witness)):
                    outcome.witness = values
        for kind, rows in special.items():
            if any(row and all(found is not True for found in row) and False in row for row in zip(*rows, strict=True)):
                return Outcome(f"it may hold for {kind}")
        return outcome if outcome.differed >= ENOUGH else Outcome("the sides have too few values")

    def _relevant(self, case: Case, theory: Theory, terms: tuple) -> list[Fact]:
        """Facts that may restrict the names: those without a name of their own that is met nowhere else."""
        names = {n for n in theory.support(n for t in terms for n in free(t)) if not theory.is_index(n, *terms)}
        chain, used = chain_of(self.context, case), {id(d.fact) for d in theory.definitions.values()}
        left = [
            (f, theory.support(f.names))
            for f in theory.facts
            if f.chain != chain and id(f) not in used and not (f.vanishing and f.place > case.relation.sign.start)
        ]
        left = [(f, frozenset(n for n in s if not theory.is_index(n, f.left, f.right))) for f, s in left]
        while True:
            count = Counter(n for _, s in left for n in s)
            kept = [(f, s) for f, s in left if all(n in names or count[n] > 1 for n in s)]
            if len(kept) == len(left):
                return [f for f, s in left if s & names]
            left = kept

    # --- the words ---

    def _report(self, case: Case, outcome: Outcome):
        left, right = case.left.term, case.right.term
        assert left is not None and right is not None
        sides = [evaluated(t, outcome.witness) for t in (left, right)]
        lhs, rhs = (s.str(12, radius=False) for s in sides if s is not None)
        code, message = claim(case, self.theory(case))
        if not code.startswith("D3") and compare(left, -right, self.context.usage.running, enough=True).holds:
            message += ": the sign is wrong"
        return outcome.witness, lhs, rhs, code, message


def shown(values: dict, case: Case) -> dict[str, str]:
    """The values of names as evidence; of data, the entries that the sides can reach."""
    names = {n for r in (case.left, case.right) if r.term is not None for n in free(r.term)}
    reach = max((int(v) for n, v in values.items() if n in names and isinstance(v, sp.Integer) and 0 < v < 6), default=3)
    found = {}
    for name in sorted(names & set(values), key=str):
        given = values[name]
        if isinstance(given, tuple):
            found.update((f"{name}_{','.join(map(str, at))}", _text(v)) for at, v in _entries(given, reach) if v is not None)
        else:
            found[str(name)] = _text(given)
    return found


def _text(value) -> str:
    return value.str(12, radius=False) if hasattr(value, "rad") else str(value)


def _entries(given: tuple, reach: int, at=()):
    for k, v in enumerate(given[:reach], 1):
        if isinstance(v, tuple):
            yield from _entries(v, reach, (*at, k))
        else:
            yield (*at, k), v
