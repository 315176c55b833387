"""Identities of samples: mean and variance of the sample mean, the sample variance, consistency."""

from sympy import IndexedBase, Integer, Lambda, Sum, Symbol

from ..language.claims import Claim, Given, equal
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import AtMost, Total, Vector
from . import algebra, holes, order, totals
from .outlines import Chain, Define, Identity, Infer, Link, Part, Recall, Theorem, View
from .totals import omega

ONE, ZERO = Integer(1), Integer(0)
X, X_bar, S2, V, law = (IndexedBase(name) for name in ("X", "X_bar", "S2", "V", "f"))
mu, sigma, epsilon, delta = (Symbol(name) for name in ("mu", "sigma", "epsilon", "delta"))
n, N, k, j = Symbol("n"), Symbol("N"), Symbol("k"), Symbol("j")
F = law[omega]
SIZE = {holes.lo: ONE, holes.hi: n}
RANGE = {holes.lo: ONE, holes.hi: N}


def mean(body):
    """E[body], the total of the values at all outcomes, weighted by the law."""
    return Total(body * F, (omega, 1, N))


def over(body, index=k):
    """The sum over the sample."""
    return Sum(body, (index, 1, n))


def same(a, b):
    """1 where a = b, else 0."""
    return AtMost(a, b) * AtMost(b, a)


A, B, M = X[k, omega], X[j, omega], X_bar[omega]
MASS = equal(Total(F, (omega, 1, N)), ONE)
FIRST = equal(Vector(mean(A), (k, 1, n)), Vector(mu, (k, 1, n)))
SECOND = equal(Vector(mean(A * B), (k, 1, n), (j, 1, n)), Vector(mu**2 + sigma**2 * same(k, j), (k, 1, n), (j, 1, n)))
DOMAINS = {
    X: reals, X_bar: reals, S2: reals, V: reals, law: positive, mu: reals, sigma: positive, N: counting,
    k: Integers(1, n), j: Integers(1, n), omega: Integers(1, N),
}  # fmt: skip
SAMPLE = Given({**DOMAINS, n: counting}, (MASS, FIRST, SECOND))
VIEW = View("mean", weight=Lambda(omega, F), names={Symbol("S2"): ("S^2", "S²"), Symbol("V"): (r"\hat{\sigma}^2", "σ̂²")})
GIVENS = (
    (n, " random variables with a joint law, ", MASS, ", and with the same mean ", equal(mean(A), mu)),
    (
        "and the same variance ",
        sigma**2,
        ", uncorrelated (as independent ones are): ",
        equal(mean(A * B), mu**2 + sigma**2 * same(k, j)),
        ", with Kronecker's delta",
    ),
)
EXIST = ("the variables have a finite variance",)
DEFINED = (Define("average", M, over(A) / n, reason="sample mean"),)
MOMENTS = (
    Recall("first", FIRST, shown=False),
    Recall("second", SECOND, shown=False),
    Recall("mass", MASS, shown=False),
    Infer(
        "mean of each", totals.entry, {holes.f: Lambda(k, mean(A)), holes.g: Lambda(k, mu), holes.t: k, **SIZE}, ("first",),
        reason="as assumed",
    ),
    Infer(
        "products", totals.entry_of_matrix,
        {totals.f2: Lambda((k, j), mean(A * B)), totals.g2: Lambda((k, j), mu**2 + sigma**2 * same(k, j)), holes.t: k, holes.u: j, **SIZE},
        ("second",), reason="as assumed",
    ),
)  # fmt: skip
EXPECTATION = Chain(
    "expectation",
    mean(M),
    (
        Link("=", mean(over(A) / n), "definition", ("average",)),
        Link("=", over(mean(A)) / n, "linearity"),
        Link("=", over(mu) / n, "the mean of each", ("mean of each",)),
        Link("=", mu, "n equal terms"),
    ),
)
SQUARE = (
    Infer("only itself", totals.sifting, {holes.f: Lambda(j, ONE), holes.a: k, **SIZE}, shown=False),
    Chain(
        "row",
        over(mean(A * B), j),
        (Link("=", n * mu**2 + sigma**2, "the products; one of the deltas is 1", ("products", "only itself")),),
    ),
    Chain("twice", over(A) ** 2, (Link("=", over(A) * over(B, j)),), shown=False),
    Chain(
        "square",
        mean(M**2),
        (
            Link("=", mean(over(A) * over(B, j)) / n**2, "definition", ("average", "twice")),
            Link("=", Sum(mean(A * B), (j, 1, n), (k, 1, n)) / n**2, "linearity"),
            Link("=", over(n * mu**2 + sigma**2) / n**2, "the sum over j", ("row",)),
            Link("=", mu**2 + sigma**2 / n, "n equal terms"),
        ),
    ),
)
VARIANCE = Chain(
    "variance",
    mean((M - mu) ** 2),
    (
        Link("=", mean(M**2) - 2 * mu * mean(M) + mu**2, "linearity", ("mass",)),
        Link("=", sigma**2 / n, "the two expectations", ("square", "expectation")),
    ),
)

sample_mean = Identity(
    name="sample-mean",
    title="Mean and variance of the sample mean",
    theorems=(
        Theorem(
            given=SAMPLE,
            givens=GIVENS,
            conditions=(EXIST,),
            parts=(
                Part("Definition", DEFINED),
                Part("What is given", MOMENTS),
                Part("Mean", (EXPECTATION,)),
                Part("Mean square", SQUARE),
                Part("Variance", (VARIANCE,)),
            ),
            result=("expectation", "variance"),
            view=VIEW,
        ),
    ),
)

# --- the sample variance ---------------------------------------------------------------------------------------------

S, D = S2[omega], V[omega]
DEVIATIONS = over((A - M) ** 2)
SPREAD = (
    Infer("about the mean", algebra.centred_squares, {holes.f: Lambda(k, A), holes.a: ZERO, holes.n: n}, shown=False),
    Chain(
        "deviations",
        DEVIATIONS,
        (
            Link("=", over((A - over(B, j) / n) ** 2), "definition", ("average",)),
            Link("=", over(A**2) - n * (over(A) / n) ** 2, "König–Huygens", ("about the mean",)),
            Link("=", over(A**2) - n * M**2, "definition", ("average",)),
        ),
    ),
)
OWN_SQUARE = (
    Infer("itself", totals.at_most_itself, {holes.a: k}, shown=False),
    Infer(
        "own product",
        totals.entry_of_matrix,
        {totals.f2: Lambda((k, j), mean(A * B)), totals.g2: Lambda((k, j), mu**2 + sigma**2 * same(k, j)), holes.t: k, holes.u: k, **SIZE},
        ("second",),
        shown=False,
    ),
    Chain("own square", mean(A**2), (Link("=", mu**2 + sigma**2, "as assumed", ("own product", "itself")),)),
)
EXPECTED = (
    Chain(
        "expected",
        mean(DEVIATIONS),
        (
            Link("=", mean(over(A**2) - n * M**2), "the deviations", ("deviations",)),
            Link("=", over(mean(A**2)) - n * mean(M**2), "linearity"),
            Link("=", n * (mu**2 + sigma**2) - n * (mu**2 + sigma**2 / n), "the mean squares", ("own square", "square")),
            Link("=", (n - 1) * sigma**2, "algebra"),
        ),
    ),
)  # fmt: skip

sample_variance = Identity(
    name="sample-variance",
    title="The sample variance is unbiased with n − 1, and biased with n",
    theorems=(
        Theorem(
            given=Given({**DOMAINS, n: Integers(2)}, (MASS, FIRST, SECOND)),
            givens=(*GIVENS, ("at least two of them: ", Claim(n, ">=", Integer(2)))),
            conditions=(EXIST,),
            parts=(
                Part(
                    "Definitions",
                    (
                        *DEFINED,
                        Define("divided by n − 1", S, DEVIATIONS / (n - 1), reason="sample variance"),
                        Define("divided by n", D, DEVIATIONS / n, reason="the maximum-likelihood estimate of a normal variance"),
                    ),
                ),
                Part("What is given", MOMENTS),
                Part("The square of the mean", SQUARE),
                Part("The deviations", SPREAD),
                Part("Each square", OWN_SQUARE),
                Part("Their expectation", EXPECTED),
                Part(
                    "With n − 1",
                    (
                        Chain(
                            "unbiased",
                            mean(S),
                            (
                                Link("=", mean(DEVIATIONS) / (n - 1), "definition", ("divided by n − 1",)),
                                Link("=", sigma**2, "the expected deviations", ("expected",)),
                            ),
                        ),
                    ),
                ),
                Part(
                    "With n",
                    (
                        Chain(
                            "bias",
                            mean(D) - sigma**2,
                            (
                                Link("=", mean(DEVIATIONS) / n - sigma**2, "definition", ("divided by n",)),
                                Link("=", -(sigma**2) / n, "the expected deviations", ("expected",)),
                            ),
                        ),
                    ),
                ),
            ),
            result=("unbiased", "bias"),
            view=VIEW,
        ),
    ),
)

# --- consistency -----------------------------------------------------------------------------------------------------

FAR = AtMost(epsilon**2, (M - mu) ** 2)
LARGE = Claim(n * epsilon**2 * delta - sigma**2, ">", ZERO)

consistency_of_the_mean = Identity(
    name="consistency-of-the-mean",
    title="The sample mean is consistent",
    theorems=(
        Theorem(
            given=Given({**DOMAINS, n: counting, epsilon: positive, delta: positive}, (MASS, FIRST, SECOND, LARGE)),
            givens=(
                *GIVENS,
                (
                    "a distance ",
                    Claim(epsilon, ">", ZERO),
                    " and a probability ",
                    Claim(delta, ">", ZERO),
                    ", and a sample so large that ",
                    LARGE,
                ),
            ),
            conditions=(EXIST,),
            parts=(
                Part("Definition", DEFINED),
                Part("What is given", MOMENTS),
                Part("Mean", (EXPECTATION,)),
                Part("Variance", (*SQUARE, VARIANCE)),
                Part(
                    "Chebyshev's inequality",
                    (
                        Infer(
                            "indicator",
                            order.indicator_below_ratio,
                            {holes.a: epsilon**2, holes.b: (M - mu) ** 2},
                            reason="where the indicator is 1, the ratio is at least 1",
                        ),
                        Infer(
                            "times",
                            order.scaled,
                            {holes.a: FAR, holes.b: (M - mu) ** 2 / epsilon**2, holes.c: F},
                            ("indicator",),
                            shown=False,
                        ),
                        Infer(
                            "bounded",
                            totals.total_monotone,
                            {holes.f: Lambda(omega, F * FAR), holes.g: Lambda(omega, F * (M - mu) ** 2 / epsilon**2), **RANGE},
                            ("times",),
                            shown=False,
                        ),
                        Chain(
                            "far",
                            mean(FAR),
                            (
                                Link("<=", mean((M - mu) ** 2 / epsilon**2), "expectation is monotone", by="bounded"),
                                Link("=", mean((M - mu) ** 2) / epsilon**2, "linearity"),
                                Link("=", sigma**2 / (n * epsilon**2), "the variance", ("variance",)),
                                Link("<=", delta, "the sample is so large"),
                            ),
                        ),
                    ),
                    ("The probability that the mean is off by ε or more is the expectation of an indicator:",),
                ),
            ),
            result=("far",),
            view=VIEW,
        ),
    ),
)
