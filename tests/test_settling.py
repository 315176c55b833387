"""What introduces a name, and what holds once names are replaced by what the text says that they are."""

import pytest

from derive.reading.check import check_text

HOLDS = ("proved", "supported")


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check_text(text, "a.md").findings]


def display(*rows: str) -> str:
    return "\n\n$$ \\begin{aligned} " + " \\\\ ".join(rows) + " \\end{aligned} $$\n\n"


# --- what introduces a name ------------------------------------------------------------------------------------------

PREMISE = [
    "**Proof:** The hyperparameters are given by" + display(r"\lambda_n &= \lambda_0 + n", r"a_n &= a_0 + \frac{n}{2}"),
    "**Proof:** The sums of squares are"
    + display(r"\mathrm{TSS} &= \sum_{i=1}^n (y_i - m)^2", r"\mathrm{RSS} &= \sum_{i=1}^n (y_i - f_i)^2"),
    "**Proof:** The samples are split:" + display(r"n_1 &= \frac{S-1}{S} n", r"n_2 &= \frac{1}{S} n"),
]


@pytest.mark.parametrize("text", PREMISE)
def test_the_first_that_is_said_of_a_name_is_given(text):
    assert set(verdicts(text)) == {"given"}


CLAIM = [
    "**Proof:** We know" + display("x^2 &= 4") + "so that $$ x = 2 $$",
    "**Proof:** We know" + display("a + b &= c") + "and therefore $$ b = c + a $$",
    "**Theorem:** It holds $$ V = s^2 / n. $$\n\n**Proof:** We calculate $$ V = s^2 / n. $$",
    "**Proof:** The estimate is obtained: it follows that $$ \\hat{p} = y / n + 1 $$ from $$ \\frac{d}{dp} \\log L(p) = \\frac{y}{p} $$",
]


@pytest.mark.parametrize("text", CLAIM)
def test_a_consequence_or_the_statement_itself_is_not_given(text):
    assert verdicts(text)[-1] not in ("given", *HOLDS)


# --- by the definitions ------------------------------------------------------------------------------------------------

ROWS = display(r"\lambda_0 &= 0", r"\lambda_n &= \lambda_0 + n_1 = n_1", r"a_0 &= 0", r"a_n &= a_0 + \frac{n_1}{2} = \frac{n_1}{2}")


def test_names_are_replaced_by_what_they_are():
    found = verdicts("**Proof:** The hyperparameters are given by" + ROWS)
    assert found[2] in HOLDS and found[5] in HOLDS


def test_a_definition_below_in_the_same_display_counts():
    text = "**Proof:** We have" + display(r"\mu_n &= \frac{\lambda_0 \mu_0 + m u}{\lambda_0 + m} = u", r"\lambda_0 &= 0")
    assert verdicts(text)[1] in HOLDS


WRONG = [
    display(r"\lambda_0 &= 0", r"\lambda_n &= \lambda_0 + n_1 = 2 n_1"),
    display(r"n_1 &= \frac{S-1}{S} n", r"n_2 &= \frac{1}{S} n") + "and $$ n_1 - n_2 = n $$",
    display(r"r &= u - v") + "and $$ r + v = u + v $$",
]


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_hold_by_the_definitions_is_neither_supported_nor_proved(text):
    assert verdicts("**Proof:** The quantities are given by" + text)[-1] not in HOLDS


def test_a_statement_does_not_support_itself():
    text = "**Theorem:** $$ V = s^2 / n $$\n\n**Proof:** Consider the sample. Therefore $$ V = s^2 / n. $$"
    assert verdicts(text)[-1] not in HOLDS


# --- by custom -----------------------------------------------------------------------------------------------------------


def test_means_of_groups_are_understood():
    text = (
        r"**Proof:** We have $$ \sum_{i=1}^{k} \sum_{j=1}^{n_i} (y_{ij} - \bar{y}_i) = 0 $$ and "
        r"$$ \frac{1}{n} \sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij} = \bar{y} $$"
    )
    assert set(verdicts(text)) <= set(HOLDS)


def test_a_mean_of_groups_is_not_a_mean_of_all():
    text = r"**Proof:** We have $$ \sum_{i=1}^{k} \sum_{j=1}^{n_i} (y_{ij} - \bar{y}_i)^2 = \sum_{i=1}^{k} \sum_{j=1}^{n_i} (y_{ij} - \bar{y})^2 $$"
    assert verdicts(text)[-1] not in HOLDS


def test_fitted_values_of_a_simple_linear_regression():
    text = r"For simple linear regression, with $$ \hat{\beta}_0 = \bar{y} - \hat{\beta}_1 \bar{x} $$ we have "
    right = r"$$ \sum_{i=1}^n (y_i - \hat{y}_i)^2 = \sum_{i=1}^n (y_i - \hat{\beta}_0 - \hat{\beta}_1 x_i)^2 $$"
    wrong = right.replace("- \\hat{\\beta}_1 x_i", "+ \\hat{\\beta}_1 x_i")
    assert verdicts(text + right)[-1] in HOLDS and verdicts(text + wrong)[-1] not in HOLDS


def test_what_a_case_poses_is_not_given():
    text = "**Proof:** If" + display("a &= b") + "then nothing is to be shown."
    assert verdicts(text) == ["open"]
