"""Divergences against PyTorch's registry, where PyTorch is installed; quadrature is compared with in any case, in the other files."""

import pytest
import sympy as sp
from quadrature import points
from quantities import kl

torch = pytest.importorskip("torch")

FAMILIES = {
    "Bernoulli": lambda d, p: d.Bernoulli(p), "beta": lambda d, a, b: d.Beta(a, b), "binomial": lambda d, p, m: d.Binomial(m, p),
    "Cauchy": lambda d, m, g: d.Cauchy(m, g), "continuous-Bernoulli": lambda d, p: d.ContinuousBernoulli(p),
    "exponential": lambda d, r: d.Exponential(r), "gamma": lambda d, a, b: d.Gamma(a, b), "geometric": lambda d, p: d.Geometric(p),
    "Gumbel": lambda d, m, b: d.Gumbel(m, b), "half-normal": lambda d, s: d.HalfNormal(s), "Laplace": lambda d, m, b: d.Laplace(m, b),
    "normal": lambda d, m, s: d.Normal(m, s), "Pareto": lambda d, x, a: d.Pareto(x, a), "Poisson": lambda d, r: d.Poisson(r),
    "uniform-interval": lambda d, a, b: d.Uniform(a, b),
}  # fmt: skip


@pytest.mark.parametrize("q", FAMILIES)
@pytest.mark.parametrize("p", FAMILIES)
def test_divergence_is_the_registrys(p, q):
    answer = kl(p, q)
    if answer.verdict != "proved" or answer.value is None or answer.value.has(sp.Integral, sp.Sum):
        pytest.skip("there is no closed form")
    point = points(answer.laws, answer.conditions, 1)[0]
    made = []
    for name, law in zip((p, q), answer.laws, strict=True):
        values = [torch.tensor(float(point[s]), dtype=torch.float64) for s in law.domains]
        made.append(FAMILIES[name](torch.distributions, *values))
    try:
        wanted = torch.distributions.kl_divergence(*made)
    except NotImplementedError:
        pytest.skip("not in the registry")
    found = float(answer.numpy()(**{s.name: float(v) for s, v in point.items()}))
    assert found == pytest.approx(float(wanted), rel=1e-5, abs=1e-7)
