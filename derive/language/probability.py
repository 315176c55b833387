"""Means, probabilities, entropies and divergences of random names, as they are written: inert, nothing evaluates by itself.

A random name is an ordinary symbol ``X`` (or an entry ``y[i]``); which symbols are random is not said here. A condition is a random
name, "given its value", or an equation ``Eq(Y, y)``. A law is a symbol (``P`` or ``p``; the empty name is the law of the text) or a
mixture ``lam*p_1 + (1 - lam)*p_2``. To resolve such a term where the law of a name is known, replace the term by its value with
``term.xreplace``; ``unfolded`` first writes variances, covariances and correlations by means.
"""

from sympy import Basic, Expr, Symbol, Tuple, false, sqrt

HERE = Symbol("")  # the law that the text speaks of


class Operator(Expr):
    """A number made from random names."""

    is_commutative = True
    letter = ""

    def __new__(cls, *args):
        return Basic.__new__(cls, *(Tuple(*a) if isinstance(a, tuple | list) else a for a in args))

    def _sympystr(self, printer):
        *first, last = [", ".join(map(printer._print, a)) if isinstance(a, Tuple) else printer._print(a) for a in self.args]
        given = isinstance(self.args[-1], Tuple)
        inside = "; ".join(part for part in (*first, *([] if given else [last])) if part)
        return f"{self.letter}({inside}{'|' + last if given and last else ''})"


class Mean(Operator):
    """``Mean(body, over, given)``: over all random names of the body, or over those listed in pairs ``(name, law)``."""

    letter = "E"

    def __new__(cls, body, over=(), given=()):
        return super().__new__(cls, body, tuple(over), tuple(given))


class Variance(Operator):
    """``Variance(body, given)``."""

    letter = "Var"

    def __new__(cls, body, given=()):
        return super().__new__(cls, body, tuple(given))


class Covariance(Operator):
    """``Covariance(a, b, given)``."""

    letter = "Cov"

    def __new__(cls, a, b, given=()):
        return super().__new__(cls, a, b, tuple(given))


class Correlation(Operator):
    """``Correlation(a, b)``."""

    letter = "Corr"


class Probability(Operator):
    """``Probability(event, given)``: events are relations of random names and numbers, names of events, and what logic makes of these."""

    letter = "Pr"

    def __new__(cls, event, given=()):
        return super().__new__(cls, event, tuple(given))


class Mass(Operator):
    """``Mass(names, given)``: the density of the names at their own values; a random number inside a mean."""

    letter = "p"

    def __new__(cls, names, given=()):
        return super().__new__(cls, tuple(names), tuple(given))


class Entropy(Operator):
    """``Entropy(names, given)`` of plain random names; ``differential`` where it is the text's h."""

    letter = "H"

    def __new__(cls, names, given=(), differential=false):
        return super().__new__(cls, tuple(names), tuple(given), differential)

    def _sympystr(self, printer):
        names, given = (", ".join(map(printer._print, a)) for a in self.args[:2])
        return f"{'h' if self.is_differential else 'H'}({names}{'|' + given if given else ''})"

    @property
    def is_differential(self) -> bool:
        return bool(self.args[2])


class CrossEntropy(Operator):
    """``CrossEntropy(p, q)`` of two laws; the entropy of a law where they are the same."""

    letter = "H"


class Divergence(Operator):
    """``Divergence(p, q)``: the mean of log p/q under p."""

    letter = "KL"


class Information(Operator):
    """``Information(names, names, given)``: mutual information."""

    letter = "I"

    def __new__(cls, one, other, given=()):
        return super().__new__(cls, tuple(one), tuple(other), tuple(given))


def unfolded(term: Basic) -> Basic:
    """The term with variances, covariances and correlations written as means."""
    if not term.args:
        return term
    args = [unfolded(a) if isinstance(a, Basic) else a for a in term.args]
    match term:
        case Variance():
            body, given = args
            return Mean((body - Mean(body, (), given)) ** 2, (), given)
        case Covariance():
            a, b, given = args
            return Mean((a - Mean(a, (), given)) * (b - Mean(b, (), given)), (), given)
        case Correlation():
            a, b = args
            return unfolded(Covariance(a, b)) / (sqrt(unfolded(Variance(a))) * sqrt(unfolded(Variance(b))))
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)
