"""Signs and memberships are never wrong: random terms are compared with their values at random points of the domains."""

import random

import pytest
from sympy import Abs, Function, IndexedBase, Integer, Rational, Sum, Symbol, exp, factorial, gamma, log, oo, polygamma, sqrt, symbols, tan

from derive.language.claims import Claim, Given
from derive.language.domains import NEG, POS, ZERO, fits, holds, is_real, sign
from derive.language.enclosure import enclosure
from derive.language.sets import Integers, Simplex, Span, counting, naturals, nonnegative, positive, reals, unit
from derive.language.terms import Largest, Smallest

a, b, c, d, e = symbols("a b c d e")
m, n = symbols("m n", integer=True)
X = IndexedBase("x")
i = Symbol("i", integer=True)
DOMAINS = {a: reals, b: positive, c: unit, d: nonnegative, e: Span(-2, b), m: naturals, n: counting, X: nonnegative}
GIVEN = Given(DOMAINS)
LEAVES = (
    *(v for v in DOMAINS if v != X),
    Integer(1),
    Integer(-2),
    Rational(1, 2),
    X[1],
    Sum(X[i], (i, 1, n)),
    Largest(X[i], (i, 1, 3)),
    Smallest(X[i], (i, 1, 3)),
)


def _term(draw: random.Random, depth: int):
    if depth == 0:
        return draw.choice(LEAVES)
    p, q = _term(draw, depth - 1), _term(draw, draw.randint(0, depth - 1))
    forms = (
        lambda: p + q, lambda: p - q, lambda: p * q, lambda: p / (1 + q**2), lambda: p**2, lambda: 1 / p, lambda: sqrt(p**2 + q), lambda: exp(p - q),
        lambda: log(1 + p), lambda: p - log(p), lambda: Abs(p), lambda: b**p, lambda: c**q, lambda: d**q, lambda: q**m, lambda: sqrt(p) - q, lambda: p**3 - p,
        lambda: gamma(p), lambda: polygamma(1, p), lambda: factorial(m), lambda: 1 - c * p, lambda: Sum(p * X[i], (i, 1, n)), lambda: exp(-b) - 1 + p,
    )  # fmt: skip
    return draw.choice(forms)()


def _point(draw: random.Random) -> dict:
    pick = lambda *ends: Rational(draw.randint(0, 8), 8) * (ends[1] - ends[0]) + ends[0]  # noqa: E731
    top = draw.choice([Rational(1, 64), Rational(1), pick(Rational(1, 8), Integer(6))])
    return {
        a: pick(Integer(-3), Integer(3)), b: top, c: Rational(draw.randint(1, 7), 8), d: draw.choice([Integer(0), pick(Integer(0), Integer(4))]),
        e: pick(Integer(-2), top), m: draw.randint(0, 3), n: draw.randint(1, 3), X: [draw.choice([0, 1, Rational(1, 3), 5]) for _ in range(3)],
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(80))
def test_signs_are_never_wrong(seed):
    draw = random.Random(seed)
    for _ in range(6):
        term = _term(draw, draw.randint(1, 3))
        found, real = sign(term, GIVEN), is_real(term, GIVEN)
        for _ in range(8):
            values = _point(draw)
            value = enclosure(term, values)
            if value is None:
                assert not real or not _decidable(term), (term, values)
                continue
            assert found & POS or not value > 0, (term, values)
            assert found & NEG or not value < 0, (term, values)
            assert found & ZERO or value != 0 or value.rad() > 0, (term, values)


def _decidable(term) -> bool:
    """No power of a base that only happens to be 0, where balls give no value."""
    return not term.atoms(Function) and all(p.exp.is_Integer for p in term.atoms(type(a**a)))


@pytest.mark.parametrize("seed", range(40))
def test_comparisons_are_never_wrong(seed):
    draw = random.Random(1000 + seed)
    for _ in range(6):
        p, q, relation = _term(draw, 1), _term(draw, 2), draw.choice(["<", "<=", ">", ">=", "=", "!="])
        answer = holds(Claim(p, relation, q), GIVEN)
        for _ in range(6):
            values = _point(draw)
            found = enclosure(p - q, values)
            if found is None or answer is None:
                continue
            truth = {"<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0, "=": found == 0, "!=": found != 0}[relation]
            opposite = {"<": found >= 0, "<=": found > 0, ">": found <= 0, ">=": found < 0, "=": found != 0, "!=": found == 0}[relation]
            assert not (opposite if answer else truth), (p, relation, q, values)


YES = (
    Claim(b + d, ">", Integer(0)), Claim(c, "<", Integer(1)), Claim(1 / (1 + a**2), ">", Integer(0)), Claim(b - e, ">=", Integer(0)), Claim(m + 1, "in", counting),
    Claim(log(c), "<", Integer(0)), Claim(sqrt(d), "in", nonnegative), Claim(X[2], ">=", Integer(0)), Claim(exp(a), "in", positive),
)  # fmt: skip
NOT_YES = (
    Claim(oo, "in", reals), Claim(oo, "in", positive), Claim(1 / a, "in", reals), Claim(log(a), "in", reals), Claim(tan(a), "in", reals), Claim(sqrt(a), "in", reals),
    Claim(gamma(a), "in", reals), Claim(log(a) ** 2, ">=", Integer(0)), Claim(d**a, ">=", Integer(0)), Claim(m / 2, "in", naturals), Claim(b, "in", counting),
    Claim(Sum(1 / i, (i, 1, oo)), "in", reals), Claim(Sum(b, (i, 1, m)), ">", Integer(0)), Claim(d, ">", Integer(0)), Claim(e, "<", Integer(5)),
)  # fmt: skip


@pytest.mark.parametrize("claim", YES, ids=str)
def test_what_follows_is_found(claim):
    assert holds(claim, GIVEN) is True


@pytest.mark.parametrize("claim", NOT_YES, ids=str)
def test_what_does_not_follow_is_not_found(claim):
    assert holds(claim, GIVEN) is not True


def test_one_category_has_probability_one():
    for size, answer in ((1, None), (2, True), (n, None)):
        assert holds(Claim(X[1], "<", Integer(1)), Given({X: Simplex(size), n: counting})) is answer


def test_the_least_of_some_entries_says_nothing_of_others():
    given = Given({X: reals, n: counting, m: Integers(1, n)}, (Claim(Smallest(X[i], (i, 1, n)), ">", Integer(0)),))
    assert holds(Claim(X[m], ">", Integer(0)), given) is True
    assert holds(Claim(X[n + 1], ">", Integer(0)), given) is None
    assert holds(Claim(Sum(X[i], (i, 1, n)), ">", Integer(0)), given) is True
    assert holds(Claim(Sum(X[i], (i, 1, n + 1)), ">", Integer(0)), given) is None


@pytest.mark.parametrize(
    ("facts", "domain", "answer"), [({"positive": True}, unit, True), ({"positive": True}, reals, False), ({"even": True}, naturals, False)]
)
def test_assumptions_must_follow_from_the_domain(facts, domain, answer):
    assert fits(Symbol("v", **facts), domain, Given()) is answer
