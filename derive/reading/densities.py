"""The densities of the catalogue, under the names by which texts call them: ``\\mathcal{N}(x; \\mu, \\sigma^2)``."""

from dataclasses import dataclass
from functools import cache

import sympy as sp

from ..language.distribution import Distribution
from ..language.substitution import substitute
from ..library import distributions
from .formula import parse
from .meaning import Translator, Unsaid
from .meaning_names import Usage
from .syntax import Call, Name

BARE = Usage()


@dataclass(frozen=True)
class Density:
    """``head(x; parameters)``; a parameter is a symbol, its square, or a fixed number."""

    variable: sp.Symbol
    parameters: tuple[sp.Expr, ...]
    body: sp.Expr


@cache
def densities() -> dict[str, tuple[Density, ...]]:
    """By the letters of the head; two families can share them (``U(0, θ)`` and ``U(a, b)``)."""
    found: dict[str, tuple[Density, ...]] = {}
    for each in vars(distributions).values():
        if isinstance(each, Distribution) and not each.is_vector and (read := _read(each)) is not None:
            letter, density = read
            found[letter] = (*found.get(letter, ()), density)
    return found


def _read(distribution: Distribution) -> tuple[str, Density] | None:
    tree = parse(distribution.notation).tree
    if not isinstance(tree, Call) or not isinstance(tree.head, Name):
        return None
    t = Translator(BARE, {})
    try:
        parameters = tuple(t.of(a) for a in tree.arguments)
    except Unsaid:
        return None
    plain = {s: sp.Symbol("".join(c for c in s.name if c not in "{}")) for s in distribution.density.free_symbols}
    body = substitute(distribution.density, plain).replace(sp.factorial, lambda x: sp.gamma(x + 1))
    body = body.replace(sp.binomial, lambda n, k: sp.gamma(n + 1) / sp.gamma(k + 1) / sp.gamma(n - k + 1))
    return tree.head.letter, Density(sp.Symbol(str(distribution.variable)), parameters, body)


def density(letter: str, variable: sp.Expr, given: tuple[sp.Expr, ...]) -> sp.Expr | None:
    """The density with the arguments put in, or None where the catalogue has none of this name and shape."""
    for each in densities().get(letter, ()):
        if len(each.parameters) != len(given):
            continue
        mapping: dict = {each.variable: variable}
        for parameter, argument in zip(each.parameters, given, strict=True):
            if isinstance(parameter, sp.Pow) and parameter.exp == 2:
                mapping[parameter.base] = _root(argument)
            elif isinstance(parameter, sp.Symbol):
                mapping[parameter] = argument
            elif parameter != argument:
                break
        else:
            if set(each.body.free_symbols) <= set(mapping):
                return substitute(each.body, mapping)
    return None


def _root(argument: sp.Expr) -> sp.Expr:
    return argument.base if isinstance(argument, sp.Pow) and argument.exp == 2 else sp.sqrt(argument)
