"""A name that is met nowhere else, roots of what cannot be solved, what is said beside a formula: what is refuted, and what is not."""

import pytest

from derive.reading.check import check_text

DENSITY = r"$$ p(y|\mu) = \mathcal{N}(x; \mu, 1) = \frac{1}{\sqrt{2 \pi}} e^{-\frac{1}{2} (y - \mu)^2} $$"
CIRCLE = r"""
The log-likelihood is

$$ \mathrm{LL}(\mu,\kappa) = \kappa \sum_{i=1}^n \cos(y_i - \mu) $$

$$ \frac{\mathrm{d}\mathrm{LL}(\mu,\kappa)}{\mathrm{d}\mu} = \kappa \sum_{i=1}^n \sin(y_i - \mu) $$

and setting it to zero:

$$ \begin{split} \frac{\mathrm{d}\mathrm{LL}(\hat{\mu},\kappa)}{\mathrm{d}\mu} &= 0 \\ 0 &= \kappa \sum_{i=1}^n \sin(y_i - \hat{\mu}) \\
0 &= \kappa \sum_{i=1}^n \left[ \cos \hat{\mu} \sin y_i - \cos y_i \sin \hat{\mu} \right] \end{split} $$
"""


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check_text(text).findings]


def test_the_wrong_variable_is_named():
    found = check_text(DENSITY).findings[-1]
    assert (found.verdict, found.code) == ("refuted", "D204") and "with y in its place" in found.message


@pytest.mark.parametrize(
    "text",
    [
        r"If $$ a = b $$ then nothing is to be shown.",
        r"$$ Q = a + b = a + c $$ where $b$ and $c$ are equal.",
        r"The value of $x$ is $y$. " + DENSITY,
        r"$$ y = a x = a z $$ for $z = x$.",
        DENSITY.replace("x;", "y;"),
    ],
)
def test_what_may_be_meant_is_not_refuted(text):
    assert "refuted" not in verdicts(text)


def test_roots_decide_where_no_formula_does():
    assert set(verdicts(CIRCLE)[-2:]) <= {"proved", "supported"}
    assert verdicts(CIRCLE.replace(r"\sin(y_i - \hat", r"\sin(y_i + \hat"))[-2] == "refuted"
    assert verdicts(CIRCLE.replace(r"\sin y_i - \cos", r"\sin y_i + \cos"))[-1] == "refuted"


def test_a_factor_that_may_vanish_proves_nothing():
    text = r"$$ \begin{aligned} 0 &= k (a - b) \\ 0 &= k (a + b) \end{aligned} $$"
    assert verdicts(text)[-1] not in ("proved", "supported")


@pytest.mark.parametrize(("condition", "holds"), [(r"x > 0", True), (r"x < 0", False), (r"x \geq 2", True)])
def test_a_condition_beside_a_formula_is_looked_at(condition, holds):
    text = rf"$$ \Gamma(x) = \int_{{0}}^{{\infty}} t^{{x-1}} e^{{-t}} \, \mathrm{{d}}t, \; {condition} $$"
    assert (verdicts(text)[0] in ("proved", "supported")) is holds


def test_a_distribution_function_below_the_support():
    text = r"Let $X \sim \mathrm{Exp}(\lambda)$. $$ F_X(x) = 1 - e^{-\lambda x}, \quad x \leq 0 $$"
    assert verdicts(text)[1] == "refuted"
    assert verdicts(text.replace("leq", "geq"))[1] == "proved"


def test_a_square_is_a_parameter_by_itself():
    text = r"$$ \mathrm{LL}(\mu, \sigma^2) = -\frac{n}{2} \log \sigma^2 - \frac{1}{2\sigma^2} \sum_{i=1}^n (y_i - \mu)^2 $$"
    text += (
        "\n\n"
        + r"$$ \frac{\mathrm{d}\mathrm{LL}(\hat{\mu},\sigma^2)}{\mathrm{d}\sigma^2} = -\frac{n}{2\sigma^2} + \frac{1}{2\sigma^4} \sum_{i=1}^n (y_i - \hat{\mu})^2 $$"
    )
    assert verdicts(text)[-1] in ("proved", "supported")
    for wrong in (r"- \frac{1}{2\sigma^4}", r"+ \frac{1}{\sigma^4}"):
        assert verdicts(text.replace(r"+ \frac{1}{2\sigma^4}", wrong))[-1] not in ("proved", "supported")


def test_words_at_the_end_of_a_row_are_a_reason():
    text = r"$$ \begin{aligned} A &= m + s && \quad \text{as assumed} \\ Q &= 2(a + b) && \quad \text{the sum} \\ &= 2a + 2b && \quad \text{linearity} \\ &= 2b + 2a && \quad \text{algebra} \end{aligned} $$"
    assert verdicts(text)[-2:] == ["proved", "proved"]


def test_addresses_of_links_are_no_words():
    text = r"Let $X \sim \mathrm{Exp}(\lambda)$, see [the law](/D/mean-exp). We have $$ \mathrm{E}(X) = \lambda^2 $$"
    assert verdicts(text)[-1] == "refuted"


def test_what_both_sides_have_in_common_is_taken_away():
    text = r"$$ A = -2 \log p(y|\theta) + 2k + \frac{2k}{n} = -2 \log p(y|\theta) + \frac{2kn + 2k}{n} $$"
    assert verdicts(text)[-1] in ("proved", "supported")
    assert verdicts(text.replace("2kn +", "2kn -"))[-1] == "refuted"
    assert verdicts(text.replace(r"= -2 \log p(y|\theta) +", r"= -2 \log q(y|\theta) +"))[-1] != "refuted"


def test_inequalities_of_positive_data():
    text = r"Let $y_i \sim \mathrm{Poiss}(\lambda)$ be independent. We have $$ -\frac{n}{\bar{y}} < 0 $$"
    assert verdicts(text)[-1] in ("proved", "supported")
    assert verdicts(text.replace("< 0", "> 0"))[-1] == "refuted"
    assert verdicts(text.replace("Poiss}(\\lambda)", "N}(0, 1)").replace("< 0", "> 0"))[-1] != "refuted"


@pytest.mark.parametrize("words", ["The quantity is defined as", "If we define the following quantity"])
def test_what_is_said_to_be_a_definition_is_given(words):
    text = "**Theorem:** It is $$ T = E + R $$ **Proof:** " + words + r" $$ T = \sum_{i=1}^n (y_i - \bar{y})^2 $$"
    assert verdicts(text)[-1] == "given"


def test_a_coincidence_at_whole_numbers_saves_nothing():
    text = r"$$ Q = \frac{a}{(b-t)^2} e^{\mu t} + \frac{a}{b-t} = \frac{a}{b-t} e^{\mu t} + \frac{a}{b-t} $$"
    assert verdicts(text)[-1] == "refuted"
    assert verdicts(r"For whole numbers $n$ we have $$ Q = \cos(\pi n) + a = (-1)^n + a $$")[-1] != "refuted"
