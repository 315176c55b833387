"""Substitution captures nothing, and equality does not see the names of bound variables."""

import pytest
from sympy import Function, IndexedBase, Integer, Integral, Lambda, Sum, Symbol, symbols

from derive.language.sets import Span, unit
from derive.language.substitution import Captured, alpha, same, substitute
from derive.language.terms import ArgMax, BlowUp, Largest, Zero, derivative, free

i, j, k, m, n = symbols("i j k m n", integer=True)
x, y, z, t = symbols("x y z t", real=True)
X, Y, P = IndexedBase("x"), IndexedBase("y"), IndexedBase("p")
f = Function("f")
MARKER = Symbol("_0", integer=True)

SUBSTITUTIONS = (
    (Sum(x, (i, 1, n)), {x: i}, Sum(i, (j, 1, n))),
    (Sum(i * x, (i, 1, n)), {i: 5, n: m}, Sum(j * x, (j, 1, m))),
    (Sum(X[i], (i, 1, n)), {n: i}, Sum(X[j], (j, 1, i))),
    (Sum(X[i], (i, 1, n)), {X: Y}, Sum(Y[j], (j, 1, n))),
    (Sum(i, (i, 1, i)), {i: Integer(4)}, Sum(j, (j, 1, 4))),
    (Sum(i, (i, 1, k), (k, 1, k)), {k: m}, Sum(i, (i, 1, j), (j, 1, m))),
    (Sum(x * i * k, (i, 1, k), (k, 1, n)), {x: k}, Sum(k * i * j, (i, 1, j), (j, 1, n))),
    (Sum(x, (i, 1, n), (k, 1, i)), {x: i}, Sum(i, (j, 1, n), (m, 1, i))),
    (ArgMax(x - t, (x, unit)), {t: x}, ArgMax(y - x, (y, unit))),
    (ArgMax(P[1] - x, (P, Span(0, t))), {x: P[2], t: x}, ArgMax(Y[1] - P[2], (Y, Span(0, x)))),
    (Zero(x - t, (x, y, z)), {t: x, y: x}, Zero(y - x, (y, x, z))),
    (f(x), {f: Lambda(t, t**2 + y)}, x**2 + y),
    (Sum(f(i), (i, 1, n)), {f: Lambda(t, t * i)}, Sum(j * i, (j, 1, n))),
    (f(f(x)), {f: Lambda(t, t + 1)}, x + 2),
    (f(x), {f: Lambda(t, Sum(t, (i, 1, n))), x: i}, Sum(i, (j, 1, n))),
    (x + y, {x: y, y: x}, x + y),
    (derivative(f(x) * y, x), {y: z}, derivative(f(x) * z, x)),
    (derivative(f(x) * y, x), {x: t}, derivative(f(t) * y, t)),
    (derivative(X[i] ** 2, X[i]), {i: Integer(3)}, derivative(X[3] ** 2, X[3])),
    (derivative(X[i] ** 2, X[i]), {X: Y}, derivative(Y[i] ** 2, Y[i])),
)
CAPTURED = (
    (derivative(x * y, x), {x: y}),
    (derivative(x * y, x), {y: x}),
    (derivative(x**2, x), {x: Integer(1)}),
    (derivative(f(x), x), {f: Lambda(t, t * x)}),
    (derivative(X[i] * y, X[i]), {y: X[j]}),
    (derivative(X[i] * Y[i], X[i]), {X: Y}),
    (BlowUp(1 / x, x), {x: Integer(1)}),
    (BlowUp(1 / x + y, x), {y: x}),
)
ALIKE = (
    (Sum(i, (i, 1, n)), Sum(j, (j, 1, n))),
    (Sum(i * k, (i, 1, k), (k, 1, n)), Sum(k * i, (k, 1, i), (i, 1, n))),
    (Sum(Sum(i * k, (i, 1, k)), (k, 1, n)), Sum(Sum(m * j, (m, 1, j)), (j, 1, n))),
    (Lambda(x, x**2), Lambda(y, y**2)),
    (ArgMax(x, (x, unit)), ArgMax(y, (y, unit))),
    (Integral(x, (x, 0, 1)), Integral(t, (t, 0, 1))),
)
DIFFERENT = (
    (Sum(MARKER * i, (i, 1, n)), Sum(i**2, (i, 1, n))),
    (Sum(1, (i, 1, n), (k, 1, i)), Sum(1, (j, 1, n), (k, 1, j))),
    (Sum(i, (i, 1, n)), Sum(n, (i, 1, n))),
    (Sum(i - k, (i, 1, n), (k, 1, n)), Sum(k - i, (i, 1, n), (k, 1, n))),
    (Sum(X[i], (i, 1, n)), Largest(X[i], (i, 1, n))),
    (Lambda((x, y), x), Lambda((x, y), y)),
    (Lambda(x, x), Lambda((x, y), x)),
    (Lambda(x, Lambda(y, x)), Lambda(x, Lambda(y, y))),
    (derivative(x**2, x), derivative(y**2, y)),
    (derivative(x**2, x), derivative(x**2, x, x)),
    (X[i], X[i, i]),
)


@pytest.mark.parametrize(("term", "mapping", "wanted"), SUBSTITUTIONS)
def test_substitution(term, mapping, wanted):
    found = substitute(term, mapping)
    assert same(found, wanted)
    assert free(found) == free(wanted)


@pytest.mark.parametrize(("term", "mapping"), CAPTURED)
def test_a_variable_of_a_derivative_is_not_captured(term, mapping):
    with pytest.raises(Captured):
        substitute(term, mapping)


def test_a_function_needs_its_arguments():
    with pytest.raises(ValueError, match="zip"):
        substitute(f(x, y), {f: Lambda(t, t)})


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_names_of_bound_variables_do_not_matter(a, b):
    assert same(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_all_else_matters(a, b):
    assert not same(a, b)


@pytest.mark.parametrize("term", [t for pair in ALIKE for t in pair])
def test_canonical_names_are_stable_within_a_term(term):
    assert alpha(alpha(term)) == alpha(term)
    assert all(same(a, a) for a in alpha(term).args)
