"""Trees to SymPy terms. A symbol has no assumptions; what is not understood raises ``Unsaid`` with its place.

What stands for a number but cannot be taken apart (``E(X)``, an undefined function) becomes an atom named after what is
written, and is listed in ``Sense.opaque``: such a term can be compared, but nothing is refuted by it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import sympy as sp

from .arrays import apart
from .meaning_ellipsis import dots, pattern, product_with_dots
from .meaning_names import FUNCTION_LETTERS, Usage, base_label, index_letters, parts, subscripts, without_power
from .show import show
from .syntax import (
    Accent,
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
    Relation,
    Root,
    Script,
    Sequence,
    Styled,
    Sum,
    Text,
    as_call,
    as_factors,
    renamed,
    walk,
)  # fmt: skip

MAX_NODES = 3000
WORD_FONTS = ("mathrm", "text", "operator", "word")
SYMBOL_FONTS = frozenset({"", "mathbf", "mathit", "mathcal", "mathrm", "text", "operator", "word", "mathsf"})
CONSTANTS = {"pi": sp.pi}
NO_POWERS = frozenset({"bullet", "circ", "complement", "perp", "prime", "H", "ast", "dagger"})
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
    meanings: dict = field(default_factory=dict)  # of atoms that are operators on random names; see operators


@dataclass
class Translator:
    """One side of a relation to a term. ``lookup`` gives the definition of a function, or None."""

    usage: Usage
    rules: Mapping[type, Callable]
    lookup: Callable = lambda *_: None
    sense: Sense = field(default_factory=Sense)
    scope: tuple[str, ...] = ()
    with_facts: bool = False
    meaning: Callable = lambda *_: None

    def term(self, node: Node) -> sp.Expr:
        if sum(1 for _ in walk(node)) > MAX_NODES:
            raise Unsaid(node, "this is too long")
        return self.of(node)

    def of(self, node: Node) -> sp.Expr:
        rule = RULES.get(type(node)) or self.rules.get(type(node))
        if rule is None:
            raise Unsaid(node, f"{type(node).__name__.lower()} is not understood here")
        made = rule(self, node)
        if not isinstance(made, sp.Expr):
            raise Unsaid(node, "this has no value")
        if made.has(sp.nan, sp.zoo):  # log 0, 1/0: compared only, so that 0 log 0 = 0
            return self.atom(node)
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
        meaning = self._meaning(node)
        inside = dict.fromkeys(show(each) for each in walk(node) if isinstance(each, Name))
        running = [name for name in inside if name in self.scope]
        places = {name: f"·{place}" for place, name in enumerate(running, 1)}
        key = key or (show(renamed(node, places)) if meaning is None else str(meaning))
        made = sp.Function(key)(*map(sp.Symbol, running)) if running else sp.Symbol(key)
        if meaning is not None:
            self.sense.meanings[made.func if running else made] = sp.Lambda(tuple(map(sp.Symbol, running)), meaning) if running else meaning
        self.sense.opaque.add(made.func if running else made)
        return made

    def _meaning(self, node: Node) -> sp.Basic | None:
        before = set(self.sense.opaque), list(self.sense.doubts)
        try:
            made = self.meaning(self, node)
        except (Unsaid, TypeError, ValueError, AttributeError):
            made = None
        if made is None:
            self.sense.opaque, self.sense.doubts = before
        return made

    def doubt(self, reason: str):
        self.sense.doubts.append(reason)


# --- arithmetic ----------------------------------------------------------------------------------------------------


def _number(t: Translator, node: Number) -> sp.Expr:
    return sp.Rational(node.text) if len(node.text) < 60 else _unsaid(node, "a number this long")


def _unsaid(node: Node, reason: str):
    raise Unsaid(node, reason)


def _sum(t: Translator, node: Sum) -> sp.Expr:
    if not set(node.signs) <= {"+", "-", "±", "∓"}:
        return t.atom(node)
    if any(isinstance(term, Ellipsis) for term in node.terms):
        return _with_dots(t, node)
    return sp.Add(*(_sign(t, s) * t.of(term) for s, term in zip(node.signs, node.terms, strict=True)))


def _sign(t: Translator, sign: str) -> sp.Expr:
    """``±`` is one and the same of the two signs throughout a relation."""
    if sign in "+-":
        return sp.Integer(1 if sign == "+" else -1)
    either = sp.Symbol("±")
    t.sense.opaque.add(either)
    return either if sign == "±" else -either


def _with_dots(t: Translator, node: Sum) -> sp.Expr:
    at = dots(node.terms)
    if at is None:
        return t.atom(node)
    before, after = node.terms[:at], node.terms[at + 1 :]
    found = pattern(t, before, after)
    if found is None:
        return t.atom(node)
    first = at - found.before
    covered = node.signs[first : at + 1 + found.after]
    if len(set(covered)) != 1 or covered[0] not in "+-":
        return t.atom(node)
    rest = [_sign(t, node.signs[k]) * t.of(term) for k, term in enumerate(node.terms) if not first <= k <= at + found.after]
    return sp.Add(*rest, _sign(t, covered[0]) * sp.Sum(found.body, found.limits))


def _product(t: Translator, node: Product) -> sp.Expr:
    if not set(node.marks) <= {"", "·", "×", "*", "÷"}:
        return t.atom(node)
    if any(isinstance(factor, Ellipsis) for factor in node.factors):
        return product_with_dots(t, node)
    factors = [part for factor in node.factors for part in (apart(factor) if _is_pair(t, factor) else (factor,))]
    chain = [factor for factor in factors if t.usage.arrays.has(factor)]
    if len(chain) > 1 or any(map(t.usage.arrays.is_transpose, chain)):
        scalars = [factor for factor in factors if factor not in chain]
        if "÷" in node.marks:
            return t.atom(node)
        return sp.Mul(*map(t.of, scalars), _in_order(t, chain))
    result = sp.Integer(1)
    for mark, factor in zip(("", *node.marks), node.factors, strict=True):
        made = t.of(factor)
        result = result / made if mark == "÷" else result * made
    return result


def _is_pair(t: Translator, node: Node) -> bool:
    """Whether a letter before a bracket is a factor that stands beside a vector or a matrix."""
    pair = node.base if isinstance(node, Script) else node
    if not isinstance(pair, Juxtaposed) or t.usage.is_call(show(pair.head), pair.argument.body):
        return False
    return t.usage.arrays.is_transpose(node) or t.usage.arrays.has(pair)


def _in_order(t: Translator, chain: list[Node]) -> sp.Expr:
    """A product of vectors and matrices: yᵀ y of data is a sum of squares, any other is compared as it is written."""
    if len(chain) == 2 and t.usage.arrays.is_transpose(chain[0]):
        first, second = chain[0].base, chain[1]  # type: ignore[attr-defined]
        lengths = [t.usage.arrays.lengths.get(show(each)) for each in (first, second)]
        if None not in lengths and lengths[0] == lengths[1] and {show(first), show(second)} <= t.usage.indexed:
            index = next(letter for letter in "ijkl" if letter not in (*t.scope, lengths[0]))
            i = sp.Symbol(index)
            return sp.Sum(sp.IndexedBase(show(first))[i] * sp.IndexedBase(show(second))[i], (i, 1, sp.Symbol(lengths[0])))
    return t.atom(Product(chain[0].start, chain[-1].end, tuple(chain), ("",) * (len(chain) - 1)))


def _fraction(t: Translator, node: Fraction) -> sp.Expr:
    over, under = t.of(node.over), t.of(node.under)
    return t.atom(node) if under == 0 else over / under


def _root(t: Translator, node: Root) -> sp.Expr:
    degree = t.of(node.degree) if node.degree is not None else sp.Integer(2)
    return t.of(node.body) ** (1 / degree)


def _percent(t: Translator, node: Percent) -> sp.Expr:
    return t.of(node.body) / 100


def _fenced(t: Translator, node: Fenced) -> sp.Expr:
    if node.body is None:
        raise Unsaid(node, "an empty bracket")
    if node.open in ("<", "||", "[["):
        return t.atom(node)
    bars = (node.open, node.close) == ("|", "|")
    if isinstance(node.body, Sequence | Relation) or (bars and t.usage.arrays.has(node.body)):
        return t.rules[Fenced](t, node)
    if bars:
        return sp.Abs(t.of(node.body))
    if (node.open, node.close) == ("⌊", "⌋"):
        return sp.floor(t.of(node.body))
    if (node.open, node.close) == ("⌈", "⌉"):
        return sp.ceiling(t.of(node.body))
    return t.of(node.body) if (node.open, node.close) in FENCES else t.atom(node)


# --- names ---------------------------------------------------------------------------------------------------------


def _name(t: Translator, node: Name) -> sp.Expr:
    key = show(node)
    if key == "infty":
        return sp.oo
    if node.letter in CONSTANTS and key == node.letter and key not in t.scope:
        return CONSTANTS[key]
    if node.letter == "e" and node.font == "mathrm" and key == "mathrm:e":
        return sp.E
    made = sp.Symbol(key)
    word = len(node.letter) > 1 and node.font in WORD_FONTS
    imaginary = key == "mathrm:i"
    if word or imaginary or node.font not in SYMBOL_FONTS or key in ("cdot", "bullet", "top"):
        t.sense.opaque.add(made)
    return made


def _is_euler(t: Translator, node: Node) -> bool:
    """The letter e, where it is no index, residual or other name of the document."""
    if not isinstance(node, Name) or node.letter != "e":
        return False
    return node.font == "mathrm" or not ("e" in t.scope or "e" in t.usage.assigned | t.usage.running | t.usage.arrays.names)


def _script(t: Translator, node: Script) -> sp.Expr:
    if node.primes or t.usage.arrays.is_transpose(node):
        return t.atom(node)
    if isinstance(node.base, Juxtaposed):
        return beside(t, node, node.base)
    base, sub, sup = node.base, node.sub, node.sup
    if isinstance(base, Name | Accent | Styled) or (isinstance(base, Script) and sub is not None):
        below = _labelled(t, node, base, sub, sup if _is_label(sup) else None)
        if sup is None or _is_label(sup):
            return below
        return _raised(t, node, below, sup)
    if sub is not None:
        return t.atom(node) if sup is not None else t.rules[Script](t, node)
    assert sup is not None
    return _raised(t, node, t.of(base), sup)


def _raised(t: Translator, node: Script, base: sp.Expr, sup: Node) -> sp.Expr:
    if isinstance(sup, Sequence | Text | Relation) or (isinstance(sup, Name) and sup.letter in NO_POWERS):
        return t.atom(node)
    if isinstance(sup, Name) and sup.accents in (("underline",), ("overline",)):
        return _factorial_power(base, sp.Symbol(sup.letter), sup.accents[0])
    if base == sp.Symbol("e") and _is_euler(t, node.base):
        return sp.exp(t.of(sup))
    return base ** t.of(sup)


def _factorial_power(base: sp.Expr, count: sp.Expr, accent: str) -> sp.Expr:
    """``m^{\\underline{n}}`` = m(m-1)⋯(m-n+1), and rising with ``\\overline``."""
    if accent == "underline":
        return sp.gamma(base + 1) / sp.gamma(base - count + 1)
    return sp.gamma(base + count) / sp.gamma(base)


def _is_label(sup: Node | None) -> bool:
    """``x^{(i)}`` and ``x^{\\text{new}}``: not a power."""
    word = isinstance(sup, Name) and len(sup.letter) > 1 and sup.font in WORD_FONTS and not sup.accents
    return word or isinstance(sup, Text) or (isinstance(sup, Fenced) and sup.open == "(" and isinstance(sup.body, Name | Number | Text))


def _labelled(t: Translator, node: Script, base: Node, sub: Node | None, label: Node | None) -> sp.Expr:
    """A name with something below it: an entry of indexed data where the index runs, else a name of its own."""
    if isinstance(base, Name) and (base.font not in SYMBOL_FONTS or base.letter == "1"):
        return t.atom(node) if sub is None or label is not None else t.rules[Script](t, node)
    key = base_label(base)
    runs: list[sp.Expr] = []
    if label is not None:
        written = label.body if isinstance(label, Fenced) else label
        if isinstance(written, Name) and show(written) in (*t.scope, *t.usage.running):
            runs = [sp.Symbol(show(written))]
        key += "^()" if runs else f"^({show(written)})"
    if isinstance(base, Script):
        return t.atom(node)
    if isinstance(sub, Fenced) and sub.open == "(":  # x_{(1)} is the smallest observation, not the first
        return t.atom(node)
    if sub is None:
        return t.of(base) if label is None else sp.IndexedBase(key)[tuple(runs)] if runs else sp.Symbol(key)
    found = subscripts(sub)
    letters = index_letters(sub)
    if found and base_label(base) in t.usage.indexed and all(_runs(t, each) for each in found):
        if base_label(base) in t.usage.versions and len(found) > 1 and not (set(index_letters(found[0])) & {*t.scope, *t.usage.running}):
            key, found = f"{key}_{show(found[0])}", found[1:]
        indices = [t.of(each) for each in found]
        return sp.IndexedBase(key)[(*indices, *runs)]
    if found and (mixed := _with_labels(t, key, found)) is not None and not runs:
        return mixed
    if any(name in t.scope for name in letters):
        return t.atom(node)
    if any(isinstance(each, Ellipsis) for each in parts(sub)):
        return t.atom(node)
    key = f"{key}_{show(sub)}"
    return sp.IndexedBase(key)[tuple(runs)] if runs else sp.Symbol(key)


def _with_labels(t: Translator, key: str, found: list[Node]) -> sp.Expr | None:
    """``p_{i,MAP}``: an index beside words that say which name it is."""
    labels = [isinstance(each, Name) and each.font in WORD_FONTS and show(each) not in t.scope for each in found]
    indices = [each for each, is_label in zip(found, labels, strict=True) if not is_label]
    if not any(labels) or not indices or not all(isinstance(each, Name) and _runs(t, each) for each in indices):
        return None
    if not all(show(each) in {*t.scope, *t.usage.running} for each in indices):
        return None
    pattern = ",".join(show(each) if is_label else "·" for each, is_label in zip(found, labels, strict=True))
    return sp.IndexedBase(f"{key}_{pattern}")[tuple(map(t.of, indices))]


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
    return beside(t, node, node)


def beside(t: Translator, node: Juxtaposed | Script | Factorial, pair: Juxtaposed) -> sp.Expr:
    """``f(x)``, ``f(x)^2``, ``f(x)!``: a function applied, or two factors of which only the second has the power."""
    head = show(pair.head)
    if show(without_power(pair.head)) in t.scope:
        first, second = as_factors(node)
        return t.of(first) * t.of(second)
    reading = t.usage.is_call(head, pair.argument.body)
    if isinstance(pair.head, Name) and pair.head.letter in ("infty", "pi", "e"):
        reading = False
    if isinstance(pair.head, Script) and pair.head.sup is not None and not _is_label(pair.head.sup):
        base = show(without_power(pair.head))
        sure = base in t.usage.heads and base not in t.usage.bare
        reading = sure or base in t.usage.defined or base in FUNCTION_LETTERS
        if reading and not sure:
            t.doubt(f"{head} may be a power of a number, or a function")
    if reading is None:
        t.doubt(f"{head} before a bracket may be a function or a factor")
        reading = head in t.usage.defined or head in FUNCTION_LETTERS
    if reading:
        return t.of(as_call(node))
    first, second = as_factors(node)
    return t.of(first) * t.of(second)


RULES: dict[type, Callable] = {
    Number: _number, Sum: _sum, Product: _product, Fraction: _fraction, Root: _root, Percent: _percent, Fenced: _fenced, Name: _name,
    Script: _script, Accent: _accent, Styled: _styled, Labelled: _labelled_body, Juxtaposed: _juxtaposed,
}  # fmt: skip
