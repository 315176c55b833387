"""Common mistakes, undone: for the text of a wrong side, the edits that would mend it, each with the name of the mistake."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from .syntax import Big, Call, Fraction, Name, Node, Number, Product, Relation, Script, Sum, walk

MOST = 400
SIGN = "a sign is wrong"
RATIO = "a ratio is upside down"
LOG = "a rule for logarithms was misapplied"
EXP = "a rule for exponentials was misapplied"
HALF = "a factor of 2 is wrong"
BY_ONE = "something is off by one"
POWER = "an exponent is wrong"
COMPLEMENT = "a probability and its complement are exchanged"
ESTIMATE = "a parameter and its estimate are exchanged"
NAME = "a name is exchanged for another"
ORDER = "the arguments are exchanged"
SURPLUS = "there is one term too many"
SURPLUS_FACTOR = "there is one factor too many"
MISSING = "a term is missing"
PRODUCT = "a product is written as a sum"
MISSING_FACTOR = "a factor is missing"
KINDS = (
    SIGN, RATIO, LOG, EXP, HALF, BY_ONE, POWER, COMPLEMENT, ESTIMATE, ORDER, NAME, PRODUCT, MISSING_FACTOR, SURPLUS_FACTOR, SURPLUS,
    MISSING,
)  # fmt: skip


class Edit(NamedTuple):
    """Put ``new`` for the text from ``start`` to ``end``."""

    kind: str
    start: int
    end: int
    new: str


def edits(text: str, right: Node, left: Node | None) -> list[Edit]:
    """The edits of the right side, at most ``MOST``; names and terms of the left side may be put in."""
    found = islice(_edits(text, right, left), 4 * MOST)
    return sorted(dict.fromkeys(found), key=lambda edit: (KINDS.index(edit.kind), edit.start))[:MOST]


def _edits(text: str, right: Node, left: Node | None) -> Iterator[Edit]:
    names = _names(text, *(node for node in (right, left) if node is not None))
    scripts = {id(part) for node in walk(right) for part in _raised(node)}
    counted = {id(term) for node in walk(right) if isinstance(node, Sum) and _by_one(node) for term in node.terms}
    powers = _powers(text, *(node for node in (right, left) if node is not None))
    if not isinstance(right, Sum):
        yield Edit(SIGN, right.start, right.start, "-")
    yield from _of_terms(text, right, right.start, right.end, names)
    yield from _missing_terms(text, right, left, names)
    for node in walk(right):
        match node:
            case Sum():
                yield from _of_sum(text, node)
                for term in node.terms:
                    yield from _of_terms(text, term, term.start, term.end, names)
            case Product():
                yield from _of_product(text, node)
            case Fraction():
                yield from _of_fraction(text, node)
            case Number() | Name() if id(node) not in counted:
                yield from _of_atom(text, node, names, id(node) in scripts)
                if isinstance(node, Name) and node.font == "" and id(node) not in scripts:
                    yield from (Edit(POWER, node.end, node.end, f"^{{{power}}}") for power in powers)
            case Script():
                yield from _of_script(text, node)
            case Call():
                yield from _of_call(text, node)


def _names(text: str, *trees: Node) -> list[str]:
    """The letters of both sides, as they are written, each once."""
    found = (text[node.start : node.end] for tree in trees for node in walk(tree) if isinstance(node, Name) and node.font in ("", "mathbf"))
    return [name for name in dict.fromkeys(found) if len(name) < 20 and name not in (r"\log", r"\ln", r"\exp")]


def _powers(text: str, *trees: Node) -> list[str]:
    """2, and the exponents that occur."""
    found = (
        text[node.sup.start : node.sup.end] for tree in trees for node in walk(tree) if isinstance(node, Script) and node.sup is not None
    )
    return list(dict.fromkeys(("2", *(each for each in found if len(each) <= 8))))[:4]


def _by_one(node: Sum) -> bool:
    """``n - 1``, ``n + 1``."""
    one = [isinstance(term, Number) and term.text == "1" for term in node.terms]
    return len(node.terms) == 2 and one == [False, True] and isinstance(node.terms[0], Name)


def _raised(node: Node) -> tuple[Node, ...]:
    """What stands above or below something, where braces group."""
    match node:
        case Script(sub=sub, sup=sup):
            return tuple(each for each in (sub, sup) if each is not None)
        case Big(lower=lower, upper=upper):
            sides = lower.sides if isinstance(lower, Relation) else (lower,)
            return tuple(each for each in (*sides, upper) if each is not None)
    return ()


# --- terms ---------------------------------------------------------------------------------------------------------------


def _of_terms(text: str, node: Node, start: int, end: int, names: list[str]) -> Iterator[Edit]:
    """A term, or the whole side, with a factor before it."""
    written = text[start:end]
    inside = rf"\left( {written} \right)" if isinstance(node, Sum) else written
    yield Edit(HALF, start, end, rf"2 {inside}")
    yield Edit(HALF, start, end, rf"\frac{{1}}{{2}} {inside}")
    for name in names:
        yield Edit(MISSING_FACTOR, start, end, f"{name} {inside}")
        yield Edit(MISSING_FACTOR, start, end, rf"\frac{{1}}{{{name}}} {inside}")


def _of_sum(text: str, node: Sum) -> Iterator[Edit]:
    """Each sign turned, each term left out."""
    before = node.start
    for k, term in enumerate(node.terms):
        gap = text[before : term.start]
        at = max(gap.rfind("+"), gap.rfind("-"))
        if at >= 0:
            place = before + at
            yield Edit(SIGN, place, place + 1, "-" if text[place] == "+" else "+" if k else "")
            if k:
                yield Edit(BY_ONE if _by_one(node) else SURPLUS, place, term.end, "")
        elif k == 0:
            yield Edit(SIGN, term.start, term.start, "-")
        before = term.end
    if len(node.terms) > 1 and len(node.signs) > 1:
        gap = text[node.terms[0].end : node.terms[1].start]
        plus = gap.find("+")
        yield Edit(SURPLUS, node.start, node.terms[0].end + plus + 1 if plus >= 0 else node.terms[0].end, "")
    if len(node.terms) == 2 and node.signs[0] == "+":
        one, other = (rf"\left( {text[term.start : term.end]} \right)" for term in node.terms)
        yield Edit(PRODUCT, node.start, node.end, f"{one} {other}")
    logs = [_log(term) for term in node.terms]
    if len(logs) == 2 and all(logs):
        one, other = (text[log.start : log.end] for log in logs if log is not None)
        sign = "-" if "-" in text[node.terms[0].end : node.terms[1].start] else "+"
        yield Edit(LOG, node.start, node.end, rf"\log \left( {one} {sign} {other} \right)")


def _missing_terms(text: str, right: Node, left: Node | None, names: list[str]) -> Iterator[Edit]:
    for name in names:
        for sign in "+-":
            yield Edit(MISSING, right.end, right.end, f" {sign} {name}^2")
    if isinstance(left, Sum):
        for term in left.terms:
            written = text[term.start : term.end]
            for sign in "+-":
                yield Edit(MISSING, right.end, right.end, f" {sign} {written}")


def _of_product(text: str, node: Product) -> Iterator[Edit]:
    """Each factor left out."""
    for k, factor in enumerate(node.factors):
        end = node.factors[k + 1].start if k + 1 < len(node.factors) else factor.end
        start = factor.start if k + 1 < len(node.factors) else node.factors[k - 1].end
        yield Edit(HALF if text[factor.start : factor.end].strip() == "2" else SURPLUS_FACTOR, start, end, "")
    if len(node.factors) == 2 and all(_log(factor) for factor in node.factors):
        yield Edit(LOG, node.factors[0].end, node.factors[1].start, " + ")


def _of_fraction(text: str, node: Fraction) -> Iterator[Edit]:
    over, under = text[node.over.start : node.over.end], text[node.under.start : node.under.end]
    yield Edit(RATIO, node.start, node.end, rf"\frac{{{under}}}{{{over}}}")
    if _log(node.over) and _log(node.under):
        yield Edit(LOG, node.start, node.end, f"{over} - {under}")
    if over.strip() in ("1", "2") and under.strip() == "2":
        yield Edit(HALF, node.start, node.end, "")


# --- atoms ---------------------------------------------------------------------------------------------------------------


def _of_atom(text: str, node: Name | Number, names: list[str], raised: bool) -> Iterator[Edit]:
    """A number or a name one more or less, or another name."""
    start, end = node.start, node.end
    written = text[start:end]
    if isinstance(node, Number):
        if written.isdecimal() and len(written) < 6:
            for value in (int(written) - 1, int(written) + 1):
                if value >= 0:
                    yield Edit(BY_ONE, start, end, str(value))
        return
    if node.font not in ("", "mathbf"):
        return
    braced = text[start - 1 : start] == "{" and text[end : end + 1] == "}"
    opening, closing = ("", "") if braced else "{}" if raised else "()"
    if not node.accents:
        for sign in "-+":
            yield Edit(BY_ONE, start, end, f"{opening}{written}{sign}1{closing}")
        if not raised:
            yield Edit(COMPLEMENT, start, end, f"(1-{written})")
    for other in names:
        if other != written:
            estimate = ("hat" in other) != ("hat" in written) and (other in written or written in other)
            yield Edit(ESTIMATE if estimate else NAME, start, end, f" {other} " if other.startswith("\\") else other)


def _of_script(text: str, node: Script) -> Iterator[Edit]:
    """A power taken away, or another one."""
    if isinstance(node.sup, Number) and node.sub is None:
        yield Edit(POWER, node.start, node.end, text[node.base.start : node.base.end])
        for power in ("{-1}", "{1/2}"):
            yield Edit(POWER, node.sup.start, node.sup.end, power)
    elif node.sup is None:
        yield Edit(POWER, node.end, node.end, "^2")


def _of_call(text: str, node: Call) -> Iterator[Edit]:
    if len(node.arguments) == 2:
        one, other = node.arguments
        swapped = text[other.start : other.end] + text[one.end : other.start] + text[one.start : one.end]
        yield Edit(ORDER, one.start, other.end, swapped)
    if isinstance(node.head, Name) and node.head.letter == "exp" and isinstance(node.arguments[0], Product):
        factors = node.arguments[0].factors
        if len(factors) == 2:
            yield Edit(EXP, factors[0].end, factors[1].start, " + ")


def _log(node: Node) -> Node | None:
    """The argument of a logarithm."""
    if isinstance(node, Call) and isinstance(node.head, Name) and node.head.letter in ("log", "ln") and len(node.arguments) == 1:
        return node.arguments[0]
    return None
