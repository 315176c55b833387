"""Functions of random variables, and rows that hold under a condition."""

import pytest

from derive.reading.check import check_text

EXPONENTIAL = r"Let $X \sim \mathrm{Exp}(\lambda)$."
SQUARE = EXPONENTIAL + "\n\n$$ Y = g(X) = X^2 $$\n\n$$ X = g^{-1}(Y) = \\sqrt{Y} $$\n\n"
FALLING = EXPONENTIAL + "\n\n$$ Z = h(X) = 1 - X $$\n\n$$ X = h^{-1}(Z) = 1 - Z $$\n\n"
NORMAL_SQUARE = SQUARE.replace(r"\mathrm{Exp}(\lambda)", r"\mathcal{N}(\mu, \sigma^2)")
SCALED = "$$ T = k(S) = a S $$\n\n$$ S = k^{-1}(T) = T/a $$\n\n"
UNIFORM = r"Let $X \sim \mathcal{U}(a, b)$." + "\n\n"


def last(text: str) -> str:
    return check_text(text).findings[-1].verdict


@pytest.mark.parametrize(
    "text",
    [
        SQUARE + r"$$ f_Y(y) = \frac{\lambda}{2 \sqrt{y}} \exp[-\lambda \sqrt{y}] $$",
        FALLING + r"$$ f_Z(z) = \lambda \exp[-\lambda (1 - z)] $$",
        SQUARE.rstrip(),
        SCALED.rstrip(),
        SCALED + r"$$ f_T(t) = \frac{1}{|a|} f_S(t/a) $$",
        SCALED + "If $a > 0$, then\n\n" + r"$$ f_T(t) = \frac{1}{a} f_S(t/a) $$",
        SCALED + "If $a < 0$, then\n\n" + r"$$ f_T(t) = -\frac{1}{a} f_S(t/a) $$",
        UNIFORM + "If $x < a$, we have\n\n" + r"$$ F_X(x) = \int_{-\infty}^x 0 \, \mathrm{d}z $$",
    ],
)
def test_what_follows_from_the_density_of_the_argument_is_proved(text):
    assert last(text) == "proved"


@pytest.mark.parametrize(
    "text",
    [
        SQUARE + r"$$ f_Y(y) = \frac{\lambda}{\sqrt{y}} \exp[-\lambda \sqrt{y}] $$",
        FALLING + r"$$ f_Z(z) = \lambda \exp[-\lambda (z - 1)] $$",
        UNIFORM + "If $x > b$, we have\n\n" + r"$$ F_X(x) = \frac{x-a}{b-a} $$",
        UNIFORM + "If $x < a$, we have\n\n" + r"$$ f_X(x) = \frac{1}{b-a} $$",
    ],
)
def test_what_contradicts_the_density_of_the_argument_is_refuted(text):
    assert last(text) == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        NORMAL_SQUARE.rstrip(),
        NORMAL_SQUARE + r"$$ f_Y(y) = \frac{1}{2 \sqrt{y}} f_X(\sqrt{y}) $$",
        SCALED + r"$$ f_T(t) = \frac{1}{a} f_S(t/a) $$",
        SCALED + r"$$ f_T(t) = f_S(t/a) $$",
        SCALED + r"$$ F_T(t) = F_S(t/a) $$",
        "$$ V = h(U) = U - 1/U $$\n\n$$ U = h^{-1}(V) = V/2 $$",
        EXPONENTIAL + " The entropy of an exponential variable is\n\n" + r"$$ \mathrm{h}(X) = 1 - \ln \beta $$",
    ],
)
def test_what_is_not_known_to_be_invertible_stays_open(text):
    assert last(text) == "open"


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check_text(text).findings]


ROLES = "$$ P: X \\sim \\mathrm{Bern}(p_1) \\\\ Q: X \\sim \\mathrm{Bern}(p_2) $$\n\n"
NORMALS = "$$ P: X \\sim \\mathcal{N}(\\mu_1, \\sigma_1^2) \\\\ Q: X \\sim \\mathcal{N}(\\mu_2, \\sigma_2^2) $$\n\n"


def test_values_of_densities_belong_to_their_own_law():
    assert last(ROLES + "$$ q(X=1) = p_2 $$") == "proved"
    assert last(ROLES + "$$ q(X=1) = p_1 $$") in ("open", "refuted")
    assert last(ROLES + "$$ p(X=0) = 1 - p_1 $$") == "proved"


def test_a_mean_without_a_law_is_that_under_the_first():
    assert last(NORMALS + r"$$ \langle x^2 \rangle = \mu_1^2 + \sigma_1^2 $$") in ("supported", "proved")
    assert last(NORMALS + r"$$ \langle x^2 \rangle = \mu_2^2 + \sigma_2^2 $$") == "open"
    assert last(NORMALS + r"$$ \langle x^2 - \mu_1^2 \rangle = \langle x^2 \rangle - \langle \mu_1^2 \rangle $$") in ("supported", "proved")


def test_a_row_with_another_value_is_judged_by_its_condition():
    text = "Let $X \\sim \\mathcal{U}(0, 2)$ where $\\mathcal{U}(a, b)$ indicates a discrete uniform distribution.\n\n$$ f_X(x) = \\frac{1}{3} $$"
    assert last(text) == "proved"


def test_an_antiderivative_is_proved_by_its_derivative():
    assert last(r"$$ \int x e^{-x} \, \mathrm{d}x = -(x + 1) e^{-x} $$") == "proved"
    assert last(r"$$ \int x e^{-x} \, \mathrm{d}x = (x + 1) e^{-x} $$") != "proved"
    assert last(r"$$ \int x \, \mathrm{d}x = \frac{x^3}{2} $$") != "proved"


def test_parameters_behind_a_density_are_introduced():
    text = (
        "This is the density of a gamma distribution with parameters\n\n" + r"$$ a = \frac{m}{2} \quad \text{and} \quad b = \frac{n}{2} $$"
    )
    assert verdicts(text) == ["given", "given"]
