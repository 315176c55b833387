"""One relation to be judged, with its two sides understood in its context."""

from dataclasses import dataclass, field

from .context import Context, Reading
from .findings import Finding
from .relations import Relation


@dataclass(frozen=True)
class Case:
    """A relation with its two sides: with definitions of functions inserted, and as written."""

    context: Context
    relation: Relation
    left: Reading
    right: Reading
    raw_left: Reading
    raw_right: Reading
    memo: dict = field(default_factory=dict, compare=False, repr=False)  # of what takes long to work out

    @property
    def sign(self) -> str:
        return self.relation.sign.sign

    def found(self, verdict: str, message: str = "", code: str = "", **more) -> Finding:
        return Finding(self.relation, verdict, message, code, **more)


def case_of(context: Context, relation: Relation) -> Case:
    raw = context.read(relation.lhs, False), context.read(relation.rhs, False)
    return Case(context, relation, context.read(relation.lhs), context.read(relation.rhs), *raw)


def not_understood(context: Context, relation: Relation) -> Case:
    """The case of a relation whose sides took too long to be understood."""
    nothing = Reading(None, problem=("this was not understood within the limits", relation.lhs.start, relation.rhs.end))
    return Case(context, relation, nothing, nothing, nothing, nothing)
