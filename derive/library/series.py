"""Rules of sums and products with any ends: constants, powers, single terms."""

from sympy import Integer, Product, Sum, exp, gamma, oo

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import counting, naturals, reals
from .holes import a, c, f, hi, i, lo, n

ZERO, ONE = Integer(0), Integer(1)

sum_of_equal_terms = Rule(
    name="sum-of-equal-terms",
    title="a sum of equal terms is their number times the term",
    conclusion=equal(Sum(a, (i, lo, hi)), (hi - lo + 1) * a),
    conditions=(member(hi - lo + 1, naturals),),
    source="definition of the product with a natural number",
)
product_of_equal_factors = Rule(
    name="product-of-equal-factors",
    title="a product of equal factors is a power",
    conclusion=equal(Product(a, (i, lo, hi)), a ** (hi - lo + 1)),
    conditions=(member(hi - lo + 1, naturals),),
    source="definition of the power with a natural number",
)
product_of_powers = Rule(
    name="product-of-powers",
    title="∏ aᶠ⁽ⁱ⁾ = a to the power Σ f(i)",
    conclusion=equal(Product(a ** f(i), (i, lo, hi)), a ** Sum(f(i), (i, lo, hi))),
    conditions=(Claim(a, ">", ZERO),),
    source="functional equation of the power, by induction on the number of factors",
)
product_of_exponentials = Rule(
    name="product-of-exponentials",
    title="∏ exp f(i) = exp Σ f(i)",
    conclusion=equal(Product(exp(f(i)), (i, lo, hi)), exp(Sum(f(i), (i, lo, hi)))),
    source="functional equation of the exponential function, by induction on the number of factors",
)
power_of_product_over_range = Rule(
    name="product-of-equal-powers",
    title="∏ f(i)ᶜ = (∏ f(i))ᶜ",
    conclusion=equal(Product(f(i) ** c, (i, lo, hi)), Product(f(i), (i, lo, hi)) ** c),
    conditions=(Claim(f(i), ">", ZERO),),
    source="(ab)ᶜ = aᶜ bᶜ for positive a and b, by induction on the number of factors",
)
sum_last_term = Rule(
    name="sum-last-term",
    title="the last term of a sum",
    conclusion=equal(Sum(f(i), (i, lo, hi)), Sum(f(i), (i, lo, hi - 1)) + f(hi)),
    conditions=(Claim(hi - lo, ">=", ZERO),),
    source="definition of the sum",
)
product_last_factor = Rule(
    name="product-last-factor",
    title="the last factor of a product",
    conclusion=equal(Product(f(i), (i, lo, hi)), Product(f(i), (i, lo, hi - 1)) * f(hi)),
    conditions=(Claim(hi - lo, ">=", ZERO),),
    source="definition of the product",
)
empty_sum = Rule(
    name="empty-sum",
    title="an empty sum is 0",
    conclusion=equal(Sum(f(i), (i, lo, lo - 1)), ZERO),
    source="definition of the sum",
)
empty_product = Rule(
    name="empty-product",
    title="an empty product is 1",
    conclusion=equal(Product(f(i), (i, lo, lo - 1)), ONE),
    source="definition of the product",
)
series_scaled = Rule(
    name="series-scaled",
    title="a constant factor other than 0 leaves the series",
    conclusion=equal(Sum(a * f(i), (i, lo, oo)), a * Sum(f(i), (i, lo, oo))),
    conditions=(member(a, reals), Claim(a, "!=", ZERO)),
    source="linearity; the one converges if and only if the other does",
)
binomial_theorem = Rule(
    name="binomial-theorem",
    title="Σ aⁱ/(i! (n − i)!) = (1 + a)ⁿ/n!",
    conclusion=equal(Sum(a**i / (gamma(i + 1) * gamma(n - i + 1)), (i, 0, n)), (1 + a) ** n / gamma(n + 1)),
    conditions=(member(n, naturals),),
    source="binomial theorem",
)
binomial_first_moment = Rule(
    name="binomial-first-moment",
    title="Σ i aⁱ/(i! (n − i)!) = a (1 + a)ⁿ⁻¹/(n − 1)!",
    conclusion=equal(Sum(i * a**i / (gamma(i + 1) * gamma(n - i + 1)), (i, 0, n)), n * a * (1 + a) ** (n - 1) / gamma(n + 1)),
    conditions=(member(n, counting),),
    source="derivative of the binomial theorem",
)
exponential_series = Rule(
    name="exponential-series",
    title="Σ aⁱ/i! = exp a",
    conclusion=equal(Sum(a**i / gamma(i + 1), (i, 0, oo)), exp(a)),
    source="Taylor",
)
exponential_first_moment = Rule(
    name="exponential-series-first-moment",
    title="Σ i aⁱ/i! = a exp a",
    conclusion=equal(Sum(i * a**i / gamma(i + 1), (i, 0, oo)), a * exp(a)),
    source="derivative of the series of exp",
)
exponential_second_moment = Rule(
    name="exponential-series-second-moment",
    title="Σ i² aⁱ/i! = (a² + a) exp a",
    conclusion=equal(Sum(i**2 * a**i / gamma(i + 1), (i, 0, oo)), (a**2 + a) * exp(a)),
    source="second derivative of the series of exp",
)
geometric_series = Rule(
    name="geometric-series",
    title="Σ aⁱ = 1/(1 − a) for |a| < 1",
    conclusion=equal(Sum(a**i, (i, 0, oo)), 1 / (1 - a)),
    conditions=(Claim(a, "<", ONE), Claim(a, ">", -ONE)),
    source="geometric series",
)
geometric_first_moment = Rule(
    name="geometric-series-first-moment",
    title="Σ i aⁱ = a/(1 − a)² for |a| < 1",
    conclusion=equal(Sum(i * a**i, (i, 0, oo)), a / (1 - a) ** 2),
    conditions=(Claim(a, "<", ONE), Claim(a, ">", -ONE)),
    source="derivative of the geometric series",
)
geometric_second_moment = Rule(
    name="geometric-series-second-moment",
    title="Σ i² aⁱ = a (1 + a)/(1 − a)³ for |a| < 1",
    conclusion=equal(Sum(i**2 * a**i, (i, 0, oo)), a * (1 + a) / (1 - a) ** 3),
    conditions=(Claim(a, "<", ONE), Claim(a, ">", -ONE)),
    source="second derivative of the geometric series",
)
falling_factorial = Rule(
    name="falling-factorial",
    title="a (a − 1) ⋯ (a − n + 1) = a!/(a − n)!",
    conclusion=equal(Product(a - i, (i, 0, n - 1)), gamma(a + 1) / gamma(a - n + 1)),
    conditions=(member(n, naturals), Claim(a - n + 1, ">", ZERO)),
    source="Γ(a + 1) = a Γ(a), by induction on the number of factors",
)
