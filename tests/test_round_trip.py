"""What the program writes, it reads back and judges: every step proved, and no step any more once it is changed."""

import re
from collections import Counter

import pytest

import derive
from derive.cli import main
from derive.reading.check import check_text

WRONG = {
    "number": (re.compile(r"(?<![\d.\\])\d+(?![\d.]|em)"), lambda m: str(int(m[0]) + 1)),
    "sign": (re.compile(r"(?<=[\s(\[{])[+-](?=[\s\\\w(])"), lambda m: "-" if m[0] == "+" else "+"),
    "name": (re.compile(r"\\(?:lambda|mu|sigma|alpha|beta|theta)(?![a-zA-Z])"), lambda m: r"\kappa"),
    "function": (re.compile(r"\\(?:log|psi|exp|max|min)(?![a-zA-Z])"), lambda m: r"\sin"),
    "statistic": (re.compile(r"\\bar\{x\}"), lambda m: r"\tilde{y}"),
    "size": (re.compile(r"(?<![\\a-zA-Z{])n(?![a-zA-Z])"), lambda m: "(n - 1)"),
    "bracket": (re.compile(r"\\left\\\{|\\\{"), lambda m: m[0] + "1 + "),
}
SILENT = re.compile(r"\\(?:text|intertext|textit|resizebox)\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}(?:\{!\})?|\{2\}\n")
CHANGED = ("exponential", "bernoulli", "normal", "gamma", "pareto", "laplace")


def _documents(name: str) -> tuple[str, str]:
    made = derive.mle(name)
    return made.latex(), made.markdown()


@pytest.mark.parametrize("name", derive.distributions())
@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_every_step_that_is_written_is_proved_when_it_is_read(name, form):
    text = _documents(name)[form == "markdown"]
    findings = check_text(text, f"document.{'md' if form == 'markdown' else 'tex'}").findings
    left = [
        (f.verdict, text[f.relation.lhs.start : f.relation.rhs.end], f.message) for f in findings if f.verdict not in ("proved", "given")
    ]
    assert left == []
    assert sum(f.verdict == "proved" for f in findings) >= 7
    assert not any(f.warning for f in findings)


def _edits(text: str, findings, most: int = 1) -> list[tuple[str, int, str]]:
    """Of each step, the whole text with the first place of some kind changed; the kinds take turns."""
    silent = [m.span() for m in SILENT.finditer(text)]
    found, kinds = [], list(WRONG)
    for k, finding in enumerate(findings):
        if finding.verdict != "proved":
            continue
        start, end = finding.relation.sign.end, finding.relation.rhs.end
        own = []
        for kind in (*kinds[k % len(kinds) :], *kinds[: k % len(kinds)]):
            pattern, change = WRONG[kind]
            places = [m for m in pattern.finditer(text, start, end) if not any(a <= m.start() < b for a, b in silent)]
            own += [(kind, k, text[: place.start()] + change(place) + text[place.end() :]) for place in places[:1]]
        found += own[:most]
    return found


@pytest.mark.parametrize("name", CHANGED)
def test_no_step_is_proved_once_it_is_changed(name):
    text = _documents(name)[0]
    findings = check_text(text, "document.tex").findings
    edits, proved, seen = _edits(text, findings), [], Counter()
    for kind, k, changed in edits:
        place = findings[k].relation.sign.start
        now = next((f for f in check_text(changed, "document.tex").findings if f.relation.sign.start == place), None)
        seen[now.verdict if now else "gone"] += 1
        if now is not None and now.verdict == "proved":
            proved.append((kind, changed[place : place + 120]))
    assert proved == []
    assert len(edits) >= 11 and seen["refuted"] >= 3


SAMPLE = r"""# Maximum likelihood

$n$ independent observations of a variable $x \in \{0, 1, 2, \dots\}$ with probability $f(x) = \frac{\lambda^x}{x!} e^{-\lambda}$,
parameter $\lambda \in (0, \infty)$.
"""
MEAN = r"$$ \hat{\lambda} = \frac{1}{n} \sum_{i=1}^n x_i $$"
LOG = r"$$ \ell(\lambda) = \sum_{i=1}^n (x_i \log\lambda - \lambda - \log x_i!) $$"


def _verdict(*parts: str) -> tuple[str, str]:
    found = check_text("\n\n".join((SAMPLE, *parts)), "sample.md").findings[-1]
    return found.verdict, found.code


def test_an_estimate_is_proved_where_the_text_states_what_it_takes():
    condition = "## Conditions\n\n- $\\frac{1}{n} \\sum_{i=1}^n x_i > 0$"
    findings = check_text("\n\n".join((SAMPLE, MEAN, condition)), "sample.md").findings
    assert [f.verdict for f in findings] == ["given", "given", "given", "proved", "given"]
    assert _verdict(MEAN) == ("supported", "D501")


@pytest.mark.parametrize(
    "wrong",
    [
        r"$$ \hat{\lambda} = \frac{1}{n - 1} \sum_{i=1}^n x_i $$",
        r"$$ \operatorname*{arg\,max}_{\lambda \in (0, \infty)} \ell(\lambda) = \left\{ \frac{2}{n} \sum_{i=1}^n x_i \right\} $$",
    ],
)
def test_another_place_than_the_maximum_is_refuted(wrong):
    assert _verdict(wrong) == ("refuted", "D603")


@pytest.mark.parametrize(
    "true",
    [
        [r"An unbiased estimate is", r"$$ \hat{\lambda} = \frac{1}{n - 1} \sum_{i=2}^n x_i $$"],
        [LOG, r"Here $n = 2$.", r"$$ \ell(\lambda) = (x_1 + x_2) \log \lambda - n \lambda - \log x_1! - \log x_2! $$"],
        [LOG, r"Setting the derivative to zero,", r"$$ \frac{\mathrm{d}\ell}{\mathrm{d}\lambda} = 0 $$"],
        [LOG, "up to a constant", r"$$ \ell(\lambda) = \log\lambda \sum_{i=1}^n x_i - n \lambda $$"],
        [r"The mean log-likelihood is", r"$$ \ell(\lambda) = \frac{1}{n} \sum_{i=1}^n (x_i \log\lambda - \lambda - \log x_i!) $$"],
        [r"From the data 1, 2, 3:", r"$$ \hat{\lambda} = 2 $$"],
        [r"$n = 3$", r"$\bar{x} = 2$", r"$$ L(\lambda) = \frac{\lambda^6}{12} e^{-3\lambda} $$"],
    ],
)
def test_what_can_be_meant_otherwise_is_not_refuted(true):
    assert all(f.verdict != "refuted" for f in check_text("\n\n".join((SAMPLE, *true)), "sample.md").findings)


@pytest.mark.parametrize("family, data", [("binomial", "56/100"), ("normal", "-1.5,.3,2"), ("uniform", "1,2,3")])
def test_nothing_is_refuted_in_a_document_with_data(family, data, tmp_path):
    path = tmp_path / "written.tex"
    main(["mle", family, "--data", data, "-o", str(path)])
    findings = check_text(path.read_text(encoding="utf-8"), "written.tex").findings
    assert [f.relation.sign.start for f in findings if f.verdict == "refuted"] == []


def test_an_order_statistic_is_not_the_observation_of_that_number():
    text = r"$$ \bar{x} = \frac{1}{n} \sum_{i=1}^n x_i $$" "\n\n" r"$$ x_{(1)} = x_1 $$" "\n\n" r"$$ x_{(n)} = x_n $$"
    assert not {"proved", "supported"} & {f.verdict for f in check_text(text, "sample.md").findings[1:]}


def test_a_text_that_means_something_else_by_a_name_is_not_proved_by_it():
    other = r"$$ \hat{\lambda} = \frac{1}{2} x_1 + \frac{1}{2} x_2 $$", r"$$ \hat{\lambda} - \frac{1}{n} \sum_{i=1}^n x_i = 0 $$"
    assert _verdict(*other)[0] != "proved"
    assert _verdict(r"$$ \ell(\lambda) = \lambda^2 $$", LOG)[0] != "proved"
