"""Functions whose zeros have no closed form, with the facts that show that there is one zero, and where.

Each core decreases; ``core(a) = s`` has one solution, between ``lower(s)`` and ``upper(s)``.
"""

from sympy import E, Integer, Rational, Sum, besseli, exp, log, polygamma, sqrt

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import reals
from ..language.terms import Largest
from .holes import a, f, i, n, s, t
from .kinds import Root

ZERO = Integer(0)


trigamma_bound = Rule(
    name="trigamma-bound",
    title="ψ′(a) > 1/a",
    conclusion=Claim(1 / a - polygamma(1, a), "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="ψ′(a) = Σ_{k≥0} (a + k)⁻² > ∫₀^∞ (a + t)⁻² dt = 1/a; DLMF 5.15.1",
)
digamma_above = Rule(
    name="digamma-upper-bound",
    title="log a − ψ(a) > 1/(2a)",
    conclusion=Claim(log(a) - polygamma(0, a) - 1 / (2 * a), ">", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="Binet's formula, DLMF 5.9.13; Alzer (1997), On some inequalities for the gamma and psi functions",
)
digamma_below = Rule(
    name="digamma-lower-bound",
    title="log a − ψ(a) < 1/a",
    conclusion=Claim(log(a) - polygamma(0, a) - 1 / a, "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="Alzer (1997), On some inequalities for the gamma and psi functions",
)
log_minus_digamma = Root(
    core=log(a) - polygamma(0, a),
    atom=polygamma(0, a),
    lower=1 / (2 * s),
    upper=1 / s,
    decreasing=trigamma_bound,
    above=digamma_above,
    below=digamma_below,
)

POWERS, LOGS, SQUARES = (Sum(f(i) ** a * log(f(i)) ** r, (i, 1, n)) for r in (0, 1, 2))
TOP = Largest(log(f(i)), (i, 1, n))

log_mean_increases = Rule(
    name="weighted-log-mean-increases",
    title="the mean of log x with weights xᵃ increases with a",
    conclusion=Claim(-1 / a**2 - (SQUARES * POWERS - LOGS**2) / POWERS**2, "<", ZERO),
    conditions=(Claim(f(i), ">", ZERO), Claim(a, ">", ZERO), Claim(n, ">", ZERO)),
    source="its derivative is the weighted variance of log x (Cauchy–Schwarz)",
)
log_mean_above = Rule(
    name="weighted-log-mean-below-maximum",
    title="a weighted mean of log x is less than the largest log x, where they are not all equal",
    premises=(equal(n * t, Sum(log(f(i)), (i, 1, n))),),
    conclusion=Claim(TOP - LOGS / POWERS, ">", ZERO),
    conditions=(Claim(f(i), ">", ZERO), Claim(TOP - t, ">", ZERO), Claim(n, ">", ZERO), Claim(a, ">", ZERO)),
    source="all weights are positive, and one of the values is smaller than the largest",
)
log_mean_below = Rule(
    name="weighted-log-mean-near-maximum",
    title="the mean of log x with weights xᵃ is within (n − 1)/(ea) of the largest log x",
    conclusion=Claim(1 / a - LOGS / POWERS + TOP - (1 + n / E) / a, "<", ZERO),
    conditions=(Claim(f(i), ">", ZERO), Claim(a, ">", ZERO), Claim(n, ">", ZERO)),
    source="with y = max log x − log x: the distance is Σ y e^(−ay) / Σ e^(−ay) ≤ Σ_{y>0} y e^(−ay) ≤ (n − 1)/(ea) < n/(ea)",
)
weighted_log_mean = Root(
    core=1 / a - LOGS / POWERS,
    atom=LOGS / POWERS,
    lower=1 / (TOP + s),
    upper=(1 + n / E) / (TOP + s),
    decreasing=log_mean_increases,
    above=log_mean_above,
    below=log_mean_below,
)

DISTANCE = a / ((1 - a) * log(1 - a))
series_decreases = Rule(
    name="log-series-mean-increases",
    title="the mean −a/((1 − a) log(1 − a)) of the logarithmic series law increases with a",
    conclusion=Claim(DISTANCE.diff(a), "<", ZERO),
    conditions=(Claim(a, ">", ZERO), Claim(a, "<", Integer(1))),
    source="with u = −log(1 − a) it is (eᵘ − 1)/u = Σ_{k≥0} uᵏ/(k + 1)!",
)
series_above = Rule(
    name="log-series-mean-upper-bound",
    title="−a/((1 − a) log(1 − a)) < 1/(1 − a)",
    conclusion=Claim(DISTANCE + 1 / (1 - a), ">", ZERO),
    conditions=(Claim(a, ">", ZERO), Claim(a, "<", Integer(1))),
    source="with u = −log(1 − a): (eᵘ − 1)/u < eᵘ",
)
series_below = Rule(
    name="log-series-mean-lower-bound",
    title="−a/((1 − a) log(1 − a)) > 1 − log(1 − a)/2",
    conclusion=Claim(DISTANCE + 1 - log(1 - a) / 2, "<", ZERO),
    conditions=(Claim(a, ">", ZERO), Claim(a, "<", Integer(1))),
    source="with u = −log(1 − a): (eᵘ − 1)/u > 1 + u/2",
)
logarithmic_series = Root(
    core=DISTANCE,
    atom=1 / log(1 - a),
    lower=1 + 1 / s,
    upper=1 - exp(2 + 2 * s),
    decreasing=series_decreases,
    above=series_above,
    below=series_below,
)

digamma_increases = Rule(
    name="digamma-increases",
    title="ψ′(a) > 0",
    conclusion=Claim(-polygamma(1, a), "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="ψ′(a) = Σ_{k≥0} (a + k)⁻²; DLMF 5.15.1",
)
digamma_below_log = Rule(
    name="digamma-below-log",
    title="ψ(a) < log a",
    conclusion=Claim(-s - polygamma(0, exp(-s)), ">", ZERO),
    conditions=(member(s, reals),),
    source="Binet's formula, DLMF 5.9.13",
)
digamma_above_log = Rule(
    name="digamma-above-shifted-log",
    title="ψ(a) > log(a − 1/2)",
    conclusion=Claim(-s - polygamma(0, exp(-s) + Rational(1, 2)), "<", ZERO),
    conditions=(member(s, reals),),
    source="Qi and Guo (2009), Sharp inequalities for the psi function: ψ(a) > log(a − 1/2) for a > 1/2",
)
minus_digamma = Root(
    core=-polygamma(0, a),
    atom=polygamma(0, a),
    lower=exp(-s),
    upper=exp(-s) + Rational(1, 2),
    decreasing=digamma_increases,
    above=digamma_below_log,
    below=digamma_above_log,
)

TRUNCATED = -a * exp(a) / (exp(a) - 1)
truncated_mean_increases = Rule(
    name="truncated-poisson-mean-increases",
    title="a/(1 − e⁻ᵃ) increases with a",
    conclusion=Claim(-exp(a) * (exp(a) - 1 - a) / (exp(a) - 1) ** 2, "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="eᵃ > 1 + a",
)
truncated_mean_above = Rule(
    name="truncated-poisson-mean-upper-bound",
    title="a/(1 − e⁻ᵃ) < 1 + a",
    conclusion=Claim(1 + a + TRUNCATED, ">", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="(1 + a)(1 − e⁻ᵃ) > a, as eᵃ > 1 + a",
)
truncated_mean_below = Rule(
    name="truncated-poisson-mean-lower-bound",
    title="a/(1 − e⁻ᵃ) > 1 + a/2",
    conclusion=Claim(1 + a / 2 + TRUNCATED, "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="(a/2)·coth(a/2) > 1 for a > 0",
)
truncated_poisson = Root(
    core=TRUNCATED,
    atom=exp(a) / (exp(a) - 1),
    lower=-s - 1,
    upper=-2 * s - 2,
    decreasing=truncated_mean_increases,
    above=truncated_mean_above,
    below=truncated_mean_below,
)

RESULTANT = besseli(1, a) / besseli(0, a)
NEAR, FAR = -2 * s / sqrt(1 - s**2), -2 * s / (1 - s**2)
resultant_increases = Rule(
    name="bessel-ratio-increases",
    title="I₁(a)/I₀(a) increases with a",
    conclusion=Claim(-(besseli(0, a) + besseli(2, a)) / (2 * besseli(0, a)) + RESULTANT**2, "<", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="its derivative is the variance of cos x under the von Mises law with concentration a",
)
resultant_above = Rule(
    name="bessel-ratio-upper-bound",
    title="I₁(a)/I₀(a) < a/√(a² + 4)",
    conclusion=Claim(-besseli(1, NEAR) / besseli(0, NEAR) - s, ">", ZERO),
    conditions=(Claim(s, "<", ZERO), Claim(1 + s, ">", ZERO)),
    source="Amos (1974), Computation of modified Bessel functions and their ratios, inequality (16)",
)
resultant_below = Rule(
    name="bessel-ratio-lower-bound",
    title="I₁(a)/I₀(a) > a/(1 + √(a² + 1))",
    conclusion=Claim(-besseli(1, FAR) / besseli(0, FAR) - s, "<", ZERO),
    conditions=(Claim(s, "<", ZERO), Claim(1 + s, ">", ZERO)),
    source="Amos (1974), Computation of modified Bessel functions and their ratios, inequality (16)",
)
bessel_ratio = Root(
    core=-RESULTANT,
    atom=RESULTANT,
    lower=NEAR,
    upper=FAR,
    decreasing=resultant_increases,
    above=resultant_above,
    below=resultant_below,
)
