"""Relations between means, variances, probabilities, entropies and densities of names of which no law is known.

They are tried on random finite probability spaces. A relation that holds on all of them is supported; one that holds on none is refuted,
if no word and no equation of the text says more about its names than the spaces know.
"""

import re
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.probability import CrossEntropy, Divergence, Entropy, Information, Mean, Operator, Variance, unfolded
from ..language.substitution import same
from ..language.terms import free
from .abstract import CAPITALS, Density, Surface, bare, constants, density_of, lowered, shape
from .case import Case
from .chance import BASES, Chances, Question, chances, question
from .expecting import derived
from .findings import Evidence, Finding
from .identity import ABOVE, _versions
from .operators import resolved

SIGNS = ("=", "<", "<=", ">", ">=")
INDEPENDENT = re.compile(r"\bindependen|\buncorrelated|i\.\s?i\.\s?d|\biid\b|\\perp|\bmutually exclusive|\bdisjoint|factori[sz]", re.IGNORECASE)
NAMED = re.compile(r"(?P<what>mean|expected value|expectation|variance|standard deviation)(?:\]\([^)]*\))?\s+\$\s*(?P<name>\\?\w+)(?P<square>\^2)?\s*\$")
NONNEGATIVE = re.compile(r"non-?negative|positive (?:random|continuous|discrete)|\\geq 0", re.IGNORECASE)
RANDOM = re.compile(r"random (?:variable|vector|variate|quantit)[^.]*|[^.]*random (?:variable|vector|variate|quantit)", re.IGNORECASE)
LETTER = re.compile(r"\$\s*([A-Zuvwxyze]|\\varepsilon|\\epsilon)(?:_\w)?\s*\$")


def probable(case: Case) -> Finding | None:
    """Proved or supported on all spaces, as written, by definitions, or by equations above; else open."""
    if case.sign not in SIGNS or case.raw_left.term is None or case.raw_right.term is None:
        return None
    for left, right, how in _versions(case):
        if case.sign != "=" and how:
            break
        sides = tuple(unfolded(resolved(t, case.context.meanings)) for t in (left, right))
        if case.sign == "=" and same(left, right) and not how:
            return None
        if not is_probabilistic(*sides):
            continue
        if case.sign == "=" and same(*sides):
            return case.found("supported" if how == ABOVE else "proved", f"the same by the definitions of the operators{how}")
        for asked, naming in questions(case, *sides):
            found = _holding(case, asked)
            if found is None or (case.sign != "=" and _has_functions(asked)):
                continue
            said = f"the sides agree on {sum(found.agreed.values())} random probability spaces{how or naming}"
            if case.sign == "=" and how != ABOVE and (kind := derived(asked)):
                return case.found("proved", f"derived from {kind}{how or naming}, wherever both sides are defined")
            return case.found("supported", said if case.sign == "=" else said.replace("agree", "are so"))
    return None


def _holding(case: Case, asked: Question) -> Chances | None:
    flavours = ("dependent", "independent", "alike") if INDEPENDENT.search(case.context.document.text) else ("dependent",)
    for flavour in flavours:
        for base in bases(asked):
            found = chances(asked, flavour, base, enough=True)
            if found.holds:
                return found
    return None


def _has_functions(asked: Question) -> bool:
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


# --- what the text says about names --------------------------------------------------------------------------------


def questions(case: Case, left, right):
    """The relation as it stands, and with the names that the text gives to means and variances written out; each with a word on it."""
    context = case.context
    random, told = random_names(context), law_names(context)
    positive = bool(NONNEGATIVE.search(context.document.text))
    divided = any(s.atoms(Divergence, CrossEntropy) for s in (left, right))
    for doubtful in (True, False):
        for about in (told, ())[: 2 if divided and told else 1]:
            asked = question(left, right, random, about, doubtful, case.sign, positive)
            yield asked, ""
            named = naming(case, asked)
            if named:
                replaced = tuple(unfolded(t.xreplace(named)) for t in (left, right))
                yield question(*replaced, random, about, doubtful, case.sign, positive), " by the names that the text gives"
        if asked.surface.random == question(left, right, random, told, False).surface.random:
            break


def random_names(context) -> frozenset[str]:
    """Names that the text calls random, or gives a law."""
    return _random_names(context.document.text) | frozenset(
        n for _, r in context.relations if r.sign.sign == "~" and r.lhs.node is not None for n in _letters(r.lhs.text)
    )


@lru_cache(maxsize=64)
def _random_names(text: str) -> frozenset[str]:
    found = {m.group(1).removeprefix("\\") for part in RANDOM.finditer(text) for m in LETTER.finditer(part.group())}
    return frozenset(found)


def _letters(text: str) -> list[str]:
    found = re.match(r"\s*\\?([A-Za-z]+)\b", text)
    return [found.group(1)] if found and len(found.group(1)) > 0 else []


def law_names(context) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names that each law of the text is about, in the widest of its densities."""
    widest: dict[str, tuple[str, ...]] = {}
    for each, _ in context.judged:
        for term in (each.raw_left.term, each.raw_right.term):
            for f in term.atoms(AppliedUndef) if term is not None else ():
                known = density_of(f, Surface((), ()))
                if isinstance(known, Density) and not known.given and len(known.names) > len(widest.get(known.law, ())):
                    widest[known.law] = tuple(lowered(bare(n.args[0])) for n in known.names)
    return tuple(sorted(widest.items()))


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


# --- refutation ----------------------------------------------------------------------------------------------------

SAFE = frozenset("a b c d k n m s t z r".split())
CUES = {
    "independent": INDEPENDENT,
    "alike": re.compile(r"identical|i\.\s?i\.\s?d|\biid\b|same distribution|\bcop(y|ies)\b", re.IGNORECASE),
    "centred": re.compile(
        r"zero|cent(?:er|re)d|standardi[sz]ed|standard normal|\\mathcal\{N\}\s*\(\s*0|error|noise|residual|symmetric|=\s*0\b", re.IGNORECASE
    ),
}
MORE = re.compile(
    r"conditionally|\bMarkov|unit variance|variance (?:of )?(?:one|1)\b|standardi[sz]ed|degenerate|almost sure|martingale|symmetric|exchangeable|deterministic"
    r"|function of|orthogonal|partition|subset|equiprobable|uniform|equally likely",
    re.IGNORECASE,
)
BITS = re.compile(r"\bbern|binar|indicator|0\s*,\s*1\s*\\?\}|dummy|success|event", re.IGNORECASE)
SCALE = re.compile(r"(?:mean|varian|expect|moment|probab|deviation|paramet|correlat|covarian|median|rate)[^$.]{0,40}\$\s*\\?(\w+)(?:\^2)?\s*\$", re.IGNORECASE)


def improbable(case: Case) -> Finding | str:
    """A counterexample on random spaces, or the reason why there is none to be believed."""
    if case.sign != "=" or case.raw_left.term is None or case.raw_right.term is None:
        return "no equation of operators"
    reason = _unfit(case)
    if reason:
        return reason
    witness = None
    for left, right, _ in _versions(case):
        sides = tuple(unfolded(resolved(t, case.context.meanings)) for t in (left, right))
        for asked, _ in questions(case, *sides):
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
    relation, text = case.relation, case.context.document.text
    sides = [unfolded(resolved(r.term, case.context.meanings)) for r in (case.raw_left, case.raw_right)]
    if not is_probabilistic(*sides):
        return "no equation of operators"
    doubts = [d for r in (case.raw_left, case.raw_right) for d in r.doubts if d != "an integral without bounds"]
    if doubts:
        return doubts[0]
    if relation.sign.above and "eqref" not in relation.sign.above:
        return "something stands above the sign"
    if MORE.search(text):
        return "the text says more about its names than random spaces know"
    asked = question(*sides, random_names(case.context), law_names(case.context), True)
    if _has_functions(asked):
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
    scales = {m.group(1) for m in SCALE.finditer(case.context.document.text)}
    if any(str(s) in scales and s not in naming(case, asked) for s in plain):
        return "a constant may be tied to the law of a random name"
    own = {lowered(str(s)) for s in asked.surface.random} | set(asked.surface.names)
    for other, verdict in case.context.judged:
        if other is case or verdict.relation is case.relation:
            continue
        if (said := _restricts(case, other, verdict, own, plain)) is not None:
            return said
    return ""


def _restricts(case: Case, other: Case, verdict: Finding, own: set, plain: set) -> str | None:
    relation = verdict.relation
    if verdict.verdict in ("proved", "supported") and other.sign == "=":
        return None
    terms = [resolved(r.term, case.context.meanings) for r in (other.raw_left, other.raw_right) if r.term is not None]
    touched = {lowered(bare(s)) for t in terms for s in free(t) if isinstance(s, sp.Symbol | sp.IndexedBase)}
    touched |= {lowered(n) for n in _letters(relation.lhs.text)}
    if not touched & own:
        return None
    if other.sign in ("~", "⊥", ":="):
        return "a law is given to its names"
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
    text = case.context.document.text
    for base in bases(asked):
        found = chances(asked, "dependent", base)
        if not found.fails:
            return "it holds on some probability spaces"
        if not found.fails_on_bits and BITS.search(text):
            return "it may hold for names with the values 0 and 1"
        for flavour, cue in CUES.items():
            if cue.search(text) and _space_matters(asked, flavour) and not chances(asked, flavour, base).fails:
                return f"it may hold where the names are {flavour}"
    return ""


def _space_matters(asked: Question, flavour: str) -> bool:
    return flavour == "centred" or len(asked.surface.names) > 1
