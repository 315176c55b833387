"""A derivation with numbers put in: the statistics, the estimates, and how the likelihood falls off around them."""

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import exp, floor, inf, isfinite, log, log10

import numpy as np
from sympy import Expr, Float, Integer, Number, Symbol

from ..answer import MaximumLikelihood
from ..language.distribution import Distribution
from ..language.errors import DataError
from ..language.sets import VECTORS, Counts, Integers
from ..language.substitution import substitute
from ..numeric.data import describe
from ..numeric.estimates import within
from ..numeric.model import BoundaryWarning
from .observations import NUMBER, Observations, observations, ones_and_zeros, successes

FALL = 3.0  # the tables reach to where the log-likelihood has fallen by about this much
SIDE = 5  # rows on either side of the estimate
STEPS = 20  # of the golden section: the profile is then exact to about 1e-6
MANY = 2_000_000  # observations; where each evaluation reads them all, more are not tabulated
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Row:
    """A value of the parameter and the logarithm of the (profile) likelihood there."""

    value: float
    log_likelihood: float
    is_maximum: bool = False


@dataclass(frozen=True)
class Table:
    """The likelihood over a grid of one parameter; where there are ``others``, the largest one over these."""

    parameter: Symbol
    rows: tuple[Row, ...]
    others: tuple[Symbol, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What the data say. ``peak`` is the log-likelihood at the estimates, None where these lie on the border of the domain."""

    answer: MaximumLikelihood
    source: str
    n: int
    known: dict
    statistics: dict
    estimates: dict
    intervals: dict
    peak: float | None
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    labels: bool = False


def figures(answer: MaximumLikelihood, sample: Observations, known: dict[str, float]) -> Figures:
    """Put the observations in. Raises DataError, which names the row, where the model gives them no probability."""
    functions, family = answer.numpy(), answer.found.distribution
    try:
        prepared = functions.prepare(sample.array(), **known)
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", BoundaryWarning)
            found = functions.estimate(prepared)
    except DataError as no:
        raise DataError(re.sub(r"^observation (\d+)", lambda m: sample.place(int(m[1])), str(no))) from None
    _check_finite(prepared.values, answer)
    by_name = {str(p): p for p in family.parameters}
    estimates = {p: found[name] for name, p in by_name.items()}
    likelihood = _likelihood(functions, prepared)
    peak = likelihood(estimates)
    quick = prepared.n <= MANY or answer.found.data not in prepared.values
    tables = _tables(family, likelihood, estimates, peak) if isfinite(peak) and quick else ()
    intervals = functions.enclosures(prepared)
    return Figures(
        answer, sample.source, prepared.n, {functions.names[k]: v for k, v in known.items()},
        {s.symbol: prepared.values[s.symbol] for s in answer.found.statistics if s.symbol in prepared.values}, estimates,
        {p: intervals[str(p)] for p in estimates if answer.kind == "implicit" and intervals.get(str(p))},
        peak if isfinite(peak) else None, tables, _on_the_border(family, likelihood, estimates) if said else (),
        _entries(family) == "label" and sample.width == 1,
    )  # fmt: skip


def _check_finite(values: dict, answer: MaximumLikelihood) -> None:
    for s in answer.found.statistics:
        if not np.all(np.isfinite(values.get(s.symbol, 0.0))):
            raise DataError(f"the statistic {s.symbol} is not finite in double precision; rescale the data")


def _on_the_border(family: Distribution, likelihood, estimates: dict) -> tuple[str, ...]:
    """What there is to say where a condition is not met and the estimate lies on the border of the parameter space."""
    note = "the data do not meet a condition of the result, and the estimate lies on the border of the parameter space"
    for p, domain in family.parameters.items():
        if np.ndim(estimates[p]) or _inside(domain, estimates[p]):
            continue
        inward = 1 if estimates[p] <= domain.lo else -1
        near, nearer, nearest = (likelihood({**estimates, p: estimates[p] + inward * t}) for t in (1e-4, 1e-8, 1e-12))
        if nearest - nearer > 0.5 * (nearer - near) > 0:
            return (note, f"the likelihood grows without bound as {p} approaches {estimates[p]:g}: it has no maximum")
    return (note,)


# --- what the command line gives -------------------------------------------------------------------------------------


def given(family: Distribution, options) -> tuple[Observations, dict[str, float]]:
    """The observations and the known constants that the options name."""
    known = dict(_constant(family, words) for words in options.known)
    counted = successes(options.data)
    sample = None if counted is None else _trials(family, options.data, *counted, known)
    if sample is None:
        sample = observations(options.data, options.column, _entries(family), options.encoding, options.nan == "drop")
    size = family.support.size if isinstance(family.support, VECTORS) else None
    missing = [str(k) for k in family.known if str(k) not in known and k != size]
    if missing:
        raise DataError(f"{family.slug} has the known constant {missing[0]}; give it with --known {missing[0]}=…")
    if not len(sample):
        raise DataError(f"{sample.source}: no numbers are left; the sample needs at least one observation")
    return sample, known


def _entries(family: Distribution) -> str:
    """What an observation is: a number, a row of numbers, or a label, for which a row with a single 1 may stand."""
    if not isinstance(family.support, VECTORS):
        return "number"
    return "label" if isinstance(family.support, Counts) and family.support.total == 1 else "row"


def _constant(family: Distribution, words: str) -> tuple[str, float]:
    name, sign, value = (piece.strip() for piece in words.partition("="))
    known = [str(k) for k in family.known]
    if not sign or not NUMBER.fullmatch(value):
        raise DataError(f"--known {words} is not a name and a number, as in m=100")
    if name not in known:
        has = f"; it has {', '.join(known)}" if known else ", and no other"
        raise DataError(f"{family.slug} has no known constant {name}{has}")
    domain = next(d for k, d in family.known.items() if str(k) == name)
    if not within(float(value), domain):
        raise DataError(f"{name} = {value} is outside its domain {describe(domain)}")
    return name, float(value)


def _trials(family: Distribution, words: str, hits: int, trials: int, known: dict[str, float]) -> Observations:
    """56/100 as observations: 56 ones among 100 numbers, or one count whose largest value is then 100."""
    match family.support:
        case Integers(lo=Integer(p=0), hi=Integer(p=1)):
            return ones_and_zeros(hits, trials)
        case Integers(lo=Integer(p=0), hi=Symbol() as most) if most in family.known:
            if known.setdefault(str(most), trials) != trials:
                raise DataError(f"{words} says {most} = {trials}, and --known says {most} = {known[str(most)]:g}")
            return replace(observations(str(hits)), source=words)
    raise DataError(f"{words} counts successes among trials, which are observations of bernoulli or binomial, not of {family.slug}")


# --- tables ----------------------------------------------------------------------------------------------------------


def _likelihood(functions, prepared) -> Callable[[dict], float]:
    """The log-likelihood; −∞ outside the domains of the parameters."""

    def at(values: dict) -> float:
        try:
            with np.errstate(all="ignore"):
                found = functions.log_likelihood(prepared, **{str(p): v for p, v in values.items()})
        except (DataError, OverflowError):
            return -inf
        return found if found == found else -inf

    return at


def _tables(family: Distribution, likelihood, estimates: dict, peak: float) -> tuple[Table, ...]:
    if any(np.ndim(v) for v in estimates.values()):
        return ()
    reach = {p: _reach(lambda t, p=p: likelihood({**estimates, p: t}), estimates[p], peak) for p in estimates}
    made = []
    for p, domain in family.parameters.items():
        others = tuple(q for q in estimates if q != p)
        curve = _curve(likelihood, estimates, reach, p)
        size = _round_step((domain.hi - domain.lo) / 10 if _bounded(domain) else _reach(curve, estimates[p], peak, reach[p]) / SIDE)
        values, step = _grid(estimates[p], size, *((float(domain.lo), float(domain.hi)) if _bounded(domain) else (None, None))), float(size)
        rows = [Row(t, curve(t)) for t in values if abs(t - estimates[p]) > 1e-6 * step and _inside(domain, t)]
        made.append(Table(p, tuple(sorted((*rows, Row(estimates[p], peak, True)), key=lambda row: row.value)), others))
    return tuple(made)


def _bounded(domain) -> bool:
    return bool(domain.lo.is_finite and domain.hi.is_finite)


def _inside(domain, t: float) -> bool:
    return not (domain.lo.is_finite and t <= domain.lo) and not (domain.hi.is_finite and t >= domain.hi)


def _curve(likelihood, estimates: dict, reach: dict, p) -> Callable[[float], float]:
    """The log-likelihood in p; its largest value over the other parameter if there is one; with more, these stay at the estimate."""
    others = [q for q in estimates if q != p]
    if len(others) != 1:
        return lambda t: likelihood({**estimates, p: t})
    (q,) = others
    return lambda t: _largest(lambda u: likelihood({**estimates, p: t, q: estimates[q] + reach[q] * u}))


def _largest(f: Callable[[float], float]) -> float:
    """The largest value of a function with one peak, sought from 0: a bracket by doubling, then the golden section."""
    points = [(u, f(u)) for u in (-0.125, 0.0, 0.125)]
    for _ in range(60):
        (left, at_left), (_, at_middle), (right, at_right) = points
        if at_right > at_middle:
            points = [*points[1:], (2 * right, f(2 * right))]
        elif at_left > at_middle:
            points = [(2 * left, f(2 * left)), *points[:2]]
        else:
            break
    best = points[1][1]
    left, right = points[0][0], points[2][0]
    a, b = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    at_a, at_b = f(a), f(b)
    for _ in range(STEPS):
        best = max(best, at_a, at_b)
        if (at_a, -abs(a)) > (at_b, -abs(b)):
            right, b, at_b = b, a, at_a
            a = right - GOLDEN * (right - left)
            at_a = f(a)
        else:
            left, a, at_a = a, b, at_b
            b = left + GOLDEN * (right - left)
            at_b = f(b)
    return max(best, at_a, at_b)


def _reach(curve: Callable[[float], float], at: float, peak: float, start: float = 0.0) -> float:
    """The distance at which the curve has fallen by FALL, or ends: the geometric mean of both sides, where both have one.

    The search begins at the distance ``start``, which may be too short.
    """
    near = abs(at) * 1e-6 or 1e-6
    used = [_fall(curve, at, side * (start or near), peak) for side in (1, -1) if curve(at + side * near) > -inf]
    return exp(sum(map(log, used)) / len(used)) if used else 1e6 * near


def _fall(curve, at: float, step: float, peak: float) -> float:
    fallen = lambda distance: curve(at + distance) < peak - FALL  # noqa: E731
    outer = next((k for k in (step * 2.0**j for j in range(100)) if fallen(k)), step)
    outer = next((k for k in (outer / 2.0**j for j in range(60)) if not fallen(k / 2)), outer)
    inner = outer / 2
    for _ in range(4):
        middle = (inner + outer) / 2
        inner, outer = (inner, middle) if fallen(middle) else (middle, outer)
    return abs(outer)


def _round_step(size) -> Decimal:
    """A step of 1, 2 or 5 units of a power of ten, near the size."""
    size = float(size)
    unit = Decimal(1).scaleb(floor(log10(size)))
    return unit * next(k for k in (1, 2, 5, 10) if size <= float(unit) * k * 1.4)


def _grid(middle: float, step: Decimal, lo: float | None, hi: float | None) -> list[float]:
    """Multiples of the step: all of them strictly between lo and hi, or those next to the middle."""
    if lo is not None and hi is not None:
        return [float(step * k) for k in range(floor(lo / float(step)) + 1, floor(hi / float(step)) + 1) if lo < float(step * k) < hi]
    nearest = int((Decimal(middle) / step).to_integral_value())
    return [float(step * k) for k in range(nearest - SIDE, nearest + SIDE + 1)]


# --- with numbers in the place of names ------------------------------------------------------------------------------


def with_numbers(shown: Figures, term: Expr) -> Expr:
    """The term with numbers for n, the known constants and the statistics; sums over the data that are left stay."""
    values = {shown.answer.found.size: shown.n, **shown.known}
    values |= {k: v for k, v in shown.statistics.items() if isinstance(k, Symbol) and np.ndim(v) == 0}
    made = substitute(term, {k: _exactly(v) for k, v in values.items()})
    return made.xreplace({v: _exactly(f"{float(v):.6g}", 6) for v in made.atoms(Float)})


def _exactly(value, digits: int = 17) -> Number:
    number = float(value)
    return Integer(int(number)) if number.is_integer() else Float(value, digits)
