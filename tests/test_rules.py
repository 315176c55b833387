"""Every rule of the library is attacked, by its type: what it says is compared with balls at points inside its conditions.

Equations and inequalities are tried at random values of their holes, extreme ones too. Rules about maxima are tried in three ways:
in finite models, where every set of maximisers is found by looking; with polynomials, for the rules that speak of derivatives; and
at every use that a derivation makes of them. A condition must be needed: without it there is a counterexample.
"""

import random
from fractions import Fraction
from itertools import product

import flint
import mpmath
import pytest
import sympy as sp
from conftest import FAMILIES, PROVED, answer
from sympy.core.function import AppliedUndef, UndefinedFunction

import derive
from derive.kernel.derivation import Rule
from derive.language import terms as T
from derive.language.claims import Claim
from derive.language.enclosure import enclosure
from derive.language.sets import Counts, Integers, Simplex, Span
from derive.language.substitution import substitute

RULES = derive.rules()
PRECISIONS = (128, 512, 2048)
STYLES = ("plain", "positive", "unit", "extreme", "tiny", "edge", "whole")
INDEXED = (sp.Sum, sp.Product, T.Largest, T.Smallest, T.LowerMedian, T.UpperMedian, T.Median, T.Vector)


def scalar(rule: Rule) -> bool:
    """Whether the rule speaks of numbers only, not of maximisers or of functions of a continuous variable."""
    sides = [side for c in (rule.conclusion, *rule.premises) for side in (c.lhs, c.rhs)]
    return not any(side.atoms(T.ArgMax, T.Zero, sp.Derivative) or endless(side) for side in sides)


def endless(side) -> bool:
    """Whether there is an integral or a sum without end; the rules about these have tests of their own."""
    return bool(side.atoms(sp.Integral)) or any(limit[2] == sp.oo for found in side.atoms(sp.Sum) for limit in found.args[1:])


SCALAR = [name for name, rule in RULES.items() if scalar(rule)]


def number(rng: random.Random, style: str) -> Fraction:
    small = Fraction(rng.randint(1, 60), rng.randint(1, 20))
    power = Fraction(10) ** rng.randint(-6, 6)
    match style:
        case "plain":
            return small * rng.choice((1, -1)) * rng.choice((1, 1, 1, 0))
        case "positive":
            return small
        case "unit":
            return Fraction(rng.randint(1, 99), 100)
        case "extreme":
            return rng.choice((1, -1)) * small * power
        case "tiny":
            return small * Fraction(10) ** rng.randint(-9, -3)
        case "edge":
            return rng.choice((1, -1)) + rng.choice((1, -1)) * Fraction(10) ** rng.randint(-8, -1)
    return Fraction(rng.randint(-3, 4))


# --- values for holes ------------------------------------------------------------------------------------------------


def indices(rule: Rule) -> dict:
    """The bound indices of a rule, and the ends of their ranges."""
    sides = (side for c in (rule.conclusion, *rule.premises) for side in (c.lhs, c.rhs))
    families = (t for side in sides for t in sp.preorder_traversal(side) if isinstance(t, INDEXED))
    return {limit[0]: limit[1:] for t in families for limit in t.args[1:]}


def holes(rule: Rule) -> list:
    claims = (rule.conclusion, *rule.premises, *rule.conditions)
    return sorted(frozenset().union(*(c.free for c in claims)) - set(indices(rule)), key=str)


class Table:
    """A function of indices, drawn when it is asked."""

    def __init__(self, rng, style):
        self.rng, self.style, self.known = rng, style, {}

    def __call__(self, *at):
        key = tuple(float(a.mid()) for a in at)
        return self.known.setdefault(key, number(self.rng, self.style))


def drawn(rule: Rule, rng: random.Random) -> dict | None:
    """Values of the holes, with those that a premise determines computed from it; None where that fails."""
    values = {}
    style = rng.choice(STYLES)
    for hole in holes(rule):
        own = style if rng.random() < 0.5 else rng.choice(STYLES)
        if isinstance(hole, UndefinedFunction):
            values[hole] = Table(rng, own)
        else:
            values[hole] = rng.randint(-2, 5) if hole.is_integer else number(rng, own)
    for premise in rule.premises:
        for hole in [h for h in holes(rule) if isinstance(h, sp.Symbol) and h in premise.free and not h.is_integer]:
            slope = (premise.lhs - premise.rhs).diff(hole)
            solved = enclosure(-(premise.lhs - premise.rhs).subs(hole, 0) / slope, values, 2048)
            if solved is None:
                return None
            values[hole] = solved
    return values


def true(claim: Claim, values: dict) -> bool | None:
    """Whether the claim holds at the values: True, False, or None where it was not decided."""
    if claim.relation == "in":
        return inside(claim.lhs, claim.rhs, values)
    for precision in PRECISIONS:
        left, right = (enclosure(side, values, precision) for side in (claim.lhs, claim.rhs))
        if left is None or right is None:
            continue
        gap = left - right
        if claim.relation == "=":
            if not gap.contains(0):
                return False
            if float(gap.rad()) <= 1e-25 * max(1e-6, abs(float(left.mid()))):
                return True
            continue
        yes, no = {
            "<": (gap < 0, gap >= 0), "<=": (gap <= 0, gap > 0), ">": (gap > 0, gap <= 0), ">=": (gap >= 0, gap < 0),
            "!=": (not gap.contains(0), gap == 0),
        }[claim.relation]  # fmt: skip
        if yes or no:
            return bool(yes)
    return None


def inside(term, domain, values: dict) -> bool | None:
    found = enclosure(term, values, 512)
    if found is None:
        return None
    if isinstance(domain, Integers) and not (found.is_exact() and found.is_integer()):
        return False
    bounds = [Claim(term, ">" if domain.lo_open else ">=", domain.lo)] if domain.lo != -sp.oo else []
    bounds += [Claim(term, "<" if domain.hi_open else "<=", domain.hi)] if domain.hi != sp.oo else []
    answers = [true(b, values) for b in bounds]
    return False if False in answers else None if None in answers else True


def everywhere(claim: Claim, rule: Rule, values: dict) -> bool | None:
    """Whether a condition holds for all values of the bound indices that it mentions."""
    names = [index for index in indices(rule) if index in claim.free]
    ranges = []
    for index in names:
        ends = [enclosure(e, values) for e in indices(rule)[index]]
        if None in ends:
            return None
        ranges.append(range(int(float(ends[0].mid())), int(float(ends[1].mid())) + 1))
    answers = [true(claim, {**values, **dict(zip(names, at, strict=True))}) for at in product(*ranges)]
    return False if False in answers else None if None in answers else True


# --- equations and inequalities --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCALAR)
def test_rule_holds_at_random_points_inside_its_conditions(name):
    rule, rng, decided = RULES[name], random.Random(name), 0
    for _ in range(4000):
        values = drawn(rule, rng)
        if values is None or not all(everywhere(c, rule, values) for c in rule.conditions):
            continue
        found = everywhere(rule.conclusion, rule, values)
        assert found is not False, (name, values, {h: t.known for h, t in values.items() if isinstance(t, Table)})
        decided += found is True
        if decided == 60:
            return
    raise AssertionError(f"{name}: only {decided} points were found inside the conditions")


def without(rule: Rule, k: int, tries: int = 800) -> str:
    """What goes wrong without the k-th condition, the others being met: ``false``, ``undefined``, or nothing."""
    rng, found = random.Random(f"{rule.name} {k}"), ""
    others = [c for j, c in enumerate(rule.conditions) if j != k]
    for _ in range(tries):
        values = drawn(rule, rng)
        if values is None or everywhere(rule.conditions[k], rule, values) is True:
            continue
        if not all(everywhere(c, rule, values) for c in others):
            continue
        result = everywhere(rule.conclusion, rule, values)
        if result is False:
            return "false"
        found = found or ("undefined" if result is None else "")
    return found


CONDITIONS = [(name, k) for name in SCALAR for k in range(len(RULES[name].conditions))]
# Conditions without which no counterexample is found, because none exists, with the reason why they stand.
NOT_REFUTED = {
    ("power-of-product", 2): "every term of the language is real; the identity would survive a complex exponent",
    ("weighted-log-mean-below-maximum", 0): "without it the premise has no value",
    ("weighted-log-mean-below-maximum", 2): "an empty sample has no largest value, and the premise determines no mean",
    (
        "weighted-log-mean-below-maximum",
        3,
    ): "not needed, as weights xᵃ are positive for every a; the unknown of the root is positive anyway",
    ("digamma-below-log", 0): "an inequality between numbers that are not real has no meaning",
    ("digamma-above-shifted-log", 0): "an inequality between numbers that are not real has no meaning",
    ("gibbs", 1): "follows from the other two; it stands so that the kernel need not find that out",
    ("gibbs", 2): "follows from the other two; it stands so that the kernel need not find that out",
    ("binomial-second-moment", 1): "the right side has no value for a = −1 and n = 1 only",
    ("phase", 2): "the angle of a point has a meaning for real coordinates only",
    ("phase", 3): "the angle of a point has a meaning for real coordinates only",
    ("zero-of-decreasing", 0): "without it there may be several zeros, so that the term names none; each of them is a zero",
    ("bessel-ratio-increases", 0): "not needed, as a variance is positive for every a; the unknown of the root is positive anyway",
}


@pytest.mark.parametrize(("name", "k"), CONDITIONS)
def test_condition_is_needed(name, k):
    """Without it the conclusion is false somewhere, or has no value, if need be at a number that is not real."""
    found = without(RULES[name], k) or ("false" if _fails_for_complex_numbers(RULES[name], k) else "")
    assert bool(found) != ((name, k) in NOT_REFUTED), (name, str(RULES[name].conditions[k]), found)


def _fails_for_complex_numbers(rule: Rule, k: int) -> bool:
    condition = rule.conditions[k]
    if condition.relation != "in" or rule.conclusion.relation != "=" or not isinstance(condition.rhs, Span):
        return False
    values = {h: sp.Rational(3, 2) for h in holes(rule)} | {condition.lhs: 70 * sp.I}
    return abs(sp.N((rule.conclusion.lhs - rule.conclusion.rhs).subs(values), 20)) > 1e-6


# --- finite models: sets of maximisers found by looking --------------------------------------------------------------

SETS = (T.ArgMax, T.Only, T.Pairs)
FINITE = [name for name, r in RULES.items() if any(isinstance(p.lhs, T.ArgMax) for p in r.premises)]


class Model:
    """Sets of parameters with few elements; functions are tables with few values, so that there are ties."""

    def __init__(self, rule: Rule, rng: random.Random, premises):
        self.premises, self.rng = premises, rng
        self.sets = {domain: [Fraction(k) for k in range(rng.randint(1, 3))] for _, domain in rule.generic}
        self.domains = {variable: self.sets[domain] for variable, domain in rule.generic}
        self.values, self.tables = {}, {}
        self.positive = rng.random() < 0.7
        for premise in rule.premises:
            if isinstance(premise.lhs, T.ArgMax) and isinstance(premise.rhs, sp.Symbol):
                points = product(*(self.sets[d] for _, d in premise.lhs.args[1:]))
                self.values[premise.rhs] = frozenset(p for p in points if rng.random() < 0.6)

    def value(self, term, at):
        match term:
            case sp.Rational():
                return Fraction(term.p, term.q)
            case sp.Symbol() | sp.IndexedBase():
                return self.symbol(term, at)
            case AppliedUndef():
                return self.entry(term.func, tuple(self.value(a, at) for a in term.args))
            case sp.log():
                inside = self.value(term.args[0], at)
                if inside <= 0:
                    raise ArithmeticError
                return ("log", inside)
            case T.ArgMax():
                names = [limit[0] for limit in term.args[1:]]
                found = {
                    p: self.value(term.args[0], {**at, **dict(zip(names, p, strict=True))})
                    for p in product(*(self.sets[d] for _, d in term.args[1:]))
                }
                return frozenset(p for p, v in found.items() if v == max(found.values()))
            case T.Only():
                return frozenset({tuple(self.value(a, at) for a in term.args)})
            case T.Pairs():
                return frozenset(p + q for p in self.value(term.args[0], at) for q in self.value(term.args[1], at))
        raise TypeError(term)

    def symbol(self, name, at):
        if name in at:
            return at[name]
        return self.values.setdefault(name, Fraction(self.rng.randrange(3)))

    def entry(self, head, key):
        low = 1 if self.positive else -1
        return self.tables.setdefault(head, {}).setdefault(key, Fraction(self.rng.randint(low, 3)))

    def settle(self):
        """Give the holes that a premise determines their values."""
        for premise in reversed(self.premises):
            for at in self.everywhere(premise):
                if isinstance(premise.lhs, AppliedUndef):
                    key = tuple(self.value(a, at) for a in premise.lhs.args)
                    self.tables.setdefault(premise.lhs.func, {})[key] = self.value(premise.rhs, at)
        for premise in self.premises:
            for at in self.everywhere(premise):
                if isinstance(premise.lhs, T.ArgMax):
                    self.assign(premise.rhs, self.value(premise.lhs, at), at)

    def assign(self, term, found, at):
        if isinstance(term, sp.Symbol):
            self.values[term] = found
        elif len(found) == 1:
            for part, number in zip(term.args, next(iter(found)), strict=True):
                if isinstance(part, AppliedUndef):
                    self.tables.setdefault(part.func, {})[tuple(self.value(a, at) for a in part.args)] = number
                else:
                    self.values[part] = number

    def everywhere(self, claim: Claim):
        names = [v for v in self.domains if v in claim.free]
        yield from (dict(zip(names, p, strict=True)) for p in product(*(self.domains[v] for v in names)))

    def holds(self, claim: Claim) -> bool:
        return all(self.at(claim, at) for at in self.everywhere(claim))

    def at(self, claim: Claim, at) -> bool:
        left = self.value(claim.lhs, at)
        right = self.sets[claim.rhs] if claim.rhs in self.sets else self.value(claim.rhs, at)
        match claim.relation:
            case "in":
                return (left,) in right
            case ">":
                return left > right
        return left == right


def finite_models(rule: Rule, condition: int = -1, premise: int = -1):
    """What the conclusion says where premises and conditions hold, but for one left out; None where it has no value."""
    rng = random.Random(f"{rule.name} {condition} {premise}")
    premises = [p for k, p in enumerate(rule.premises) if k != premise]
    for _ in range(3000):
        model = Model(rule, rng, premises)
        try:
            model.settle()
            good = all(map(model.holds, premises)) and all(model.holds(c) != (k == condition) for k, c in enumerate(rule.conditions))
            if good:
                yield model.holds(rule.conclusion)
        except ArithmeticError:
            if max(condition, premise) >= 0:
                yield None


@pytest.mark.parametrize("name", FINITE)
def test_rule_about_maximisers_holds_in_finite_models(name):
    found = list(finite_models(RULES[name]))
    assert len(found) >= 100 and all(found)


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in FINITE for k in range(len(RULES[name].conditions))])
def test_condition_is_needed_in_finite_models(name, k):
    assert any(found is not True for found in finite_models(RULES[name], k))


@pytest.mark.parametrize("name", FINITE)
def test_premise_is_needed_in_finite_models(name):
    """Without any one premise the conclusion fails in some model, or has no value."""
    for k in range(len(RULES[name].premises)):
        assert any(found is not True for found in finite_models(RULES[name], premise=k)), f"premise {k + 1}"


# --- polynomials: rules that speak of derivatives --------------------------------------------------------------------

SMOOTH = [
    name
    for name, r in RULES.items()
    if name not in FINITE and any(isinstance(p.lhs, sp.Derivative) for p in r.premises) and len(r.generic) == 1
]
V = sp.Symbol("v", real=True)


def polynomial(rng: random.Random):
    c = sp.Rational(rng.randint(1, 9), rng.randint(1, 4))
    square = (V - sp.Rational(rng.randint(-9, 9), 3)) ** 2
    return rng.choice((1, 1, -1)) * rng.choice((c, c + square, square + V**2 / 5 + c, c + V * rng.randint(-1, 1)))


def interval(rng: random.Random) -> Span:
    lo, hi = sorted((Fraction(rng.randint(-12, 12), 4), Fraction(rng.randint(-12, 12), 4)))
    ends = (-sp.oo if rng.random() < 0.2 else sp.Rational(lo), sp.oo if rng.random() < 0.2 else sp.Rational(hi + 1))
    return Span(*ends, rng.random() < 0.5, rng.random() < 0.5)


def spread(domain: Span, rng: random.Random, count: int = 12) -> list:
    """Points of an interval with numbers for its ends: some next to the ends, the ends themselves, and some between."""
    lo = -20 if domain.lo == -sp.oo else sp.Rational(domain.lo)
    hi = lo + 40 if domain.hi == sp.oo else sp.Rational(domain.hi)
    lo = hi - 40 if domain.lo == -sp.oo else lo
    shares = [sp.Rational(rng.randint(1, 999), 1000) for _ in range(count)] + [sp.Rational(1, 10**7), 1 - sp.Rational(1, 10**7)]
    shares += ([] if domain.lo_open else [0]) + ([] if domain.hi_open else [1])
    return [lo + share * (hi - lo) for share in shares]


def polynomial_model(rule: Rule, rng: random.Random) -> dict | None:
    """Functions and numbers for the holes; those that a premise determines are computed from it."""
    ((theta, Theta),) = rule.generic
    model = {Theta: interval(rng), theta: V}
    inner = spread(model[Theta], rng, 6)
    fixed = {p.lhs.expr.func for p in rule.premises if isinstance(p.lhs, sp.Derivative)}
    fixed |= {p.rhs for p in rule.premises if isinstance(p.lhs, AppliedUndef) and isinstance(p.rhs, sp.Symbol) and p.relation == "="}
    for hole in holes(rule):
        if hole in fixed or hole in model:
            continue
        if isinstance(hole, UndefinedFunction):
            model[hole] = sp.Lambda(V, polynomial(rng))
        else:
            model[hole] = rng.choice(inner) if rng.random() < 0.9 else sp.Rational(rng.randint(-40, 40), 3)
    waiting = [p for p in rule.premises if p.relation == "="]
    while waiting:
        ready = next((p for p in waiting if not (p.free & fixed) - set(model) - {_head(p)}), None)
        if ready is None:
            return None
        waiting.remove(ready)
        if isinstance(ready.lhs, sp.Derivative):
            slope = sp.expand(substitute(ready.rhs, model))
            model[_head(ready)] = sp.Lambda(V, sp.integrate(slope, V) + sp.Rational(rng.randint(-5, 5)))
        else:
            model[_head(ready)] = substitute(ready.lhs, model)
    return model


def _head(premise: Claim):
    return premise.lhs.expr.func if isinstance(premise.lhs, sp.Derivative) else premise.rhs


def throughout(claim: Claim, domain: Span) -> bool:
    """Whether a polynomial claim holds on all of the interval: at its ends, between its critical points and at them."""
    if claim.relation == "in":
        return inside(claim.lhs, claim.rhs, {}) is True
    gap = sp.expand(claim.lhs - claim.rhs)
    if V not in gap.free_symbols:
        return bool({"<": gap < 0, ">": gap > 0, "<=": gap <= 0, ">=": gap >= 0, "=": gap == 0}[claim.relation])
    roots = sp.Poly(gap, V).real_roots()
    lo, hi = (-(10**6) if domain.lo == -sp.oo else domain.lo), (10**6 if domain.hi == sp.oo else domain.hi)
    cuts = [lo, *(r for r in roots if lo < r < hi), hi]
    at = [(p + q) / 2 for p, q in zip(cuts, cuts[1:], strict=False)] + cuts[1:-1]
    at += ([] if domain.lo_open else [lo]) + ([] if domain.hi_open else [hi])
    return all(throughout(Claim(gap.subs(V, p), claim.relation, sp.S.Zero), domain) for p in at)


def polynomial_models(rule: Rule, condition: int = -1, premise: int = -1):
    rng, made = random.Random(f"{rule.name} {condition} {premise}"), 0
    needed = [*(p for k, p in enumerate(rule.premises) if p.relation != "=" and k != premise)]
    for _ in range(600):
        model = polynomial_model(rule, rng)
        if model is None:
            continue
        ((_, Theta),) = rule.generic
        if not all(throughout(p.substitute(model), model[Theta]) for p in needed):
            continue
        if all(throughout(c.substitute(model), model[Theta]) != (k == condition) for k, c in enumerate(rule.conditions)):
            made += 1
            yield concluded(rule.conclusion.substitute(model), rng)
        if made == 16:
            return


def concluded(claim: Claim, rng: random.Random) -> bool | None:
    return best(claim, {}, rng) if isinstance(claim.lhs, T.ArgMax) else true(claim, {})


@pytest.mark.parametrize("name", SMOOTH)
def test_rule_about_derivatives_holds_for_polynomials(name):
    found = list(polynomial_models(RULES[name]))
    assert False not in found and found.count(True) >= 8


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in SMOOTH for k in range(len(RULES[name].conditions))])
def test_condition_is_needed_for_polynomials(name, k):
    assert any(found is not True for found in polynomial_models(RULES[name], k)) == ((name, k) not in NOT_REFUTED)


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in SMOOTH for k, p in enumerate(RULES[name].premises) if p.relation != "="])
def test_premise_is_needed_for_polynomials(name, k):
    assert any(found is not True for found in polynomial_models(RULES[name], premise=k))


# --- maxima of given functions ---------------------------------------------------------------------------------------


def best(claim: Claim, values: dict, rng: random.Random) -> bool | None:
    """Whether the claimed maximisers, and they alone, are best among them and many other points of the domain."""
    with flint.ctx.workprec(1024):
        return _best(claim, values, rng)


def _best(claim: Claim, values: dict, rng: random.Random) -> bool | None:
    objective, *limits = claim.lhs.args
    names, domains = [v for v, _ in limits], [grounded(d, values) for _, d in limits]
    if None in domains:
        return None

    def height(point):
        return enclosure(objective, {**values, **dict(zip(names, point, strict=True))}, 512)

    claimed = maximisers(claim.rhs, values, domains, rng)
    if claimed is None:
        return None
    if not all(contains(d, v) for point in claimed for d, v in zip(domains, point, strict=True)):
        return False
    heights = [height(p) for p in claimed]
    if None in heights:
        return None
    if any(not (heights[0] - h).contains(0) for h in heights):
        return False
    top = heights[0]
    everything = claim.rhs == limits[0][1]
    others = [list(p) for p in zip(*(candidates(d, rng) for d in domains), strict=False)]
    others += [[nearby(v, d, rng) for v, d in zip(rng.choice(claimed), domains, strict=True)] for _ in range(16)]
    for point in others:
        found = height(point)
        if found is None or (found < top and not everything):
            continue
        if found > top or found < top:
            return False
        if not everything and distinct(point, claimed) and not within_set(claim.rhs, point, values):
            return False if (found - top).rad() < 1e-40 else None
    return True


def distinct(point, claimed) -> bool:
    """Whether the point certainly differs from the claimed ones by more than a trillionth."""
    flat = lambda p: [e for part in p for e in (part if isinstance(part, list) else [part])]  # noqa: E731
    return all(
        any(abs(float(sp.Float(str(arb(x - y).mid().str(30, radius=False))))) > 1e-12 for x, y in zip(flat(point), flat(c), strict=True))
        for c in claimed
    )


def arb(value):
    return value if isinstance(value, flint.arb) else flint.arb(flint.fmpq(int(sp.Rational(value).p), int(sp.Rational(value).q)))


def grounded(domain, values: dict):
    """The domain with numbers for its ends, rational ones next to the ends if need be."""
    if isinstance(domain, Simplex):
        found = enclosure(domain.size, values)
        return None if found is None else Simplex(int(float(found.mid())))
    ends = [e if e in (sp.oo, -sp.oo) else enclosure(e, values, 1024) for e in (domain.lo, domain.hi)]
    if None in ends:
        return None
    return [*ends, domain.lo_open, domain.hi_open]


def contains(domain, value) -> bool:
    if isinstance(domain, Simplex):
        total = sum(map(arb, value), arb(0))
        return (total - 1).contains(0) and all(arb(v) > 0 for v in value)
    lo, hi, lo_open, hi_open = domain
    value = arb(value)
    low = lo == -sp.oo or (value > lo if lo_open else not value < lo)
    return bool(low and (hi == sp.oo or (value < hi if hi_open else not value > hi)))


def candidates(domain, rng: random.Random) -> list:
    """Forty points of the domain, some near its ends."""
    if isinstance(domain, Simplex):
        rows = [[Fraction(rng.randint(1, 9) ** rng.choice((1, 4))) for _ in range(domain.size)] for _ in range(40)]
        return [[sp.Rational(v / sum(row)) for v in row] for row in rows]
    lo, hi, _, _ = domain
    share = [sp.Rational(rng.randint(1, 9999), 10000) for _ in range(24)] + [sp.Rational(1, 10**k) for k in range(2, 10)]
    share += [1 - s for s in share[-8:]]
    rng.shuffle(share)
    if lo == -sp.oo and hi == sp.oo:
        return [arb(s / (1 - s) - (1 - s) / s) for s in share]
    if lo == -sp.oo:
        return [hi - arb(s / (1 - s)) for s in share]
    return [lo + arb(s / (1 - s)) if hi == sp.oo else lo + arb(s) * (hi - lo) for s in share]


def nearby(value, domain, rng: random.Random):
    """A point of the domain next to the given one."""
    if isinstance(domain, Simplex):
        if len(value) == 1:
            return value
        shift, (j, k) = sp.Rational(1, 10 ** rng.randint(2, 6)), rng.sample(range(len(value)), 2)
        moved = list(map(arb, value))
        part = moved[j] * arb(shift)
        moved[j], moved[k] = moved[j] - part, moved[k] + part
        return moved
    moved = arb(value) + arb(sp.Rational(rng.choice((1, -1)) * rng.randint(0, 9), 10 ** rng.randint(2, 9)))
    return moved if contains(domain, moved) else value


def maximisers(claimed, values: dict, domains, rng) -> list | None:
    """Points of the claimed set: all of a finite one, the ends and some others of an interval."""
    match claimed:
        case T.Only() if isinstance(claimed.args[0], T.Vector):
            body, (k, _, _) = claimed.args[0].args
            entries_ = [enclosure(body, {**values, k: j}, 1024) for j in range(1, domains[0].size + 1)]
            return None if None in entries_ else [(entries_,)]
        case T.Only() if isinstance(claimed.args[0], T.Solution):
            return solved(claimed.args[0], values)
        case T.Only():
            point = tuple(enclosure(e, values, 1024) for e in claimed.args)
            return None if None in point else [point]
        case T.Pairs():
            parts = [maximisers(p, values, domains[k : k + 1], rng) for k, p in enumerate(claimed.args)]
            return None if None in parts else [p + q for p in parts[0] for q in parts[1]]
        case Span():
            if grounded(claimed, values) is None:
                return None
            lo, hi, lo_open, hi_open = grounded(claimed, values)
            inner = candidates([lo, hi, True, True], rng)[:6]
            return [(p,) for p in inner + ([] if lo_open else [lo]) + ([] if hi_open else [hi])]
    return None


def within_set(claimed, point, values: dict) -> bool:
    if isinstance(claimed, Span):
        return contains(grounded(claimed, values), point[0])
    return (
        isinstance(claimed, T.Pairs)
        and within_set(claimed.args[0], point[:1], values)
        and not distinct(point[1:], maximisers(claimed.args[1], values, [], None))
    )


def solved(system: T.Solution, values: dict) -> list | None:
    """The common zero to 60 digits, by Newton's method from a coarse grid."""
    (equations, *limits) = system.args
    names = [v for v, _ in limits]
    with mpmath.workdps(60):
        data = [substitute_numbers(e, values, names) for e in equations]
        f = sp.lambdify(names, data, "mpmath")
        for start in product((0.3, 1, 3, 10, 40), repeat=len(names)):
            try:
                root = mpmath.findroot(lambda *p: f(*p), start, tol=1e-50, maxsteps=60)
            except (ValueError, ZeroDivisionError, TypeError):
                continue
            if all(r > 0 for r in root):
                return [tuple(arb(sp.Rational(sp.Float(r, 60))) for r in root)]
    return None


def substitute_numbers(term, values: dict, names):
    """The term with decimals of 60 digits for everything but the names."""
    known = {s: enclosure(s, values, 512) for s in term.free_symbols - set(names) if isinstance(s, sp.Symbol)}
    return term.subs({s: sp.Float(v.mid().str(60, radius=False), 60) for s, v in known.items() if v is not None})


DIRECT = [name for name, r in RULES.items() if isinstance(r.conclusion.lhs, T.ArgMax) and name not in FINITE + SMOOTH and not r.generic]


def direct(rule: Rule, condition: int = -1):
    """What the conclusion says at random values of the holes."""
    rng = random.Random(f"{rule.name} {condition}")
    for _ in range(400):
        values = drawn(rule, rng)
        if values is None or not all((everywhere(c, rule, values) is True) != (k == condition) for k, c in enumerate(rule.conditions)):
            continue
        yield best(rule.conclusion, values, rng)


@pytest.mark.parametrize("name", DIRECT)
def test_rule_about_given_functions_holds_at_random_values(name):
    found = list(direct(RULES[name]))
    assert False not in found and found.count(True) >= 20, (found.count(True), found.count(None))


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in DIRECT for k in range(len(RULES[name].conditions))])
def test_condition_of_a_rule_about_given_functions_is_needed(name, k):
    assert any(found is not True for found in direct(RULES[name], k)) == ((name, k) not in NOT_REFUTED)


# --- the steps of derivations ----------------------------------------------------------------------------------------


def observations(domain, size: int, given: dict, rng: random.Random):
    """Random exact observations of a set, spread over several orders of magnitude."""
    if isinstance(domain, Counts):
        return [vector(domain, given, rng) for _ in range(size)]
    spread_ = Fraction(10) ** rng.randint(-1, 1)
    return [inner_point(domain, given, rng, spread_) for _ in range(size)]


def vector(domain: Counts, given: dict, rng: random.Random) -> list:
    width, total = (int(float(enclosure(e, given))) for e in (domain.size, domain.total))
    counts = [0] * width
    for _ in range(total):
        counts[rng.randrange(width)] += 1
    return counts


def inner_point(domain, given: dict, rng: random.Random, scale=Fraction(2)):
    """A random point of a line, exact where its ends are; balls where they are."""
    ends = [None if e in (sp.oo, -sp.oo) else enclosure(e, given, 1024) for e in (domain.lo, domain.hi)]
    if isinstance(domain, Integers):
        low = -3 if ends[0] is None else int(float(ends[0]))
        return rng.randint(low, low + 6 if ends[1] is None else int(float(ends[1])))
    share = Fraction(rng.randint(1, 99), 100)
    with flint.ctx.workprec(1024):
        if None not in ends:
            return ends[0] + arb(sp.Rational(share)) * (ends[1] - ends[0])
        if ends[0] is None and ends[1] is None:
            return scale * Fraction(rng.randint(-99, 99), 37)
        return ends[0] + arb(sp.Rational(scale * share)) if ends[0] is not None else ends[1] - arb(sp.Rational(scale * share))


class Sampled:
    """Values for everything that a derivation speaks of: data, parameters, and the names that it defines."""

    def __init__(self, found, rng: random.Random):
        self.derivation, self.bodies = found.derivation, {}
        given, x = found.derivation.given, found.data
        size = rng.choice((2, 3, 5))
        known = found.distribution.known
        self.values = {
            found.size: size,
            **{k: rng.randint(2, 4) if isinstance(d, Integers) else Fraction(rng.randint(3, 40), 10) for k, d in known.items()},
        }
        self.values[x] = observations(given.domains[x], size, self.values, rng)
        defined = {
            s.claim.lhs.base if isinstance(s.claim.lhs, sp.Indexed) else s.claim.lhs for s in self.derivation.steps if s.by == "define"
        }
        for name, domain in given.domains.items():
            if name not in self.values and name not in defined:
                self.values[name] = self.drawn(name, domain, rng)
        for step in self.derivation.steps:
            if step.by == "define":
                self.define(step.claim, given)

    def drawn(self, name, domain, rng: random.Random):
        if isinstance(domain, Simplex):
            return self.simplex(domain, rng)
        if isinstance(name, sp.IndexedBase):
            return [inner_point(domain, self.values, rng) for _ in range(6)]
        return inner_point(domain, self.values, rng)

    def simplex(self, domain: Simplex, rng: random.Random) -> list:
        parts = [rng.randint(1, 9) for _ in range(int(self.values.get(domain.size, domain.size)))]
        return [Fraction(p, sum(parts)) for p in parts]

    def define(self, claim: Claim, given) -> None:
        name, term = claim.lhs, self.concrete(claim.rhs)
        if isinstance(name, AppliedUndef):
            self.bodies[name] = term
        elif isinstance(name, sp.Indexed):
            (k,) = name.indices
            count = range(1, int(float(self.value(given.domains[k].hi))) + 1)
            self.values[name.base] = [self.value(term, {k: j}) for j in count]
        else:
            self.values[name] = self.value(term)

    def concrete(self, term):
        """The term with the functions that the derivation defines written out."""
        for name, body in self.bodies.items():
            term = term.replace(
                lambda e, f=name.func: isinstance(e, AppliedUndef) and e.func == f,
                lambda e, n=name, b=body: substitute(b, dict(zip(n.args, e.args, strict=True))),
            )
        return term.replace(lambda e: isinstance(e, sp.Derivative), lambda e: e.expr.diff(*e.variables))

    def value(self, term, more=None):
        found = enclosure(term, {**self.values, **(more or {})}, 1024)
        if found is None:
            raise ArithmeticError(term)
        return found

    def meets_the_hypotheses(self) -> bool:
        return all(true(h, self.values) for h in self.derivation.given.hypotheses)


def samples(name: str, count: int):
    """Samples that meet the hypotheses of the derivation."""
    found, rng, made = answer(name).found, random.Random(name), 0
    for _ in range(400):
        try:
            sample = Sampled(found, rng)
            met = sample.meets_the_hypotheses()
        except ArithmeticError:
            continue
        if met:
            made += 1
            yield sample, rng
        if made == count:
            return


def judged(claim: Claim, values: dict, rng: random.Random) -> bool | None:
    values = {**{name: 1 for name in claim.free if isinstance(name, sp.Symbol) and name.is_integer}, **values}
    if isinstance(claim.lhs, T.ArgMax):
        return best(claim, values, rng)
    if isinstance(claim.lhs, T.Only):
        pairs = [(p, q) for p, q in zip(claim.lhs.args, claim.rhs.args, strict=True) if p != q]
        answers = [true(Claim(p, "=", q), values) for p, q in pairs]
        return False if False in answers else None if None in answers else True
    return true(claim, values)


@pytest.mark.parametrize("name", [*FAMILIES, *PROVED])
def test_every_step_of_a_derivation_is_true_at_random_samples(name):
    undecided, decided, seen = [], 0, 0
    for sample, rng in samples(name, 2):
        seen += 1
        for k, step in enumerate(sample.derivation.steps):
            if step.by == "define":
                continue
            claim = Claim(
                sample.concrete(step.claim.lhs),
                step.claim.relation,
                step.claim.rhs if step.claim.relation == "in" else sample.concrete(step.claim.rhs),
            )
            found = judged(claim, sample.values, rng)
            assert found is not False, (name, k, step.by, str(step.claim), sample.values)
            decided += found is True
            undecided += [(k, step.by, str(step.claim))] if found is None else []
    assert seen == 2
    assert not undecided, (decided, undecided[:5])
