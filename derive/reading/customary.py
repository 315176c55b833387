"""What names stand for by custom where a text does not write it out: sample means and variances, means and numbers of groups, fitted
values of a simple regression. A bullet, or an index left out, stands for all values of an index.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from .refuting import Refuter

BAR, HAT = "bar({})", "hat({})"
BULLET, HOLE = "bullet", "·"


@dataclass(frozen=True)
class Stated:
    """``name = body``; ``sure`` where this was proved, introduces the name, or is what the text says in words."""

    name: sp.Expr
    body: sp.Expr
    sure: bool


@lru_cache(maxsize=64)
def customary(refuter: Refuter, section: int) -> tuple[Stated, ...]:
    """The names of one section that nothing in it may define."""
    text = refuter.context.document.text.lower()
    theory = refuter.theories.get(section)
    if theory is None:
        return ()
    cases = [c for c in refuter.judged if refuter.context.scope_at(c.relation.sign.start) == section]
    terms = [t for c in cases for t in (c.raw_left.term, c.raw_right.term) if t is not None]
    said = "mean" in text
    found = [Stated(d.name[d.parameters] if d.parameters else d.name, d.body, said) for d in theory.means.values()]
    found += [Stated(d.name, d.body, False) for d in theory.statistics.values()]
    found += _of_groups(terms)
    if "simple linear regression" in text:
        found += _fitted(terms)
    return tuple(found)


def _fitted(terms: list[sp.Expr]) -> list[Stated]:
    index, names = sp.Symbol("i"), {s for t in terms for s in t.free_symbols}
    first, second = sp.Symbol("hat(beta)_0"), sp.Symbol("hat(beta)_1")
    if not {first, second} <= names:
        return []
    x, y, fitted, residual = (sp.IndexedBase(n)[index] for n in ("x", "y", "hat(y)", "hat(varepsilon)"))
    return [Stated(fitted, first + second * x, False), Stated(residual, y - first - second * x, False)]


# --- groups ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Groups:
    """Data ``y[i, j]`` where the last index runs to ``n[i]`` and the others to constants."""

    data: sp.IndexedBase
    indices: tuple[sp.Symbol, ...]
    sizes: sp.IndexedBase
    ends: tuple[sp.Symbol, ...]

    def number(self, over: set[int]) -> sp.Expr:
        """How many data there are in all groups that differ in these indices."""
        limits = [(self.indices[p], 1, self.ends[p]) for p in sorted(over, reverse=True)]
        size = self.sizes[self.indices[:-1]]
        return sp.Sum(size, *limits) if limits else size

    def mean(self, over: set[int]) -> sp.Expr:
        limits = [(self.indices[p], 1, self.ends[p]) for p in sorted(over, reverse=True)]
        last = (self.indices[-1], 1, self.sizes[self.indices[:-1]])
        return sp.Sum(self.data[self.indices], last, *limits) / self.number(over)


def _of_groups(terms: list[sp.Expr]) -> list[Stated]:
    found: list[Stated] = []
    for groups in dict.fromkeys(g for t in terms for s in t.atoms(sp.Sum) for g in _groups(s)):
        outer, size = groups.indices[:-1], len(groups.indices)
        base, number = BAR.format(groups.data), str(groups.sizes)
        everything = set(range(size - 1))
        found += [Stated(sp.Symbol(base), groups.mean(everything), False), Stated(sp.Symbol(number), groups.number(everything), False)]
        for k in range(1, size):
            found.append(Stated(sp.IndexedBase(base)[outer[:k]], groups.mean(set(range(k, size - 1))), False))
        for atom in sorted({a for t in terms for a in (*t.atoms(AppliedUndef), *t.atoms(sp.Symbol))}, key=str):
            letter, _, below = str(atom.func if isinstance(atom, AppliedUndef) else atom).partition("_")
            places = _places(below, atom.args, groups)
            if places is not None and letter == base and len(below.split()) == size and size - 1 in places:
                found.append(Stated(atom, groups.mean(places - {size - 1}), False))
            elif places is not None and letter == number and len(below.split()) == size - 1:
                found.append(Stated(atom, groups.number(places), False))
    return found


def _places(below: str, arguments: tuple, groups: Groups) -> set[int] | None:
    """Where bullets stand below a letter; None where the other places do not have the indices of the data."""
    parts, found, given = below.strip("{}").split(), set(), list(arguments)
    for place, part in enumerate(parts):
        if part == BULLET:
            found.add(place)
        elif not part.startswith(HOLE) or not given or place >= len(groups.indices) or given.pop(0) != groups.indices[place]:
            return None
    return found if found else None


def _groups(total: sp.Sum):
    """The groups over which a double or triple sum runs."""
    limits = total.limits
    last = limits[0]
    if len(limits) < 2 or any(len(limit) != 3 or limit[1] != 1 for limit in limits) or not isinstance(last[2], sp.Indexed):
        return
    ends = {limit[0]: limit[2] for limit in limits[1:]}
    outer = last[2].indices
    if set(outer) != set(ends) or not all(isinstance(e, sp.Symbol) for e in ends.values()):
        return
    for entry in total.function.atoms(sp.Indexed):
        if entry.indices == (*outer, last[0]) and str(entry.base).isalpha():
            yield Groups(entry.base, entry.indices, last[2].base, tuple(ends[i] for i in outer))
