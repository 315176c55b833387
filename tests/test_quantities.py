"""Divergences within a family and across families: every derived value replayed, and compared with quadrature."""

import numpy as np
import pytest
import sympy as sp
from quadrature import points
from quantities import agrees, assert_replays, kl

from derive import questions

SAME = """Bernoulli beta binomial Cauchy continuous-Bernoulli exponential gamma geometric Gumbel half-normal Laplace normal Pareto Poisson
uniform uniform-interval log-normal Rayleigh Weibull inverse-Gaussian normal-variance""".split()
ACROSS = {
    "Bernoulli": "Poisson",
    "beta": "continuous-Bernoulli exponential gamma normal uniform uniform-interval",
    "continuous-Bernoulli": "exponential normal uniform uniform-interval",
    "exponential": "gamma Gumbel normal",
    "gamma": "exponential Gumbel normal",
    "Gumbel": "normal",
    "Laplace": "normal",
    "normal": "Gumbel Laplace",
    "Pareto": "exponential gamma normal",
    "uniform": "beta continuous-Bernoulli exponential gamma Gumbel normal",
    "uniform-interval": "beta continuous-Bernoulli exponential gamma Gumbel normal Pareto",
}
INFINITE = {
    "beta": "Pareto", "continuous-Bernoulli": "Pareto", "uniform": "Pareto",
    "exponential": "beta continuous-Bernoulli Pareto uniform", "gamma": "beta continuous-Bernoulli Pareto uniform",
    **dict.fromkeys(("Gumbel", "Laplace", "normal"), "beta continuous-Bernoulli exponential gamma Pareto uniform"),
    "Pareto": "beta continuous-Bernoulli uniform", "Poisson": "Bernoulli binomial", "Cauchy": "normal Laplace",
}  # fmt: skip
PAIRS = [(p, p) for p in SAME] + [(p, q) for p, qs in ACROSS.items() for q in qs.split()]


@pytest.mark.parametrize("p, q", PAIRS)
def test_divergence(p, q):
    answer = kl(p, q)
    assert answer.verdict == "proved", answer.reason
    assert answer.value is not None and not answer.value.has(sp.Integral, sp.Sum)
    assert_replays(answer)
    agrees(answer)


@pytest.mark.parametrize("p, q", [(p, q) for p, qs in INFINITE.items() for q in qs.split()])
def test_infinite_divergence(p, q):
    answer = questions.kl(p, q)
    assert (answer.verdict, answer.value) == ("proved", sp.oo)
    assert_replays(answer)
    found = answer.found
    if found.outside is None:
        return
    claim = found.outside.steps[-1].claim
    point = points(answer.laws, ())[0]
    if isinstance(claim.lhs, sp.Integral):
        _, (_, lo, hi) = claim.lhs.args
        one, other = answer.laws
        lo, hi = (sp.sympify(e).subs(point) for e in (lo, hi))
        ends = [sp.sympify(e).subs(point) for e in (other.lo, other.hi, one.lo, one.hi)]
        assert ends[2] <= lo < hi <= ends[3] and (hi <= ends[0] or lo >= ends[1]), (lo, hi, ends)


def test_where_supports_are_not_nested_the_divergence_is_infinite():
    uniform = kl("uniform", "uniform").numpy()
    assert np.allclose(uniform([1.0, 2.0], [2.0, 1.0]), [np.log(2), np.inf])
    assert kl("Pareto", "Pareto").numpy()(1.0, 2.0, 3.0, 2.0) == np.inf
    assert kl("Pareto", "normal").numpy()(1.0, 2.0, 0.0, 1.0) == np.inf
    assert [str(c) for c in kl("Pareto", "normal").conditions] == ["alpha - 2 > 0"]


def test_discrete_and_continuous_laws_are_not_compared():
    answer = questions.kl("Bernoulli", "normal")
    assert answer.verdict == "open" and "point" in answer.reason
