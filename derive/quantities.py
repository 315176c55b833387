"""What ``derive.kl``, ``derive.entropy``, ``derive.moments`` and ``derive.information`` return: parts, each with its derivation."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy as sp

from .kernel.check import Rejected, Theorem, replay
from .kernel.derivation import Derivation
from .language.claims import Claim, Given, equal, member
from .language.outline import TRUSTED, Passage, Row
from .language.sets import Counts
from .language.substitution import substitute
from .search.divergence import Divergence
from .search.expectation import Expected
from .search.information import Fisher
from .search.inverting import inverse
from .search.lawful import Law
from .search.telling import passages, resting_on
from .writing.document import Document, Header, book
from .writing.latex import latex
from .writing.record import to_json
from .writing.text import text

INFINITE = "+∞"


@dataclass(frozen=True)
class Part:
    """One number: what it is called, its value (None where there is none), and the document that derives it."""

    key: str
    title: str
    verdict: str
    value: sp.Expr | None
    conditions: tuple[Claim, ...]
    reason: str
    derivation: Derivation | None
    others: tuple[Derivation, ...]
    document: Document
    function: sp.Expr | None = None  # of which it is the mean


@dataclass(frozen=True)
class Quantities:
    """The parts of an answer, and how it is written."""

    title: str
    laws: tuple[Law, ...]
    parts: tuple[Part, ...]
    found: Any = field(repr=False, default=None)

    @property
    def verdict(self) -> str:
        """``proved`` where every part is, else ``open``."""
        return "proved" if self.parts and all(p.verdict == "proved" for p in self.parts) else "open"

    @property
    def reason(self) -> str:
        return "; ".join(dict.fromkeys(p.reason for p in self.parts if p.reason and p.verdict != "proved"))

    @cached_property
    def values(self) -> dict[str, sp.Expr | None]:
        return {p.key: p.value for p in self.parts}

    @property
    def value(self) -> sp.Expr | None:
        """The closed form, where there is one part."""
        return self.parts[0].value

    @property
    def conditions(self) -> tuple[Claim, ...]:
        return tuple(dict.fromkeys(c for p in self.parts for c in p.conditions))

    @property
    def derivations(self) -> tuple[Derivation, ...]:
        return tuple(d for p in self.parts for d in (p.derivation, *p.others) if d is not None)

    def replay(self) -> tuple[Theorem | Rejected, ...]:
        """Check every step of every part once more."""
        return tuple(replay(d) for d in self.derivations)

    def numpy(self, key: str | None = None):
        """A function of the parameters, by name or in order: arrays that broadcast. Raises ValueError where there is no value."""
        from .numeric.quantity import evaluator

        part = next(p for p in self.parts if key in (None, p.key))
        return evaluator(self, part)

    # --- documents -------------------------------------------------------------------------------------------------

    def text(self, width: int = 100) -> str:
        return "\n".join(p.document.text(width) for p in self.parts)

    def latex(self) -> str:
        """A complete document."""
        return book(tuple(p.document for p in self.parts))

    def markdown(self) -> str:
        return "\n".join(p.document.markdown() for p in self.parts)

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def json(self) -> dict:
        """The results as plain data; each derivation can be read back, and replayed, by ``derive.writing.record``."""
        return {
            "generator": "derive", "title": self.title, "verdict": self.verdict, "reason": self.reason,
            "laws": [each.family.slug for each in self.laws],
            "parts": [
                {
                    "key": p.key, "title": p.title, "verdict": p.verdict, "reason": p.reason,
                    "value": None if p.value is None else {"text": text(p.value), "latex": latex(p.value)},
                    "conditions": [{"text": text(c), "latex": latex(c)} for c in p.conditions],
                    "derivations": [to_json(d) for d in (p.derivation, *p.others) if d is not None],
                }
                for p in self.parts
            ],
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"<{self.title}: {self.verdict}>"


# --- parts ----------------------------------------------------------------------------------------------------------------


def of_divergence(found: Divergence) -> Quantities:
    p, q, reason = found.p, found.q, _reason(found.reason, found.found)
    title = f"Kullback–Leibler divergence: {_called(p)} from {_called(q)}"
    name = sp.Symbol("KL")
    shown = {name: (rf"\operatorname{{KL}}({notation(p)} \parallel {notation(q)})", f"KL({_plainly(p)} ‖ {_plainly(q)})")}
    derivation, rows = Derivation(Given(), ()), ()
    if found.outside is not None:
        last = Row(len(found.outside.steps) - 1, "the density of P is positive there, and that of Q is 0")
        derivation = Derivation(found.outside.given, found.outside.steps, (Passage("Mass where Q has none", rows=(last,)),))
    elif found.found is not None and found.found.derivation is not None:
        derivation, rows = passages(found.found, "The logarithm of the quotient of the densities", name, " under P")
    lines = [*_law(p, "p"), *_law(q, "q"), ("the divergence is the mean of log p(x) − log q(x) under P",)]
    lines += [("it is assumed that ", c) for c in found.conditions]
    others = () if found.found is None else found.found.others
    conditions = _conditions_of_divergence(found)
    header = Header(title, tuple(lines), rows, conditions, _trusted(derivation, *others), _verdict(found.verdict, reason, found.value))
    part = Part("kl", title, found.verdict, found.value, found.conditions, reason, derivation, others, Document(derivation, header, shown))
    return Quantities(title, (p, q), (part,), found)


def _conditions_of_divergence(found: Divergence) -> tuple:
    lines: list[tuple] = []
    for c in found.conditions:
        if c in found.nested:
            lines.append((c, ": where ", Claim(c.lhs, "<", c.rhs), ", P has mass where the density of Q is 0, and the divergence is +∞"))
        elif found.found is not None and c in found.found.needed:
            lines.append((c, _beyond(c, found.found)))
        else:
            lines.append((c, ": there the law is uniform, and the quotient 0/0"))
    if found.outside is not None:
        lines.append(("the divergence is +∞ for all parameters: log p − log q is infinite on a set of positive probability under P",))
    return tuple(lines)


def of_expectations(title: str, named: list[tuple[str, str, tuple[str, str], Expected]], found: Any = None) -> Quantities:
    """Parts of (key, title, how it is displayed, expectation) under one law."""
    parts = []
    for key, heading, shown, each in named:
        name = sp.Symbol(key)
        derivation, rows = Derivation(Given(), ()), ()
        if each.derivation is not None:
            derivation, rows = passages(each, "The function as a sum of statistics", name)
        lines = [*_law(each.law, "f"), (shown[1], " is the mean of ", each.function)] if key != "mean" else list(_law(each.law, "f"))
        lines += [("it is assumed that ", c) for c in each.conditions]
        trusted = _trusted(derivation, *each.others)
        conditions = tuple(_condition(c, each) for c in each.conditions)
        header = Header(heading, tuple(lines), rows, conditions, trusted, _verdict(each.verdict, _reason(each.reason, each), each.value))
        document = Document(derivation, header, {name: shown})
        parts.append(
            Part(
                key,
                heading,
                each.verdict,
                each.value,
                each.conditions,
                _reason(each.reason, each),
                derivation,
                each.others,
                document,
                each.function,
            )
        )
    laws = (named[0][3].law,) if named else ()
    return Quantities(title, laws, tuple(parts), found)


def _condition(claim: Claim, found: Expected) -> tuple:
    return (claim, _beyond(claim, found)) if claim in found.needed else (claim,)


def _beyond(claim: Claim, found: Expected) -> str:
    if claim.relation == "in":
        return ": this mean has no closed form that the rules give, and stands in the result"
    return ": where this fails, it is +∞" if found.infinite_outside else ": else a mean does not exist"


def of_information(found: Fisher) -> Quantities:
    """The scores, the entries of the matrix, and its inverse over n."""
    one = found.law
    title = f"Fisher information: {_called(one)}"
    parts = [_scores(found, title)] if found.scores else [_none(found, title)]
    parts += [_entry(one, entry) for entry in found.entries]
    parts += [_undecided(p) for p in found.undecided]
    if found.matrix is not None and found.scores:
        parts.append(_inverse(found, title))
    return Quantities(title, (one,), tuple(parts), found)


def _left_out(found: Fisher) -> list[tuple]:
    return [("there is no Fisher information about ", p, f": {why}") for p, why in found.left_out.items()]


def _none(found: Fisher, title: str) -> Part:
    header = Header(title, (*_law(found.law, "f"), *_left_out(found)), verdict="proved: the Fisher information is not defined")
    document = Document(Derivation(Given(), ()), header)
    return Part("none", title, "proved", None, (), "the support depends on every parameter", None, (), document)


def _undecided(p: sp.Symbol) -> Part:
    heading, reason = f"Information about {text(p)}", "the rules do not differentiate log f(x) with respect to it"
    document = Document(Derivation(Given(), ()), Header(heading, verdict=f"open: {reason}"))
    return Part(p.name, heading, "open", None, (), reason, None, (), document)


def _scores(found: Fisher, title: str) -> Part:
    rows = ((Row(found.split.opened),) if found.split.opened is not None else ()) + tuple(Row(k) for k in found.rows.values())
    each = tuple(Passage("" if k else "Scores", rows=(row,)) for k, row in enumerate(rows))
    kept = Derivation(found.derivation.given, found.derivation.steps, (*each, *_natural(found)))
    corners = [
        ("for x ≠ ", p, " the score of ", p, " is ", found.scores[p], " or minus this: log f(x) has a corner at ", p) for p in found.corners
    ]
    lines = (*_law(found.law, "f"), *_left_out(found), ("the scores are the derivatives of log f(x)",), *corners)
    header = Header(title, lines, (), (), _trusted(kept), "proved")
    return Part("scores", f"{title}: scores", "proved", None, (), "", kept, (), Document(kept, header))


def _natural(found: Fisher) -> tuple[Passage, ...]:
    """The form of an exponential family, where each statistic is free of the parameters."""
    parameters = set(found.law.parameters)
    split = [(c, t) for c, t in found.split.parts if t != 1]
    if found.left_out or any(t.free_symbols & parameters for _, t in split):
        return ()
    own = [(c, t) for c, t in split if c.free_symbols & parameters]
    words: list[Any] = ["log f(x) is Σ η(θ) t(x) − A(θ) + log h(x): an exponential family with "]
    for k, (c, t) in enumerate(own):
        words += ["; " if k else "", "statistic ", t, ", natural parameter ", c]
    constant = sum((c for c, t in found.split.parts if t == 1), sp.Integer(0))
    words += ["; log-partition A = ", -constant]
    return (Passage("Exponential family", tuple(words)),)


def _entry(one: Law, entry) -> Part:
    key = f"{entry.row.name},{entry.column.name}"
    a, b = latex(entry.row), latex(entry.column)
    shown = (rf"I_{{{a} {b}}}", f"I({text(entry.row)}, {text(entry.column)})")
    heading = f"Entry {shown[1]}"
    found, name = entry.found, sp.Symbol("I")
    derivation, rows = Derivation(Given(), ()), ()
    if found.derivation is not None:
        opened = (
            "Minus the second derivative as a sum of statistics"
            if entry.by_curvature
            else "The product of the scores as a sum of statistics"
        )
        derivation, rows = passages(found, opened, name)
    how = "minus the mean of the second derivative of log f(x)" if entry.by_curvature else "the mean of the product of the scores"
    how += ", in which the one with the corner changes its sign there" if entry.at_corner and entry.row != entry.column else ""
    conditions: list[tuple] = [_condition(c, found) for c in found.conditions]
    if entry.by_curvature:
        conditions.append(("differentiation under the integral sign: the mean of the score is 0 at all parameters",))
    header = Header(
        heading,
        ((f"{shown[1]} is {how}",),),
        rows,
        tuple(conditions),
        _trusted(derivation),
        _verdict(found.verdict, found.reason, found.value),
    )
    document = Document(derivation, header, {name: shown})
    return Part(key, heading, found.verdict, found.value, found.conditions, found.reason, derivation, found.others, document)


def _inverse(found: Fisher, title: str) -> Part:
    """I⁻¹/n, the covariance that the maximum-likelihood estimators tend to; checked by multiplication."""
    matrix = found.matrix
    made = inverse(matrix, found.law)
    heading = "Asymptotic covariance of the maximum-likelihood estimators"
    if made is None:
        header = Header(heading, verdict="open: the inverse was not found")
        return Part(
            "covariance", heading, "open", None, (), "the inverse was not found", None, (), Document(Derivation(Given(), ()), header)
        )
    value, derivation = made
    names = list(found.scores)
    lines = [
        ("n times the covariance of the estimators of ", a, " and ", b, " tends to ", value[i, j])
        for i, a in enumerate(names) for j, b in enumerate(names) if j >= i
    ]  # fmt: skip
    each = tuple(
        Passage("" if k else "The information times its inverse is the identity", rows=(Row(k),)) for k in range(len(derivation.steps))
    )
    kept = Derivation(derivation.given, derivation.steps, each)
    assumed = [(c, ": the matrix has an inverse") for c in derivation.given.hypotheses if c.relation == "!="]
    known = [("the other parameters are known",)] if found.left_out else []
    conditions = (*assumed, *known, ("a regular family: the estimators are consistent, and the information is continuous",))
    header = Header(heading, tuple(lines), (), conditions, _trusted(kept), "proved")
    return Part("covariance", heading, "proved", None, (), "", kept if kept.steps else None, (), Document(kept, header))


# --- words ----------------------------------------------------------------------------------------------------------------


def _called(one: Law) -> str:
    return one.family.name


def _law(one: Law, letter: str) -> tuple:
    f = sp.Function(letter)
    discrete = "probability" if one.is_discrete else "density"
    if isinstance(one.family.support, Counts):
        head = ("a vector with a single 1, at place ", member(one.x, one.range), ", with probability ", equal(f(one.x), one.density))
        return (head, *((("known constant " if _is_known(one, s) else "parameter "), member(s, d)) for s, d in one.domains.items()))
    start = f"{letter.upper()}: a variable " if letter in "pq" else "a variable "
    head = (start, member(one.x, substitute(one.family.support, one.renamed)), f" with {discrete} ", equal(f(one.x), one.density))
    ordered = () if one.is_never_empty else (("where ", Claim(one.lo, "<", one.hi)),)
    return (head, *((("known constant " if _is_known(one, s) else "parameter "), member(s, d)) for s, d in one.domains.items()), *ordered)


def _is_known(one: Law, symbol: sp.Symbol) -> bool:
    return any(one.renamed[k] == symbol for k in one.family.known)


def notation(one: Law) -> str:
    """The family's notation with the names of the law's parameters."""
    head, bracket, inside = one.family.notation.partition("(")
    if any(isinstance(s, sp.IndexedBase) for s in one.domains):
        return f"{head}({', '.join(latex(s) for s in one.domains)})"
    for old, new in one.renamed.items():
        inside = inside.replace(latex(old), latex(new))
    return head + bracket + inside if head else rf"\text{{{one.family.name}}}"


def _plainly(one: Law) -> str:
    return f"{one.family.name}({', '.join(text(s) for s in one.domains)})"


def _trusted(*derivations: Derivation) -> tuple[str, ...]:
    names = resting_on(*derivations)
    return tuple(f"{t}: {', '.join(names)}" if t.startswith("the rules") else t for t in TRUSTED)


def _reason(words: str, found: Expected | None) -> str:
    return f"{words} {text(found.about)}" if found is not None and found.about is not None else words


def _verdict(verdict: str, reason: str, value) -> str:
    if value == sp.oo:
        return f"{verdict}: +∞, as {reason}"
    return f"{verdict}: {reason}" if reason else verdict
