"""The library by name: declarations are found by their type."""

from dataclasses import replace
from functools import cache
from importlib import import_module

from .answer import MaximumLikelihood
from .kernel.derivation import Rule
from .language.distribution import Distribution
from .language.errors import UnknownName
from .library.identities_families import cross_entropies
from .library.optima import exponential_family
from .library.outlines import Identity
from .search.mle import Estimate, estimate
from .writing.identity import Proof

RULE_MODULES = ("algebra", "powers", "series", "special", "integrals", "expectations", "optima", "roots")
IDENTITY_RULES = ("probability", "order", "objectives", "totals")
IDENTITY_MODULES = tuple(
    f"identities_{topic}"
    for topic in ("information", "distances", "learning", "samples", "consistency", "limits", "inference", "families", "computing")
)


def _declared(module: str, kind: type) -> list:
    return [v for v in vars(import_module(f"derive.library.{module}")).values() if isinstance(v, kind)]


@cache
def distributions() -> dict[str, Distribution]:
    """All distributions of the library, by name."""
    return {d.slug: d for d in _declared("distributions", Distribution)}


@cache
def rules() -> dict[str, Rule]:
    """All rules of the library, by name."""
    return {r.name: r for module in RULE_MODULES for r in _declared(module, Rule)}


@cache
def cited() -> dict[str, Rule]:
    """The rules that documents cite, by name: those of the estimators, and those of the identities."""
    return rules() | {r.name: r for module in IDENTITY_RULES for r in _declared(module, Rule)}


@cache
def identities() -> dict[str, Identity]:
    """All identities of the library, by name."""
    found = [d for module in IDENTITY_MODULES for d in _declared(module, Identity)]
    return {d.slug: d for d in (*found, *cross_entropies)}


def prove(name: str | Identity) -> Proof:
    """Prove an identity, by name or as declared. Raises UnknownName, with the nearest name."""
    if isinstance(name, Identity):
        return Proof(name)
    found = identities().get("-".join(name.casefold().replace("_", " ").split()))
    if found is None:
        raise UnknownName("identity", name, list(identities()))
    return Proof(found)


def distribution(name: str) -> Distribution:
    """The distribution of that name. Raises UnknownName, with the nearest name."""
    found = distributions().get("-".join(name.casefold().replace("_", " ").split()))
    if found is None:
        raise UnknownName("distribution", name, list(distributions()))
    return found


def mle(family: str | Distribution) -> MaximumLikelihood:
    """Derive the maximum-likelihood estimator of a distribution, by name or as declared.

    Raises UnknownName for a name that is not in the library, DeclarationError for a density that has not mass 1.
    """
    if isinstance(family, str):
        return MaximumLikelihood(estimate(distribution(family)))
    if family not in distributions().values():
        from .numeric.mass import check_mass

        check_mass(family)
        return MaximumLikelihood(_resting_on_mass(estimate(family)))
    return MaximumLikelihood(estimate(family))


def _resting_on_mass(found: Estimate) -> Estimate:
    """The library's densities are trusted to have mass 1 everywhere; of others that was only tried at some parameters."""
    if not any(step.rule is exponential_family for step in found.derivation.steps):
        return found
    reason = "the maximum rests on mass 1 at all parameters, which was confirmed at some of them only"
    return replace(found, verdict="open", reason=reason, kind="none", points={}, result_rows=())
