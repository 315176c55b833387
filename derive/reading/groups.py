"""Tokens gathered into groups: braces, environments, brackets. What does not match is kept as a stray token with a problem."""

from typing import NamedTuple

from ..library.signs import (
    CLOSING,
    GAPS,
    IGNORED_WITH_GROUP,
    LETTER_COMMANDS,
    MATCHES,
    NEUTRAL,
    OPENING,
    RELATIONS,
    SIZES,
    SPACES,
    SWITCHES,
    WRAPPERS,
)  # fmt: skip
from .syntax import Problem
from .tokens import MAX_TOKENS, Token

MAX_NESTING = 45


class Group(NamedTuple):
    """``kind`` is brace, fence (``open`` and ``close`` name the brackets) or env (``open`` is its name)."""

    kind: str
    open: str
    close: str
    items: tuple
    start: int
    end: int


class _Frame:
    """A group that is still open. Brackets without ``\\left`` are soft: they need not match."""

    __slots__ = ("items", "kind", "name", "token")

    def __init__(self, kind: str, name: str, token: Token | None):
        self.kind, self.name, self.token, self.items = kind, name, token, []


class _Builder:
    def __init__(self, tokens: list[Token]):
        self.tokens, self.at = tokens, 0
        self.stack = [_Frame("all", "", None)]
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, token: Token):
        self.problems.append(Problem(code, message, token.start, token.end))

    def add(self, item):
        self.stack[-1].items.append(item)

    def open(self, kind: str, name: str, token: Token):
        self.stack.append(_Frame(kind, name, token))

    def stray(self, token: Token, message: str):
        self.problem("D101", message, token)
        self.add(Token("stray", token.text, token.start, token.end))

    def next(self) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def close(self, place: int, close: str, end: int):
        """Close the frame at ``place`` of the stack; soft frames above it have lost their partner."""
        while len(self.stack) - 1 > place:
            self.spill()
        frame = self.stack.pop()
        assert frame.token is not None
        kind = "fence" if frame.kind in ("soft", "left") else frame.kind
        self.add(Group(kind, frame.name, close, _joined(frame.items), frame.token.start, end))

    def spill(self):
        """Give up the topmost frame: its opening sign stays as a stray token before its contents."""
        frame = self.stack.pop()
        assert frame.token is not None
        what = {"brace": "brace", "env": "environment"}.get(frame.kind, "bracket")
        self.stray(frame.token, f"this {what} is never closed")
        self.stack[-1].items.extend(_joined(frame.items))

    def find(self, wanted) -> int | None:
        """The topmost frame of a wanted kind, looking through frames that are less rigid."""
        for place in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[place]
            if wanted(frame):
                return place
            if frame.kind in ("brace", "env"):
                return None
        return None


def grouped(tokens: list[Token]) -> tuple[tuple, tuple[Problem, ...]]:
    """The items (tokens and groups) of a formula. Too deep or too long: one stray token."""
    if len(tokens) > MAX_TOKENS:
        return _refused(tokens, f"the formula is too long (limit: {MAX_TOKENS} tokens)")
    builder = _Builder(tokens)
    while (token := builder.next()) is not None:
        _place(builder, token)
        if len(builder.stack) > MAX_NESTING:
            return _refused(tokens, f"the formula is nested too deeply (limit: {MAX_NESTING} levels)")
    while len(builder.stack) > 1:
        builder.spill()
    return _joined(builder.stack[0].items), tuple(builder.problems)


def _refused(tokens, message):
    start, end = tokens[0].start, tokens[-1].end
    return (Token("stray", "", start, end),), (Problem("D104", message, start, end),)


def _place(builder: _Builder, token: Token):
    action = ACTIONS.get(token.kind if token.kind in ("begin", "end") else token.text)
    if action is None or token.kind in ("text", "letter", "number"):
        builder.add(token)
    else:
        action(builder, token)


def _open_environment(builder, token):
    builder.open("env", token.text, token)


def _open_soft(builder, token):
    builder.open("soft", OPENING[token.text], token)


def _open_brace(builder, token):
    builder.open("brace", "{", token)


def _gap(builder, token):
    builder.add(token._replace(kind="gap"))


def _ampersand(builder, token):
    builder.add(token._replace(kind="amp"))


def _nothing(_builder, _token):
    """A space."""


def _middle(builder, token):
    following = builder.next()
    if following is not None:
        builder.add(Token("sign", NEUTRAL.get(following.text, following.text), token.start, following.end))


def _bar(builder, token):
    """A bar written as a command; ``\\vert\\vert`` is one sign."""
    token = token._replace(kind="sign", text=NEUTRAL[token.text])
    items = builder.stack[-1].items
    last = items[-1] if items else None
    if token.text == "|" and isinstance(last, Token) and last.kind == "sign" and last.text == "|":
        items[-1] = last._replace(text="||", end=token.end)
    else:
        builder.add(token)


def _end(builder, token):
    place = builder.find(lambda frame: frame.kind == "env")
    if place is None or builder.stack[place].name != token.text:
        builder.stray(token, rf"\end{{{token.text}}} ends no environment of this name")
    else:
        builder.close(place, "", token.end)


def _brace(builder, token):
    place = builder.find(lambda frame: frame.kind == "brace")
    if place is None:
        builder.stray(token, "this brace closes nothing")
    else:
        builder.close(place, "}", token.end)


def _left(builder, token):
    following = builder.next()
    if following is None:
        return builder.stray(token, r"\left needs a bracket")
    sign = OPENING.get(following.text) or NEUTRAL.get(following.text) or CLOSING.get(following.text)
    if sign is None:
        return builder.stray(token, r"\left needs a bracket")
    builder.open("left", sign, Token("sign", rf"\left{following.text}", token.start, following.end))


def _right(builder, token):
    following = builder.next()
    sign = following and (CLOSING.get(following.text) or NEUTRAL.get(following.text) or OPENING.get(following.text))
    place = builder.find(lambda frame: frame.kind == "left")
    if sign is None or following is None or place is None:
        return builder.stray(token, r"\right closes nothing" if sign else r"\right needs a bracket")
    builder.close(place, sign, following.end)


def _sized(builder, token):
    """``\\Big|`` is a bar that may mean evaluation; other brackets are what they are without it."""
    following = builder.next()
    if following is None:
        return
    whole = following._replace(start=token.start)
    if NEUTRAL.get(following.text) == "|":
        builder.add(Token("bigbar", "|", token.start, following.end))
    else:
        _place(builder, whole)


def _skip_group(builder, _token):
    """Leave out ``\\label{…}``: the group that follows, with everything in it."""
    level = 0
    while (token := builder.next()) is not None:
        if token.kind == "sign" and token.text == "{":
            level += 1
        elif token.kind == "sign" and token.text == "}":
            level -= 1
        if level <= 0:
            return


def _closing(builder, token):
    sign = CLOSING[token.text]
    place = builder.find(lambda frame: frame.kind in ("soft", "left"))
    if place is not None and builder.stack[place].kind == "left":
        place = None
    while place is not None and place > 0 and builder.stack[place].kind == "soft":
        if sign in MATCHES[builder.stack[place].name]:
            break
        place -= 1
    if place is None or builder.stack[place].kind != "soft":
        return builder.stray(token, "this bracket closes nothing")
    if _spans_statements(builder.stack[place].items):
        while len(builder.stack) > place:
            builder.spill()
        return builder.stray(token, "this bracket closes nothing in its statement")
    builder.close(place, sign, token.end)


def _spans_statements(items) -> bool:
    """Whether a later row inside has its own aligned relation: then the brackets belong to different statements."""
    below, aligned = False, False
    for item in items:
        if item.kind in ("row", "amp"):
            below, aligned = below or item.kind == "row", True
        elif item.kind != "gap":
            if below and aligned and item.kind in ("sign", "command") and item.text in RELATIONS:
                return True
            aligned = False
    return False


def _joined(items: list) -> tuple:
    """``\\left( a \\right. + \\left. b \\right)`` is one pair of brackets; ``\\left. a \\right| b`` is a bar between a and b."""
    if not any(item.kind == "fence" and "." in (item.open, item.close) for item in items):
        return _switched(items)
    result: list = []
    for place, item in enumerate(items):
        if item.kind != "fence" or item.open != ".":
            result.append(item)
            continue
        scripted = _scripted(items, place + 1)
        partner = _half_open(result, item.close)
        if item.close == "|" and not scripted:
            result += [*item.items, Token("sign", "|", item.end - 1, item.end)]
        elif item.close == "." and partner is not None:
            result += item.items
        elif partner is not None:
            first = result[partner]
            inner = (*first.items, *result[partner + 1 :], *item.items)
            result[partner:] = [Group("fence", first.open, item.close, inner, first.start, item.end)]
        elif item.close == ".":
            result += item.items
        else:
            result.append(item)
    return _switched(result)


def _scripted(items, place) -> bool:
    return place < len(items) and items[place].kind == "sign" and items[place].text in "_^"


def _half_open(items, close):
    """The last bracket that was closed by ``\\right.`` and can be closed by ``close``."""
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        if item.kind == "fence" and item.close == "." and item.open != "." and (close == "." or close in MATCHES.get(item.open, "")):
            return place
    return None


def _switched(items) -> tuple:
    """``\\rm x`` inside a group, as ``\\mathrm{x}``; empty groups that only keep signs apart are left out."""
    if items and items[0].kind == "command" and items[0].text in SWITCHES:
        first, rest = items[0], tuple(items[1:])
        if rest:
            font = first._replace(text=SWITCHES[first.text])
            return (font, Group("brace", "{", "}", rest, rest[0].start, rest[-1].end))
    if any(item.kind == "brace" and not item.items for item in items):
        return tuple(_without_spacers(items))
    return tuple(items)


def _without_spacers(items) -> list:
    """Without ``{}`` that is no argument and has no script, and without ``\\mathrel{\\phantom{=}}``."""
    kept: list = []
    for place, item in enumerate(items):
        last = kept[-1] if kept else None
        if item.kind != "brace" or item.items or _scripted(items, place + 1):
            kept.append(item)
        elif isinstance(last, Token) and last.text in WRAPPERS:
            kept.pop()
        elif _takes_braces(last):
            kept.append(item)
    return kept


ACTIONS = (
    {"begin": _open_environment, "end": _end, r"\left": _left, r"\right": _right, r"\middle": _middle}
    | dict.fromkeys((r"\vert", r"\Vert", r"\|"), _bar)
    | dict.fromkeys(SIZES, _sized)
    | dict.fromkeys(SPACES, _nothing)
    | dict.fromkeys(GAPS, _gap)
    | dict.fromkeys(IGNORED_WITH_GROUP, _skip_group)
    | dict.fromkeys(OPENING, _open_soft)
    | dict.fromkeys(CLOSING, _closing)
    | {"{": _open_brace, "}": _brace, "&": _ampersand}
)


def _takes_braces(last) -> bool:
    """Whether braces after the item belong to it: arguments of a command, scripts, a second argument."""
    if isinstance(last, Group):
        return last.kind == "brace"
    return isinstance(last, Token) and (last.text in ("^", "_") or (last.kind == "command" and last.text not in LETTER_COMMANDS))
