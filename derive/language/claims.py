"""A claim relates two terms; what is given says which values the variables may take."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from sympy import Basic, IndexedBase, Symbol

from .substitution import same, substitute
from .terms import free

RELATIONS = ("=", "!=", "<", "<=", ">", ">=", "in")


@dataclass(frozen=True)
class Claim:
    """``lhs relation rhs``, for all values of its free variables that are given; ``in`` relates a term and a set."""

    lhs: Basic
    relation: str
    rhs: Basic

    def __post_init__(self):
        if self.relation not in RELATIONS:
            raise ValueError(f"a claim relates its sides by one of {' '.join(RELATIONS)}, not by {self.relation!r}")

    def substitute(self, mapping) -> "Claim":
        return Claim(substitute(self.lhs, mapping), self.relation, substitute(self.rhs, mapping))

    def same(self, other: "Claim") -> bool:
        return self.relation == other.relation and same(self.lhs, other.lhs) and same(self.rhs, other.rhs)

    @property
    def free(self) -> frozenset:
        return free(self.lhs) | free(self.rhs)

    def __str__(self):
        return f"{self.lhs} {self.relation} {self.rhs}"


def equal(lhs, rhs) -> Claim:
    return Claim(lhs, "=", rhs)


def member(element, domain) -> Claim:
    return Claim(element, "in", domain)


@dataclass(frozen=True)
class Given:
    """The sets that variables live in (for data and vectors: the set of each entry), and what is assumed besides."""

    domains: dict[Symbol | IndexedBase, Basic] = field(default_factory=dict)
    hypotheses: tuple[Claim, ...] = ()

    def __hash__(self):
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((tuple(self.domains.items()), self.hypotheses))

    def assume(self, *claims: Claim) -> "Given":
        return replace(self, hypotheses=self.hypotheses + tuple(c for c in claims if c not in self.hypotheses))

    def declare(self, symbol, domain) -> "Given":
        return replace(self, domains={**self.domains, symbol: domain})

    @cached_property
    def mentioned(self) -> frozenset:
        """Symbols that a hypothesis, or the domain of another symbol, speaks of."""
        names = frozenset().union(*(h.free for h in self.hypotheses), frozenset())
        return names.union(*(free(d) for d in self.domains.values()), frozenset())
