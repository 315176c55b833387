"""What was found, as plain data: what the formats print, what workers send, and what the cache keeps."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace

VERDICTS = ("proved", "supported", "refuted", "open", "unread", "given")
UNSURE = ("open", "unread")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of the document, and the stretch of it that is spoken of: ``width`` characters from ``start``, counted from 0."""

    line: int
    text: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Item:
    """One relation. Lines and columns count from 1; ``line`` and ``column`` are those of its sign, ``end_*`` the end of its right side."""

    line: int
    column: int
    end_line: int
    end_column: int
    lhs: str
    relation: str
    rhs: str
    verdict: str
    severity: str = ""
    code: str = ""
    message: str = ""
    span: tuple[int, ...] = ()
    evidence: dict = field(default_factory=dict)
    read_as: tuple[str, ...] = ()
    help: str = ""
    note: str = ""
    ignored: bool = False
    excerpt: Excerpt | None = None

    @property
    def shown(self) -> bool:
        """Whether a person has to look at it."""
        return bool(self.severity) and not self.ignored

    @property
    def unsure(self) -> bool:
        return self.verdict in UNSURE and not self.ignored

    def public(self) -> dict:
        """The item as the JSON format shows it: what is empty is left out."""
        made = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "excerpt"}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in made.items() if value or name in ("lhs", "rhs")}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file rather than a relation. ``kind`` is error, warning, or note, which is shown where it was asked for."""

    line: int
    column: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file with its relations in order; ``error`` says why it could not be read. A record that depends on chance, as when a process
    was killed, is not ``lasting``."""

    path: str
    items: tuple[Item, ...] = ()
    remarks: tuple[Remark, ...] = ()
    error: str = ""
    lasting: bool = True

    @property
    def summary(self) -> dict[str, int]:
        return {verdict: sum(item.verdict == verdict for item in self.items) for verdict in VERDICTS}

    def ignoring(self, codes: Iterable[str]) -> "FileRecord":
        """The record with the findings of these codes set aside."""
        wanted = frozenset(codes)
        if not wanted:
            return self
        return replace(self, items=tuple(replace(item, ignored=item.ignored or item.code in wanted) for item in self.items))


@dataclass(frozen=True)
class Run:
    """The result of a run."""

    files: tuple[FileRecord, ...] = ()
    strict: bool = False

    @property
    def status(self) -> int:
        """0 nothing refuted, 1 something refuted (with ``strict`` also open or unread), 2 a file could not be read."""
        if any(file.error or any(remark.kind == "error" for remark in file.remarks) for file in self.files):
            return 2
        items = [item for file in self.files for item in file.items if not item.ignored]
        warned = self.strict and any(remark.kind == "warning" for file in self.files for remark in file.remarks)
        return int(warned or any(item.verdict == "refuted" or (self.strict and item.unsure) for item in items))


def as_data(record: FileRecord) -> dict:
    """The whole record as JSON data."""
    return asdict(record)


def from_data(data: dict) -> FileRecord:
    """The record again. Raises KeyError, TypeError or ValueError where the data are not those of a record."""
    items = tuple(
        Item(**{**each, "span": tuple(each["span"]), "read_as": tuple(each["read_as"]),
                "excerpt": Excerpt(**each["excerpt"]) if each["excerpt"] else None})
        for each in data["items"]
    )  # fmt: skip
    return FileRecord(**{**data, "items": items, "remarks": tuple(Remark(**each) for each in data["remarks"])})
