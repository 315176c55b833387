"""The integrand before quadrature, by symbols alone: moved to an end of the range, and with its cases and signs decided on each piece."""

from functools import lru_cache

import sympy as s

from .balls import Undefined, order
from .substitution import substitute
from .terms import AtMost, free

W = s.Dummy("w")


@lru_cache(maxsize=4000)
def moved(body, v, place, direction: int):
    term = substitute(body, {v: place + direction * W})
    return term.replace(lambda e: isinstance(e, s.Add) and e.has(W), s.expand_mul)


@lru_cache(maxsize=4000)
def changes(body, v) -> tuple:
    """Where the argument of an absolute value, or the condition of a case, that is linear in v, changes its sign."""
    found = []
    for difference in dict.fromkeys(_switches(body)):
        if v in free(difference):
            linear = _linear(difference, v)
            if linear is not None:
                found.append(-linear[1] / linear[0])
    return tuple(found)


def _switches(body):
    for part in s.preorder_traversal(body):
        match part:
            case s.Abs() | s.sign():
                yield part.args[0]
            case s.Max() | s.Min():
                yield from (a - b for k, a in enumerate(part.args) for b in part.args[k + 1 :])
            case AtMost():
                yield part.args[0] - part.args[1]
            case s.core.relational.Relational():
                yield part.lhs - part.rhs


def _linear(term, v):
    """Slope and constant of what is linear in v."""
    term = s.expand(term)
    slope = term.coeff(v, 1)
    rest = s.expand(term - slope * v)
    return None if v in free(slope) or v in free(rest) or slope == 0 else (slope, rest)


def decided(walk, body, v):
    """Absolute values and cases of what is linear in v, as they are at the present value of v."""

    def known(difference) -> bool:
        return v not in free(difference) or _linear(difference, v) is not None

    def choose(part):
        match part:
            case s.Abs() if known(part.args[0]):
                return part.args[0] if order(walk.value(part.args[0]), 0) >= 0 else -part.args[0]
            case s.sign() if known(part.args[0]):
                return s.Integer(order(walk.value(part.args[0]), 0))
            case AtMost() if known(part.args[0] - part.args[1]):
                return s.Integer(walk.value(part))
            case s.Max() | s.Min() if all(known(d) for d in _switches(part)):
                sign = 1 if isinstance(part, s.Max) else -1
                best = part.args[0]
                for other in part.args[1:]:
                    best = other if sign * order(walk.value(other), walk.value(best)) > 0 else best
                return best
            case s.Piecewise() if all(known(d) for _, c in part.args for d in _switches(c)):
                for value, condition in part.args:
                    match walk.holds(condition):
                        case True:
                            return value
                        case None:
                            return part
                raise Undefined
        return part

    kinds = s.Abs | s.sign | AtMost | s.Max | s.Min | s.Piecewise
    return body.replace(lambda e: isinstance(e, kinds), choose)
