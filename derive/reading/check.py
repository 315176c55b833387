"""Every relation of a document to a verdict.

A relation goes through ``WAYS`` in order, the first verdict counts; what is open then goes through ``WITH_ALL``, which know the
whole document. A relation is refuted only where no reading, kind of value or fact of the text saves it.
"""

import re
from dataclasses import replace

from ..language.errors import DeriveError
from .advice import advised
from .budget import Budget
from .by_law import against_law, by_law
from .case import Case, case_of, not_understood
from .claims import is_mean_of_data
from .context import Context
from .contradicting import contradicting
from .document import Document
from .findings import Evidence, FileReport, Finding
from .following import condition, following
from .identity import as_written, identity
from .images import of_images
from .imaginary import imaginary
from .improbable import improbable
from .integrands import integrands
from .introducing import definition, model
from .optimising import optimum
from .ordering import ordered
from .outweighing import outweighing
from .probable import probable
from .proportional import proportional
from .rederiving import rederived
from .refuting import Refuter, shown
from .relations import read
from .remarks import remarked
from .restating import restating
from .reversing import reversing
from .rounding import rounded
from .said import chain_of
from .second import ambiguous
from .settling import settled
from .source import document, load
from .stray import stray
from .transforming import transformed
from .within import within


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
    final = _without_refuted(context, cases, final, budget)
    if refuter is not None and refuter.tied:
        final = _without_false_ties(refuter, cases, final, budget)
    final = final if refuter is None else settled(refuter, cases, final, budget)
    return FileReport(path, doc, tuple(budget.tried(lambda: within(c, f), f) for c, f in zip(cases, final, strict=True)))  # noqa: B023


def _without_refuted(context: Context, cases: list[Case], final: list[Finding], budget: Budget) -> list[Finding]:
    """What was derived from an equation above is judged again where something above it was refuted afterwards."""
    wrong = [f.relation.sign.start for f in final if f.verdict == "refuted"]
    if not wrong:
        return final
    for finding in final:
        if finding.verdict == "refuted":
            context.forget(finding.relation)
    context.judged[:] = list(zip(cases, final, strict=True))
    made = []
    for k, (case, finding) in enumerate(zip(cases, final, strict=True)):
        start = case.relation.sign.start
        above = any(w < start and context.scope_at(w) == context.scope_at(start) for w in wrong)
        if above and finding.verdict in ("proved", "supported") and RESTS.search(finding.message):
            budget.at(f"3.{k}")
            finding = budget.judged(case.relation, lambda: _verdict(case_of(context, case.relation)), finding)  # noqa: B023
            context.judged[k] = case, finding
        made.append(finding)
    return made


def _without_false_ties(refuter: Refuter, cases: list[Case], final: list[Finding], budget: Budget) -> list[Finding]:
    """What only an equation saved that is refuted itself, or stands behind such a one in its chain, is looked at without that."""
    context = refuter.context
    wrong = {chain_of(context, c)[:2]: c.relation.link for c, f in zip(cases, final, strict=True) if f.verdict == "refuted"}
    right = [c for c in cases if c.relation.link < wrong.get(chain_of(context, c)[:2], c.relation.link + 1)]
    if len(right) == len(cases):
        return final
    budget.at("ties again")
    again = budget.tried(lambda: Refuter(context, right, refuter.findings), None, 10)
    for k, (case, finding) in enumerate(zip(cases, final, strict=True)):
        if again is not None and finding.verdict == "open" and any(case is tied for tied in refuter.tied):
            budget.at(f"5.{k}")
            final[k] = budget.judged(case.relation, lambda: _final(again, case, finding), finding)  # noqa: B023
    return final


# --- first round -------------------------------------------------------------------------------------------------------


def unread(case: Case) -> Finding | None:
    relation = case.relation
    for side, reading in ((relation.lhs, case.left), (relation.rhs, case.right)):
        problem = (side.problems[0].message, side.problems[0].start, side.problems[0].end) if side.problems else reading.problem
        if problem is not None:
            return case.found("unread", problem[0], "D105", span=problem[1:])
    return None


RESTS = re.compile("equations? above|definitions")
WAYS = (
    model,
    unread,
    imaginary,
    rederived,
    optimum,
    transformed,
    definition,
    as_written,
    by_law,
    probable,
    identity,
    of_images,
    rounded,
    ordered,
    outweighing,
    reversing,
    proportional,
    condition,
    following,
)
LATE = "no decision: its sides were not understood within the limits"
WHY_OPEN = {"=": "this is not an identity in the names that it shows", "≈": "the two sides are not both numbers"}


def _verdict(case: Case) -> Finding:
    for way in WAYS:
        found = way(case)
        if found is not None:
            return within(case, found)
    return case.found("open", WHY_OPEN.get(case.sign, f"relations with {case.sign} are not decided yet"))


# --- second round ------------------------------------------------------------------------------------------------------


def _final(refuter: Refuter, case: Case, finding: Finding) -> Finding:
    if finding.verdict == "given" and is_mean_of_data(case):
        found = _refutation(refuter, case)
        return finding if isinstance(found, str) else replace(found, read_as=_read_as(case))
    if finding.verdict != "open" or finding.warning or case.sign != "=" or imaginary(case) is not None:
        return finding
    found = _refutation(refuter, case)
    if isinstance(found, str):
        return case.found("open", f"{finding.message}; {found}", read_as=_read_as(case))
    if (doubt := ambiguous(case.relation, case.context.usage)) is not None:
        return case.found("open", doubt.message, doubt.code, warning=True, span=(doubt.start, doubt.end), read_as=_read_as(case))
    return found if found.read_as else replace(found, read_as=_read_as(case))


def _refutation(refuter: Refuter, case: Case) -> Finding | str:
    """The relation refuted, or the reason why it is not."""
    found = refuter.refute(case)
    if not isinstance(found, str):
        values, lhs, rhs, code, message = found
        return case.found("refuted", message, code, evidence=Evidence(shown(values, case), lhs, rhs))
    unlikely = improbable(case)
    if isinstance(unlikely, Finding):
        return unlikely
    decided = against_law(case) or restating(case) or integrands(refuter, case) or contradicting(refuter, case) or stray(refuter, case)
    return decided or unlikely or found


def _read_as(case: Case) -> tuple | None:
    left, right = case.left.term, case.right.term
    return None if left is None or right is None else (left, right)
