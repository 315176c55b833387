"""The command line as a person meets it: what it prints, where it writes, and what it says about mistakes."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import pytest

import derive
from derive.cli import main

ROOT = pathlib.Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-m", "derive"]
PLAIN = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")} | {"PYTHONPATH": str(ROOT)}


def run(*words, **settings):
    """The command in a process of its own."""
    settings = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 60, "env": PLAIN, **settings}
    return subprocess.run([*COMMAND, *words], **settings)


@pytest.fixture
def said(capsys):
    """A command in this process: its exit status, output and complaints."""

    def call(*words):
        status = main(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def complaint(said, *words) -> str:
    status, out, err = said(*words)
    assert (status, out) == (2, "")
    assert err.startswith("derive: ") and err.count("\n") == 1
    return err.removeprefix("derive: ").strip()


# --- start ---


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nsys.stderr.write(' '.join(sys.modules))"], capture_output=True, text=True, env=PLAIN
    )
    return set(done.stderr.split())


def test_import_is_light():
    assert not loaded_by("import derive") & {"sympy", "numpy", "flint", "dataclasses"}


@pytest.mark.parametrize("words", [["--help"], ["mle", "--help"], ["--version"], ["mel"], ["mle", "normal", "--formt", "x"], []])
def test_words_are_understood_before_anything_heavy_is_imported(words):
    code = f"from derive.cli import main\nmain({words})" if words[-1:] not in (["mel"], ["x"]) else f"""
import io
from derive.cli import main
real, sys.stderr = sys.stderr, io.StringIO()
main({words})
sys.stderr = real"""
    code = code.replace("\nmain(", "\ntry: main(") + "\nexcept SystemExit: pass" if "try" in code else code
    assert not loaded_by(code) & {"sympy", "numpy", "flint", "dataclasses", "inspect", "json", "shutil"}


def test_a_derivation_without_data_does_not_load_numpy():
    assert "numpy" not in loaded_by("from derive.cli import main\nmain(['mle', 'normal'])")


# --- help ---


def test_help(said):
    status, out, err = said("--help")
    assert (status, err) == (0, "")
    for command in ("mle", "list", "explain"):
        assert command in out
    assert "exit status" in out


@pytest.mark.parametrize("command", ["mle", "list", "explain"])
def test_help_of_a_command_has_examples(said, command):
    status, out, _ = said(command, "--help")
    assert status == 0
    assert f"  derive {command}" in out and "exit status" in out
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize("example", sorted(set(re.findall(r"^  derive (list.*?|explain.*?|mle [\w -]*?)(?:  .*)?$", "\n".join((
    __import__("derive.cli.arguments", fromlist=["x"]).EXAMPLES, __import__("derive.cli.arguments", fromlist=["x"]).MLE,
    __import__("derive.cli.arguments", fromlist=["x"]).LIST, __import__("derive.cli.arguments", fromlist=["x"]).EXPLAIN)), re.MULTILINE))))
def test_examples_of_the_help_work(said, example):
    assert said(*example.split())[0] == 0


def test_no_arguments(said):
    status, out, _ = said()
    assert status == 2 and out.startswith("usage: derive")


def test_version(said):
    assert said("--version")[:2] == (0, f"derive {derive.__version__}\n")
