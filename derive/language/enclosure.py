"""The rigorous value of a term: a ball of real numbers that certainly contains it.

The walk goes bottom-up over the term as it stands and rewrites nothing; where a subterm has no value, neither has the term.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache, reduce
from math import floor as whole_floor
from math import isqrt
from numbers import Integral

import sympy as s
from sympy import Indexed, Rational, Symbol
from sympy.core.function import AppliedUndef

from . import terms
from .balls import EXACT, FUNCTIONS, Undefined, add, ball, checked, flint, maximum, minimum, multiply, order, ranked, sign_of, undefined
from .convergence import limit, series
from .integration import integral
from .zeros import zero

TERMS = 10_000  # of one sum, product or order statistic
BUDGET = 300_000  # of all of them together
fraction = lru_cache(maxsize=100_000)(Fraction)


def enclosure(term, values: Mapping, precision: int = 128):
    """A finite arb that contains the value of the term, or None.

    ``values`` gives symbols a number (int, Fraction, float read exactly, arb, or a constant term), indexed bases a sequence whose
    first element belongs to index 1 (nested for several indices), and undefined functions a callable from arbs to an arb.
    """
    with flint().ctx.workprec(precision):
        try:
            return ball(Walk(values).value(s.sympify(term, strict=True)))
        except (Undefined, RecursionError, OverflowError, MemoryError):
            return None


@lru_cache(maxsize=20_000)
def constant_sign(term) -> int | None:
    """-1, 0 or 1 for a term without free symbols; 0 only if it is exactly zero; None if not decided at 512 bits."""
    rough = _rough(term)
    if rough is not None and (rough[0] == rough[1] or rough[0] * rough[1] > 0):
        return (rough[0] > 0) - (rough[0] < 0)
    for precision in (64, 128, 256, 512):
        with flint().ctx.workprec(precision):
            try:
                return sign_of(Walk({}).value(term))
            except Undefined:
                continue
            except (RecursionError, OverflowError, MemoryError):
                return None
    return None


class Walk:
    """One evaluation. A subterm is evaluated once for each value of the innermost bound variable that it contains."""

    def __init__(self, values: Mapping):
        self.values, self.scopes, self.budget = dict(values), [(None, {})], BUDGET

    def value(self, term):
        if isinstance(term, Rational):
            return term.p if term.q == 1 else fraction(term.p, term.q)
        if isinstance(term, Symbol):
            return self.known(self.values.get(term))
        if isinstance(term, Indexed):
            return self.entry(term)
        memo = self.memo(term) if len(self.scopes) > 1 else self.scopes[0][1]
        found = memo.get(term)
        if found is None:
            found = memo[term] = checked(self.compound(term))
        return found

    def memo(self, term) -> dict:
        names = terms.free(term)
        for variable, memo in reversed(self.scopes):
            if variable in names:
                return memo
        return self.scopes[0][1]

    def compound(self, term):
        head = type(term)
        if head in FUNCTIONS:
            return FUNCTIONS[head](*map(self.value, term.args))
        if head in WALKS:
            return WALKS[head](self, term)
        if isinstance(term, AppliedUndef) and callable(f := self.values.get(term.func)):
            return self.known(f(*(ball(self.value(a)) for a in term.args)))
        raise Undefined

    def known(self, given):
        """A number that was given from outside."""
        if type(given) in EXACT:
            return int(given) if given is True or given is False else given
        if isinstance(given, Rational):
            return given.p if given.q == 1 else fraction(given.p, given.q)
        match given:
            case None:
                raise Undefined
            case _ if isinstance(given, flint().arb):
                return checked(given)
            case float() if given - given == 0:
                return Fraction(given)
            case Integral():
                return int(given)
            case s.Basic() if not terms.free(given):
                return self.value(given)
        raise Undefined

    def entry(self, term):
        """An entry of indexed data; indices count from 1."""
        found = self.values.get(term.base)
        for index in map(self.integer, term.indices):
            if found is None or not hasattr(found, "__len__") or not 1 <= index <= len(found):
                raise Undefined
            found = found[index - 1]
        return self.known(found)

    def integer(self, term) -> int:
        found = self.value(term)
        if not isinstance(found, int):
            raise Undefined
        return found

    @contextmanager
    def bound(self, variable) -> Iterator[Callable]:
        """A scope for a bound variable, and the function that sets it."""
        shadowed, memo = self.values.get(variable), {}

        def put(value):
            memo.clear()
            self.values[variable] = value

        self.scopes.append((variable, memo))
        try:
            yield put
        finally:
            self.scopes.pop()
            self.values[variable] = shadowed

    def family(self, body, limits) -> Iterator:
        """The values of the body as the indices, the last outermost, run through their ranges."""
        if not limits:
            yield self.value(body)
            return
        *inner, limit = limits
        if len(limit) != 3:
            raise Undefined
        variable, first, last = limit[0], self.integer(limit[1]), self.integer(limit[2])
        if last - first >= min(TERMS, self.budget):
            raise Undefined
        with self.bound(variable) as put:
            for k in range(first, last + 1):
                self.budget -= 1
                put(k)
                yield from self.family(body, inner)

    def holds(self, condition) -> bool | None:
        """Whether a condition holds at these values; None where that is not decided."""
        if condition in (s.true, s.false):
            return bool(condition)
        match condition:
            case s.Not():
                inside = self.holds(condition.args[0])
                return None if inside is None else not inside
            case s.And() | s.Or():
                parts, decisive = [self.holds(c) for c in condition.args], isinstance(condition, s.Or)
                return decisive if decisive in parts else None if None in parts else not decisive
        try:
            found = order(self.value(condition.args[0]), self.value(condition.args[1]))
        except Undefined:
            return None
        return RELATIONS[type(condition)](found) if type(condition) in RELATIONS else None


def _sum(walk, term):
    if any(len(limit) == 3 and limit[2] == s.oo for limit in term.args[1:]):
        return series(walk, term)
    return add(*walk.family(term.args[0], term.args[1:]))


def _product(walk, term):
    return multiply(*walk.family(term.args[0], term.args[1:]))


def _order_statistic(walk, term):
    values = list(walk.family(term.args[0], term.args[1:]))
    n = len(values)
    match term:
        case _ if not n:
            raise Undefined
        case terms.Largest():
            return maximum(*values)
        case terms.Smallest():
            return minimum(*values)
        case terms.LowerMedian():
            return ranked(values, (n + 1) // 2)
        case terms.UpperMedian():
            return ranked(values, n // 2 + 1)
    return multiply(Fraction(1, 2), add(ranked(values, (n + 1) // 2), ranked(values, n // 2 + 1)))


def _piecewise(walk, term):
    for value, condition in term.args:
        match walk.holds(condition):
            case True:
                return walk.value(value)
            case None:
                raise Undefined
    raise Undefined


def _float(walk, term):
    """Only a decimal that binary writes exactly: 0.5, but not 0.1, of which nobody can say what was meant."""
    binary = s.Rational(term)
    return Fraction(binary.p, binary.q) if Fraction(str(term)) == Fraction(binary.p, binary.q) else undefined()


def _zero(walk, term):
    variable, *ends = term.args[1]
    lo, hi = (None if end in (s.oo, -s.oo) else ball(walk.value(end)) for end in ends)
    with walk.bound(variable) as put:

        def h(point):
            if (lo is not None and not point > lo) or (hi is not None and not point < hi):
                return None
            put(point)
            try:
                return ball(walk.value(term.args[0]))
            except Undefined:
                return None

        return zero(h, lo, hi)


# Signs of constants without flint: intervals of fractions.
ROUGH = {s.pi: (Fraction(314159265, 10**8), Fraction(314159266, 10**8)), s.E: (Fraction(271828182, 10**8), Fraction(271828183, 10**8))}


def _rough(term) -> tuple[Fraction, Fraction] | None:
    """Fractions between which a constant lies, if it is made of rationals, pi and e by arithmetic, roots and logarithms."""
    if isinstance(term, s.Rational):
        return (Fraction(term.p, term.q),) * 2
    if term in ROUGH:
        return ROUGH[term]
    if not isinstance(term, s.Add | s.Mul | s.Pow | s.log):
        return None
    if isinstance(term, s.Pow):
        inside = _rough(term.base)
        return inside and _rough_power(*inside, term.exp)
    parts = [p for a in term.args if (p := _rough(a)) is not None]
    if len(parts) < len(term.args):
        return None
    if isinstance(term, s.Add):
        return sum(p[0] for p in parts), sum(p[1] for p in parts)
    if isinstance(term, s.Mul):
        return reduce(_rough_times, parts)
    lo, hi = parts[0]
    return (1 - 1 / lo, hi - 1) if lo > 0 and len(parts) == 1 else None


def _rough_times(a, b):
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def _rough_power(lo, hi, exponent):
    if lo <= 0:
        return None
    if exponent == s.Rational(1, 2):
        return Fraction(isqrt(whole_floor(lo * 10**16)), 10**8), Fraction(isqrt(whole_floor(hi * 10**16)) + 1, 10**8)
    if isinstance(exponent, s.Integer) and abs(exponent) <= 16:
        ends = lo ** int(exponent), hi ** int(exponent)
        return min(ends), max(ends)
    return _rough_power(*_rough_power(lo, hi, s.S.Half), s.Integer(-1)) if exponent == s.Rational(-1, 2) else None


RELATIONS = {
    s.Eq: lambda order: order == 0, s.Ne: lambda order: order != 0, s.Lt: lambda order: order < 0,
    s.Le: lambda order: order <= 0, s.Gt: lambda order: order > 0, s.Ge: lambda order: order >= 0,
}  # fmt: skip

WALKS: dict[type, Callable] = {
    s.Sum: _sum, terms.Total: _sum, s.Product: _product, s.Piecewise: _piecewise, s.Float: _float, terms.Zero: _zero,
    s.Integral: integral, terms.LimitOf: limit,
    **dict.fromkeys((terms.Largest, terms.Smallest, terms.LowerMedian, terms.UpperMedian, terms.Median), _order_statistic),
}  # fmt: skip
