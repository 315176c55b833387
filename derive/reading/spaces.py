"""Random finite probability spaces, and the values of operators and densities on them.

A space gives every random name finitely many values, one joint law to all of them, and to every other law that is named (q, u, p_1)
a table of its own. Marginal and conditional densities belong to the joint law; a sum or an integral over the range of a name is the sum
over its values. What has no such meaning (a density at a place that is no value, a bounded integral) has no value here.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.balls import Undefined, add, ball, flint, multiply
from ..language.enclosure import Walk
from ..language.probability import HERE, CrossEntropy, Divergence, Entropy, Information, Mass, Mean, Operator, Probability
from ..language.terms import free
from .abstract import Density, Surface, density_of, is_law, is_whole_range, law_of, variable_of
from .meaning_calls import Weighted


@dataclass
class Space:
    """``variables`` in order; the values of each; a table of weights by outcome for each law."""

    variables: tuple[str, ...]
    values: dict[str, tuple[sp.Rational, ...]]
    laws: dict[str, dict[tuple, Fraction]]
    margins: dict = field(default_factory=dict)

    def margin(self, law: str, names: tuple[str, ...]) -> dict[tuple, Fraction]:
        """The law of some of the variables."""
        if (law, names) not in self.margins:
            if law not in self.laws or any(n not in self.variables for n in names):
                raise Undefined
            at = [self.variables.index(n) for n in names]
            found: dict[tuple, Fraction] = {}
            for outcome, weight in self.laws[law].items():
                key = tuple(outcome[k] for k in at)
                found[key] = found.get(key, Fraction(0)) + weight
            self.margins[law, names] = found
        return self.margins[law, names]


def table(sizes: dict[str, int], draw: Random, groups: tuple[tuple[str, ...], ...], alike: bool = False) -> dict[tuple, Fraction]:
    """The weights of outcomes, by the ranks of the values, where the groups are independent; ``alike``: and have the same law."""
    names = tuple(sizes)
    tables, first = [], None
    for group in groups:
        outcomes = list(product(*(range(sizes[n]) for n in group)))
        weights = first if alike and first and len(first) == len(outcomes) else [draw.randint(1, 97) for _ in outcomes]
        first = first or weights
        tables.append({o: Fraction(w, sum(weights)) for o, w in zip(outcomes, weights, strict=True)})
    found: dict[tuple, Fraction] = {}
    for combination in product(*(t.items() for t in tables)):
        at = {n: v for group, (outcome, _) in zip(groups, combination, strict=True) for n, v in zip(group, outcome, strict=True)}
        weight = Fraction(1)
        for _, w in combination:
            weight *= w
        found[tuple(at[n] for n in names)] = weight
    return found


class SpaceWalk(Walk):
    """The value of a term on a space; ``surface`` says which names are random and what the densities are."""

    def __init__(self, space: Space, surface: Surface, values: dict, base=None):
        super().__init__(values)
        self.space, self.surface, self.base = space, surface, base

    def compound(self, term):
        match term:
            case Mean():
                return self.mean(*term.args)
            case Probability():
                return self.probability(*term.args)
            case Mass():
                return self.mass(*term.args)
            case Entropy() | Information() | Divergence() | CrossEntropy():
                return self.information(term)
            case Operator():
                raise Undefined
            case Weighted():
                return self.weighted(*term.args)
            case AppliedUndef():
                density = density_of(term, self.surface)
                return super().compound(term) if density is None else self.density(density)
        return super().compound(term)

    # --- outcomes ---

    def outcomes(self, law: str, names: tuple[str, ...], known: dict[str, sp.Rational]) -> Iterator[Fraction]:
        """The weights of the outcomes of some names, with the names set to their values; the outcome agrees with what is known."""
        margin = self.space.margin(law, names)
        symbols = [s for s in self.surface.random if set(self.surface.names_of(s)) & set(names)]
        chosen = [(o, w) for o, w in margin.items() if w and all(o[names.index(n)] == v for n, v in known.items())]
        total = sum((w for _, w in chosen), Fraction(0))
        if not total:
            raise Undefined
        with ExitStack() as stack:
            puts = [(s, stack.enter_context(self.bound(s))) for s in symbols]
            for outcome, weight in chosen:
                at = dict(zip(names, outcome, strict=True))
                for symbol, put in puts:
                    put(self.surface.at(symbol, at))
                yield weight / total

    def fixed(self, conditions) -> dict[str, sp.Rational]:
        """The values of the names in the conditions: as it is now, or by an equation."""
        found = {}
        for condition in conditions:
            match condition:
                case sp.Eq():
                    name, value = condition.args
                    if variable_of(name, self.surface) is None:
                        name, value = value, name
                    found[self.only(name)] = self.exact(value)
                case _:
                    found[self.only(condition)] = self.exact(condition)
        return found

    def only(self, name) -> str:
        found = variable_of(name, self.surface)
        if found is None:
            raise Undefined
        return found

    def exact(self, term) -> sp.Rational:
        value = self.value(term)
        if isinstance(value, int | Fraction):
            return sp.Rational(value)
        raise Undefined

    # --- operators ---

    def mean(self, body, over, given):
        pairs = [(self.only(name), str(law)) for name, law in over]
        names = [n for n, _ in pairs] or [n for s in self.surface.random if s in free(body) for n in self.surface.names_of(s)]
        known = self.fixed(given)
        laws = {law for _, law in pairs} or {""}
        if len(laws) > 1:
            raise Undefined
        names = tuple(dict.fromkeys([*names, *known]))
        if not names:
            return self.value(body)
        return add(*(multiply(w, self.value(body)) for w in self.outcomes(laws.pop(), names, known)))

    def probability(self, event, given):
        condition = given[0] if given else sp.true
        plain = [
            c
            for c in sp.And.make_args(condition)
            if not isinstance(c, sp.Symbol) or variable_of(c, self.surface) in {*self.surface.events, None}
        ]
        known = self.fixed([c for c in sp.And.make_args(condition) if c not in plain])
        condition = sp.And(*plain)
        inside = free(event) | free(condition)
        names = tuple(dict.fromkeys([n for s in self.surface.random if s in inside for n in self.surface.names_of(s)] + list(known)))
        if not names:
            raise Undefined
        both = total = Fraction(0)
        for weight in self.outcomes("", names, known):
            if self.happens(condition):
                total += weight
                both += weight * self.happens(event)
        if not total:
            raise Undefined
        return both / total

    def happens(self, event) -> bool:
        match event:
            case sp.Symbol():
                return bool(self.value(event))
            case sp.And():
                return all(self.happens(a) for a in event.args)
            case sp.Or():
                return any(self.happens(a) for a in event.args)
            case sp.Not():
                return not self.happens(event.args[0])
        found = self.holds(event)
        if found is None:
            raise Undefined
        return found

    def mass(self, names, given):
        return self.density(Density("", tuple(names), tuple(given)))

    def density(self, density: Density):
        """The density of names at values; given others, the share of the joint one."""
        if isinstance(density.law, sp.Expr):
            raise Undefined
        at = self.fixed(density.names)
        under = self.fixed(density.given)
        if density.law not in self.space.laws:
            raise Undefined
        joint = {**under, **at}
        if any(joint[n] not in self.space.values[n] for n in joint):
            raise Undefined
        over = self.space.margin(density.law, tuple(joint)).get(tuple(joint.values()), Fraction(0))
        below = self.space.margin(density.law, tuple(under)).get(tuple(under.values()), Fraction(0)) if under else Fraction(1)
        if not below:
            raise Undefined
        return over / below

    def information(self, term):
        """Entropies and divergences, with logarithms to the base that was chosen for them."""
        match term:
            case Entropy():
                found = self.value(-Mean(sp.log(Mass(*term.args[:2])), (), _equations(term.args[1])))
            case Information():
                one, other, given = term.args
                ratio = Mass((*one, *other), given) / (Mass(one, given) * Mass(other, given))
                found = self.value(Mean(sp.log(ratio), (), _equations(given)))
            case Divergence():
                found = add(self.cross(*term.args), multiply(-1, self.cross(term.args[0], term.args[0])))
            case _:
                found = self.cross(*term.args)
        return found if self.base is None else multiply(found, 1 / ball(self.value(sp.log(self.base))))

    def cross(self, one, other):
        """−Σ p log q."""
        laws = [law_of(s) for law in (one, other) for s in sorted(free(law), key=str) if is_law(s)]
        names = max((self.surface.about(law) for law in laws), key=len)
        parts = []
        for outcome in product(*(self.space.values[n] for n in names)):
            p, q = (self.weight(law, names, outcome) for law in (one, other))
            if p != 0:
                parts.append(multiply(-1, p, self.value(sp.log(sp.Rational(q)))))
        return add(*parts)

    def weight(self, law, names, outcome) -> Fraction:
        match law:
            case sp.Add():
                return sum((self.weight(a, names, outcome) for a in law.args), Fraction(0))
            case sp.Mul():
                found = Fraction(1)
                for a in law.args:
                    found *= self.weight(a, names, outcome) if is_law(a) else Fraction(self.exact(a))
                return found
        return self.space.margin(law_of(law), names)[outcome]

    def weighted(self, body, variable, key, *bounds):
        """A sum or an integral over the values of a name."""
        name = self.surface.range_of(variable, body)
        if not bounds and not is_whole_range(str(key), variable):
            raise Undefined
        if name is None or name not in self.space.values or (str(key).startswith("∫") and not carries(body, variable, self.surface)):
            raise Undefined
        total = []
        with self.bound(variable) as put:
            for value in self.space.values[name]:
                if self.inside(value, str(key), bounds):
                    put(value)
                    total.append(self.value(body))
        return add(*total) if total else 0

    def inside(self, value, key: str, bounds) -> bool:
        if not bounds:
            return True
        if len(bounds) == 1:
            if not all(v.is_Integer for each in self.space.values.values() for v in each):
                raise Undefined
            return bool(value >= self.exact(bounds[0]))
        lo, hi = bounds
        if (lo, hi) == (-sp.oo, sp.oo):
            return True
        if hi == sp.oo and lo == 0 and all(v > 0 for each in self.space.values.values() for v in each):
            return True
        raise Undefined


def carries(body, variable, surface: Surface) -> bool:
    """Whether every term of an integrand has a density of the variable as a factor: then it is an integral under any measure."""
    match body:
        case sp.Add():
            return all(carries(a, variable, surface) for a in body.args)
        case sp.Mul():
            return any(carries(a, variable, surface) for a in body.args)
        case sp.Pow():
            return body.exp.is_positive is True and carries(body.base, variable, surface)
        case Weighted():
            return carries(body.args[0], variable, surface)
        case AppliedUndef():
            return variable in body.args and density_of(body, surface) is not None
    return False


def _equations(given) -> tuple:
    """Of the conditions only those that are equations: a name is averaged over."""
    return tuple(g for g in given if isinstance(g, sp.Eq))


def evaluate(term, space: Space, surface: Surface, values: dict, base=None, precision: int = 128):
    """A ball around the value of the term on the space, or None."""
    with flint().ctx.workprec(precision):
        try:
            return ball(SpaceWalk(space, surface, values, base).value(term))
        except (Undefined, RecursionError, OverflowError, MemoryError, ValueError, ZeroDivisionError, KeyError, TypeError):
            return None


__all__ = ["HERE", "Space", "SpaceWalk", "evaluate", "table"]
