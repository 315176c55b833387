"""The variance of a sample is consistent: its mean square and the square of its mean converge."""

from sympy import Abs, IndexedBase, Integer, Lambda, Sum, Symbol

from ..language.claims import Claim, Given, equal
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import AtMost, Vector
from . import algebra, holes, order, totals
from .identities_samples import MASS, RANGE, SIZE, F, N, j, k, law, mean, n, over, same
from .outlines import Chain, Define, Identity, Infer, Link, Part, Recall, Theorem, View
from .totals import omega

ZERO, ONE = Integer(0), Integer(1)
Y, Y_bar, Q, V = (IndexedBase(name) for name in ("Y", "Y_bar", "Q", "V"))
sigma, tau, epsilon = (Symbol(name) for name in ("sigma", "tau", "epsilon"))
A, B, M, SQUARES, SPREAD = Y[k, omega], Y[j, omega], Y_bar[omega], Q[omega], V[omega]
PRODUCTS = equal(Vector(mean(A * B), (k, 1, n), (j, 1, n)), Vector(sigma**2 * same(k, j), (k, 1, n), (j, 1, n)))
FOURTH = equal(
    Vector(mean(A**2 * B**2), (k, 1, n), (j, 1, n)), Vector(sigma**4 + tau**2 * same(k, j), (k, 1, n), (j, 1, n))
)  # fmt: skip
GIVEN = Given(
    {Y: reals, Y_bar: reals, Q: reals, V: reals, law: positive, sigma: positive, tau: positive, epsilon: positive, N: counting, n: counting,
     k: Integers(1, n), j: Integers(1, n), omega: Integers(1, N)},
    (MASS, PRODUCTS, FOURTH),
)  # fmt: skip


def entry(label, premise, body, product, at=j):
    """The entry of a matrix of expectations."""
    bindings = {totals.f2: Lambda((k, j), body), totals.g2: Lambda((k, j), product), holes.t: k, holes.u: at, **SIZE}
    return Infer(label, totals.entry_of_matrix, bindings, (premise,), shown=False)


def mean_square(label, defined, name, body, other, products, row, result):
    """E[(1/n Σ body)²], from the expectations of the products."""
    return (
        Chain(f"twice {label}", over(body) ** 2, (Link("=", over(body) * over(other, j)),), shown=False),
        Chain(f"row {label}", over(mean(body * other), j), (Link("=", row, "one of the deltas is 1", (products, "only itself")),)),
        Chain(
            label,
            mean(name**2),
            (
                Link("=", mean(over(body) * over(other, j)) / n**2, "definition", (defined, f"twice {label}")),
                Link("=", Sum(mean(body * other), (j, 1, n), (k, 1, n)) / n**2, "linearity"),
                Link("=", over(row) / n**2, "the sum over j", (f"row {label}",)),
                Link("=", result, "n equal terms"),
            ),
        ),
    )


FAR = AtMost(epsilon, Abs(SQUARES - sigma**2 - M**2))
BOUND = 4 * (SQUARES - sigma**2) ** 2 / epsilon**2 + 2 * M**2 / epsilon

consistency_of_the_variance = Identity(
    name="consistency-of-the-variance",
    title="The variance of a sample is consistent",
    theorems=(
        Theorem(
            given=GIVEN,
            givens=(
                (n, " independent deviations ", Y[k], " of observations from their mean, with a joint law, ", MASS),
                ("their variance: ", equal(mean(A * B), sigma**2 * same(k, j)), ", with Kronecker's delta"),
                ("the variance of their squares: ", equal(mean(A**2 * B**2), sigma**4 + tau**2 * same(k, j))),
                ("a distance ", Claim(epsilon, ">", ZERO)),
            ),
            conditions=(("the observations have a finite fourth moment",), ("the variance with n − 1 is n/(n − 1) times this one",)),
            parts=(
                Part(
                    "Definitions",
                    (
                        Define("average", M, over(A) / n, reason="mean"),
                        Define("mean square", SQUARES, over(A**2) / n, reason="mean square"),
                        Define("spread", SPREAD, over((A - M) ** 2) / n, reason="variance of the sample"),
                    ),
                ),
                Part(
                    "The variance of the sample",
                    (
                        Recall("mass", MASS, shown=False),
                        Recall("second moments", PRODUCTS, shown=False),
                        Recall("fourth moments", FOURTH, shown=False),
                        entry("products", "second moments", mean(A * B), sigma**2 * same(k, j)),
                        entry("own product", "second moments", mean(A * B), sigma**2 * same(k, j), k),
                        entry("fourths", "fourth moments", mean(A**2 * B**2), sigma**4 + tau**2 * same(k, j)),
                        Infer("only itself", totals.sifting, {holes.f: Lambda(j, ONE), holes.a: k, **SIZE}, shown=False),
                        Infer("itself", totals.at_most_itself, {holes.a: k}, shown=False),
                        Infer("about the mean", algebra.centred_squares, {holes.f: Lambda(k, A), holes.a: ZERO, holes.n: n}, shown=False),
                        Chain(
                            "error",
                            SPREAD - sigma**2,
                            (
                                Link("=", over((A - over(B, j) / n) ** 2) / n - sigma**2, "definition", ("spread", "average")),
                                Link("=", over(A**2) / n - (over(A) / n) ** 2 - sigma**2, "König–Huygens", ("about the mean",)),
                                Link("=", SQUARES - sigma**2 - M**2, "definitions", ("mean square", "average")),
                            ),
                        ),
                    ),
                ),
                Part("The square of the mean", mean_square("square", "average", M, A, B, "products", sigma**2, sigma**2 / n)),
                Part(
                    "The mean square",
                    (
                        *mean_square("fourth", "mean square", SQUARES, A**2, B**2, "fourths", n * sigma**4 + tau**2, sigma**4 + tau**2 / n),
                        Chain("own square", mean(A**2), (Link("=", sigma**2, "as assumed", ("own product", "itself")),)),
                        Chain(
                            "first",
                            mean(SQUARES),
                            (
                                Link("=", over(mean(A**2)) / n, "linearity", ("mean square",)),
                                Link("=", sigma**2, "n equal terms", ("own square",)),
                            ),
                        ),
                        Chain(
                            "variance",
                            mean((SQUARES - sigma**2) ** 2),
                            (
                                Link("=", mean(SQUARES**2) - 2 * sigma**2 * mean(SQUARES) + sigma**4, "linearity", ("mass",)),
                                Link("=", tau**2 / n, "the two expectations", ("fourth", "first")),
                            ),
                        ),
                    ),
                ),
                Part(
                    "Both are rarely far off",
                    (
                        Infer(
                            "indicator", order.indicator_of_difference,
                            {holes.a: SQUARES - sigma**2, holes.b: M**2, holes.c: epsilon},
                            reason="one of the two is at least ε/2",
                        ),
                        Infer("times", order.scaled, {holes.a: FAR, holes.b: BOUND, holes.c: F}, ("indicator",), shown=False),
                        Infer(
                            "bounded", totals.total_monotone,
                            {holes.f: Lambda(omega, F * FAR), holes.g: Lambda(omega, F * BOUND), **RANGE}, ("times",), shown=False,
                        ),
                        Chain(
                            "far",
                            mean(FAR),
                            (
                                Link("<=", mean(BOUND), "expectation is monotone", by="bounded"),
                                Link("=", 4 * mean((SQUARES - sigma**2) ** 2) / epsilon**2 + 2 * mean(M**2) / epsilon, "linearity"),
                                Link("=", 4 * tau**2 / (n * epsilon**2) + 2 * sigma**2 / (n * epsilon), "as above", ("variance", "square")),
                            ),
                        ),
                    ),
                    ("The probability that the error is at least ε; the bound tends to 0 as the sample grows:",),
                ),
            ),
            result=("error", "far"),
            view=View(
                "mean", weight=Lambda(omega, F),
                names={Symbol("V"): (r"\hat{\sigma}^2", "σ̂²"), Symbol("Q"): (r"\overline{Y^2}", "mean(Y²)")},
            ),
        ),
    ),
)  # fmt: skip
