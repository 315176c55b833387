"""Points at which a claim is tried: values inside all stated domains, simple ones first, the same on every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sympy import Basic, Indexed, IndexedBase, Integer, Rational, Symbol, preorder_traversal

from ..language.claims import Claim, Given
from ..language.enclosure import enclosure
from ..language.sets import Counts, Integers, Simplex, Span, entries, reals
from ..language.substitution import substitute
from ..language.terms import free

SIZES = (1, 2, 3, 5, 2, 4, 3)
SIMPLE = (Rational(1, 3), Rational(2), Rational(1, 2), Rational(3), Rational(5, 4), Rational(-2, 3), Rational(7, 5), Rational(-3))
LENGTH = 6


@dataclass(frozen=True)
class Point:
    """Values of symbols (rational numbers) and of indexed variables (tuples, nested for two indices)."""

    values: dict

    def shown(self) -> dict[str, str]:
        """As evidence: ``{"mu": "1/3", "x_1": "2"}``."""
        found = {}
        for name, value in self.values.items():
            if isinstance(value, tuple):
                found.update((f"{name}_{','.join(map(str, at))}", str(v)) for at, v in _flat(value))
            else:
                found[str(name)] = str(value)
        return found


def points(claim: Claim, given: Given, count: int = 7, seed: int = 0) -> Iterator[Point]:
    """Points inside the domains at which the hypotheses hold; fewer than ``count`` where they are hard to meet."""
    names = sorted((s for s in claim.free | _bounds(claim, given) if isinstance(s, Symbol | IndexedBase)), key=str)
    draw, made = Random(seed), 0
    for attempt in range(20 * count):
        values = _draw(names, claim, given, attempt, draw)
        if values is not None and all(meets(h, values) for h in given.hypotheses):
            yield Point(values)
            made += 1
            if made == count:
                return


def _bounds(claim: Claim, given: Given) -> frozenset:
    """Symbols in the domains of the claim's symbols, and so on."""
    names, seen = set(claim.free), set()
    while names - seen:
        s = (names - seen).pop()
        seen.add(s)
        names |= free(given.domains[s]) if s in given.domains else frozenset()
    return frozenset(names).union(*(h.free for h in given.hypotheses), frozenset())


def _draw(names, claim: Claim, given: Given, attempt: int, draw: Random) -> dict | None:
    values: dict = {}
    waiting = list(names)
    while waiting:
        ready = [s for s in waiting if not (free(given.domains[s]) if s in given.domains else frozenset()) & set(waiting)]
        if not ready:
            return None
        for s in ready:
            domain = substitute(given.domains.get(s, reals), {k: v for k, v in values.items() if isinstance(k, Symbol)})
            if isinstance(s, IndexedBase):
                values[s] = _vector(s, domain, claim, attempt, draw)
            else:
                values[s] = _number(domain, attempt + len(values), draw)
            if values[s] is None:
                return None
        waiting = [s for s in waiting if s not in values]
    return values


def _number(domain: Basic, attempt: int, draw: Random) -> Rational | None:
    """A number in the domain; None where it is empty."""
    lo, hi = (e if isinstance(e, Rational) else None for e in (domain.lo, domain.hi))
    if isinstance(domain, Integers):
        low = int(lo) if lo is not None else -2
        high = int(hi) if hi is not None else low + max(SIZES)
        return Integer(low + (SIZES[(attempt + draw.randrange(3)) % len(SIZES)] - 1) % (high - low + 1)) if low <= high else None
    x = SIMPLE[(3 * attempt) % len(SIMPLE)] if attempt < 24 and attempt % 2 == 0 else Rational(draw.randint(-400, 400), draw.randint(1, 97))
    if lo is not None and hi is not None:
        share = (abs(x) % 1) or Rational(2, 7)
        return lo + share * (hi - lo) if lo < hi else None
    size = abs(x) or Rational(1, 5)
    return lo + size if lo is not None else hi - size if hi is not None else x


def _vector(base: IndexedBase, domain: Basic, claim: Claim, attempt: int, draw: Random):
    parts = (e for side in (claim.lhs, claim.rhs) for e in preorder_traversal(side))
    depth = max((len(e.indices) for e in parts if isinstance(e, Indexed) and e.base == base), default=1)
    return _entries(domain, depth, attempt, draw)


def _entries(domain: Basic, depth: int, attempt: int, draw: Random):
    if depth > 1:
        return tuple(_entries(domain, depth - 1, attempt, draw) for _ in range(LENGTH))
    if isinstance(domain, Simplex | Counts):
        return _tied(domain, draw)
    return tuple(_number(entries(domain), attempt + k, draw) for k in range(LENGTH))


def _tied(domain: Basic, draw: Random):
    """A vector with the given sum, of the size that the domain says."""
    if not isinstance(domain.size, Integer):
        return None
    size = int(domain.size)
    if isinstance(domain, Simplex):
        shares = [Rational(draw.randint(1, 9)) for _ in range(size)]
        return tuple(s / sum(shares) for s in shares)
    counts = [0] * size
    for _ in range(int(domain.total)):
        counts[draw.randrange(size)] += 1
    return tuple(map(Integer, counts))


def meets(h: Claim, values: dict) -> bool:
    """Whether the hypothesis certainly holds at the values."""
    if h.relation == "in":
        return isinstance(h.rhs, Span) and all(meets(c, values) for c in _inside(h))
    found = enclosure(h.lhs - h.rhs, values)
    if found is None:
        return False
    holds = {">": found > 0, ">=": found >= 0, "<": found < 0, "<=": found <= 0, "!=": not found.contains(0), "=": found == 0}
    return bool(holds[h.relation])


def _inside(h: Claim):
    yield Claim(h.lhs, ">" if h.rhs.lo_open else ">=", h.rhs.lo) if h.rhs.lo.is_finite else Claim(Integer(1), ">", Integer(0))
    yield Claim(h.lhs, "<" if h.rhs.hi_open else "<=", h.rhs.hi) if h.rhs.hi.is_finite else Claim(Integer(1), ">", Integer(0))


def _flat(value, at=()):
    for k, v in enumerate(value, 1):
        if isinstance(v, tuple):
            yield from _flat(v, (*at, k))
        else:
            yield (*at, k), v
