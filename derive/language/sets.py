"""The sets that variables live in. A symbol's assumptions are computed from its set."""

from sympy import Basic, IndexedBase, Integer, Number, Symbol, oo, sympify
from sympy import sets as sympy_sets
from sympy.logic.boolalg import false, true

from .errors import DeclarationError


class Span(Basic):
    """An interval of real numbers; an infinite end is open."""

    def __new__(cls, lo, hi, lo_open=False, hi_open=False):
        lo, hi = sympify(lo, strict=True), sympify(hi, strict=True)
        flags = (true if lo_open or lo == -oo else false, true if hi_open or hi == oo else false)
        return Basic.__new__(cls, lo, hi, *flags)

    lo = property(lambda self: self.args[0])
    hi = property(lambda self: self.args[1])
    lo_open = property(lambda self: bool(self.args[2]))
    hi_open = property(lambda self: bool(self.args[3]))

    @property
    def is_open(self) -> bool:
        return self.lo_open and self.hi_open


class Integers(Basic):
    """The integers from lo to hi, both included where finite."""

    def __new__(cls, lo, hi=oo):
        return Basic.__new__(cls, sympify(lo, strict=True), sympify(hi, strict=True))

    lo = property(lambda self: self.args[0])
    hi = property(lambda self: self.args[1])
    lo_open = property(lambda self: self.args[0] == -oo)
    hi_open = property(lambda self: self.args[1] == oo)


class Simplex(Basic):
    """Vectors of d positive numbers with sum 1; the domain of a vector is the domain of its entries, tied by the sum."""

    def __new__(cls, size):
        return Basic.__new__(cls, sympify(size, strict=True))

    size = property(lambda self: self.args[0])


class Counts(Basic):
    """Vectors of d non-negative integers with sum m; m = 1 gives the one-hot vectors."""

    def __new__(cls, total, size):
        return Basic.__new__(cls, sympify(total, strict=True), sympify(size, strict=True))

    total = property(lambda self: self.args[0])
    size = property(lambda self: self.args[1])


LINES = (Span, Integers)
VECTORS = (Simplex, Counts)

reals = Span(-oo, oo)
positive = Span(0, oo, True)
nonnegative = Span(0, oo)
unit = Span(0, 1, True, True)
naturals = Integers(0)
counting = Integers(1)


def entries(domain: Basic) -> Basic:
    """The set that one entry of a vector lives in; of a line, itself."""
    match domain:
        case Simplex():
            return unit
        case Counts():
            return Integers(0, domain.total)
    return domain


def assumptions(domain: Basic) -> dict[str, bool]:
    """What SymPy may assume of a symbol with values in the domain. An end that is not a number says nothing."""
    line = entries(domain)
    facts = {"integer": True} if isinstance(line, Integers) else {"real": True}
    if isinstance(line.lo, Number) and line.lo != -oo:
        if line.lo > 0 or (line.lo == 0 and line.lo_open):
            facts["positive"] = True
        elif line.lo == 0:
            facts["nonnegative"] = True
    if isinstance(line.hi, Number) and line.hi != oo:
        if line.hi < 0 or (line.hi == 0 and line.hi_open):
            facts["negative"] = True
        elif line.hi == 0:
            facts["nonpositive"] = True
    if "positive" in facts and "integer" not in facts:
        del facts["real"]
    return facts


def variable(name: str, domain: Basic) -> Symbol:
    return Symbol(name, **assumptions(domain))


def data(name: str, domain: Basic) -> IndexedBase:
    """An indexed variable each of whose entries lives in the domain."""
    return IndexedBase(name, **assumptions(domain))


def as_domain(declared) -> Basic:
    """A set as users write it (ours or SymPy's) as one of ours."""
    match declared:
        case Span() | Integers() if declared.lo.is_number and declared.hi.is_number and not declared.lo < declared.hi:
            raise DeclarationError(f"the set from {declared.lo} to {declared.hi} is empty; exchange its ends")
        case Span() | Integers() | Simplex() | Counts():
            return declared
        case sympy_sets.Integers:
            return Integers(-oo)
        case sympy_sets.Range() if declared.step == 1:
            return Integers(declared.start, declared.stop - 1)
        case sympy_sets.Interval():
            return Span(declared.start, declared.end, declared.left_open, declared.right_open)
        case sympy_sets.FiniteSet() if all(isinstance(e, Integer) for e in declared) and len(declared) == max(declared) - min(declared) + 1:
            return Integers(min(declared), max(declared))
    if declared in (sympy_sets.Naturals, sympy_sets.Naturals0):
        return Integers(int(declared.inf))
    if declared == sympy_sets.Reals:
        return reals
    raise DeclarationError(f"{declared!r} is not a set of numbers that a variable can live in; use an interval or a range of integers")
