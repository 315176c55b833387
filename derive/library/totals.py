"""Rules of sums and integrals over outcomes that compare, bound and differentiate them."""

from sympy import Function, Integer, Lambda, Sum, Symbol

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import Integers
from ..language.terms import AtMost, Total, Vector, derivative
from .holes import Theta, a, b, c, f, g, h, hi, k, lo, t, theta, u

ZERO, ONE = Integer(0), Integer(1)
omega = Symbol("omega", integer=True)
f2, g2 = Function("f_2"), Function("g_2")
mu, nu = Symbol("m"), Symbol("l")

total_monotone = Rule(
    name="total-monotone",
    title="sums and integrals over outcomes are monotone",
    premises=(Claim(f(omega), "<=", g(omega)),),
    conclusion=Claim(Total(f(omega), (omega, lo, hi)), "<=", Total(g(omega), (omega, lo, hi))),
    source="the measure is nonnegative, and both integrals exist",
)
total_of_zero_parts = Rule(
    name="total-of-zero-parts",
    title="a sum or integral of nonnegative terms is 0 only if (almost) all of them are 0",
    premises=(Claim(f(omega), ">=", ZERO), equal(Total(f(omega), (omega, lo, hi)), ZERO)),
    conclusion=equal(f(t), ZERO),
    conditions=(member(t, Integers(lo, hi)),),
    source="a nonnegative function with integral 0 is 0 almost everywhere",
)
cauchy_schwarz = Rule(
    name="cauchy-schwarz",
    title="(∫ h)² ≤ ∫ f · ∫ g where h² ≤ f g",
    premises=(
        Claim(h(omega) ** 2, "<=", f(omega) * g(omega)),
        Claim(f(omega), ">=", ZERO),
        Claim(g(omega), ">=", ZERO),
    ),
    conclusion=Claim(Total(h(omega), (omega, lo, hi)) ** 2, "<=", Total(f(omega), (omega, lo, hi)) * Total(g(omega), (omega, lo, hi))),
    source="Cauchy (1821), Schwarz (1888), for √f and √g, and |h| ≤ √f √g",
)
total_differentiated = Rule(
    name="total-differentiated",
    title="derivative and integral are interchanged",
    conclusion=equal(
        derivative(Total(f(theta, omega), (omega, lo, hi)), theta), Total(derivative(f(theta, omega), theta), (omega, lo, hi))
    ),
    conditions=(member(theta, Theta),),
    generic=((theta, Theta),),
    source="Leibniz; dominated convergence: the derivatives have a common integrable bound near each θ",
)
entry = Rule(
    name="entry",
    title="equal vectors have equal entries",
    premises=(equal(Vector(f(k), (k, lo, hi)), Vector(g(k), (k, lo, hi))),),
    conclusion=equal(f(t), g(t)),
    conditions=(member(t, Integers(lo, hi)),),
    source="definition of equality of vectors",
)
entry_of_matrix = Rule(
    name="entry-of-matrix",
    title="equal matrices have equal entries",
    premises=(equal(Vector(f2(mu, nu), (mu, lo, hi), (nu, lo, hi)), Vector(g2(mu, nu), (mu, lo, hi), (nu, lo, hi))),),
    conclusion=equal(f2(t, u), g2(t, u)),
    conditions=(member(t, Integers(lo, hi)), member(u, Integers(lo, hi))),
    source="definition of equality of matrices",
)
sifting = Rule(
    name="sifting",
    title="Σₖ 1{a = k} f(k) = f(a)",
    conclusion=equal(Sum(f(k) * AtMost(a, k) * AtMost(k, a), (k, lo, hi)), f(a)),
    conditions=(member(a, Integers(lo, hi)),),
    source="all other terms are 0",
)
sum_first_term = Rule(
    name="sum-first-term",
    title="the first term of a sum",
    conclusion=equal(Sum(f(k), (k, lo, hi)), f(lo) + Sum(f(k), (k, lo + 1, hi))),
    conditions=(Claim(hi - lo, ">=", ZERO),),
    source="definition of the sum",
)
power_monotone = Rule(
    name="power-monotone",
    title="aᵇ ≤ aᶜ for a ≥ 1 and b ≤ c",
    conclusion=Claim(a**b, "<=", a**c),
    conditions=(Claim(a, ">=", ONE), Claim(b, "<=", c)),
    source="the logarithm of a is not negative",
)
at_most_itself = Rule(
    name="at-most-itself",
    title="1{a ≤ a} = 1",
    conclusion=equal(AtMost(a, a), ONE),
    source="a ≤ a",
)
value = Rule(
    name="value",
    title="what holds of a function for every argument holds at each",
    premises=(equal(Lambda(u, f(u)), Lambda(u, g(u))),),
    conclusion=equal(f(t), g(t)),
    source="equal functions have equal values",
)
value_of_two = Rule(
    name="value-of-two-arguments",
    title="what holds of a function for all arguments holds at each",
    premises=(equal(Lambda((u, mu), f2(u, mu)), Lambda((u, mu), g2(u, mu))),),
    conclusion=equal(f2(theta, k), g2(theta, k)),
    source="equal functions have equal values",
)
