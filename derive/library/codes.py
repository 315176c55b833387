"""The codes of the linter: what each means, with a small text that has the mistake, and the same text mended.

D1xx reading, D2xx algebra, D3xx calculus, D4xx sums, products and indices, D5xx domains and conditions, D6xx optima,
D7xx probability, D9xx limits.
"""

from ..language.codes import Code

DECLARED = (
    Code(
        "D105",
        "a notation that was not understood",
        "The reader knows no meaning for the marked stretch, and does not guess. The relation is listed as unread; with --strict "
        "it counts. The cause can be a slip, such as a bracket that is never closed, or a notation that derive does not know.",
        r"$$ y = \frac{a}{b + $$",
        r"$$ (a+b)^2 - a^2 = 2ab + b^2 $$",
    ),
    Code(
        "D201",
        "the two sides differ",
        "The sides of the relation were evaluated with rigorous error bounds at points of many kinds, and they differ at every one: no "
        "choice of values makes this step right. One of the points is shown and can be checked with a pocket calculator.",
        "$$ \\begin{aligned} Q &= (a+b)^2 \\\\ &= a^2 + 2ab - b^2 \\end{aligned} $$",
        "$$ \\begin{aligned} Q &= (a+b)^2 \\\\ &= a^2 + 2ab + b^2 \\end{aligned} $$",
    ),
    Code(
        "D301",
        "this is not the derivative",
        "What stands beside the derivative is not what the definition in this document gives when it is differentiated. Often a "
        "sign, a factor from an inner function, or a term is missing.",
        "$$ f(x) = a x^2 + b x $$\n\n$$ \\frac{\\partial f(x)}{\\partial x} = 2 a x - b $$",
        "$$ f(x) = a x^2 + b x $$\n\n$$ \\frac{\\partial f(x)}{\\partial x} = 2 a x + b $$",
    ),
    Code(
        "D401",
        "the two sides of a step with sums or products differ",
        "As for D201, in a step with a sum or a product over an index. Often a term that does not depend on the index was taken "
        "out of the sum without its number of terms, or a bound was shifted.",
        "$$ \\begin{aligned} Q &= \\sum_{i=1}^n (x_i + \\mu) \\\\ &= \\sum_{i=1}^n x_i + \\mu \\end{aligned} $$",
        "$$ \\begin{aligned} Q &= \\sum_{i=1}^n (x_i + \\mu) \\\\ &= \\sum_{i=1}^n x_i + n \\mu \\end{aligned} $$",
    ),
    Code(
        "D402",
        "an index that was not there before",
        "A mean was introduced without an index, as a sum over all values of it, and is written with that index here. The "
        "relation can still be meant rightly, so this is a warning.",
        r"$$ \bar{x} = \frac{1}{n} \sum_{i=1}^n x_i $$" "\n\n" r"$$ S^2 = \frac{1}{n-1} \sum_{i=1}^n (x_i - \bar{x}_i)^2 $$",
        r"$$ \bar{x} = \frac{1}{n} \sum_{i=1}^n x_i $$" "\n\n" r"$$ S^2 = \frac{1}{n-1} \sum_{i=1}^n (x_i - \bar{x})^2 $$",
    ),
    Code(
        "D601",
        "an optimum over variables that do not occur",
        "The place of a maximum or minimum is taken over variables that do not occur in what is optimised, nor anywhere near: "
        "every value of them is such a place.",
        r"$$ \hat{\theta} = \underset{p_1, \dots, p_d}{\text{argmax}} \; P(x_1 | \theta) = \underset{\mu, \sigma^2}{\text{argmax}} \; "
        r"\log \left( \prod_{k=1}^d p_k^{x_{1,k}} \right) $$",
        r"$$ \hat{\theta} = \underset{p_1, \dots, p_d}{\text{argmax}} \; P(x_1 | \theta) = \underset{p_1, \dots, p_d}{\text{argmax}} \; "
        r"\log \left( \prod_{k=1}^d p_k^{x_{1,k}} \right) $$",
    ),
    Code(
        "D602",
        "an estimate that contains the parameter",
        "The right side of an estimate contains a parameter for which an estimate was found before. An estimate is made from data"
        " only; the relation can still be meant for a known parameter, so this is a warning.",
        r"$$ \hat{\mu} = \frac{1}{n} \sum_{i=1}^n x_i $$" "\n\n" r"$$ \hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^n (x_i - \mu)^2 $$",
        r"$$ \hat{\mu} = \frac{1}{n} \sum_{i=1}^n x_i $$" "\n\n" r"$$ \hat{\sigma}^2 = \frac{1}{n} \sum_{i=1}^n (x_i - \hat{\mu})^2 $$",
    ),
    Code(
        "D701",
        "the two sides differ as statements about random variables",
        "The expectations, variances, entropies or probabilities on both sides were computed on finite probability spaces, or "
        "from the law that the text states, and they differ at every one. One of them is shown.",
        r"$$ \mathrm{Var}(X) = \mathrm{E}(X^2) + \mathrm{E}(X)^2 $$",
        r"$$ \mathrm{Var}(X) = \mathrm{E}(X^2) - \mathrm{E}(X)^2 $$",
    ),
)

CODES = {each.code: each for each in DECLARED}
