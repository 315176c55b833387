"""A family as a law in a proof: its density on an open range, with parameters of its own names, and what is given of them."""

from dataclasses import dataclass, replace

import sympy as sp

from ..language.claims import Claim, Given
from ..language.distribution import Distribution
from ..language.domains import holds
from ..language.sets import Counts, Integers, Span, variable
from ..language.substitution import substitute
from ..language.terms import free

ZERO = sp.Integer(0)


@dataclass(frozen=True)
class Law:
    """``density`` of ``x`` on (lo, hi), or on the integers from lo to hi; ``renamed`` leads from the family's names to these."""

    family: Distribution
    x: sp.Symbol
    density: sp.Expr
    lo: sp.Expr
    hi: sp.Expr
    domains: dict[sp.Symbol, sp.Basic]
    renamed: dict[sp.Symbol, sp.Symbol]

    @property
    def is_discrete(self) -> bool:
        return isinstance(self.family.support, Integers | Counts)

    @property
    def range(self) -> Span | Integers:
        return Integers(self.lo, self.hi) if self.is_discrete else Span(self.lo, self.hi, True, True)

    @property
    def parameters(self) -> tuple[sp.Symbol, ...]:
        return tuple(self.renamed[p] for p in self.family.parameters)

    @property
    def is_never_empty(self) -> bool:
        """Whether the ends are in their order for all parameters."""
        length = self.hi - self.lo
        return self.is_discrete or length.is_finite is False or holds(Claim(length, ">", ZERO), Given(self.domains)) is True

    def mean_of(self, function: sp.Expr) -> sp.Expr:
        """The integral or sum that is the expectation of a function of x."""
        return (sp.Sum if self.is_discrete else sp.Integral)(function * self.density, (self.x, self.lo, self.hi))


def law(family: Distribution, mark: str = "", kept: frozenset = frozenset()) -> Law:
    """The family with a mark behind the names of its parameters, but for those that are kept."""
    typed = {**family.parameters, **family.known}
    renamed = {p: p if p in kept or not mark else _named(p, mark) for p in typed}
    if isinstance(family.support, Counts):
        return _of_one_hot(family, renamed, typed)
    support = substitute(family.support, renamed)
    domains = {renamed[p]: substitute(d, renamed) for p, d in typed.items()}
    x = variable(str(family.variable), support)
    if isinstance(support, Span) and support.lo != -sp.oo and holds(Claim(support.lo, ">=", ZERO), Given(domains)):
        x = sp.Symbol(x.name, positive=True)
    density = substitute(family.density, {**renamed, family.variable: x})
    return Law(family, x, density, support.lo, support.hi, domains, renamed)


def _named(parameter: sp.Symbol | sp.IndexedBase, mark: str) -> sp.Symbol | sp.IndexedBase:
    if isinstance(parameter, sp.IndexedBase):
        return sp.IndexedBase(_marked(str(parameter.label), mark), **parameter.assumptions0)
    return sp.Symbol(_marked(parameter.name, mark), **parameter._assumptions_orig)


def _of_one_hot(family: Distribution, renamed: dict, typed: dict) -> Law:
    """The law of the place k of the one: the density of the vectors that are 1 at k and 0 elsewhere."""
    domains = {renamed[p]: substitute(d, renamed) for p, d in typed.items()}
    k = sp.Symbol("k", integer=True, positive=True)
    density = family.density
    if family.support.total != 1 or not isinstance(density, sp.Product):
        raise TypeError(f"{family.name} is not a law of vectors with a single one")
    body, (j, lo, hi) = density.args
    (weight,) = (e for e in body.atoms(sp.Indexed) if e.base != family.variable)
    if body != weight ** family.variable[j]:
        raise TypeError(f"{family.name} is not a law of vectors with a single one")
    return Law(
        family, k, substitute(substitute(weight, {j: k}), renamed), substitute(lo, renamed), substitute(hi, renamed), domains, renamed
    )


def _marked(name: str, mark: str) -> str:
    return f"{name}{mark}" if "_" in name else f"{name}_{mark}"


def pair(p: Distribution, q: Distribution) -> tuple[Law, Law]:
    """Two laws of one variable; parameters of one name are told apart, constants that are known are shared."""
    shared = frozenset(p.known) & frozenset(q.known)
    names = [{str(s) for s in (*d.parameters, *d.known)} for d in (p, q)]
    clash = bool(names[0] & names[1] - {str(s) for s in shared})
    one, other = law(p, "1" if clash else "", shared), law(q, "2" if clash else "", shared)
    return one, replace(other, density=substitute(other.density, {other.x: one.x}), x=one.x)


def given_of(*laws: Law) -> Given:
    """The domains of the parameters, that the range of the first law is not empty, and its variable in it."""
    domains = {}
    for each in laws:
        domains |= each.domains
    known = Given(domains)
    for each in laws:
        if not each.is_never_empty:
            known = known.assume(Claim(each.hi - each.lo, ">", ZERO))
    first = laws[0]
    return known.declare(first.x, first.range)


def cases(known: Given, *laws: Law) -> tuple[tuple[Claim, ...], ...]:
    """Signs of the factors of the densities that the domains leave open: each case decides them."""
    for each in laws:
        for factor in sp.Mul.make_args(each.density):
            base = factor.as_base_exp()[0]
            if isinstance(base, sp.Add) and each.x not in free(base) and holds(Claim(base, ">", ZERO), known) is None:
                if holds(Claim(base, "<", ZERO), known) is None:
                    above, below = Claim(base, ">", ZERO), Claim(base, "<", ZERO)
                    return tuple((c, *more) for c in (above, below) for more in cases(known.assume(c), *laws))
    return ((),)
