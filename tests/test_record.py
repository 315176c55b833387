"""Derivations as JSON: nothing is lost, strangers are refused, and a fresh process comes to the same theorem."""

import copy
import json
import os
import pathlib
import random
import subprocess
import sys

import pytest
import sympy as s

import derive
from derive.kernel.check import Rejected, Theorem, replay
from derive.language import sets, terms
from derive.language.contexts import HOLE
from derive.language.encoding import EncodingError, decode, encode
from derive.writing.record import from_json, to_json

ROOT = pathlib.Path(__file__).resolve().parents[1]
FAMILIES = tuple(derive.distributions())
RULES = derive.rules()
x, i = s.Symbol("x", real=True), s.Symbol("i", integer=True)
X = s.IndexedBase("x", positive=True)

TERMS = (
    s.Integer(-5), s.Rational(2, 3), s.pi, s.E, s.EulerGamma, s.oo, -s.oo, x + i, x**-2, s.sqrt(x), X[i], X[1, i], X,
    s.Function("f")(x, i), s.Function("f"), s.Lambda((x, i), x * i), s.Tuple(x, i), s.Derivative(x**2, (x, 2), evaluate=False),
    s.Sum(X[i], (i, 1, 3), (x, 1, 2)), s.Product(X[i], (i, 1, x)), s.Integral(x, (x, 0, 1)), terms.Largest(X[i], (i, 1, 3)),
    terms.Zero(x**2 - 2, (x, 0, 2)), terms.ArgMax(x, (x, sets.unit)), terms.Only(x, i), terms.Pairs(terms.Only(x), sets.reals),
    terms.Vector(X[i], (i, 1, 3)), terms.Solution((x, x + 1), (x, sets.reals)), terms.AtMost(x, i), sets.Simplex(i), sets.Counts(1, i),
    sets.naturals, s.true, s.And(x > 1, x < 2), s.Piecewise((x, x > 0), (-x, True)), s.polygamma(1, x), s.besseli(0, x), s.atan2(x, i),
)  # fmt: skip

HOSTILE = {
    "not a term": None, "a bare number": 5, "code": ["__import__('os').system('true')"], "an evaluated string": "__import__('os')",
    "an unknown head": ["Lambdify", "1"], "a head from another place": ["preview", ["Symbol", "x", {}]], "a tower": ["Pow", "10", "1000000"],
    "two towers": ["Pow", ["Pow", "10", "1000"], "1000"], "a large factorial": ["factorial", "100000000"], "one part too few": ["Pow", "2"],
    "an assumption that is none": ["Symbol", "x", {"commutative": False}], "an assumption of no use": ["Symbol", "x", {"__class__": True}],
    "a contradiction": ["Symbol", "x", {"positive": True, "negative": True}], "a name that is none": ["Symbol", 5, {}],
    "a very long number": "9" * 1000, "division by zero": "1/0", "a decimal": "0.1", "a sum without range": ["Sum", "1"],
    "a sum over a number": ["Sum", "1", ["Tuple", "1", "1", "3"]], "a mark that is unknown": ["Mark", "hole"], "an entry of a number": ["Indexed", "1", "1"],
    "a set in a sum": ["Add", ["Span", "0", "1", ["true"], ["true"]], "1"], "a derivative by a number": ["Derivative", "1", ["Tuple", "1", "1"]],
    "a large derivative": ["Derivative", ["Symbol", "x", {}], ["Tuple", ["Symbol", "x", {}], "100000"]],
}  # fmt: skip


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_terms_come_back(term):
    assert decode(json.loads(json.dumps(encode(term)))) == term


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_terms_are_refused(name):
    with pytest.raises(EncodingError):
        decode(HOSTILE[name])


def test_depth_and_size_are_limited():
    deep, wide = "1", ["Add", *["1"] * 300_000]
    for _ in range(100_000):
        deep = ["exp", deep]
    for data in (deep, wide):
        with pytest.raises(EncodingError):
            decode(data)


@pytest.mark.parametrize(
    "term", [s.Float("0.5"), s.I, s.zoo, s.nan, s.Dummy("d"), HOLE, s.Subs(x, x, 1), s.Symbol("c", commutative=False)], ids=str
)
def test_terms_that_cannot_be_written_are_refused(term):
    with pytest.raises(EncodingError):
        encode(term)


@pytest.mark.parametrize("family", FAMILIES)
def test_derivations_come_back(family):
    whole = derive.mle(family).derivation
    again = from_json(json.loads(json.dumps(to_json(whole))), RULES)
    assert again == whole
    assert replay(again) == replay(whole)


def test_a_fresh_process_comes_to_the_same_theorem():
    chosen = ("normal", "categorical", "uniform-interval")
    program = (
        "import json, sys; import derive; from derive.kernel.check import replay; from derive.writing.record import from_json\n"
        "from derive.language.encoding import encode_claim\n"
        "print(json.dumps([encode_claim(replay(from_json(d, derive.rules())).claim) for d in json.load(sys.stdin)]))"
    )
    data = json.dumps([to_json(derive.mle(f).derivation) for f in chosen])
    wanted = [to_json(derive.mle(f).derivation)["steps"][-1]["claim"] for f in chosen]
    for seed in ("4242",):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run(
            [sys.executable, "-c", program], input=data, capture_output=True, text=True, cwd=ROOT, env=environment, check=True
        )
        found = json.loads(ran.stdout)
        assert [tuple(map(decode, (c[0], c[2]))) for c in found] == [tuple(map(decode, (c[0], c[2]))) for c in wanted]


JUNK = (None, True, -1, 10**9, 0.5, "", "x", [], {}, [[]], {"a": 1}, ["Sum"], ["Symbol", "x", {}], ["Mark", "hole"], ["oo"])


def _places(data, path=()):
    yield path
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from _places(data[key], (*path, key))


@pytest.mark.parametrize("family", ["uniform", "exponential"])
def test_mutated_data_is_refused_or_proves_nothing_else(family):
    """Junk in one place of the data: refused with a message, or rejected by replay, or what is proved is the same claim."""
    whole = derive.mle(family).derivation
    data, draw = to_json(whole), random.Random(7)
    places = [p for p in _places({"steps": data["steps"]}) if p]
    for path in draw.sample(places, 60):
        altered = copy.deepcopy(data)
        spot = altered
        for key in path[:-1]:
            spot = spot[key]
        spot[path[-1]] = draw.choice(JUNK)
        try:
            found = replay(from_json(altered, RULES))
        except EncodingError as e:
            assert str(e)
            continue
        assert isinstance(found, Rejected) or found == replay(whole), path


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_data_that_is_no_derivation_is_refused(junk):
    with pytest.raises(EncodingError):
        from_json(junk, RULES)
    data = to_json(derive.mle("uniform").derivation)
    for key in data:
        if (key, junk) != ("passages", []) and not (key == "steps" and junk == []):
            with pytest.raises(EncodingError):
                from_json({**data, key: junk}, RULES)


def test_unknown_rules_are_refused():
    data = to_json(derive.mle("uniform").derivation)
    with pytest.raises(EncodingError, match="known rule"):
        from_json(data, {})
    assert isinstance(replay(from_json(data, RULES)), Theorem)
