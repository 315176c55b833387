"""Closed forms as NumPy functions of their parameters: vectorised, with parameters checked, and without loss where laws nearly agree."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sympy as sp

from ..language.claims import Claim
from ..language.errors import DeriveError
from ..language.sets import Integers, Span
from ..language.terms import free
from ..search.shortening import tidy
from .compile import NotCompiled, build, compile_term
from .families import AXES
from .stirling import for_numbers

BLOCK = 1 << 16  # numbers that are computed at a time, so that what is between stays in the cache
SMALL = 1e-5  # a value that is so much smaller than its terms has lost digits
NODES, WEIGHTS = (np.polynomial.legendre.leggauss(12)[0] + 1) / 2, np.polynomial.legendre.leggauss(12)[1] / 2
RADIUS, COUNT = 0.1, 14
CHEBYSHEV = np.cos((2 * np.arange(COUNT) + 1) * np.pi / (2 * COUNT))
BARYCENTRIC = (-1.0) ** np.arange(COUNT) * np.sin((2 * np.arange(COUNT) + 1) * np.pi / (2 * COUNT))


class OutsideDomain(DeriveError, ValueError):
    """A parameter has a value that its domain does not contain."""


@dataclass(frozen=True)
class Nearby:
    """KL(θ, θ + δ) = g·δ + ∫₀¹ (1 − t) δᵀ H(θ + tδ) δ dt: what is computed where the terms of the closed form cancel."""

    pairs: tuple[tuple[sp.Symbol, sp.Expr, sp.Expr], ...]  # the moving name, where it starts, where it ends
    slopes: tuple[Callable, ...]
    curvature: dict[tuple[int, int], Callable]
    names: tuple[sp.Symbol, ...]
    ends: tuple[tuple[Callable, Callable], ...]


class Evaluator:
    """A function of the parameters, given in order or by name, numbers or arrays that broadcast; float64 of the broadcast shape.

    Where a condition fails the value is that of ``beyond``: +∞ for divergences, NaN where there is none. With ``overflows``, ∞ − ∞ at
    finite parameters is +∞. Raises OutsideDomain with
    the parameter and its domain, TypeError for names that are missing or not known.
    """

    def __init__(
        self,
        value: sp.Expr,
        domains: dict[sp.Symbol, Span | Integers],
        conditions=(),
        nearby: tuple = (),
        ranges: tuple = (),
        overflows=False,
    ):
        self.domains, self.names = domains, tuple(domains)
        self.term = for_numbers(value) if value.is_finite is not False else value
        shared, parts = sp.cse(sp.Add.make_args(self.term), sp.numbered_symbols("v", cls=sp.Dummy)) if self.term != sp.oo else ((), ())
        more = [*self.names, *(v for v, _ in shared)]
        for term in parts:
            compile_term(term, more)  # which raises NotCompiled for a free name
        self.shared = tuple((v, build(t)) for v, t in shared)
        self.parts = tuple(build(t) for t in parts)
        self.bounds = tuple((float(d.lo), float(d.hi)) for d in domains.values())
        self.conditions = tuple((c, compile_term(c.lhs, self.names), beyond) for c, beyond in conditions if c.relation != "!=")
        self.removable = tuple(_place(c) for c, _ in conditions if c.relation == "!=")
        self.ranges = tuple((lo, hi, compile_term(hi - lo, self.names)) for lo, hi in ranges)
        self.overflows = overflows
        self.nearby = _nearby(value, nearby, self.names) if nearby else None

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(s.name for s in self.names)

    def __call__(self, *values, **named):
        given = np.broadcast_arrays(*self._given(values, named))
        shape = given[0].shape
        flat = [np.ascontiguousarray(g, dtype=np.float64).ravel() for g in given]
        made, lost = np.empty(flat[0].size), []
        with np.errstate(all="ignore"):
            for start in range(0, made.size, BLOCK):
                block = [f[start : start + BLOCK] for f in flat]
                self._check(block, start, shape)
                made[start : start + BLOCK], again = self._block(block)
                lost.append(start + again)
            self._repair(made, flat, np.concatenate(lost) if lost else np.empty(0, int))
        return made.reshape(shape)[()]

    # --- arguments ----------------------------------------------------------------------------------------------------

    def _given(self, values, named) -> list:
        known = {s.name: s for s in self.names}
        if len(values) > len(known):
            raise TypeError(f"there are {len(known)} parameters ({', '.join(known)}), and {len(values)} values")
        found = dict(zip(known, values, strict=False))
        for name, value in named.items():
            if name not in known:
                raise TypeError(f"there is no parameter {name!r}; the parameters are {', '.join(known)}")
            if name in found:
                raise TypeError(f"the parameter {name} is given twice")
            found[name] = value
        if missing := [name for name in known if name not in found]:
            raise TypeError(f"the value of {', '.join(missing)} is missing")
        return [np.asarray(found[name]) for name in known]

    def _check(self, block: list, start: int, shape: tuple) -> None:
        for symbol, values, bounds in zip(self.names, block, self.bounds, strict=True):
            if not _all_inside(values, self.domains[symbol], *bounds):
                wrong = ~_inside(values, self.domains[symbol])
                place = f"{values[int(np.argmax(wrong))]:g}{_place_of(wrong, start, shape)}"
                raise OutsideDomain(f"{symbol.name} must lie in {_written(self.domains[symbol])}, and is {place}")

        for lo, hi, length in self.ranges:
            empty = np.broadcast_to(~(length(*block) > 0), block[0].shape)
            if empty.any():
                raise OutsideDomain(
                    f"{hi} must be larger than {lo}: the support from {lo} to {hi} is empty{_place_of(empty, start, shape)}"
                )

    # --- values -------------------------------------------------------------------------------------------------------

    def _block(self, block: list) -> tuple[np.ndarray, np.ndarray]:
        """The values, and the places of those that may have lost digits: they are small beside the largest term of the block."""
        if not self.parts:
            return np.full(block[0].shape, np.inf), np.empty(0, int)
        value, peak = self._smooth(block, self.removable)
        if self.overflows and (beyond := np.isnan(value)).any():  # ∞ − ∞, where the value is too large for a double
            value = np.where(beyond & np.logical_and.reduce([np.isfinite(b) for b in block]), np.inf, value)
        some = self.nearby is not None and not value.min() >= SMALL * peak
        lost = np.flatnonzero(value < SMALL * peak) if some else np.empty(0, int)
        for claim, left, beyond in self.conditions:
            difference = left(*block)
            holds = np.broadcast_to(difference >= 0 if claim.relation == ">=" else difference > 0, value.shape)
            value, lost = np.where(holds, value, beyond), lost[holds[lost]]
        return value, lost

    def _lost(self, block: list, value: np.ndarray) -> np.ndarray:
        """Whether values are small beside their terms."""
        sizes = [np.broadcast_to(np.abs(found), value.shape) for found in self._parts(block)]
        return value < SMALL * np.maximum(np.max(sizes, axis=0), 1.0)

    def _repair(self, made: np.ndarray, flat: list, lost: np.ndarray) -> None:
        for start in range(0, lost.size, BLOCK // NODES.size):
            some = lost[start : start + BLOCK // NODES.size]
            some = some[self._lost([f[some] for f in flat], made[some])]
            found = self._along([f[some] for f in flat])
            made[some] = np.where(np.isfinite(found), found, made[some])

    def _smooth(self, block: list, places: tuple) -> tuple[np.ndarray, float]:
        """The values, and a bound of their terms. Near a place where the closed form is 0/0, by interpolation between others."""
        if not places:
            return self._direct(block)
        (symbol, centre), *rest = places
        at = self.names.index(symbol)
        near = np.abs(block[at] - centre) < RADIUS / 2
        if not near.any():
            return self._smooth(block, tuple(rest))
        value, peak = np.empty(block[at].shape), 1.0
        if not near.all():
            value[~near], peak = self._smooth([b[~near] for b in block], tuple(rest))
        nodes = [np.repeat(b[near][None], COUNT, 0) for b in block]
        nodes[at] = np.repeat((centre + RADIUS * CHEBYSHEV)[:, None], near.sum(), 1)
        found, _ = self._smooth([n.ravel() for n in nodes], tuple(rest))
        value[near] = _interpolated(found.reshape(COUNT, -1), (block[at][near] - centre) / RADIUS)
        return value, peak

    def _direct(self, block: list) -> tuple[np.ndarray, float]:
        """The sum, and a bound of its terms where they cancel: then the negative ones together are no larger than the others."""
        value, peak, started = np.float64(0.0), 0.0, False
        for found in self._parts(block):
            if self.nearby is not None:
                top = float(found.max())
                peak = max(peak, np.inf if np.isnan(top) else top)
            if started and np.ndim(value):
                value += found
            else:
                value, started = value + found, np.ndim(found) > 0
        if np.ndim(value) == 0:
            value = np.full(block[0].shape, value)
        bound = len(self.parts) * max(peak, 1.0)
        return value, bound if np.isfinite(bound) else np.inf

    def _parts(self, block: list):
        """The terms one after another; of them the constant ones are numbers."""
        env: dict = {**dict(zip(self.names, block, strict=True)), AXES: 1}
        for name, term in self.shared:
            env[name] = term(env)
        return (part(env) for part in self.parts)

    def _along(self, block: list) -> np.ndarray:
        """By the integral remainder; NaN where the laws are too far apart for it."""
        near = self.nearby
        assert near is not None
        ends = [(np.broadcast_to(a(*block), block[0].shape), np.broadcast_to(b(*block), block[0].shape)) for a, b in near.ends]
        steps = [b - a for a, b in ends]
        total = sum((s(*block) * d for s, d in zip(near.slopes, steps, strict=True)), np.zeros(block[0].shape))
        t, w = NODES[:, None], (WEIGHTS * (1 - NODES))[:, None]
        moved = [*(b[None] for b in block), *(a + t * d for (a, _), d in zip(ends, steps, strict=True))]
        for (i, j), entry in near.curvature.items():
            mean = (w * np.broadcast_to(entry(*moved), (NODES.size, total.size))).sum(0)
            total = total + (1 if i == j else 2) * mean * steps[i] * steps[j]
        far = np.zeros(block[0].shape, dtype=bool)
        for (_, start, _), (a, b), d in zip(near.pairs, ends, steps, strict=True):
            domain = self.domains.get(start) if isinstance(start, sp.Symbol) else None
            if domain is not None and domain.lo == 0:
                far |= np.abs(d) > 0.6 * np.maximum(a, b)
            if domain is not None and domain.hi == 1:
                far |= np.abs(d) > 0.6 * np.maximum(1 - a, 1 - b)
        return np.where(far, np.nan, total)


def _all_inside(values: np.ndarray, domain: Span | Integers, lo: float, hi: float) -> bool:
    """By the least and the largest value; NaN is not inside where an end is finite."""
    if not values.size:
        return True
    if isinstance(domain, Integers) and not (values == np.floor(values)).all():
        return False
    least, most = values.min() if np.isfinite(lo) else 0.0, values.max() if np.isfinite(hi) else 0.0
    above = not np.isfinite(lo) or (least > lo if domain.lo_open else least >= lo)
    return bool(above and (not np.isfinite(hi) or (most < hi if domain.hi_open else most <= hi)))


def _inside(values: np.ndarray, domain: Span | Integers) -> np.ndarray:
    lo, hi = float(domain.lo), float(domain.hi)
    found = (values > lo if domain.lo_open else values >= lo) & (values < hi if domain.hi_open else values <= hi)
    return found & (values == np.floor(values)) if isinstance(domain, Integers) else found


def _written(domain: Span | Integers) -> str:
    if isinstance(domain, Integers):
        return f"{{{domain.lo}, {domain.lo + 1}, …}}" if domain.hi == sp.oo else f"{{{domain.lo}, …, {domain.hi}}}"
    lo, hi = (str(e).replace("oo", "∞") for e in (domain.lo, domain.hi))
    return f"{'(' if domain.lo_open else '['}{lo}, {hi}{')' if domain.hi_open else ']'}"


def _place_of(wrong: np.ndarray, start: int, shape: tuple) -> str:
    """Where the first of them is, in words; nothing for single numbers."""
    at = np.unravel_index(start + int(np.argmax(wrong)), shape) if shape else ()
    return f" at index {', '.join(str(int(i)) for i in at)}" if at else ""


def _place(claim: Claim) -> tuple[sp.Symbol, float]:
    """The one zero of a linear term."""
    (symbol,) = free(claim.lhs)
    slope = claim.lhs.coeff(symbol, 1)
    return symbol, float(-(claim.lhs - slope * symbol) / slope)


def _interpolated(found: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The polynomial through the values at Chebyshev's nodes (barycentric formula)."""
    distance = at[None] - CHEBYSHEV[:, None]
    weights = BARYCENTRIC[:, None] / distance
    made = (weights * found).sum(0) / weights.sum(0)
    hit = distance == 0
    return np.where(hit.any(0), (np.where(hit, found, 0)).sum(0), made)


def _nearby(value: sp.Expr, pairs: tuple, names: tuple) -> Nearby | None:
    """The remainder of second order of a value that is 0 where the pairs agree; |e| moves from 0."""
    term = value.replace(lambda e: isinstance(e, sp.log) and isinstance(e.args[0], sp.Abs), lambda e: sp.log(e.args[0].args[0]))
    corners = {a: sp.Dummy(f"d{k}", positive=True) for k, a in enumerate(sorted(term.atoms(sp.Abs), key=sp.default_sort_key))}
    term = term.xreplace(corners)
    ways = [(q, p, q) for p, q in pairs if q in free(term)] + [(d, sp.Integer(0), a) for a, d in corners.items()]
    moving = {q: sp.Dummy(f"m{k}", **q.assumptions0) for k, (q, _, _) in enumerate(ways)}
    moved = term.xreplace(moving)
    variables = [moving[q] for q, _, _ in ways]
    begin = {moving[q]: start for q, start, _ in ways}
    arguments = (*names, *variables)
    try:
        slopes = [tidy(sp.expand(moved.diff(v).xreplace(begin))) for v in variables]
        curvature = {
            (i, j): compile_term(for_numbers(moved.diff(v, w)), arguments)
            for i, v in enumerate(variables) for j, w in enumerate(variables) if i <= j and moved.diff(v, w) != 0
        }  # fmt: skip
        ends = tuple((compile_term(start, names), compile_term(end, names)) for _, start, end in ways)
        return Nearby(tuple(ways), tuple(compile_term(s, names) for s in slopes), curvature, names, ends)
    except NotCompiled:
        return None


def evaluator(answer, part) -> Evaluator:
    """The function of one part of an answer. Raises ValueError where the part has no value."""
    if part.value is None:
        raise ValueError(f"{part.title} has no value: {part.reason}")
    domains = {s: d for law in answer.laws for s, d in law.domains.items()}
    endless = any(limit[2] == sp.oo for t in part.value.atoms(sp.Sum) for limit in t.args[1:])
    if endless or part.value.has(sp.Integral) or any(isinstance(s, sp.IndexedBase) for s in domains):
        raise ValueError(f"{part.title}: there is no NumPy function of {part.value}, which has no closed form in numbers")
    found = answer.found
    is_divergence = hasattr(found, "nested")
    conditions = [(c, _beyond(c, found if is_divergence else None, part)) for c in part.conditions]
    pairs: tuple = ()
    if is_divergence and found.p.family is found.q.family:
        pairs = tuple((found.p.renamed[s], found.q.renamed[s]) for s in found.p.family.parameters)
    ranges = tuple((law.lo, law.hi) for law in answer.laws if not law.is_never_empty)
    return Evaluator(part.value, domains, conditions, pairs, ranges, is_divergence)


def _beyond(claim: Claim, found, part) -> float:
    """The value where a condition fails."""
    if found is not None:
        return np.inf if claim in found.nested or found.found.infinite_outside else np.nan
    return np.nan
