"""Which files are meant, and what is in them."""

import os
from dataclasses import dataclass
from fnmatch import fnmatch

from ..language.errors import DeriveError
from ..reading.source import SUFFIXES, decoded, raw

HIDDEN = frozenset({"node_modules", "__pycache__", "venv", "env", "site-packages"})


class NoDocuments(DeriveError):
    """A folder in which there is nothing to check."""


@dataclass(frozen=True)
class Text:
    """A file as text; ``error`` says why it could not be read, ``skipped`` why it is left out though it could."""

    path: str
    text: str = ""
    error: str = ""
    skipped: str = ""


def expanded(paths: list[str], exclude: tuple[str, ...] = (), root: str = ".") -> list[tuple[str, bool]]:
    """The files, each once, in order, and whether it was named itself; of folders, the documents below them.

    ``exclude`` holds patterns for paths relative to the root; they do not concern files that were named.
    Raises NoDocuments."""
    found: dict[str, bool] = {}
    for path in paths:
        if path == "-" or not os.path.isdir(path):
            found[path] = True
            continue
        inside = [each for each in _below(path) if not _excluded(each, exclude, root)]
        if not inside:
            raise NoDocuments(f"there are no documents in {path}: none of its files ends in {' '.join(sorted(SUFFIXES))}")
        for each in inside:
            found.setdefault(each, False)
    return list(found.items())


def _below(folder: str) -> list[str]:
    """The documents below a folder. Links to folders, hidden folders and installed packages are not entered."""
    made = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in HIDDEN)
        paths = (os.path.join(where, name) for name in sorted(names) if os.path.splitext(name)[1].lower() in SUFFIXES)
        made += [path for path in paths if os.path.isfile(path)]
    return made


def _excluded(path: str, patterns: tuple[str, ...], root: str) -> bool:
    """Whether a pattern fits the path, one of its folders, or its name."""
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    parts = relative.split("/")
    starts = ["/".join(parts[: k + 1]) for k in range(len(parts))]
    return any(fnmatch(each, pattern.rstrip("/")) for pattern in patterns for each in (*starts, *parts))


def loaded(path: str, named: bool, encoding: str) -> Text:
    """The text of a file; binary files that were not named are skipped."""
    try:
        data = raw(path)
        if b"\0" in data[:8192]:
            return Text(path, error="a binary file cannot be read") if named else Text(path, skipped="a binary file")
        return Text(path, decoded(data, path, encoding))
    except DeriveError as no:
        return Text(path, error=str(no))
