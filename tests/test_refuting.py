"""Derivations with one place written in two ways, ⟪right||wrong⟫: nothing true is refuted, the wrong one is, on its line."""

import re

import pytest

from derive.reading.check import check_text

PLACE = re.compile(r"⟪(.*?)\|\|(.*?)⟫", re.DOTALL)


def block(*rows: str, before: str = "", after: str = "") -> str:
    return f"{before}\n\n$$ \\begin{{split}}\n" + " \\\\\n".join(rows) + f"\n\\end{{split}} $$\n\n{after}\n"


MEANS = r"where $\bar{x} = \frac{1}{n} \sum_{i=1}^n x_i$ and $\bar{y} = \frac{1}{n} \sum_{i=1}^n y_i$ are the sample means."
TEXTS = {
    "sum of squares": block(
        r"S &= \sum_{i=1}^n (x_i - \bar{x})^2", r"&= \sum_{i=1}^n x_i^2 - ⟪2||⟫ \bar{x} \sum_{i=1}^n x_i + n \bar{x}^2",
        r"&= \sum_{i=1}^n x_i^2 - n \bar{x}^2", after=MEANS,
    ),
    "mean by convention": block(r"T &= \sum_{i=1}^n (x_i - \bar{x} + a)", r"&= n a ⟪|| + \bar{x}⟫"),
    "weights with a free index": block(
        r"\sum_{i=1}^n c_i &= \frac{\sum_{i=1}^n (x_i - \bar{x})}{\sum_{i=1}^n (x_i - \bar{x})^2}",
        r"&= \frac{\sum_{i=1}^n x_i - ⟪n||⟫ \bar{x}}{\sum_{i=1}^n (x_i - \bar{x})^2}", r"&= 0",
        before=r"Let $$ c_i = \frac{x_i - \bar{x}}{\sum_{i=1}^n (x_i - \bar{x})^2} \; . $$ Then",
    ),
    "fitted values": block(
        r"Q &= \sum_{i=1}^n (y_i - \hat{y}_i)^2",
        r"&= \sum_{i=1}^n (y_i - \hat{\beta}_0 ⟪-||+⟫ \hat{\beta}_1 x_i)^2",
        before=r"The fitted values are $$ \hat{y}_i = \hat{\beta}_0 + \hat{\beta}_1 x_i $$ with $\hat{\beta}_0 = \bar{y} - \hat{\beta}_1 \bar{x}$ "
        r"and $$ \hat{\beta}_1 = \frac{\sum_{i=1}^n (x_i - \bar{x}) (y_i - \bar{y})}{\sum_{i=1}^n (x_i - \bar{x})^2} \; . $$",
    ),
    "residuals add up to zero": block(
        r"\sum_{i=1}^n \hat{\varepsilon}_i &= \sum_{i=1}^n (y_i - \bar{y}) - \hat{\beta}_1 \sum_{i=1}^n (x_i ⟪-||+⟫ \bar{x})", r"&= 0",
        before=r"The residuals are $$ \hat{\varepsilon}_i = y_i - \hat{\beta}_0 - \hat{\beta}_1 x_i $$ "
        r"$$ \hat{\beta}_1 = \frac{\sum_{i=1}^n (x_i - \bar{x}) (y_i - \bar{y})}{\sum_{i=1}^n (x_i - \bar{x})^2} $$ "
        r"$$ \hat{\beta}_0 = \bar{y} - \hat{\beta}_1 \bar{x} = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{\beta}_1 x_i) $$ "
        r"and $$ \sum_{i=1}^n x_i \hat{\varepsilon}_i = 0 $$",
    ),
    "a slope that is not written out": block(
        r"Q &= \sum_{i=1}^n ( \bar{y} + \hat{\beta}_1 x_i - \hat{\beta}_1 \bar{x} - \bar{y} )^2",
        r"&= ⟪||2⟫ \hat{\beta}_1^2 \sum_{i=1}^n (x_i - \bar{x})^2",
    ),
    "an index that is bound nowhere": block(
        r"Q &= \sum_{i=1}^n (y_i - \hat{y}_i + \hat{y}_i - \bar{y})^2",
        r"&= \sum_{i=1}^n ( (⟪y_i||y_j⟫ - \hat{y}_i) + (\hat{y}_i - \bar{y}) )^2",
    ),
    "a sum that is dropped": block(
        r"L &= \sum_{i=1}^n ( y_i \log \lambda - \lambda )", r"&= \log \lambda ⟪\sum_{i=1}^n|| ⟫ y_i - n \lambda",
    ),
    "from the index zero": block(r"L &= \sum_{i=1}^n ( y_i - \lambda )", r"&= \sum_{i=⟪1||0⟫}^n y_i - n \lambda"),
    "up to n - 1": block(r"L &= \sum_{i=1}^n ( 2 y_i - \lambda )", r"&= 2 \sum_{i=1}^{⟪n||n-1⟫} y_i - n \lambda"),
    "Poisson likelihood": block(
        r"\mathrm{LL}(\lambda) &= \sum_{i=1}^n \left( y_i \log \lambda - \lambda - \log y_i! \right)",
        r"&= \log \lambda \sum_{i=1}^n y_i - n \lambda ⟪-||+⟫ \sum_{i=1}^n \log y_i!",
    ),
    "binomial and beta": block(
        r"Q &= {n \choose y} \, p^y \, (1-p)^{n-y} \cdot \frac{1}{B(\alpha,\beta)} \, p^{\alpha-1} \, (1-p)^{\beta-1}",
        r"&= {⟪n \choose y||y \choose n⟫} \, \frac{1}{B(\alpha,\beta)} \, p^{\alpha+y-1} \, (1-p)^{\beta+n-y-1}",
    ),
    "only for probabilities": block(
        r"K &= p_1 \log \frac{p_1}{p_2} + (1-p_1) \log \frac{1-p_1}{1-p_2}",
        r"&= p_1 \log \frac{p_1 (1-p_2)}{p_2 (1-p_1)} + \log \frac{1-p_1}{1 ⟪-||+⟫ p_2}",
    ),
    "completing the square": block(
        r"Q &= \lambda_0 (\mu - \mu_0)^2 + n \tau (\bar{y} - \mu)^2",
        r"&= \mu^2 (\lambda_0 + n \tau) - 2 \mu (\lambda_0 \mu_0 + n \tau \bar{y}) + \lambda_0 \mu_0^2 ⟪+||-⟫ n \tau \bar{y}^2",
    ),
    "posterior parameters": block(
        r"Q &= \lambda_n \mu^2 - 2 \lambda_n \mu_n \mu", r"&= (\lambda_0 + n \tau) \mu^2 - 2 (\lambda_0 \mu_0 ⟪+||-⟫ n \tau \bar{y}) \mu",
        after=r"where $$ \lambda_n = \lambda_0 + n \tau $$ and $$ \mu_n = \frac{\lambda_0 \mu_0 + n \tau \bar{y}}{\lambda_n} \; . $$",
    ),
    "score at the estimate": block(
        r"0 &= \frac{y}{\hat{p}} ⟪-||+⟫ \frac{n-y}{1-\hat{p}}",
        after=r"This is solved by $$ \hat{p} = \frac{y}{n} \; , $$ so that $$ 1 - \hat{p} = \frac{n-y}{n} $$ and $$ n \, \hat{p} = y \; . $$",
    ),
    "a restated mean": block(r"\bar{x} &= ⟪\frac{1}{n}||n⟫ \sum_{i=1}^n x_i", before=r"$$ Q = \sum_{i=1}^n (x_i - \bar{x})^2 $$ with"),
    "gamma functions": block(r"Q &= \frac{\Gamma(a+1) \, \Gamma(b)}{\Gamma(a+b+1)}", r"&= \frac{a}{a ⟪+||-⟫ b} \, \frac{\Gamma(a) \, \Gamma(b)}{\Gamma(a+b)}"),
    "groups of observations": block(
        r"\sum_{i=1}^k \sum_{j=1}^{n_i} (y_{ij} - \bar{y}_i)^2 &= \sum_{i=1}^k \left( \sum_{j=1}^{n_i} y_{ij}^2 - ⟪||2⟫ n_i \bar{y}_i^2 \right)",
        before=r"$$ \bar{y}_i = \frac{1}{n_i} \sum_{j=1}^{n_i} y_{ij} $$ and so "
        r"$$ \sum_{j=1}^{n_i} (y_{ij} - \bar{y}_i) = \sum_{j=1}^{n_i} y_{ij} - n_i \bar{y}_i = 0 \; . $$",
    ),
    "entropy of a uniform": block(r"H &= (b-a+1) \cdot \frac{1}{b-a+1} \ln (b-a+1) + c", r"&= \ln (b-a ⟪+||-⟫ 1) + c"),
    "half width": block(
        r"w &= \left( \mu + \sqrt{2 \ln 2} \, \sigma \right) - \left( ⟪\mu||\sigma⟫ - \sqrt{2 \ln 2} \, \sigma \right)",
        r"&= 2 \sqrt{2 \ln 2} \, \sigma",
    ),
    "a result used below": block(
        r"m &= (n-1) v + n \bar{x}^2", r"&= \sum_{i=1}^n x_i^2 ⟪||+ n \bar{x}^2⟫", before=r"$$ v = \frac{1}{n-1} \sum_{i=1}^n (x_i - \bar{x})^2 $$"
    ),
    "a name at the end": block(r"Q &= \frac{1}{2} \frac{(a ⟪+||-⟫ a)(b-a)}{b-a} \cdot 3", r"&= 3 a"),
    "a name that comes back": block(r"\hat{\lambda} &= ⟪\frac{1}{n}||⟫ \sum_{i=1}^n y_i", r"&= \bar{y}", after=MEANS),
    "both definitions inserted": block(
        r"Q &= a_n - a_0 + b_n", r"&= n ⟪/||\cdot⟫ 2 + b_0 + n \bar{x}", before=r"$$ a_n = a_0 + \frac{n}{2} $$ and $$ b_n = b_0 + n \bar{x} $$"
    ),
    "products": block(
        r"Q &= \prod_{i=1}^n \frac{x_i^{y_i}}{y_i!} \cdot \prod_{i=1}^n \lambda^{y_i}",
        r"&= \prod_{i=1}^n \left( \frac{x_i^{y_i}}{y_i!} \right) \cdot \lambda^{\sum_{i=1}^{⟪n||n-1⟫} y_i}",
    ),
    "the derivative of a likelihood": block(
        r"\frac{\mathrm{d} f(p)}{\mathrm{d} p} &= \frac{y}{p} ⟪-||+⟫ \frac{n-y}{1-p}", before=r"$$ f(p) = y \log p + (n-y) \log (1-p) $$"
    ),
    "a logarithm of a ratio": block(r"Q &= (n - y) \log \frac{n-y}{n}", r"&= (n-y) ⟪\log (n-y)||\log n + \log y⟫ - (n-y) \log n"),
    "an overall mean": block(
        r"Q &= \sum_{i=1}^k n_i \bar{y}_i", r"&= ⟪n||k⟫ \bar{y}",
        before=r"$$ \bar{y}_i = \frac{1}{n_i} \sum_{j=1}^{n_i} y_{ij} $$ $$ \bar{y} = \frac{1}{n} \sum_{i=1}^k \sum_{j=1}^{n_i} y_{ij} $$",
    ),
    "a complement": block(r"Q &= p (1-p)^2 + p^2 (1-p)", r"&= p \, (1 ⟪-||+⟫ p)"),
    "moments": block(r"v &= \sigma^2 + \mu^2 - 2 \mu \cdot \mu + \mu^2", r"&= ⟪\sigma^2||\sigma^2 + \mu^2⟫"),
}  # fmt: skip


def refuted(text: str) -> list[int]:
    report = check_text(text)
    return [report.document.place(f.relation.sign.start)[0] for f in report.findings if f.verdict == "refuted"]


def written(text: str, number: int) -> tuple[str, int]:
    """The text with the first or second way of writing, and the line of that place."""
    place = PLACE.search(text)
    assert place is not None
    return PLACE.sub(lambda m: m.group(number), text), text[: place.start()].count("\n") + 1


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_true_is_refuted(name):
    assert refuted(written(TEXTS[name], 1)[0]) == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_wrong_place_is_refuted_there(name):
    text, line = written(TEXTS[name], 2)
    assert any(abs(found - line) <= 1 for found in refuted(text))


# True under a fact, a condition, a case, a convention or a meaning that nobody wrote out.
SAVED = {
    "two cases": r"If $x > 0$, then $$ y = x $$ and $$ Q = |x| + a = x + a \; . $$ If $x < 0$, then $$ y = -x $$ and $$ Q = |x| + a = -x + a \; . $$",
    "weights add up to one": block(r"Q &= w_1 a + w_2 a", r"&= a", before="with weights that add up to one"),
    "a simplex": block(r"Q &= \sum_{j=1}^k (p_j + b)", r"&= 1 + k b"),
    "bits": block(r"Q &= \sum_{i=1}^n x_i^2", r"&= \sum_{i=1}^n x_i", before=r"Let $x_i \in \{0, 1\}$."),
    "orthogonal residuals": block(r"Q &= \sum_{i=1}^n (\hat{y}_i - \bar{y} + y_i - \hat{y}_i)^2", r"&= \sum_{i=1}^n (\hat{y}_i - \bar{y})^2 + \sum_{i=1}^n (y_i - \hat{y}_i)^2"),
    "sample statistics": block(r"Q &= \sum_{i=1}^n (x_i - \bar{x})(y_i - \bar{y}) + a", r"&= (n-1) s_{xy} + a"),
    "least squares": block(r"Q &= \frac{1}{n} \sum_{i=1}^n (y_i - \hat{\beta}_1 x_i) + a", r"&= \hat{\beta}_0 + a"),
    "a prior of zero": block(r"\alpha_n &= \alpha_0 + y", r"&= y"),
    "a standard normal": block(r"q &= \frac{x - \mu}{\sigma} \sigma + a", r"&= x + a", before="For the standard normal distribution,"),
    "another mean": block(r"\bar{x} &= \sum_{i=1}^n w_i x_i"),
    "a model": r"$$ y_i = \beta_0 + \beta_1 x_i + \varepsilon_i $$ and the prediction is $$ \hat{y}_i = \beta_0 + \beta_1 x_i \; . $$",
    "an equation to be solved": block(r"x^2 + a &= 2 x + a", before="We solve"),
    "a constraint": block(r"\sum_{j=1}^k p_j &= 1"),
    "a name used again": r"With $$ c = a + b $$ we have $$ Q = c^2 = a^2 + 2ab + b^2 $$ and with $$ c = a - b $$ we have $$ R = c^2 = a^2 - 2ab + b^2 $$",
    "a special value": r"With $t = 0$, $$ M = \exp(t \mu) + a = 1 + a $$",
    "a base": r"Because $$ Q = \log 8 + a = 3 + a $$ in bits",
    "equal groups": block(r"N &= \sum_{i=1}^k n_i + a", r"&= k m + a"),
    "a stationary point": r"$$ \frac{n}{\lambda} - \sum_{i=1}^n x_i = 0 $$ gives $$ \hat{\lambda} = \frac{n}{\sum_{i=1}^n x_i} = \frac{1}{\bar{x}} $$",
    "a definition below": block(r"Q &= a + b", r"&= 3 a", after=r"where $b = 2 a$."),
    "a fraction of the data": block(r"m_1 + m_2 &= m", r"\frac{m_1}{m} + \frac{m_2}{m} + a &= 1 + a"),
    "split data": block(r"a_n &= a_0 + \frac{n_1}{2} + \frac{n_2}{2}", r"&= a_0 + \frac{n}{2}"),
    "the odds": r"$$ \frac{p}{1-p} = e^{a + b x} $$ and hence $$ p = \frac{1}{1 + e^{-a - b x}} $$ and $$ 1 - p = \frac{1}{1 + e^{a + b x}} $$",
    "inverse parameters": r"$$ \tau = \frac{1}{\sigma^2} $$ $$ Q = \frac{\tau}{2} (y - \mu)^2 = \frac{1}{2 \sigma^2} (y-\mu)^2 $$",
    "the root of a variance": r"$$ \hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^n (y_i - \bar{y})^2 $$ $$ Q = \frac{\sum_{i=1}^n (y_i - \bar{y})^2}{2 \hat{\sigma}^2} = \frac{n}{2} $$",
    "two estimates of one name": r"$$ \hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^n (x_i - \bar{x})^2 $$ $$ n \hat{\sigma}^2 = \sum_{i=1}^n (x_i - \bar{x})^2 $$ "
    r"and without bias $$ \hat{\sigma}^2 = \frac{1}{n-1} \sum_{i=1}^n (x_i - \bar{x})^2 \; . $$",
    "the other sample covariance": block(r"\sum_{i=1}^n x_i y_i &= n s_{xy}", before=r"With $\bar{x} = 0$ and $$ \hat{\beta}_1 = \frac{s_{xy}}{s_x^2} $$ we have"),
    "a vector of zeros": block(r"\alpha_{n}^{(1)} &= \alpha_{0}^{(1)} + y_1^{(i)}", r"&= y_1^{(i)}", before=r"With $\alpha_{0j}^{(1)} = 0$,"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAVED)
def test_what_may_be_meant_otherwise_is_not_refuted(name):
    assert refuted(SAVED[name]) == []
