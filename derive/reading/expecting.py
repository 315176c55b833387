"""Equations between operators and densities as equations between sums or integrals over outcomes, and their derivations.

Every random name has a value at every outcome; every law has a positive density whose total is one. Where only means occur, an outcome is
one thing; else it is one value of each name, and marginal and conditional densities are totals of the joint one and their quotients.
"""

from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim, Given
from ..language.errors import DeriveError
from ..language.probability import CrossEntropy, Divergence, Entropy, Information, Mass, Mean, Operator, Probability
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import Total, free
from ..search.judge import prove_where_defined
from .abstract import Density, Surface, density_of, is_law, is_whole_range, law_of, variable_of
from .chance import Question
from .meaning_calls import Weighted
from .proving import counted
from .spaces import carries

LARGEST = 250
ONE = sp.Integer(1)


class Unfit(Exception):
    """Something that is no total."""


@lru_cache(maxsize=2_000)
def derived(asked: Question, independent: bool = False) -> str:
    """What the equation was derived from, in words; empty where no derivation was found."""
    if sum(1 for t in asked.sides for _ in sp.preorder_traversal(t)) > LARGEST:
        return ""
    try:
        form = _Outcomes(asked.surface, independent) if not _is_simple(asked) or independent else _Outcome(asked.surface)
        left, right = (form.of(side, {}) for side in asked.sides)
        claim = Claim(left, "=", right)
        found = prove_where_defined(claim, counted(form.given(), *asked.sides))
    except (Unfit, DeriveError, ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError, RecursionError):
        return ""
    if found is None or found[1]:
        return ""
    return "linearity" if isinstance(form, _Outcome) else "linearity and the definitions of marginal and conditional densities"


def _is_simple(asked: Question) -> bool:
    """Whether means over all outcomes are the only operators."""
    operators = [o for s in asked.sides for o in s.atoms(Operator)]
    others = any(s.atoms(Weighted) or any(density_of(f, asked.surface) for f in s.atoms(AppliedUndef)) for s in asked.sides)
    return not others and all(isinstance(o, Mean) and not o.args[1] and not o.args[2] for o in operators)


class _Outcome:
    """Outcomes without parts: ``E g(X, Y)`` is the total of g(X[w], Y[w]) P[w]."""

    def __init__(self, surface: Surface):
        self.surface = surface
        self.law, self.last = sp.IndexedBase("P·"), sp.Symbol("Ω·")

    def given(self) -> Given:
        w = sp.Symbol("ω·")
        domains = {self.law: positive, self.last: counting, **{sp.IndexedBase(f"{s}·"): reals for s in self.surface.random}}
        return Given(domains, (Claim(Total(self.law[w], (w, 1, self.last)), "=", ONE),))

    def of(self, term, at: dict):
        match term:
            case Mean():
                w = sp.Symbol(f"ω·{len(at)}")
                return Total(self.of(term.args[0], {**at, "": w}) * self.law[w], (w, 1, self.last))
            case sp.Indexed() if term.base in self.surface.random:
                return sp.IndexedBase(f"{term.base}·")[(*term.indices, self.now(at))]
            case sp.Symbol() if term in self.surface.random:
                if self.surface.averaged(term) is not None:
                    raise Unfit
                return sp.IndexedBase(f"{term}·")[self.now(at)]
            case Operator() | Weighted() | AppliedUndef():
                raise Unfit
        if not term.args or isinstance(term, sp.Indexed):
            return term
        return term.func(*(self.of(a, at) if isinstance(a, sp.Basic) else a for a in term.args))

    @staticmethod
    def now(at: dict):
        if "" not in at:
            raise Unfit
        return at[""]


class _Outcomes:
    """Outcomes that are one value of each name; ``at`` says which value of a name is meant in a part of a term."""

    def __init__(self, surface: Surface, independent: bool):
        if any(isinstance(s, sp.IndexedBase) for s in surface.random) or surface.events or len(surface.names) > 4:
            raise Unfit
        self.surface, self.independent, self.count = surface, independent, 0
        self.laws: dict[str, None] = {"": None}
        self.free: dict[sp.Symbol, str] = {}

    def given(self) -> Given:
        domains: dict = {sp.IndexedBase(f"{n}·"): reals for n in self.surface.names} | {self.last(n): counting for n in self.surface.names}
        domains |= {place: Integers(1, self.last(name)) for place, name in self.free.items()}
        hypotheses = []
        for law in self.laws:
            for names in self.parts():
                base = self.base(law, names)
                domains[base] = positive
                at = {n: sp.Symbol(f"{n}·o") for n in names}
                total = base[tuple(at[n] for n in names)]
                for n in sorted(names, reverse=True):
                    total = Total(total, (at[n], 1, self.last(n)))
                hypotheses.append(Claim(total, "=", ONE))
        return Given(domains, tuple(hypotheses))

    def parts(self) -> list[tuple[str, ...]]:
        return [(n,) for n in self.surface.names] if self.independent else [self.surface.names]

    def base(self, law: str, names: tuple[str, ...]) -> sp.IndexedBase:
        return sp.IndexedBase(f"P·{law}" + ("·" + names[0] if self.independent else ""))

    @staticmethod
    def last(name: str) -> sp.Symbol:
        return sp.Symbol(f"{name}·n")

    def fresh(self, name: str) -> sp.Symbol:
        self.count += 1
        return sp.Symbol(f"{name}·{self.count}")

    def marginal(self, law: str, at: dict[str, sp.Basic]):
        """The density of some names at values: the joint one summed over the others."""
        self.laws[law] = None
        others = [n for n in self.surface.names if n not in at]
        whole = {**at, **{n: self.fresh(n) for n in others}}
        made = sp.Mul(
            *(self.base(law, names)[tuple(whole[n] for n in names)] for names in self.parts() if not self.independent or names[0] in at)
        )
        for n in sorted(others, reverse=True) if not self.independent else ():
            made = Total(made, (whole[n], 1, self.last(n)))
        return made

    # --- terms ---

    def of(self, term, at: dict):
        match term:
            case Mean():
                return self.mean(term, at)
            case Mass():
                return self.density(Density("", tuple(term.args[0]), tuple(term.args[1])), at)
            case Probability():
                return self.probability(term, at)
            case Entropy():
                inner = Mean(sp.log(Mass(*term.args[:2])), (), tuple(g for g in term.args[1] if isinstance(g, sp.Eq)))
                return -self.of(inner, at)
            case Information():
                one, other, given = term.args
                if any(isinstance(g, sp.Eq) for g in given):
                    raise Unfit
                return self.of(Mean(sp.log(Mass((*one, *other), given) / (Mass(one, given) * Mass(other, given)))), at)
            case Divergence():
                return self.cross(term.args[0], *term.args)
            case CrossEntropy():
                return self.cross(term.args[0], ONE, term.args[1])
            case Weighted():
                return self.weighted(term, at)
            case AppliedUndef():
                density = density_of(term, self.surface)
                if density is None:
                    raise Unfit
                return self.density(density, at)
            case Operator():
                raise Unfit
            case sp.Symbol():
                return self.symbol(term, at)
        if not term.args:
            return term
        return term.func(*(self.of(a, at) if isinstance(a, sp.Basic) else a for a in term.args))

    def symbol(self, term, at: dict):
        name = variable_of(term, self.surface)
        if name is None:
            return term
        return sp.IndexedBase(f"{name}·")[self.place(term, at)]

    def place(self, term, at: dict):
        """The outcome at which a name or a value stands."""
        if term in at:
            return at[term]
        if term in self.surface.random or "⟨" in str(term) or not isinstance(term, sp.Symbol):
            raise Unfit
        name = variable_of(term, self.surface)
        if name is None:
            raise Unfit
        return self.freely(term, name)

    def freely(self, term: sp.Symbol, name: str) -> sp.Symbol:
        """A value that is not bound."""
        made = sp.Symbol(f"{term}·free")
        self.free[made] = name
        return made

    def pairs(self, conditions, at: dict) -> dict[str, sp.Basic]:
        found = {}
        for each in conditions:
            name, value = each.args if isinstance(each, sp.Eq) else (each, each)
            if variable_of(name, self.surface) is None:
                name, value = value, name
            known = variable_of(name, self.surface)
            if known is None:
                raise Unfit
            found[known] = self.place(value, at) if value in at or variable_of(value, self.surface) else self.freely(value, known)
        return found

    def density(self, density: Density, at: dict):
        under = self.pairs(density.given, at)
        joint = self.marginal(density.law, {**under, **self.pairs(density.names, at)})
        return joint / self.marginal(density.law, under) if under else joint

    def probability(self, term, at: dict):
        parts = [sp.And.make_args(term.args[0]), [c for g in term.args[1] for c in sp.And.make_args(g)]]
        if not all(isinstance(c, sp.Eq | sp.Symbol) for part in parts for c in part):
            raise Unfit
        return self.density(Density("", tuple(parts[0]), tuple(parts[1])), at)

    def mean(self, term, at: dict):
        body, over, given = term.args
        known = self.pairs(given, at)
        laws = {str(law) for _, law in over} or {""}
        symbols = [s for s, _ in over] or [s for s in self.surface.random if s in free(body)]
        names = tuple(dict.fromkeys(n for s in symbols for n in self.surface.names_of(s) if n not in known))
        if len(laws) > 1 or any(self.surface.averaged(s) is not None for s in symbols):
            raise Unfit
        law = laws.pop()
        outcome = {n: self.fresh(n) for n in names}
        inside = {**at, **{s: {**known, **outcome}[self.surface.names_of(s)[0]] for s in self.surface.random
                           if self.surface.names_of(s)[0] in {**known, **outcome}}}  # fmt: skip
        made = self.of(body, inside) * self.marginal(law, {**known, **outcome})
        for n in sorted(names, reverse=True):
            made = Total(made, (outcome[n], 1, self.last(n)))
        return made / self.marginal(law, known) if known else made

    def cross(self, under, over, below):
        """The mean of log over/below under a law."""
        names = max((self.surface.about(law_of(s)) for s in free(under) | free(below) if is_law(s)), key=len)
        at = {n: self.fresh(n) for n in names}
        ratio = sp.log(self.mixed(over, at) / self.mixed(below, at))
        made = self.mixed(under, at) * ratio
        for n in sorted(names, reverse=True):
            made = Total(made, (at[n], 1, self.last(n)))
        return made

    def mixed(self, law, at: dict):
        if law == ONE:
            return ONE
        if not is_law(law):
            raise Unfit
        return self.marginal(law_of(law), at)

    def weighted(self, term, at: dict):
        body, variable, key, *bounds = term.args
        name = self.surface.range_of(variable, body)
        if (
            name is None
            or not (bounds or is_whole_range(str(key), variable))
            or (bounds and not carries(body, variable, self.surface))
            or tuple(bounds) not in ((), (-sp.oo, sp.oo))
        ):
            raise Unfit
        outcome = self.fresh(name)
        return Total(self.of(body, {**at, variable: outcome}), (outcome, 1, self.last(name)))
