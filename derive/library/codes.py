"""The codes of the linter: what each means, with a small text that has the mistake, and the same text mended.

D1xx reading, D2xx algebra, D3xx calculus, D4xx sums, products and indices, D5xx domains and conditions, D6xx optima,
D7xx probability, D9xx limits.
"""

from ..language.codes import Code

DECLARED = (
    Code(
        "D101",
        "brackets or braces that do not match",
        "A bracket, a brace, \\left or an environment is opened and never closed, or closed and never opened. "
        "What stands inside is not guessed.",
        r"$$ y = \frac{a}{b + c $$",
        r"$$ y = \frac{a}{b + c} $$",
    ),
    Code(
        "D103",
        "a formula that is never closed",
        "A dollar sign or an environment may begin a formula, and no end of it was found. As the sign can also be "
        "money, this is shown with --strict only.",
        "Let $x = 3 be given.",
        "Let $x = 3$ be given.",
    ),
    Code(
        "D104",
        "a formula beyond the limits",
        "The formula is too long or nested too deeply, or a command of the author's expands without end. It is not read.",
        "\\newcommand{\\twice}{\\twice\\twice}\n\n$$ y = \\twice $$",
        "\\newcommand{\\twice}{2 x}\n\n$$ y = \\twice $$",
    ),
    Code(
        "D105",
        "a notation that was not understood",
        "The reader knows no meaning for the marked stretch, and does not guess. The relation is listed as unread; with --strict "
        "it counts. The cause can be a slip, such as a bracket that is never closed, or a notation that derive does not know.",
        r"$$ y = \foo x $$",
        r"$$ y = 3 x $$",
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
        "D202",
        "a row that does not follow",
        "The equation above determines an estimate, and the estimate does not satisfy this row: something went wrong between the two. "
        "The solution of the equation above is shown, with values of the data at which the two sides of this row differ.",
        "$$ f(p) = y \\log p + (n-y) \\log (1-p) $$\n\n$$ \\frac{\\partial f(p)}{\\partial p} = \\frac{y}{p} - \\frac{n-y}{1-p} $$\n\n"
        "$$ \\begin{aligned} 0 &= \\frac{y}{\\hat{p}} - \\frac{n-y}{1-\\hat{p}} \\\\ \\hat{p} &= \\frac{y}{n+1} \\end{aligned} $$",
        "$$ f(p) = y \\log p + (n-y) \\log (1-p) $$\n\n$$ \\frac{\\partial f(p)}{\\partial p} = \\frac{y}{p} - \\frac{n-y}{1-p} $$\n\n"
        "$$ \\begin{aligned} 0 &= \\frac{y}{\\hat{p}} - \\frac{n-y}{1-\\hat{p}} \\\\ \\hat{p} &= \\frac{y}{n} \\end{aligned} $$",
    ),
    Code(
        "D203",
        "the two sides are not proportional",
        "The ratio of the two sides depends on what the left side is a function of, whichever of its arguments is meant. At the values "
        "shown, the product of the left side at one value and the right side at another changes when the two values are exchanged.",
        r"$$ f(x) = x^2 e^{-x} $$" "\n\n" r"$$ f(x) \propto x^3 e^{-x} $$",
        r"$$ f(x) = 2 x^2 e^{-x} $$" "\n\n" r"$$ f(x) \propto x^2 e^{-x} $$",
    ),
    Code(
        "D204",
        "a name that is met nowhere else",
        "One side shows a name that nothing else in the text shows, and the two sides are equal once another name is put in its place: "
        "the wrong variable. As it is written, the equation fails wherever the two names have different values.",
        r"$$ p(y|\mu) = \mathcal{N}(x; \mu, 1) = \frac{1}{\sqrt{2 \pi}} e^{-\frac{1}{2} (y - \mu)^2} $$",
        r"$$ p(y|\mu) = \mathcal{N}(y; \mu, 1) = \frac{1}{\sqrt{2 \pi}} e^{-\frac{1}{2} (y - \mu)^2} $$",
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
        "D501",
        "an inequality that does not hold",
        "The inequality was tried at points of many kinds and is false at all of them. One of them is shown. Often the sign points "
        "the wrong way, after a multiplication by something negative or a step through a decreasing function.",
        r"$$ a^2 + b^2 + 1 \leq 2 a b $$",
        r"$$ a^2 + b^2 + 1 \geq 2 a b $$",
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
        "D603",
        "not where the likelihood is largest",
        "The text declares a sample: independent observations, their density, the domains of the parameters. The maximum-likelihood "
        "estimates were derived from it, and they are not what is written here. Data for which the two differ are shown.",
        r"$n$ independent observations of a variable $x \in (0, \infty)$ with density $f(x) = \lambda e^{-\lambda x}$, "
        r"parameter $\lambda \in (0, \infty)$. The maximum-likelihood estimate is"
        "\n\n"
        r"$$ \hat{\lambda} = \frac{1}{n} \sum_{i=1}^n x_i $$",
        r"$n$ independent observations of a variable $x \in (0, \infty)$ with density $f(x) = \lambda e^{-\lambda x}$, "
        r"parameter $\lambda \in (0, \infty)$. The maximum-likelihood estimate is"
        "\n\n"
        r"$$ \hat{\lambda} = \frac{n}{\sum_{i=1}^n x_i} $$",
    ),
    Code(
        "D701",
        "the two sides differ as statements about random variables",
        "The expectations, variances, entropies or probabilities on both sides were computed on finite probability spaces, or "
        "from the law that the text states, and they differ at every one. One of them is shown.",
        r"Let $X$ be a random variable. Then $$ \mathrm{Var}(X) = \mathrm{E}(X^2) + \mathrm{E}(X)^2 $$",
        r"Let $X$ be a random variable. Then $$ \mathrm{Var}(X) = \mathrm{E}(X^2) - \mathrm{E}(X)^2 $$",
    ),
)

CODES = {each.code: each for each in DECLARED}
