"""Identities as declarations: what is given, what is claimed, and the outline of a proof.

An outline names the rules and the waypoints that a person would write down. The steps between them are found by the search and
checked by the kernel; nothing is proved by being declared.
"""

from dataclasses import dataclass, field

from sympy import Basic, Expr, Symbol

from ..kernel.derivation import Rule
from ..language.claims import Claim, Given
from ..language.distribution import Distribution

Prose = tuple[str | Basic | Claim, ...]


@dataclass(frozen=True)
class Define:
    """A name for a term. ``label`` is how later items call the equation."""

    label: str
    name: Expr
    value: Expr
    shown: bool = True
    reason: str = "definition"


@dataclass(frozen=True)
class Recall:
    """A claim that follows from what is given alone."""

    label: str
    claim: Claim
    shown: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Infer:
    """A rule with its holes filled, and the labels of its premises."""

    label: str
    rule: Rule
    bindings: dict
    premises: tuple[str, ...] = ()
    shown: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Slope:
    """A derivative carried out by the rules of the calculus."""

    label: str
    derivative: Expr
    shown: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Instance:
    """An earlier claim at values of its generic variables."""

    label: str
    of: str
    values: dict
    shown: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Count:
    """A name for the number of operations (+, −, ×, ÷) that the right side of an earlier equation asks for."""

    label: str
    name: Symbol
    of: str
    shown: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Link:
    """The next term of a chain and its relation to the one before.

    An equation is proved with the equations of ``using`` and normal forms; another relation is that of the claim ``by``, up to
    equations, or follows from what is given.
    """

    relation: str
    term: Expr
    reason: str = ""
    using: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Chain:
    """A calculation: ``start`` and the links after it; the claim is that of the first and the last term."""

    label: str
    start: Expr
    links: tuple[Link, ...]
    shown: bool = True


Item = Define | Recall | Infer | Slope | Instance | Count | Chain


@dataclass(frozen=True)
class Part:
    """A stretch of the proof as it is read: its title, the words before it, and what is shown."""

    title: str
    items: tuple[Item, ...]
    prose: Prose = ()


@dataclass(frozen=True)
class View:
    """How terms over outcomes are written: as a ``sum``, an ``integral`` or a ``mean``.

    ``written`` maps functions and data to what stands for them, ``names`` symbols to LaTeX and text, ``weight`` is the law of a mean.
    """

    style: str = "sum"
    written: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    weight: Basic | None = None


@dataclass(frozen=True)
class Theorem:
    """What is given, the claim in words, the outline, and the labels of what is proved."""

    given: Given
    givens: tuple[Prose, ...]
    parts: tuple[Part, ...]
    result: tuple[str, ...]
    title: str = ""
    conditions: tuple[Prose, ...] = ()
    cited: tuple[Prose, ...] = ()
    view: View = View()
    densities: tuple[str, ...] = ()
    """Labels of what is written once more with integrals, where the outcomes may be a continuum."""


@dataclass(frozen=True)
class Identity:
    """An identity of statistics or machine learning: its theorems in the order in which they are read.

    ``argument`` names what is shown besides for each of the families, from the derivation of its maximum-likelihood estimator:
    ``cross-entropy`` or ``attained``.
    """

    name: str
    title: str
    theorems: tuple[Theorem, ...] = ()
    families: tuple[Distribution, ...] = ()
    argument: str = ""

    @property
    def slug(self) -> str:
        return self.name
