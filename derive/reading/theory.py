"""What a text says about its names: definitions, and facts that hold besides. A model is a point at which both hold.

``Theory.models(terms, …)`` yields such points: names that nothing defines have values of every kind, the others are computed
from their definitions. ``Theory.facts`` are all equations of a section, whether they stand above or below a place; a
definition is one of them that is used from left to right, so that no two define the same name and none goes round in a circle.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import sympy as sp

from ..language.balls import Undefined, ball, flint
from ..language.enclosure import Walk
from ..language.substitution import substitute
from ..language.terms import free
from .points import LENGTH, Names, draws
from .poles import is_reciprocal, reciprocal
from .solving import solutions

PRECISION = 256
INDICES = frozenset("ijkl")
SHARP = 2000  # bits, before two values count as equal


@dataclass(frozen=True)
class Fact:
    """``left = right``, said at a place of a chain; ``chain`` tells whether two facts belong to one chain."""

    left: sp.Expr
    right: sp.Expr
    place: int
    chain: object
    claimed: bool = False  # what is still to be shown
    vanishing: bool = False  # one side is written as 0
    first: bool = True  # the two stand first in their chain

    @property
    def names(self) -> frozenset:
        return free(self.left) | free(self.right)

    @property
    def special(self) -> bool:
        """``t = 0``: a value at which something is looked at."""
        return isinstance(self.left, sp.Symbol) and free(self.right) <= {sp.Symbol("e")}


@dataclass(frozen=True)
class Defined:
    """``name = body``, or ``name[parameters] = body``."""

    name: sp.Basic
    parameters: tuple[sp.Symbol, ...]
    body: sp.Expr
    fact: Fact | None = None

    @property
    def names(self) -> frozenset:
        return free(self.body) - set(self.parameters)


@dataclass
class Theory:
    """The facts of one section; ``running`` are the letters of its indices, ``sizes`` its whole numbers."""

    facts: tuple[Fact, ...] = ()
    running: frozenset[str] = frozenset()
    bits: bool = False
    definitions: dict[sp.Basic, Defined] = field(default_factory=dict)
    sizes: frozenset = frozenset()
    whole: frozenset = frozenset()
    depths: dict = field(default_factory=dict)
    means: dict[sp.Basic, Defined] = field(default_factory=dict)  # by convention
    statistics: dict[sp.Basic, Defined] = field(default_factory=dict)  # also by convention
    less: int = 1
    agreed: dict[int, bool] = field(default_factory=dict, repr=False)  # which facts hold in its models, by their identity

    def without(self, chain: object) -> "Theory":
        """The theory of what is said elsewhere than in a chain."""
        return self._again(tuple(f for f in self.facts if f.chain != chain), self.less)

    def with_statistics(self, less: int) -> "Theory":
        """The theory with s_x² divided by n - ``less``."""
        return self._again(self.facts, less)

    def _again(self, facts: tuple[Fact, ...], less: int) -> "Theory":
        made = Theory(facts, self.running, self.bits)
        made.depths = {**self.depths, **made.depths}
        made.by_convention(self.means, less)
        return made

    def by_convention(self, means: Mapping, less: int = 1) -> None:
        """Means of data, and their sample variances and covariances, where the text does not say what these names are."""
        self.means, self.less = dict(means), less
        for each in self.means.values():
            self.add(each)
        self.statistics = {}
        for name in sorted({n for f in self.facts for n in f.names if self.is_statistic(n)}, key=str):
            made = self._statistic(name, less)
            if made is not None:
                self.add(made)
                if self.definitions.get(name) is made:
                    self.statistics[name] = made

    def _statistic(self, name: sp.Symbol, less: int) -> Defined | None:
        """``s_x`` and ``s_{xy}``."""
        letter, _, below = str(name).partition("_")
        data = [(sp.IndexedBase(c), self.means.get(sp.Symbol(f"bar({c})"))) for c in below.split(" ")]
        sizes = {m.body.args[-1].limits[0][2] for _, m in data if m is not None and isinstance(m.body.args[-1], sp.Sum)}
        if letter != "s" or len(data) > 2 or None in [m for _, m in data] or len(sizes) != 1:
            return None
        (size,), index = sizes, sp.Symbol("⟨k⟩")
        one, other = ((base[index] - mean.name) for base, mean in (data[0], data[-1]) if mean is not None)
        moment = sp.Sum(one * other, (index, 1, size)) / (size - less)
        return Defined(name, (), sp.sqrt(moment) if len(data) == 1 else moment)

    def __post_init__(self):
        terms = [t for f in self.facts for t in (f.left, f.right)]
        self.sizes, self.whole, self.depths = bounds(terms)
        self.depths = dict(self.depths)
        facts = sorted((f for f in self.facts if not f.special), key=lambda f: (f.claimed, f.place))
        for fact, forwards in [(f, True) for f in facts] + [(f, False) for f in facts]:
            made = oriented(fact.left, fact.right, fact) if forwards else oriented(fact.right, fact.left, fact) if fact.first else None
            if made is not None and not any(d.fact is fact for d in self.definitions.values()):
                self.add(made)
        for fact in facts:
            if fact.first and not fact.claimed and not any(d.fact is fact for d in self.definitions.values()):
                self._add_solved(fact)

    def _add_solved(self, fact: Fact) -> None:
        """``n_1 = n (S - 1)/S`` where n is defined as n_1 + n_2: the name by what is left of its own definition."""
        name = fact.left
        if not isinstance(name, sp.Symbol) or name in self.definitions or fact.right.has(sp.Sum, sp.Product, sp.Integral):
            return
        inner = [self.definitions[n] for n in free(fact.right) if n in self.definitions and name in self.definitions[n].names]
        if len(inner) != 1 or inner[0].parameters:
            return
        found = solutions(name, substitute(fact.right, {inner[0].name: inner[0].body}), name)
        if found is not None and len(found) == 1:
            self.add(Defined(name, (), sp.simplify(found[0]), fact))

    def add(self, made: Defined) -> None:
        """A definition, if it leaves the others alone."""
        if self._is_new(made):
            self.definitions[made.name] = made

    def _is_new(self, made: Defined) -> bool:
        return made.name not in self.definitions and made.name not in self.support(made.names) and not self._circular(made)

    def _circular(self, made: Defined) -> bool:
        return made.name in self.reached(made.names)

    def reached(self, names: Iterable) -> set:
        """The names and all that their definitions lead to."""
        found, left = set(), list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                if name in self.definitions:
                    left += self.definitions[name].names
        return found

    def support(self, names: Iterable) -> frozenset:
        """The names that nothing defines, on which these depend."""
        return frozenset(n for n in self.reached(names) if n not in self.definitions)

    def is_index(self, name, *terms: sp.Expr) -> bool:
        """Whether a free letter only counts entries of data in these terms."""
        return isinstance(name, sp.Symbol) and name.name in self.running and not any(_stands(t, name) for t in terms)

    def counted(self, terms: tuple[sp.Expr, ...]) -> set:
        """The names that are whole numbers of at least 1, or indices, and entries of data."""
        sizes = self.sizes | bounds(terms)[0]
        return {n for t in terms for n in self.reached(free(t)) if n in sizes or str(n) in self.running or self.letter(n) != n}

    def letter(self, name) -> sp.Basic:
        """The data of which a name with the index of nothing is an entry: x for ``x_j``; else the name."""
        letter, _, index = str(name).rpartition("_")
        base = sp.IndexedBase(letter) if letter and index in INDICES else None
        return base if isinstance(name, sp.Symbol) and base in self.depths else name

    def is_statistic(self, name) -> bool:
        """``s_x``, ``s_{xy}``: a name below which only the letters of data stand."""
        letter, _, below = str(name).partition("_")
        return isinstance(name, sp.Symbol) and bool(letter and below) and all(sp.IndexedBase(c) in self.depths for c in below.split(" "))

    # --- models ---

    def models(self, terms: tuple[sp.Expr, ...], extra: Iterable = (), fixed: Mapping | None = None) -> Iterator[tuple[str, dict]]:
        """Points at which the names of the terms and those of ``extra`` have values, with their kinds; some can be fixed."""
        fixed = fixed or {}
        wanted = frozenset().union(*map(free, terms)) | frozenset(extra)
        reached = self.reached(wanted)
        bodies = [self.definitions[n].body for n in reached if n in self.definitions]
        sizes, whole, depths = bounds([*terms, *bodies])
        names = [n for n in reached if n not in self.definitions]
        inner = {p for n in reached if n in self.definitions for p in self.definitions[n].parameters}
        scalars = tuple(sorted((n for n in names if isinstance(n, sp.Symbol) and (n not in inner or n in wanted)), key=str))
        depths = {**self.depths, **depths}
        arrays = tuple(sorted(((n, depths.get(n, 1)) for n in names if isinstance(n, sp.IndexedBase)), key=str))
        counted = self.sizes | sizes | {s for s in scalars if s.name in self.running}
        for kind, values in draws(Names(scalars, frozenset(counted), arrays, self.whole | whole, self.bits)):
            values.update((n, filled(v, depths.get(n, 1)) if isinstance(n, sp.IndexedBase) else v) for n, v in fixed.items())
            if self._completed(values, [n for n in reached if n in self.definitions and n not in fixed]):
                yield kind, values

    def changed(self, values: dict, name, value) -> dict | None:
        """The point with another value of a name, and of what is defined by it."""
        made = {n: v for n, v in values.items() if n not in self.definitions} | {name: value}
        return made if self._completed(made, [n for n in values if n in self.definitions]) else None

    def _completed(self, values: dict, names: list) -> bool:
        """Put in the values of defined names; False where one has none."""
        left = [self.definitions[n] for n in names]
        while left:
            ready = [d for d in left if all(n in values or n not in names for n in d.names)]
            if not ready:
                return False
            for made in ready:
                found = computed(made, values)
                if found is None:
                    return False
                values[made.name] = found
            left = [d for d in left if d not in ready]
        return True


def oriented(left: sp.Expr, right: sp.Expr, fact: Fact | None = None) -> Defined | None:
    """``left = right`` as a definition of what stands on the left: a name, its square, or an entry with free indices."""
    if isinstance(left, sp.Pow) and isinstance(left.base, sp.Symbol) and isinstance(left.exp, sp.Rational):
        left, right = left.base, right ** (1 / left.exp)
    if isinstance(left, sp.Symbol):
        return Defined(left, (), right, fact) if left not in free(right) else None
    if isinstance(left, sp.Indexed) and len(set(left.indices)) == len(left.indices) and left.base not in free(right):
        if all(isinstance(i, sp.Symbol) for i in left.indices):
            return Defined(left.base, left.indices, right, fact)
    return None


def bounds(terms: Iterable[sp.Expr]) -> tuple[frozenset, frozenset, dict]:
    """Names in bounds and among indices; arrays in bounds; arrays with the number of their indices."""
    sizes, whole, depths = set(), set(), {}
    for part in (p for term in terms for p in sp.preorder_traversal(term)):
        if isinstance(part, sp.Sum | sp.Product):
            inside = {s for limit in part.args[1:] for b in limit[1:] for s in free(b)}
            sizes |= {s for s in inside if isinstance(s, sp.Symbol)}
            whole |= {s for s in inside if isinstance(s, sp.IndexedBase)}
        elif isinstance(part, sp.Indexed):
            depths[part.base] = len(part.indices)
            sizes |= {s for index in part.indices for s in free(index) if isinstance(s, sp.Symbol)}
    return frozenset(sizes), frozenset(whole), depths


def _stands(term: sp.Basic, name: sp.Symbol) -> bool:
    """Whether a letter occurs outside of indices."""
    if term == name or name not in free(term):
        return term == name
    return not isinstance(term, sp.Indexed) and any(_stands(a, name) for a in term.args if name in free(a))


# --- values --------------------------------------------------------------------------------------------------------


class _Walk(Walk):
    """Data have an entry of index 0, which stands last."""

    def compound(self, term):
        return reciprocal(self, term) if is_reciprocal(term) else super().compound(term)

    def entry(self, term):
        found = self.values.get(term.base)
        for index in map(self.integer, term.indices):
            if not isinstance(found, tuple) or not 0 <= index < len(found):
                raise Undefined
            found = found[index - 1]
        return self.known(found)


def exact(term: sp.Expr, values: dict, precision: int = PRECISION):
    """The value, a whole number or a fraction where it is one; None where there is none."""
    with flint().ctx.workprec(precision):
        try:
            return _Walk(values).value(term)
        except (Undefined, RecursionError, OverflowError, MemoryError, ValueError, ZeroDivisionError):
            return None


def evaluated(term: sp.Expr, values: dict, precision: int = PRECISION):
    """A ball around the value, or None."""
    found = exact(term, values, precision)
    with flint().ctx.workprec(precision):
        return None if found is None else ball(found)


def computed(made: Defined, values: dict):
    """The value of a defined name, or the array of its values; None where a number has none."""
    if not made.parameters:
        return exact(made.body, values)
    found: dict = {}
    for at in product(range(LENGTH + 1), repeat=len(made.parameters)):
        found[at] = exact(made.body, {**values, **{p: sp.Integer(k) for p, k in zip(made.parameters, at, strict=True)}})
    return _nested(found, len(made.parameters))


def _nested(found: dict, depth: int, at: tuple = ()):
    places = (*range(1, LENGTH + 1), 0)
    return tuple(found[(*at, k)] if depth == 1 else _nested(found, depth - 1, (*at, k)) for k in places)


def filled(value, depth: int) -> tuple:
    """An array with the same entry everywhere."""
    return tuple(value if depth == 1 else filled(value, depth - 1) for _ in range(LENGTH + 1))


def differ(left: sp.Expr, right: sp.Expr, values: dict) -> bool | None:
    """Whether the two have different values here; None where one has none, or they are not known well enough."""
    sharp = PRECISION if left.has(sp.Integral) or right.has(sp.Integral) else SHARP
    for precision in (PRECISION, sharp):
        one, other = evaluated(left, values, precision), evaluated(right, values, precision)
        if one is None or other is None:
            return None
        with flint().ctx.workprec(precision):
            if not (one - other).contains(0):
                return True
            size = max(abs(one.mid()), abs(other.mid()), flint().arb(2) ** -100)
            if precision == sharp or (one.rad() == 0 and other.rad() == 0):
                return False if (one - other).rad() <= size / 2**60 else None
    return None
