"""The law of a random variable, declared: density, support and domains. Nothing that follows from them is stated."""

from dataclasses import dataclass, field

from sympy import Basic, Expr, Symbol, sympify

from .sets import Integers
from .substitution import substitute

X = Symbol("⟨x⟩")


@dataclass(frozen=True, eq=False)
class Law:
    """A family of laws and how texts write it.

    The arguments of ``heads`` are the parameters in order. ``readings`` are the ways in which texts mean them: the value of
    each parameter in terms of the arguments, which have the names of the parameters; the usual way first.
    """

    name: str
    density: Expr
    support: Basic
    parameters: dict[Symbol, Basic]
    heads: tuple[str, ...]
    words: tuple[str, ...] = ()
    readings: tuple[tuple[Expr, ...], ...] = field(default=())

    def __post_init__(self):
        known = {X, *self.parameters}
        stray = self.density.free_symbols | self.support.free_symbols | {s for d in self.parameters.values() for s in d.free_symbols}
        if not stray <= known:
            raise ValueError(f"{self.name}: {stray - known} is not declared")

    @property
    def ways(self) -> tuple[tuple[Expr, ...], ...]:
        return self.readings or (tuple(self.parameters),)


@dataclass(frozen=True)
class Given:
    """A law with values for its parameters: the density as a function of ``X``, and what must hold of the values."""

    law: Law
    density: Expr
    support: Basic
    domains: tuple[tuple[Expr, Basic], ...]

    @property
    def is_discrete(self) -> bool:
        return isinstance(self.support, Integers)

    def at(self, place: Expr) -> Expr:
        return substitute(self.density, {X: place})


def given(law: Law, arguments: tuple[Expr, ...], way: tuple[Expr, ...]) -> Given:
    """The law at these arguments, read in one of its ways."""
    put = dict(zip(law.parameters, map(sympify, arguments), strict=True))
    values = {s: substitute(value, put) for s, value in zip(law.parameters, way, strict=True)}
    domains = tuple((values[s], substitute(domain, values)) for s, domain in law.parameters.items())
    return Given(law, substitute(law.density, values), substitute(law.support, values), domains)
