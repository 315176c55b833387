"""The equations of a document as facts about its names, one theory for each section."""

import re

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .context import Context, Definition
from .meaning_calls import Weighted
from .meaning_names import is_plain
from .syntax import Call, Juxtaposed, Name, Node, Number, walk
from .theory import Defined, Fact, Theory

BITS = re.compile(r"\bbern|binar|0\s*,\s*1\s*\\?\}|indicator|categor|one-hot|dummy|\\mathrm\{Cat\}|success", re.IGNORECASE)
BARS = ("bar", "overline")


def theories(context: Context, judged: list[Case]) -> dict[int, Theory]:
    """By section: all its equations, and what a bar over a letter means where nobody says it."""
    facts: dict[int, list[Fact]] = {}
    for each in judged:
        known = facts.setdefault(context.scope_at(each.relation.sign.start), [])
        known += facts_of(context, each)
    bits = bool(BITS.search(context.document.text))
    made = {}
    for section, known in facts.items():
        made[section] = Theory(tuple(known), context.usage.running, bits)
        _conventions(made[section], [r.term for c in judged for r in (c.raw_left, c.raw_right) if r.term is not None])
    return made


def chain_of(context: Context, case: Case) -> tuple:
    """A name for the chain that a relation belongs to."""
    formula, statement = statement_of(context, case)
    return formula.formula.start, case.relation.chain, len(statement.signs)


def statement_of(context: Context, case: Case):
    for formula, other in context.relations:
        if other is case.relation:
            return formula, formula.statements[other.chain]
    raise LookupError


def is_hidden(reading) -> bool:
    """Whether something in it was not taken apart, apart from names in letters."""
    return reading.term is None or reading.term.has(Weighted) or bool(reading.term.atoms(AppliedUndef)) or bool(reading.opaque)


def is_zero(node: Node | None) -> bool:
    return isinstance(node, Number) and not node.text.strip("0.")


def is_constant(node: Node | None) -> bool:
    """Written without any name."""
    return node is not None and not any(isinstance(each, Name) for each in walk(node))


def is_name(node: Node | None) -> bool:
    if isinstance(node, Juxtaposed | Call):
        return False
    return node is not None and (isinstance(node, Name) or is_plain(node))


def facts_of(context: Context, each: Case) -> list[Fact]:
    """What a relation says: its two sides are equal, and the first side of its chain is equal to both."""
    relation = each.relation
    if relation.sign.sign not in ("=", ":=", "≡", "≈") or each.right.doubts or each.left.doubts:
        return []
    _, statement = statement_of(context, each)
    if any(s.sign not in ("=", ":=", "≡", "≈") for s in statement.signs[: relation.link + 1]):
        return []
    right = _term(each.right)
    if right is None or (isinstance(right, sp.Symbol) and set(str(right)) & set("{[…")):
        return []
    claimed = context.is_claimed(Definition("", (), sp.Integer(0), relation.rhs.end), len(context.document.text))
    vanishing = is_zero(relation.lhs.node) or is_zero(relation.rhs.node)

    def fact(left):
        return Fact(left, right, relation.sign.start, chain_of(context, each), claimed, vanishing, not relation.link)

    first = statement.sides[0]
    if relation.link == 0:
        return [fact(_subject(each.raw_left, relation.lhs.text))]
    found = []
    if is_name(relation.lhs.node) and (left := _term(each.raw_left)) is not None:
        found.append(fact(left))
    reading = context.read(first, inserting=False)
    if is_name(first.node) or _term(reading) is None:
        found.append(fact(_subject(reading, first.text)))
    return found


def _term(reading) -> sp.Expr | None:
    """The term, if nothing in it is hidden but names that the text can define."""
    term = reading.term
    if term is None or term.has(Weighted) or term.atoms(AppliedUndef) or any(not isinstance(o, sp.Symbol) for o in reading.opaque):
        return None
    return term


def _subject(reading, text: str) -> sp.Expr:
    term = _term(reading)
    return sp.Symbol(f"«{' '.join(text.split())}»") if term is None else term


def _conventions(theory: Theory, terms: list[sp.Expr]) -> None:
    """A bar over the letter of data is their mean, where the text always adds them up over one range."""
    ranges: dict[sp.IndexedBase, set] = {}
    for total in (s for term in terms for s in term.atoms(sp.Sum, sp.Product)):
        for limit in total.args[1:]:
            for entry in total.args[0].atoms(sp.Indexed):
                if len(limit) == 3 and entry.indices == (limit[0],) and limit[1] == 1 and isinstance(limit[2], sp.Symbol):
                    ranges.setdefault(entry.base, set()).add(limit[2])
    means: dict[sp.Basic, Defined] = {}
    index = sp.Symbol("⟨k⟩")
    for name in sorted({n for term in terms for n in free(term)}, key=str):
        base = sp.IndexedBase(under_bar(name) or " ")
        if len(ranges.get(base, ())) == 1:
            (size,) = ranges[base]
            means[name] = Defined(name, (), sp.Sum(base[index], (index, 1, size)) / size)
    theory.by_convention(means)


def under_bar(name: sp.Basic) -> str:
    """The letter below the bar of a plain name."""
    text = str(name) if isinstance(name, sp.Symbol) else ""
    for accent in BARS:
        if text.startswith(f"{accent}(") and text.endswith(")"):
            return text[len(accent) + 1 : -1]
    return ""
