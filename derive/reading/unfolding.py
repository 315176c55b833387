"""A side of a relation with everything that a law makes explicit: densities, probabilities, means, generating functions, entropies.

An ``Unfolder`` translates as the ordinary translator does, and takes ``f_X(x)``, ``F_X(x)``, ``p(x)``, ``E(g(X))``, ``Var(X)``,
``M_X(t)``, ``Pr(X ≤ a)``, ``H(X)``, ``KL[P||Q]`` and ``⟨g(x)⟩`` apart where the law of the variable is known.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp

from ..language.law import Given
from ..language.sets import Span, reals
from ..language.substitution import substitute
from ..language.terms import free
from .conditional import above, outside
from .densities_of import OWN, Inside, over, reach
from .law_operators import bracketed, divergence, entropy, probability
from .laws import Stated
from .meaning import Translator
from .models import INDEX, Model
from .show import show
from .syntax import (
    Big,
    Call,
    Cases,
    Fenced,
    Juxtaposed,
    Name,
    Node,
    Number,
    Relation,
    Script,
    as_call,
    as_factors,
)
from .totals import total

NAMES = ("", "mathrm", "operator", "text", "word", "mathbb", "mathsf")
INSIDE = "only values inside the support are looked at"
SPECIAL = {"Gamma": sp.gamma, "psi": lambda x: sp.polygamma(0, x)}
OPERATORS = frozenset("Gamma gamma psi B E Var Skew Kurt H h KL Pr P p q f F M G K median mode sd Std".split())
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
    mentioned: list[Given] = field(default_factory=list)  # laws that are written out
    placed: list[tuple[sp.Expr, sp.Basic]] = field(default_factory=list)  # places that are no names, each with the support it must lie in
    looked: list[tuple[sp.Expr, sp.Basic]] = field(default_factory=list)  # all free places
    other: dict = field(default_factory=dict)  # parameters by others: σ by τ^{-1/2}
    base: sp.Expr | None = None  # of the logarithm in entropies
    where: dict = field(default_factory=dict)  # intervals in which the text says that names lie

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
                return bracketed(self, body, sub)
            case Fenced(open="<", close=">", body=body) if body is not None:
                return bracketed(self, body, None)
            case Big(operator="int" | "sum"):
                return total(self, node)
            case Cases(rows=rows):
                return self.on_support(rows)
        return None

    def on_support(self, rows) -> sp.Expr | None:
        """The row of the values ``y ∈ 𝒴`` of a variable with a known law."""
        for value, where in rows:
            match where:
                case Relation(signs=("in",), sides=(Name() as place, Name(font="mathcal"))) if (
                    named := self.named(show(place))
                ) is not None:
                    self.inside(named[1], sp.Symbol(show(place)))
                    self.doubt(INSIDE)
                    return self.of(value)
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
        """A free argument lies in the support; of another place it is a condition that it does."""
        if not free(place) & frozenset(self.bound):
            self.looked.append((place, given.support))
        if isinstance(place, sp.Symbol) and place not in free(given.support):
            self.domains.setdefault(place, given.support)
        elif isinstance(place, sp.Indexed):
            self.domains.setdefault(place.base, given.support)
        elif not free(place) & frozenset(self.bound) and place not in (given.support.lo, given.support.hi) and given.support != reals:
            self.placed.append((place, given.support))

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
        if isinstance(node.head, Name) and node.head.letter in SPECIAL and not node.separators and not node.head.primes:
            if node.head.letter == "psi":
                self.doubt("ψ is read as the digamma function")
            return SPECIAL[node.head.letter](self.of(node.arguments[0]))
        if isinstance(node.head, Name) and node.head.letter == "gamma" and node.separators == (",",) and node.fence == "()":
            return sp.lowergamma(*map(self.of, node.arguments))
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
                return probability(self, node.arguments[0])
            case "p" | "q" if len(node.arguments) == 1 and (made := self.of_role(letter, node.arguments[0])) is not None:
                return made
            case "p" | "q" | "f" if len(node.arguments) == 1 and isinstance(node.arguments[0], Name):
                plain = self.density(node.arguments[0], "PQ"["pq".index(letter)] if letter in "pq" else "")
                return self.joint(node) if plain is None and letter == "p" else plain
            case "p":
                return self.joint(node)
            case "H" | "h" if len(node.arguments) == 1 and node.separators == ():
                return entropy(self, node.arguments[0])
            case "KL" if len(node.arguments) == 2:
                return divergence(self, *node.arguments)
        return None

    def of_role(self, letter: str, event: Node) -> sp.Expr | None:
        """``p(X = 0)`` and ``q(X = 0)``, where X has a law P and a law Q."""
        if not isinstance(event, Relation) or event.signs != ("=",) or not isinstance(event.sides[0], Name):
            return None
        name, role = show(event.sides[0]), "PQ"["pq".index(letter)]
        if not any(each.role == role for each in self.laws.get(name, ())) or (found := self.law(name, role)) is None:
            return None
        return self.density_at(name, found, self.of(event.sides[1]))

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
        entries = {e for e in g.atoms(sp.Indexed) if str(e.base) in self.laws and self.laws[str(e.base)][-1].index}
        entries |= {s for s in g.atoms(sp.Symbol) if "_" in s.name and self.is_entry(s.name)}
        if len(entries) == 1 and not self.random(g):
            return self.mean_of_entry(g, *entries)
        names = self.random(g) if names is None else names
        if len(names) != 1 or entries:
            return None
        found = self.law(names[0])
        if found is None or free(g) & set(self.sense.opaque):
            return None
        self.use(names[0])
        return over(found, lambda x: substitute(g, {sp.Symbol(names[0]): x}))

    def is_entry(self, name: str) -> bool:
        base = name.split("_", maxsplit=1)[0]
        return bool(base in self.laws and self.laws[base][-1].index)

    def mean_of_entry(self, g: sp.Expr, entry: sp.Expr) -> sp.Expr | None:
        """``E(y_i)``."""
        name = str(entry.base) if isinstance(entry, sp.Indexed) else entry.name.split("_", maxsplit=1)[0]
        found = self.law(name)
        if found is None or found.at(OWN).atoms(sp.Indexed) or free(g) & self.sense.opaque:
            return None
        self.use(name)
        if any(sp.IndexedBase(name) in free(total) for total in g.atoms(sp.Sum, sp.Product, sp.Integral)):
            return None
        rest = g.xreplace({entry: OWN})
        return None if sp.IndexedBase(name) in free(rest) else over(found, lambda x: rest)

    def skewness(self, g: sp.Expr) -> sp.Expr | None:
        one, two, three = (self.mean(g**k) for k in (1, 2, 3))
        if one is None or two is None or three is None:
            return None
        variance = two - one**2
        return (three - 3 * one * variance - one**3) / variance ** sp.Rational(3, 2)

    def of_variable(self, letter: str, name: str, primes: int, node: Call) -> sp.Expr | None:
        found = self.law(name)
        if found is None or len(node.arguments) != 1 or node.separators:
            return None
        argument = node.arguments[0]
        if letter == "F" and _is_median(argument, name):
            self.use(name)
            return sp.Rational(1, 2)
        place = self.of(argument)
        match letter:
            case "f" if not primes:
                return self.density_at(name, found, place)
            case "F" if not primes:
                self.use(name)
                self.inside(found, place)
                if outside(self.where.get(place), found.support):
                    return sp.Integer(1 if above(self.where[place], found.support.hi) else 0)
                stepped = found.is_discrete and place in self.where
                return reach(found, found.support.lo, sp.floor(place) if stepped else place)
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
        if outside(self.where.get(place), found.support):
            return sp.Integer(0)
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
        for parameter, (name, value) in self.other.items():
            if name in names[bar:] and parameter in free(made) and not any(str(parameter) in n for n in names):
                values[parameter] = value
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
        self.mentioned.append(found[0])
        self.inside(found[0], place)
        return self.marked(found[0], place)


def _is_median(node: Node, name: str) -> bool:
    head = node.head if isinstance(node, Call | Juxtaposed) else None
    inside = node.arguments if isinstance(node, Call) else (node.argument.body,) if isinstance(node, Juxtaposed) else ()
    return (
        isinstance(head, Name) and head.letter == "median" and len(inside) == 1 and isinstance(inside[0], Name) and show(inside[0]) == name
    )
