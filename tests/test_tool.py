"""The linter around the judge: formats, comments, settings, workers, cache, codes.

``python tests/test_tool.py`` writes the output of the example into the README.
"""

import json
import os
import pathlib
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

import pytest

import derive
from derive.cli import main
from derive.language.sets import Integers, Span
from derive.library.codes import CODES, DECLARED
from derive.linter import workers
from derive.linter.cache import Cache, version
from derive.linter.files import NoDocuments, expanded
from derive.linter.records import FileRecord, as_data, from_data
from derive.linter.settings import SettingsError, settings
from derive.reading.check import check_text
from derive.reading.declared import declared

ROOT = pathlib.Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-m", "derive"]
WRONG = "$$ \\begin{aligned} Q &= (a+b)^2 \\\\\n&= a^2 + 2ab - b^2 \\\\\n&= b^2 + a^2 + 2ab \\end{aligned} $$\n"
RIGHT = "$$ \\begin{aligned} Q &= (a+b)^2 \\\\\n&= a^2 + 2ab + b^2 \\end{aligned} $$\n"


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory, tmp_path, monkeypatch):
    """Every test has a cache of its own, and a folder that is in no project."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(capsys):
    def call(*words):
        status = main([str(w) for w in words])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def written(text: str, name: str = "notes.md") -> str:
    pathlib.Path(name).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(name).write_text(text, encoding="utf-8")
    return name


def relations(said, *words) -> list[dict]:
    return [r for file in json.loads(said("check", "--format", "json", *words)[1])["files"] for r in file["relations"]]


# --- formats ---------------------------------------------------------------------------------------------------------


def test_full(said):
    status, out, err = said("check", written(WRONG))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "notes.md:2:2: D201 the two sides differ: a sign is wrong"
    assert lines[2:4] == ["2 | &= a^2 + 2ab - b^2 \\\\", "  |    ^^^^^^^^^^^^^^^"]
    assert "  = help:           write  a^2 + 2ab + b^2" in lines and "  = note:           the line below is right again" in lines
    assert any(line.startswith("  = counterexample: a = ") for line in lines)
    assert "\033" not in out and max(map(len, lines)) <= 100


def test_long_lines_are_cut_around_the_mark(said):
    long = "word " * 60 + "$Q = (a+b)^2 = a^2 + 2ab - b^2$ " + "word " * 60 + "\n"
    lines = said("check", written(long))[1].splitlines()
    assert max(map(len, lines)) <= 100 and "… " in lines[2] and " …" in lines[2]
    assert lines[2][lines[3].index("^") : lines[3].rindex("^") + 1].startswith("a^2 + 2ab")


def test_wide_characters_do_not_move_the_mark(said):
    line, marks = said("check", written("정규 $Q = (a+b)^2 = a^2 + 2ab - b^2$\n"))[1].splitlines()[2:4]
    assert marks.index("^") - line.index("a^2 + 2ab") == 2


def test_concise_and_github(said):
    written(WRONG, "a, b%.md")
    assert said("check", "--format", "concise", "a, b%.md")[1].startswith("a, b%.md:2:2: D201 the two sides differ")
    first = said("check", "--format", "github", "a, b%.md")[1].splitlines()[0]
    assert first.startswith("::error file=a%2C b%25.md,line=2,endLine=2,col=2,endColumn=19,title=derive D201::the two sides differ")
    assert "%0Acounterexample: " in first


def test_json_has_the_promised_fields(said):
    made = json.loads(said("check", "--format", "json", written(WRONG))[1])
    assert made["version"] == 1 and made["files"][0]["summary"]["refuted"] == 2
    found = made["files"][0]["relations"][1]
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (2, 2, 2, 19)
    assert (found["verdict"], found["severity"], found["code"]) == ("refuted", "error", "D201")
    assert found["help"] == "write  a^2 + 2ab + b^2" and set(found["evidence"]) == {"values", "lhs", "rhs"}


def test_sarif(said):
    written(WRONG + "\n$$ y^? = 3 $$\n", "ein brief.md")
    log = json.loads(said("check", "--format", "sarif", "--strict", "ein brief.md")[1])
    assert log["version"] == "2.1.0" and log["$schema"].startswith("https://")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "derive" and [r["id"] for r in driver["rules"]][: len(CODES)] == list(CODES)
    assert all(r["shortDescription"]["text"] and r["fullDescription"]["text"] for r in driver["rules"])
    assert run["results"] and len({json.dumps(r["partialFingerprints"]) for r in run["results"]}) == len(run["results"])
    for result in run["results"]:
        assert result["message"]["text"] and result["level"] in ("none", "note", "warning", "error")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "ein%20brief.md"
        region = place["region"]
        assert 1 <= region["startLine"] <= region["endLine"] and region["startColumn"] >= 1 and region["endColumn"] >= 1


def test_fingerprints_do_not_see_where_a_line_stands(said):
    def prints(text):
        log = json.loads(said("check", "--format", "sarif", written(text))[1])
        return [r["partialFingerprints"] for r in log["runs"][0]["results"]]

    assert prints(WRONG) == prints("A line.\n\nAnother line.\n\n" + WRONG)


def test_strict_counts_what_is_open(said):
    name = written("$$ q + a = 3 a $$\n\n$$ y^? = 3 $$\n")
    assert said("check", name)[0] == 0
    status, out, _ = said("check", "--strict", "--format", "concise", name)
    assert status == 1 and ": open " in out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_colour_only_on_a_terminal():
    written(WRONG)

    def on_a_terminal(**more):
        ours, theirs = os.openpty()
        subprocess.run([*COMMAND, "check", "notes.md"], stdout=theirs, env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | more)
        os.close(theirs)
        return os.read(ours, 100_000).decode()

    assert "\033[1;31m" in on_a_terminal(TERM="xterm")
    assert "\033" not in on_a_terminal(TERM="xterm", NO_COLOR="1")


def test_formulas_that_are_broken_are_never_skipped_silently(said):
    name = written("\\newcommand{\\a}{\\a\\a}\n\n$$ y = \\a $$\n\nThe price is $5.\n")
    status, out, _ = said("check", "--format", "concise", name)
    assert status == 0 and "notes.md:3:8: warning: D104" in out and "D103" not in out
    assert said("check", "--strict", name)[0] == 1


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_progress_is_for_terminals(monkeypatch):
    for k in range(3):
        written(WRONG + f"\n{k}\n", f"n{k}.md")
    ours, theirs = os.openpty()
    done = subprocess.run([*COMMAND, "check", "--jobs", "1", "."], stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    assert b"3 refuted" not in done.stdout and b"6 refuted" in done.stdout
    if select.select([ours], [], [], 0)[0]:  # it took longer than a second
        assert "] 3/3 files\r" in os.read(ours, 10_000).decode()
    assert subprocess.run([*COMMAND, "check", "--no-cache", "."], capture_output=True).stderr == b""


# --- comments --------------------------------------------------------------------------------------------------------

ROWS = WRONG.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "<!-- derive: ignore -->\n" + WRONG,
        "<!-- derive: ignore[D301, D201] -->\n\n" + WRONG,
        f"{ROWS[0]} \n{ROWS[1]} % derive: ignore[D201]\n{ROWS[2]} <!-- derive: ignore -->\n",
        f"{ROWS[0]}\n% derive: ignore\n{ROWS[1]} % derive: ignore\n% derive: ignore[D201]\n{ROWS[2]}\n",
    ],
)
def test_ignored(said, text):
    name = written(text)
    status, out, _ = said("check", name)
    assert status == 0 and out.startswith("1 ") and "2 refuted" in out and out.endswith(" ignored)\n")
    found = relations(said, name)[1:]
    assert [r["verdict"] for r in found] == ["refuted", "refuted"] and [r.get("ignored") for r in found] == [True, True]
    log = json.loads(said("check", "--format", "sarif", name)[1])
    assert all(r["suppressions"] == [{"kind": "inSource"}] for r in log["runs"][0]["results"])


def test_an_ignore_for_another_code_or_line_ignores_nothing(said):
    name = written("<!-- derive: ignore[D301] -->\n" + WRONG)
    assert said("check", name)[0] == 1
    assert "ignores nothing" not in said("check", name)[1]
    assert "notes.md:1:1: note: this comment ignores nothing" in said("check", "--strict", name)[1]


def test_an_unknown_code_in_a_comment(said):
    status, out, _ = said("check", written("<!-- derive: ignore[D2011] -->\n" + WRONG))
    assert status == 2 and "notes.md:1:1: error: there is no code 'D2011'; did you mean D201?" in out


def test_comments_in_code_are_no_comments(said):
    assert "ignores" not in said("check", "--strict", written("```\n<!-- derive: ignore -->\n```\n" + RIGHT))[1]


# --- settings --------------------------------------------------------------------------------------------------------


def test_settings_of_a_project(said, monkeypatch):
    written('[tool.derive]\nformat = "concise"\nignore = ["D201"]\nexclude = ["drafts", "*.txt"]\njobs = 1\n', "pyproject.toml")
    for name in ("a.md", "drafts/b.md", "c.txt", "deep/d.md"):
        written(WRONG, name)
    status, out, _ = said("check", ".")
    assert status == 0 and out.count("\n") == 1 and out.endswith("4 refuted (4 ignored)\n")
    monkeypatch.chdir("deep")
    assert said("check", "--format", "json", "d.md")[0] == 0
    assert settings().root == str(pathlib.Path("..").resolve())


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ('[tool.derive]\nformt = "json"\n', r":2: there is no key 'formt' in \[tool.derive\]; did you mean format\?"),
        ("[tool.derive]\n\njobs = 0\n", r":3: jobs is 0, and must be a whole number, 1 or more"),
        ('[tool.derive]\nignore = ["D2011"]\n', r":2: there is no code 'D2011'; did you mean D201\?"),
        ("[tool.derive\n", "at line 1"),
    ],
)
def test_mistakes_in_settings(table, complaint):
    written(table, "pyproject.toml")
    with pytest.raises(SettingsError, match=complaint):
        settings()


# --- files -----------------------------------------------------------------------------------------------------------


def test_folders_are_searched():
    for name in ("b/x.tex", "b/y.md", "b/picture.png", "b/.hidden/z.md", "b/deep/er/w.ipynb"):
        written("", name)
    os.symlink(".", "b/loop")
    assert [path for path, _ in expanded(["b", "b/y.md"])] == ["b/x.tex", "b/y.md", "b/deep/er/w.ipynb"]


def test_a_folder_without_documents(said):
    os.mkdir("empty")
    with pytest.raises(NoDocuments):
        expanded(["empty"])
    status, out, err = said("check", "empty")
    assert (status, out) == (2, "") and err.startswith("derive: there are no documents in empty")


def test_files_that_cannot_be_read(said):
    written("", "b/a.md")
    pathlib.Path("b/binary.md").write_bytes(b"\0\1\2")
    pathlib.Path("latin.md").write_bytes("ä".encode("latin-1"))
    assert said("check", "missing.md")[:2] == (2, "missing.md: cannot read missing.md: no such file or directory\n\nno relations\n")
    assert said("check", "b")[2] == f"derive: {pathlib.Path('b/binary.md')} is skipped: a binary file\n"
    assert "a binary file" in said("check", "b/binary.md")[1]
    assert "byte 0 is not utf-8; try --encoding" in said("check", "latin.md")[1]
    assert said("check", "latin.md", "--encoding", "latin-1")[0] == 0
    assert said("check", "b/a.md")[:2] == (0, "no relations\n")


def test_standard_input():
    done = subprocess.run([*COMMAND, "check", "-"], input=WRONG, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout.startswith("-:2:2: D201")


@pytest.mark.parametrize("words", ["check", "check a.md --jobs 0", "check a.md --timeout no", "check a.md --format json --format sarif"])
def test_mistakes_in_the_words(said, words):
    status, out, err = said(*words.split())
    assert (status, out) == (2, "") and err.startswith("derive: ") and err.count("\n") == 1


# --- workers ---------------------------------------------------------------------------------------------------------

BAD = """
import json, sys; sys.path[:] = json.loads(sys.argv[1])
import itertools, os
import derive.reading.check as check
before = check._verdict
def judge(case):
    match case.relation.rhs.text.strip():
        case "boom": os._exit(9)
        case "hang": sum(itertools.repeat(0))
        case "slow":
            while True: pass
        case "big": bytearray(3 * 2**30)
        case "bad": raise KeyError("bad")
    return before(case)
check._verdict = judge
from derive.linter.worker import main; main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of processor time there")
def test_one_bad_formula_never_stops_a_run(monkeypatch):
    monkeypatch.setattr(workers, "CODE", BAD)
    text = "".join(f"$$ q + 1 = {word} $$\n\n" for word in ("boom", "hang", "slow", "big", "bad")) + WRONG
    records = {}
    workers.run([workers.Task("a.md", text, 1.5), workers.Task("b.md", WRONG, 1.5)], 2, records.__setitem__)
    verdicts = [item.verdict for item in records[0].items]
    assert verdicts[:5] == ["open"] * 5 and verdicts[6:] == ["refuted", "refuted"]
    words = [item.message for item in records[0].items[:5]]
    assert "ended by a limit of time or memory, or died" in words[0] and "ended by a limit" in words[1]
    assert "no decision within 1.5 seconds" in words[2] and "limit of memory" in words[3] and "KeyError" in words[4]
    assert not records[0].lasting and records[1].lasting
    assert [item.verdict for item in records[1].items][1:] == ["refuted", "refuted"]


def test_interrupted_and_nobody_left():
    for k in range(4):
        written(f"$$ (a+b)^9 = a^9 + {k} $$\n\n" * 40, f"n{k}.md")
    process = subprocess.Popen([*COMMAND, "check", "--jobs", "2", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    out, err = process.communicate(timeout=30)
    if process.returncode != 1:  # it was not done before
        assert (process.returncode, out, err) == (130, b"", b"")
    assert time.monotonic() - started < 10


def test_a_process_that_always_dies(monkeypatch):
    monkeypatch.setattr(workers, "CODE", "import sys; sys.exit(3)")
    records = {}
    workers.run([workers.Task("a.md", WRONG, 1)], 1, records.__setitem__)
    assert records[0].error and not records[0].lasting


def test_results_do_not_depend_on_processes_or_hashes():
    for k in range(3):
        written(WRONG + RIGHT + README_EXAMPLE, f"n{k}.md")
    outputs = {
        subprocess.run(
            [*COMMAND, "check", "--format", "json", "--no-cache", "--jobs", jobs, "."],
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for jobs, seed in (("1", "0"), ("2", "0"), ("1", "1"))
    }
    assert len(outputs) == 1
    in_process = [
        subprocess.run(
            [sys.executable, "-c", "import derive, pathlib; print(derive.check(pathlib.Path('n0.md').read_text()).json())"],
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "01"
    ]
    assert in_process[0] == in_process[1] and len(in_process[0]) > 1000


# --- cache -----------------------------------------------------------------------------------------------------------


def test_unchanged_files_are_not_checked_again(said, monkeypatch):
    first = said("check", "--format", "json", written(WRONG))
    monkeypatch.setattr(workers, "CODE", "import sys; sys.exit(3)")
    assert said("check", "--format", "json", "notes.md") == first
    os.rename("notes.md", "other.md")
    assert said("check", "--format", "json", "other.md")[1] == first[1].replace("notes.md", "other.md")
    assert said("check", "--no-cache", "other.md")[0] == 2
    assert said("check", "--timeout", "5", "other.md")[0] == 2
    assert said("check", "--clear-cache")[1] == "1 results removed\n"
    assert said("check", "other.md")[0] == 2


def test_damaged_entries_count_as_absent(said):
    first = said("check", written(WRONG))
    entries = list(pathlib.Path(os.environ["XDG_CACHE_HOME"]).rglob("*.json"))
    assert len(entries) == 1
    for content in (b"", b"{", b"[]", b'{"path": 1}', b"\xff\xfe", b'{"items": [{}]}'):
        entries[0].write_bytes(content)
        assert said("check", "notes.md") == first


def test_records_survive_the_cache():
    record = from_data(json.loads(json.dumps(as_data(FileRecord("a.md", items=derive.check(WRONG).files[0].items)))))
    assert record.items == derive.check(WRONG).files[0].items
    assert Cache(pathlib.Path("/dev/null/no")).get("ab", "a.md") is None
    Cache(pathlib.Path("/dev/null/no")).put("ab", record)


def test_sympy_is_not_loaded_when_everything_is_known(said):
    said("check", written(WRONG))
    code = "import sys; from derive.cli import main; main(['check', 'notes.md']); print('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.endswith("False\n")


# --- Python ----------------------------------------------------------------------------------------------------------


def test_check_from_python():
    report = derive.check(WRONG)
    assert report.status == 1 and "D201" in str(report)
    assert json.loads(report.json())["files"][0]["summary"]["refuted"] == 2
    assert [item.verdict for item in report.files[0].items][1:] == ["refuted", "refuted"]
    assert derive.check(RIGHT).status == 0
    assert derive.check(r"\begin{align} Q &= (a+b)^2 \\ &= a^2 - b^2 \end{align}", kind="latex").status == 1


# --- mistakes --------------------------------------------------------------------------------------------------------

MISTAKES = [
    (r"\log \frac{a}{b} + c", r"\frac{\log a}{\log b} + c", "logarithm", r"\log a - \log b + c"),
    (r"\frac{(a+b)^2}{2}", r"(a+b)^2", "factor of 2", r"\frac{1}{2} (a+b)^2"),
    (r"\sum_{i=1}^n (x_i + \mu)", r"\sum_{i=1}^n x_i + \mu", "a factor is missing", r"\sum_{i=1}^n x_i + n \mu"),
    (r"\frac{a b + a}{c}", r"\frac{c}{a (b + 1)}", "upside down", r"\frac{a (b + 1)}{c}"),
    (r"(a + b)(c + d)", r"ac + ad + bc + ad", "exchanged for another", None),
    (r"\Gamma(x+1) y", r"x \, \Gamma(x+1) y", None, None),
    (r"(x - \mu)^2 + \mu", r"x^2 - 2 \mu x + \mu^2", "a term is missing", r"x^2 - 2 \mu x + \mu^2 + \mu"),
]


@pytest.mark.parametrize(("left", "right", "name", "mended"), MISTAKES)
def test_names_of_mistakes(left, right, name, mended):
    found = check_text(rf"$$ \begin{{split}} Q &= {left} \\ &= {right} \end{{split}} $$").findings[-1]
    assert found.verdict == "refuted"
    if name is not None and found.help:
        assert re.search(name, found.message), found.message
    if mended is not None:
        assert found.help == f"write  {mended}"
    if found.help:
        again = check_text(rf"$$ \begin{{split}} Q &= {left} \\ &= {found.help.removeprefix('write  ')} \end{{split}} $$").findings[-1]
        assert again.verdict in ("proved", "supported")


def test_the_line_below_is_right_again():
    found = check_text(WRONG).findings
    assert found[1].note == "the line below is right again"
    assert "only the line above is wrong" in found[2].note and not found[2].help


# --- codes -----------------------------------------------------------------------------------------------------------


def codes_in(text: str) -> set[str]:
    file = derive.check(text).files[0]
    return {item.code for item in file.items if item.code} | {remark.message.split()[0] for remark in file.remarks}


@pytest.mark.parametrize("code", DECLARED, ids=[each.code for each in DECLARED])
def test_the_examples_of_a_code(code):
    assert code.code in codes_in(code.wrong)
    assert not codes_in(code.right)


def test_every_code_in_use_is_explained(said):
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "derive").rglob("*.py") if path.name != "codes.py")
    used = set(re.findall(r'"(D\d{3})"', sources)) - {"D110"}  # two readings: a remark of the reader, which decides about verdicts
    assert used <= set(CODES)
    for code in CODES:
        status, out, err = said("explain", code.lower())
        assert (status, err) == (0, "") and CODES[code].title in out and "Wrong" in out and "Right" in out
    assert "unknown code 'D299'" in said("explain", "D299")[2]


# --- a density in LaTeX ----------------------------------------------------------------------------------------------


def test_a_density_in_latex(said):
    words = ["mle", "--density", r"f(x;\lambda) = \lambda e^{-\lambda x}", "--support", r"(0,\infty)", "--parameter", r"\lambda > 0"]
    status, out, _ = said(*words)
    assert status == 0 and "λ̂ = 1/x̄" in out and "Verdict: proved" in out
    assert "1/3" in said(*words, "--data", "2,4")[1]


@pytest.mark.parametrize(
    ("text", "domain"),
    [(r"(0, 1]", Span(0, 1, True)), (r"[0, \infty)", Span(0, derive.language.sets.oo)), (r"\{0, 1, 2, \ldots\}", Integers(0)),
     (r"\{0,1\}", Integers(0, 1)), (r"\mathbb{R}", Span(-derive.language.sets.oo, derive.language.sets.oo)), (r"\mathbb{N}_0", Integers(0)),
     (r"\mathbb{R}_{>0}", Span(0, derive.language.sets.oo, True)), (r"\mathbb{R}_+", Span(0, derive.language.sets.oo, True))],
)  # fmt: skip
def test_sets_in_latex(text, domain):
    assert declared("f(x; a) = a x", text, ["a > 0"]).support == domain


@pytest.mark.parametrize(
    ("density", "support", "parameter", "complaint"),
    [
        (r"f(x) = \frac{x}{2", "(0,1)", "a > 0", "never closed\n  f(x) = \\frac{x}{2\n                 ^"),
        (r"f(x;a) = a \foo x", "(0,1)", "a > 0", "\\foo\n  f(x;a) = a \\foo x\n             ^^^^"),
        ("a x^{a-1}", "(0,1)", "a > 0", "must be an equation"),
        ("f(x;a) = a x^{b-1}", "(0,1)", "a > 0", "b occurs in the density and has no domain"),
        ("f(x;a) = a x^{a-1}", "(0,1", "a > 0", "the support is not understood"),
        ("f(x;a) = a x^{a-1}", "(0,1)", r"a \sim 3", "must be a condition"),
        ("f(x;a) = 2 a x^{a-1}", "(0,1)", "a > 0", "has mass 2"),
        ("f(x;a) = __import__('os').system('id')", "(0,1)", "a > 0", ""),
    ],
)
def test_mistakes_in_a_density(said, density, support, parameter, complaint):
    status, out, err = said("mle", "--density", density, "--support", support, "--parameter", parameter)
    assert (status, out) == (2, "") and complaint in err and "Traceback" not in err


# --- terminals -------------------------------------------------------------------------------------------------------


def test_ascii_terminals_get_names():
    done = subprocess.run([*COMMAND, "mle", "normal"], capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    out = done.stdout.decode("ascii")
    assert r"\mu \in R" in out and r"\sum_{i=1}^n" in out and "x_bar" in out and "?" not in out


@pytest.mark.parametrize("width", ["1", "30", "39"])
def test_narrow_terminals(width):
    settings = {"capture_output": True, "text": True, "encoding": "utf-8", "env": os.environ | {"COLUMNS": width}}
    assert subprocess.run([*COMMAND, "--help"], **settings).returncode == 0
    assert subprocess.run([*COMMAND, "check", written(WRONG)], **settings).returncode == 1
    out = subprocess.run([*COMMAND, "mle", "exponential"], **settings).stdout.splitlines()
    assert max(map(len, out[2:])) <= max(int(width), 20)


# --- the manual ------------------------------------------------------------------------------------------------------

README_EXAMPLE = README.partition("```markdown\n")[2].partition("```")[0]


def test_the_example_in_the_readme(said):
    shown = README.partition("$ derive check notes.md\n")[2].partition("\n```")[0]
    assert said("check", written(README_EXAMPLE)) == (1, shown + "\n", ""), "run: python tests/test_tool.py"
    assert 8 <= len(README_EXAMPLE.splitlines()) <= 12


def test_a_second_run_is_quick():
    for k in range(20):
        written(README_EXAMPLE + f"\nNumber {k}.\n", f"n{k}.md")
    before = version.__wrapped__()
    subprocess.run([*COMMAND, "check", "."], capture_output=True)
    start = time.perf_counter()
    done = subprocess.run([*COMMAND, "check", "."], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    assert done.returncode == 1 and "20 refuted" in done.stdout
    assert seconds < 2 or version.__wrapped__() != before  # the program was changed meanwhile


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "notes.md").write_text(README_EXAMPLE, encoding="utf-8")
        place = {"cwd": folder, "env": os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "XDG_CACHE_HOME": folder}}
        done = subprocess.run([*COMMAND, "check", "notes.md"], capture_output=True, text=True, encoding="utf-8", **place)
    start, command, rest = README.partition("$ derive check notes.md\n")
    (ROOT / "README.md").write_text(start + command + done.stdout.rstrip("\n") + "\n```" + rest.partition("\n```")[2], encoding="utf-8")
