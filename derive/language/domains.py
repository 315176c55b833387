"""What follows from the sets that variables live in: the sign of a term, whether a condition holds.

``holds(claim, given)`` answers True or False only where that follows, else None. It adds, multiplies and composes
the signs of subterms and uses the hypotheses; it never simplifies, and evaluates nothing that contains a symbol.
"""

from functools import lru_cache, reduce

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Function,
    Indexed,
    Integer,
    Integral,
    Mul,
    Number,
    Pow,
    Product,
    Rational,
    Sum,
    Symbol,
    Tuple,
    atan,
    atan2,
    besseli,
    beta,
    binomial,
    cos,
    cosh,
    erf,
    exp,
    expand_mul,
    factor_terms,
    factorial,
    gamma,
    log,
    loggamma,
    oo,
    pi,
    polygamma,
    sin,
    sinh,
    tanh,
    together,
)  # fmt: skip
from sympy.core.function import AppliedUndef

from .claims import Claim, Given
from .enclosure import constant_sign
from .existence import exists
from .sets import Counts, Integers, Simplex, Span, assumptions, entries
from .substitution import alpha, same
from .terms import BINDERS, CONTINUOUS, AtMost, Binder, Largest, LowerMedian, Median, Smallest, Total, UpperMedian, Zero, free

NEG, ZERO, POS, ANY = 1, 2, 4, 7
MINUS = (0, POS, ZERO, POS | ZERO, NEG, ANY & ~ZERO, NEG | ZERO, ANY)
REAL_ON_REALS = (exp, sin, cos, sinh, cosh, tanh, atan, erf, besseli, Abs)
SIGNS = {">": POS, ">=": POS | ZERO, "<": NEG, "<=": NEG | ZERO, "=": ZERO, "!=": NEG | POS}


def holds(claim: Claim, given: Given) -> bool | None:
    """Whether the claim follows from what is given: True, False, or None where neither was found."""
    claim = Claim(alpha(claim.lhs), claim.relation, alpha(claim.rhs))
    if any(claim.same(h) for h in given.hypotheses):
        return True
    if claim.relation == "in":
        return _member(claim.lhs, claim.rhs, given)
    if not (isinstance(claim.lhs, Expr) and isinstance(claim.rhs, Expr)):
        return True if claim.relation == "=" and same(claim.lhs, claim.rhs) else None
    if claim.relation == "=" and (same(claim.lhs, claim.rhs) or _adds_up(claim, given)):
        return True
    found, wanted = sign(claim.lhs - claim.rhs, given), SIGNS[claim.relation]
    if found and not found & ~wanted:
        return True
    return False if found and not found & wanted else None


def _member(term: Basic, domain: Basic, given: Given) -> bool | None:
    if not isinstance(domain, Span | Integers):
        return None
    if isinstance(domain, Integers) and not is_integer(term, given):
        return False if isinstance(term, Number) and not term.is_integer else None
    if not is_real(term, given):
        return None
    answers = []
    if domain.lo != -oo:
        answers.append(holds(Claim(term, ">" if domain.lo_open else ">=", domain.lo), given))
    if domain.hi != oo:
        answers.append(holds(Claim(term, "<" if domain.hi_open else "<=", domain.hi), given))
    return False if False in answers else None if None in answers else True


def _adds_up(claim: Claim, given: Given) -> bool:
    """Σ_k p_k = 1 on the simplex; the entries of a vector of counts add up to its total."""
    total = claim.lhs
    if not isinstance(total, Sum) or not isinstance(total.args[0], Indexed) or len(total.args) != 2:
        return False
    entry, (k, lo, hi) = total.args
    domain = given.domains.get(entry.base)
    if not isinstance(domain, Simplex | Counts):
        return False
    wanted = 1 if isinstance(domain, Simplex) else domain.total
    return wanted == claim.rhs and lo == 1 and hi == domain.size and entry.indices[-1] == k and k not in free(Tuple(*entry.indices[:-1]))


def domain_of(term: Basic, given: Given) -> Basic | None:
    """The declared set of a symbol, or of an entry of an indexed variable."""
    if isinstance(term, Indexed):
        domain = given.domains.get(term.base)
        if isinstance(domain, Simplex) and sign(domain.size - 1, given) != POS:
            return Span(0, 1, True)
        return None if domain is None else entries(domain)
    return given.domains.get(term)


def is_integer(term: Basic, given: Given) -> bool:
    match term:
        case Symbol() | Indexed() if domain_of(term, given) is not None:
            return isinstance(domain_of(term, given), Integers)
        case Add() | Mul():
            return all(is_integer(a, given) for a in term.args)
        case Pow():
            return is_integer(term.base, given) and term.exp.is_integer is True and term.exp.is_nonnegative is True
        case Sum() | Product() | Largest() | Smallest():
            return is_integer(term.args[0], given)
    return term.is_integer is True


def is_real(term: Basic, given: Given) -> bool:
    """Whether the term certainly is a number, real and finite, for all values that are given."""
    match term:
        case Symbol() | Indexed():
            return domain_of(term, given) is not None or term.is_real is True
        case Number():
            return term.is_real is True
        case Pow():
            return _is_real_power(term.base, term.exp, given)
        case Zero():
            return True
        case Integral():
            return exists(term, given, holds)
        case Sum() if _given_real(term, given):
            return True
        case Binder() | Sum() | Product():
            return _is_finite_family(term) and is_real(term.args[0], within(term, given))
        case Add() | Mul() | AtMost() | AppliedUndef():
            return all(is_real(a, given) for a in term.args)
        case log() | loggamma() | gamma() | beta():
            return all(sign(a, given) == POS for a in term.args)
        case polygamma():
            return isinstance(term.args[0], Integer) and term.args[0] >= 0 and sign(term.args[1], given) == POS
        case besseli() if not isinstance(term.args[0], Integer):
            return False
        case factorial():
            return not sign(term.args[0], given) & NEG
        case binomial():
            return not (sign(term.args[1], given) | sign(term.args[0] - term.args[1], given)) & NEG
        case atan2():
            return all(is_real(a, given) for a in term.args) and not sign(Add(*(a**2 for a in term.args)), given) & ZERO
        case Function() if term.func in REAL_ON_REALS:
            return all(is_real(a, given) for a in term.args)
    return term.is_real is True


def _given_real(term: Basic, given: Given) -> bool:
    """Whether a hypothesis says that a series has a sum."""
    return any(h.relation == "in" and isinstance(h.rhs, Span) and same(h.lhs, term) for h in given.hypotheses)


def _is_real_power(base: Basic, exponent: Basic, given: Given) -> bool:
    inside, way = sign(base, given), sign(exponent, given)
    if isinstance(exponent, Integer):
        return is_real(base, given) and (exponent > 0 or not inside & ZERO)
    return is_real(exponent, given) and is_real(base, given) and (inside == POS or (not inside & NEG and way == POS))


def _is_finite_family(term: Basic) -> bool:
    return not any(end.has(oo, -oo) for _, *ends in term.args[1:] for end in ends)


def within(binder: Basic, given: Given) -> Given:
    """What is given inside a sum, a product, or an order statistic: its indices run through their ranges."""
    for index, *ends in reversed(binder.args[1:]):
        if len(ends) == 2 and isinstance(index, Symbol) and not isinstance(binder, Zero):
            given = given.declare(index, Integers(*ends))
    return given


@lru_cache(maxsize=20_000)
def sign(term: Basic, given: Given) -> int:
    """The signs that the term can have, as a set of NEG, ZERO, POS; 0 would say that there is no such value."""
    term = alpha(term)
    assumed = (SIGNS[h.relation] for h in given.hypotheses if h.relation in SIGNS and h.rhs == 0 and same(h.lhs, term))
    return reduce(int.__and__, assumed, _sign(term, given))


def _sign(term: Basic, given: Given) -> int:
    match term:
        case Number():
            return POS if term > 0 else NEG if term < 0 else ZERO if term == 0 else ANY
        case Symbol() | Indexed():
            return _of_variable(term, given)
        case _ if not free(term) and (found := constant_sign(term)) is not None:
            return (NEG, ZERO, POS)[found + 1]
        case Add():
            return _of_sum(term, given)
        case Mul():
            return reduce(times, (sign(a, given) for a in term.args))
        case Pow():
            return _of_power(term.base, term.exp, given)
        case exp():
            return POS if is_real(term.args[0], given) else ANY
        case log():
            inside = term.args[0]
            return sign(inside - 1, given) if sign(inside, given) == POS else ANY
        case Abs():
            inside = sign(term.args[0], given)
            return POS if not inside & ZERO else ZERO if inside == ZERO else POS | ZERO
        case Sum() | Product() | Binder():
            return _of_family(term, given)
        case AtMost():
            return POS | ZERO
        case Function():
            return _of_function(term, given)
    return ANY


def times(a: int, b: int) -> int:
    """The signs of a product."""
    signs = ZERO if (a | b) & ZERO else 0
    signs |= POS if (a & POS and b & POS) or (a & NEG and b & NEG) else 0
    return signs | (NEG if (a & POS and b & NEG) or (a & NEG and b & POS) else 0)


def plus(a: int, b: int) -> int:
    """The signs of a sum."""
    if ZERO in (a, b):
        return b if a == ZERO else a
    if not (a | b) & NEG or not (a | b) & POS:
        return (a | b) & ~ZERO | (ZERO if a & b & ZERO else 0)
    return ANY


def _of_variable(term, given) -> int:
    hypotheses = reduce(int.__and__, (SIGNS[r] for e, r in _facts(term, given) if e == term), ANY)
    domain = domain_of(term, given)
    if isinstance(term, Indexed) and any(_is_least(h, term, given) for h in given.hypotheses):
        hypotheses &= POS
    if domain is None:
        known = POS if term.is_positive else POS | ZERO if term.is_nonnegative else NEG if term.is_negative else ANY
        return known & hypotheses
    above = ANY if domain.lo == -oo else plus(sign(domain.lo, given), POS if domain.lo_open else POS | ZERO)
    below = ANY if domain.hi == oo else plus(sign(domain.hi, given), NEG if domain.hi_open else NEG | ZERO)
    return above & below & hypotheses


def _is_least(h: Claim, entry: Indexed, given: Given) -> bool:
    """Whether the hypothesis says that the least entry of the vector is positive."""
    return h.relation == ">" and h.rhs == 0 and isinstance(h.lhs, Smallest) and _is_among(alpha(h.lhs), entry, given)


def _is_among(extreme: Basic, entry: Indexed, given: Given) -> bool:
    """Whether the entry is one of those of which the order statistic is the extreme."""
    body, *limits = extreme.args
    if len(entry.indices) != len(limits) or body != entry.base[tuple(limit[0] for limit in limits)]:
        return False
    ranges = [Integers(*limit[1:]) for limit in limits]
    if any(limit[0] in free(r) for limit in limits for r in ranges):
        return False
    return all(_member(k, r, given) is True for k, r in zip(entry.indices, ranges, strict=True))


def _of_sum(term, given) -> int:
    """Look at the sum as it stands, multiplied out, and over one denominator."""
    found = _as_it_stands(term, given)
    if found not in (POS, NEG, ZERO) and (expanded := expand_mul(term)) != term and isinstance(expanded, Add):
        found &= _as_it_stands(expanded, given)
    if found not in (POS, NEG, ZERO) and isinstance(single := together(term), Mul):
        parts = [a for a in single.args if a != term]
        found &= reduce(times, (_as_it_stands(a, given) if isinstance(a, Add) else sign(a, given) for a in parts))
    return found


def _as_it_stands(term: Add, given: Given) -> int:
    found = reduce(plus, (sign(a, given) for a in term.args))
    if found not in (POS, NEG, ZERO):
        found &= _by_bounds(term, given)
    if found not in (POS, NEG, ZERO):
        found &= _by_facts(term, given)
    if found not in (POS, NEG, ZERO):
        found &= _by_root(term, given)
    if found not in (POS, NEG, ZERO):
        found &= _of_logarithms(term, given)
    return found


def _of_logarithms(term: Add, given: Given) -> int:
    """c log a − c log b has the sign of c (a − b)."""
    parts = [a.as_coeff_Mul() for a in term.args]
    if len(parts) != 2 or parts[0][0] != -parts[1][0] or not all(isinstance(f, log) for _, f in parts):
        return ANY
    (c, first), (_, other) = parts
    a, b = first.args[0], other.args[0]
    return times(sign(c, given), sign(a - b, given)) if sign(a, given) == sign(b, given) == POS else ANY


def _by_root(term: Add, given: Given) -> int:
    """c·√u + r has the sign of c where c²u > r²; terms of the same sign may be left out of r."""
    for part in term.args:
        root = next((f for f in Mul.make_args(part) if isinstance(f, Pow) and f.exp == Rational(1, 2)), None)
        if root is None:
            continue
        c = part / root
        own = sign(c, given)
        if own in (POS, NEG) and sign(root.base, given) == POS:
            rest = Add(*(a for a in term.args if a != part and sign(a, given) != own))
            if sign(factor_terms(together(c**2 * root.base - rest**2)), given) == POS:
                return own
        rest = term - part
        if sign(root.base, given) == POS and sign(together(rest**2 - c**2 * root.base), given) == POS:
            return sign(rest, given)
    return ANY


def _of_power(base, exponent, given) -> int:
    inside = sign(base, given)
    if isinstance(exponent, Integer):
        if (inside & ZERO and exponent < 0) or (exponent % 2 == 0 and not is_real(base, given)):
            return ANY
        mirrored = inside | MINUS[inside] if exponent % 2 == 0 else inside
        return mirrored & ~NEG if exponent % 2 == 0 else mirrored
    if inside == POS:
        return POS if is_real(exponent, given) else ANY
    return POS | ZERO if inside == POS | ZERO and sign(exponent, given) == POS else ANY


def _of_family(term, given) -> int:
    if isinstance(term, Zero):
        _, lo, hi = term.args[1]
        return ANY if lo == -oo else plus(sign(lo, given), POS) & (ANY if hi == oo else plus(sign(hi, given), NEG))
    if not _is_finite_family(term):
        return ANY
    body = sign(term.args[0], within(term, given))
    if not isinstance(term, Sum | Product | Total):
        return body
    filled = all(not sign(hi - lo, given) & NEG for _, lo, hi in term.args[1:])
    if isinstance(term, Product):
        return body if body == POS or (body == POS | ZERO) else ANY
    if body in (POS, NEG):
        return body if filled else body | ZERO
    return body if body in (POS | ZERO, NEG | ZERO, ZERO) else ANY


def _of_function(term, given) -> int:
    signs = [sign(a, given) for a in term.args]
    match term:
        case gamma() | beta() if all(s == POS for s in signs):
            return POS
        case polygamma() if signs[1] == POS and isinstance(term.args[0], Integer) and term.args[0] > 0:
            return POS if term.args[0] % 2 else NEG
        case factorial() if not signs[0] & NEG:
            return POS
        case binomial() if not signs[1] & NEG and not sign(term.args[0] - term.args[1], given) & NEG:
            return POS
        case besseli() if isinstance(term.args[0], Integer) and term.args[0] >= 0 and signs[1] == POS:
            return POS
        case besseli() if term.args[0] == 0 and is_real(term.args[1], given):
            return POS
    return ANY


def _facts(term: Basic, given: Given):
    """Pairs (e, relation), each saying ``e relation 0``, that could bear on the term."""
    for h in given.hypotheses:
        if h.relation in SIGNS and isinstance(h.lhs, Expr) and isinstance(h.rhs, Expr):
            yield alpha(h.lhs - h.rhs), h.relation
    if not isinstance(term, Add):
        return
    for atom in sorted(term.atoms(Symbol, Indexed), key=str):
        domain = domain_of(atom, given)
        if domain is not None and domain.lo not in (-oo, 0):
            yield atom - alpha(domain.lo), ">" if domain.lo_open else ">="
        if domain is not None and domain.hi not in (oo, 0):
            yield alpha(domain.hi) - atom, ">" if domain.hi_open else ">="
    for top in term.atoms(Largest):
        yield top - Smallest(*top.args), ">="
    ends = [e for d in given.domains.values() for bound in d.args[:2] for e in (alpha(bound),) if isinstance(e, Largest | Smallest)]
    for entry in term.atoms(Indexed):
        for extreme in ends:
            if _is_among(extreme, entry, given):
                yield (entry - extreme, ">=") if isinstance(extreme, Smallest) else (extreme - entry, ">=")
    for angle in term.atoms(atan2):
        yield from ((angle + pi, ">"), (pi - angle, ">="))
    for zero in term.atoms(Zero):
        _, low, high = zero.args[1]
        yield from ((e, ">") for e, end in ((zero - low, low), (high - zero, high)) if end not in (oo, -oo))
    for middle in term.atoms(Median):
        yield middle - LowerMedian(*middle.args), ">="
        yield UpperMedian(*middle.args) - middle, ">="
    for part in term.args:
        yield from _bounds_of_sum(part, given)


def _bounds_of_sum(part: Basic, given: Given):
    """c·Σ b(i) lies between the number of terms times the ends of b, for c > 0."""
    sums = [a for a in Mul.make_args(part) if isinstance(a, Sum) and len(a.args) == 2]
    if len(sums) != 1:
        return
    body, (index, lo, hi) = sums[0].args
    factor = part / sums[0]
    domain = domain_of(body, given)
    if domain is None or index in free(domain) or sign(factor, given) != POS or sign(hi - lo, given) & NEG:
        return
    if domain.lo != -oo:
        yield part - factor * (hi - lo + 1) * domain.lo, ">" if domain.lo_open else ">="
    if domain.hi != oo:
        yield factor * (hi - lo + 1) * domain.hi - part, ">" if domain.hi_open else ">="


def _by_facts(term: Add, given: Given, depth: int = 3) -> int:
    """Write the term as c·fact + rest with a number c, and add the signs of the two."""
    found, parts = ANY, term.as_coefficients_dict()
    for fact, relation in _facts(term, given):
        known = fact.as_coefficients_dict()
        scales = {parts[m] / known[m] for m in known if m in parts and not isinstance(m, Number)}
        for c in sorted(scales, key=str):
            rest = term - c * fact
            if len(Add.make_args(rest)) < len(term.args):
                rest_sign = sign(rest, given)
            elif depth and isinstance(rest, Add) and len(rest.args) == len(term.args):
                rest_sign = _by_facts(rest, given, depth - 1)
            else:
                continue
            found &= plus(SIGNS[relation] if c > 0 else MINUS[SIGNS[relation]], rest_sign)
        if found in (POS, NEG, ZERO):
            break
    return found


def _by_bounds(term: Add, given: Given) -> int:
    """Interval arithmetic over the terms that are numbers times a variable with numbers as ends."""
    lo, hi, lo_open, hi_open = Integer(0), Integer(0), False, False
    for a in term.args:
        c, v = a.as_coeff_Mul()
        if not isinstance(c, Rational):
            return ANY
        ends = _ends(v, given)
        a_lo, a_hi, a_lo_open, a_hi_open = ends if c > 0 else (ends[1], ends[0], ends[3], ends[2])
        lo, hi = lo + c * a_lo, hi + c * a_hi
        lo_open, hi_open = lo_open or a_lo_open, hi_open or a_hi_open
    signs = ANY
    if lo.is_extended_real and (lo > 0 or (lo == 0 and lo_open)):
        signs &= POS
    elif lo == 0:
        signs &= POS | ZERO
    if hi.is_extended_real and (hi < 0 or (hi == 0 and hi_open)):
        signs &= NEG
    elif hi == 0:
        signs &= NEG | ZERO
    return signs


def _ends(term, given) -> tuple:
    if isinstance(term, Rational):
        return term, term, False, False
    if isinstance(term, Pow) and sign(term.exp, given) == POS and not isinstance(term.exp, Integer):
        lo, hi, lo_open, hi_open = _ends(term.base, given)
        if lo >= 0 and hi <= 1:
            return Integer(0), Integer(1), lo_open or lo > 0, hi_open or hi < 1
    if isinstance(term, exp) and sign(term.args[0], given) in (POS, NEG):
        return (Integer(1), oo, True, True) if sign(term.args[0], given) == POS else (Integer(0), Integer(1), True, True)
    domain = domain_of(term, given) if isinstance(term, Symbol | Indexed) else None
    lo, hi, lo_open, hi_open = -oo, oo, True, True
    if domain is not None and isinstance(domain.lo, Rational):
        lo, lo_open = domain.lo, domain.lo_open
    if domain is not None and isinstance(domain.hi, Rational):
        hi, hi_open = domain.hi, domain.hi_open
    signs = sign(term, given)
    if lo == -oo and not signs & NEG:
        lo, lo_open = Integer(0), not signs & ZERO
    if hi == oo and not signs & POS:
        hi, hi_open = Integer(0), not signs & ZERO
    return lo, hi, lo_open, hi_open


@lru_cache(maxsize=50_000)
def _has_power(term: Basic) -> bool:
    """Whether a power occurs whose exponent is no positive whole number."""
    if isinstance(term, Pow) and not (isinstance(term.exp, Integer) and term.exp > 0):
        return True
    return any(_has_power(a) for a in term.args if isinstance(a, Basic))


def divisors(term: Basic, given: Given):
    """The bases that may not be zero, as they stand below a fraction bar, each with what is given there."""
    if not _has_power(term):
        return
    if isinstance(term, BINDERS):
        inside = given
        for v, *ends in reversed(term.args[1:]):
            for end in ends:
                yield from divisors(end, inside)
            domain = ends[0] if len(ends) == 1 else Span(*ends, True, True) if isinstance(term, CONTINUOUS) else Integers(*ends)
            inside = inside.declare(v, domain)
        yield from divisors(term.args[0], inside)
        return
    if isinstance(term, Pow) and not (isinstance(term.exp, Integer) and term.exp > 0) and sign(term.exp, given) != POS:
        yield term.base, given
    for a in term.args:
        yield from divisors(a, given)


def fits(variable: Basic, domain: Basic, given: Given) -> bool:
    """Whether all that SymPy assumes of a variable follows from its domain."""
    positive = isinstance(variable, Symbol) and holds(Claim(variable, ">", Integer(0)), given.declare(variable, domain))
    known = Symbol("_", **(assumptions(domain) | ({"positive": True} if positive else {}))).assumptions0
    return all(known.get(k) is v for k, v in variable.assumptions0.items())
