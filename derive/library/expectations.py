"""Rules of expectations: linearity of integrals whose values are known, differentiation under the integral sign, changes of variable."""

from sympy import Abs, Derivative, Integer, Integral, Rational, Sum, erf, exp, gamma, log, oo, pi, sqrt

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import Span, counting, reals
from .holes import A as Z
from .holes import Theta, Y, a, b, c, f, h, hi, i, lo, n, s, t, theta, u, w, y
from .holes import g as g_

ZERO, ONE, TWO, HALF = Integer(0), Integer(1), Integer(2), Rational(1, 2)

# --- linearity: an integral that is equal to a real number exists ---------------------------------------------------------

integral_multiple = Rule(
    name="integral-multiple",
    title="a multiple of a function whose integral is known",
    premises=(equal(Integral(f(u), (u, s, t)), c),),
    conclusion=equal(Integral(a * f(u), (u, s, t)), a * c),
    conditions=(member(a, reals), member(c, reals)),
    source="linearity; the integral exists, since it is a number",
)
integral_combination = Rule(
    name="integral-combination",
    title="integrals that exist are linear",
    premises=(equal(Integral(f(u), (u, s, t)), c), equal(Integral(g_(u), (u, s, t)), w)),
    conclusion=equal(Integral(f(u) + a * g_(u), (u, s, t)), c + a * w),
    conditions=(member(a, reals), member(c, reals), member(w, reals)),
    source="linearity; the integrals exist, since they are numbers",
)
integral_in_two = Rule(
    name="integral-in-two",
    title="an integral is the sum of the integrals up to a point and from there on",
    premises=(equal(Integral(f(u), (u, s, b)), c), equal(Integral(f(u), (u, b, t)), w)),
    conclusion=equal(Integral(f(u), (u, s, t)), c + w),
    conditions=(member(b, reals), member(c, reals), member(w, reals)),
    source="additivity of the integral over intervals",
)
sum_multiple = Rule(
    name="sum-multiple",
    title="a multiple of terms whose sum is known",
    premises=(equal(Sum(f(i), (i, lo, hi)), c),),
    conclusion=equal(Sum(a * f(i), (i, lo, hi)), a * c),
    source="distributive law",
)
sum_combination = Rule(
    name="sum-combination",
    title="sums are linear",
    premises=(equal(Sum(f(i), (i, lo, hi)), c), equal(Sum(g_(i), (i, lo, hi)), w)),
    conclusion=equal(Sum(f(i) + a * g_(i), (i, lo, hi)), c + a * w),
    source="distributive, commutative and associative laws",
)
series_multiple = Rule(
    name="series-multiple",
    title="a multiple of terms whose series is known",
    premises=(equal(Sum(f(i), (i, lo, oo)), c),),
    conclusion=equal(Sum(a * f(i), (i, lo, oo)), a * c),
    conditions=(member(a, reals), member(c, reals)),
    source="linearity; the series converges, since it is a number",
)
series_combination = Rule(
    name="series-combination",
    title="series that converge are linear",
    premises=(equal(Sum(f(i), (i, lo, oo)), c), equal(Sum(g_(i), (i, lo, oo)), w)),
    conclusion=equal(Sum(f(i) + a * g_(i), (i, lo, oo)), c + a * w),
    conditions=(member(a, reals), member(c, reals), member(w, reals)),
    source="linearity; the series converge, since they are numbers",
)
series_from_one = Rule(
    name="series-from-one",
    title="a series that begins at 1, counted from 0",
    conclusion=equal(Sum(f(i), (i, 1, oo)), Sum(f(i + 1), (i, 0, oo))),
    source="the terms are the same",
)
binomial_second_moment = Rule(
    name="binomial-second-moment",
    title="Σ i² aⁱ/(i! (n − i)!) = n a (1 + n a) (1 + a)ⁿ⁻²/n!",
    conclusion=equal(
        Sum(i**2 * a**i / (gamma(i + 1) * gamma(n - i + 1)), (i, 0, n)), n * a * (1 + n * a) * (1 + a) ** (n - 2) / gamma(n + 1)
    ),
    conditions=(member(n, counting), Claim(a + 1, "!=", ZERO)),
    source="a times the derivative of the first moment",
)

# --- differentiation under the integral sign ------------------------------------------------------------------------------

log_weight = Rule(
    name="log-weight",
    title="∫ h(x) xˢ log x dx is the derivative of ∫ h(x) xˢ dx with respect to s",
    premises=(equal(Integral(h(u) * u**theta, (u, s, t)), Z(theta)),),
    conclusion=equal(Integral(log(u) * h(u) * u**theta, (u, s, t)), Derivative(Z(theta), theta, evaluate=False)),
    conditions=(
        member(theta, Theta), equal(Theta, Span(a, b, True, True)), member(Z(theta), reals), Claim(s, ">=", ZERO), Claim(t - s, ">", ZERO),
    ),
    generic=((theta, Theta),),
    source="differentiation under the integral sign: |log x| xˢ ≤ (xˢ⁺ᵉ + xˢ⁻ᵉ)/e, and these integrals exist",
)  # fmt: skip
log_weight_of_rest = Rule(
    name="log-weight-of-rest",
    title="∫ h(x) (1 − x)ˢ log(1 − x) dx is the derivative of ∫ h(x) (1 − x)ˢ dx with respect to s",
    premises=(equal(Integral(h(u) * (1 - u) ** theta, (u, s, t)), Z(theta)),),
    conclusion=equal(Integral(log(1 - u) * h(u) * (1 - u) ** theta, (u, s, t)), Derivative(Z(theta), theta, evaluate=False)),
    conditions=(
        member(theta, Theta), equal(Theta, Span(a, b, True, True)), member(Z(theta), reals), Claim(t, "<=", ONE), Claim(t - s, ">", ZERO),
    ),
    generic=((theta, Theta),),
    source="differentiation under the integral sign, as for log x",
)  # fmt: skip

exponential_weight = Rule(
    name="exponential-weight",
    title="∫ h(x) eˢˣ x dx is the derivative of ∫ h(x) eˢˣ dx with respect to s",
    premises=(equal(Integral(h(u) * exp(theta * u), (u, s, t)), Z(theta)),),
    conclusion=equal(Integral(u * h(u) * exp(theta * u), (u, s, t)), Derivative(Z(theta), theta, evaluate=False)),
    conditions=(member(theta, Theta), equal(Theta, Span(a, b, True, True)), member(Z(theta), reals)),
    generic=((theta, Theta),),
    source="differentiation under the integral sign: |x| eˢˣ ≤ (e⁽ˢ⁺ᵉ⁾ˣ + e⁽ˢ⁻ᵉ⁾ˣ)/e, and these integrals exist",
)

# --- changes of variable --------------------------------------------------------------------------------------------------

integral_reflected = Rule(
    name="integral-reflected",
    title="c − x for x in an integral",
    conclusion=equal(Integral(f(u), (u, s, t)), Integral(f(c - u), (u, c - t, c - s))),
    conditions=(member(c, reals), member(s, reals), member(t, reals)),
    source="substitution",
)
integral_reflected_below = Rule(
    name="integral-reflected-below",
    title="c − x for x in an integral from −∞",
    conclusion=equal(Integral(f(u), (u, -oo, t)), Integral(f(c - u), (u, c - t, oo))),
    conditions=(member(c, reals), member(t, reals)),
    source="substitution",
)
integral_by_logarithm = Rule(
    name="integral-by-logarithm",
    title="b − a log x for x in an integral over the line, a > 0",
    conclusion=equal(Integral(f(u), (u, -oo, oo)), Integral(a * f(b - a * log(u)) / u, (u, 0, oo))),
    conditions=(member(b, reals), Claim(a, ">", ZERO)),
    source="substitution; b − a log x falls from ∞ to −∞",
)

# --- integrals with a value of their own ----------------------------------------------------------------------------------

integral_of_power_from_zero = Rule(
    name="integral-of-power-from-zero",
    title="∫ xᵃ dx from 0 to t = tᵃ⁺¹/(a + 1) for a > −1",
    conclusion=equal(Integral(u**a, (u, 0, t)), t ** (a + 1) / (a + 1)),
    conditions=(Claim(t, ">", ZERO), Claim(a + 1, ">", ZERO), member(t, reals)),
    source="the derivative of xᵃ⁺¹ is (a + 1) xᵃ, and xᵃ⁺¹ tends to 0",
)
exponential_first_moment = Rule(
    name="integral-of-exponential-with-x",
    title="∫ x exp(b x) dx = (t/b − 1/b²) exp(b t) − (s/b − 1/b²) exp(b s)",
    conclusion=equal(Integral(u * exp(b * u), (u, s, t)), (t / b - 1 / b**2) * exp(b * t) - (s / b - 1 / b**2) * exp(b * s)),
    conditions=(member(s, reals), member(t, reals), member(b, reals), Claim(b, "!=", ZERO)),
    source="the derivative of (x/b − 1/b²) exp(b x) is x exp(b x)",
)
exponential_second_moment = Rule(
    name="integral-of-exponential-with-square",
    title="∫ x² exp(b x) dx by (x²/b − 2x/b² + 2/b³) exp(b x)",
    conclusion=equal(
        Integral(u**2 * exp(b * u), (u, s, t)),
        (t**2 / b - 2 * t / b**2 + 2 / b**3) * exp(b * t) - (s**2 / b - 2 * s / b**2 + 2 / b**3) * exp(b * s),
    ),
    conditions=(member(s, reals), member(t, reals), member(b, reals), Claim(b, "!=", ZERO)),
    source="the derivative of (x²/b − 2x/b² + 2/b³) exp(b x) is x² exp(b x)",
)
half_gaussian_integral = Rule(
    name="half-gaussian-integral",
    title="∫ exp(a x² + b x + c) dx from 0 to ∞ by the error function, for a < 0",
    conclusion=equal(
        Integral(exp(a * u**2 + b * u + c), (u, 0, oo)),
        sqrt(pi) / 2 * (-a) ** (-HALF) * exp(c - b**2 / (4 * a)) * (1 + erf(b * (-a) ** (-HALF) / 2)),
    ),
    conditions=(Claim(a, "<", ZERO), member(b, reals), member(c, reals)),
    source="definition of erf, after completing the square",
)
half_gaussian_first_moment = Rule(
    name="half-gaussian-first-moment",
    title="∫ x exp(a x² + b x + c) dx from 0 to ∞ by the error function, for a < 0",
    conclusion=equal(
        Integral(u * exp(a * u**2 + b * u + c), (u, 0, oo)),
        -exp(c) / (2 * a) - b / (2 * a) * (sqrt(pi) / 2 * (-a) ** (-HALF) * exp(c - b**2 / (4 * a)) * (1 + erf(b * (-a) ** (-HALF) / 2))),
    ),
    conditions=(Claim(a, "<", ZERO), member(b, reals), member(c, reals)),
    source="the derivative of exp(a x² + b x + c) is (2 a x + b) exp(a x² + b x + c)",
)
two_corners = Rule(
    name="two-corners",
    title="∫ |x − c| exp(b |x − a|) dx = 2 (exp(b |a − c|) − b |a − c|)/b² for b < 0",
    conclusion=equal(Integral(Abs(u - c) * exp(b * Abs(u - a)), (u, -oo, oo)), 2 * (exp(b * Abs(a - c)) - b * Abs(a - c)) / b**2),
    conditions=(Claim(b, "<", ZERO), member(a, reals), member(c, reals)),
    source="integration by parts between −∞, the two corners, and ∞",
)
cauchy_integral = Rule(
    name="cauchy-integral",
    title="∫ dx/((x − a)² + b²) = π/b for b > 0",
    conclusion=equal(Integral(1 / ((u - a) ** 2 + b**2), (u, -oo, oo)), pi / b),
    conditions=(Claim(b, ">", ZERO), member(a, reals)),
    source="the derivative of arctan((x − a)/b)/b",
)
cauchy_logarithm = Rule(
    name="cauchy-logarithm",
    title="∫ log((x − c)² + w²)/((x − a)² + b²) dx = π/b · log((a − c)² + (b + w)²) for b, w > 0",
    conclusion=equal(Integral(log((u - c) ** 2 + w**2) / ((u - a) ** 2 + b**2), (u, -oo, oo)), pi / b * log((a - c) ** 2 + (b + w) ** 2)),
    conditions=(Claim(b, ">", ZERO), Claim(w, ">", ZERO), member(a, reals), member(c, reals)),
    source="Poisson's formula for the half-plane: log |x + i y − c + i w|² is harmonic for y > 0",
)
cauchy_squared = Rule(
    name="cauchy-squared",
    title="∫ dx/((x − a)² + b²)² = π/(2 b³) for b > 0",
    conclusion=equal(Integral(((u - a) ** 2 + b**2) ** (-2), (u, -oo, oo)), pi / (2 * b**3)),
    conditions=(Claim(b, ">", ZERO), member(a, reals)),
    source="derivative of the integral of 1/((x − a)² + b²) with respect to b",
)
wald_inverse_moment = Rule(
    name="wald-inverse-moment",
    title="∫ exp(−a/x − b x) x^(−5/2) dx from 0 to ∞ for a, b > 0",
    conclusion=equal(
        Integral(u ** Rational(-5, 2) * exp(-a / u - b * u), (u, 0, oo)),
        sqrt(pi) * (a ** Rational(-3, 2) / 2 + b**HALF / a) * exp(-2 * a**HALF * b**HALF),
    ),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="1/x for x in the integral with √x",
)
RATIO = log(a) - log(c)
integral_of_ratio_power = Rule(
    name="integral-of-ratio-power",
    title="∫ (a/c)ˣ dx by (a/c)ˣ/log(a/c)",
    conclusion=equal(Integral(a**u * c ** (-u), (u, s, t)), (a**t * c ** (-t) - a**s * c ** (-s)) / RATIO),
    conditions=(Claim(a, ">", ZERO), Claim(c, ">", ZERO), Claim(RATIO, "!=", ZERO), member(s, reals), member(t, reals)),
    source="the derivative of (a/c)ˣ is (a/c)ˣ log(a/c)",
)
ratio_power_first_moment = Rule(
    name="ratio-power-first-moment",
    title="∫ x (a/c)ˣ dx by (x/r − 1/r²) (a/c)ˣ with r = log(a/c)",
    conclusion=equal(
        Integral(u * a**u * c ** (-u), (u, s, t)),
        (t / RATIO - 1 / RATIO**2) * a**t * c ** (-t) - (s / RATIO - 1 / RATIO**2) * a**s * c ** (-s),
    ),
    conditions=(Claim(a, ">", ZERO), Claim(c, ">", ZERO), Claim(RATIO, "!=", ZERO), member(s, reals), member(t, reals)),
    source="the derivative of (x/r − 1/r²) (a/c)ˣ is x (a/c)ˣ",
)
ratio_power_second_moment = Rule(
    name="ratio-power-second-moment",
    title="∫ x² (a/c)ˣ dx by (x²/r − 2x/r² + 2/r³) (a/c)ˣ with r = log(a/c)",
    conclusion=equal(
        Integral(u**2 * a**u * c ** (-u), (u, s, t)),
        (t**2 / RATIO - 2 * t / RATIO**2 + 2 / RATIO**3) * a**t * c ** (-t)
        - (s**2 / RATIO - 2 * s / RATIO**2 + 2 / RATIO**3) * a**s * c ** (-s),
    ),
    conditions=(Claim(a, ">", ZERO), Claim(c, ">", ZERO), Claim(RATIO, "!=", ZERO), member(s, reals), member(t, reals)),
    source="the derivative of (x²/r − 2x/r² + 2/r³) (a/c)ˣ is x² (a/c)ˣ",
)
RATIO_POWERS = (integral_of_ratio_power, ratio_power_first_moment, ratio_power_second_moment)
cauchy_cubed = Rule(
    name="cauchy-cubed",
    title="∫ dx/((x − a)² + b²)³ = 3π/(8 b⁵) for b > 0",
    conclusion=equal(Integral(((u - a) ** 2 + b**2) ** (-3), (u, -oo, oo)), 3 * pi / (8 * b**5)),
    conditions=(Claim(b, ">", ZERO), member(a, reals)),
    source="derivative of the integral of 1/((x − a)² + b²)² with respect to b",
)
cauchy_odd = Rule(
    name="cauchy-odd",
    title="∫ (x − a)/((x − a)² + b²)ⁿ dx = 0 for n ≥ 2 and b ≠ 0",
    conclusion=equal(Integral((u - a) * ((u - a) ** 2 + b**2) ** (-n), (u, -oo, oo)), ZERO),
    conditions=(Claim(b, "!=", ZERO), member(a, reals), member(n - 1, counting)),
    source="the integrand is odd about a, and integrable",
)

# --- infinity -------------------------------------------------------------------------------------------------------------

positive_integral = Rule(
    name="positive-integral",
    title="the integral of a positive function over an interval is positive",
    conclusion=Claim(Integral(f(u), (u, s, t)), ">", ZERO),
    conditions=(member(y, Y), equal(Y, Span(s, t, True, True)), Claim(f(y), ">", ZERO), Claim(t - s, ">", ZERO)),
    generic=((y, Y),),
    source="a function whose integral is 0 and that is not negative is 0 almost everywhere",
)
positive_integral_above = Rule(
    name="positive-integral-above",
    title="the integral of a positive function from a number on is positive",
    conclusion=Claim(Integral(f(u), (u, s, oo)), ">", ZERO),
    conditions=(member(y, Y), equal(Y, Span(s, oo, True, True)), Claim(f(y), ">", ZERO), member(s, reals)),
    generic=((y, Y),),
    source="a function whose integral is 0 and that is not negative is 0 almost everywhere",
)
positive_integral_below = Rule(
    name="positive-integral-below",
    title="the integral of a positive function up to a number is positive",
    conclusion=Claim(Integral(f(u), (u, -oo, t)), ">", ZERO),
    conditions=(member(y, Y), equal(Y, Span(-oo, t, True, True)), Claim(f(y), ">", ZERO), member(t, reals)),
    generic=((y, Y),),
    source="a function whose integral is 0 and that is not negative is 0 almost everywhere",
)
power_without_integral = Rule(
    name="power-without-integral",
    title="∫ xᵃ dx from s to ∞ is infinite for a ≥ −1",
    conclusion=equal(Integral(u**a, (u, s, oo)), oo),
    conditions=(Claim(s, ">", ZERO), Claim(a + 1, ">=", ZERO), member(s, reals)),
    source="xᵃ ≥ c/x for x ≥ s, and log x grows without bound",
)
power_without_integral_at_zero = Rule(
    name="power-without-integral-at-zero",
    title="∫ xᵃ exp(b x) dx from 0 to t is infinite for a ≤ −1",
    conclusion=equal(Integral(u**a * exp(b * u), (u, 0, t)), oo),
    conditions=(Claim(t, ">", ZERO), Claim(a + 1, "<=", ZERO), member(t, reals), member(b, reals)),
    source="the integrand is at least c/x near 0, and −log x grows without bound there",
)
cauchy_without_mean = Rule(
    name="cauchy-without-mean",
    title="∫ |x − c|/((x − a)² + b²) dx is infinite",
    conclusion=equal(Integral(Abs(u - c) / ((u - a) ** 2 + b**2), (u, -oo, oo)), oo),
    conditions=(Claim(b, ">", ZERO), member(a, reals), member(c, reals)),
    source="the integrand is at least c/|x| for large |x|, and log x grows without bound",
)
cauchy_without_variance = Rule(
    name="cauchy-without-variance",
    title="∫ (x − c)²/((x − a)² + b²) dx is infinite",
    conclusion=equal(Integral((u - c) ** 2 / ((u - a) ** 2 + b**2), (u, -oo, oo)), oo),
    conditions=(Claim(b, ">", ZERO), member(a, reals), member(c, reals)),
    source="the integrand tends to 1",
)
