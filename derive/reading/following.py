"""An equation that follows from equations above: every solution of theirs satisfies it.

The premise is solved for one of the things that it shares with the conclusion (a name, an entry, a function that is not taken
apart), on every branch; put in, the conclusion is an identity. It is proved where the kernel confirms that the difference of the
sides of the conclusion is a multiple of that of the premise, and that the factor is a number wherever the sides are.
"""

from collections.abc import Iterator
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import same
from ..language.terms import free
from .case import Case
from .excluding import excluded
from .findings import Finding
from .indices import escaped
from .meaning_calls import Weighted
from .premises import FARTHEST, Equation, above, head, is_condition, is_name, meanings, stationary, unfolded, zero
from .proving import proof_of
from .solving import Rewriting, solutions, spread
from .trial import compare

LARGEST = 160
ATTEMPTS = 18
BY = "it follows from the equation above"


def condition(case: Case) -> Finding | None:
    """A derivative is set to zero: a condition that introduces the place where it holds."""
    if is_condition(case) and (case.relation.link == 0 or zero(case.relation.rhs.node)):
        return case.found("given", "a condition on the place where the derivative is taken")
    return None


def following(case: Case) -> Finding | None:
    """Proved or supported by an equation above; else open."""
    if case.sign != "=" or _silent(case):
        return None
    for terms, equations, how in _versions(case):
        found = _from_one(case, terms, equations, how)
        if found is not None:
            return found
    return None


def _silent(case: Case) -> bool:
    """Nothing can be said: a side is not understood, or an index that one side adds over is free in the other."""
    left, right = case.raw_left.term, case.raw_right.term
    return left is None or right is None or bool(escaped(left, right, case.context.usage.running))


def _versions(case: Case) -> Iterator[tuple[tuple, list[Equation], str]]:
    """The conclusion and what stands above it: as written; with definitions of functions; with names replaced by their meanings."""
    points = stationary(case)
    for inserting in (False, True):
        readings = (case.left, case.right) if inserting else (case.raw_left, case.raw_right)
        left, right = (reading.term for reading in readings)
        if left is None or right is None:
            continue
        equations = above(case, inserting)
        if inserting and (left, right) == (case.raw_left.term, case.raw_right.term):
            equations = [e for e in equations if e not in above(case, False)]
        else:
            equations = points + equations if 0 in (left, right) else equations + points
        yield (left, right), equations, BY
    yield from _by_meaning(case, points)


def _by_meaning(case: Case, points: list[Equation]):
    equations = [*above(case, True), *points]
    known = meanings(above(case, True, FARTHEST))
    own = case.left.term
    left, right = case.left.term, case.right.term
    if left is None or right is None:
        return
    known = [k for k in known if free(k.body) or not (head(k.name) in free(left) and head(k.name) in free(right))]
    if not known:
        return
    if own is not None and is_name(own):
        others = [k for k in known if head(k.name) != head(own)]
        yield (left, right), _unfolded(equations, others, own), BY + ", with names replaced by what they stand for"
        known = others if not any(head(k.name) == head(own) for k in known) else known
    terms = unfolded(left, known), unfolded(right, known)
    yield terms, _unfolded(equations, known, None), BY + ", with names replaced by what they stand for"


def _unfolded(equations: list[Equation], known: list[Rewriting], own) -> list[Equation]:
    found = []
    for e in equations:
        if is_name(e.left) and any(k.name == e.left and k.body == e.right for k in known):
            continue
        made = Equation(unfolded(e.left, known), unfolded(e.right, known), e.at, e.sure)
        if not same(made.left, made.right):
            found.append(made)
    return found


def _from_one(case: Case, terms: tuple, equations: list[Equation], how: str) -> Finding | None:
    left, right = terms
    if _size(left) + _size(right) > LARGEST * 2:
        return None
    tried, alone = 0, _alone(left, right) | _alone(right, left)
    if how != BY and compare(left, right, case.context.usage.running, enough=True).holds:
        return case.found("supported", "the same by the equations above")
    for equation in equations:
        if not equation.names & (free(left) | free(right)) or not alone <= equation.names:
            continue
        if {(equation.left, equation.right), (equation.right, equation.left)} & {(left, right)}:
            return case.found("proved" if equation.sure and how == BY else "supported", "the equation above")
        if left == 0 == equation.left and compare(equation.right, right, case.context.usage.running, enough=True).holds:
            sure = equation.sure and how == BY and proof_of(equation.right, right) is not None
            return case.found("proved" if sure else "supported", "the equation above, with its right side written in another way")
        for unknown in _shared(equation, left, right):
            tried += 1
            if tried > ATTEMPTS:
                return None
            if excluded((left, right), (equation.left, equation.right), unknown, case.context.usage.running):
                continue
            branches = solutions(equation.left, equation.right, unknown)
            if not branches or any(_is_degenerate(case, equation, unknown, b) for b in branches):
                continue
            if all(_holds(case, Rewriting(unknown, b), left, right) for b in branches):
                if how == BY and equation.sure and _multiple(left, right, equation, unknown, case):
                    return case.found("proved", how)
                return case.found("supported", f"{how}, at every solution of it that was tried")
    return None


def _is_degenerate(case: Case, equation: Equation, unknown, solution: sp.Expr) -> bool:
    """A number for a name: the premise holds there whatever its other names are, or a chain goes on writing the name and is meant for
    all its values."""
    if free(solution) or str(unknown).startswith("hat("):
        return False
    return bool(case.relation.link) or not equation.names <= {head(unknown), unknown}


def _alone(side: sp.Expr, other: sp.Expr) -> frozenset:
    """A name that is one side and does not occur in the other: only an equation that contains it can say what it is."""
    return frozenset({head(side)} - free(other)) if is_name(side) else frozenset()


def _size(term) -> int:
    return sum(1 for _ in sp.preorder_traversal(term))


def _holds(case: Case, solved: Rewriting, left, right) -> bool:
    if is_name(solved.name):
        pair = solved.apply(left), solved.apply(right)
    else:
        pair = left.xreplace({solved.name: solved.body}), right.xreplace({solved.name: solved.body})
    return compare(*pair, case.context.usage.running, enough=True).holds


def _shared(equation: Equation, left, right) -> list[sp.Expr]:
    """What the premise can be solved for: estimates first, then names, then functions that are not taken apart."""
    ours, theirs = _units(left) | _units(right), _units(equation.left) | _units(equation.right)
    both = sorted(ours & theirs, key=lambda u: (not is_name(u), "(" not in str(u), str(u)))
    return both[:5]


@lru_cache(maxsize=5_000)
def _units(term: sp.Expr) -> frozenset:
    """Names, entries and compound parts that stand outside of sums, and may be looked upon as one number."""
    found = set()
    stack = [term]
    while stack:
        part = stack.pop()
        if isinstance(part, sp.Symbol | sp.Indexed | AppliedUndef | sp.Function | sp.Sum | Weighted):
            found.add(part)
        if isinstance(part, sp.Sum):
            found |= {s for s in free(part) if isinstance(s, sp.Symbol)}
        elif not isinstance(part, Weighted):
            stack.extend(a for a in part.args if isinstance(a, sp.Expr))
    return frozenset(found)


def _multiple(left, right, equation: Equation, unknown, case: Case) -> bool:
    """The kernel: left - right = c (premise left - premise right), where c has a value wherever the sides have."""
    if any(t.has(Weighted) or t.atoms(AppliedUndef) for t in (left, right, equation.left, equation.right)):
        return False
    if _size(left) + _size(right) + _size(equation.left) + _size(equation.right) > LARGEST:
        return False
    factor = _factor(left - right, equation.left - equation.right, unknown)
    if factor is None or not _is_defined(factor, (left, right, equation.left, equation.right), case):
        return False
    return proof_of(left - right, factor * (equation.left - equation.right)) is not None


def _factor(conclusion: sp.Expr, premise: sp.Expr, unknown) -> sp.Expr | None:
    w = sp.Dummy()
    ratio = sp.cancel(sp.together(spread(conclusion).xreplace({unknown: w}) / spread(premise).xreplace({unknown: w})))
    ratio = sp.factor(ratio).xreplace({w: unknown})
    return None if ratio == 0 or ratio.has(sp.zoo, sp.nan) else ratio


def _is_defined(factor: sp.Expr, sides: tuple, case: Case) -> bool:
    """Below the fraction bar stands only what stands there in the equations themselves, or elsewhere in the section."""
    under = sp.fraction(sp.together(factor))[1]
    allowed = {base for side in sides for base in _denominators(side)}
    for other, _ in case.context.judged:
        for term in (other.raw_left.term, other.raw_right.term):
            allowed |= {b for b in _denominators(term) if isinstance(b, sp.Symbol)} if term is not None else set()
    for part in sp.Mul.make_args(under):
        base = part.base if isinstance(part, sp.Pow) else part
        if not (base.is_number and base != 0) and base not in allowed and -base not in allowed and not isinstance(base, sp.exp | sp.gamma):
            return False
    return True


@lru_cache(maxsize=5_000)
def _denominators(term) -> frozenset:
    found = set()
    for part in sp.preorder_traversal(term):
        if isinstance(part, sp.Pow) and part.exp.could_extract_minus_sign():
            found |= {f.base if isinstance(f, sp.Pow) else f for f in sp.Mul.make_args(sp.factor_terms(part.base))}
            found.add(part.base)
    return frozenset(found)
