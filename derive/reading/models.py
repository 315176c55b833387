"""The densities of a statistical model: ``p(y|θ)``, ``p(y,θ)``, ``p(y)``, ``p(θ|y)`` from the law of each of its variables."""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from ..language.law import Given
from ..language.sets import Integers
from ..language.terms import free
from .context import Context
from .laws import Stated, laws_at, readings_at
from .relations import Relation
from .show import show
from .syntax import Call, Ellipsis, Juxtaposed, Name, Node, Product, Sequence, as_call

INDEX = sp.Symbol("⟨i⟩")


@lru_cache(maxsize=8)
def priors(context: Context) -> tuple[Stated, ...]:
    """``p(λ) = Gam(λ; a, b)`` and ``p(μ, τ) = N(μ; …) · Gam(τ; …)`` say which law a parameter has."""
    found = []
    for _, relation in context.relations:
        names = _unconditional(context, relation)
        right = relation.rhs.node
        if relation.sign.sign != "=" or not names or right is None:
            continue
        factors = right.factors if isinstance(right, Product) else (right,)
        laws = [_density_call(context, each) for each in factors]
        if None not in laws and [name for name, _ in laws if name in names] == [name for name, _ in laws]:
            place = relation.sign.start
            found += [Stated(name, given, place, context.scope_at(place)) for name, given in laws]
    return tuple(found)


def _unconditional(context: Context, relation: Relation) -> tuple[str, ...]:
    """The names in ``p(μ, τ)`` and ``p(μ|τ)``; none where data stand behind the bar."""
    node = relation.lhs.node
    call = as_call(node) if isinstance(node, Juxtaposed) else node
    if not isinstance(call, Call) or not isinstance(call.head, Name) or call.head.letter != "p" or relation.link:
        return ()
    if not set(call.separators) <= {",", "|"} or not all(isinstance(a, Name) for a in call.arguments):
        return ()
    bar = call.separators.index("|") + 1 if "|" in call.separators else len(call.arguments)
    data = laws_at(context, relation.sign.start)
    if any(show(a) in data for a in call.arguments[bar:]) or any(show(a) in data and data[show(a)][-1].index for a in call.arguments):
        return ()
    return tuple(map(show, call.arguments[:bar]))


def _density_call(context: Context, node: Node) -> tuple[str, tuple[Given, ...]] | None:
    """``Gam(λ; a, b)``."""
    if not isinstance(node, Call) or node.separators[:1] != (";",) or not isinstance(node.arguments[0], Name):
        return None
    found = readings_at(context, node)
    return (show(node.arguments[0]), found) if found else None


@lru_cache(maxsize=64)
def size_of(context: Context, scope: int) -> sp.Symbol:
    """The number of observations: n, or what stands at the end of ``i = 1, …, N``."""
    for _, relation in context.relations:
        node = relation.rhs.node
        if isinstance(node, Sequence) and context.scope_at(relation.sign.start) == scope and isinstance(relation.lhs.node, Name):
            if any(isinstance(item, Ellipsis) for item in node.items) and isinstance(node.items[-1], Name):
                return sp.Symbol(show(node.items[-1]))
    return sp.Symbol("n")


@dataclass(frozen=True)
class Model:
    """Variables with their laws; ``indexed`` are data, each entry of which has the law on its own."""

    laws: dict[str, Given]
    indexed: dict[str, str]
    size: sp.Symbol

    def own(self, name: str) -> sp.Expr:
        """The density of a variable at its own name."""
        law = self.laws[name]
        if name not in self.indexed:
            return law.at(sp.Symbol(name))
        entry = law.at(sp.IndexedBase(name)[INDEX])
        running = sp.Symbol(self.indexed[name])
        entry = entry.xreplace({running: INDEX})
        return sp.Product(entry, (INDEX, 1, self.size))

    def parents(self, name: str) -> set[str]:
        law = self.laws[name]
        return {str(s) for s in free(law.density)} & set(self.laws) - {name}

    def behind(self, names: set[str], known: set[str]) -> set[str]:
        """The random variables on which these depend, as far as what is known."""
        found, left = set(), [p for n in names for p in self.parents(n)]
        while left:
            name = left.pop()
            if name not in found | known | names:
                found.add(name)
                left += self.parents(name)
        return found

    def density(self, names: set[str], known: set[str]) -> sp.Expr | None:
        """The density of some variables given others."""
        if not names <= set(self.laws):
            return None
        known = known & set(self.laws)
        hidden = self.behind(names, known)
        if any(self.behind({k}, set()) & (names | hidden) for k in known):
            joint, whole = self.density(names | known, set()), self.density(known, set())
            return None if joint is None or whole is None else joint / whole
        made = sp.Mul(*(self.own(n) for n in sorted(names | hidden)))
        for name in sorted(hidden, key=lambda n: (len(self.behind({n}, set())), n), reverse=True):
            law = self.laws[name]
            if name in self.indexed:
                return None
            head = sp.Sum if isinstance(law.support, Integers) else sp.Integral
            made = head(made, (sp.Symbol(name), law.support.lo, law.support.hi))
        return made


def model_at(context: Context, place: int, choice) -> Model:
    """The model that the text has stated around a place."""
    scope = context.scope_at(place)
    data = {name: found[-1] for name, found in laws_at(context, place).items()}
    prior = {p.name: p for p in priors(context) if p.scope == scope}
    stated = {**prior, **data}
    laws = {name: choice(each) for name, each in stated.items()}
    return Model(laws, {n: s.index for n, s in stated.items() if s.index}, size_of(context, scope))
