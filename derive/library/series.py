"""Rules of sums and products with any ends: constants, powers, single terms."""

from sympy import Integer, Product, Sum, exp

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import naturals
from .holes import a, c, f, hi, i, lo

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
