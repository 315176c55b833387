"""A distribution, declared: density, support, parameter domains, and nothing that follows from them."""

import re
from functools import cached_property

from sympy import Basic, Expr, Indexed, IndexedBase, Symbol, digamma, polygamma, sympify, trigamma

from .errors import DeclarationError
from .sets import VECTORS, as_domain, counting, data, variable
from .substitution import substitute
from .terms import free

RESERVED = {"i": "the number of an observation", "L": "the likelihood", "ell": "the log-likelihood", "f": "the density"}


OWN = re.compile(r"^mean\(|^s\^2|_(bar|hat)\b|[\u0300-\u036f]")


class Distribution:
    """Declare the density of one observation x on its support, and the domain of each parameter.

    ``known`` holds constants that are not estimated, such as a number of trials. Symbols are written plainly; those of
    ``density``, ``support``, ``parameters``, … have the assumptions that follow from their domains, and are made when
    they are first asked for. Raises DeclarationError where the declaration cannot be meant.
    """

    def __init__(self, name: str, density, support, parameters: dict, known=None, variable=Symbol("x"), notation="", source=""):  # noqa: B008
        if not isinstance(name, str) or not name.strip():
            raise DeclarationError(f"a distribution has a name, a string, not {name!r}")
        if not isinstance(density, Expr | int) or not isinstance(parameters, dict) or not isinstance(known or {}, dict):
            raise DeclarationError(f"{name}: a density is a SymPy expression, and parameters={{symbol: domain}} and known={{…}} are dicts")
        self.name, self.notation, self.source = name, notation, source
        self._declared = sympify(density, strict=True), as_domain(support), variable
        self._domains = [{s: as_domain(d) for s, d in found.items()} for found in (parameters, known or {})]
        _check_names(name, self._declared, *self._domains)

    @cached_property
    def _typed(self) -> dict:
        """Every declared symbol as it is used: with the assumptions of its domain."""
        names = {s: _typed(s, d) for domains in self._domains for s, d in domains.items()}
        _, support, variable = self._declared
        return names | {variable: _typed(variable, substitute(support, names))}

    @cached_property
    def density(self) -> Expr:
        density = substitute(self._declared[0], self._typed)
        return density.replace(digamma, lambda t: polygamma(0, t)).replace(trigamma, lambda t: polygamma(1, t))

    @cached_property
    def support(self) -> Basic:
        return substitute(self._declared[1], self._typed)

    @cached_property
    def variable(self) -> Symbol | IndexedBase:
        return self._typed[self._declared[2]]

    @cached_property
    def parameters(self) -> dict[Symbol | IndexedBase, Basic]:
        return {self._typed[s]: substitute(d, self._typed) for s, d in self._domains[0].items()}

    @cached_property
    def known(self) -> dict[Symbol, Basic]:
        return {self._typed[s]: substitute(d, self._typed) for s, d in self._domains[1].items()}

    @property
    def slug(self) -> str:
        """The name as commands and files write it."""
        return "-".join(self.name.casefold().replace("(", "").replace(")", "").split())

    @property
    def is_vector(self) -> bool:
        return isinstance(self.variable, IndexedBase)

    @property
    def support_depends_on_parameters(self) -> bool:
        return bool(free(self.support) & set(self.parameters))


def _check_names(name: str, declared: tuple, parameters: dict, known: dict) -> None:
    density, support, variable = declared
    domains = {**parameters, **known}
    names = [str(s) for s in (variable, *domains)]
    for written in names:
        if not written.strip() or OWN.search(written):
            raise DeclarationError(f"{name}: {written!r} would be read as a statistic or an estimate, or not at all; choose another name")
        if names.count(written) > 1 and len({variable, *domains}) == len(names):
            raise DeclarationError(f"{name}: {written} is the name of two symbols; choose another name for one of them")
    if not parameters:
        raise DeclarationError(f"{name}: there is no parameter to estimate; declare parameters={{symbol: domain}}")
    reserved = [s for s in (variable, *domains) if str(s) in RESERVED]
    if reserved:
        raise DeclarationError(f"{name}: {_list(reserved)} is kept for {RESERVED[str(reserved[0])]}; choose another name")
    twice = set(parameters) & set(known) | ({variable} & set(domains))
    if twice:
        raise DeclarationError(f"{name}: {_list(twice)} is declared twice")
    mentioned = free(density) | free(support)
    stray = {s for s in mentioned if isinstance(s, Symbol | IndexedBase)} - {variable, *domains}
    if stray:
        raise DeclarationError(
            f"{name}: the density mentions {_list(stray)}, which is not declared; "
            "declare it in parameters={…} to estimate it or in known={…} to keep it fixed"
        )
    if not mentioned & set(parameters):
        raise DeclarationError(f"{name}: the density and the support do not depend on any of the parameters")


def observed(density: Expr, name: Symbol | IndexedBase, sample: IndexedBase, i: Symbol) -> Expr:
    """The density at the i-th observation."""
    if isinstance(name, Symbol):
        return substitute(density, {name: sample[i]})
    return density.replace(lambda e: isinstance(e, Indexed) and e.base == name, lambda e: sample[(i, *e.indices)])


def sample_size(distribution: Distribution) -> Symbol:
    """The number of observations: n, unless the declaration uses the name."""
    taken = {str(s) for s in distribution._typed}
    return variable(next(name for name in ("n", "N", "n_obs") if name not in taken), counting)


def _typed(symbol, domain):
    if isinstance(domain, VECTORS) or isinstance(symbol, IndexedBase):
        return data(str(symbol), domain)
    return variable(symbol.name, domain)


def _list(symbols) -> str:
    return ", ".join(sorted(map(str, symbols)))
