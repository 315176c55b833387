"""Every relation of a document to a verdict.

A relation goes through ``WAYS`` in order, the first verdict counts; what is open then goes through ``WITH_ALL``, which know the
whole document. A relation is refuted only where no reading, kind of value or fact of the text saves it.
"""

from dataclasses import replace

from ..language.errors import DeriveError
from .advice import advised
from .budget import Budget
from .by_law import against_law, by_law
from .case import Case, case_of, not_understood
from .context import Context
from .contradicting import contradicting
from .document import Document
from .findings import Evidence, FileReport, Finding
from .following import condition, following
from .identity import identity
from .improbable import improbable
from .introducing import definition, model
from .optimising import optimum
from .ordering import ordered
from .outweighing import outweighing
from .probable import probable
from .proportional import proportional
from .refuting import Refuter, shown
from .relations import read
from .remarks import remarked
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


def check_document(doc: Document, path: str, budget: Budget | None = None) -> FileReport:
    budget = budget or Budget()
    context = Context(doc, read(doc))
    cases, verdicts = [], []
    for k, (_, relation) in enumerate(context.relations):
        budget.at(f"1.{k}")
        understood: Case | None = budget.tried(lambda: case_of(context, relation), None)  # noqa: B023
        each = understood or not_understood(context, relation)
        cases.append(each)
        verdicts.append(budget.judged(relation, lambda: _verdict(each) if understood else each.found("open", LATE)))  # noqa: B023
        context.judged.append((each, verdicts[-1]))
        if verdicts[-1].verdict != "unread":
            budget.tried(lambda: context.learn(relation, each.right, verdicts[-1].verdict == "given"), None)  # noqa: B023
            budget.tried(lambda: context.note(relation, each.right), None)  # noqa: B023
    budget.at("ties")
    refuter = budget.tried(lambda: Refuter(context, cases, {id(f.relation): f for f in verdicts}), None, 10)
    final = []
    for k, (judged, finding) in enumerate(zip(cases, verdicts, strict=True)):
        budget.at(f"2.{k}")
        final.append(finding if refuter is None else budget.judged(finding.relation, lambda: _final(refuter, judged, finding), finding))  # noqa: B023
        final[-1] = budget.tried(lambda: remarked(judged, final[-1]), final[-1])  # noqa: B023
        if final[-1].verdict == "refuted":
            final[-1] = budget.tried(lambda: advised(cases, final, k, _verdict), final[-1])  # noqa: B023
    return FileReport(path, doc, tuple(final))


# --- first round -------------------------------------------------------------------------------------------------------


def unread(case: Case) -> Finding | None:
    relation = case.relation
    for side, reading in ((relation.lhs, case.left), (relation.rhs, case.right)):
        problem = (side.problems[0].message, side.problems[0].start, side.problems[0].end) if side.problems else reading.problem
        if problem is not None:
            return case.found("unread", problem[0], "D105", span=problem[1:])
    return None


WAYS = (model, unread, optimum, definition, by_law, probable, identity, rounded, ordered, outweighing, proportional, condition, following)
LATE = "no decision: its sides were not understood within the limits"
WHY_OPEN = {"=": "this is not an identity in the names that it shows", "≈": "the two sides are not both numbers"}


def _verdict(case: Case) -> Finding:
    for way in WAYS:
        found = way(case)
        if found is not None:
            return found
    return case.found("open", WHY_OPEN.get(case.sign, f"relations with {case.sign} are not decided yet"))


# --- second round ------------------------------------------------------------------------------------------------------


def _final(refuter: Refuter, judged: Case, finding: Finding) -> Finding:
    if finding.verdict != "open" or finding.warning or judged.relation.sign.sign != "=":
        return finding
    refuted = refuter.refute(judged)
    if isinstance(refuted, str):
        unlikely = improbable(judged)
        if isinstance(unlikely, Finding):
            return replace(unlikely, read_as=_read_as(judged))
        refuted = unlikely or refuted
    if isinstance(refuted, str) and (wrong := against_law(judged)) is not None:
        return wrong
    if isinstance(refuted, str) and (wrong := contradicting(refuter, judged)) is not None:
        return replace(wrong, read_as=_read_as(judged))
    if isinstance(refuted, str):
        return Finding(finding.relation, "open", f"{finding.message}; {refuted}", read_as=_read_as(judged))
    values, lhs, rhs, code, message = refuted
    return Finding(finding.relation, "refuted", message, code, Evidence(shown(values, judged), lhs, rhs), read_as=_read_as(judged))


def _read_as(judged: Case) -> tuple | None:
    left, right = judged.left.term, judged.right.term
    return None if left is None or right is None else (left, right)
