"""How a person reads a derivation: prose and displayed claims, each the claim of a step."""

from dataclasses import dataclass

from sympy import Basic

from .claims import Claim

# What the kernel takes on trust; each document says so at its end.
TRUSTED = (
    "the constructors of SymPy's terms", "the rules cited beside the steps", "equality of rational functions of atoms",
    "differentiation", "signs of terms from the domains of their variables", "that the declared density has mass 1",
)  # fmt: skip


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
