"""The commands ``kl``, ``entropy``, ``information`` and ``moments``."""

from collections.abc import Callable

from .. import questions
from ..language.errors import DeriveError
from ..quantities import Quantities
from ..writing.document import book
from ..writing.text import text
from . import output
from .arguments import Wrong, page
from .commands import as_json


def kl(options) -> int:
    """One divergence, or those of one law from every family; 0 if everything is proved, 1 if something is open."""
    if options.q is None:
        _at_one(options, "a divergence of two laws")
        return _each(options, [(f"{options.p} ‖ {name}", lambda name=name: questions.kl(options.p, name)) for name in _others(options.p)])
    return _one(options, questions.kl(options.p, options.q))


def _others(name: str) -> list[str]:
    discrete = questions.is_discrete(questions.family(name))
    return [n for n, d in questions.families().items() if not d.is_vector and questions.is_discrete(d) == discrete]


def entropy(options) -> int:
    return _answer(options, questions.entropy)


def information(options) -> int:
    return _answer(options, questions.information)


def moments(options) -> int:
    return _answer(options, questions.moments)


def _answer(options, ask: Callable[[str], Quantities]) -> int:
    if not options.all:
        if options.family is None:
            raise Wrong(f"the following arguments are required: FAMILY, or --all; see derive {options.command} --help")
        return _one(options, ask(options.family))
    if options.family is not None:
        raise Wrong("FAMILY and --all exclude each other")
    _at_one(options, "one family")
    names = [name for name, d in questions.families().items() if not d.is_vector]
    return _each(options, [(name, lambda name=name: ask(name)) for name in names])


def _at_one(options, what: str) -> None:
    if options.at:
        raise Wrong(f"--at is about {what}")


def _one(options, answer: Quantities) -> int:
    kind, to_file = _target(options)
    numbers = _numbers(answer, options.at) if options.at else {}
    width = 100 if to_file else page()
    document = render([answer], kind, width, numbers)
    _put(options, document, kind, to_file)
    return 0 if answer.verdict == "proved" else 1


def _each(options, asked: list[tuple[str, Callable[[], Quantities]]]) -> int:
    """Documents if a file or a format is wanted, else one line for each answer when it is there."""
    kind, to_file = _target(options)
    answers = []
    column = max(len(name) for name, _ in asked) + 3
    for name, ask in asked:
        answers.append(ask())
        if not to_file and options.format is None:
            print(f"{name:<{column}}{answers[-1].verdict:<9}{summary(answers[-1])}", flush=True)
    if to_file or options.format is not None:
        _put(options, render(answers, kind, 100 if to_file else page(), {}), kind, to_file)
    return 0 if all(a.verdict == "proved" for a in answers) else 1


def summary(answer: Quantities) -> str:
    """The values on one line, with what they rest on."""
    values = [f"{p.key} = {text(p.value)}" if len(answer.parts) > 1 else text(p.value) for p in answer.parts if p.value is not None]
    conditions = ", ".join(text(c) for c in answer.conditions)
    reasons = "; ".join(dict.fromkeys(p.reason for p in answer.parts if p.value is None and p.reason))
    return "; ".join(w for w in ("; ".join(values), reasons) if w) + (f"   where {conditions}" if conditions else "")


def _target(options) -> tuple[str, bool]:
    kind = output.format_of(options.output, options.format)
    to_file = options.output not in (None, "-")
    if to_file:
        output.check(options.output, options.force)
    return kind, to_file


def _put(options, document: str, kind: str, to_file: bool) -> None:
    if to_file:
        output.write(options.output, output.marked(document, kind))
    elif kind == "text":
        print(output.coloured(document), end="")
    else:
        print(output.marked(document, kind), end="")


def render(answers: list[Quantities], kind: str, width: int, numbers: dict) -> str:
    """The documents in one of the formats, with the numbers after them."""
    match kind:
        case "latex":
            return book([p.document for a in answers for p in a.parts])
        case "markdown":
            return "\n".join(a.markdown() for a in answers) + "".join(f"\n{name} = {value}\n" for name, value in numbers.items())
        case "json":
            made = [a.json() | ({"numbers": numbers} if numbers else {}) for a in answers]
            return as_json(made[0] if len(made) == 1 else {"generator": "derive", "answers": made})
    shown = "".join(f"  {name} = {value}\n" for name, value in numbers.items())
    return "\n".join(a.text(width) for a in answers) + (f"\nNumbers\n{shown}" if numbers else "")


def _numbers(answer: Quantities, wishes: list[str]) -> dict[str, float | str]:
    """The values at the parameters of --at, each NAME=NUMBER. Raises Wrong, or OutsideDomain."""
    given: dict[str, float] = {}
    for wish in (w for words in wishes for w in words.split(",")):
        name, sign, number = wish.partition("=")
        try:
            if not sign:
                raise ValueError
            given[name.strip()] = float(number)
        except ValueError:
            raise Wrong(f"--at {wish!r} is not NAME=NUMBER, as in alpha=2") from None
    found: dict[str, float | str] = {}
    for part in answer.parts:
        if part.value is None:
            continue
        try:
            value = float(answer.numpy(part.key)(**given))
        except TypeError as no:
            raise DeriveError(f"--at: {no}") from None
        found[part.key] = value if value == value and abs(value) != float("inf") else str(value)
    return found


COMMANDS = {"kl": kl, "entropy": entropy, "information": information, "moments": moments}
