"""A distribution, declared: density, support, parameter domains, and nothing that follows from them."""

from dataclasses import dataclass, field

from sympy import Basic, Expr, Indexed, IndexedBase, Symbol, digamma, polygamma, trigamma

from .errors import DeclarationError
from .sets import VECTORS, as_domain, counting, data, variable
from .substitution import substitute
from .terms import free


@dataclass(frozen=True, eq=False)
class Distribution:
    """Declare the density of one observation x on its support, and the domain of each parameter.

    ``known`` holds constants that are not estimated, such as a number of trials. Symbols are written plainly; their
    assumptions are computed from their domains. Raises DeclarationError where the declaration cannot be meant.
    """

    name: str
    density: Expr
    support: Basic
    parameters: dict[Symbol | IndexedBase, Basic]
    known: dict[Symbol, Basic] = field(default_factory=dict)
    variable: Symbol | IndexedBase = Symbol("x")
    notation: str = ""
    source: str = ""

    def __post_init__(self):
        domains = {s: as_domain(d) for s, d in {**self.parameters, **self.known}.items()}
        self._check_names(domains)
        names = {s: _typed(s, d) for s, d in domains.items()}
        support = substitute(as_domain(self.support), names)
        names[self.variable] = _typed(self.variable, support)
        density = substitute(self.density, names)
        density = density.replace(digamma, lambda t: polygamma(0, t)).replace(trigamma, lambda t: polygamma(1, t))
        settings = {
            "density": density,
            "support": support,
            "variable": names[self.variable],
            "parameters": {names[s]: substitute(domains[s], names) for s in self.parameters},
            "known": {names[s]: substitute(domains[s], names) for s in self.known},
        }
        for key, value in settings.items():
            object.__setattr__(self, key, value)

    def _check_names(self, domains):
        if not self.parameters:
            raise DeclarationError(f"{self.name}: there is no parameter to estimate; declare parameters={{symbol: domain}}")
        twice = set(self.parameters) & set(self.known) | ({self.variable} & set(domains))
        if twice:
            raise DeclarationError(f"{self.name}: {_list(twice)} is declared twice")
        declared = {self.variable, *domains}
        stray = {s for s in free(self.density) | free(as_domain(self.support)) if isinstance(s, Symbol | IndexedBase)} - declared
        stray -= {s for s in stray if isinstance(s, Symbol) and s in {d.label for d in declared if isinstance(d, IndexedBase)}}
        if stray:
            raise DeclarationError(
                f"{self.name}: the density mentions {_list(stray)}, which is not declared; "
                f"declare it in parameters={{…}} to estimate it or in known={{…}} to keep it fixed"
            )
        if not (free(self.density) | free(as_domain(self.support))) & set(self.parameters):
            raise DeclarationError(f"{self.name}: the density and the support do not depend on any of the parameters")

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


def observed(density: Expr, name: Symbol | IndexedBase, sample: IndexedBase, i: Symbol) -> Expr:
    """The density at the i-th observation."""
    if isinstance(name, Symbol):
        return substitute(density, {name: sample[i]})
    return density.replace(lambda e: isinstance(e, Indexed) and e.base == name, lambda e: sample[(i, *e.indices)])


def sample_size() -> Symbol:
    return variable("n", counting)


def _typed(symbol, domain):
    if isinstance(domain, VECTORS) or isinstance(symbol, IndexedBase):
        return data(str(symbol), domain)
    return variable(symbol.name, domain)


def _list(symbols) -> str:
    return ", ".join(sorted(map(str, symbols)))
