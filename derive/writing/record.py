"""Derivations as JSON, and back. It builds data only: what it reads is believed no more than if a person had typed it."""

from collections.abc import Mapping

from sympy import Basic
from sympy.core.function import UndefinedFunction

from ..kernel.derivation import Derivation, Rule, Step
from ..language.claims import Claim
from ..language.contexts import HOLE
from ..language.encoding import (
    EncodingError,
    decode,
    decode_claim,
    decode_given,
    encode,
    encode_claim,
    encode_given,
)
from ..language.outline import Passage, Row

VERSION = 1
STEPS = 5_000
STEP_KEYS = {"by", "claim", "rule", "bindings", "premises", "context", "reverse"}


def to_json(derivation: Derivation) -> dict:
    """The derivation as data that ``json.dumps`` takes; rules are named. Raises EncodingError for terms without encoding."""
    return {
        "version": VERSION,
        "given": encode_given(derivation.given),
        "steps": [_write_step(step) for step in derivation.steps],
        "passages": [_write_passage(p) for p in derivation.passages],
    }


def _write_step(step: Step) -> dict:
    written: dict = {"by": step.by, "claim": encode_claim(step.claim)}
    if step.rule is not None:
        written["rule"] = step.rule.name
    if step.bindings:
        written["bindings"] = [[encode(k), encode(v)] for k, v in step.bindings.items()]
    if step.premises:
        written["premises"] = list(step.premises)
    if step.context is not None:
        written["context"] = encode(step.context, {HOLE: "hole"})
    if step.reverse:
        written["reverse"] = True
    return written


def _write_passage(p: Passage) -> dict:
    return {
        "title": p.title,
        "prose": [_write_word(w) for w in p.prose],
        "rows": [[row.step, row.reason] for row in p.rows],
        "boxed": p.boxed,
    }


def _write_word(word):
    match word:
        case str():
            return {"text": word}
        case Claim():
            return {"claim": encode_claim(word)}
    return {"term": encode(word)}


def from_json(data, rules: Mapping[str, Rule]) -> Derivation:
    """The derivation that the data describes, not yet replayed. Raises EncodingError, with the place, for anything else."""
    _expect(isinstance(data, dict) and set(data) == {"version", "given", "steps", "passages"}, "a derivation")
    _expect(type(data["version"]) is int and data["version"] == VERSION, f"version {VERSION}")
    _expect(isinstance(data["steps"], list) and len(data["steps"]) <= STEPS, f"at most {STEPS} steps")
    _expect(isinstance(data["passages"], list), "passages")
    steps = tuple(_read_step(k, step, rules) for k, step in enumerate(data["steps"]))
    return Derivation(decode_given(data["given"]), steps, tuple(_read_passage(p, len(steps)) for p in data["passages"]))


def _read_step(k: int, data, rules) -> Step:
    try:
        _expect(isinstance(data, dict) and {"by", "claim"} <= set(data) <= STEP_KEYS and isinstance(data["by"], str), "a step")
        name, premises, pairs = data.get("rule"), data.get("premises", []), data.get("bindings", [])
        _expect(name is None or (isinstance(name, str) and name in rules), f"a known rule in place of {str(name)[:80]!r}")
        _expect(isinstance(premises, list) and all(type(p) is int for p in premises), "the numbers of earlier steps")
        _expect(isinstance(pairs, list) and all(isinstance(p, list) and len(p) == 2 for p in pairs), "pairs of a hole and a term")
        _expect(isinstance(data.get("reverse", False), bool), "yes or no for reverse")
        bindings = {decode(hole): decode(value) for hole, value in pairs}
        _expect(len(bindings) == len(pairs), "one term for each hole")
        _expect(all(isinstance(v, Basic) and isinstance(h, Basic | UndefinedFunction) for h, v in bindings.items()), "terms for holes")
        context = decode(data["context"], {"hole": HOLE}) if "context" in data else None
        _expect(context is None or isinstance(context, Basic), "a term with a hole")
        rule = None if name is None else rules[name]
        return Step(data["by"], decode_claim(data["claim"]), rule, bindings, tuple(premises), context, data.get("reverse", False))
    except EncodingError as e:
        raise EncodingError(f"step {k + 1}: {e}") from e


def _read_passage(data, steps: int) -> Passage:
    _expect(isinstance(data, dict) and set(data) == {"title", "prose", "rows", "boxed"}, "a passage")
    _expect(isinstance(data["title"], str) and isinstance(data["boxed"], bool), "a passage with a title")
    _expect(isinstance(data["prose"], list) and isinstance(data["rows"], list), "a passage with prose and rows")
    return Passage(data["title"], tuple(map(_read_word, data["prose"])), tuple(_read_row(r, steps) for r in data["rows"]), data["boxed"])


def _read_word(data):
    match data:
        case {"text": str() as text, **rest} if not rest:
            return text
        case {"claim": claim, **rest} if not rest:
            return decode_claim(claim)
        case {"term": term, **rest} if not rest:
            return decode(term)
    raise EncodingError("prose is made of texts, terms and claims")


def _read_row(data, steps: int) -> Row:
    match data:
        case [int() as step, str() as reason] if type(step) is int and 0 <= step < steps:
            return Row(step, reason)
    raise EncodingError("a row is the number of a step and a reason")


def _expect(condition: bool, what: str) -> None:
    if not condition:
        raise EncodingError(f"{what} is expected")
