"""When a relation between operators may be called false: on random spaces of all kinds, where the text says no more about its names."""

import re

import sympy as sp

from ..language.probability import Entropy, Mean, unfolded
from ..language.terms import free
from .abstract import bare, constants, lowered
from .case import Case
from .chance import FLAVOURS, Question, chances, question
from .findings import Evidence, Finding
from .identity import versions
from .operators import resolved
from .probable import bases, has_functions, is_probabilistic, naming, questions
from .prose import BITS, CUES, MORE, PLAIN_CONSTANT, SCALE, is_plain, is_supposed, law_names, letters, random_names, words

SAFE = frozenset("a b c d k n m s t z r".split())


def improbable(case: Case) -> Finding | str:
    """A counterexample on random spaces, or the reason why there is none to be believed."""
    if case.sign != "=" or case.raw_left.term is None or case.raw_right.term is None:
        return ""
    reason = _unfit(case)
    if reason:
        return reason
    witness = None
    for left, right, _ in versions(case):
        sides = tuple(unfolded(resolved(t, case.context.meanings)) for t in (left, right))
        for asked, _ in questions(case, *sides, both=True):
            reason = _saved(case, asked) if is_probabilistic(*sides) else "it may hold with the definitions inserted"
            if reason:
                return reason
            witness = witness or chances(asked).witness
    if witness is None:
        return "it could not be tried on probability spaces"
    space, values, lhs, rhs = witness
    shown = {"the law of (" + ", ".join(space.variables) + ")": _law_shown(space)}
    shown |= {str(k): str(v) for k, v in values.items() if isinstance(k, sp.Symbol) and isinstance(v, sp.Rational)}
    return case.found("refuted", "the two sides differ on a probability space", "D701", evidence=Evidence(shown, lhs, rhs))


def _law_shown(space) -> str:
    return "; ".join(f"({', '.join(map(str, o))}) with {w}" for o, w in list(space.laws[""].items())[:9])


def _unfit(case: Case) -> str:
    relation, text = case.relation, words(case.context.document.text)
    sides = [unfolded(resolved(r.term, case.context.meanings)) for r in (case.raw_left, case.raw_right)]
    if not is_probabilistic(*sides):
        return ""
    doubts = [d for r in (case.raw_left, case.raw_right) for d in r.doubts if d != "an integral without bounds"]
    if doubts:
        return doubts[0]
    if relation.sign.above and "eqref" not in relation.sign.above:
        return "something stands above the sign"
    formula = next(f for f, r in case.context.relations if r is relation)
    if is_supposed(case.context.document.text, formula.formula.opening, formula.formula.closing):
        return "it may be a condition, or hold under one"
    if not formula.formula.display and not relation.link:
        return "it may be a condition in the line"
    if MORE.search(text):
        return "the text says more about its names than random spaces know"
    asked = question(*sides, random_names(case.context), law_names(case.context), True)
    if not all(is_probabilistic(s) for s in asked.sides):
        return "a side without random names may be given or computed from a law"
    here, there = (free(s) & set(asked.surface.random) for s in asked.sides)
    if here != there and not is_plain(text, asked.surface.names):
        return "a name on one side only may be made from those on the other"
    accented = [s for s in asked.surface.random if "(" in str(s)]
    if accented and len(asked.surface.random) > 1:
        return f"{accented[0]} may be made from the other names"
    if any(not _is_letter(text, s) for s in (constants(asked.left) | constants(asked.right)) - set(asked.surface.random)):
        return "a constant may be tied to the law of a random name"
    places = [a for s in asked.sides for e in s.atoms(sp.Eq, sp.Lt, sp.Le, sp.Gt, sp.Ge) for a in e.args]
    if any(not free(a) for a in places):
        return "an event at a number belongs to a law that is not written"
    if has_functions(asked):
        return "it contains functions whose meaning here is not established"
    opaque = {o for r in (case.raw_left, case.raw_right) for o in r.opaque if isinstance(o, sp.Symbol)} - set(case.context.meanings)
    if opaque & (free(sides[0]) | free(sides[1])):
        return "it contains operators whose meaning here is not established"
    for part in (p for s in asked.sides for p in s.atoms(Mean)):
        if not free(part) & set(asked.surface.random) or (part.args[1] and len(asked.surface.names) > 1):
            return "what is random in a mean is not established"
    if any(e.is_differential and len(set(e.args[0])) < len(e.args[0]) for s in sides for e in s.atoms(Entropy)):
        return "a differential entropy of something that has no density"
    if any("_" in n for n in asked.surface.names):
        return "names with an index may be tied to each other"
    return _tied(case, asked)


def _tied(case: Case, asked: Question) -> str:
    """Whether an equation or a model of the text restricts the names."""
    plain = (constants(asked.left) | constants(asked.right)) - set(asked.surface.random)
    plain -= {s for s in plain if lowered(str(s)) in asked.surface.names}
    loose = [s for s in plain if str(s) not in SAFE and s not in naming(case, asked)]
    if loose:
        return f"{loose[0]} may be tied to the law of a random name"
    scales = {m.group(1) for m in SCALE.finditer(words(case.context.document.text))}
    if any(str(s) in scales and s not in naming(case, asked) for s in plain):
        return "a constant may be tied to the law of a random name"
    own = {lowered(str(s)) for s in asked.surface.random} | set(asked.surface.names)
    for other, verdict in case.context.judged:
        if other is case or verdict.relation is case.relation:
            continue
        if (said := _restricts(case, other, verdict, own, plain)) is not None:
            return said
    return ""


def _is_letter(text: str, symbol) -> bool:
    """Whether the text, where it names a constant, says no more of it than that."""
    name = re.escape(str(symbol))
    return all(PLAIN_CONSTANT.search(text[max(0, m.start() - 60) : m.start()]) for m in re.finditer(rf"\$\s*\\?{name}\s*\$", text))


def _restricts(case: Case, other: Case, verdict: Finding, own: set, plain: set) -> str | None:
    relation = verdict.relation
    if verdict.verdict in ("proved", "supported") and other.sign == "=":
        return None
    terms = [resolved(r.term, case.context.meanings) for r in (other.raw_left, other.raw_right) if r.term is not None]
    touched = {lowered(bare(s)) for t in terms for s in free(t) if isinstance(s, sp.Symbol | sp.IndexedBase)}
    touched |= {lowered(n) for n in letters(relation.lhs.text)}
    if not touched & own:
        return None
    if other.sign in ("~", "⊥", ":="):
        return "a law is given to its names"
    plain_left = re.fullmatch(r"\s*([A-Z])\s*", relation.lhs.text)
    if plain_left and lowered(plain_left.group(1)) in own and other.sign in ("in", "∈", "<", "<=", ">", ">=", "→", "≠", "!="):
        return None if re.fullmatch(r"\s*\\mathcal\s*\{?\s*[A-Z]\s*\}?\s*", relation.rhs.text) else "the values of its names are restricted"
    if other.sign != "=" or relation.link or relation.sign.start >= case.relation.sign.start:
        return None
    if any(isinstance(t, sp.Symbol) and lowered(str(t)) in own for t in terms):
        return "one of its names is given a value"
    new = {s for t in terms for s in free(t) if isinstance(s, sp.Symbol) and lowered(bare(s)) not in own and s not in case.context.meanings}
    if new - plain:
        return None
    return "an equation above may restrict its names"


def _saved(case: Case, asked: Question) -> str:
    """Whether the relation may hold on spaces of a kind that the text could mean."""
    text = words(case.context.document.text)
    for base in bases(asked):
        found = chances(asked, "dependent", base)
        if not found.fails:
            return "it holds on some probability spaces"
        if not found.fails_on_bits and BITS.search(text):
            return "it may hold for names with the values 0 and 1"
        for flavour in FLAVOURS:
            cue = CUES.get(flavour)
            possible = not is_plain(text, asked.surface.names) or (cue is not None and cue.search(text))
            if possible and _space_matters(asked, flavour) and not chances(asked, flavour, base).fails:
                return f"it may hold where the names are {flavour}"
    return ""


def _space_matters(asked: Question, flavour: str) -> bool:
    return bool(asked.surface.random) if flavour == "centred" else len(asked.surface.names) > 1
