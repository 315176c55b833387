"""An equation that holds once the names in it are replaced by what the text said above that they are.

What stands above is used from left to right only, and so that no name comes back in what it stands for: names that are defined
in this way can be given the values that their definitions ask for, whatever the others are.
"""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import Captured, same
from ..language.terms import free
from .case import Case
from .context import Context, Definition
from .customary import Stated, customary
from .findings import Finding
from .introduced import EXPLAINS, is_direct, sentence
from .meaning_calculus import Weighted
from .passing import is_in_passing
from .premises import head
from .proving import proof_of
from .refuting import Refuter
from .said import facts_of, is_constant, statement_of
from .solving import Rewriting
from .theory import Defined, Theory, differ, oriented
from .trial import GENERIC, compare

HOW = "by the definitions above"
LARGEST = 1500
ROUNDS = 8
LEAST_KINDS, ENOUGH = 3, 24


def inlined(refuter: Refuter, case: Case, findings: list[Finding]) -> Finding | None:
    """Supported where the equation holds at points of many kinds, proved where the kernel confirms it; ``findings`` are those above."""
    if case.sign != "=" or case.raw_left.term is None or case.raw_right.term is None:
        return None
    stated = stated_above(refuter, case, findings)
    custom = customary(refuter, case.context.scope_at(case.relation.sign.start))
    tried = []
    for known in (stated, stated[::-1]):
        chosen = _acyclic([*known, *custom])
        for left, right in ((case.raw_left.term, case.raw_right.term), (case.left.term, case.right.term)):
            made = _written_out(left, right, chosen)
            if made is None or made[:2] in tried:
                continue
            tried.append(made[:2])
            found = _judged(case, *made)
            if found is not None:
                return found
    return None


def _judged(case: Case, left: sp.Expr, right: sp.Expr, used: list[Stated]) -> Finding | None:
    sure = all(s.sure for s in used)
    if same(left, right):
        return case.found("proved" if sure else "supported", f"the same {HOW}")
    points = _agreeing(left, right, case.context.usage.running)
    if not points:
        return None
    if sure and (where := proof_of(left, right)) is not None:
        return case.found("proved", f"derived {HOW}, {where}")
    return case.found("supported", f"the sides agree to 25 digits at {points} points {HOW}")


def _agreeing(left: sp.Expr, right: sp.Expr, running: frozenset) -> int:
    """At how many points the sides agree, of three kinds at least; 0 where they differ anywhere."""
    tally = compare(left, right, running, enough=True)
    if tally.differed:
        return 0
    if tally.holds and sum(bool(tally.agreed.get(kind)) for kind in GENERIC) >= LEAST_KINDS:
        return tally.count(tally.agreed)
    found: dict[str, int] = {}
    for kind, values in Theory(running=running).models((left, right)):
        differs = differ(left, right, values)
        if differs:
            return 0
        found[kind] = found.get(kind, 0) + (differs is False)
        if sum(found.values()) >= ENOUGH and sum(map(bool, found.values())) > LEAST_KINDS:
            break
    return sum(found.values()) if sum(map(bool, found.values())) > LEAST_KINDS else 0


def _written_out(left, right, chosen: dict) -> tuple | None:
    """Both sides with all names replaced, and what was used; None where nothing is."""
    if left is None or right is None or any(t.has(Weighted) for t in (left, right)):
        return None
    used: list[Stated] = []
    for _ in range(ROUNDS):
        present = free(left) | free(right)
        present = present | left.atoms(AppliedUndef) | right.atoms(AppliedUndef)
        ready = [s for name, s in chosen.items() if name in present]
        before = left, right
        for each in ready:
            left, right = _replaced(left, each), _replaced(right, each)
        used += [s for s in ready if s not in used]
        if (left, right) == before:
            break
        if _size(left) + _size(right) > LARGEST:
            return None
    return (left, right, used) if used else None


def _replaced(term: sp.Expr, stated: Stated) -> sp.Expr:
    if isinstance(stated.name, AppliedUndef):
        return term.xreplace({stated.name: stated.body})
    try:
        return Rewriting(stated.name, stated.body).apply(term)
    except (Captured, ValueError):
        return term


def _key(name: sp.Expr) -> sp.Basic:
    return name if isinstance(name, AppliedUndef) else head(name)


def _acyclic(stated: list[Stated]) -> dict:
    """The first statement about each name, as long as no name leads back to itself."""
    chosen: dict[sp.Basic, Stated] = {}
    for each in stated:
        key = _key(each.name)
        if key not in chosen and key not in _reached(each.body, chosen):
            chosen[key] = each
    return chosen


def _reached(term: sp.Expr, chosen: dict) -> set:
    found: set = set()
    left = [term]
    while left:
        part = left.pop()
        names = set(free(part)) | part.atoms(AppliedUndef)
        left += [chosen[n].body for n in names - found if n in chosen]
        found |= names
    return found


def _size(term: sp.Expr) -> int:
    return sum(1 for _ in sp.preorder_traversal(term))


# --- what stands above ---------------------------------------------------------------------------------------------


def stated_above(refuter: Refuter, case: Case, findings: list[Finding]) -> list[Stated]:
    """Equations of the section above a relation that say what a name is, the nearest first; not the statement to be shown.

    Also what only introduces a name below: in the same display, which says everything at once, or behind it after "where"."""
    context, place = case.context, case.relation.sign.start
    section, verdicts = context.scope_at(place), {id(f.relation): f.verdict for f in findings}
    found = []
    for other in reversed(refuter.judged):
        at, verdict = other.relation.sign.start, verdicts.get(id(other.relation), "unread")
        if context.scope_at(at) != section or verdict in ("refuted", "unread"):
            continue
        if at >= place and not ((verdict == "given" or _is_supposed(context, other)) and _belongs(case, other)):
            continue
        if is_in_passing(context.document, statement_of(context, other)[0].formula):
            continue
        for fact in facts_of(context, other):
            if verdict != "given" and not _is_supposed(context, other) and (fact.claimed or fact.vanishing or fact.special):
                continue
            if fact.special and not _belongs(case, other) and not _belongs(other, case):
                continue
            made = oriented(fact.left, fact.right) if is_direct(fact.left) else None
            if made is not None:
                found.append(Stated(_name(made), made.body, verdict == "given" or (verdict == "proved" and fact.first)))
        if (function := _of_function(context, other, place)) is not None:
            found.append(function)
    return found


def _is_supposed(context: Context, case: Case) -> bool:
    """``λ = 0 ⇒ …``: a value that a name has in what follows from it in the same display."""
    formula, statement = statement_of(context, case)
    behind = formula.statements[case.relation.chain + 1 : case.relation.chain + 2]
    plain = len(statement.signs) == 1 and isinstance(case.raw_left.term, sp.Symbol) and is_constant(statement.sides[1].node)
    return plain and bool(behind) and behind[0].word == "⇒"


def _belongs(case: Case, other: Case) -> bool:
    one, two = (statement_of(case.context, c)[0] for c in (case, other))
    if one is two:
        return True
    between = [f for f, _ in case.context.relations if one.formula.start < f.formula.start < two.formula.start]
    return not between and bool(EXPLAINS.search(sentence(other)))


def _of_function(context: Context, other: Case, place: int) -> Stated | None:
    """``LME(m) = …``: a function at names, which is taken as it is written."""
    relation, right = other.relation, other.raw_right.term
    _, statement = statement_of(context, other)
    if any(s.sign != "=" for s in statement.signs[: relation.link + 1]) or right is None or right.has(Weighted):
        return None
    if context.is_claimed(Definition("", (), sp.Integer(0), relation.rhs.end), place):
        return None
    left = context.read(statement.sides[0], inserting=False).term
    if not isinstance(left, AppliedUndef) or not all(isinstance(a, sp.Symbol) for a in left.args) or right.has(left):
        return None
    return Stated(left, right, False)


def _name(made: Defined) -> sp.Expr:
    return made.name[made.parameters] if made.parameters else made.name
