"""The command line as it is written: commands, options, help. Nothing is imported here that costs time."""

import argparse
import os

DESCRIPTION = "Statistical derivations in which every step has been checked."
EXAMPLES = """\
examples:
  derive mle normal                        the derivation, in the terminal
  derive mle normal -o normal.tex          the same as a LaTeX document
  derive mle binomial --data 56/100        with the numbers put in
  derive prove gibbs-inequality            an identity, with its proof
  derive list                              what there is
  derive explain log-of-product            what a rule says, and why it holds

exit status:
  0  done, and what was derived is proved
  1  the derivation is open: some step could not be proved, and the document says which
  2  the program was used wrongly, or a file could not be read or written
"""
MLE = """\
examples:
  derive mle normal
  derive mle gamma -o gamma.tex            .tex .md .json or .txt chooses the format
  derive mle categorical --format json
  derive mle binomial --data 56/100        56 successes in 100 trials
  derive mle exponential --data 1.2,3.4,5  numbers
  derive mle normal --data heights.csv --column height
  derive mle binomial --data 3,5,4 --known m=10
  cat numbers.txt | derive mle weibull --data -
  derive mle --density 'f(x; \\lambda) = \\lambda e^{-\\lambda x}' --support '(0, \\infty)' --parameter '\\lambda > 0'

A data file has one number per line, or is a CSV file. Rows of counts, for distributions of vectors, are separated
by a semicolon (--data '3,1,0;2,2,0') or are the rows of a CSV file. Categories are labels from 0, or rows with a
single 1. A file whose name looks like numbers is written with its folder (./56/100). Missing values are empty cells,
NA or nan.

exit status: 0 proved, 1 open, 2 used wrongly, or a file could not be read or written
"""
PROVE = """\
examples:
  derive prove kl-decomposition            KL(P‖Q) = H(P, Q) − H(P), with its proof
  derive prove gibbs-inequality -o g.tex   .tex .md .json or .txt chooses the format
  derive prove --all                       everything, one line for each identity
  derive prove --all -o identities.tex     everything in one document
  derive prove --list                      what there is

exit status: 0 everything proved, 1 something open, 2 used wrongly, or a file could not be written
"""
KL = """\
examples:
  derive kl gamma exponential              a closed form, or +∞ with the reason
  derive kl normal normal -o normal.tex    .tex .md .json or .txt chooses the format
  derive kl gamma exponential --at alpha=2,beta=1,lambda=3
  derive kl pareto                         from every family, one line each

The families are those of derive list, and Cauchy, continuous-Bernoulli, Gumbel and half-normal. Parameters that have
the same name in both families are told apart by 1 and 2.

exit status: 0 proved, 1 something open, 2 used wrongly, or a file could not be written
"""
QUANTITY = """\
examples:
  derive {name} gamma
  derive {name} weibull -o weibull.tex       .tex .md .json or .txt chooses the format
  derive {name} gamma --at alpha=2,beta=1
  derive {name} --all                        every family, one line each

exit status: 0 proved, 1 something open, 2 used wrongly, or a file could not be written
"""
LIST = """\
examples:
  derive list                  distributions and rules
  derive list distributions
  derive list needs            what each derivation asks of the sample, and the rules that it rests on

exit status: 0, or 2 if the program was used wrongly
"""
EXPLAIN = """\
examples:
  derive explain log-of-product
  derive explain gamma
  derive explain D201                      a code of derive check, with an example

exit status: 0, or 2 if there is nothing of that name
"""
CHECK = """\
examples:
  derive check notes.md                    which relations are wrong, with values that show it
  derive check notes/ thesis.tex           folders with what is below them: .md .tex .ipynb .txt and others
  derive check --format concise a.tex      one line for each finding
  derive check --format json notes.md      every relation with its verdict, for programs
  derive check --strict notes.md           what is neither proved nor supported counts too
  derive check -                           standard input, as Markdown
  derive explain D201                      what a code means

Formats: full, concise, json, github (annotations of a workflow), sarif (2.1.0, for code hosts and editors).
A comment sets findings aside, on its line or alone on the line before: % derive: ignore[D201], <!-- derive: ignore -->.
A project says in its pyproject.toml how it is checked: [tool.derive] with the keys format, strict, jobs, timeout,
ignore (codes) and exclude (patterns of paths). What was checked before, and has not changed, is not checked again.

exit status: 0 nothing refuted, 1 something refuted, 2 used wrongly, or a file could not be read
"""
READ = """\
examples:
  derive read '\\log p(1-p)'

exit status: 0 read, 1 not understood, 2 used wrongly
"""
REPORTS = ("full", "concise", "json", "github", "sarif")
FORMATS = ("text", "latex", "markdown", "json")
NARROW, WIDE = 20, 120
LISTS = ("distributions", "rules", "needs")


class Wrong(Exception):
    """The command line has no meaning; the message says what would have one."""


class Once(argparse._StoreAction):
    """An option that is given twice contradicts itself."""

    given = False

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string and self.given:
            parser.error(f"{option_string} is given twice")
        self.given = True
        super().__call__(parser, namespace, values, option_string)


class Parser(argparse.ArgumentParser):
    """Complains with the nearest option or command instead of the whole usage."""

    def __init__(self, **settings):
        width = columns()
        shape = lambda prog: argparse.RawDescriptionHelpFormatter(prog, max_help_position=27, width=width)  # noqa: E731
        super().__init__(formatter_class=shape, allow_abbrev=False, add_help=False, **settings)
        self.register("action", None, Once)
        self.add_argument("-h", "--help", action="help", help="show this text")

    def error(self, message):
        raise Wrong(f"{message}; see {self.prog} --help")

    def options(self) -> list[str]:
        return [name for action in self._actions for name in action.option_strings]


def columns() -> int:
    """The width of the terminal, or 100 where there is none."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns) or 100
    except (OSError, ValueError):
        return 100


def page() -> int:
    """How wide text is set: as wide as the terminal, within reason."""
    return min(max(columns(), NARROW), WIDE)


def parsers() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole line, and those of the commands."""
    top = Parser(prog="derive", description=DESCRIPTION, epilog=EXAMPLES)
    top.add_argument("--version", action="store_true", help="show the version")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", parser_class=Parser)
    made = {
        name: commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=epilog)
        for name, words, epilog in (
            ("mle", "derive the maximum-likelihood estimator of a distribution", MLE),
            ("prove", "prove an identity of statistics or machine learning", PROVE),
            ("kl", "derive a Kullback–Leibler divergence", KL),
            ("entropy", "derive the entropy of a family", QUANTITY.format(name="entropy")),
            ("information", "derive the Fisher information of a family", QUANTITY.format(name="information")),
            ("moments", "derive mean, variance and means of statistics", QUANTITY.format(name="moments")),
            ("check", "check the derivations in Markdown and LaTeX files", CHECK),
            ("read", "show how a formula is read", READ),
            ("list", "list distributions, rules, and what each derivation needs", LIST),
            ("explain", "explain a rule, a distribution, or a code of derive check", EXPLAIN),
        )
    }
    _mle(made["mle"])
    _prove(made["prove"])
    for name in ("kl", "entropy", "information", "moments"):
        _quantity(made[name], name == "kl")
    _check(made["check"])
    made["read"].add_argument("formula", help="LaTeX, in quotes", metavar="FORMULA")
    made["list"].add_argument("what", nargs="?", choices=LISTS, help=f"only these: {', '.join(LISTS)}", metavar="WHAT")
    made["explain"].add_argument("name", help="a rule or a distribution, as in derive list, or a code", metavar="NAME")
    return top, made


def _mle(parser: Parser) -> None:
    parser.add_argument("distribution", nargs="?", help="its name, as in derive list", metavar="DISTRIBUTION")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the document to this file")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help="text, latex, markdown or json, whatever the file is called")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive has not written")
    own = parser.add_argument_group("a distribution of one's own, in LaTeX")
    own.add_argument("--density", metavar="EQUATION", help="as in 'f(x; \\lambda) = \\lambda e^{-\\lambda x}'")
    own.add_argument("--support", metavar="SET", help="as in '(0, \\infty)' or '\\{0, 1, \\ldots\\}'")
    own.add_argument("--parameter", metavar="DOMAIN", action="append", default=[], help="as in '\\lambda > 0'; once for each parameter")
    own.add_argument("--constant", metavar="DOMAIN", action="append", default=[], help="the same, of what is known and not estimated")
    data = parser.add_argument_group("numbers")
    data.add_argument("--data", metavar="DATA", help="56/100, numbers with commas, a file, or - for standard input")
    data.add_argument("--column", metavar="NAME", help="the column of a CSV file, by name or number")
    data.add_argument("--known", metavar="NAME=NUMBER", action="append", default=[], help="the value of a known constant, as in m=100")
    data.add_argument("--nan", choices=("raise", "drop"), default="raise", help="what to do about missing values (default: raise)")
    data.add_argument("--encoding", default="utf-8", help="of a data file (default: utf-8)")


def _prove(parser: Parser) -> None:
    parser.add_argument("identity", nargs="?", help="its name, as in derive prove --list", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="prove all identities, one line for each")
    parser.add_argument("--list", action="store_true", help="the names of the identities")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the document to this file")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help="text, latex, markdown or json, whatever the file is called")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive has not written")


def _quantity(parser: Parser, of_two: bool) -> None:
    if of_two:
        parser.add_argument("p", help="the first family, under which the mean is taken", metavar="P")
        parser.add_argument("q", nargs="?", help="the second family (default: each in turn)", metavar="Q")
    else:
        parser.add_argument("family", nargs="?", help="its name, as in derive list", metavar="FAMILY")
        parser.add_argument("--all", action="store_true", help="every family, one line each")
    parser.add_argument("--at", metavar="NAME=NUMBER", action="append", default=[], help="the value at these parameters, with commas")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the document to this file")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help="text, latex, markdown or json, whatever the file is called")
    parser.add_argument("--force", action="store_true", help="overwrite a file that derive has not written")


def _check(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="FILE", help="a file, a folder, or - for standard input")
    parser.add_argument("--format", choices=REPORTS, metavar="FORMAT", help="full, concise, json, github or sarif (default: full)")
    parser.add_argument("--strict", action="store_true", help="count what is open or unread too")
    parser.add_argument("--jobs", type=_count, metavar="N", help="how many processes (default: one for each core)")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="limit of processor time for one relation (default: 4)")
    parser.add_argument("--no-cache", action="store_true", help="check everything anew, and keep nothing")
    parser.add_argument("--clear-cache", action="store_true", help="remove what was kept of earlier runs")
    parser.add_argument("--encoding", default="utf-8", help="of the files (default: utf-8)")


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number above 0")
    return int(word)


def _seconds(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = 0
    if not 0 < number < 86400:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of seconds above 0")
    return number


def parse(words: list[str]) -> argparse.Namespace:
    """What the command line says. Raises Wrong, with the nearest command or option."""
    top, commands = parsers()
    first = next((w for w in words if not w.startswith("-")), None)
    if first is not None and first not in commands:
        raise Wrong(f"there is no command {first!r}; {nearest(first, list(commands))}")
    options, rest = top.parse_known_args(_joined(words))
    if rest:
        parser = commands.get(options.command, top)
        unknown = next((w for w in rest if w.startswith("-")), None)
        if unknown is None:
            raise Wrong(f"{rest[0]!r} is one word too many; quote names with spaces; see {parser.prog} --help")
        raise Wrong(f"there is no option {unknown.partition('=')[0]}; {nearest(unknown.partition('=')[0], parser.options())}")
    return options


def _joined(words: list[str]) -> list[str]:
    """A value that begins with a minus sign, tied to its option: ``--data -1,2`` is not two options."""
    made = []
    for word in words:
        if made and made[-1] == "--data" and word[:1] == "-" and word[1:2] in set("0123456789."):
            made[-1] += f"={word}"
        else:
            made.append(word)
    return made


def nearest(word: str, known: list[str]) -> str:
    """A hint for a word that is not known."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
