"""Derived quantities as NumPy functions, on the command line, and as documents that are read back."""

import json
import math

import mpmath as mp
import numpy as np
import pytest
import sympy as sp
from quantities import kl

import derive
from derive.cli import main
from derive.kernel.check import Theorem, replay
from derive.numeric.quantity import OutsideDomain
from derive.numeric.stirling import Gap, Rest, for_numbers, stirling_rest
from derive.writing.record import from_json

# --- numbers ----------------------------------------------------------------------------------------------------------------


def exactly(p, *values):
    """The closed form with 60 digits."""
    answer = kl(p, p)
    names = [s for law in answer.laws for s in law.domains]
    with mp.workdps(60):
        return sp.lambdify(names, answer.value, "mpmath")(*map(mp.mpf, values))


@pytest.mark.parametrize("ratio", [1e-8, 1e-6, 1e-4, 1e-2, 0.3])
def test_nearly_equal_normal_laws(ratio):
    found, wanted = kl("normal", "normal").numpy()(0.0, 1.0, 0.0, 1.0 + ratio), exactly("normal", 0.0, 1.0, 0.0, 1.0 + ratio)
    assert abs(found / wanted - 1) < 1e-10


@pytest.mark.parametrize(
    "name, values",
    [
        ("gamma", (1e8, 1e8, 1e8 * (1 + 1e-6), 1e8)), ("gamma", (1e10, 1.0, 1.5e10, 1.0)), ("gamma", (0.01, 2.0, 0.0100001, 2.0)),
        ("gamma", (1e8, 1.0, 1e3, 1.0)), ("exponential", (1.0, 1.0 + 1e-9)), ("Poisson", (1e6, 1e6 + 1e-3)),
        ("Bernoulli", (0.3, 0.3 + 1e-9)), ("beta", (2.0, 3.0, 2.0 + 1e-8, 3.0)), ("Weibull", (2.0, 3.0, 2.0 + 1e-7, 3.0)),
        ("Gumbel", (1.0, 2.0, 1.0, 2.0 + 1e-7)), ("geometric", (0.2, 0.2 + 1e-8)), ("Cauchy", (0.0, 1.0, 1e-7, 1.0)),
        ("Laplace", (0.0, 1.0, 1e-6, 1.0 + 1e-7)), ("Pareto", (2.0, 3.0, 2.0 - 1e-9, 3.0)), ("Rayleigh", (2.0, 2.0 + 1e-8)),
    ],
)  # fmt: skip
def test_nearly_equal_laws_and_large_shapes(name, values):
    found, wanted = kl(name, name).numpy()(*values), exactly(name, *values)
    assert abs(found / wanted - 1) < 1e-7, (found, wanted)


def test_large_shapes_against_another_family():
    with mp.workdps(60):
        answer = kl("gamma", "exponential")
        wanted = sp.lambdify(list(answer.laws[0].domains) + list(answer.laws[1].domains), answer.value, "mpmath")(mp.mpf(1e8), 1, 2)
    assert abs(answer.numpy()(1e8, 1.0, 2.0) / wanted - 1) < 1e-12


def test_where_the_closed_form_is_zero_over_zero():
    """λ = 1/2 is the uniform law."""
    answer = derive.entropy("continuous-Bernoulli")
    assert abs(answer.numpy()(0.5)) < 1e-10
    with mp.workdps(50):
        wanted = [mp.re(sp.lambdify(list(answer.laws[0].domains), answer.value, "mpmath")(mp.mpf(x))) for x in (0.501, 0.46, 0.56)]
    assert np.allclose(answer.numpy()([0.501, 0.46, 0.56]), np.array(wanted, float), rtol=1e-9, atol=1e-12)


def test_values_too_large_for_a_double_are_infinite():
    assert kl("Gumbel", "Gumbel").numpy()(900.0, 1.0, 1e5, 0.1) == np.inf
    assert np.isnan(kl("Gumbel", "Gumbel").numpy()(float("nan"), 1.0, 0.0, 1.0))


def test_divergences_are_not_negative_and_zero_for_equal_laws():
    rng = np.random.default_rng(1)
    for name in (
        "normal",
        "gamma",
        "beta",
        "Weibull",
        "Gumbel",
        "Laplace",
        "Cauchy",
        "Poisson",
        "continuous-Bernoulli",
        "inverse-Gaussian",
    ):
        answer = kl(name, name)
        p, q = answer.laws
        draw = lambda domain: rng.uniform(0.02, 0.98, 3000) if domain.hi == 1 else np.exp(rng.normal(0, 1.5, 3000))  # noqa: E731
        values = {s.name: draw(d) for law in answer.laws for s, d in law.domains.items()}
        assert (answer.numpy()(**values) > 0).all()
        equal = values | {q.renamed[s].name: values[p.renamed[s].name] for s in p.family.parameters}
        assert np.abs(answer.numpy()(**equal)).max() < 1e-12, name


def test_shapes_and_names():
    f = kl("gamma", "exponential").numpy()
    assert f.parameters == ("alpha", "beta", "lambda")
    assert f(np.ones((3, 1)), np.ones(4), 2.0).shape == (3, 4)
    assert isinstance(f(1.0, 1.0, 2.0), float) and math.isclose(f(1, 1, 2), 1 - math.log(2))
    assert f(**{"alpha": 1.0, "beta": 1.0, "lambda": 2.0}) == f(1.0, 1.0, 2.0)
    large = f(np.linspace(1, 3, 100_001), 1.0, 2.0)
    assert large[50_000] == f(2.0, 1.0, 2.0)


def test_parameters_outside_their_domains():
    f = kl("gamma", "exponential").numpy()
    with pytest.raises(OutsideDomain, match=r"beta must lie in \(0, ∞\), and is -1 at index 1, 0"):
        f(1.0, np.array([[1.0, 1.0], [-1.0, 2.0]]), 2.0)
    with pytest.raises(OutsideDomain, match="alpha"):
        f(float("nan"), 1.0, 2.0)
    with pytest.raises(OutsideDomain, match=r"m must lie in \{1, 2, …\}, and is 2.5"):
        kl("binomial", "binomial").numpy()(m=2.5, p_1=0.5, p_2=0.5)
    with pytest.raises(OutsideDomain, match="b must be larger than a: the support from a to b is empty"):
        derive.entropy("uniform-interval").numpy()(2.0, 1.0)
    with pytest.raises(ValueError, match="no closed form in numbers"):
        derive.entropy("Poisson").numpy()
    with pytest.raises(TypeError, match="the value of lambda is missing"):
        f(1.0, 1.0)
    with pytest.raises(TypeError, match="no parameter 'rate'"):
        f(1.0, 1.0, rate=2.0)
    with pytest.raises(ValueError, match="no value"):
        derive.moments("Cauchy").numpy("mean")


def test_what_stirlings_formula_leaves():
    a = np.array([0.01, 0.5, 1.0, 3.0, 9.99, 10.01, 1e3, 1e9])
    wanted = [mp.loggamma(x) - (mp.mpf(x) - 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2 for x in a]
    with mp.workdps(40):
        wanted = [float(mp.loggamma(mp.mpf(x)) - (mp.mpf(x) - 0.5) * mp.log(mp.mpf(x)) + x - mp.log(2 * mp.pi) / 2) for x in a]
    assert np.allclose(stirling_rest(a), wanted, rtol=1e-9, atol=1e-14)
    alpha = sp.Symbol("alpha", positive=True)
    assert for_numbers(sp.log(sp.gamma(alpha)) - alpha * sp.polygamma(0, alpha) + alpha).has(Rest, Gap)


# --- the command line -------------------------------------------------------------------------------------------------------


def run(capsys, *words):
    status = main(list(words))
    made = capsys.readouterr()
    return status, made.out, made.err


def test_a_divergence_on_the_command_line(capsys):
    status, out, _ = run(capsys, "kl", "gamma", "exponential", "--at", "alpha=2,beta=1,lambda=3")
    assert status == 0 and "KL(gamma(α, β) ‖ exponential(λ)) = " in out and "kl = 3.32417204643" in out


def test_one_line_for_each(capsys):
    status, out, _ = run(capsys, "kl", "Poisson")
    assert "poisson ‖ bernoulli" in out.lower() and out.count("proved") >= 4
    assert status in (0, 1)


@pytest.mark.parametrize("command, words", [("entropy", "1 − log λ"), ("information", "I(λ, λ) = 1/λ²"), ("moments", "Var(X) = 1/λ²")])
def test_other_questions(capsys, command, words):
    status, out, _ = run(capsys, command, "exponential")
    assert status == 0 and words in out


def test_json_is_replayed(capsys):
    status, out, _ = run(capsys, "kl", "gamma", "exponential", "--format", "json")
    made = json.loads(out)
    (part,) = made["parts"]
    assert status == 0 and made["verdict"] == "proved" and part["value"]["text"]
    (derivation,) = part["derivations"]
    assert isinstance(replay(from_json(derivation, derive.rules())), Theorem)


def test_an_infinite_divergence_says_why(capsys):
    status, out, _ = run(capsys, "kl", "normal", "gamma")
    assert status == 0 and "> 0 the density of P is positive there, and that of Q is 0" in " ".join(out.split())
    status, out, _ = run(capsys, "kl", "Bernoulli", "normal")
    assert status == 1 and "open: the Bernoulli law gives points a positive probability" in out


@pytest.mark.parametrize(
    "words, message",
    [
        (("kl", "gama", "normal"), "did you mean gamma?"),
        (("kl", "gamma", "categorical"), "law of vectors"),
        (("kl", "gamma", "exponential", "--at", "alpha=-2,beta=1,lambda=3"), "alpha must lie in (0, ∞), and is -2"),
        (("kl", "gamma", "exponential", "--at", "alpha"), "is not NAME=NUMBER"),
        (("kl", "gamma", "exponential", "--at", "alpha=1"), "the value of beta, lambda is missing"),
        (("entropy",), "required: FAMILY, or --all"),
        (("entropy", "gamma", "--all"), "exclude each other"),
        (("kl", "gamma", "--at", "alpha=1"), "--at is about"),
    ],
)
def test_clear_errors(capsys, words, message):
    status, _, err = run(capsys, *words)
    assert status == 2 and message in err and "Traceback" not in err


# --- documents --------------------------------------------------------------------------------------------------------------

READ_BACK = [
    ("kl", "gamma", "exponential"),
    ("kl", "normal", "normal"),
    ("kl", "Poisson", "Poisson"),
    ("moments", "gamma"),
    ("entropy", "exponential"),
]


@pytest.mark.parametrize("words", READ_BACK, ids=" ".join)
def test_documents_are_read_back(words):
    """No relation of a document is refuted or unread, and what follows from no definition in it is proved or supported."""
    document = getattr(derive, words[0])(*words[1:]).latex()
    report = json.loads(derive.check(document).json())
    verdicts = [r["verdict"] for f in report["files"] for r in f["relations"]]
    derived = [
        r for f in report["files"] for r in f["relations"] if r["relation"] == "=" and r["lhs"].strip() not in ("p(x)", "q(x)", "f(x)")
    ]
    assert "refuted" not in verdicts and "unread" not in verdicts
    assert sum(r["verdict"] in ("proved", "supported") for r in derived) >= max(1, len(derived) - 2), [
        (r["lhs"], r["verdict"]) for r in derived
    ]
