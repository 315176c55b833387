"""Whether a claim is proved, refuted, supported by numbers, or open. One judge, whoever made the claim."""

from dataclasses import dataclass, field

from sympy import Basic, Derivative, Expr

from ..kernel.calculus import differentiate
from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation
from ..language.claims import Claim, Given
from ..language.domains import holds
from ..language.enclosure import enclosure
from ..language.substitution import rebuild, same
from . import normal_integrals, normal_powers, normal_ranges, normal_series, normal_special, normal_totals  # noqa: F401
from .assume import Stuck
from .binding import bound_apart
from .defined import where_defined
from .likelihood import expand_logs, expand_powers, split_sums
from .normal import equation, transported
from .points import Point, points
from .proof import Course, Proof

DIGITS = 25
PRECISIONS = (128, 256, 512)
GENERIC = 4


@dataclass(frozen=True)
class Verdict:
    """``kind`` is proved, supported, refuted or open; a refutation carries a point and the values of the two sides there."""

    kind: str
    reason: str = ""
    derivation: Derivation | None = None
    point: Point | None = None
    sides: tuple[str, str] = ("", "")


@dataclass
class _Trial:
    """What the numbers say."""

    agreed: int = 0
    undefined: list[Point] = field(default_factory=list)
    refutation: Verdict | None = None


def judge(claim: Claim, given: Given) -> Verdict:
    """Refute by numbers, else prove, else support. An equation, an order relation or membership in a span."""
    if claim.relation == "in" or not isinstance(claim.lhs, Expr):
        return Verdict("proved" if holds(claim, given) else "open", "" if holds(claim, given) else "the domains do not decide it")
    trial = _try(claim, given)
    if trial.refutation is not None:
        return trial.refutation
    derivation = prove(claim, given)
    if derivation is not None:
        return Verdict("proved", derivation=derivation)
    if trial.undefined:
        return Verdict("open", "one side has no value where the other has", point=trial.undefined[0])
    if trial.agreed >= GENERIC:
        return Verdict("supported", f"the sides agree to {DIGITS} digits at {trial.agreed} points")
    return Verdict("open", "the sides could not be evaluated")


# --- numbers -------------------------------------------------------------------------------------------------------


def _try(claim: Claim, given: Given) -> _Trial:
    trial = _Trial()
    claim = Claim(_differentiated(claim.lhs), claim.relation, _differentiated(claim.rhs))
    for point in points(claim, given):
        found = _compare(claim, point)
        if found == "agree":
            trial.agreed += 1
        elif found == "half":
            trial.undefined.append(point)
        elif isinstance(found, Verdict):
            trial.refutation = found
            return trial
    return trial


def _differentiated(term: Basic) -> Basic:
    """The term with its derivatives carried out, where the rules know them."""
    if isinstance(term, Derivative):
        inner = _differentiated(term.expr)
        for v in term.variables:
            inner = differentiate(inner, v) if inner is not None else None
        return term if inner is None else inner
    return rebuild(term, [_differentiated(a) if isinstance(a, Basic) else a for a in term.args]) if term.args else term


def _compare(claim: Claim, point: Point):
    """``agree``, ``half`` where one side only has a value, a refutation, or None."""
    for precision in PRECISIONS:
        left, right = (enclosure(side, point.values, precision) for side in (claim.lhs, claim.rhs))
        if left is None or right is None:
            return "half" if (left is None) != (right is None) else None
        difference = left - right
        wrong = {
            "=": not difference.contains(0), "!=": difference == 0, "<": difference >= 0, "<=": difference > 0,
            ">": difference <= 0, ">=": difference < 0,
        }[claim.relation]  # fmt: skip
        if wrong:
            return Verdict("refuted", "a counterexample", point=point, sides=(left.str(12, radius=False), right.str(12, radius=False)))
        if claim.relation != "=" or _sharp(difference, left):
            return "agree"
    return None


def _sharp(difference, left) -> bool:
    """Whether the enclosure of the difference is smaller than 10^-25 of the side (or of 1)."""
    size = max(float(abs(left.mid())), 1.0) if left.is_finite() else 1.0
    return float(difference.rad()) < size * 10.0**-DIGITS


# --- proofs --------------------------------------------------------------------------------------------------------


def prove(claim: Claim, given: Given) -> Derivation | None:
    """A derivation that the kernel accepts, by the rules of algebra and calculus and the decision procedure; else None."""
    apart, ranges = bound_apart(claim)
    for way, start, known in ((_by_normal_forms, apart, ranges.declared(given)), (_by_expansion, claim, given)):
        proof = Proof(known)
        try:
            way(proof, start)
        except (Rejected, Stuck):
            continue
        derivation = proof.derivation()
        found = replay(derivation)
        if isinstance(found, Theorem) and found.claim.same(claim):
            return derivation
    return None


def prove_where_defined(claim: Claim, known: Given) -> tuple[Derivation, tuple] | None:
    """A derivation for all values, in the domains that are known, at which both sides are defined; and what it takes for positive."""
    apart, ranges = bound_apart(claim)
    known, turned = ranges.forward(known)
    for conventional in (False, True):
        given, assumed = where_defined(apart.lhs, apart.rhs, known=ranges.declared(known), bound=ranges.symbols, conventional=conventional)
        if conventional and not assumed:
            return None
        derivation = prove(apart, given)
        if derivation is None and (more := transported(given)) != given:
            derivation = prove(apart, more)
        if derivation is not None:
            return derivation, tuple(dict.fromkeys((*turned, *assumed)))
    return None


def _by_normal_forms(proof: Proof, claim: Claim) -> None:
    if claim.relation != "=" or same(claim.lhs, claim.rhs):
        proof.compute(claim)
    else:
        equation(proof, claim)


def _by_expansion(proof: Proof, claim: Claim) -> None:
    """Logarithms and powers of products expanded, and sums split, in both sides; then the laws of fractions."""
    if claim.relation != "=":
        raise Stuck("not an equation")
    left, right = (_expanded(proof, side) for side in (claim.lhs, claim.rhs))
    middle = [] if same(left.term, right.term) else [proof.field(left.term, right.term)]
    proof.chain(*_steps(left), *middle, *reversed(_steps(right)))


def _steps(course: Course) -> list[int]:
    return list(course.pending)


def _expanded(proof: Proof, term: Basic) -> Course:
    """The term with derivatives carried out, logarithms and powers of products expanded, and sums split."""
    course = Course(proof, term)
    _carry_out(course)
    for way in (expand_powers, expand_logs, split_sums):
        attempt = course.copy()
        kept = len(proof.steps)
        try:
            way(attempt)
            course = attempt
        except Rejected:
            del proof.steps[kept:]
    return course


def _carry_out(course: Course) -> None:
    """Differentiate, innermost derivatives first."""
    while found := [d for d in course.term.atoms(Derivative) if not d.expr.atoms(Derivative)]:
        inner = min(found, key=str)
        course.substitute(course.proof.differentiate(inner))
