"""A derivation written for people: plain text, LaTeX, Markdown."""

from dataclasses import dataclass, field

from ..kernel.derivation import Derivation
from .blocks import Header, Prose

__all__ = ["Document", "Header", "Prose", "book"]


@dataclass(frozen=True)
class Document:
    """A derivation with what is said before and after it; ``names`` displays symbols otherwise than by their names."""

    derivation: Derivation
    header: Header
    names: dict = field(default_factory=dict)

    def text(self, page: int = 100) -> str:
        from .terminal import terminal

        return terminal(self.derivation, self.header, self.names, page)

    def latex(self) -> str:
        """A complete article."""
        return book((self,))

    def section(self) -> str:
        """The same as a section, for ``book`` or for an article of one's own (amsmath, amssymb, mathtools, graphicx)."""
        from .article import section

        return section(self.derivation, self.header, self.names)

    def markdown(self) -> str:
        from .markdown import markdown

        return markdown(self.derivation, self.header, self.names)

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()


def book(documents) -> str:
    """One LaTeX article with a section for each document."""
    from .article import article

    return article(*(document.section() for document in documents))
