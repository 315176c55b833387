"""The rules behind the identities, attacked with numbers; and premises about every outcome, which only what was shown of all can be."""

import random

import mpmath as mp
import pytest
import sympy as sp
from test_identities import everywhere, holds, numeric

from derive.kernel.check import Rejected, Theorem, check, replay
from derive.kernel.derivation import Derivation, Rule, Step
from derive.language import terms as T
from derive.language.claims import Claim, Given, equal
from derive.language.sets import Integers, Span, counting, positive, reals
from derive.language.substitution import substitute
from derive.library import holes, objectives, order, totals
from derive.library.totals import omega

ONE, ZERO = sp.Integer(1), sp.Integer(0)
ORDER = {r.name: r for r in vars(order).values() if isinstance(r, Rule)}
OVER_OUTCOMES = {r.name: r for r in vars(totals).values() if isinstance(r, Rule) and all(map(numeric, (r.conclusion, *r.premises)))}
SIZE = 3
POOL = (-3, -2, -1, 0, 1, 2, 3, "1/2", "-1/2", "1/3", "9/10", "11/10", "1/1000", "7")


def number(rng):
    drawn = mp.mpf(sp.Rational(rng.choice(POOL)).p) / sp.Rational(rng.choice((1, 1, 1, 2, 5))).p
    return drawn * mp.mpf(10) ** rng.choice((-6, 0, 0, 0, 0, 3))


def true(claim: Claim, at: dict) -> bool:
    """Whether the claim holds; what has no value does not."""
    if claim.relation == "in":
        return claim.rhs == reals or all(holds(Claim(claim.lhs, r, e), at) for r, e in ((">=", claim.rhs.lo), ("<=", claim.rhs.hi)))
    try:
        return holds(claim, at)
    except (ZeroDivisionError, ValueError, TypeError, OverflowError, ArithmeticError):
        return False
    except Exception as no:
        if type(no).__name__ == "NoValue":
            return False
        raise


def free_names(rule: Rule):
    claims = (rule.conclusion, *rule.premises, *rule.conditions)
    return sorted(frozenset().union(*(c.free for c in claims)) - {omega, holes.k, holes.i}, key=str)


def drawn(rule: Rule, rng) -> dict:
    """Numbers for the holes; where a premise is an equation with one side a plain hole, that side is computed."""
    at = {name: number(rng) for name in free_names(rule) if isinstance(name, sp.Symbol)}
    for premise in rule.premises:
        if premise.relation == "=" and isinstance(premise.rhs, sp.Symbol) and rng.random() < 0.9:
            try:
                at[premise.rhs] = at[premise.lhs] if isinstance(premise.lhs, sp.Symbol) else _value(premise.lhs, at)
            except (ZeroDivisionError, TypeError):
                continue
        elif premise.relation == "=" and premise.rhs.is_number and rng.random() < 0.9:
            solve(premise, at)
    return at


def solve(premise: Claim, at: dict) -> None:
    """Give the first hole the value of the second one, or its opposite, where that makes the premise true."""
    names = sorted(premise.free, key=str)
    for sign in (1, -1, 0):
        trial = {**at, names[0]: sign * at[names[-1]] if sign else mp.mpf(1)}
        if true(premise, trial):
            at.update(trial)
            return


def _value(term, at):
    from test_identities import value

    return value(term, at)


@pytest.mark.parametrize("name", ORDER)
def test_inequality_rules(name):
    """Wherever premises and conditions hold, the conclusion holds; and each condition is needed."""
    rule, rng = ORDER[name], random.Random(name)
    met, needed = 0, {c: False for c in rule.conditions if c.relation != "in"}
    for _ in range(6000):
        at = drawn(rule, rng)
        if not all(true(p, at) for p in rule.premises):
            continue
        failing = [c for c in rule.conditions if not true(c, at)]
        if not failing:
            met += 1
            assert true(rule.conclusion, at), at
        elif len(failing) == 1 and failing[0] in needed and not true(rule.conclusion, at):
            needed[failing[0]] = True
        if met > 150 and all(needed.values()):
            break
    assert met > 20
    assert all(needed.values()), [str(c) for c, found in needed.items() if not found]


def arrays(rule: Rule, rng) -> dict:
    """Small numbers for the holes, functions of one or two places among them."""
    at: dict = {holes.lo: mp.mpf(1), holes.hi: mp.mpf(SIZE)}
    for name in free_names(rule):
        if T.is_hole(name):
            table = {k: mp.mpf(rng.choice((0, 0, 1, 1, 2, -1))) for k in range(SIZE + 2)}
            waves = rng.choice((1, 2, 3))
            at[name] = lambda *places, table=table, waves=waves: (
                table[int(places[0])] if len(places) == 1 else mp.sin(waves * places[0] * places[1])
            )
        elif name not in at:
            at[name] = mp.mpf(rng.randint(1, SIZE))
    return at


@pytest.mark.parametrize("name", OVER_OUTCOMES)
def test_rules_over_outcomes(name):
    rule, rng = OVER_OUTCOMES[name], random.Random(name)
    given = Given({omega: Integers(1, SIZE), holes.k: Integers(1, SIZE)})
    met = 0
    for _ in range(8000):
        at = arrays(rule, rng)
        conditions = [c for c in rule.conditions if c.relation != "in" or not isinstance(c.rhs, sp.Symbol)]
        if all(everywhere(p, at, given) for p in rule.premises) and all(true(c, at) for c in conditions):
            met += 1
            assert everywhere(rule.conclusion, at, given), at
        if met > 60:
            break
    assert met > 20


def test_pinsker_pointwise_at_every_scale():
    """3(t − 1)² ≤ (2t + 4)(t log t − t + 1), sharpest near 1."""
    with mp.workdps(60):
        for e in range(-40, 41):
            for base in (mp.mpf(10) ** e, 1 + mp.mpf(10) ** (-abs(e) / mp.mpf(4)), 1 - mp.mpf(10) ** (-abs(e) / mp.mpf(4) - 1)):
                gap = (2 * base + 4) / 3 * (base * mp.log(base) - base + 1) - (base - 1) ** 2
                assert gap >= -(mp.mpf(10) ** -55) * max(1, base**2)


@pytest.mark.parametrize("rule", [r for r in vars(objectives).values() if isinstance(r, Rule)], ids=lambda r: r.name)
def test_objectives_on_finite_sets(rule):
    """A positive factor and a constant keep the place of the largest of some numbers; a negative factor does not."""
    rng = random.Random(rule.name)
    for _ in range(50):
        values = [rng.uniform(-3, 3) for _ in range(5)]
        a, b = rng.uniform(0.1, 4), rng.uniform(-5, 5)
        changed = [a * v + b for v in values] if "rescaled" in rule.name else [sp.exp(sp.Float(v)) for v in values]
        assert changed.index(max(changed)) == values.index(max(values))
    assert any(c.relation == ">" and c.rhs == 0 for c in rule.conditions)


# --- what is shown of one outcome is not shown of all ----------------------------------------------------------------

N, s = sp.Symbol("N"), sp.Symbol("s")
p = sp.IndexedBase("p")
RANGE = {holes.lo: ONE, holes.hi: N}


def total(body, lo=ONE, hi=N):
    return T.Total(body, (omega, lo, hi))


def monotone(smaller, larger, at=RANGE):
    bindings = {holes.f: sp.Lambda(omega, smaller), holes.g: sp.Lambda(omega, larger), **at}
    claim = Claim(total(smaller, at[holes.lo], at[holes.hi]), "<=", total(larger, at[holes.lo], at[holes.hi]))
    return Step("rule", claim, totals.total_monotone, bindings, (0,))


def attempt(given: Given, *steps: Step):
    return replay(Derivation(given, steps))


def test_monotone_where_it_holds():
    first = Step("compute", Claim(-p[omega], "<=", ZERO))
    for given in (Given({p: positive, N: counting}), Given({p: positive, N: counting, omega: Integers(1, N)})):
        assert isinstance(attempt(given, first, monotone(-p[omega], ZERO)), Theorem)


ATTACKS = {
    "shown of the first outcome only": (Given({N: counting, omega: Integers(1, 1)}), Claim(omega, "<=", ONE), omega, ONE, RANGE),
    "shown under a hypothesis about the outcome": (
        Given({N: counting, omega: Integers(1, N)}, (Claim(omega - 1, "<=", ZERO),)), Claim(omega - 1, "<=", ZERO), omega - 1, ZERO, RANGE,
    ),
    "the range is longer": (
        Given({N: counting, omega: Integers(1, N)}), Claim(-omega, "<=", ZERO), -omega, ZERO, {holes.lo: -N, holes.hi: N},
    ),
    "the outcome ranges over an interval": (Given({N: counting, omega: Span(0, 1)}), Claim(omega, "<=", ONE), omega, ONE, RANGE),
    "another outcome": (Given({N: counting, s: Integers(1, 1)}), Claim(s, "<=", ONE), omega, ONE, RANGE),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_premise_must_be_shown_for_every_outcome(attack):
    given, claim, smaller, larger, at = ATTACKS[attack]
    first = Step("compute", claim)
    check(first, (), given)  # the premise itself is accepted
    found = attempt(given, first, monotone(smaller, larger, at))
    assert isinstance(found, Rejected), found


def test_a_definition_may_not_hide_the_outcome():
    """With s := ω, ω ≤ s at every ω; but Σ ω ≤ Σ s, with one number s, would be false."""
    given = Given({N: counting, omega: Integers(1, N), s: Integers(1, N)})
    steps = [Step("define", equal(s, omega))]
    assert isinstance(replay(Derivation(given, tuple(steps))), Theorem)
    proof = [steps[0], Step("compute", Claim(omega, "<=", omega))]
    bindings = {holes.a: omega, holes.b: omega, holes.c: s}
    reverse = Step("chain", equal(omega, s), premises=(0,))
    proof += [reverse, Step("rule", Claim(omega, "<=", s), order.at_most_then_equal, bindings, (1, 2))]
    assert isinstance(replay(Derivation(given, tuple(proof))), Theorem)
    last = monotone(omega, s)
    last = Step("rule", last.claim, last.rule, last.bindings, (3,))
    found = replay(Derivation(given, (*proof, last)))
    assert isinstance(found, Rejected) and found.step == 4 and "without showing it" in found.reason


def test_premises_are_compared_as_they_stand():
    """A premise about other functions, with the sign turned, or an equation, is not the premise."""
    given = Given({p: positive, N: counting})
    for claim in (Claim(-p[omega], ">=", -p[omega]), equal(-p[omega], -p[omega]), Claim(-2 * p[omega], "<=", ZERO)):
        found = attempt(given, Step("compute", claim), monotone(-p[omega], ZERO))
        assert isinstance(found, Rejected) and found.step == 1


def test_cauchy_schwarz_needs_every_premise():
    given = Given({p: positive, N: counting})
    h, f, g = p[omega], p[omega] ** 2, ONE
    bindings = {holes.h: sp.Lambda(omega, h), holes.f: sp.Lambda(omega, f), holes.g: sp.Lambda(omega, g), **RANGE}
    claims = [Claim(h**2, "<=", f * g), Claim(f, ">=", ZERO), Claim(g, ">=", ZERO)]
    steps = [Step("compute", c) for c in claims]
    conclusion = Claim(total(h) ** 2, "<=", total(f) * total(g))
    assert isinstance(attempt(given, *steps, Step("rule", conclusion, totals.cauchy_schwarz, bindings, (0, 1, 2))), Theorem)
    for premises in ((0, 1, 1), (0, 0, 2), (1, 1, 2)):
        assert isinstance(attempt(given, *steps, Step("rule", conclusion, totals.cauchy_schwarz, bindings, premises)), Rejected)
    wrong = Claim(total(h) ** 2, "<=", total(f))
    assert isinstance(attempt(given, *steps, Step("rule", wrong, totals.cauchy_schwarz, bindings, (0, 1, 2))), Rejected)


def test_functions_that_agree_somewhere_are_not_equal_everywhere():
    """No step but a hypothesis says that functions or vectors are equal."""
    given = Given({s: reals, N: counting, p: positive})
    functions = equal(sp.Lambda(s, s**2), sp.Lambda(s, s))
    vectors = equal(T.Vector(p[omega], (omega, 1, N)), T.Vector(ONE, (omega, 1, N)))
    for claim in (functions, vectors):
        for by in ("compute", "field"):
            assert isinstance(replay(Derivation(given, (Step(by, claim),))), Rejected)
    instance = substitute(totals.value.conclusion.lhs, {holes.f: sp.Lambda(s, s**2), holes.t: sp.Integer(2)})
    assert instance == 4
