"""The numbers as text, LaTeX, Markdown and JSON."""

from dataclasses import dataclass
from math import exp, floor, inf, isfinite, log
from textwrap import wrap

import numpy as np
from sympy import Float, Function, IndexedBase, Symbol

from ..language.terms import Solution, Zero, free
from ..library.notation import SUPERSCRIPTS
from ..writing.escape import escape_markdown, escape_tex, printable
from ..writing.latex import latex
from ..writing.measure import columns_of
from ..writing.text import text
from .figures import Figures, Table, with_numbers

CERTAIN = 12  # digits of a certified interval, rounded outward
MOST = 20  # categories that are shown


@dataclass(frozen=True)
class Formula:
    """Mathematics in both spellings."""

    latex: str
    text: str

    def __add__(self, other: "Formula") -> "Formula":
        return Formula(self.latex + other.latex, self.text + other.text)


@dataclass(frozen=True)
class Grid:
    """A table of formulas; ``mark`` is the row of the maximum, counted from 0."""

    head: tuple[Formula, ...]
    rows: tuple[tuple[Formula, ...], ...]
    mark: int | None = None


Part = str | tuple[str | Formula, ...] | Grid  # a heading, a line, a table
EQUAL, ABOUT, MEMBER = Formula(" = ", " = "), Formula(r" \approx ", " ≈ "), Formula(r" \in ", " ∈ ")


# --- numbers ---------------------------------------------------------------------------------------------------------


def number(value: float, digits: int = 10) -> Formula:
    """A number to so many significant digits, with a power of ten where it is very large or very small."""
    if not isfinite(value):
        return Formula(r"-\infty", "−∞") if value < 0 else Formula(r"\infty", "∞")
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    if -5 < int(exponent) < 10:
        plain = f"{value:.{max(digits - 1 - int(exponent), 0)}f}"
        return _signed(_trimmed(plain))
    return _scientific(_trimmed(mantissa), int(exponent))


def _trimmed(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def _signed(decimal: str) -> Formula:
    return Formula(decimal, decimal.replace("-", "−"))


def _scientific(mantissa: str, exponent: int) -> Formula:
    power = "".join(SUPERSCRIPTS[c] for c in f"{exponent}".replace("-", "−"))
    return _signed(mantissa) + Formula(rf" \cdot 10^{{{exponent}}}", f"·10{power}")


def fixed(value: float, places: int) -> Formula:
    return number(value) if not isfinite(value) or abs(value) >= 1e9 else _signed(f"{round(value, places) + 0.0:.{places}f}")


def exponential(power: float) -> Formula:
    """e^power to four digits, also where it is too small or too large for a float."""
    if power == -inf:
        return _signed("0")
    exponent = floor(power / log(10))
    mantissa = f"{exp(power - exponent * log(10)):.3f}"
    if mantissa == "10.000":
        mantissa, exponent = "1.000", exponent + 1
    return _signed(f"{exp(power):.{3 - exponent}f}") if -4 <= exponent <= 3 else _scientific(mantissa, exponent)


def _related(value: float, digits: int = 10) -> Formula:
    """``= 0.56``, or ``≈ 0.3333333333`` where digits are missing."""
    return (EQUAL if float(f"{value:.{digits}g}") == value else ABOUT) + number(value, digits)


def _outward(lo: float, hi: float) -> tuple[str, str]:
    """Decimals below and above, with CERTAIN significant digits."""
    from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

    down, up = (Context(prec=CERTAIN, rounding=r).create_decimal(Decimal(v)) for r, v in ((ROUND_FLOOR, lo), (ROUND_CEILING, hi)))
    return str(down), str(up)


# --- what is said ----------------------------------------------------------------------------------------------------


def parts(shown: Figures) -> list[Part]:
    """Headings, lines and tables, in reading order."""
    names = shown.answer.document.names
    made: list[Part] = ["With the data", (f"{shown.source}: ", _size(shown))]
    for symbol, value in shown.statistics.items():
        if isinstance(symbol, Symbol) and np.ndim(value) == 0:
            made.append((_formula(symbol, names) + _related(float(value)),))
    made += _log_likelihood(shown, names)
    made.append("The estimates")
    for parameter, value in shown.estimates.items():
        made += _vector(shown, parameter, value) if np.ndim(value) else [_estimate(shown, parameter, value, names)]
    made += [(f"Note: {note}.",) for note in shown.notes]
    if shown.peak is not None:
        likelihood = Function("L")(*(Symbol(f"{p}_hat") for p in shown.estimates))
        height = _formula(likelihood) + ABOUT + exponential(shown.peak)
        made.append(("The largest value of the likelihood: ", height, ", its logarithm ", fixed(shown.peak, 6)))
    for table in shown.tables:
        made += [_title(table), _grid(table, shown.peak or 0.0)]
    return made


def _formula(term, names=None) -> Formula:
    return Formula(latex(term, names), text(term, names))


def _size(shown: Figures) -> Formula:
    made = _formula(shown.answer.found.size) + EQUAL + number(shown.n)
    for constant, value in shown.known.items():
        made += Formula(r",\quad ", ", ") + _formula(constant) + EQUAL + number(value)
    return made


def _log_likelihood(shown: Figures, names: dict) -> list[Part]:
    term = shown.answer.found.log_likelihood
    if term is None or any(np.ndim(v) for v in shown.estimates.values()):
        return []
    left = Function("ell")(*shown.estimates)
    filled = with_numbers(shown, term)
    constant = [a for a in filled.as_ordered_terms() if not free(a) & set(shown.estimates) and shown.answer.found.data in free(a)]
    rest = Formula(r" + \text{constant}", " + constant") if constant else Formula("", "")
    sign = ABOUT if filled.atoms(Float) else EQUAL
    return [(_formula(left, names) + sign + _formula(filled - sum(constant), names) + rest,)]


def _estimate(shown: Figures, parameter: Symbol, value: float, names: dict) -> tuple:
    hat, found = _formula(Symbol(f"{parameter}_hat")), shown.answer.found
    term = found.points[parameter]
    if parameter in shown.intervals:
        lo, hi = _outward(*shown.intervals[parameter])
        certain = hat + MEMBER + Formula(f"[{lo}, {hi}]", f"[{lo}, {hi}]".replace("-", "−"))
        return (hat + _related(value), ", certainly ", certain, " for the statistics as computed")
    chain = hat if isinstance(term, Zero | Solution) else hat + EQUAL + _formula(term, names)
    values = {found.size: shown.n, **shown.known, **{k: float(v) for k, v in shown.statistics.items() if np.ndim(v) == 0}}
    if free(term) <= set(values) and term not in values:
        digits = {k: number(v, 7) for k, v in values.items()}
        chain += EQUAL if all(float(f"{v:.7g}") == v for k, v in values.items() if k in free(term)) else ABOUT
        chain += _formula(term, {k: (d.latex, d.text) for k, d in digits.items()})
    return (chain + _related(value),)


def _vector(shown: Figures, parameter: IndexedBase, values) -> list[Part]:
    """The estimated probabilities, one row for each category; the largest is not marked, as it is not a maximum of anything."""
    hat = IndexedBase(f"{parameter}_hat")
    entry, (k, *_) = shown.answer.found.points[parameter].args
    made: list[Part] = [(_formula(hat[k]) + EQUAL + _formula(entry), ", where the label 0 is category 1" if shown.labels else "")]
    rows = tuple((number(place), number(float(v), 6)) for place, v in enumerate(values[:MOST], 1))
    made.append(Grid((_formula(k), _formula(hat[k])), rows))
    if len(values) > MOST:
        made.append((f"and {len(values) - MOST} more categories",))
    return made


def _title(table: Table) -> str | tuple:
    parameter = _formula(table.parameter)
    if not table.others:
        return ("The likelihood as ", parameter, " varies:")
    others = Formula(", ".join(latex(q) for q in table.others), ", ".join(text(q) for q in table.others))
    if len(table.others) > 1:
        return ("The likelihood as ", parameter, " varies, with ", others, " at the estimates:")
    return ("The profile likelihood of ", parameter, " (for each value, the largest likelihood over ", others, "):")


def _grid(table: Table, peak: float) -> Grid:
    parameter = _formula(table.parameter)
    head = (parameter, Formula("L", "L"), Formula(r"\ell = \log L", "ℓ = log L"), Formula(r"L / L(\text{maximum})", "L/L(max)"))
    heights = ((r.value, r.log_likelihood) for r in table.rows)
    rows = tuple((number(value, 6), exponential(height), fixed(height, 4), exponential(height - peak)) for value, height in heights)
    return Grid(head, rows, next((k for k, r in enumerate(table.rows) if r.is_maximum), None))


# --- in the formats --------------------------------------------------------------------------------------------------


def as_text(shown: Figures, page: int) -> str:
    made = []
    for part in parts(shown):
        match part:
            case str():
                made += ["", part]
            case tuple():
                words = "".join(printable(p) if isinstance(p, str) else p.text for p in part)
                made += wrap(words, page, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False, break_long_words=False)
            case Grid(head, rows, mark):
                made += [*_columns([[f.text for f in row] for row in (head, *rows)], mark), ""]
    return "\n".join(made).rstrip("\n") + "\n"


def _columns(cells: list[list[str]], mark: int | None) -> list[str]:
    widths = [max(columns_of(row[k]) for row in cells) for k in range(len(cells[0]))]
    lines = ["    " + "   ".join(" " * (w - columns_of(c)) + c for w, c in zip(widths, row, strict=True)) for row in cells]
    if mark is not None:
        lines[mark + 1] += "  ← maximum"
    return [lines[0], "    " + "─" * (sum(widths) + 3 * (len(widths) - 1)), *lines[1:]]


TABULAR = r"""\begin{{center}}\small
\begin{{tabular}}{{{columns}}}
{head} \\ \hline
{body}
\end{{tabular}}
\end{{center}}
"""


def as_latex(shown: Figures) -> str:
    made = []
    for part in parts(shown):
        match part:
            case str():
                made.append(rf"\subsection*{{{escape_tex(part)}}}")
            case tuple():
                made.append("".join(escape_tex(p) if isinstance(p, str) else f"${p.latex}$" for p in part) + "\n")
            case Grid(head, rows, mark):
                lines = [" & ".join(f"${f.latex}$" for f in row) for row in (head, *rows)]
                if mark is not None:
                    lines[mark + 1] += r" & $\leftarrow$ maximum"
                body = " \\\\\n".join(lines[1:])
                columns = "r" * len(head) + "l"
                made.append(TABULAR.format(columns=columns, head=lines[0], body=body))
    return "\n".join(made) + "\n"


def as_markdown(shown: Figures) -> str:
    made = []
    for part in parts(shown):
        match part:
            case str():
                made.append(f"## {escape_markdown(part)}")
            case tuple():
                made.append("".join(_kept(p) if isinstance(p, str) else f"${p.latex}$" for p in part))
            case Grid(head, rows, mark):
                lines = ["| " + " | ".join(f"${f.latex}$" for f in row) + " | " for row in (head, *rows)]
                marks = ["", *("maximum" if k == mark else "" for k in range(len(rows)))]
                lines = [f"{line}{m} |" for line, m in zip(lines, marks, strict=True)]
                made.append("\n".join([lines[0], "|" + "--:|" * len(head) + ":--|", *lines[1:]]))
    return "\n\n".join(made) + "\n"


def _kept(words: str) -> str:
    """Escaped words with the spaces at their ends."""
    return f"{' ' * words.startswith(' ')}{escape_markdown(words)}{' ' * words.endswith(' ')}"


def as_data(shown: Figures) -> dict:
    """The numbers for programs; −∞ is null."""
    return {
        "source": shown.source,
        "n": shown.n,
        "known": {str(k): v for k, v in shown.known.items()},
        "statistics": {str(k): np.asarray(v).tolist() for k, v in shown.statistics.items()},
        "estimates": {str(p): np.asarray(v).tolist() for p, v in shown.estimates.items()},
        "enclosures": {str(p): list(v) for p, v in shown.intervals.items()},
        "log_likelihood": shown.peak,
        "notes": list(shown.notes),
        "tables": [
            {"parameter": str(t.parameter), "profiled": [str(q) for q in t.others], "rows": [_row(r) for r in t.rows]} for t in shown.tables
        ],
    }


def _row(row) -> dict:
    value = row.log_likelihood if isfinite(row.log_likelihood) else None
    return {"value": row.value, "log_likelihood": value, "is_maximum": row.is_maximum}
