"""Texts with the verdict that each relation must get."""

import json

import pytest

from derive.linter.formats import as_concise, as_json
from derive.linter.recording import recorded
from derive.linter.report import Report
from derive.reading.check import check_text


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in check_text(text).findings]


def chain(*rows: str, before: str = "") -> str:
    return before + "\n\n$$ \\begin{split} " + " \\\\ ".join(rows) + " \\end{split} $$\n"


RIGHT = [
    chain(r"Q &= (a+b)^2", r"&= a^2 + 2ab + b^2"),
    chain(r"Q &= \sum_{i=1}^n (x_i - \mu)^2", r"&= \sum_{i=1}^n x_i^2 - 2 \mu \sum_{i=1}^n x_i + n \mu^2"),
    chain(r"Q &= \log \frac{a}{b}", r"&= \log a - \log b"),
    chain(r"Q &= \Gamma(x+1)", r"&= x \, \Gamma(x)"),
]
WRONG = [
    (chain(r"Q &= (a+b)^2", r"&= a^2 + 2ab - b^2"), "D201"),
    (chain(r"Q &= \log \frac{a}{b}", r"&= \frac{\log a}{\log b}"), "D201"),
    (chain(r"Q &= \sum_{i=1}^n (x_i + \mu)", r"&= \sum_{i=1}^n x_i + \mu"), "D401"),
    (chain(r"Q &= \Gamma(x+1)", r"&= \Gamma(x)"), "D201"),
]
# True under a fact, a domain, a convention or another reading: never refuted.
SAVED = [
    chain(r"Q &= x^2", r"&= x", before=r"Let $x \in \{0, 1\}$."),
    chain(r"Q &= p + q", r"&= 1", before=r"Let $p + q = 1$."),
    chain(r"Q &= p^2 + p q", r"&= p", before=r"$$ p + q = 1 $$"),
    chain(r"Q &= \sum_{i=1}^n y_i", r"&= n \bar{y}"),
    chain(r"Q &= \sum_{i=1}^k p_i + a", r"&= 1 + a"),
    chain(r"Q &= \frac{n}{\hat{\lambda}} - a", r"&= 0"),
    chain(r"Q &= \frac{1}{2} \log 2 + \frac{1}{2} \log 2", r"&= 1"),
    chain(r"Q &= g^{-1}(y) + a", r"&= \frac{y}{2} + a", before=r"$$ g(x) = 2 x $$"),
    chain(r"Q &= \mathrm{E}(X^2) - 2 \mu \mathrm{E}(X) + \mu^2", r"&= \sigma^2"),
    chain(r"Q &= e^{i \pi} + a", r"&= a - 1"),
    chain(r"Q &= |x| + a", r"&= x + a"),
    chain(r"Q &= x + y", r"&= 3 x", before=r"where $y = 2 x$"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_steps(text):
    assert verdicts(text)[-1] in ("proved", "supported")


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_wrong_steps_come_with_a_counterexample(text, code):
    found = check_text(text).findings[-1]
    assert (found.verdict, found.code, found.severity) == ("refuted", code, "error")
    assert found.evidence is not None and found.evidence.lhs != found.evidence.rhs


@pytest.mark.parametrize("text", SAVED)
def test_what_may_be_true_is_not_refuted(text):
    assert "refuted" not in verdicts(text)


SCORE = r"""
$$ log \; L(\theta) = -\frac{n}{2} log \; 2\pi\sigma^2 - \sum_{i=1}^n \frac{|x_i - \mu|^2}{2\sigma^2} $$

$$ 0 = \frac{\partial \, log \; L}{\partial \, \mu} = %s \sum_{i=1}^{n} \frac{x_i - \mu}{\sigma^2} $$
"""


def test_the_sign_of_a_derivative():
    assert verdicts(SCORE % "")[-1] in ("proved", "supported")
    found = check_text(SCORE % "-").findings[-1]
    assert (found.verdict, found.code) == ("refuted", "D301")
    assert "sign" in found.message


def test_a_theorem_is_no_fact_in_its_own_proof():
    text = "**Theorem:** Then, the estimate is\n\n$$ q = 3 a $$\n\n**Proof:** We have\n\n$$ q = 3 a $$\n"
    assert verdicts(text)[-1] == "open"


def test_a_definition_is_given_and_a_claim_is_not():
    assert verdicts("Let us define $m := 2 a$.") == ["given"]
    assert verdicts(r"$$ X \sim \mathcal{N}(\mu, \sigma^2) $$") == ["given"]
    assert verdicts(r"$$ \mathrm{E}(X) = \mu $$") == ["open"]


def test_what_is_not_understood_has_its_place():
    found = check_text("$$ \\sum_{i=1}^n = q $$").findings[0]
    assert found.verdict == "unread"
    assert found.span is not None


def test_every_relation_is_listed_in_order():
    text = "$a = b$ and\n\n$$ c = d \\leq e $$\n"
    made = json.loads(as_json(Report((recorded(check_text(text, "notes.md")),))))
    relations = made["files"][0]["relations"]
    assert made["version"] == 1 and made["files"][0]["path"] == "notes.md"
    assert [(r["line"], r["lhs"], r["relation"]) for r in relations] == [(1, "a", "="), (3, "c", "="), (3, "d", "<=")]
    assert sum(made["files"][0]["summary"].values()) == 3


def test_the_formats_and_the_status():
    report = Report((recorded(check_text(WRONG[0][0], "a.md")),))
    assert report.status == 1
    assert as_concise(report).startswith("a.md:3:")
    assert "counterexample" in str(report)
    assert Report((recorded(check_text("no formulas", "a.md")),)).status == 0


def test_results_are_the_same_on_every_run():
    text = "".join(SAVED) + "".join(t for t, _ in WRONG)
    assert as_json(Report((recorded(check_text(text)),))) == as_json(Report((recorded(check_text(text)),)))


@pytest.mark.parametrize(
    "text",
    [
        chain(r"\lambda_0^{(2)} &= \lambda_n^{(1)}", r"&= \tau n_1"),
        chain(r"Q &= p^2 + p q", r"&= p"),
        chain(r"Q &= a_n + 1", r"&= b_0 + c"),
    ],
)
def test_facts_that_nobody_stated(text):
    """Labels that are names, q for 1 − p, one name exchanged for another."""
    assert "refuted" not in verdicts(text)
