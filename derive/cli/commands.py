"""What the commands do. This module imports SymPy; it is loaded after the command line has been understood."""

import json

from .. import catalogue
from ..answer import MaximumLikelihood
from ..language.errors import DeriveError
from . import output
from .arguments import Wrong, columns
from .figures import Figures, figures, given
from .shelf import explanation, listing
from .tables import as_data, as_latex, as_markdown, as_text

NARROW, WIDE = 40, 120


def page() -> int:
    """How wide text is set: as wide as the terminal, within reason."""
    return min(max(columns(), NARROW), WIDE)


def mle(options) -> int:
    """Derive, put the numbers in, write; 0 if the result is proved, 1 if it is open."""
    kind = output.format_of(options.output, options.format)
    to_file = options.output not in (None, "-")
    if to_file:
        output.check(options.output, options.force)
    family = catalogue.distribution(options.distribution)
    unused = [name for name, value in (("--known", options.known), ("--column", options.column), ("--nan", options.nan == "drop")) if value]
    if unused and options.data is None:
        raise Wrong(f"{unused[0]} is about numbers, and there are none; give them with --data")
    numbers = None if options.data is None else given(family, options)
    answer = catalogue.mle(family)
    shown = None
    if numbers is not None:
        if answer.verdict != "proved":
            raise DeriveError(f"the estimator of {family.slug} is not proved, so no numbers are put in: {answer.reason}")
        shown = figures(answer, *numbers)
    document = render(answer, kind, 100 if to_file else page(), shown)
    if to_file:
        output.write(options.output, output.marked(document, kind))
    elif kind == "text":
        print(output.coloured(document), end="")
    else:
        print(output.marked(document, kind), end="")
    return 0 if answer.verdict == "proved" else 1


def render(answer: MaximumLikelihood, kind: str, width: int = 100, shown: Figures | None = None) -> str:
    """The document in one of the formats, with the numbers after the derivation."""
    match kind:
        case "latex":
            body, end, after = answer.latex().rpartition(r"\end{document}")
            return body + (as_latex(shown) if shown else "") + end + after
        case "markdown":
            return answer.markdown() + (f"\n{as_markdown(shown)}" if shown else "")
        case "json":
            made = {"generator": "derive", **answer.json(), **({"data": as_data(shown)} if shown else {})}
            return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return answer.text(width) + (as_text(shown, width) if shown else "")


def list_(options) -> int:
    print(output.coloured(listing(options.what, page())), end="")
    return 0


def explain(options) -> int:
    print(output.coloured(explanation(options.name, page())), end="")
    return 0


COMMANDS = {"mle": mle, "list": list_, "explain": explain}
