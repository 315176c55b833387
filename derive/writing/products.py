"""How a product is arranged: what stands above and below the bar, under a root, and behind the fraction.

SymPy stores 1/(√(2π) σ) as √2/(2 √π σ); here the pieces are put back to where a person writes them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    E,
    Expr,
    Float,
    Indexed,
    Integer,
    Integral,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    binomial,
    exp,
)  # fmt: skip

from ..language.terms import BINDERS, SERIES, Binder, free
from ..library.notation import NOTATIONS, PREFIX

NUMBER, ROOT, CONSTANT, COUNT, PARAMETER, DATUM, BRACKET, CALL, PREFIXED, EXPONENTIAL, RATE, SERIAL = range(12)
OPEN_FUNCTIONS = tuple({n.head for n in NOTATIONS if n.precedence == PREFIX})
DIGITS = re.compile(r"\d+")
SIZES = frozenset("nNmM")
DATA = frozenset("xyztuvw")


@dataclass(frozen=True)
class Radical:
    """√(over/under)."""

    over: tuple
    under: tuple = ()


@dataclass(frozen=True)
class Raised:
    """(over/under)^exponent, of several bases that share the exponent."""

    over: tuple
    under: tuple
    exponent: Expr


@dataclass(frozen=True)
class Arrangement:
    negative: bool
    over: tuple
    under: tuple
    behind: tuple


def base_and_exponent(factor):
    """As written: exp(x) is not taken apart, 1/2 to a power neither."""
    return factor.args if isinstance(factor, Pow) else (factor, S.One)


@lru_cache(maxsize=20_000)
def has_series(term) -> bool:
    """Whether a sum, product or integral over a range occurs in the term."""
    return isinstance(term, (*SERIES, Binder)) or any(has_series(a) for a in term.args if isinstance(a, Basic))


def is_datum(name) -> bool:
    """Letters from the end of the alphabet, without a subscript of their own, stand for data and for variables."""
    if isinstance(name, Symbol):
        return name.name.split("_bar")[0] in DATA or name.name.startswith(("mean(", "s^2"))
    return isinstance(name, Indexed)


@lru_cache(maxsize=20_000)
def has_datum(term) -> bool:
    return is_datum(term) or any(has_datum(a) for a in term.args if isinstance(a, Basic))


@lru_cache(maxsize=20_000)
def rank(factor) -> tuple:
    """The place of a factor among factors: numbers, constants, n, parameters, data, brackets, functions, series."""
    match factor:
        case Radical():
            return (ROOT, "", 0)
        case Raised():
            inner = rank((factor.over or factor.under)[0])
            return (inner[0], inner[1], 1)
    base, exponent = base_and_exponent(factor)
    symbolic = 0 if exponent.is_Number else 1
    if isinstance(base, binomial) or (base.is_number and isinstance(base, Mul | Pow)):
        return (CONSTANT, symbolic, "")
    match base:
        case Symbol() | Indexed():
            letter = str(base.args[0]) if isinstance(base, Indexed) else base.name
            letter = DIGITS.sub(lambda m: m[0].zfill(5), letter)
            kind = DATUM if is_datum(base) else COUNT if letter[0] in SIZES and letter not in ("mu", "nu") else PARAMETER
            return (kind, symbolic, letter)
        case Number():
            return (NUMBER if base is factor else CONSTANT, symbolic, "")
        case NumberSymbol():
            return (CONSTANT, symbolic, "z" if base is E else str(base))
        case Add() | Mul() | Pow():
            return (BRACKET, int(has_series(base)) * 2 + symbolic, "")
        case exp():
            return (EXPONENTIAL, 0, "")
        case Derivative():
            return (RATE, 0, "")
        case Sum() | Product() | Integral():
            return (SERIAL, 0, "")
    if isinstance(base, BINDERS):
        return (SERIAL if not isinstance(base.args[0], Indexed) else DATUM, 0, "")
    return (PREFIXED if isinstance(base, OPEN_FUNCTIONS) else CALL, 0, type(base).__name__)


def arrange(term) -> Arrangement:
    """Take a product (or a single power) apart."""
    coefficient, factors = term.as_coeff_mul() if isinstance(term, Mul) else (S.One, (term,))
    negative = bool(coefficient.is_negative)
    coefficient = -coefficient if negative else coefficient
    sides = _Sides()
    p, q = (coefficient.p, coefficient.q) if isinstance(coefficient, Rational) else (1, 1)
    if not isinstance(coefficient, Rational):
        sides.over.append(coefficient)
    q = sides.roots(factors, q)
    sides.powers([f for f in factors if not _half(f)])
    if p != 1:
        sides.over.append(Integer(p))
    if q != 1:
        sides.under.append(Integer(q))
    sides.sink()
    over, under = _sorted(sides.over), _sorted(sides.under)
    behind = _behind(over, under)
    return Arrangement(negative, tuple(f for f in over if f not in behind), under, behind)


def _sorted(factors) -> tuple:
    return tuple(sorted(factors, key=_order))


def _order(factor):
    kind, *rest = rank(factor)
    return kind, *(str(r) for r in rest)


def _half(factor) -> bool:
    """Whether the factor goes under the common root: √ of what cannot be negative."""
    base, exponent = base_and_exponent(factor)
    return isinstance(exponent, Rational) and exponent.q == 2 and bool(base.is_nonnegative)


class _Sides:
    """The factors above and below the bar, while they are being collected."""

    def __init__(self):
        self.over, self.under, self.sinking = [], [], []

    def roots(self, factors, q: int) -> int:
        """Collect √ factors; √2/2 is 1/√2, so the denominator of the coefficient may shrink."""
        halves = [base_and_exponent(f) for f in factors if _half(f)]
        if len(halves) == 1 and abs(halves[0][1]) != S.Half:
            base, exponent = halves[0]
            (self.over if exponent > 0 else self.under).append(Pow(base, abs(exponent)))
            return q
        over = [(b, e) for b, e in halves if e > 0]
        under = [(b, -e) for b, e in halves if e < 0]
        for b, e in list(over):
            if isinstance(b, Integer) and e == S.Half and gcd(b.p, q) == b.p:
                over.remove((b, e))
                under.append((b, e))
                q //= b.p
        over, under = (_sorted(Pow(b, 2 * e) for b, e in side) for side in (over, under))
        below = q != 1 or any(_sinks(f) for f in factors if not _half(f))
        if over and under and not below:
            self.over.append(Radical(over, under))
            return q
        self.over += [Radical(over)] if over else []
        self.under += [Radical(under)] if under else []
        return q

    def powers(self, factors):
        """Sort powers to their side; those with one symbolic exponent are gathered: (2π)^(-n/2), (x/λ)^k."""
        groups: dict = {}
        for factor in factors:
            base, exponent = base_and_exponent(factor)
            if exponent in (S.Half, -S.Half):
                (self.over if exponent > 0 else self.under).append(Radical((base,)))
            elif exponent.is_Number:
                (self.under if exponent.is_negative else self.over).append(Pow(base, -exponent) if exponent.is_negative else factor)
            elif isinstance(factor, Pow):
                flip = exponent.could_extract_minus_sign()
                groups.setdefault(-exponent if flip else exponent, ([], []))[flip].append(base)
            else:
                self.over.append(factor)
        for exponent, sides in groups.items():
            self._group(exponent, *sides)

    def _group(self, exponent, plus, minus):
        if plus and minus and all(b.is_nonnegative for b in (*plus, *minus)) and not all(b.is_number for b in (*plus, *minus)):
            self.over.append(Raised(_sorted(plus), _sorted(minus), exponent))
            return
        for bases, sunk in ((plus, False), (minus, True)):
            numbers = [b for b in bases if b.is_number and b.is_positive]
            if len(numbers) > 1:
                self._symbolic(Raised(_sorted(numbers), (), -exponent if sunk else exponent), exponent, sunk)
                bases = [b for b in bases if b not in numbers]
            for base in bases:
                self._symbolic(Pow(base, -exponent if sunk else exponent), exponent, sunk)

    def _symbolic(self, factor, exponent, sunk):
        if sunk and not isinstance(exponent, Add):
            self.sinking.append(factor)
        else:
            self.over.append(factor)

    def sink(self):
        """σ^(-n) goes below a bar that is there anyway, and makes none."""
        below = any(not isinstance(f, Number) for f in self.under)
        for factor in self.sinking:
            match factor:
                case Raised(over, under, exponent) if below:
                    self.under.append(Raised(over, under, -exponent))
                case Pow() if below:
                    self.under.append(Pow(factor.base, -factor.exp))
                case _:
                    self.over.append(factor)


def _sinks(factor) -> bool:
    _, exponent = base_and_exponent(factor)
    return bool(exponent.is_negative) if exponent.is_Number else False


def _behind(over, under) -> tuple:
    """What is written behind the fraction instead of above its bar: functions and series."""
    if not under:
        return ()
    kinds = {f: rank(f)[0] for f in over}
    behind = set()
    below = [part for f in under for part in (_bases(f) if not isinstance(f, Basic) else (f,))]
    if not any(has_series(f) for f in below):
        behind |= {f for f in over if kinds[f] == SERIAL or (isinstance(f, Pow) and rank(f.base)[0] == SERIAL)}
    if not any(f.has(exp) for f in below):
        behind |= {f for f in over if kinds[f] == EXPONENTIAL}
    if all(isinstance(f, Number) for f in under) or any(kinds[f] < PREFIXED for f in over) or behind:
        behind |= {f for f in over if kinds[f] == PREFIXED}
    behind |= {f for f in over if kinds[f] == RATE}
    if any(kinds[f] == EXPONENTIAL for f in behind):
        rest = [f for f in over if f not in behind]
        behind |= {f for f in rest if _follows(f, len(rest) > 1)}
    return tuple(f for f in over if f in behind)


def _bases(piece: Radical | Raised) -> tuple:
    return piece.over + piece.under


def _follows(factor, others: bool) -> bool:
    """Whether a power or bracket of data goes along with the exponential behind the fraction."""
    if not isinstance(factor, Basic):
        return isinstance(factor, Raised) and any(has_datum(b) for b in factor.over)
    base, exponent = base_and_exponent(factor)
    symbolic = not exponent.is_Number
    return has_datum(base) and (symbolic or (isinstance(base, Add) and others and not has_series(base)))


def degree(term) -> float:
    """The degree of a term as of a polynomial, functions counting nothing."""
    match term:
        case Symbol() | Indexed():
            return 1
        case Mul():
            return sum(degree(f) for f in term.args)
        case Add():
            return max(degree(t) for t in term.args)
        case Pow():
            return degree(term.base) * (float(term.exp) if isinstance(term.exp, Rational) else 1)
        case Sum() | Integral() | Abs():
            return degree(term.args[0])
    return 0


@lru_cache(maxsize=20_000)
def term_order(term) -> tuple:
    """Terms free of series first, then by falling degree, then simple functions before others, then by letters."""
    factors = sorted(Mul.make_args(term), key=_order)
    inside = frozenset().union(*(free(f) for f in factors if rank(f)[0] in (CALL, PREFIXED, EXPONENTIAL)))
    letters = tuple(_letter(f) for f in factors if not isinstance(f, Number))
    return has_series(term), -degree(term), len(inside), letters


def _letter(factor) -> tuple:
    base, exponent = base_and_exponent(factor)
    kind, symbolic, letter = rank(base)
    power = float(exponent) if isinstance(exponent, Rational | Float) else 0.0
    return SERIAL + 1 if kind == BRACKET else kind, str(letter), symbolic, -power
