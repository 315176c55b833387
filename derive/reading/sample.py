"""A sample that a text declares, with the derivation of its maximum-likelihood estimates, in whose variables the text is read."""

from dataclasses import dataclass, field
from functools import cached_property

import sympy as sp
from sympy import IndexedBase, Lambda, Symbol
from sympy.core.function import AppliedUndef

from ..kernel.derivation import Step
from ..language.claims import Claim
from ..language.distribution import Distribution
from ..language.errors import DeriveError
from ..language.substitution import same, substitute
from ..library import distributions as library
from ..library.optima import exponential_family
from ..search.likelihood import LIKELIHOOD, LOG_LIKELIHOOD
from ..search.mle import Estimate
from .engine_terms import Names, Reader
from .meaning import Unsaid
from .relations import Relation, Side

MISREAD = (Unsaid, DeriveError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@dataclass
class Sample:
    """What is declared from a place on: as it is read, and as the derivation has it."""

    opening: int
    start: int
    end: int
    reader: Reader
    found: Estimate
    names: Names
    given: set[int] = field(default_factory=set)  # places of the relations that declare something
    conditions: tuple[Claim, ...] = ()
    _read: dict[int, Claim | None] = field(default_factory=dict)

    @cached_property
    def stated(self) -> tuple[Claim, ...]:
        """What the steps of the derivation state, built as a text is read: SymPy takes numbers into brackets."""
        built = Names().typed
        return tuple(Claim(built(s.claim.lhs), s.claim.relation, built(s.claim.rhs)) for s in self.found.derivation.steps)

    @cached_property
    def estimates(self) -> frozenset:
        """The names of the estimates."""
        return frozenset(s.claim.lhs for s in self._definitions if str(s.claim.lhs).endswith("_hat"))

    @cached_property
    def _definitions(self) -> tuple[Step, ...]:
        return tuple(s for s in self.found.derivation.steps if s.by == "define")

    @cached_property
    def rests_on_mass(self) -> bool:
        """Whether the derivation takes from a density that is not in the library that it has mass 1 for all parameters."""
        family = self.found.distribution
        if not any(s.rule is exponential_family for s in self.found.derivation.steps):
            return False
        return not any(_is_density(family, each) for each in vars(library).values() if isinstance(each, Distribution))

    def unfolded(self, claim: Claim, data: bool = False) -> Claim | None:
        """With L and ℓ by their definitions in the statistics; or with these, and the estimates, written out in the data."""
        parameters = tuple(self.found.distribution.parameters)
        if any(isinstance(p, IndexedBase) for p in parameters):
            return None if claim.lhs.atoms(AppliedUndef) | claim.rhs.atoms(AppliedUndef) else claim
        bodies = {s.claim.lhs: s.claim.rhs for s in self._definitions}
        product = bodies[LIKELIHOOD(*parameters)]
        heads = {LIKELIHOOD: Lambda(parameters, product), LOG_LIKELIHOOD: Lambda(parameters, self.found.log_likelihood)}
        try:
            made = claim.substitute(heads)
            for step in reversed(self._definitions if data else ()):
                if isinstance(step.claim.lhs, Symbol):
                    made = made.substitute({step.claim.lhs: step.claim.rhs})
            return made
        except MISREAD:
            return None

    def claim(self, relation: Relation) -> Claim | None:
        """The relation in the variables of the derivation; None where it is not understood, or is of another kind."""
        place = relation.sign.start
        if place not in self._read:
            try:
                self._read[place] = Claim(self.term(relation.lhs), relation.sign.sign, self.term(relation.rhs))
            except MISREAD:
                self._read[place] = None
        return self._read[place]

    def term(self, side: Side) -> sp.Basic:
        if side.node is None or side.problems:
            raise ValueError("nothing that can be read")
        return self.names.typed(self.reader.whole(side.node))


def _is_density(family: Distribution, other: Distribution) -> bool:
    """Whether two declarations are the same, but for the names."""
    if len(family.parameters) != len(other.parameters) or family.known or other.known or family.is_vector or other.is_vector:
        return False
    names = {**dict(zip(other.parameters, family.parameters, strict=True)), other.variable: family.variable}
    domains = [substitute(d, names) for d in other.parameters.values()] == list(family.parameters.values())
    return domains and same(substitute(other.density, names), family.density) and same(substitute(other.support, names), family.support)
