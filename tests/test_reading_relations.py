"""Formulas to relations: which signs relate what, and where they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.reading.relations import read
from derive.reading.show import show
from derive.reading.source import document

ROWS = [
    ("a = b = c", ["a = b", "b = c"]),
    (r"\begin{split} a &= b \\ &= c \\ &+ d \end{split}", ["a = b", "b = c + d"]),
    (r"\begin{aligned} a =& \\ & b \\ = & c \end{aligned}", ["a = b", "b = c"]),
    (r"\begin{align} a &= b & c &= d \\ e &\le f \end{align}", ["a = b", "c = d", "e <= f"]),
    (r"a &= b \cdot \\ & c", ["a = b·c"]),
    (r"\left( a \right. \\ &+ \left. b \right) = c", ["(a + b) = c"]),
    (r"\mathrm{KL}(P||Q) = a \\ b = c", ["mathrm:KL(P || Q) = a", "b = c"]),
    (r"a \overset{\eqref{eq:x}}{=} b \stackrel{d}{=} c", ["a = b", "b = c"]),
    (r"y_i \sim \mathcal{N}(\mu, \sigma^2), \quad i = 1, \ldots, n \; .", ["y_i ~ mathcal:N(mu, sigma^2)", "i = 1, …, n"]),
    (r"x, y \in \mathbb{R}", ["x, y in mathbb:R"]),
    (r"0 \leq x < 1", ["0 <= x", "x < 1"]),
    (r"f(x) = 2 \quad \text{for} \quad 0 < x", ["f?(x) = 2", "0 < x"]),
    (r"a = b \quad \Rightarrow \quad c = d", ["a = b", "c = d"]),
    (r"a = b \; \rightarrow \; c = d", ["a = b", "c = d"]),
    (r"X_n \to X", ["X_n → X"]),
    (r"\therefore p_k = q", ["p_k = q"]),
    (r"P: \; X \sim \mathcal{U}(a, b)", ["X ~ mathcal:U(a, b)"]),
    (r"\sum_{i=1}^n \mathrm{Pr}(X = i) = 1", ["Σ[i = 1; n]{mathrm:Pr(X = i)} = 1"]),
    (r"f(x) = \begin{cases} 1 & x = 0 \\ 0 & x \ne 0 \end{cases}", ["f?(x) = cases{1 if x = 0; 0 if x != 0}"]),
    (r"0 = \frac{\partial L}{\partial p} = a, \quad 0 = b", ["0 = ∂/p{L}", "∂/p{L} = a", "0 = b"]),
    (r"\small{a = b \quad c = d}\text{d}x", ["a = b", "c = d (d[x])"]),
    (r"= b", ["⟨⟩ = b"]),
    (r"a := b \equiv c \not= d \not\in e", ["a := b", "b ≡ c", "c != d", "d not in e"]),
    (r"\alpha = a \quad \mathrm{and} \quad \beta = b", ["alpha = a", "beta = b"]),
    (r"a & = b \\ \intertext{\textit{sums are \ensuremath{x} linear}} & = c", ["a = b", "b = c"]),
    (r"a & < b \\ & \mathrel{\phantom{=}} c \\ & \qquad{}+ d \\ & > 0", ["a < b c + d", "b c + d > 0"]),
    (r"a = \resizebox{18.1em}{!}{$\displaystyle b + c$}", ["a = b + c"]),
    (r"a & = b & \qquad & \text{by linearity} \\ & = c & \qquad & \text{the end}", ["a = b", "b = c"]),
    (r"a & = b \quad \text{if} \quad x > 0 \\ & = c \quad \text{if} \quad x < 0", ["a = b", "x > 0", "b = c", "x < 0"]),
    (r"\rightarrow", []),
    (r"p_k = \frac{n_k}{n} \quad n : \text{데이터개수}", ["p_k = n_k/n"]),
]


def relations(text, path="a.md"):
    doc = document(text, path)
    return doc, [relation for formula in read(doc) for relation in formula.relations]


@pytest.mark.parametrize(("formula", "wanted"), ROWS, ids=[formula[:40] for formula, _ in ROWS])
def test_relations(formula, wanted):
    _, found = relations(f"$$ {formula} $$")
    shown = [f"{show(r.lhs.node) or '⟨⟩'} {r.sign.sign} {show(r.rhs.node)}" for r in found]
    assert shown == wanted


def test_places():
    rows = "a &= \\frac{b}{2} \\\\\n  &\\overset{\\eqref{eq:b}}{=} c + d \\; ."
    doc, found = relations(f"text\n\n$$ \\label{{eq:a}}\n\\begin{{split}}\n{rows}\n\\end{{split}}\n$$\n")
    assert [doc.place(r.sign.start) for r in found] == [(5, 4), (6, 4)]
    assert [doc.end_place(r.rhs.end) for r in found] == [(5, 17), (6, 35)]
    assert [r.rhs.text for r in found] == [r"\frac{b}{2}", "c + d"]
    assert found[1].sign.above == r"\eqref{eq:b}"
    assert {r.label and r.label.name for r in found} == {"eq:a"}
    assert [(r.chain, r.link) for r in found] == [(0, 0), (0, 1)]


def test_words_before_statements():
    _, found = relations(r"$$ f(x) = 2 \quad \text{if} \quad x > 0 \; \Rightarrow \; g = 1, \; h = 2 $$")
    assert [r.word for r in found] == ["", "if", "⇒", ","]


def test_a_bracket_left_open_does_not_swallow_the_rows_below():
    _, found = relations(r"$$ a &= (b \\ c &= d) \\ e &= f $$")
    assert [r.lhs.text for r in found] == ["a", "c", "e"]
    assert [r.readable for r in found] == [False, False, True]


def test_unread_sides_are_marked():
    _, found = relations(r"$$ a = \foo b = c $$")
    assert [r.readable for r in found] == [False, False]
    assert r"\foo" in found[0].rhs.problems[0].message


def test_the_other_reading():
    _, found = relations("$a = 1/2x$")
    assert found[0].rhs.notes
    assert show(found[0].rhs.other()) == "1/(2 x)"


def test_latex_labels_by_row():
    _, found = relations("\\begin{align}\na &= b \\label{x} \\\\\nc &= d \\label{y}\n\\end{align}", "a.tex")
    assert [r.label and r.label.name for r in found] == ["x", "y"]


SOUP = r"""a b = \\ & \quad , \text{if} \Rightarrow ( ) { } \le \sum_{i=1} + : . \to \begin{aligned} \end{aligned}
\left( \right. \left. \right) \overset{a}{=} \not \mathrm{and}""".split()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SOUP), max_size=30).map(" ".join))
def test_any_soup_gives_ordered_relations(text):
    doc, found = relations(f"$${text}$$")
    assert [r.sign.start for r in found] == sorted(r.sign.start for r in found)
    for relation in found:
        assert doc.place(relation.sign.start) <= doc.end_place(relation.rhs.end)
