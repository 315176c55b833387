"""One name for each range: variables bound over the same range get the same name, which no other variable has, and its domain."""

import sympy as sp

from ..language.claims import Claim, Given
from ..language.domains import holds
from ..language.sets import Integers, Span, positive, reals
from ..language.substitution import substitute
from ..language.terms import CONTINUOUS, free

BINDERS = (sp.Sum, sp.Product, sp.Integral)


class Ranges:
    """The names of bound variables by range; nested ones over the same range are told apart by their depth."""

    def __init__(self):
        self.names: dict[tuple, sp.Symbol] = {}

    def renamed(self, term: sp.Basic, active: tuple = ()) -> sp.Basic:
        if not isinstance(term, sp.Basic) or not term.args or isinstance(term, sp.Indexed | sp.Lambda | sp.Derivative):
            return term
        if not isinstance(term, BINDERS) or any(len(limit) != 3 for limit in term.args[1:]):
            args = [self.renamed(a, active) for a in term.args]
            return term if args == list(term.args) else term.func(*args)
        mapping: dict = {}
        limits = []
        for v, *ends in reversed(term.args[1:]):
            lo, hi = (self.renamed(substitute(e, mapping), active) for e in ends)
            key = (isinstance(term, CONTINUOUS), lo, hi)
            name = self.names.setdefault((*key, active.count(key)), sp.Symbol(f"{'ξ' if key[0] else 'ι'}{len(self.names)}"))
            active = (*active, key)
            mapping = {**mapping, v: name}
            limits.append((name, lo, hi))
        return term.func(self.renamed(substitute(term.args[0], mapping), active), *reversed(limits))

    @property
    def symbols(self) -> frozenset:
        return frozenset(self.names.values())

    def declared(self, given: Given) -> Given:
        """What is given, with the domains of the names; not where a range depends on another name, or an interval may be turned round."""
        names = set(self.names.values())
        for (continuous, lo, hi, _), name in self.names.items():
            if not (free(lo) | free(hi)) & names and (not continuous or _forward(lo, hi, given)):
                given = given.declare(name, Span(lo, hi, True, True) if continuous else Integers(lo, hi))
        return given

    def forward(self, given: Given) -> tuple[Given, tuple[Claim, ...]]:
        """What is given, and that the intervals go from left to right; and what of this was not given."""
        assumed = []
        for continuous, lo, hi, _ in self.names:
            length = hi - lo
            if continuous and not (free(lo) | free(hi)) & self.symbols and not _forward(lo, hi, given):
                assumed.append(Claim(length, ">", sp.Integer(0)))
                if isinstance(length, sp.Symbol) and given.domains.get(length, reals) == reals:
                    given = given.declare(length, positive)
                else:
                    given = given.assume(assumed[-1])
        return given, tuple(assumed)


def _forward(lo: sp.Expr, hi: sp.Expr, given: Given) -> bool:
    return lo == -sp.oo or hi == sp.oo or holds(Claim(hi - lo, ">", sp.Integer(0)), given) is True


def bound_apart(claim: Claim) -> tuple[Claim, Ranges]:
    """The claim with its bound variables named by their ranges."""
    ranges = Ranges()
    return Claim(ranges.renamed(claim.lhs), claim.relation, ranges.renamed(claim.rhs)), ranges
