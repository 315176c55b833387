"""Formulas to terms: what a name is, what a bracket after a letter is, what is refused."""

import pytest
import sympy as sp
from sympy import Symbol, exp, gamma, log, symbols

from derive.reading.context import Context
from derive.reading.relations import read
from derive.reading.source import document
from derive.reading.trial import compare

x, y, n, p, mu, sigma, i = symbols("x y n p mu sigma i")
X = sp.IndexedBase("x")


def term(latex: str, before: str = ""):
    """The left side of the last relation of a text."""
    context = Context(doc := document(f"{before}\n\n$$ {latex} = q $$\n"), read(doc))
    for _, relation in context.relations:
        reading = context.read(relation.lhs)
        context.learn(relation, context.read(relation.rhs))
    return reading


@pytest.mark.parametrize(
    ("latex", "meant"),
    [
        (r"\frac{n}{2} \log 2 \pi \sigma^2", n / 2 * log(2 * sp.pi * sigma**2)),
        (r"n(n-1)", n * (n - 1)),
        (r"n (n-1)^2", n * (n - 1) ** 2),
        (r"p^y \, (1-p)^{n-y}", p**y * (1 - p) ** (n - y)),
        (r"{n \choose y}", gamma(n + 1) / gamma(y + 1) / gamma(n - y + 1)),
        (r"\sum_{i=1}^n (x_i - \mu)^2", sp.Sum((X[i] - mu) ** 2, (i, 1, n))),
        (r"\hat{\mu} \bar{x}", Symbol("hat(mu)") * Symbol("bar(x)")),
        (r"\hat{\sigma}^2", Symbol("hat(sigma)") ** 2),
        (r"e^{-x} + \exp[x]", exp(-x) + exp(x)),
        (r"\log^2 x", log(x) ** 2),
        (r"y!", gamma(y + 1)),
        (r"x_i + \sum_{i=1}^n x_i", X[i] + sp.Sum(X[i], (i, 1, n))),
        (r"\frac{\mathrm{d}}{\mathrm{d}x} x^3", 3 * x**2),
        (r"\frac{\mathrm{d}}{\mathrm{d}\sigma^2} \log \sigma^2", 1 / sigma**2),
    ],
)
def test_what_is_meant(latex, meant):
    assert sp.expand(term(latex).term - meant) == 0


def test_a_defined_function_is_inserted():
    made = term(r"\frac{\mathrm{d} \mathrm{LL}(p)}{\mathrm{d} p}", r"$$ \mathrm{LL}(p) = y \log p + (n-y) \log(1-p) $$")
    assert compare(made.term, y / p - (n - y) / (1 - p)).holds
    assert made.used


def test_a_derivative_at_an_estimate_is_not_taken():
    """d LL(p)/d p̂ and d LL(p̂)/d p say that the derivative is looked at, not that it is zero."""
    before = r"$$ \mathrm{LL}(p) = y \log p $$"
    for latex in (r"\frac{\mathrm{d} \mathrm{LL}(p)}{\mathrm{d} \hat{p}}", r"\frac{\mathrm{d} \mathrm{LL}(\hat{p})}{\mathrm{d} p}"):
        assert term(latex, before).opaque


def test_an_inverse_function_is_no_power():
    assert term("g^{-1}(y)", "$$ g(x) = 2 x $$").opaque or term("g^{-1}(y)", "$$ g(x) = 2 x $$").doubts


@pytest.mark.parametrize("latex", [r"y^\mathrm{T} y", r"\mathbb{R}", r"\left[ \begin{matrix} 1 & 2 \end{matrix} \right]"])
def test_what_is_not_understood_is_refused_with_its_place(latex):
    reading = term(latex)
    assert reading.term is None
    assert reading.problem is not None and reading.problem[0]


def test_stretching_an_interval_is_told_from_moving_it():
    left = term(r"\int_0^b f(x) \, \mathrm{d}x").term
    assert not compare(left, term(r"\int_0^1 f(b x) \, \mathrm{d}x").term).holds
    assert compare(left, term(r"b \int_0^1 f(b x) \, \mathrm{d}x").term).holds


def test_integrals_are_linear_and_keep_their_ranges_apart():
    assert compare(
        term(r"\int_X (2 f(x) + g(x)) \, \mathrm{d}x").term, term(r"2 \int_X f(x) \, \mathrm{d}x + \int_X g(x) \, \mathrm{d}x").term
    ).holds
    assert not compare(term(r"\int_X f(x) \, \mathrm{d}x").term, term(r"\int_Y f(x) \, \mathrm{d}x").term).holds
