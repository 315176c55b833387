"""The documents of all families are LaTeX that compiles, and those under reports/ are what the program writes today.

``python tests/test_documents.py`` writes the reports anew.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

import derive
from derive.cli import main

ROOT = pathlib.Path(__file__).resolve().parents[1]
REPORTS = {
    "normal.tex": "mle normal",
    "categorical.tex": "mle categorical",
    "gamma.tex": "mle gamma",
    "binomial.tex": "mle binomial --data 56/100",
    "normal.md": "mle normal",
}
TEX = shutil.which("pdflatex")
SAFE = {"openin_any": "p", "openout_any": "p"}
needs_tex = pytest.mark.skipif(TEX is None, reason="pdflatex is not installed; on Debian: apt-get install texlive-latex-recommended")


def compiled(document: str, folder: pathlib.Path) -> str:
    """Compile to document.pdf, and return the log. Raises AssertionError with the first complaint."""
    (folder / "document.tex").write_text(document, encoding="utf-8")
    command = [str(TEX), "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "document.tex"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, env={**os.environ, **SAFE}, cwd=folder)
    complaint = re.search(r"^!.*(\n.*){0,6}", done.stdout, re.MULTILINE)
    assert done.returncode == 0, complaint[0] if complaint else done.stdout[-2000:]
    return done.stdout


def written(path: pathlib.Path, *words: str) -> str:
    """What the command writes to the file."""
    main([*words, "-o", str(path)])
    return path.read_text(encoding="utf-8")


def too_wide(log: str) -> list[str]:
    """Lines that stick out of the page by more than a hair."""
    return [m[0] for m in re.finditer(r"Overfull \\hbox \(([\d.]+)pt too wide\).*", log) if float(m[1]) > 1]


@needs_tex
@pytest.mark.parametrize("name", derive.distributions())
def test_document_compiles_within_the_page(name, tmp_path):
    assert too_wide(compiled(written(tmp_path / "written.tex", "mle", name), tmp_path)) == []
    assert (tmp_path / "document.pdf").stat().st_size > 10_000


@needs_tex
@pytest.mark.parametrize("words", ["binomial --data 56/100", "normal --data -1.5,.3,2", "gamma --data 1.2,3.4,5", "uniform --data 1,2,3"])
def test_document_with_numbers_compiles(words, tmp_path):
    document = written(tmp_path / "written.tex", "mle", *words.split())
    assert "maximum" in document
    assert too_wide(compiled(document, tmp_path)) == []


@needs_tex
def test_names_of_files_are_words_to_tex(tmp_path):
    data = tmp_path / r"50% \input{x} #1 $y$ 키.csv"
    data.write_text("a_b\n1\n2\n4\n", encoding="utf-8")
    document = written(tmp_path / "written.tex", "mle", "normal", "--data", str(data))
    assert r"\input{x}" not in document
    compiled(document, tmp_path)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_current(name, tmp_path):
    main([*REPORTS[name].split(), "-o", str(tmp_path / name)])
    current = (tmp_path / name).read_bytes()
    assert (ROOT / "reports" / name).read_bytes() == current, "the reports are not current; run: python tests/test_documents.py"


def test_there_are_no_other_reports():
    found = {path.name for path in (ROOT / "reports").iterdir()}
    assert found == {*REPORTS, "normal.png"}


def _rewrite() -> None:
    import tempfile

    for name, words in REPORTS.items():
        main([*words.split(), "-o", str(ROOT / "reports" / name)])
    if TEX and shutil.which("pdftoppm"):
        with tempfile.TemporaryDirectory() as folder:
            compiled((ROOT / "reports" / "normal.tex").read_text(encoding="utf-8"), pathlib.Path(folder))
            crop = "-r 80 -f 1 -l 1 -x 50 -y 60 -W 560 -H 640 -png -singlefile".split()
            subprocess.run(["pdftoppm", *crop, f"{folder}/document.pdf", str(ROOT / "reports" / "normal")], check=True)


if __name__ == "__main__":
    sys.exit(_rewrite())
