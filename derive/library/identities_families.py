"""Identities that are shown for each family of the catalogue."""

from sympy import IndexedBase, Integer, Lambda, Symbol

from ..language.claims import Given, equal
from ..language.distribution import Distribution
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import Total, Vector
from . import distributions, holes, order, totals
from .outlines import Chain, Identity, Infer, Link, Part, Recall, Theorem, View
from .totals import omega

FAMILIES = tuple(d for d in vars(distributions).values() if isinstance(d, Distribution))
ONE, ZERO = Integer(1), Integer(0)
S, T, law, theta, rate, N = IndexedBase("S"), IndexedBase("T"), IndexedBase("f"), Symbol("theta"), Symbol("a"), Symbol("N")
SCORE, ESTIMATE, F = S[omega], T[omega], law[omega]


def mean(body):
    return Total(body * F, (omega, 1, N))


MASS = equal(Total(F, (omega, 1, N)), ONE)
LINEAR = equal(Vector(SCORE, (omega, 1, N)), Vector(rate * (ESTIMATE - theta), (omega, 1, N)))
CENTRED = equal(mean(SCORE), ZERO)
COVARIANCE = equal(mean((ESTIMATE - theta) * SCORE), ONE)

cross_entropies = tuple(
    Identity(
        name=f"cross-entropy-{family.slug}",
        title=f"Maximum likelihood is minimum cross-entropy: {family.name} distribution",
        families=(family,),
        argument="cross-entropy",
    )
    for family in FAMILIES
)
cramer_rao_attained = Identity(
    name="cramer-rao-attained",
    title="Estimators that attain the Cramér–Rao bound",
    theorems=(
        Theorem(
            title="a linear score",
            given=Given(
                {S: reals, T: reals, law: positive, theta: reals, rate: positive, N: counting, omega: Integers(1, N)},
                (MASS, LINEAR, CENTRED, COVARIANCE),
            ),
            givens=(
                ("a law with ", MASS, ", a score with mean zero, ", CENTRED),
                ("an estimator whose covariance with the score is 1, ", COVARIANCE),
                ("for every outcome the score is a multiple of the error: ", equal(SCORE, rate * (ESTIMATE - theta)), " with a > 0"),
            ),
            parts=(
                Part(
                    "Proof",
                    (
                        Recall("mass", MASS, shown=False),
                        Recall("linear everywhere", LINEAR, shown=False),
                        Recall("centred", CENTRED, shown=False),
                        Recall("covariance", COVARIANCE, shown=False),
                        Infer(
                            "linear", totals.entry,
                            {holes.f: Lambda(omega, SCORE), holes.g: Lambda(omega, rate * (ESTIMATE - theta)), holes.t: omega,
                             holes.lo: ONE, holes.hi: N},
                            ("linear everywhere",), shown=False,
                        ),
                        Chain(
                            "bias",
                            rate * (mean(ESTIMATE) - theta),
                            (
                                Link("=", mean(SCORE), "linearity", ("linear", "mass")),
                                Link("=", ZERO, "the mean of the score", ("centred",)),
                            ),
                        ),
                        Infer(
                            "no bias", order.divided, {holes.a: rate, holes.b: mean(ESTIMATE) - theta, holes.c: ZERO}, ("bias",),
                            shown=False,
                        ),
                        Infer("unbiased", order.difference_zero, {holes.a: mean(ESTIMATE), holes.b: theta}, ("no bias",), reason="so"),
                        Chain(
                            "product",
                            rate * mean((ESTIMATE - theta) ** 2),
                            (
                                Link("=", mean((ESTIMATE - theta) * SCORE), "linearity", ("linear", "mass")),
                                Link("=", ONE, "the covariance", ("covariance",)),
                            ),
                        ),
                        Infer(
                            "variance", order.divided, {holes.a: rate, holes.b: mean((ESTIMATE - theta) ** 2), holes.c: ONE}, ("product",),
                            reason="so",
                        ),
                        Chain(
                            "information",
                            mean(SCORE**2),
                            (
                                Link("=", rate**2 * mean((ESTIMATE - theta) ** 2), "linearity", ("linear", "mass")),
                                Link("=", rate, "the variance", ("variance",)),
                            ),
                        ),
                        Chain(
                            "attained",
                            mean((ESTIMATE - theta) ** 2) * mean(SCORE**2),
                            (Link("=", ONE, "the bound is attained", ("variance", "information")),),
                        ),
                    ),
                ),
            ),
            result=("unbiased", "attained"),
            view=View("mean", weight=Lambda(omega, F)),
        ),
    ),
    families=FAMILIES,
    argument="attained",
)  # fmt: skip
