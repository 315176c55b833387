"""A result as plain data, and the pass over the observations that its functions need."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import sympy as s

from ..language.claims import Claim
from ..language.errors import DataError
from ..language.sets import VECTORS, Counts, Integers, Span
from ..language.substitution import substitute
from ..language.terms import free
from .compile import build, evaluate
from .data import chunks, one_hot
from .families import AXES
from .plan import Plan, definitions_inserted
from .statistics import Extreme, Kind, Maximum, Mean, Minimum, Raw, Spread, Statistics


@dataclass(frozen=True)
class Program:
    """A result as plain data. ``statistics`` name terms in the data; the other terms may use those names, n, and the data.

    ``estimators`` map a parameter to a term, to a Zero, or to the Solution of a system whose variables are, in order, the
    parameters that it is given for. ``hull`` contains the support for every parameter.
    For a vector of parameters p the key is the base p and the term that of p[index].
    """

    parameters: tuple[s.Symbol | s.IndexedBase, ...]
    data: s.IndexedBase
    support: s.Basic
    size: s.Symbol
    domains: dict = field(default_factory=dict)
    statistics: tuple[tuple[s.Symbol, s.Basic], ...] = ()
    log_likelihood: s.Basic | None = None
    score: dict = field(default_factory=dict)
    hessian: dict = field(default_factory=dict)
    estimators: dict = field(default_factory=dict)
    conditions: tuple[Claim, ...] = ()
    index: s.Symbol | None = None
    known: tuple[s.Symbol, ...] = ()
    hull: s.Basic | None = None


@dataclass(frozen=True)
class Sample:
    """What the functions need of the data: values for n, the statistics, and the names of the plan."""

    n: int
    values: dict


class Reader:
    """Reduces the terms of a program to what one pass over the data gives, and makes that pass."""

    def __init__(self, program: Program):
        self.program, self.plan = program, Plan(program.data, program.size)
        self.terms = {key: self.plan.reduce(self._written_out(key, term)) for key, term in _terms_of(program)}
        self.vectors = isinstance(program.support, VECTORS)
        self.moving = bool(free(program.support) & set(program.parameters))
        self.ends = (self.plan.name(Minimum()), self.plan.name(Maximum())) if self.moving else None

    def _written_out(self, key, term):
        """A statistic that is defined by earlier ones, in terms of the data."""
        if key[0] != "statistic":
            return term
        names = [name for name, _ in self.program.statistics]
        return definitions_inserted(term, reversed(self.program.statistics[: names.index(key[1])]))

    def number(self, key, values):
        """The value of one of the terms; NaN or inf where it has none."""
        return evaluate(build(self.terms[key]), {**values, AXES: 0})

    def sample(self, x, nan: str, known: dict) -> Sample:
        """One pass over an array or over chunks; each chunk is read once, and forgotten unless a term needs the data themselves."""
        support = self._support(known)
        parts = chunks(x, self.vectors, nan)
        parts = _Counted(_vectors(parts, support) if self.vectors else parts)
        states = _statistics(tuple(self.plan.names) or (Mean(),), support).of_chunks(parts)
        values = {**known, self.program.size: np.float64(parts.n)}
        if self.vectors and isinstance(support.size, s.Symbol):
            values[support.size] = np.float64(parts.width)
        for kind, name in self.plan.names.items():
            values[self.program.data if isinstance(kind, Raw) else name] = _value(kind, states[kind], parts.n)
        for name, _ in self.program.statistics:
            values[name] = self.number(("statistic", name), values)
        return Sample(parts.n, values)

    def _support(self, known):
        support = self.program.support
        if self.moving and self.program.hull is not None:
            return self.program.hull
        if self.moving:
            ends = (e if not free(e) & set(self.program.parameters) else o for e, o in ((support.lo, -s.oo), (support.hi, s.oo)))
            return type(support)(*ends, support.lo_open, support.hi_open) if isinstance(support, Span) else Integers(*ends)
        numbers = {k: s.Integer(int(v)) if float(v).is_integer() else s.Rational(float(v)) for k, v in known.items()}
        missing = [k for k in free(support) & set(self.program.known) if k not in numbers]
        if missing and not (self.vectors and missing == [support.size]):
            raise DataError(f"the model has the known constant {missing[0]}; pass {missing[0]}=…")
        return substitute(support, numbers)


@lru_cache(maxsize=500)
def _statistics(kinds: tuple[Kind, ...], support) -> Statistics:
    return Statistics(kinds, support)


def _terms_of(program: Program) -> Iterator:
    yield from ((("statistic", name), term) for name, term in program.statistics)
    if program.log_likelihood is not None:
        yield ("log_likelihood",), program.log_likelihood
    for kind in ("score", "hessian", "estimator"):
        table = program.estimators if kind == "estimator" else getattr(program, kind)
        yield from (((kind, k), term) for k, term in table.items())
    for k, claim in enumerate(program.conditions):
        yield ("condition", k, 0), claim.lhs
        if claim.relation != "in":
            yield ("condition", k, 1), claim.rhs


def _value(kind: Kind, state, n: int):
    """What the name of a kind stands for: see Plan."""
    match kind:
        case Mean():
            return state.sum if np.ndim(state.sum) else np.float64(state.sum)
        case Spread():
            return np.float64(state.value * n)
        case Minimum() | Maximum():
            assert isinstance(state, Extreme)
            return np.float64(state.value)
    return state.value


def _vectors(parts, support) -> Iterator[np.ndarray]:
    """Rows of counts or weights; labels 0 … d − 1 become one-hot rows."""
    for part in parts:
        if part.ndim == 2:
            yield part
        elif isinstance(support, Counts) and support.total == 1:
            yield from one_hot(part, int(support.size) if isinstance(support.size, s.Integer) else None)
        else:
            raise DataError("the observations are vectors; give one row for each")


class _Counted:
    """Passes chunks on, and remembers how many observations there were."""

    def __init__(self, parts):
        self.parts, self.n, self.width = parts, 0, 1

    def __iter__(self):
        for part in self.parts:
            self.n += len(part)
            self.width = part.shape[1] if part.ndim == 2 else 1
            yield part
