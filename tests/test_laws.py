"""Laws of random variables: declared densities, and what the reader makes of them."""

from random import Random

import pytest
import sympy as sp

from derive.language.enclosure import enclosure
from derive.language.law import X
from derive.language.sets import Integers
from derive.library.laws import LAWS
from derive.reading.check import check_text


def _values(law, draw):
    values = {}
    for s, domain in law.parameters.items():
        lo, hi = (e.xreplace(values) for e in (domain.lo, domain.hi))
        if isinstance(domain, Integers):
            values[s] = sp.Integer((lo if lo.is_finite else -2) + draw.randint(0, 4))
        elif lo.is_finite and hi.is_finite:
            values[s] = lo + (hi - lo) * sp.Rational(draw.randint(2, 8), 11)
        else:
            values[s] = (lo if lo.is_finite else 0) + sp.Rational(draw.randint(8, 30), 11)
    return values


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_mass_is_one(law):
    draw = Random(law.name)
    for _ in range(2):
        values = _values(law, draw)
        lo, hi = (e.xreplace(values) for e in (law.support.lo, law.support.hi))
        head = sp.Sum if isinstance(law.support, Integers) else sp.Integral
        mass = enclosure(head(law.density, (X, lo, hi)), values)
        assert mass is not None and mass.contains(1) and mass.rad() < 1e-20, values


TRUE = (
    (r"X \sim \mathrm{Exp}(\lambda)", r"\mathrm{E}(X) = \frac{1}{\lambda}"),
    (r"X \sim \mathrm{Exp}(\theta)", r"\mathrm{E}(X) = \theta"),
    (r"X \sim \mathrm{Gam}(a, b)", r"\mathrm{Var}(X) = \frac{a}{b^2}"),
    (r"X \sim \mathrm{Gamma}(k, \theta)", r"\mathrm{E}(X) = k \theta"),
    (r"X \sim \mathrm{Gam}(a, b)", r"\mathrm{E}(\ln X) = \psi(a) - \ln(b)"),
    (r"X \sim \mathrm{Poiss}(\lambda)", r"\mathrm{E}(X) = \lambda"),
    (r"X \sim \mathrm{Poiss}(\lambda)", r"M_X(t) = \exp[\lambda (e^t - 1)]"),
    (r"X \sim \mathrm{Bern}(p)", r"\mathrm{Var}(X) = p (1-p)"),
    (r"X \sim \mathrm{Bin}(n, p)", r"\mathrm{E}(X) = n p"),
    (r"X \sim \mathrm{Bin}(n, p)", r"f_X(x) = {n \choose x} p^x (1-p)^{n-x}"),
    (r"X \sim \mathrm{Geo}(p)", r"\mathrm{E}(X) = \frac{1-p}{p}"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\mathrm{E}(X^2) = \mu^2 + \sigma^2"),
    (r"X \sim \mathcal{N}(\mu, \sigma)", r"\mathrm{Var}(X) = \sigma^2"),
    (r"X \sim \mathcal{N}(\mu, \tau^{-1})", r"\mathrm{Var}(X) = \frac{1}{\tau}"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"M_X(t) = \exp\left[\mu t + \frac{1}{2} \sigma^2 t^2\right]"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\mathrm{h}(X) = \frac{1}{2} \ln(2 \pi \sigma^2 e)"),
    (r"X \sim \mathcal{U}(a, b)", r"\mathrm{E}(X) = \frac{a+b}{2}"),
    (r"X \sim \mathcal{U}(a, b)", r"\mathrm{Var}(X) = \frac{(b-a)^2}{12}"),
    (r"X \sim \mathrm{Bet}(\alpha, \beta)", r"\mathrm{E}(X) = \frac{\alpha}{\alpha+\beta}"),
    (r"X \sim \chi^2(k)", r"\mathrm{E}(X) = k"),
    (r"X \sim \mathrm{Exp}(\lambda)", r"\mathrm{median}(X) = \frac{\ln 2}{\lambda}"),
    (r"X \sim \ln \mathcal{N}(\mu, \sigma^2)", r"\mathrm{E}(X) = \exp\left(\mu + \frac{1}{2} \sigma^2\right)"),
    (r"X \sim \mathrm{Bern}(p)", r"\mathrm{H}(X) = -p \log_2 p - (1-p) \log_2 (1-p)"),
)
FALSE = (
    (r"X \sim \mathrm{Exp}(\lambda)", r"\mathrm{E}(X) = \frac{1}{\lambda^2}"),
    (r"X \sim \mathrm{Exp}(\lambda)", r"\mathrm{Var}(X) = \frac{2}{\lambda^2}"),
    (r"X \sim \mathrm{Exp}(\lambda)", r"F_X(x) = 1 + \exp(-\lambda x)"),
    (r"X \sim \mathrm{Exp}(\lambda)", r"\mathrm{median}(X) = \frac{\ln 3}{\lambda}"),
    (r"X \sim \mathrm{Gam}(a, b)", r"\mathrm{E}(X) = \frac{a+1}{b}"),
    (r"X \sim \mathrm{Gam}(a, b)", r"f_X(x) = \frac{b^a}{\Gamma(a)} x^{a+1} \exp(-b x)"),
    (r"X \sim \mathrm{Gam}(a, b)", r"\mathrm{Var}(X) = \frac{a}{b}"),
    (r"X \sim \mathrm{Poiss}(\lambda)", r"\mathrm{Var}(X) = \lambda^2"),
    (r"X \sim \mathrm{Poiss}(\lambda)", r"f_X(x) = \frac{\lambda^x e^{\lambda}}{x!}"),
    (r"X \sim \mathrm{Bern}(p)", r"\mathrm{Var}(X) = p (1+p)"),
    (r"X \sim \mathrm{Bern}(p)", r"\mathrm{E}(X) = 1 - p"),
    (r"X \sim \mathrm{Bin}(n, p)", r"\mathrm{Var}(X) = n p"),
    (r"X \sim \mathrm{Geo}(p)", r"\mathrm{E}(X) = \frac{1}{p^2}"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\mathrm{E}(X^2) = \mu^2 - \sigma^2"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\mathrm{Var}(X) = 2 \sigma^2"),
    (r"X \sim \mathcal{N}(\mu, \sigma^2)", r"\mathrm{h}(X) = \frac{1}{2} \ln(4 \pi \sigma^2 e)"),
    (r"X \sim \mathcal{U}(a, b)", r"\mathrm{E}(X) = \frac{b-a}{2}"),
    (r"X \sim \mathcal{U}(a, b)", r"\mathrm{Var}(X) = \frac{(b-a)^2}{11}"),
    (r"X \sim \mathrm{Bet}(\alpha, \beta)", r"\mathrm{E}(X) = \frac{\beta}{\alpha+\beta}"),
    (r"X \sim \chi^2(k)", r"\mathrm{E}(X) = \frac{k}{2}"),
    (r"X \sim \ln \mathcal{N}(\mu, \sigma^2)", r"\mathrm{E}(X) = \exp\left(\mu + \sigma^2\right)"),
)


def _verdict(model: str, relation: str) -> str:
    report = check_text(f"Let X be a random variable:\n\n$$ {model} \\; . $$\n\nThen\n\n$$ {relation} \\; . $$\n")
    return report.findings[-1].verdict


@pytest.mark.parametrize(("model", "relation"), TRUE)
def test_what_is_true_in_some_reading_is_not_refuted(model, relation):
    assert _verdict(model, relation) != "refuted"


@pytest.mark.parametrize(("model", "relation"), FALSE)
def test_what_is_false_in_every_reading_is_refuted(model, relation):
    assert _verdict(model, relation) == "refuted"


@pytest.mark.parametrize(("model", "relation"), [pair for k, pair in enumerate(TRUE) if k not in (1, 3, 10, 12)])
def test_what_is_true_in_the_usual_reading_is_supported(model, relation):
    assert _verdict(model, relation) in ("proved", "supported")


ENTRIES = (
    r"\mathrm{E}(x_i x_j) = \mu^2",
    r"\mathrm{E}(x_i^2) = \mu^2 + \sigma^2",
    r"\mathrm{E}\left[ \left( \sum_{i=1}^n x_i \right)^2 \right] = n \sigma^2 + n^2 \mu^2",
)


@pytest.mark.parametrize("relation", ENTRIES)
def test_moments_of_several_entries_are_not_refuted(relation):
    assert _verdict(r"x_i \sim \mathcal{N}(\mu, \sigma^2), \; i = 1, \ldots, n", relation) != "refuted"


def test_the_mean_of_a_mixture_is_not_that_of_its_parts():
    text = "$$ X \\mid \\lambda \\sim \\mathrm{Poiss}(\\lambda) $$\n\n$$ \\lambda \\sim \\mathrm{Gam}(a, b) $$\n\n$$ \\mathrm{E}(X) = \\frac{a}{b} $$\n"
    assert check_text(text).findings[-1].verdict != "refuted"
