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


def test_a_derivative_at_an_estimate():
    """d LL(p̂)/d p is the derivative by p, looked at where p is p̂; d LL(p)/d p̂ is nothing that can be taken."""
    before = r"$$ \mathrm{LL}(p) = y \log p $$"
    assert term(r"\frac{\mathrm{d} \mathrm{LL}(p)}{\mathrm{d} \hat{p}}", before).opaque
    found = term(r"\frac{\mathrm{d} \mathrm{LL}(\hat{p})}{\mathrm{d} p}", before)
    assert not found.opaque and found.term == sp.Symbol("y") / sp.Symbol("hat(p)")


def test_an_inverse_function_is_no_power():
    assert term("g^{-1}(y)", "$$ g(x) = 2 x $$").opaque or term("g^{-1}(y)", "$$ g(x) = 2 x $$").doubts


@pytest.mark.parametrize("latex", [r"\sum_{i=1}^n", r"2 + ()", r"\frac{\mathrm{d}}{\mathrm{d}x}"])
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


# --- lists, dots, vectors, cases ---------------------------------------------------------------------------------------

DATA = r"$$ q = \sum_{i=1}^n x_i^2 + \sum_{i=1}^n y_i $$"
Y = sp.IndexedBase("y")
j, k, m, a, b, c = symbols("j k m a b c")


@pytest.mark.parametrize(
    ("latex", "meant"),
    [
        (r"y^\mathrm{T} y", sp.Sum(Y[i] ** 2, (i, 1, n))),
        (r"\tau \, x^\top y - 2 n", symbols("tau") * sp.Sum(X[i] * Y[i], (i, 1, n)) - 2 * n),
        (r"x_1 + \ldots + x_n", sp.Sum(X[i], (i, 1, n))),
        (r"x_1 + x_2 + \cdots + x_n", sp.Sum(X[i], (i, 1, n))),
        (r"1 + 2 + \dots + n", sp.Sum(i, (i, 1, n))),
        (r"1 + a + a^2 + \ldots + a^k", sp.Sum(a**i, (i, 0, k))),
        (r"n (n-1) \cdots (n-k+1)", sp.Product(n - i, (i, 0, k - 1))),
        (r"n \cdot (n-1) \cdot \ldots \cdot 2 \cdot 1", sp.Product(n - i, (i, 0, n - 1))),
        (r"p^{x_1} (1-p)^{1-x_1} \cdots p^{x_n} (1-p)^{1-x_n}", sp.Product(p ** X[i] * (1 - p) ** (1 - X[i]), (i, 1, n))),
        (r"{n \choose {a, b}}", gamma(n + 1) / gamma(a + 1) / gamma(b + 1)),
        (r"{n \choose {x_1, \ldots, x_k}}", gamma(n + 1) / sp.Product(gamma(X[i] + 1), (i, 1, k))),
        (r"(2k-1)!!", 2**k * gamma(k + sp.Rational(1, 2)) / sp.sqrt(sp.pi)),
        (r"m^{\underline{n}}", gamma(m + 1) / gamma(m - n + 1)),
        (r"\det \begin{pmatrix} a & b \\ c & m \end{pmatrix}", a * m - b * c),
        (r"0 \cdot \log 0", 0),
        (r"\log_2 8", log(8) / log(2)),
        (r"68.27 \%", sp.Rational(6827, 10000)),
        (r"\mathrm{e}^{x} + e^y", exp(x) + exp(y)),
        (r"\left( \frac{x}{2} \right)^\frac{n}{2} \sqrt \frac{a}{b}", (x / 2) ** (n / 2) * sp.sqrt(a / b)),
        (r"a \cdot -\frac{1}{2} b \cdot -2 c", a * b * c),
        (r"x^T (1-x)^{n-T}", x ** Symbol("T") * (1 - x) ** (n - Symbol("T"))),
        (r"\sum_{i=1}^m x_i \lambda^{\sum_{i=1}^n y_i}", sp.Sum(X[i] * symbols("lambda") ** sp.Sum(Y[i], (i, 1, n)), (i, 1, m))),
        (r"\prod_{i=1}^n \left( x_i \right) \cdot a^{\sum_{i=1}^n y_i}", sp.Product(X[i], (i, 1, n)) * a ** sp.Sum(Y[i], (i, 1, n))),
        (r"\sum_i x_i", sp.Sum(X[i], (i, 1, n))),
        (r"\frac{\mathrm{d}}{\mathrm{d} x_j} \sum_{j=1}^n x_j^2", 2 * X[j]),
        (r"\log {n \choose y} + y \log p", log(gamma(n + 1) / gamma(y + 1) / gamma(n - y + 1)) + y * log(p)),
    ],
)
def test_what_is_meant_beside_data(latex, meant):
    made = term(latex, DATA)
    assert sp.expand(made.term - meant) == 0 and not made.opaque


@pytest.mark.parametrize(
    ("latex", "meant"),
    [
        (r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", sp.Piecewise((x, x > 0), (0, True))),
        (r"\left\{ \begin{array}{rl} 1 \; , & \text{if} \; a \leq x < b \\ 0 \; , & \text{else} \; . \end{array} \right.",
         sp.Piecewise((1, sp.And(a <= x, sp.Lt(x, b, evaluate=False))), (0, True), evaluate=False)),
        (r"\begin{cases} x & x \in \{1, 2\} \\ 0 & \text{else} \end{cases}", sp.Piecewise((x, sp.Eq(x, 1) | sp.Eq(x, 2)), (0, True))),
        (r"\mathbb{1}_{x > 0}", sp.Piecewise((1, x > 0), (0, True))),
        (r"\mathbb{1}\{x > 0\}", sp.Piecewise((1, x > 0), (0, True))),
    ],
)  # fmt: skip
def test_values_by_cases(latex, meant):
    assert term(latex).term == meant


def test_functions_are_powered_and_derived():
    before = r"$$ f(x) = x^3 + 1 $$"
    assert term(r"f^2(y)", before).term == (y**3 + 1) ** 2
    assert term(r"f'(y)", before).term == 3 * y**2
    assert term(r"M_X''(0)", r"$$ M_X(t) = \exp[t^2] $$").term == 2
    assert term(r"F_X^{-1}(p)").opaque


def test_a_letter_before_a_plain_name_in_brackets_is_a_function():
    """Even where the letter also stands alone: P is no number in KL(P || Q)."""
    made = term(r"\sum_{x \in A} P(x) \log \frac{P(x)}{Q(x)}", r"$$ Z = P + Q $$")
    assert Symbol("P") not in made.term.free_symbols


@pytest.mark.parametrize(
    "latex",
    [
        r"\mathbb{R}", r"\left[ \begin{matrix} 1 & 2 \end{matrix} \right]", r"[p, 1-p]", r"\{x_1, \ldots, x_n\}", r"\mathrm{Dir}(x; [a, b])",
        r"{y_1^{(j)}}^\mathrm{T} y_1^{(j)}", r"(x-\mu)^\mathrm{T} \Sigma^{-1} (x-\mu)", r"[y_i y_j]_{i \neq j}", r"x \pm y", r"f(x) \, \mathrm{d}x",
        r"\mathrm{mode}(X)", r"\text{const.}", r"A \cup B", r"\max_{x \in A} g(x)", r"\langle x \rangle_{p}", r"0_{1k}", r"x_{11}, \ldots, x_{nk}",
        r"\left\lbrace x \in y \mid x \notin z \right\rbrace", r"\sum_{\substack{i=1 \\ i \neq j}}^k x_i", r"n!!", r"\bigcup_{i=1}^n A_i",
    ],
)  # fmt: skip
def test_what_is_no_number_is_only_compared(latex):
    """An atom, by which nothing is refuted."""
    made = term(latex, DATA)
    assert made.term is not None and made.opaque


def test_matrices_do_not_commute():
    assert term(r"\Sigma^{-1} \mu - \mu \Sigma^{-1}").term != 0
    before = r"$$ A^\mathrm{T} = B^\mathrm{T} $$"
    assert term(r"A B - B A", before).term != 0
    assert term(r"\mathbf{A} \mathbf{B} - \mathbf{B} \mathbf{A}").term != 0
    assert not term(r"|A|", before).term.has(sp.Abs)


def test_atoms_of_a_running_index_are_the_same_under_another_name():
    left, right = (term(rf"\sum_{{{v}=1}}^n g^{{-1}}(\bar{{z}}^{{({v})}})").term for v in "ij")
    assert compare(left, right).holds


def test_a_lagrangian_is_differentiated_by_the_entries_of_its_sum():
    before = r"$$ \mathcal{L} (p_1, \dots, p_k, \lambda) = \sum_{k=1}^d n_k \, log \, p_k + \lambda \left(1 - \sum_k p_k\right) $$"
    share, count = sp.IndexedBase("p"), sp.IndexedBase("n")
    assert sp.expand(term(r"\frac{\partial \, \mathcal{L}}{\partial \, p_k}", before).term - count[k] / share[k] + symbols("lambda")) == 0
