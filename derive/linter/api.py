"""Checking a text from Python, in this process."""

from ..reading.budget import Budget
from ..reading.check import check_document
from ..reading.source import document
from .recording import recorded
from .report import Report


def check(text: str, kind: str = "markdown", timeout: float = 4.0) -> Report:
    """Check every relation of a text; ``kind`` is markdown, latex or notebook, ``timeout`` the limit for each relation in seconds.

    ``status`` is 1 if something is refuted, else 0; ``files`` has one record with the ``items``; ``str(report)`` is what
    ``derive check`` prints, ``json()`` its stable format. Raises NotebookError for a notebook that is none.
    """
    found = check_document(document(text, "-", kind), "-", Budget(timeout))
    return Report((recorded(found),))
