"""A derivation is data: steps that the kernel can check, and passages that say how a person reads them."""

from dataclasses import dataclass, field

from sympy import Basic, Expr, Symbol

from ..language.claims import Claim, Given


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
    note: str = ""


@dataclass(frozen=True)
class Root:
    """A decreasing function ``core`` of ``a`` without a closed inverse; ``core(a) = s`` lies between ``lower`` and ``upper``.

    ``atom`` is the part of the core by which it is recognised. The rules say that the core decreases, and that
    core − s is positive at the lower and negative at the upper point.
    """

    core: Expr
    atom: Expr
    lower: Expr
    upper: Expr
    allowed: tuple[Claim, ...]
    decreasing: Rule
    above: Rule
    below: Rule


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
class Row:
    """A displayed claim: the claim of a step, with the reason beside it."""

    step: int
    reason: str = ""


@dataclass(frozen=True)
class Passage:
    """A stretch of the derivation as it is read: prose (with terms and claims between the words), then displayed rows.

    Rows whose left side is the right side of the row before them continue it. A boxed passage is a result.
    """

    title: str
    prose: tuple[str | Basic | Claim, ...] = ()
    rows: tuple[Row, ...] = ()
    boxed: bool = False


@dataclass(frozen=True)
class Derivation:
    """What is given, the steps, and how they are read; the last step states the result."""

    given: Given
    steps: tuple[Step, ...]
    passages: tuple[Passage, ...] = ()
