"""What it means that both sides of an equation are defined: what is below a fraction bar is not zero, what has a logarithm or a power
with an exponent that is not whole is positive, and so are the arguments of Γ and B.
"""

from collections.abc import Iterator

import sympy as sp

from ..language.claims import Claim, Given
from ..language.domains import holds, is_integer
from ..language.sets import Span, nonnegative, positive, reals, unit
from ..language.terms import free
from .fractions import factored

ZERO = sp.Integer(0)
SCALES = frozenset("sigma tau s lambda kappa omega gamma delta nu alpha beta".split())


def needs(term: sp.Basic, given: Given) -> Iterator[tuple[sp.Expr, str]]:
    """Pairs (e, relation), each saying that e relation 0 where the term is defined."""
    for part in sp.preorder_traversal(term):
        match part:
            case sp.log() | sp.gamma() | sp.loggamma():
                yield part.args[0], ">"
            case sp.polygamma():
                yield part.args[1], ">"
            case sp.beta():
                yield from ((a, ">") for a in part.args)
            case sp.factorial():
                yield part.args[0], ">="
            case sp.Integral():
                yield from _to_converge(part)
            case sp.binomial():
                yield from ((e, ">=") for e in (part.args[1], part.args[0], part.args[0] - part.args[1]))
            case sp.Pow() if isinstance(part.exp, sp.Integer) or is_integer(part.exp, given):
                if not isinstance(part.exp, sp.Integer) or part.exp < 0:
                    yield part.base, "!="
            case sp.Pow():
                yield part.base, ">"


def _to_converge(term: sp.Integral) -> Iterator[tuple[sp.Expr, str]]:
    """∫ xᵃ exp(b x) dx from 0 to ∞ exists for b < 0 and a > −1 only, and ∫ xⁿ exp(b x² + …) dx over the line for b < 0 only."""
    body, *limits = term.args
    if len(limits) != 1 or len(limits[0]) != 3 or limits[0][2] != sp.oo or limits[0][1] not in (0, -sp.oo):
        return
    v, lo, _ = limits[0]
    power, exponent = ZERO, ZERO
    for factor in sp.Mul.make_args(body):
        base, e = factor.as_base_exp()
        if isinstance(factor, sp.exp):
            exponent += factor.args[0]
        elif base == v and v not in free(e):
            power += e
        elif v in free(factor):
            return
    poly = sp.expand(exponent).as_poly(v)
    if poly is not None and poly.degree() == (1 if lo == 0 else 2):
        yield sp.factor(-poly.LC()), ">"
        if lo == 0:
            yield sp.expand(power + 1), ">"


class Definedness:
    """Domains and hypotheses gathered from the parts of some terms; ``assumed`` lists what is only the convention."""

    def __init__(self, given: Given, bound: frozenset):
        self.given, self.bound = given, bound
        self.assumed: list[Claim] = []

    def gather(self, terms, conventional: bool) -> Given:
        for name in sorted(frozenset().union(*map(free, terms)), key=str):
            if isinstance(name, sp.Symbol | sp.IndexedBase) and name not in self.given.domains and name not in self.bound:
                self.given = self.given.declare(name, reals)
        wanted = list(dict.fromkeys(need for t in terms for need in needs(t, self.given)))
        if conventional:
            for name in sorted(_scales(terms), key=str):
                if self.given.domains.get(name) == reals:
                    self._of_name(name, positive)
                    self.assumed.append(Claim(name, ">", ZERO))
        for simple in (True, False):
            for e, relation in wanted:
                if isinstance(e, sp.Symbol | sp.Indexed) == simple:
                    self.require(e, relation)
        self._narrow()
        for found in sorted({p for t in terms for p in t.atoms(sp.Integral)}, key=str):
            if not free(found) & self.bound:
                self.given = self.given.assume(Claim(found, "in", reals))
                self._of_factors_outside(found)
        return self.given

    def _of_factors_outside(self, found: sp.Integral) -> None:
        """Names that stand before an integral are not 0, so that they can leave it."""
        for factor in (f for part in sp.Add.make_args(found.args[0]) for f in sp.Mul.make_args(part)):
            base = factor.as_base_exp()[0]
            if isinstance(base, sp.Symbol) and base not in self.bound and not holds(Claim(base, "!=", ZERO), self.given):
                self.given = self.given.assume(Claim(base, "!=", ZERO))
                self.assumed.append(Claim(base, "!=", ZERO))

    def require(self, e: sp.Expr, relation: str) -> None:
        if not free(e) or holds(Claim(e, relation, ZERO), self.given):
            return
        match e:
            case sp.Symbol() | sp.Indexed() if relation != "!=":
                self._of_name(e.base if isinstance(e, sp.Indexed) else e, positive if relation == ">" else nonnegative)
            case sp.Mul():
                self._of_factors(e.args, relation)
            case sp.Pow() if isinstance(e.exp, sp.Integer):
                self.require(e.base, "!=" if relation == "!=" or e.exp % 2 == 0 else relation)
            case sp.Pow():
                self.require(e.base, ">")
            case sp.Product():
                self.require(e.args[0], relation)
            case sp.Add() if isinstance(product := factored(e), sp.Mul | sp.Pow):
                self.require(product, relation)
                if not free(e) & self.bound:
                    self._suppose(e, relation)
            case sp.Add() if relation != "!=" and free(e) & self.bound:
                for part in e.args:
                    self.require(part, ">=" if isinstance(part, sp.Indexed) else relation)
            case _:
                self._suppose(e, relation)

    def _of_name(self, name, domain) -> None:
        known = self.given.domains.get(name)
        if isinstance(name, sp.Symbol | sp.IndexedBase) and name not in self.bound and known in (reals, nonnegative):
            self.given = self.given.declare(name, domain)

    def _of_factors(self, factors, relation: str) -> None:
        if relation == "!=":
            for f in factors:
                self.require(f, relation)
            return
        open_ones = [f for f in factors if not holds(Claim(f, ">", ZERO), self.given)]
        signs = [f for f in open_ones if holds(Claim(f, "<", ZERO), self.given)]
        rest = [f for f in open_ones if f not in signs]
        if len(signs) % 2 and len(rest) == 1:
            self._suppose(sp.expand(-rest[0]), relation)
            return
        if len(signs) % 2 and len(rest) == 2 and sp.expand(rest[0] - rest[1]) in (2, -2):
            self._of_name(sp.expand((rest[0] + rest[1]) / 2), Span(-1, 1, True, True))
            return
        if len(rest) > 1:
            self.assumed += [Claim(f, relation, ZERO) for f in rest]
        for f in rest:
            self.require(f, relation)

    def _suppose(self, e: sp.Expr, relation: str) -> None:
        if not free(e) & self.bound:
            self.given = self.given.assume(Claim(e, relation, ZERO))
            return
        entry = sp.expand(1 - e)
        if isinstance(entry, sp.Indexed) and self.given.domains.get(entry.base) in (reals, positive):
            self.given = self.given.declare(entry.base, unit)

    def _narrow(self) -> None:
        """Numbers that are positive and less than 1 live in the unit interval."""
        for h in self.given.hypotheses:
            name = sp.expand(1 - h.lhs)
            if h.relation == ">" and h.rhs == 0 and isinstance(name, sp.Symbol) and self.given.domains.get(name) == positive:
                rest = tuple(o for o in self.given.hypotheses if o != h)
                self.given = Given({**self.given.domains, name: unit}, rest)


def _scales(terms) -> set:
    """Scales whose square has a root or a logarithm, such as σ in √(σ²)."""
    found: set = set()
    for part in (p for t in terms for p in sp.preorder_traversal(t)):
        if isinstance(part, sp.log) or (isinstance(part, sp.Pow) and not isinstance(part.exp, sp.Integer)):
            squares = (q for q in part.args[0].atoms(sp.Pow) if isinstance(q.exp, sp.Integer) and q.exp % 2 == 0)
            found |= {q.base for q in squares if isinstance(q.base, sp.Symbol) and q.base.name.split("_")[0] in SCALES}
    return found


def where_defined(
    *terms: sp.Expr, known: Given, bound: frozenset = frozenset(), conventional: bool = False
) -> tuple[Given, tuple[Claim, ...]]:
    """The domains and hypotheses under which all the terms are defined, and what of it is taken for granted by convention only.

    By the convention a letter that is kept for scales and rates, and whose square has a root, such as σ, is positive.
    """
    found = Definedness(known, bound)
    return found.gather(terms, conventional), tuple(dict.fromkeys(found.assumed))
