"""A result as functions of data: estimates, log-likelihood, score and Hessian, from one pass over the observations."""

import re
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite

import numpy as np
import sympy as s

from ..language.claims import Claim
from ..language.enclosure import enclosure
from ..language.errors import DataError
from ..language.sets import VECTORS, Integers, Simplex, Span, entries, reals
from ..language.substitution import substitute
from ..language.terms import Solution, Zero, free
from . import solve
from .compile import build, evaluate
from .data import chunks, describe
from .families import AXES
from .plan import Plan, definitions_inserted
from .statistics import ITEM, Maximum, Mean, Minimum, Raw, Spread, Statistics


class BoundaryWarning(UserWarning):
    """The estimate lies on the border of the parameter space: the data do not meet a condition of the closed form."""


@dataclass(frozen=True)
class Program:
    """A result as plain data. ``statistics`` name terms in the data; the other terms may use those names, n, and the data.

    ``estimators`` map a parameter to a term, to a Zero, or to the Solution of a system whose variables are, in order, the
    parameters that it is given for. For a vector of parameters p the key is the base p and the term that of p[index].
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


@dataclass(frozen=True)
class Sample:
    """What the functions need of the data: values for n, the statistics, and the names of the plan."""

    n: int
    values: dict


class Functions:
    """Functions of data x: an array, an iterator of chunks, or a Sample made by :meth:`prepare` to be used several times.

    Raises DataError for data outside the support and parameters outside their domains; ``nan='drop'`` ignores missing values.
    """

    def __init__(self, program: Program):
        self.program, self._plan = program, Plan(program.data, program.size)
        self._terms = {}
        for key, term in self._all_terms():
            self._terms[key] = self._plan.reduce(definitions_inserted(term, self._definitions(key)))
        line = program.support if not free(program.support) & set(program.parameters) else _fixed_ends(program)
        self._vectors = isinstance(program.support, VECTORS)
        self._statistics = Statistics(self._plan.names, line)
        self.names = {_plain(p): p for p in (*program.parameters, *program.known)}

    def _definitions(self, key):
        """Statistics written out, which is needed where one is defined by another."""
        before = list(self.program.statistics)
        if key[0] == "statistic":
            before = before[: [name for name, _ in before].index(key[1])]
        return tuple(reversed(before)) if key[0] in ("statistic", "condition") else ()

    def _all_terms(self):
        p = self.program
        yield from ((("statistic", name), term) for name, term in p.statistics)
        if p.log_likelihood is not None:
            yield ("log_likelihood",), p.log_likelihood
        yield from ((("score", k), term) for k, term in p.score.items())
        yield from ((("hessian", k), term) for k, term in p.hessian.items())
        yield from ((("estimator", k), term) for k, term in p.estimators.items())
        for k, claim in enumerate(p.conditions):
            yield from ((("condition", k, side), term) for side, term in enumerate((claim.lhs, claim.rhs)))

    @cached_property
    def streams(self) -> bool:
        """Whether chunks can be forgotten after they were read."""
        return Raw() not in self._plan.names

    # --- data ---------------------------------------------------------------------------------------------------------

    def prepare(self, x, nan: str = "raise", **known) -> Sample:
        """One pass over the data."""
        if isinstance(x, Sample):
            return x
        values = self._known(known)
        parts = (_as_counts(c, self.program.support, values) if self._vectors else c for c in chunks(x, self._vectors, nan))
        counted = _Counter(parts)
        states = self._statistics.of_chunks(counted)
        values[self.program.size] = np.float64(counted.n)
        for kind, name in self._plan.names.items():
            values[self.program.data if isinstance(kind, Raw) else name] = _value(kind, states[kind], counted.n)
        if self._vectors:
            self._sizes(values, counted.width)
        for name, _ in self.program.statistics:
            values[name] = self._number(("statistic", name), values)
        return Sample(counted.n, values)

    def _sizes(self, values, width):
        size = self.program.support.size
        if isinstance(size, s.Symbol):
            values.setdefault(size, np.float64(width))

    def _known(self, given) -> dict:
        values = {}
        for text, number in given.items():
            symbol = self._symbol(text)
            if symbol not in self.program.known:
                raise DataError(f"{text} is not a known constant of the model")
            values[symbol] = np.float64(number)
        return values

    def statistics(self, x, nan: str = "raise") -> dict[str, float]:
        """The values of the named statistics."""
        sample = self.prepare(x, nan)
        return {name.name: sample.values[name] for name, _ in self.program.statistics}

    # --- functions of data and parameters -------------------------------------------------------------------------------

    def log_likelihood(self, x, **parameters) -> float:
        """ℓ at the given parameters; −∞ where a support that depends on them does not contain the data."""
        sample, values = self._at(x, parameters)
        if not self._contained(values):
            return -np.inf
        return float(self._number(("log_likelihood",), {**sample.values, **values}))

    def score(self, x, **parameters) -> dict[str, float]:
        """∂ℓ/∂θ for each parameter."""
        sample, values = self._at(x, parameters)
        return {_plain(k): self._number(("score", k), {**sample.values, **values}) for k in self.program.score}

    def hessian(self, x, **parameters) -> np.ndarray:
        """The second derivatives of ℓ, as a matrix in the order of the parameters."""
        sample, values = self._at(x, parameters)
        order, found = self.program.parameters, self.program.hessian
        key = lambda a, b: (a, b) if (a, b) in found else (b, a)  # noqa: E731
        return np.array([[float(self._number(("hessian", key(a, b)), {**sample.values, **values})) for b in order] for a in order])

    def _at(self, x, parameters):
        known = {k: v for k, v in parameters.items() if self._symbol(k) in self.program.known}
        values = {self._symbol(k): v for k, v in parameters.items()}
        missing = [_plain(p) for p in self.program.parameters if p not in values]
        if missing:
            raise DataError(f"the parameter {missing[0]} has no value; pass {missing[0]}=…")
        for parameter in self.program.parameters:
            values[parameter] = self._inside(parameter, values[parameter], values)
        return self.prepare(x, **known), values

    def _symbol(self, text: str):
        for name in (text, text.rstrip("_")):
            for known, symbol in self.names.items():
                if name in (known, re.sub(r"\W", "", known)) or (name == "lamda" and known == "lambda"):
                    return symbol
        raise DataError(f"{text} is not a parameter; the parameters are {', '.join(self.names)}")

    def _inside(self, parameter, value, values):
        domain = self.program.domains.get(parameter, reals)
        number = np.asarray(value, dtype=float)[()]
        line = substitute(entries(domain), {k: s.Float(v) for k, v in values.items() if isinstance(k, s.Symbol) and np.ndim(v) == 0})
        if not np.all(_within(number, line)) or (isinstance(domain, Simplex) and abs(np.sum(number) - 1) > 1e-9):
            raise DataError(f"{_plain(parameter)} = {value} is outside its domain {describe(domain)}")
        return number

    def _contained(self, values) -> bool:
        """Whether the extremes lie in the support at these parameters, where it depends on them."""
        support = self.program.support
        if not isinstance(support, Span | Integers) or not free(support) & set(self.program.parameters):
            return True
        sample = values.get(self.program.data)
        return sample is None or bool(np.all(_within(sample, support)))

    def _number(self, key, values):
        return evaluate(build(self._terms[key]), {**values, AXES: 0})

    # --- estimates -----------------------------------------------------------------------------------------------------

    def estimate(self, x, nan: str = "raise", **known) -> dict[str, float]:
        """The maximum-likelihood estimates.

        Where a condition of the result fails, warns (BoundaryWarning) if the estimate is a border point of the parameter space, and
        raises DataError if there is none.
        """
        sample = self.prepare(x, nan, **known)
        failed = [claim for k, claim in enumerate(self.program.conditions) if self._condition(k, claim, sample.values) is not True]
        found = self._estimates(sample.values)
        for parameter, value in found.items():
            domain = entries(self.program.domains.get(parameter, reals))
            if not np.all(np.isfinite(value)) or not np.all(_within(value, _closure(domain, sample.values))):
                raise DataError(self._no_estimate(parameter, failed, sample))
        if failed:
            conditions = "; ".join(map(self._in_words, failed))
            warnings.warn(f"the estimate lies on the border of the parameter space; not met: {conditions}", BoundaryWarning, stacklevel=2)
        return {_plain(p): value if np.ndim(value) else float(value) for p, value in found.items()}

    def _no_estimate(self, parameter, failed, sample) -> str:
        if failed:
            return f"there is no estimate of {_plain(parameter)}: the data do not meet the condition {self._in_words(failed[0])}"
        overflow = [name.name for name, _ in self.program.statistics if not np.all(np.isfinite(sample.values[name]))]
        if overflow:
            return f"there is no estimate of {_plain(parameter)}: {overflow[0]} is not finite in double precision; rescale the data"
        return f"no estimate of {_plain(parameter)} was found in its domain {describe(self.program.domains.get(parameter, reals))}"

    def _estimates(self, values) -> dict:
        """Values of the estimators, those first that the others refer to."""
        values, found = dict(values), {}
        waiting = dict(self.program.estimators)
        while waiting:
            ready = [p for p in waiting if not free(self._terms["estimator", p]) & (set(waiting) - {p})]
            if not ready:
                raise DataError(f"the estimators of {', '.join(map(_plain, waiting))} refer to each other")
            for parameter in ready:
                if parameter in found:
                    continue
                term = self._terms["estimator", parameter]
                if isinstance(term, Solution):
                    sharing = [p for p in self.program.estimators if self._terms["estimator", p] == term]
                    found |= dict(zip(sharing, _solved(term, values), strict=True))
                elif isinstance(parameter, s.IndexedBase):
                    found[parameter] = self._vector(parameter, term, values)
                else:
                    found[parameter] = evaluate(build(term), {**values, AXES: 0})
            for parameter in [p for p in waiting if p in found]:
                values[parameter] = found[parameter]
                del waiting[parameter]
        return {p: found[p] for p in self.program.estimators}

    def _vector(self, parameter, term, values):
        size = int(values[size] if isinstance(size := self.program.domains[parameter].size, s.Symbol) else size)
        run = build(term)
        return np.array([float(evaluate(run, {**values, self.program.index: np.float64(j), AXES: 0})) for j in range(1, size + 1)])

    def enclosures(self, x, **known) -> dict[str, tuple[float, float] | None]:
        """Intervals that certainly contain the estimates, given the statistics as float64 numbers; None where not shown."""
        sample = self.prepare(x, **known)
        values = {k: v for k, v in sample.values.items() if np.ndim(v) == 0} | {self.program.size: sample.n}
        if self.program.data in sample.values:
            values[self.program.data] = sample.values[self.program.data].tolist()
        found, done = {}, self._estimates(sample.values)
        for parameter, value in done.items():
            term = self._terms["estimator", parameter]
            found[_plain(parameter)] = interval = self._enclosed(parameter, term, value, values, done)
            if interval is not None:
                values[parameter] = solve.between(*interval)
        return found

    def _enclosed(self, parameter, term, value, values, done):
        if np.ndim(value) or not np.isfinite(value):
            return None
        if isinstance(term, Zero):
            return solve.certify(term, values, float(value)).interval
        if isinstance(term, Solution):
            sharing = [p for p in done if self._terms["estimator", p] == term]
            box = solve.certify_system(term, values, [float(done[p]) for p in sharing])
            return None if box is None else box[sharing.index(parameter)]
        ball = enclosure(term, values)
        return None if ball is None else solve.outer(ball)

    # --- conditions ----------------------------------------------------------------------------------------------------

    def _condition(self, k, claim: Claim, values) -> bool | None:
        """Whether a condition holds on the data; None where rounding hides it."""
        if claim.relation == "in":
            value = self._number(("condition", k, 0), values)
            return bool(np.all(_within(value, claim.rhs))) if isinstance(claim.rhs, Span | Integers) else None
        left, right = (np.asarray(self._number(("condition", k, side), values)) for side in (0, 1))
        if np.any(np.isnan(left)) or np.any(np.isnan(right)):
            return False
        close = np.abs(left - right) <= 1e-12 * np.maximum(np.abs(left), np.abs(right))
        if np.any(close & (left != right)) or np.any(np.abs(left - right) < 1e-9):
            return self._close_condition(k, claim, values)
        return bool(np.all(COMPARE[claim.relation](left, right)))

    def _close_condition(self, k, claim, values) -> bool | None:
        """The same with statistics as balls that allow for their rounding."""
        balls = {v: solve.rounded(float(x)) for v, x in values.items() if isinstance(v, s.Symbol) and np.ndim(x) == 0}
        balls[self.program.size] = int(values[self.program.size])
        difference = self._terms["condition", k, 0] - self._terms["condition", k, 1]
        if self.program.data in free(difference):
            return bool(COMPARE[claim.relation](self._number(("condition", k, 0), values), self._number(("condition", k, 1), values)))
        found = enclosure(difference, balls)
        if found is None:
            return None
        return True if COMPARE[claim.relation](found, 0) else None

    def _in_words(self, claim: Claim) -> str:
        meanings = {name: term for name, term in self.program.statistics if name in claim.free}
        where = "; ".join(f"{name} = {term}" for name, term in meanings.items())
        return f"{claim}" + (f" (where {where})" if where else "")


COMPARE = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


class _Counter:
    """Passes chunks on, and remembers how many observations there were."""

    def __init__(self, parts):
        self.parts, self.n, self.width = parts, 0, 1

    def __iter__(self):
        for part in self.parts:
            self.n += len(part)
            self.width = part.shape[1] if part.ndim == 2 else 1
            yield part
