"""The name of a variable as it is displayed: ``mu_hat`` is μ with a hat, ``x_m`` has a subscript, ``mean(log x)`` a bar."""

import re
from functools import lru_cache

from ..library.notation import ACCENTS, NAMES, NOTATIONS, PREFIX
from .escape import escape_tex, printable
from .tree import Accent, Glyph, Joined, Listed, lowered, powered

PIECE = re.compile(r"([_^]?)([A-Za-z]+|\d+|[α-ωΑ-Ωℓ])('*)")
MEAN = re.compile(r"mean\((.+)\)$")
TOKEN = re.compile(r"[A-Za-zα-ωΑ-Ω]+(?:[_^]\w+)*|\^?\d+|[-+/|(),.]|\s+")
PREFIX_WORDS = {n.text.removesuffix(" #1"): n for n in NOTATIONS if n.precedence == PREFIX and n.text.endswith(" #1")}
LETTERS = {text: (latex, text) for latex, text in NAMES.values()}


def word(words: str) -> Glyph:
    """Words inside a formula, literally."""
    return Glyph(rf"\text{{{escape_tex(words)}}}", printable(words))


@lru_cache(maxsize=10_000)
def name(written: str):
    """The layout of a variable's name."""
    if mean := MEAN.match(written):
        return _mean(mean[1])
    match = re.match(r"([A-Za-z]+)(\d+)(?![0-9])", written)
    spread = f"{match[1]}_{match[2]}{written[match.end() :]}" if match else written
    pieces = PIECE.findall(spread)
    if not pieces or "".join(map("".join, pieces)) != spread or pieces[0][0] or not all(kind for kind, *_ in pieces[1:]):
        return word(written)
    return _assembled(pieces)


def _assembled(pieces):
    base, subs, sups = _letter(pieces[0][1]), [], []
    for kind, letters, _ in pieces[1:]:
        if kind == "^":
            sups.append(_letter(letters))
        elif letters in ACCENTS:
            base = Accent(letters, base)
        elif letters == "star":
            sups.append(Glyph("*", "*"))
        else:
            subs.append(_letter(letters))
    primes = sum(len(primes) for *_, primes in pieces)
    if primes:
        base = Joined((base, Glyph("'" * primes, "′" * primes)))
    for sub in subs:
        base = lowered(base, sub)
    return powered(base, sups[0] if len(sups) == 1 else Listed(tuple(sups), spaced=False)) if sups else base


def _letter(letters: str) -> Glyph:
    if letters in NAMES:
        return Glyph(*NAMES[letters])
    if letters in LETTERS:
        return Glyph(*LETTERS[letters])
    return Glyph(letters, letters) if len(letters) == 1 or letters.isdigit() else Glyph(rf"\mathrm{{{letters}}}", letters)


def _mean(words: str):
    """A bar over a short formula, as users write the names of statistics."""
    tokens = TOKEN.findall(words)
    if "".join(tokens) != words:
        return Accent("bar", word(words))
    items = tuple(_token(token) for token in tokens if not token.isspace())
    return Accent("bar", items[0] if len(items) == 1 else Joined(items))


def _token(token: str):
    if token in PREFIX_WORDS:
        return Glyph(PREFIX_WORDS[token].latex.removesuffix("#1"), f"{token} ")
    if token[0].isalpha():
        return name(token)
    return Glyph(token, token)


def head(written: str):
    """The name of a function: a letter, or a word set upright."""
    shown = name(written)
    if isinstance(shown, Glyph) and shown.latex.startswith(r"\mathrm"):
        return Glyph(rf"\operatorname{{{written}}}", written)
    if isinstance(shown, Glyph) and shown.latex.startswith(r"\text"):
        return Glyph(rf"\operatorname{{{shown.latex}}}", shown.text)
    return shown
