"""A side of a relation with everything that a law makes explicit: densities, probabilities, means, generating functions, entropies.

An ``Unfolder`` translates as the ordinary translator does, and takes ``f_X(x)``, ``F_X(x)``, ``p(x)``, ``E(g(X))``, ``Var(X)``,
``M_X(t)``, ``Pr(X ≤ a)``, ``H(X)``, ``KL[P||Q]`` and ``⟨g(x)⟩`` apart where the law of the variable is known.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp

from ..language.law import Given
from ..language.sets import Span
from ..language.substitution import substitute
from ..language.terms import free
from .densities_of import OWN, Inside, over, reach
from .laws import Stated, known, notation
from .meaning import Translator, Unsaid
from .models import INDEX, Model
from .show import show
from .syntax import (
    Big,
    Call,
    Derivative,
    Differential,
    Fenced,
    Juxtaposed,
    Name,
    Node,
    Number,
    Relation,
    Script,
    Sum,
    as_call,
    as_factors,
    walk,
)

NAMES = ("", "mathrm", "operator", "text", "word", "mathbb", "mathsf")
OPERATORS = frozenset("E Var Skew Kurt H h KL Pr P p q f F M G K median mode sd Std".split())
LETTERS = {"f": "density", "F": "probability up to", "p": "density", "q": "density", "M": "moments", "G": "powers", "K": "cumulants"}


@dataclass
class Unfolder(Translator):
    """``choice`` says which of the readings of each law is meant; ``domains`` collects where arguments lie."""

    laws: dict[str, list[Stated]] = field(default_factory=dict)
    choice: Callable[[Stated], Given] = lambda stated: stated.first
    domains: dict = field(default_factory=dict)
    unfolded: list[str] = field(default_factory=list)
    small: set = field(default_factory=set)
    bound: tuple = ()
    model: Model | None = None
    by_notation: Callable = lambda *_: ()
    base: sp.Expr | None = None  # of the logarithm in entropies

    def of(self, node: Node) -> sp.Expr:
        pair = node.base if isinstance(node, Script) and node.sub is None else node
        if isinstance(pair, Juxtaposed) and self.is_parameter(pair):
            return sp.Mul(*map(self.of, as_factors(node)))
        if isinstance(pair, Juxtaposed) and self.is_operator(pair.head):
            node = as_call(node)
        made = self.explicit(node)
        return super().of(node) if made is None else made

    def is_parameter(self, node: Juxtaposed) -> bool:
        """``p (1-p)``: a parameter before a bracket is a factor."""
        name = node.head if isinstance(node.head, Name) else None
        return name is not None and not isinstance(node.argument.body, Name) and sp.Symbol(show(name)) in self.parameters

    @property
    def parameters(self) -> set:
        return {s for found in self.laws.values() for each in found for t, _ in each.first.domains for s in free(t)}

    def explicit(self, node: Node) -> sp.Expr | None:
        match node:
            case Call():
                return self.operator(node)
            case Script(base=Fenced(open="<", close=">", body=body), sub=sub, sup=None) if body is not None:
                return self.bracketed(body, sub)
            case Fenced(open="<", close=">", body=body) if body is not None:
                return self.bracketed(body, None)
            case Big(operator="int" | "sum"):
                return self.total(node)
            case Derivative():
                return None
        return None

    def is_operator(self, head: Node) -> bool:
        base = head.base if isinstance(head, Script) else head
        return isinstance(base, Name) and base.letter in OPERATORS and self.which(head) is not None

    # --- the variable and its law ---

    def law(self, name: str, role: str = "") -> Given | None:
        """Of a variable whose parameters are not random."""
        for each in reversed(self.laws.get(name, ())):
            if each.role == role or (role and not each.role):
                found = self.choice(each)
                return None if self.is_random(free(found.density) - {sp.Symbol(name)}) else found
        return None

    def is_random(self, names) -> bool:
        known = {*self.laws, *(self.model.laws if self.model is not None else ())}
        return any(str(s) in known for s in names)

    def named(self, letter: str, role: str = "") -> tuple[str, Given] | None:
        """The law of a variable that is called by its own name or by the small letter of its values."""
        for name in (letter, letter.upper() if len(letter.split("_", maxsplit=1)[0]) == 1 else letter):
            if (found := self.law(name, role)) is not None:
                return name, found
        return None

    def use(self, name: str) -> None:
        self.unfolded.append(name)

    def inside(self, given: Given, place: sp.Expr) -> None:
        """A free argument lies in the support."""
        if isinstance(place, sp.Symbol):
            self.domains.setdefault(place, given.support)
        elif isinstance(place, sp.Indexed):
            self.domains.setdefault(place.base, given.support)

    # --- operators ---

    def which(self, head: Node) -> tuple[str, str, int] | None:
        """What a head does, for which variable, and how often it is differentiated."""
        primes, sub, order = 0, None, head
        if isinstance(head, Script):
            sub, sup = head.sub, head.sup
            order = head.base
            if isinstance(sup, Fenced) and isinstance(sup.body, Number):
                primes = int(sup.body.text) if sup.body.text in "0123456" else -1
            elif sup is not None or head.primes:
                return None
            if sub is None:
                return None
        if not isinstance(order, Name) or order.accents or order.star or order.font not in NAMES:
            return None
        primes += order.primes
        if sub is None:
            return (order.letter, "", primes) if order.letter in OPERATORS - set("FMGK") else None
        name = sub.letter if isinstance(sub, Name) else show(sub)
        if order.letter in LETTERS and order.letter not in "pq" and self.law(name) is not None and primes >= 0:
            return order.letter, name, primes
        return None

    def operator(self, node: Call) -> sp.Expr | None:
        if node.separators[:1] == (";",) and (made := self.written(node)) is not None:
            return made
        if isinstance(node.head, Name) and node.head.letter == "B" and node.fence == "()" and len(node.separators) > 0:
            return self.beta(node)
        which = self.which(node.head)
        if which is None:
            return None
        letter, name, primes = which
        if name:
            return self.of_variable(letter, name, primes, node)
        if primes:
            return None
        match letter:
            case "E" if len(node.arguments) == 1:
                return self.mean(self.of(node.arguments[0]))
            case "Var" if len(node.arguments) == 1:
                g = self.of(node.arguments[0])
                square, first = self.mean(g**2), self.mean(g)
                return None if square is None or first is None else square - first**2
            case "Skew" if len(node.arguments) == 1:
                return self.skewness(self.of(node.arguments[0]))
            case "Pr" | "P" if len(node.arguments) == 1 and isinstance(node.arguments[0], Relation):
                return self.probability(node.arguments[0])
            case "p" | "q" | "f" if len(node.arguments) == 1 and isinstance(node.arguments[0], Name):
                plain = self.density(node.arguments[0], "PQ"["pq".index(letter)] if letter in "pq" else "")
                return self.joint(node) if plain is None and letter == "p" else plain
            case "p":
                return self.joint(node)
            case "H" | "h" if len(node.arguments) == 1 and node.separators == ():
                return self.entropy(node.arguments[0])
            case "KL" if len(node.arguments) == 2:
                return self.divergence(*node.arguments)
        return None

    def beta(self, node: Call) -> sp.Expr | None:
        """``B(a, b)`` and ``B(x; a, b)``, which a text can also introduce by an equation of its own."""
        arguments = [self.of(a) for a in node.arguments]
        if node.separators == (",",):
            return sp.beta(*arguments)
        if node.separators == (";", ","):
            x, a, b = arguments
            return sp.Integral(OWN ** (a - 1) * (1 - OWN) ** (b - 1), (OWN, 0, x))
        return None

    def random(self, term: sp.Expr) -> list[str]:
        return [n for n in self.laws if sp.Symbol(n) in free(term)]

    def mean(self, g: sp.Expr, names: list[str] | None = None) -> sp.Expr | None:
        """E g(X): over the support, of one variable; linear in what does not depend on it."""
        names = self.random(g) if names is None else names
        if len(names) != 1:
            return None
        found = self.law(names[0])
        if found is None or free(g) & set(self.sense.opaque):
            return None
        self.use(names[0])
        return over(found, lambda x: substitute(g, {sp.Symbol(names[0]): x}))

    def skewness(self, g: sp.Expr) -> sp.Expr | None:
        moments = [self.mean(g**k) for k in (1, 2, 3)]
        if None in moments:
            return None
        one, two, three = moments
        variance = two - one**2
        return (three - 3 * one * variance - one**3) / variance ** sp.Rational(3, 2)

    def of_variable(self, letter: str, name: str, primes: int, node: Call) -> sp.Expr | None:
        found = self.law(name)
        if found is None or len(node.arguments) != 1 or node.separators:
            return None
        argument = node.arguments[0]
        if letter == "F" and _is_median(argument, name):
            return sp.Rational(1, 2)
        place = self.of(argument)
        match letter:
            case "f" if not primes:
                return self.density_at(name, found, place)
            case "F" if not primes:
                self.use(name)
                self.inside(found, place)
                return reach(found, found.support.lo, place)
            case "M":
                self.use(name)
                self.small |= free(place) & {place}
                return over(found, lambda x: x**primes * sp.exp(place * x) if place != 0 else x**primes)
            case "G" if not primes:
                self.use(name)
                if isinstance(place, sp.Symbol):
                    self.domains.setdefault(place, Span(0, 1, True, True))
                return over(found, lambda x: place**x)
            case "K" if not primes:
                self.use(name)
                self.small |= free(place) & {place}
                return sp.log(over(found, lambda x: sp.exp(place * x)))
        return None

    def density_at(self, name: str, found: Given, place: sp.Expr) -> sp.Expr:
        self.use(name)
        self.inside(found, place)
        return self.marked(found, place)

    def marked(self, found: Given, place: sp.Expr) -> sp.Expr:
        """The density, beside the mark of its support under a sum or integral."""
        if place in self.bound:
            return found.at(place) * Inside(place, found.support)
        return found.at(place)

    def density(self, argument: Node, role: str) -> sp.Expr | None:
        """``p(x)``; not where parameters of the law are themselves random."""
        if not isinstance(argument, Name):
            return None
        named = self.named(show(argument), role)
        if named is None:
            return None
        name, found = named
        return self.density_at(name, found, self.of(argument))

    def joint(self, node: Call) -> sp.Expr | None:
        """``p(y|θ)``, ``p(y,θ)``, ``p(y)`` in the model of the text."""
        if self.model is None or not set(node.separators) <= {",", "|"} or node.separators.count("|") > 1:
            return None
        bar = node.separators.index("|") + 1 if "|" in node.separators else len(node.arguments)
        values: dict[sp.Symbol, sp.Expr] = {}
        names: list[str] = []
        for each in node.arguments:
            if isinstance(each, Relation) and each.signs == ("=",) and isinstance(each.sides[0], Name):
                values[sp.Symbol(show(each.sides[0]))] = self.of(each.sides[1])
                each = each.sides[0]
            names.append(show(each))
        if bar == 1 and (entry := self.entry(node.arguments[0])) is not None:
            return self.one_entry(*entry, set(names[1:]))
        made = self.model.density(set(names[:bar]), set(names[bar:]))
        if made is None or not all(n in self.model.laws for n in names[:bar]):
            return None
        for name in names:
            if name in self.model.laws:
                law = self.model.laws[name]
                self.inside(law, sp.IndexedBase(name)[INDEX] if name in self.model.indexed else sp.Symbol(name))
        self.use(names[0])
        return substitute(made, values) if values else made

    def entry(self, node: Node) -> tuple[str, sp.Indexed] | None:
        """``y_i``, one of the data."""
        if self.model is None or not isinstance(node, Script) or node.sup is not None or show(node.base) not in self.model.indexed:
            return None
        made = self.of(node)
        return (show(node.base), made) if isinstance(made, sp.Indexed) and len(made.indices) == 1 else None

    def one_entry(self, name: str, place: sp.Indexed, known: set[str]) -> sp.Expr | None:
        assert self.model is not None
        if self.model.behind({name}, known):
            return None
        law = self.model.laws[name]
        self.use(name)
        self.inside(law, place)
        return law.at(place).xreplace({sp.Symbol(self.model.indexed[name]): place.indices[0]})

    def written(self, node: Call) -> sp.Expr | None:
        """``\\mathrm{Gam}(x; a, b)``."""
        found = self.by_notation(node) if isinstance(node.head, Name) and node.head.font else ()
        if not found:
            return None
        if len(found) > 1:
            self.doubt(f"{show(node.head)} may have parameters of another kind")
        place = self.of(node.arguments[0])
        self.inside(found[0], place)
        return self.marked(found[0], place)

    def probability(self, event: Relation) -> sp.Expr | None:
        """``Pr(X ≤ a)``, ``Pr(X = k)``, ``Pr(a ≤ X ≤ b)``."""
        at = [k for k, side in enumerate(event.sides) if isinstance(side, Name) and self.law(show(side)) is not None]
        if len(at) != 1 or not set(event.signs) <= {"=", "<", "<=", ">", ">="}:
            return None
        k, found, name = at[0], self.law(show(event.sides[at[0]])), show(event.sides[at[0]])
        assert found is not None
        sides = [None if j == k else self.of(side) for j, side in enumerate(event.sides)]
        if any(s is not None and self.random(s) for s in sides):
            return None
        lo, hi = found.support.lo, found.support.hi
        if event.signs == ("=",):
            place = sides[1 - k]
            if not found.is_discrete:
                return None
            return self.density_at(name, found, place)
        for j, sign in enumerate(event.signs):
            if k not in (j, j + 1) or sign == "=":
                return None
            place = sides[j + 1] if k == j else sides[j]
            below = (sign[0] == "<") == (k == j)
            strict = 1 if found.is_discrete and len(sign) == 1 else 0
            if not place.has(sp.oo):
                self.inside(found, place)
                lo, hi = (lo, place - strict) if below else (place + strict, hi)
        self.use(name)
        return reach(found, lo, hi)

    def entropy(self, argument: Node) -> sp.Expr | None:
        found = self.law(show(argument)) if isinstance(argument, Name) else None
        if found is None:
            return None
        self.use(show(argument))
        return -over(found, lambda x: sp.log(found.at(x))) / (sp.log(self.base) if self.base is not None else 1)

    def divergence(self, one: Node, other: Node) -> sp.Expr | None:
        laws = [self.as_law(node) for node in (one, other)]
        if None in laws:
            return None
        p, q = laws
        if p.support != q.support:
            return None
        self.use("KL")
        return over(p, lambda x: sp.log(p.at(x) / q.at(x)))

    def as_law(self, node: Node) -> Given | None:
        """``P``, or a law written out."""
        if isinstance(node, Name):
            for name in self.laws:
                if any(each.role == show(node) for each in self.laws[name]):
                    return self.law(name, show(node))
        written = notation(node)
        if written is None:
            return None
        found = known(written[0], tuple(self.of(a) for a in written[1]))
        return found[0] if found else None

    def bracketed(self, body: Node, sub: Node | None) -> sp.Expr | None:
        """``⟨g(x)⟩_{p(x)}`` and ``⟨g(x)⟩``."""
        letter, role = None, ""
        if isinstance(sub, Juxtaposed) and isinstance(sub.argument.body, Name) and isinstance(sub.head, Name) and sub.head.letter in "pq":
            letter, role = show(sub.argument.body), "PQ"["pq".index(sub.head.letter)]
        elif sub is not None:
            return None
        g = self.of(body)
        if letter is None:
            small = [n for n in {str(s) for s in free(g)} if self.named(n) is not None]
            if len(small) != 1:
                return None
            letter = small[0]
        named = self.named(letter, role)
        if named is None or free(g) & set(self.sense.opaque):
            return None
        self.use(named[0])
        return over(named[1], lambda x: substitute(g, {sp.Symbol(letter): x}))

    # --- sums and integrals over the values of a variable ---

    def total(self, node: Big) -> sp.Expr | None:
        if node.body is None:
            return None
        continuous = node.operator == "int"
        variable = self.variable(node, continuous)
        if variable is None:
            return None
        before, self.bound = self.bound, (*self.bound, variable)
        kept = dict(self.domains)
        try:
            with self.binding(str(variable)):
                body = self.of(node.body)
            bounds = self.range(node, continuous)
        except Unsaid:
            return None
        finally:
            self.bound = before
        self.domains = {k: v for k, v in self.domains.items() if k != variable or k in kept}
        supports = {e.args[1] for e in body.atoms(Inside) if e.args[0] == variable}
        if bounds is None:
            bounds = self.values_of(node, supports, variable, body)
        if bounds is None or any(b.has(sp.oo) and b not in (sp.oo, -sp.oo) for b in bounds):
            return None
        return _total(body, variable, bounds, supports, continuous)

    def variable(self, node: Big, continuous: bool) -> sp.Symbol | None:
        if continuous:
            match node.measures:
                case (Differential(body=Name() as inner, order=None),):
                    return sp.Symbol(show(inner))
            return None
        match node.lower:
            case Relation(signs=("=",), sides=(Name() as index, _)) if node.upper is not None:
                return sp.Symbol(show(index))
            case Relation(signs=("in",), sides=(Name() as index, _)):
                return sp.Symbol(show(index))
            case Name() as index if node.upper is None:
                return sp.Symbol(show(index))
        return None

    def range(self, node: Big, continuous: bool) -> tuple[sp.Expr, sp.Expr] | None:
        """The written bounds."""
        if node.upper is not None and node.lower is not None:
            lower = node.lower.sides[1] if isinstance(node.lower, Relation) and not continuous else node.lower
            return _infinite(self, lower), _infinite(self, node.upper)
        if isinstance(node.lower, Name) and node.lower.font == "mathbb" and node.lower.letter == "R":
            return -sp.oo, sp.oo
        return None

    def values_of(self, node: Big, supports: set, variable: sp.Symbol, body) -> tuple[sp.Expr, sp.Expr] | None:
        """``x ∈ 𝒳`` and no bounds at all: the support of the law whose density stands there, or of the variable of that letter."""
        region = node.lower.sides[1] if isinstance(node.lower, Relation) else node.lower
        if isinstance(region, Fenced) and node.operator == "sum":
            return _listed(region)
        if isinstance(region, Fenced) or (isinstance(region, Name) and region.font not in ("mathcal", "", "mathbb")):
            return None
        found = {(s.lo, s.hi) for s in supports}
        if not found and self.model is not None and str(variable) in self.model.laws:
            support = self.model.laws[str(variable)].support
            found = {(support.lo, support.hi)}
        if not found and (named := self.named(str(variable))) is not None:
            found = {(named[1].support.lo, named[1].support.hi)}
        return found.pop() if len(found) == 1 else None


def _infinite(t: Translator, node: Node) -> sp.Expr:
    match node:
        case Sum(signs=(sign,), terms=(Name(letter="infty"),)):
            return -sp.oo if sign == "-" else sp.oo
    return t.of(node)


def _listed(region: Fenced) -> tuple[sp.Expr, sp.Expr] | None:
    numbers = [int(each.text) for each in walk(region) if isinstance(each, Number) and each.text.isdigit()]
    whole = numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else False
    return (sp.Integer(numbers[0]), sp.Integer(numbers[-1])) if whole else None


def _is_median(node: Node, name: str) -> bool:
    head = node.head if isinstance(node, Call | Juxtaposed) else None
    inside = node.arguments if isinstance(node, Call) else (node.argument.body,) if isinstance(node, Juxtaposed) else ()
    return (
        isinstance(head, Name) and head.letter == "median" and len(inside) == 1 and isinstance(inside[0], Name) and show(inside[0]) == name
    )


def _total(body: sp.Expr, variable: sp.Symbol, bounds, supports: set, continuous: bool) -> sp.Expr | None:
    """The sum or integral, over that part of the range on which the density is not zero."""
    lo, hi = bounds
    for support in supports:
        marker = Inside(variable, support)
        if not _vanishes(body, marker):
            return None
        body = body.xreplace({marker: sp.Integer(1)})
        lo, hi = _within(lo, support.lo, sp.Max), _within(hi, support.hi, sp.Min)
        if lo is None or hi is None:
            return None
    if body.atoms(Inside):
        return None
    return (sp.Integral if continuous else sp.Sum)(body, (variable, lo, hi))


def _vanishes(term: sp.Expr, marker: sp.Expr) -> bool:
    """Whether the term is zero where the density is."""
    match term:
        case _ if term == marker:
            return True
        case sp.Mul():
            return any(_vanishes(a, marker) for a in term.args)
        case sp.Add():
            return all(_vanishes(a, marker) for a in term.args)
    return False


def _within(written: sp.Expr, end: sp.Expr, tighter) -> sp.Expr | None:
    """The tighter of two bounds; a symbol is taken to lie in the support."""
    if written == end or end in (sp.oo, -sp.oo):
        return written
    if written in (sp.oo, -sp.oo):
        return end
    if written.is_number and end.is_number:
        return tighter(written, end)
    return written if not written.is_number else None
