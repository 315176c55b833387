"""The rules of integrals and of sums without end, at points inside and outside of their conditions."""

import random
from fractions import Fraction

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

import derive
from derive.kernel.derivation import Rule
from derive.language.enclosure import enclosure
from derive.language.sets import Integers
from derive.language.substitution import substitute
from derive.library import holes, integrals

v = sp.Symbol("v")
BODIES = (v**2, sp.exp(-v), sp.Rational(1, 2) + v, 1 / (1 + v), sp.exp(-v) * v, sp.Integer(1))
DECAYING = (sp.exp(-(v**2)), v * sp.exp(-(v**2)), sp.exp(-(v**2) / 2))
DIVERGENT = 1 / v


def endless(rule: Rule) -> bool:
    left = rule.conclusion.lhs
    return left.has(sp.Integral) or any(limit[2] == sp.oo for found in left.atoms(sp.Sum) for limit in found.args[1:])


def of_values(rule: Rule) -> bool:
    """Whether the rule says what an integral is equal to, and nothing has to be known before; the others have a file of their own."""
    over_the_line = rule.conclusion.lhs.has(sp.oo) and rule.conclusion.lhs.has(-sp.oo) and rule.conclusion.lhs.atoms(AppliedUndef)
    return not rule.premises and rule.conclusion.relation == "=" and rule.conclusion.rhs != sp.oo and not over_the_line


RULES = [r for r in derive.rules().values() if isinstance(r, Rule) and endless(r) and of_values(r)]
GENERAL = [r for r in RULES if r.conclusion.lhs.atoms(AppliedUndef)]
CLOSED = [r for r in RULES if r not in GENERAL]


def drawn(rule: Rule, rng: random.Random, f=None, g=None):
    """Values for the holes, and the two sides with the functions put in."""
    names = {h for c in (rule.conclusion, *rule.conditions) for h in c.free if isinstance(h, sp.Symbol)}
    values = {h: Fraction(rng.randint(1, 18) * rng.choice((1, -1)), rng.choice((5, 7))) for h in sorted(names, key=str)}
    values |= {h: rng.randint(0, 3) for h in (holes.n, holes.lo)}
    filled = {} if f is None else {holes.f: sp.Lambda((v,), f), holes.g: sp.Lambda((v,), g)}
    return values, [substitute(side, filled) for side in (rule.conclusion.lhs, rule.conclusion.rhs)]


def holds(condition, values: dict) -> bool:
    if condition.relation == "in":
        if condition.lhs.has(sp.Integral):
            return True
        found = enclosure(condition.lhs, values)
        return not isinstance(condition.rhs, Integers) or (found is not None and found.unique_fmpz() is not None)
    left, right = (enclosure(side, values) for side in (condition.lhs, condition.rhs))
    if left is None or right is None:
        return False
    gap = left - right
    return bool({">": gap > 0, "<": gap < 0, "!=": not gap.contains(0), ">=": gap >= 0, "<=": gap <= 0}[condition.relation])


def agree(sides, values: dict) -> bool | None:
    left, right = (enclosure(side, values, 128) for side in sides)
    if left is None or right is None:
        return None
    return False if not (left - right).contains(0) else True if (left - right).rad() < 1e-12 * max(1, abs(float(left.mid()))) else None


@pytest.mark.parametrize("rule", CLOSED, ids=lambda r: r.name)
def test_value_is_right_inside_the_conditions(rule):
    rng, decided = random.Random(rule.name), 0
    for _ in range(300):
        values, sides = drawn(rule, rng)
        if all(holds(c, values) for c in rule.conditions):
            found = agree(sides, values)
            assert found is not False, values
            decided += found is True
        if decided == 5:
            return
    assert decided >= 3


@pytest.mark.parametrize("rule", [r for r in CLOSED if any(c.relation != "in" for c in r.conditions)], ids=lambda r: r.name)
def test_conditions_on_numbers_are_needed(rule):
    """Where one of them fails and the others hold, one side has no value, or the two differ."""
    for k, condition in enumerate(rule.conditions):
        rng = random.Random(f"{rule.name} {k}")
        others = [c for c in rule.conditions if c is not condition]
        if condition.relation in ("in", "!="):
            continue
        for _ in range(300):
            values, sides = drawn(rule, rng)
            if not holds(condition, values) and all(holds(c, values) for c in others):
                assert agree(sides, values) is not True
                break


@pytest.mark.parametrize("rule", GENERAL, ids=lambda r: r.name)
def test_rule_about_functions_holds_where_the_integrals_exist(rule):
    rng, decided = random.Random(rule.name), 0
    line = rule.conclusion.lhs.has(sp.oo)
    bodies = (sp.exp(v), sp.exp(2 * v)) if rule.conclusion.lhs.has(-sp.oo) else DECAYING if line else BODIES
    for _ in range(12):
        values, sides = drawn(rule, rng, rng.choice(bodies), rng.choice(bodies))
        values |= {h: abs(values[h]) for h in (holes.a, holes.s, holes.t) if h in values}
        if line and rule.conclusion.lhs.has(sp.Sum):
            sides = [s.replace(lambda e: isinstance(e, sp.exp), lambda e: sp.Rational(1, 3) ** v) for s in sides]
        found = agree(sides, values)
        assert found is not False
        decided += found is True
    assert decided >= 3 or rule.conclusion.lhs.has(sp.Sum)


def test_without_its_conditions_a_rule_has_sides_of_which_one_is_defined():
    at = {holes.a: sp.Integer(0), holes.s: 0, holes.t: 1}
    put = lambda rule, f, g: [substitute(side, {holes.f: sp.Lambda((v,), f), holes.g: sp.Lambda((v,), g)})  # noqa: E731
                              for side in (rule.conclusion.lhs, rule.conclusion.rhs)]  # fmt: skip
    for rule in (integrals.integral_scaled, integrals.integral_scaled_existing):
        left, right = (enclosure(s, at) for s in put(rule, DIVERGENT, sp.Integer(1)))
        assert (left is None) != (right is None)
    left, right = (enclosure(s, at) for s in put(integrals.integral_of_sum, DIVERGENT, 1 - DIVERGENT))
    assert left is None and right is not None
