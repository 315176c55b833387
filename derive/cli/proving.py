"""The command ``prove``: one identity, all of them, or their list."""

from .. import catalogue
from ..writing.document import book
from ..writing.identity import Proof
from . import output
from .arguments import Wrong, page
from .commands import as_json


def prove(options) -> int:
    """Prove and write; 0 if everything is proved, 1 if something is open."""
    wishes = [word for word, wish in (("NAME", options.identity), ("--all", options.all), ("--list", options.list)) if wish]
    if len(wishes) > 1:
        raise Wrong(f"{wishes[0]} and {wishes[1]} exclude each other")
    if not wishes:
        raise Wrong("the following arguments are required: NAME, --all or --list; see derive prove --help")
    if options.list:
        _print(listing(page()))
        return 0
    kind = output.format_of(options.output, options.format)
    to_file = options.output not in (None, "-")
    if to_file:
        output.check(options.output, options.force)
    proofs = [catalogue.prove(name) for name in (catalogue.identities() if options.all else (options.identity,))]
    if to_file:
        output.write(options.output, output.marked(render(proofs, kind, 100), kind))
    elif options.all and options.format is None:
        _summarise(proofs)
    elif kind == "text":
        _print(render(proofs, kind, page()))
    else:
        print(output.marked(render(proofs, kind, page()), kind), end="")
    return 0 if all(proof.verdict == "proved" for proof in proofs) else 1


def render(proofs: list[Proof], kind: str, width: int) -> str:
    """The documents in one of the formats."""
    match kind:
        case "latex":
            return book([document for proof in proofs for document in proof.documents])
        case "markdown":
            return "\n".join(proof.markdown() for proof in proofs)
        case "json":
            made = [proof.json() for proof in proofs]
            return as_json(made[0] if len(made) == 1 else {"generator": "derive", "identities": made})
    return "\n".join(proof.text(width) for proof in proofs)


def listing(width: int) -> str:
    """Names and titles."""
    known = catalogue.identities()
    column = max(map(len, known), default=0) + 3
    lines = [f"{name:<{column}}{identity.title}" for name, identity in known.items()]
    return "".join(f"{line if len(line) <= width else line[: width - 1] + '…'}\n" for line in lines)


def _summarise(proofs: list[Proof]) -> None:
    """One line for each identity, when it is proved."""
    column = max(len(proof.identity.slug) for proof in proofs) + 3
    count = 0
    for proof in proofs:
        count += proof.verdict == "proved"
        results = "; ".join(s["text"] for s in proof.statements())
        _print(f"{proof.identity.slug:<{column}}{proof.verdict:<9}{proof.reason or results}\n")
    _print(f"{count} of {len(proofs)} proved\n")


def _print(words: str) -> None:
    print(output.coloured(words), end="", flush=True)
