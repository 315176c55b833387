"""Damaged formulas: whatever is deleted, doubled or nested, the reader answers, and in time."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.reading.context import Context
from derive.reading.relations import read
from derive.reading.source import document

SECONDS = 1.0  # of one side
TEXTS = (
    r"\begin{split} \log p(y|\mu) &= -\frac{n}{2} \log (2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \left( y^\mathrm{T} y - 2 n \bar{y} \mu \right) \\ &= 0 \end{split}",
    r"f_X(x) = \left\{ \begin{array}{rl} \lambda \exp[-\lambda x] \; , & \text{if} \; x \geq 0 \\ 0 \; , & \text{if} \; x < 0 \; . \end{array} \right.",
    r"{n \choose {x_1, \ldots, x_k}} \prod_{i=1}^k {p_i}^{x_i} = \frac{n!}{x_1! \cdots x_k!} p_1^{x_1} \cdots p_k^{x_k}",
    r"\int_{-\infty}^{+\infty} \left[ \frac{1}{2} \frac{x^2}{b-a} \right]_a^b \mathrm{d}x = \left. M_X''(t) \right|_{t=0} + \sum_{i \neq j} x_i^{(j)}",
    r"\underset{\theta}{\text{argmax}} \; L(\theta \,;\, \mathbf{x}) = \left| \begin{matrix} a & b \\ c & d \end{matrix} \right| \pm \mathrm{E}\left[ X \,|\, Y = y \right]",
    r"\frac{\mathrm{d}}{\mathrm{d}\alpha_j} \sum_{j=1}^k (2j-1)!! \, x^{\underline{n}} = \mathbb{1}_{x > 0} \cdot -\frac12 \Pr(X \in [a, b))",
)
PIECES = (
    *"{}[]()$&_^|!,;.=<>+-*/\\'~%", r"\frac", r"\left", r"\right", r"\sum", r"\int", r"\begin{split}", r"\end{array}", r"\ldots", r"\choose", r"\\",
    r"\mathrm", r"^{(i)}", r"_{i=1}", "∑", "한", "\u200b", "\U0001d4d0", "9" * 70, r"\infty", r"\def\a{\a\a}\a", "((((" * 30, r"\frac{1}{" * 60, "x^{" * 200,
)  # fmt: skip


@st.composite
def damaged(draw):
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(("delete", "insert", "double"))):
            case "delete":
                text = text[:place] + text[place + draw(st.integers(1, 8)) :]
            case "insert":
                text = text[:place] + draw(st.sampled_from(PIECES)) + text[place:]
            case "double":
                text = text[:place] + text[draw(st.integers(0, len(text))) :][:60] + text[place:]
    return text


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_a_damaged_formula_is_answered_in_time(text):
    context = Context(doc := document(f"$$ {text} $$\n"), read(doc))
    for _, relation in context.relations:
        for side in (relation.lhs, relation.rhs):
            start = process_time()
            reading = context.read(side)
            assert reading.term is not None or reading.problem is not None
            assert process_time() - start < SECONDS
