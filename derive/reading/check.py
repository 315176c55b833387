"""Every relation of a document to a verdict. A relation is refuted only where no reading, kind of value or fact of the text saves it."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim, Given
from ..language.errors import DeriveError
from ..language.sets import Integers
from ..language.substitution import same
from ..language.terms import free
from ..search.judge import prove
from .context import Context, Reading
from .document import Document
from .findings import Evidence, FileReport, Finding
from .meaning_calls import Weighted, is_operator
from .meaning_names import is_plain
from .refuting import Refuter, shown
from .relations import Relation, read
from .source import document, load
from .syntax import Call, Ellipsis, Juxtaposed, Name, Sequence, Text
from .trial import Tally, compare, value, whole_names

SECONDS = 4.0
ABOVE = " by an equation above"
LARGEST_PROOF = 250
CUE = re.compile(r"\b(let|defin\w*|denot\w*|introduc\w*|abbreviat\w*)\b[^.]{0,80}$|\bwhere\b[^.]{0,30}$", re.IGNORECASE)


class OutOfTime(Exception):
    pass


@dataclass(frozen=True)
class Judged:
    """A relation with its two sides: with definitions of functions inserted, and as written."""

    relation: Relation
    left: Reading
    right: Reading
    raw_left: Reading
    raw_right: Reading


def check_file(path: str, encoding: str = "utf-8") -> FileReport:
    try:
        doc = load(path, encoding)
    except DeriveError as no:
        return FileReport(path, None, (), str(no))
    return check_document(doc, path)


def check_text(text: str, path: str = "-") -> FileReport:
    return check_document(document(text, path), path)


def check_document(doc: Document, path: str) -> FileReport:
    context = Context(doc, read(doc))
    judged, verdicts = [], []
    for _, relation in context.relations:
        each = _readings(context, relation)
        judged.append(each)
        verdicts.append(_guarded(lambda: _verdict(context, each), relation))  # noqa: B023
        if verdicts[-1].verdict != "unread":
            _quietly(lambda: context.learn(relation, each.right, verdicts[-1].verdict == "given"))  # noqa: B023
            _quietly(lambda: context.note(relation, each.right))  # noqa: B023
    refuter = Refuter(context, judged, {id(f.relation): f for f in verdicts})
    final = [_guarded(lambda: _final(refuter, j, f), f.relation) for j, f in zip(judged, verdicts, strict=True)]  # noqa: B023
    return FileReport(path, doc, tuple(final))


def _readings(context: Context, relation: Relation) -> Judged:
    raw = context.read(relation.lhs, False), context.read(relation.rhs, False)
    return Judged(relation, context.read(relation.lhs), context.read(relation.rhs), *raw)


def _quietly(action) -> None:
    try:
        with limited(SECONDS):
            action()
    except (OutOfTime, ArithmeticError, ValueError, TypeError, RecursionError, AttributeError):
        return


def _guarded(action, relation: Relation) -> Finding:
    """One bad formula never stops a run."""
    try:
        with limited(SECONDS):
            return action()
    except OutOfTime:
        return Finding(relation, "open", f"no decision within {SECONDS:g} seconds")
    except Exception as no:
        return Finding(relation, "open", f"the judge failed here ({type(no).__name__}: {no})"[:200])


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise OutOfTime after so many seconds, where the system has such a clock."""

    def stop(*_):
        raise OutOfTime

    try:
        before = signal.signal(signal.SIGALRM, stop)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# --- first round: given, unread, proved, supported ------------------------------------------------------------------


def _verdict(context: Context, judged: Judged) -> Finding:
    relation = judged.relation
    sign = relation.sign.sign
    if sign in ("~", ":=", "=:", "⊥", "not ~"):
        return Finding(relation, "given", "")
    if sign in ("=", "in") and _is_range(relation):
        return Finding(relation, "given", "")
    problem = _problem(relation, judged)
    if problem is not None:
        return Finding(relation, "unread", problem[0], "D105", span=problem[1:])
    if sign == "=" and _introduces(context, judged):
        return Finding(relation, "given", "")
    if sign == "=":
        return _equation(context, judged)
    if sign == "≈":
        return _rounded(relation, judged.left.term, judged.right.term) or Finding(relation, "open", "the two sides are not both numbers")
    return Finding(relation, "open", f"relations with {sign} are not decided yet")


def _problem(relation: Relation, judged: Judged) -> tuple[str, int, int] | None:
    for side, reading in ((relation.lhs, judged.left), (relation.rhs, judged.right)):
        if side.problems:
            first = side.problems[0]
            return first.message, first.start, first.end
        if reading.problem is not None:
            return reading.problem
    return None


def _is_range(relation: Relation) -> bool:
    """``i = 1, …, n``."""
    node = relation.rhs.node
    plain = isinstance(relation.lhs.node, Name)
    return plain and isinstance(node, Sequence) and any(isinstance(item, Ellipsis) for item in node.items)


def _introduces(context: Context, judged: Judged) -> bool:
    """A definition: led to by such words, and its name was given no meaning before."""
    relation, node = judged.relation, judged.relation.lhs.node
    if relation.link or node is None or isinstance(node, Text):
        return False
    formula = next(f.formula for f, r in context.relations if r is relation)
    prose = context.document.text[max(0, formula.opening - 120) : formula.opening]
    if not (relation.word in ("where", "with", "let") or (CUE.search(prose) and relation.chain == 0)):
        return False
    name = judged.raw_left.term
    scope = context.scope(relation.sign.start)
    if isinstance(node, Juxtaposed | Call):
        arguments = node.arguments if isinstance(node, Call) else (node.argument.body,)
        fresh = isinstance(name, AppliedUndef) and name not in scope.facts and not is_operator(node.head)
        return fresh and all(a is not None and is_plain(a) for a in arguments) and not judged.left.used
    return is_plain(node) and isinstance(name, sp.Symbol) and name not in scope.names and not str(name).startswith("hat(")


def _equation(context: Context, judged: Judged) -> Finding:
    """Proved or supported, as written or with definitions inserted; else open."""
    relation = judged.relation
    for left, right, how in _versions(context, judged):
        if same(left, right):
            return Finding(relation, "supported" if how == ABOVE else "proved", f"the same{how}")
        tally = compare(left, right, context.usage.running, enough=True)
        if tally.holds:
            return _established(relation, left, right, tally, how)
    rounded = _rounded(relation, judged.left.term, judged.right.term)
    return rounded or Finding(relation, "open", "this is not an identity in the names that it shows")


def _versions(context: Context, judged: Judged):
    """As written; with functions inserted; with names inserted too."""
    seen = []
    before = judged.relation.sign.start
    start = min(judged.relation.lhs.start, before)
    inserted = tuple(context.insert(r.term, before, start)[0] for r in (judged.left, judged.right) if r.term is not None)
    facts = [
        tuple(context.recall(t, before, start, latest) for t in terms)
        for latest in (False, True)
        for terms in ((judged.raw_left.term, judged.raw_right.term), inserted)
        if len(terms) == 2 and None not in terms
    ]
    for left, right, how in (
        (judged.raw_left.term, judged.raw_right.term, ""),
        (judged.left.term, judged.right.term, " by the definitions"),
        (*inserted, " by the definitions"),
        *((*pair, ABOVE) for pair in facts),
    ):
        if left is not None and right is not None and (left, right) not in seen:
            seen.append((left, right))
            yield left, right, how


def _established(relation: Relation, left: sp.Expr, right: sp.Expr, tally: Tally, how: str) -> Finding:
    points = tally.count(tally.agreed)
    said = f"the sides agree to 25 digits at {points} points{how}"
    if how == ABOVE or left.has(Weighted) or right.has(Weighted) or left.atoms(AppliedUndef) or right.atoms(AppliedUndef):
        return Finding(relation, "supported", said)
    if sum(1 for t in (left, right) for _ in sp.preorder_traversal(t)) > LARGEST_PROOF:
        return Finding(relation, "supported", said)
    claim = Claim(left, "=", right)
    if prove(claim, _given(left, right)) is not None:
        return Finding(relation, "proved", f"derived{how}, wherever both sides are defined")
    return Finding(relation, "supported", said)


def _given(*terms: sp.Expr) -> Given:
    """What it means that both sides are defined: denominators are not zero, logarithms are of positive numbers."""
    domains = {s: Integers(1) for s in whole_names(*terms)}
    hypotheses: list[Claim] = []
    bound = {limit[0] for t in terms for s in t.atoms(sp.Sum, sp.Product) for limit in s.args[1:]}
    for part in (p for t in terms for p in sp.preorder_traversal(t)):
        if free(part) & bound:
            continue
        if isinstance(part, sp.log):
            hypotheses.append(Claim(part.args[0], ">", sp.Integer(0)))
        elif isinstance(part, sp.Pow) and part.exp.could_extract_minus_sign():
            hypotheses.append(Claim(part.base, "!=", sp.Integer(0)))
    return Given(domains, tuple(dict.fromkeys(hypotheses)))


# --- numbers ---------------------------------------------------------------------------------------------------------


def _rounded(relation: Relation, left, right) -> Finding | None:
    """Two constants of which one is rounded: to the digits that are given."""
    if left is None or right is None or free(left) or free(right) or left.atoms(AppliedUndef) or left.has(Weighted) or right.has(Weighted):
        return None
    digits = [len(text.split(".")[1]) for side in (relation.lhs, relation.rhs) for text in re.findall(r"\d+\.\d+", side.text)]
    a, b = value(left, {}), value(right, {})
    if a is None or b is None or not digits:
        return None
    if abs(a - b) < 0.51 * 10.0 ** -max(digits):
        return Finding(relation, "supported", f"the sides agree to {max(digits)} decimals")
    return None


# --- second round ----------------------------------------------------------------------------------------------------


def _final(refuter: Refuter, judged: Judged, finding: Finding) -> Finding:
    if finding.verdict != "open" or judged.relation.sign.sign != "=":
        return finding
    refuted = refuter.refute(judged)
    if isinstance(refuted, str):
        return Finding(finding.relation, "open", f"{finding.message}; {refuted}", read_as=_read_as(judged))
    values, lhs, rhs, code, message = refuted
    return Finding(finding.relation, "refuted", message, code, Evidence(shown(values, judged), lhs, rhs), read_as=_read_as(judged))


def _read_as(judged: Judged) -> tuple[str, str] | None:
    left, right = judged.left.term, judged.right.term
    return None if left is None or right is None else (str(left), str(right))
