"""Rules of inequalities between numbers: how they are composed, scaled and turned round."""

from sympy import Abs, Integer, Max, log

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import reals
from ..language.terms import AtMost
from .holes import a, b, c, s

ZERO, ONE = Integer(0), Integer(1)

at_most_transitive = Rule(
    name="at-most-transitive",
    title="a ≤ b and b ≤ c give a ≤ c",
    premises=(Claim(a, "<=", b), Claim(b, "<=", c)),
    conclusion=Claim(a, "<=", c),
    source="order of the real numbers",
)
equal_then_at_most = Rule(
    name="equal-then-at-most",
    title="a = b and b ≤ c give a ≤ c",
    premises=(equal(a, b), Claim(b, "<=", c)),
    conclusion=Claim(a, "<=", c),
    source="equals may be put for equals",
)
at_most_then_equal = Rule(
    name="at-most-then-equal",
    title="a ≤ b and b = c give a ≤ c",
    premises=(Claim(a, "<=", b), equal(b, c)),
    conclusion=Claim(a, "<=", c),
    source="equals may be put for equals",
)
at_least_transitive = Rule(
    name="at-least-transitive",
    title="a ≥ b and b ≥ c give a ≥ c",
    premises=(Claim(a, ">=", b), Claim(b, ">=", c)),
    conclusion=Claim(a, ">=", c),
    source="order of the real numbers",
)
equal_then_at_least = Rule(
    name="equal-then-at-least",
    title="a = b and b ≥ c give a ≥ c",
    premises=(equal(a, b), Claim(b, ">=", c)),
    conclusion=Claim(a, ">=", c),
    source="equals may be put for equals",
)
at_least_then_equal = Rule(
    name="at-least-then-equal",
    title="a ≥ b and b = c give a ≥ c",
    premises=(Claim(a, ">=", b), equal(b, c)),
    conclusion=Claim(a, ">=", c),
    source="equals may be put for equals",
)
turned = Rule(
    name="turned-round",
    title="a ≤ b gives −a ≥ −b",
    premises=(Claim(a, "<=", b),),
    conclusion=Claim(-a, ">=", -b),
    source="order of the real numbers",
)
read_backwards = Rule(
    name="read-backwards",
    title="a ≤ b is b ≥ a",
    premises=(Claim(a, "<=", b),),
    conclusion=Claim(b, ">=", a),
    source="meaning of the sign",
)
added = Rule(
    name="same-added",
    title="a ≤ b gives a + c ≤ b + c",
    premises=(Claim(a, "<=", b),),
    conclusion=Claim(a + c, "<=", b + c),
    conditions=(member(c, reals),),
    source="order of the real numbers",
)
scaled = Rule(
    name="scaled-by-nonnegative",
    title="a ≤ b and c ≥ 0 give ca ≤ cb",
    premises=(Claim(a, "<=", b),),
    conclusion=Claim(c * a, "<=", c * b),
    conditions=(Claim(c, ">=", ZERO),),
    source="order of the real numbers",
)
gap = Rule(
    name="gap",
    title="a ≤ b and c ≥ 0 give c(b − a) ≥ 0",
    premises=(Claim(a, "<=", b),),
    conclusion=Claim(c * (b - a), ">=", ZERO),
    conditions=(Claim(c, ">=", ZERO),),
    source="order of the real numbers",
)
log_below_line = Rule(
    name="log-below-line",
    title="log t ≤ t − 1 for t > 0",
    conclusion=Claim(log(a), "<=", a - 1),
    conditions=(Claim(a, ">", ZERO),),
    source="the logarithm is concave, and the line is its tangent at 1",
)
log_touches_line = Rule(
    name="log-touches-line",
    title="log t = t − 1 for t = 1 only",
    premises=(equal(c * (a - 1 - log(a)), ZERO),),
    conclusion=equal(a, ONE),
    conditions=(Claim(a, ">", ZERO), Claim(c, ">", ZERO)),
    source="the logarithm is strictly concave",
)
ratio_of_one = Rule(
    name="ratio-of-one",
    title="a/b = 1 gives a = b",
    premises=(equal(a / b, ONE),),
    conclusion=equal(a, b),
    source="multiply by b",
)
share_of_difference = Rule(
    name="share-of-difference",
    title="ca ≤ (|a| + a)/2 for 0 ≤ c ≤ 1",
    conclusion=Claim(c * a, "<=", (Abs(a) + a) / 2),
    conditions=(Claim(c, ">=", ZERO), Claim(c, "<=", ONE), member(a, reals)),
    source="the right side is the positive part of a",
)
positive_part = Rule(
    name="positive-part",
    title="1{0 ≤ a} a = (|a| + a)/2",
    conclusion=equal(AtMost(ZERO, a) * a, (Abs(a) + a) / 2),
    conditions=(member(a, reals),),
    source="definition of the absolute value",
)
indicator_below_ratio = Rule(
    name="indicator-below-ratio",
    title="1{a ≤ b} ≤ b/a for a > 0 and b ≥ 0",
    conclusion=Claim(AtMost(a, b), "<=", b / a),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">=", ZERO)),
    source="where the indicator is 1, b/a ≥ 1",
)
indicator_of_difference = Rule(
    name="indicator-of-difference",
    title="1{c ≤ |a − b|} ≤ 4a²/c² + 2b/c for b ≥ 0 and c > 0",
    conclusion=Claim(AtMost(c, Abs(a - b)), "<=", 4 * a**2 / c**2 + 2 * b / c),
    conditions=(Claim(b, ">=", ZERO), Claim(c, ">", ZERO), member(a, reals)),
    source="where the indicator is 1, |a| ≥ c/2 or b ≥ c/2, and one of the two terms is at least 1",
)
pinsker_pointwise = Rule(
    name="pinsker-pointwise",
    title="3(t − 1)² ≤ (2t + 4)(t log t − t + 1) for t > 0",
    conclusion=Claim((a - 1) ** 2, "<=", (2 * a + 4) / 3 * (a * log(a) - a + 1)),
    conditions=(Claim(a, ">", ZERO),),
    source="the difference is 0 at 1 with its first derivative, and its second derivative is 4(log t − 1 + 1/t) ≥ 0",
)
log_convex_entropy = Rule(
    name="entropy-function-nonnegative",
    title="t log t − t + 1 ≥ 0 for t > 0",
    conclusion=Claim(a * log(a) - a + 1, ">=", ZERO),
    conditions=(Claim(a, ">", ZERO),),
    source="log(1/t) ≤ 1/t − 1, times t",
)
difference_nonnegative = Rule(
    name="difference-nonnegative",
    title="a − b ≥ 0 gives a ≥ b",
    premises=(Claim(a - b, ">=", ZERO),),
    conclusion=Claim(a, ">=", b),
    source="order of the real numbers",
)
nonnegative_product = Rule(
    name="nonnegative-product",
    title="a ≥ 0 and c ≥ 0 give ca ≥ 0",
    premises=(Claim(a, ">=", ZERO),),
    conclusion=Claim(c * a, ">=", ZERO),
    conditions=(Claim(c, ">=", ZERO),),
    source="order of the real numbers",
)
opposite = Rule(
    name="opposite",
    title="a + b = 0 gives a = −b",
    premises=(equal(a + b, ZERO),),
    conclusion=equal(a, -b),
    source="subtract b",
)
difference_zero = Rule(
    name="difference-zero",
    title="a − b = 0 gives a = b",
    premises=(equal(a - b, ZERO),),
    conclusion=equal(a, b),
    source="add b",
)
largest_of_two = Rule(
    name="largest-of-two",
    title="max(a, b) = b gives a ≤ b",
    premises=(equal(Max(a, b), b),),
    conclusion=Claim(a, "<=", b),
    source="definition of the maximum of two numbers",
)
unequal = Rule(
    name="unequal",
    title="a = b, c = s and b ≠ s give a ≠ c",
    premises=(equal(a, b), equal(c, s), Claim(b, "!=", s)),
    conclusion=Claim(a, "!=", c),
    source="equals may be put for equals",
)
divided = Rule(
    name="divided",
    title="ab = c and a ≠ 0 give b = c/a",
    premises=(equal(a * b, c),),
    conclusion=equal(b, c / a),
    conditions=(Claim(a, "!=", ZERO),),
    source="divide by a",
)
at_most_divided = Rule(
    name="at-most-divided",
    title="a ≤ bc and b > 0 give a/b ≤ c",
    premises=(Claim(a, "<=", b * c),),
    conclusion=Claim(a / b, "<=", c),
    conditions=(Claim(b, ">", ZERO),),
    source="order of the real numbers",
)
PASSED_ON = {
    ("<=", "<="): at_most_transitive,
    ("=", "<="): equal_then_at_most,
    ("<=", "="): at_most_then_equal,
    (">=", ">="): at_least_transitive,
    ("=", ">="): equal_then_at_least,
    (">=", "="): at_least_then_equal,
}
