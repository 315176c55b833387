"""Which names of a relation are random, which are their values, and which functions are their densities."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.probability import CrossEntropy, Divergence, Entropy, Information, Mass, Mean, Operator, Probability
from ..language.terms import free
from .meaning_calls import Weighted

CAPITALS = frozenset("X Y Z U V W S T".split())
CONSTANT = frozenset("a b c d k m n N r s t p q i j K mu sigma lambda alpha beta gamma tau nu kappa rho pi e".split())
SHAPE = re.compile(r"^(?P<head>.*?)\((?P<signs>[,;|∣ ]*)\)$")
SUBSCRIPT = re.compile(r"^(?P<base>[^_]+)(?:_(?:\{(?P<many>.*)\}|(?P<one>.*)))?$")
LAWS = frozenset("p f q g u r".split())


@dataclass(frozen=True)
class Density:
    """The density of names at values, ``Eq(name, value)`` each, under a law and perhaps given others."""

    law: str
    names: tuple[sp.Basic, ...]
    given: tuple[sp.Basic, ...]


@lru_cache(maxsize=10_000)
def bare(symbol) -> str:
    """The name of a symbol, without the sign of a bound variable."""
    return str(symbol).strip("⟨⟩")


def lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Surface:
    """``random``: the symbols and indexed data that are random; ``told``: the names that each law is about."""

    random: tuple[sp.Basic, ...]
    names: tuple[str, ...]
    size: int = 2
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()
    events: frozenset[str] = frozenset()
    laws: dict = field(default_factory=dict, hash=False, compare=False)
    named: dict = field(default_factory=dict, hash=False, compare=False, repr=False)  # the names of each symbol, once found

    def names_of(self, symbol) -> tuple[str, ...]:
        found = self.named.get(symbol)
        if found is None:
            found = self.named[symbol] = self._names_of(symbol)
        return found

    def _names_of(self, symbol) -> tuple[str, ...]:
        if isinstance(symbol, sp.IndexedBase):
            return tuple(f"{symbol}_{k}" for k in range(1, self.size + 1))
        if (inner := self.averaged(symbol)) is not None:
            return self.names_of(inner)
        return (lowered(str(symbol)),)

    def averaged(self, symbol) -> sp.IndexedBase | None:
        """The data of which a symbol with a bar is the mean."""
        inner = str(symbol)[4:-1] if str(symbol).startswith("bar(") else ""
        return next((r for r in self.random if isinstance(r, sp.IndexedBase) and str(r) == inner), None)

    def at(self, symbol, outcome: dict[str, sp.Rational]):
        found = [outcome[n] for n in self.names_of(symbol) if n in outcome]
        if isinstance(symbol, sp.IndexedBase):
            return tuple(found)
        return sum(found, sp.Integer(0)) / len(found)

    def about(self, law: str) -> tuple[str, ...]:
        """The names that a law is about: those of its densities in the text."""
        known = dict(self.told)
        return known.get(law) or known.get("") or ("x",)

    def range_of(self, variable, body) -> str | None:
        """The name over whose values a bound variable runs: as an argument of a density, in an event, or by its letter."""
        for part in sp.preorder_traversal(body):
            if isinstance(part, sp.Eq | sp.Le | sp.Lt | sp.Ge | sp.Gt) and variable in part.args:
                other = part.args[0] if part.args[1] == variable else part.args[1]
                if (found := variable_of(other, self)) is not None:
                    return found
            if isinstance(part, AppliedUndef) and variable in part.args:
                density = density_of(part, self)
                for each in (*density.names, *density.given) if isinstance(density, Density) else ():
                    if each.args[1] == variable:
                        return variable_of(each.args[0], self)
        return variable_of(variable, self)


def law_of(symbol) -> str:
    name = bare(symbol)
    return "" if name in ("p", "f") else name


def is_law(term) -> bool:
    return isinstance(term, sp.Symbol) and bare(term).split("_")[0] in LAWS


def variable_of(symbol, surface: Surface) -> str | None:
    if not isinstance(symbol, sp.Symbol):
        return None
    name = lowered(bare(symbol))
    return name if name in surface.names else None


# --- densities -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def shape(term: AppliedUndef) -> tuple[str, str, tuple[str, ...], tuple[str, ...], int] | None:
    """The letter of a density, what labels it, the random names below it, those after a bar, and how many arguments stand before a bar."""
    found = SHAPE.match(str(term.func))
    below = SUBSCRIPT.match(found["head"].removeprefix("mathrm:")) if found else None
    if not found or not below:
        return None
    sub = below["many"] or below["one"] or ""
    signs = [s for s in found["signs"] if s != " "]
    if any(s == ";" for s in signs) or sum(s in "|∣" for s in signs) > 1:
        return None
    count = next((k + 1 for k, s in enumerate(signs) if s in "|∣"), len(term.args))
    first, _, second = (re.sub(r"\s", "", sub)).partition("|")
    names = [tuple(n for n in part.split(",") if n) for part in (first, second)]
    if all(n[:1].isupper() for part in names for n in part):
        return below["base"], "", names[0], names[1], count
    return below["base"], sub, (), (), count


def density_of(term: AppliedUndef, surface: Surface) -> Density | None:
    """``p(x, y)``, ``p(x|y)``, ``q(x)``, ``f_X(x)``, ``p_1(x)``; None for another function."""
    found = shape(term)
    if found is None:
        return None
    letter, label, names, given, count = found
    arguments = term.args
    if letter not in LAWS or (letter in ("f", "g", "u", "r") and not names):
        return None
    law = "" if letter in ("p", "f") and not label else f"{letter}_{label}" if label else letter
    if not names:
        if not all(isinstance(a, sp.Symbol) for a in arguments):
            return None
        about = [sp.Symbol(bare(a)) for a in arguments]
    elif len(names) + len(given) == len(arguments) and (not given or count == len(names)):
        about, count = [sp.Symbol(n) for n in (*names, *given)], len(names)
    else:
        return None
    pairs = [sp.Eq(a, value, evaluate=False) for a, value in zip(about, arguments, strict=True)]
    return Density(law, tuple(pairs[:count]), tuple(pairs[count:]))


def written_out(term: sp.Basic) -> sp.Basic:
    """Distribution functions and generating functions by what they are: ``F_X(x)``, ``M_X(t)``, ``G_X(z)``."""
    found = {}
    for part in term.atoms(AppliedUndef):
        known = shape(part)
        if known is None or len(known[2]) != 1 or known[3] or len(part.args) != 1:
            continue
        name, value = sp.Symbol(known[2][0]), part.args[0]
        made = {"F": sp.Le(name, value, evaluate=False), "M": sp.exp(value * name), "G": value**name}.get(known[0])
        if made is not None:
            found[part] = Probability(made) if known[0] == "F" else Mean(made)
    return term.xreplace(found) if found else term


# --- random names --------------------------------------------------------------------------------------------------


def surface_of(terms: Iterable[sp.Basic], random: frozenset[str], told: tuple, size: int, doubtful: bool) -> Surface:
    """``doubtful``: names inside operators that neither the text nor custom makes random or constant are taken to be random."""
    symbols: dict[sp.Basic, None] = {}
    events: set[sp.Symbol] = set()
    names: dict[str, None] = {}
    laws: dict[str, None] = {"": None}
    for term in terms:
        for part in sp.preorder_traversal(term):
            if isinstance(part, Operator):
                for s in sorted(free(part), key=str):
                    if is_random(s, random, doubtful):
                        symbols[s] = None
            if isinstance(part, Probability):
                events |= {e for each in (part.args[0], *part.args[1]) for e in bare_events(each) if e not in symbols}
            if isinstance(part, Mean):
                symbols.update((name, None) for name, _ in part.args[1] if isinstance(name, sp.Symbol))
                laws.update((str(law), None) for _, law in part.args[1])
            elif isinstance(part, Divergence | CrossEntropy):
                mentioned = [law_of(s) for s in sorted(free(part), key=str) if is_law(s)]
                laws.update((law, None) for law in mentioned)
                names.update((n, None) for law in mentioned for n in Surface((), (), told=told).about(law))
            elif isinstance(part, Entropy | Information | Mass):
                symbols.update((s, None) for a in part.args[:2] if isinstance(a, sp.Tuple) for s in a if isinstance(s, sp.Symbol))
    for term in terms:
        for part in term.atoms(AppliedUndef):
            density = density_of(part, Surface((), ()))
            if density is not None:
                laws[density.law] = None
                names.update((lowered(str(each.args[0])), None) for each in (*density.names, *density.given))
    symbols = {s: None for s in symbols if not _is_value(s, symbols)}
    events -= {s for s in symbols if any(s in free(p) for t in terms for p in t.atoms(sp.Eq, sp.Le, sp.Lt, sp.Ge, sp.Gt))}
    symbols.update((e, None) for e in sorted(events, key=str))
    plain = Surface(tuple(symbols), (), size)
    averaged = [plain.averaged(s) for s in symbols]
    found = [n for s, inner in zip(symbols, averaged, strict=True) if inner is None for n in plain.names_of(s)]
    return Surface(tuple(symbols), tuple(dict.fromkeys([*found, *names])), size, told, frozenset(lowered(str(e)) for e in events), laws)


def _is_value(symbol, symbols) -> bool:
    """A small letter beside the capital that is random."""
    name = str(symbol)
    return isinstance(symbol, sp.Symbol) and name[:1].islower() and sp.Symbol(name[:1].upper() + name[1:]) in symbols


def is_whole_range(key: str, variable) -> bool:
    """Whether a sum or an integral runs over all values of its name: no range is written, or the set with its letter."""
    operator, _, rest = key.partition(" ")
    letter = bare(variable).split("_")[0]
    sets = {f"mathcal:{letter[:1].upper()}{letter[1:]}", f"{letter[:1].upper()}{letter[1:]}", f"mathcal:{letter}"}
    name, _, among = rest.partition(" in ")
    match operator:
        case "∫":
            return rest in {"", *sets}
        case "Σ" if name == bare(variable):
            return not among or among in sets
    return False


def constants(term) -> set[sp.Symbol]:
    """The symbols that stand for numbers or values: no laws, no bound variables, no names of ranges."""
    match term:
        case sp.Symbol():
            return set() if "⟨" in str(term) else {term}
        case Weighted():
            return constants(term.args[0]).union(*map(constants, term.args[3:])) - {term.args[1]}
        case Divergence() | CrossEntropy():
            return {s for s in free(term) if not is_law(s)}
        case Mean():
            return constants(term.args[0]).union(*map(constants, term.args[2]))
        case sp.Sum() | sp.Product():
            return {s for s in free(term) if isinstance(s, sp.Symbol)}
    return set().union(*map(constants, term.args)) if term.args and not isinstance(term, sp.IndexedBase) else set()


def bare_events(event) -> set[sp.Symbol]:
    """The names of events in an event."""
    match event:
        case sp.Symbol():
            return {event}
        case sp.And() | sp.Or() | sp.Not():
            return {e for a in event.args for e in bare_events(a)}
    return set()


def is_random(symbol, random: frozenset[str], doubtful: bool) -> bool:
    name = str(symbol)
    if not isinstance(symbol, sp.Symbol | sp.IndexedBase) or "⟨" in name:
        return False
    letter = name.split("_", maxsplit=1)[0]
    if name in random or letter in random or letter in CAPITALS or name.startswith(("hat(", "bar(", "tilde(")):
        return True
    return doubtful and letter not in CONSTANT and not name[:1].isupper()


__all__ = [
    "Density",
    "Surface",
    "Weighted",
    "bare",
    "constants",
    "density_of",
    "is_law",
    "is_random",
    "is_whole_range",
    "law_of",
    "lowered",
    "shape",
    "surface_of",
    "variable_of",
    "written_out",
]
