"""Bounds of a term that hold for all large values of one variable: what proves that the tail of an integral or of a series is small."""

from collections.abc import Callable
from fractions import Fraction

import sympy as s

from .balls import Undefined, add, ball, exact, flint, logarithm, multiply, order, power
from .growth import LOG, Growth, Monomial, Range, above, constant, plus, scaled, times
from .terms import AtMost, free

MOST = 24  # terms of a bound
UNIT = (s.sin, s.cos, s.tanh, s.erf, s.sign, s.KroneckerDelta, AtMost)


class Envelope:
    """Bounds in y, for y in a range, of terms in a variable that is itself a growth of y."""

    def __init__(self, value: Callable, variable: s.Symbol, growth: Growth, span: Range, whole: bool = False):
        """With ``whole``, only for whole numbers y."""
        self.value, self.variable, self.growth, self.span, self.whole = value, variable, growth, span, whole
        self.memo: dict = {}

    # --- the term itself as a sum of monomials ---

    def exact(self, term) -> Growth | None:
        """The term, if it is a sum of monomials of y."""
        if term not in self.memo:
            self.memo[term] = self._exact(term)
        return self.memo[term]

    def _exact(self, term) -> Growth | None:
        if self.variable not in free(term):
            return constant(self.value(term))
        if term == self.variable:
            return self.growth
        match term:
            case s.Add() | s.Mul():
                parts = [self.exact(a) for a in term.args]
                if None in parts:
                    return None
                if isinstance(term, s.Add):
                    return plus(*parts)
                result = constant(1)
                for part in parts:
                    result = times(result, part)
                return result if len(result) <= MOST else None
            case s.Pow():
                return self._power(term)
            case s.exp():
                return self._exponential(self.exact(term.args[0]))
            case s.log():
                return self._logarithm(self.exact(term.args[0]))
            case s.Abs() if (inside := self.exact(term.args[0])) is not None:
                return scaled(inside, self.span.sign(inside)) if inside else inside
            case s.Piecewise():
                return self.exact(self.branch(term))
        return None

    def _power(self, term) -> Growth | None:
        base, exponent = term.args
        if self.variable in free(exponent):
            if self.whole and self.variable not in free(base):
                return self._geometric(base, exponent)
            logs = self._logarithm(self.exact(base))
            inside = self.exact(exponent)
            return None if logs is None or inside is None else self._exponential(times(logs, inside))
        base, exponent = self.exact(base), self.value(exponent)
        if base is None:
            return None
        if isinstance(exponent, int) and 0 <= exponent <= 12:
            result = constant(1)
            for _ in range(exponent):
                result = times(result, base)
            return result
        if len(base) != 1:
            return None
        (m,) = base
        if m.k and not isinstance(exponent, int):
            return None
        c = power(m.c, exponent)
        return (Monomial(c, multiply(m.q, exponent), m.k * exponent if m.k else 0, multiply(m.r, exponent)),)

    def _geometric(self, base, exponent) -> Growth | None:
        """A constant to the power of a whole number: also a negative one, of which only the size is known here."""
        inside, c = self.exact(exponent), self.value(base)
        if inside is None or order(c, 0) <= 0:
            return None
        return self._exponential(scaled(inside, logarithm(c)))

    @staticmethod
    def _exponential(inside: Growth | None) -> Growth | None:
        """e^(a + b log y + c y)"""
        if inside is None:
            return None
        total = Monomial(1)
        for m in inside:
            if (exact(m.r) and m.r == 0) and exact(m.q):
                if m.q == 0 and m.k == 0:
                    total = total._replace(c=multiply(total.c, ball(m.c).exp()))
                    continue
                if m.q == 0 and m.k == 1:
                    total = total._replace(q=add(total.q, m.c))
                    continue
                if m.q == 1 and m.k == 0:
                    total = total._replace(r=add(total.r, m.c))
                    continue
            return None
        return (total,)

    @staticmethod
    def _logarithm(inside: Growth | None) -> Growth | None:
        if inside is None or len(inside) != 1 or inside[0].k:
            return None
        (m,) = inside
        return plus(constant(logarithm(m.c)), scaled(LOG, m.q), scaled((Monomial(1, 1),), m.r))

    # --- sizes ---

    def upper(self, term) -> list[Growth]:
        """Logarithms of positive functions whose sum is at least |term|; also shows that the term is a real number."""
        if (g := self.exact(term)) is not None:
            return self.span.log_upper(g)
        found = self._upper(term)
        if len(found) > MOST:
            raise Undefined
        return found

    def _upper(self, term) -> list[Growth]:
        match term:
            case s.Add() | s.Max() | s.Min():
                return [h for a in term.args for h in self.upper(a)]
            case s.Mul():
                total: list[Growth] = [()]
                for a in term.args:
                    bounds = self.upper(a)
                    total = [plus(one, other) for one in total for other in bounds]
                    if len(total) > MOST:
                        raise Undefined
                return total
            case s.Pow():
                return self._power_upper(*term.args)
            case s.exp():
                return [self.signed(term.args[0])]
            case s.log():
                self.positive(term.args[0])
                sizes = [self.one(self.upper(term.args[0])), self.lower(term.args[0])]
                return [h for size in sizes for h in self.span.log_upper(size)]
            case s.Abs():
                return self.upper(term.args[0])
            case s.Piecewise():
                return self.upper(self.branch(term))
            case s.gamma():
                return [self._stirling(term.args[0], 1)]
        return self._special(term)

    def _special(self, term) -> list[Growth]:
        if isinstance(term, UNIT):
            self._real(term)
            return [()]
        match term:
            case s.atan():
                self._real(term)
                return [constant(1)]
            case s.erfc():
                inside = self.exact(term.args[0])
                if inside is not None and self.span.sign(inside) > 0:
                    return [scaled(times(inside, inside), -1)]
                self._real(term)
                return [constant(1)]
            case s.lowergamma() | s.uppergamma() if self.variable not in free(term.args[0]):
                return [self._incomplete(term)]
        raise Undefined

    def _real(self, term):
        """Raise where the arguments of a function are not shown to be real."""
        for a in term.args:
            self.upper(a)

    def _incomplete(self, term) -> Growth:
        """γ(a, x) and Γ(a, x) are at most Γ(a); the second falls like x^(a−1) e^(−x)."""
        a, x = self.value(term.args[0]), term.args[1]
        self.positive(x)
        if not ball(a) > 0:
            raise Undefined
        inside = self.exact(x)
        if isinstance(term, s.uppergamma) and inside and len(inside) == 1 and not inside[0].k:
            (m,) = inside
            if self.span.rises(m._replace(c=1)) and self.span.at(m) >= 2 * ball(a) + 2:
                logs = self._logarithm(inside)
                return plus(scaled(logs or (), add(a, -1)), scaled(inside, -1), constant(ball(2).log()))
        return constant(above(ball(a).gamma().log()))

    def _power_upper(self, base, exponent) -> list[Growth]:
        if self.variable in free(exponent):
            if self.variable in free(base):
                raise Undefined
            inside = self.exact(exponent)
            if not self.whole or inside is None or any((m.q, m.k, m.r) not in ((0, 0, 0), (1, 0, 0)) for m in inside):
                return [self.signed(exponent * s.log(base))]
            if not all(isinstance(m.c, int) for m in inside) or order(self.value(base), 0) == 0:
                raise Undefined
            return [scaled(inside, logarithm(abs(self.value(base))))]
        e = self.value(exponent)
        if not isinstance(e, int):
            self.positive(base)
        if order(e, 0) < 0:
            return [scaled(self.lower(base), e)]
        bounds = self.upper(base)
        n = len(bounds)
        return [plus(scaled(h, e), constant(above(ball(n).log() * ball(e)) if n > 1 else 0)) for h in bounds]

    def lower(self, term) -> Growth:
        """The logarithm of a positive function that is at most |term|."""
        if (g := self.exact(term)) is not None:
            return self.span.log_lower(g)
        match term:
            case s.Mul():
                return plus(*(self.lower(a) for a in term.args))
            case s.Pow() if self.variable not in free(term.exp):
                e = self.value(term.exp)
                return scaled(self.lower(term.base) if order(e, 0) > 0 else self.one(self.upper(term.base)), e)
            case s.exp():
                return scaled(self.signed(-term.args[0]), -1)
            case s.Add():
                self.positive(term)
                return max((self.lower(a) for a in term.args), key=self._at_start)
            case s.gamma():
                return self._stirling(term.args[0], -1)
            case s.Abs():
                return self.lower(term.args[0])
        raise Undefined

    def one(self, bounds: list[Growth]) -> Growth:
        """One function that is at least the sum."""
        if len(bounds) == 1:
            return bounds[0]
        constants = [sum((ball(m.c) for m in h), flint().arb(0)) for h in bounds if all(m[1:] == (0, 0, 0) for m in h)]
        if len(constants) < len(bounds) or not bounds:
            return self._dominating(bounds)
        return constant(above(sum((c.exp() for c in constants), flint().arb(0)).log()))

    def _at_start(self, h: Growth) -> float:
        return float(ball(sum((self.span.at(m) for m in h), flint().arb(0))).mid())

    def _dominating(self, bounds: list[Growth]) -> Growth:
        """The first that is nowhere less than the others, times their number."""
        for lead in bounds:
            try:
                if all(h is lead or self._above(lead, h) for h in bounds):
                    return plus(lead, constant(above(ball(len(bounds)).log())))
            except Undefined:
                continue
        raise Undefined

    def _above(self, lead: Growth, other: Growth) -> bool:
        return bool(self.span.value_above(plus(other, scaled(lead, -1))) <= 0)

    def signed(self, term) -> Growth:
        """A growth that the real term nowhere exceeds."""
        if (g := self.exact(term)) is not None:
            return g
        match term:
            case s.Add():
                return plus(*(self.signed(a) for a in term.args))
            case s.Mul() if term.args[0] != -1 and self.variable not in free(term.args[0]):
                factor, rest = self.value(term.args[0]), s.Mul(*term.args[1:])
                return scaled(self.signed(rest), factor) if order(factor, 0) >= 0 else scaled(self.signed(-rest), multiply(-1, factor))
            case s.log():
                self.positive(term.args[0])
                return self.one(self.upper(term.args[0]))
        if isinstance(minus := -term, s.log):
            self.positive(minus.args[0])
            return scaled(self.lower(minus.args[0]), -1)
        total = flint().arb(0)
        for h in self.upper(term):
            total += self.span.value_above(h).exp()
        return constant(above(total))

    def _stirling(self, inside, direction: int) -> Growth:
        """log Γ(y + c) = y log y − y + (c − ½) log y up to a constant; an upper or a lower bound."""
        g = self.exact(inside) or ()
        c = [m.c for m in g if m[1:] == (0, 0, 0)]
        rest = [m for m in g if m[1:] != (0, 0, 0)]
        if len(rest) != 1 or rest[0][1:] != (1, 0, 0) or not (exact(rest[0].c) and rest[0].c == 1):
            raise Undefined
        shift = c[0] if c else 0
        size, start = abs(ball(shift)), self.span.y
        if not start > 4 * size + 4:
            raise Undefined
        slack = above(2 * size * (1 + (size + 1) / start) + size + 2)
        body = (Monomial(1, 1, 1), Monomial(-1, 1), Monomial(add(shift, Fraction(-1, 2)), 0, 1))
        return plus(body, constant(direction * slack))

    # --- signs and branches ---

    def positive(self, term):
        if self.sign(term) <= 0:
            raise Undefined

    def sign(self, term) -> int:
        if (g := self.exact(term)) is not None:
            return self.span.sign(g)
        match term:
            case s.exp() | s.Abs():
                self.upper(term)
                self.lower(term)
                return 1
            case s.Mul():
                result = 1
                for a in term.args:
                    result *= self.sign(a)
                return result
            case s.Pow() if self.variable not in free(term.exp):
                found = self.sign(term.base)
                e = self.value(term.exp)
                return found if found > 0 or (isinstance(e, int) and e % 2) else 1 if isinstance(e, int) else _unknown()
            case s.Add():
                signs = {self.sign(a) for a in term.args}
                return signs.pop() if len(signs) == 1 else _unknown()
            case s.gamma():
                self._stirling(term.args[0], 1)
                return 1
        return _unknown()

    def branch(self, term):
        """The value of a Piecewise throughout the range."""
        for value, condition in term.args:
            if self.holds(condition):
                return value
        raise Undefined

    def holds(self, condition) -> bool:
        if condition in (s.true, s.false):
            return bool(condition)
        match condition:
            case s.And():
                return all(self.holds(c) for c in condition.args)
            case s.Or():
                return any(self.holds(c) for c in condition.args)
            case s.Not():
                return not self.holds(condition.args[0])
            case s.Gt() | s.Ge() | s.Lt() | s.Le() | s.Eq() | s.Ne():
                found = self.sign(condition.lhs - condition.rhs)
                return {s.Gt: found > 0, s.Ge: found > 0, s.Lt: found < 0, s.Le: found < 0, s.Eq: False, s.Ne: True}[type(condition)]
        raise Undefined


def _unknown():
    raise Undefined
