"""A name that is met nowhere else in the text, where the equation asks for another one: the wrong variable."""

import re
from collections.abc import Iterator

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.substitution import Captured, substitute
from ..language.terms import free
from .case import Case
from .claims import CATALOGUE, WORDS
from .context import accented
from .findings import Evidence, Finding
from .meaning_calculus import Weighted
from .refuting import Refuter
from .said import is_constant, is_name, statement_of
from .show import show
from .syntax import Call, Name, walk
from .trial import compare

MATHS = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\[.*?\\\]|\\begin\{.*?\\end\{[^}]*\}", re.DOTALL)
VALUES = (sp.Rational(1, 3), sp.Rational(5, 7))


def stray(refuter: Refuter, case: Case) -> Finding | None:
    """Refuted where one side shows a name that nothing else in the text shows, and holds with another name in its place; else None."""
    if case.sign != "=" or not _is_step(case):
        return None
    sides = (case.left, case.right)
    if any(r.opaque or any(not d.endswith(CATALOGUE) for d in r.doubts) for r in sides):
        return None
    for pair in refuter._readings(case):
        if None in pair or any(t.has(Weighted) or t.atoms(AppliedUndef) for t in pair):
            return None
        for name, meant in _exchanged(case, *pair):
            one, other = (_put(t, name, meant) for t in pair)
            if one is not None and other is not None and compare(one, other, case.context.usage.running).holds:
                message = f"{name} is met nowhere else; with {_shown(meant)} in its place, the two sides are equal"
                shown = {str(name): str(VALUES[0]), _shown(meant): str(VALUES[1])}
                evidence = Evidence(shown, f"a function of {name}", f"a function of {_shown(meant)}")
                return case.found("refuted", message, "D204", evidence=evidence)
    return None


def _is_step(case: Case) -> bool:
    """A later member of a chain of equations, about names of which both sides show some, and no name for something."""
    left, right = case.raw_left.term, case.raw_right.term
    if not case.relation.link or left is None or right is None or not free(left) & free(right):
        return False
    _, statement = statement_of(case.context, case)
    chained = statement.word in WORDS and all(s.sign == "=" for s in statement.signs)
    return chained and not any(is_name(s.node) or is_constant(s.node) for s in (case.relation.lhs, case.relation.rhs))


def _exchanged(case: Case, left: sp.Expr, right: sp.Expr) -> Iterator[tuple[sp.Symbol, sp.Expr]]:
    for one, other in ((left, right), (right, left)):
        for name in sorted((n for n in free(one) - free(other) if isinstance(n, sp.Symbol)), key=str):
            if _is_met_once(case, str(name)):
                if not _is_placed(case, str(name)):
                    continue
                entries = {e for e in other.atoms(sp.Indexed) if e.base not in free(one)}
                indices = {i for e in entries for i in e.indices}
                plain = {s for s in free(other) - free(one) - indices if isinstance(s, sp.Symbol) and not accented([s])}
                for meant in sorted(entries | plain, key=str):
                    yield name, meant


def _is_placed(case: Case, name: str) -> bool:
    """``N(x; …)``, where the chain begins with a density of something else and no word of the text is the name."""
    _, statement = statement_of(case.context, case)
    nodes = [s.node for s in (case.relation.lhs, case.relation.rhs)]
    placed = any(isinstance(n, Call) and n.separators[:1] == (";",) and show(n.arguments[0]) == name for n in nodes)
    first = statement.sides[0].node
    spoken = re.search(rf"(?<![\\\w${{}}^]){re.escape(name)}(?![\w}}$^])", MATHS.sub(" ", case.context.document.text))
    return placed and isinstance(first, Call) and bool(first.arguments) and not spoken


def _is_met_once(case: Case, name: str) -> bool:
    """Whether no other formula of the text shows the name, and this one shows it on one side only."""
    own = (case.relation.lhs.start, case.relation.rhs.start)
    places = [
        side.start
        for formula in case.context.formulas
        for statement in formula.statements
        for side in statement.sides
        if side.node is None or any(isinstance(n, Name) and show(n) == name for n in walk(side.node))
    ]
    return len(places) == 1 and places[0] in own


def _put(term: sp.Expr, name: sp.Symbol, meant: sp.Expr) -> sp.Expr | None:
    try:
        return substitute(term, {name: meant})
    except (Captured, ValueError, TypeError):
        return None


def _shown(term: sp.Expr) -> str:
    return f"{term.base}_{','.join(map(str, term.indices))}" if isinstance(term, sp.Indexed) else str(term)
