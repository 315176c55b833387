"""``Pr(X ≤ a)``, ``H(X)``, ``KL[P||Q]``, ``⟨g(x)⟩`` of variables with known laws."""

import sympy as sp

from ..language.law import Given
from ..language.substitution import substitute
from ..language.terms import free
from .conditional import outside
from .densities_of import over, reach
from .laws import known, notation
from .show import show
from .syntax import Juxtaposed, Name, Node, Relation


def probability(t, event: Relation) -> sp.Expr | None:
    """``Pr(X ≤ a)``, ``Pr(X = k)``, ``Pr(a ≤ X ≤ b)``."""
    at = [k for k, side in enumerate(event.sides) if isinstance(side, Name) and t.law(show(side)) is not None]
    if len(at) != 1 or not set(event.signs) <= {"=", "<", "<=", ">", ">="}:
        return None
    k, found, name = at[0], t.law(show(event.sides[at[0]])), show(event.sides[at[0]])
    assert found is not None
    sides = [None if j == k else t.of(side) for j, side in enumerate(event.sides)]
    if any(s is not None and t.random(s) for s in sides):
        return None
    lo, hi = found.support.lo, found.support.hi
    if event.signs == ("=",):
        place = sides[1 - k]
        if not found.is_discrete:
            return None
        return t.density_at(name, found, place)
    for j, sign in enumerate(event.signs):
        if k not in (j, j + 1) or sign == "=":
            return None
        place = sides[j + 1] if k == j else sides[j]
        below = (sign[0] == "<") == (k == j)
        strict = 1 if found.is_discrete and len(sign) == 1 else 0
        assert place is not None
        if outside(t.where.get(place), found.support):
            return None
        if not place.has(sp.oo):
            t.inside(found, place)
            lo, hi = (lo, place - strict) if below else (place + strict, hi)
    t.use(name)
    return reach(found, lo, hi)


def entropy(t, argument: Node) -> sp.Expr | None:
    found = t.law(show(argument)) if isinstance(argument, Name) else None
    if found is None:
        return None
    t.use(show(argument))
    return -over(found, lambda x: sp.log(found.at(x))) / (sp.log(t.base) if t.base is not None else 1)


def divergence(t, one: Node, other: Node) -> sp.Expr | None:
    p, q = _as_law(t, one), _as_law(t, other)
    if p is None or q is None or p.support != q.support:
        return None
    t.use("KL")
    return over(p, lambda x: sp.log(p.at(x) / q.at(x)))


def _as_law(t, node: Node) -> Given | None:
    """``P``, or a law written out."""
    if isinstance(node, Name):
        for name in t.laws:
            if any(each.role == show(node) for each in t.laws[name]):
                return t.law(name, show(node))
    written = notation(node)
    if written is None:
        return None
    found = known(written[0], tuple(t.of(a) for a in written[1]))
    t.mentioned += found[:1]
    if len(found) > 1:
        t.doubt("the parameters of a law may be of another kind")
    return found[0] if found else None


def bracketed(t, body: Node, sub: Node | None) -> sp.Expr | None:
    """``⟨g(x)⟩_{p(x)}`` and ``⟨g(x)⟩``."""
    letter, role = None, ""
    if isinstance(sub, Juxtaposed) and isinstance(sub.argument.body, Name) and isinstance(sub.head, Name) and sub.head.letter in "pq":
        letter, role = show(sub.argument.body), "PQ"["pq".index(sub.head.letter)]
    elif sub is not None:
        return None
    g = t.of(body)
    if letter is None:
        small = [n for n in {str(s) for s in free(g)} if t.named(n) is not None or t.named(n, "P") is not None]
        if not small and free(g) and free(g) <= t.parameters and not t.is_random(free(g)):
            return g
        if len(small) != 1:
            return None
        letter = small[0]
        if t.named(letter) is None:
            role = "P"
            t.doubt("the mean may be that under another law")
    named = t.named(letter, role)
    if named is None or free(g) & set(t.sense.opaque):
        return None
    t.use(named[0])
    return over(named[1], lambda x: substitute(g, {sp.Symbol(letter): x}))
