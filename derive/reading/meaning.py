"""Trees to SymPy terms. A symbol has no assumptions; what is not understood raises ``Unsaid`` with its place.

What stands for a number but cannot be taken apart (``E(X)``, an undefined function) becomes an atom named after what is
written, and is listed in ``Sense.opaque``: such a term can be compared, but nothing is refuted by it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import sympy as sp

from .meaning_names import FUNCTION_LETTERS, Usage, base_label, index_letters, parts, subscripts
from .show import show
from .syntax import (
    Accent,
    Binomial,
    Ellipsis,
    Factorial,
    Fenced,
    Fraction,
    Juxtaposed,
    Labelled,
    Name,
    Node,
    Number,
    Percent,
    Product,
    Root,
    Script,
    Sequence,
    Styled,
    Sum,
    Text,
    as_call,
    as_factors,
    walk,
)  # fmt: skip

MAX_NODES = 3000
SYMBOL_FONTS = frozenset({"", "mathbf", "mathit", "mathcal", "mathrm", "text", "operator", "word", "mathsf"})
CONSTANTS = {"pi": sp.pi}
FENCES = {("(", ")"), ("[", "]"), ("{", "}"), ("[", ")"), ("(", "]")}


class Unsaid(Exception):
    """Something has no meaning here yet."""

    def __init__(self, node: Node, reason: str):
        super().__init__(reason)
        self.node, self.reason = node, reason


@dataclass
class Sense:
    """What was decided while one side was translated."""

    opaque: set = field(default_factory=set)  # atoms that stand for something not taken apart
    doubts: list[str] = field(default_factory=list)  # readings that could have been chosen otherwise
    used: set[str] = field(default_factory=set)  # functions whose definition was inserted


@dataclass
class Translator:
    """One side of a relation to a term. ``lookup`` gives the definition of a function, or None."""

    usage: Usage
    rules: Mapping[type, Callable]
    lookup: Callable = lambda *_: None
    sense: Sense = field(default_factory=Sense)
    scope: tuple[str, ...] = ()
    with_facts: bool = False

    def term(self, node: Node) -> sp.Expr:
        if sum(1 for _ in walk(node)) > MAX_NODES:
            raise Unsaid(node, "this is too long")
        return self.of(node)

    def of(self, node: Node) -> sp.Expr:
        rule = RULES.get(type(node)) or self.rules.get(type(node))
        if rule is None:
            raise Unsaid(node, f"{type(node).__name__.lower()} is not understood here")
        made = rule(self, node)
        if not isinstance(made, sp.Expr) or made.has(sp.nan, sp.zoo):
            raise Unsaid(node, "this has no value")
        return made

    @contextmanager
    def binding(self, *names: str) -> Iterator[None]:
        before = self.scope
        self.scope = (*before, *names)
        try:
            yield
        finally:
            self.scope = before

    def atom(self, node: Node, key: str | None = None) -> sp.Expr:
        """An atom for what is written; a function of the running indices that occur in it."""
        key = key or show(node)
        inside = {show(each) for each in walk(node) if isinstance(each, Name)}
        running = [name for name in dict.fromkeys(self.scope) if name in inside]
        made = sp.Function(key)(*map(sp.Symbol, running)) if running else sp.Symbol(key)
        self.sense.opaque.add(made.func if running else made)
        return made

    def doubt(self, reason: str):
        self.sense.doubts.append(reason)


# --- arithmetic ----------------------------------------------------------------------------------------------------


def _number(t: Translator, node: Number) -> sp.Expr:
    return sp.Rational(node.text) if len(node.text) < 60 else _unsaid(node, "a number this long")


def _unsaid(node: Node, reason: str):
    raise Unsaid(node, reason)


def _sum(t: Translator, node: Sum) -> sp.Expr:
    signs = {"+": 1, "-": -1}
    if not set(node.signs) <= set(signs):
        raise Unsaid(node, f"{' '.join(sorted(set(node.signs) - set(signs)))} is not understood here")
    if any(isinstance(term, Ellipsis) for term in node.terms):
        return t.atom(node)
    return sp.Add(*(signs[s] * t.of(term) for s, term in zip(node.signs, node.terms, strict=True)))


def _product(t: Translator, node: Product) -> sp.Expr:
    if not set(node.marks) <= {"", "·", "×", "*", "÷"}:
        raise Unsaid(node, "a product of another kind")
    if any(isinstance(factor, Ellipsis) for factor in node.factors):
        return t.atom(node)
    if any(isinstance(f, Script) and _is_transpose(f) for f in node.factors):
        raise Unsaid(node, "a product of vectors")
    result = sp.Integer(1)
    for mark, factor in zip(("", *node.marks), node.factors, strict=True):
        made = t.of(factor)
        result = result / made if mark == "÷" else result * made
    return result


def _is_transpose(node: Script) -> bool:
    sup = node.sup
    return isinstance(sup, Name) and sup.letter in ("T", "top", "prime", "H", "intercal") and sup.font in ("mathrm", "text", "")


def _fraction(t: Translator, node: Fraction) -> sp.Expr:
    over, under = t.of(node.over), t.of(node.under)
    if under == 0:
        raise Unsaid(node.under, "this denominator is zero")
    return over / under


def _root(t: Translator, node: Root) -> sp.Expr:
    degree = t.of(node.degree) if node.degree is not None else sp.Integer(2)
    return t.of(node.body) ** (1 / degree)


def _factorial(t: Translator, node: Factorial) -> sp.Expr:
    if isinstance(node.body, Juxtaposed):
        return _beside(t, node, node.body)
    if node.marks != 1:
        raise Unsaid(node, "a double factorial")
    return sp.gamma(t.of(node.body) + 1)


def _binomial(t: Translator, node: Binomial) -> sp.Expr:
    if isinstance(node.below, Sequence) or any(isinstance(each, Ellipsis) for each in walk(node)):
        return t.atom(node)
    n, k = t.of(node.above), t.of(node.below)
    return sp.gamma(n + 1) / (sp.gamma(k + 1) * sp.gamma(n - k + 1))


def _percent(t: Translator, node: Percent) -> sp.Expr:
    return t.of(node.body) / 100


def _fenced(t: Translator, node: Fenced) -> sp.Expr:
    if node.body is None:
        raise Unsaid(node, "an empty bracket")
    if node.open in ("<", "||", "[["):
        return t.atom(node)
    if (node.open, node.close) == ("|", "|"):
        return sp.Abs(t.of(node.body))
    if (node.open, node.close) == ("⌊", "⌋"):
        return sp.floor(t.of(node.body))
    if (node.open, node.close) == ("⌈", "⌉"):
        return sp.ceiling(t.of(node.body))
    if isinstance(node.body, Sequence) or (node.open, node.close) not in FENCES:
        raise Unsaid(node, "a list or an interval")
    return t.of(node.body)


# --- names ---------------------------------------------------------------------------------------------------------


def _name(t: Translator, node: Name) -> sp.Expr:
    key = show(node)
    if key == "infty":
        return sp.oo
    if node.letter in CONSTANTS and key == node.letter and key not in t.scope:
        return CONSTANTS[key]
    if node.font not in SYMBOL_FONTS or key in ("cdot", "bullet", "top"):
        raise Unsaid(node, f"{node.letter} stands for no number")
    made = sp.Symbol(key)
    if len(node.letter) > 1 and node.font in ("mathrm", "text", "operator", "word"):
        t.sense.opaque.add(made)
    return made


def _script(t: Translator, node: Script) -> sp.Expr:
    if node.primes:
        return t.atom(node)
    if isinstance(node.base, Juxtaposed):
        return _beside(t, node, node.base)
    base, sub, sup = node.base, node.sub, node.sup
    if isinstance(base, Name | Accent | Styled) or (isinstance(base, Script) and sub is not None):
        below = _labelled(t, node, base, sub, sup if _is_label(sup) else None)
        if sup is None or _is_label(sup):
            return below
        return _raised(t, node, below, sup)
    if sub is not None:
        if isinstance(base, Fenced):
            return t.atom(node)
        raise Unsaid(node, "an index below this")
    assert sup is not None
    return _raised(t, node, t.of(base), sup)


def _raised(t: Translator, node: Script, base: sp.Expr, sup: Node) -> sp.Expr:
    if _is_transpose(node) or (isinstance(sup, Name) and sup.letter in ("bullet", "circ", "complement", "perp")):
        raise Unsaid(node, "a transpose, not a power")
    if isinstance(sup, Sequence | Text):
        raise Unsaid(node, "this is no exponent")
    if base == sp.Symbol("e") and "e" not in t.scope:
        return sp.exp(t.of(sup))
    return base ** t.of(sup)


def _is_label(sup: Node | None) -> bool:
    """``x^{(i)}``: not a power."""
    return isinstance(sup, Fenced) and sup.open == "(" and isinstance(sup.body, Name | Number)


def _labelled(t: Translator, node: Script, base: Node, sub: Node | None, label: Node | None) -> sp.Expr:
    """A name with something below it: an entry of indexed data where the index runs, else a name of its own."""
    if isinstance(base, Name) and base.font not in SYMBOL_FONTS:
        raise Unsaid(node, f"{base.letter} stands for no number")
    key = base_label(base)
    if label is not None:
        key += f"^({show(label.body)})"  # type: ignore[attr-defined]
        if any(name in t.scope for name in index_letters(label)):
            return t.atom(node)
    if isinstance(base, Script):
        return t.atom(node)
    if sub is None:
        made = t.of(base) if label is None else sp.Symbol(key)
        return made
    found = subscripts(sub)
    letters = index_letters(sub)
    if found and key in t.usage.indexed and all(_runs(t, each) for each in found):
        indices = [t.of(each) for each in found]
        return sp.IndexedBase(key)[tuple(indices)]
    if any(name in t.scope for name in letters):
        return t.atom(node)
    made = sp.Symbol(f"{key}_{show(sub)}")
    if any(isinstance(each, Ellipsis) for each in parts(sub)):
        raise Unsaid(node, "an ellipsis below a name")
    return made


def _runs(t: Translator, index: Node) -> bool:
    """Whether this can be an index: a running letter, a small number, or a sum of these."""
    if isinstance(index, Number):
        return len(index.text) == 1
    known = t.usage.running | {*t.scope, "n", "k", "N", "K", "m"}
    return not isinstance(index, Ellipsis) and all(name in known for name in index_letters(index))


def _accent(t: Translator, node: Accent) -> sp.Expr:
    return t.atom(node)


def _styled(t: Translator, node: Styled) -> sp.Expr:
    return t.of(node.body) if node.font in ("mathrm", "mathit") else t.atom(node)


def _labelled_body(t: Translator, node: Labelled) -> sp.Expr:
    return t.of(node.body)


def _juxtaposed(t: Translator, node: Juxtaposed) -> sp.Expr:
    return _beside(t, node, node)


def _beside(t: Translator, node: Juxtaposed | Script | Factorial, pair: Juxtaposed) -> sp.Expr:
    """``f(x)``, ``f(x)^2``, ``f(x)!``: a function applied, or two factors of which only the second has the power."""
    head = show(pair.head)
    reading = t.usage.is_call(head, pair.argument.body)
    if isinstance(pair.head, Name) and pair.head.letter in ("infty", "pi", "e"):
        reading = False
    if isinstance(pair.head, Script) and pair.head.sup is not None and not _is_label(pair.head.sup):
        base = show(pair.head.base)
        if base in t.usage.heads and base not in t.usage.bare:
            return t.atom(node)
        if base in FUNCTION_LETTERS or base in t.usage.defined:
            t.doubt(f"{head} may be a power or an inverse function")
        reading = False
    if reading is None:
        t.doubt(f"{head} before a bracket may be a function or a factor")
        reading = False
    if reading:
        return t.of(as_call(node))
    first, second = as_factors(node)
    return t.of(first) * t.of(second)


RULES: dict[type, Callable] = {
    Number: _number, Sum: _sum, Product: _product, Fraction: _fraction, Root: _root, Factorial: _factorial, Binomial: _binomial,
    Percent: _percent, Fenced: _fenced, Name: _name, Script: _script, Accent: _accent, Styled: _styled, Labelled: _labelled_body,
    Juxtaposed: _juxtaposed,
}  # fmt: skip
