"""Sums of independent variables: the mean of normal data, cumulants of the standardised mean, the central limit theorem."""

from sympy import Function, IndexedBase, Integer, Integral, Rational, Sum, Symbol, exp, factorial, log, oo, pi, sqrt

from ..language.claims import Claim, Given
from ..language.sets import Integers, counting, positive, reals, unit, variable
from ..language.terms import derivative
from . import holes, totals
from .outlines import Chain, Define, Identity, Infer, Instance, Link, Part, Slope, Theorem, View

ONE, ZERO, HALF = Integer(1), Integer(0), Rational(1, 2)
mu, sigma, t, x, p = (Symbol(name) for name in ("mu", "sigma", "t", "x", "p"))
n = variable("n", counting)
UNIQUE = "that a moment generating function that is finite near 0 determines the law (Curtiss 1942)"
FACTORS = "that the expectation of a product of functions of independent variables is the product of their expectations"

# --- the mean of normal data -----------------------------------------------------------------------------------------

DENSITY = exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))


def generating(at):
    """E[exp(at · X)] of a normal variable."""
    return Integral(exp(at * x) * DENSITY, (x, -oo, oo))


def normal_generating(at, variance):
    return exp(mu * at + variance * at**2 / 2)


mean_of_normal = Identity(
    name="mean-of-normal-data",
    title="The mean of normal data is normal",
    theorems=(
        Theorem(
            given=Given({mu: reals, sigma: positive, t: reals, n: counting}),
            givens=(
                (n, " independent observations of a normal variable with mean ", mu, " and standard deviation ", Claim(sigma, ">", ZERO)),
            ),
            parts=(
                Part(
                    "One observation",
                    (Chain("one", generating(t), (Link("=", normal_generating(t, sigma**2), "the square completed; Gauss's integral"),)),),
                    ("Its moment generating function:",),
                ),
                Part(
                    "The mean",
                    (
                        Chain("part", generating(t / n), (Link("=", normal_generating(t / n, sigma**2), "the same at t/n"),)),
                        Chain(
                            "mean",
                            generating(t / n) ** n,
                            (
                                Link("=", normal_generating(t / n, sigma**2) ** n, "one observation", ("part",)),
                                Link("=", normal_generating(t, sigma**2 / n), "powers of exponentials"),
                            ),
                        ),
                    ),
                    ("exp of t times the mean is the product of n independent factors, each exp of t/n times one observation:",),
                ),
            ),
            result=("mean",),
            cited=((FACTORS,), (UNIQUE + "; the function found is that of the normal law with mean μ and variance σ²/n",)),
        ),
    ),
)

# --- cumulants of the standardised mean ------------------------------------------------------------------------------

kappa, r, R = IndexedBase("kappa"), Symbol("r"), variable("R", Integers(3))
PLACE = t / (sigma * sqrt(n))


def generating_logarithm(at):
    """The cumulant generating function up to the order R."""
    return mu * at + sigma**2 * at**2 / 2 + Sum(kappa[r] * at**r / factorial(r), (r, 3, R))


TAIL = Sum(kappa[r] * n ** (1 - r / 2) * sigma ** (-r) * t**r / factorial(r), (r, 3, R))
CENTRED = n * generating_logarithm(PLACE) - sqrt(n) * mu * t / sigma

central_limit = Identity(
    name="central-limit-theorem",
    title="The central limit theorem by cumulants",
    theorems=(
        Theorem(
            given=Given({mu: reals, sigma: positive, t: positive, n: counting, kappa: reals, R: Integers(3), r: Integers(3, R)}),
            givens=(
                (n, " independent observations of a variable with a moment generating function; up to any order ", R, " its logarithm is ",
                 generating_logarithm(t), " for ", t, " near 0, with the mean ", mu, ", the variance ", sigma**2,
                 " and the cumulants ", kappa[r]),
                ("the standardised mean: the sum of the observations minus ", n * mu, ", divided by ", sigma * sqrt(n),
                 "; its cumulant generating function is ", CENTRED),
            ),
            parts=(
                Part(
                    "Its cumulants",
                    (
                        Chain(
                            "cumulants",
                            CENTRED,
                            (
                                Link("=", t**2 / 2 + n * Sum(kappa[r] * PLACE**r / factorial(r), (r, 3, R)),
                                     "the mean cancels; the variance becomes 1"),
                                Link("=", t**2 / 2 + TAIL, "powers of n"),
                            ),
                        ),
                    ),
                ),
                Part(
                    "Those beyond the second",
                    (
                        Infer("small", totals.power_monotone, {holes.a: n, holes.b: 1 - r / 2, holes.c: -HALF}, reason="r ≥ 3"),
                    ),
                    ("Every later cumulant of the standardised mean has a factor that tends to 0 as the sample grows, and what remains is "
                     "the cumulant generating function of the standard normal law:",),
                ),
            ),
            result=("cumulants", "small"),
            cited=((FACTORS,), ("that laws converge if their moment generating functions do, near 0, to that of a law (Curtiss 1942)",),
                   ("that the power series may be taken term by term near 0",)),
        ),
    ),
)  # fmt: skip

# --- the same for Bernoulli variables --------------------------------------------------------------------------------

K = tuple(Function(f"K_{order}") for order in range(4))
BELOW = 1 - p + p * exp(t)
RATES = (
    log(BELOW),
    p * exp(t) / BELOW,
    p * (1 - p) * exp(t) / BELOW**2,
    p * (1 - p) * exp(t) * (1 - p - p * exp(t)) / BELOW**3,
)
DEVIATION = sqrt(p * (1 - p))


def order(k):
    """The derivative of one order, in a form without quotients of sums, and its value at 0."""
    return (
        Slope(f"raw {k}", derivative(RATES[k - 1], t), shown=False),
        Define(f"K{k}", K[k](t), RATES[k], shown=False),
        Chain(
            f"derivative {k}",
            derivative(RATES[k - 1], t),
            (Link("=", RATES[k], "differentiate", (f"raw {k}",)), Link("=", K[k](t), "its name", (f"K{k}",))),
        ),
        Instance(f"value {k}", f"K{k}", {t: ZERO}, reason="at t = 0"),
    )


bernoulli_limit = Identity(
    name="central-limit-bernoulli",
    title="The central limit theorem for Bernoulli variables",
    theorems=(
        Theorem(
            given=Given({p: unit, t: reals, n: counting}),
            givens=(("a variable with the value 1 with probability ", p, " and else 0; its moment generating function is ", BELOW),),
            parts=(
                Part("Cumulant generating function", (Define("K0", K[0](t), RATES[0], reason="definition"),)),
                Part("First order", order(1), ("The mean:",)),
                Part("Second order", order(2), ("The variance:",)),
                Part("Third order", order(3), ("The third cumulant:",)),
                Part(
                    "The standardised mean",
                    (
                        Chain(
                            "second",
                            n * (DEVIATION * sqrt(n)) ** (-2) * K[2](ZERO),
                            (
                                Link("=", n * (DEVIATION * sqrt(n)) ** (-2) * p * (1 - p), "the variance", ("value 2",)),
                                Link("=", ONE, "as for the standard normal law"),
                            ),
                        ),
                        Chain(
                            "third",
                            n * (DEVIATION * sqrt(n)) ** (-3) * K[3](ZERO),
                            (
                                Link(
                                    "=", n * (DEVIATION * sqrt(n)) ** (-3) * p * (1 - p) * (1 - 2 * p), "the third cumulant", ("value 3",)
                                ),
                                Link("=", (1 - 2 * p) / (sqrt(n) * DEVIATION), "tends to 0"),
                            ),
                        ),
                    ),
                    ("By the central limit theorem its cumulants of orders two and three are",),
                ),
            ),
            result=("value 1", "value 2", "value 3", "second", "third"),
            view=View(names={K[k]: ("K" + "'" * k, "K" + "′" * k) for k in range(4)}),
        ),
    ),
)
