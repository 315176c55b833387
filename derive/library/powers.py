"""Rules of powers, logarithms, absolute values, and of the sine and cosine."""

from sympy import Abs, Integer, cos, exp, log, sin

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import naturals, reals
from .holes import a, b, c

ZERO, ONE = Integer(0), Integer(1)

power_of_power = Rule(
    name="power-of-power",
    title="(aᵇ)ᶜ = aᵇᶜ",
    conclusion=equal((a**b) ** c, a ** (b * c)),
    conditions=(Claim(a, ">", ZERO), member(b, reals)),
    source="definition of the power of a positive number",
)
whole_power_of_product = Rule(
    name="whole-power-of-product",
    title="(ab)ⁿ = aⁿ bⁿ",
    conclusion=equal((a * b) ** c, a**c * b**c),
    conditions=(member(c, naturals),),
    source="commutative and associative laws",
)
whole_power_of_power = Rule(
    name="whole-power-of-power",
    title="(aᵇ)ⁿ = aᵇⁿ",
    conclusion=equal((a**b) ** c, a ** (b * c)),
    conditions=(member(c, naturals),),
    source="functional equation of the power",
)
exp_of_log = Rule(
    name="exp-of-log",
    title="exp(a log b) = bᵃ",
    conclusion=equal(exp(a * log(b)), b**a),
    conditions=(Claim(b, ">", ZERO),),
    source="definition of the power of a positive number",
)
exp_of_sum_with_log = Rule(
    name="exp-of-sum-with-log",
    title="exp(a log b + c) = bᵃ exp c",
    conclusion=equal(exp(a * log(b) + c), b**a * exp(c)),
    conditions=(Claim(b, ">", ZERO),),
    source="functional equation of the exponential function and the definition of the power",
)
abs_of_nonnegative = Rule(
    name="abs-of-nonnegative",
    title="|a| = a for a ≥ 0",
    conclusion=equal(Abs(a), a),
    conditions=(Claim(a, ">=", ZERO),),
    source="definition of the absolute value",
)
abs_of_nonpositive = Rule(
    name="abs-of-nonpositive",
    title="|a| = −a for a ≤ 0",
    conclusion=equal(Abs(a), -a),
    conditions=(Claim(a, "<=", ZERO),),
    source="definition of the absolute value",
)
root_of_square = Rule(
    name="power-of-square",
    title="(a²)ᶜ = |a|²ᶜ",
    conclusion=equal((a**2) ** c, Abs(a) ** (2 * c)),
    conditions=(member(a, reals), Claim(a, "!=", ZERO)),
    source="a² = |a|²",
)
square_of_abs = Rule(
    name="square-of-abs",
    title="|a|² = a²",
    conclusion=equal(Abs(a) ** 2, a**2),
    conditions=(member(a, reals),),
    source="definition of the absolute value",
)
cos_of_sum = Rule(
    name="cos-of-sum",
    title="cos(a + b) = cos a cos b − sin a sin b",
    conclusion=equal(cos(a + b), cos(a) * cos(b) - sin(a) * sin(b)),
    source="addition theorem",
)
sin_of_sum = Rule(
    name="sin-of-sum",
    title="sin(a + b) = sin a cos b + cos a sin b",
    conclusion=equal(sin(a + b), sin(a) * cos(b) + cos(a) * sin(b)),
    source="addition theorem",
)
square_of_sin = Rule(
    name="square-of-sin",
    title="sin² a = 1 − cos² a",
    conclusion=equal(sin(a) ** 2, ONE - cos(a) ** 2),
    source="Pythagoras",
)
