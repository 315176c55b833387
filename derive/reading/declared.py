"""A distribution declared in LaTeX: its density, its support, and the domains of its parameters."""

from collections.abc import Iterable

import sympy as sp

from ..language.distribution import Distribution
from ..language.errors import DeclarationError
from ..language.sets import Integers, Span, reals
from ..language.terms import free
from . import meaning_calls
from .document import Formula
from .meaning import Sense, Translator, Unsaid
from .meaning_names import usage
from .relations import Side, Statement, read_formula
from .syntax import Blank, Call, Ellipsis, Fenced, Juxtaposed, Name, Node, Number, Relation, Script, Sequence, Sum, items_of

FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
SETS = {"R": reals, "Z": Integers(-sp.oo), "N": Integers(1)}


def declared(density: str, support: str, parameters: Iterable[str], known: Iterable[str] = (), name: str = "declared") -> Distribution:
    """The distribution. ``density`` is an equation such as ``f(x; \\lambda) = …``, ``support`` a set, each parameter a condition
    such as ``\\lambda > 0``. Raises DeclarationError, which names the place of what was not understood."""
    domains = dict(_condition(text, "the parameter") for text in parameters)
    constants = dict(_condition(text, "the constant") for text in known)
    equation = _Part(density, "the density")
    statement = equation.statement("an equation such as f(x; \\lambda) = \\lambda e^{-\\lambda x}")
    if [sign.sign for sign in statement.signs] not in (["="], [":="]):
        raise equation.wrong("this must be an equation such as f(x; \\lambda) = …", 0, len(density))
    head, body = statement.sides
    variable = equation.variable(head)
    term = equation.term(body.node, {*domains, *constants, variable})
    missing = sorted(map(str, free(term) - {variable, *domains, *constants}))
    if missing:
        raise DeclarationError(f"{missing[0]} occurs in the density and has no domain; give it with --parameter '{_latex(missing[0])} > 0'")
    return Distribution(name, term, _set(_Part(support, "the support")), domains, constants, variable)


class _Part:
    """One of the texts that a declaration is made of."""

    def __init__(self, text: str, what: str):
        self.text, self.what = text, what
        self.read = read_formula(text, Formula(True, 0, len(text), 0, len(text)))

    def wrong(self, reason: str, start: int, end: int) -> DeclarationError:
        """The error with the place marked."""
        line = " ".join(self.text.splitlines())
        return DeclarationError(f"{self.what} is not understood: {reason}\n  {line}\n  {' ' * start}{'^' * max(1, end - start)}")

    def statement(self, wanted: str) -> Statement:
        for problem in self.read.problems:
            raise self.wrong(problem.message, problem.start, problem.end)
        statements = self.read.statements
        for side in (side for statement in statements for side in statement.sides):
            for problem in side.problems:
                raise self.wrong(problem.message, problem.start, problem.end)
        if len(statements) != 1 or any(side.node is None for side in statements[0].sides):
            raise self.wrong(f"this must be {wanted}", 0, len(self.text))
        return statements[0]

    def variable(self, head: Side) -> sp.Symbol:
        """The x of ``f(x; …)``."""
        node = head.node
        match node:
            case Call(arguments=(first, *_)):
                pass
            case Juxtaposed(argument=Fenced(body=body)) if items_of(body)[0]:
                first = items_of(body)[0][0]
            case _:
                raise self.wrong("the left side must name the observation, as in f(x) or f(x; \\lambda)", head.start, head.end)
        return self.symbol(first)

    def symbol(self, node: Node | None) -> sp.Symbol:
        """A name that can be a variable."""
        made = self.term(node, set()) if isinstance(node, Name | Script) else None
        if node is None or not isinstance(made, sp.Symbol):
            start, end = (0, len(self.text)) if node is None else (node.start, node.end)
            raise self.wrong("this is no name of a variable", start, end)
        return made

    def term(self, node: Node | None, names: set) -> sp.Expr:
        """What is written, as a term; the names are numbers, not functions."""
        assert node is not None
        bare = [Name(0, 0, str(name)) for name in names]
        sense = Sense()
        try:
            made = Translator(usage([node, *bare], []), meaning_calls.RULES, sense=sense).term(node)
        except Unsaid as no:
            raise self.wrong(no.reason, no.node.start, no.node.end) from None
        hidden = [str(each) for each in sense.opaque if each in free(made)]
        if hidden:
            raise self.wrong(f"the meaning of {hidden[0]} is not established", node.start, node.end)
        if sense.doubts:
            raise self.wrong(sense.doubts[0], node.start, node.end)
        return made


def _condition(text: str, what: str) -> tuple[sp.Symbol, sp.Basic]:
    """A name and its domain: ``\\lambda > 0``, ``0 < p < 1``, ``\\mu \\in \\mathbb{R}``."""
    part = _Part(text, what)
    statement = part.statement("a condition such as \\lambda > 0")
    signs, sides = [sign.sign for sign in statement.signs], [side.node for side in statement.sides]
    match signs, sides:
        case ["in"], [name, domain] if domain is not None:
            return part.symbol(name), _set(part, domain)
        case [(">" | "<" | ">=" | "<=") as sign], [name, bound]:
            if isinstance(name, Number):
                name, bound, sign = bound, name, FLIPPED[sign]
            end = part.term(bound, set())
            open_ = sign in "<>"
            return part.symbol(name), Span(end, sp.oo, open_) if sign[0] == ">" else Span(-sp.oo, end, False, open_)
        case [("<" | "<=") as one, ("<" | "<=") as other], [low, name, high]:
            return part.symbol(name), Span(part.term(low, set()), part.term(high, set()), one == "<", other == "<")
    raise part.wrong("this must be a condition such as \\lambda > 0, 0 < p < 1 or \\mu \\in \\mathbb{R}", 0, len(text))


def _set(part: _Part, node: Node | None = None) -> sp.Basic:
    """An interval, a range of whole numbers, or one of the well-known sets."""
    if node is None:
        node = part.statement("a set such as (0, \\infty)").sides[0].node
    assert node is not None
    match node:
        case Name(font="mathbb", letter=letter) if letter in SETS:
            return SETS[letter]
        case Script(base=Name(font="mathbb", letter="N"), sub=Number(text="0")):
            return Integers(0)
        case Script(base=Name(font="mathbb", letter="R"), sub=sub, sup=sup) if _is_positive(sub) or _is_positive(sup):
            return Span(0, sp.oo, True)
        case Script(base=Name(font="mathbb", letter="R"), sub=Relation(signs=(">=",), sides=(Blank(), Number(text="0")))):
            return Span(0, sp.oo)
        case Fenced(open="(" | "[" as opening, close=")" | "]" as closing, body=Sequence(items=(low, high))):
            return Span(_end(part, low), _end(part, high), opening == "(", closing == ")")
        case Fenced(open="{", close="}", body=Sequence(items=items)):
            return _listed(part, node, items)
    raise part.wrong("this must be a set such as (0, \\infty), [0, 1], \\{0, 1, 2, \\ldots\\} or \\mathbb{R}", node.start, node.end)


def _is_positive(node: Node | None) -> bool:
    match node:
        case Name(letter="+") | Relation(signs=(">",), sides=(Blank(), Number(text="0"))):
            return True
    return False


def _end(part: _Part, node: Node) -> sp.Expr:
    match node:
        case Name(letter="infty"):
            return sp.oo
        case Sum(signs=("-",), terms=(Name(letter="infty"),)):
            return -sp.oo
    return part.term(node, set())


def _listed(part: _Part, node: Node, items: tuple[Node, ...]) -> Integers:
    """``{0, 1, …, n}``: each whole number from the first to the last."""
    dots = [isinstance(each, Ellipsis) for each in items]
    ends = [part.term(each, set()) for each, is_dots in zip(items, dots, strict=True) if not is_dots]
    counted = ends[: dots.index(True)] if any(dots) else ends
    if not ends or dots.count(True) > 1 or any(other - one != 1 for one, other in zip(counted, counted[1:], strict=False)):
        raise part.wrong("these are not whole numbers one after the other", node.start, node.end)
    return Integers(ends[0], sp.oo if dots[-1] else ends[-1])


def _latex(name: str) -> str:
    """A name as it could be typed."""
    return f"\\{name}" if len(name) > 1 and name.isalpha() else name
