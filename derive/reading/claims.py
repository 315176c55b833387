"""Whether a relation claims something of all values of its names, or introduces a name, a condition, an assumption."""

import re
from itertools import islice

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .context import Reading, accented, has_derivative
from .indices import escaped
from .laws import readings_at
from .meaning_calls import Weighted
from .said import is_constant, is_name, statement_of, under_bar
from .syntax import Call, Derivative, Juxtaposed, Name, Node, Script, walk
from .theory import Theory, differ

INFINITE = "a factor of an infinite bound is taken to be positive"
SETTLED = ("a factor may stand under the product sign or behind it", INFINITE)  # those readings are tried
SAME = re.compile(
    r"identit|formula|theorem|propert|relation|related|known|\bfact\b|using|\bvia\b|because|since|recall|note that|addition|defin", re.I
)
POSED = re.compile(r"solv|\bset|requir|condition|such that|must|\bif\b|assum|\blet\b|suppose|constrain|equat|yield|obtain|estimat", re.I)
CENTRED = re.compile(
    r"standardi[sz]ed|z-?scor|cent(?:er|re)d\b|de-?meaned|mean[- ](?:zero|0\b)|zero[- ]mean|scaled to|normali[sz]ed (?:data|variables)",
    re.I,
)
CALLED = (("Γ", "gamma function"), ("B", "beta function"), ("ψ", "digamma function"))
READ_AS = {"Γ": sp.gamma, "ψ": sp.polygamma, "B": sp.beta}
LARGEST = 300
CATALOGUE = "taken to be the density of the catalogue"  # no density makes up for an index that is free on one side only
SPECIAL = ((sp.gamma,), (sp.beta,), (sp.sin, sp.cos, sp.tan), (sp.erf,), (sp.polygamma,))
PRODUCT = re.compile(r"\{?(?P<name>[^ ]+?)\}?\^mathrm:T (?P=name)|(?P<other>[^ ]+)\^mathrm:T (?P=other)")
CAPITALS = frozenset({"X", "Y", "Z", "e"})
WORDS = ("", ",", "and", "⇒")


def unclaimed(case: Case, theory: Theory) -> str:
    """Why the relation is no claim to be refuted, or nothing."""
    return _hidden(case, theory) or (_later(case, theory) if case.relation.link else _first(case, theory)) or _names(case, theory)


def _hidden(case: Case, theory: Theory) -> str:
    """What was not understood well enough."""
    readings = (case.left, case.right)
    for r in readings:
        if r.term is None or r.term.has(Weighted) or r.term.atoms(AppliedUndef) or not all(is_product(o) for o in unknown_in(r, theory)):
            return "it contains functions or operators whose meaning here is not established"
    loose = case.left.term is not None and escaped(case.left.term, case.right.term, case.context.usage.running)
    doubts = [d for r in readings for d in r.doubts if d not in SETTLED and not _is_said(case, d) and not (loose and d.endswith(CATALOGUE))]
    if _are_whole(case):
        doubts = [d for d in doubts if not d.endswith(CATALOGUE)]
    if doubts:
        return doubts[0]
    if CENTRED.search(case.context.document.text) and any(str(n).startswith("bar(") for r in readings for n in free(r.term)):
        return "the text speaks of data that are centred or scaled"
    if case.relation.sign.above and "eqref" not in case.relation.sign.above:
        return "something stands above the sign"
    return ""


def unknown_in(reading: Reading, theory: Theory) -> set:
    """What a side shows that was not taken apart."""
    return {o for o in reading.opaque if o not in theory.definitions or set(str(o)) & set("([{/'")}


def is_product(atom) -> bool:
    """``{y}^T y`` of something of which the entries are not known: a number, and the same wherever it is written."""
    return isinstance(atom, sp.Symbol) and bool(PRODUCT.fullmatch(str(atom)))


def _are_whole(case: Case) -> bool:
    """Whether every density of the catalogue is a whole side, so that all readings of its notation are tried."""
    sides = [s.node for s in (case.relation.lhs, case.relation.rhs) if s.node is not None]
    inner = [n for side in sides for n in walk(side) if isinstance(n, Call) and n.separators[:1] == (";",) and n is not side]
    return not inner


def is_settled(case: Case, besides: str) -> bool:
    """Whether nothing in it has another meaning, apart from one doubt; a density of one reading only has no other."""
    readings = (case.left, case.right)
    doubts = [d for r in readings for d in r.doubts if d != besides and not d.endswith(CATALOGUE) and not _is_said(case, d)]
    calls = [n for s in (case.relation.lhs, case.relation.rhs) if s.node is not None for n in walk(s.node) if isinstance(n, Call)]
    densities = [len(readings_at(case.context, n)) for n in calls if n.separators[:1] == (";",)]
    return not doubts and all(count == 1 for count in densities) and not any(r.opaque for r in readings)


def _is_said(case: Case, doubt: str) -> bool:
    """Whether the text says in words that Γ is the gamma function, or it does not matter what it is."""
    text = case.context.document.text.lower()
    if any(doubt.startswith(f"{letter} is") and _cancels(case, made) for letter, made in READ_AS.items()):
        return True
    return any(doubt.startswith(f"{letter} is") and words in text for letter, words in CALLED) or (
        doubt.endswith("the Bessel function") and "bessel function" in text
    )


def _cancels(case: Case, made: type) -> bool:
    """Whether the difference of the sides is free of a function, with its values as numbers of which nothing is known."""
    left, right = case.left.term, case.right.term
    if left is None or right is None or max(left.count_ops(), right.count_ops()) > LARGEST:
        return False
    marks = {f: sp.Dummy() for t in (left, right) for f in t.atoms(made)}
    difference = sp.expand((left - right).xreplace(marks))
    return bool(marks) and not difference.free_symbols & set(marks.values())


def _later(case: Case, theory: Theory) -> str:
    """A later member of a chain is computed from the one before, unless it is a condition or a name for it."""
    relation = case.relation
    _, statement = statement_of(case.context, case)
    if any(s.sign not in ("=", ":=") for s in statement.signs[: relation.link + 1]) or statement.word not in WORDS:
        return "the chain does not consist of identities"
    sides = ((relation.lhs.node, case.left.term, case.right.term), (relation.rhs.node, case.right.term, case.left.term))
    for node, own, other in sides:
        if is_constant(node):
            return "one side is a number: it may be a condition"
        if is_name(node) and not (free(own) & _reached(theory, other) or free(own) & set(theory.definitions)):
            return "one side is a plain name"
    return ""


def is_derivative(case: Case) -> bool:
    """The derivative of something that the document defined explicitly."""
    node = case.relation.lhs.node
    primed = isinstance(node, Call | Juxtaposed) and primes_of(node.head) > 0
    places = [v for n in walk(node) if isinstance(n, Derivative) for v, _ in n.variables] if node is not None else []
    return (
        (has_derivative(node) or primed)
        and bool(case.left.used)
        and not any(isinstance(n, Name) and n.accents for v in places for n in walk(v))
    )


def primes_of(head: Node) -> int:
    """Two for ``M_X''``."""
    inner = head.base if isinstance(head, Script) else head
    return (head.primes if isinstance(head, Script) else 0) + (inner.primes if isinstance(inner, Name) else 0)


def _first(case: Case, theory: Theory) -> str:
    """The first equation of a chain; ``theory`` is what is said elsewhere."""
    relation, left, right = case.relation, case.left.term, case.right.term
    if is_derivative(case) and not is_constant(relation.rhs.node):
        return ""
    if not is_name(relation.lhs.node) and escaped(left, right, case.context.usage.running):
        return ""
    if relation.word not in WORDS or case.left.opaque or case.right.opaque:
        return "it may be an assumption"
    raw = case.raw_left.term
    if raw is None or case.raw_left.opaque or raw.atoms(AppliedUndef) or not free(right):
        return "it may be meant as a definition"
    if is_name(relation.lhs.node):
        return "" if _is_mean(case, theory) else "it may be meant as a definition"
    if theory.reached(free(left) | free(right)) & set(theory.statistics):
        return "a statistic of the data may be meant otherwise"
    named = {n for n in free(left) | free(right) if n in theory.definitions and n not in theory.means}
    if named and _confirmed(case, theory, named):
        return ""
    if not named and _is_identity(case):
        return ""
    return "it may be meant as an equation to be solved or as a definition"


def _is_mean(case: Case, theory: Theory) -> bool:
    """``\\bar x = …`` in terms of the data x and their number: no author means anything but the mean."""
    name, right = case.left.term, case.right.term
    assert name is not None and right is not None
    mean = theory.means.get(name)
    if mean is None or theory.definitions.get(name) is not mean:
        return False
    return {theory.letter(n) for n in free(right) if not theory.is_index(n, right)} <= free(mean.body)


def is_mean_of_data(case: Case) -> bool:
    """``\\bar x = …`` in terms of entries of x: no new name, whatever words lead to it."""
    name, right = case.left.term, case.right.term
    data = sp.IndexedBase(under_bar(name) or " ") if name is not None else None
    return case.sign == "=" and case.relation.link == 0 and right is not None and data in free(right)


def _confirmed(case: Case, theory: Theory, names: set) -> bool:
    """Whether an equation elsewhere holds with the definitions of these names: then they are as the text means them."""
    used = {id(d.fact) for d in theory.definitions.values()}
    for fact in theory.facts:
        if id(fact) in used or fact.special or not theory.reached(fact.names) & names:
            continue
        if id(fact) not in theory.agreed:
            theory.agreed[id(fact)] = _agrees(fact, theory)
        if theory.agreed[id(fact)]:
            return True
    return False


def _agrees(fact, theory: Theory) -> bool:
    """Whether a fact holds at several points at which the definitions of the text hold, and fails at none."""
    agreed = 0
    for _, values in islice(theory.models((fact.left, fact.right)), 12):
        differs = differ(fact.left, fact.right, values)
        if differs:
            return False
        agreed += differs is False
    return agreed > 2


def _is_identity(case: Case) -> bool:
    """An identity of special functions that the text recalls."""
    left, right = case.left.term, case.right.term
    assert left is not None and right is not None
    special = free(left) == free(right) and _has_special(left, right)
    if accented(free(left) | free(right)) or not (special or _is_integral(case)):
        return False
    formula, _ = statement_of(case.context, case)
    prose = case.context.document.text[max(0, formula.formula.opening - 160) : formula.formula.opening]
    return bool(SAME.search(prose)) and not POSED.search(prose)


def _has_special(left: sp.Expr, right: sp.Expr) -> bool:
    return any(left.has(*group) and right.has(*group) for group in SPECIAL)


def _is_integral(case: Case) -> bool:
    """``Γ(x) = ∫ …`` where the text says that this is the gamma function."""
    left, right, text = case.left.term, case.right.term, case.context.document.text.lower()
    if left is None or right is None:
        return False
    said = (isinstance(left, sp.gamma) and "gamma function" in text) or (isinstance(left, sp.beta) and "beta function" in text)
    return said and right.has(sp.Integral, sp.gamma) and all(isinstance(a, sp.Symbol) for a in left.args) and free(right) <= free(left)


def _names(case: Case, theory: Theory) -> str:
    """Names that may stand for something that the text does not write out."""
    left, right = case.left.term, case.right.term
    one, other = (
        frozenset(theory.letter(n) for n in theory.support(free(t)) if not theory.is_index(n, left, right)) for t in (left, right)
    )
    if one - other and other - one and not escaped(left, right, case.context.usage.running):
        return "a name is exchanged for another: an equation that was not read may have been used"
    if {str(n) for n in one | other} & CAPITALS or sp.Symbol("i") in one | other:
        return "a name may stand for a random variable or a constant"
    return ""


def unwritten(case: Case, theory: Theory) -> list:
    """Names with an accent, and statistics of data (``s_x``), that the text does not write out."""
    names = theory.support(free(case.left.term) | free(case.right.term)) - set(case.context.meanings)
    return [n for n in accented(names) if not _is_data(n) and not _is_said_mean(case, n, names)] + [
        n for n in names if theory.is_statistic(n)
    ]


def _is_said_mean(case: Case, name, names) -> bool:
    """``\\bar y``, which the text calls the mean, beside no entries of y and no other mean."""
    letter = under_bar(name) or ""
    if not letter or sp.IndexedBase(letter) in names or sum(str(n).startswith("bar(") for n in names) > 1:
        return False
    bar = rf"\\bar\s*\{{?\s*\\?{re.escape(letter)}\s*\}}?"
    said = rf"{bar}\s*\$[^.$]{{0,40}}\bmean\b|\bmean\b[^.$]{{0,30}}\$\s*{bar}"
    return bool(re.search(said, case.context.document.text))


def _is_data(name) -> bool:
    """``y_1^{(i)}``: what stands above only counts entries; also its mean."""
    written = re.sub(r"^bar\((\w+)\)", r"\1", str(name))
    return isinstance(name, sp.IndexedBase) and "^()" in written and "(" not in written.replace("^()", "", 1)


def _reached(theory: Theory, term: sp.Expr) -> set:
    return theory.reached(free(term))


def claim(case: Case, theory: Theory) -> tuple[str, str]:
    """The code and the words of a refutation."""
    left, right = case.left.term, case.right.term
    assert left is not None and right is not None
    nodes = (case.relation.lhs.node, case.relation.rhs.node)
    if any(has_derivative(node) for node in nodes):
        return "D301", "this is not the derivative"
    index = index_on_one_side(left, right, theory)
    if index:
        return "D401", f"the index {index} stands on one side only"
    if left.has(sp.Sum, sp.Product) or right.has(sp.Sum, sp.Product):
        return "D401", "the two sides differ"
    return "D201", "the two sides differ"


def index_on_one_side(left: sp.Expr, right: sp.Expr, theory: Theory) -> str:
    """A free letter that counts entries on one side and does not occur on the other, or nothing."""
    found = [_counting(term, (left, right), theory) for term in (left, right)]
    return min(found[0] ^ found[1], default="")


def _counting(term: sp.Expr, terms: tuple, theory: Theory) -> set[str]:
    plain = {n for t in terms for e in t.atoms(sp.Indexed) if "^(" not in str(e.base) for i in e.indices for n in free(i)}
    letters = {str(n) for n in free(term) & plain if theory.is_index(n, *terms)}
    return letters | {str(n).rpartition("_")[2] for n in free(term) if theory.letter(n) != n}
