"""Identities of the score: its mean, the Fisher information, the Cramér–Rao bound, and sufficiency by factorisation."""

from sympy import Derivative, Function, IndexedBase, Integer, Lambda, Max, Sum, Symbol, exp, log

from ..language.claims import Claim, Given, equal
from ..language.sets import Integers, counting, positive, reals
from ..language.terms import Total, Vector, derivative
from . import holes, order, totals
from .identities_samples import same
from .outlines import Chain, Identity, Infer, Link, Part, Recall, Slope, Theorem, View
from .totals import omega

ONE, ZERO = Integer(1), Integer(0)
theta, N, a_, b_ = Symbol("theta"), Symbol("N"), Symbol("a"), Symbol("b")
lam, s, f = Function("lam"), Function("s"), Function("f")
T = IndexedBase("T")
LAM, SCORE = lam(theta, omega), s(theta, omega)
F = exp(LAM)
RANGE = {holes.lo: ONE, holes.hi: N}


def total(body):
    return Total(body, (omega, 1, N))


def mean(body):
    return total(body * F)


def everywhere(left, right):
    """An equation of functions of the parameter."""
    return equal(Lambda(theta, left), Lambda(theta, right))


def at(label, left, right):
    """That equation at every θ."""
    bindings = {holes.f: Lambda(theta, left), holes.g: Lambda(theta, right), holes.t: theta}
    return Infer(label, totals.value, bindings, (f"{label} everywhere",), shown=False)


def exchanged(label, body):
    """Derivative and integral of a function of the parameter and the outcome, interchanged."""
    return Infer(
        label, totals.total_differentiated,
        {holes.f: Lambda((theta, omega), body), holes.theta: theta, holes.Theta: reals, **RANGE}, shown=False,
    )  # fmt: skip


MASS = everywhere(total(F), ONE)
IS_SCORE = equal(Lambda((theta, omega), derivative(LAM, theta)), Lambda((theta, omega), SCORE))
DOMAINS = {theta: reals, N: counting, omega: Integers(1, N)}
REGULAR = Given(DOMAINS, (MASS, IS_SCORE))
VIEW = View(
    "mean",
    written={lam: Lambda((a_, b_), log(f(b_, a_))), s: Lambda((a_, b_), Function("S")(b_, a_))},
    names={Function("S"): ("s", "s")},
    weight=Lambda(omega, F),
)
GIVENS = (
    (
        "a family of densities ",
        F,
        " > 0, of probabilities or with respect to a measure dx, with ",
        equal(total(F), ONE),
        " for every ",
        theta,
    ),
    ("the score ", equal(SCORE, derivative(LAM, theta))),
)
SMOOTH = (
    "where derivatives and integrals are interchanged, the derivatives have a common integrable bound near each ", theta,
    " and the set where the density is positive does not depend on ", theta,
)  # fmt: skip
PREPARED = (
    Recall("mass everywhere", MASS, shown=False),
    at("mass", total(F), ONE),
    Recall("score everywhere", IS_SCORE, shown=False),
    Infer(
        "score", totals.value_of_two,
        {totals.f2: Lambda((theta, omega), derivative(LAM, theta)), totals.g2: Lambda((theta, omega), SCORE),
         holes.theta: theta, holes.k: omega},
        ("score everywhere",), shown=False,
    ),
    Slope("slope of f", derivative(F, theta), shown=False),
    exchanged("exchange", F),
    Slope("constant", Derivative(ONE, theta, evaluate=False), shown=False),
)  # fmt: skip
ZERO_MEAN = Chain(
    "mean score",
    mean(SCORE),
    (
        Link("=", total(derivative(F, theta)), "f times the derivative of log f is the derivative of f", ("slope of f", "score")),
        Link("=", derivative(total(F), theta), "derivative and integral interchanged", ("exchange",)),
        Link("=", Derivative(ONE, theta, evaluate=False), "the density has mass 1", ("mass",)),
        Link("=", ZERO, "a constant", ("constant",)),
    ),
)
CURVATURE = derivative(SCORE, theta)
INFORMATION = (
    exchanged("exchange score", SCORE * F),
    Slope("slope of score", derivative(SCORE * F, theta), shown=False),
    Slope("nothing", Derivative(ZERO, theta, evaluate=False), shown=False),
    Chain(
        "balance",
        mean(SCORE**2) + mean(CURVATURE),
        (
            Link("=", total(derivative(SCORE * F, theta)), "product rule", ("slope of score", "score")),
            Link("=", derivative(mean(SCORE), theta), "derivative and integral interchanged", ("exchange score",)),
            Link("=", Derivative(ZERO, theta, evaluate=False), "the mean of the score", ("mean score",)),
            Link("=", ZERO, "a constant", ("nothing",)),
        ),
    ),
)

score_mean = Identity(
    name="score-mean",
    title="The score has mean zero",
    theorems=(
        Theorem(
            given=REGULAR,
            givens=GIVENS,
            conditions=(SMOOTH,),
            parts=(Part("Proof", (*PREPARED, ZERO_MEAN)),),
            result=("mean score",),
            view=VIEW,
        ),
    ),
)

information_equality = Identity(
    name="information-equality",
    title="The Fisher information: variance of the score, minus its mean derivative",
    theorems=(
        Theorem(
            given=REGULAR,
            givens=GIVENS,
            conditions=(SMOOTH,),
            parts=(
                Part("The mean of the score", (*PREPARED, ZERO_MEAN)),
                Part("Differentiated once more", INFORMATION),
                Part(
                    "The information",
                    (
                        Chain(
                            "variance",
                            mean((SCORE - mean(SCORE)) ** 2),
                            (Link("=", mean(SCORE**2), "the mean of the score", ("mean score",)),),
                        ),
                        Infer(
                            "equality",
                            order.opposite,
                            {holes.a: mean(SCORE**2), holes.b: mean(CURVATURE)},
                            ("balance",),
                            reason="the sum above is 0",
                        ),
                    ),
                ),
            ),
            result=("variance", "equality"),
            view=VIEW,
        ),
    ),
)

# --- the Cramér–Rao bound --------------------------------------------------------------------------------------------

ESTIMATE = T[omega]
UNBIASED = everywhere(mean(ESTIMATE) - theta, ZERO)
H, OWN, SQUARE = (ESTIMATE - theta) * SCORE * F, (ESTIMATE - theta) ** 2 * F, SCORE**2 * F

cramer_rao = Identity(
    name="cramer-rao",
    title="The Cramér–Rao bound",
    theorems=(
        Theorem(
            given=Given({**DOMAINS, T: reals}, (MASS, IS_SCORE, UNBIASED)),
            givens=(*GIVENS, ("an unbiased estimator ", ESTIMATE, ": ", equal(mean(ESTIMATE), theta), " for every ", theta)),
            conditions=(SMOOTH,),
            parts=(
                Part("The mean of the score", (*PREPARED, ZERO_MEAN)),
                Part(
                    "Its covariance with the estimator",
                    (
                        Recall("no bias everywhere", UNBIASED, shown=False),
                        at("no bias", mean(ESTIMATE) - theta, ZERO),
                        Infer("unbiased", order.difference_zero, {holes.a: mean(ESTIMATE), holes.b: theta}, ("no bias",), shown=False),
                        exchanged("exchange estimator", ESTIMATE * F),
                        Slope("slope of estimator", derivative(ESTIMATE * F, theta), shown=False),
                        Slope("identity", derivative(theta, theta), shown=False),
                        Chain(
                            "product",
                            mean(ESTIMATE * SCORE),
                            (
                                Link("=", total(derivative(ESTIMATE * F, theta)), "as above", ("slope of estimator", "score")),
                                Link("=", derivative(mean(ESTIMATE), theta), "interchanged", ("exchange estimator",)),
                                Link("=", derivative(theta, theta), "unbiased", ("unbiased",)),
                                Link("=", ONE, "differentiate", ("identity",)),
                            ),
                        ),
                        Chain(
                            "covariance",
                            total(H),
                            (
                                Link("=", mean(ESTIMATE * SCORE) - theta * mean(SCORE), "linearity"),
                                Link("=", ONE, "the two means", ("product", "mean score")),
                            ),
                        ),
                    ),
                ),
                Part(
                    "Cauchy–Schwarz",
                    (
                        Recall("below", Claim(H**2, "<=", OWN * SQUARE), shown=False),
                        Recall("own", Claim(OWN, ">=", ZERO), shown=False),
                        Recall("square", Claim(SQUARE, ">=", ZERO), shown=False),
                        Infer(
                            "schwarz", totals.cauchy_schwarz,
                            {holes.h: Lambda(omega, H), holes.f: Lambda(omega, OWN), holes.g: Lambda(omega, SQUARE), **RANGE},
                            ("below", "own", "square"), shown=False,
                        ),
                        Chain(
                            "bound",
                            ONE,
                            (
                                Link("=", total(H) ** 2, "the covariance", ("covariance",)),
                                Link("<=", total(OWN) * total(SQUARE), "Cauchy–Schwarz", by="schwarz"),
                            ),
                        ),
                    ),
                    ("The variance of the estimator times the Fisher information is at least 1:",),
                ),
            ),
            result=("bound",),
            view=VIEW,
        ),
    ),
)  # fmt: skip

# --- information of a sample -----------------------------------------------------------------------------------------

S, law, info, n, k, j = IndexedBase("S"), IndexedBase("f"), Symbol("I"), Symbol("n"), Symbol("k"), Symbol("j")
A, B, W = S[k, omega], S[j, omega], law[omega]
SIZE = {holes.lo: ONE, holes.hi: n}
PRODUCTS = equal(Vector(total(A * B * W), (k, 1, n), (j, 1, n)), Vector(info * same(k, j), (k, 1, n), (j, 1, n)))


def over(body, index=k):
    return Sum(body, (index, 1, n))


information_additive = Identity(
    name="information-additive",
    title="The information of a sample is n times that of one observation",
    theorems=(
        Theorem(
            given=Given(
                {S: reals, law: positive, info: positive, n: counting, N: counting,
                 k: Integers(1, n), j: Integers(1, n), omega: Integers(1, N)},
                (PRODUCTS,),
            ),
            givens=(
                ("the scores ", S[k], " of ", n, " observations: each with mean 0 and variance ", info, ", and uncorrelated, as the "
                 "observations are independent: ", equal(total(A * B * W), info * same(k, j)), ", with Kronecker's delta"),
                ("the log-likelihood of the sample is the sum of those of the observations, so that its score is ", over(S[k])),
            ),
            conditions=(("the information of one observation is finite",),),
            parts=(
                Part(
                    "Proof",
                    (
                        Recall("given", PRODUCTS, shown=False),
                        Infer(
                            "products", totals.entry_of_matrix,
                            {totals.f2: Lambda((k, j), total(A * B * W)), totals.g2: Lambda((k, j), info * same(k, j)),
                             holes.t: k, holes.u: j, **SIZE},
                            ("given",), shown=False,
                        ),
                        Infer("only itself", totals.sifting, {holes.f: Lambda(j, ONE), holes.a: k, **SIZE}, shown=False),
                        Chain("twice", over(A) ** 2, (Link("=", over(A) * over(B, j)),), shown=False),
                        Chain(
                            "information",
                            total(over(A) ** 2 * W),
                            (
                                Link("=", Sum(total(A * B * W), (j, 1, n), (k, 1, n)), "linearity", ("twice",)),
                                Link("=", Sum(info * same(k, j), (j, 1, n), (k, 1, n)), "uncorrelated", ("products",)),
                                Link("=", over(info), "one of the indicators is 1", ("only itself",)),
                                Link("=", n * info, "n equal terms"),
                            ),
                        ),
                    ),
                ),
            ),
            result=("information",),
            view=View("mean", weight=Lambda(omega, W)),
        ),
    ),
)  # fmt: skip

# --- sufficiency -----------------------------------------------------------------------------------------------------

c, t, h, r, R, o = IndexedBase("c"), IndexedBase("t"), IndexedBase("h"), Symbol("r"), Symbol("R"), Symbol("omega'")
LEVEL = exp(Sum(c[r] * t[r], (r, 1, R)))

factorisation = Identity(
    name="factorisation",
    title="The statistics of the canonical form are sufficient",
    theorems=(
        Theorem(
            given=Given({c: reals, t: reals, h: positive, R: counting, N: counting, o: Integers(1, N)}),
            givens=(
                (
                    "a law in canonical form: the probability of a sample x is ",
                    exp(Sum(c[r] * t[r], (r, 1, R))) * h[o],
                    ", where ",
                    t[r],
                    " are the values of the ",
                    R,
                    " statistics at x, ",
                    c[r],
                    " depend on the parameter, and ",
                    h[o],
                    " does not",
                ),
                ("sums extend over all samples y at which the statistics have these values",),
            ),
            parts=(
                Part(
                    "Proof",
                    (
                        Chain(
                            "conditional",
                            LEVEL * h[o] / total(LEVEL * h[omega]),
                            (
                                Link("=", LEVEL * h[o] / (LEVEL * total(h[omega])), "the first factor is the same for all these samples"),
                                Link("=", h[o] / total(h[omega]), "it cancels"),
                            ),
                        ),
                    ),
                    ("The conditional probability of x given the statistics does not contain the parameter:",),
                ),
            ),
            result=("conditional",),
        ),
    ),
)

# --- invariance ------------------------------------------------------------------------------------------------------

ell, g, eta, top, inner = Function("ell"), Function("g"), Symbol("eta"), Symbol("theta_hat"), Symbol("eta_hat")
MAXIMAL = everywhere(Max(ell(theta), ell(top)), ell(top))
IMAGE = equal(top, g(inner))

invariance = Identity(
    name="invariance-of-the-mle",
    title="Invariance of the maximum-likelihood estimator",
    theorems=(
        Theorem(
            given=Given({theta: reals, eta: reals, top: reals, inner: reals}, (MAXIMAL, IMAGE)),
            givens=(
                ("a log-likelihood that is largest at ", top, ": ", equal(Max(ell(theta), ell(top)), ell(top)), " for every ", theta),
                ("another parameter ", eta, ", of which ", theta, " is a function g; the estimate is the image of ", inner, ": ", IMAGE),
            ),
            parts=(
                Part(
                    "Proof",
                    (
                        Recall("maximal everywhere", MAXIMAL, shown=False),
                        Recall("image", IMAGE, shown=False),
                        Infer(
                            "maximal", totals.value,
                            {holes.f: Lambda(theta, Max(ell(theta), ell(top))), holes.g: Lambda(theta, ell(top)), holes.t: g(eta)},
                            ("maximal everywhere",), reason="for the value g(η) of θ too",
                        ),
                        Infer("below", order.largest_of_two, {holes.a: ell(g(eta)), holes.b: ell(top)}, ("maximal",), reason="so"),
                        Chain(
                            "invariant",
                            ell(g(eta)),
                            (
                                Link("<=", ell(top), "largest", by="below"),
                                Link("=", ell(g(inner)), "the image", ("image",)),
                            ),
                        ),
                    ),
                    ("For every value of the other parameter:",),
                ),
            ),
            result=("invariant",),
            conditions=(("g takes its values in the domain of the log-likelihood; where g is one-to-one, a unique maximum stays unique",),),
        ),
    ),
)  # fmt: skip
