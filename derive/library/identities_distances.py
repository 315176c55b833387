"""Distances between laws: total variation, Pinsker's inequality, the Wasserstein distance on the line."""

from sympy import Abs, IndexedBase, Integer, Integral, Rational, Symbol, exp, log, oo, pi, sqrt

from ..language.claims import Claim, Given, equal
from ..language.sets import Integers, counting, nonnegative, positive, reals
from ..language.terms import AtMost
from . import holes, order, powers, totals
from .identities_information import EXIST, KL, LAW_P, LAW_Q, NAMES, RANGE, N, P, Q, of, p, q, total
from .outlines import Chain, Define, Identity, Infer, Link, Part, Recall, Theorem, View
from .totals import omega

ONE, ZERO, TWO, HALF = Integer(1), Integer(0), Integer(2), Rational(1, 2)
TV, EVENT = Symbol("TV"), IndexedBase("a")
CHOSEN = EVENT[omega]
VIEW = View(names={**NAMES, TV: (r"\mathrm{TV}(P, Q)", "TV(P, Q)")})
GAP = Abs(P - Q)
MASSES = (equal(total(P), ONE), equal(total(Q), ONE))
BOTH = Given({p: nonnegative, q: nonnegative, N: counting, TV: nonnegative, EVENT: Integers(0, 1)}, MASSES)
TWO_LAWS = (
    ("laws ", LAW_P, " and ", LAW_Q, " with densities ", P, " and ", Q, " with respect to a common measure"),
    ("sums over x extend over all outcomes: ", MASSES[0], " and ", MASSES[1]),
)
MASS = (Recall("mass p", MASSES[0], shown=False), Recall("mass q", MASSES[1], shown=False))
VARIATION = Define("variation", TV, HALF * total(GAP), reason="half the absolute difference")

total_variation = Identity(
    name="total-variation",
    title="Total variation is the largest difference over events",
    theorems=(
        Theorem(
            title="the bound",
            given=BOTH,
            givens=(
                *TWO_LAWS,
                (
                    "an event A, by its indicator ",
                    CHOSEN,
                    " with the values 0 and 1: its probabilities differ by ",
                    total(CHOSEN * (P - Q)),
                ),
            ),
            conditions=(EXIST,),
            parts=(
                Part("Definition", (VARIATION, *MASS)),
                Part(
                    "For each outcome",
                    (Infer("share", order.share_of_difference, {holes.a: P - Q, holes.c: CHOSEN}, reason="the positive part"),),
                ),
                Part(
                    "Summed",
                    (
                        Infer(
                            "summed",
                            totals.total_monotone,
                            {holes.f: of(CHOSEN * (P - Q)), holes.g: of((GAP + P - Q) / 2), **RANGE},
                            ("share",),
                            shown=False,
                        ),
                        Chain(
                            "bound",
                            total(CHOSEN * (P - Q)),
                            (
                                Link("<=", total((GAP + P - Q) / 2), "sums and integrals are monotone", by="summed"),
                                Link("=", HALF * total(GAP) + HALF * (total(P) - total(Q)), "linearity"),
                                Link("=", HALF * total(GAP), "P and Q are laws", ("mass p", "mass q")),
                                Link("=", TV, "definition", ("variation",)),
                            ),
                        ),
                    ),
                ),
            ),
            result=("bound",),
            view=VIEW,
            densities=("variation", "bound"),
        ),
        Theorem(
            title="attained",
            given=BOTH,
            givens=(*TWO_LAWS, ("the event that P gives an outcome at least as much as Q, with the indicator ", AtMost(ZERO, P - Q))),
            conditions=(EXIST,),
            parts=(
                Part("Definition", (VARIATION, *MASS)),
                Part("For each outcome", (Infer("part", order.positive_part, {holes.a: P - Q}, reason="the positive part"),)),
                Part(
                    "Summed",
                    (
                        Chain(
                            "attained",
                            total(AtMost(ZERO, P - Q) * (P - Q)),
                            (
                                Link("=", total((GAP + P - Q) / 2), "the positive part", ("part",)),
                                Link("=", HALF * total(GAP) + HALF * (total(P) - total(Q)), "linearity"),
                                Link("=", HALF * total(GAP), "P and Q are laws", ("mass p", "mass q")),
                                Link("=", TV, "definition", ("variation",)),
                            ),
                        ),
                    ),
                ),
            ),
            result=("attained",),
            view=VIEW,
            densities=("attained",),
        ),
    ),
)

# --- Pinsker's inequality --------------------------------------------------------------------------------------------

T = P / Q
SMALL, WIDE = Q * (T * log(T) - T + 1), Q * (2 * T + 4) / 3
POINTWISE = (2 * T + 4) / 3 * (T * log(T) - T + 1)

pinsker_inequality = Identity(
    name="pinsker-inequality",
    title="Pinsker's inequality",
    theorems=(
        Theorem(
            given=Given({p: positive, q: positive, N: counting, TV: nonnegative, KL: reals}, MASSES),
            givens=(*TWO_LAWS,),
            conditions=(
                (
                    "each of the laws is absolutely continuous with respect to the other: ",
                    Claim(P, ">", ZERO),
                    " and ",
                    Claim(Q, ">", ZERO),
                ),
                EXIST,
            ),
            parts=(
                Part(
                    "Definitions", (VARIATION, Define("divergence", KL, total(P * log(P / Q)), reason="Kullback–Leibler divergence"), *MASS)
                ),
                Part(
                    "For each outcome",
                    (
                        Infer("convex", order.pinsker_pointwise, {holes.a: T}, reason="two derivatives at t = 1"),
                        Infer("small", order.log_convex_entropy, {holes.a: T}, reason="log t ≤ t − 1"),
                        Infer("times", order.scaled, {holes.a: (T - 1) ** 2, holes.b: POINTWISE, holes.c: Q**2}, ("convex",), shown=False),
                        Infer("square", powers.square_of_abs, {holes.a: P - Q}, shown=False),
                        Chain(
                            "dominated",
                            GAP**2,
                            (
                                Link("=", Q**2 * (T - 1) ** 2, "t = p(x)/q(x)", ("square",)),
                                Link("<=", WIDE * SMALL, "the first inequality", by="times"),
                            ),
                        ),
                        Infer("first", order.nonnegative_product, {holes.a: T * log(T) - T + 1, holes.c: Q}, ("small",), shown=False),
                        Recall("second", Claim(WIDE, ">=", ZERO), shown=False),
                    ),
                    ("With ", equal(Symbol("t"), T), ":"),
                ),
                Part(
                    "Summed",
                    (
                        Infer(
                            "schwarz",
                            totals.cauchy_schwarz,
                            {holes.h: of(GAP), holes.f: of(WIDE), holes.g: of(SMALL), **RANGE},
                            ("dominated", "second", "first"),
                            reason="Cauchy–Schwarz",
                        ),
                        Infer(
                            "half",
                            order.scaled,
                            {holes.a: total(GAP) ** 2, holes.b: total(WIDE) * total(SMALL), holes.c: HALF},
                            ("schwarz",),
                            shown=False,
                        ),
                        Chain(
                            "entropy",
                            total(SMALL),
                            (
                                Link("=", total(P * log(T)) - total(P) + total(Q), "linearity"),
                                Link("=", KL, "P and Q are laws", ("divergence", "mass p", "mass q")),
                            ),
                        ),
                        Chain(
                            "weight",
                            total(WIDE),
                            (
                                Link("=", 2 * total(P) / 3 + 4 * total(Q) / 3, "linearity"),
                                Link("=", TWO, "P and Q are laws", ("mass p", "mass q")),
                            ),
                        ),
                        Chain(
                            "inequality",
                            2 * TV**2,
                            (
                                Link("=", HALF * total(GAP) ** 2, "definition", ("variation",)),
                                Link("<=", HALF * total(WIDE) * total(SMALL), "Cauchy–Schwarz", by="half"),
                                Link("=", KL, "the two sums", ("entropy", "weight")),
                            ),
                        ),
                    ),
                ),
            ),
            result=("inequality",),
            view=VIEW,
            densities=("variation", "divergence", "inequality"),
        ),
    ),
)

# --- the Wasserstein distance of two normal laws ---------------------------------------------------------------------

z, mu1, mu2, s1, s2 = (Symbol(name) for name in ("z", "mu_1", "mu_2", "sigma_1", "sigma_2"))
STANDARD = exp(-(z**2) / 2) / sqrt(2 * pi)
DISTANCE = (mu1 + s1 * z - (mu2 + s2 * z)) ** 2


def over_line(body):
    return Integral(body * STANDARD, (z, -oo, oo))


wasserstein_normal = Identity(
    name="wasserstein-normal",
    title="The Wasserstein distance of two normal laws",
    theorems=(
        Theorem(
            given=Given({mu1: reals, mu2: reals, s1: positive, s2: positive}),
            givens=(
                (
                    "normal laws with means ",
                    mu1,
                    " and ",
                    mu2,
                    " and standard deviations ",
                    Claim(s1, ">", ZERO),
                    " and ",
                    Claim(s2, ">", ZERO),
                ),
                (
                    "their quantile functions at u are ",
                    mu1 + s1 * z,
                    " and ",
                    mu2 + s2 * z,
                    ", where z is the standard normal quantile at u; "
                    "with z as the variable, the measure du is the standard normal law of z",
                ),
            ),
            parts=(
                Part(
                    "The moments",
                    (
                        Chain("m0", over_line(ONE), (Link("=", ONE, "Gauss's integral"),)),
                        Chain("m1", over_line(z), (Link("=", ZERO, "first moment"),)),
                        Chain("m2", over_line(z**2), (Link("=", ONE, "second moment"),)),
                    ),
                ),
                Part(
                    "The distance",
                    (
                        Chain(
                            "result",
                            over_line(DISTANCE),
                            (Link("=", (mu1 - mu2) ** 2 + (s1 - s2) ** 2, "the square expanded; the moments"),),
                        ),
                    ),
                    ("The squared Wasserstein distance is that of the quantile functions:",),
                ),
            ),
            result=("result",),
            cited=(("that on the line the optimal coupling is that of the quantile functions (Dall'Aglio 1956; Vallender 1974)",),),
        ),
    ),
)
