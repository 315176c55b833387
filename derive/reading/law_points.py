"""Points at which laws have a meaning: every parameter inside its domain, every value inside the support."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import sympy as sp

from ..language.enclosure import enclosure
from ..language.sets import Integers, Span, counting, entries, positive, reals, unit
from ..language.substitution import substitute
from ..language.terms import free
from .trial import value, whole_names

LENGTH = 9
POINTS = 8
DIGITS = 25
SMALL = Span(sp.Rational(-1, 30), sp.Rational(1, 30), True, True)


@dataclass
class Domains:
    """Where names live, and what must hold besides: terms that lie in a set."""

    of: dict = field(default_factory=dict)
    hypotheses: list = field(default_factory=list)
    placed: list = field(default_factory=list)  # those of the hypotheses that are about a place in a support
    looked: list = field(default_factory=list)  # all places at which a law is looked at, each with the support of the law

    def state(self, term: sp.Expr, domain: sp.Basic) -> None:
        """The term lies in the domain: for a name, its domain; for a power or multiple of one, that of the name."""
        if isinstance(term, sp.Symbol):
            self.of[term] = _narrower(self.of.get(term), domain)
            return
        if isinstance(term, sp.Indexed):
            self.of[term.base] = _narrower(self.of.get(term.base), domain)
        elif free(term) and domain != reals:
            self.hypotheses.append((term, domain))
        if domain in (positive, counting):
            for factor in sp.Mul.make_args(term):
                base, _ = factor.as_base_exp()
                if isinstance(base, sp.Symbol | sp.Indexed):
                    name = base.base if isinstance(base, sp.Indexed) else base
                    self.of.setdefault(name, positive)

    def place(self, term: sp.Expr, support: sp.Basic) -> None:
        """The density is looked at here, so the place must lie in the support."""
        self.hypotheses.append((term, support))
        self.placed.append((term, support))

    def possible(self, *terms: sp.Expr) -> bool:
        """Whether there are points at which all of this holds."""
        return next(draws(terms, self), None) is not None

    def hold(self, values: dict) -> bool:
        return all(_lies(term, domain, values) for term, domain in self.hypotheses if free(term) <= set(values))


def _narrower(known, domain):
    if known is None or known == reals:
        return domain
    if domain == reals or (isinstance(known, Integers) and not isinstance(domain, Integers)):
        return known
    return domain if isinstance(domain, Integers) and not isinstance(known, Integers) else known


def _lies(term, domain, values) -> bool:
    found = enclosure(term, values)
    if found is None:
        return False
    for end, above in ((domain.lo, True), (domain.hi, False)):
        if end in (sp.oo, -sp.oo):
            continue
        bound = enclosure(end, values)
        if bound is None or not (found >= bound if above else found <= bound):
            return False
    return not isinstance(domain, Integers) or found.unique_fmpz() is not None


def draws(terms: tuple[sp.Expr, ...], domains: Domains) -> Iterator[dict]:
    """Points for the names of the terms: the names without a domain are positive, real, or between 0 and 1."""
    names = set().union(*map(free, terms))
    while more := {s for n in names if n in domains.of for s in free(domains.of[n])} - names:
        names |= more
    counts = whole_names(*terms) - set(domains.of)
    depths = {e.base: len(e.indices) for t in terms for e in t.atoms(sp.Indexed)}
    made = 0
    for attempt in range(6 * POINTS):
        draw = Random(f"law {attempt}")
        loose = (positive, reals, unit)[attempt % 3]
        values = _drawn(names, counts, depths, domains, loose, draw)
        if values is not None and domains.hold(values):
            yield values
            made += 1
            if made == POINTS:
                return


def _drawn(names, counts, depths, domains: Domains, loose, draw: Random) -> dict | None:
    values: dict = {}
    waiting = sorted((n for n in names if isinstance(n, sp.Symbol | sp.IndexedBase)), key=str)
    while waiting:
        ready = [n for n in waiting if not free(domains.of.get(n, reals)) & set(waiting)]
        if not ready:
            return None
        for name in ready:
            domain = domains.of.get(name, counting if name in counts else loose)
            domain = entries(substitute(domain, {k: v for k, v in values.items() if isinstance(k, sp.Symbol)}))
            found = _array(domain, depths.get(name, 1), draw) if isinstance(name, sp.IndexedBase) else _number(domain, draw)
            if found is None:
                return None
            values[name] = found
        waiting = [n for n in waiting if n not in values]
    return values


def _array(domain, depth: int, draw: Random):
    if depth > 1:
        return tuple(_array(domain, depth - 1, draw) for _ in range(LENGTH))
    return tuple(_number(domain, draw) for _ in range(LENGTH))


def _number(domain, draw: Random):
    lo, hi = (_rational(e) for e in (domain.lo, domain.hi))
    if lo is None or hi is None:
        return None
    if isinstance(domain, Integers):
        low = int(sp.ceiling(lo)) if lo != -sp.oo else -2
        high = int(sp.floor(hi)) if hi != sp.oo else low + 4
        return sp.Integer(draw.randint(low, high)) if low <= high else None
    if lo != -sp.oo and hi != sp.oo:
        return lo + (hi - lo) * sp.Rational(draw.randint(8, 89), 97) if lo < hi else None
    size = sp.Rational(draw.randint(30, 190), 61)
    if lo != -sp.oo:
        return lo + size
    return hi - size if hi != sp.oo else sp.Rational(draw.randint(-130, 130) or 7, 61)


def _rational(end):
    if end in (sp.oo, -sp.oo) or isinstance(end, sp.Rational):
        return end
    return sp.Rational(str(sp.N(end, 8))) if end.is_number else None


@dataclass
class Trials:
    """How often two sides agreed and differed where laws have a meaning."""

    agreed: int = 0
    differed: int = 0
    half: int = 0
    witness: tuple[dict, str, str] | None = None
    loose: bool = False  # whether a name may live anywhere

    @property
    def holds(self) -> bool:
        return self.agreed >= 4 and not self.differed

    @property
    def fails(self) -> bool:
        """Nearly everywhere; nowhere else, where a name may be meant for a range that nobody stated."""
        chance = 0 if self.loose else self.differed // 3
        return self.differed >= 3 and self.agreed <= chance and self.differed > self.agreed + self.half


def tried(left: sp.Expr, right: sp.Expr, domains: Domains, enough: bool = True) -> Trials:
    """Both sides at points inside the domains; with ``enough``, up to the first difference."""
    found = Trials(loose=bool(free(left) - set(domains.of) | free(right) - set(domains.of)))
    for values in draws((left, right), domains):
        one, other = value(left, values, 160), value(right, values, 160)
        if one is None or other is None:
            found.half += (one is None) != (other is None)
            if found.half > 3 and not found.agreed:
                break
            continue
        difference = one - other
        if not difference.contains(0):
            found.differed += 1
            found.witness = found.witness or (values, one.str(12, radius=False), other.str(12, radius=False))
            if enough:
                break
        elif float(difference.rad()) < max(float(abs(one.mid())), 1e-30) * 10.0**-DIGITS or difference == 0:
            found.agreed += 1
            if found.agreed >= 6:
                break
    return found
