"""What ``E(…)``, ``Var(…)``, ``Pr(…)``, ``H(X|Y)``, ``KL[P||Q]`` and ``⟨…⟩`` mean, as terms of ``language.probability``.

``meaning(translator, node)`` gives the term, or None where the notation is another. The translator keeps it by the atom that stands for
the node in a reading: ``context.meanings[atom]``; for an atom that depends on running indices, by its function, as a lambda.
"""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.probability import (
    HERE,
    Correlation,
    Covariance,
    CrossEntropy,
    Divergence,
    Entropy,
    Information,
    Mean,
    Probability,
    Variance,
)
from .show import show
from .syntax import Accent, Call, Fenced, Juxtaposed, Name, Node, Number, Product, Relation, Script, Sequence, Sum, as_call, items_of

MEANS = frozenset("E Mean mean".split())
VARIANCES = frozenset("Var Variance var V".split())
PROBABILITIES = frozenset("Pr P Prob p Probability".split())
HEADS = {
    **dict.fromkeys(MEANS, "mean"), **dict.fromkeys(VARIANCES, "variance"), **dict.fromkeys(PROBABILITIES, "probability"),
    **dict.fromkeys(("Cov", "cov", "Covariance"), "covariance"), **dict.fromkeys(("Corr", "corr", "cor", "Cor"), "correlation"),
    "H": "entropy", "h": "entropy", "KL": "divergence", "I": "information", "MI": "information",
}  # fmt: skip
UPRIGHT = ("mathrm", "operator", "text", "mathbb", "word", "mathsf", "mathbf")
SLANTED = frozenset("E Var Cov Corr KL P Pr H I".split())
RELATIONS = {"=": sp.Eq, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "≠": sp.Ne, "!=": sp.Ne}
LAWS = frozenset("P Q p q u f g".split())


def meaning(t, node: Node) -> sp.Basic | None:
    match node:
        case Call(head=head, arguments=arguments, separators=separators, fence=fence):
            return _operator(t, head, arguments, separators, fence)
        case Fenced(open="<", close=">", body=body) if body is not None and not isinstance(body, Sequence):
            return Mean(_inner(t, body))
        case Script(base=Fenced(open="<", close=">", body=body), sub=sub, sup=None) if body is not None and not isinstance(body, Sequence):
            over = _over(t, sub) if sub is not None else ()
            return None if over is None else Mean(_inner(t, body), over)
    return None


def operator_name(head: Node) -> tuple[str, Node | None]:
    """Which operator a head is, and what stands below it; an empty name if none."""
    sub = None
    if isinstance(head, Script) and head.sup is None and not head.primes:
        head, sub = head.base, head.sub
    if not isinstance(head, Name) or head.accents or head.primes or head.star:
        return "", None
    if isinstance(sub, Name) and sub.letter == "KL" and head.letter in ("D", "d"):
        return "divergence", None
    known = head.letter in HEADS and (head.font in UPRIGHT or (head.font == "" and (head.letter in SLANTED or head.letter == "p")))
    return (HEADS[head.letter], sub) if known else ("", None)


def _operator(t, head: Node, arguments, separators, fence: str) -> sp.Basic | None:
    which, sub = operator_name(head)
    parts = _split(arguments, separators)
    if not which or parts is None or fence not in ("()", "[]", "{}", ""):
        return None
    first, given = parts
    if which == "probability":
        return _probability(t, head, sub, first, given)
    if which == "divergence":
        return _divergence(t, arguments, separators)
    if which == "mean" and len(first) == 1:
        over = _over(t, sub) if sub is not None else ()
        conditions = _conditions(t, given)
        return None if over is None or conditions is None else Mean(_inner(t, first[0]), over, conditions)
    if sub is not None:
        return None
    conditions = _conditions(t, given)
    if conditions is None:
        return None
    if which == "variance" and len(first) == 1:
        return Variance(_inner(t, first[0]), conditions)
    if which == "covariance" and len(first) == 2:
        return Covariance(_inner(t, first[0]), _inner(t, first[1]), conditions)
    if which == "correlation" and len(first) == 2 and not given:
        return Correlation(_inner(t, first[0]), _inner(t, first[1]))
    if which == "information":
        return _information(t, first, separators, conditions)
    return _entropy(t, head, first, conditions, fence) if which == "entropy" else None


def _split(arguments, separators) -> tuple[tuple[Node, ...], tuple[Node, ...]] | None:
    """What stands before the bar, and what behind it."""
    bars = [k for k, s in enumerate(separators) if s in ("|", "∣")]
    if len(bars) > 1:
        return None
    at = bars[0] + 1 if bars else len(arguments)
    return tuple(arguments[:at]), tuple(arguments[at:])


def _inner(t, node: Node) -> sp.Basic:
    return resolved(t.of(node), t.sense.meanings)


def resolved(term: sp.Basic, meanings: dict) -> sp.Basic:
    """The term with its atoms replaced by what they mean."""
    plain = {a: meanings[a] for a in term.atoms(sp.Symbol) if a in meanings}
    plain |= {a: meanings[a.func](*a.args) for a in term.atoms(AppliedUndef) if a.func in meanings}
    return term.xreplace(plain) if plain else term


def _names(t, nodes) -> tuple[sp.Basic, ...] | None:
    """Plain names."""
    found = []
    for node in nodes:
        if not isinstance(node, Name | Script | Accent):
            return None
        made = t.of(node)
        if not isinstance(made, sp.Symbol | sp.Indexed):
            return None
        found.append(made)
    return tuple(found)


def _conditions(t, nodes) -> tuple[sp.Basic, ...] | None:
    found: list[sp.Basic] = []
    for node in nodes:
        if isinstance(node, Relation):
            made = _event(t, node)
            if not isinstance(made, sp.Eq):
                return None
            found.append(made)
        else:
            plain = _names(t, (node,))
            if plain is None:
                return None
            found.extend(plain)
    return tuple(found)


def _over(t, sub: Node) -> tuple[tuple[sp.Basic, sp.Basic], ...] | None:
    """The names below E, with their law: ``X``, ``X ∼ P``, ``p(x)``, ``q(z|x)``."""
    match sub:
        case Relation(signs=("~",), sides=(left, right)):
            names, law = _names(t, items_of(left)[0]), _law(t, right)
            return None if names is None or law is None else tuple((n, HERE if str(law) in ("p", "f") else law) for n in names)
        case Juxtaposed(head=head, argument=argument):
            names, law = _names(t, items_of(argument.body)[0]), _law(t, head)
            return None if names is None or law is None else tuple((n, HERE if str(law) in ("p", "f") else law) for n in names)
        case Name(letter=letter) if letter in LAWS:
            return None
        case Name() | Accent() | Script() | Sequence():
            names = _names(t, items_of(sub)[0])
            return None if names is None else tuple((n, HERE) for n in names)
    return None


def _law(t, node: Node) -> sp.Basic | None:
    """A law: a letter for distributions or densities, or a mixture of such."""
    match node:
        case Name(letter=letter, accents=()) | Script(base=Name(letter=letter, accents=()), sup=None) if letter in LAWS:
            return sp.Symbol(show(node).removeprefix("mathrm:").lower())
        case Juxtaposed(head=head):
            return _law(t, head)
        case Sum(signs=signs, terms=terms) if set(signs) <= {"+"}:
            parts = [_weighted(t, each) for each in terms]
            return None if None in parts else sp.Add(*parts)
    return None


def _weighted(t, node: Node) -> sp.Basic | None:
    match node:
        case Product(factors=(*weights, last)):
            law = _law(t, last)
            return None if law is None else sp.Mul(*(t.of(w) for w in weights), law)
    return _law(t, node)


def _divergence(t, arguments, separators) -> sp.Basic | None:
    if len(arguments) != 2 or separators[0] not in ("||", "∥", "‖", "\\|"):
        return None
    if any(isinstance(a, Juxtaposed | Call) for a in arguments):
        return _divergence_at(t, *arguments)
    one, other = (_law(t, a) for a in arguments)
    return None if one is None or other is None else Divergence(one, other)


def _divergence_at(t, one: Node, other: Node) -> sp.Basic | None:
    """``KL[q(z)||p(z|x)]``: the mean of the logarithm of the quotient under the first."""
    if not isinstance(one, Juxtaposed) or not isinstance(other, Juxtaposed | Call):
        return None
    over = _over(t, one)
    terms = [t.of(as_call(a) if isinstance(a, Juxtaposed) else a) for a in (one, other)]
    if over is None or not all(isinstance(term, AppliedUndef) for term in terms):
        return None
    return Mean(sp.log(terms[0] / terms[1]), over)


def _information(t, first, separators, conditions) -> sp.Basic | None:
    place = separators.index(";") + 1 if ";" in separators else 1
    one, other = _names(t, first[:place]), _names(t, first[place:])
    return Information(one, other, conditions) if one and other and (";" in separators or len(first) == 2) else None


def _entropy(t, head: Node, first, conditions, fence: str) -> sp.Basic | None:
    assert isinstance(head, Name)
    laws = [_law(t, each) for each in first] if not conditions else []
    bare = fence == "[]" or all(isinstance(n, Name | Script) and show(n)[:1] in "PQ" for n in first)
    if laws and len(laws) <= 2 and None not in laws and bare:
        return CrossEntropy(laws[0], laws[-1])
    names = _names(t, first)
    return Entropy(names, conditions, sp.true if head.letter == "h" else sp.false) if names and fence != "[]" else None


# --- events --------------------------------------------------------------------------------------------------------


def _probability(t, head: Node, sub, first, given) -> sp.Basic | None:
    density = isinstance(head, Name) and head.letter == "p"
    if sub is not None or (density and not any(isinstance(n, Relation) for n in (*first, *given))):
        return None
    event = _all(t, first)
    condition = _all(t, given) if given else None
    if event is None or (given and condition is None):
        return None
    return Probability(event, (condition,) if given else ())


def _all(t, nodes) -> sp.Basic | None:
    parts = [_event(t, node) for node in nodes]
    return None if None in parts else sp.And(*parts)


def _event(t, node: Node) -> sp.Basic | None:
    match node:
        case Relation(signs=signs, sides=sides) if set(signs) <= set(RELATIONS):
            terms = [_inner(t, side) for side in sides]
            return sp.And(*(RELATIONS[s](a, b, evaluate=False) for s, a, b in zip(signs, terms, terms[1:], strict=False)))
        case Sum(signs=("+", *signs), terms=terms) if set(signs) <= {"∩", "∪", "∖"}:
            parts = [_event(t, each) for each in terms]
            if None in parts:
                return None
            made = parts[0]
            for sign, part in zip(signs, parts[1:], strict=True):
                made = sp.Or(made, part) if sign == "∪" else sp.And(made, part if sign == "∩" else sp.Not(part))
            return made
        case Fenced(body=body) if body is not None:
            return _event(t, body)
        case Accent(accent="bar" | "overline", body=body):
            inside = _event(t, body)
            return None if inside is None else sp.Not(inside)
        case Name(accents=("bar",)):
            return sp.Not(_name_of_event(node.letter))
        case Script(base=Name() as base, sub=None, sup=Name(letter="c" | "complement" | "C")):
            return sp.Not(_name_of_event(show(base)))
        case Name(letter=letter, accents=()) if letter[:1].isupper():
            return _name_of_event(show(node))
        case Script(base=Name(letter=letter), sub=Name() | Number(), sup=None) if letter[:1].isupper():
            return _name_of_event(show(node))
    return None


def _name_of_event(name: str) -> sp.Symbol:
    return sp.Symbol(name)


__all__ = ["meaning", "operator_name", "resolved"]
