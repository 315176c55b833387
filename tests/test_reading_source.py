"""Where formulas are in documents, and what is said about those that are broken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.reading.document import Formula, Skipped
from derive.reading.source import UnreadableFile, document, load

FOUND = [
    ("a $x$ b", ["x"]),
    ("costs $5 and $6 today", []),
    ("we pay $3.50 for $x$, or $ 5 for $y_1$.", ["x", "y_1"]),
    (r"$ \theta $ and \(a\) and \[b\] and \\(c\\) and \\[d\\]", [r" \theta ", "a", "b", "c", "d"]),
    ("$$\na = b\n$$", ["\na = b\n"]),
    ("`$x$` ``$`$`` $y$", ["y"]),
    (r"x \$5 $z$ \\$", ["z"]),
    ("```\n$a$\n```\n$b$ ~~~ $c$", ["b", "c"]),
    ("```math\na=b\n```\n", ["\na=b\n"]),
    ("$`a+b`$", ["a+b"]),
    ("<!-- $a$ --> $b$ <script>$c$</script>", ["b"]),
    ("---\ntitle: $x$\n---\n$y$", ["y"]),
    (r"\begin{align*}a&=b\end{align*}", ["a&=b"]),
    (r"\[\begin{aligned} a &= b \end{aligned}\] - text", [r"\begin{aligned} a &= b \end{aligned}"]),
    ("$a\nb$", ["a\nb"]),
    ("$a\n\nb$", []),
    (r"\[a \\[4pt] b\]", [r"a \\[4pt] b"]),
    ("$$a$$ x $$b$$", ["a", "b"]),
]
LATEX = [
    (r"% $x$" + "\n$y$", ["y"]),
    (r"50\% of $x$", ["x"]),
    (r"\begin{verbatim}$x$\end{verbatim} \verb|$a$| $y$", ["y"]),
    (r"\begin{equation}\label{e} a=b \end{equation} \begin{gather}c\end{gather}", [r"\label{e} a=b ", "c"]),
    (r"line \\[2pt] $x$", ["x"]),
    ("$5 and 6$", ["5 and 6"]),
]
UNCLOSED = [
    ("a $x + 1 and more", "this $ is never closed", (1, 3)),
    ("$$ a = b\n\nSome words follow here\n\n$$ c $$", "$$ is missing", (1, 1)),
    ("x\n\\[ a", r"\] is missing", (2, 1)),
    ("\\begin{align} a", "is never ended", (1, 1)),
    ("<!-- a", "this comment is never closed", (1, 1)),
    ("```\n$a$", "this code block is never closed", (1, 1)),
    (r"\( a \( b \)", r"\) is missing", (1, 1)),
]


def contents(doc):
    return [doc.text[f.start : f.end] for f in doc.formulas]


@pytest.mark.parametrize(("text", "formulas"), FOUND)
def test_markdown(text, formulas):
    doc = document(text)
    assert contents(doc) == formulas
    assert_covers(doc)


@pytest.mark.parametrize(("text", "formulas"), LATEX)
def test_latex(text, formulas):
    assert contents(document(text, "a.tex")) == formulas


@pytest.mark.parametrize(("text", "message", "place"), UNCLOSED)
def test_unclosed_is_reported(text, message, place):
    doc = document(text)
    assert message in doc.problems[0].message
    assert doc.place(doc.problems[0].start) == place


def assert_covers(doc):
    at = 0
    for piece in doc.pieces:
        start, end = (piece.opening, piece.closing) if isinstance(piece, Formula) else (piece.start, piece.end)
        assert start == at < end
        at = end
    assert at == len(doc.text)


def test_the_formula_after_an_unclosed_one_is_found():
    assert contents(document("$$ a = b\n\nSome words follow here\n\n$$ c $$")) == [" c "]


def test_places_with_byte_order_mark_and_crlf():
    doc = document("\ufeffa\r\n한 $x$\r\n\r\n$y$")
    assert [doc.place(f.start) for f in doc.formulas] == [(2, 4), (4, 2)]


def test_labels_and_references():
    doc = document("$$\\label{eq:a} x=1 \\tag{3}$$ by \\eqref{eq:a} and $y$ <!-- derive: ignore -->")
    assert [(m.kind, m.name) for m in doc.formulas[0].marks] == [("label", "eq:a"), ("tag", "3")]
    assert [m.name for m in doc.references] == ["eq:a"]
    assert any(isinstance(piece, Skipped) and "ignore" in doc.excerpt(piece.start, piece.end) for piece in doc.pieces)


def test_macros_hold_from_their_definition_on():
    doc = document("$a$ $$\\newcommand{\\E}{E}$$ $b$")
    assert [sorted(f.macros) for f in doc.formulas] == [[], [], [r"\E"]]


def test_notebook_places_are_those_of_the_file():
    cells = [
        {"cell_type": "code", "source": ["x = '$no$'\n"], "outputs": [{"data": {"source": "$no$"}}]},
        {"cell_type": "markdown", "metadata": {"a": {"source": "$no$"}}, "source": ["# Titel\n", "so \\u ist $\\mu = 1$\n"]},
        {"cell_type": "markdown", "source": "and $$y$$"},
    ]
    text = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    doc = document(text, "a.ipynb")
    assert contents(doc) == [r"\mu = 1", "y"]
    lines = text.split("\n")
    for formula, written in zip(doc.formulas, (r"\\mu = 1", "y$$"), strict=True):
        line, column = doc.place(formula.start)
        assert lines[line - 1][column - 1 :].startswith(written)


def test_files(tmp_path):
    (tmp_path / "a b.md").write_bytes("$x$".encode("utf-16"))
    (tmp_path / "bin.md").write_bytes(b"a\0b")
    for name, message in (("a b.md", "binary|byte"), ("bin.md", "binary"), ("no.md", "no such file")):
        with pytest.raises(UnreadableFile, match=message):
            load(str(tmp_path / name))
    (tmp_path / "latin.md").write_bytes("é $x$".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="byte 0"):
        load(str(tmp_path / "latin.md"))
    assert contents(load(str(tmp_path / "latin.md"), "latin-1")) == ["x"]
    (tmp_path / "empty.md").write_bytes(b"")
    assert load(str(tmp_path / "empty.md")).pieces == ()


PIECES = [*r"$ $$ ` ``` \[ \] \( \) <!-- --> x 5 \$ \\ % \begin{align} \end{align} --- \verb| \label{a} \def\a{ } <script> ~~~".split(),
          "\n", "\n\n", " ", "words of prose here"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(["a.md", "a.tex"]))
def test_pieces_cover_any_text(text, path):
    assert_covers(document(text, path))
