"""Identities are proved; every step of their proofs holds in random finite models; what is false in a model is not proved."""

import itertools
import random
from dataclasses import replace
from functools import cache

import mpmath as mp
import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

import derive
from derive.kernel.check import Rejected, Theorem, check
from derive.language import terms as T
from derive.language.claims import Claim
from derive.language.errors import UnknownName
from derive.language.outline import Row
from derive.language.sets import Integers
from derive.library.identities_information import here
from derive.library.outlines import Chain
from derive.library.totals import omega
from derive.search.outline import fill

NAMES = tuple(derive.identities())
mp.mp.dps = 40
TIGHT, LOOSE = mp.mpf(10) ** -28, mp.mpf(10) ** -11


@cache
def proof(name: str):
    return derive.prove(name)


THEOREMS = [(name, k) for name in NAMES for k in range(len(derive.identities()[name].theorems))]


# --- values of terms -------------------------------------------------------------------------------------------------


class NoValue(Exception):
    """A term that this evaluation does not know, or that has no value."""


def value(term, at: dict):
    """The value of a term in a model: data and functions are Python functions, symbols are numbers."""
    match term:
        case sp.Rational():
            return mp.mpf(int(term.p)) / int(term.q)
        case sp.Symbol():
            if term not in at:
                raise NoValue(term)
            return at[term]
        case sp.Indexed():
            return at[term.base](*(int(value(i, at)) for i in term.indices))
        case sp.Add():
            return mp.fsum(value(a, at) for a in term.args)
        case sp.Mul():
            return mp.fprod(value(a, at) for a in term.args)
        case sp.Pow():
            return mp.power(value(term.base, at), value(term.exp, at))
        case T.AtMost():
            return mp.mpf(1 if value(term.args[0], at) <= value(term.args[1], at) else 0)
        case T.Total() | sp.Sum() | sp.Product():
            return folded(term, at)
        case sp.Integral():
            return area(term, tuple((v, at[v]) for v in sorted(term.free_symbols, key=str)))
        case sp.Derivative():
            return slope(term.expr, term.variables, at)
        case AppliedUndef():
            return at[term.func](*(value(a, at) for a in term.args))
        case sp.Expr() if type(term).__name__ in FUNCTIONS:
            return FUNCTIONS[type(term).__name__](*(value(a, at) for a in term.args))
    if term in CONSTANTS:
        return CONSTANTS[term]
    raise NoValue(term)


FUNCTIONS = {"exp": mp.exp, "log": mp.log, "Abs": abs, "factorial": mp.factorial, "gamma": mp.gamma, "beta": mp.beta, "Max": max}
CONSTANTS = {sp.pi: mp.pi, sp.E: mp.e}


def folded(term, at: dict):
    *inner, (v, lo, hi) = term.args
    body = inner[0] if len(inner) == 1 else term.func(*inner)
    found = [value(body, {**at, v: mp.mpf(k)}) for k in range(int(value(lo, at)), int(value(hi, at)) + 1)]
    return mp.fprod(found) if isinstance(term, sp.Product) else mp.fsum(found)


@cache
def area(term, at: tuple):
    """An integral, to 15 digits."""
    body, (v, lo, hi) = term.args
    ends = [(mp.inf if e > 0 else -mp.inf) if e.is_infinite else value(e, dict(at)) for e in (lo, hi)]
    with mp.workdps(15):
        return mp.quad(lambda u: value(body, {**dict(at), v: u}), [*ends[:1], *([-3, 0, 3] if ends[0] < -9 else []), *ends[1:]])


def slope(body, variables, at: dict):
    v, *rest = variables
    if rest:
        return mp.diff(lambda u: slope(body, rest, {**at, v: u}), at[v])
    if isinstance(v, sp.Indexed):
        place = tuple(int(value(i, at)) for i in v.indices)
        data = at[v.base]
        return mp.diff(lambda u: value(body, {**at, v.base: lambda *i: u if i == place else data(*i)}), data(*place))
    return mp.diff(lambda u: value(body, {**at, v: u}), at[v])


def holds(claim: Claim, at: dict) -> bool:
    left, right = (value(side, at) for side in (claim.lhs, claim.rhs))
    rough = any(side.atoms(sp.Derivative, sp.Integral, AppliedUndef) for side in (claim.lhs, claim.rhs))
    room = (LOOSE if rough else TIGHT) * max(1, abs(left), abs(right))
    difference = left - right
    if isinstance(difference, mp.mpc):
        raise NoValue(claim)
    return {
        "=": abs(difference) <= room, "!=": abs(difference) > room, "<=": difference <= room, ">=": difference >= -room,
        "<": difference < 0, ">": difference > 0,
    }[claim.relation]  # fmt: skip


def numeric(claim: Claim) -> bool:
    """Whether the claim is about numbers, not about vectors, functions or sets of maximisers."""
    return claim.relation in ("=", "!=", "<=", ">=", "<", ">") and not any(
        isinstance(part, T.Vector | T.ArgMax | T.Only | sp.Lambda)
        for side in (claim.lhs, claim.rhs)
        for part in sp.preorder_traversal(side)
    )


def everywhere(claim: Claim, at: dict, given) -> bool:
    """Whether the claim holds for all values of its indices and of its outcomes."""
    loose = sorted((v for v in claim.free if isinstance(v, sp.Symbol) and v not in at), key=str)
    ranges = []
    for v in loose:
        domain = given.domains.get(v, Integers(1, sp.Symbol("N")) if str(v).startswith("omega") else Integers(1, 2))
        assert isinstance(domain, Integers), (v, claim)
        ranges.append(range(int(value(domain.lo, at)), int(value(domain.hi, at)) + 1))
    return all(holds(claim, {**at, **dict(zip(loose, map(mp.mpf, places), strict=True))}) for places in itertools.product(*ranges))


# --- random models ---------------------------------------------------------------------------------------------------


def uniform(rng, lo=0.2, hi=3.0):
    return mp.mpf(rng.uniform(lo, hi))


def row(numbers):
    return lambda k: numbers[k - 1]


def weights(rng, size, total=1):
    found = [uniform(rng) for _ in range(size)]
    return [total * w / mp.fsum(found) for w in found]


def two_laws(rng, name, which):
    """p and q on four outcomes; the other names of these theorems."""
    p, q = (
        weights(rng, 4),
        weights(rng, 4, mp.mpf(1) if rng.random() < 0.5 or name.startswith(("total", "pinsker")) else uniform(rng, 0.3, 1)),
    )
    if name == "gibbs-inequality" and which:
        q = p
    event = [mp.mpf(rng.randint(0, 1)) for _ in range(4)]
    return {"p": row(p), "q": row(q), "N": mp.mpf(4), "a": row(event) if name.startswith("total") else row(weights(rng, 4, 3)),
            "b": row(weights(rng, 4, 2)), "t": p[0] / q[0]}  # fmt: skip


def sample(rng, name, which):
    """Two or three variables on all sign patterns: independent, so uncorrelated, with mean μ and variance σ²."""
    n = rng.choice((2, 3))
    mu, sigma = (mp.mpf(0) if name in ("information-additive", "consistency-of-the-variance") else uniform(rng, -2, 2)), uniform(rng)
    patterns = list(itertools.product((-1, 1), repeat=n))
    shift = uniform(rng, 0.2, 0.8)  # the probability of the larger value
    up, down = mu + sigma * mp.sqrt((1 - shift) / shift), mu - sigma * mp.sqrt(shift / (1 - shift))
    law = [mp.fprod(shift if s > 0 else 1 - shift for s in pattern) for pattern in patterns]
    data = {(k + 1, w + 1): (up if s > 0 else down) for w, pattern in enumerate(patterns) for k, s in enumerate(pattern)}
    epsilon = uniform(rng)
    tau = mp.sqrt(shift * up**4 + (1 - shift) * down**4 - sigma**4)
    return {"X": lambda k, w: data[k, w], "S": lambda k, w: data[k, w], "Y": lambda k, w: data[k, w], "tau": tau, "I": sigma**2, "f": row(law), "mu": mu, "sigma": sigma,
            "n": mp.mpf(n), "N": mp.mpf(len(patterns)), "epsilon": epsilon,
            "delta": sigma**2 / (n * epsilon**2) * uniform(rng, 1.01, 2)}  # fmt: skip


def family(rng, name, which):
    """An exponential family on four outcomes: f ∝ exp(θT + h), with an unbiased estimator of θ made from two statistics."""
    statistic, base = [uniform(rng, -1, 1) for _ in range(4)], [uniform(rng, -1, 1) for _ in range(4)]

    def lam(theta, w):
        total = mp.log(mp.fsum(mp.exp(theta * s + b) for s, b in zip(statistic, base, strict=True)))
        return theta * statistic[int(w) - 1] + base[int(w) - 1] - total

    def score(theta, w):
        return statistic[int(w) - 1] - mp.fsum(mp.exp(lam(theta, k)) * statistic[k - 1] for k in range(1, 5))

    if name == "cramer-rao":  # the family of the two probabilities (1 ± θ)/2 is unbiasedly estimated by ±1

        def lam(theta, w):
            return mp.log((1 + (theta if int(w) == 1 else -theta)) / 2)

        def score(theta, w):
            return mp.mpf(1 if int(w) == 1 else -1) / (1 + (theta if int(w) == 1 else -theta))

        return {"lam": lam, "s": score, "theta": uniform(rng, -0.8, 0.8), "N": mp.mpf(2), "T": row([mp.mpf(1), mp.mpf(-1)])}
    return {"lam": lam, "s": score, "theta": uniform(rng, -1, 1), "N": mp.mpf(4)}


def learning(rng, name, which):
    classes, n = 3, 2
    scores = [uniform(rng, -2, 2) for _ in range(classes)]
    place = rng.randrange(classes)
    table = {(i, k): mp.mpf(1 if (i + place) % classes == k - 1 else 0) for i in range(1, n + 1) for k in range(1, classes + 1)}
    chances = {(i, k): uniform(rng, 0.1, 0.9) for i in range(1, n + 1) for k in range(1, classes + 1)}
    one_hot = row([mp.mpf(1 if k == place else 0) for k in range(classes)])
    objective = name == "training-objective"
    return {"z": row(scores), "y": (lambda i, k: table[i, k]) if objective else one_hot, "p": lambda i, k: chances[i, k],
            "K": mp.mpf(classes), "n": mp.mpf(n), "s": uniform(rng, -2, 2), "t": mp.mpf(rng.randint(0, 1)), "theta": uniform(rng, -1, 1),
            "lam": lambda *a: -((a[-1] - a[0]) ** 2) / 2, "x": row([uniform(rng, -1, 1) for _ in range(n)]), "u": uniform(rng),
            "w": row(weights(rng, n))}  # fmt: skip


def numbers(rng, name, which):
    """Plain numbers for the names of the remaining theorems."""
    order = 5
    sigma = uniform(rng)
    kappa = [uniform(rng, -1, 1), sigma**2, *(uniform(rng, -1, 1) for _ in range(order - 2))]
    terms = [uniform(rng) for _ in range(2)]
    functions = {f"{f}_{k}": (lambda theta, k=k: mp.sin(k * theta) + 2) for f in "fl" for k in range(1, 17)}
    return {"mu": uniform(rng, -2, 2), "sigma": sigma, "t": uniform(rng, 0.1, 1), "n": mp.mpf(rng.randint(1, 5)), "kappa": row(kappa),
            "R": mp.mpf(order), "p": uniform(rng, 0.1, 0.9), "theta": uniform(rng, -1, 1), "c": row(terms), "h": row(weights(rng, 4)),
            "N": mp.mpf(4), "x": uniform(rng), "z": uniform(rng), "mu_1": uniform(rng, -1, 1), "mu_2": uniform(rng, -1, 1), "sigma_1": uniform(rng), "sigma_2": uniform(rng),
            **functions}  # fmt: skip


def likelihoods(rng, name, which):
    return {**numbers(rng, name, which), "n": mp.mpf(4), "k": mp.mpf(rng.randint(0, 4)), "p": uniform(rng, 0.1, 0.9)}


def statistics(rng, name, which):
    return {**numbers(rng, name, which), "R": mp.mpf(2), "t": row([uniform(rng) for _ in range(2)])}


def linear_score(rng, name, which):
    """A score that is the error over the variance of the estimator."""
    law, estimates = weights(rng, 4), [uniform(rng, -2, 2) for _ in range(4)]
    theta = mp.fsum(w * e for w, e in zip(law, estimates, strict=True))
    rate = 1 / mp.fsum(w * (e - theta) ** 2 for w, e in zip(law, estimates, strict=True))
    return {
        "f": row(law),
        "T": row(estimates),
        "theta": theta,
        "a": rate,
        "N": mp.mpf(4),
        "S": row([rate * (e - theta) for e in estimates]),
    }


def parabola(rng, name, which):
    """A log-likelihood with its maximum at θ̂ = g(η̂)."""
    inner, slope = uniform(rng, -2, 2), uniform(rng)
    top = slope * inner + 1
    return {"ell": lambda t: -((t - top) ** 2), "g": lambda e: slope * e + 1, "theta_hat": top, "eta_hat": inner,
            "theta": uniform(rng, -2, 2), "eta": uniform(rng, -2, 2)}  # fmt: skip


MODELS = {
    linear_score: "cramer-rao-attained",
    parabola: "invariance-of-the-mle",
    two_laws: "kl-decomposition gibbs-inequality cross-entropy-bound log-sum-inequality kl-not-symmetric total-variation pinsker-inequality",
    sample: "sample-mean sample-variance consistency-of-the-mean consistency-of-the-variance information-additive",
    family: "score-mean information-equality cramer-rao",
    learning: "softmax-cross-entropy logistic-loss training-objective likelihood-cross-entropy argmax-of-log",
    numbers: "wasserstein-normal mean-of-normal-data central-limit-theorem central-limit-bernoulli gradient-cost underflow",
    likelihoods: "likelihood-is-no-density",
    statistics: "factorisation",
}
MODEL_OF = {name: make for make, names in MODELS.items() for name in names.split()}


def model(name: str, which: int, seed: int) -> dict:
    """Values of the names in a theorem, drawn so that its hypotheses hold; those that the proof defines have their values."""
    rng = random.Random(f"{name}{which}{seed}")
    drawn = MODEL_OF[name](rng, name, which)
    derivation = proof(name).derivations[which]
    names = set(derivation.given.domains).union(*(s.claim.free for s in derivation.steps))
    at = {v: drawn[key] for v in names if (key := getattr(v, "__name__", str(v))) in drawn}
    for step in derivation.steps:
        if step.by == "define":
            define(step.claim, at, derivation.given)
    return at


def define(claim: Claim, at: dict, given) -> None:
    name, meaning = claim.lhs, claim.rhs
    match name:
        case sp.Symbol():
            at[name] = value(meaning, at)
        case sp.Indexed():
            at[name.base] = lambda *places: value(meaning, {**at, **dict(zip(name.indices, map(mp.mpf, places), strict=True))})
        case _:
            at[name.func] = lambda *args: value(meaning, {**at, **dict(zip(name.args, args, strict=True))})


# --- the tests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_proved(name):
    found = proof(name)
    assert (found.verdict, found.reason) == ("proved", "")
    assert all(isinstance(r, Theorem) for r in found.replay())
    assert len(found.claims) == sum(len(f.theorem.result) for f in found.found) > 0


@pytest.mark.parametrize(("name", "which"), THEOREMS)
def test_every_step_holds_in_random_models(name, which):
    derivation = proof(name).derivations[which]
    tried = 0
    slow = any(side.atoms(sp.Integral) for s in derivation.steps for side in (s.claim.lhs, s.claim.rhs))
    for seed in range(1 if slow else 3):
        at = model(name, which, seed)
        assert all(everywhere(h, at, derivation.given) for h in derivation.given.hypotheses if numeric(h)), "the model breaks a hypothesis"
        for step in derivation.steps:
            if numeric(step.claim) and step.by != "define":
                assert everywhere(step.claim, at, derivation.given), (step.by, step.claim)
                tried += 1
    assert tried or name in ("argmax-of-log",)


def altered(claim: Claim):
    """What the claim would say with a slip: a sign, a factor, a term, the direction."""
    for side in ("lhs", "rhs"):
        term = getattr(claim, side)
        if not isinstance(term, sp.Expr):
            continue
        yield replace(claim, **{side: -term})
        yield replace(claim, **{side: 2 * term})
        if isinstance(term, sp.Add | sp.Mul):
            yield from (replace(claim, **{side: term.func(*(a for a in term.args if a is not dropped))}) for dropped in term.args)
        yield replace(claim, **{side: term + 1})
    turned = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}.get(claim.relation)
    if turned:
        yield replace(claim, relation=turned)
        yield replace(claim, relation="=")


@pytest.mark.parametrize(("name", "which"), THEOREMS)
def test_kernel_accepts_no_altered_step_that_is_false(name, which):
    """Every step with a slip in its claim: rejected, or true in the models."""
    derivation = proof(name).derivations[which]
    models = [model(name, which, seed) for seed in range(2)]
    rejected = 0
    for k, step in enumerate(derivation.steps):
        if step.by == "define" or not numeric(step.claim):
            continue
        for claim in altered(step.claim):
            try:
                check(replace(step, claim=claim), derivation.steps[:k], derivation.given)
            except Rejected:
                rejected += 1
                continue
            assert all(everywhere(claim, at, derivation.given) for at in models), (step.by, step.claim, claim)
    assert rejected >= sum(numeric(s.claim) and s.by != "define" for s in derivation.steps)


def mutants(theorem):
    """The theorem with a slip in a term of one of its calculations: the last one, or one in the middle."""
    for p, part in enumerate(theorem.parts):
        for i, item in enumerate(part.items):
            if not isinstance(item, Chain) or not isinstance(item.links[-1].term, sp.Expr):
                continue
            for k, link in ((len(item.links) - 1, item.links[-1]), (0, item.links[0])):
                for claim in altered(Claim(sp.Integer(0), link.relation, link.term)):
                    if claim.lhs != 0 or (sp.expand(claim.rhs - link.term) == 0 and claim.relation == link.relation):
                        continue
                    links = list(item.links)
                    links[k] = replace(link, term=claim.rhs, relation=claim.relation)
                    items = (*part.items[:i], replace(item, links=tuple(links)), *part.items[i + 1 :])
                    yield item, k, replace(theorem, parts=(*theorem.parts[:p], replace(part, items=items), *theorem.parts[p + 1 :]))


@pytest.mark.parametrize(("name", "which"), THEOREMS)
def test_no_false_mutant_is_proved(name, which):
    """Calculations of each theorem, with slips: not proved, unless what they then say is true in the models."""
    theorem = derive.identities()[name].theorems[which]
    found = list(mutants(theorem))
    for item, k, mutant in random.Random(name).sample(found, min(12, len(found))):
        filled = fill(mutant)
        if filled.verdict == "open":
            continue
        models = [model(name, which, seed) for seed in range(2)]
        claims = [s.claim for s in filled.derivation.steps if numeric(s.claim) and s.by != "define"]
        assert all(everywhere(c, at, filled.derivation.given) for c in claims for at in models), (item.label, k)


def test_a_definition_is_not_mutated_into_a_proof():
    """KL = H(P, Q) + H(P) is not proved, whatever the waypoints are."""
    theorem = derive.identities()["kl-decomposition"].theorems[0]
    part = theorem.parts[1]
    chain = part.items[0]
    for term in (chain.links[-1].term * -1, chain.links[-1].term * 2, sum(chain.links[-1].term.args, sp.Integer(0)) + 1):
        for links in ((*chain.links[:-1], replace(chain.links[-1], term=term)), (replace(chain.links[-1], term=term),)):
            mutant = replace(theorem, parts=(theorem.parts[0], replace(part, items=(replace(chain, links=links),))))
            assert fill(mutant).verdict == "open"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_assumed_is_said(name):
    """Every hypothesis of the derivation stands among what is given, or is what defines a name there."""
    for theorem in derive.identities()[name].theorems:
        said = [c for line in (*theorem.givens, *theorem.conditions) for c in line if isinstance(c, Claim) and isinstance(c.lhs, sp.Expr)]
        said = [c for c in said if isinstance(c.rhs, sp.Expr)]
        for hypothesis in theorem.given.hypotheses:
            bodies = [side.args[0] if isinstance(side, T.Vector) else side.expr if isinstance(side, sp.Lambda) else side
                      for side in (hypothesis.lhs, hypothesis.rhs)]  # fmt: skip
            plain = replace(hypothesis, lhs=bodies[0].xreplace({here: omega}), rhs=bodies[1].xreplace({here: omega}))
            difference = plain.lhs - plain.rhs
            assert any(c.relation == plain.relation and c.lhs - c.rhs in (difference, -difference) for c in said), hypothesis


@pytest.mark.parametrize("name", NAMES)
def test_documents(name):
    found = proof(name)
    for document in (found.text(), found.markdown(), found.latex()):
        assert "Verdict" in document and "proved" in document
        assert "Total(" not in document and "omega" not in document and "Lambda" not in document
    assert found.latex().startswith("\\documentclass")
    assert max(map(len, found.text(80).splitlines())) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_what_is_displayed_is_what_was_proved(name):
    """Every row of a document is a step of the derivation, and the result is the last of them."""
    for found in proof(name).found:
        assert all(isinstance(row, Row) and 0 <= row.step < len(found.derivation.steps) for rows in found.rows for row in rows)
        assert {found.labels[label] for label in found.theorem.result} <= set(range(len(found.derivation.steps)))


@pytest.mark.parametrize("name", derive.distributions())
def test_cross_entropy_is_least_at_the_maximum_likelihood_estimate(name):
    (claim,) = proof(f"cross-entropy-{name}").claims
    best = derive.mle(name).derivation
    assert isinstance(claim.lhs, T.ArgMax) and claim.lhs.args[0] == -claim.lhs.args[0].args[1]
    assert claim.rhs == best.steps[best.steps[-1].premises[0]].claim.rhs


def test_estimators_that_attain_the_bound():
    """The score, from the density itself at numbers, is the multiple of the error that is claimed."""
    shown = proof("cramer-rao-attained").found[1:]
    names = [f.theorem.title for f in shown]
    assert names == ["Bernoulli", "binomial", "Poisson", "normal", "normal variance", "log-normal", "inverse Gaussian"]
    rng = random.Random(3)
    for filled in shown:
        family = next(d for d in derive.distributions().values() if d.name == filled.theorem.title)
        (claim,) = filled.claims()
        theta = claim.lhs.variables[0]
        at = {p: sp.Rational(rng.randint(2, 8), 10) for p in (*family.parameters, *family.known)} | dict.fromkeys(
            family.known, sp.Integer(5)
        )
        data = [
            sp.Integer(rng.randint(0, 1)) if str(family.support).startswith("Int") else sp.Rational(rng.randint(1, 40), 10)
            for _ in range(3)
        ]
        score = sum(sp.log(family.density).diff(theta).subs(at | {family.variable: x}) for x in data)
        statistics = {
            s.claim.lhs: s.claim.rhs for s in filled.derivation.steps if s.by == "define" and not isinstance(s.claim.lhs, AppliedUndef)
        }
        right = claim.rhs.subs(statistics).subs(sp.Symbol("n", integer=True, positive=True), 3).subs(at).doit()
        right = right.xreplace({e: data[int(e.indices[0]) - 1] for e in right.atoms(sp.Indexed)})
        assert abs(sp.N(score - right, 30)) < 1e-20, (family.name, score, right)


def test_a_family_without_a_proved_estimator_is_open():
    from derive.language.sets import reals
    from derive.library.outlines import Identity

    x, mu = sp.symbols("x mu")
    cauchy = derive.Distribution("Cauchy", 1 / (sp.pi * (1 + (x - mu) ** 2)), reals, {mu: reals})
    found = derive.prove(Identity("mine", "Mine", families=(cauchy,), argument="cross-entropy"))
    assert found.verdict == "open" and found.reason and not found.claims
    assert derive.prove(Identity("mine", "Mine", families=(cauchy,), argument="attained")).verdict == "open"


def test_unknown_identity():
    with pytest.raises(UnknownName, match="did you mean gibbs-inequality"):
        derive.prove("gibs inequality")
    with pytest.raises(UnknownName, match="identity 'nothing of the kind'"):
        derive.prove("nothing of the kind")


def test_an_open_identity_says_why():
    identity = derive.identities()["kl-decomposition"]
    theorem = identity.theorems[0]
    chain = theorem.parts[1].items[0]
    wrong = replace(chain, links=(*chain.links[:-1], replace(chain.links[-1], term=sp.Integer(7))))
    found = derive.prove(
        replace(identity, theorems=(replace(theorem, parts=(theorem.parts[0], replace(theorem.parts[1], items=(wrong,)))),))
    )
    assert found.verdict == "open" and "identity could not be proved" in found.reason
    assert "open" in found.text() and "Result" not in found.text() and not found.claims
