"""Rules that end in a maximum. Θ is an interval and θ ranges over all of it."""

from sympy import Integer

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.terms import ArgMax, Only, Zero, derivative
from .holes import Eta, Theta, d, ell, eta, g, h, m, s, t, theta, u, w

ZERO = Integer(0)

interior = Rule(
    name="single-crossing",
    title="the score changes sign once, from + to −",
    premises=(equal(derivative(ell(theta), theta), g(theta) * (t - theta)),),
    conditions=(Claim(g(theta), ">", ZERO), member(t, Theta)),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Only(t)),
    source="mean value theorem: ℓ increases strictly up to t and decreases strictly after it",
)
interior_transformed = Rule(
    name="single-crossing-transformed",
    title="the score changes sign once, from + to −, seen through an increasing function",
    premises=(equal(derivative(ell(theta), theta), g(theta) * (s - h(theta))), equal(derivative(h(theta), theta), d(theta))),
    conditions=(
        Claim(g(theta), ">", ZERO),
        Claim(d(theta), ">", ZERO),
        member(t, Theta),
        equal(h(t), s),
    ),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Only(t)),
    source="h increases strictly and h(t) = s, so s − h(θ) has the sign of t − θ; then the mean value theorem",
)
bracketed = Rule(
    name="decreasing-score",
    title="a decreasing function with values of both signs has one zero",
    premises=(
        equal(derivative(ell(theta), theta), g(theta) * h(theta)),
        equal(derivative(h(theta), theta), d(theta)),
        Claim(d(theta), "<", ZERO),
        Claim(h(u), ">", ZERO),
        Claim(h(w), "<", ZERO),
    ),
    conditions=(Claim(g(theta), ">", ZERO), member(u, Theta), member(w, Theta)),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Only(Zero(h(theta), (theta, u, w)))),
    source="intermediate value theorem; strict monotonicity; then the mean value theorem as for a single crossing",
)
right_end = Rule(
    name="increasing-to-right-end",
    title="an increasing function is largest at the right end",
    premises=(equal(derivative(ell(theta), theta), g(theta)),),
    conditions=(Claim(g(theta), ">", ZERO), member(t, Theta), Claim(theta, "<=", t)),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Only(t)),
    source="mean value theorem",
)
left_end = Rule(
    name="decreasing-from-left-end",
    title="a decreasing function is largest at the left end",
    premises=(equal(derivative(ell(theta), theta), g(theta)),),
    conditions=(Claim(g(theta), "<", ZERO), member(t, Theta), Claim(theta, ">=", t)),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Only(t)),
    source="mean value theorem",
)
flat = Rule(
    name="constant-objective",
    title="a constant function is largest everywhere",
    premises=(equal(derivative(ell(theta), theta), ZERO),),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), Theta),
    source="mean value theorem",
)
profile = Rule(
    name="profile",
    title="maximise over one parameter for each value of the other, then over the other",
    premises=(
        equal(ArgMax(ell(theta, eta), (theta, Theta)), Only(m(eta))),
        equal(ArgMax(ell(m(eta), eta), (eta, Eta)), Only(s)),
    ),
    generic=((theta, Theta), (eta, Eta)),
    conclusion=equal(ArgMax(ell(theta, eta), (theta, Theta), (eta, Eta)), Only(m(s), s)),
    source="sup over pairs = sup of sups; both maxima are attained at one point only",
)
