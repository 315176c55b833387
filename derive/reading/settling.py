"""The third round: what is neither shown nor refuted may say what a name is, or follow from what others say."""

from .budget import Budget
from .case import Case
from .findings import Finding
from .inlining import inlined
from .introduced import introduced
from .refuting import Refuter


def settled(refuter: Refuter, cases: list[Case], findings: list[Finding], budget: Budget) -> list[Finding]:
    """The findings, with those that are open judged again: first what introduces a name, then what follows by inserting names."""
    found = list(findings)
    for way, mark in ((introduced, "3"), (inlined, "4")):
        for k, case in enumerate(cases):
            if found[k].verdict == "open" and not found[k].warning and case.sign == "=" and not budget.was_cut(case.relation):
                budget.at(f"{mark}.{k}")
                found[k] = budget.tried(lambda: way(refuter, case, found), None) or found[k]  # noqa: B023
    return found
