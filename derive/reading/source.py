"""Files and texts to documents. The kind follows from the name: Markdown (also .txt), LaTeX, notebook."""

from pathlib import Path

from ..language.errors import DeriveError
from .document import Document
from .notebook import notebook_text
from .scanning import scan

MAX_BYTES = 50_000_000
MARKDOWN = frozenset({".md", ".markdown", ".txt", ".rst", ".qmd", ".rmd", ".mdx", ""})
LATEX = frozenset({".tex", ".latex", ".ltx", ".sty"})
SUFFIXES = MARKDOWN - {""} | LATEX | {".ipynb"}


class UnreadableFile(DeriveError):
    """A file that is missing, too large, binary, or not in the encoding."""


def document(text: str, path: str = "-", kind: str | None = None) -> Document:
    """The document of a text; ``kind`` is markdown, latex or notebook, or follows from the path."""
    text = text.removeprefix("\ufeff")
    suffix = Path(path).suffix.lower()
    kind = kind or ("latex" if suffix in LATEX else "notebook" if suffix == ".ipynb" else "markdown")
    if kind == "notebook":
        inside, origin = notebook_text(text)
        return scan(path, inside, False, text, origin)
    return scan(path, text, kind == "latex")


def load(path: str, encoding: str = "utf-8") -> Document:
    """Read a file. Line ends stay as they are, so that places are those of the file."""
    return document(decoded(raw(path), path, encoding), path)


def raw(path: str) -> bytes:
    """What is in the file."""
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(f"cannot read {path}: {size} bytes (limit: {MAX_BYTES})")
        return Path(path).read_bytes()
    except OSError as no:
        raise UnreadableFile(f"cannot read {path}: {(no.strerror or str(no)).lower()}") from no


def decoded(data: bytes, path: str, encoding: str = "utf-8") -> str:
    """The text of the file; line ends stay as they are."""
    if b"\0" in data[:8192]:
        raise UnreadableFile(f"cannot read {path}: a binary file")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as no:
        raise UnreadableFile(f"cannot read {path}: byte {no.start} is not {encoding}; try --encoding") from no
    except LookupError as no:
        raise UnreadableFile(f"unknown encoding {encoding!r}") from no
