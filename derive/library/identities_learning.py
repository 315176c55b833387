"""Identities behind loss functions: softmax and cross-entropy, likelihood and divergence, the logarithm of a likelihood."""

from sympy import Function, IndexedBase, Integer, Integral, Lambda, Product, Rational, Sum, Symbol, beta, exp, log

from ..language.claims import Claim, Given, equal, member
from ..language.sets import Counts, Integers, counting, naturals, positive, reals, unit, variable
from ..language.terms import ArgMax, derivative
from . import holes, objectives
from .outlines import Chain, Define, Identity, Infer, Link, Part, Recall, Slope, Theorem, View

ONE, ZERO = Integer(1), Integer(0)

# --- softmax ---------------------------------------------------------------------------------------------------------

z, y, p = IndexedBase("z"), IndexedBase("y"), IndexedBase("p")
K, k, j, m = variable("K", counting), Symbol("k"), Symbol("j"), Symbol("m")


def over(body, index=k):
    """The sum over the classes."""
    return Sum(body, (index, 1, K))


NORMALISER = over(exp(z[j]), j)
SHARE = exp(z[k]) / NORMALISER
LOSS = -over(y[k] * log(SHARE))
PLAIN = log(NORMALISER) - over(y[k] * z[k])
ONE_HOT = (
    ("scores ", member(z[k], reals), ", one for each of ", K, " classes"),
    ("a one-hot label ", y[k], ": whole numbers from 0 on with ", equal(over(y[k]), ONE)),
    ("the model gives class k the probability ", SHARE),
)

softmax = Identity(
    name="softmax-cross-entropy",
    title="Softmax: the negative log-likelihood, the cross-entropy, and their gradient",
    theorems=(
        Theorem(
            given=Given({z: reals, y: Counts(ONE, K), p: positive, K: counting, k: Integers(1, K), m: Integers(1, K)}),
            givens=ONE_HOT,
            parts=(
                Part(
                    "Log-likelihood",
                    (
                        Chain(
                            "likelihood",
                            -log(Product(SHARE ** y[k], (k, 1, K))),
                            (Link("=", LOSS, "logarithm of a product; the cross-entropy of y and the model"),),
                        ),
                    ),
                    ("A label contributes the probability of its class, which is a product of powers with exponents 0 and 1:",),
                ),
                Part(
                    "The loss in the scores",
                    (
                        Recall("one", equal(over(y[k]), ONE), shown=False),
                        Chain(
                            "loss",
                            LOSS,
                            (
                                Link("=", -over(y[k] * (z[k] - log(NORMALISER))), "logarithm of a quotient"),
                                Link("=", log(NORMALISER) * over(y[k]) - over(y[k] * z[k]), "linearity"),
                                Link("=", PLAIN, "one class", ("one",)),
                            ),
                        ),
                    ),
                ),
                Part(
                    "Gradient",
                    (
                        Slope("slope", derivative(PLAIN, z[m]), shown=False),
                        Chain(
                            "in scores",
                            derivative(LOSS, z[m]),
                            (
                                Link("=", derivative(PLAIN, z[m]), "the loss in the scores", ("loss",)),
                                Link("=", exp(z[m]) / NORMALISER - y[m], "differentiate", ("slope",)),
                            ),
                        ),
                        Define("probability", p[m], exp(z[m]) / NORMALISER, reason="softmax"),
                        Chain(
                            "gradient",
                            derivative(LOSS, z[m]),
                            (Link("=", p[m] - y[m], "softmax", ("in scores", "probability")),),
                            shown=False,
                        ),
                    ),
                    ("For every class m:",),
                ),
            ),
            result=("likelihood", "gradient"),
        ),
    ),
)

# --- two classes -----------------------------------------------------------------------------------------------------

s, t, u, q, w = (Symbol(name) for name in ("s", "t", "u", "q", "w"))
LOGISTIC = 1 / (1 + exp(-s))
ENTROPY = -t * log(LOGISTIC) - (1 - t) * log(1 - LOGISTIC)

logistic = Identity(
    name="logistic-loss",
    title="The logistic loss is softmax with two classes",
    theorems=(
        Theorem(
            given=Given({s: reals, t: Integers(0, 1), q: unit}),
            givens=(("two classes with the scores ", s, " and 0, and a label ", member(t, Integers(0, 1))),),
            parts=(
                Part(
                    "The probability",
                    (Chain("share", exp(s) / (exp(s) + exp(ZERO)), (Link("=", LOGISTIC, "divided by exp s"),)),),
                    ("Softmax gives the first class",),
                ),
                Part(
                    "The loss",
                    (
                        Chain("rest", 1 - LOGISTIC, (Link("=", exp(-s) / (1 + exp(-s)), "algebra"),)),
                        Chain(
                            "loss",
                            ENTROPY,
                            (
                                Link("=", -t * log(LOGISTIC) - (1 - t) * log(exp(-s) / (1 + exp(-s))), "the other class", ("rest",)),
                                Link("=", log(1 + exp(-s)) + (1 - t) * s, "logarithms of quotients"),
                            ),
                        ),
                    ),
                    ("The cross-entropy of the label and the model:",),
                ),
                Part(
                    "Gradient",
                    (
                        Slope("slope", derivative(log(1 + exp(-s)) + (1 - t) * s, s), shown=False),
                        Chain(
                            "gradient",
                            derivative(log(1 + exp(-s)) + (1 - t) * s, s),
                            (Link("=", LOGISTIC - t, "differentiate", ("slope",)),),
                        ),
                    ),
                ),
            ),
            result=("share", "loss", "gradient"),
        ),
    ),
)

# --- the training objective ------------------------------------------------------------------------------------------

labels, chances, n, i = IndexedBase("y"), IndexedBase("p"), Symbol("n"), Symbol("i")
CELL = labels[i, k]
ALL = Product(chances[i, k] ** CELL, (k, 1, K), (i, 1, n))

training_objective = Identity(
    name="training-objective",
    title="The training objective is a mean log-likelihood",
    theorems=(
        Theorem(
            given=Given({labels: naturals, chances: positive, n: counting, K: counting}),
            givens=(
                ("labels ", CELL, ": 1 if observation i is of class k, else 0"),
                (
                    "the probability ",
                    chances[i, k],
                    " that the model gives class k at the inputs of observation i; observations independent",
                ),
            ),
            parts=(
                Part(
                    "Proof",
                    (
                        Chain(
                            "objective",
                            log(ALL) / n,
                            (Link("=", Sum(CELL * log(chances[i, k]), (k, 1, K), (i, 1, n)) / n, "logarithms of products and powers"),),
                        ),
                    ),
                    ("The likelihood of all labels is a product over observations and classes:",),
                ),
            ),
            result=("objective",),
        ),
    ),
)

# --- likelihood and divergence ---------------------------------------------------------------------------------------

theta, x, weight = Symbol("theta"), IndexedBase("x"), IndexedBase("w")
lam = Function("lam")  # the logarithm of the density, so that the density is positive everywhere
a_, b_ = Symbol("a"), Symbol("b")
ell, H_theta, H_0, KL_theta = Function("ell"), Function("H"), Symbol("H_0"), Function("KL")
DENSITY, EACH = Function("f"), lam(x[i], theta)
WRITTEN = {lam: Lambda((a_, b_), log(DENSITY(a_, b_)))}
NAMES = {
    H_theta(theta): (r"\mathrm{H}(\hat{p}, f_\theta)", "H(p̂, f_θ)"),
}


def over_sample(body):
    return Sum(body, (i, 1, n))


def best(objective):
    return ArgMax(objective, (theta, reals))


EMPIRICAL = View(written=WRITTEN, names={H_0: (r"\mathrm{H}(\hat{p})", "H(p̂)")})
OBSERVED = (
    (n, " independent observations ", x[i], " of a variable with the density or probability ", DENSITY(x[i], theta), " > 0"),
    ("the empirical law gives each observation the weight ", 1 / n, "; an expectation under it is a mean over the sample"),
)
PARAMETER = ("a real parameter; the proof for a parameter in an interval, or for several, is the same",)
SAMPLE = Given({theta: reals, x: reals, weight: positive, n: counting, H_0: reals})
LIKELIHOOD = (
    Define("log-likelihood", ell(theta), log(Product(exp(EACH), (i, 1, n))), reason="log-likelihood"),
    Define("cross", H_theta(theta), -over_sample(EACH) / n, reason="cross-entropy of the empirical law and the model"),
)
SCALED = Chain(
    "scaled",
    ell(theta),
    (
        Link("=", over_sample(EACH), "logarithm of the product", ("log-likelihood",)),
        Link("=", -n * H_theta(theta), "definition", ("cross",)),
    ),
)
MINIMUM = (
    Infer(
        "rescaled", objectives.objective_rescaled,
        {holes.a: n, holes.b: ZERO, holes.ell: Lambda(theta, -H_theta(theta)), holes.theta: theta, holes.Theta: reals}, shown=False,
    ),
    Chain(
        "argmax",
        best(ell(theta)),
        (
            Link("=", best(-n * H_theta(theta)), "equal objectives", ("scaled",)),
            Link("=", best(-H_theta(theta)), "the positive factor n keeps the maximisers", ("rescaled",)),
        ),
    ),
)  # fmt: skip

likelihood_cross_entropy = Identity(
    name="likelihood-cross-entropy",
    title="Maximum likelihood is minimum cross-entropy with the empirical law",
    theorems=(
        Theorem(
            given=SAMPLE,
            givens=OBSERVED,
            conditions=(PARAMETER,),
            parts=(
                Part("Definitions", LIKELIHOOD),
                Part("The log-likelihood as a cross-entropy", (SCALED,)),
                Part("The maximisers", MINIMUM, ("A maximiser of −H is a minimiser of H:",)),
            ),
            result=("scaled", "argmax"),
            view=EMPIRICAL,
        ),
        Theorem(
            title="divergence",
            given=SAMPLE,
            givens=(
                *OBSERVED,
                (
                    "of a discrete law; the empirical law gives the value ",
                    x[i],
                    " the probability ",
                    weight[i],
                    ", the share of the observations that are equal to it",
                ),
            ),
            conditions=(PARAMETER,),
            parts=(
                Part(
                    "Definitions",
                    (
                        *LIKELIHOOD,
                        Define("entropy", H_0, -over_sample(log(weight[i])) / n, reason="entropy of the empirical law"),
                        Define("divergence", KL_theta(theta), over_sample(log(weight[i] / exp(EACH))) / n, reason="divergence"),
                    ),
                ),
                Part(
                    "The divergence",
                    (
                        Chain(
                            "decomposed",
                            KL_theta(theta),
                            (
                                Link("=", over_sample(log(weight[i] / exp(EACH))) / n, "definition", ("divergence",)),
                                Link("=", over_sample(log(weight[i])) / n - over_sample(EACH) / n, "logarithm of a quotient"),
                                Link("=", H_theta(theta) - H_0, "definitions", ("cross", "entropy")),
                            ),
                        ),
                        Chain("negative", -KL_theta(theta), (Link("=", -H_theta(theta) + H_0, "times −1", ("decomposed",)),), shown=False),
                        SCALED,
                    ),
                ),
                Part(
                    "The maximisers",
                    (
                        *MINIMUM,
                        Infer(
                            "shifted",
                            objectives.objective_rescaled,
                            {holes.a: ONE, holes.b: H_0, holes.ell: Lambda(theta, -H_theta(theta)), holes.theta: theta, holes.Theta: reals},
                            shown=False,
                        ),
                        Chain(
                            "closest",
                            best(ell(theta)),
                            (
                                Link("=", best(-H_theta(theta)), "as above", ("argmax",)),
                                Link(
                                    "=", best(-H_theta(theta) + H_0), "the entropy of the empirical law does not depend on θ", ("shifted",)
                                ),
                                Link("=", best(-KL_theta(theta)), "the divergence", ("negative",)),
                            ),
                        ),
                    ),
                    ("A maximiser of −KL is a minimiser of KL:",),
                ),
            ),
            result=("decomposed", "closest"),
            view=EMPIRICAL,
        ),
    ),
)

# --- the logarithm of a likelihood -----------------------------------------------------------------------------------

L = exp(lam(x, theta))
c, r = Symbol("k"), Symbol("p")

argmax_of_log = Identity(
    name="argmax-of-log",
    title="A likelihood and its logarithm have the same maximisers",
    theorems=(
        Theorem(
            given=Given({theta: reals, x: reals, u: positive}),
            givens=(("a likelihood ", Function("L")(theta), ", positive for every ", member(theta, reals)),),
            conditions=(PARAMETER,),
            parts=(
                Part("The logarithm increases", (Slope("slope", derivative(log(u), u)), Recall("positive", Claim(1 / u, ">", ZERO)))),
                Part(
                    "The maximisers",
                    (
                        Infer(
                            "same", objectives.objective_transformed,
                            {holes.h: Lambda(u, log(u)), holes.d: Lambda(u, 1 / u), holes.y: u, holes.Y: positive,
                             holes.ell: Lambda(theta, exp(lam(theta))), holes.theta: theta, holes.Theta: reals},
                            ("slope",), reason="an increasing function of the likelihood",
                        ),
                    ),
                ),
            ),
            result=("same",),
            view=View(written={lam: Lambda(a_, log(Function("L")(a_)))}),
        ),
    ),
)  # fmt: skip
DENSITY_IN_P = Integral(r**c * (1 - r) ** (n - c), (r, 0, 1))

likelihood_is_no_density = Identity(
    name="likelihood-is-no-density",
    title="A likelihood is no density of its parameter",
    theorems=(
        Theorem(
            given=Given({n: counting, c: Integers(0, n), r: unit}),
            givens=(
                (c, " successes in ", n, " independent trials with the probability ", r, "; the likelihood is ", r**c * (1 - r) ** (n - c)),
            ),
            parts=(
                Part("Integrated over p", (Chain("area", DENSITY_IN_P, (Link("=", beta(c + 1, n - c + 1), "Euler's integral"),)),)),
                Part(
                    "One success in one trial",
                    (Chain("half", Integral(r, (r, 0, 1)), (Link("=", Rational(1, 2), "not 1"),)),),
                ),
            ),
            result=("area", "half"),
        ),
    ),
)
