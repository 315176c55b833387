"""A derivation is data: steps that the kernel can check, and passages that say how a person reads them."""

from dataclasses import dataclass, field

from sympy import Basic, Symbol

from ..language.claims import Claim, Given
from ..language.outline import Passage


@dataclass(frozen=True)
class Rule:
    """A fact with holes: the premises, under the conditions, give the conclusion.

    Holes are symbols (for terms in which no bound variable of the rule occurs) and functions (for terms in which it
    may). A generic variable stands for a variable of the derivation that ranges over the whole of its domain.
    """

    name: str
    title: str
    conclusion: Claim
    source: str
    premises: tuple[Claim, ...] = ()
    conditions: tuple[Claim, ...] = ()
    generic: tuple[tuple[Symbol, Symbol], ...] = ()


@dataclass(frozen=True)
class Step:
    """One step: ``by`` is ``rule``, ``rewrite``, ``substitute``, ``instantiate``, ``field``, ``differentiate``, ``define``, ``chain``
    or ``compute``; each is described where the kernel checks it."""

    by: str
    claim: Claim
    rule: Rule | None = None
    bindings: dict[Basic, Basic] = field(default_factory=dict)
    premises: tuple[int, ...] = ()
    context: Basic | None = None
    reverse: bool = False


@dataclass(frozen=True)
class Derivation:
    """What is given, the steps, and how they are read; the last step states the result."""

    given: Given
    steps: tuple[Step, ...]
    passages: tuple[Passage, ...] = ()
