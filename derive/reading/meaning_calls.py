"""Functions, sums over ranges, integrals, derivatives: the part of the meaning that binds or applies."""

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from ..kernel.calculus import differentiate
from ..language.substitution import substitute
from ..language.terms import derivative, free
from . import meaning_lists
from .densities import density
from .meaning import Translator, Unsaid
from .meaning_calculus import Weighted, evaluated, integral, is_continuous, limit, over_region, with_body
from .meaning_names import entries, without_power
from .operators import operator_name
from .reach import Reach, reach
from .show import show
from .syntax import Big, Call, Derivative, Evaluated, Name, Node, Number, Relation, Script, Sum, walk

OWN = sp.Symbol("⟨t⟩")
ONE = {
    "log": sp.log, "ln": sp.log, "exp": sp.exp, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "sinh": sp.sinh, "cosh": sp.cosh,
    "tanh": sp.tanh, "arcsin": sp.asin, "arccos": sp.acos, "arctan": sp.atan, "erf": sp.erf, "erfc": sp.erfc, "Gamma": sp.gamma,
    "logit": lambda x: sp.log(x / (1 - x)), "expit": lambda x: 1 / (1 + sp.exp(-x)), "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "cot": sp.cot, "sec": sp.sec, "csc": sp.csc, "coth": sp.coth,
}  # fmt: skip
BESSEL = {"I": sp.besseli, "J": sp.besselj, "K": sp.besselk}
THREE = {"B": lambda x, a, b: sp.Integral(OWN ** (a - 1) * (1 - OWN) ** (b - 1), (OWN, 0, x))}
TWO = {"B": sp.beta, "Gamma": sp.uppergamma, "gamma": sp.lowergamma}
CONVENTIONAL = {"psi": lambda x: sp.polygamma(0, x), "digamma": lambda x: sp.polygamma(0, x), "trigamma": lambda x: sp.polygamma(1, x)}
OPERATORS = frozenset("E Var Cov Pr P H h KL I Skew".split())
UPRIGHT = ("", "mathrm", "operator", "text", "word")


def _call(t: Translator, node: Call) -> sp.Expr:
    head, power = _bare_head(node.head)
    arguments = node.arguments
    if power is not None and power != -1:
        inner = Call(node.start, node.end, head, arguments, node.separators, node.fence)
        return _call(t, inner) ** power
    if power is None and (found := _known(t, node, head)) is not None:
        return found
    defined = t.lookup(t, node)
    if defined is not None:
        if defined.has(sp.Piecewise):
            t.doubt("which of the cases applies may be said in words")
        return defined
    if power is not None:
        return _applied(t, node)
    if (found := _primed(t, node, head) or _indicated(t, node, head)) is not None:
        return found
    if t.with_facts and (fact := _density(t, node, head)) is not None:
        return fact
    return _applied(t, node)


def _density(t: Translator, node: Call, head: Node) -> sp.Expr | None:
    """``\\mathrm{Bin}(y; n, p)``: from the catalogue; texts differ in what the parameters mean, so nothing is refuted by it."""
    if not isinstance(head, Name) or head.font == "" or node.separators[:1] != (";",) or set(node.separators[1:]) - {","}:
        return None
    if show(head) in t.usage.defined and head.font == "":
        return None
    made = density(head.letter, t.of(node.arguments[0]), tuple(map(t.of, node.arguments[1:])))
    if made is not None:
        t.doubt(f"{head.letter} is taken to be the density of the catalogue")
    return made


def _bare_head(head: Node) -> tuple[Node, sp.Integer | None]:
    """``\\log^2``: the function and its power."""
    match head:
        case Script(sup=Number(text=text), primes=0) if "." not in text:
            return without_power(head), sp.Integer(text)
        case Script(sup=Sum()):
            return head, sp.Integer(-1)
    return head, None


def _known(t: Translator, node: Call, head: Node) -> sp.Expr | None:
    """A function of analysis, unless the document defines the name itself."""
    if isinstance(head, Script) and isinstance(head.base, Name) and head.sup is None and len(node.arguments) == 1:
        return _indexed_function(t, node, head)
    if not isinstance(head, Name) or head.accents or head.primes or head.font not in UPRIGHT:
        return None
    if head.letter in ("log", "ln", "exp", "Gamma") or (head.letter in ONE and show(head) not in t.usage.defined):
        if len(node.arguments) == 1:
            if head.letter == "Gamma" and show(head) in t.usage.defined:
                t.doubt("Γ is read as the gamma function")
            return ONE[head.letter](t.of(node.arguments[0]))
    if head.letter in ("max", "min") and len(node.arguments) > 1:
        return {"max": sp.Max, "min": sp.Min}[head.letter](*map(t.of, node.arguments))
    if (len(node.arguments) == 2 and head.letter in TWO and set(node.separators) == {","}) or _is_incomplete_beta(node, head):
        if show(head) in t.usage.defined:
            t.doubt(f"{head.letter} is read as the function of analysis")
        return (TWO if len(node.arguments) == 2 else THREE)[head.letter](*map(t.of, node.arguments))
    if head.letter in CONVENTIONAL and len(node.arguments) == 1 and show(head) not in t.usage.defined:
        if head.letter == "psi":
            t.doubt("ψ is read as the digamma function")
        return CONVENTIONAL[head.letter](t.of(node.arguments[0]))
    if head.letter == "det" and len(node.arguments) == 1 and meaning_lists.written_matrix(node.arguments[0]):
        return meaning_lists.determinant(t, node, meaning_lists.written_matrix(node.arguments[0]))
    return None


def _is_incomplete_beta(node: Call, head: Name) -> bool:
    return head.letter == "B" and node.separators in ((";", ","), (",", ","))


def _primed(t: Translator, node: Call, head: Node) -> sp.Expr | None:
    """``M_X''(0)``: the derivative of a function that is known, at a place."""
    if len(node.arguments) != 1:
        return None
    named = head.base if isinstance(head, Script) else head
    order = (named.primes if isinstance(named, Name) else 0) + (head.primes if isinstance(head, Script) else 0)
    if not order or order > 4 or not isinstance(named, Name):
        return None
    named = replace(named, primes=0)
    plain = replace(head, base=named, primes=0) if isinstance(head, Script) and (head.sub or head.sup) else named
    place = Name(node.start, node.end, "⟨s⟩")
    inner = replace(node, head=plain, arguments=(place,))
    term = t.lookup(t, inner)
    term = _known(t, inner, plain) if term is None else term
    for _ in range(order):
        term = None if term is None else _by(t, node, term, place)
    return None if term is None else substitute(term, {sp.Symbol("⟨s⟩"): t.of(node.arguments[0])})


def _indicated(t: Translator, node: Call, head: Node) -> sp.Expr | None:
    """``\\mathbb{1}\\{x > 0\\}``, ``I(x > 0)``."""
    if len(node.arguments) != 1 or not isinstance(node.arguments[0], Relation) or isinstance(head, Script):
        return None
    condition = node.arguments[0]
    certain = meaning_lists.is_unit(head)
    if not certain and not (isinstance(head, Name) and head.letter == "I" and "=" not in condition.signs):
        return None
    return meaning_lists.indicator(t, node, condition)


def _indexed_function(t: Translator, node: Call, head: Script) -> sp.Expr | None:
    """``\\log_2``, ``I_0``."""
    base = head.base
    assert isinstance(base, Name)
    if base.letter in ("log", "ln"):
        to_e = isinstance(head.sub, Name) and head.sub.letter == "e"
        return sp.log(t.of(node.arguments[0])) / (1 if to_e else sp.log(t.of(head.sub)))
    general = base.letter == "K" and isinstance(head.sub, Name)
    if base.letter in BESSEL and node.fence == "()" and (general or isinstance(head.sub, Number)):
        if base.letter != "I" or show(head) in t.usage.defined:
            t.doubt(f"{show(head)} is read as the Bessel function")
        return BESSEL[base.letter](t.of(head.sub), t.of(node.arguments[0]))
    return None


def _applied(t: Translator, node: Call) -> sp.Expr:
    """A function without a definition: an atom if it is an operator or its arguments are not numbers."""
    if node.fence not in ("()",) or not node.arguments:
        return t.atom(node)
    before = set(t.sense.opaque), list(t.sense.doubts)
    try:
        arguments = [t.of(each) for each in node.arguments]
    except Unsaid:
        t.sense.opaque, t.sense.doubts = before
        return t.atom(node)
    if any(a.has(sp.oo) for a in arguments) or is_operator(node.head):
        return t.atom(node)
    made = sp.Function(f"{show(node.head)}({''.join(node.separators)})")(*arguments)
    t.sense.opaque.add(made.func)
    return made


def is_operator(head: Node) -> bool:
    name = head.base if isinstance(head, Script) else head
    return isinstance(name, Name) and (
        name.font == "mathbb" or name.letter in OPERATORS or operator_name(head)[0] in ("correlation", "divergence")
    )


# --- sums, products, integrals -------------------------------------------------------------------------------------


def _big(t: Translator, node: Big) -> sp.Expr:
    node = with_body(node)
    match node.operator:
        case "sum" | "prod":
            return _series(t, node)
        case "int":
            return integral(t, node)
        case "iint" | "iiint" if node.upper is None:
            return over_region(t, node)
        case "lim":
            return limit(t, node)
    return t.atom(node)


def _series(t: Translator, node: Big) -> sp.Expr:
    head = sp.Sum if node.operator == "sum" else sp.Product
    assert node.body is not None
    match node.lower:
        case Relation(signs=("=",), sides=(Name() as index, first)) if node.upper is not None:
            name = show(index)
            lower, upper = t.of(first), t.of(node.upper)
            inside = reach(node.body, name) if head is sp.Product else Reach(node.body, (), False)
            if inside.doubtful:
                t.doubt("a factor may stand under the product sign or behind it")
            with t.binding(name):
                body = t.of(inside.body)
            if lower.has(sp.oo) or (upper.has(sp.oo) and (head is sp.Product or upper != sp.oo)):
                return t.atom(node)
            return sp.Mul(head(body, (sp.Symbol(name), lower, upper)), *map(t.of, inside.rest))
        case Name() as index if node.upper is None and (limits := _range(t, node, show(index))) is not None:
            return _series(t, replace(node, lower=Relation(index.start, index.end, ("=",), (index, limits[0])), upper=limits[1]))
        case Name() | Relation(signs=("in",), sides=(Name(), _)) if head is sp.Sum and node.upper is None:
            index = node.lower.sides[0] if isinstance(node.lower, Relation) else node.lower
            with t.binding(show(index)):
                body = t.of(node.body)
            return Weighted.over(body, sp.Symbol(show(index)), sp.Symbol(f"Σ {show(node.lower)}"))
    return t.atom(node)


def _range(t: Translator, node: Big, index: str) -> tuple[Node, Node] | None:
    """The first and last value of an index, as other sums over the same entries have them."""
    assert node.body is not None
    ranges = t.usage.ranges
    known = [ranges.get((index, name)) or ranges.get((index, "")) for name in entries(node.body, index)]
    return known[0] if known and all(limits == known[0] for limits in known) else None


# --- derivatives ---------------------------------------------------------------------------------------------------


def _derivative(t: Translator, node: Derivative) -> sp.Expr:
    if node.body is None:
        raise Unsaid(node, "the derivative of nothing")
    if any(isinstance(each, Name) and each.accents for v, _ in node.variables for each in walk(v)):
        return t.atom(node)
    if (found := _at_estimate(t, node)) is not None:
        return found
    term = t.lookup(t, node.body) if isinstance(node.body, Name | Call) else None
    term = t.of(node.body) if term is None else term
    for variable, order in node.variables:
        times = 1 if order is None else int(order.text) if isinstance(order, Number) and order.text in "1234" else 0
        if not times:
            return t.atom(node)
        for _ in range(times):
            made = _by(t, node, term, variable)
            if made is None:
                return t.atom(node)
            term = made
    return term


def _at_estimate(t: Translator, node: Derivative) -> sp.Expr | None:
    """``∂LL(\\hat μ, σ²)/∂μ``: differentiated by μ, then looked at where μ is its estimate; None where it is no such derivative."""
    if not isinstance(node.body, Call) or len(node.variables) != 1:
        return None
    ((variable, _),) = node.variables
    own = variable.base if isinstance(variable, Script) and variable.sub is None else variable
    estimates = [a for a in node.body.arguments if _under_hat(a) == variable]
    if not isinstance(own, Name) or len(estimates) != 1:
        return None
    plain = tuple(variable if a is estimates[0] else a for a in node.body.arguments)
    found = _derivative(t, replace(node, body=replace(node.body, arguments=plain)))
    names = t.of(own), t.of(_base(estimates[0]))
    hidden = free(found) & t.sense.opaque or {f.func for f in found.atoms(sp.core.function.AppliedUndef)} & t.sense.opaque
    return None if hidden else substitute(found, dict([names]))


def _base(node: Node) -> Node:
    return node.base if isinstance(node, Script) and node.sub is None else node


def _under_hat(node: Node) -> Node | None:
    """μ for ``\\hat μ`` and σ² for ``\\hat σ^2``; None without a hat."""
    inner = _base(node)
    if not isinstance(inner, Name) or inner.accents != ("hat",):
        return None
    bare = replace(inner, accents=())
    return replace(node, base=bare) if inner is not node and isinstance(node, Script) else bare


def _by(t: Translator, node: Derivative, term: sp.Expr, variable: Node) -> sp.Expr | None:
    """∂term/∂variable; also for a power such as σ². None where the term does not show how it depends on it."""
    v = t.of(variable)
    hidden = {atom for atom in free(term) if atom in t.sense.opaque} | {f.func for f in term.atoms(sp.core.function.AppliedUndef)}
    if hidden & t.sense.opaque or term.has(Weighted):
        return None
    if isinstance(v, sp.Pow) and isinstance(v.base, sp.Symbol) and v.exp == 2:
        root = sp.Symbol("√" + v.base.name)
        inner = term.subs(v.base, sp.sqrt(root)) if not term.has(sp.Sum, sp.Product) else substitute(term, {v.base: sp.sqrt(root)})
        found = differentiate(_carry(inner), root) if root in free(inner) else None
        return None if found is None else substitute(found, {root: v})
    if not isinstance(v, sp.Symbol | sp.Indexed):
        return None
    name = v.base if isinstance(v, sp.Indexed) else v
    if name not in free(term):
        return None
    if is_continuous(term) and isinstance(v, sp.Symbol):
        return derivative(term, v)
    own = {s: sp.Symbol(f"⟨{s.name}⟩") for s in (free(v) - {name} if isinstance(v, sp.Indexed) else ())}
    found = _finite(_carry(substitute(term, own)), substitute(v, own))
    return None if found is None else substitute(found, {new: old for old, new in own.items()})


def _finite(term: sp.Expr, v) -> sp.Expr | None:
    """The derivative; the bounds of sums are finite numbers."""
    seen = {s for limit in _bounds(term) for s in free(limit)}
    names: dict = {s: sp.Symbol(s.name, integer=True) for s in seen if isinstance(s, sp.Symbol)}
    names |= {s: sp.IndexedBase(str(s), integer=True) for s in seen if isinstance(s, sp.IndexedBase)}
    if v in names or (isinstance(v, sp.Indexed) and v.base in names):
        return None
    moved = substitute(term, names)
    found = differentiate(moved, v)
    return None if found is None else substitute(found, {new: old for old, new in names.items()})


def _bounds(term):
    return [b for s in term.atoms(sp.Sum) for limit in s.limits for b in limit[1:]]


def _carry(term: sp.Expr) -> sp.Expr:
    """The logarithm of a product as a sum, so that the rules of differentiation reach it; the same where both are defined."""
    squares = {p: p.base.args[0] ** p.exp for p in term.atoms(sp.Pow) if isinstance(p.base, sp.Abs) and p.exp.is_Integer and p.exp % 2 == 0}
    term = term.xreplace(squares)
    for found in sorted(term.atoms(sp.log), key=str):
        inner = found.args[0]
        product = next((p for p in sp.Mul.make_args(inner) if isinstance(p, sp.Product)), None)
        if product is not None:
            rest = inner / product
            term = term.xreplace({found: sp.Sum(sp.log(product.args[0]), *product.args[1:]) + (sp.log(rest) if rest != 1 else 0)})
    return term


RULES: dict[type, Callable] = {Call: _call, Big: _big, Derivative: _derivative, Evaluated: evaluated, **meaning_lists.RULES}
