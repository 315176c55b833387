"""How long one relation and one file may take, and what becomes of a relation that takes longer, or fails."""

from collections.abc import Callable
from time import process_time

from .findings import Finding
from .limits import SECONDS, OutOfTime, limited
from .relations import Relation

FILE_SECONDS = 600.0
EVERYTHING = "*"
MISHAPS = (OutOfTime, ArithmeticError, ValueError, TypeError, RecursionError, AttributeError, LookupError, MemoryError)


class Budget:
    """Processor time for one file. ``begin`` is told every place at which work starts; ``skipped`` are places to leave out, such
    as one at which an earlier attempt died, with the reason; ``EVERYTHING`` leaves all out."""

    def __init__(
        self,
        seconds: float = SECONDS,
        file_seconds: float = FILE_SECONDS,
        skipped: dict[str, str] | None = None,
        begin: Callable[[str], None] = lambda place: None,
    ):
        self.seconds, self.file_seconds, self.skipped, self.begin = seconds, file_seconds, skipped or {}, begin
        self.start = process_time()
        self.reason = ""
        self.cut: list[Relation] = []  # those of which too little is known to say more than this

    def at(self, place: str) -> None:
        """Work at a place begins; ``reason`` says why it is left out, if it is."""
        self.begin(place)
        self.reason = self.skipped.get(EVERYTHING, "") or self.skipped.get(place, "")
        if not self.reason and process_time() - self.start > self.file_seconds:
            self.reason = f"no decision: the file has taken {self.file_seconds:g} seconds"

    def judged(self, relation: Relation, action: Callable[[], Finding], so_far: Finding | None = None) -> Finding:
        """One bad formula never stops a run; what was known of it before is kept."""
        if not self.reason:
            try:
                with limited(self.seconds):
                    return action()
            except OutOfTime:
                failure = f"no decision within {self.seconds:g} seconds"
            except MemoryError:
                failure = "no decision within the limit of memory"
            except Exception as no:
                failure = f"the judge failed here ({type(no).__name__}: {no})"[:200]
        else:
            failure = self.reason
        self.cut.append(relation)
        if so_far is None:
            return Finding(relation, "open", failure)
        return so_far if so_far.verdict != "open" else Finding(relation, "open", f"{so_far.message}; {failure}", read_as=so_far.read_as)

    def was_cut(self, relation: Relation) -> bool:
        return any(relation is r for r in self.cut)

    def tried(self, action, otherwise, times: float = 1):
        """The result, or another where there is none in time."""
        if self.reason:
            return otherwise
        try:
            with limited(self.seconds * times):
                return action()
        except MISHAPS:
            return otherwise
