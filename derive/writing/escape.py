"""Words that people gave, made harmless for TeX, for Markdown and for terminals."""

import re

from ..library.notation import ACCENTS, NAMES, SUBSCRIPTS, SUPERSCRIPTS, TYPED_SIGNS

TEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "–": "--",
    "—": "---",
    "’": "'",
    "…": r"\dots{}",
}
MATHEMATICS = (
    {text: latex for latex, text in NAMES.values()}
    | TYPED_SIGNS
    | {high: f"^{{{low.replace('−', '-')}}}" for low, high in SUPERSCRIPTS.items() if low != high}
    | {small: f"_{{{low.replace('−', '-')}}}" for low, small in SUBSCRIPTS.items() if low != small}
)
HATS = {mark: command for command, _, mark in ACCENTS.values()}
ACCENTED = re.compile(f"(.)([{''.join(HATS)}])")
MARKDOWN = re.compile(r"([\\\\`*_{}\[\]|$~])|^(?=[-+#=])|^(\d+)(?=[.)])")
TYPEABLE = re.compile(r"[ -~À-ÏÑ-ÖØ-Ýßà-ïñ-öø-ýÿ]")


def escape_tex(words: str) -> str:
    """Ordinary words for TeX's text mode. A character that cannot be typeset is written as its code point."""
    pieces = ACCENTED.split(words)
    result = "".join(map(_escape, pieces[0]))
    for letter, mark, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        result += rf"\ensuremath{{{HATS[mark]}{{{_escape(letter)}}}}}" + "".join(map(_escape, rest))
    return result


def _escape(c: str) -> str:
    if c in TEX_ESCAPES:
        return TEX_ESCAPES[c]
    if c in MATHEMATICS:
        return rf"\ensuremath{{{MATHEMATICS[c]}}}"
    if TYPEABLE.match(c):
        return c
    return " " if c.isspace() else f"U+{ord(c):04X}"


def printable(words: str) -> str:
    """Without the control characters that a terminal would obey."""
    return "".join(c if c.isprintable() else "\ufffd" for c in words)


def escape_markdown(words: str) -> str:
    """Ordinary words for Markdown, whose special characters and HTML they do not start."""
    plain = printable(" ".join(words.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKDOWN.sub(lambda m: f"{m[2]}\\" if m[2] else f"\\{m[1] or ''}", plain)
