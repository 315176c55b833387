"""A result as functions of data: estimates, log-likelihood, score and Hessian, from one pass over the observations."""

import re
import warnings

import numpy as np
import sympy as s

from ..language.claims import Claim
from ..language.errors import DataError
from ..language.sets import Integers, Simplex, Span, entries, reals
from ..language.substitution import substitute
from ..language.terms import Solution, Zero, free
from .compile import build, evaluate
from .data import describe
from .estimates import closure, enclosures, estimates, holds, within
from .families import AXES
from .program import Program, Reader, Sample


class BoundaryWarning(UserWarning):
    """The estimate lies on the border of the parameter space: the data do not meet a condition of the closed form."""


class Functions:
    """Functions of data x: an array, an iterator of chunks, or a Sample made by :meth:`prepare` to be used several times.

    Parameters and known constants are passed by name. Raises DataError for data outside the support, for parameters outside
    their domains, and for names that the model does not have; ``nan='drop'`` leaves out missing values.
    """

    def __init__(self, program: Program):
        self.program, self._reader = program, Reader(program)
        self.names = {str(p): p for p in (*program.parameters, *program.known)}

    def prepare(self, x, nan: str = "raise", **known) -> Sample:
        """One pass over the data; what it finds can be passed to the other functions in place of x."""
        if isinstance(x, Sample):
            return x
        values = {self._symbol(name): np.float64(number) for name, number in known.items()}
        for symbol in values:
            if symbol not in self.program.known:
                raise DataError(f"{symbol} is a parameter, which the estimate finds, not a known constant")
        return self._reader.sample(x, nan, values)

    def statistics(self, x, nan: str = "raise", **known) -> dict[str, float]:
        """The values of the named statistics."""
        sample = self.prepare(x, nan, **known)
        return {str(name): float(sample.values[name]) for name, _ in self.program.statistics}

    def log_likelihood(self, x, **parameters) -> float:
        """ℓ at the given parameters; −∞ where the support depends on them and does not contain the data."""
        values = self._at(x, parameters)
        return float(self._reader.number(("log_likelihood",), values)) if self._contained(values) else -np.inf

    def score(self, x, **parameters) -> dict[str, float]:
        """∂ℓ/∂θ for each parameter θ."""
        values = self._at(x, parameters)
        return {str(k): float(self._reader.number(("score", k), values)) for k in self.program.score}

    def hessian(self, x, **parameters) -> np.ndarray:
        """The second derivatives of ℓ: a matrix in the order of the parameters."""
        values, found = self._at(x, parameters), self.program.hessian
        keys = [[(a, b) if (a, b) in found else (b, a) for b in self.program.parameters] for a in self.program.parameters]
        return np.array([[float(self._reader.number(("hessian", key), values)) for key in row] for row in keys])

    def estimate(self, x, nan: str = "raise", **known) -> dict[str, float]:
        """The maximum-likelihood estimates.

        Where a condition of the result is not met, warns (BoundaryWarning) if the estimate lies on the border of the parameter
        space, and raises DataError if there is no estimate.
        """
        if not self.program.estimators:
            raise DataError("there is no estimator: the derivation is open")
        sample = self.prepare(x, nan, **known)
        failed = [c for k, c in enumerate(self.program.conditions) if holds(self._reader, k, c, sample.values) is not True]
        found = estimates(self._reader, sample.values)
        places = {p: self._place(p, value, {**sample.values, **found}) for p, value in found.items()}
        outside = [p for p, place in places.items() if place == "outside"]
        roots = [p for p in found if isinstance(self.program.estimators[p], Zero | Solution)]
        if outside or (failed and (roots or "border" not in places.values())):
            raise DataError(self._no_estimate((outside or roots or list(found))[0], failed, sample))
        if failed:
            conditions = "; ".join(map(self._in_words, failed))
            message = f"the estimate lies on the border of the parameter space; the data do not meet: {conditions}"
            warnings.warn(message, BoundaryWarning, stacklevel=2)
        return {str(p): value if np.ndim(value) else float(value) for p, value in found.items()}

    def _place(self, parameter, value, values) -> str:
        """Whether an estimate is inside its domain, on its border, or outside."""
        line = self._line(parameter, values)
        if np.all(np.isfinite(value)) and within(value, line):
            return "inside"
        return "border" if np.all(np.isfinite(value)) and within(value, closure(line)) else "outside"

    def enclosures(self, x, nan: str = "raise", **known) -> dict[str, tuple[float, float] | None]:
        """Intervals that certainly contain the exact estimates for the float64 values of the statistics; None where not shown."""
        sample = self.prepare(x, nan, **known)
        found = enclosures(self._reader, sample.values, estimates(self._reader, sample.values))
        return {str(p): interval for p, interval in found.items()}

    # --- parameters ----------------------------------------------------------------------------------------------------

    def _at(self, x, parameters) -> dict:
        values = {self._symbol(name): value for name, value in parameters.items()}
        for parameter in self.program.parameters:
            if parameter not in values:
                raise DataError(f"the parameter {parameter} has no value; pass {parameter}=…")
        known = {str(k): v for k, v in values.items() if k in self.program.known}
        numbers = {k: _number(k, v) for k, v in values.items()}
        for parameter in self.program.parameters:
            self._check(parameter, numbers)
        return {**self.prepare(x, **known).values, **numbers}

    def _check(self, parameter, numbers) -> None:
        value, domain = numbers[parameter], self.program.domains.get(parameter, reals)
        fits = np.all(np.isfinite(value)) and within(value, self._line(parameter, numbers))
        if not fits or (isinstance(domain, Simplex) and abs(np.sum(value) - 1) > 1e-9):
            raise DataError(f"{parameter} = {value} is outside its domain {describe(domain)}")

    def _line(self, parameter, values):
        """The set of the parameter, or of each of its entries, with numbers for its ends."""
        line = entries(self.program.domains.get(parameter, reals))
        if not free(line):
            return line
        return substitute(line, {k: s.Float(float(values[k]), 17) for k in free(line) & set(values)})

    def _symbol(self, name: str):
        """The parameter or constant of that name; ``lambda_``, ``lamda`` and ``sigma2`` (for sigma^2) are accepted."""
        for text in (name, name.rstrip("_")):
            for known, symbol in self.names.items():
                if text in (known, re.sub(r"\W", "", known)) or (text == "lamda" and known == "lambda"):
                    return symbol
        raise DataError(f"{name} is not a parameter of the model; its parameters are {', '.join(self.names)}")

    def _contained(self, values) -> bool:
        """Whether the smallest and the largest observation lie in the support, where it depends on the parameters."""
        support, ends = self.program.support, self._reader.ends
        if ends is None or not isinstance(support, Span | Integers):
            return True
        lo, hi = (evaluate(build(end), {**values, AXES: 0}) if end not in (s.oo, -s.oo) else float(end) for end in (support.lo, support.hi))
        low, high = (values[name] for name in ends)
        return (low > lo if support.lo_open else low >= lo) and (high < hi if support.hi_open else high <= hi)

    # --- messages ------------------------------------------------------------------------------------------------------

    def _no_estimate(self, parameter, failed, sample) -> str:
        overflow = [name for name, _ in self.program.statistics if not np.all(np.isfinite(sample.values[name]))]
        if overflow:
            return f"there is no estimate of {parameter}: {overflow[0]} is not finite in double precision; rescale the data"
        if failed:
            return f"no estimate of {parameter}: the data do not meet a condition of the result, {self._in_words(failed[0])}"
        return f"no estimate of {parameter} was found in its domain {describe(self.program.domains.get(parameter, reals))}"

    def _in_words(self, claim: Claim) -> str:
        meanings = [f"{name} is {term}" for name, term in self.program.statistics if name in claim.free]
        return str(claim) + (f" (where {', '.join(meanings)})" if meanings else "")


def _number(name, value):
    """The value of a parameter as a float64, or an array of them for a vector."""
    try:
        found = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError) as e:
        raise DataError(f"{name} = {value!r} is not a number in double precision") from e
    if found.ndim and isinstance(name, s.Symbol):
        raise DataError(f"{name} = {value!r} is not one number")
    return found[()]
