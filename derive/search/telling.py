"""How the derivation of an expectation is read: the function as statistics, their means, and the sum."""

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Derivation
from ..language.claims import equal
from ..language.outline import Passage, Row
from ..language.sets import reals
from ..library import expectations, integrals, series
from .expectation import Expected, Split
from .proof import Proof

TOLD = {id(r) for module in (expectations, integrals, series) for r in vars(module).values() if hasattr(r, "conclusion")}
SILENT = {"integral-multiple", "integral-combination", "sum-multiple", "sum-combination", "series-multiple", "series-combination",
          "integral-scaled", "integral-scaled-existing", "integral-of-sum", "series-scaled", "integral-reflected"}  # fmt: skip


def passages(found: Expected, opened: str, name: sp.Symbol, under: str = "") -> tuple[Derivation, tuple[Row, ...]]:
    """The derivation with its passages, and the row of the result, by its name if the value is known to be real."""
    derivation = found.derivation
    assert derivation is not None
    made: list[Passage] = []
    if found.split is not None and found.split.opened is not None:
        made.append(Passage(opened, rows=(Row(found.split.opened),)))
    if found.split is not None and (rows := _means(found, found.split)):
        made += [Passage("" if k else f"Means of the statistics{under}", rows=(row,)) for k, row in enumerate(rows)]
    if found.step < 0:
        return Derivation(derivation.given, derivation.steps, tuple(made)), ()
    if found.value in (None, sp.oo):
        made.append(Passage("A mean that is infinite", rows=(Row(found.step, _reasons(derivation, found.step)),)))
        return Derivation(derivation.given, derivation.steps, tuple(made)), ()
    derivation, step = _named(derivation, found.step, name)
    made.append(Passage("Together", rows=(Row(found.step, "expectation is linear"),)))
    return Derivation(derivation.given, derivation.steps, tuple(made)), (Row(step),)


def _named(derivation: Derivation, step: int, name: sp.Symbol) -> tuple[Derivation, int]:
    """The name defined by the value, where the value is known to be real."""
    claim = derivation.steps[step].claim
    if name in derivation.given.domains:
        return derivation, step
    proof = Proof(derivation.given, [*derivation.steps])
    try:
        proof.introduce(name, reals)
        k = proof.define(name, claim.rhs)
        proof.add_chain(equal(name, claim.lhs), (k, step))
    except Rejected:
        return derivation, step
    return proof.derivation(), k


def _means(found: Expected, split: Split) -> tuple[Row, ...]:
    derivation = found.derivation
    assert derivation is not None
    claims = [s.claim for s in derivation.steps]
    shown = dict.fromkeys(k for (_, t), k in zip(split.parts, split.means, strict=False) if t != 1 and claims[k].lhs != claims[k].rhs)
    return tuple(Row(k, _reasons(derivation, k)) for k in shown)


def _reasons(derivation: Derivation, step: int) -> str:
    """The titles of the rules about integrals and series that the step rests on."""
    seen, waiting, titles = set(), [step], {}
    while waiting:
        k = waiting.pop()
        if k in seen:
            continue
        seen.add(k)
        s = derivation.steps[k]
        if s.rule is not None and id(s.rule) in TOLD and s.rule.name not in SILENT:
            titles[k] = s.rule.title
        waiting += s.premises
    return "; ".join(dict.fromkeys(titles[k] for k in sorted(titles)))


def resting_on(*derivations: Derivation) -> list[str]:
    """The names of the rules that are cited."""
    return sorted({s.rule.name for d in derivations for s in d.steps if s.rule is not None})
