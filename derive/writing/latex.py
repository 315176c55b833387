"""A layout tree spelled in LaTeX (amsmath, amssymb)."""

import re

from ..library.notation import ACCENTS, PREFIX
from .layout import layout
from .tree import (
    Accent,
    BigOperator,
    Cases,
    Factors,
    Fenced,
    Form,
    Fraction,
    Glyph,
    Infix,
    Joined,
    Listed,
    Root,
    Script,
    Terms,
    begins_with_digit,
    inlined,
    is_letter,
    tall,
)  # fmt: skip

SLOT = re.compile(r"#([1-9*])")
CONTROL_WORD = re.compile(r"\\[A-Za-z]+$")
DELIMITERS = {"{": r"\{", "}": r"\}", " ": "."}


def latex(term, names=None) -> str:
    """LaTeX for math mode. ``names`` gives ``(latex, text)`` for symbols that shall be displayed otherwise."""
    return spelled(layout(term, names))


def beside(left: str, right: str) -> str:
    """The two strings next to each other; a space keeps ``\\mu x`` from becoming ``\\mux``."""
    return f"{left} {right}" if right[:1].isalpha() and CONTROL_WORD.search(left) else left + right


def chain(strings) -> str:
    result = ""
    for string in strings:
        result = beside(result, string)
    return result


def spelled(node, tight: bool = False) -> str:
    """The LaTeX of a layout; tight, as in a superscript, without spaces around signs."""
    match node:
        case Glyph():
            return node.latex
        case Terms():
            return _terms(node, tight)
        case Factors():
            return _factors(node, tight)
        case Joined(items):
            return chain(spelled(item, tight) for item in items)
        case Fraction(over, under, inline):
            a, b = spelled(over, tight), spelled(under, tight)
            return f"{a}/{b}" if inline else rf"\frac{{{a}}}{{{b}}}"
        case Script(base, sub, sup):
            return spelled(base, tight) + _script("_", sub) + _script("^", sup)
        case Root(body):
            return rf"\sqrt{{{spelled(body, tight)}}}"
        case Accent(accent, body):
            short, wide, _ = ACCENTS[accent]
            return f"{short if is_letter(body) else wide}{{{spelled(body, tight)}}}"
        case Fenced():
            return _fenced(node, tight)
        case Listed(items, spaced):
            return (", " if spaced and not tight else ",").join(spelled(item, tight) for item in items)
        case Infix(left, sign, right):
            a, b = ("" if side is None else spelled(side, tight) for side in (left, right))
            return beside(a + sign.latex, b) if tight else f"{a} {sign.latex} {b}".strip()
        case BigOperator():
            return _big(node, tight)
        case Form():
            return _form(node, tight)
        case Cases(rows):
            return r"\begin{cases}" + r" \\ ".join(f"{spelled(a)} & {spelled(b)}" for a, b in rows) + r"\end{cases}"
    raise TypeError(f"{node!r} is not a layout")


def _terms(node: Terms, tight: bool) -> str:
    gap = "" if tight else " "
    result = ""
    for place, (sign, part) in enumerate(node.parts):
        string = spelled(part, tight)
        if place:
            result += f"{gap}{sign}{gap}{string}"
        else:
            result = f"{sign}{string}" if sign == "-" or node.led else string
    return result


def _factors(node: Factors, tight: bool) -> str:
    result = r"{}\times " if node.led else ""
    before = None
    for item in node.items:
        string = spelled(item, tight)
        if before is not None and (begins_with_digit(item) or (isinstance(before, Fraction) and before.inline)):
            result += r"\cdot "
        elif before is not None and _needs_space(before, item):
            result += r"\,"
        result = beside(result, string)
        before = item
    return result


def _needs_space(before, item) -> bool:
    match item:
        case BigOperator() | Fenced():
            return False
        case Form() if item.notation.precedence == PREFIX:
            return False
    upright = isinstance(item, Glyph) and item.latex.startswith(r"\mathrm")
    return upright or isinstance(before, Root) or (isinstance(before, Glyph) and before.latex.startswith((r"\mathrm", r"\text")))


def _script(mark: str, node) -> str:
    if node is None:
        return ""
    string = spelled(node, tight=True)
    if mark == "^" and string and set(string) == {"'"}:
        return string
    return mark + (string if len(string) == 1 else f"{{{string}}}")


def _fenced(node: Fenced, tight: bool) -> str:
    left, right = (DELIMITERS.get(end, end) for end in node.ends)
    body = spelled(node.body, tight)
    if " " in node.ends or tall(node.body):
        return rf"\left{left}{body}\right{right}"
    return f"{left}{body}{right}"


def _big(node: BigOperator, tight: bool) -> str:
    limits = ("" if node.lower is None else f"_{{{spelled(node.lower, True)}}}") + (
        "" if node.upper is None else f"^{{{spelled(node.upper, True)}}}"
    )
    body = spelled(node.body, tight)
    head = node.sign.latex + limits
    start = beside(head, body) if limits == "" or body[:1] in "([{\\" else f"{head} {body}"
    return start if node.tail is None else start + r"\," + spelled(node.tail, tight)


def _form(node: Form, tight: bool) -> str:
    template = node.notation.latex
    if not any(tall(slot) for slot in node.slots):
        template = template.replace(r"\left", "").replace(r"\right", "")
    pieces = SLOT.split(template)
    result = pieces[0]
    for mark, literal in zip(pieces[1::2], pieces[2::2], strict=True):
        inner = ", ".join(spelled(s, tight) for s in node.slots) if mark == "*" else spelled(node.slots[int(mark) - 1], tight)
        if result.endswith(" ") and CONTROL_WORD.search(result.rstrip()):
            result = beside(result.rstrip(), inner)
        else:
            result += inner
        result += literal
    return result


def one_line(term, names=None) -> str:
    """LaTeX for use inside a paragraph: fractions with a slash."""
    return spelled(inlined(layout(term, names)))
