"""Every rule of the library is attacked, by its type: what it says is compared with balls at points inside its conditions.

Equations and inequalities are tried at random values of their holes, extreme ones too. Rules about maxima are tried in three ways:
in finite models, where every set of maximisers is found by looking; with polynomials, for the rules that speak of derivatives; and
at every use that a derivation makes of them. A condition must be needed: without it there is a counterexample.
"""

import random
from fractions import Fraction
from itertools import product

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

import derive
from derive.kernel.derivation import Rule
from derive.language import terms as T
from derive.language.claims import Claim
from derive.language.enclosure import enclosure
from derive.language.sets import Integers, Span

RULES = derive.rules()
PRECISIONS = (128, 512, 2048)
STYLES = ("plain", "positive", "unit", "extreme", "tiny", "edge", "whole")
INDEXED = (sp.Sum, sp.Product, T.Largest, T.Smallest, T.LowerMedian, T.UpperMedian, T.Median, T.Vector)


def scalar(rule: Rule) -> bool:
    """Whether the rule speaks of numbers only, not of maximisers or of functions of a continuous variable."""
    return not any(side.atoms(T.ArgMax, T.Zero, sp.Derivative) for c in (rule.conclusion, *rule.premises) for side in (c.lhs, c.rhs))


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


def without(rule: Rule, k: int, tries: int = 3000) -> str:
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
    ("weighted-log-mean-below-maximum", 3): "not needed, as weights xᵃ are positive for every a; the unknown of the root is positive anyway",
    ("digamma-below-log", 0): "an inequality between numbers that are not real has no meaning",
    ("digamma-above-shifted-log", 0): "an inequality between numbers that are not real has no meaning",
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
    values = {h: sp.Rational(3, 2) for h in holes(rule)} | {condition.lhs: 7 * sp.I}
    return abs(sp.N((rule.conclusion.lhs - rule.conclusion.rhs).subs(values), 20)) > 1e-6


# --- finite models: sets of maximisers found by looking --------------------------------------------------------------

SETS = (T.ArgMax, T.Only, T.Pairs)
FINITE = [name for name, r in RULES.items() if any(isinstance(p.lhs, T.ArgMax) for p in r.premises)]


class Model:
    """Sets of parameters with few elements; functions are tables with few values, so that there are ties."""

    def __init__(self, rule: Rule, rng: random.Random):
        self.rule, self.rng = rule, rng
        self.sets = {domain: [Fraction(k) for k in range(rng.randint(1, 3))] for _, domain in rule.generic}
        self.domains = {variable: self.sets[domain] for variable, domain in rule.generic}
        self.values, self.tables = {}, {}
        self.positive = rng.random() < 0.7

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
                found = {p: self.value(term.args[0], {**at, **dict(zip(names, p, strict=True))}) for p in product(*(self.sets[d] for _, d in term.args[1:]))}
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
        for premise in reversed(self.rule.premises):
            for at in self.everywhere(premise):
                if isinstance(premise.lhs, AppliedUndef):
                    key = tuple(self.value(a, at) for a in premise.lhs.args)
                    self.tables.setdefault(premise.lhs.func, {})[key] = self.value(premise.rhs, at)
        for premise in self.rule.premises:
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


def finite_models(rule: Rule, leave_out: int = -1):
    """What the conclusion says in models where premises and conditions hold, but for one condition that does not."""
    rng = random.Random(f"{rule.name} {leave_out}")
    for _ in range(3000):
        model = Model(rule, rng)
        try:
            model.settle()
            good = all(map(model.holds, rule.premises)) and all(model.holds(c) != (k == leave_out) for k, c in enumerate(rule.conditions))
        except ArithmeticError:
            if leave_out >= 0:
                yield None
            continue
        if good:
            yield model.holds(rule.conclusion)


@pytest.mark.parametrize("name", FINITE)
def test_rule_about_maximisers_holds_in_finite_models(name):
    found = list(finite_models(RULES[name]))
    assert len(found) >= 100 and all(found)


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in FINITE for k in range(len(RULES[name].conditions))])
def test_condition_is_needed_in_finite_models(name, k):
    assert any(found is not True for found in finite_models(RULES[name], k))


@pytest.mark.parametrize("name", FINITE)
def test_premise_is_needed_in_finite_models(name):
    """Without any one premise the conclusion fails in some model."""
    rule = RULES[name]
    for k in range(len(rule.premises)):
        kept = tuple(p for j, p in enumerate(rule.premises) if j != k)
        weaker = Rule(rule.name, rule.title, rule.conclusion, rule.source, kept, rule.conditions, rule.generic)
        assert not all(finite_models(weaker)), f"premise {k + 1} of {name}"
