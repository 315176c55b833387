"""Divergences of pairs that no registry has; entropies, moments and Fisher information of every family."""

import pytest
import sympy as sp
from quadrature import mean, number, points
from quantities import agrees, assert_replays, close, kl

from derive import questions
from derive.language.distribution import Distribution
from derive.language.errors import UnknownName
from derive.language.sets import positive
from derive.questions import NotNumbers
from derive.search.lawful import law

PAIRS = {
    "Rayleigh": "Weibull gamma normal log-normal half-normal inverse-Gaussian",
    "Weibull": "gamma exponential normal log-normal Rayleigh half-normal inverse-Gaussian",
    "half-normal": "exponential gamma normal Rayleigh log-normal",
    "gamma": "Weibull Rayleigh log-normal inverse-Gaussian",
    "log-normal": "exponential gamma Weibull Rayleigh normal half-normal inverse-Gaussian",
    "exponential": "Weibull Rayleigh log-normal half-normal",
    "Laplace": "Gumbel", "beta": "Weibull log-normal", "Pareto": "Weibull log-normal half-normal", "Bernoulli": "binomial",
    "uniform": "Weibull log-normal",
}  # fmt: skip
INFINITE = [("exponential", "inverse-Gaussian"), ("half-normal", "inverse-Gaussian"), ("Bernoulli", "geometric"), ("Poisson", "geometric")]
FAMILIES = [name for name, d in questions.families().items() if not d.is_vector]
WITHOUT_CLOSED_ENTROPY = {"binomial", "poisson", "inverse-gaussian"}


@pytest.mark.parametrize("p, q", [(p, q) for p, qs in PAIRS.items() for q in qs.split()])
def test_divergence(p, q):
    answer = kl(p, q)
    assert answer.verdict == "proved", answer.reason
    assert_replays(answer)
    agrees(answer)


@pytest.mark.parametrize("p, q", INFINITE)
def test_infinite_divergence(p, q):
    answer = questions.kl(p, q)
    assert (answer.verdict, answer.value) == ("proved", sp.oo)
    assert_replays(answer)


@pytest.mark.parametrize("name", FAMILIES)
def test_entropy(name):
    answer = questions.entropy(name)
    assert answer.verdict == "proved", answer.reason
    assert_replays(answer)
    assert answer.value is not None and answer.value.has(sp.Sum, sp.Integral) == (name in WITHOUT_CLOSED_ENTROPY)
    one = answer.laws[0]
    if name not in WITHOUT_CLOSED_ENTROPY:
        (point,) = points((one,), answer.conditions, 1)
        wanted = mean(one, -sp.log(one.density), point)
        assert close(number(answer.value, point), wanted)
        assert close(answer.numpy()(**{s.name: float(v) for s, v in point.items()}), wanted, 1e-9)


@pytest.mark.parametrize("name", FAMILIES)
def test_moments(name):
    answer = questions.moments(name)
    assert_replays(answer)
    one = answer.laws[0]
    for part in answer.parts:
        if part.value is None:
            assert name == "cauchy" and part.reason == "the function is not integrable"
            continue
        (point,) = points((one,), (*part.conditions, *_tame(answer)), 1, seed=3)
        function = part.function
        assert close(number(part.value, point), mean(one, function, point), 1e-9), part.key


def _tame(answer):
    """Conditions under which quadrature converges fast."""
    return tuple(c for p in answer.parts for c in p.conditions)


@pytest.mark.parametrize("name", FAMILIES)
def test_information(name):
    answer = questions.information(name)
    assert answer.verdict == "proved", answer.reason
    assert_replays(answer) if answer.derivations else None
    found, one = answer.found, answer.laws[0]
    for entry in found.entries:
        (point,) = points((one,), entry.found.conditions, 1, seed=2)
        product = sp.diff(sp.log(one.density), entry.row) * sp.diff(sp.log(one.density), entry.column)
        product = product.replace(sp.Derivative, lambda *_: sp.Integer(0))
        assert close(number(entry.found.value, point), mean(one, product, point), 1e-8), (entry.row, entry.column)


def test_the_covariance_is_the_inverse():
    answer = questions.information("gamma")
    alpha, beta = answer.laws[0].parameters
    assert answer.found.matrix.det().equals(alpha * sp.polygamma(1, alpha) / beta**2 - 1 / beta**2)
    shown = answer.parts[-1].document.text()
    assert "β²ψ′(α)/(αψ′(α) − 1)" in shown and "the matrix has an inverse" in shown


def test_there_is_no_information_where_the_support_moves():
    assert "the support depends on it" in questions.information("uniform").text()
    assert list(questions.information("Pareto").found.left_out.values()) == ["the support depends on it"]


def test_an_exponential_family_is_recognised():
    shown = questions.information("gamma").text()
    assert "natural parameter α − 1" in " ".join(shown.replace("\n ", " ").split())
    assert "Exponential family" not in questions.information("Weibull").text()


def test_a_declared_family():
    x, theta = sp.symbols("x theta")
    lindley = Distribution("Lindley", theta**2 / (1 + theta) * (1 + x) * sp.exp(-theta * x), positive, {theta: positive})
    answer = questions.moments(lindley)
    assert answer.parts[0].verdict == "proved"
    one = law(lindley)
    (point,) = points((one,), (), 1)
    assert close(number(answer.parts[0].value, point), mean(one, one.x, point))


def test_names_are_suggested_and_vectors_refused():
    with pytest.raises(UnknownName, match="did you mean gamma"):
        questions.kl("gama", "normal")
    with pytest.raises(NotNumbers, match="vectors"):
        questions.entropy("multinomial")


def test_one_hot_vectors():
    """The law of the place of the one; sums over the categories stay."""
    p, q = (sp.IndexedBase(name) for name in ("p_1", "p_2"))
    answer = questions.kl("categorical", "categorical")
    assert answer.verdict == "proved"
    assert_replays(answer)
    assert str(answer.value) == str(sp.Sum(p[sp.Symbol("k")] * sp.log(p[sp.Symbol("k")]), (sp.Symbol("k"), 1, sp.Symbol("d")))
                                    - sp.Sum(p[sp.Symbol("k")] * sp.log(q[sp.Symbol("k")]), (sp.Symbol("k"), 1, sp.Symbol("d"))))  # fmt: skip
    assert_replays(questions.entropy("categorical"))


def test_information_at_a_corner():
    answer = questions.information("Laplace")
    b = answer.laws[0].parameters[1]
    assert answer.found.matrix == sp.Matrix([[b**-2, 0], [0, b**-2]]) and "log f(x) has a corner at μ" in answer.text()
