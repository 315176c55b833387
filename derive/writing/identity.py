"""What ``derive.prove`` returns: an identity with the derivations behind it, as documents and as data."""

from dataclasses import dataclass, replace
from functools import cached_property

from sympy import Function, Indexed, Sum, Symbol

from ..kernel.check import Rejected, Theorem, replay
from ..kernel.derivation import Derivation, Rule, Step
from ..language.claims import Claim
from ..language.outline import TRUSTED, Passage, Row
from ..language.substitution import same
from ..language.terms import Total
from ..library.outlines import Identity
from ..search import by_family
from ..search.outline import Filled, fill
from .document import Document, Header, book
from .latex import latex
from .layout import layout
from .measure import width
from .outcomes import shown
from .record import to_json
from .text import text

DENSITIES = "The same for densities"
AS_INTEGRALS = "With densities, integrals stand for the sums, and the steps are the same:"
WIDE = 12.0  # ems; a calculation with a wider left side is displayed by itself
MASS = "mass 1"


@dataclass(frozen=True)
class Proof:
    """An identity that was proved, or is open for the reason that is given."""

    identity: Identity

    @cached_property
    def found(self) -> tuple[Filled, ...]:
        argument = by_family.ARGUMENTS.get(self.identity.argument)
        shown_for = () if argument is None else tuple(f for d in self.identity.families if (f := argument(d)) is not None)
        return (*map(fill, self.identity.theorems), *shown_for)

    @property
    def verdict(self) -> str:
        """``proved`` or ``open``."""
        return "open" if self.reason else "proved"

    @property
    def reason(self) -> str:
        return "; ".join(f.reason for f in self.found if f.reason) if self.found else "there is nothing that was shown"

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is proved, in the terms of the kernel."""
        return tuple(c for f in self.found for c in f.claims())

    @property
    def derivations(self) -> tuple[Derivation, ...]:
        return tuple(f.derivation for f in self.found)

    def replay(self) -> tuple[Theorem | Rejected, ...]:
        """Check every step once more."""
        return tuple(map(replay, self.derivations))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return tuple(_document(self.identity, f) for f in self.found)

    def text(self, width: int = 100) -> str:
        return "\n".join(d.text(width) for d in self.documents)

    def latex(self) -> str:
        """A complete document."""
        return book(self.documents)

    def markdown(self) -> str:
        return "\n".join(d.markdown() for d in self.documents)

    def statements(self) -> list[dict]:
        """The results as text and as LaTeX."""
        return [
            {"text": text(c, names_of(f)), "latex": latex(c, names_of(f))}
            for f in self.found
            for c in (shown(c, f.theorem.view) for c in f.claims())
        ]

    def json(self) -> dict:
        """The derivations as plain data."""
        return {
            "generator": "derive", "identity": self.identity.slug, "title": self.identity.title, "verdict": self.verdict,
            "reason": self.reason, "result": self.statements(), "derivations": [to_json(d) for d in self.derivations],
        }  # fmt: skip

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        return f"<identity, {self.identity.slug}: {self.verdict}>"


def _document(identity: Identity, found: Filled) -> Document:
    """The derivation as it is read. Every displayed claim is that of a step, written as texts write it."""
    theorem = found.theorem
    steps, view = found.derivation.steps, theorem.view
    displayed = [replace(s, claim=shown(s.claim, view)) if k in _rows(found) else s for k, s in enumerate(steps)]
    passages: list[Passage] = []
    for part, rows in zip(theorem.parts, found.rows, strict=False):
        passages += _passages(part.title, tuple(shown(piece, view) for piece in part.prose), rows, displayed)
    if theorem.densities and not found.reason:
        again = [steps[found.labels[label]] for label in theorem.densities]
        rows = tuple(Row(len(displayed) + k) for k in range(len(again)))
        displayed += [replace(s, claim=shown(s.claim, view, "integral")) for s in again]
        passages += _passages(DENSITIES, (AS_INTEGRALS,), rows, displayed)
    if not found.reason:
        passages += _passages("Result", (), tuple(Row(found.labels[label]) for label in theorem.result), displayed, boxed=True)
    derivation = Derivation(found.derivation.given, tuple(displayed), tuple(passages))
    return Document(derivation, _header(identity, found), names_of(found))


def _passages(title: str, prose: tuple, rows: tuple[Row, ...], steps: list[Step], boxed: bool = False) -> list[Passage]:
    """The rows in one display, but a calculation whose left side is wide in a display of its own."""
    displays: list[list[Row]] = [[]]
    before, wide = None, False
    for row in rows:
        claim = steps[row.step].claim
        if before is None or not same(before, claim.lhs):
            was_wide, wide = wide, width(layout(claim.lhs)) > WIDE
            if displays[-1] and (wide or was_wide):
                displays.append([])
        displays[-1].append(row)
        before = claim.rhs
    return [Passage("" if place else title, () if place else prose, tuple(d), boxed) for place, d in enumerate(displays) if d or prose]


def names_of(found: Filled) -> dict:
    """How symbols are displayed; the mean of a function of the data has a bar over that function."""
    names = dict(found.theorem.view.names)
    for step in found.derivation.steps:
        if step.by == "define" and str(step.claim.lhs).startswith("mean("):
            for part in step.claim.rhs.atoms(Sum):
                body = part.args[0].replace(lambda e: isinstance(e, Indexed), lambda e: Symbol(str(e.base)))
                names[step.claim.lhs] = (rf"\overline{{{latex(body)}}}", f"mean({text(body)})")
    return names


def _rows(found: Filled) -> frozenset[int]:
    """The steps whose claims are displayed."""
    results = (found.labels[label] for label in found.theorem.result if label in found.labels)
    return frozenset(row.step for rows in found.rows for row in rows) | frozenset(results)


def _is_theorem(rule: Rule) -> bool:
    """Whether the rule is more than algebra: about sums and integrals over outcomes, or an inequality of functions."""
    sides = (rule.conclusion.lhs, rule.conclusion.rhs)
    return any(s.atoms(Total) for s in sides) or (rule.conclusion.relation != "=" and any(s.atoms(Function) for s in sides))


def _applies(trusted: str, rules: list[str]) -> bool:
    return MASS not in trusted and (bool(rules) or not trusted.startswith("the rules"))


def _header(identity: Identity, found: Filled) -> Header:
    theorem = found.theorem
    rules = sorted({s.rule.name: s.rule for s in found.derivation.steps if s.rule is not None}.items())
    names = [name for name, _ in rules]
    facts = [f"{name}: {rule.title}. {rule.source[0].upper()}{rule.source[1:]}" for name, rule in rules if _is_theorem(rule)]
    trusted = [f"{t}: {', '.join(names)}" if t.startswith("the rules") else t for t in TRUSTED if _applies(t, names)]
    return Header(
        title=f"{identity.title}: {theorem.title}" if theorem.title else identity.title,
        givens=tuple(tuple(shown(piece, theorem.view) for piece in line) for line in theorem.givens),
        conditions=tuple(tuple(shown(piece, theorem.view) for piece in line) for line in theorem.conditions),
        trusted=(*trusted, *facts, *("".join(map(str, c)) for c in theorem.cited)),
        verdict=found.verdict if not found.reason else f"{found.verdict}: {found.reason}",
    )
