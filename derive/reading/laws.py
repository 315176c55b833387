"""Which random variables of a text have which law: ``X \\sim \\mathrm{Gam}(a, b)``, in every way in which its arguments can be meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import sympy as sp

from ..language.law import Given, given
from ..library.laws import LAWS
from .context import Context
from .meaning import Translator, Unsaid
from .meaning_calls import RULES
from .show import show
from .syntax import Call, Juxtaposed, Name, Node, Number, Product, Script, Sequence, as_call, items_of, walk

SIGNS = ("~",)
BEHIND = re.compile(r"[\s.,;]*where\b[^\n]*")  # the words that say which law a notation means
REACH = 400
MATRICES = frozenset(("Sigma", "Lambda"))


@dataclass(frozen=True)
class Stated:
    """``name ~ law``, said at a place: the readings of the law, the usual one first. ``until`` limits it to one formula."""

    name: str
    laws: tuple[Given, ...]
    place: int
    scope: int
    until: int | None = None
    index: str = ""
    role: str = ""  # P or Q

    @property
    def first(self) -> Given:
        return self.laws[0]


@lru_cache(maxsize=8)
def stated(context: Context) -> tuple[Stated, ...]:
    """All laws of a document, in order."""
    found = []
    for formula in context.formulas:
        own = [each for k, statement in enumerate(formula.statements) for each in _in_statement(context, formula, k, statement)]
        found += [_with_role(each, own) for each in own]
    return tuple(found)


def _with_role(each: Stated, own: list[Stated]) -> Stated:
    """Of two laws of one name in one formula, the first is P and the second Q."""
    same = [s for s in own if s.name == each.name and s.until is None]
    if len(same) != 2 or each not in same or same[0].laws == same[1].laws:
        return each
    return Stated(each.name, each.laws, each.place, each.scope, None, each.index, "PQ"[same.index(each)])


def _in_statement(context: Context, formula, k: int, statement) -> Iterator[Stated]:
    local = any(s.word == "⇒" for s in formula.statements[k + 1 : k + 2]) and not any(
        sign.sign in SIGNS for s in formula.statements[k + 1 :] for sign in s.signs
    )
    for at, sign in enumerate(statement.signs):
        if sign.sign not in SIGNS:
            continue
        left, right = statement.sides[at].node, statement.sides[at + 1].node
        text, around = context.document.text, formula.formula
        after = BEHIND.match(text[around.closing : around.closing + REACH])
        prose = text[: around.opening] + (after.group() if after else "")
        laws = readings(context, right, prose) if right is not None else ()
        if laws:
            until = formula.formula.end if local else None
            for name, index in _names(statement.sides[0].node if at and all(s.sign == "=" for s in statement.signs[:at]) else left):
                yield Stated(name, laws, sign.start, context.scope_at(sign.start), until, index)


def _names(left: Node | None) -> list[tuple[str, str]]:
    """The names on the left, without what they depend on."""
    if isinstance(left, Sequence):
        bar = left.separators.index("|") if "|" in left.separators else len(left.items)
        items = left.items[: bar + 1]
    else:
        items, _ = items_of(left)
    if len(items) > 1:
        return []
    found = []
    for item in items:
        if isinstance(item, Name):
            found.append((show(item), ""))
        elif isinstance(item, Script) and isinstance(item.base, Name) and item.sup is None and item.sub is not None:
            running = isinstance(item.sub, Name) and item.sub.letter in "ijkt" and item.sub.font == ""
            found.append((show(item.base), show(item.sub)) if running else (show(item), ""))
    return found


# --- laws by their notation ----------------------------------------------------------------------------------------


def readings(context: Context, node: Node, prose: str = "") -> tuple[Given, ...]:
    """The laws that a notation can stand for; those first that the words before it name."""
    found = notation(node)
    if found is None:
        return ()
    head, arguments = found
    if any(isinstance(each, Name) and (each.letter in MATRICES or each.font == "mathbf") for a in arguments for each in walk(a)):
        return ()
    t = Translator(context.usage, RULES)
    try:
        values = tuple(t.of(a) for a in arguments)
    except (Unsaid, ValueError, TypeError):
        return ()
    return known(head, values, prose)


def readings_at(context: Context, node: Call) -> tuple[Given, ...]:
    """The laws that ``\\mathrm{Gam}(x; a, b)`` can stand for."""
    behind = replace(node, arguments=node.arguments[1:], separators=node.separators[1:])
    return readings(context, behind, context.document.text[: node.start])


def known(head: str, values: tuple[sp.Expr, ...], prose: str = "") -> tuple[Given, ...]:
    laws = [law for law in LAWS if head in law.heads and len(law.parameters) == len(values)]
    words = re.sub(r"\s+", " ", prose.lower())
    laws.sort(key=lambda law: max(((words.rfind(w) + len(w), len(w)) for w in law.words if w in words), default=(-1, 0)), reverse=True)
    made = []
    for law in laws:
        for way in law.ways if not _is_plain_form(values) else law.ways[:1]:
            one = given(law, values, way)
            if one not in made:
                made.append(one)
    return tuple(made)


def _is_plain_form(values) -> bool:
    """A square or an inverse as the last argument says how it is meant: as a variance."""
    last = values[-1] if values else None
    return isinstance(last, sp.Pow) and last.exp in (2, -1)


def notation(node: Node) -> tuple[str, tuple[Node, ...]] | None:
    """The head and the arguments: ``\\mathrm{Gam}(a, b)``, ``\\chi^2(k)``, ``\\chi^2_k``, ``\\ln\\mathcal{N}(…)``, ``F_{u,v}``."""
    match node:
        case Product(factors=(first, Name(letter="P" | "Q"))):
            return notation(first)
        case Call(head=Name(letter="ln" | "log"), arguments=(inner,)):
            below = notation(inner)
            return None if below is None else (f"ln {below[0]}", below[1])
        case Juxtaposed():
            call = as_call(node)
            return notation(call) if isinstance(call, Call) else None
        case Call(head=head, arguments=arguments, separators=separators) if set(separators) <= {",", ";"}:
            name = _head(head)
            return None if name is None else (name, arguments)
        case Script(base=base, sub=sub) if sub is not None:
            name = _head(Script(node.start, node.end, base, None, node.sup) if node.sup is not None else base)
            return None if name is None else (name, items_of(sub)[0])
    return None


def _head(head: Node) -> str | None:
    match head:
        case Name(letter=letter, accents=(), primes=0):
            return letter
        case Script(base=Name(letter="chi"), sub=None, sup=Number(text="2")):
            return "chi^2"
    return None


# --- laws in force -------------------------------------------------------------------------------------------------


def laws_at(context: Context, place: int) -> dict[str, list[Stated]]:
    """By name: the laws in force at a place, the one to be used last."""
    scope = context.scope_at(place)
    found: dict[str, list[Stated]] = {}
    for each in stated(context):
        if each.scope == scope and (each.until is None or each.place <= place <= each.until):
            if each.place <= place or each.name not in found:
                found.setdefault(each.name, []).append(each)
    return found
