"""Which functions of analysis a document defines as everybody does: ``Γ(a) = ∫_0^∞ t^{a−1} e^{−t} dt``."""

from collections.abc import Iterable
from dataclasses import replace

from .meaning import Sense, Translator, Unsaid
from .meaning_calls import RULES
from .meaning_names import Usage
from .show import show
from .syntax import Big, Call, Juxtaposed, Node, as_call, walk
from .trial import compare

ELEMENTARY = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "exp", "log", "ln", "sqrt"})


def with_restated(usage: Usage, equations: Iterable[tuple[Node, Node]]) -> Usage:
    """The usage without the definitions that only repeat the usual meaning."""
    found = set()
    for left, right in equations:
        if isinstance(left, Juxtaposed | Call) and any(isinstance(each, Big) and each.operator == "int" for each in walk(right)):
            call = as_call(left)
            if isinstance(call, Call) and _agrees(usage, call, right):
                found.add(show(call.head))
    found |= usage.defined & ELEMENTARY
    return replace(usage, defined=usage.defined - found) if found else usage


def _agrees(usage: Usage, left: Call, right: Node) -> bool:
    bare = replace(usage, defined=usage.defined - {show(left.head)})
    sense = Sense()
    try:
        terms = [Translator(bare, RULES, sense=sense).term(node) for node in (left, right)]
        return not sense.opaque and compare(*terms, enough=True).holds
    except (Unsaid, ValueError, TypeError, ArithmeticError, RecursionError, AttributeError):
        return False
