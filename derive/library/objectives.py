"""Rules of objectives that have the same maximisers."""

from sympy import Integer

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import reals
from ..language.terms import ArgMax, derivative
from .holes import Eta, P, Theta, Y, a, b, d, ell, eta, h, theta, y

ZERO = Integer(0)

objective_rescaled = Rule(
    name="objective-rescaled",
    title="a positive factor and an added constant keep the maximisers",
    conclusion=equal(ArgMax(a * ell(theta) + b, (theta, Theta)), ArgMax(ell(theta), (theta, Theta))),
    conditions=(Claim(a, ">", ZERO), member(b, reals)),
    generic=((theta, Theta),),
    source="s ≤ t if and only if as + b ≤ at + b",
)
objective_rescaled_pairs = Rule(
    name="objective-rescaled-pairs",
    title="a positive factor keeps the maximisers",
    conclusion=equal(ArgMax(a * ell(theta, eta), (theta, Theta), (eta, Eta)), ArgMax(ell(theta, eta), (theta, Theta), (eta, Eta))),
    conditions=(Claim(a, ">", ZERO),),
    generic=((theta, Theta), (eta, Eta)),
    source="s ≤ t if and only if as ≤ at",
)
objective_rescaled_vector = Rule(
    name="objective-rescaled-vector",
    title="a positive factor keeps the maximisers",
    conclusion=equal(ArgMax(a * ell(P), (P, Theta)), ArgMax(ell(P), (P, Theta))),
    conditions=(Claim(a, ">", ZERO),),
    generic=((P, Theta),),
    source="s ≤ t if and only if as ≤ at",
)
objective_transformed = Rule(
    name="objective-transformed",
    title="an increasing function of the objective has the same maximisers",
    premises=(equal(derivative(h(y), y), d(y)),),
    conditions=(Claim(d(y), ">", ZERO), member(ell(theta), Y)),
    generic=((y, Y), (theta, Theta)),
    conclusion=equal(ArgMax(h(ell(theta)), (theta, Theta)), ArgMax(ell(theta), (theta, Theta))),
    source="mean value theorem: h increases strictly on the interval Y, which contains all values of the objective",
)
