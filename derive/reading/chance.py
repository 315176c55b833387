"""A relation between operators and densities, tried on random spaces of several flavours and kinds of values."""

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

from ..language.terms import free
from .abstract import Density, Surface, bare, density_of, lowered, surface_of, variable_of, written_out
from .meaning_calculus import Weighted, weighted
from .spaces import Space, evaluate, table
from .trial import DIGITS, PRECISIONS, number, smooth, whole_names

KINDS = {"real": 2, "positive": 3, "unit": 3, "whole": 2, "bits": 1, "large": 3}
NATURAL = {"whole": 8}  # where a sum runs through the whole numbers
ABOVE_ZERO = {"positive": 4, "unit": 4}  # where an integral begins at zero
FLAVOURS = ("independent", "alike", "centred", "functions of each other", "disjoint")
BASES = (None, sp.Integer(2), sp.Integer(10))


@dataclass
class Chances:
    """How often the sides agreed and differed, by kind of value; where they first differed."""

    agreed: dict[str, int] = field(default_factory=dict)
    differed: dict[str, int] = field(default_factory=dict)
    half: int = 0
    witness: tuple[Space, dict, str, str] | None = None

    @property
    def holds(self) -> bool:
        return sum(self.agreed.values()) >= 6 and not self.differed and not self.half

    @property
    def fails(self) -> bool:
        """Different at six points of generic values, and agreement at none of them."""
        generic = [k for k in self.differed if k != "bits"]
        return sum(self.differed[k] for k in generic) >= 6 and not any(k != "bits" for k in self.agreed)

    @property
    def fails_on_bits(self) -> bool:
        return not self.agreed.get("bits")


@dataclass(frozen=True)
class Question:
    """Two sides with their operators resolved, the surface they have in common, and the sign between them."""

    left: sp.Basic
    right: sp.Basic
    surface: Surface
    sign: str = "="
    positive: bool = False

    @property
    def sides(self) -> tuple[sp.Basic, sp.Basic]:
        return self.left, self.right


def question(left, right, random: frozenset[str], told: tuple, doubtful: bool, sign: str = "=", positive: bool = False) -> Question:
    left, right = written_out(weighted(left)), written_out(weighted(right))
    size = 3 if not any(len(t.atoms(sp.Indexed)) > 6 for t in (left, right)) else 2
    return Question(left, right, surface_of((left, right), random, told, size, doubtful), sign, positive)


def chances(asked: Question, flavour: str = "dependent", base=None, enough: bool = False) -> Chances:
    """With ``enough``, stop at the first difference."""
    found = Chances()
    for kind, times in ({"real": 8} if flavour == "centred" else _kinds(asked)).items():
        if enough and (found.differed or found.half):
            break
        for attempt in range(times):
            draw = Random(f"{flavour} {kind} {attempt}")
            space = _space(asked, flavour, kind, draw)
            if space is not None:
                _one(found, asked, space, _values(asked, space, kind, attempt, draw), kind, base)
    return found


def _kinds(asked: Question) -> dict[str, int]:
    bounds = {w.args[3:] for side in asked.sides for w in side.atoms(Weighted)}
    if any(len(b) == 1 for b in bounds):
        return NATURAL
    if any(len(b) == 2 and b[0] == 0 for b in bounds):
        return ABOVE_ZERO
    return {k: n for k, n in KINDS.items() if k not in ("real", "large")} if asked.positive else KINDS


def _one(found: Chances, asked: Question, space: Space, values: dict, kind: str, base) -> None:
    for precision in PRECISIONS:
        left, right = (evaluate(side, space, asked.surface, values, base, precision) for side in asked.sides)
        if left is None or right is None:
            found.half += (left is None) != (right is None)
            return
        difference = left - right
        if asked.sign == "=":
            wrong = not difference.contains(0)
            right_here = difference == 0 or float(difference.rad()) < max(float(abs(left.mid())), 1e-30) * 10.0**-DIGITS
        else:
            above = asked.sign in (">", ">=")
            wrong = difference < 0 if above else difference > 0
            right_here = (difference > 0 if above else difference < 0) or (asked.sign in ("<=", ">=") and difference.contains(0))
        if wrong:
            found.differed[kind] = found.differed.get(kind, 0) + 1
            found.witness = found.witness or (space, values, left.str(12, radius=False), right.str(12, radius=False))
            return
        if right_here:
            found.agreed[kind] = found.agreed.get(kind, 0) + 1
            return


# --- spaces --------------------------------------------------------------------------------------------------------


def _space(asked: Question, flavour: str, kind: str, draw: Random) -> Space | None:
    surface = asked.surface
    names = surface.names
    if len(names) > 6 or (len(names) < 2 and flavour not in ("dependent", "centred")):
        return None
    many = 3 if len(names) <= 2 else 2
    sizes = {n: 2 if n in surface.events or kind == "bits" else many for n in names}
    groups = (names,) if flavour not in ("independent", "alike") else tuple((n,) for n in names)
    laws: dict[str, dict] = {}
    for law in sorted(surface.laws):
        whole = laws.get("" if law.startswith("p_") else law.split("_")[0]) if flavour == "independent" else None
        laws[law] = whole or table(sizes, draw, groups, flavour == "alike")
    if flavour in ("functions of each other", "disjoint"):
        laws = {law: _cut(t, flavour) for law, t in laws.items()}
    uneven = draw.randint(0, 1) if kind == "large" else None  # one name large, the next small
    values = {n: _places("unit" if k % 2 == uneven else kind, sizes[n], draw, n in surface.events) for k, n in enumerate(names)}
    if flavour == "functions of each other":
        values = {n: tuple(sorted(v)) for n, v in values.items()}
    if flavour == "alike":
        first: dict[int, tuple] = {}
        values = {n: first.setdefault(sizes[n], v) for n, v in values.items()}
    if flavour == "centred":
        if kind != "real":
            return None
        values = {n: _centred(v, laws[""], k) for k, (n, v) in enumerate(values.items())}
    moved = {law: {tuple(values[n][k] for n, k in zip(names, o, strict=True)): w for o, w in t.items()} for law, t in laws.items()}
    return Space(names, values, moved)


def _cut(weights: dict, flavour: str) -> dict:
    """Only outcomes at which all names have the same rank, or at most one has not its first."""
    kept = {o: w for o, w in weights.items() if (len(set(o)) == 1 if flavour != "disjoint" else sum(map(bool, o)) <= 1)}
    return {o: w / sum(kept.values()) for o, w in kept.items()}


def _places(kind: str, size: int, draw: Random, event: bool) -> tuple[sp.Rational, ...]:
    if event or kind == "bits":
        return sp.Integer(0), sp.Integer(1)
    if kind == "whole":
        return tuple(map(sp.Integer, sorted(draw.sample(range(6), size))))
    found: list[sp.Rational] = []
    while len(found) < size:
        made = number(kind, draw)
        found += [made] if made not in found else []
    return tuple(found)


def _centred(values: tuple, weights: dict, place: int) -> tuple:
    """The values with the last one moved so that the mean is zero."""
    share = [sum((w for o, w in weights.items() if o[place] == k), Fraction(0)) for k in range(len(values))]
    rest = sum((v * sp.Rational(s) for v, s in zip(values[:-1], share, strict=False)), sp.Integer(0))
    return (*values[:-1], -rest / sp.Rational(share[-1]))


# --- values of the other names -------------------------------------------------------------------------------------


def _values(asked: Question, space: Space, kind: str, attempt: int, draw: Random) -> dict:
    surface, values = asked.surface, {}
    names = free(asked.left) | free(asked.right)
    counts = whole_names(*asked.sides)
    outcome = draw.choice(sorted(space.laws[""])) if surface.names else ()
    at = dict(zip(surface.names, outcome, strict=True))
    attained, between = _attained(asked), _between(asked, space, attempt % 2 == 1)
    for place, name in enumerate(sorted(names, key=str)):
        if isinstance(name, UndefinedFunction):
            values[name] = smooth(str(name), attempt)
        elif name in surface.random:
            values[name] = surface.at(name, at)
        elif isinstance(name, sp.IndexedBase):
            values[name] = tuple(number(kind, draw) for _ in range(surface.size))
        elif name in attained:
            values[name] = at[attained[name]]
        elif name in between:
            values[name] = between[name]
        elif name in counts:
            values[name] = sp.Integer(surface.size if name in _bounds(asked) else 1 + (place + attempt) % surface.size)
        else:
            values[name] = number("real" if kind == "bits" else kind, draw)
    return values


def _bounds(asked: Question) -> set:
    sums = [s for side in asked.sides for s in side.atoms(sp.Sum, sp.Product)]
    return {b for s in sums for limit in s.args[1:] for b in limit[2:]}


def _between(asked: Question, space: Space, attained: bool) -> dict[sp.Symbol, sp.Rational]:
    """Symbols that a random name is only compared with: between its values or at them, in the order of their letters."""
    found: dict[str, set[sp.Symbol]] = {}
    for side in asked.sides:
        for part in side.atoms(sp.Lt, sp.Le, sp.Gt, sp.Ge):
            names = [n for a in part.args if (n := variable_of(a, asked.surface)) is not None and a in asked.surface.random]
            if len(names) == 1:
                found.setdefault(names[0], set()).update(a for a in part.args if isinstance(a, sp.Symbol) and a not in asked.surface.random)
    values = {}
    for name, symbols in found.items():
        steps = sorted(space.values[name])
        for k, s in enumerate(sorted((s for s in symbols if "⟨" not in str(s)), key=str)):
            low = min(k, len(steps) - 2)
            share = sp.Integer(1) if attained else sp.Rational(k + 1, len(symbols) + 1)
            values[s] = steps[low] + (steps[low + 1] - steps[low]) * share
    return values


def _attained(asked: Question) -> dict[sp.Symbol, str]:
    """Symbols that stand for one of the values of a name: arguments of a density, sides of ``X = x``."""
    found: dict[sp.Symbol, str] = {}
    for side in asked.sides:
        for part in sp.preorder_traversal(side):
            if isinstance(part, sp.Eq):
                pairs = [part.args, part.args[::-1]]
            elif isinstance(part, AppliedUndef):
                density = density_of(part, asked.surface)
                pairs = [each.args for each in (*density.names, *density.given)] if isinstance(density, Density) else []
            else:
                continue
            for name, value in pairs:
                known = variable_of(name, asked.surface)
                if known is not None and isinstance(value, sp.Symbol) and "⟨" not in str(value) and value not in asked.surface.random:
                    found.setdefault(value, known)
    return found


__all__ = ["BASES", "FLAVOURS", "Chances", "Question", "bare", "chances", "lowered", "question"]
