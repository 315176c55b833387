"""Where a relation sign stands in a list of items, and what is written above it."""

from ..library.signs import ARROWS, CONSEQUENCES, NEGATED, RELATIONS, STACKS
from .groups import Group

RELATIVE = frozenset({*RELATIONS, *ARROWS, *CONSEQUENCES, *STACKS, r"\not", r"\xrightarrow", r"\xlongrightarrow"})


def relation_at(items, at: int) -> tuple[str, object, int] | None:
    """The relation sign at a place, the group set above or below it, and the place after it."""
    item = items[at] if at < len(items) else None
    if isinstance(item, Group):
        return _in_braces(item, at)
    if item is None or item.text not in RELATIVE or item.kind not in ("sign", "command"):
        return None
    if item.text in STACKS:
        return _stacked(items, at)
    if item.text == r"\not":
        return _negated(items, at)
    if item.text in (r"\xrightarrow", r"\xlongrightarrow"):
        above = items[at + 1] if at + 1 < len(items) and isinstance(items[at + 1], Group) else None
        return "→", above, at + (2 if above else 1)
    sign = RELATIONS.get(item.text) or ARROWS.get(item.text) or CONSEQUENCES.get(item.text)
    return (sign, None, at + 1) if sign else None


def _in_braces(group: Group, at: int):
    """``{=}`` and ``\\mathrel{=}``."""
    if group.kind != "brace" or len(group.items) not in (1, 2, 3):
        return None
    found = relation_at(group.items, 0)
    return (found[0], found[1], at + 1) if found and found[2] == len(group.items) else None


def _stacked(items, at: int):
    if at + 2 >= len(items):
        return None
    above, base = items[at + 1], items[at + 2]
    inner = base.items if isinstance(base, Group) and base.kind == "brace" else (base,)
    found = relation_at(inner, 0)
    return (found[0], above, at + 3) if found and found[2] == len(inner) else None


def _negated(items, at: int):
    found = relation_at(items, at + 1)
    return (NEGATED.get(found[0], f"not {found[0]}"), found[1], found[2]) if found else None
