"""Relations between operators on abstract random names: what is true is never refuted, what is false is refuted."""

from functools import cache

import pytest

from derive.reading.check import check_text

RANDOM = "Let $X$ and $Y$ be random variables. "
EVENTS = "Let $A$ and $B$ be events. "
INDEPENDENT = "Let $X$ and $Y$ be independent random variables. "
DISCRETE = (
    "Let $X$ and $Y$ be discrete random variables with the joint probability $p(x,y)$ for $x \\in \\mathcal{X}$ and $y \\in \\mathcal{Y}$. "
)

TRUE = [
    (RANDOM, r"\mathrm{E}(aX+b) = a \, \mathrm{E}(X) + b"),
    (RANDOM, r"E[X+Y] = E[X] + E[Y]"),
    (RANDOM, r"\mathrm{Var}(X) = \mathrm{E}(X^2) - \mathrm{E}(X)^2"),
    (RANDOM, r"\mathrm{Var}(X) = \mathrm{E}\left[ (X - \mathrm{E}[X])^2 \right]"),
    (RANDOM, r"\mathrm{E}\left[ X^2 - 2 \, X \, \mathrm{E}(X) + \mathrm{E}(X)^2 \right] = \mathrm{E}(X^2) - \mathrm{E}(X)^2"),
    (RANDOM, r"\mathrm{Var}(aX) = a^2 \, \mathrm{Var}(X)"),
    (RANDOM, r"\mathrm{Var}(X + a) = \mathrm{Var}(X)"),
    (RANDOM, r"\mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) + 2 \, \mathrm{Cov}(X,Y)"),
    (RANDOM, r"\mathrm{Var}(aX+bY) = a^2 \, \mathrm{Var}(X) + b^2 \, \mathrm{Var}(Y) + 2ab \, \mathrm{Cov}(X,Y)"),
    (RANDOM, r"\mathrm{Cov}(X,Y) = \mathrm{E}(XY) - \mathrm{E}(X) \, \mathrm{E}(Y)"),
    (RANDOM, r"\mathrm{Cov}(X,Y) = \mathrm{Cov}(Y,X)"),
    (RANDOM, r"\mathrm{Cov}(aX + b, cY + d) = a c \, \mathrm{Cov}(X,Y)"),
    (RANDOM, r"\mathrm{Cov}(X,X) = \mathrm{Var}(X)"),
    (RANDOM, r"\mathbb{E}[X] = \mathbb{E}[\mathbb{E}[X|Y]]"),
    (RANDOM, r"\mathrm{Corr}(X,Y) = \frac{\mathrm{Cov}(X,Y)}{\sqrt{\mathrm{Var}(X)} \sqrt{\mathrm{Var}(Y)}}"),
    (INDEPENDENT, r"\mathrm{E}(XY) = \mathrm{E}(X) \, \mathrm{E}(Y)"),
    (INDEPENDENT, r"\mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)"),
    (INDEPENDENT, r"\mathrm{Cov}(X,Y) = 0"),
    (INDEPENDENT, r"\mathrm{H}(X,Y) = \mathrm{H}(X) + \mathrm{H}(Y)"),
    (DISCRETE, r"\mathrm{H}(X,Y) = \mathrm{H}(X|Y) + \mathrm{H}(Y)"),
    (DISCRETE, r"\mathrm{I}(X,Y) = \mathrm{H}(X) + \mathrm{H}(Y) - \mathrm{H}(X,Y)"),
    (DISCRETE, r"\mathrm{I}(X;Y) = \mathrm{H}(X) - \mathrm{H}(X|Y)"),
    (DISCRETE, r"\mathrm{I}(X,Y) = \sum_{x \in \mathcal{X}} \sum_{y \in \mathcal{Y}} p(x,y) \log \frac{p(x,y)}{p(x) \, p(y)}"),
    (DISCRETE, r"p(x,y) = p(x|y) \, p(y)"),
    (DISCRETE, r"p(x) = \sum_{y \in \mathcal{Y}} p(x,y)"),
    (DISCRETE, r"\mathrm{H}(X) = - \sum_{x \in \mathcal{X}} p(x) \log_2 p(x)"),
    (DISCRETE, r"\mathrm{E}(X) = \sum_{x \in \mathcal{X}} x \cdot \mathrm{Pr}(X = x)"),
    ("", r"\mathrm{KL}[P||Q] = \int_{\mathcal{X}} p(x) \log p(x) \, \mathrm{d}x - \int_{\mathcal{X}} p(x) \log q(x) \, \mathrm{d}x"),
    ("", r"\mathrm{KL}[P||Q] = \mathrm{H}(P,Q) - \mathrm{H}(P)"),
    (EVENTS, r"P(A \cup B) = P(A) + P(B) - P(A \cap B)"),
    (EVENTS, r"P(A|B) = \frac{P(B|A) \, P(A)}{P(B)}"),
    (RANDOM, r"1 - F_X(x) = \mathrm{Pr}(X > x)"),
    (RANDOM, r"\mathrm{h}(X,Y) = \mathrm{h}(X) + \mathrm{h}(Y|X)"),
    ("Let $X$ be a random variable with mean $\\mu$ and variance $\\sigma^2$. ", r"\mathrm{E}[(X - \mu)^2] = \sigma^2"),
    ("Let $X$ be a continuous random variable. ", r"\mathrm{h}(aX) = \mathrm{h}(X) + \log |a|"),
    ("Let $X$ be Bernoulli. ", r"\mathrm{E}(X^2) = \mathrm{E}(X)"),
    ("Let $X$ be a standardized random variable. ", r"\mathrm{E}(X^2) = 1"),
    ("$$ X \\sim \\mathrm{Poiss}(\\lambda) $$ ", r"\mathrm{Var}(X) = \mathrm{E}(X)"),
    ("$$ Y = 2 X $$ ", r"\mathrm{E}(Y) = 2 \, \mathrm{E}(X)"),
]  # fmt: skip

FALSE = [
    (RANDOM, r"\mathrm{E}(XY) = \mathrm{E}(X) \, \mathrm{E}(Y)"),
    (RANDOM, r"\mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y)"),
    (RANDOM, r"\mathrm{H}(X,Y) = \mathrm{H}(X) + \mathrm{H}(Y)"),
    (RANDOM, r"\mathrm{E}(1/X) = 1/\mathrm{E}(X)"),
    (RANDOM, r"\mathrm{Var}(aX) = a \, \mathrm{Var}(X)"),
    (RANDOM, r"\mathrm{E}(aX+b) = a \, \mathrm{E}(X)"),
    (RANDOM, r"\mathrm{E}(aX+b) = \mathrm{E}(X) + b"),
    (RANDOM, r"\mathrm{Var}(X) = \mathrm{E}(X^2) + \mathrm{E}(X)^2"),
    (RANDOM, r"\mathrm{Var}(X) = \mathrm{E}(X^2) - \mathrm{E}(X)"),
    (RANDOM, r"\mathrm{Var}(X) = \mathrm{E}(X)^2 - \mathrm{E}(X^2)"),
    (RANDOM, r"\mathrm{Var}(X + a) = \mathrm{Var}(X) + a"),
    (RANDOM, r"\mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) + \mathrm{Cov}(X,Y)"),
    (RANDOM, r"\mathrm{Var}(X-Y) = \mathrm{Var}(X) - \mathrm{Var}(Y)"),
    (RANDOM, r"\mathrm{Var}(aX+bY) = a^2 \, \mathrm{Var}(X) + b^2 \, \mathrm{Var}(Y) + ab \, \mathrm{Cov}(X,Y)"),
    (RANDOM, r"\mathrm{Cov}(X,Y) = \mathrm{E}(XY) + \mathrm{E}(X) \, \mathrm{E}(Y)"),
    (RANDOM, r"\mathrm{Cov}(X,Y) = - \mathrm{Cov}(Y,X)"),
    (RANDOM, r"\mathrm{Cov}(aX + b, cY + d) = a c \, \mathrm{Cov}(X,Y) + b d"),
    (RANDOM, r"\mathrm{E}[\log X] = \log \mathrm{E}[X]"),
    (RANDOM, r"\mathrm{E}[X^2] = \mathrm{E}[X]^2"),
    (RANDOM, r"\mathrm{Corr}(X,Y) = \frac{\mathrm{Cov}(X,Y)}{\mathrm{Var}(X) \, \mathrm{Var}(Y)}"),
    (INDEPENDENT, r"\mathrm{Var}(X-Y) = \mathrm{Var}(X) - \mathrm{Var}(Y)"),
    (INDEPENDENT, r"\mathrm{E}(XY) = \mathrm{E}(X) + \mathrm{E}(Y)"),
    (INDEPENDENT, r"\mathrm{H}(X,Y) = \mathrm{H}(X) \, \mathrm{H}(Y)"),
    (DISCRETE, r"\mathrm{H}(X,Y) = \mathrm{H}(X|Y) + \mathrm{H}(X)"),
    (DISCRETE, r"\mathrm{I}(X,Y) = \mathrm{H}(X) + \mathrm{H}(Y) + \mathrm{H}(X,Y)"),
    (DISCRETE, r"\mathrm{I}(X;Y) = \mathrm{H}(X) - \mathrm{H}(Y|X)"),
    (DISCRETE, r"\mathrm{I}(X,Y) = \sum_{x \in \mathcal{X}} \sum_{y \in \mathcal{Y}} p(x,y) \log \frac{p(x,y)}{p(x)}"),
    (DISCRETE, r"p(x,y) = p(x|y) \, p(x)"),
    (DISCRETE, r"\mathrm{H}(X) = \sum_{x \in \mathcal{X}} p(x) \log p(x)"),
    ("", r"\mathrm{KL}[P||Q] = \int_{\mathcal{X}} p(x) \log p(x) \, \mathrm{d}x + \int_{\mathcal{X}} p(x) \log q(x) \, \mathrm{d}x"),
    ("", r"\mathrm{KL}[P||Q] = \mathrm{KL}[Q||P]"),
    ("", r"\mathrm{KL}[P||Q] = \mathrm{H}(P,Q) + \mathrm{H}(P)"),
    ("", r"\int_{\mathcal{X}} p(x) \log \frac{p(x)}{q(x)} \, \mathrm{d}x = \int_{\mathcal{X}} p(x) \, \frac{\log p(x)}{\log q(x)} \, \mathrm{d}x"),
    (EVENTS, r"P(A \cup B) = P(A) + P(B)"),
    (EVENTS, r"P(A|B) = \frac{P(A) \, P(B)}{P(B|A)}"),
    (RANDOM, r"1 + F_X(x) = \mathrm{Pr}(X > x)"),
    (RANDOM, r"\mathrm{h}(X,Y) = \mathrm{h}(X) + \mathrm{h}(X|Y)"),
]  # fmt: skip


@cache
def verdict(prose: str, formula: str) -> str:
    return check_text(f"{prose}Then\n\n$$ {formula} $$\n").findings[-1].verdict


@pytest.mark.parametrize(("prose", "formula"), TRUE)
def test_what_is_true_is_not_refuted(prose, formula):
    assert verdict(prose, formula) != "refuted"


@pytest.mark.parametrize(("prose", "formula"), FALSE)
def test_what_is_false_is_neither_supported_nor_proved(prose, formula):
    assert verdict(prose, formula) in ("open", "refuted")


def test_most_of_what_is_false_is_refuted():
    found = [verdict(*each) for each in FALSE]
    assert found.count("refuted") >= len(FALSE) - 2


def test_most_of_what_is_true_is_supported_or_proved():
    found = [verdict(*each) for each in TRUE]
    assert found.count("supported") + found.count("proved") >= len(TRUE) - 6
