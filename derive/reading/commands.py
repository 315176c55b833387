"""What each command takes and makes. A handler gets the reader, standing behind the command, and the command's token."""

from dataclasses import replace

from ..library.signs import (
    ACCENTS,
    ALSO_FUNCTIONS,
    BIG_LETTERS,
    BIG_OPERATORS,
    BIG_WORDS,
    BINOMIALS,
    BRACES,
    ELLIPSES,
    FONTS,
    FRACTIONS,
    FUNCTION_COMMANDS,
    FUNCTIONS,
    LETTER_COMMANDS,
    RELATIONS,
    SHORT_SETS,
    STACKS,
    WRAPPERS,
)  # fmt: skip
from .calculus import derivative, differential, integral, slashed
from .cursor import SLASH, TIMES
from .environments import environment, fenced
from .groups import Group
from .postfix import argument, attached, called, scripts
from .syntax import (
    Accent,
    Big,
    Binomial,
    Call,
    Ellipsis,
    Fenced,
    Fraction,
    Juxtaposed,
    Labelled,
    Name,
    Node,
    Number,
    Root,
    Script,
    Sequence,
    Styled,
    Text,
    Unread,
    items_of,
)  # fmt: skip
from .tokens import Token

BARE_RANDOM = frozenset({"E", "Var", "Cov", "tr"})
UPRIGHT = frozenset({"mathrm", "operator", "text", "word", "mathbb"})


def takes_bare(name: Name) -> bool:
    """Whether the name is a function that may stand before its argument without parentheses."""
    if name.accents or name.font not in UPRIGHT:
        return False
    return (name.letter in FUNCTIONS and name.font != "mathbb") or name.letter in BARE_RANDOM


def letter(reader, token) -> Node:
    name = Name(token.start, token.end, token.text.removeprefix("\\"))
    if token.text in BIG_LETTERS and _has_bounds(reader):
        return big(reader, name, BIG_LETTERS[token.text])
    return name


def _has_bounds(reader) -> bool:
    """Whether one of the two scripts that follow holds a relation: ``\\Sigma_{i=1}^n``."""
    for ahead in (0, 2):
        item = reader.peek(ahead + 1)
        if not (reader.is_sign("_", ahead) or reader.is_sign("^", ahead)):
            return False
        if isinstance(item, Group) and reader.is_sign("_", ahead):
            return any(inner.kind in ("sign", "command") and inner.text in RELATIONS for inner in item.items)
    return False


def fraction(reader, token) -> Node:
    groups = [item.items if isinstance(item, Group) and item.kind == "brace" else None for item in (reader.peek(), reader.peek(1))]
    if None not in groups and (made := derivative(reader, *groups, token.start)) is not None:
        return made
    over, under = argument(reader), argument(reader)
    return Fraction(token.start, max(under.end, reader.before), over, under)


def binomial(reader, token) -> Node:
    above, below = argument(reader), argument(reader)
    return Binomial(token.start, reader.before, above, below)


def root(reader, token) -> Node:
    degree = None
    item = reader.peek()
    if isinstance(item, Group) and item.kind == "fence" and item.open == "[" and item.close == "]":
        reader.take()
        degree = reader.inside(item)
    body = argument(reader)
    return Root(token.start, reader.before, body, degree)


def accent(reader, token) -> Node:
    kind = ACCENTS[token.text]
    body = argument(reader)
    if isinstance(body, Name) and not body.primes and not body.star:
        return replace(body, start=token.start, end=reader.before, accents=(*body.accents, kind))
    return Accent(token.start, reader.before, kind, body)


def font(reader, token) -> Node:
    """``\\mathrm{LL}``: a word; ``\\mathbf{x}_i``: a letter; ``\\mathrm{d}x``: a differential; ``\\operatorname{argmax}``: an operator."""
    style = FONTS[token.text]
    item = reader.peek()
    word = _word(item)
    if word is not None:
        reader.take()
        name = Name(token.start, item.end, word, style)
        return reader.named(name) if style in ("mathrm", "operator", "mathbb") else name
    body = argument(reader)
    end = reader.before
    match body:
        case Name(font=""):
            return replace(body, start=token.start, end=end, font=style)
        case Text() | Unread() | Number():
            return replace(body, start=token.start, end=end)
    return body if style == "operator" else Styled(token.start, end, style, body)


def _word(item) -> str | None:
    """The letters of a group that holds nothing else (but points and hyphens), or of a single letter."""
    if isinstance(item, Token):
        return item.text if item.kind in ("letter", "number") else None
    if not isinstance(item, Group) or item.kind != "brace" or not item.items:
        return None
    pieces = []
    for piece in item.items:
        if not isinstance(piece, Token) or not (piece.kind in ("letter", "word", "number", "text") or piece.text in (".", "-")):
            return None
        pieces.append(piece.text)
    word = "".join(pieces)
    return word if word[:1].isalnum() else None


def function(reader, head: Name) -> Node:
    """A function with its scripts and its argument: brackets, or what follows up to the next sign."""
    node = attached(reader, head)
    item = reader.peek()
    if isinstance(item, Group) and item.kind == "fence" and item.open in ("(", "[", "{"):
        inside = fenced(reader, reader.take())
        if isinstance(inside, Fenced):
            items, separators = items_of(inside.body)
            return Call(node.start, inside.end, node, items, separators, inside.open + inside.close)
        return Call(node.start, inside.end, node, (inside,), (), "")
    negative = item is not None and item.kind == "sign" and item.text in "+-" and reader.begins(reader.peek(1))
    if not (reader.begins(item) or negative) or (head.letter in ("E", "tr") and negative):
        return node
    behind = reader.prefix(SLASH) if negative else bare(reader)
    return Call(node.start, behind.end, node, (behind,), (), "")


def bare(reader) -> Node:
    """The argument of ``\\log`` without parentheses: ``2\\pi\\sigma^2``, but one fraction, bracket or function only."""
    factors = [reader.operand()]
    while reader.infix() == TIMES and reader.begins(reader.peek()):
        if not reader.reading.long and not _continues(factors, reader.peek()):
            if not _closes(reader):
                reader.reading.ambiguous("what follows may belong to the argument of the function", factors[0].start, reader.peek().end)
            break
        if not isinstance(factors[0], Number):
            reader.reading.ambiguous("the argument of the function may end earlier", factors[0].start, reader.peek().end)
        factors.append(reader.operand())
    return reader.product(factors, [""] * (len(factors) - 1))


def _continues(factors, item) -> bool:
    """Whether a factor beside a bare argument belongs to it."""
    first, last = factors[0], factors[-1]
    exponential = item.kind == "letter" and item.text == "e"
    if isinstance(last, Juxtaposed | Call | Fenced | Big):
        return False
    if isinstance(item, Group) and item.kind != "brace":
        return False
    if isinstance(item, Token) and item.kind == "command" and item.text not in LETTER_COMMANDS and item.text not in ACCENTS:
        return isinstance(first, Number) and (item.text in FRACTIONS or item.text == r"\sqrt")
    if not isinstance(first, Name | Number | Root | Script | Accent):
        return exponential
    return item.kind in ("letter", "number", "command", "brace")


def _closes(reader) -> bool:
    """Whether what follows cannot be meant as a part of a bare argument: a differential, an integral, a bracket with bounds."""
    item, following = reader.peek(), reader.peek(1)
    if item.kind == "command" and (item.text in BIG_OPERATORS or (item.text == r"\mathrm" and _word(following) == "d")):
        return True
    if item.kind in ("command", "word") and item.text.removeprefix("\\") in FUNCTIONS - {"exp"}:
        return True
    return isinstance(item, Group) and reader.is_sign("_", 1)


def big(reader, head, operator: str) -> Node:
    """An operator with bounds and a body that extends over products, up to the next + or −."""
    return bounded(reader, head, operator, None)


def bounded(reader, head, operator: str, lower: Node | None) -> Node:
    sub, sup, _ = scripts(reader)
    lower = lower or sub
    if operator in ("int", "iint", "iiint"):
        return integral(reader, head, operator, lower, sup)
    item = reader.peek()
    if operator in ALSO_FUNCTIONS and lower is None and sup is None:
        name = Name(head.start, head.end, operator, getattr(head, "font", "operator") or "operator")
        if isinstance(item, Group) and item.kind == "fence" and item.open in "([{":
            return called(name, fenced(reader, reader.take()))
        if not reader.begins(item):
            return name
    negative = item is not None and item.kind == "sign" and item.text in ("+", "-") and reader.begins(reader.peek(1))
    body = reader.expression(TIMES) if negative or reader.begins(item) else None
    return Big(head.start, body.end if body else reader.before, operator, lower, sup, body)


def operator(reader, token) -> Node:
    return big(reader, token, BIG_OPERATORS[token.text])


def argument_of(reader, token) -> Node:
    """``\\arg\\max``, or the argument of a complex number."""
    item = reader.peek()
    if isinstance(item, Token) and item.text in (r"\max", r"\min"):
        reader.take()
        return big(reader, token, f"arg{item.text[1:]}")
    return function(reader, Name(token.start, token.end, "arg", "operator"))


def stacked(reader, token) -> Node:
    """``\\underset{\\theta}{\\text{argmax}}``; else an expression with a label."""
    label = argument(reader)
    item = reader.peek()
    inner = item.items if isinstance(item, Group) and item.kind == "brace" else (item,) if item else ()
    word = _operator_word(reader, inner)
    if word and token.text == r"\underset":
        reader.take()
        return bounded(reader, token, word, label)
    body = argument(reader)
    return Labelled(token.start, reader.before, body, label)


def _operator_word(reader, items) -> str | None:
    match items:
        case (Token(text=r"\arg"), Token(text=r"\max" | r"\min") as which):
            return "arg" + which.text[1:]
        case (Token(kind="command", text=text),) if text in BIG_OPERATORS:
            return BIG_OPERATORS[text]
        case (Token(kind="text" | "word", text=text),):
            return BIG_WORDS.get(text.replace(" ", ""))
        case (Token(kind="command", text=text), Group() as group) if text in FONTS:
            return BIG_WORDS.get(_word(group) or "") or _operator_word(reader, group.items)
    return None


def brace(reader, token) -> Node:
    """``\\underbrace{x}_{words}``."""
    body = argument(reader)
    below, above, _ = scripts(reader)
    return Labelled(token.start, reader.before, body, below or above)


def stack(reader, token) -> Node:
    """``\\substack{i \\\\ i \\ne j}``: a list."""
    item = reader.peek()
    if not isinstance(item, Group):
        return argument(reader)
    reader.take()
    rows, row = [], []
    for inner in (*item.items, Token("row", "", item.end, item.end)):
        if inner.kind == "row":
            if row:
                rows.append(reader.sub(row).whole())
            row = []
        else:
            row.append(inner)
    rows = [made for made in rows if made is not None]
    if len(rows) == 1:
        return rows[0]
    return Sequence(item.start, item.end, tuple(rows), ("\\\\",) * (len(rows) - 1)) if rows else reader.missing("an empty stack")


def reference(reader, token) -> Node:
    argument(reader)
    return Text(token.start, reader.before, "reference")


def wrapped(reader, token) -> Node:
    return argument(reader)


def resized(reader, token) -> Node:
    """``\\resizebox{10em}{!}{$…$}``: the formula in it."""
    for _ in range(2 if token.text == r"\resizebox" else 1):
        if isinstance(reader.peek(), Group):
            reader.take()
    item = reader.peek()
    if not isinstance(item, Group):
        return argument(reader)
    reader.take()
    inside = reader.sub([inner for inner in item.items if inner.kind != "sign" or inner.text != "$"]).whole()
    return inside if inside is not None else Unread(token.start, item.end, "an empty box")


def ellipsis(reader, token) -> Node:
    return Ellipsis(token.start, token.end)


def partial(reader, token) -> Node:
    return differential(reader, Name(token.start, token.end, "d", "mathrm"), "∂" if token.text == r"\partial" else "d")


def nabla(reader, token) -> Node:
    return function(reader, Name(token.start, token.end, "nabla", "operator"))


def called_command(reader, token) -> Node:
    return function(reader, Name(token.start, token.end, token.text[1:], "operator"))


def short_set(reader, token) -> Node:
    return Name(token.start, token.end, SHORT_SETS[token.text], "mathbb")


def _script_without_base(reader, token) -> Node:
    script = argument(reader)
    return Unread(token.start, script.end, f"{token.text} without a base")


def _table():
    table = dict.fromkeys(LETTER_COMMANDS, letter)
    table |= dict.fromkeys(FRACTIONS, fraction) | dict.fromkeys(BINOMIALS, binomial) | {r"\sqrt": root}
    table |= dict.fromkeys(ACCENTS, accent) | dict.fromkeys(FONTS, font) | dict.fromkeys(BIG_OPERATORS, operator)
    table |= dict.fromkeys(FUNCTION_COMMANDS, called_command) | dict.fromkeys(STACKS, stacked) | dict.fromkeys(BRACES, brace)
    table |= dict.fromkeys(WRAPPERS, wrapped) | dict.fromkeys(ELLIPSES, ellipsis) | dict.fromkeys(SHORT_SETS, short_set)
    table |= {r"\arg": argument_of, r"\substack": stack, r"\partial": partial, r"\dd": partial, r"\diff": partial, r"\nabla": nabla}
    table |= {r"\resizebox": resized, r"\scalebox": resized}
    table |= dict.fromkeys((r"\eqref", r"\ref", r"\cite", r"\cref", r"\Cref"), reference)
    return table | {"_": _script_without_base, "^": _script_without_base}


table = _table()
heads = FUNCTION_COMMANDS | frozenset(BIG_OPERATORS)

__all__ = ["differential", "environment", "fenced", "heads", "slashed", "table"]
