"""Normal forms of sums and integrals over outcomes: constants outside, one product under each sign, in the order of the ranges."""

import sympy as sp

from ..language.claims import Claim
from ..language.substitution import substitute
from ..language.terms import Total, free
from ..library import holes, probability
from .fractions import expanded, monomials, parted
from .normal import Normal, on
from .proof import Course

ONE = sp.Integer(1)


@on(Total)
def of_total(normal: Normal, course: Course) -> bool:
    body, (j, lo, hi) = course.term.args
    total = Claim(course.term, "=", ONE)
    if any(total.same(h) for h in normal.given.hypotheses):
        course.take(normal.proof.compute(total))
        return True
    plain = expanded(by_height(body))
    if plain != body:
        return normal.rearranged(course, body, plain)
    names, at = {holes.i: j}, {holes.lo: lo, holes.hi: hi}
    first, *rest = monomials(body)
    c, moving = parted(first, j)
    if rest:
        bindings = {holes.a: c, holes.f: _of(moving, j), holes.g: _of(sp.Add(*rest), j), **at}
        return normal.rewrite(course, probability.total_linear, bindings, names)
    if c != 1:
        return normal.rewrite(course, probability.total_scaled, {holes.a: c, holes.f: _of(moving, j), **at}, names)
    return _swapped(normal, course) or _through_a_sum(normal, course)


def _of(term: sp.Expr, *variables) -> sp.Lambda:
    return sp.Lambda(variables, term)


def _swapped(normal: Normal, course: Course) -> bool:
    """Of two signs that one stands outside out of which more factors can be taken; else the one with the first range."""
    body, (k, s, t) = course.term.args
    inner = [f for f in sp.Mul.make_args(body) if isinstance(f, Total)]
    if len(inner) != 1:
        return False
    inside, (i, lo, hi) = inner[0].args
    rest = body / inner[0]
    outer_only, inner_only = rest != 1, any(k not in free(f) for f in sp.Mul.make_args(inside))
    if k in free(lo) | free(hi) or (outer_only if outer_only != inner_only else str(hi) >= str(t)):
        return False
    bindings = {holes.g: _of(rest, k), holes.f: _of(inside, i, k), holes.lo: lo, holes.hi: hi, holes.s: s, holes.t: t}
    return normal.rewrite(course, probability.total_swap, bindings, {holes.i: i, holes.k: k})


def _through_a_sum(normal: Normal, course: Course) -> bool:
    """A finite sum goes outside."""
    body, (i, lo, hi) = course.term.args
    part = next((f for f in sp.Mul.make_args(body) if isinstance(f, sp.Sum) and len(f.args) == 2), None)
    if part is None:
        return False
    inside, (k, s, t) = part.args
    if i in free(s) | free(t) or k in free(body / part):
        return False
    bindings = {holes.g: _of(body / part, i), holes.f: _of(inside, i, k), holes.lo: lo, holes.hi: hi, holes.s: s, holes.t: t}
    return normal.rewrite(course, probability.total_of_sum, bindings, {holes.i: i, holes.k: k})


def by_height(term: sp.Basic) -> sp.Basic:
    """The term with its bound outcomes named by their range and how many signs stand below theirs: equal parts look equal."""
    if not term.args or isinstance(term, sp.Indexed):
        return term
    args = [by_height(a) if isinstance(a, sp.Basic) else a for a in term.args]
    if not isinstance(term, Total):
        return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)
    body, (v, lo, hi) = args
    name = sp.Symbol(f"{hi}·{_height(body)}")
    return Total(substitute(body, {v: name}), (name, lo, hi)) if name != v else term.func(*args)


def _height(term: sp.Basic) -> int:
    return max((_height(a) for a in term.args if isinstance(a, sp.Basic)), default=0) + isinstance(term, Total)
