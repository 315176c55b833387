"""What integrals without stated bounds may mean: an antiderivative, an integral over the positive numbers or over the line; and what a
density means outside its support. A relation that holds in one of these senses may be believed; nothing is refuted in any of them.
"""

from collections.abc import Iterator
from itertools import product

import sympy as sp

from ..kernel.calculus import differentiate
from ..language.substitution import substitute
from ..language.terms import free
from .meaning_calculus import Weighted

ENDS = ((sp.Integer(0), sp.oo), (-sp.oo, sp.oo))
Pair = tuple[sp.Expr, sp.Expr]


def senses(lhs: sp.Expr, rhs: sp.Expr) -> Iterator[Pair]:
    yield from antiderivatives(lhs, rhs)
    yield from _unbounded(lhs, rhs)
    if any(leaves_support(i) for t in (lhs, rhs) for i in t.atoms(sp.Integral)):
        yield on_support(lhs), on_support(rhs)


def _is_unbounded(term) -> bool:
    return isinstance(term, Weighted) and len(term.args) == 3 and str(term.args[2]).strip() == "∫"


def _unbounded(lhs: sp.Expr, rhs: sp.Expr) -> Iterator[Pair]:
    variables = sorted({w.args[1] for t in (lhs, rhs) for w in t.atoms(Weighted) if _is_unbounded(w)}, key=str)
    if not 0 < len(variables) <= 2:
        return
    for choice in product(ENDS, repeat=len(variables)):
        ends = dict(zip(variables, choice, strict=True))

        def bounded(w, ends=ends):
            return sp.Integral(w.args[0], (w.args[1], *ends[w.args[1]]))

        yield lhs.replace(_is_unbounded, bounded), rhs.replace(_is_unbounded, bounded)


def antiderivatives(lhs: sp.Expr, rhs: sp.Expr) -> Iterator[Pair]:
    """Both sides differentiated with respect to the variable, which must also be seen outside the integrals."""
    integrals = sorted({w for t in (lhs, rhs) for w in t.atoms(Weighted) if _is_unbounded(w)}, key=str)
    names = {w.args[1] for w in integrals}
    if len(names) != 1 or any(t.has(sp.Integral) for t in (lhs, rhs)):
        return
    (own,) = names
    x = sp.Symbol(str(own).strip("⟨⟩"))
    heads = {w: sp.Function(f"∫{k}") for k, w in enumerate(integrals)}
    sides = [t.xreplace({w: head(x) for w, head in heads.items()}) for t in (lhs, rhs)]
    if not any(x in free(t.xreplace({head(x): sp.Integer(0) for head in heads.values()})) for t in sides):
        return
    bodies = {sp.Derivative(head(x), x, evaluate=False): substitute(w.args[0], {own: x}) for w, head in heads.items()}
    left, right = (differentiate(t, x) for t in sides)
    if left is not None and right is not None:
        yield left.xreplace(bodies), right.xreplace(bodies)


def leaves_support(term) -> bool:
    """Whether the range reaches −∞ and the integrand has a power or a logarithm of the variable that is real for positive numbers only."""
    if not isinstance(term, sp.Integral) or len(term.args) != 2 or len(term.args[1]) != 3 or term.args[1][1] != -sp.oo:
        return False
    v = term.args[1][0]
    return any(p.base == v and not p.exp.is_Integer for p in term.args[0].atoms(sp.Pow)) or sp.log(v) in term.args[0].atoms(sp.log)


def on_support(term: sp.Expr) -> sp.Expr:
    return term.replace(leaves_support, lambda i: sp.Integral(i.args[0], (i.args[1][0], sp.Integer(0), i.args[1][2])))
