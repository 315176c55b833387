"""Premises that are ruled out by numbers before they are solved: only such from which the conclusion does not follow."""

import pytest
import sympy as sp

from derive.language.balls import add, multiply, times
from derive.language.claims import Claim, Given
from derive.reading.excluding import excluded
from derive.reading.trial import compare
from derive.search.judge import prove_where_defined

a, b, c, x, y, n, i = sp.symbols("a b c x y n i")
data = sp.IndexedBase("x")
other = sp.IndexedBase("y")
f = sp.Function("f")
total = sp.Sum(data[i], (i, 1, n))


@pytest.mark.parametrize(
    ("conclusion", "premise", "unknown"),
    [
        ((x, a / b), (b * x, a), x),
        ((x**2, a), (x, sp.sqrt(a)), x),
        ((x, -a), (x**2, a**2), x),
        ((1 / x, b), (x, 1 / b), x),
        ((f(y) + 1, a + 1), (f(y), a), f(y)),
        ((sp.Sum(other[i], (i, 1, n)), a * total), (other[i], a * data[i]), other[i]),
    ],
)
def test_what_follows_is_never_ruled_out(conclusion, premise, unknown):
    holds = conclusion != (x, -a)  # one root of the square fails it
    assert excluded(conclusion, premise, unknown, frozenset()) is not holds


@pytest.mark.parametrize(
    ("conclusion", "premise"),
    [((x, a), (b * x, a)), ((x, a + b), (x**2, a)), ((x, b), (1 / (x + 1), b)), ((sp.exp(x), a), (x, a))],
)
def test_what_fails_at_a_root_is_ruled_out(conclusion, premise):
    assert excluded(conclusion, premise, x, frozenset())


def test_what_has_no_value_is_not_ruled_out():
    assert not excluded((sp.Derivative(f(x), x), a), (x, a), x, frozenset())
    assert not excluded((x, 2 * a), (sp.log(-(x**2)), a), x, frozenset())
    assert not excluded((sp.Integral(sp.exp(-y), (y, 0, x)), a), (x, a), x, frozenset())


def test_comparing_stops_where_nothing_has_a_value():
    tally = compare(sp.Derivative(f(x), x), a, frozenset(), enough=True)
    assert not tally.agreed and not tally.differed
    assert not compare(data[f(i)], a, frozenset(), enough=True).holds
    assert compare(data[i] * 2, data[i] + data[i], frozenset(), enough=True).holds


def test_an_entry_of_what_has_fewer_indices_has_no_value():
    assert not compare(data[1] + data[1, 2], a, frozenset(), enough=True).holds


def test_exact_arithmetic_stays_exact():
    third = sp.Rational(1, 3)
    assert add(1, 2, 3) == 6 and type(add(1, True)) is int
    assert multiply(0, 5) == 0 and times(2, 3) == 6
    claim = Claim((x + third) ** 2, "=", x**2 + 2 * x / 3 + third**2)
    assert prove_where_defined(claim, Given()) is not None
