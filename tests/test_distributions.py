"""Every declaration of the library tests itself: mass 1, a density that is not negative, E[score] = 0, a proved and printed estimator."""

import random
from itertools import product
from math import isfinite

import mpmath
import pytest
import sympy as sp
from conftest import FAMILIES, answer

import derive
from derive.kernel.check import Theorem, replay
from derive.language.sets import Counts, Integers, Simplex, Span
from derive.language.substitution import substitute

LINES = [name for name in FAMILIES if not derive.distributions()[name].is_vector]
VECTORS = [name for name in FAMILIES if derive.distributions()[name].is_vector]
FIXED = [name for name in LINES if not derive.distributions()[name].support_depends_on_parameters]
TRIES = 3


def settings(distribution, rng: random.Random) -> dict:
    """Random rational parameters and constants inside their domains."""
    values = {}
    for symbol, domain in {**distribution.known, **distribution.parameters}.items():
        if isinstance(domain, Integers):
            values[symbol] = sp.Integer(int(domain.lo) + rng.randint(0, 5))
        elif domain.hi == sp.oo:
            start = 0 if domain.lo == -sp.oo else domain.lo
            values[symbol] = start + sp.Rational(rng.randint(30, 400), 100) * (rng.choice((1, -1)) if domain.lo == -sp.oo else 1)
        else:
            values[symbol] = domain.lo + sp.Rational(rng.randint(5, 95), 100) * (domain.hi - domain.lo)
    if distribution.slug == "uniform-interval":
        a, b = sorted(values.values())
        values = dict(zip(distribution.parameters, (a, b + 1), strict=True))
    return values


def total(f, support, scale=1):
    """The sum or the integral of f over the support, to about 20 digits."""
    lo, hi = (mpmath.mpf(sp.Rational(e).p) / sp.Rational(e).q if e not in (sp.oo, -sp.oo) else e for e in (support.lo, support.hi))
    if isinstance(support, Integers):
        if hi != sp.oo:
            return mpmath.fsum(f(mpmath.mpf(k)) for k in range(int(lo), int(hi) + 1))
        return mpmath.fsum(f(mpmath.mpf(k)) for k in range(int(lo), int(lo) + 1500))
    cuts = [-mpmath.inf if lo == -sp.oo else lo]
    inner = [scale * mpmath.mpf(k) / 4 for k in (-160, -64, -16, -4, -1, 0, 1, 2, 4, 8, 16, 32, 64, 160)]
    if lo != -sp.oo and hi != sp.oo:
        inner = [lo + (hi - lo) * k / 8 for k in range(1, 8)]
    elif lo != -sp.oo:
        inner = [lo + scale * mpmath.mpf(10) ** k / 3 for k in range(-12, 4)]
    cuts += [c for c in inner if (lo == -sp.oo or c > lo) and (hi == sp.oo or c < hi)]
    return mpmath.quad(f, [*cuts, mpmath.inf if hi == sp.oo else hi])


def instances(name: str):
    """The density as a function of x, the support, and the settings, at several random parameters."""
    distribution, rng = derive.distributions()[name], random.Random(name)
    for _ in range(TRIES):
        values = settings(distribution, rng)
        yield distribution, values, substitute(distribution.support, values)


def compiled(term, distribution, values):
    """A function of x; a corner of the density is no trouble, as its derivative is asked for beside it only."""
    return sp.lambdify(distribution.variable, term.subs(values), "mpmath")


def cuts_at_location(distribution, values):
    """A density with a corner is integrated on both sides of it."""
    corners = [e.args[0] for e in distribution.density.atoms(sp.Abs)]
    return [sp.solve(c, distribution.variable)[0].subs(values) for c in corners if distribution.variable in c.free_symbols]


def pieces(support, corners):
    if not corners or not isinstance(support, Span):
        return [support]
    ends = [support.lo, *sorted(corners), support.hi]
    return [Span(p, q) for p, q in zip(ends, ends[1:], strict=False)]


def expectation(f, distribution, values, support):
    shifted = []
    for part in pieces(support, cuts_at_location(distribution, values)):
        if part.lo == -sp.oo and part.hi != sp.oo:
            shifted.append((lambda t, hi=part.hi: f(mpmath.mpf(sp.Rational(hi).p) / sp.Rational(hi).q - t), Span(0, sp.oo)))
        else:
            shifted.append((f, part))
    return mpmath.fsum(total(g, part) for g, part in shifted)


@pytest.mark.parametrize("name", LINES)
def test_mass_is_one(name):
    for distribution, values, support in instances(name):
        with mpmath.workdps(20):
            mass = expectation(compiled(distribution.density, distribution, values), distribution, values, support)
        assert abs(mass - 1) < 1e-10, (values, mass)


@pytest.mark.parametrize("name", FIXED)
def test_expected_score_is_zero(name):
    for distribution, values, support in instances(name):
        density = compiled(distribution.density, distribution, values)
        for parameter in distribution.parameters:
            score = compiled(sp.diff(sp.log(distribution.density), parameter), distribution, values)
            with mpmath.workdps(20):
                mean = expectation(lambda x, f=density, g=score: f(x) * g(x) if f(x) else mpmath.mpf(0), distribution, values, support)
            assert abs(mean) < 1e-9, (values, parameter, mean)


@pytest.mark.parametrize("name", LINES)
def test_density_is_not_negative(name):
    rng = random.Random(name)
    for distribution, values, support in instances(name):
        density = compiled(distribution.density, distribution, values)
        lo = -50 if support.lo == -sp.oo else support.lo
        hi = lo + 100 if support.hi == sp.oo else support.hi
        for _ in range(50):
            at = (
                sp.Integer(rng.randint(int(lo), int(hi)))
                if isinstance(support, Integers)
                else lo + sp.Rational(rng.randint(1, 9999), 10000) * (hi - lo)
            )
            found = mpmath.mpf(density(mpmath.mpf(at.p) / at.q))
            assert found >= 0 and isfinite(found), (values, at, found)


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize(("size", "trials"), [(2, 1), (3, 2), (4, 3), (2, 5)])
def test_mass_of_vectors_is_exactly_one_and_the_expected_score_zero(name, size, trials):
    """All outcomes are counted, in rational numbers; along the simplex, E[x_j / p_j] is the same for all j."""
    distribution, rng = derive.distributions()[name], random.Random(name)
    ((p, domain),) = distribution.parameters.items()
    assert isinstance(domain, Simplex) and isinstance(distribution.support, Counts)
    known = {domain.size: sp.Integer(size), distribution.support.total: sp.Integer(trials)}
    count = trials if isinstance(distribution.support.total, sp.Symbol) else 1
    parts = [rng.randint(1, 9) for _ in range(size)]
    shares = [sp.Rational(q, sum(parts)) for q in parts]
    mass, slopes = sp.S.Zero, [sp.S.Zero] * size
    density = distribution.density.subs({k: v for k, v in known.items() if isinstance(k, sp.Symbol)}).doit()
    for outcome in product(range(count + 1), repeat=size):
        if sum(outcome) != count:
            continue
        values = {distribution.variable[j + 1]: outcome[j] for j in range(size)} | {p[j + 1]: shares[j] for j in range(size)}
        weight = density.subs(values)
        assert weight >= 0
        mass += weight
        slopes = [s + weight * outcome[j] / shares[j] for j, s in enumerate(slopes)]
    assert mass == 1
    assert len(set(slopes)) == 1


@pytest.mark.parametrize("name", FAMILIES)
def test_estimator_is_proved_and_its_derivation_replays(name):
    found = answer(name)
    assert (found.verdict, found.reason) == ("proved", "")
    theorem = replay(found.derivation)
    assert isinstance(theorem, Theorem) and theorem.given.hypotheses == found.conditions
    assert set(found.estimators) == set(derive.distributions()[name].parameters)


@pytest.mark.parametrize("name", FAMILIES)
def test_document_is_rendered(name):
    found = answer(name)
    text, tex, markdown = found.text(), found.latex(), found.markdown()
    assert "proved" in text and "proved" in markdown
    assert tex.count(r"\begin{") == tex.count(r"\end{") and r"\documentclass" in tex
    for shown in (text, tex, markdown):
        assert len(shown) > 500
        assert not any(raw in shown for raw in ("Sum(", "Span(", "ArgMax(", "_Dummy", "Indexed", "None"))
    for parameter in found.found.distribution.parameters:
        assert sp.latex(parameter).split("^")[0].strip("{}\\").split("_")[0] in tex
