"""What ``derive.mle`` returns: the estimators, the derivation behind them, and the functions that compute them."""

from dataclasses import dataclass
from functools import cached_property

from sympy import Basic, DiracDelta, Expr, Function, Indexed, IndexedBase, Integer, Symbol, preorder_traversal

from .kernel.calculus import differentiate
from .kernel.check import Rejected, Theorem, replay
from .kernel.derivation import Derivation
from .language.claims import Claim, equal, member
from .language.outline import TRUSTED
from .language.sets import Counts, Integers, Simplex
from .language.substitution import substitute
from .language.terms import Solution, Vector, Zero
from .search.likelihood import i
from .search.mle import Estimate
from .search.words import in_words
from .writing.document import Document, Header
from .writing.latex import latex
from .writing.record import to_json
from .writing.text import text

DENSITY = Function("f")


@dataclass(frozen=True)
class MaximumLikelihood:
    """A derivation of a maximum-likelihood estimator. ``reason`` says why the verdict is ``open``, where it is."""

    found: Estimate

    @property
    def verdict(self) -> str:
        """``proved`` or ``open``."""
        return self.found.verdict

    @property
    def reason(self) -> str:
        return self.found.reason

    @property
    def kind(self) -> str:
        """``stationary``, ``constrained``, ``implicit``, ``boundary``, ``nonsmooth`` or ``none``."""
        return self.found.kind

    @property
    def unique(self) -> bool | None:
        """Whether the maximum is attained at one point only, under the conditions; None where it is not proved."""
        return self.found.unique if self.verdict == "proved" else None

    @property
    def conditions(self) -> tuple[Claim, ...]:
        """What the sample must meet for the maximum to exist as stated."""
        return self.found.conditions

    @property
    def derivation(self) -> Derivation:
        return self.found.derivation

    @cached_property
    def estimators(self) -> dict[Symbol | IndexedBase, Basic]:
        """Each parameter's estimator in the data x[i] and n; where there is no closed form, the zero that it is."""
        values = {s.symbol: s.value for s in self.found.statistics}
        return {p: _inserted(point, values) for p, point in self.found.points.items()}

    def numpy(self):
        """Functions of data: estimate, log_likelihood, score, hessian."""
        from .numeric.model import Functions
        from .numeric.program import Program

        found, family = self.found, self.found.distribution
        term = found.log_likelihood
        if term is None:
            raise ValueError(f"the log-likelihood was not derived: {found.reason}")
        vector = next((v for v in found.points.values() if isinstance(v, Vector)), None)
        scalars = [p for p in family.parameters if isinstance(p, Symbol)]
        entries = {s.symbol: s.value for s in found.statistics if not isinstance(s.symbol, Symbol)}
        term, conditions = _by_entry(term, entries), found.conditions
        slopes = {p: _slope(term, p) for p in scalars}
        roots = {v: p for p, v in found.points.items() if isinstance(v, Zero)}
        points = {p: v if v in roots else v.xreplace(roots) for p, v in found.points.items()}
        program = Program(
            parameters=tuple(family.parameters),
            data=found.data,
            support=family.support,
            size=found.size,
            domains={**family.parameters, **family.known},
            statistics=tuple((s.symbol, s.value) for s in found.statistics if isinstance(s.symbol, Symbol)),
            log_likelihood=term,
            score=slopes,
            hessian={(p, q): _slope(slopes[p], q) for k, p in enumerate(scalars) for q in scalars[k:]},
            estimators={p: _by_entry(v.args[0] if isinstance(v, Vector) else v, entries) for p, v in points.items()},
            conditions=tuple(Claim(_by_entry(c.lhs, entries), c.relation, _by_entry(c.rhs, entries)) for c in conditions),
            index=vector.args[1][0] if vector else None,
            known=tuple(family.known),
            hull=self.derivation.given.domains[found.data] if family.support_depends_on_parameters else None,
        )
        return Functions(program)

    # --- evidence --------------------------------------------------------------------------------------------------

    def replay(self) -> Theorem | Rejected:
        """Check every step once more."""
        return replay(self.derivation)

    def json(self) -> dict:
        """The derivation as plain data; ``derive.writing.record.from_json(data, derive.rules())`` reads it back."""
        return to_json(self.derivation)

    # --- documents -------------------------------------------------------------------------------------------------

    @cached_property
    def document(self) -> Document:
        return Document(self.derivation, self._header(), _names(self.found))

    def text(self, width: int = 100) -> str:
        return self.document.text(width)

    def latex(self) -> str:
        """A complete document."""
        return self.document.latex()

    def markdown(self) -> str:
        return self.document.markdown()

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        return f"<maximum likelihood, {self.found.distribution.name}: {self.verdict}>"

    def _header(self) -> Header:
        found = self.found
        verdict = found.verdict if not found.reason else f"{found.verdict}: {found.reason}"
        title = f"Maximum likelihood: {found.distribution.name} distribution"
        return Header(title, self._givens(), found.result_rows, self._conditions(), self._trusted(), verdict)

    def _trusted(self) -> tuple[str, ...]:
        names = sorted({s.rule.name for s in self.derivation.steps if s.rule is not None})
        trusted = [f"{t}: {', '.join(names)}" if t.startswith("the rules") else t for t in TRUSTED]
        if self.found.distribution.support_depends_on_parameters:
            trusted.append("that the likelihood is zero where an observation lies outside the support")
        return tuple(trusted)

    def _givens(self) -> tuple:
        found, family = self.found, self.found.distribution
        discrete = isinstance(family.support, Integers) or family.is_vector
        x = family.variable
        lines = [
            (found.size, " independent observations of a variable ", member(x, family.support), *_meaning(family.support), " with ",
             "probability" if discrete else "density", " ", equal(DENSITY(x), family.density)),
            *(("parameter ", member(p, d), *_meaning(d)) for p, d in family.parameters.items()),
            *(("known constant ", member(p, d)) for p, d in family.known.items()),
        ]  # fmt: skip
        for p, d in family.parameters.items():
            cut = found.derivation.given.domains.get(p)
            if cut is not None and cut != d:
                zero = equal(Function("L")(*family.parameters), Integer(0))
                lines.append((member(p, cut), ": for other values an observation lies outside the support, and ", zero))
        if found.conditions:
            lines.append(("a sample that meets the conditions at the end",))
        return tuple(lines)

    def _conditions(self) -> tuple:
        found = self.found
        lines = []
        for c in found.conditions:
            words = in_words(c, found.statistics, found.data, found.distribution.support)
            lines.append((c, f": {words}") if words else (c,))
        if found.verdict == "proved":
            where = "one point only" if found.unique else "every point of the set shown"
            lines.append((f"The maximum is attained at {where}.",))
        return tuple(lines)


def _meaning(domain: Basic) -> tuple:
    """What a set of vectors is, in words."""
    match domain:
        case Simplex():
            return (" (", domain.size, " positive numbers with sum 1)")
        case Counts():
            return (" (", domain.size, " non-negative integers with sum ", domain.total, ")")
    return ()


def _inserted(point: Basic, values: dict) -> Basic:
    if isinstance(point, Vector | Solution):
        entries = {k: v for k, v in values.items() if not isinstance(k, Symbol)}
        point = point.xreplace(entries) if entries else point
    return substitute(point, {k: v for k, v in values.items() if isinstance(k, Symbol)})


def _by_entry(term: Basic, values: dict) -> Basic:
    """Write out statistics that have an index, such as n[j] = Σ x[i, j], wherever they stand."""
    for name, value in values.items():
        entries = {e for e in preorder_traversal(term) if isinstance(e, Indexed) and e.base == name.base}
        term = term.xreplace({e: substitute(value, dict(zip(name.indices, e.indices, strict=True))) for e in entries})
    return term


def _slope(term: Expr, parameter: Symbol) -> Expr:
    """The derivative; at the corners of |u|, one of the subgradients, whose own derivative is 0 elsewhere."""
    found = differentiate(term, parameter)
    return term.diff(parameter).replace(DiracDelta, lambda *_: Integer(0)) if found is None else found


def _names(found: Estimate) -> dict:
    """How the named statistics are displayed."""
    x = Symbol(str(found.data))
    names = {s.symbol: ("s^2", "s²") for s in found.statistics if s.centred}
    for s in found.statistics:
        if not s.centred and isinstance(s.symbol, Symbol) and s.symbol.name != "x_bar":
            body = s.body.xreplace({found.data[i]: x})
            names[s.symbol] = (rf"\overline{{{latex(body)}}}", f"mean({text(body)})")
    return names
