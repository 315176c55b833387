"""What the words of a text forbid: what is denied, supposed, or told only of a special case supports nothing."""

import pytest

from derive.reading.check import check_text

HELD = ("proved", "supported")
SUM = r"""
$$ \mathrm{Var}(X+Y) = \mathrm{Var}(X)+\mathrm{Var}(Y) $$
"""
DENIED = [
    r"Let $X$ and $Y$ be random variables that are not independent.",
    r"Let $X$ and $Y$ be linearly independent random variables.",
    r"Let $X$ and $Y$ be conditionally independent given $Z$.",
    r"Only if $X$ and $Y$ are independent is the density a product. In general, for any $X$ and $Y$,",
    r"The random variables $X$ and $Y$ need not be independent.",
    r"Let $X$ and $Y$ be random variables. The result is independent of the scale.",
    r"Let $X$ be the independent variable and $Y$ the dependent variable.",
    r"Let $X$ be independent of $Z$ and $Y$ be independent of $Z$.",
    "Let $X$ and $Y$ be independent.\n\n# Another section\n\nLet $X$ and $Y$ be arbitrary random variables.",
]
SAID = [
    r"Let $X$ and $Y$ be two [independent](/D/ind) random variables. Then",
    r"If $X$ and $Y$ are [independent](/D/ind), then",
    r"Let $X$ and $Y$ be random variables which are independent of each other. Then",
]


def last(text: str) -> str:
    return check_text(text).findings[-1].verdict


@pytest.mark.parametrize("words", DENIED)
def test_independence_that_is_not_said_supports_nothing(words):
    assert last(words + SUM) not in HELD


@pytest.mark.parametrize("words", SAID)
def test_independence_that_is_said(words):
    assert last(words + SUM) in HELD


@pytest.mark.parametrize(
    "text",
    [
        "For $n=1$ the formula is trivial. For general $n$ $$ \\sum_{i=1}^n x_i^2 = \\left(\\sum_{i=1}^n x_i\\right)^2 $$",
        "If $\\rho=0$ the variables are uncorrelated and $a=b$. In the general case, $$ a^2 = b^2 $$",
        "Suppose, for contradiction, that $a = b$. $$ a-b = 0 $$ This is absurd. Hence for our numbers $$ a^2 - b^2 = 0 $$",
        "$$ x^2 = x \\Rightarrow x = 1 $$\n\n$$ x^3 = 1 $$",
        "For arbitrary $a_i$: $$ \\sum_{i=1}^n (a_i - c) = \\sum_{i=1}^n a_i - c $$ $$ \\exp\\left(\\sum_{i=1}^n a_i\\right) = \\sum_{i=1}^n e^{a_i} $$",
        "Let $i$ be the imaginary unit and $x$ a real number. $$ \\log(e^{ix}) = ix $$",
        "Let $X$ be a random variable and $a\\in\\mathbb{R}$. $$ \\sqrt{a^2\\mathrm{Var}(X)} = a\\sqrt{\\mathrm{Var}(X)} $$",
    ],
)
def test_what_holds_of_a_special_case_or_of_a_supposition_supports_nothing_else(text):
    assert last(text) not in HELD


@pytest.mark.parametrize(
    "text",
    [
        r"Let $E\sim\mathrm{Exp}(\lambda)$. $$ \Pr(E > -1) = e^{\lambda} $$",
        r"Let $U\sim\mathcal{U}(0,\theta)$. $$ \Pr(U \le 2\theta) = 2 $$",
        r"Let $W\sim\mathrm{Pareto}(x_m,\alpha)$. $$ \Pr(W > x_m/2) = 2^\alpha $$",
        r"Let $G\sim\mathrm{Geom}(p)$. $$ \Pr(G > -1) = \frac{1}{1-p} $$",
        r"Let $X\sim\mathrm{Exp}(\lambda)$. $$ \Pr(X > x) = e^{-\lambda x} \quad\text{for all } x\in\mathbb{R} $$",
        r"Let $X\sim\mathrm{Pareto}(x_m,\alpha)$ with $0<\alpha<1$. $$ \mathrm{E}(X) = \frac{\alpha x_m}{\alpha-1} $$",
    ],
)
def test_no_formula_of_a_law_outside_its_support_or_its_existence(text):
    assert not {f.verdict for f in check_text(text).findings if f.relation.sign.sign == "="} & set(HELD)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $X$ be Lomax distributed, $X \sim \mathrm{Pareto}(\alpha,\lambda)$. For $\alpha > 2$: $$ \mathrm{E}(X) = \frac{\lambda}{\alpha-1} . $$",
        r"Let $X \sim \mathrm{Uniform}(\mu,h)$ be uniform on $[\mu-h,\mu+h]$. Then $$ \mathrm{Var}(X) = \frac{h^2}{3} . $$",
        r"Let $X \sim \mathrm{Beta}(\mu,\phi)$ in the mean-precision parametrization. Then $$ \mathrm{E}(X) = \mu $$",
        r"Let $X\sim\mathrm{Poiss}(\lambda)$ be truncated at zero. Then $$ \mathrm{E}(X) = \frac{\lambda}{1-e^{-\lambda}} $$",
        r"Let $U\sim\mathcal{U}(0,1)$. $$ \mathrm{E}(\max(U,c)) = \frac{1+c^2}{2} $$",
    ],
)
def test_a_law_that_is_meant_otherwise_refutes_nothing(text):
    assert "refuted" not in {f.verdict for f in check_text(text).findings}
