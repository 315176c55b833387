"""Trees of a text in the language of derivations: variables with their domains, order statistics, zeros, sets of maximisers.

The notation is that of the printer, read backwards. ``Names`` says which variable of a derivation a name of the text is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.sets import Counts, Integers, Simplex, Span, reals
from ..language.terms import ArgMax, Largest, LowerMedian, Median, Only, Pairs, Smallest, Solution, UpperMedian, Vector, Zero
from ..library.notation import RANKS
from .meaning import Translator, Unsaid
from .meaning_calls import RULES
from .meaning_names import Usage, parts
from .show import show
from .syntax import (
    Big,
    Binomial,
    Call,
    Derivative,
    Ellipsis,
    Factorial,
    Fenced,
    Juxtaposed,
    Name,
    Node,
    Product,
    Relation,
    Script,
    Sequence,
    as_call,
)  # fmt: skip

FUNCTIONS = ("ell", "L", "Lambda")
EXTREMES = {"max": Largest, "min": Smallest, "median": Median, "lower median": LowerMedian, "upper median": UpperMedian}


@dataclass
class Names:
    """The variables of a derivation by the names of a text. ``exact`` holds terms that stand for one variable, such as ``σ²``."""

    pool: dict[tuple[type, str], sp.Basic] = field(default_factory=dict)
    exact: dict[sp.Basic, sp.Basic] = field(default_factory=dict)

    def typed(self, term: sp.Basic) -> sp.Basic:
        """The term with the variables of the derivation for the names of the text."""
        if term in self.exact:
            return self.exact[term]
        match term:
            case sp.Symbol():
                return self._symbol(term)
            case sp.IndexedBase():
                return self.pool.get((sp.IndexedBase, str(term)), term)
            case sp.Indexed():
                return self.typed(term.base)[tuple(map(self.typed, term.indices))]
            case sp.Pow(base=base, exp=sp.Integer() as order) if order % 2 == 0 and base**2 in self.exact:
                return self.exact[base**2] ** (order // 2)
            case sp.Derivative():
                return sp.Derivative(self.typed(term.expr), *map(self.typed, term.variables), evaluate=False)
            case AppliedUndef():
                return sp.Function(term.func.__name__)(*map(self.typed, term.args))
        return _primitive(term.func(*map(self.typed, term.args))) if term.args else term

    def _symbol(self, name: sp.Symbol) -> sp.Basic:
        before, _, after = str(name).removeprefix("hat(").partition(")")
        estimated = str(name).startswith("hat(")
        base = self.pool.get((sp.IndexedBase, f"{before}_hat"))
        if estimated and base is not None and after.startswith("_"):
            return base[self.typed(sp.Symbol(after[1:]))]
        wanted = f"{before}{after}_hat" if estimated else str(name)
        return self.pool.get((sp.Symbol, wanted)) or self.pool.get((sp.IndexedBase, wanted), name)


def _primitive(term: sp.Basic) -> sp.Basic:
    """``1/(2a + 2b)`` as ``1/2 · 1/(a + b)``: SymPy keeps either form as it was written."""
    if isinstance(term, sp.Pow) and isinstance(term.base, sp.Add) and isinstance(term.exp, sp.Integer):
        content, rest = term.base.primitive()
        return content**term.exp * rest**term.exp if content != 1 else term
    return term


@dataclass
class Reader(Translator):
    """Also reads what stands for no number: ``whole`` gives sets, and the sets of maximisers. ``data`` are x with their size n."""

    data: str = "x"
    size: str = "n"
    parameters: tuple[sp.Basic, ...] = ()

    def of(self, node: Node) -> sp.Expr:
        special = SPECIAL.get(type(node))
        made = special(self, node) if special is not None else None
        return super().of(node) if made is None else made

    def whole(self, node: Node) -> sp.Basic:
        """A number, a set, or the set of maximisers."""
        match node:
            case Big(operator="argmax", body=body) if body is not None:
                return ArgMax(self.of(body), *self.ranges(node))
            case Product(factors=(Fenced() as one, Fenced() as other), marks=("×",)):
                return Pairs(self.set_of(one), self.set_of(other))
            case Fenced(open="{") | Fenced(open="[", body=Sequence()):
                return self.set_of(node)
        return self.of(node)

    def ranges(self, node: Big) -> list[tuple[sp.Basic, sp.Basic]]:
        """``θ ∈ D`` and several of them, below the sign of an operator."""
        found = []
        for each in parts(node.lower):
            match each:
                case Relation(signs=("in",), sides=(name, domain)):
                    found.append((self.of(name), self.set_of(domain)))
                case _:
                    raise Unsaid(node, "over what this is taken is not understood")
        return found

    def set_of(self, node: Node) -> sp.Basic:
        match node:
            case Name(letter="R", font="mathbb"):
                return reals
            case Script(base=Name(letter="Delta"), sub=sub) if sub is not None:
                return Simplex(self.of(sub))
            case Script(base=Name(letter="C", font="mathcal"), sub=Sequence(items=(total, size))):
                return Counts(self.of(total), self.of(size))
            case Fenced(open="(" | "[" as left, close=")" | "]" as right, body=Sequence(items=(low, high), separators=(",",))):
                return Span(self.of(low), self.of(high), left == "(", right == ")")
            case Fenced(open="{", body=Sequence(items=items)):
                return self._integers(node, items)
            case Fenced(open="{", body=body) if body is not None:
                return self._single(body)
        raise Unsaid(node, "this is no set that is known")

    def _integers(self, node: Node, items: tuple[Node, ...]) -> Integers:
        """``{0, 1, 2, …}``, ``{0, 1, …, m}``, ``{1, …, m}``."""
        dots = [k for k, each in enumerate(items) if isinstance(each, Ellipsis)]
        at = dots[0] if dots else len(items)
        first, rest = [self.of(each) for each in items[:at]], items[at + 1 :]
        if not first or len(dots) > 1 or len(rest) > 1 or any(b - a != 1 for a, b in zip(first, first[1:], strict=False)):
            raise Unsaid(node, "this is no range of whole numbers")
        return Integers(first[0], self.of(rest[0]) if rest else sp.oo if dots else first[-1])

    def _single(self, body: Node) -> sp.Basic:
        """The set of one element: a number, a tuple of numbers, the solution of a system, a vector."""
        match body:
            case Big(operator="zero", lower=Sequence(), body=Fenced(body=Sequence(items=items))):
                return Only(Solution([self.of(each) for each in items], *self.ranges(body)))
            case Fenced(open="(", body=Sequence(items=items, separators=separators)) if set(separators) == {","}:
                return Only(*map(self.of, items))
            case Script(base=Fenced(open="(", body=entry), sub=Sequence(items=(Relation(signs=("=",), sides=(k, low)), Ellipsis(), high))):
                assert entry is not None
                with self.binding(show(k)):
                    return Only(Vector(self.of(entry), (sp.Symbol(show(k)), self.of(low), self.of(high))))
        return Only(self.of(body))


def reader(usage: Usage, parameters: tuple[sp.Basic, ...] = (), data: str = "x", size: str = "n") -> Reader:
    return Reader(usage, RULES, data=data, size=size, parameters=parameters)


# --- notation ------------------------------------------------------------------------------------------------------


def _call(t: Reader, node: Call) -> sp.Expr | None:
    head = node.head
    if not isinstance(head, Name) or head.font or head.accents or node.fence not in ("()", ""):
        return None
    if head.letter in FUNCTIONS and not head.primes and set(node.separators) <= {","} and node.fence:
        return sp.Function(head.letter)(*map(t.of, node.arguments))
    if head.letter == "psi" and len(node.arguments) == 1:
        return sp.polygamma(head.primes, t.of(node.arguments[0]))
    return None


def _juxtaposed(t: Reader, node: Juxtaposed) -> sp.Expr | None:
    head = node.head
    if isinstance(head, Name) and not head.font and head.letter in (*FUNCTIONS, "psi"):
        made = as_call(node)
        return _call(t, made) if isinstance(made, Call) else None
    return None


def _derivative(t: Reader, node: Derivative) -> sp.Expr | None:
    """The derivative as it is written; of ``ℓ`` alone, of ℓ at its parameters; a parameter σ² is one name."""
    if node.body is None or node.order is not None:
        return None
    squares = Names(exact={p: sp.Symbol(f"{p.base}^2") for p in t.parameters if isinstance(p, sp.Pow)})
    alone = isinstance(node.body, Name) and node.body.letter in FUNCTIONS
    body = sp.Function(node.body.letter)(*t.parameters) if alone else t.of(node.body)  # type: ignore[attr-defined]
    variables = [squares.typed(t.of(v) if order is None else t.of(v) ** t.of(order)) for v, order in node.variables]
    if not all(isinstance(v, sp.Symbol | sp.Indexed) for v in variables):
        return None
    return sp.Derivative(squares.typed(body), *variables, evaluate=False)


def _big(t: Reader, node: Big) -> sp.Expr | None:
    if node.body is None:
        return None
    match node:
        case Big(operator="zero", lower=Relation(signs=("in",), sides=(name, Fenced(body=Sequence(items=(low, high)))))):
            return Zero(t.of(node.body), (t.of(name), t.of(low), t.of(high)))
        case Big(operator=operator, lower=Relation(signs=("<=", "<="), sides=(low, Name() as index, high))) if operator in EXTREMES:
            lower, upper = t.of(low), t.of(high)
            with t.binding(show(index)):
                return EXTREMES[operator](t.of(node.body), (sp.Symbol(show(index)), lower, upper))
    return None


def _script(t: Reader, node: Script) -> sp.Expr | None:
    """``x_{(1)}``, ``x_{(n)}``: an order statistic of the data."""
    match node:
        case Script(base=Name() as base, sub=Fenced(open="(", body=rank), sup=None) if show(base) == t.data and rank is not None:
            written = show(rank).replace(" ", "")
            for head, (_, text) in RANKS.items():
                if written == text.replace("#1", t.size):
                    i = sp.Symbol("i")
                    return head(sp.IndexedBase(t.data)[i], (i, 1, sp.Symbol(t.size)))
            raise Unsaid(node, "an order statistic of a rank that is not known")
    return None


def _factorial(t: Reader, node: Factorial) -> sp.Expr | None:
    if node.marks != 1 or isinstance(node.body, Juxtaposed):
        return None
    return sp.factorial(t.of(node.body))


def _binomial(t: Reader, node: Binomial) -> sp.Expr | None:
    return None if isinstance(node.below, Sequence) else sp.binomial(t.of(node.above), t.of(node.below))


SPECIAL: dict[type, Callable] = {
    Call: _call, Juxtaposed: _juxtaposed, Derivative: _derivative, Big: _big, Script: _script, Factorial: _factorial, Binomial: _binomial,
}  # fmt: skip
