"""What the words of a text say about random names: which they are, what is called independent, and what else could restrict them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from sympy.core.function import AppliedUndef

from .abstract import Density, Surface, bare, density_of, lowered

INDEPENDENT = re.compile(r"\bindependen|i\.\s?i\.\s?d|\biid\b|\\perp|\bmutually exclusive|\bdisjoint|factori[sz]", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"\bdependent|linear\w* |\bif\b|\bonly\b|\bwere\b|\bwould\b|\bneed|\bnot\b|\bnon\b|\bno longer|\bnever\b|\bneither\b|without"
    r"|\bwhen\b|unless|whether"
    r"|independent\]?(?:\([^)]*\))? variable|\bmean[- ]\[?independen"
    r"|independent\]?(?:\([^)]*\))? of (?!\[?\$|each other)|conditional|pairwise|uncorrelated"
    r"|\bdrop|relax|abandon|violat|\black|\bfail|remov|give up|\blift|independen\w*\]?(?:\([^)]*\))? given",
    re.IGNORECASE,
)  # a sentence with such a word does not say that its names are independent
ANEW = re.compile(r"\b(?:let|consider|suppose|arbitrary|for any|for all|in general)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n\s*\n")
NAMES = r"\$\s*[A-Za-z]\s*\$(?:\s*,\s*\$\s*[A-Za-z]\s*\$)*\s*,?\s*and\s*\$\s*[A-Za-z]\s*\$"
LINKED = r"(?:\[independent\]\([^)]*\)|(?<!not )\bindependent\b)"
WORDS = r"(?:\s+\[?\w+\]?(?:\([^)]*\))?){1,3}"
OF_EACH = re.compile(r"\$\s*([A-Za-z])(?:_\w)?\s*\$[^.$]{0,40}\bindependent\b(?:\]\([^)]*\))? of[^.$]{0,30}\$\s*([A-Za-z])(?:_\w)?\s*\$")
TOGETHER = re.compile(rf"(?P<first>{NAMES})\s+(?:are|be)\s+(?:\w+\s+){{0,2}}{LINKED}(?! of)|{LINKED}{WORDS}\s+(?P<second>{NAMES})")
NAMED = re.compile(
    r"(?P<what>mean|expected value|expectation|variance|standard deviation)(?:\]\([^)]*\))?"
    r"\s+\$\s*(?P<name>\\?\w+)(?P<square>\^2)?\s*\$"
)
CONSTANT = re.compile(r"\bconstant", re.IGNORECASE)
NONNEGATIVE = re.compile(r"non-?negative|positive (?:random|continuous|discrete)|\\geq 0", re.IGNORECASE)
RANDOM = re.compile(r"random (?:variable|vector|variate|quantit)[^.]*|[^.]*random (?:variable|vector|variate|quantit)", re.IGNORECASE)
LETTER = re.compile(r"\$\s*([A-Zuvwxyze]|\\varepsilon|\\epsilon)(?:_\w)?\s*\$")
CUES = {
    "independent": INDEPENDENT,
    "alike": re.compile(r"identical|i\.\s?i\.\s?d|\biid\b|same distribution|\bcop(y|ies)\b", re.IGNORECASE),
    "centred": re.compile(
        r"zero|cent(?:er|re)d|standardi[sz]ed|standard normal|\\mathcal\{N\}\s*\(\s*0|error|noise|residual|symmetric|=\s*0\b",
        re.IGNORECASE,
    ),
}
LAWS = (
    "poisson exponential gamma beta normal gauss\\w* binomial bernoulli geometric uniform cauchy student\\w* chi-?squared? weibull laplace"
    " logistic pareto categorical multinomial dirichlet wald rayleigh lognormal hypergeometric erlang"
).split()
HYPOTHESES = (
    r"conditionally|\bMarkov|unit variance|variance (?:of )?(?:one|1)\b|standardi[sz]ed|degenerate|almost sure|martingale",
    r"exchangeable|deterministic|orthogonal|subset|equiprobable|equally likely|mutually exclusive|disjoint",
    r"(?:\$|variables?|vectors?) (?:is|are|be) (?:a|an|any|some) (?:\w+ )?function",
    r"partitions? (?:of )?(?:the |a )?(?:sample|probability|\$)",
    r"symmetric (?:about|around|distrib|random|law|densit)|(?:distrib|law|densit|random)\w*(?: variables?)? (?:is|are|be) symmetric",
    r"(?:same|equal|common|identical) (?:varian|mean|distrib|law|expect)",
    r"(?:number|outcome|result|time|length|sum|maximum|minimum|average) of\b[^.]{0,40}\b(?:trial|draw|throw|arriv|event|success|ball)",
    r"\b(?:coins?|dice|die|urn|roulette|toss\w*|lottery|roll(?:s|ed)?)\b|invertible|bijecti|one-to-one|monoton",
    r"optimal|subject to|constrain",
    r"perfectly|collinear|proportional|linearly (?:in)?depend",
    r"takes? (?:on |only )?(?:the )?values?",
    rf"(?:{'|'.join(LAWS)})(?:ly)?[ -](?:distribut|random|variable|law|variate)",
)
SUPPOSED = re.compile(
    r"\bassum|\bsuppos|\bif\b|\bwhen(?:ever)?\b|\bprovided|such that|satisf|\brequir|\bcondition(?!al)|hypothes|\bunless\b|\bunder\b"
    r"|\bin (?:the|this|that) case|special case|\bonly\b|counterexample|\bexample\b"
    r"|\bnot (?:true|hold|equal)|\bfalse\b|\bwrong|\bmistak|\bincorrect",
    re.IGNORECASE,
)
LINK = r"(?:\]\([^)]*\))?"
PLAIN = re.compile(
    rf"(?P<names>{NAMES}|\$\s*[A-Za-z]\s*\$)\s+be\s+(?:an?\s+|two\s+|any\s+|arbitrary\s+|\[?(?:discrete|continuous|real){LINK}\s+)*"
    rf"\[?(?:random variables?|events?){LINK}(?:\s+with\s+(?:the\s+)?\[?joint \w+(?: \w+)?{LINK}\s+\$[^$]*\$"
    r"(?:\s+for\s+\$[^$]*\$\s+and\s+\$[^$]*\$)?)?\s*(?:\.|,? then\b)",
    re.IGNORECASE,
)
PLAIN_CONSTANT = re.compile(r"(?:constants?|numbers?|scalars?)[^.]{0,30}$|(?:for|of) (?:all|any|every) [^.]{0,20}$", re.IGNORECASE)
MORE = re.compile("|".join(HYPOTHESES), re.IGNORECASE)
BITS = re.compile(
    r"\bbern|binar|indicator|0\s*,\s*1\s*\\?\}|dummy|success|0\$? (?:and|or) \$?1|two (?:possible )?(?:value|outcome)|zero (?:and|or) one",
    re.IGNORECASE,
)
SCALE = re.compile(
    r"(?:mean|varian|expect|moment|probab|deviation|paramet|correlat|covarian|median|rate)[^$.]{0,40}\$\s*\\?(\w+)(?:\^2)?\s*\$",
    re.IGNORECASE,
)


def is_plain(text: str, names: tuple[str, ...]) -> bool:
    """Whether the names are brought in as random variables, or events, and nothing else."""
    told = {lowered(n) for m in PLAIN.finditer(text) for n in re.findall(r"\$\s*([A-Za-z])\s*\$", m["names"])}
    return set(names) <= told


def is_supposed(text: str, opening: int, closing: int) -> bool:
    """Whether the sentence around a formula makes it a condition, or puts one on it."""
    before = re.split(r"[.:;]\s|\$\$", text[max(0, opening - 160) : opening])[-1]
    after = re.split(r"[.;]\s|\$\$", text[closing : closing + 80])[0]
    return bool(SUPPOSED.search(before) or SUPPOSED.search(after))


@lru_cache(maxsize=64)
def words(text: str) -> str:
    """The text without what stands between lines of dashes before it."""
    head = re.match(r"---\s*\n.*?\n---\s*\n", text, re.DOTALL)
    return text[head.end() :] if head else text


def random_names(context) -> frozenset[str]:
    """Names that the text calls random, or gives a law."""
    return _random_names(context.document.text) | frozenset(
        n for _, r in context.relations if r.sign.sign == "~" and r.lhs.node is not None for n in letters(r.lhs.text)
    )


@lru_cache(maxsize=64)
def _random_names(text: str) -> frozenset[str]:
    found = {m.group(1).removeprefix("\\") for part in RANDOM.finditer(text) for m in LETTER.finditer(part.group())}
    return frozenset(found)


def letters(text: str) -> list[str]:
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


def independent_names(context) -> frozenset[str]:
    """Names that one sentence calls independent of each other, side by side."""
    found: set[str] = set()
    for m in TOGETHER.finditer(context.document.text):
        names = re.findall(r"\$\s*([A-Za-z])\s*\$", m["first"] or m["second"])
        found |= set(names)
    return frozenset(lowered(n) for n in found)


def is_independent(context, names: Iterable[str], place: int) -> bool:
    """Whether the last that the section says about the names, or about all of them at once, is that they are independent."""
    names = set(names)
    text = context.document.text[max((h for h in context.headings if h <= place), default=0) : place]
    known = False
    sentences = [s for s in SENTENCE.split(words(text)) if s.strip(" $")]
    for k, sentence in enumerate(sentences):
        told = {lowered(n) for n in re.findall(r"\$\s*([A-Za-z])(?:_\w)?\s*\$", sentence)}
        if INDEPENDENT.search(sentence):
            pairs = [{lowered(n) for n in each} for each in OF_EACH.findall(sentence)]
            said = re.sub(r"\b(?:if|when)\b", "", sentence, flags=re.IGNORECASE) if k == len(sentences) - 1 else sentence
            known = not ELSEWHERE.search(said) and (pairs == [pairs[0] | names] if pairs else names <= told or not told & names)
        elif re.search("independen", sentence, re.IGNORECASE) or (ANEW.search(sentence) and told & names):
            known = False
    return known
