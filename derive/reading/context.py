"""What a document has said so far: its names, its definitions, and which names are tied to each other by equations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import Captured, substitute
from ..language.terms import free
from . import meaning_calls, operators
from .document import Document
from .meaning import Sense, Translator, Unsaid
from .meaning_calls import Weighted
from .meaning_names import Usage, is_plain, usage
from .passing import is_in_passing
from .relations import FormulaRead, Relation, Side
from .restated import with_restated
from .show import show
from .syntax import Accent, Call, Derivative, Juxtaposed, Name, Node, Script, as_call, walk
from .trial import compare

PROOF = re.compile(r"\bproof\b\W{0,3}[:.]|\\begin\{proof\}|^\W{0,3}(?:proof|solution|derivation)\W{0,3}$", re.IGNORECASE | re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s|^\\(?:sub)*section\b|^\\chapter\b", re.MULTILINE)
TITLE = re.compile(r"(?<=[.!?]\n)[^\s$\\#*>|-][^\n$\\]{1,58}[^\s$\\.,;:!?]\n(?=-)")
TITLES = 3
ESTIMATED = frozenset({"hat", "bar", "tilde", "check", "breve", "dot", "vec"})


@dataclass(frozen=True)
class Reading:
    """A side as a term; ``term`` is None where it was not understood, and then ``problem`` says why and where."""

    term: sp.Expr | None
    opaque: frozenset = frozenset()
    doubts: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    problem: tuple[str, int, int] | None = None


@dataclass(frozen=True)
class Definition:
    """``head(parameters) = body``; a plain name has no parameters. ``at`` is where the body ends in the text."""

    key: str
    parameters: tuple[sp.Expr, ...]
    body: sp.Expr
    at: int
    introduced: bool = False


@dataclass
class Scope:
    """From one heading to the next: definitions so far, by key."""

    functions: dict[str, list[Definition]] = field(default_factory=dict)
    names: dict[sp.Symbol, Definition] = field(default_factory=dict)
    conflicting: set = field(default_factory=set)
    bodies: dict[str, Definition] = field(default_factory=dict)
    facts: dict[sp.Expr, list[Definition]] = field(default_factory=dict)


class Context:
    """One document, read from the top. ``read`` must be called in order; ``learn`` after each relation."""

    def __init__(self, document: Document, formulas: Iterable[FormulaRead]):
        self.document, self.formulas = document, tuple(formulas)
        self.relations = [(f, r) for f in self.formulas for r in f.relations]
        sides = [s.node for f in self.formulas for st in f.statements for s in st.sides if s.node is not None]
        lefts = [st.sides[0].node for f in self.formulas for st in f.statements if st.signs and st.signs[0].sign in ("=", ":=", "~", "∝")
                 and st.sides[0].node is not None]  # fmt: skip
        equations = [(a.node, b.node) for f in self.formulas for st in f.statements for a, b in zip(st.sides, st.sides[1:], strict=False)]
        named = usage(sides, [left for left in lefts if left is not None])
        self.usage: Usage = with_restated(named, [(a, b) for a, b in equations if a is not None and b is not None])
        self.headings = _headings(document.text)
        self.proofs = [m.start() for m in PROOF.finditer(document.text)]
        self.scopes: dict[int, Scope] = {}
        self.meanings: dict = {}  # of the atoms that stand for operators on random names
        self.judged: list = []  # (case, finding) of the relations so far

    def scope_at(self, place: int) -> int:
        return sum(1 for heading in self.headings if heading <= place)

    def scope(self, place: int) -> Scope:
        return self.scopes.setdefault(self.scope_at(place), Scope())

    def proof_at(self, place: int) -> int:
        return sum(1 for proof in self.proofs if proof <= place)

    def is_claimed(self, definition: Definition, place: int) -> bool:
        """Whether this is what is to be shown: a statement before the proof, not led to by words of definition."""
        return not definition.introduced and self.proof_at(definition.at) < self.proof_at(place)

    # --- reading ---

    def read(self, side: Side, inserting: bool = True, tree: Node | None = None) -> Reading:
        """The term of a side, or of another tree for it, with the definitions of functions so far inserted if asked."""
        node = side.node if tree is None else tree
        if node is None:
            return Reading(None, problem=("nothing is written here", side.start, side.end))
        sense = Sense(meanings=self.meanings)
        lookup = self._lookup(side.start) if inserting else (lambda *_: None)
        translator = Translator(self.usage, meaning_calls.RULES, lookup, sense, with_facts=inserting, meaning=operators.meaning)
        try:
            term = translator.term(node)
        except Unsaid as no:
            return Reading(None, problem=(no.reason, no.node.start, no.node.end))
        except (RecursionError, ValueError, TypeError, Captured, ZeroDivisionError, AttributeError) as no:
            return Reading(None, problem=(f"this could not be translated ({type(no).__name__})", side.start, side.end))
        present = free(term)
        opaque = frozenset(o for o in sense.opaque if o in present)
        return Reading(term, opaque, tuple(sense.doubts), frozenset(sense.used))

    def _lookup(self, place: int):
        scope = self.scope(place)

        def lookup(translator: Translator, call: Node):
            if not isinstance(call, Call) or without_arguments(call) == call:
                made = scope.bodies.get(show(call))
                if made is None or f"body of {made.key}" in scope.conflicting or self.is_claimed(made, place):
                    return None
                translator.sense.used.add(made.key)
                return made.body
            key = call_key(call)
            latest = list(reversed(scope.functions.get(key, ())))
            for definition in sorted(latest, key=_is_value):
                if key in scope.conflicting or self.is_claimed(definition, place):
                    continue
                made = _applied(definition, translator, call)
                if made is not None:
                    translator.sense.used.add(key)
                    return made
            return None

        return lookup

    # --- definitions ---

    def learn(self, relation: Relation, right: Reading, introduced: bool = False) -> None:
        """Keep ``f(x) = body`` and ``name = body`` when the body is explicit; ``introduced`` by words of definition or not."""
        first = self._first(relation)
        if first is None or relation.sign.sign not in ("=", ":=") or right.term is None or right.opaque or right.doubts:
            return
        if right.term.has(Weighted) or right.term.atoms(AppliedUndef) or self._is_in_passing(relation):
            return
        scope, node = self.scope(relation.sign.start), _defined(relation, first)
        if isinstance(node, Call | Juxtaposed):
            arguments = self._parameters(as_call(node) if isinstance(node, Juxtaposed) else node) or ()
            self._learn_body(scope, Definition(show(without_arguments(node)), arguments, right.term, relation.rhs.end, introduced))
        if isinstance(node, Juxtaposed) and self.usage.is_call(show(node.head), node.argument.body):
            node = as_call(node)
        if isinstance(node, Call):
            self._learn_function(scope, node, Definition(call_key(node), (), right.term, relation.rhs.end, introduced))
        elif isinstance(node, Name | Script | Accent) and is_plain(node):
            self._learn_name(scope, first, Definition(show(node), (), right.term, relation.rhs.end, introduced))

    def forget(self, relation: Relation) -> None:
        """Take back what a relation taught, which has turned out to be wrong."""
        scope, end = self.scope(relation.sign.start), relation.rhs.end
        for known in (scope.functions, scope.facts):
            for key in list(known):
                known[key] = [d for d in known[key] if d.at != end]
        for known in (scope.names, scope.bodies):
            for key in [k for k, d in known.items() if d.at == end]:
                del known[key]

    def _is_in_passing(self, relation: Relation) -> bool:
        return any(is_in_passing(self.document, f.formula) for f, r in self.relations if r is relation)

    def _first(self, relation: Relation) -> Side | None:
        """The first side of the chain, if the relation can be read as a statement about it: all signs so far are ``=``."""
        for formula, other in self.relations:
            if other is relation:
                statement = formula.statements[relation.chain]
                if all(s.sign in ("=", ":=") for s in statement.signs[: relation.link + 1]):
                    return statement.sides[0]
        return None

    def _learn_body(self, scope: Scope, made: Definition):
        """``log L(θ; x) = body``, for a text that goes on with ``log L``."""
        known = scope.bodies.get(made.key)
        if known is None or self.is_claimed(known, made.at) or shows(known.body, made.parameters) < shows(made.body, made.parameters):
            scope.bodies[made.key] = made
        elif not compare(known.body, made.body, enough=True).holds:
            scope.conflicting.add(f"body of {made.key}")

    def _learn_function(self, scope: Scope, node: Call, made: Definition):
        if not all(is_plain(a) for a in node.arguments) or meaning_calls.is_operator(node.head) or node.fence != "()":
            return
        parameters = self._parameters(node)
        if parameters is None:
            return
        key, known = made.key, scope.functions
        same = [d for d in known.get(key, ()) if d.parameters == parameters and not self.is_claimed(d, made.at)]
        if not same:
            known.setdefault(key, []).append(replace(made, parameters=parameters))
        elif shows(same[0].body, parameters) < shows(made.body, parameters):  # such as "RSS(β) = Σ εᵢ² = Σ (yᵢ − xᵢ β)²"
            known[key][known[key].index(same[0])] = replace(made, parameters=parameters)
        elif not compare(same[0].body, made.body, enough=True).holds:
            scope.conflicting.add(key)

    def _parameters(self, node: Call) -> tuple[sp.Expr, ...] | None:
        """The arguments of a function on the left of its definition: different names."""
        translator = Translator(self.usage, meaning_calls.RULES)
        try:
            found = tuple(translator.of(a) for a in node.arguments)
        except Unsaid:
            return None
        plain = all(isinstance(p, sp.Symbol | sp.Indexed) or is_square(p) for p in found) and len(set(found)) == len(found)
        return found if plain else None

    def _learn_name(self, scope: Scope, first: Side, made: Definition):
        name = self.read(first, inserting=False).term
        if not isinstance(name, sp.Symbol) or name in free(made.body) or self._is_solved_for(name):
            return
        if not free(made.body) and not made.introduced:  # a value at which something is looked at
            return
        known = scope.names.get(name)
        if known is None or self.is_claimed(known, made.at):
            scope.names[name] = made
        elif not compare(known.body, made.body, enough=True).holds:
            scope.conflicting.add(name)

    def _is_solved_for(self, name: sp.Symbol) -> bool:
        """Whether the last relation says something about a name that was in use before, and was not established: no definition."""
        if not self.judged or self.judged[-1][1].verdict != "open":
            return False
        place = self.judged[-1][0].relation
        for case, _ in self.judged[:-1]:
            other = case.relation
            if other.label is place.label and other.chain == place.chain and other.lhs.start >= place.lhs.start:
                continue
            terms = [t for t in (case.raw_left.term, case.raw_right.term) if t is not None]
            if self.scope_at(other.sign.start) == self.scope_at(place.sign.start) and any(name in free(t) for t in terms):
                return True
        return False

    def note(self, relation: Relation, right: Reading) -> None:
        """Keep ``E(X) = …`` and the like: an equation for something that is not taken apart, to be used further down."""
        first = self._first(relation)
        if first is None or right.term is None or relation.sign.sign != "=" or relation.lhs.problems or relation.rhs.problems:
            return
        if self._is_in_passing(relation):
            return
        reading = self.read(first, inserting=False)
        atom = reading.term
        if atom is None or not (isinstance(atom, AppliedUndef) or (isinstance(atom, sp.Symbol) and atom in reading.opaque)):
            return
        if not right.term.has(atom):
            made = Definition(str(atom), (), right.term, relation.rhs.end)
            self.scope(relation.sign.start).facts.setdefault(atom, []).append(made)

    def recall(self, term: sp.Expr, place: int, before: int, latest: bool) -> sp.Expr:
        """The term with what the equations above say about its atoms; the first or the latest of them."""
        for _ in range(3):
            mapping = {}
            for atom, known in self.scope(place).facts.items():
                usable = [d for d in known if d.at < before and not self.is_claimed(d, place)]
                if usable and term.has(atom):
                    mapping[atom] = usable[-1 if latest else 0].body
            if not mapping:
                break
            term = term.xreplace(mapping)
        return term

    def insert(self, term: sp.Expr, place: int, before: int) -> tuple[sp.Expr, frozenset]:
        """The term with the names that were defined earlier replaced, and which names these are."""
        scope, done = self.scope(place), set()
        for _ in range(6):
            known = {
                n: d.body
                for n, d in scope.names.items()
                if n in free(term)
                and n not in scope.conflicting
                and d.at < before
                and not self.is_claimed(d, place)
                and (d.introduced or not str(n).startswith("hat("))
            }
            if not known:
                break
            done |= set(known)
            term = sp.sympify(substitute(term, known))
        return term, frozenset(done)


def _defined(relation: Relation, first: Side) -> Node | None:
    """What a relation can define: the first side of the chain, or g(X) in ``Y = g(X) = body``."""
    node = relation.lhs.node
    call = as_call(node) if isinstance(node, Juxtaposed) else node
    if relation.link != 1 or not isinstance(first.node, Name) or not isinstance(call, Call) or not all(map(is_plain, call.arguments)):
        return first.node
    head = call.head.base if isinstance(call.head, Script) and call.head.sub is None else call.head
    named = isinstance(head, Name) and not head.font and len(head.letter) == 1 and head.letter.islower()
    return node if named and first.node not in call.arguments and not meaning_calls.is_operator(call.head) else first.node


def _headings(text: str) -> list[int]:
    """Where sections begin; in a text without marked headings, the short lines between a sentence and a list."""
    marked = [m.start() for m in HEADING.finditer(text)]
    titles = [] if marked else [m.start() for m in TITLE.finditer(text)]
    return marked or (titles if len(titles) >= TITLES else [])


def without_arguments(node: Node) -> Node:
    """``log L(θ; x)`` as ``log L``."""
    match node:
        case Juxtaposed(head=head):
            return head
        case Call(head=Name(letter="log" | "ln"), arguments=(inner,)):
            return replace(node, arguments=(without_arguments(inner),), fence="")
        case Call(head=head):
            return head
    return node


def call_key(call: Call) -> str:
    head = call.head
    return f"{show(head)}{call.fence[:1]}{''.join(call.separators)}{len(call.arguments)}"


def _applied(definition: Definition, translator: Translator, call: Call) -> sp.Expr | None:
    """The body with the arguments put in; None where the definition is for arguments of another kind."""
    try:
        arguments = [translator.of(a) for a in call.arguments]
    except Unsaid:
        return None
    mapping: dict = {}
    for parameter, argument in zip(definition.parameters, arguments, strict=True):
        if isinstance(parameter, sp.Indexed):
            if not isinstance(argument, sp.Indexed) or argument.base != parameter.base or len(argument.indices) != len(parameter.indices):
                return None
            for old, new in zip(parameter.indices, argument.indices, strict=True):
                if old != new:
                    if not isinstance(old, sp.Symbol):
                        return None
                    mapping[old] = new
        elif parameter != argument and accented(free(parameter)):  # a value at one place, such as "f(μ̂) = …"
            return None
        elif is_square(parameter) and is_square(argument):  # "LL(μ, σ²)" and "LL(μ, σ_0²)"
            mapping |= {parameter.args[0]: argument.args[0]} if parameter != argument else {}
        elif is_square(parameter):
            return None
        elif parameter != argument:
            if argument.has(sp.oo) or (isinstance(argument, sp.Indexed) and argument.base in free(definition.body)):
                return None
            mapping[parameter] = argument
    return substitute(definition.body, mapping) if mapping else definition.body


def _is_value(definition: Definition) -> bool:
    """``f(μ̂) = …`` says what a value is; the function is what ``f(μ) = …`` says."""
    return any(accented(free(p)) for p in definition.parameters)


def is_square(term: sp.Expr) -> bool:
    """``σ²``, a parameter by itself."""
    return isinstance(term, sp.Pow) and isinstance(term.base, sp.Symbol) and term.exp == 2


def shows(body: sp.Expr, parameters: tuple[sp.Expr, ...]) -> int:
    """How many of the parameters a body shows, as they are or by their entries."""
    seen = {str(name) for name in free(body)}
    return sum(str(p.base if isinstance(p, sp.Indexed) or is_square(p) else p) in seen for p in parameters)


def accented(names: Iterable) -> list:
    """Names with a hat, a bar or a tilde: they stand for something made from others."""
    return [s for s in names if any(str(s).startswith(f"{a}(") for a in ESTIMATED) or "^(" in str(s) or "*" in str(s) or "†" in str(s)]


def has_derivative(node: Node | None) -> bool:
    return node is not None and any(isinstance(each, Derivative) for each in walk(node))
