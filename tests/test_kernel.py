"""What the kernel must refuse: derivations of families altered in one place, and arguments made to deceive it."""

import random
from dataclasses import replace

import pytest
from sympy import (
    Abs,
    Derivative,
    Dummy,
    Float,
    Function,
    I,
    IndexedBase,
    Integer,
    Integral,
    Lambda,
    Product,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    oo,
    sqrt,
    symbols,
    tan,
)

import derive
from derive.kernel.check import Rejected, Theorem, replay
from derive.kernel.derivation import Derivation, Step
from derive.language.claims import Claim, Given, equal
from derive.language.contexts import HOLE
from derive.language.sets import Counts, Integers, Simplex, Span, counting, positive, reals, unit
from derive.language.terms import ArgMax, AtMost, BlowUp, Only, Smallest, derivative
from derive.library import algebra, holes, optima

ZERO, ONE = Integer(0), Integer(1)
x, y, z, s, theta = symbols("x y z s theta", real=True)
u, w, half = symbols("u w half", positive=True)
i, j, k = symbols("i j k", integer=True)
n, m = symbols("n m", integer=True, positive=True)
X, P, Q = IndexedBase("x", real=True), IndexedBase("p", positive=True), IndexedBase("q", positive=True)
f, g = Function("f"), Function("g")
LINE = {x: reals, y: reals, z: reals, s: reals, theta: reals, u: positive, w: positive, n: counting, m: counting, X: reals}


def define(name, value):
    return Step("define", equal(name, value))


def field(a, b):
    return Step("field", equal(a, b))


def compute(claim):
    return Step("compute", claim)


def put(k, context, a, b, reverse=False):
    return Step("substitute", equal(a, b), premises=(k,), context=context, reverse=reverse)


def instance(k, claim, /, **values):
    return Step("instantiate", claim, bindings={NAMES[name]: value for name, value in values.items()}, premises=(k,))


def rewrite(a, b, rule, bindings, context=None):
    return Step("rewrite", equal(a, b), rule, bindings, context=context)


NAMES = {"x": x, "y": y, "s": s, "u": u, "i": i, "k": k, "n": n}
EVEN, REVERSED = Symbol("e", even=True), Symbol("_0", integer=True)
BOUND = {holes.lo: ONE, holes.hi: n}

# name: (steps, changes of what is given: domains or hypotheses)
ATTACKS = {
    "a bound index as a constant": [rewrite(Sum(X[holes.i], (holes.i, 1, n)), n * X[holes.i], algebra.sum_of_constant, {holes.a: X[holes.i], holes.n: n})],
    "a sum of entries as of equal terms": [rewrite(Sum(X[i], (i, 1, n)), n * X[i], algebra.sum_of_constant, {holes.a: X[i], holes.n: n})],
    "a sum with a number of terms that is not natural": [rewrite(Sum(x, (i, 1, y)), y * x, algebra.sum_of_constant, {holes.a: x, holes.n: y})],
    "a sum of no terms about its mean": [
        rewrite(
            Sum((X[i] - x) ** 2, (i, 1, 0)), ZERO, algebra.centred_squares,
            {holes.f: Lambda(i, X[i]), holes.a: x, holes.n: ZERO},
        )
    ],
    "interchange of infinite sums": [
        rewrite(
            Sum(AtMost(i, k) - AtMost(i + 1, k), (i, 1, oo), (k, 1, oo)), Sum(AtMost(i, k) - AtMost(i + 1, k), (k, 1, oo), (i, 1, oo)),
            algebra.sum_swap, {holes.f: Lambda((i, k), AtMost(i, k) - AtMost(i + 1, k)), holes.n: oo, holes.lo: ONE, holes.hi: oo},
        )
    ],
    "the name of a bound variable that is free": [field(Sum(REVERSED * i, (i, 1, n)), Sum(i**2, (i, 1, n)))],
    "an outer bound that is not in the scope of the index": [field(Sum(ONE, (i, 1, n), (k, 1, i)), Sum(ONE, (j, 1, n), (k, 1, j)))],
    "inner sums whose names meet": [compute(equal(Sum((X[i] - X[k]) ** 2, (i, 1, n), (k, 1, n)), ZERO))],
    "nested sums whose names meet": [compute(equal(Sum(Sum((X[i] - X[k]) ** 2, (i, 1, n)), (k, 1, n)), ZERO))],
    "a hypothesis about one entry, used for all": [
        rewrite(log(Product(X[j], (j, 1, n))), Sum(log(X[j]), (j, 1, n)), algebra.log_of_sample_product, {holes.f: Lambda(j, X[j]), **BOUND}),
        ([Claim(X[holes.i], ">", ZERO)], {holes.i: Integers(1, n)}),
    ],
    "an entry beyond those of which the least is positive": [
        compute(Claim(X[5], ">", ZERO)), ([Claim(Smallest(X[i], (i, 1, 2)), ">", ZERO)], {}),
    ],
    "an entry beyond those of which the domain speaks": [
        compute(Claim(X[n + 5], ">=", theta)), ([], {theta: Span(-oo, Smallest(X[i], (i, 1, n)))}),
    ],
    "the variable of a derivative, captured": [
        Step("differentiate", equal(derivative(x * y, x), y)), instance(0, equal(derivative(x * x, x), x), y=x),
    ],
    "the variable of a derivative, renamed": [
        Step("differentiate", equal(derivative(x * y, x), y)), instance(0, equal(derivative(y * y, y), y), x=y),
    ],
    "an entry of a derivative, moved alone": [
        Step("differentiate", equal(derivative(X[k] ** 2, X[k]), 2 * X[k])),
        instance(0, equal(derivative(X[3] ** 2, X[k]), 2 * X[3]), k=Integer(3)), ([], {k: counting}),
    ],
    "a derivative with respect to a function": [Step("differentiate", equal(Derivative(f(x) ** 2, f(x), evaluate=False), ZERO))],
    "a derivative of |x|": [Step("differentiate", equal(derivative(Abs(x), x), ONE))],
    "a derivative of an infinite sum": [Step("differentiate", equal(derivative(Sum(x**i, (i, 1, oo)), x), Sum(i * x ** (i - 1), (i, 1, oo))))],
    "an entry out of range": [Step("differentiate", equal(derivative(Sum(X[i], (i, 1, n)), X[n + 1]), ONE))],
    "an entry between two": [Step("differentiate", equal(derivative(Sum(X[i], (i, 1, n)), X[Rational(3, 2)]), ONE))],
    "an entry with too many indices": [Step("differentiate", equal(derivative(Sum(X[i], (i, 1, n)), X[1, 1]), ONE))],
    "a function with poles, increasing between them": [
        Step("differentiate", equal(derivative(tan(s), s), tan(s) ** 2 + 1)),
        Step(
            "rule", equal(ArgMax(tan(s), (s, Span(0, 3))), Only(Integer(3))), optima.right_end,
            {holes.ell: Lambda(s, tan(s)), holes.g: Lambda(s, tan(s) ** 2 + 1), holes.theta: s, holes.Theta: Span(0, 3), holes.t: Integer(3)}, (0,),
        ), ([], {s: Span(0, 3)}),
    ],
    "a constraint inside a derivative": [
        compute(equal(Sum(P[i], (i, 1, n)), ONE)),
        put(0, derivative(HOLE, P[k]), derivative(Sum(P[i], (i, 1, n)), P[k]), derivative(ONE, P[k])), ([], {P: Simplex(n), k: Integers(1, n)}),
    ],
    "a name for something that depends on the variable": [
        define(s, theta + 1), Step("differentiate", equal(derivative(s * theta, theta), s)),
    ],
    "a function with a hidden parameter": [define(f(x), x + theta), Step("differentiate", equal(derivative(f(x), theta), ZERO))],
    "a value for a name that is defined": [define(s, theta + 1), instance(0, equal(Integer(5), theta + 1), s=Integer(5))],
    "a defined name as an index": [
        define(k, ONE), put(0, Sum(HOLE, (k, 1, n)), Sum(k, (k, 1, n)), Sum(ONE, (k, 1, n))), ([], {k: Integers(1, n)}),
    ],
    "a name defined twice": [define(s, ONE), define(s, Integer(2))],
    "a name defined by itself": [define(s, s + 1)],
    "a name outside its domain": [define(u, Integer(-1))],
    "infinity as a number": [define(u, oo)],
    "a value that may not exist": [define(s, 1 / x)],
    "a function with a value that may not exist": [define(f(x), 1 / x), put(0, x * HOLE, x * f(x), ONE), instance(1, equal(ZERO, ONE), x=ZERO)],
    "a quotient that was cancelled": [
        rewrite(Sum(1 / x, (i, 1, 1)), 1 / x, algebra.sum_of_constant, {holes.a: 1 / x, holes.n: ONE}),
        put(0, x * HOLE, x * Sum(1 / x, (i, 1, 1)), ONE),
    ],
    "entries of a point on the simplex": [define(Q[k], Rational(1, 4)), compute(equal(Sum(Q[i], (i, 1, 2)), ONE)), ([], {Q: Simplex(2), k: Integers(1, 2)})],
    "one category with probability below one": [compute(Claim(P[1], "<", ONE)), ([], {P: Simplex(1)})],
    "a sum of counts over part of them": [compute(equal(Sum(P[i], (i, 2, n)), ONE)), ([], {P: Simplex(n)})],
    "counts with another total": [compute(equal(Sum(Q[i], (i, 1, n)), m + 1)), ([], {Q: Counts(m, n)})],
    "a sum from zero with a positive index": [
        define(f(m), m), put(0, Sum(HOLE, (m, 0, 3)), Sum(f(m), (m, 0, 3)), Sum(m, (m, 0, 3))),
    ],
    "even numbers only": [
        define(f(j), (-1) ** j), instance(0, equal(f(EVEN), ONE), i=EVEN),
        put(1, Sum(HOLE, (EVEN, 1, n)), Sum(f(j), (j, 1, n)), Sum(ONE, (j, 1, n))), ([], {j: Integers(-oo)}),
    ],
    "integers in an integral": [define(f(i), i**2), put(0, Integral(HOLE, (i, 0, 1)), Integral(f(i), (i, 0, 1)), Integral(i**2, (i, 0, 1)))],
    "a sum that reaches the ends of an open interval": [
        define(f(x), x), put(0, Sum(HOLE, (x, 0, 1)), Sum(f(x), (x, 0, 1)), Sum(x, (x, 0, 1))), ([], {x: Span(0, 1, True, True)}),
    ],
    "a maximum over another set": [define(f(x), x), put(0, ArgMax(HOLE, (x, unit)), ArgMax(f(x), (x, unit)), ArgMax(x, (x, unit)))],
    "a hypothesis that speaks of the bound variable": [
        compute(equal(i, Integer(2))), put(0, Sum(HOLE, (i, 1, n)), Sum(i, (i, 1, n)), Sum(Integer(2), (i, 1, n))), ([equal(i, Integer(2))], {}),
    ],
    "the hole as a bound variable": [
        define(w, u), put(0, Sum(u * HOLE, (HOLE, 1, HOLE)), Sum(u**2, (u, 1, u)), Sum(u * w, (w, 1, w)), True),
    ],
    "more assumed than given": [field(sqrt(half**2), half), ([], {half: reals})],
    "a denominator that may be zero": [field((x**2 - 1) / (x - 1), x + 1)],
    "a denominator that is zero": [field((x - y) / (x - x * y / y), ONE)],
    "a power of zero": [field(0 ** (x + 1), ZERO)],
    "a root of a square": [field(sqrt(x**2 + 2 * x + 1), x + 1)],
    "an infinite atom": [field(x + oo, x + 1 + oo), field(ZERO, ONE)],
    "a decimal": [field(x * (y + Float("0.2")), x * y + Float("0.2") * x)],
    "an imaginary number": [compute(Claim((x + I) ** 2, ">=", ZERO))],
    "a binder that is not known": [compute(equal(Subs(x, x, 1), Subs(x, x, 1)))],
    "the logarithm of something that may be negative": [rewrite(log(x * u), log(x) + log(u), algebra.log_of_two_factors, {holes.a: x, holes.b: u})],
    "the logarithm of a square": [rewrite(log(x**2), 2 * log(x), algebra.log_of_power, {holes.a: x, holes.b: Integer(2)})],
    "an exponential of infinity": [rewrite(log(exp(oo)), oo, algebra.log_of_exp, {holes.a: oo})],
    "a limit as a claim": [compute(equal(BlowUp(1 / u, u), oo))],
    "a premise that is the step itself": [Step("chain", equal(x, y), premises=(0,))],
    "a premise that counts from the end": [field(x, x), Step("chain", equal(x, x), premises=(-1,))],
    "a way that does not exist": [Step("believe", equal(x, y))],
    "an instance outside the domain": [field(u + u, 2 * u), instance(0, equal(Integer(-2), Integer(-2)), u=Integer(-1))],
    "a generic variable in a binding": [
        Step("differentiate", equal(derivative(-((theta - s) ** 2), theta), 2 * s - 2 * theta)),
        field(2 * s - 2 * theta, 2 * (s - theta)), Step("chain", equal(derivative(-((theta - s) ** 2), theta), 2 * (s - theta)), premises=(0, 1)),
        Step(
            "rule", equal(ArgMax(-((theta - s) ** 2), (theta, reals)), Only(theta)), optima.interior,
            {holes.ell: Lambda(theta, -((theta - s) ** 2)), holes.g: Lambda(theta, Integer(2)), holes.t: theta, holes.theta: theta, holes.Theta: reals}, (2,),
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_rejected(name):
    steps = [step for step in ATTACKS[name] if isinstance(step, Step)]
    hypotheses, domains = next((c for c in ATTACKS[name] if isinstance(c, tuple)), ([], {}))
    found = replay(Derivation(Given({**LINE, **domains}, tuple(hypotheses)), tuple(steps)))
    assert isinstance(found, Rejected) and found.reason, found


def test_honest_steps_of_the_same_shape_are_accepted():
    steps = (
        rewrite(Sum(x, (i, 1, n)), n * x, algebra.sum_of_constant, {holes.a: x, holes.n: n}),
        Step("differentiate", equal(derivative(x * y, x), y)),
        instance(1, equal(derivative(x * s, x), s), y=s),
        field((u**2 - 1) / (u + 1), u - 1),
        define(f(x), x**2),
        put(4, derivative(HOLE, x), derivative(f(x), x), derivative(x**2, x)),
    )
    assert isinstance(replay(Derivation(Given(LINE), steps)), Theorem)


# --- alterations ---------------------------------------------------------------------------------------------------

FAMILIES = ("bernoulli", "normal", "gamma", "categorical", "uniform", "laplace", "beta")
RULES = list(derive.rules().values())


def _claim(step: Step, draw: random.Random):
    lhs, rhs = step.claim.lhs, step.claim.rhs
    if not hasattr(rhs, "is_commutative") or not hasattr(rhs, "__add__") or step.claim.relation == "in":
        return None
    return replace(step, claim=Claim(lhs, step.claim.relation, draw.choice([-rhs - 1, rhs + 1, 2 * rhs + 3])))


def _swap(step, draw):
    return (
        replace(step, claim=Claim(step.claim.rhs, step.claim.relation, step.claim.lhs))
        if step.by not in ("field", "chain", "compute")
        else None
    )


def _rule(step, draw):
    return replace(step, rule=draw.choice([r for r in RULES if r.name != step.rule.name])) if step.rule else None


def _binding(step, draw):
    plain = [
        h for h, v in step.bindings.items() if isinstance(v, Symbol | Integer) or (hasattr(v, "is_real") and not isinstance(v, Lambda))
    ]
    if not plain or step.rule is None:
        return None
    hole = draw.choice(plain)
    return replace(step, bindings={h: v for h, v in step.bindings.items() if h != hole})


def _premise(step, draw):
    if not step.premises:
        return None
    return replace(step, premises=draw.choice([step.premises[:-1], (*step.premises[:-1], -1), (*step.premises[:-1], 10**6)]))


def _context(step, draw):
    return replace(step, context=draw.choice([Dummy("other"), HOLE + 1, 2 * HOLE])) if step.context not in (None, HOLE) else None


ALTERATIONS = (_claim, _swap, _rule, _binding, _premise, _context)


@pytest.mark.parametrize("family", FAMILIES)
def test_altered_derivations_are_rejected(family):
    """One step is altered; where what is claimed is defined anew, a later step must fail."""
    whole = derive.mle(family).derivation
    draw, tried = random.Random(family), 0
    assert isinstance(replay(whole), Theorem)
    for alter in ALTERATIONS:
        places = [k for k in range(len(whole.steps)) if alter(whole.steps[k], random.Random(0)) is not None]
        for k in draw.sample(places, min(5, len(places))):
            altered = alter(whole.steps[k], draw)
            found = replay(replace(whole, steps=(*whole.steps[:k], altered, *whole.steps[k + 1 :])))
            tried += 1
            if isinstance(found, Theorem):
                assert (altered.by in ("define", "compute") and found.claim != whole.steps[-1].claim) or _unused(whole, k), (
                    alter.__name__,
                    k,
                    found.claim,
                )
            else:
                assert found.reason and found.step >= k
    assert tried > 10


def _unused(whole: Derivation, k: int) -> bool:
    """Nothing rests on the step, so only its own claim was changed; it must then be a definition, which is free."""
    return whole.steps[k].by in ("define", "compute") and not any(k in step.premises for step in whole.steps)


@pytest.mark.parametrize("family", FAMILIES)
def test_dropped_hypotheses_are_missed(family):
    whole = derive.mle(family).derivation
    for h in whole.given.hypotheses:
        fewer = replace(whole.given, hypotheses=tuple(o for o in whole.given.hypotheses if o != h))
        found = replay(replace(whole, given=fewer))
        assert isinstance(found, Rejected) and found.reason


@pytest.mark.parametrize("family", FAMILIES)
def test_dropped_steps_are_missed(family):
    whole = derive.mle(family).derivation
    used = sorted({p for step in whole.steps for p in step.premises})
    for k in random.Random(family).sample(used, min(6, len(used))):
        assert isinstance(replay(replace(whole, steps=whole.steps[:k] + whole.steps[k + 1 :])), Rejected)


@pytest.mark.parametrize("family", [f for f in FAMILIES if f != "categorical"])
def test_changed_domains_are_noticed(family):
    whole = derive.mle(family).derivation
    parameter = next(v for v in whole.given.domains if isinstance(v, Symbol))
    wider = whole.given.declare(parameter, Span(-10, oo))
    assert isinstance(replay(replace(whole, given=wider)), Rejected)
