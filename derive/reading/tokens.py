"""LaTeX cut into tokens; each keeps its place in the text."""

import re
from typing import NamedTuple

from ..library.signs import BARE_WORDS, GREEK, TEXTS, TYPED

MAX_TOKENS = 20_000
# Markdown's way to keep a sign from being markup.
ESCAPED = {r"\_": ("sign", "_"), r"\'": ("primes", "'"), r"\*": ("sign", "*")}
PLAIN = frozenset({"command", "number", "letter", "sign", "word"})
PUNCTUATION = frozenset({",", ";", ":", "|", ".", "=", "+", "-"})
TOKEN = re.compile(
    rf"""
    (?P<space>\s+|~)
  | (?P<letter>[A-Za-z](?![A-Za-z]))
  | (?P<comment>%[^\n]*)
  | (?P<row>\\\\\*?(?:[ \t]*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|mu|bp|sp|pc|\\baselineskip|\\jot)\s*\])?|\\newline\b|\\cr\b)
  | (?P<text>\\(?:{TEXTS})\s*\{{)
  | (?P<begin>\\begin\s*\{{[^{{}}\n]*\}})
  | (?P<end>\\end\s*\{{[^{{}}\n]*\}})
  | (?P<command>\\(?:(?:operatorname|tag|hspace|vspace)\*|[A-Za-z]+|[\s\S]))
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<word>(?<![A-Za-z])(?:(?:{"|".join(BARE_WORDS)})(?![A-Za-z])|[A-Z]{{3,}}(?![A-Za-z])))
  | (?P<latin>[A-Za-z])
  | (?P<primes>['’]+)
  | (?P<sign>\|\||:=|=:|<=|>=|==|\.\.\.|!!|[-+*/=<>(){{}}\[\]|,;:.!&^_#$"`@?])
  | (?P<typed>[{re.escape("".join(TYPED))}])
  | (?P<other>[\s\S])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """``kind``: number, letter, word, command, sign, text, row, begin, end, primes; after grouping also gap and stray."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, spaces and comments left out; at most one more than ``MAX_TOKENS``."""
    end = len(text) if end is None else end
    tokens: list[Token] = []
    at = start
    while at < end and len(tokens) <= MAX_TOKENS:
        match = TOKEN.match(text, at, end)
        if match is None:
            break
        kind, after = match.lastgroup or "other", match.end()
        if kind == "text":
            close = closing_brace(text, after, end)
            tokens.append(_words(match[0], text[after:close], at, min(close + 1, end)))
            after = min(close + 1, end)
        elif match[0] in ESCAPED:
            tokens.append(Token(*ESCAPED[match[0]], at, after))
        elif kind in PLAIN:
            tokens.append(Token(kind, match[0], at, after))
        elif kind not in ("space", "comment"):
            tokens.append(_token(kind, match[0], at, after))
        at = after
    return tokens


def _words(command: str, words: str, start: int, end: int) -> Token:
    """``\\text{…}``; punctuation in it is a sign, and ``\\intertext`` parts rows."""
    if "intertext" in command:
        return Token("row", words, start, end)
    return Token("sign" if words.strip() in PUNCTUATION else "text", words.strip(), start, end)


def _token(kind: str, written: str, start: int, end: int) -> Token:
    match kind:
        case "begin" | "end":
            return Token(kind, written[written.index("{") + 1 : -1].strip().rstrip("*"), start, end)
        case "typed":
            meant = TYPED[written]
            return Token("command" if meant[0] == "\\" else "primes" if meant[0] == "'" else "sign", meant, start, end)
        case "latin":
            return Token("letter", written, start, end)
        case "other" if written in GREEK:
            return Token("command", "\\" + GREEK[written], start, end)
        case "other" if written.isalpha():
            return Token("letter", written, start, end)
    return Token(kind, written, start, end)


def closing_brace(text: str, at: int, end: int) -> int:
    """The place of the brace that closes the group opened before ``at``, or ``end``."""
    level = 1
    while at < end:
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "{":
            level += 1
        elif sign == "}":
            level -= 1
            if not level:
                return at
        at += 1
    return end
