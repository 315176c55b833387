"""Identities of entropies and divergences of two abstract laws P and Q."""

from sympy import IndexedBase, Integer, Lambda, Rational, Symbol, log

from ..language.claims import Claim, Given, equal
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import Total, Vector
from . import holes, order, totals
from .outlines import Chain, Define, Identity, Infer, Link, Part, Recall, Theorem, View
from .totals import omega

ONE, ZERO = Integer(1), Integer(0)
p, q, N = IndexedBase("p"), IndexedBase("q"), Symbol("N")
KL, H_pq, H_p, here = Symbol("KL"), Symbol("H_pq"), Symbol("H_p"), Symbol("omega'", integer=True)


def total(body):
    return Total(body, (omega, 1, N))


def of(body, *variables):
    return Lambda(variables or (omega,), body)


P, Q = p[omega], q[omega]
RANGE = {holes.lo: ONE, holes.hi: N}
NAMES = {
    KL: (r"\mathrm{KL}(P\,\|\,Q)", "KL(P‖Q)"),
    H_pq: (r"\mathrm{H}(P, Q)", "H(P, Q)"),
    H_p: (r"\mathrm{H}(P)", "H(P)"),
}
VIEW = View(names=NAMES)
LAWS = Given({p: positive, q: positive, N: counting, KL: reals, H_pq: reals, H_p: reals}, (equal(total(P), ONE),))
AT = LAWS.declare(here, Integers(1, N))
LAW_P, LAW_Q = Symbol("P"), Symbol("Q")
TWO_LAWS = (
    (
        "laws ",
        LAW_P,
        " and ",
        LAW_Q,
        " with densities ",
        P,
        " and ",
        Q,
        " with respect to a common measure: probabilities, or densities in the narrow sense",
    ),
    ("sums over x extend over the outcomes with ", Claim(P, ">", ZERO), ", where ", equal(total(P), ONE)),
)
CONTINUOUS = (LAW_P, " is absolutely continuous with respect to ", LAW_Q, ": ", Claim(Q, ">", ZERO), " wherever ", Claim(P, ">", ZERO))
EXIST = ("the sums (for densities, the integrals) that are written exist",)
DEFINED = (
    Define("cross", H_pq, -total(P * log(Q)), reason="cross-entropy"),
    Define("entropy", H_p, -total(P * log(P)), reason="entropy"),
    Define("divergence", KL, total(P * log(P / Q)), reason="Kullback–Leibler divergence"),
)

kl_decomposition = Identity(
    name="kl-decomposition",
    title="The divergence is the cross-entropy minus the entropy",
    theorems=(
        Theorem(
            given=LAWS,
            givens=TWO_LAWS,
            conditions=(CONTINUOUS, EXIST),
            parts=(
                Part("Definitions", DEFINED),
                Part(
                    "Proof",
                    (
                        Chain(
                            "identity",
                            KL,
                            (
                                Link("=", total(P * log(P / Q)), "definition", ("divergence",)),
                                Link("=", total(P * (log(P) - log(Q))), "logarithm of a quotient"),
                                Link("=", total(P * log(P)) - total(P * log(Q)), "linearity of expectation"),
                                Link("=", H_pq - H_p, "definitions", ("cross", "entropy")),
                            ),
                        ),
                    ),
                ),
            ),
            result=("identity",),
            view=VIEW,
            densities=("cross", "entropy", "divergence", "identity"),
        ),
    ),
)

# --- Gibbs' inequality -----------------------------------------------------------------------------------------------

RATIO = Q / P
WITHIN = (LAW_Q, " may have outcomes that ", LAW_P, " has not, so that over the outcomes of ", LAW_P, " ", Claim(total(Q), "<=", ONE))
BELOW = LAWS.assume(Claim(total(Q), "<=", ONE))
TANGENT = (
    Infer("tangent", order.log_below_line, {holes.a: RATIO}, reason="the logarithm lies below its tangent at 1"),
    Infer("weighted", order.scaled, {holes.a: log(RATIO), holes.b: RATIO - 1, holes.c: P}, ("tangent",), reason="times p(x) > 0"),
)
GAP = P * (RATIO - 1 - log(RATIO))

gibbs_inequality = Identity(
    name="gibbs-inequality",
    title="Gibbs' inequality",
    theorems=(
        Theorem(
            given=BELOW,
            givens=(*TWO_LAWS, WITHIN),
            conditions=(CONTINUOUS, EXIST),
            parts=(
                Part("Definition", DEFINED[2:]),
                Part("The tangent", TANGENT, ("For every x with ", Claim(P, ">", ZERO), ":")),
                Part(
                    "Summed over all outcomes",
                    (
                        Infer(
                            "summed",
                            totals.total_monotone,
                            {holes.f: of(P * log(RATIO)), holes.g: of(P * (RATIO - 1)), **RANGE},
                            ("weighted",),
                            shown=False,
                        ),
                        Chain(
                            "negative",
                            -KL,
                            (
                                Link("=", total(P * log(RATIO)), "definition, and log(1/t) = −log t", ("divergence",)),
                                Link("<=", total(P * (RATIO - 1)), "the tangent; sums and integrals are monotone", by="summed"),
                                Link("=", total(Q) - total(P), "linearity"),
                                Link("<=", ZERO, "P and Q are laws"),
                            ),
                        ),
                        Infer("inequality", order.turned, {holes.a: -KL, holes.b: ZERO}, ("negative",), reason="times −1"),
                    ),
                ),
            ),
            result=("inequality",),
            view=VIEW,
            densities=("divergence", "inequality"),
        ),
        Theorem(
            title="when it is an equality",
            given=AT.assume(equal(total(Q), ONE), equal(total(P * log(P / Q)), ZERO)),
            givens=(
                *TWO_LAWS,
                ("all outcomes of ", LAW_Q, " among those of ", LAW_P, ": ", equal(total(Q), ONE)),
                ("a divergence of zero: ", equal(total(P * log(P / Q)), ZERO)),
            ),
            conditions=(CONTINUOUS, EXIST, ("for densities, the equality holds for almost every x",)),
            parts=(
                Part(
                    "The gap is nowhere negative",
                    (
                        TANGENT[0],
                        Infer("gap", order.gap, {holes.a: log(RATIO), holes.b: RATIO - 1, holes.c: P}, ("tangent",), reason="times p(x)"),
                    ),
                ),
                Part(
                    "Its sum is zero",
                    (
                        Recall("mass p", equal(total(P), ONE), shown=False),
                        Recall("mass q", equal(total(Q), ONE), shown=False),
                        Recall("zero", equal(total(P * log(P / Q)), ZERO), shown=False),
                        Chain(
                            "no gap",
                            total(GAP),
                            (
                                Link("=", total(Q) - total(P) + total(P * log(P / Q)), "linearity"),
                                Link("=", ZERO, "what is given", ("mass p", "mass q", "zero")),
                            ),
                        ),
                    ),
                ),
                Part(
                    "So it is zero everywhere",
                    (
                        Infer("each", totals.total_of_zero_parts, {holes.f: of(GAP), holes.t: here, **RANGE}, ("gap", "no gap")),
                        Infer(
                            "one",
                            order.log_touches_line,
                            {holes.a: q[here] / p[here], holes.c: p[here]},
                            ("each",),
                            reason="log t = t − 1 for t = 1 only",
                        ),
                        Infer("same", order.ratio_of_one, {holes.a: q[here], holes.b: p[here]}, ("one",), reason="so Q = P"),
                    ),
                ),
            ),
            result=("same",),
            view=VIEW,
        ),
        Theorem(
            title="equal laws",
            given=AT.assume(equal(Vector(q[here], (here, 1, N)), Vector(p[here], (here, 1, N)))),
            givens=(*TWO_LAWS, ("the same law twice: ", equal(Q, P), " for every x")),
            parts=(
                Part(
                    "Proof",
                    (
                        Recall("equal", equal(Vector(q[here], (here, 1, N)), Vector(p[here], (here, 1, N))), shown=False),
                        Infer(
                            "entry",
                            totals.entry,
                            {holes.f: of(q[here], here), holes.g: of(p[here], here), holes.t: here, **RANGE},
                            ("equal",),
                            reason="as assumed",
                        ),
                        Define("divergence", KL, total(P * log(P / Q)), reason="Kullback–Leibler divergence"),
                        Chain(
                            "none",
                            KL,
                            (
                                Link("=", Total(p[here] * log(p[here] / q[here]), (here, 1, N)), "definition", ("divergence",)),
                                Link("=", ZERO, "log 1 = 0", ("entry",)),
                            ),
                        ),
                    ),
                ),
            ),
            result=("none",),
            view=VIEW,
        ),
    ),
)

NONNEGATIVE = gibbs_inequality.theorems[0].parts[1:]

cross_entropy_bound = Identity(
    name="cross-entropy-bound",
    title="The cross-entropy is at least the entropy",
    theorems=(
        Theorem(
            given=BELOW,
            givens=(*TWO_LAWS, WITHIN),
            conditions=(CONTINUOUS, EXIST),
            parts=(
                Part("Definitions", DEFINED),
                *NONNEGATIVE,
                Part(
                    "Conclusion",
                    (
                        Recall("itself", Claim(KL, "=", KL), shown=False),
                        Chain(
                            "difference",
                            H_pq - H_p,
                            (
                                Link("=", KL, "the decomposition of the divergence", ("cross", "entropy", "divergence")),
                                Link(">=", ZERO, "Gibbs' inequality", by="inequality"),
                            ),
                        ),
                        Infer("bound", order.difference_nonnegative, {holes.a: H_pq, holes.b: H_p}, ("difference",), reason="so"),
                    ),
                ),
            ),
            result=("bound",),
            view=VIEW,
            densities=("cross", "entropy", "bound"),
        ),
    ),
)

# --- the log-sum inequality ------------------------------------------------------------------------------------------

a, b, A, B = IndexedBase("a"), IndexedBase("b"), Symbol("A"), Symbol("B")
TERM = b[omega] * A / (a[omega] * B)

log_sum_inequality = Identity(
    name="log-sum-inequality",
    title="The log-sum inequality",
    theorems=(
        Theorem(
            given=Given({a: positive, b: positive, N: counting, A: positive, B: positive}),
            givens=(("positive numbers ", a[omega], " and ", b[omega], " for every x, or positive functions of x"),),
            conditions=(EXIST,),
            parts=(
                Part(
                    "Totals",
                    (
                        Define("A", A, total(a[omega]), reason=""),
                        Define("B", B, total(b[omega]), reason=""),
                    ),
                ),
                Part(
                    "The tangent",
                    (
                        Infer("tangent", order.log_below_line, {holes.a: TERM}, reason="log t ≤ t − 1"),
                        Infer(
                            "weighted",
                            order.scaled,
                            {holes.a: log(TERM), holes.b: TERM - 1, holes.c: a[omega]},
                            ("tangent",),
                            reason="times a(x) > 0",
                        ),
                        Infer(
                            "summed",
                            totals.total_monotone,
                            {holes.f: of(a[omega] * log(TERM)), holes.g: of(a[omega] * (TERM - 1)), **RANGE},
                            ("weighted",),
                            shown=False,
                        ),
                    ),
                ),
                Part(
                    "Summed",
                    (
                        Chain(
                            "difference",
                            A * log(A / B) - total(a[omega] * log(a[omega] / b[omega])),
                            (
                                Link("=", total(a[omega] * log(TERM)), "linearity", ("A",)),
                                Link("<=", total(a[omega] * (TERM - 1)), "the tangent; sums and integrals are monotone", by="summed"),
                                Link("=", A / B * total(b[omega]) - total(a[omega]), "linearity"),
                                Link("=", ZERO, "the totals", ("A", "B")),
                            ),
                        ),
                        Infer(
                            "turned",
                            order.turned,
                            {holes.a: A * log(A / B) - total(a[omega] * log(a[omega] / b[omega])), holes.b: ZERO},
                            ("difference",),
                            shown=False,
                        ),
                        Chain(
                            "nonnegative",
                            total(a[omega] * log(a[omega] / b[omega])) - A * log(A / B),
                            (Link(">=", ZERO, "times −1", by="turned"),),
                        ),
                        Infer(
                            "inequality",
                            order.difference_nonnegative,
                            {holes.a: total(a[omega] * log(a[omega] / b[omega])), holes.b: A * log(A / B)},
                            ("nonnegative",),
                            reason="so",
                        ),
                    ),
                ),
            ),
            result=("inequality",),
            densities=("A", "B", "inequality"),
        ),
    ),
)

# --- no symmetry -----------------------------------------------------------------------------------------------------

LK, HALF, QUARTER = Symbol("LK"), Rational(1, 2), Rational(1, 4)
ONE_WAY = HALF * log(HALF / QUARTER) + HALF * log(HALF / (3 * QUARTER))
OTHER_WAY = QUARTER * log(QUARTER / HALF) + 3 * QUARTER * log(3 * QUARTER / HALF)

kl_not_symmetric = Identity(
    name="kl-not-symmetric",
    title="The divergence is not symmetric",
    theorems=(
        Theorem(
            given=Given({KL: reals, LK: reals}),
            givens=(
                (
                    "two outcomes; ",
                    LAW_P,
                    " gives them the probabilities ",
                    HALF,
                    " and ",
                    HALF,
                    ", and ",
                    LAW_Q,
                    " the probabilities ",
                    QUARTER,
                    " and ",
                    3 * QUARTER,
                ),
            ),
            parts=(
                Part(
                    "The two divergences",
                    (
                        Define("forward", KL, ONE_WAY, reason="definition"),
                        Define("backward", LK, OTHER_WAY, reason="definition"),
                    ),
                ),
                Part(
                    "They differ",
                    (
                        Recall("numbers", Claim(ONE_WAY, "!=", OTHER_WAY), reason="enclosed by intervals that do not meet"),
                        Infer(
                            "differ",
                            order.unequal,
                            {holes.a: KL, holes.b: ONE_WAY, holes.c: LK, holes.s: OTHER_WAY},
                            ("forward", "backward", "numbers"),
                            reason="so",
                        ),
                    ),
                ),
            ),
            result=("differ",),
            view=View(names={**NAMES, LK: (r"\mathrm{KL}(Q\,\|\,P)", "KL(Q‖P)")}),
        ),
    ),
)
