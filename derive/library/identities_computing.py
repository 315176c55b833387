"""Why likelihoods are computed by their logarithms: the cost of the gradient, and underflow."""

from sympy import Add, Function, Integer, Mul, Rational, Symbol, log, pi

from ..language.claims import Claim, Given
from ..language.sets import counting, reals
from ..language.terms import derivative
from .outlines import Chain, Count, Identity, Link, Part, Recall, Slope, Theorem

theta = Symbol("theta")
SIZES = (2, 4, 8, 16)
SHOWN = 3
PRODUCT, SUM = (
    tuple(Function(f"f_{k}")(theta) for k in range(1, 1 + max(SIZES))),
    tuple(Function(f"l_{k}")(theta) for k in range(1, 1 + max(SIZES))),
)


def counted(kind, terms, n, operations):
    """The derivative of the first n terms, joined; and how many operations it asks for, which is the number that is claimed."""
    label = f"{kind.__name__} {n}"
    name = Symbol(f"c_{n}" if kind is Mul else f"d_{n}")
    return (
        Slope(label, derivative(kind(*terms[:n]), theta), shown=n == SHOWN, reason="product rule" if kind is Mul else "term by term"),
        *(
            (
                Count(f"number {label}", name, label, shown=False),
                Chain(f"count {label}", name, (Link("=", operations(n), "counted on the derivative", (f"number {label}",)),)),
            )
            if n != SHOWN
            else ()
        ),
    )


def quadratic(n):
    return Integer(n) ** 2 - 1


def linear(n):
    return Integer(n) - 1


COSTS = (
    "a product of n differentiable factors and, for its logarithm, a sum of n differentiable terms, each a function of ", theta,
)  # fmt: skip

gradient_cost = Identity(
    name="gradient-cost",
    title="The gradient of a product costs n² operations, that of a sum n",
    theorems=(
        Theorem(
            given=Given({theta: reals, **{Symbol(f"{letter}_{n}"): counting for letter in "cd" for n in SIZES}}),
            givens=(
                COSTS,
                ("the values of the factors, of the terms and of their derivatives are known; what is counted are the additions and "
                 "multiplications that remain, as they are written",),
            ),
            parts=(
                Part(
                    "As a product",
                    tuple(item for n in (SHOWN, *SIZES) for item in counted(Mul, PRODUCT, n, quadratic)),
                    (
                        "The derivative is a sum of n products of n factors. For three factors, and the numbers of operations counted for "
                        "more, which are n² − 1:",
                    ),
                ),
                Part(
                    "As a sum",
                    tuple(item for n in (SHOWN, *SIZES) for item in counted(Add, SUM, n, linear)),
                    (
                        "The derivative is a sum of n terms. For three terms, and the numbers of operations counted for more, "
                        "which are n − 1:",
                    ),
                ),
            ),
            conditions=(("the numbers are counted for the n that are shown",),),
            result=tuple(f"count {kind} {n}" for kind in ("Mul", "Add") for n in SIZES),
            cited=(("the count of the operations, made on the derivatives that the kernel has checked",),),
        ),
    ),
)  # fmt: skip

# --- underflow -------------------------------------------------------------------------------------------------------

SMALLEST = -1075 * log(2)
FATAL, SAFE = 811, 810


def peaks(n):
    """The logarithm of the product of n standard normal densities at 0."""
    return -Rational(n, 2) * log(2 * pi)


underflow = Identity(
    name="underflow",
    title="A likelihood of 811 standard normal observations is 0 in double precision",
    theorems=(
        Theorem(
            given=Given({}),
            givens=(
                ("the logarithm of a product of n standard normal densities is at most that of the product of their values at 0, which is ",
                 -Symbol("n") / 2 * log(2 * pi)),
                ("in double precision, the smallest positive number is 2 to the power −1074; half of it and everything below is rounded "
                 "to 0 (IEEE 754); its logarithm is ", SMALLEST),
            ),
            parts=(
                Part(
                    "811 observations",
                    (Recall("underflow", Claim(peaks(FATAL), "<", SMALLEST), reason="enclosed by intervals that do not meet"),),
                    ("Whatever the observations are, the product is 0:",),
                ),
                Part(
                    "810 observations",
                    (Recall("last", Claim(peaks(SAFE), ">", SMALLEST), reason="enclosed by intervals that do not meet"),),
                    ("If all of them are 0, it is not yet:",),
                ),
            ),
            result=("underflow", "last"),
            conditions=(("the product is rounded once; where every partial product is rounded, the last digits differ",),),
        ),
    ),
)  # fmt: skip
