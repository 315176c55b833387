"""Relations about random variables whose law the text states: true or false by the law."""

import re
from functools import lru_cache, partial
from itertools import product

import sympy as sp
from sympy.core.function import AppliedUndef

from ..language.claims import Claim
from ..language.claims import Given as Assumed
from ..language.law import Given
from ..language.sets import Span, positive, reals, unit
from ..language.substitution import Captured, same, substitute
from ..language.terms import free
from ..library.laws import LAWS
from .case import Case
from .claims import INFINITE
from .conditional import bounds_at, conditions_at
from .densities_of import Inside, part
from .findings import Evidence, Finding
from .integral_senses import on_support
from .law_points import SMALL, Domains, tried
from .laws import Stated, laws_at, readings_at
from .leaving import may_leave
from .meaning import Sense, Unsaid
from .meaning_calls import RULES, Weighted
from .models import model_at, priors
from .proving import proof_of
from .refuting import turned
from .relations import Relation
from .said import is_constant, statement_of
from .show import show
from .syntax import Call, Juxtaposed, Name, Node, Script, Sum, as_call, walk
from .transforming import with_images
from .unfolding import INSIDE, Unfolder
from .usual import at_odds, is_everywhere, is_usual

HOW = " by the law of {}"
MOST_READINGS = 12
BASES = Span(1, sp.oo, True)


def by_law(case: Case) -> Finding | None:
    """Proved or supported under the usual reading of the laws in force."""
    laws = _laws(case)
    if (not laws and not (case.sign == "=" and priors(case.context))) or is_everywhere(case.context, case.relation):
        return None
    for left, right, domains, names, opaque in _versions(case, laws, lambda each: each.first):
        how = (HOW.format(", ".join(dict.fromkeys(names))) if names else " where the laws have a meaning") + _placed(domains)
        if may_leave(case, domains):
            continue
        if same(left, right):
            if domains.placed and not domains.possible(left, right):
                continue
            if names and INSIDE in opaque:
                return case.found("supported", f"the same on the support{how}")
            return case.found("proved", f"the same{how}") if names else None
        if not _explicit(left, right) or not (names or _restricted(left, right, domains)):
            continue
        trials = tried(left, right, domains)
        if trials.holds:
            if INSIDE not in opaque and (where := _proved(left, right, domains)) is not None:
                return case.found("proved", f"derived{how}, {where}")
            return case.found("supported", f"the sides agree to 25 digits at {trials.agreed} points{how}")
        inside = on_support(left), on_support(right)
        if inside != (left, right) and tried(*inside, domains).holds:
            return case.found("supported", f"the sides agree to 25 digits on the support{how}")
    return None


def _placed(domains: Domains) -> str:
    """Which places have to lie in a support, in words."""
    places = dict.fromkeys(str(place) for place, _ in domains.placed)
    return f" where {' and '.join(places)} lie{'s' if len(places) == 1 else ''} in the support" if places else ""


def _proved(left: sp.Expr, right: sp.Expr, domains: Domains) -> str | None:
    """Where it was proved by the rules inside the domains of the laws, in words."""
    names = free(left) | free(right)
    besides = [Claim(term, ">", sp.Integer(0)) for term, domain in domains.hypotheses if domain == positive and free(term) <= names]
    return proof_of(left, right, Assumed({n: d for n, d in domains.of.items() if n in names}, tuple(besides)))


def against_law(case: Case) -> Finding | None:
    """Refuted where both sides follow from the laws and differ under every reading of them."""
    laws = _laws(case)
    if not laws or any(len(each) > 1 and len({s.laws for s in each}) > 1 and not any(s.role for s in each) for each in laws.values()):
        return None
    if _conventional(case) or _meant_otherwise(case) or not is_usual(case.context, laws, case.relation.sign.start):
        return None
    if case.relation.word not in ("", ",", "and", "⇒", ":") or case.relation.sign.above:
        return None
    shown = None
    for choice in choices(laws):
        for one, other, domains, names, opaque in _versions(case, laws, choice):
            left, right = _spelled_out(case, one, domains), _spelled_out(case, other, domains)
            if opaque - {INFINITE} or not _decided(case, laws, left, right, domains, names):
                return None
            pairs = [(left, right), *_with_ties(case, left, right)]
            sides = [INFINITE in side.doubts for side in (case.raw_left, case.raw_right)]
            pairs += [tuple(turned(t) if odd else t for t, odd in zip(p, sides, strict=True)) for p in pairs if INFINITE in opaque]  # type: ignore
            for one, other in (p for pair in pairs for p in _bases(*pair)):
                trials = tried(one, other, domains, enough=False)
                if not trials.fails:
                    return None
                shown = shown or (trials.witness, names)
    if shown is None:
        return None
    (values, lhs, rhs), names = shown
    said = {str(n): str(v) for n, v in sorted(values.items(), key=lambda p: str(p[0])) if not isinstance(v, tuple)}
    message = f"this is not so under the law of {', '.join(dict.fromkeys(names))}" if names else "the two sides differ"
    return case.found("refuted", message, "D701" if names else "D201", evidence=Evidence(said, lhs, rhs))


def _laws(case: Case) -> dict[str, list[Stated]]:
    place = case.relation.sign.start
    laws = laws_at(case.context, place) if case.sign == "=" else {}
    return with_images(case.context, laws, place) if laws and not at_odds(laws, case.context.document.text) else {}


def choices(laws: dict[str, list[Stated]]):
    """The readings of the laws: laws of one notation are all read in one way."""
    counts: dict[tuple, int] = {}
    for each in (s for found in laws.values() for s in found):
        counts[each.first.law.heads] = max(counts.get(each.first.law.heads, 1), len(each.laws))
    for number, at in enumerate(product(*(range(c) for c in counts.values()))):
        if number >= MOST_READINGS:
            return
        index = dict(zip(counts, at, strict=True))
        yield lambda each, index=index: each.laws[min(index.get(each.first.law.heads, 0), len(each.laws) - 1)]


# --- the sides -----------------------------------------------------------------------------------------------------


def _versions(case: Case, laws, choice):
    """As written, with functions inserted, with names inserted; each with its domains and the variables that were unfolded."""
    seen: list = []
    context, start = case.context, case.relation.sign.start
    sides = [s.node for s in (case.relation.lhs, case.relation.rhs) if s.node is not None]
    if len(sides) < 2:
        return
    entropies = any(isinstance(each, Name) and each.letter in ("H", "h") for s in sides for each in walk(s))
    for inserting, base in product((False, True), (None, sp.Integer(2), sp.Symbol("b"), sp.Integer(10)) if entropies else (None,)):
        made = _both(case, laws, choice, inserting, base)
        if made is None:
            continue
        left, right, domains, names, opaque = made
        pairs = [(left, right)]
        if inserting:
            pairs.append(tuple(context.insert(t, start, min(case.relation.lhs.start, start))[0] for t in (left, right)))
        for pair in pairs:
            if pair not in seen and not any(t.has(sp.nan, sp.zoo) for t in pair):
                seen.append(pair)
                yield *pair, domains, names, opaque


def _both(case: Case, laws, choice, inserting: bool, base: sp.Expr | None):
    relation, context = case.relation, case.context
    lookup = context._lookup(relation.lhs.start) if inserting else (lambda *_: None)
    t = Unfolder(context.usage, RULES, lookup, Sense(), with_facts=inserting, laws=laws, choice=choice, base=base)
    t.model = model_at(context, relation.sign.start, choice)
    t.by_notation = partial(readings_at, context)
    t.other = _other_parameters(context)
    t.where = {n: span for n, span in conditions_at(context, relation).items() if n not in t.parameters}
    t.domains |= t.where
    try:
        pair = _turned(t, relation.lhs.node, relation.rhs.node) or (t.term(relation.lhs.node), t.term(relation.rhs.node))
    except (Unsaid, Captured, RecursionError, ValueError, TypeError, ZeroDivisionError, AttributeError):
        return None
    euler = sp.Symbol("e")
    if euler not in t.parameters and "e" not in laws:
        pair = tuple(substitute(side, {euler: sp.E}) for side in pair)
    domains = _domains(t, laws, choice, pair)
    domains.hypotheses += [(n, span) for n, span in bounds_at(context, relation.sign.start) if n in free(pair[0]) | free(pair[1])]
    return *pair, domains, t.unfolded, t.sense.opaque | set(t.sense.doubts)


@lru_cache(maxsize=8)
def _other_parameters(context) -> dict[sp.Symbol, tuple[str, sp.Expr]]:
    """``τ = 1/σ²`` gives σ by τ."""
    found: dict[sp.Symbol, tuple[str, sp.Expr]] = {}
    for _, relation in context.relations:
        if relation.sign.sign in ("=", ":=") and isinstance(relation.lhs.node, Name) and relation.rhs.node is not None:
            body = context.read(relation.rhs, False).term
            if isinstance(body, sp.Pow) and isinstance(body.base, sp.Symbol) and body.exp.is_Rational:
                name = show(relation.lhs.node)
                found.setdefault(body.base, (name, sp.Symbol(name) ** (1 / body.exp)))
    return found


def _turned(t: Unfolder, left: Node, right: Node) -> tuple[sp.Expr, sp.Expr] | None:
    """``median(X) = m`` as F(m) = 1/2, ``Q_X(p) = m`` as F(m) = p, ``mode(X) = m`` as f'(m) = 0: F increases, so these say the same."""
    call = as_call(left) if isinstance(left, Juxtaposed) else left
    if not isinstance(call, Call) or len(call.arguments) != 1:
        return None
    head, argument = call.head, call.arguments[0]
    if isinstance(head, Name) and head.letter == "median" and isinstance(argument, Name):
        name, share = show(argument), sp.Rational(1, 2)
    elif _is_quantile(head):
        name, share = show(head.sub), t.of(argument)  # type: ignore[attr-defined]
        if isinstance(share, sp.Symbol):
            t.domains[share] = unit
    else:
        return None
    found = t.law(name)
    if found is None or found.is_discrete:
        return None
    t.use(name)
    return part(found, sp.Integer(1), found.support.lo, t.of(right)), share


def _is_quantile(head: Node) -> bool:
    inverse = isinstance(head, Script) and isinstance(head.sup, Sum) and show(head.sup) in ("-1", "- 1", "−1")
    return isinstance(head, Script) and isinstance(head.base, Name) and (
        (head.base.letter == "Q" and head.sup is None) or (head.base.letter == "F" and inverse)
    )  # fmt: skip


# --- where the laws have a meaning -------------------------------------------------------------------------------


def _domains(t: Unfolder, laws, choice, pair) -> Domains:
    domains = Domains()
    for name, domain in t.domains.items():
        domains.of[name] = domain
    for s in t.small:
        domains.of[s] = SMALL
    if isinstance(t.base, sp.Symbol):
        domains.of[t.base] = BASES
    names = set().union(*map(free, pair))
    for found in laws.values():
        for each in found:
            law = choice(each)
            if free(law.density) & names or each.name in t.unfolded:
                _state(domains, law)
            letter = each.name.lower() if each.name.isupper() else each.name
            own = sp.IndexedBase(letter) if each.index else sp.Symbol(letter)
            if own in names and own not in domains.of:
                domains.of[own] = law.support
    for law in t.mentioned:
        _state(domains, law)
    domains.looked = t.looked
    for place, support in t.placed:
        domains.place(place, support)
    for name, law in t.model.laws.items() if t.model is not None else ():
        _state(domains, law)
        indexed = t.model is not None and name in t.model.indexed
        own = sp.IndexedBase(name) if indexed else sp.Symbol(name)
        if own in names:
            domains.of[own] = law.support
    return domains


def _state(domains: Domains, law: Given) -> None:
    for term, domain in law.domains:
        domains.state(term, domain)


def _explicit(*terms: sp.Expr) -> bool:
    return not any(t.has(Inside, Weighted) or t.atoms(AppliedUndef) for t in terms)


def _restricted(left: sp.Expr, right: sp.Expr, domains: Domains) -> bool:
    """Whether the laws say something of the names that matters."""
    return any(domains.of.get(n, reals) != reals for n in free(left) | free(right))


def _decided(case: Case, laws, left: sp.Expr, right: sp.Expr, domains: Domains, names: list[str]) -> bool:
    """Whether nothing but the laws decides about the relation."""
    relation = case.relation
    constant = any(is_constant(s.node) for s in (relation.lhs, relation.rhs))
    limited = all(n in domains.of for n in free(left) | free(right))
    if constant or not (names or (limited and _continues(case))) or not _explicit(left, right):
        return False
    if not _settled(case, left, right, domains) or _conditional(case, laws, names):
        return False
    return not names or not _foreign(laws, left, right, domains, names)


def _continues(case: Case) -> bool:
    """A later member of a chain of equations, computed from the one before."""
    _, statement = statement_of(case.context, case)
    link = case.relation.link
    return link > 0 and not is_constant(statement.sides[0].node) and all(s.sign == "=" for s in statement.signs[: link + 1])


def _settled(case: Case, left: sp.Expr, right: sp.Expr, domains: Domains) -> bool:
    """Every name is a parameter of a law, a value, or an argument: nothing else in the text can restrict it."""
    names = set(free(left) | free(right))
    loose = [n for n in names if n not in domains.of]
    if any(not isinstance(n, sp.Symbol | sp.IndexedBase) for n in names) or len(loose) > 1:
        return False
    known = case.context.scope(case.relation.sign.start).names
    places = {n for n, domain in domains.of.items() if domain == SMALL}
    tied = {show(r.lhs.node) for r in _ties(case) if not is_constant(r.rhs.node) or sp.Symbol(show(r.lhs.node)) not in places}
    passing = _equations(case)
    tied -= {str(n) for n in (*passing, *conditions_at(case.context, case.relation))}
    plain = [n for n in names if isinstance(n, sp.Symbol)]
    return not any((n in known and n not in places and n not in passing) or str(n) in tied or str(n).isupper() for n in plain)


def _ties(case: Case) -> list[Relation]:
    return [r for _, r in case.context.relations if r.sign.sign in ("=", ":=", "in") and r.lhs.node is not None]


def _equations(case: Case) -> dict[sp.Symbol, sp.Expr]:
    """``μ = 2σ``, once and in the running text, of a parameter: it may be meant here or not."""
    found: dict[sp.Symbol, list[sp.Expr | None]] = {}
    for r in _ties(case):
        name = sp.Symbol(show(r.lhs.node))  # type: ignore[arg-type]
        body = case.context.read(r.rhs, False)
        formula = next(f.formula for f, other in case.context.relations if other is r)
        hidden = body.term is None or body.opaque or body.doubts or name in free(body.term)
        found.setdefault(name, []).append(None if hidden or formula.display or r.sign.sign != "=" else body.term)
    return {name: bodies[0] for name, bodies in found.items() if len(bodies) == 1 and bodies[0] is not None}


def _with_ties(case: Case, left: sp.Expr, right: sp.Expr):
    """The sides with what the text says of a parameter in passing put in: a claim is false where it is false with and without that."""
    names = free(left) | free(right)
    ties = {name: body for name, body in _equations(case).items() if name in names}
    for put in [{name: body} for name, body in ties.items()] + ([ties] if len(ties) > 1 else []):
        yield substitute(left, put), substitute(right, put)


def _foreign(laws, left: sp.Expr, right: sp.Expr, domains: Domains, names: list[str]) -> bool:
    """Whether one side alone has a name that the laws of the variables do not have: a formula about any variable of this kind is quoted."""
    if any(n not in laws for n in names):
        return False
    own = {s for n in names for each in laws[n] for law in each.laws for s in free(law.density)}
    own |= {kind(n.lower() if n.isupper() else n) for n in names for kind in (sp.Symbol, sp.IndexedBase)}
    return any(n not in own and domains.of.get(n) not in (SMALL, BASES) for n in free(left) ^ free(right))


def _conditional(case: Case, laws, names: list[str]) -> bool:
    """Whether the words around the formula speak of a law that is not in force here, or of a condition such as x < a."""
    formula = next(f.formula for f, r in case.context.relations if r is case.relation)
    words = case.context.document.text[max(0, formula.opening - 200) : formula.opening].lower().rstrip().rsplit("\n\n", 1)[-1]
    text = case.context.document.text[formula.start : formula.end]
    said = re.findall(r"\b(?:if|when|otherwise)\b", words) + re.findall(r"\bif\b|otherwise", text)
    if len(said) > 1 or (said and not conditions_at(case.context, case.relation)):
        return True
    for here in sorted({w for n in names for each in laws.get(n, ()) for w in each.first.law.words}, key=len, reverse=True):
        words = words.replace(here, " ")
    return any(word in words for law in LAWS for word in law.words)


def _conventional(case: Case) -> bool:
    """μ and σ beside moments on both sides may stand for the mean and the standard deviation."""
    names = {str(s) for r in (case.raw_left, case.raw_right) if r.term is not None for s in free(r.term)}
    return bool(names & {"mu", "sigma"}) and any("E" in str(o) or "Var" in str(o) for o in case.raw_right.opaque)


def _spelled_out(case: Case, term: sp.Expr, domains: Domains) -> sp.Expr:
    """The term with the means that the text writes out, ``\\bar y = …``, in place of their names."""
    place = case.relation.sign.start
    known = case.context.scope(place).names
    for name in sorted((n for n in free(term) if isinstance(n, sp.Symbol) and str(n).startswith("bar(")), key=str):
        if name in known and name not in domains.of and not case.context.is_claimed(known[name], place):
            term = substitute(term, {name: known[name].body})
    return term


def _meant_otherwise(case: Case) -> bool:
    """Whether the same left side has a value above that does not follow from the laws: the text means another law by it from there on."""
    context, place = case.context, case.relation.lhs.start
    above = [
        (c, f)
        for c, f in context.judged
        if c.relation.lhs.start < place and context.scope_at(c.relation.lhs.start) == context.scope_at(place)
    ]
    return any(f.verdict == "open" and c.relation.lhs.text.strip() == case.relation.lhs.text.strip() for c, f in above)


def _bases(left: sp.Expr, right: sp.Expr):
    """With logarithms to other bases too: a text may mean those."""
    yield left, right
    if left.has(sp.log) or right.has(sp.log):
        for base in (2, 10):
            yield tuple(t.replace(sp.log, lambda x, b=base: sp.log(x) / sp.log(b)) for t in (left, right))
