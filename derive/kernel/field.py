"""Equality of rational functions of atoms: the kernel's only decision procedure.

A term is read as a quotient of polynomials in its atoms: symbols, entries, and every subterm whose head is not
+, ×, or a power with integer exponent. Powers split by b^(u+v) = b^u·b^v, and roots obey (b^(1/q))^q = b.
"""

from math import lcm

from sympy import Add, Basic, E, Expr, Integer, Mul, Number, Pow, Rational, exp, expand_mul, nan, zoo
from sympy.polys.domains import QQ
from sympy.polys.rings import PolyRing

from ..language.claims import Claim
from ..language.substitution import alpha

ONE, COMPOSITE = Integer(1), Rational | Add | Mul | Pow


def equal_as_fractions(a: Expr, b: Expr) -> tuple[Claim, ...] | None:
    """The conditions (denominators that are not zero) under which a = b; None where they differ as fractions."""
    reading = _Reading()
    terms = [alpha(a), alpha(b)]
    for t in terms:
        reading.collect(t)
    reading.enter()
    (p, q), (r, s) = (reading.fraction(t) for t in terms)
    difference = p - r if q == s else p * s - r * q
    return None if reading.reduce(difference) else tuple(Claim(d, "!=", Integer(0)) for d in reading.divisors)


def _powers(base: Expr, exponent: Expr):
    """Split base^exponent into pieces (base, u, c), each meaning (base^u)^c with rational c; u = 1 for plain powers."""
    for part in Add.make_args(expand_mul(exponent)):
        c, u = part.as_coeff_Mul()
        if not isinstance(c, Rational):
            c, u = ONE, part
        yield base, u, c


def _power(term: Expr):
    """The base and exponent of a term that is an atom of some ring; an ordinary atom is its own first power."""
    if isinstance(term, exp):
        return E, term.args[0]
    return (term.base, term.exp) if isinstance(term, Pow) else (term, ONE)


class _Reading:
    """The atoms of some terms, a ring that has a generator for each, and the terms as fractions over it."""

    def __init__(self):
        self.roots: dict[tuple[Basic, Basic], int] = {}
        self.divisors: dict[Basic, None] = {}

    def collect(self, term):
        if isinstance(term, Rational | Add | Mul) or (isinstance(term, Pow) and isinstance(term.exp, Integer)):
            for a in term.args:
                self.collect(a)
            return
        if isinstance(term, Number) or term in (zoo, nan) or (isinstance(term, Pow) and term.base == 0):
            raise ValueError(f"{term} is not a number that can be calculated with")
        base, exponent = _power(term)
        for _, u, c in _powers(base, exponent):
            if u == ONE and isinstance(base, Rational) and c.is_Integer:
                continue
            self.roots[base, u] = lcm(self.roots.get((base, u), 1), c.q)
            if u == ONE and isinstance(base, Add | Mul | Pow):
                self.collect(base)

    def enter(self):
        ring = PolyRing([f"a{k}" for k in range(len(self.roots))], QQ)
        self.ring = ring
        self.generators = dict(zip(self.roots, ring.gens, strict=True))

    def fraction(self, term):
        """Numerator and denominator in the ring."""
        ring = self.ring
        match term:
            case Rational():
                return ring.ground_new(QQ(term.p, term.q)), ring.one
            case Add():
                return self._sum([self.fraction(a) for a in term.args])
            case Mul():
                num, den = ring.one, ring.one
                for a in term.args:
                    p, q = self.fraction(a)
                    num, den = num * p, den * q
                return num, den
            case Pow() if isinstance(term.exp, Integer):
                return self._raise(term.base, self.fraction(term.base), int(term.exp))
        num, den = ring.one, ring.one
        base, exponent = _power(term)
        for _, u, c in _powers(base, exponent):
            if (base, u) in self.generators:
                root, whole = self.generators[base, u], int(c * self.roots[base, u])
                p, q = self._raise(base, (root, ring.one), whole, u != ONE)
            else:
                p, q = self._raise(base, (ring.ground_new(QQ(base.p, base.q)), ring.one), int(c))
            num, den = num * p, den * q
        return num, den

    def _raise(self, base, fraction, exponent, symbolic=False):
        p, q = fraction
        if (exponent < 0 or symbolic) and base != E and not isinstance(base, Rational):
            self.divisors[base] = None
        if exponent >= 0:
            return p**exponent, q**exponent
        if not p:
            raise ZeroDivisionError(f"{base} is zero and is divided by")
        return q**-exponent, p**-exponent

    def _sum(self, fractions):
        by_denominator: dict = {}
        for p, q in fractions:
            by_denominator[q] = by_denominator.get(q, self.ring.zero) + p
        num, den = self.ring.zero, self.ring.one
        for q, p in by_denominator.items():
            num, den = num * q + p * den, den * q
        return num, den

    def reduce(self, polynomial):
        """Replace (b^(1/q))^q by b, outermost roots first, and clear the denominators of b."""
        relations = [(k, b, q) for k, ((b, u), q) in enumerate(self.roots.items()) if u == ONE and isinstance(b, COMPOSITE)]
        for k, base, q in relations:
            num, den = self.fraction(base)
            folds = max((m[k] // q for m in polynomial), default=0)
            total = self.ring.zero
            for monomial, c in polynomial.items():
                fold, rest = divmod(monomial[k], q)
                kept = self.ring({(*monomial[:k], rest, *monomial[k + 1 :]): c})
                total += kept * num**fold * den ** (folds - fold)
            polynomial = total
        return polynomial
