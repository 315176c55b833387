"""Steps that follow from what stands above them, and steps that do not: every row of a text has the verdict beside it."""

import pytest

from derive.reading.check import check_text
from derive.reading.solving import Rewriting, solutions

HOLDS = ("proved", "supported")


def display(*rows: str) -> str:
    return "\n\n$$ \\begin{aligned} " + " \\\\ ".join(rows) + " \\end{aligned} $$\n"


def last(text: str):
    return check_text(text).findings[-1]


SCORE = display(r"f(p) &= y \log p + (n-y) \log (1-p)") + display(r"\frac{\mathrm{d}f(p)}{\mathrm{d}p} &= \frac{y}{p} - \frac{n-y}{1-p}")
NORMAL = display(r"\ell(\mu) &= -\frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2") + display(
    r"\frac{\mathrm{d}\ell(\mu)}{\mathrm{d}\mu} &= \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \mu)"
)

# The last row of each follows from the rows above.
TRUE = [
    display(r"\frac{n-y}{1-\hat{p}} &= \frac{y}{\hat{p}}", r"(n-y) \hat{p} &= y (1-\hat{p})"),
    display(r"(n-y) \hat{p} &= y (1-\hat{p})", r"n \hat{p} &= y"),
    display(r"n \hat{p} &= y", r"\hat{p} &= \frac{y}{n}"),
    display(r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}", r"\hat{p} &= \frac{y}{n}"),
    display(r"0 &= \bar{y} - \hat{\mu}", r"\hat{\mu} &= \bar{y}"),
    display(r"0 &= \frac{n}{\sigma^2} (\bar{y}-\hat{\mu})", r"\hat{\mu} &= \bar{y}"),
    display(r"0 &= \sum_{i=1}^n (y_i - \hat{\mu})", r"\hat{\mu} &= \frac{1}{n} \sum_{i=1}^n y_i"),
    display(r"\frac{n}{\hat{\lambda}} &= \sum_{i=1}^n x_i", r"\hat{\lambda} &= \frac{n}{\sum_{i=1}^n x_i}"),
    display(r"\frac{n}{2 s^2} &= \frac{1}{2 s^4} Q", r"s^2 &= \frac{Q}{n}"),
    display(r"y &= \frac{d_1 x}{d_2 + d_1 x}", r"d_2 y + d_1 x y &= d_1 x"),
    display(r"d_2 y + d_1 x y &= d_1 x", r"x (d_1 - d_1 y) &= d_2 y"),
    display(r"x (d_1 - d_1 y) &= d_2 y", r"x &= \frac{d_2 y}{d_1 - d_1 y}"),
    display(r"\exp[\kappa \cos(x-\mu)] &= \frac{1}{2} \exp[\kappa]", r"\kappa \cos(x-\mu) &= \kappa + \log \frac{1}{2}"),
    display(r"\kappa \cos(x-\mu) &= \kappa + \log \frac{1}{2}", r"\cos(x-\mu) &= 1 - \frac{\log 2}{\kappa}"),
    display(r"\log q &= a + b", r"q &= e^{a+b}"),
    display(r"q &= e^{a+b}", r"\log q &= a + b"),
    display(r"u &= 2 v + 1", r"v &= \frac{u-1}{2}"),
    display(r"x &= 2", r"x^2 &= 4"),
    display(r"n &= n_1 + n_2", r"n_1 &= n - n_2"),
    display(r"m &= \frac{S-1}{S} n", r"n - m &= \frac{n}{S}"),
    display(r"a + b &= c", r"2 a + 2 b &= 2 c"),
    display(r"\mathrm{E}(X) - x_m &= \frac{1}{b}", r"\mathrm{E}(X) &= x_m + \frac{1}{b}"),
    SCORE + display(r"\frac{\mathrm{d}f(p)}{\mathrm{d}p} &= 0", r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}"),
    NORMAL + display(r"0 &= \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \hat{\mu})"),
    NORMAL + display(r"0 &= \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \hat{\mu})", r"\hat{\mu} &= \frac{1}{n} \sum_{i=1}^n x_i"),
    display(r"\hat{\mu} &= \bar{y}", r"s &= (x - \hat{\mu})^2", r"s &= (x - \bar{y})^2"),
]

# The last row of each does not follow: it is never proved, nor supported.
WRONG = [
    display(r"\frac{n-y}{1-\hat{p}} &= \frac{y}{\hat{p}}", r"(n-y) \hat{p} &= y (1+\hat{p})"),
    display(r"(n-y) \hat{p} &= y (1-\hat{p})", r"n \hat{p} &= 2 y"),
    display(r"n \hat{p} &= y", r"\hat{p} &= \frac{n}{y}"),
    display(r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}", r"\hat{p} &= \frac{y}{n-1}"),
    display(r"0 &= \bar{y} - \hat{\mu}", r"\hat{\mu} &= -\bar{y}"),
    display(r"0 &= \frac{n}{\sigma^2} (\bar{y}-\hat{\mu})", r"\hat{\mu} &= n \bar{y}"),
    display(r"0 &= \frac{n}{\sigma^2} (\bar{y}-\hat{\mu})", r"0 &= \frac{1}{2 \sigma^2} \sum_{i=1}^n y_i"),
    display(r"0 &= \sum_{i=1}^n (y_i - \hat{\mu})", r"\hat{\mu} &= \sum_{i=1}^n y_i"),
    display(r"\frac{n}{\hat{\lambda}} &= \sum_{i=1}^n x_i", r"\hat{\lambda} &= \frac{1}{n} \sum_{i=1}^n x_i"),
    display(r"\frac{n}{2 s^2} &= \frac{1}{2 s^4} Q", r"s^2 &= \frac{Q}{2 n}"),
    display(r"y &= \frac{d_1 x}{d_2 + d_1 x}", r"d_2 y - d_1 x y &= d_1 x"),
    display(r"d_2 y + d_1 x y &= d_1 x", r"x (d_1 + d_1 y) &= d_2 y"),
    display(r"x (d_1 - d_1 y) &= d_2 y", r"x &= \frac{d_1 y}{d_1 - d_1 y}"),
    display(r"\exp[\kappa \cos(x-\mu)] &= \frac{1}{2} \exp[\kappa]", r"\kappa \cos(x-\mu) &= \kappa - \log \frac{1}{2}"),
    display(r"\kappa \cos(x-\mu) &= \kappa + \log \frac{1}{2}", r"\cos(x-\mu) &= 1 + \frac{\log 2}{\kappa}"),
    display(r"\log q &= a + b", r"q &= e^a + e^b"),
    display(r"q &= e^{a+b}", r"\log q &= a b"),
    display(r"u &= 2 v + 1", r"v &= \frac{u+1}{2}"),
    display(r"x &= 2", r"x^2 &= 2"),
    display(r"x^2 &= 4", r"x &= 2"),  # loses −2, and nothing says that x is positive
    display(r"n &= n_1 + n_2", r"n_1 &= n + n_2"),
    display(r"m &= \frac{S-1}{S} n", r"n - m &= \frac{S}{n}"),
    display(r"(x - 1) y &= 0", r"y &= 0"),  # loses x = 1
    display(r"\mathrm{E}(X) - x_m &= \frac{1}{b}", r"\mathrm{E}(X) &= x_m - \frac{1}{b}"),
    SCORE + display(r"\frac{\mathrm{d}f(p)}{\mathrm{d}p} &= 0", r"0 &= \frac{y}{\hat{p}} + \frac{n-y}{1-\hat{p}}"),
    NORMAL + display(r"0 &= \frac{1}{\sigma^2} \sum_{i=1}^n (x_i + \hat{\mu})"),
    display(r"\hat{\mu} &= \bar{y}", r"s &= (x - \hat{\mu})^2", r"s &= x - \bar{y}^2"),
]

# What is established above determines the estimate, and the row contradicts it.
REFUTED = [
    SCORE + display(r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}", r"\hat{p} &= \frac{y}{n+1}"),
    SCORE + display(r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}", r"(n-y) \hat{p} &= y (1+\hat{p})"),
    SCORE + display(r"0 &= \frac{y}{\hat{p}} - \frac{n-y}{1-\hat{p}}", r"\frac{n-y}{1-\hat{p}} &= \frac{2 y}{\hat{p}}"),
    NORMAL + display(r"0 &= \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \hat{\mu})", r"\hat{\mu} &= \sum_{i=1}^n x_i"),
]

# A second equation of a system, a definition, a condition: not contradicted by what stands above.
INDEPENDENT = [
    display(r"x + y &= 3", r"x - y &= 1"),
    display(r"0 &= \sum_{i=1}^n (y_i - \hat{a} - \hat{b} x_i)", r"0 &= \sum_{i=1}^n x_i (y_i - \hat{a} - \hat{b} x_i)"),
    display(r"a_n &= a_0 + y", r"b_n &= b_0 + n - y"),
    display(r"\hat{p} &= \frac{y}{n}", r"\hat{q} &= 1 - \hat{p}"),
    display(r"p &> 0") + display(r"x &\geq 0"),
]

ORDERS = [
    (display(r"Q &= \sum_{i=1}^n x_i") + r"$$ -\frac{n}{\sigma^2} < 0 $$", HOLDS),
    (display(r"Q &= \sum_{i=1}^n x_i") + r"$$ -\frac{n}{\sigma^2} > 0 $$", ("refuted",)),
    (r"$$ -4 < 0 $$", HOLDS),
    (r"$$ 3 \leq 2 $$", ("refuted",)),
    (r"$$ (a-b)^2 \geq 0 $$", HOLDS),
    (r"$$ (a-b)^2 < 0 $$", ("refuted",)),
    (r"$$ a^2 + b^2 \geq 2 a b $$", HOLDS),
    (r"$$ -\frac{n}{\bar{y}} < 0 $$", ("open",)),
    (r"for $x \geq 0$", ("given",)),
    (r"$$ f(x) = x^2 \quad \text{if} \quad x < 0 $$", ("given",)),
    (display(r"-\frac{\log 2}{k} &\geq -2", r"\log 2 &\leq 2 k", r"k &\geq \frac{1}{2} \log 2"), HOLDS),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_follows_is_proved_or_supported(text):
    assert last(text).verdict in HOLDS


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_follow_is_not(text):
    assert last(text).verdict not in HOLDS


@pytest.mark.parametrize("text", REFUTED)
def test_a_row_that_contradicts_what_is_established(text):
    found = last(text)
    assert found.verdict == "refuted" and found.evidence is not None


@pytest.mark.parametrize("text", [*TRUE, *INDEPENDENT])
def test_nothing_true_is_refuted(text):
    assert "refuted" not in [found.verdict for found in check_text(text).findings]


@pytest.mark.parametrize(("text", "verdicts"), ORDERS)
def test_inequalities(text, verdicts):
    assert last(text).verdict in verdicts


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (display(r"p(y|\lambda) &= \lambda^y e^{-\lambda}") + display(r"p(y|\lambda) &\propto 3 \lambda^y e^{-\lambda}"), True),
        (display(r"p(\theta|y) &\propto p(y|\theta) \, p(\theta)"), True),
        (display(r"p(\theta|y) &\propto p(y,\theta)"), True),
        (display(r"p(y|\lambda) &= \lambda^y e^{-\lambda}") + display(r"p(y|\lambda) &\propto \lambda^{2 y} e^{-\lambda}"), False),
        (display(r"p(\theta|y) &\propto p(y|\theta) \, q(\theta)"), False),
        (
            display(r"p(\lambda|y) &= \lambda^{a + y} e^{-b \lambda}")
            + display(r"p(\lambda|y) &\propto \lambda^{a + y + 1} e^{-b \lambda}"),
            False,
        ),
    ],
)
def test_proportional(text, holds):
    assert (last(text).verdict in HOLDS) == holds


# --- optima ------------------------------------------------------------------------------------------------------------

ARGMAX = r"$$ \hat{\theta} = \underset{%s}{\text{argmax}} \; %s = \underset{%s}{\text{argmax}} \; %s $$"
OPTIMA = [
    (ARGMAX % ("p", "p^2 (1-p)^3", "p", r"\log \left( p^2 (1-p)^3 \right)"), HOLDS, ""),
    (ARGMAX % ("m", r"\left( a - 3 (m-x)^2 \right)", "m", r"\left( -(m-x)^2 \right)"), HOLDS, ""),
    (
        ARGMAX % (r"p_1, \dots, p_d", r"P(x_i | \theta)", r"\mu, \sigma^2", r"\log \left( \prod_{i=1}^n p_1^{x_i} \right)"),
        ("refuted",),
        "D601",
    ),
    (ARGMAX % ("p", r"P(x_i | p)", "p", r"\log \left( \prod_{i=1}^n P(x_i | p) \right)"), ("refuted",), "D401"),
    (ARGMAX % ("p", r"\prod_{i=1}^n P(x_i | p)", "p", r"\sum_{i=1}^n \log P(x_i | p)"), (*HOLDS, "open"), ""),
    (ARGMAX % (r"\theta", "L", r"\beta", "S"), ("open",), ""),
]


@pytest.mark.parametrize(("text", "verdicts", "code"), OPTIMA)
def test_optima(text, verdicts, code):
    found = last(text)
    assert found.verdict in verdicts and found.code == code


MEAN = r"$\bar{X} = \frac{1}{N} \sum_{i=1}^N X_i$" + "\n\n"
ESTIMATE = display(r"\hat{\mu}_{MLE} &= \frac{1}{n} \sum_{i=1}^n x_i")
REMARKS = [
    (MEAN + r"$S^2 = \frac{1}{N-1} \sum_{i=1}^N (X_i - \bar{X}_i)^2$", "D402"),
    (MEAN + r"$S^2 = \frac{1}{N-1} \sum_{i=1}^N (X_i - \bar{X})^2$", ""),
    (ESTIMATE + display(r"\hat{\sigma}_{MLE}^2 &= \frac{1}{n} \sum_{i=1}^n (x_i - \mu)^2"), "D602"),
    (ESTIMATE + display(r"\hat{\sigma}_{MLE}^2 &= \frac{1}{n} \sum_{i=1}^n (x_i - \hat{\mu}_{MLE})^2"), ""),
    (display(r"\hat{\sigma}^2 &= \frac{1}{n} \sum_{i=1}^n (x_i - \mu)^2"), ""),
    (
        display(
            r"\bar{y} &= \frac{1}{k} \sum_{i=1}^k y_i",
            r"\bar{y}_i &= \frac{1}{m} \sum_{j=1}^m y_{ij}",
            r"S &= \sum_{i=1}^k (\bar{y}_i - \bar{y})^2",
        ),
        "",
    ),
]


@pytest.mark.parametrize(("text", "code"), REMARKS)
def test_warnings(text, code):
    found = last(text)
    assert found.severity == ("warning" if code else None)
    assert not code or (found.code == code and found.verdict != "refuted")


# --- solving -----------------------------------------------------------------------------------------------------------


def test_all_branches_are_found():
    from sympy import Symbol, sqrt

    x, y = Symbol("x"), Symbol("y")
    assert set(solutions(x**2, y, x) or ()) == {sqrt(y), -sqrt(y)}
    assert solutions((y - 1) * x, y - y, x) is None


def test_a_solution_is_put_in_for_every_index():
    from sympy import IndexedBase, Sum, Symbol

    i, k, n = Symbol("i"), Symbol("k"), Symbol("n")
    d, y = IndexedBase("d"), IndexedBase("y")
    assert Rewriting(d[i], y[i] + 1).apply(Sum(d[k], (k, 1, n))) == Sum(y[k] + 1, (k, 1, n))


# --- rounded numbers ---------------------------------------------------------------------------------------------------

ROUNDED = [
    (r"$$ \log 2 = 0.693 $$", HOLDS),
    (r"$$ \log 2 \approx 0.695 $$", ("refuted",)),
    (r"$$ \log 2 \approx 0.301 $$", ("open", *HOLDS)),  # to the base 10
    (r"$$ \frac{1}{3} = 33.3 \% $$", HOLDS),
    (r"$$ \frac{2}{3} \approx 71 \% $$", ("refuted",)),
    (r"$$ 1.96 \approx 2 $$", HOLDS),
    (r"$$ 0.5 \log 0.5 = -0.3466 $$", HOLDS),
]


@pytest.mark.parametrize(("text", "verdicts"), ROUNDED)
def test_rounded_numbers(text, verdicts):
    assert last(text).verdict in verdicts
