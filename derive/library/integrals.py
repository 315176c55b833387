"""Rules of integrals: linearity where the parts exist, and the integrals that define special functions."""

from sympy import Integer, Integral, Rational, erf, exp, gamma, log, oo, pi, polygamma, sqrt

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import naturals, reals
from .holes import a, b, c, f, g, n, s, t, u

ZERO, ONE, HALF = Integer(0), Integer(1), Rational(1, 2)

integral_scaled = Rule(
    name="integral-scaled",
    title="a constant factor other than 0 leaves the integral",
    conclusion=equal(Integral(a * f(u), (u, s, t)), a * Integral(f(u), (u, s, t))),
    conditions=(member(a, reals), Claim(a, "!=", ZERO)),
    source="linearity; the one exists if and only if the other does",
)
integral_scaled_existing = Rule(
    name="integral-scaled-existing",
    title="a constant factor enters an integral that exists",
    conclusion=equal(a * Integral(f(u), (u, s, t)), Integral(a * f(u), (u, s, t))),
    conditions=(member(Integral(f(u), (u, s, t)), reals), member(a, reals)),
    source="linearity",
)
integral_of_sum = Rule(
    name="integral-of-sum",
    title="the sum of two integrals that exist is the integral of the sum",
    conclusion=equal(Integral(f(u), (u, s, t)) + Integral(g(u), (u, s, t)), Integral(f(u) + g(u), (u, s, t))),
    conditions=(member(Integral(f(u), (u, s, t)), reals), member(Integral(g(u), (u, s, t)), reals)),
    source="linearity",
)
integral_of_zero = Rule(
    name="integral-of-zero",
    title="the integral of 0 is 0",
    conclusion=equal(Integral(ZERO, (u, s, t)), ZERO),
    source="definition of the integral",
)
integral_of_constant = Rule(
    name="integral-of-constant",
    title="the integral of a constant is the length of the range times the constant",
    conclusion=equal(Integral(a, (u, s, t)), a * (t - s)),
    conditions=(member(s, reals), member(t, reals)),
    source="definition of the integral",
)
integral_of_whole_power = Rule(
    name="integral-of-whole-power",
    title="∫ xⁿ dx = (tⁿ⁺¹ − sⁿ⁺¹)/(n + 1)",
    conclusion=equal(Integral(u**n, (u, s, t)), (t ** (n + 1) - s ** (n + 1)) / (n + 1)),
    conditions=(member(s, reals), member(t, reals), member(n, naturals)),
    source="the derivative of xⁿ⁺¹ is (n + 1) xⁿ",
)
integral_of_power = Rule(
    name="integral-of-power",
    title="∫ xᵃ dx = (tᵃ⁺¹ − sᵃ⁺¹)/(a + 1) over a range of positive numbers",
    conclusion=equal(Integral(u**a, (u, s, t)), (t ** (a + 1) - s ** (a + 1)) / (a + 1)),
    conditions=(Claim(s, ">", ZERO), Claim(t, ">", ZERO), Claim(a + 1, "!=", ZERO), member(s, reals), member(t, reals)),
    source="the derivative of xᵃ⁺¹ is (a + 1) xᵃ",
)
integral_of_power_to_infinity = Rule(
    name="integral-of-power-to-infinity",
    title="∫ xᵃ dx from s to ∞ = −sᵃ⁺¹/(a + 1) for a < −1",
    conclusion=equal(Integral(u**a, (u, s, oo)), -(s ** (a + 1)) / (a + 1)),
    conditions=(Claim(s, ">", ZERO), Claim(a + 1, "<", ZERO), member(s, reals)),
    source="the derivative of xᵃ⁺¹ is (a + 1) xᵃ, and xᵃ⁺¹ tends to 0",
)
integral_of_exponential = Rule(
    name="integral-of-exponential",
    title="∫ exp(b x) dx = (exp(b t) − exp(b s))/b",
    conclusion=equal(Integral(exp(b * u), (u, s, t)), (exp(b * t) - exp(b * s)) / b),
    conditions=(member(s, reals), member(t, reals), Claim(b, "!=", ZERO)),
    source="the derivative of exp(b x) is b exp(b x)",
)
integral_of_decay = Rule(
    name="integral-of-decay",
    title="∫ exp(b x) dx from s to ∞ = −exp(b s)/b for b < 0",
    conclusion=equal(Integral(exp(b * u), (u, s, oo)), -exp(b * s) / b),
    conditions=(member(s, reals), Claim(b, "<", ZERO)),
    source="the derivative of exp(b x) is b exp(b x), and exp(b x) tends to 0",
)
integral_affine = Rule(
    name="integral-affine",
    title="a x + b for x in an integral between numbers",
    conclusion=equal(Integral(f(u), (u, s, t)), Integral(a * f(a * u + b), (u, (s - b) / a, (t - b) / a))),
    conditions=(member(s, reals), member(t, reals), member(b, reals), Claim(a, ">", ZERO)),
    source="substitution",
)
integral_affine_below = Rule(
    name="integral-affine-below",
    title="a x + b for x in an integral from −∞, a > 0",
    conclusion=equal(Integral(f(u), (u, -oo, t)), Integral(a * f(a * u + b), (u, -oo, (t - b) / a))),
    conditions=(member(t, reals), member(b, reals), Claim(a, ">", ZERO)),
    source="substitution",
)
integral_affine_above = Rule(
    name="integral-affine-above",
    title="a x + b for x in an integral to ∞, a > 0",
    conclusion=equal(Integral(f(u), (u, s, oo)), Integral(a * f(a * u + b), (u, (s - b) / a, oo))),
    conditions=(member(s, reals), member(b, reals), Claim(a, ">", ZERO)),
    source="substitution",
)
gamma_integral = Rule(
    name="gamma-integral",
    title="∫ xᵃ exp(b x) dx from 0 to ∞ = Γ(a + 1)/(−b)ᵃ⁺¹ for b < 0",
    conclusion=equal(Integral(u**a * exp(b * u), (u, 0, oo)), gamma(a + 1) * (-b) ** (-a - 1)),
    conditions=(Claim(a + 1, ">", ZERO), Claim(b, "<", ZERO)),
    source="definition of Γ, with −b x for x",
)
gamma_integral_with_log = Rule(
    name="gamma-integral-with-log",
    title="∫ xᵃ exp(b x) log x dx from 0 to ∞ = Γ(a + 1) (ψ(a + 1) − log(−b))/(−b)ᵃ⁺¹ for b < 0",
    conclusion=equal(Integral(u**a * exp(b * u) * log(u), (u, 0, oo)), gamma(a + 1) * (-b) ** (-a - 1) * (polygamma(0, a + 1) - log(-b))),
    conditions=(Claim(a + 1, ">", ZERO), Claim(b, "<", ZERO)),
    source="derivative of the integral for Γ with respect to a",
)
stretched_gamma_integral = Rule(
    name="stretched-gamma-integral",
    title="∫ xᵃ exp(b xᶜ) dx from 0 to ∞ = Γ((a + 1)/c) (−b)^(−(a + 1)/c)/c for b < 0 and c > 0",
    conclusion=equal(Integral(u**a * exp(b * u**c), (u, 0, oo)), gamma((a + 1) / c) * (-b) ** (-(a + 1) / c) / c),
    conditions=(Claim(a + 1, ">", ZERO), Claim(b, "<", ZERO), Claim(c, ">", ZERO)),
    source="definition of Γ, with −b xᶜ for x",
)
beta_integral = Rule(
    name="beta-integral",
    title="∫ xᵃ (1 − x)ᵇ dx from 0 to 1 = Γ(a + 1) Γ(b + 1)/Γ(a + b + 2)",
    conclusion=equal(Integral(u**a * (1 - u) ** b, (u, 0, 1)), gamma(a + 1) * gamma(b + 1) / gamma(a + b + 2)),
    conditions=(Claim(a + 1, ">", ZERO), Claim(b + 1, ">", ZERO)),
    source="Euler",
)
gaussian_integral = Rule(
    name="gaussian-integral",
    title="∫ exp(a x² + b x + c) dx = √(π/−a) exp(c − b²/4a) for a < 0",
    conclusion=equal(Integral(exp(a * u**2 + b * u + c), (u, -oo, oo)), sqrt(pi) * (-a) ** (-HALF) * exp(c - b**2 / (4 * a))),
    conditions=(Claim(a, "<", ZERO),),
    source="Gauss, Laplace; complete the square",
)
gaussian_first_moment = Rule(
    name="gaussian-first-moment",
    title="∫ x exp(a x² + b x + c) dx = −b/2a · √(π/−a) exp(c − b²/4a) for a < 0",
    conclusion=equal(
        Integral(u * exp(a * u**2 + b * u + c), (u, -oo, oo)),
        -b / (2 * a) * sqrt(pi) * (-a) ** (-HALF) * exp(c - b**2 / (4 * a)),
    ),
    conditions=(Claim(a, "<", ZERO),),
    source="derivative of the Gaussian integral with respect to b",
)
gaussian_second_moment = Rule(
    name="gaussian-second-moment",
    title="∫ x² exp(a x² + b x + c) dx = (b²/4a² − 1/2a) √(π/−a) exp(c − b²/4a) for a < 0",
    conclusion=equal(
        Integral(u**2 * exp(a * u**2 + b * u + c), (u, -oo, oo)),
        (b**2 / (4 * a**2) - 1 / (2 * a)) * sqrt(pi) * (-a) ** (-HALF) * exp(c - b**2 / (4 * a)),
    ),
    conditions=(Claim(a, "<", ZERO),),
    source="second derivative of the Gaussian integral with respect to b",
)
error_integral = Rule(
    name="error-integral",
    title="∫ exp(−x²/2) dx by the error function",
    conclusion=equal(Integral(exp(-(u**2) / 2), (u, s, t)), sqrt(pi) * 2 ** (-HALF) * (erf(t * 2 ** (-HALF)) - erf(s * 2 ** (-HALF)))),
    conditions=(member(s, reals), member(t, reals)),
    source="definition of erf",
)
error_integral_below = Rule(
    name="error-integral-below",
    title="∫ exp(−x²/2) dx from −∞ by the error function",
    conclusion=equal(Integral(exp(-(u**2) / 2), (u, -oo, t)), sqrt(pi) * 2 ** (-HALF) * (ONE + erf(t * 2 ** (-HALF)))),
    conditions=(member(t, reals),),
    source="definition of erf, and the Gaussian integral",
)
error_integral_above = Rule(
    name="error-integral-above",
    title="∫ exp(−x²/2) dx to ∞ by the error function",
    conclusion=equal(Integral(exp(-(u**2) / 2), (u, s, oo)), sqrt(pi) * 2 ** (-HALF) * (ONE - erf(s * 2 ** (-HALF)))),
    conditions=(member(s, reals),),
    source="definition of erf, and the Gaussian integral",
)
log_normal_integral = Rule(
    name="log-normal-integral",
    title="∫ xᵃ exp(b log² x) dx from 0 to ∞ = √(π/−b) exp(−(a + 1)²/4b) for b < 0",
    conclusion=equal(Integral(u**a * exp(b * log(u) ** 2), (u, 0, oo)), sqrt(pi) * (-b) ** (-HALF) * exp(-((a + 1) ** 2) / (4 * b))),
    conditions=(Claim(b, "<", ZERO),),
    source="the Gaussian integral, with exp x for x",
)


wald_integral = Rule(
    name="wald-integral",
    title="∫ exp(−a/x − b x) x^(−3/2) dx from 0 to ∞ for a, b > 0",
    conclusion=equal(
        Integral(u ** Rational(-3, 2) * exp(-a / u - b * u), (u, 0, oo)), sqrt(pi) * a ** (-HALF) * exp(-2 * a**HALF * b**HALF)
    ),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="the Gaussian integral, with √(a/x) − √(b x) for x",
)
wald_first_moment = Rule(
    name="wald-first-moment",
    title="∫ exp(−a/x − b x) x^(−1/2) dx from 0 to ∞ for a, b > 0",
    conclusion=equal(Integral(u ** (-HALF) * exp(-a / u - b * u), (u, 0, oo)), sqrt(pi) * b ** (-HALF) * exp(-2 * a**HALF * b**HALF)),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="the Gaussian integral, with √(b x) − √(a/x) for x",
)
wald_second_moment = Rule(
    name="wald-second-moment",
    title="∫ exp(−a/x − b x) √x dx from 0 to ∞ for a, b > 0",
    conclusion=equal(
        Integral(u**HALF * exp(-a / u - b * u), (u, 0, oo)),
        sqrt(pi) * (b ** Rational(-3, 2) / 2 + a**HALF / b) * exp(-2 * a**HALF * b**HALF),
    ),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="derivative of the first moment with respect to b",
)
wald_third_moment = Rule(
    name="wald-third-moment",
    title="∫ exp(−a/x − b x) x^(3/2) dx from 0 to ∞ for a, b > 0",
    conclusion=equal(
        Integral(u ** Rational(3, 2) * exp(-a / u - b * u), (u, 0, oo)),
        sqrt(pi)
        * (Rational(3, 4) * b ** Rational(-5, 2) + Rational(3, 2) * a**HALF / b**2 + a * b ** Rational(-3, 2))
        * exp(-2 * a**HALF * b**HALF),
    ),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="derivative of the second moment with respect to b",
)
WALD = {Rational(-3, 2): wald_integral, -HALF: wald_first_moment, HALF: wald_second_moment, Rational(3, 2): wald_third_moment}
