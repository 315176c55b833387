"""Terms with a hole: the place where one term is put for another."""

from sympy import Basic, Derivative, Dummy, Lambda

from .terms import BINDERS, free

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
    """The variables that the context binds at the hole, each with the ends of its range, or its domain, or nothing."""
    if HOLE not in free(context) or not context.args:
        return
    if isinstance(context, BINDERS):
        yield from ((v, tuple(ends)) for v, *ends in context.args[1:])
    elif isinstance(context, Derivative | Lambda):
        yield from ((v, ()) for v in context.variables)
    for a in context.args:
        if isinstance(a, Basic):
            yield from bound_at_hole(a)
