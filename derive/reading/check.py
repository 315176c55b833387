"""Every relation of a document to a verdict.

A relation goes through ``WAYS`` in order, the first verdict counts; what is open then goes through ``WITH_ALL``, which know the
whole document. A relation is refuted only where no reading, kind of value or fact of the text saves it.
"""

from ..language.errors import DeriveError
from .case import Case, case_of
from .context import Context
from .document import Document
from .findings import Evidence, FileReport, Finding
from .identity import identity
from .introducing import definition, model
from .limits import SECONDS, OutOfTime, limited
from .refuting import Refuter, shown
from .relations import Relation, read
from .rounding import rounded
from .source import document, load


def check_file(path: str, encoding: str = "utf-8") -> FileReport:
    try:
        doc = load(path, encoding)
    except DeriveError as no:
        return FileReport(path, None, (), str(no))
    return check_document(doc, path)


def check_text(text: str, path: str = "-") -> FileReport:
    return check_document(document(text, path), path)


def check_document(doc: Document, path: str) -> FileReport:
    context = Context(doc, read(doc))
    cases, verdicts = [], []
    for _, relation in context.relations:
        each = case_of(context, relation)
        cases.append(each)
        verdicts.append(_guarded(lambda: _verdict(each), relation))  # noqa: B023
        if verdicts[-1].verdict != "unread":
            _quietly(lambda: context.learn(relation, each.right, verdicts[-1].verdict == "given"))  # noqa: B023
            _quietly(lambda: context.note(relation, each.right))  # noqa: B023
    refuter = Refuter(context, cases, {id(f.relation): f for f in verdicts})
    final = [_guarded(lambda: _final(refuter, j, f), f.relation) for j, f in zip(cases, verdicts, strict=True)]  # noqa: B023
    return FileReport(path, doc, tuple(final))


def _quietly(action) -> None:
    try:
        with limited(SECONDS):
            action()
    except (OutOfTime, ArithmeticError, ValueError, TypeError, RecursionError, AttributeError):
        return


def _guarded(action, relation: Relation) -> Finding:
    """One bad formula never stops a run."""
    try:
        with limited(SECONDS):
            return action()
    except OutOfTime:
        return Finding(relation, "open", f"no decision within {SECONDS:g} seconds")
    except Exception as no:
        return Finding(relation, "open", f"the judge failed here ({type(no).__name__}: {no})"[:200])


# --- first round -------------------------------------------------------------------------------------------------------


def unread(case: Case) -> Finding | None:
    relation = case.relation
    for side, reading in ((relation.lhs, case.left), (relation.rhs, case.right)):
        problem = (side.problems[0].message, side.problems[0].start, side.problems[0].end) if side.problems else reading.problem
        if problem is not None:
            return case.found("unread", problem[0], "D105", span=problem[1:])
    return None


WAYS = (model, unread, definition, identity, rounded)
WHY_OPEN = {"=": "this is not an identity in the names that it shows", "≈": "the two sides are not both numbers"}


def _verdict(case: Case) -> Finding:
    for way in WAYS:
        found = way(case)
        if found is not None:
            return found
    return case.found("open", WHY_OPEN.get(case.sign, f"relations with {case.sign} are not decided yet"))


# --- second round ------------------------------------------------------------------------------------------------------


def _final(refuter: Refuter, judged: Case, finding: Finding) -> Finding:
    if finding.verdict != "open" or judged.relation.sign.sign != "=":
        return finding
    refuted = refuter.refute(judged)
    if isinstance(refuted, str):
        return Finding(finding.relation, "open", f"{finding.message}; {refuted}", read_as=_read_as(judged))
    values, lhs, rhs, code, message = refuted
    return Finding(finding.relation, "refuted", message, code, Evidence(shown(values, judged), lhs, rhs), read_as=_read_as(judged))


def _read_as(judged: Case) -> tuple[str, str] | None:
    left, right = judged.left.term, judged.right.term
    return None if left is None or right is None else (str(left), str(right))
