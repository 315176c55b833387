"""What a code of the linter stands for."""

from typing import NamedTuple


class Code(NamedTuple):
    """A kind of mistake: ``wrong`` is a small text in which it is found, ``right`` the same text mended."""

    code: str
    title: str
    explanation: str
    wrong: str
    right: str
