"""Rules of logarithms, powers, sums and products."""

from sympy import Integer, Product, Sum, cos, exp, log, sin

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import counting, naturals, reals
from .holes import a, b, c, f, g, hi, i, k, lo, n

log_of_sample_product = Rule(
    name="log-of-product",
    title="log ∏ aᵢ = Σ log aᵢ",
    conclusion=equal(log(Product(f(i), (i, lo, hi))), Sum(log(f(i)), (i, lo, hi))),
    conditions=(Claim(f(i), ">", Integer(0)),),
    source="log ab = log a + log b, by induction on the number of factors",
)
log_of_two_factors = Rule(
    name="log-of-factors",
    title="log ab = log a + log b",
    conclusion=equal(log(a * b), log(a) + log(b)),
    conditions=(Claim(a, ">", Integer(0)), Claim(b, ">", Integer(0))),
    source="functional equation of the logarithm",
)
log_of_power = Rule(
    name="log-of-power",
    title="log aᵇ = b log a",
    conclusion=equal(log(a**b), b * log(a)),
    conditions=(Claim(a, ">", Integer(0)), member(b, reals)),
    source="definition of the power of a positive number",
)
log_of_exp = Rule(
    name="log-of-exp",
    title="log eᵃ = a",
    conclusion=equal(log(exp(a)), a),
    conditions=(member(a, reals),),
    source="the logarithm is the inverse of the exponential function",
)
sum_linear = Rule(
    name="sum-linear",
    title="sums are linear, and constants leave them",
    conclusion=equal(Sum(a * f(i) + g(i), (i, lo, hi)), a * Sum(f(i), (i, lo, hi)) + Sum(g(i), (i, lo, hi))),
    source="distributive, commutative and associative laws",
)
sum_scaled = Rule(
    name="sum-scaled",
    title="a constant factor leaves the sum",
    conclusion=equal(Sum(a * f(i), (i, lo, hi)), a * Sum(f(i), (i, lo, hi))),
    source="distributive law",
)
sum_of_constant = Rule(
    name="sum-of-constant",
    title="a sum of equal terms",
    conclusion=equal(Sum(a, (i, 1, n)), n * a),
    conditions=(member(n, naturals),),
    source="definition of the product with a natural number",
)
sum_swap = Rule(
    name="sum-swap",
    title="finite sums can be interchanged",
    conclusion=equal(Sum(f(i, k), (i, 1, n), (k, lo, hi)), Sum(f(i, k), (k, lo, hi), (i, 1, n))),
    source="commutative and associative laws; neither range depends on the other index",
)
product_of_factors = Rule(
    name="product-of-factors",
    title="a product of products is the product of the products",
    conclusion=equal(Product(f(i) * g(i), (i, lo, hi)), Product(f(i), (i, lo, hi)) * Product(g(i), (i, lo, hi))),
    source="commutative and associative laws",
)
centred_squares = Rule(
    name="centred-squares",
    title="squares about a point = squares about the mean + n (mean − point)²",
    conclusion=equal(
        Sum((f(i) - a) ** 2, (i, 1, n)),
        Sum((f(i) - Sum(f(i), (i, 1, n)) / n) ** 2, (i, 1, n)) + n * (Sum(f(i), (i, 1, n)) / n - a) ** 2,
    ),
    conditions=(member(n, counting),),
    source="König–Huygens: expand the squares; the deviations from the mean add up to zero",
)
power_of_product = Rule(
    name="power-of-product",
    title="(ab)ᶜ = aᶜ bᶜ",
    conclusion=equal((a * b) ** c, a**c * b**c),
    conditions=(Claim(a, ">", Integer(0)), Claim(b, ">", Integer(0)), member(c, reals)),
    source="definition of the power of a positive number",
)
cos_of_difference = Rule(
    name="cos-of-difference",
    title="cos(a − b) = cos a cos b + sin a sin b",
    conclusion=equal(cos(a - b), cos(a) * cos(b) + sin(a) * sin(b)),
    source="addition theorem",
)
