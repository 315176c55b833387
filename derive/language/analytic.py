"""A term as a function of complex balls: what rigorous quadrature evaluates.

The function of a real number is real, or has no value: a root or a logarithm of a negative number gives a ball that is not finite.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import sympy as s
from sympy.core.function import AppliedUndef

from .balls import Undefined, add, ball, flint, multiply, order
from .terms import AtMost, free

Cells = Mapping[s.Symbol, list]
Function = Callable[[bool], object]  # of the flag "analytic"; the variables are read from their cells


def function(walk, term, cells: Cells, logs: Cells | None = None, direction: int = 0) -> Function:
    """``cells[v][0]`` holds the value of v while the function is called, and ``logs[v][0]`` its logarithm where v is e to a power.

    The direction tells whether such a v is mostly above 1 or below.
    """
    return _Compiler(walk, cells, logs or {}, direction).made(term)


class _Compiler:
    def __init__(self, walk, cells, logs, direction):
        self.walk, self.cells, self.names, self.logs, self.direction = walk, cells, frozenset(cells), logs, direction
        self.acb = flint().acb

    def made(self, term) -> Function:
        if term in self.cells:
            cell = self.cells[term]
            return lambda a: cell[0]
        if not self.names & free(term):
            value = self.acb(ball(self.walk.value(term)))
            return lambda a: value
        head = type(term)
        if head is s.Add or head is s.Mul:
            moving = [self.made(a) for a in term.args if self.names & free(a)]
            fixed = [self.walk.value(a) for a in term.args if not self.names & free(a)]
            if fixed:
                value = self.acb(ball(add(*fixed) if head is s.Add else multiply(*fixed)))
                moving = [lambda a: value, *moving]
            return _total(moving) if head is s.Add else _times(moving)
        if head is s.Pow:
            return self.power(*term.args)
        if head is s.Piecewise:
            return self.piecewise(term.args)
        if head in (s.Sum, s.Product):
            return self.series(term)
        if head is s.Integral:
            return self.integral(term)
        if isinstance(term, AppliedUndef) and callable(f := self.walk.values.get(term.func)):
            arguments = [self.made(x) for x in term.args]
            return lambda a: f(*(x(a) for x in arguments))
        if head in UNARY and len(term.args) == 1:
            return _composed(UNARY[head], self.made(term.args[0]))
        if head in CUT and len(term.args) == 1:
            return _guarded(*CUT[head], self.made(term.args[0]))
        if head in OTHER:
            return OTHER[head](self, *term.args)
        raise Undefined

    def power(self, base, exponent) -> Function:
        if not self.names & free(exponent):
            e = self.walk.value(exponent)
            if isinstance(e, int) and base not in self.logs:
                inside = self.made(base)
                return lambda a: inside(a) ** e
            e, log = self.acb(ball(e)), self.log(base)
            return lambda a: (log(a) * e).exp()
        e, log = self.made(exponent), self.log(base)
        return lambda a: (log(a) * e(a)).exp()

    def log(self, term) -> Function:
        """The logarithm of a positive term; of its factors that are powers of e exactly."""
        known, rest = [], []
        for factor in s.Mul.make_args(term):
            base, exponent = factor.as_base_exp()
            if base in self.logs and not self.names & free(exponent):
                known.append((self.logs[base], self.acb(ball(self.walk.value(exponent)))))
            else:
                rest.append(factor)
        parts = []
        for factor in rest:
            lead = self.leading(factor) if self.direction else None
            if lead is not None:
                cell, e, c, factor = lead
                known.append((cell, e))
                parts.append(self.log(c))
            parts.append(factor)
        logs = [p for p in parts if callable(p)]
        inside = self.made(s.Mul(*(p for p in parts if not callable(p))))

        def f(a):
            total = _log(inside(a), a)
            for log in logs:
                total = total + log(a)
            for cell, e in known:
                total = total + cell[0] * e
            return total

        return f

    def leading(self, term):
        """c v^e + … = c v^e (1 + …) with the power that matters most where v is large (direction 1), or small (−1)."""
        found = []
        ((v, cell),) = self.logs.items()
        if not isinstance(term, s.Add):
            return None
        for part in term.args:
            c, power = part.as_independent(v, as_Add=False)
            base, e = (s.Integer(1), s.Integer(0)) if power == 1 else power.as_base_exp()
            if self.names & (free(c) | free(e)) or base not in (v, 1):
                return None
            found.append((self.walk.value(e), c, e))
        first = found[0]
        for each in found[1:]:
            first = each if order(each[0], first[0]) * self.direction > 0 else first
        value, c, e = first
        if order(self.walk.value(c), 0) <= 0:
            return None
        rest = s.Add(*(other / c * v ** (power - e) for _, other, power in found))
        return cell, self.acb(ball(value)), c, rest

    def piecewise(self, pairs) -> Function:
        branches = []
        for value, condition in pairs:
            branches.append((self.made(value), self.condition(condition)))
            if condition == s.true:
                break

        def f(a):
            found = None
            for value, condition in branches:
                match condition(a):
                    case True:
                        return value(a) if found is None else found.union(value(a))
                    case None if a:
                        return NAN()
                    case None:
                        found = value(a) if found is None else found.union(value(a))
            return NAN()

        return f

    def condition(self, condition) -> Callable:
        """Whether it holds on the whole ball; None where it may change there."""
        if condition in (s.true, s.false):
            known = bool(condition)
            return lambda a: known
        match condition:
            case s.Not():
                inner = self.condition(condition.args[0])
                return lambda a: None if (found := inner(a)) is None else not found
            case s.And() | s.Or():
                parts, decisive = [self.condition(c) for c in condition.args], isinstance(condition, s.Or)

                def joined(a):
                    found = [p(a) for p in parts]
                    return decisive if decisive in found else None if None in found else not decisive

                return joined
            case s.Gt() | s.Ge() | s.Lt() | s.Le() | s.Eq() | s.Ne():
                difference, head = self.made(condition.lhs - condition.rhs), type(condition)
                when_more = {s.Gt: True, s.Ge: True, s.Lt: False, s.Le: False, s.Eq: False, s.Ne: True}[head]
                when_less = {s.Gt: False, s.Ge: False, s.Lt: True, s.Le: True, s.Eq: False, s.Ne: True}[head]

                def compared(a):
                    found = difference(a).real
                    return when_more if found > 0 else when_less if found < 0 else None

                return compared
        raise Undefined

    def series(self, term) -> Function:
        parts = []
        for _ in self._each(term.args[1:]):
            parts.append(self.made(term.args[0]))
        return _total(parts) if isinstance(term, s.Sum) else _times(parts)

    def _each(self, limits):
        if not limits:
            yield
            return
        *inner, (k, lo, hi) = limits
        first, last = self.walk.integer(lo), self.walk.integer(hi)
        if last - first >= min(200, self.walk.budget):
            raise Undefined
        with self.walk.bound(k) as put:
            for number in range(first, last + 1):
                self.walk.budget -= 1
                put(number)
                yield from self._each(inner)

    def integral(self, term) -> Function:
        """A finite inner range, mapped to [0, 1]; a bound may depend on the outer variable."""
        body, *limits = term.args
        if len(limits) > 1:
            body = s.Integral(body, *limits[:-1])
        v, lo, hi = limits[-1]
        if s.oo in (lo, hi) or -s.oo in (lo, hi):
            raise Undefined
        cell: list = [None]
        inside = _Compiler(self.walk, {**self.cells, v: cell}, self.logs, self.direction).made(body)
        lower, upper = self.made(lo), self.made(hi)
        walk = self.walk

        def f(a):
            start = lower(a)
            length = upper(a) - start
            bits = -100

            def inner(u, analytic):
                walk.budget -= 1
                cell[0] = start + length * u
                return inside(a or analytic) if walk.budget > 0 else NAN()

            return length * quadrature(inner, flint().arb(2) ** bits, 1000)

        return f


def NAN():
    return flint().acb("nan")


def quadrature(f: Callable, tolerance, evaluations: int):
    """∫ f over [0, 1]. Flint does not bear exceptions within: they become balls that are not finite, and signals wait."""
    missing = NAN()

    def safe(u, analytic):
        try:
            return f(u, analytic)
        except (ArithmeticError, ValueError):
            return missing

    with _undisturbed():
        return flint().acb.integral(safe, 0, 1, abs_tol=tolerance, rel_tol=flint().arb(2) ** -112, eval_limit=evaluations)


@contextmanager
def _undisturbed() -> Iterator[None]:
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _total(parts) -> Function:
    if not parts:
        return lambda a: flint().acb(0)
    first, *rest = parts

    def f(a):
        total = first(a)
        for p in rest:
            total = total + p(a)
        return total

    return f


def _times(parts) -> Function:
    if not parts:
        return lambda a: flint().acb(1)
    first, *rest = parts

    def f(a):
        total = first(a)
        for p in rest:
            total = total * p(a)
        return total

    return f


def _composed(method: str, inside: Function) -> Function:
    call = getattr(flint().acb, method)
    return lambda a: call(inside(a))


def _log(z, analytic):
    if not analytic and not z.real >= 0 and z.imag.contains(0):
        return NAN()
    return z.log(analytic=analytic)


def _guarded(method: str, allowed: Callable, inside: Function) -> Function:
    """Only where no cut of the plane and no point outside the real domain can be met."""

    def f(a):
        z = inside(a)
        return getattr(z, method)() if allowed(z) else NAN()

    return f


def _right(z) -> bool:
    """Not on the negative axis."""
    return bool(z.real > 0) or (not z.imag.is_zero() and not z.imag.contains(0))


def _inside(z) -> bool:
    return bool(abs(z.real) < 1)


def _incomplete(method: str):
    def make(compiler, order, x):
        if compiler.names & free(order):
            raise Undefined
        a, inside = compiler.acb(ball(compiler.walk.value(order))), compiler.made(x)

        def f(analytic):
            z = inside(analytic)
            return getattr(z, method)(a) if _right(z) else NAN()

        return f

    return make


def _bessel(method: str):
    def make(compiler, order, x):
        if compiler.names & free(order):
            raise Undefined
        n, inside = compiler.walk.value(order), compiler.made(x)
        entire = isinstance(n, int) and method != "bessel_k"
        n = compiler.acb(ball(n))

        def f(analytic):
            z = inside(analytic)
            return getattr(z, method)(n) if entire or _right(z) else NAN()

        return f

    return make


def _polygamma(compiler, order, x):
    n = compiler.walk.integer(order)
    inside = compiler.made(x)
    if n == 0:
        return lambda a: inside(a).digamma()
    n = compiler.acb(n)
    return lambda a: z.polygamma(n) if _right(z := inside(a)) else NAN()


def _extended(method: str):
    def make(compiler, *arguments):
        made = [compiler.made(x) for x in arguments]

        def f(a):
            result = made[0](a)
            if len(made) == 1:
                return getattr(result, method)(analytic=a)
            for other in made[1:]:
                result = getattr(result, method)(other(a), analytic=a)
            return result

        return f

    return make


def _at_most(compiler, x, y):
    return compiler.piecewise(((s.Integer(1), s.Le(x, y, evaluate=False)), (s.Integer(0), s.true)))


def _beta(compiler, x, y):
    return compiler.made(s.gamma(x) * s.gamma(y) / s.gamma(x + y))


UNARY = {
    s.exp: "exp", s.sin: "sin", s.cos: "cos", s.tan: "tan", s.cot: "cot", s.sec: "sec", s.csc: "csc", s.sinh: "sinh", s.cosh: "cosh",
    s.tanh: "tanh", s.coth: "coth", s.gamma: "gamma", s.erf: "erf", s.erfc: "erfc", s.digamma: "digamma",
}  # fmt: skip
CUT = {
    s.loggamma: ("lgamma", _right), s.asin: ("asin", _inside), s.acos: ("acos", _inside), s.atanh: ("atanh", _inside),
    s.atan: ("atan", lambda z: bool(abs(z.imag) < 1)), s.asinh: ("asinh", lambda z: bool(abs(z.imag) < 1)),
    s.acosh: ("acosh", lambda z: bool(z.real > 1)), s.LambertW: ("lambertw", _right),
}  # fmt: skip
OTHER = {
    s.log: lambda compiler, x: compiler.log(x),
    s.lowergamma: _incomplete("gamma_lower"), s.uppergamma: _incomplete("gamma_upper"),
    s.besseli: _bessel("bessel_i"), s.besselj: _bessel("bessel_j"), s.besselk: _bessel("bessel_k"),
    s.polygamma: _polygamma, s.beta: _beta, s.factorial: lambda compiler, x: compiler.made(s.gamma(x + 1)),
    s.Abs: _extended("real_abs"), s.sign: _extended("real_sgn"), s.floor: _extended("real_floor"), s.ceiling: _extended("real_ceil"),
    s.Max: _extended("real_max"), s.Min: _extended("real_min"), AtMost: _at_most,
}  # fmt: skip
