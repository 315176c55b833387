"""Relations between means, variances, probabilities, entropies and densities of names of which no law is known.

They are tried on random finite probability spaces; what holds on all of them is supported, and proved where a derivation is found.
"""

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.probability import CrossEntropy, Divergence, Entropy, Information, Mean, Operator, Variance, unfolded
from ..language.substitution import same
from ..language.terms import free
from .abstract import Density, Surface, density_of, lowered, shape
from .case import Case
from .chance import BASES, Chances, Question, chances, question
from .expecting import derived
from .findings import Finding
from .identity import ABOVE, versions
from .operators import resolved
from .prose import CONSTANT, NAMED, NONNEGATIVE, independent_names, is_independent, law_names, random_names
from .recalled import rests_on_judged

SIGNS = ("=", "<=", ">=")  # strict ones have exceptions that no random space shows
UNBOUNDED = "an integral without bounds"


def probable(case: Case) -> Finding | None:
    """Proved or supported on all spaces, as written, by definitions, or by equations above; else open."""
    if case.sign not in SIGNS or case.raw_left.term is None or case.raw_right.term is None:
        return None
    doubts = {d for r in (case.raw_left, case.raw_right, case.left, case.right) for d in r.doubts} - {UNBOUNDED}
    for left, right, how in versions(case):
        if (case.sign != "=" and how) or (how == ABOVE and not rests_on_judged(case)):
            break
        sides = tuple(unfolded(resolved(t, case.context.meanings)) for t in (left, right))
        if case.sign == "=" and same(left, right) and not how:
            return None
        if not is_probabilistic(*sides):
            continue
        if case.sign == "=" and same(*sides):
            return case.found("supported" if how == ABOVE else "proved", f"the same by the definitions of the operators{how}")
        for asked, naming in questions(case, *sides):
            found, flavour = _holding(case, asked)
            if found is None or (case.sign != "=" and has_functions(asked)) or (not (varies := _varies(asked)) and not _constant(case)):
                continue
            said = f"the sides agree on {sum(found.agreed.values())} random probability spaces{how or naming}"
            if case.sign == "=" and how != ABOVE and not naming and varies and not doubts and (kind := _derived(case, asked, flavour)):
                return case.found("proved", f"derived from {kind}{how}, wherever both sides are defined")
            return case.found("supported", said if case.sign == "=" else said.replace("agree", "are so"))
    return None


def _varies(asked: Question) -> bool:
    """Whether every mean is over something random."""
    random = set(asked.surface.random)
    return all(free(m) & random for s in asked.sides for m in s.atoms(Mean))


def _constant(case: Case) -> bool:
    return bool(CONSTANT.search(case.context.document.text))


def _derived(case: Case, asked: Question, flavour: str) -> str:
    if flavour == "dependent":
        return derived(asked)
    return derived(asked, True) if set(asked.surface.names) <= independent_names(case.context) else ""


def _holding(case: Case, asked: Question) -> tuple[Chances | None, str]:
    flavours = (
        ("dependent", "independent", "alike")
        if is_independent(case.context, asked.surface.names, case.relation.sign.start)
        else ("dependent",)
    )
    for flavour in flavours:
        for base in bases(asked):
            found = chances(asked, flavour, base, enough=True)
            if found.holds:
                return found, flavour
    return None, ""


def has_functions(asked: Question) -> bool:
    return any(density_of(f, asked.surface) is None for s in asked.sides for f in s.atoms(AppliedUndef))


def is_probabilistic(*sides: sp.Basic) -> bool:
    """Whether an operator, or a density that is more than one name, occurs."""
    densities = [d for s in sides for f in s.atoms(AppliedUndef) if isinstance(d := density_of(f, Surface((), ())), Density)]
    generated = any((known := shape(f)) is not None and known[0] in "FMG" and known[2] for s in sides for f in s.atoms(AppliedUndef))
    return any(s.atoms(Operator) for s in sides) or len(densities) > 0 or generated


def bases(asked: Question) -> tuple:
    """The bases that logarithms in entropies may have: natural, or another one, if a logarithm with a base is written."""
    if not any(side.atoms(Entropy, CrossEntropy, Divergence, Information) for side in asked.sides):
        return (None,)
    letters = {p.args[0].args[0] for side in asked.sides for p in side.atoms(sp.Pow) if isinstance(p.args[0], sp.log) and p.args[1] == -1}
    return (*BASES[: 1 if not letters else 3], *sorted((b for b in letters if isinstance(b, sp.Symbol)), key=str))


def questions(case: Case, left, right, both: bool = False):
    """The relation as it stands, and with the names that the text gives to means and variances written out; each with a word on it.

    With ``both``, also with the names taken for constants that neither the text nor custom makes random.
    """
    context = case.context
    random, told = random_names(context), law_names(context)
    positive = bool(NONNEGATIVE.search(context.document.text))
    divided = any(s.atoms(Divergence, CrossEntropy) for s in (left, right))
    for doubtful in (True, False) if both else (True,):
        for about in (told, ())[: 2 if divided and told else 1]:
            asked = question(left, right, random, about, doubtful, case.sign, positive)
            yield asked, ""
            named = naming(case, asked)
            if named:
                replaced = tuple(unfolded(t.xreplace(named)) for t in (left, right))
                yield question(*replaced, random, about, doubtful, case.sign, positive), " by the names that the text gives"
        if asked.surface.random == question(left, right, random, told, False).surface.random:
            break


def naming(case: Case, asked: Question) -> dict:
    """Symbols that the text makes the mean or the deviation of the only random name, or defines by an operator further up."""
    found: dict[sp.Basic, sp.Basic] = {}
    one = [s for s in asked.surface.random if isinstance(s, sp.Symbol)]
    for m in NAMED.finditer(case.context.document.text) if len(one) == 1 else ():
        name = sp.Symbol(m["name"].removeprefix("\\"))
        if m["what"] in ("variance", "standard deviation"):
            found[name] = sp.sqrt(Variance(one[0])) if m["square"] or m["what"] != "variance" else Variance(one[0])
        else:
            found[name] = Mean(one[0])
    for other, verdict in case.context.judged:
        if verdict.relation.sign.start < case.relation.sign.start and other.sign == "=" and not other.relation.link:
            sides = [r.term for r in (other.raw_left, other.raw_right)]
            for name, term in (sides, sides[::-1]):
                if isinstance(name, sp.Symbol) and name not in case.context.meanings and term is not None:
                    body = resolved(term, case.context.meanings)
                    if body.atoms(Operator) and name not in free(body) and name not in asked.surface.random:
                        found[name] = body
    known = free(asked.left) | free(asked.right)
    return {n: b for n, b in found.items() if n in known and n not in asked.surface.random and lowered(str(n)) not in asked.surface.names}
