"""Functions of random variables: ``Y = g(X) = c X`` with the inverse ``X = g^{-1}(Y) = Y/c``; the law of Y by that of X."""

from dataclasses import dataclass, replace
from functools import lru_cache

import sympy as sp
from sympy import Basic

from ..kernel.calculus import differentiate
from ..language.claims import Claim
from ..language.claims import Given as Assumed
from ..language.domains import holds
from ..language.law import Given, X
from ..language.sets import Span, positive, reals
from ..language.substitution import substitute
from ..language.terms import free
from .case import Case
from .context import Context
from .findings import Evidence, Finding
from .law_points import Domains
from .laws import Stated, laws_at
from .proving import ALWAYS, proof_of
from .show import show
from .syntax import Call, Juxtaposed, Name, Node, Number, Script, Sum, as_call
from .trial import compare

FUNCTIONS = frozenset("fghklmrstuvw")


@dataclass(frozen=True)
class Image:
    """``value = head(argument) = body``, or ``argument = head^{-1}(value) = body`` for the inverse; ``start`` is where it stands."""

    head: str
    value: str
    argument: str
    body: sp.Expr
    start: int
    scope: int


@lru_cache(maxsize=8)
def images(context: Context) -> tuple[tuple[Image, ...], tuple[Image, ...]]:
    """The functions of a text, and their inverses."""
    found: tuple[list, list] = [], []
    for formula in context.formulas:
        for statement in formula.statements:
            made = _image(context, statement)
            if made is not None:
                found[made[0]].append(made[1])
    return tuple(found[0]), tuple(found[1])


def _image(context: Context, statement) -> tuple[bool, Image] | None:
    """``Y = g(X) = body`` and ``g(X) = body`` are functions, ``X = g^{-1}(Y) = body`` and ``g^{-1}(Y) = body`` are inverses."""
    sides = statement.sides
    nodes = [s.node for s in sides]
    first = nodes[0] if nodes else None
    if (
        not isinstance(first, Name)
        or len(sides) < 3
        or any(s.sign not in ("=", "~") for s in statement.signs[:3])
        or statement.signs[1].sign == "~"
    ):
        return None
    applied = application(nodes[1])
    if applied is None or applied[1] == show(first):
        return None
    head, argument, inverse = applied
    read = context.read(sides[2], False)
    if read.term is None or read.opaque or read.doubts or sp.Symbol(show(first)) in free(read.term):
        return None
    if sp.Symbol(argument) not in free(read.term):
        return None
    start = sides[0].start
    return inverse, Image(head, show(first), argument, read.term, start, context.scope_at(start))


def application(node: Node | None) -> tuple[str, str, bool] | None:
    """``g(X)`` and ``g^{-1}(X)``: the function, the argument, and whether it is the inverse."""
    call = as_call(node) if isinstance(node, Juxtaposed) else node
    if not isinstance(call, Call) or len(call.arguments) != 1 or not isinstance(call.arguments[0], Name) or call.fence != "()":
        return None
    head, inverse = call.head, False
    if isinstance(head, Script) and head.sub is None and not head.primes and is_minus_one(head.sup):
        head, inverse = head.base, True
    if not isinstance(head, Name) or head.font or head.accents or head.primes or len(head.letter) != 1 or head.letter not in FUNCTIONS:
        return None
    return head.letter, show(call.arguments[0]), inverse


def is_minus_one(node: Node | None) -> bool:
    return isinstance(node, Sum) and node.signs == ("-",) and isinstance(node.terms[0], Number) and node.terms[0].text == "1"


def inverse_of(context: Context, image: Image, laws: dict[str, list[Stated]]) -> Image | None:
    """What the text states as the inverse, where both round trips are proved."""
    for other in images(context)[1]:
        if (other.head, other.scope, other.value, other.argument) == (image.head, image.scope, image.argument, image.value):
            if undoes(image, other, *(_range(laws, name) for name in (image.argument, image.value))):
                return other
    return None


def _range(laws: dict[str, list[Stated]], name: str) -> Basic:
    """Where the values of a variable lie."""
    supports = {s.first.support for s in laws.get(name, ())}
    return supports.pop() if len(supports) == 1 else reals


@lru_cache(maxsize=64)
def undoes(image: Image, other: Image, of: Basic, to: Basic) -> bool:
    """Whether g(h(y)) = y and h(g(x)) = x for all x and y in these ranges for which they are defined."""
    x, y = sp.Symbol(image.argument), sp.Symbol(image.value)
    ways = ((image.body, x, other.body, y, to), (other.body, y, image.body, x, of))
    return all(proof_of(substitute(outer, {v: inner}), w, Assumed({w: domain})) == ALWAYS for outer, v, inner, w, domain in ways)


# --- relations that state them --------------------------------------------------------------------------------------


def transformed(case: Case) -> Finding | None:
    """``Y = g(X) = body`` introduces g; ``X = g^{-1}(Y) = body`` is shown to undo it."""
    if case.sign != "=" or case.relation.link > 1:
        return None
    formula = next(f for f, r in case.context.relations if r is case.relation)
    made = _image(case.context, formula.statements[case.relation.chain])
    if made is None:
        return None
    is_inverse, image = made
    laws = laws_at(case.context, case.relation.sign.start)
    before = [g for g in images(case.context)[0] if g.head == image.head and g.scope == image.scope and g.start < image.start]
    if not is_inverse:
        known = case.context.scope(image.start).functions.get(f"{image.head}(1", ())
        return None if before or any(d.at < image.start for d in known) else case.found("given", f"{image.head} is introduced")
    for g in reversed(before):
        if (g.value, g.argument) == (image.argument, image.value):
            if undoes(g, image, *(_range(laws, name) for name in (g.argument, g.value))):
                return case.found("proved", f"{image.head} and this function undo each other")
            x, y = sp.Symbol(g.argument), sp.Symbol(g.value)
            if all(
                compare(substitute(a, {v: b}), w, enough=True).holds
                for a, v, b, w in ((g.body, x, image.body, y), (image.body, y, g.body, x))
            ):
                return case.found("supported", f"{image.head} and this function undo each other at all points")
            return _contradicted(case, g, image) if case.relation.link == 1 else None
    return None


def _contradicted(case: Case, g: Image, inverse: Image) -> Finding | None:
    """Refuted where g(h(y)) is never y, and both are written in the same names."""
    x, y = sp.Symbol(g.argument), sp.Symbol(g.value)
    known = case.context.scope(g.start).names
    names = free(inverse.body) - {y}
    if not names <= free(g.body) - {x} or any(n in known for n in names | {x, y}):
        return None
    tally = compare(substitute(g.body, {x: inverse.body}), y)
    if not tally.fails or tally.witness is None:
        return None
    values, one, other = tally.witness
    said = {str(n): str(v) for n, v in sorted(values.items(), key=lambda p: str(p[0])) if not isinstance(v, tuple)}
    message = f"{g.head} of this is not {g.value}: it is not the inverse"
    return case.found("refuted", message, "D201", evidence=Evidence(said, one, other))


# --- the law of Y ----------------------------------------------------------------------------------------------------


def with_images(context: Context, laws: dict[str, list[Stated]], place: int) -> dict[str, list[Stated]]:
    """The laws in force, and those of functions of their variables."""
    scope, found = context.scope_at(place), dict(laws)
    for image in images(context)[0]:
        if image.scope != scope or image.argument not in laws or len(laws[image.argument]) != 1:
            continue
        (stated,) = laws[image.argument]
        inverse = inverse_of(context, image, laws)
        if inverse is None or stated.index or stated.role:
            continue
        besides = tuple(pair for each in laws.values() for s in each for pair in s.first.domains)
        made = [law_of_image(image, inverse, law, besides) for law in stated.laws]
        if None not in made:
            found[image.value] = [replace(stated, name=image.value, laws=tuple(made), place=image.start, until=None)]
    return found


@lru_cache(maxsize=64)
def law_of_image(image: Image, inverse: Image, law: Given, besides: tuple = ()) -> Given | None:
    """The law of g(X) for a strictly monotone g: f_X(h(y)) |h'(y)|. ``besides`` says where terms lie by the other laws."""
    x, y = sp.Symbol(image.argument), sp.Symbol(image.value)
    if law.is_discrete or not isinstance(law.support, Span) or free(law.density) & {x, y} or y in free(image.body):
        return None
    domains = Domains()
    for term, domain in (*law.domains, *besides):
        domains.state(term, domain)
    known = Assumed({n: d for n, d in domains.of.items() if isinstance(n, sp.Symbol)}).declare(x, law.support)
    slope, back = differentiate(image.body, x), differentiate(inverse.body, y)
    if slope is None or back is None:
        return None
    rises, falls = (holds(Claim(slope, sign, sp.Integer(0)), known) for sign in (">", "<"))
    if not rises and not falls:
        return None
    ends = [_end(image.body, x, end, known) for end in (law.support.lo, law.support.hi)]
    if None in ends:
        return None
    lo, hi = ends if rises else ends[::-1]
    density = law.at(substitute(inverse.body, {y: X})) * (1 if rises else -1) * substitute(back, {y: X})
    return replace(law, law=replace(law.law, words=()), density=density, domains=(*law.domains, *besides), support=Span(lo, hi, True, True))


def _end(body: sp.Expr, x: sp.Symbol, end: sp.Expr, known: Assumed) -> sp.Expr | None:
    signs = {n: sp.Dummy(n.name, positive=True) for n, d in known.domains.items() if d == positive}
    names = {n: signs.get(n, sp.Dummy(str(n), real=True)) for n in free(body) - {x} if isinstance(n, sp.Symbol)}
    try:
        found = sp.limit(body.xreplace(names), x, end, "-" if end == sp.oo else "+")
    except (NotImplementedError, ValueError, TypeError):
        return None
    back = found.xreplace({new: old for old, new in names.items()})
    return None if back.has(sp.nan, sp.zoo, sp.Limit) or (back.has(sp.oo, -sp.oo) and back not in (sp.oo, -sp.oo)) else back
