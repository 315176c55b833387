"""What a careful reader would object to though the relation is not refuted: an estimate that contains the parameter, an index that
was not there before."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .case import Case
from .context import Context
from .findings import Finding
from .meaning_names import index_letters
from .premises import judged_above
from .show import show
from .syntax import Accent, Big, Name, Node, Script, walk

ESTIMATES = ("hat", "tilde")
MEANS = ("bar", "overline")


def remarked(case: Case, finding: Finding) -> Finding:
    """The finding, with a warning where there is reason for one."""
    if finding.verdict not in ("proved", "supported", "open", "given") or finding.warning:
        return finding
    for remark in REMARKS:
        found = remark(case)
        if found is not None:
            code, words = found
            return replace(finding, code=code, message=words, warning=True)
    return finding


# --- an estimate that contains the parameter -----------------------------------------------------------------------


def unestimated(case: Case) -> tuple[str, str] | None:
    """``σ̂² = (1/n) Σ (xᵢ − μ)²`` after ``μ̂ = …``: the estimate contains a parameter that was estimated before."""
    relation = case.relation
    if case.sign not in ("=", ":=") or relation.link or relation.rhs.node is None:
        return None
    running = case.context.usage.running
    own = _estimate(relation.lhs.node, running)
    if own is None or any(_estimate(each, running) for each in walk(relation.rhs.node)):
        return None
    plain = {each.letter for each in _outside_of_accents(relation.rhs.node) if isinstance(each, Name) and not each.accents}
    known = {}
    for other, finding in judged_above(case):
        name = _estimate(other.relation.lhs.node, running)
        if name and other.relation.link == 0 and finding.verdict != "refuted" and other.relation.sign.sign in ("=", ":="):
            known[name] = other
    for name in sorted(known):
        if name in plain and name != own:
            return "D602", f"this estimate contains the parameter {name}, for which an estimate was found before: its estimate is meant"
    return None


def _estimate(node: Node | None, running: frozenset[str]) -> str | None:
    """``μ`` for ``μ̂``, ``μ̂_MLE``, ``μ̂²``; None for what carries an index that runs."""
    while isinstance(node, Script):
        if node.sub is not None and running & set(index_letters(node.sub)):
            return None
        node = node.base
    if isinstance(node, Name) and node.accents and node.accents[-1] in ESTIMATES:
        return node.letter
    return None


def _outside_of_accents(node: Node) -> Iterator[Node]:
    return (each for each in walk(node) if not isinstance(each, Accent))


# --- an index that was not there before ----------------------------------------------------------------------------


def reindexed(case: Case) -> tuple[str, str] | None:
    """``X̄_i`` where ``X̄ = (1/n) Σ X_i`` was introduced, and ``X̄_i`` stands nowhere else."""
    relation = case.relation
    for node in (relation.lhs.node, relation.rhs.node):
        for each in walk(node) if node is not None else ():
            if isinstance(each, Script) and each.sub is not None and _is_mean(each.base):
                name, index = show(each.base), show(each.sub)
                if index in case.context.usage.running and _is_mean_of(name, index, case) and _count(case.context, each) == 1:
                    return "D402", f"{name} was introduced without an index, as a sum over {index}: it has no index {index}"
    return None


def _is_mean(node: Node) -> bool:
    return (isinstance(node, Name) and bool(node.accents) and node.accents[-1] in MEANS) or (
        isinstance(node, Accent) and node.accent in MEANS
    )


def _is_mean_of(name: str, index: str, case: Case) -> bool:
    """Whether a relation above says that the name is made by a sum over all values of the index."""
    for other, _ in judged_above(case):
        relation = other.relation
        if relation.lhs.node is not None and show(relation.lhs.node) == name and relation.link == 0 and relation.rhs.node is not None:
            return any(isinstance(n, Big) and n.operator == "sum" and index in index_letters(n) for n in walk(relation.rhs.node))
    return False


def _count(context: Context, wanted: Script) -> int:
    """How often the document has the name with an index, whatever it is."""
    sides = (s.node for f in context.formulas for statement in f.statements for s in statement.sides if s.node is not None)
    base = show(wanted.base)
    return sum(isinstance(n, Script) and n.sub is not None and show(n.base) == base for side in sides for n in walk(side))


REMARKS: tuple[Callable[[Case], tuple[str, str] | None], ...] = (unestimated, reindexed)
