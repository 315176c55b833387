"""Terms over abstract outcomes as texts write them: as sums or integrals over x, or as expectations of random variables."""

from sympy import Basic, Derivative, Function, Indexed, IndexedBase, Integral, Lambda, Mul, Symbol

from ..language.claims import Claim
from ..language.probability import Mean
from ..language.substitution import rebuild, substitute
from ..language.terms import AtMost, Total
from ..library.outlines import View
from ..library.totals import omega

DELTA = IndexedBase("delta")
RANDOM = Symbol("X")
LETTERS = tuple(map(Symbol, "xyzuvw"))


def shown(piece, view: View, style: str = ""):
    """A term or a claim as it is displayed; words as they are. ``style`` is used instead of that of the view."""
    match piece:
        case Claim(lhs, relation, rhs):
            return Claim(shown(lhs, view, style), relation, shown(rhs, view, style))
        case Basic():
            return _Shown(view, style or view.style).of(substitute(piece, view.written), {})
    return piece


class _Shown:
    def __init__(self, view: View, style: str):
        self.style = style
        self.weight = None if view.weight is None else substitute(view.weight, view.written)

    def of(self, term: Basic, names: dict[Basic, Symbol]) -> Basic:
        match term:
            case Total():
                return self.total(term, names)
            case Indexed() if self.is_outcome(term.indices[-1], names):
                return self.at_outcome(term, names)
            case Symbol():
                return names.get(term, LETTERS[0] if self.is_outcome(term, names) else term)
            case Derivative():
                return Derivative(self.of(term.expr, names), *term.variables, evaluate=False)
            case Mul() if pairs := _equalities(term):
                return Mul(
                    *(self.of(a, names) for a in term.args if a not in pairs), *(DELTA[a.args] for a in pairs if a.args == _ordered(a))
                )
            case Lambda():
                return Lambda(term.variables, self.of(term.expr, names))
        if not term.args or isinstance(term, Indexed):
            return term
        return rebuild(term, [self.of(a, names) if isinstance(a, Basic) else a for a in term.args])

    @staticmethod
    def is_outcome(term: Basic, names: dict) -> bool:
        return term in names or (isinstance(term, Symbol) and term.name.rstrip("'") == omega.name)

    def total(self, term: Basic, names: dict) -> Basic:
        body, (w, _, _) = term.args
        letter = LETTERS[len(names)]
        if self.style == "mean" and self.weight is not None:
            kept = _without(body, self.weight(w))
            if kept is not None:
                return Mean(self.of(kept, {**names, w: RANDOM}))
        return (Total if self.style == "sum" else Integral)(self.of(body, {**names, w: letter}), (letter,))

    def at_outcome(self, term: Indexed, names: dict) -> Basic:
        """p[ω] is p(x); X[k, ω] is the value of the random variable X_k."""
        *rest, w = term.indices
        if self.style == "mean" and names.get(w, RANDOM) == RANDOM:
            return term.base[tuple(rest)] if rest else Symbol(str(term.base))
        return Function(str(term.base))(*rest, self.of(w, names))


def _equalities(term: Mul) -> list[AtMost]:
    """Factors 1{a ≤ b} 1{b ≤ a}, which together are the Kronecker delta."""
    return [a for a in term.args if isinstance(a, AtMost) and AtMost(*reversed(a.args)) in term.args]


def _ordered(term: AtMost) -> tuple:
    return tuple(sorted(term.args, key=str))


def _without(body: Basic, weight: Basic) -> Basic | None:
    """The body of an expectation without the density; None where that is no factor, or the only one."""
    factors = list(Mul.make_args(body))
    if weight not in factors:
        return None
    factors.remove(weight)
    return Mul(*factors) if factors else None
