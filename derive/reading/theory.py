"""What a text says about its names: definitions, and facts that hold besides. A model is a point at which both hold.

``Theory.models(terms, …)`` yields such points: names that nothing defines have values of every kind, the others are computed
from their definitions. ``Theory.facts`` are all equations of a section, whether they stand above or below a place; a
definition is one of them that is used from left to right, so that no two define the same name and none goes round in a circle.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

import sympy as sp

from ..language.balls import Undefined, ball, flint
from ..language.enclosure import Walk
from ..language.terms import free
from .points import LENGTH, Names, draws

PRECISION = 256


@dataclass(frozen=True)
class Fact:
    """``left = right``, said at a place of a chain; ``chain`` tells whether two facts belong to one chain."""

    left: sp.Expr
    right: sp.Expr
    place: int
    chain: object
    claimed: bool = False  # what is still to be shown
    vanishing: bool = False  # one side is written as 0

    @property
    def names(self) -> frozenset:
        return free(self.left) | free(self.right)


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

    def __post_init__(self):
        terms = [t for f in self.facts for t in (f.left, f.right)]
        self.sizes, self.whole, self.depths = bounds(terms)
        self.depths = dict(self.depths)
        for fact in sorted(self.facts, key=lambda f: (f.claimed, f.place)):
            for left, right in ((fact.left, fact.right), (fact.right, fact.left)):
                made = oriented(left, right, fact)
                if made is not None and self._is_new(made):
                    self.definitions[made.name] = made
                    break

    def add(self, made: Defined) -> None:
        """A definition that the text does not write, if it leaves the others alone."""
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

    # --- models ---

    def models(self, terms: tuple[sp.Expr, ...], extra: Iterable = ()) -> Iterator[tuple[str, dict]]:
        """Points at which the names of the terms and those of ``extra`` have values, with their kinds."""
        wanted = frozenset().union(*map(free, terms)) | frozenset(extra)
        reached = self.reached(wanted)
        bodies = [self.definitions[n].body for n in reached if n in self.definitions]
        sizes, whole, depths = bounds([*terms, *bodies])
        names = [n for n in reached if n not in self.definitions]
        inner = {p for n in reached if n in self.definitions for p in self.definitions[n].parameters}
        scalars = tuple(n for n in names if isinstance(n, sp.Symbol) and (n not in inner or n in wanted))
        depths = {**self.depths, **depths}
        arrays = tuple((n, depths.get(n, 1)) for n in names if isinstance(n, sp.IndexedBase))
        counted = self.sizes | sizes | {s for s in scalars if s.name in self.running}
        for kind, values in draws(Names(scalars, frozenset(counted), arrays, self.whole | whole, self.bits)):
            if self._completed(values, [n for n in reached if n in self.definitions]):
                yield kind, values

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
    if term == name:
        return True
    return not isinstance(term, sp.Indexed) and any(_stands(a, name) for a in term.args if name in free(a))


# --- values --------------------------------------------------------------------------------------------------------


class _Walk(Walk):
    """Data have an entry of index 0, which stands last."""

    def entry(self, term):
        found = self.values.get(term.base)
        for index in map(self.integer, term.indices):
            if not isinstance(found, tuple) or not 0 <= index < len(found):
                raise Undefined
            found = found[index - 1]
        return self.known(found)


def exact(term: sp.Expr, values: dict):
    """The value, a whole number or a fraction where it is one; None where there is none."""
    with flint().ctx.workprec(PRECISION):
        try:
            return _Walk(values).value(term)
        except (Undefined, RecursionError, OverflowError, MemoryError, ValueError, ZeroDivisionError):
            return None


def evaluated(term: sp.Expr, values: dict):
    """A ball around the value, or None."""
    found = exact(term, values)
    with flint().ctx.workprec(PRECISION):
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


def differ(left: sp.Expr, right: sp.Expr, values: dict) -> bool | None:
    """Whether the two have different values here; None where one has none."""
    one, other = evaluated(left, values), evaluated(right, values)
    if one is None or other is None:
        return None
    with flint().ctx.workprec(PRECISION):
        return not (one - other).contains(0)
