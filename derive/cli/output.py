"""Where documents go: to files, whole or not at all, and to the terminal."""

import os
import re
import stat
import sys
import tempfile

from ..language.errors import DeriveError

SUFFIXES = {".tex": "latex", ".md": "markdown", ".json": "json", ".txt": "text"}
OWN = "Written by derive"
COMMENTS = {"latex": f"% {OWN}.", "markdown": f"<!-- {OWN}. -->", "text": f"{OWN}."}
GENERATOR = re.compile(r'\A\s*\{\s*"generator":\s*"derive')


class OutputError(DeriveError):
    """A document cannot be written where it is wanted."""


def format_of(path: str | None, wanted: str | None) -> str:
    """The format that was asked for, or that the suffix stands for; without a file, text."""
    if wanted or path in (None, "-"):
        return wanted or "text"
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in SUFFIXES:
        ending = f"ends in {suffix}" if suffix else "has no ending"
        raise OutputError(f"the name {path} {ending} and so does not say what to write; use {' '.join(SUFFIXES)}, or --format")
    return SUFFIXES[suffix]


def marked(document: str, kind: str) -> str:
    """The document with the line by which derive recognises its own files."""
    return f"{COMMENTS[kind]}\n{document}" if kind in COMMENTS else document


def check(path: str, force: bool) -> None:
    """Raise OutputError if the file cannot be written, or is somebody else's work."""
    if os.path.isdir(path):
        raise OutputError(f"cannot write {path}: it is a directory")
    target = os.path.realpath(path)
    if os.path.islink(target):
        raise OutputError(f"cannot write {path}: it is a link to itself")
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        raise OutputError(f"cannot write {path}: there is no directory {os.path.dirname(path)}")
    if not force and os.path.isfile(path) and os.path.getsize(path) and not _own(path):
        raise OutputError(f"{path} exists and was not written by derive; use --force to overwrite it")


def _own(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            start = file.read(200)
    except OSError as no:
        raise OutputError(f"cannot write {path}: {reason(no)}") from None
    return start.partition("\n")[0] in COMMENTS.values() or GENERATOR.match(start) is not None


def write(path: str, document: str) -> None:
    """Write beside the file, then take its place; devices and pipes are written to as they are."""
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "w", encoding="utf-8") as file:
                file.write(document)
            return
        _replace(target, document)
    except OSError as no:
        raise OutputError(f"cannot write {path}: {reason(no)}") from None


def _replace(target: str, document: str) -> None:
    number, beside = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".derive-")
    try:
        with open(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(document)
        os.chmod(beside, _mode(target))
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


def _mode(target: str) -> int:
    """The permissions of the file that is replaced, or those that new files get."""
    if os.path.exists(target):
        return stat.S_IMODE(os.stat(target).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def reason(no: OSError) -> str:
    words = no.strerror or str(no)
    return f"{words[0].lower()}{words[1:]}"


def coloured(text: str) -> str:
    """Headings, which begin at the margin, in bold where a person sees them."""
    if sys.stdout is None or not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return text
    return re.sub(r"(?m)^(\S.*)$", "\033[1m\\1\033[0m", text)
