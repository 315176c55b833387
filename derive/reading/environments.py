"""Brackets and environments: grouping, sets, intervals, evaluation brackets, cases, matrices."""

from ..library.signs import ARRAYS, CASES, MATRICES
from .groups import Group
from .postfix import scripts
from .syntax import Cases, Evaluated, Fenced, Matrix, Node, Relation, Script, Sequence, Unread
from .tokens import Token

LEADS = frozenset({"if", "for", "when", "otherwise", "else", "where", "with"})
PUNCTUATION = frozenset({",", ";", ".", ":"})


def fenced(reader, group: Group) -> Node:
    """A bracket that has just been taken; ``[F]_a^b`` and ``\\left. F \\right|_{x=a}`` include what follows."""
    only = [item for item in group.items if item.kind not in ("gap", "amp", "row")]
    if group.close == "." and len(only) == 1 and isinstance(only[0], Group) and only[0].open in (*ARRAYS, *CASES, "aligned"):
        return cases(reader, only[0])
    body = reader.sub(group.items).whole()
    if reader.is_sign("_") and (group.open == "." or group.open == "["):
        return _evaluated(reader, group, body)
    return Fenced(group.start, group.end, group.open, group.close, body)


def _evaluated(reader, group, body) -> Node:
    fence = Fenced(group.start, group.end, group.open, group.close, body)
    lower, upper, primes = scripts(reader)
    at_point = isinstance(lower, Relation | Sequence) and (not isinstance(lower, Relation) or lower.signs[0] in ("=", "→"))
    if group.open == "." or upper is not None or at_point:
        content = body if body is not None else Unread(group.start, group.end, "nothing to evaluate")
        return Evaluated(group.start, reader.before, content, lower, upper, "|" if group.open == "." else "[]")
    return Script(group.start, reader.before, fence, lower, upper, primes)


def environment(reader, group: Group) -> Node:
    if group.open in CASES:
        return cases(reader, group)
    if group.open in MATRICES or group.open in ARRAYS:
        return matrix(reader, group)
    body = reader.sub(group.items).whole()
    return body if body is not None else Unread(group.start, group.end, "an empty environment")


def table(group: Group) -> list[list[list]]:
    """The rows and cells of an environment; an array's column specification is left out."""
    items = list(group.items)
    if group.open in ARRAYS and items and isinstance(items[0], Group) and items[0].kind == "brace":
        items = items[1:]
    rows: list[list[list]] = [[[]]]
    for item in items:
        if item.kind == "row":
            rows.append([[]])
        elif item.kind == "amp":
            rows[-1].append([])
        else:
            rows[-1][-1].append(item)
    return [row for row in rows if any(cell for cell in row)]


def matrix(reader, group: Group) -> Node:
    rows = tuple(tuple(_cell(reader, cell, group) for cell in row) for row in table(group))
    return Matrix(group.start, group.end, group.open, rows)


def _cell(reader, cell, group) -> Node:
    made = reader.sub(_stripped(cell)).whole()
    place = cell[0].start if cell else group.end
    return made if made is not None else Unread(place, place, "an empty cell")


def cases(reader, group: Group) -> Node:
    rows = []
    for row in table(group):
        value, condition = row[0], [item for cell in row[1:] for item in cell]
        if not any(item.kind != "gap" for item in condition):
            value, condition = _split_at_text(value)
        rows.append((_cell(reader, value, group), _condition(reader, condition)))
    return Cases(group.start, group.end, tuple(rows))


def _split_at_text(items) -> tuple[list, list]:
    """``x, \\text{if } x > 0`` in one cell."""
    for place, item in enumerate(items):
        if isinstance(item, Token) and item.kind == "text" and place:
            return items[:place], items[place:]
    return items, []


def _condition(reader, items) -> Node | None:
    items = _stripped([item for item in items if not (isinstance(item, Token) and item.kind in ("text", "gap") and _is_lead(item))])
    return reader.sub(items).whole()


def _is_lead(item) -> bool:
    return item.kind == "gap" or item.text.strip(" .,:;").lower() in LEADS


def _stripped(items) -> list:
    items = list(items)
    while items and isinstance(items[-1], Token) and (items[-1].text in PUNCTUATION or items[-1].kind == "gap"):
        items.pop()
    return items
