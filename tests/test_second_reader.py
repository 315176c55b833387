"""What a second reader takes differently is ambiguous notation."""

import pytest

from derive.reading import second
from derive.reading.context import Context
from derive.reading.relations import read
from derive.reading.source import document

installed = pytest.mark.skipif(not second.available(), reason="latex2sympy2 is not installed")


def found(latex: str):
    context = Context(doc := document(f"$$ {latex} = q $$"), read(doc))
    return second.ambiguous(context.relations[0][1], context.usage)


@installed
@pytest.mark.parametrize("latex", ["1/2x", "a/bc", "1/2 \\, x y"])
def test_two_readings_of_a_slash_are_noted(latex):
    problem = found(latex)
    assert problem is not None and problem.code == "D110"


@installed
@pytest.mark.parametrize(
    "latex", ["n(n-1)", r"\frac{a}{b} c^2", r"-x^2 + \sqrt{x} y", r"\ln(x) + 1", r"\frac{\ln 3}{\lambda}", r"p^y (1-p)^{n-y}", r"a / b / c"]
)
def test_plain_formulas_are_read_alike(latex):
    assert found(latex) is None


@pytest.mark.parametrize(
    "latex",
    [
        r"x_i",
        r"\Gamma(x+1)",
        r"y^{(i)}",
        r"\theta'",
        r"\hat{\mu}^2",
        r"\sum_{i=1}^n x_i",
        r"\log x",
        r"f_X(x)",
        r"\ln x \cdot y",
        r"\exp[a] \cdot b",
    ],
)
def test_what_the_second_reader_takes_wrongly_is_kept_from_it(latex):
    assert found(latex) is None
