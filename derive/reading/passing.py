"""Equations that a text mentions in passing: of a special case, under a supposition, or as something that is not so."""

import re

from .document import Document, Formula

CUE = re.compile(
    r"\b(?:for|if|when|whenever|under|suppos\w*|assum\w*|imagin\w*|pretend\w*|case|unless|contradict\w*|wrong\w*|false\w*|absurd\w*"
    r"|mistak\w*|incorrect\w*|might|would|could|cannot|not|example|instance|hence|thus|therefore|so|solv\w*)\b",
    re.IGNORECASE,
)
FURTHEST = 300
END = re.compile(r"[.;!?](?:\s|$)|\n\s*\n|\$\$")


def is_in_passing(document: Document, formula: Formula) -> bool:
    """Whether an inline formula stands in a sentence that does not say it of everything that follows."""
    if formula.display:
        return False
    before = document.text[max(0, formula.opening - FURTHEST) : formula.opening]
    ends = [m.end() for m in END.finditer(before)]
    after = document.text[formula.closing : formula.closing + FURTHEST]
    end = END.search(after)
    around = before[ends[-1] if ends else 0 :] + " " + after[: end.start() if end else len(after)]
    following = re.match(r"[.;!?]\s*(?:this|that|which|it)\b[^.]{0,40}", after, re.IGNORECASE)
    return bool(CUE.search(around) or (following and CUE.search(following.group())))
