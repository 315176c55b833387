"""Kullback–Leibler divergences, entropies, moments and Fisher information of families, by name or as declared."""

from functools import cache
from importlib import import_module

import sympy as sp

from .catalogue import distributions
from .language.distribution import Distribution
from .language.errors import DeriveError, UnknownName
from .language.sets import Counts, Integers
from .quantities import Quantities, of_divergence, of_expectations, of_information
from .search.divergence import divergence
from .search.expectation import Expectations
from .search.information import entropy as entropy_of
from .search.information import expected, fisher
from .search.lawful import Law, cases, given_of, law
from .search.proof import Proof
from .writing.latex import latex
from .writing.text import text


class NotNumbers(DeriveError):
    """The question is about laws of numbers, and this is a law of vectors."""


@cache
def families() -> dict[str, Distribution]:
    """All families by name: those of the catalogue, and those that are there for these questions only."""
    more = vars(import_module("derive.library.families")).values()
    return {**distributions(), **{d.slug: d for d in more if isinstance(d, Distribution)}}


def family(name: str | Distribution, one_hot: bool = False) -> Distribution:
    """The family of that name, or as declared; ``one_hot`` allows laws of vectors with a single one.

    Raises UnknownName, NotNumbers, or DeclarationError where the mass is not 1.
    """
    if isinstance(name, str):
        found = families().get("-".join(name.casefold().replace("_", " ").split()))
        if found is None:
            raise UnknownName("distribution", name, list(families()))
    else:
        found = name
        if found not in families().values():
            from .numeric.mass import check_mass

            check_mass(found)
    if found.is_vector and not (one_hot and isinstance(found.support, Counts) and found.support.total == 1):
        raise NotNumbers(f"the {found.name} distribution is a law of vectors, and this is answered for laws of numbers")
    return found


def is_discrete(found: Distribution) -> bool:
    return isinstance(found.support, Integers)


def kl(p: str | Distribution, q: str | Distribution) -> Quantities:
    """The Kullback–Leibler divergence KL(P‖Q) of two families, parameters of one name told apart by 1 and 2."""
    return of_divergence(divergence(family(p, p == q), family(q, p == q)))


def entropy(name: str | Distribution) -> Quantities:
    """The entropy, differential where there is a density, in natural units."""
    found = family(name, True)
    return of_expectations(f"Entropy: {found.name}", [("entropy", f"Entropy: {found.name}", ("H", "H"), entropy_of(found))])


def information(name: str | Distribution) -> Quantities:
    """Scores, Fisher information matrix, and its inverse: the asymptotic covariance of the maximum-likelihood estimators."""
    return of_information(fisher(family(name)))


def moments(name: str | Distribution) -> Quantities:
    """Mean and variance, and the means of the statistics in the logarithm of the density."""
    found = family(name)
    one = law(found)
    x = sp.Symbol("X")
    mean = expected(one, one.x)
    title = f"Moments: {found.name}"
    parts = [("mean", f"Mean: {found.name}", (r"\mathbb{E}[X]", "E[X]"), mean)]
    if mean.value is not None and mean.value.is_finite is not False:
        spread = expected(one, (one.x - mean.value) ** 2, *mean.conditions)
        parts.append(("variance", f"Variance: {found.name}", (r"\operatorname{Var}(X)", "Var(X)"), spread))
    for t in _statistics(one):
        shown = t.xreplace({one.x: x})
        if t not in (one.x, one.x**2):
            parts.append((f"mean({shown})", f"Mean of {text(shown)}", _mean_of(shown), expected(one, t)))
    return of_expectations(title, parts)


def _statistics(one: Law) -> list[sp.Expr]:
    """The functions of x in the logarithm of the density, each free of the parameters."""
    given = given_of(one)
    split = Expectations(Proof(given.assume(*cases(given, one)[0])), one).split(sp.log(one.density))
    return [t for _, t in split.parts if t != 1]


def _mean_of(term: sp.Expr) -> tuple[str, str]:
    return rf"\mathbb{{E}}[{latex(term)}]", f"E[{text(term)}]"
