"""Rules of the gamma function and its relatives: factorials, binomial coefficients, the beta function, polygamma functions."""

from sympy import Integer, beta, binomial, factorial, gamma, log, loggamma, polygamma

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal
from .holes import a, b

ZERO = Integer(0)

gamma_shift = Rule(
    name="gamma-shift",
    title="Γ(a + 1) = a Γ(a)",
    conclusion=equal(gamma(a + 1), a * gamma(a)),
    conditions=(Claim(a, ">", ZERO),),
    source="integration by parts in the integral that defines Γ",
)
factorial_as_gamma = Rule(
    name="factorial-as-gamma",
    title="a! = Γ(a + 1)",
    conclusion=equal(factorial(a), gamma(a + 1)),
    conditions=(Claim(a, ">=", ZERO),),
    source="definition of the factorial",
)
binomial_as_gamma = Rule(
    name="binomial-as-gamma",
    title="binomial coefficients by factorials",
    conclusion=equal(binomial(a, b), gamma(a + 1) / (gamma(b + 1) * gamma(a - b + 1))),
    conditions=(Claim(b, ">=", ZERO), Claim(a - b, ">=", ZERO)),
    source="definition of the binomial coefficient",
)
beta_as_gamma = Rule(
    name="beta-as-gamma",
    title="B(a, b) = Γ(a) Γ(b) / Γ(a + b)",
    conclusion=equal(beta(a, b), gamma(a) * gamma(b) / gamma(a + b)),
    conditions=(Claim(a, ">", ZERO), Claim(b, ">", ZERO)),
    source="Euler",
)
loggamma_as_log = Rule(
    name="loggamma-as-log",
    title="log Γ(a) is the logarithm of Γ(a)",
    conclusion=equal(loggamma(a), log(gamma(a))),
    conditions=(Claim(a, ">", ZERO),),
    source="definition",
)
digamma_shift = Rule(
    name="digamma-shift",
    title="ψ(a + 1) = ψ(a) + 1/a",
    conclusion=equal(polygamma(0, a + 1), polygamma(0, a) + 1 / a),
    conditions=(Claim(a, ">", ZERO),),
    source="derivative of log Γ(a + 1) = log a + log Γ(a)",
)
trigamma_shift = Rule(
    name="trigamma-shift",
    title="ψ′(a + 1) = ψ′(a) − 1/a²",
    conclusion=equal(polygamma(1, a + 1), polygamma(1, a) - 1 / a**2),
    conditions=(Claim(a, ">", ZERO),),
    source="derivative of ψ(a + 1) = ψ(a) + 1/a",
)
