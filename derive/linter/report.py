"""The result of a run, as a value that prints itself."""

from .formats import as_json
from .full import as_text
from .records import Run


class Report(Run):
    """``files`` holds a record of each file with its ``items``, ``status`` what the command would exit with."""

    def __str__(self) -> str:
        return as_text(self)

    def json(self) -> str:
        """The stable format for programs."""
        return as_json(self)
