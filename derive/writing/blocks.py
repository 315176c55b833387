"""What a document consists of, before it is decided whether it becomes TeX, Markdown or plain text."""

from dataclasses import dataclass
from typing import Any

from sympy import Basic

from ..kernel.derivation import Derivation
from ..language.claims import Claim
from ..language.outline import Row
from ..language.substitution import same
from .layout import layout
from .tree import Glyph

Prose = tuple[str | Basic | Claim, ...]


@dataclass(frozen=True)
class Header:
    """What stands before and after the steps. The result is shown as the claims of steps, so that it was proved."""

    title: str
    givens: tuple[Prose, ...] = ()
    result_rows: tuple[Row, ...] = ()
    conditions: tuple[Prose, ...] = ()
    trusted: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True)
class Line:
    """A displayed relation; left is None where it continues the line before."""

    left: Any
    sign: Glyph
    right: Any
    reason: str = ""


@dataclass(frozen=True)
class Block:
    """A titled stretch: prose, then displayed lines, or a list of items."""

    title: str = ""
    prose: Prose = ()
    lines: tuple[Line, ...] = ()
    items: tuple[Prose, ...] = ()
    boxed: bool = False


def blocks(derivation: Derivation, header: Header, names=None) -> tuple[Block, ...]:
    """The stretches of the document in reading order; empty ones are left out."""
    result = Block("Result", lines=lines(derivation, header.result_rows, names), boxed=True)
    made = (
        Block("Given", items=header.givens),
        *(Block(p.title, p.prose, lines(derivation, p.rows, names), boxed=p.boxed) for p in derivation.passages),
        result,
        Block("Conditions", items=header.conditions),
        Block("What was trusted", items=tuple((t,) for t in header.trusted)),
    )
    return tuple(b for b in made if b.prose or b.lines or b.items)


def lines(derivation: Derivation, rows: tuple[Row, ...], names=None) -> tuple[Line, ...]:
    """The claims that the rows point to; a chain of relations keeps one left side."""
    made, before = [], None
    for row in rows:
        claim = derivation.steps[row.step].claim
        shown: Any = layout(claim, names)
        continues = before is not None and same(before, claim.lhs)
        made.append(Line(None if continues else shown.left, shown.sign, shown.right, row.reason))
        before = claim.rhs
    return tuple(made)
