"""When a relation may be called false: the conditions, one by one. Each failure is a reason in words."""

from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import substitute
from ..language.terms import free
from .context import Context, Tie, accented, has_derivative, names_of, restricting
from .findings import Finding
from .meaning_calls import Weighted
from .meaning_names import is_plain
from .relations import Relation
from .syntax import Call, Juxtaposed, Name, Node
from .trial import Tally, compare, whole_names

ZERO = sp.Integer(0)
RANDOM = frozenset({"X", "Y", "Z", "i", "e"})


class Refuter:
    """Decides with the whole document known: an equation further down can tie names as well as one above."""

    def __init__(self, context: Context, judged: list, findings: dict[int, Finding]):
        self.context, self.findings = context, findings
        self.home = {id(r): f.formula.start for f, r in context.relations}
        self.ties: dict[int, list[tuple[Relation, Tie]]] = {}
        for each in judged:
            self._collect(each)

    # --- ties ---

    def _collect(self, each) -> None:
        """A first link ties the names of its two sides, unless it is an identity."""
        relation = each.relation
        if relation.sign.sign not in ("=", ":=", "≡", "≈") or each.raw_right.term is None or self._is_hidden(each.right):
            return
        if each.right.doubts or each.left.doubts:
            return
        known = self.ties.setdefault(self.context.scope_at(relation.sign.start), [])
        if relation.link:
            return self._continue(known, each)
        if self.findings[id(relation)].verdict in ("proved", "supported") and not _is_name(relation.lhs.node):
            return
        left, right = each.raw_left.term, each.right.term
        if left is not None and not self._is_hidden(each.raw_left):
            tie = Tie(names_of(left, right), (left, right))
        else:
            about = sp.Symbol(f"«{relation.lhs.text.strip()}»")
            tie = Tie(names_of(right) | {about}, (about, right), about)
        if not self._is_repeated(known, tie):
            known.append((relation, tie))

    def _continue(self, known: list, each) -> None:
        """A chain one of whose later members was known before says nothing new by its first member."""
        if not known or known[-1][0].label is not each.relation.label or known[-1][0].chain != each.relation.chain:
            return
        first, tie = known[-1]
        if self._same_formula(first, each.relation) and self._is_repeated(known[:-1], replace(tie, terms=(tie.terms[0], each.right.term))):
            known.pop()

    def _same_formula(self, one: Relation, other: Relation) -> bool:
        return self.home[id(one)] == self.home[id(other)]

    @staticmethod
    def _is_repeated(known: list, tie: Tie) -> bool:
        return any(t.terms[0] == tie.terms[0] and compare(t.terms[1], tie.terms[1], enough=True).holds for _, t in known)

    @staticmethod
    def _is_hidden(reading) -> bool:
        return reading.term is None or bool(reading.opaque) or reading.term.has(Weighted) or bool(reading.term.atoms(AppliedUndef))

    # --- the decision ---

    def refute(self, each):
        """A counterexample (values, both sides, code, message), or the reason why there is none to be believed."""
        reason = self._unfit(each)
        if reason:
            return reason
        left, right = each.left.term, each.right.term
        start = min(each.relation.lhs.start, each.relation.sign.start)
        full_left, names = self.context.insert(left, start, start)
        full_right, more = self.context.insert(right, start, start)
        reason = self._tied(each, names | more, full_left, full_right)
        if reason:
            return reason
        tally = self._false(left, right)
        if isinstance(tally, str):
            return tally
        if names | more and isinstance(self._false(full_left, full_right), str):
            return "it may hold with the definitions inserted"
        for one, other in self._other_readings(each):
            if one is None or other is None or isinstance(self._false(one, other), str):
                return "another reading of the notation may be true"
        return self._report(each, tally, left, right)

    def _unfit(self, each) -> str:
        """Reasons that lie in how the relation stands in the text."""
        relation, readings = each.relation, (each.left, each.right)
        if any(self._is_hidden(r) for r in readings):
            return "it contains functions or operators whose meaning here is not established"
        if any(r.doubts for r in readings):
            return readings[0].doubts[0] if readings[0].doubts else readings[1].doubts[0]
        if relation.sign.above and "eqref" not in relation.sign.above:
            return "something stands above the sign"
        if not relation.link and not self._judgeable_start(each):
            return "it may be meant as an equation to be solved or as a definition"
        left, right = each.left.term, each.right.term
        plain = any(_is_name(side.node) for side in (relation.lhs, relation.rhs))
        if plain or any(isinstance(t, sp.Symbol | sp.Indexed) for t in (left, right)):
            return "one side is a plain name"
        if free(left) - free(right) and free(right) - free(left):
            return "a name is exchanged for another: an equation that was not read may have been used"
        if relation.link and (not free(left)) != (not free(right)):
            return "one side is a number: it may be a condition"
        if right == ZERO or (left == ZERO and relation.link == 0):
            return "it may be a condition"
        if relation.link and not self._identity_so_far(each):
            return "the chain does not consist of identities"
        return ""

    def _judgeable_start(self, each) -> bool:
        """The derivative of something that the document defined explicitly."""
        return has_derivative(each.relation.lhs.node) and bool(each.left.used) and not accented(free(each.left.term))

    def _identity_so_far(self, each) -> bool:
        relation = each.relation
        for formula, other in self.context.relations:
            if other is relation:
                statement = formula.statements[relation.chain]
                return all(s.sign in ("=", ":=") for s in statement.signs[: relation.link + 1]) and statement.word in ("", ",", "and", "⇒")
        return False

    def _tied(self, each, inserted: frozenset, *terms: sp.Expr) -> str:
        names = names_of(each.left.term, each.right.term) | names_of(*terms)
        place = self.context.scope_at(each.relation.sign.start)
        known = self.ties.get(place, [])
        ties = [tie for relation, tie in known if relation is not each.relation and not self._is_inserted(tie, inserted)
                and not self._is_place(tie, relation, each.relation)]  # fmt: skip
        if has_derivative(each.relation.lhs.node) and each.left.used:
            ties = [tie for tie in ties if ZERO not in tie.terms]
        written = {tie.terms[0] for _, tie in known}
        ties += [tie for tie in _conventions(names.union(*(t.names for t in ties))) if tie.terms[0] not in written]
        ties = eliminated(ties, names)
        replaced: set = set()
        while found := restricting(ties, names):
            tie = next((t for t in found if _solves(t, names)), None)
            if tie is None or len(replaced) > 5:
                return f"its names are tied by {_words(found[0])}"
            name, body = tie.terms
            terms = tuple(substitute(t, {name: body}) for t in terms)
            if isinstance(self._false(*terms), str):
                return f"it may hold where {name} = {body}"
            replaced.add(name)
            names = names_of(*terms)
            ties = eliminated(_replaced(ties, tie), names)
        loose = [s for s in accented(names) if s not in inserted]
        if loose:
            return f"{loose[0]} stands for something that is not written out"
        if {str(s) for s in names} & RANDOM - {"i"} or sp.Symbol("i") in names:
            return "a name may stand for a random variable or a constant"
        return ""

    @staticmethod
    def _is_place(tie: Tie, at: Relation, of: Relation) -> bool:
        """``t = 0`` further down says at which place something is looked at."""
        return len(tie.names) == 1 and isinstance(tie.terms[0], sp.Symbol) and at.sign.start > of.sign.start

    @staticmethod
    def _is_inserted(tie: Tie, inserted: frozenset) -> bool:
        return tie.terms[0] in inserted

    def _false(self, left: sp.Expr, right: sp.Expr) -> Tally | str:
        """The numbers, also with logarithms to another base."""
        tally = compare(left, right, self.context.usage.running)
        if not tally.fails:
            return "it is true for some values"
        if left.has(sp.log) or right.has(sp.log):
            for base in (2, 10):
                moved = [t.replace(sp.log, lambda x, b=base: sp.log(x) / sp.log(b)) for t in (left, right)]
                if not compare(*moved, self.context.usage.running).fails:
                    return "it is true with logarithms to another base"
        return tally

    def _other_readings(self, each):
        sides = (each.relation.lhs, each.relation.rhs)
        options = [[self.context.read(s).term] + ([self.context.read(s, other=True).term] if s.notes else []) for s in sides]
        if any(len(o) > 1 for o in options):
            yield from ((a, b) for a in options[0] for b in options[1])

    def _report(self, each, tally: Tally, left, right):
        assert tally.witness is not None
        values, lhs, rhs = tally.witness
        if has_derivative(each.relation.lhs.node) or has_derivative(each.relation.rhs.node):
            code, message = "D301", "this is not the derivative"
        elif left.has(sp.Sum, sp.Product) or right.has(sp.Sum, sp.Product):
            code, message = "D401", "the two sides differ"
        else:
            code, message = "D201", "the two sides differ"
        if compare(left, -right, self.context.usage.running, enough=True).holds:
            message += ": the sign is wrong"
        return values, lhs, rhs, code, message


def _solves(tie: Tie, names: frozenset) -> bool:
    """Whether the tie says what one of the names is, in terms of others that carry no accent."""
    name, body = tie.terms
    return isinstance(name, sp.Symbol) and name in names and name not in free(body) and not accented(free(body))


def _replaced(ties: list[Tie], by: Tie) -> list[Tie]:
    """The other ties with the name put in; those that say nothing more are left out."""
    name, body = by.terms
    rest = []
    for other in ties:
        terms = tuple(substitute(t, {name: body}) for t in other.terms) if name in other.names else other.terms
        if other is not by and (name not in other.names or not compare(*terms, enough=True).holds):
            rest.append(Tie(names_of(*terms), terms, other.about))
    return rest


def eliminated(ties: list[Tie], names: frozenset) -> list[Tie]:
    """Ties with the names that others define, and that do not matter here, replaced; those that become identities are left out."""
    left = list(ties)
    for tie in ties:
        name, body = tie.terms
        if tie not in left or not isinstance(name, sp.Symbol) or name in names or name in free(body):
            continue
        rest = []
        for other in left:
            if other is tie or name not in other.names:
                rest.append(other) if other is not tie else None
                continue
            terms = tuple(substitute(t, {name: body}) for t in other.terms)
            if not compare(*terms, enough=True).holds:
                rest.append(Tie(names_of(*terms), terms, other.about))
        left = rest
    return left


def _is_name(node: Node | None) -> bool:
    if isinstance(node, Juxtaposed | Call):
        return False
    return node is not None and (isinstance(node, Name) or is_plain(node))


def _conventions(names: frozenset) -> list[Tie]:
    """A bar over a letter is the mean of the data of that letter; a hat over indexed data is a fit."""
    found = []
    for s in names:
        for accent in ("bar", "hat", "tilde"):
            if str(s).startswith(f"{accent}("):
                inner = str(s)[len(accent) + 1 :].rstrip(")")
                found += [Tie(frozenset({s, other}), (s, other)) for other in names if str(other).split("_")[0] == inner]
    return found


def _words(tie: Tie) -> str:
    return " and ".join(sorted(map(str, tie.names)))[:80]


def shown(values: dict, each) -> dict[str, str]:
    """The values of names as evidence; of data, the entries that the sides can reach."""
    found = {}
    terms = [r.term for r in (each.left, each.right) if r.term is not None]
    reach = max((int(values[s]) for s in whole_names(*terms) if s in values), default=3)
    for name in sorted(values, key=str):
        given = values[name]
        if callable(given):
            continue
        if isinstance(given, tuple):
            found.update((f"{name}_{','.join(map(str, at))}", str(v)) for at, v in _entries(given, reach))
        else:
            found[str(name)] = str(given)
    return found


def _entries(given: tuple, reach: int, at=()):
    for k, v in enumerate(given[:reach], 1):
        if isinstance(v, tuple):
            yield from _entries(v, reach, (*at, k))
        else:
            yield (*at, k), v
