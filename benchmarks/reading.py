"""How fast formulas are read, as multiples of SymPy's own LaTeX reader: ``python -m benchmarks.reading``.

Needs ``antlr4-python3-runtime==4.11``. All formulas are such that both readers take them.
"""

import sys
from statistics import median

import sympy as sp
from sympy.core.cache import clear_cache

from derive.reading.check import check_text
from derive.reading.context import Context
from derive.reading.formula import parse
from derive.reading.relations import read
from derive.reading.source import document

from .measure import interleaved, table

FORMULAS = (
    r"\frac{1}{\sqrt{2 \pi \sigma^2}} \exp(-\frac{(x - \mu)^2}{2 \sigma^2})",
    r"\sum_{i=1}^{n} (x_i - \mu)^2",
    r"\frac{n}{2} \ln(2 \pi \sigma^2)",
    r"p^y (1-p)^{n-y}",
    r"\frac{\lambda^x e^{-\lambda}}{x!}",
    r"\prod_{i=1}^{n} \lambda e^{-\lambda x_i}",
    r"\frac{d}{dx} x^3",
    r"\int_{0}^{1} x^2 dx",
    r"\frac{y - n p}{p (1-p)}",
    r"a^2 + 2 a b + b^2",
    r"\sqrt{\frac{\tau}{2 \pi}}",
    r"\ln(x) - \ln(y)",
)
RELATIONS = (
    (r"(a + b)^2", r"a^2 + 2 a b + b^2"),
    (r"\frac{1}{1 + e^{-x}}", r"\frac{e^{x}}{1 + e^{x}}"),
    (r"\frac{y}{p} - \frac{n - y}{1 - p}", r"\frac{y - n p}{p (1 - p)}"),
    (r"\sum_{i=1}^{n} (x_i - \mu)", r"\sum_{i=1}^{n} x_i - n \mu"),
    (r"\frac{x^2 - 2 x \mu + \mu^2}{2 \sigma^2}", r"\frac{(x - \mu)^2}{2 \sigma^2}"),
    (r"\frac{a}{b} + \frac{c}{d}", r"\frac{a d + b c}{b d}"),
)
NEEDED = {"formula to a tree": 100.0, "formula to a term": 10.0, "relation, judged": 10.0}


def _term(text: str):
    """The document of one formula read, and its meaning."""
    doc = document(f"$$ {text} = q $$")
    context = Context(doc, read(doc))
    return context.read(context.relations[0][1].lhs).term


def _theirs(text: str):
    from sympy.parsing.latex import parse_latex

    return parse_latex(text, backend="antlr")


def _judged(lhs: str, rhs: str):
    clear_cache()
    return check_text(f"$$ {lhs} = {rhs} $$")


def _simplified(lhs: str, rhs: str):
    clear_cache()
    return sp.simplify(_theirs(lhs) - _theirs(rhs))


def _ratio(pairs, ours, theirs, runs: int) -> tuple[float, float, float]:
    """The medians over the formulas: our time, theirs, and the ratio."""
    found = []
    for each in pairs:
        times = interleaved({"ours": lambda: ours(*each), "theirs": lambda: theirs(*each)}, runs)  # noqa: B023
        found.append((times["ours"], times["theirs"], times["theirs"] / times["ours"]))
    return tuple(median(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def main() -> int:
    single = [(text,) for text in FORMULAS]
    for (text,) in single:
        assert _term(text) is not None and _theirs(text) is not None
    measured = {
        "formula to a tree": _ratio(single, parse, _theirs, 21),
        "formula to a term": _ratio(single, _term, _theirs, 11),
        "relation, judged": _ratio(RELATIONS, _judged, _simplified, 7),
    }
    rows, slow = [], []
    for name, (ours, theirs, ratio) in measured.items():
        rows.append((name, f"{1e3 * ours:.3f} ms", f"{1e3 * theirs:.1f} ms", ratio, NEEDED[name]))
        slow += [name] if ratio < NEEDED[name] else []
    print(table(("task", "derive", "parse_latex (+ simplify)", "times faster", "needed"), rows))
    print(f"too slow: {', '.join(slow)}" if slow else "all as fast as needed")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
