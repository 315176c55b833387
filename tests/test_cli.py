"""The command line as a person meets it: what it prints, where it writes, and what it says about mistakes."""

import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

import derive
from derive.cli import main
from derive.cli.arguments import parsers
from derive.kernel.check import Theorem, replay
from derive.language.sets import Integers
from derive.writing.record import from_json

ROOT = pathlib.Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-m", "derive"]
PLAIN = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")} | {"PYTHONPATH": str(ROOT)}
HEAVY = {"sympy", "numpy", "flint", "dataclasses", "inspect", "json", "tempfile"}
HELP = "\n".join(parser.epilog for parser in (parsers()[0], *parsers()[1].values()))
EXAMPLES = re.findall(r"^  derive (list(?: \w+)?|explain [\w-]+|mle \w+)(?=  |$)", HELP, re.MULTILINE)


def run(*words, **settings):
    """The command in a process of its own."""
    settings = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 60, "env": PLAIN, **settings}
    return subprocess.run([*COMMAND, *words], **settings)


@pytest.fixture
def said(capsys, monkeypatch):
    """A command in this process: its exit status, output and complaints."""
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words):
        status = main([str(w) for w in words])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def complaint(said):
    """What a command complains of, in one line."""

    def call(*words):
        status, out, err = said(*words)
        assert (status, out) == (2, "")
        assert err.startswith("derive: ") and err.count("\n") == 1
        return err.removeprefix("derive: ").strip()

    return call


# --- start -----------------------------------------------------------------------------------------------------------


def loaded_by(code: str) -> set[str]:
    """The modules that the code imports."""
    code = f"import sys\n{code}\nprint('\\n' + ' '.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=PLAIN).stdout.splitlines()[-1].split())


def test_import_is_light():
    assert not loaded_by("import derive") & HEAVY


@pytest.mark.parametrize("words", ["--help", "mle --help", "--version", "mel", "mle normal --formt x", ""])
def test_words_are_understood_before_anything_heavy_is_imported(words):
    assert not loaded_by(f"from derive.cli import main; main({words.split()})") & HEAVY


def test_a_derivation_without_data_does_not_load_numpy():
    assert "numpy" not in loaded_by("from derive.cli import main; main(['mle', 'normal'])")


# --- help ------------------------------------------------------------------------------------------------------------


def test_help(said):
    status, out, err = said("--help")
    assert (status, err) == (0, "")
    assert all(word in out for word in ("mle", "list", "explain", "exit status"))


@pytest.mark.parametrize("command", parsers()[1])
def test_help_of_a_command_has_examples(said, command):
    status, out, _ = said(command, "--help")
    assert status == 0
    assert f"  derive {command}" in out and "exit status" in out
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize("example", sorted(set(EXAMPLES)))
def test_examples_of_the_help_work(said, example):
    assert said(*example.split())[0] == 0


def test_no_arguments(said):
    status, out, _ = said()
    assert status == 2 and out.startswith("usage: derive")


def test_version(said):
    assert said("--version")[:2] == (0, f"derive {derive.__version__}\n")


# --- mistakes in the words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("mel normal", "there is no command 'mel'; did you mean mle?"),
        ("frobnicate", "there is no command 'frobnicate'; there are mle, "),
        ("mle normal --formt json", "there is no option --formt; did you mean --format?"),
        ("mle normal --dat=3", "there is no option --dat; did you mean --data?"),
        ("--verison", "there is no option --verison; did you mean --version?"),
        ("mle norml", "unknown distribution 'norml'; did you mean normal?"),
        ("explain log-of-prodct", "unknown rule or distribution 'log-of-prodct'; did you mean log-of-product?"),
        ("mle normal gamma", "'gamma' is one word too many"),
        ("mle", "DISTRIBUTION"),
        ("mle normal --format pdf", "invalid choice: 'pdf'"),
        ("mle normal -o normal.pdf", "use .tex .md .json .txt, or --format"),
        ("mle normal -o normal", "has no ending"),
        ("mle normal --column a", "give them with --data"),
        ("mle binomial --known m=3", "give them with --data"),
        ("list rulez", "invalid choice: 'rulez'"),
    ],
)
def test_mistakes_in_the_words(complaint, words, hint):
    assert hint in complaint(*words.split())


# --- documents -------------------------------------------------------------------------------------------------------


def test_derivation_in_the_terminal(said):
    status, out, err = said("mle", "normal")
    assert (status, err) == (0, "")
    assert out.startswith("Maximum likelihood") and out.endswith("Verdict: proved\n") and "σ̂² = s²" in out
    assert "\033" not in out and "Written by" not in out


@pytest.mark.parametrize("spelling", ["Inverse Gaussian", "inverse_gaussian", "INVERSE-GAUSSIAN"])
def test_spellings_of_a_name(said, spelling):
    assert said("mle", spelling)[0] == 0


@pytest.mark.parametrize("width", [40, 70])
def test_width_of_the_terminal(width):
    done = run("mle", "normal", env=PLAIN | {"COLUMNS": str(width)})
    assert max(map(len, done.stdout.splitlines())) <= width


STARTS = {
    "latex": "% Written by derive",
    "markdown": "<!-- Written by derive",
    "json": '{\n "generator": "derive"',
    "text": "Written by derive",
}


@pytest.mark.parametrize(("suffix", "kind"), [(".tex", "latex"), (".md", "markdown"), (".json", "json"), (".txt", "text")])
def test_formats(said, tmp_path, suffix, kind):
    path = tmp_path / f"normal{suffix}"
    assert said("mle", "normal", "-o", path) == (0, "", "")
    assert path.read_text(encoding="utf-8").startswith(STARTS[kind])
    if kind != "text":
        assert said("mle", "normal", "--format", kind)[1] == path.read_text(encoding="utf-8")


def test_format_goes_before_the_suffix(said, tmp_path):
    said("mle", "normal", "-o", tmp_path / "a.txt", "--format", "latex")
    assert r"\documentclass" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_json(said):
    made = json.loads(said("mle", "binomial", "--format", "json", "--data", "56/100")[1])
    assert (made["generator"], made["verdict"], made["result"][0]["text"]) == ("derive", "proved", "p̂ = x̄/m")
    assert isinstance(replay(from_json(made["derivation"], derive.rules())), Theorem)
    assert made["data"]["estimates"] == {"p": 0.56} and made["data"]["known"] == {"m": 100}


def test_an_open_result_is_status_1(said, monkeypatch):
    from sympy import cos, symbols

    from derive import Distribution, catalogue
    from derive.language.sets import positive, reals

    x, t = symbols("x t")
    odd = Distribution("odd", (2 + cos(x * t) / t) / 7, reals, {t: positive})
    monkeypatch.setitem(catalogue.distributions(), "odd", odd)
    status, out, _ = said("mle", "odd")
    assert status == 1 and "Verdict: open" in out
    assert "not proved" in said("mle", "odd", "--data", "1,2")[2]


# --- files -----------------------------------------------------------------------------------------------------------


def test_own_files_are_overwritten(said, tmp_path):
    for suffix in (".tex", ".md", ".json", ".txt"):
        path = tmp_path / f"a{suffix}"
        said("mle", "normal", "-o", path)
        assert said("mle", "gamma", "-o", path)[0] == 0
        assert "gamma" in path.read_text(encoding="utf-8")


def test_other_files_are_kept(said, complaint, tmp_path):
    path = tmp_path / "thesis.tex"
    path.write_text("years of work", encoding="utf-8")
    assert "was not written by derive; use --force" in complaint("mle", "normal", "-o", path)
    assert path.read_text(encoding="utf-8") == "years of work"
    assert said("mle", "normal", "-o", path, "--force")[0] == 0
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["with spaces.tex", "정규분포.md", "--force.txt", "-.json"])
def test_odd_names(said, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert said("mle", "normal", f"--output={name}")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_unwritable_places(complaint, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "there is no directory" in complaint("mle", "normal", "-o", tmp_path / "no" / "a.tex")
    assert "is a directory" in complaint("mle", "normal", "--format", "latex", "-o", tmp_path)
    assert "there is no directory" in complaint("mle", "normal", "-o", tmp_path / "file" / "a.tex")
    loop = tmp_path / "loop.tex"
    loop.symlink_to(loop)
    assert "cannot write" in complaint("mle", "normal", "-o", loop)


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="there is no /dev/full")
def test_full_disk(complaint):
    assert "no space left" in complaint("mle", "normal", "--format", "text", "-o", "/dev/full")
    with open("/dev/full", "w") as full:
        done = run("mle", "normal", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert (done.returncode, done.stderr) == (2, "derive: cannot write the output: no space left on device\n")


def test_no_half_file_and_no_litter(said, tmp_path, monkeypatch):
    path = tmp_path / "a.tex"
    said("mle", "normal", "-o", path)
    before = path.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert said("mle", "gamma", "-o", path)[0] == 2
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_links_and_permissions_stay(said, tmp_path):
    real, link = tmp_path / "real.tex", tmp_path / "link.tex"
    said("mle", "normal", "-o", real)
    real.chmod(0o640)
    link.symlink_to(real)
    said("mle", "gamma", "-o", link)
    assert link.is_symlink() and "gamma" in real.read_text(encoding="utf-8") and real.stat().st_mode & 0o777 == 0o640


def test_devices_are_written_to(said):
    assert said("mle", "normal", "--format", "latex", "-o", os.devnull)[0] == 0
    assert not pathlib.Path(os.devnull).is_file()


# --- the terminal ----------------------------------------------------------------------------------------------------


def test_closed_pipe_is_silent():
    words = " ".join((*COMMAND, "mle normal | true"))
    done = subprocess.run(["bash", "-c", words], capture_output=True, env=PLAIN)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_interrupted():
    process = subprocess.Popen([*COMMAND, "mle", "normal", "--data", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[1] == b"" and process.returncode == 130


def on_a_terminal(**environment) -> str:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    subprocess.run([*COMMAND, "explain", "log-of-product"], stdout=theirs, env=PLAIN | environment)
    os.close(theirs)
    return os.read(ours, 100_000).decode()


def test_colour_only_where_it_is_wanted():
    assert "\033[1mStatement" in on_a_terminal()
    assert "\033" not in on_a_terminal(NO_COLOR="1")
    assert "\033" not in on_a_terminal(TERM="dumb")


def test_ascii_terminal():
    done = run("mle", "normal", env=PLAIN | {"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")


# --- numbers ---------------------------------------------------------------------------------------------------------


def after(out: str) -> str:
    return out.partition("With the data\n")[2]


def test_successes_in_trials(said):
    status, out, _ = said("mle", "binomial", "--data", "56/100")
    assert status == 0
    numbers = after(out)
    assert "56/100: n = 1, m = 100" in numbers and "p̂ = x̄/m = 56/100 = 0.56" in numbers
    rows = [line.split() for line in numbers.splitlines() if re.match(r" +0\.\d+ ", line)]
    assert [row[0] for row in rows] == "0.1 0.2 0.3 0.4 0.5 0.56 0.6 0.7 0.8 0.9".split()
    assert [row[0] for row in rows if "maximum" in row] == ["0.56"]
    assert rows[4][1] == "0.03895" and rows[5][1] == "0.08016"


def test_the_likelihood_is_that_of_scipy(said):
    stats = pytest.importorskip("scipy.stats")
    data = json.loads(said("mle", "binomial", "--data", "56/100", "--format", "json")[1])["data"]
    for row in data["tables"][0]["rows"]:
        assert row["log_likelihood"] == pytest.approx(stats.binom.logpmf(56, 100, row["value"]), rel=1e-12)
    data = json.loads(said("mle", "gamma", "--data", "1.2,3.4,5", "--format", "json")[1])["data"]
    a, _, scale = stats.gamma.fit([1.2, 3.4, 5], floc=0)
    assert data["estimates"] == pytest.approx({"alpha": a, "beta": 1 / scale}, rel=1e-5)
    assert data["log_likelihood"] == pytest.approx(stats.gamma.logpdf([1.2, 3.4, 5], a, scale=scale).sum(), rel=1e-9)


def test_profile_of_the_normal_mean(said):
    """max over σ of ℓ(μ, σ) = −n/2 (log(2π(s² + (x̄ − μ)²)) + 1)."""
    from math import log, pi

    data = json.loads(said("mle", "normal", "--data", "1,2,4,7", "--format", "json")[1])["data"]
    table = data["tables"][0]
    assert (table["parameter"], table["profiled"]) == ("mu", ["sigma"])
    for row in table["rows"]:
        assert row["log_likelihood"] == pytest.approx(-2 * (log(2 * pi * (5.25 + (3.5 - row["value"]) ** 2)) + 1), abs=1e-6)


@pytest.mark.parametrize("name", [n for n, d in derive.distributions().items() if not d.known])
def test_numbers_in_every_family(said, name):
    support = derive.distributions()[name].support
    sample = ".2,.3,.5,.3" if not isinstance(support, Integers) else "1,0,1,1" if support.hi == 1 else "1,2,5,1"
    status, out, err = said("mle", name, "--data", sample)
    assert (status, err) == (0, "")
    assert "← maximum" in after(out) and "nan" not in after(out)


def test_largest_value_of_every_table_is_the_maximum(said):
    for name in ("bernoulli", "exponential", "weibull", "laplace", "pareto", "uniform-interval"):
        sample = "1,0,1,1" if name == "bernoulli" else "1.5,2.25,4,2"
        data = json.loads(said("mle", name, "--data", sample, "--format", "json")[1])["data"]
        for table in data["tables"]:
            heights = {row["is_maximum"]: row["log_likelihood"] for row in table["rows"] if row["log_likelihood"] is not None}
            best = max(row["log_likelihood"] for row in table["rows"] if row["log_likelihood"] is not None)
            assert heights[True] >= best - 1e-9, name


def test_bernoulli_counts(said):
    assert "p̂ = x̄ = 0.56" in said("mle", "bernoulli", "--data", "56/100")[1]


def test_certified_interval(said):
    out = said("mle", "gamma", "--data", "1.2,3.4,5")[1]
    assert re.search(r"α̂ ≈ 3\.322497806, certainly α̂ ∈ \[3\.3224978\d+, 3\.3224978\d+\]", out)


def test_estimate_on_the_border(said):
    status, out, err = said("mle", "binomial", "--data", "0/10")
    assert (status, err) == (0, "") and "the estimate lies on the border of the\n" in out


def test_unbounded_likelihood(said):
    out = said("mle", "normal", "--data", "3,3,3")[1]
    assert "the likelihood grows without bound as sigma approaches 0: it has no maximum" in out


@pytest.mark.parametrize(
    ("content", "column", "estimate"),
    [
        ("1\n2\n4\n", None, 7 / 3),
        ("\ufeff1\r\n2\r\n\r\n4\r\n", None, 7 / 3),
        ("height\n1\n2\n4\n", None, 7 / 3),
        ("name,height\na,1\nb,2\n", "height", 1.5),
        ("name;height\na;1\nb;2\n", "2", 1.5),
        ("name\theight\na\t1\nb\t2\n", "height", 1.5),
        ("1,5\n2,7\n", "2", 6),
        ("1 2\n3 4\n", "1", 2),
        (" 1.5\n2e0 \n+.5\n", None, 4 / 3),
        ('"h, in cm",x\n"1",0\n"2",0\n', "h, in cm", 1.5),
        ("__import__('os').system('x'),y\n1,2\n2,2\n", "__import__('os').system('x')", 1.5),
    ],
)
def test_files(said, tmp_path, content, column, estimate):
    path = tmp_path / "data.csv"
    path.write_text(content, encoding="utf-8", newline="")
    words = ["mle", "exponential", "--data", path, "--format", "json", *(["--column", column] if column else [])]
    status, out, err = said(*words)
    assert (status, err) == (0, "")
    assert json.loads(out)["data"]["estimates"]["lambda"] == pytest.approx(1 / estimate)


@pytest.mark.parametrize(
    ("content", "words", "hint"),
    [
        ("1\n2,5\n", "", "row 2: 2 values where the rows before have 1; write 1.5 and not 1,5"),
        ("1,5\n2,7\n", "", "has 2 columns; choose one with --column (1 to 2). If the comma is a decimal comma, write a point"),
        ("a;b\n1,5;2\n", "--column a", "row 2: '1,5' is not a number; write 1.5 and not 1,5"),
        ("a,b\n1,2\n3\n", "--column a", "row 3: 1 values where the rows before have 2"),
        ("1\ntwo\n", "", "row 2: 'two' is not a number"),
        ("2024-01-05\n2024-01-06\n", "", "row 1: '2024-01-05' is not a number"),
        ("a,b\n1,2\n", "--column c", "has no column c; there are a, b"),
        ("height,b\n1,2\n", "--column heigth", "has no column heigth; did you mean height?"),
        ("1,2\n", "--column a", "has no header"),
        ("a,a\n1,2\n", "--column a", "2 columns with the name a"),
        ("a,b\n", "--column a", "a header and no rows"),
        ("", "", "contains no numbers"),
        ("\n\n", "", "contains no numbers"),
        ("x\n3\n-1\n", "", "row 3 is -1: outside the support"),
        ("3\n\n0\n", "", "row 3 is 0: outside the support"),
        ("x,y\n3,1\n,1\n", "--column x", "row 3 is nan: missing"),
        ("1\ninf\n", "", "row 2 is inf: not finite"),
        ("\x00\x01\n2\n", "", "it is not a text file"),
    ],
)
def test_mistakes_in_files(complaint, tmp_path, content, words, hint):
    path = tmp_path / "data.csv"
    path.write_text(content, encoding="utf-8", newline="")
    message = complaint("mle", "exponential", "--data", path, *words.split())
    assert hint in message and "data.csv" in message


def test_missing_values_can_be_dropped(said, tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("x\n3\nNA\n\n1\n", encoding="utf-8")
    out = said("mle", "exponential", "--data", path, "--nan", "drop", "--format", "json")[1]
    assert json.loads(out)["data"]["n"] == 2


def test_other_encodings(complaint, said, tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes("높이\n1\n2\n".encode("cp949"))
    assert "at offset 0; name another --encoding" in complaint("mle", "exponential", "--data", path)
    assert said("mle", "exponential", "--data", path, "--encoding", "cp949")[0] == 0
    assert "there is no encoding 'klingon'" in complaint("mle", "exponential", "--data", path, "--encoding", "klingon")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("exponential --data nowhere.csv", "cannot read nowhere.csv: no such file"),
        ("exponential --data /", "cannot read /: is a directory"),
        ("exponential --data 1,two,3", "number 2: 'two' is not a number"),
        ("exponential --data 1,-2", "number 2 of 1,-2 is -2: outside the support"),
        ("exponential --data 56/100", "observations of bernoulli or binomial, not of exponential"),
        ("binomial --data 101/100", "there cannot be 101 successes in 100 trials"),
        ("bernoulli --data 0/0", "there cannot be 0 successes in 0 trials"),
        ("bernoulli --data 5/1000000000", "use the distribution binomial"),
        ("binomial --data 56/100 --known m=50", "says m = 100, and --known says m = 50"),
        ("binomial --data 3,4", "give it with --known m=…"),
        ("binomial --data 3,4 --known k=3", "has no known constant k; it has m"),
        ("binomial --data 3,4 --known m=2.5", "m = 2.5 is outside its domain {1, …, ∞}"),
        ("binomial --data 3,4 --known m=nan", "m = nan is outside"),
        ("binomial --data 3,4 --known m", "is not a name and a number"),
        ("poisson --data 1.5,2", "not an integer"),
        ("gamma --data 3,3,3", "the data do not meet a condition of the result"),
        ("exponential --data 1e308,1e308", "not finite in double precision"),
        ("normal --data ,", "no such file"),
        ("categorical --data 1,0;1,1", "row 2 of 1,0;1,1 has the sum 2 instead of 1"),
        ("categorical --data 0,1.5", "number 2 of 0,1.5 is 1.5: not an integer"),
        ("exponential --data 1,2 --column a", "is not a file"),
    ],
)
def test_mistakes_in_numbers(complaint, words, hint):
    assert hint in complaint("mle", *words.split())


def test_standard_input():
    done = run("mle", "exponential", "--data", "-", "--format", "json", input="1\n2\n")
    assert json.loads(done.stdout)["data"]["source"] == "standard input"
    assert run("mle", "exponential", "--data", "-", input="").stderr.startswith("derive: standard input contains no numbers")


def test_negative_numbers_are_not_options(said):
    assert "x̄ = −0.5" in said("mle", "normal", "--data", "-1,0")[1]


@pytest.mark.parametrize("value", ["1e308,1e308", "1e-320,1e-320", "1e300,1e-300"])
def test_extreme_numbers(said, value):
    status, _, err = said("mle", "exponential", "--data", value)
    assert status in (0, 2) and "Traceback" not in err


def test_categories(said):
    out = after(said("mle", "categorical", "--data", "0,1,1,2")[1])
    assert re.search(r"2 +0\.5\n", out) and "label 0 is category 1" in out
    rows = after(said("mle", "categorical", "--data", "1,0,0;0,1,0;0,1,0;0,0,1")[1])
    assert re.search(r"2 +0\.5\n", rows) and "label" not in rows


def test_counts_in_rows(said, tmp_path):
    assert said("mle", "multinomial", "--data", "3,1,0;2,1,1", "--known", "m=4")[0] == 0
    path = tmp_path / "counts.csv"
    path.write_text("a,b,c\n3,1,0\n2,1,1\n", encoding="utf-8")
    data = json.loads(said("mle", "multinomial", "--data", path, "--known", "m=4", "--format", "json")[1])["data"]
    assert data["estimates"]["p"] == pytest.approx([5 / 8, 2 / 8, 1 / 8])


# --- list and explain ------------------------------------------------------------------------------------------------


def test_list(said):
    status, out, _ = said("list")
    assert status == 0
    for name in (*derive.distributions(), *derive.rules()):
        assert re.search(rf"^  {re.escape(name)} ", out, re.MULTILINE), name


def test_list_of_needs(said):
    status, out, _ = said("list", "needs")
    assert status == 0
    assert re.search(r"  normal: stationary\n +needs s² > 0: the observations are not all equal", out)
    assert "open" not in out


@pytest.mark.parametrize("name", derive.rules())
def test_every_rule_is_explained(said, name):
    rule = derive.rules()[name]
    status, out, _ = said("explain", name)
    assert status == 0
    assert "Statement\n" in out and "Why\n" in out
    assert ("Where\n" in out) == bool(rule.conditions or rule.generic)


def test_rule_with_example(said):
    out = said("explain", "log-of-product")[1]
    assert "f(i) > 0" in out and "Example\n  In the derivation for" in out


def test_distribution_is_explained(said):
    out = said("explain", "Gamma")[1]
    assert "proved, implicit" in out and "Needed of the sample" in out and "trigamma-bound" in out


# --- the manual ------------------------------------------------------------------------------------------------------


def shown(command: str) -> list[str]:
    """The lines that the README shows below a command, without those that stand for others."""
    block = README.partition(f"$ derive {command}\n")[2].partition("\n```")[0]
    return [line for line in block.splitlines() if line.strip() not in ("", "…")]


@pytest.mark.parametrize("command", ["mle normal", "mle binomial --data 56/100"])
def test_output_in_the_readme_is_real(said, command):
    lines = iter(said(*command.split())[1].splitlines())
    for wanted in shown(command):
        assert any(wanted == line for line in lines), f"the README shows a line that is not printed, or not there: {wanted}"


def test_commands_in_the_readme_work(said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rain.csv").write_text("day,mm\n1,2.5\n2,3\n3,8\n", encoding="utf-8")
    commands = re.findall(r"^derive (.+?)(?:\s+#.*)?$", README, re.MULTILINE)
    assert len(commands) >= 7
    for command in commands:
        assert said(*shlex.split(command))[0] == 0, command


def test_set_up_in_the_readme_is_what_is_tested():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .+$", README, re.MULTILINE)
    assert len(commands) == 2 and all(f"\n{command}\n" in script for command in commands)


@pytest.mark.parametrize("code", re.findall(r"```python\n(.+?)```", README, re.DOTALL))
def test_python_in_the_readme_works(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert "Verdict: proved" in capsys.readouterr().out


def test_promises_in_the_readme():
    answer = derive.mle("gamma")
    assert (answer.verdict, answer.kind, answer.unique) == ("proved", "implicit", True)
    assert answer.numpy().estimate([1.2, 3.4, 5.0]) == pytest.approx({"alpha": 3.3225, "beta": 1.0383}, abs=1e-4)
