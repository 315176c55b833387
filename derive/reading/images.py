"""Densities of functions of a random variable of which no law is known: ``f_Y(y) = f_X(h(y)) |h'(y)|`` and ``F_Y(y) = F_X(h(y))``."""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..kernel.calculus import differentiate
from ..language.claims import Claim, Given
from ..language.domains import holds
from ..language.substitution import same, substitute
from ..language.terms import free
from .case import Case
from .conditional import conditions_at
from .findings import Finding
from .laws import laws_at
from .proving import proof_of
from .transforming import Image, images, inverse_of
from .trial import compare

HOW = "by the density of {} = {}({})"


def of_images(case: Case) -> Finding | None:
    """An equation that holds by the densities of functions of random variables, whatever the density of the variable is."""
    left, right = case.left.term, case.right.term
    if case.sign != "=" or left is None or right is None:
        return None
    place, context = case.relation.sign.start, case.context
    scope, laws = context.scope_at(place), laws_at(context, place)
    known = Given(conditions_at(context, case.relation))
    for image in images(context)[0]:
        if image.scope != scope or image.argument in laws:
            continue
        inverse = inverse_of(context, image, laws)
        if inverse is None or (put := _densities(image, inverse, known)) is None:
            continue
        one, other = (_replaced(t, put) for t in (left, right))
        if (one, other) == (left, right):
            continue
        how = HOW.format(image.value, image.head, image.argument)
        if same(one, other):
            return case.found("proved", f"the same {how}")
        if compare(one, other, context.usage.running, enough=True).holds:
            where = proof_of(one, other, known)
            return case.found("supported", f"the sides agree {how}") if where is None else case.found("proved", f"derived {how}, {where}")
    return None


def _densities(image: Image, inverse: Image, known: Given) -> dict | None:
    """The density and the distribution function of the value by those of the argument, as functions."""
    x, y = sp.Symbol(image.argument), sp.Symbol(image.value)
    slope, back = differentiate(image.body, x), differentiate(inverse.body, y)
    if slope is None or back is None or y in free(slope):
        return None
    rises, falls = (holds(Claim(slope, sign, sp.Integer(0)), known) for sign in (">", "<"))
    if not rises and not falls and x in free(slope):
        return None
    factor = back if rises else -back if falls else sp.Abs(back)
    put = {f"f_{y}()": lambda place: sp.Function(f"f_{x}()")(substitute(inverse.body, {y: place})) * substitute(factor, {y: place})}
    if rises:
        put[f"F_{y}()"] = lambda place: sp.Function(f"F_{x}()")(substitute(inverse.body, {y: place}))
    return put


def _replaced(term: sp.Expr, put: dict) -> sp.Expr:
    def known(t) -> bool:
        return isinstance(t, AppliedUndef) and str(t.func) in put and len(t.args) == 1

    return term.replace(known, lambda t: put[str(t.func)](*t.args))
