"""A derivation written for people: plain text, LaTeX, Markdown."""

from dataclasses import dataclass, field

from ..kernel.derivation import Derivation
from .article import article, section
from .blocks import Header, Prose
from .markdown import markdown
from .terminal import terminal

__all__ = ["Document", "Header", "Prose", "book"]


@dataclass(frozen=True)
class Document:
    """A derivation with what is said before and after it; ``names`` displays symbols otherwise than by their names."""

    derivation: Derivation
    header: Header
    names: dict = field(default_factory=dict)

    def text(self, page: int = 100) -> str:
        return terminal(self.derivation, self.header, self.names, page)

    def latex(self) -> str:
        """A complete article."""
        return article(self.section())

    def section(self) -> str:
        """The same as a section, for ``book`` or for an article of one's own (amsmath, amssymb, mathtools, graphicx)."""
        return section(self.derivation, self.header, self.names)

    def markdown(self) -> str:
        return markdown(self.derivation, self.header, self.names)

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()


def book(documents) -> str:
    """One LaTeX article with a section for each document."""
    return article(*(document.section() for document in documents))
