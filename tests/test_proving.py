"""``derive prove``: what it prints and writes, what it says about mistakes, and that its documents are read back."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import derive
from derive.catalogue import cited
from derive.cli import main
from derive.kernel.check import Theorem, replay
from derive.writing.record import from_json

READ_BACK = ("kl-decomposition", "training-objective", "likelihood-is-no-density", "underflow", "logistic-loss", "central-limit-theorem",
             "factorisation", "cross-entropy-bernoulli")  # fmt: skip
PROVED_BACK = ("training-objective", "likelihood-is-no-density", "underflow", "factorisation", "wasserstein-normal")


@pytest.fixture
def said(capsys, monkeypatch):
    """A command in this process: its exit status, output and complaints."""
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words):
        status = main([str(w) for w in words])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_one(said):
    status, out, err = said("prove", "kl-decomposition")
    assert (status, err) == (0, "")
    assert "KL(P‖Q) = H(P, Q) − H(P)" in out and "q(x) > 0 wherever p(x) > 0" in out and "Verdict: proved" in out
    assert max(map(len, out.splitlines())) <= 100


def test_output_in_the_readme_is_real(said):
    readme = (pathlib.Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("$ derive prove gibbs-inequality\n")[2].partition("\n```")[0].splitlines()
    lines = iter(said("prove", "gibbs-inequality")[1].splitlines())
    assert len(shown) > 8 and all(any(wanted == line for line in lines) for wanted in shown if wanted != "…")


def test_names_as_people_write_them(said):
    assert said("prove", "KL_decomposition")[1] == said("prove", "kl decomposition")[1] == said("prove", "kl-decomposition")[1]


def test_all_and_list(said):
    names = list(derive.identities())
    status, out, _ = said("prove", "--list")
    assert status == 0 and [line.split()[0] for line in out.splitlines()] == names
    status, out, _ = said("prove", "--all")
    lines = out.splitlines()
    assert status == 0 and [line.split()[0] for line in lines[:-1]] == names
    assert all(line.split()[1] == "proved" for line in lines[:-1])
    assert lines[-1] == f"{len(names)} of {len(names)} proved"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gibbs"], "unknown identity 'gibbs'; did you mean gibbs-inequality?"),
        (["pinskers-inequality"], "did you mean pinsker-inequality?"),
        (["zzz"], "unknown identity 'zzz'; known: "),
        ([], "the following arguments are required: NAME, --all or --list"),
        (["kl-decomposition", "--all"], "NAME and --all exclude each other"),
        (["--all", "--list"], "--all and --list exclude each other"),
        (["kl-decomposition", "-o", "x.doc"], "x.doc"),
        (["kl-decomposition", "--formt", "json"], "--format"),
    ],
)
def test_mistakes(said, words, message):
    status, out, err = said("prove", *words)
    assert (status, out) == (2, "")
    assert err.startswith("derive: ") and message in err and err.count("\n") == 1


def test_files(said, tmp_path):
    for suffix, start in (
        (".tex", "% Written by derive"),
        (".md", "<!-- Written by derive"),
        (".json", "{"),
        (".txt", "Gibbs' inequality"),
    ):
        path = tmp_path / f"gibbs{suffix}"
        assert said("prove", "gibbs-inequality", "-o", path) == (0, "", "")
        assert start in path.read_text(encoding="utf-8")[:60]
    foreign = tmp_path / "mine.tex"
    foreign.write_text("my own", encoding="utf-8")
    assert said("prove", "gibbs-inequality", "-o", foreign)[0] == 2 and foreign.read_text(encoding="utf-8") == "my own"


def test_derivations_are_read_back_from_json(said):
    """The derivations in the output replay, after having been data."""
    _, out, _ = said("prove", "pinsker-inequality", "--format", "json")
    data = json.loads(out)
    assert data["verdict"] == "proved" and data["result"][0]["text"] == "2 TV(P, Q)² ≤ KL(P‖Q)"
    for each in data["derivations"]:
        assert isinstance(replay(from_json(each, cited())), Theorem)


@pytest.mark.parametrize("name", READ_BACK)
def test_documents_are_read_back(name):
    """The checker refutes nothing that was proved, in Markdown and in LaTeX."""
    found = derive.prove(name)
    for text, kind in ((found.markdown(), "markdown"), (found.latex(), "latex")):
        verdicts = [item.verdict for item in derive.check(text, kind).files[0].items]
        assert verdicts and "refuted" not in verdicts


@pytest.mark.parametrize("name", PROVED_BACK)
def test_documents_are_proved_by_the_checker(name):
    report = derive.check(derive.prove(name).markdown())
    assert {item.verdict for item in report.files[0].items} <= {"proved", "given"}


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
def test_everything_compiles(tmp_path):
    from derive.writing.document import book

    documents = [d for name in derive.identities() for d in derive.prove(name).documents]
    (tmp_path / "all.tex").write_text(book(documents), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path, capture_output=True, timeout=120, env={**os.environ, "openin_any": "p", "openout_any": "p"}, check=False,
    )  # fmt: skip
    log = (tmp_path / "all.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-2000:]
    assert not re.findall(r"Overfull \\hbox \((\d{2,})", log)


def test_every_cited_rule_is_explained(said):
    used = {s.rule.name for name in derive.identities() for d in derive.prove(name).derivations for s in d.steps if s.rule is not None}
    assert used <= set(cited())
    status, out, _ = said("explain", "log-below-line")
    assert status == 0 and "log a ≤ a − 1" in out and "In the proof of gibbs-inequality" in out and "tangent" in out
