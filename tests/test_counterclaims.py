"""Steps that go against what stands above them, or against the notation: ⟪right||wrong⟫; only the wrong one is refuted."""

import re

import pytest

from derive.reading.check import check_text

PLACE = re.compile(r"⟪(.*?)\|\|(.*?)⟫", re.DOTALL)


def rows(*lines: str, before: str = "") -> str:
    return f"{before}\n\n$$ \\begin{{split}}\n" + " \\\\\n".join(lines) + "\n\\end{split} $$\n"


TEXTS = {
    "an inequality turned around": rows(
        r"1 - \frac{c}{k} &\geq -1", r"- \frac{c}{k} &\geq -2", r"c &⟪\leq||\geq⟫ 2 k", before=r"As $k$ is positive, it must hold that"
    ),
    "a row about the same name": rows(r"p &= \frac{b^x}{1 + b^x}", r"p &= ⟪\frac{1}{1 + b^{-x}}||\frac{1}{1 - b^{-x}}⟫", before=r"Solving $p \, (1 + b^x) = b^x$ gives"),
    "a restated density": r"The density is $$ \mathrm{Gam}(x; a, b) = \frac{b^a}{\Gamma(a)} x^{a⟪-1||⟫} \exp[-b x] \; . $$",
    "a restated probability": r"We have $$ \mathrm{Bin}(y; n, p) = {⟪n \choose y||y \choose n⟫} \, p^y \, (1-p)^{n-y} \; . $$",
    "other parameters": r"The density is $$ \mathrm{Gam}(x; a, b) = \frac{1}{\Gamma(a) b^a} x^{a-1} \exp[-x⟪/||^2/⟫b] \; . $$",
    "the larger integrand": rows(r"F &= \int a^2 e^{-x^2} \, \mathrm{d}x", r"&= a^2 \int e^{⟪-||⟫x^2} \, \mathrm{d}x"),
    "the index of a product": rows(r"L &= \prod_{i=1}^n \lambda^{x_i} e^{-\lambda}", r"&= ⟪\prod_{i=1}^n||⟫ e^{-\lambda} \lambda^{x_i}"),
    "the gamma function": r"By the definition of the gamma function, $$ \Gamma(x) = \int_0^\infty z^{x⟪-1||⟫} e^{-z} \, \mathrm{d}z \; . $$",
    "a law of trigonometry": r"We use the identity $$ \frac{\sin x}{\cos x} = ⟪\tan x||\frac{1}{\tan x}⟫ \; . $$",
}  # fmt: skip


def refuted(text: str) -> int:
    return sum(f.verdict == "refuted" for f in check_text(text).findings)


@pytest.mark.parametrize("name", TEXTS)
def test_only_the_wrong_one_is_refuted(name):
    assert refuted(PLACE.sub(lambda m: m.group(1), TEXTS[name])) == 0
    assert refuted(PLACE.sub(lambda m: m.group(2), TEXTS[name])) > 0


SAVED = {
    "bounds from both sides": rows(r"-2 a &\leq -2 b", r"a &\leq b", before="Hence") + "\n\nso that $$ a = b \\; . $$",
    "two roots": rows(r"x &= -b + \sqrt{b^2 - c}", r"x &= -b - \sqrt{b^2 - c}", before=r"Solving $x^2 + 2 b x + c = 0$ gives"),
    "a normalised power": r"Let $$ \mathrm{Bet}(x; a, b) = (a+b) \, x^{a+b-1} \; . $$",
    "odd and even": rows(r"M &= \int (x + x^2) \, f(x) \, \mathrm{d}x", r"&= \int x^2 \, f(x) \, \mathrm{d}x"),
}


@pytest.mark.parametrize("name", SAVED)
def test_what_may_be_meant_otherwise_is_not_refuted(name):
    assert refuted(SAVED[name]) == 0
