"""What is found about one relation, and about a file: plain values."""

from dataclasses import dataclass, field

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
    """One relation with its verdict; ``span`` is the stretch that was not read, ``read_as`` the two sides as understood."""

    relation: Relation
    verdict: str
    message: str = ""
    code: str = ""
    evidence: Evidence | None = None
    span: tuple[int, int] | None = None
    read_as: tuple[str, str] | None = None

    @property
    def severity(self) -> str | None:
        return "error" if self.verdict == "refuted" else None


@dataclass(frozen=True)
class FileReport:
    path: str
    document: object
    findings: tuple[Finding, ...]
    error: str = ""

    @property
    def summary(self) -> dict[str, int]:
        return {verdict: sum(f.verdict == verdict for f in self.findings) for verdict in VERDICTS}


@dataclass(frozen=True)
class Report:
    files: tuple[FileReport, ...] = field(default=())

    @property
    def status(self) -> int:
        """0 nothing refuted, 1 something refuted, 2 a file could not be read."""
        if any(f.error for f in self.files):
            return 2
        return int(any(f.summary["refuted"] for f in self.files))
