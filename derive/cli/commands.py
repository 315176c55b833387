"""What the commands do. This module imports SymPy; it is loaded after the command line has been understood."""

import json

from .. import catalogue
from ..answer import MaximumLikelihood
from ..language.distribution import Distribution
from ..language.errors import DeriveError
from ..writing.latex import latex
from ..writing.record import to_json
from ..writing.text import text
from . import output
from .arguments import Wrong, page


def mle(options) -> int:
    """Derive, put the numbers in, write; 0 if the result is proved, 1 if it is open."""
    kind = output.format_of(options.output, options.format)
    to_file = options.output not in (None, "-")
    if to_file:
        output.check(options.output, options.force)
    family = _family(options)
    unused = [name for name, value in (("--known", options.known), ("--column", options.column), ("--nan", options.nan == "drop")) if value]
    if unused and options.data is None:
        raise Wrong(f"{unused[0]} is about numbers, and there are none; give them with --data")
    answer, width = catalogue.mle(family), 100 if to_file else page()
    document = render(answer, kind, width) if options.data is None else with_numbers(answer, kind, width, options)
    if to_file:
        output.write(options.output, output.marked(document, kind))
    elif kind == "text":
        print(output.coloured(document), end="")
    else:
        print(output.marked(document, kind), end="")
    return 0 if answer.verdict == "proved" else 1


def _family(options) -> Distribution:
    """The distribution of that name, or the one that is declared in the options."""
    own = [name for name in ("--support", "--parameter", "--constant") if getattr(options, name[2:])]
    if options.density is None:
        if own:
            raise Wrong(f"{own[0]} belongs to a density; give it with --density")
        if options.distribution is None:
            raise Wrong("the following arguments are required: DISTRIBUTION, or --density; see derive mle --help")
        return catalogue.distribution(options.distribution)
    if options.support is None:
        raise Wrong("a density needs its --support, as in '(0, \\infty)'")
    if not options.parameter:
        raise Wrong("a density needs the domain of each --parameter, as in '\\lambda > 0'")
    from ..reading.declared import declared

    return declared(options.density, options.support, options.parameter, options.constant, options.distribution or "declared")


def render(answer: MaximumLikelihood, kind: str, width: int = 100) -> str:
    """The document in one of the formats."""
    match kind:
        case "latex":
            return answer.latex()
        case "markdown":
            return answer.markdown()
        case "json":
            return as_json(as_data(answer))
    return answer.text(width)


def as_data(answer: MaximumLikelihood) -> dict:
    """The result for programs; the derivation can be read back, and replayed, by ``derive.writing.record``."""
    names = answer.document.names
    rows = answer.found.result_rows
    return {
        "generator": "derive",
        "distribution": answer.found.distribution.slug,
        "verdict": answer.verdict,
        "reason": answer.reason,
        "kind": answer.kind,
        "unique": answer.unique,
        "result": [{"text": text(c, names), "latex": latex(c, names)} for c in (answer.derivation.steps[row.step].claim for row in rows)],
        "conditions": [{"text": text(c, names), "latex": latex(c, names)} for c in answer.conditions],
        "derivation": to_json(answer.derivation),
    }


def as_json(made: dict) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def with_numbers(answer: MaximumLikelihood, kind: str, width: int, options) -> str:
    """The document with the numbers after the derivation. Raises DeriveError."""
    from . import figures, tables

    sample, known = figures.given(answer.found.distribution, options)
    if answer.verdict != "proved":
        raise DeriveError(f"the estimator of {answer.found.distribution.slug} is not proved, so no numbers are put in: {answer.reason}")
    shown = figures.figures(answer, sample, known)
    document = render(answer, kind, width)
    match kind:
        case "latex":
            body, end, after = document.rpartition(r"\end{document}")
            return body + tables.as_latex(shown) + end + after
        case "markdown":
            return f"{document}\n{tables.as_markdown(shown)}"
        case "json":
            return as_json({**json.loads(document), "data": tables.as_data(shown)})
    return document + tables.as_text(shown, width)


def list_(options) -> int:
    from .shelf import listing

    print(output.coloured(listing(options.what, page())), end="")
    return 0


def explain(options) -> int:
    from .shelf import explanation

    print(output.coloured(explanation(options.name, page())), end="")
    return 0


COMMANDS = {"mle": mle, "list": list_, "explain": explain}
