"""When a relation may be called false: it is a claim, and it fails in every model of the text, under every reading.

A model is a point at which the definitions of the section hold and, wherever they share names with the relation, its other
equations too; an equation that fails there ties the names in a way that is not understood, and saves the relation.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice, product

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import substitute
from ..language.terms import free, is_hole
from .case import Case
from .claims import INFINITE, claim, index_on_one_side, is_derivative, unclaimed, unknown_in, unwritten
from .context import Context, accented
from .findings import Finding
from .laws import readings_at
from .meaning_calls import Weighted
from .points import ORDINARY
from .regrouping import regrouped
from .relations import Side
from .said import chain_of, is_constant, theories
from .show import show
from .syntax import Call, Name, Node, Script, walk
from .theory import Fact, Theory, differ, evaluated, oriented
from .trial import compare

BASES = (2, 10)
ENOUGH = 6
TIED = "its names are tied by"
FACTORS = (1, 2, 3, -5)
FURTHER = 11
SIZES = frozenset("nmNMkKdr")


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
        self.others: dict[object, Theory] = {}
        self.tied: list[Case] = []  # what only another equation saves

    def theory(self, case: Case) -> Theory:
        return self.theories.get(self.context.scope_at(case.relation.sign.start)) or Theory()

    def models(self, case: Case):
        """Points at which the names of a relation have values and the definitions of the text hold, with their kinds."""
        yield from self.theory(case).models((case.left.term, case.right.term))

    # --- the decision ---

    def refute(self, case: Case):
        """A counterexample (values, both sides, code, message), or the reason why there is none to be believed."""
        shorter = without_common(case)
        if shorter is not None:
            found = self.refute(shorter)
            return found if isinstance(found, str) else (*found[:4], f"{found[4]}, after what both have in common is taken away")
        theory = self.theory(case)
        if (not case.relation.link or isinstance(case.raw_left.term, sp.Symbol)) and case.left.term is not None and not is_derivative(case):
            theory = self._elsewhere(case, theory)
        reason = unclaimed(case, theory)
        if reason:
            return reason
        pairs = self._readings(case)
        if any(None in pair or any(t.has(Weighted) for t in pair) for pair in pairs):
            return "another reading of the notation may be true"
        outcome = self.tried(case, theory, pairs)
        if not outcome.reason and theory.statistics:
            other = self.tried(case, theory.with_statistics(0), pairs)
            outcome.reason = "" if other.reason.startswith(TIED) else other.reason
        if outcome.reason.startswith(TIED):
            self.tied.append(case)
        return outcome.reason or self._depends(case, theory) or self._report(case, outcome)

    def _depends(self, case: Case, theory: Theory) -> str:
        """What is not taken apart may stand on both sides, where the sides differ by the same whatever it is."""
        left, right = case.left.term, case.right.term
        assert left is not None and right is not None
        for name in sorted(unknown_in(case.left, theory) | unknown_in(case.right, theory), key=str):
            for _, values in islice(theory.models((left, right)), 4):
                if name not in values or not scales((left, right), [theory.changed(values, name, values[name] * f) for f in FACTORS], (0,)):
                    return f"{name} is not known"
        return ""

    def _elsewhere(self, case: Case, theory: Theory) -> Theory:
        chain = chain_of(self.context, case)
        if chain not in self.others:
            self.others[chain] = theory.without(chain)
        return self.others[chain]

    def _readings(self, case: Case) -> list[tuple]:
        """The two sides in every reading of the notation, and with logarithms to other bases."""
        sides = ((case.left.term, self._others(case.relation.lhs)), (case.right.term, self._others(case.relation.rhs)))
        (left, lefts), (right, rights) = sides
        pairs = [(left, right), *((a, b) for a in lefts or [left] for b in rights or [right] if lefts or rights)]
        return pairs + [
            tuple(t.replace(sp.log, lambda x, b=b: sp.log(x) / sp.log(b)) for t in pair if t is not None)
            for pair in pairs
            if None not in pair and any(t is not None and t.has(sp.log) for t in pair)
            for b in BASES
        ]

    def _others(self, side: Side) -> list[sp.Expr | None]:
        """The terms of a side in its other readings."""
        if isinstance(side.node, Call) and side.node.separators[:1] == (";",) and (laws := readings_at(self.context, side.node)):
            place = self.context.read(side, tree=side.node.arguments[0]).term
            return [None if place is None else law.at(place) for law in laws]
        found = self.context.read(side)
        if found.term is not None and INFINITE in found.doubts:
            return [found.term, turned(found.term)]
        trees = [side.other()] if side.notes else []
        trees += [] if side.node is None else regrouped(side.node)
        return [self.context.read(side, tree=tree).term for tree in trees if tree is not None]

    def tried(self, case: Case, theory: Theory, pairs: list[tuple]) -> Outcome:
        terms = tuple(t for pair in pairs for t in pair)
        facts = self._relevant(case, theory, terms)
        outcome, special, whole = Outcome(), {}, []
        extra = [n for f in facts for n in f.names]
        for kind, values in theory.models(terms, extra):
            held = [differ(f.left, f.right, values) for f in facts]
            if True in held:
                tied = facts[held.index(True)]
                return Outcome(f"{TIED} {tied.left} = {tied.right}"[:120])
            if None in held:
                continue
            found = [differ(*pair, values) for pair in pairs]
            if kind not in ORDINARY:
                special.setdefault(kind, []).append(found)
            elif kind == "whole":
                whole.append(False in found and not _is_accident(theory, values, pairs, facts))
                outcome.differed += all(found)
            elif False in found:
                if not _is_accident(theory, values, pairs, facts):
                    return Outcome("it is true for some values")
            elif found[0] and None not in found:
                outcome.differed += 1
                if not outcome.witness or len(str(values)) < len(str(outcome.witness)):
                    outcome.witness = values
        if whole.count(True) > len(whole) // 4:
            return Outcome("it is true for whole numbers")
        for kind, rows in special.items():
            if any(row and all(found is not True for found in row) and False in row for row in zip(*rows, strict=True)):
                return Outcome(f"it may hold for {kind}")
        if outcome.differed < ENOUGH:
            return Outcome("the sides have too few values")
        return self._at_special_values(case, theory, pairs) or self._unwritten(theory, pairs, unwritten(case, theory)) or outcome

    def _at_special_values(self, case: Case, theory: Theory, pairs: list[tuple]) -> Outcome | None:
        """``b = e`` somewhere, or a name that stands on one side only and may be 0 or 1: the relation may be meant there."""
        reached = theory.reached(n for pair in pairs for t in pair for n in free(t))
        special = [{f.left: f.right.subs(sp.Symbol("e"), sp.E)} for f in theory.facts if f.special and f.left in reached]
        one, other = (theory.support(free(t)) for t in pairs[0])
        both = frozenset.intersection(*(written(side.node) for side in (case.relation.lhs, case.relation.rhs)))
        special = [at for at in special if not all(str(n) in both for n in at)]  # that value was not put in
        loose = [n for n in one ^ other if not is_hole(n) and str(n) not in both and not self._comes_back(case, n)]
        counted = theory.counted(pairs[0])
        single = [n for n in loose if n not in counted and not (isinstance(n, sp.IndexedBase) and set(str(n)).isdisjoint("_^"))]
        single = sorted(single, key=str)[:3]
        if is_constant(case.relation.lhs.node) or is_constant(case.relation.rhs.node):
            single = []
        if single:
            special += [dict(zip(single, map(sp.Integer, chosen), strict=True)) for chosen in product((0, 1), repeat=len(single))]
            special += [dict.fromkeys(single, v) for v in (sp.Rational(1, 2), sp.Integer(2))]
        special += [{n: sp.Integer(1)} for n in sorted(loose, key=str)[:3] if n in counted or isinstance(n, sp.IndexedBase)]
        if met := self._where_names_meet(theory, pairs, loose, one | other):
            return Outcome(f"it may hold where {met[0]} = {met[1]}")
        terms = tuple(t for pair in pairs for t in pair)
        for mapping in special:
            for _, values in islice(theory.models(terms, fixed=mapping), 12):
                if any(differ(*pair, values) is False for pair in pairs):
                    return Outcome(f"it may hold where {', '.join(f'{n} = {v}' for n, v in mapping.items())}")
        return None

    def _where_names_meet(self, theory: Theory, pairs: list[tuple], loose: list, names) -> tuple | None:
        """A name of one side only, and another that it may be the same as: equal sizes, one parameter for two."""
        scalars = sorted((n for n in names if isinstance(n, sp.Symbol)), key=str)
        for n in sorted((n for n in loose if isinstance(n, sp.Symbol)), key=str)[:3]:
            for m in [m for m in scalars if m != n and _are_alike(n, m)][:6]:
                moved = [tuple(substitute(t, {n: m}) for t in pair) for pair in pairs]
                for _, values in islice(theory.models(tuple(t for pair in moved for t in pair)), 3):
                    if any(differ(*pair, values) is False for pair in moved):
                        return n, m
        return None

    def _comes_back(self, case: Case, name) -> bool:
        """Whether the chain goes on with a name that only the left side has, or began with one that only the right side has: then no
        value was put in for it."""
        chain, left = chain_of(self.context, case), case.left.term
        if is_derivative(case):
            return True
        if not case.relation.link or left is None:
            return False
        beside = [c for c in self.judged if chain_of(self.context, c) == chain]
        if name in free(left):
            sides = [c.raw_right.term for c in beside if c.relation.rhs.start > case.relation.rhs.start]
        else:
            sides = [c.raw_left.term for c in beside if c.relation.lhs.start < case.relation.lhs.start]
        return any(t is not None and name in free(t) for t in sides)

    def _unwritten(self, theory: Theory, pairs: list[tuple], names: list) -> Outcome | None:
        """An estimate that the text does not write out: it must not matter, or only where it vanishes; or one side depends on an
        index of which the other is free."""
        valued = {f.left for f in theory.facts if f.special}  # those values were tried
        for name in [] if index_on_one_side(*pairs[0], theory) else [n for n in names if n not in valued]:
            for pair in pairs:
                for _, values in islice(theory.models(pair), 4):
                    if not scales(pair, [theory.changed(values, name, times(values[name], f)) for f in FACTORS]):
                        return Outcome(f"{name} stands for something that is not written out")
        return None

    def _relevant(self, case: Case, theory: Theory, terms: tuple) -> list[Fact]:
        """Facts that may restrict the names: those without a name of their own that is met nowhere else."""
        reached = theory.reached(n for t in terms for n in free(t))
        names = {n for n in reached if n not in theory.definitions and not theory.is_index(n, *terms)}
        chain, used = chain_of(self.context, case), {id(d.fact) for d in theory.definitions.values()}
        left = [
            (f, frozenset(n for n in theory.support(f.names) if not theory.is_index(n, f.left, f.right)))
            for f in theory.facts
            if f.chain != chain and id(f) not in used and not _is_elsewhere(f, case, theory, reached) and not _is_anew(f, case, theory)
        ]
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


def _are_alike(one: sp.Symbol, other: sp.Symbol) -> bool:
    """Two sizes, ``n`` and ``m``, or two of one letter, ``σ_1`` and ``σ_2``."""
    letters = [str(n).partition("_")[0] for n in (one, other)]
    return letters[0] == letters[1] or set(letters) <= SIZES


def without_common(case: Case) -> Case | None:
    """A later member of a chain without the terms of both sides that are the same and are not taken apart: ``−2 log p(y|θ)``; None
    where there are none, or something else is not taken apart."""
    left, right = case.left.term, case.right.term
    if not case.relation.link or left is None or right is None:
        return None
    parts = [set(sp.Add.make_args(t)) for t in (left, right)]
    unknown = [o for o in case.left.opaque | case.right.opaque if not isinstance(o, sp.Symbol)]
    common = {t for t in parts[0] & parts[1] if any(a.func in unknown for a in t.atoms(AppliedUndef))}
    if not common:
        return None
    made = [t - sp.Add(*common) for t in (left, right)]
    if any(not free(t) or t.atoms(AppliedUndef) or set(free(t)) & (case.left.opaque | case.right.opaque) for t in made):
        return None
    one, other = (replace(r, term=t, opaque=frozenset()) for r, t in zip((case.left, case.right), made, strict=True))
    return replace(case, left=one, right=other, raw_left=one, raw_right=other, memo={})


def _is_elsewhere(fact: Fact, case: Case, theory: Theory, reached: set) -> bool:
    """Whether a fact says nothing here: a condition posed further down, what is to be shown, a name that does not come in."""
    if fact.special or (fact.vanishing and fact.place > case.relation.sign.start):
        return True
    if fact.claimed and any(n in theory.definitions or accented([n]) for n in fact.names):
        return True
    made = oriented(fact.left, fact.right) or oriented(fact.right, fact.left)
    return made is not None and made.name not in reached


def _is_accident(theory: Theory, values: dict, pairs: list[tuple], facts: list[Fact]) -> bool:
    """Whether the sides are equal at a point only because of the small whole numbers there: not so with other ones in their place."""
    whole = {n: v for n, v in values.items() if isinstance(n, sp.Symbol) and isinstance(v, sp.Integer) and n not in theory.definitions}
    moved: dict | None = values
    for k, (name, v) in enumerate(sorted(whole.items(), key=str)):
        moved = None if moved is None else theory.changed(moved, name, v + FURTHER + 6 * k)
    if not whole or moved is None or moved is values or any(differ(f.left, f.right, moved) is not False for f in facts):
        return False
    return all(differ(*pair, moved) for pair in pairs)


def _is_anew(fact: Fact, case: Case, theory: Theory) -> bool:
    """Whether a fact says anew, in a later display, what a name is that was defined above: from there on it stands for something else."""
    place, known = case.relation.sign.start, theory.definitions.get(fact.left)
    if not fact.first or known is None or known.fact is None or not known.fact.first or not known.fact.place < place < fact.place:
        return False
    displays = {f.formula.start for f, _ in case.context.relations if f.formula.display and place < f.formula.start < fact.place}
    return len(displays) > 1


def turned(term: sp.Expr) -> sp.Expr:
    """The term with the infinite bounds of its integrals exchanged."""

    def other(integral):
        limits = [(v, *(-b if b in (sp.oo, -sp.oo) else b for b in bounds)) for v, *bounds in integral.limits]
        return sp.Integral(integral.function, *limits)

    return term.replace(lambda t: isinstance(t, sp.Integral), other)


def scales(pair: tuple, points: list[dict | None], powers: Iterable[int] = range(5)) -> bool:
    """Whether the difference of the sides goes with a power of the factor by which a name grows from point to point."""
    found = []
    for values in points:
        one, other = (None if values is None else evaluated(t, values) for t in pair)
        if one is None or other is None:
            return False
        found.append(one - other)
    first = found[0]
    if first.contains(0):
        return False
    return any(all((f / first - factor**k).contains(0) for f, factor in zip(found, FACTORS, strict=True)) for k in powers)


def written(node: Node | None) -> frozenset[str]:
    """The names as they are written, with what stands below them or without."""
    return frozenset() if node is None else frozenset(show(each) for each in walk(node) if isinstance(each, Name | Script))


def times(value, factor: int):
    if isinstance(value, tuple):
        return tuple(times(v, factor) for v in value)
    return None if value is None else value * factor


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
