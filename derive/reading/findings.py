"""What is found about one relation, and about a file: plain values."""

from dataclasses import dataclass

from .relations import Relation

VERDICTS = ("proved", "supported", "refuted", "open", "unread", "given")


@dataclass(frozen=True)
class Evidence:
    """A counterexample: values of the names, and what the two sides are there."""

    values: dict[str, str]
    lhs: str
    rhs: str


@dataclass(frozen=True)
class Finding:
    """One relation with its verdict; ``span`` is the stretch that was not read, ``read_as`` the two sides as understood.

    ``help`` says what could be written instead, ``note`` what else is worth knowing; with ``warning``, code and message are those
    of something that a careful reader would object to though the relation is not refuted."""

    relation: Relation
    verdict: str
    message: str = ""
    code: str = ""
    evidence: Evidence | None = None
    span: tuple[int, int] | None = None
    read_as: tuple | None = None
    help: str = ""
    note: str = ""
    warning: bool = False

    @property
    def severity(self) -> str | None:
        return "error" if self.verdict == "refuted" else "warning" if self.warning else None


@dataclass(frozen=True)
class FileReport:
    path: str
    document: object
    findings: tuple[Finding, ...]
    error: str = ""
