"""A derivation as a section of a LaTeX article. No line is set wider than the page: rows are broken, reasons moved, at
the last resort a formula is set smaller.
"""

from dataclasses import dataclass

from .blocks import Block, Header, Line, Prose, blocks
from .breaking import broken
from .escape import escape_tex
from .latex import spelled
from .layout import layout
from .measure import width
from .tree import Terms

PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[margin=25mm]{geometry}
\usepackage{amsmath,amssymb,mathtools,graphicx}
\allowdisplaybreaks
\emergencystretch=4em
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5\baselineskip}
\begin{document}
"""
LINE = 45.0  # ems of the text width that the preamble gives
NUMBER = 3.0  # room for the number of an equation
LETTER = 0.49  # the mean width of a letter of text
INLINE = 22.0  # the widest formula that is set within a paragraph


def article(*sections: str) -> str:
    """A complete document from sections."""
    return PREAMBLE + "\n".join(sections) + "\\end{document}\n"


def section(derivation, header: Header, names=None) -> str:
    """One derivation as a section."""
    parts = [rf"\section{{{escape_tex(header.title)}}}"]
    parts += [_block(block, names) for block in blocks(derivation, header, names)]
    if header.verdict:
        parts.append(rf"\textbf{{Verdict:}} {escape_tex(header.verdict)}")
    return "\n\n".join(parts) + "\n"


def _block(block: Block, names) -> str:
    made = [rf"\subsection*{{{escape_tex(block.title)}}}"] if block.title else []
    if block.prose:
        made.append(prose(block.prose, names))
    if block.items:
        items = "\n".join(rf"\item {{}}{prose(item, names)}" for item in block.items)
        made.append(f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}")
    if block.lines:
        made.append(_boxed(block.lines) if block.boxed else _aligned(block.lines))
    return "\n".join(made)


def prose(pieces: Prose, names) -> str:
    """Words with formulas between them; a wide formula is displayed."""
    return "".join(escape_tex(piece) if isinstance(piece, str) else _formula(layout(piece, names)) for piece in pieces)


def _formula(node) -> str:
    if width(node) <= INLINE:
        return f"${spelled(node)}$"
    return f"\n\\[{_fitting(node, LINE - 4)}\\]\n"


def _fitting(node, room: float) -> str:
    """A formula that cannot be broken, set smaller if it has to be."""
    if isinstance(node, Terms) and node.led and len(node.parts) == 1 and width(node) > room:
        sign, part = node.parts[0]
        return sign + _fitting(part, room - 1)
    string = spelled(node)
    return string if width(node) <= room else rf"\resizebox{{{room:.1f}em}}{{!}}{{$\displaystyle {string}$}}"


@dataclass(frozen=True)
class Typeset:
    """A row of an alignment: the strings of its lines, and how much room it takes on either side of the sign."""

    lines: tuple[tuple[str, str], ...]
    left: float
    right: float
    reason: str


def _aligned(rows: tuple[Line, ...]) -> str:
    typeset = _typeset_all(rows, LINE - NUMBER)
    left, right = max(t.left for t in typeset), max(t.right for t in typeset)
    room = LINE - NUMBER - left - right - 2.0
    body = []
    for place, row in enumerate(typeset):
        below = bool(row.reason) and LETTER * len(row.reason) > room
        lines = [f"{a} & {b}" for a, b in row.lines]
        lines[-1] += rf" & \qquad & \text{{{escape_tex(row.reason)}}}" if row.reason and not below else ""
        if below:
            words = rf"\textit{{{escape_tex(row.reason)}}}"
            body.append(f"\n{words}\n" if place == 0 else rf"\intertext{{{words}}}")
        body.append(" \\notag\\\\\n".join(lines) + (r" \\" if place < len(typeset) - 1 else ""))
    before = body.pop(0) if body[0].startswith("\n") else ""
    inside = "\n".join(body)
    return f"{before}\\begin{{alignat}}{{2}}\n{inside}\n\\end{{alignat}}"


def _typeset_all(rows: tuple[Line, ...], room: float) -> list[Typeset]:
    lefts = [width(row.left) for row in rows if row.left is not None]
    margin = max((left for left in lefts if left <= room / 2), default=0.0)
    return [_typeset(row, room, margin) for row in rows]


def _typeset(row: Line, room: float, margin: float) -> Typeset:
    left = 0.0 if row.left is None else width(row.left)
    start = "" if row.left is None else spelled(row.left)
    lines, widest = [], 0.0
    if left > margin:
        for place, piece in enumerate(broken(row.left, room - 3)):
            lines.append(("", (r"\qquad{}" if place else r"\mathrel{\phantom{=}}") + _fitting(piece, room - 3)))
            widest = max(widest, min(width(piece), room - 3) + 2.5)
        start, left = "", 0.0
    space = room - margin - 3
    pieces = broken(row.right, space)
    for place, piece in enumerate(pieces):
        shown = _fitting(piece, space)
        lines.append(("", rf"\qquad{{}}{shown}") if place else (start, f"{row.sign.latex} {shown}"))
        widest = max(widest, min(width(piece), space) + 2.2)
    return Typeset(tuple(lines), left, widest, row.reason)


def _boxed(rows: tuple[Line, ...]) -> str:
    typeset = _typeset_all(rows, LINE - NUMBER - 2)
    inside = " \\\\\n".join(f"{a} & {b}" for row in typeset for a, b in row.lines)
    reasons = " ".join(dict.fromkeys(escape_tex(row.reason) for row in rows if row.reason))
    box = f"\\begin{{equation}}\n\\boxed{{\\begin{{aligned}}\n{inside}\n\\end{{aligned}}}}\n\\end{{equation}}"
    return box + (f"\n{reasons}" if reasons else "")
