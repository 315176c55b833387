"""Sums without bounds, several versions of one array, and derivatives by its entries."""

import pytest
import sympy as sp

from derive.kernel.calculus import differentiate, where_differentiable
from derive.reading.check import check_text

i, j, m, q = sp.symbols("i j m q", integer=True)
a, k = sp.symbols("a k", integer=True, positive=True)
mu, y, n, g = sp.IndexedBase("mu"), sp.IndexedBase("y"), sp.IndexedBase("n", integer=True), sp.IndexedBase("g")

UPDATE = r"""
The parameters of the posterior, with $\sum_{j=1}^k \alpha_{0j} = A$, are

$$ \label{eq:update} \alpha_{nj} = \alpha_{0j} + y_j, \; j = 1,\ldots,k \; . $$

Thus

$$ \frac{\alpha_{ni} - 1}{\sum_j \alpha_{nj} - k} = \frac{\alpha_{0i} + y_i - 1}{\sum_j (\alpha_{0j} + y_j) - k} = \frac{\alpha_{0i} + y_i - 1}{\sum_j \alpha_{0j} + \sum_j y_j - k} $$
"""
SQUARES = r"""
$$ R(\mu) = \sum_{i=1}^{k} \sum_{j=1}^{n_i} e_{ij}^2 = \sum_{i=1}^{k} \sum_{j=1}^{n_i} (y_{ij} - \mu_i)^2 $$

$$ \frac{\mathrm{d}R(\mu)}{\mathrm{d}\mu_i} = \sum_{j=1}^{n_i} 2 (\mu_i - y_{ij}) $$
"""


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check_text(text).findings]


def test_a_sum_without_bounds_has_those_of_the_text():
    found = check_text(UPDATE).findings
    assert found[-2].verdict in ("proved", "supported") and found[-1].verdict == "proved"
    wrong = UPDATE.replace(r"\sum_j \alpha_{0j} + \sum_j y_j", r"\sum_j \alpha_{0j} - \sum_j y_j")
    assert verdicts(wrong)[-1] == "refuted"
    assert verdicts(UPDATE.replace(r"\frac{\alpha_{0i} + y_i - 1}{\sum_j (", r"\frac{\alpha_{0i} - y_i - 1}{\sum_j ("))[-2] not in (
        "proved",
        "supported",
    )


def test_a_sum_over_nobody_knows_what_is_linear():
    assert verdicts(r"$$ \sum_j (a_j + 2 y_j) = \sum_j a_j + 2 \sum_j y_j $$") == ["proved"]
    assert verdicts(r"$$ \sum_j (a_j + 2 y_j) = \sum_j a_j + \sum_j y_j $$")[0] not in ("proved", "supported")
    assert verdicts(r"$$ \sum_j (a_j + 2) = \sum_j a_j + 2 $$")[0] not in ("proved", "supported")


def test_a_function_of_a_vector_is_differentiated_by_an_entry():
    assert verdicts(SQUARES)[-1] in ("proved", "supported")
    assert verdicts(SQUARES.replace("2 (", "("))[-1] not in ("proved", "supported")


@pytest.mark.parametrize(
    ("term", "entry", "slope"),
    [
        (sp.Sum((y[i, j] - mu[i]) ** 2, (j, 1, n[i]), (i, 1, k)), mu[m], sp.Sum(2 * mu[m] - 2 * y[m, j], (j, 1, n[m]))),
        (sp.Sum((y[i, j] - g[i, j]) ** 2, (j, 1, a), (i, 1, k)), g[m, q], 2 * g[m, q] - 2 * y[m, q]),
        (sp.Sum((y[i] - mu[m]) ** 2, (i, 1, k)), mu[m], sp.Sum(2 * mu[m] - 2 * y[i], (i, 1, k))),
        (sp.Sum((y[i, j] - g[i, j]) ** 2, (j, 1, i), (i, 1, k)), g[m, q], None),
        (sp.Sum((y[i] - mu[3]) ** 2, (i, 1, k)), mu[m], None),
        (sp.Sum(mu[i] * mu[m], (i, 1, k)), mu[m], None),
        (sp.Sum(g[i, i], (i, 1, k)), g[m, q], None),
        (sp.Sum(g[i, 1], (i, 1, k)), g[m, q], None),
    ],
)
def test_by_an_entry(term, entry, slope):
    found = differentiate(term, entry)
    assert found == slope if slope is None else sp.expand(found - slope) == 0 or found == slope


def test_the_place_of_an_entry_is_a_condition():
    conditions = list(where_differentiable(sp.Sum((y[i, j] - g[i, j]) ** 2, (j, 1, a), (i, 1, k)), g[m, q]))
    assert [c.lhs for c in conditions] == [m, q]
    assert [tuple(c.rhs.args[:2]) for c in conditions] == [(1, k), (1, a)]
