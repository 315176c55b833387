"""Rules that end in a maximum. Θ is an interval and θ ranges over all of it."""

from sympy import Abs, Integer, Product, Sum, atan2, cos, log, oo, pi, sin

from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.sets import Simplex, Span, counting, positive, reals
from ..language.terms import (
    ArgMax,
    BlowUp,
    Largest,
    LowerMedian,
    Only,
    Pairs,
    Smallest,
    Solution,
    UpperMedian,
    Vector,
    Zero,
    derivative,
)  # fmt: skip
from .holes import (
    A,
    Eta,
    P,
    S,
    Theta,
    Y,
    a,
    a1,
    a2,
    b,
    c,
    d,
    ell,
    eta,
    f,
    g,
    h,
    i,
    k,
    m,
    n,
    s,
    t,
    t1,
    t2,
    theta,
    u,
    w,
    w_,
    x,
    y,
)  # fmt: skip

ZERO = Integer(0)
CIRCLE = Span(-pi, pi, True)

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
    premises=(
        equal(derivative(ell(theta), theta), g(theta) * (s - h(theta))),
        equal(derivative(h(theta), theta), d(theta)),
        equal(h(t), s),
    ),
    conditions=(Claim(g(theta), ">", ZERO), Claim(d(theta), ">", ZERO), member(t, Theta)),
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
root_equation = Rule(
    name="zero-of-decreasing",
    title="the zero of a decreasing function between values of both signs",
    premises=(
        equal(derivative(h(theta), theta), d(theta)),
        Claim(d(theta), "<", ZERO),
        Claim(h(u), ">", ZERO),
        Claim(h(w), "<", ZERO),
    ),
    conditions=(member(u, Theta), member(w, Theta)),
    generic=((theta, Theta),),
    conclusion=equal(h(Zero(h(theta), (theta, u, w))), ZERO),
    source="intermediate value theorem; strict monotonicity",
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
profile_over_set = Rule(
    name="profile-over-set",
    title="a set of maximisers that is the same for every value of the other parameter",
    premises=(
        equal(ArgMax(ell(theta, eta), (theta, Theta)), S),
        equal(ArgMax(ell(t, eta), (eta, Eta)), Only(s)),
    ),
    conditions=(member(t, S),),
    generic=((theta, Theta), (eta, Eta)),
    conclusion=equal(ArgMax(ell(theta, eta), (theta, Theta), (eta, Eta)), Pairs(S, Only(s))),
    source="sup over pairs = sup of sups; at every point of the set the profile is the same",
)
median = Rule(
    name="median-by-subgradient",
    title="0 is a subgradient of Σ|fᵢ − θ| exactly where at most half of the fᵢ lie on either side of θ",
    conclusion=equal(
        ArgMax(a - c * Sum(Abs(f(i) - theta), (i, 1, n)), (theta, reals)),
        Span(LowerMedian(f(i), (i, 1, n)), UpperMedian(f(i), (i, 1, n))),
    ),
    conditions=(Claim(c, ">", ZERO), member(n, counting)),
    source="the subdifferential is #(fᵢ < θ) − #(fᵢ > θ) + [−1, 1]·#(fᵢ = θ); a convex function is least where it contains 0",
)
phase = Rule(
    name="phase",
    title="c cos θ + s sin θ is largest at the angle of the point (c, s)",
    conclusion=equal(ArgMax(a + b * (c * cos(theta) + s * sin(theta)), (theta, CIRCLE)), Only(atan2(s, c))),
    conditions=(Claim(b, ">", ZERO), Claim(c**2 + s**2, ">", ZERO), member(c, reals), member(s, reals)),
    source="c cos θ + s sin θ = √(c² + s²)·cos(θ − atan2(s, c))",
)
same_objective = Rule(
    name="same-objective",
    title="equal functions have the same maximisers",
    premises=(equal(ell(theta), g(theta)), equal(ArgMax(g(theta), (theta, Theta)), S)),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(ell(theta), (theta, Theta)), S),
    source="definition of the set of maximisers",
)
same_objective_vector = Rule(
    name="same-objective-vector",
    title="equal functions have the same maximisers",
    premises=(equal(ell(P), g(P)), equal(ArgMax(g(P), (P, Theta)), S)),
    generic=((P, Theta),),
    conclusion=equal(ArgMax(ell(P), (P, Theta)), S),
    source="definition of the set of maximisers",
)
log_increasing = Rule(
    name="argmax-of-log",
    title="the logarithm increases strictly, so L and log L have the same maximisers",
    premises=(
        equal(ArgMax(ell(theta), (theta, Theta)), S),
        equal(ell(theta), log(f(theta))),
        equal(f(theta), g(theta)),
    ),
    conditions=(Claim(g(theta), ">", ZERO),),
    generic=((theta, Theta),),
    conclusion=equal(ArgMax(f(theta), (theta, Theta)), S),
    source="monotonicity of the logarithm",
)
log_increasing_vector = Rule(
    name="argmax-of-log-vector",
    title="the logarithm increases strictly, so L and log L have the same maximisers",
    premises=(equal(ArgMax(ell(P), (P, Theta)), S), equal(ell(P), log(f(P))), equal(f(P), g(P))),
    conditions=(Claim(g(P), ">", ZERO),),
    generic=((P, Theta),),
    conclusion=equal(ArgMax(f(P), (P, Theta)), S),
    source="monotonicity of the logarithm",
)
log_increasing_pairs = Rule(
    name="argmax-of-log-pairs",
    title="the logarithm increases strictly, so L and log L have the same maximisers",
    premises=(
        equal(ArgMax(ell(theta, eta), (theta, Theta), (eta, Eta)), S),
        equal(ell(theta, eta), log(f(theta, eta))),
        equal(f(theta, eta), g(theta, eta)),
    ),
    conditions=(Claim(g(theta, eta), ">", ZERO),),
    generic=((theta, Theta), (eta, Eta)),
    conclusion=equal(ArgMax(f(theta, eta), (theta, Theta), (eta, Eta)), S),
    source="monotonicity of the logarithm",
)
gibbs = Rule(
    name="gibbs",
    title="Σ cₖ log pₖ is largest on the simplex where p is proportional to c",
    premises=(equal(Sum(g(k), (k, 1, n)), s),),
    conditions=(Claim(g(k), ">", ZERO), Claim(s, ">", ZERO), member(n, counting)),
    conclusion=equal(ArgMax(a + Sum(g(k) * log(P[k]), (k, 1, n)), (P, Simplex(n))), Only(Vector(g(k) / s, (k, 1, n)))),
    source="Gibbs' inequality: Σ q log(p/q) ≤ Σ q (p/q − 1) = 0 for q = c/Σc, with equality only for p = q",
)
exponential_family = Rule(
    name="exponential-family-mle",
    title="a regular exponential family has one maximum, where the expected statistics are the observed ones",
    premises=(
        equal(f(theta, eta), Product(g(x(i), theta, eta), (i, 1, n))),
        equal(ell(theta, eta), log(f(theta, eta))),
        equal(log(g(y, theta, eta)), theta * t1(y) + eta * t2(y) - A(theta, eta) + h(y)),
        equal(derivative(t1(y), y), w_(y) * (a + b * m(y))),
        equal(derivative(t2(y), y), w_(y) * (c + s * m(y))),
        equal(derivative(m(y), y), d(y)),
        equal(derivative(A(theta, eta), theta), a1(theta, eta)),
        equal(derivative(A(theta, eta), eta), a2(theta, eta)),
        equal(n * t, Sum(t1(x(i)), (i, 1, n))),
        equal(n * u, Sum(t2(x(i)), (i, 1, n))),
    ),
    conditions=(
        Claim(w_(y), ">", ZERO),
        Claim(d(y), ">", ZERO),
        Claim(a * s - b * c, "!=", ZERO),
        member(x(i), Y),
        equal(BlowUp(A(theta, eta), theta), oo),
        equal(BlowUp(A(theta, eta), eta), oo),
        equal(Theta, positive),
        equal(Eta, positive),
        Claim(Largest(x(i), (i, 1, n)), ">", Smallest(x(i), (i, 1, n))),
    ),
    generic=((theta, Theta), (eta, Eta), (y, Y)),
    conclusion=equal(
        ArgMax(ell(theta, eta), (theta, Theta), (eta, Eta)),
        Only(Solution((t - a1(theta, eta), u - a2(theta, eta)), (theta, Theta), (eta, Eta))),
    ),
    source="Barndorff-Nielsen (1978), Information and exponential families, 9.3; Brown (1986), 5.5: the family is minimal and, as A is "
    "infinite on the border, regular; c·T has at most one stationary point on the support for c ≠ 0, so the mean of T lies inside the "
    "convex hull of T's values unless all observations are equal; the density has mass 1",
)
