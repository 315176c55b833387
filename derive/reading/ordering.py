"""Inequalities: side conditions, and claims that are decided by the domains or tried at points of every kind."""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..kernel.derivation import Derivation
from ..language.balls import flint
from ..language.claims import Claim, Given
from ..language.sets import Integers, Span, counting, reals
from ..language.terms import free
from ..search.judge import prove
from .case import Case
from .findings import Evidence, Finding
from .laws import laws_at
from .meaning_calculus import Weighted
from .points import Names, draws
from .relations import CONDITIONS
from .said import under_bar
from .syntax import Name, Node, Number, Script, walk
from .theory import bounds
from .trial import value

ORDERS = ("<", "<=", ">", ">=")
COUNTS = ("n", "N")
POSITIVE = ("unit", "above", "positive")
GENERIC = ("unit", "above", "positive", "real", "mixed")
ENOUGH = 7


def ordered(case: Case) -> Finding | None:
    """``a < b``: given as a condition; proved by the domains; supported or refuted by numbers."""
    if case.sign not in (*ORDERS, "!=", "in"):
        return None
    if case.sign == "in" and not _is_plain(case.relation.lhs.node):
        return None
    if _is_side_condition(case):
        return case.found("given", "a condition on the values of its names")
    left, right = case.left.term, case.right.term
    if case.sign in ("!=", "in") or left is None or right is None or _is_hidden(case, left, right):
        return None
    if _proof(case, left, right) is not None:
        return case.found("proved", "it holds wherever both sides are defined, for real values of the names")
    return _tried(case, left, right)


# --- conditions ----------------------------------------------------------------------------------------------------


def _is_side_condition(case: Case) -> bool:
    """``x ≥ 0`` beside a formula, in a sentence, or after "if": it says for which values something holds."""
    relation = case.relation
    sides = (relation.lhs.node, relation.rhs.node)
    if not any(_is_plain(node) and not isinstance(node, Number) for node in sides):
        return False
    formula, statement = next((f, f.statements[relation.chain]) for f, r in case.context.relations if r is relation)
    if statement.word in CONDITIONS or not formula.formula.display:
        return True
    return relation.chain > 0 and statement.word in (",", "") and all(_is_plain(node) for node in sides)


def _is_plain(node: Node | None) -> bool:
    return isinstance(node, Name | Number) or (isinstance(node, Script) and node.sup is None and isinstance(node.base, Name))


def _is_hidden(case: Case, left: sp.Expr, right: sp.Expr) -> bool:
    readings = (case.left, case.right)
    return any(r.opaque or r.doubts for r in readings) or any(t.has(Weighted) or bool(t.atoms(AppliedUndef)) for t in (left, right))


# --- decisions -----------------------------------------------------------------------------------------------------


def _proof(case: Case, left: sp.Expr, right: sp.Expr) -> Derivation | None:
    """By the kernel: names are real numbers, those that count are whole, and what stands below a fraction bar is not zero."""
    sizes = _sizes(case)
    names = free(left) | free(right)
    domains = {n: counting if n in sizes else reals for n in names if isinstance(n, sp.Symbol | sp.IndexedBase)}
    below = {p.base for t in (left, right) for p in sp.preorder_traversal(t) if isinstance(p, sp.Pow) and p.exp.could_extract_minus_sign()}
    inside = {b.base if isinstance(b, sp.Pow) else b for base in below for b in sp.Mul.make_args(base)}
    hypotheses = tuple(Claim(b, "!=", sp.Integer(0)) for b in sorted(inside, key=str) if free(b) and not b.has(sp.Sum, sp.Product))
    try:
        return prove(Claim(left - right, case.sign, sp.Integer(0)), Given(domains, hypotheses))
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError, RecursionError):
        return None


def _sizes(case: Case) -> frozenset:
    """Names that are bounds of sums somewhere in the document."""
    terms = [r.term for other, _ in case.context.judged for r in (other.raw_left, other.raw_right) if r.term is not None]
    found = bounds([*terms, *(t for t in (case.left.term, case.right.term) if t is not None)])[0]
    return frozenset(n for n in found if n.name not in case.context.usage.running)


def _tried(case: Case, left: sp.Expr, right: sp.Expr) -> Finding | None:
    """Supported where it holds at all points of all kinds; refuted where it fails at every one of them."""
    names = free(left) | free(right)
    if any(not isinstance(n, sp.Symbol | sp.IndexedBase) for n in names):
        return None
    sizes, whole, depths = bounds([left, right])
    scalars = tuple(n for n in names if isinstance(n, sp.Symbol))
    arrays = tuple((n, depths.get(n, 1)) for n in names if isinstance(n, sp.IndexedBase))
    held: dict[str, int] = {}
    failed: dict[str, int] = {}
    witness = None
    everything = not (names and _is_positive(case, names))
    for kind, values in draws(Names(scalars, sizes | (_sizes(case) & set(scalars)), arrays, whole, False)):
        found = _holds(case.sign, left, right, values)
        if found is None or not (everything or kind in POSITIVE):
            continue
        counted = held if found else failed
        counted[kind] = counted.get(kind, 0) + 1
        if not found and witness is None:
            witness = values
        if held and failed:
            return None
    kinds = GENERIC if everything else POSITIVE
    if not failed and sum(held.values()) >= ENOUGH and (not names or all(held.get(k) for k in kinds)):
        return case.found("supported", f"it holds at {sum(held.values())} points of every kind")
    accented = any(
        isinstance(n, Name) and n.accents for s in (case.relation.lhs, case.relation.rhs) if s.node is not None for n in walk(s.node)
    )
    if accented and not all(failed.get(k) for k in kinds):
        return None
    if witness is not None and _is_claim(case) and (not names or sum(bool(failed.get(k)) for k in kinds) >= 3):
        shown = {str(n): str(v) for n, v in witness.items() if not isinstance(v, tuple)}
        shown |= {f"{n}_{k}": str(v) for n, each in witness.items() if isinstance(each, tuple) for k, v in enumerate(each[:3], 1)}
        sides = [value(t, witness) for t in (left, right)]
        lhs, rhs = (s.str(12, radius=False) for s in sides if s is not None)
        return case.found("refuted", "this inequality does not hold", "D501", evidence=Evidence(shown, lhs, rhs))
    return None


def _is_positive(case: Case, names) -> bool:
    """Whether every name is a number of data, or made from data that are positive by the law of the text."""
    sizes = _sizes(case)
    laws = laws_at(case.context, case.relation.sign.start)
    letters = {n: under_bar(n) or str(n) for n in names if n not in sizes and str(n) not in COUNTS}
    supports = {k: {s.first.support for s in found} for k, found in laws.items()}
    below = {k: all(isinstance(s, Span | Integers) and s.lo in (0, 1) for s in each) for k, each in supports.items()}
    return all(below.get(letter) for letter in letters.values())


def _holds(sign: str, left: sp.Expr, right: sp.Expr, values: dict) -> bool | None:
    """Whether the order is certain at these values; None where it is not, or where a side has no value."""
    one, other = value(left, values), value(right, values)
    if one is None or other is None:
        return None
    with flint().ctx.workprec(128):
        difference = one - other
    if sign in (">", ">="):
        difference = -difference
    if difference < 0 or (sign in ("<=", ">=") and difference == 0):
        return True
    if difference > 0 or (sign in ("<", ">") and difference == 0):
        return False
    return None


def _is_claim(case: Case) -> bool:
    """A statement that can be wrong: not about a plain name, in a display, without words of condition."""
    relation = case.relation
    formula, statement = next((f, f.statements[relation.chain]) for f, r in case.context.relations if r is relation)
    if any(_is_plain(s.node) and not isinstance(s.node, Number) for s in (relation.lhs, relation.rhs)):
        return False
    return formula.formula.display and statement.word not in CONDITIONS
