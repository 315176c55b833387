"""Equations that a text mentions in passing: of a special case, under a supposition, or as something that is not so."""

import re

from .document import Document, Formula

CUE = re.compile(
    r"\b(?:for|if|when|whenever|under|suppos\w*|assum\w*|imagin\w*|pretend\w*|case|unless|contradict\w*|wrong\w*|false\w*|absurd\w*"
    r"|mistak\w*|incorrect\w*|might|would|could|cannot|not|example|instance|hence|thus|therefore|so|solv\w*)\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\b(?:if|when|suppos\w*|unless|contradict\w*|special case|(?:first|second|other|this|that|one) case|might think|wrong\w*|mistak\w*)\b",
    re.IGNORECASE,
)
LEADS_ON = re.compile(
    r"\b(?:thus|hence|therefore|so|then|yield\w*|giv(?:es|ing)|obtain\w*|follow\w*|solv\w*|rearrang\w*|impl(?:y|ies|ying)|lead\w*|consequently"
    r"|equivalent\w*|which is|becomes?|means?|simplif\w*|divid\w*|multipl\w*|set(?:ting)?|insert\w*|substitut\w*|plug\w*|replac\w*"
    r"|us(?:e|ing)|appl(?:y|ied|ying)|combin\w*|now|finally|result\w*|we (?:have|get|can|find)|from|by|with|such that|because|since"
    r"|where)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"absurd|contradict|wrong|false\b|impossible|mistak", re.IGNORECASE)
FURTHEST = 300
END = re.compile(r"[.;!?](?:\s|$)|\n\s*\n|\$\$")


def is_in_passing(document: Document, formula: Formula) -> bool:
    """Whether a formula stands in a sentence that does not say it of everything that follows."""
    before = document.text[max(0, formula.opening - FURTHEST) : formula.opening]
    ends = [m.end() for m in END.finditer(before)]
    lead = before[ends[-1] if ends else 0 :]
    if formula.display:
        return bool(SUPPOSED.search(lead))
    after = document.text[formula.closing : formula.closing + FURTHEST]
    end = END.search(after)
    following = re.match(r"[.;!?]\s*(?:this|that|which|it)\b[^.]{0,40}", after, re.IGNORECASE)
    around = lead + " " + after[: end.start() if end else len(after)]
    return bool(CUE.search(around) or (following and CUE.search(following.group())))


def leads_on(document: Document, one: Formula, two: Formula) -> bool:
    """Whether the words between two formulas say that the second is drawn from the first."""
    between = document.text[one.closing : two.opening]
    return one == two or bool(LEADS_ON.search(between) and not DENIED.search(between))
