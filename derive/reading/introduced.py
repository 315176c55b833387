"""An equation that says what a name is of which nothing was said before: where a premise of the proof, nothing is to be checked.

Such an equation can be no consequence of what stands above it. A name with a hat is one only where nothing is derived before.
"""

import re

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.terms import free
from .case import Case
from .context import has_derivative, is_square
from .findings import Finding
from .meaning_calls import is_operator
from .premises import head
from .refuting import Refuter
from .said import is_name, statement_of
from .syntax import Call, Juxtaposed, Name, Script
from .theory import oriented

DERIVED = re.compile(
    r"\b(thus|therefore|hence|so that|such that|yield\w*|obtain(?:s|ing)?|follow\w*|giv(?:es|ing)|results?|becomes?|conclu\w*|we have|"
    r"shows?|shown|impl(?:y|ies)|simplif\w*|solv\w*|equals?|deriv\w*|calculat\w*|comput\w*|evaluat\w*|finally|consequently|ergo)\b",
    re.IGNORECASE,
)
SAID = re.compile(r"\b(where|with|given by|defined?|denot\w*|let|definition|are|is)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(if|when\w*|cases?|assum\w*|suppos\w*|sett?(?:ing)?|choos\w*|unless|otherwise|requir\w*|constrain\w*)\b|"
    r"\b(for|at)\W*$",
    re.IGNORECASE,
)
DEFINES = re.compile(
    r"\b(?:(?:is|are) defined (?:as|by|to be)|(?:we|us) define|(?:is|are) (?:called|denoted by)|by definition"
    r"|(?:we|have) (?:specified|introduced))\b"
    r"(?!.{0,80}\b(?:thus|hence|therefore|so that|follows)\b)",
    re.IGNORECASE | re.DOTALL,
)
PREMISED = re.compile(r"\b(where|with|given by)\b", re.IGNORECASE)
EXPLAINS = re.compile(r"^\W*(where|with)\b", re.IGNORECASE)
ESTIMATES = ("hat(", "tilde(")
SQUARES = ("s", "S", "R", "sigma")
UPRIGHT = ("mathrm", "operator", "text")
WORDS = ("", ",", "and", "where", "with", "let", "⇒")


def introduced(refuter: Refuter, case: Case, findings: list[Finding]) -> Finding | None:
    relation = case.relation
    if case.sign != "=" or relation.link or relation.word not in WORDS or case.right.term is None:
        return None
    name = _named(case)
    if name is None or _is_statement(case):
        return None
    prose, before = sentence(case), _before(refuter, case)
    if _is_defined(case, prose) and not any(name == _subject(c) for c in before):
        return case.found("given", "this is said to be a definition")
    if CONDITION.search(prose):
        return None
    hatted = str(name).startswith(ESTIMATES)
    mentioned = [c for c in before if name in _names(c) and (hatted or not _is_beside(case, c))]
    if any(name == _subject(c) for c in before):
        return None
    explains = bool(EXPLAINS.search(prose)) and not hatted
    if mentioned and not explains and not (SAID.search(prose) and all(_is_given(c, findings) for c in mentioned)):
        return None
    if relation.word == "⇒" and not _is_update(case, before):
        return None
    if hatted or mentioned:
        if DERIVED.search(prose) or any(has_derivative(c.relation.lhs.node) for c in before):
            return None
    if _is_claimed(refuter, case, name) and (DERIVED.search(prose) or not PREMISED.search(prose)):
        return None
    return case.found("given", "this says what a name stands for that was not restricted before")


def _is_defined(case: Case, prose: str) -> bool:
    """Whether the words that lead to a display say that it begins with a definition."""
    formula, statement = statement_of(case.context, case)
    first = case.relation.chain == 0 and statement.word in ("", ",")
    return bool(DEFINES.search(prose)) and first and formula.formula.display


def _named(case: Case) -> sp.Basic | None:
    """The name on the left: plain, its square, or an entry with running indices; the right side must be explicit and without it."""
    node, left, right = case.relation.lhs.node, case.raw_left.term, case.raw_right.term
    if left is None or right is None:
        return None
    if isinstance(left, AppliedUndef):
        plain = all(isinstance(a, sp.Symbol) or is_square(a) for a in left.args)
        return left.func if _is_own(node) and plain and left.func not in free(right) else None
    if not (is_name(node) or (isinstance(node, Script) and is_name(node.base))):
        return None
    made = oriented(left, right) if is_direct(left) else None
    if made is None or made.name in free(right) or str(made.name).startswith("bar("):
        return None
    if made.parameters and not all(str(p) in case.context.usage.running for p in made.parameters):
        return None
    return made.name


def _is_own(node) -> bool:
    """``RSS(μ, δ)``: a function with a name of several letters, which is no operator."""
    head = node.head if isinstance(node, Call | Juxtaposed) else None
    head = head.base if isinstance(head, Script) and head.sup is None else head
    return isinstance(head, Name) and len(head.letter) > 1 and head.font in UPRIGHT and not is_operator(head)


def is_direct(left: sp.Expr) -> bool:
    """A name, or the square of what nobody takes to be negative: ``s_x²``, ``σ²``, ``R²``; but ``x² = 4`` is an equation for x."""
    return not isinstance(left, sp.Pow) or str(left.base).removeprefix("hat(").rstrip(")").split("_")[0] in SQUARES


def _subject(case: Case) -> sp.Basic | None:
    """The name of which an equation says what it is."""
    term, right = case.raw_left.term, case.raw_right.term
    if case.sign != "=" or term is None or right is None:
        return None
    if isinstance(term, AppliedUndef):
        return term.func
    made = oriented(term, right) or oriented(right, term)
    return None if made is None else made.name


def _is_update(case: Case, before: list[Case]) -> bool:
    """``λ_0 = 0 ⇒ λ_n = λ_0 + n``: the right side is made from what the row says before it."""
    assert case.raw_right.term is not None
    formula, _ = statement_of(case.context, case)
    row = [c for c in before if statement_of(case.context, c)[0] is formula]
    nearest = [c for c in row if c.relation.chain == row[-1].relation.chain]
    return any(_subject(c) in free(case.raw_right.term) for c in nearest)


def _names(case: Case) -> set:
    return {n for r in (case.raw_left, case.raw_right) if r.term is not None for n in {*free(r.term), *map(head, r.term.atoms(sp.Indexed))}}


def _is_beside(case: Case, other: Case) -> bool:
    """Whether the other stands in the same display, in a chain that begins with a plain name: what such a list says holds at once."""
    one, _ = statement_of(case.context, case)
    formula, statement = statement_of(case.context, other)
    return one is formula and is_name(statement.sides[0].node)


def _is_given(case: Case, findings: list[Finding]) -> bool:
    """Whether the chain of this relation begins with something that is given."""
    _, statement = statement_of(case.context, case)
    return any(f.relation.lhs is statement.sides[0] and f.verdict == "given" for f in findings)


def _before(refuter: Refuter, case: Case) -> list[Case]:
    """The relations above in the same section and the same proof."""
    context, place = case.context, case.relation.sign.start
    here = context.scope_at(place), context.proof_at(place)
    starts = [(c, c.relation.sign.start) for c in refuter.judged]
    return [c for c, at in starts if at < place and (context.scope_at(at), context.proof_at(at)) == here]


def _is_statement(case: Case) -> bool:
    """Whether a proof begins further down in the section: then this may be what is to be shown."""
    context, place = case.context, case.relation.sign.start
    return any(proof > place and context.scope_at(proof) == context.scope_at(place) for proof in context.proofs)


def _is_claimed(refuter: Refuter, case: Case, name: sp.Basic) -> bool:
    """Whether the statement that is to be shown says what the name is."""
    context, place = case.context, case.relation.sign.start
    for other in refuter.judged:
        at = other.relation.sign.start
        if at < place and context.scope_at(at) == context.scope_at(place) and context.proof_at(at) < context.proof_at(place):
            if _subject(other) == name:
                return True
    return False


def sentence(case: Case) -> str:
    """The words that lead to the formula."""
    formula, _ = statement_of(case.context, case)
    prose = case.context.document.text[max(0, formula.formula.opening - 400) : formula.formula.opening]
    return re.split(r"[.!?]\s|\$\$|\n\n(?=\S)|\\end\{\w+\*?\}", prose.rstrip())[-1]
