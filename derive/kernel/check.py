"""The one door to truth: ``replay`` turns a derivation into a theorem or says which step is rejected.

The kernel substitutes the bindings that a step carries and compares; it never searches. It trusts, and every
document says so: SymPy's constructors; the rules cited in the derivation; ``field``, equality of rational functions
of atoms; ``differentiate``; ``holds``, signs of terms from the domains of their variables; and that each declared
density has mass 1 (which numbers confirm for every declaration of the library).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Basic, Derivative, Indexed, IndexedBase, Integer, Lambda, Product, Sum, Symbol, nan, oo, preorder_traversal, zoo
from sympy.core.function import AppliedUndef, UndefinedFunction

from ..language.claims import Claim, Given
from ..language.contexts import HOLE, bound_at_hole, fill, holds_throughout
from ..language.domains import divisors, fits, holds
from ..language.encoding import is_written
from ..language.limits import blows_up
from ..language.sets import VECTORS, Integers, Simplex, Span, entries, reals
from ..language.substitution import alpha, same, substitute
from ..language.terms import BlowUp, Largest, LowerMedian, Median, Smallest, Total, UpperMedian, Vector, free, is_hole
from .calculus import differentiate, where_differentiable
from .derivation import Derivation, Rule, Step
from .field import equal_as_fractions

FAMILIES = (Sum, Product, Total, Largest, Smallest, LowerMedian, UpperMedian, Median, Vector)


@dataclass(frozen=True)
class Theorem:
    """A claim that holds for all values of its free variables that are given. Only ``replay`` and ``check`` make one."""

    given: Given
    claim: Claim


@dataclass(frozen=True)
class Rejected(Exception):
    """Step ``step`` (counted from 0) is not proved; ``condition`` is the claim that was not established, if that is why."""

    reason: str
    step: int = -1
    condition: Claim | None = None

    def __str__(self):
        return (f"step {self.step + 1}: " if self.step >= 0 else "") + self.reason + (f": {self.condition}" if self.condition else "")


def replay(derivation: Derivation) -> Theorem | Rejected:
    """Check every step; the theorem is the claim of the last one."""
    steps = derivation.steps
    if odd := [v for v, d in derivation.given.domains.items() if not fits(v, d, derivation.given)]:
        return Rejected(f"more is assumed of {odd} than their domains say")
    for k, step in enumerate(steps):
        try:
            check(step, steps[:k], derivation.given)
        except Rejected as no:
            return Rejected(no.reason, k, no.condition)
    return Theorem(derivation.given, steps[-1].claim) if steps else Rejected("there are no steps")


def check(step: Step, earlier: Sequence[Step], given: Given) -> None:
    """Raise Rejected unless the step follows from the earlier ones, which have been checked."""
    _ensure(all(0 <= p < len(earlier) for p in step.premises), "a premise is not an earlier step")
    _ensure(step.by in CHECKS, "there is no such way to prove")
    try:
        _meaningful(step.claim, given)
        CHECKS[step.by](step, [earlier[p].claim for p in step.premises], given, earlier)
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError) as e:
        raise Rejected(f"the step has no meaning ({e})") from e


def _meaningful(claim: Claim, given: Given) -> None:
    """SymPy's constructors cancel a/a, so nothing that may be zero is divided by; no head is there that binds unseen."""
    _ensure(is_written(claim.lhs) and is_written(claim.rhs), "a term is not written in the language")
    for side in (claim.lhs, claim.rhs):
        for base, inside in divisors(alpha(side), given):
            _require((Claim(base, "!=", Integer(0)),), inside)


def _require(conditions, given: Given) -> None:
    for c in conditions:
        grows = isinstance(c.lhs, BlowUp) and c.relation == "=" and c.rhs == oo and blows_up(*c.lhs.args, given)
        if not grows and holds(c, given) is not True:
            raise Rejected("a condition is not established", condition=c)


def _ensure(held: bool, otherwise: str) -> None:
    if not held:
        raise Rejected(otherwise)


def _expect(what: str, found: Basic, wanted: Basic) -> None:
    if not same(found, wanted):
        raise Rejected(f"{what} is {found}, and {wanted} is needed")


# --- rules ---------------------------------------------------------------------------------------------------------


def _indices(rule: Rule) -> dict:
    """The bound indices of a rule, and the ends of their ranges."""
    sides = (side for c in (rule.conclusion, *rule.premises) for side in (c.lhs, c.rhs))
    binders = (t for side in sides for t in preorder_traversal(side) if isinstance(t, FAMILIES))
    return {limit[0]: limit[1:] for t in binders for limit in t.args[1:]}


def _holes(rule: Rule) -> frozenset:
    claims = (rule.conclusion, *rule.premises, *rule.conditions)
    return frozenset(h for h, _ in rule.generic).union(*(c.free for c in claims)) - set(_indices(rule))


def _instance(step: Step, given: Given, earlier: Sequence[Step]) -> dict:
    """The bindings, after checking that all holes are filled, generic variables stay generic, and conditions hold."""
    rule, bindings = step.rule, step.bindings
    _ensure(rule is not None and _holes(rule) == frozenset(bindings), "the bindings do not fill the holes of the rule exactly")
    indices = _indices(rule)
    _ensure(not any(index in free(v) for index in indices for v in bindings.values()), "a bound index is captured: a binding mentions it")
    for hole, value in bindings.items():
        _ensure(is_hole(hole) == isinstance(value, Lambda), f"{hole} must be bound to a {'function' if is_hole(hole) else 'term'}")
    for hole, domain in rule.generic:  # type: ignore
        _generic(bindings[hole], bindings[domain], given, earlier)
        if any(bindings[hole] in free(v) for h, v in bindings.items() if h != hole):
            raise Rejected(f"{bindings[hole]} is captured: it may not occur in the other bindings")
    for index, ends in indices.items():
        written, ends = ends, [substitute(e, bindings) for e in ends]
        if index in given.mentioned or any(e.has(oo, -oo, zoo, nan) and e != w for e, w in zip(ends, written, strict=True)):
            raise Rejected(f"{index} does not run freely through {ends}: a hypothesis speaks of it, or the range is infinite")
        if any(index in p.free for p in rule.premises):  # type: ignore
            _ensure(holds_throughout(Sum, index, tuple(ends), given), f"a premise is not shown for every {index}")
            _unhidden(index, earlier)
        given = given.declare(index, Integers(*ends))
    _require((c.substitute(bindings) for c in rule.conditions), given)  # type: ignore
    return bindings


def _generic(variable: Basic, domain: Basic, given: Given, earlier: Sequence[Step]) -> None:
    """The variable ranges over an interval, and nothing but what shows it depends on it."""
    ranges = isinstance(domain, Span) if isinstance(variable, Symbol) else isinstance(domain, Simplex) and isinstance(variable, IndexedBase)
    if not ranges or given.domains.get(variable) != domain or variable in given.mentioned:
        raise Rejected(f"{variable} is not generic: it does not range over {domain}, or a hypothesis or a domain speaks of it")
    _unhidden(variable, earlier)


def _unhidden(variable: Basic, earlier: Sequence[Step]) -> None:
    name = variable.base if isinstance(variable, Indexed) else variable
    for step in earlier:
        if step.by == "define" and (name == _head(step.claim.lhs) or name in free(step.claim.rhs) - free(step.claim.lhs)):
            raise Rejected(f"{step.claim.lhs} depends on {name} without showing it, or is {name} and defined")


def _head(name: Basic):
    """What a definition of the name would define."""
    return name.func if isinstance(name, AppliedUndef) else name.base if isinstance(name, Indexed) else name


def _rule(step, premises, given, earlier):
    bindings, rule = _instance(step, given, earlier), step.rule
    for found, wanted in zip(premises, rule.premises, strict=True):
        if not found.same(wanted.substitute(bindings)):
            raise Rejected(f"a premise of {rule.name} is {found}, and {wanted.substitute(bindings)} is needed")
    if not step.claim.same(rule.conclusion.substitute(bindings)):
        raise Rejected(f"{rule.name} gives {rule.conclusion.substitute(bindings)}, not {step.claim}")


def _rewrite(step, premises, given, earlier):
    """C[a] = C[b] from a rule a = b."""
    bindings = _instance(step, given, earlier)
    if step.rule.conclusion.relation != "=" or step.rule.premises or premises:
        raise Rejected(f"{step.rule.name} is not an equation")
    _in_context(step, step.rule.conclusion.substitute(bindings), given, earlier)


def _substitute(step, premises, given, earlier):
    """C[a] = C[b] from an earlier step a = b."""
    _ensure(len(premises) == 1 and premises[0].relation == "=", "one earlier equation is needed")
    _in_context(step, premises[0], given, earlier)


def _in_context(step, equation: Claim, given: Given, earlier: Sequence[Step]) -> None:
    context = step.context if step.context is not None else HOLE
    lhs, rhs = (equation.rhs, equation.lhs) if step.reverse else (equation.lhs, equation.rhs)
    for binder, variable, ends in bound_at_hole(context):
        if not holds_throughout(binder, variable, ends, given):
            raise Rejected(f"{variable} ranges further where the equation is used, or a hypothesis speaks of it")
        _unhidden(variable, earlier)
    _ensure(step.claim.relation == "=", "a rewriting proves an equation")
    _expect("the left side", step.claim.lhs, fill(context, lhs))
    _expect("the right side", step.claim.rhs, fill(context, rhs))


# --- procedures ----------------------------------------------------------------------------------------------------


def _field(step, premises, given, earlier):
    _ensure(step.claim.relation == "=", "the decision procedure proves equations")
    conditions = equal_as_fractions(step.claim.lhs, step.claim.rhs)
    if conditions is None:
        raise Rejected(f"the sides differ as rational functions of their atoms: {step.claim}")
    _require(conditions, given)


def _differentiate(step, premises, given, earlier):
    left = step.claim.lhs
    _ensure(step.claim.relation == "=" and isinstance(left, Derivative), "a derivative on the left side is needed")
    result = left.expr
    for v in left.variables:
        _unhidden(v, earlier)
        _require(where_differentiable(result, v), given)
        result = differentiate(result, v)
        if result is None:
            raise Rejected(f"no rule of differentiation applies to {left}")
    _expect("the derivative", step.claim.rhs, result)


def _define(step, premises, given, earlier):
    """Introduce a name: a symbol with a domain that contains its value, or a function of different variables."""
    name, value = step.claim.lhs, step.claim.rhs
    head = _head(name)
    _ensure(step.claim.relation == "=" and isinstance(head, Symbol | IndexedBase | UndefinedFunction), "a name is defined by a value")
    if head in free(value) or any(head in s.claim.free for s in earlier):
        raise Rejected(f"{head} is not new")
    if isinstance(name, AppliedUndef):
        plain = len(free(name)) == len(name.args) + 1 and all(isinstance(a, Symbol | IndexedBase) for a in name.args)
        _ensure(plain, "a function is defined at different variables")
        known = [s.claim for s in earlier if s.by == "define" and isinstance(s.claim.lhs, AppliedUndef)]
        for d in reversed(known):
            value = substitute(value, {d.lhs.func: Lambda(d.lhs.args, d.rhs)})
        _require((Claim(value, "in", reals),), given)
        return
    if head not in given.domains or any(head in free(d) for d in given.domains.values()):
        raise Rejected(f"the set that {head} lives in is not given")
    unknown = [v for v in free(value) if isinstance(v, Symbol | IndexedBase) and v not in given.domains]
    if unknown or isinstance(given.domains[head], VECTORS):
        raise Rejected(f"{head} depends on {unknown}, which is not given, or its entries are tied to each other")
    for k in name.indices if isinstance(name, Indexed) else ():
        if not isinstance(given.domains.get(k), Integers) or k in given.mentioned or name.indices.count(k) > 1:
            raise Rejected(f"{head} is defined at generic, different indices")
    _require((Claim(value, "in", entries(given.domains[head])),), given)


def _instantiate(step, premises, given, earlier):
    """A(t) from A(v), for a variable v that is generic and a t in its domain."""
    _ensure(len(premises) == 1, "one earlier claim is needed")
    for variable, value in step.bindings.items():
        if not isinstance(given.domains.get(variable), Integers):
            _generic(variable, given.domains.get(variable), given, earlier)
        elif variable in given.mentioned:
            raise Rejected(f"{variable} is not generic: a hypothesis or a domain speaks of it")
        else:
            _unhidden(variable, earlier)
        _require((Claim(value, "in", given.domains[variable]),), given)
    if not step.claim.same(premises[0].substitute(step.bindings)):
        raise Rejected(f"the instance is {premises[0].substitute(step.bindings)}, not {step.claim}")


def _chain(step, premises, given, earlier):
    """a = d from equations a = b, b = c, c = d, each read from left to right or from right to left."""
    _ensure(bool(premises) and all(p.relation == "=" for p in (*premises, step.claim)), "equations are needed")
    reached = step.claim.lhs
    for p in premises:
        if not same(p.lhs, reached) and not same(p.rhs, reached):
            raise Rejected(f"{p} does not begin or end with {reached}")
        reached = p.rhs if same(p.lhs, reached) else p.lhs
    _expect("the right side", step.claim.rhs, reached)


def _compute(step, premises, given, earlier):
    """A claim that follows from what is given alone."""
    _require((step.claim,), given)


WAYS = (_rule, _rewrite, _substitute, _instantiate, _field, _differentiate, _define, _chain, _compute)
CHECKS = {way.__name__[1:]: way for way in WAYS}
