"""Divergences against PyTorch's registry, where PyTorch is installed; quadrature is compared with in any case, in the other files."""

import numpy as np
import pytest
import sympy as sp
from quadrature import points
from quantities import kl

torch = pytest.importorskip("torch")
registry = pytest.importorskip("torch.distributions.kl")._KL_REGISTRY
d = torch.distributions

FAMILIES = {
    d.Bernoulli: ("Bernoulli", d.Bernoulli), d.Beta: ("beta", d.Beta), d.Binomial: ("binomial", lambda p, m: d.Binomial(m, p)),
    d.Cauchy: ("Cauchy", d.Cauchy), d.ContinuousBernoulli: ("continuous-Bernoulli", d.ContinuousBernoulli),
    d.Exponential: ("exponential", d.Exponential), d.Gamma: ("gamma", d.Gamma), d.Geometric: ("geometric", d.Geometric),
    d.Gumbel: ("Gumbel", d.Gumbel), d.HalfNormal: ("half-normal", d.HalfNormal), d.Laplace: ("Laplace", d.Laplace),
    d.Normal: ("normal", d.Normal), d.Pareto: ("Pareto", d.Pareto), d.Poisson: ("Poisson", d.Poisson),
    d.Uniform: ("uniform-interval", d.Uniform),
}  # fmt: skip
VECTORS = {
    d.Categorical, d.OneHotCategorical, d.Dirichlet, d.MultivariateNormal, d.LowRankMultivariateNormal, d.Independent,
    d.TransformedDistribution, d.ExponentialFamily,
}  # fmt: skip
SCALAR = [pair for pair in registry if set(pair) <= set(FAMILIES)]


def registered(answer, pair, point):
    """PyTorch's value at the point."""
    made = []
    for law, each in zip(answer.laws, pair, strict=True):
        values = [torch.tensor(float(point[s]), dtype=torch.float64) for s in law.domains]
        made.append(FAMILIES[each][1](*values))
    return float(d.kl_divergence(*made))


def named(point):
    return {s.name: float(v) for s, v in point.items()}


def called(pair):
    return "-".join(each.__name__ for each in pair)


def test_each_registered_pair_of_scalar_laws_is_compared():
    assert all(set(pair) <= set(FAMILIES) | VECTORS for pair in registry), "a family is new in the registry"
    assert len(SCALAR) == len(registry) - sum(bool(set(pair) & VECTORS) for pair in registry) >= 77


@pytest.mark.parametrize("pair", SCALAR, ids=called)
def test_divergence_is_the_registrys(pair):
    answer = kl(*(FAMILIES[each][0] for each in pair))
    assert answer.verdict == "proved" and answer.value is not None and not answer.value.has(sp.Integral, sp.Sum)
    assert answer.value is sp.oo or answer.value.is_finite is not False
    function = answer.numpy()
    for point in points(answer.laws, answer.conditions, 3):
        assert function(**named(point)) == pytest.approx(registered(answer, pair, point), rel=1e-9, abs=1e-12), point


@pytest.mark.parametrize("pair", [p for p in SCALAR if p[0] is d.Uniform or p == (d.Pareto, d.Pareto)], ids=called)
def test_both_are_infinite_where_supports_are_not_nested(pair):
    answer = kl(*(FAMILIES[each][0] for each in pair))
    function, seen = answer.numpy(), 0
    for point in points(answer.laws, (), 40):
        if all(sp.simplify(c.lhs.xreplace(point)) >= 0 for c in answer.conditions if c.relation != "!="):
            continue
        seen += 1
        assert function(**named(point)) == np.inf == registered(answer, pair, point), point
    assert seen or not answer.conditions
