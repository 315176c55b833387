"""A second reader for plain formulas, latex2sympy2 where it is installed: what two readers take differently is ambiguous notation.

Only formulas of numbers, letters, sums, products, fractions, roots, powers and a few named functions are handed over; all that is
known to be taken wrongly there (indices, labels, accents, sums over ranges, functions without round brackets or command) stays out.
"""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

import sympy as sp
from sympy.core.function import AppliedUndef

from .meaning import Translator, Unsaid
from .meaning_calls import RULES
from .meaning_names import Usage
from .relations import Relation, Side
from .syntax import Call, Fenced, Fraction, Juxtaposed, Name, Node, Number, Problem, Product, Root, Script, Sum, walk
from .trial import compare

LONGEST = 300
FUNCTIONS = frozenset({"ln", "exp", "sin", "cos", "tan"})
SPACES = (r"\,", r"\;", r"\!", r"\:", r"\left", r"\right", "&")
MESSAGE = "ambiguous notation: a second reader takes it differently"


def available() -> bool:
    return find_spec("latex2sympy2") is not None


def ambiguous(relation: Relation, usage: Usage) -> Problem | None:
    """The first side of a relation that two readers take differently; None where they agree or one of them does not read it."""
    return next((found for side in (relation.lhs, relation.rhs) if (found := differently(side, usage)) is not None), None)


def differently(side: Side, usage: Usage) -> Problem | None:
    if side.node is None or not available() or not is_plain(side.node):
        return None
    ours, theirs = _ours(side.node, usage), _theirs(_bare(side.text))
    if ours is None or theirs is None or ours.free_symbols != theirs.free_symbols:
        return None
    return Problem("D110", MESSAGE, side.start, side.end) if compare(ours, theirs).differed else None


def is_plain(node: Node) -> bool:
    return all(map(_is_plain, walk(node)))


def _is_plain(node: Node) -> bool:
    match node:
        case Name(letter=letter, font="operator"):
            return letter in FUNCTIONS
        case Name(letter=letter, font=font):
            return not (font or node.accents or node.primes or node.star) and letter not in ("Gamma", "infty", "e", "i")
        case Number() | Product() | Fraction() | Root() | Juxtaposed():
            return True
        case Sum(signs=signs):
            return set(signs) <= {"+", "-"}
        case Script(sub=sub, sup=sup, primes=primes):
            return sub is None and not primes and not isinstance(sup, Fenced)
        case Fenced(open=left, close=right):
            return left + right in ("()", "[]")
        case Call(head=Name(letter=letter), arguments=arguments, fence=fence):
            return letter in FUNCTIONS and len(arguments) == 1 and fence == "()"
    return False


def _ours(node: Node, usage: Usage) -> sp.Expr | None:
    translator = Translator(usage, RULES)
    try:
        term = translator.term(node)
    except Unsaid:
        return None
    return None if translator.sense.opaque or translator.sense.doubts else term


def _bare(text: str) -> str:
    for space in SPACES:
        text = text.replace(space, " ")
    return text


@lru_cache(maxsize=1000)
def _theirs(text: str) -> sp.Expr | None:
    if len(text) > LONGEST:
        return None
    try:
        made = _built(import_module("latex2sympy2").latex2sympy(text))
    except Exception:  # its grammar fails in many ways
        return None
    if not isinstance(made, sp.Expr) or made.atoms(AppliedUndef):
        return None
    return made.xreplace({s: sp.Symbol(str(s).strip("{}\\")) for s in made.free_symbols})


def _built(term: sp.Basic) -> sp.Expr:
    """The term as SymPy's constructors make it: that reader leaves a logarithm with its base, ``log(x, E)``, unevaluated."""
    return term.func(*map(_built, term.args)) if term.args else term
