"""A derivation as Markdown with formulas between dollar signs, for notebooks and repositories."""

from textwrap import wrap

from .blocks import Block, Header, Line, Prose, blocks
from .breaking import broken
from .escape import escape_markdown
from .latex import spelled
from .layout import layout
from .measure import width
from .names import word

SHORT = 40  # letters; a longer reason stands below its row
LINE = 50.0  # ems; what a notebook shows without scrolling


def markdown(derivation, header: Header, names=None) -> str:
    parts = [f"# {escape_markdown(header.title)}"]
    parts += [_block(block, names) for block in blocks(derivation, header, names)]
    if header.verdict:
        parts.append(f"**Verdict:** {escape_markdown(header.verdict)}")
    return "\n\n".join(parts) + "\n"


def _block(block: Block, names) -> str:
    made = [f"## {escape_markdown(block.title)}"] if block.title else []
    if block.prose:
        made.append(_prose(block.prose, names))
    if block.items:
        made.append("\n".join(f"- {_prose(item, names)}" for item in block.items))
    if block.lines:
        made.append(_display(block.lines, block.boxed))
    return "\n\n".join(made)


def _formula(node) -> str:
    """TeX that no HTML parser takes for a tag; a word in it has been escaped already."""
    return spelled(node).replace("<", r"\lt ").replace(">", r"\gt ")


def _prose(pieces: Prose, names) -> str:
    return "".join(_words(piece) if isinstance(piece, str) else f"${_formula(layout(piece, names))}$" for piece in pieces)


def _words(piece: str) -> str:
    """Escaped words that keep the spaces at their ends, where a formula follows."""
    inner = escape_markdown(piece)
    return (" " if piece[:1].isspace() and inner else "") + inner + (" " if piece[-1:].isspace() else "")


def _indented(pieces):
    return [(r"\qquad {}" if place else r"\mathrel{\phantom{=}}", piece) for place, piece in enumerate(pieces)]


def _display(rows: tuple[Line, ...], boxed: bool) -> str:
    made = []
    margin = max((w for row in rows if row.left is not None and (w := width(row.left)) <= LINE / 3), default=0.0)
    for row in rows:
        start = "" if row.left is None or width(row.left) > LINE / 3 else _formula(row.left)
        if row.left is not None and not start:
            made += [rf"&{indent}{_formula(piece)}" for indent, piece in _indented(broken(row.left, LINE))]
        first, *rest = (_formula(piece) for piece in broken(row.right, LINE - margin))
        sign = _formula(row.sign)
        pieces = [rf"{start} &{sign} {first}", *(rf"&\qquad {{}}{piece}" for piece in rest)]
        if len(row.reason) > SHORT:
            pieces += [rf"&\qquad {word(piece).latex}" for piece in wrap(row.reason, 2 * SHORT)]
        elif row.reason:
            pieces[-1] += rf" && \quad {word(row.reason).latex}"
        made += pieces
    body = "\\begin{aligned}\n" + " \\\\\n".join(made) + "\n\\end{aligned}"
    shown = rf"\boxed{{{body}}}" if boxed else body
    return f"$$\n{shown}\n$$"
