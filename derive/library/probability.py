"""Rules of sums and integrals over outcomes."""

from sympy import Sum

from ..kernel.derivation import Rule
from ..language.claims import equal
from ..language.terms import Total
from .holes import a, f, g, hi, i, k, lo, s, t

total_linear = Rule(
    name="total-linear",
    title="sums and integrals over outcomes are linear",
    conclusion=equal(Total(a * f(i) + g(i), (i, lo, hi)), a * Total(f(i), (i, lo, hi)) + Total(g(i), (i, lo, hi))),
    source="linearity of the integral, wherever both integrals exist",
)
total_scaled = Rule(
    name="total-scaled",
    title="a constant factor leaves a sum or an integral over outcomes",
    conclusion=equal(Total(a * f(i), (i, lo, hi)), a * Total(f(i), (i, lo, hi))),
    source="linearity of the integral",
)
total_swap = Rule(
    name="total-swap",
    title="sums and integrals over outcomes can be interchanged",
    conclusion=equal(Total(g(k) * Total(f(i, k), (i, lo, hi)), (k, s, t)), Total(Total(g(k) * f(i, k), (k, s, t)), (i, lo, hi))),
    source="Fubini: neither range depends on the other outcome, and the double integral exists",
)
total_of_sum = Rule(
    name="total-of-sum",
    title="the integral of a sum is the sum of the integrals",
    conclusion=equal(Total(g(i) * Sum(f(i, k), (k, s, t)), (i, lo, hi)), Sum(Total(g(i) * f(i, k), (i, lo, hi)), (k, s, t))),
    source="linearity of the integral, for finitely many terms",
)
