"""Values for the names of a text whose domains nobody stated: every scalar and every array of data gets a number of some kind.

A relation may be meant for one kind only (probabilities, whole numbers, data that are bits), so there are points of each kind
and many of mixed kinds, where names of one letter (p_1, p_2) are of one kind. ``ORDINARY`` kinds are generic: a relation that
holds by its form holds there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import sympy as sp

LENGTH = 9
ORDINARY = ("unit", "above", "positive", "real", "whole", "mixed")
EACH = {"unit": 8, "positive": 4, "real": 4, "mixed": 26, "above": 2, "whole": 5, "shares": 3, "weights": 3, "bits": 6, "binary": 6}
MIXED = ("unit", "above", "positive", "real", "whole")
LATIN = frozenset("bcdhijkrstuvwxyzXYZ")  # what can be an outcome of 0 or 1
SCALARS = {"bits": "unit", "shares": "unit", "weights": "unit", "binary": "unit"}
ARRAYS = {"weights": "unit", "binary": "bits"}
SIZES = (3, 4, 5, 2)  # two observations lie on a line: the size 2 only where there are four sizes


@dataclass(frozen=True)
class Names:
    """What is to be drawn: sizes are whole numbers (bounds and indices), ``depths`` the arrays with the number of their indices."""

    scalars: tuple[sp.Symbol, ...]
    sizes: frozenset
    depths: tuple[tuple[sp.IndexedBase, int], ...]
    whole: frozenset = frozenset()  # arrays of whole numbers
    bits: bool = False  # whether the text speaks of bits


def draws(names: Names) -> Iterator[tuple[str, dict]]:
    """Points of every kind, each with its kind; the same ones every time."""
    for kind, times in EACH.items():
        if kind not in ("bits", "binary") or names.bits:
            for attempt in range(times):
                yield kind, dict(_draw(names, kind, attempt))


@lru_cache(maxsize=2_000)
def _draw(names: Names, kind: str, attempt: int) -> dict:
    draw = Random(f"{kind} {attempt}")
    values: dict = {}
    size = sum(name in names.sizes for name in names.scalars)
    sizes = [*draw.sample(SIZES[:3], 3), *SIZES[3:]]
    most = max(13, 4 + len(names.scalars))  # small, so that what falls off exponentially can still be told from nothing
    counts = [k for k in draw.sample(range(2, most), most - 2) if k not in sizes[:size]]
    kinds: dict[str, str] = {}
    taken: list = []
    for place, name in enumerate(sorted(names.scalars, key=str)):
        if name in names.sizes:
            values[name] = sp.Integer(LENGTH if kind == "shares" else sizes[len(taken) % len(SIZES)])
            taken.append(name)
        else:
            mixed = kinds.setdefault(str(name).split("_")[0], draw.choice(MIXED))
            own = mixed if kind == "mixed" else SCALARS.get(kind, kind)
            own = "bits" if kind == "binary" and str(name)[0] in LATIN else own
            values[name] = sp.Integer(counts[place % len(counts)]) if own == "whole" else number(own, draw)
    for base, depth in sorted(names.depths, key=str):
        own = "small" if base in names.whole else draw.choice(MIXED) if kind == "mixed" else ARRAYS.get(kind, kind)
        values[base] = _array(own, depth, draw)
    if kind in ("shares", "weights"):
        _made_shares(values, names, kind == "weights")
    return values


def _made_shares(values: dict, names: Names, everything: bool):
    """Scalars that add up to one: those of one letter, p and q, or all of them."""
    groups: dict[str, list] = {}
    for name in names.scalars:
        if name not in names.sizes:
            letter = str(name).split("_")[0]
            groups.setdefault("" if everything else "p" if letter == "q" else letter, []).append(name)
    for group in groups.values():
        total = sum(values[name] for name in group)
        if len(group) > 1:
            values.update((name, values[name] / total) for name in group)


def number(kind: str, draw: Random) -> sp.Rational:
    match kind:
        case "unit":
            return sp.Rational(draw.randint(30, 970), 997)
        case "above":
            return 1 + sp.Rational(draw.randint(30, 1800), 613)
        case "positive":
            return sp.Rational(draw.randint(30, 2000), 613)
        case "whole":
            return sp.Integer(draw.randint(2, 40))
        case "small":
            return sp.Integer(draw.randint(1, 4))
        case "bits":
            return sp.Integer(draw.randint(0, 1))
    return sp.Rational(draw.randint(-1800, 1800) or 7, 613)


def _array(kind: str, depth: int, draw: Random) -> tuple:
    """One entry more than there are indices; it stands for the index 0."""
    if depth > 1:
        return tuple(_array(kind, depth - 1, draw) for _ in range(LENGTH + 1))
    if kind == "shares":
        parts = [draw.randint(1, 9) for _ in range(LENGTH)]
        return (*(sp.Rational(p, sum(parts)) for p in parts), sp.Rational(draw.randint(1, 9), 10))
    if kind == "whole":
        return tuple(map(sp.Integer, draw.sample(range(2, 41), LENGTH + 1)))
    return tuple(number(kind, draw) for _ in range(LENGTH + 1))
