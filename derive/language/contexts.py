"""Terms with a hole: the place where one term is put for another."""

from sympy import Basic, Derivative, Dummy, Indexed, Integer, Lambda, Symbol

from .claims import Claim, Given
from .domains import holds
from .sets import Integers, Span
from .substitution import same
from .terms import BINDERS, CONTINUOUS, BlowUp, free

HOLE = Dummy("hole")


def fill(context: Basic, term: Basic) -> Basic:
    """Put the term in the place of the hole; variables that the context binds there are meant to be bound."""
    if context == HOLE:
        return term
    if HOLE not in free(context):
        return context
    if isinstance(context, Derivative):
        return Derivative(fill(context.expr, term), *context.variables, evaluate=False)
    return context.func(*(fill(a, term) if isinstance(a, Basic) else a for a in context.args))


def bound_at_hole(context: Basic):
    """The heads that bind variables at the hole, each with a variable, and the ends of its range, or its domain, or nothing."""
    if HOLE not in free(context) or not context.args:
        return
    if isinstance(context, BINDERS):
        yield from ((type(context), v, tuple(ends)) for v, *ends in context.args[1:])
    elif isinstance(context, Derivative | Lambda):
        yield from ((type(context), v, ()) for v in context.variables)
    elif isinstance(context, BlowUp):
        yield BlowUp, context.args[1], ()
    for a in context.args:
        if isinstance(a, Basic):
            yield from bound_at_hole(a)


def holds_throughout(binder: type, variable: Basic, ends: tuple, given: Given) -> bool:
    """Whether an equation that holds for all values given of the variable holds wherever the binder takes it."""
    name = variable.base if isinstance(variable, Indexed) else variable
    domain = given.domains.get(name)
    if name in given.mentioned or name == HOLE or binder in (Lambda, BlowUp):
        return False
    match ends:
        case ():
            return binder is Derivative and isinstance(domain, Span)
        case (wanted,):
            return domain == wanted
        case (lo, hi):
            wanted = Span(lo, hi, True, True) if binder in CONTINUOUS else Integers(lo, hi)
            return _covers(variable, wanted, given) if domain is None else same(domain, wanted)
    return False


def _covers(variable: Symbol, domain: Basic, given: Given) -> bool:
    """Whether all that is assumed of the variable is so throughout the domain."""
    facts = {k for k, v in variable._assumptions_orig.items() if (k, v) != ("commutative", True)}
    signs = {"positive": ">", "nonnegative": ">="}
    allowed = {"real", *signs, *(["integer"] if isinstance(domain, Integers) else [])}
    strongest = [r for k, r in signs.items() if k in facts][:1]
    return facts <= allowed and all(holds(Claim(domain.lo, r, Integer(0)), given) for r in strongest)
