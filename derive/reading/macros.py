"""The author's own commands: ``\\newcommand``, ``\\def``, ``\\DeclareMathOperator``. They are substituted within limits, never run."""

import re
from dataclasses import dataclass

from .syntax import Problem
from .tokens import MAX_TOKENS, Token, closing_brace, tokenize

DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s*\{?\s*(?P<name>\\(?:[A-Za-z]+|.))\s*\}?\s*"
    r"(?:\[(?P<count>\d)\])?\s*(?:\[(?P<optional>[^\]\n]*)\])?"
    r"|(?P<def>[gex]?def)\s*(?P<defname>\\(?:[A-Za-z]+|.))\s*(?P<pattern>(?:\#\d)*)"
    r"|(?P<operator>DeclareMathOperator\*?)\s*\{?\s*(?P<opname>\\[A-Za-z]+)\s*\}?)\s*\{"
)
PARAMETER = re.compile(r"#([1-9])")
MAX_EXPANSIONS = 1_000


@dataclass(frozen=True)
class Macro:
    """``\\name`` taking ``count`` arguments, the first of them optional when ``default`` is given."""

    name: str
    count: int
    body: str
    start: int
    end: int
    default: str | None = None


def definitions(text: str, start: int = 0, end: int | None = None) -> list[Macro]:
    """The definitions in a stretch of text, in order; each covers its whole text."""
    end = len(text) if end is None else end
    found, at = [], start
    while match := DEFINITION.search(text, at, end):
        close = closing_brace(text, match.end(), end)
        body = text[match.end() : close]
        if match["operator"]:
            macro = Macro(match["opname"], 0, rf"\operatorname{{{body}}}", match.start(), min(close + 1, end))
        elif match["def"]:
            macro = Macro(match["defname"], match["pattern"].count("#"), body, match.start(), min(close + 1, end))
        else:
            macro = Macro(match["name"], int(match["count"] or 0), body, match.start(), min(close + 1, end), match["optional"])
        found.append(macro)
        at = macro.end
    return found


def expand(tokens: list[Token], macros: dict[str, Macro]) -> tuple[list[Token], tuple[Problem, ...]]:
    """Every macro replaced; a replaced token has the place of the call. Beyond the limits the rest is left as it is."""
    if not any(token.kind == "command" and token.text in macros for token in tokens):
        return tokens, ()
    done: list[Token] = []
    waiting = tokens[::-1]
    calls = 0
    while waiting:
        token = waiting.pop()
        macro = macros.get(token.text) if token.kind == "command" else None
        if macro is None:
            done.append(token)
            continue
        calls += 1
        if calls > MAX_EXPANSIONS or len(done) + len(waiting) > MAX_TOKENS:
            problem = Problem("D104", f"{token.text} expands without end (limit: {MAX_EXPANSIONS} expansions)", token.start, token.end)
            return [Token("stray", token.text, token.start, token.end)], (problem,)
        waiting.extend(reversed(_expansion(macro, token, waiting)))
    return done, ()


def _expansion(macro: Macro, call: Token, waiting: list[Token]) -> list[Token]:
    """The body with the arguments, which are taken from ``waiting``, put in; they keep their own places."""
    arguments = []
    if macro.default is not None:
        arguments.append(_optional(waiting) or _placed(macro.default, call))
    while len(arguments) < macro.count:
        arguments.append(_argument(waiting))
    result: list[Token] = []
    body = _placed(macro.body, call)
    for place, token in enumerate(body):
        if token.text == "#" and token.kind == "sign":
            continue
        if place and body[place - 1].text == "#" and token.kind == "number":
            number = int(token.text[0])
            result += arguments[number - 1] if 0 < number <= len(arguments) else []
            result += _placed(token.text[1:], call)
        elif token.kind == "text" and "#" in token.text:
            words = PARAMETER.sub(lambda m: " ".join(t.text for t in arguments[int(m[1]) - 1 : int(m[1])]), token.text)
            result.append(token._replace(text=words))
        else:
            result.append(token)
    return result


def _placed(text: str, call: Token) -> list[Token]:
    return [Token(token.kind, token.text, call.start, call.end) for token in tokenize(text)]


def _argument(waiting: list[Token]) -> list[Token]:
    if not waiting:
        return []
    first = waiting.pop()
    if first.text != "{":
        return [first]
    inside, level = [], 1
    while waiting:
        token = waiting.pop()
        level += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if not level:
            break
        inside.append(token)
    return inside


def _optional(waiting: list[Token]) -> list[Token]:
    if not waiting or waiting[-1].text != "[":
        return []
    waiting.pop()
    inside = []
    while waiting and (token := waiting.pop()).text != "]":
        inside.append(token)
    return inside
