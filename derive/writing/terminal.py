"""A derivation as plain text for a terminal: left side, relation, right side and reason in columns."""

import re
from textwrap import wrap

from .blocks import Block, Header, Line, Prose, blocks
from .breaking import broken
from .escape import printable
from .measure import columns, columns_of
from .text import text, written
from .tree import inlined

INDENT = 2
DEEPER = 4


def terminal(derivation, header: Header, names=None, page: int = 100) -> str:
    """The document as text, no line wider than the page."""
    title = " ".join(printable(header.title).split())
    parts = ["\n".join((title, "═" * min(columns_of(title), page)))]
    parts += [_block(block, names, page) for block in blocks(derivation, header, names)]
    if header.verdict:
        parts.append(f"Verdict: {printable(header.verdict)}")
    return "\n\n".join(parts) + "\n"


def _block(block: Block, names, page: int) -> str:
    made = [*wrap(printable(block.title), page)] if block.title else []
    made += _paragraph(block.prose, names, page, INDENT) if block.prose else []
    for item in block.items:
        first, *rest = _paragraph(item, names, page, INDENT + 2)
        made += [f"{' ' * INDENT}• {first.lstrip()}", *rest]
    shown = _aligned(block.lines, page - INDENT - (4 if block.boxed else 0))
    return "\n".join(made + (_boxed(shown) if block.boxed and shown else [" " * INDENT + s for s in shown]))


def _paragraph(prose: Prose, names, page: int, indent: int) -> list[str]:
    words = "".join(printable(piece) if isinstance(piece, str) else text(piece, names).replace(" ", "\u00a0") for piece in prose)
    made = []
    for line in wrap(words, page - indent, break_on_hyphens=False, expand_tabs=False):
        made += wrap(line.replace("\u00a0", " "), page - indent, break_on_hyphens=False)
    return [" " * indent + line for line in made]


def _boxed(shown: list[str]) -> list[str]:
    inner = max(columns_of(line) for line in shown)
    sides = [f"│ {line}{' ' * (inner - columns_of(line))} │" for line in shown]
    return [" " * INDENT + line for line in (f"┌{'─' * (inner + 2)}┐", *sides, f"└{'─' * (inner + 2)}┘")]


def _aligned(rows: tuple[Line, ...], room: int) -> list[str]:
    """The rows in columns; a left side that would take more than a third of the page stands on its own line."""
    lefts = ["" if row.left is None else written(row.left) for row in rows]
    margin = max([columns_of(left) for left in lefts if columns_of(left) <= room // 2], default=DEEPER)
    made: list[tuple[str, str]] = []
    for row, left in zip(rows, lefts, strict=True):
        if columns_of(left) > margin:
            made += [(piece, "") for piece in _pieces(row.left, room, " " * DEEPER)]
            left = ""
        start = f"{' ' * (margin - columns_of(left))}{left} {row.sign.text} "
        first, *rest = _pieces(row.right, room - columns_of(start), " " * DEEPER)
        made += [(piece, "") for piece in [start + first, *(" " * columns_of(start) + r for r in rest)]]
        made[-1] = (made[-1][0], printable(row.reason))
    return _with_reasons(made, room)


def _pieces(node, room: int, indent: str) -> list[str]:
    """The formula on one line, or broken, the later lines indented."""
    inline = inlined(node)
    if columns(inline) <= room:
        return [written(inline)]
    made = []
    for piece in broken(inline, room - len(indent), columns):
        made += _wrapped(written(piece), room - len(indent))
    return [made[0], *(indent + piece for piece in made[1:])]


def _wrapped(formula: str, room: int) -> list[str]:
    """A formula that offers no better place, broken at spaces, signs at the beginning of the line."""
    glued = re.sub(" ([+−·=]) ", " \\1\u00a0", formula)
    return [piece.replace("\u00a0", " ") for piece in wrap(glued, room, break_on_hyphens=False)] or [""]


def _with_reasons(made: list[tuple[str, str]], room: int) -> list[str]:
    """Reasons in a column at the right; those that do not fit stand below, further in."""
    wanting = [columns_of(line) for line, reason in made if reason and columns_of(line) + 3 + columns_of(reason) <= room]
    column = max(wanting, default=0) + 3
    result = []
    for line, reason in made:
        gap = column - columns_of(line)
        if reason and gap > 1 and column + columns_of(reason) <= room:
            result.append(line + " " * gap + reason)
        elif reason and columns_of(line) + 3 + columns_of(reason) <= room:
            result.append(f"{line}   {reason}")
        else:
            result.append(line)
            result += [" " * 2 * DEEPER + piece for piece in wrap(reason, room - 2 * DEEPER)]
    return result
