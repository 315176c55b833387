"""Terms of a document in the language of proofs: sums and integrals over ranges that only have a name, and functions about which
nothing is known. What is proved of the translation holds for every range and every function, so for those that were meant.
"""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim
from ..language.encoding import HEADS
from ..language.substitution import substitute
from .meaning_calls import Weighted

COUNT = sp.Integer(1)


def written(term: sp.Basic) -> sp.Basic:
    """A named set summed over becomes x_1, …, x_N; a named range of an integral an interval; an unknown head an undefined function."""
    if not isinstance(term, sp.Basic) or not term.args or isinstance(term, sp.Indexed | sp.IndexedBase):
        return term
    if isinstance(term, Weighted):
        return _over(term)
    args = [written(a) for a in term.args]
    if isinstance(term, sp.Derivative):
        return sp.Derivative(args[0], *term.variables, evaluate=False)
    if isinstance(term, sp.lowergamma | sp.uppergamma):
        t = sp.Symbol("τ")
        return sp.Integral(t ** (args[0] - 1) * sp.exp(-t), (t, *((0, args[1]) if isinstance(term, sp.lowergamma) else (args[1], sp.oo))))
    if isinstance(term, sp.erfc):
        return 1 - sp.erf(args[0])
    if isinstance(term, sp.Function) and not isinstance(term, AppliedUndef) and HEADS.get(type(term).__name__) is not type(term):
        return sp.Function(type(term).__name__)(*args)
    return term if args == list(term.args) else term.func(*args)


def _over(term: Weighted) -> sp.Expr:
    body, variable, key, *bounds = term.args
    inside = written(body)
    name = str(key)
    if name.startswith("∫"):
        ends = tuple(map(written, bounds)) or (sp.Symbol(f"inf {name}"), sp.Symbol(f"sup {name}"))
        return sp.Integral(inside, (variable, *ends))
    if len(bounds) == 1:
        return sp.Sum(inside, (variable, bounds[0], sp.oo))
    place = sp.Symbol(f"place {variable}")
    element = sp.IndexedBase(f"elements of {name}")[place]
    return sp.Sum(substitute(inside, {variable: element}), (place, COUNT, sp.Symbol(f"number {name}")))


def intervals(*terms: sp.Expr) -> tuple[Claim, ...]:
    """That the ranges which only have a name go from left to right."""
    ends = {limit[1:] for t in terms for found in t.atoms(sp.Integral) for limit in found.args[1:]}
    named = sorted((e for e in ends if str(e[0]).startswith("inf ") and str(e[1]).startswith("sup ")), key=str)
    return tuple(Claim(hi - lo, ">", sp.Integer(0)) for lo, hi in named)


def with_positive_functions(*terms: sp.Expr) -> tuple[sp.Expr, ...]:
    """The terms with exp ∘ g for each undefined function f that has a logarithm, or a power that is not whole, somewhere."""
    heads = {f.func for t in terms for part in sp.preorder_traversal(t) for f in _taken_for_positive(part)}
    return tuple(_exponentials(t, heads) for t in terms)


def _taken_for_positive(part: sp.Basic):
    if isinstance(part, sp.log) or (isinstance(part, sp.Pow) and not isinstance(part.exp, sp.Integer)):
        for factor in sp.Mul.make_args(part.args[0]):
            base = factor.as_base_exp()[0]
            if isinstance(base, AppliedUndef):
                yield base


def _exponentials(term: sp.Basic, heads: set) -> sp.Basic:
    if not isinstance(term, sp.Basic) or not term.args or isinstance(term, sp.Indexed):
        return term
    args = [_exponentials(a, heads) for a in term.args]
    if isinstance(term, AppliedUndef) and term.func in heads:
        return sp.exp(sp.Function(f"log {term.func.__name__}")(*args))
    if isinstance(term, sp.Derivative):
        return sp.Derivative(args[0], *term.variables, evaluate=False)
    return term if args == list(term.args) else term.func(*args)
