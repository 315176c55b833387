"""Equality of rational functions: identities are found, and nothing is called equal that numbers tell apart."""

import random

import pytest
from sympy import Integer, Rational, exp, expand, oo, sqrt, symbols, zoo

from derive.kernel.field import equal_as_fractions
from derive.language.enclosure import enclosure

x, y, z = symbols("x y z", positive=True)
r = symbols("r", real=True)
ATOMS = (
    x,
    y,
    z,
    Integer(2),
    Rational(1, 3),
    Integer(-1),
    sqrt(x),
    sqrt(2),
    exp(y),
    x**y,
    x ** (2 * y),
    exp(x + y),
    sqrt(x + y),
    y ** Rational(1, 3),
)
VALUES = [{x: Rational(3, 7), y: Rational(11, 5), z: Rational(2, 9)}, {x: Rational(13, 4), y: Rational(1, 8), z: Rational(17, 6)}]


def _term(draw: random.Random, depth: int):
    if depth == 0:
        return draw.choice(ATOMS)
    a, b = _term(draw, depth - 1), _term(draw, depth - 1)
    return draw.choice(
        [lambda: a + b, lambda: a - b, lambda: a * b, lambda: a / (b**2 + 1), lambda: (a + b) ** 2, lambda: 1 / (a**2 + 2)]
    )()


def _differ(a, b) -> bool:
    """Whether at some point the rigorous values do not overlap."""
    for values in VALUES:
        found = [enclosure(t, values) for t in (a, b)]
        if None not in found and not found[0].overlaps(found[1]):
            return True
    return False


@pytest.mark.parametrize("seed", range(60))
def test_random_terms(seed):
    draw = random.Random(seed)
    a, b, c = (_term(draw, draw.randint(1, 2)) for _ in range(3))
    assert equal_as_fractions(a * (b + c), expand(a * b) + c * a) is not None
    assert equal_as_fractions((a + b) ** 2 - 4 * a * b, (a - b) ** 2) is not None
    for left, right in ((a, b), (a * b, a + b), (a + b, a + b + Rational(1, 1000)), (a**2, b * a)):
        if equal_as_fractions(left, right) is not None:
            assert not _differ(left, right), (left, right)


EQUAL = (
    (x ** (y + 1), x * x**y), (exp(x + y), exp(x) * exp(y)), (exp(2 * x) - 1, (exp(x) - 1) * (exp(x) + 1)), (sqrt(x) ** 3, x * sqrt(x)),
    ((x - y) / (sqrt(x) - sqrt(y)), sqrt(x) + sqrt(y)), (sqrt(x + y) ** 2, x + y), (1 / (1 / x), x), (sqrt(2) * sqrt(2), Integer(2)), (x ** (y / 2) * x ** (y / 2), x**y),
)  # fmt: skip
UNEQUAL = (
    (sqrt(r**2 + 2 * r + 1), r + 1), (exp(x * y), exp(x) * exp(y)), ((x + y) ** z, x**z + y**z), (x**y, y**x), (sqrt(x + y), sqrt(x) + sqrt(y)),
)  # fmt: skip


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_equal(a, b):
    assert equal_as_fractions(a, b) is not None


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_unequal(a, b):
    assert equal_as_fractions(a, b) is None


def test_what_is_divided_by_is_returned():
    assert {c.lhs for c in equal_as_fractions((r**2 - 1) / (r - 1), r + 1)} == {r - 1}
    assert {c.lhs for c in equal_as_fractions(r ** (y + 1) / r, r**y)} <= {r}
    assert equal_as_fractions(x + y, y + x) == ()


@pytest.mark.parametrize("term", [oo, zoo, x * oo + y * oo, 0 ** (r + 1)])
def test_infinities_are_refused(term):
    with pytest.raises(ValueError, match="not a number"):
        equal_as_fractions(term, x)
