"""Mathematics for terminals that know ASCII only: ``\\mu`` for μ, ``<=`` for ≤; registered as the way to treat what cannot be encoded."""

import codecs

HANDLER = "derive-spelled"
SIGNS = {
    "−": "-", "·": "*", "×": "*", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "∞": r"\infty", "∑": r"\sum", "Σ": r"\sum", "∏": r"\prod",
    "∫": r"\int", "√": "sqrt", "∂": r"\partial", "∈": r"\in", "∉": r"\notin", "ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℓ": r"\ell", "∝": r"\propto",
    "→": "->", "⇒": "=>", "⇔": "<=>", "←": "<-", "∪": r" \cup ", "∩": r" \cap ", "∖": r" \setminus ", "⊂": r" \subset ", "∅": r"\emptyset",
    "∀": r"\forall ", "∃": r"\exists ", "′": "'", "…": "...", "•": "*", "—": "-", "–": "-", "“": '"', "”": '"', "‘": "'", "’": "'",
    "═": "=", "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "⌊": "floor(", "⌋": ")", "⌈": "ceil(",
    "⌉": ")", "ϑ": r"\vartheta", "ϕ": r"\phi", "ε": r"\epsilon", "±": "+-", "½": "1/2", "∼": "~", "⟨": "<", "⟩": ">", "≡": "==",
    "\N{NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "_hat", "\N{COMBINING MACRON}": "_bar", "\N{COMBINING TILDE}": "_tilde",
    "\N{COMBINING OVERLINE}": "_bar", "\N{COMBINING DOT ABOVE}": "_dot", "λ": r"\lambda", "Λ": r"\Lambda",
}  # fmt: skip


def register() -> None:
    codecs.register_error(HANDLER, _spelled)


def _spelled(no: UnicodeError):
    if not isinstance(no, UnicodeEncodeError):
        raise no
    made, mark, held = "", "", ""
    for sign in no.object[no.start : no.end] + "\0":
        now, letter = _script(sign)
        if mark and now != mark:
            made += mark + (held if len(held) == 1 else f"{{{held}}}")
            held = ""
        mark, held = now, held + letter
        made += "" if mark or sign == "\0" else spelled(sign)
    following = no.object[no.end : no.end + 1]
    return made + (" " if "\\" in made and made[-1:].isalpha() and following.isalpha() else ""), no.end


def _script(sign: str) -> tuple[str, str]:
    """``_`` or ``^`` and what is written there, for signs that stand low or high by themselves."""
    from unicodedata import decomposition

    kind, *codes = decomposition(sign).split() or [""]
    if kind not in ("<super>", "<sub>"):
        return "", ""
    return "^" if kind == "<super>" else "_", "".join(_plain(chr(int(code, 16))) for code in codes)


def spelled(sign: str) -> str:
    """One character in ASCII."""
    if sign in SIGNS:
        return SIGNS[sign]
    from unicodedata import decomposition, name

    words = name(sign, "").split()
    if words[:1] == ["GREEK"] and "LETTER" in words and "WITH" not in words:
        letter = words[-1].lower().replace("lamda", "lambda")
        return "\\" + (letter.capitalize() if "CAPITAL" in words else letter)
    parts = decomposition(sign).split()
    if parts and not parts[0].startswith("<"):
        return "".join(_plain(chr(int(code, 16))) for code in parts)
    return "?"


def _plain(sign: str) -> str:
    return sign if sign.isascii() else spelled(sign)
