"""Whether a text leaves a law as its name alone says. Words beside it can mean another parametrisation, a truncation, a relative of it."""

import re
from functools import lru_cache

from .context import Context
from .laws import Stated
from .prose import SENTENCE, words
from .relations import Relation

ODD = re.compile(
    r"truncat|censor|parametri[sz]|re-?scal|\bprecision|dispers|shape and|and scale|proportion|relative|inflated|folded|shifted"
    r"|translat|lomax|distributed on|uniform(?:ly)? (?:distributed )?(?:on|over|in)\b|cent(?:er|re)d at|half-?width|convention|instead"
    r"|takes? (?:the |only )?values?|cod(?:ed|ing)|condition(?:al|ed) on|given that|only \$|only .{0,30}observed|failures|wrapped|zero-"
    r"|compound|mixture|contaminat|generali[sz]ed|non-?central|modified|variant|alternative|replac|\bcent(?:er|re) the"
    r"|with (?:the )?(?:probability )?(?:density|mass|pdf|pmf)"
    r"|\\\{\s*-1|first kind|second kind|type (?:I|1|2)",
    re.IGNORECASE,
)
TARGETS = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\\(?:label|ref|eqref|cref|tag|cite[tp]?|href)\s*\{[^{}]*\}|https?://\S+"
)
MEAN = re.compile(r"(?<!sample )\bmean[- ](?!across|square|(?:is|was|can|becomes|follows)\b(?!\s*:?\s*\$[^$]))", re.IGNORECASE)
EVERYWHERE = re.compile(r"\\in\s*\\(?:mathbb|R)|\b(?:every|all|any) real", re.IGNORECASE)
MEANS = frozenset({"mu", "m", "phi", "varphi", "rho", "h", "delta", "eta"})  # letters of locations, means and dispersions
SHAPES = frozenset({"alpha", "a"})
LETTERS = re.compile(r"\\?([A-Za-z]+)")
FURTHEST = 1200


def is_usual(context: Context, laws: dict[str, list[Stated]], place: int) -> bool:
    """Whether nothing in the section before a place says that one of the laws is not the one that its name means."""
    start = max((h for h in context.headings if h <= place), default=0)
    here = said(context.document.text)[start:place]
    found = [s for each in laws.values() for s in each]
    if ODD.search(here) or any(_by_its_mean(here, s) for s in found):
        return False
    return all(_lettered(context, s) for s in found)


def _by_its_mean(text: str, stated: Stated) -> bool:
    """Whether a sentence that states the law, or names it, speaks of a mean: ``exponentially distributed with mean λ``."""
    law = stated.first.law
    names = [re.escape(w) for w in law.words] + [r"\\sim\b", r"\bdistributed\b"]
    said = re.compile("|".join(names), re.IGNORECASE)
    return law.name != "normal" and any(MEAN.search(s) and said.search(s) for s in SENTENCE.split(text))


@lru_cache(maxsize=4)
def said(text: str) -> str:
    """The words, without the addresses of links and the names of formulas; every place stays where it is."""
    return TARGETS.sub(lambda m: " " * len(m.group(0)), words(text).rjust(len(text)))


def _lettered(context: Context, stated: Stated) -> bool:
    """Whether the letters are those by which the parameters go: no mean for a shape, no shape for the scale of a Pareto law."""
    law = stated.first.law
    own = {str(p).split("_")[0] for p in law.parameters}
    written = context.document.text[stated.place : stated.place + 80]
    inside = re.search(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", written[written.find("(") :]) if "(" in written else None
    letters = LETTERS.findall(inside.group(1)) if inside else []
    if law.name == "Pareto" and letters[:1] and letters[0] in SHAPES:
        return False
    return not (set(letters) & MEANS - own)


def is_everywhere(context: Context, relation: Relation) -> bool:
    """Whether the formula is meant for arguments outside the support as well."""
    own = next(f.formula for f, r in context.relations if r is relation)
    return bool(EVERYWHERE.search(context.document.text[own.start : own.end]))


def at_odds(laws: dict[str, list[Stated]], text: str) -> bool:
    """Whether one sentence gives two laws to one name, for two suppositions."""
    for each in laws.values():
        for one, two in zip(each, each[1:], strict=False):
            if one.laws != two.laws and not one.role and "\n\n" not in text[one.place : two.place]:
                return True
    return False
