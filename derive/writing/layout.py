"""A term or a claim as a layout tree: all decisions about notation, order, signs and parentheses."""

from functools import cmp_to_key, lru_cache

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    E,
    Float,
    Indexed,
    IndexedBase,
    Integer,
    Integral,
    Lambda,
    Limit,
    Mul,
    Number,
    Piecewise,
    Pow,
    Rational,
    S,
    Subs,
    Symbol,
    Tuple,
    cos,
    exp,
    nan,
    oo,
    pi,
    sympify,
    zoo,
)  # fmt: skip
from sympy.core.function import AppliedUndef
from sympy.core.relational import Eq, Ge, Gt, Le, Lt, Ne, Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from ..language.claims import Claim
from ..language.sets import Counts, Integers, Simplex, Span
from ..language.terms import BINDERS, Only, Pairs, Vector, free
from ..library.notation import BINDER_NOTATIONS, NOTATIONS, PRODUCT, RANKS, RELATION_SIGNS, SUM
from .names import head, name, word
from .products import DATA, Radical, Raised, arrange, has_datum, term_order
from .tree import (
    ATOM,
    PREFIX,
    BigOperator,
    Cases,
    Factors,
    Fenced,
    Form,
    Fraction,
    Glyph,
    Infix,
    Joined,
    Listed,
    Root,
    Script,
    Terms,
    fenced,
    inlined,
    juxtaposed,
    lowered,
    minus,
    powered,
    precedence,
)  # fmt: skip

ALTERNATIVES = {n.head: tuple(m for m in NOTATIONS if m.head is n.head) for n in NOTATIONS}
BINDER_OF = {n.head: n for n in BINDER_NOTATIONS}
SIGNS = {relation: Glyph(*both) for relation, both in RELATION_SIGNS.items()}
SIGN_OF = {Eq: "=", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}
EVEN = (Abs, cos)
DOTS = Glyph(r"\dots", "…")
ONE = Glyph("1", "1")
SPACE = Glyph(r"\,", "")
CONSTANTS = {
    pi: Glyph(r"\pi", "π"),
    E: Glyph("e", "e"),
    oo: Glyph(r"\infty", "∞"),
    S.ImaginaryUnit: Glyph(r"\mathrm{i}", "i"),
    S.EulerGamma: Glyph(r"\gamma_{\mathrm{E}}", "γ_E"),
    nan: Glyph(r"\text{undefined}", "undefined"),
    zoo: Glyph(r"\tilde{\infty}", "∞̃"),
}


def layout(term: Basic | Claim, names: dict | None = None):
    """The layout of a term, a set or a claim; ``names`` displays symbols otherwise than by their names."""
    return _named(term, names) if names else _plain(term)


@lru_cache(maxsize=20_000)
def _plain(term):
    return _node(term, {})


def _named(term, names):
    return _node(term, names) if names else _plain(term)


def _node(term, names):
    match term:
        case Claim(lhs, relation, rhs):
            return Infix(_named(sympify(lhs), names), SIGNS[relation], _named(sympify(rhs), names))
        case Symbol():
            return Glyph(*names[term]) if term in names else name(term.name)
        case IndexedBase():
            return Glyph(*names[term]) if term in names else name(str(term.label))
        case Indexed():
            index = _listed(term.indices, names, spaced=False)
            return lowered(_named(term.base, names), index)
        case Add():
            return _sum(term, names)
        case Mul():
            return _product(term, names)
        case Pow() if _is_quotient(term):
            return _product(term, names)
        case Pow():
            return powered(_named(term.base, names), _named(term.exp, names))
        case exp():
            return _exponential(term, names)
        case _ if term in CONSTANTS:
            return CONSTANTS[term]
        case Number():
            return _number(term)
        case Derivative():
            return _derivative(term, names)
        case AppliedUndef():
            return Joined((_head(term.func, names), Fenced(_listed(term.args, names))))
        case _ if isinstance(term, BINDERS) and not isinstance(term, Vector):
            return _binder(term, names)
    return _other(term, names)


def _other(term, names):
    for notation in ALTERNATIVES.get(type(term), ()):
        if term.args[: len(notation.fixed)] == notation.fixed:
            args = (_facing(term.args[0]),) if isinstance(term, EVEN) else term.args
            return Form(notation, tuple(fenced(_named(a, names), notation.argument) for a in args))
    match term:
        case Span() | Integers() | Simplex() | Counts():
            return _set(term, names)
        case Only():
            return Fenced(_tuple_or_one(term.args, names), "{}")
        case Vector():
            entry, (k, lo, hi) = term.args
            range_ = Infix(_named(k, names), SIGNS["="], Listed((_named(lo, names), DOTS, _named(hi, names))))
            return lowered(Fenced(_named(entry, names)), range_)
        case Pairs():
            first, second = (_named(a, names) for a in term.args)
            return Infix(first, Glyph(r"\times", "×"), second)
        case Tuple():
            return Fenced(_listed(term.args, names))
        case Lambda():
            variables = _tuple_or_one(term.variables, names)
            return Infix(variables, Glyph(r"\mapsto", "↦"), _named(term.expr, names))
        case Relational():
            return Infix(_named(term.lhs, names), SIGNS[SIGN_OF[type(term)]], _named(term.rhs, names))
        case BooleanTrue() | BooleanFalse():
            return word(str(term).lower())
        case Subs():
            body, variables, point = term.args
            at = (Infix(_named(v, names), SIGNS["="], _named(p, names)) for v, p in zip(variables.args, point.args, strict=True))
            return lowered(Fenced(_named(body, names), "[]"), Listed(tuple(at)))
        case Limit():
            return _limit(term, names)
        case Piecewise():
            return Cases(tuple((_named(v, names), _condition(c, names)) for v, c in (pair.args for pair in term.args)))
    if not term.args:
        return head(str(term))
    return Joined((head(getattr(term.func, "__name__", "?")), Fenced(_listed(term.args, names))))


def _condition(condition, names):
    return word("otherwise") if condition == S.true else Joined((word("if "), _named(condition, names)))


def _facing(argument):
    """The argument of an even function with the data positive: SymPy stores |x - μ| as |μ - x|."""
    data = [t for t in argument.args if has_datum(t)] if isinstance(argument, Add) else []
    return -argument if data and all(t.could_extract_minus_sign() for t in data) else argument


def _head(function, names):
    return Glyph(*names[function]) if function in names else head(function.__name__)


def _listed(items, names, spaced=True):
    made = tuple(_named(i, names) if isinstance(i, Basic) else word(str(i)) for i in items)
    return made[0] if len(made) == 1 else Listed(made, spaced)


def _tuple_or_one(items, names):
    return _named(items[0], names) if len(items) == 1 else Fenced(_listed(items, names))


# --- sums, products, powers ---


def _signed(term, names):
    """The sign of a term and the layout of what the sign stands before."""
    if isinstance(term, Mul):
        negative, made = _unsigned_product(term, names)
        return "-" if negative else "+", made
    made = _named(term, names)
    if isinstance(made, Terms) and len(made.parts) == 1:
        return made.parts[0]
    return "+", made


def _sum(term, names):
    ordered = sorted(term.args, key=_sum_key)
    parts = [_signed(t, names) for t in ordered]
    if parts[0][0] == "-":
        first = next((k for k, (sign, _) in enumerate(parts) if sign == "+"), 0)
        parts.insert(0, parts.pop(first))
    return Terms(tuple((sign, fenced(part, SUM + 1)) for sign, part in parts))


def _sum_key(term):
    return term_order(term), cmp_to_key(Basic.compare)(term)


def _product(term, names):
    negative, made = _unsigned_product(term, names)
    return minus(fenced(made, PRODUCT)) if negative else made


def _unsigned_product(term, names):
    arranged = arrange(term)
    over, under, behind = ([_factor(f, names) for f in side] for side in (arranged.over, arranged.under, arranged.behind))
    if not under:
        return arranged.negative, juxtaposed((*over, *behind) or (ONE,))
    fraction = Fraction(juxtaposed(over or (ONE,)), juxtaposed(under))
    return arranged.negative, juxtaposed((fraction, *behind))


def _factor(factor, names):
    match factor:
        case Radical(over, under):
            above = juxtaposed([_named(f, names) for f in over] or (ONE,))
            return Root(Fraction(above, juxtaposed([_named(f, names) for f in under])) if under else above)
        case Raised(over, under, exponent):
            above = juxtaposed([_named(f, names) for f in over])
            base = Fraction(above, juxtaposed([_named(f, names) for f in under])) if under else above
            return powered(base, _named(exponent, names))
    return _named(factor, names)


def _is_quotient(term: Pow) -> bool:
    return isinstance(term.exp, Rational) and (term.exp.is_negative or term.exp == S.Half)


def _exponential(term, names):
    exponent = _named(term.args[0], names)
    called = ALTERNATIVES[exp][0]
    return powered(CONSTANTS[E], exponent) if _simple(exponent) else Form(called, (exponent,))


def _simple(node) -> bool:
    """Whether an exponent can be read when it is set small."""
    match node:
        case Glyph() | Joined():
            return True
        case Terms(parts):
            return len(parts) == 1 and _simple(parts[0][1])
        case Factors(items):
            return all(_simple(item) for item in items)
        case Script(base):
            return _simple(base)
    return precedence(node) == ATOM and not isinstance(node, Fenced | Root | Form | Cases)


def _number(term):
    if term.is_extended_negative:
        return minus(_named(-term, {}))
    match term:
        case Integer():
            return Glyph(str(term), str(term))
        case Rational(p=p, q=q):
            return Fraction(Glyph(str(p), str(p)), Glyph(str(q), str(q)))
        case Float():
            return _decimal(*str(term).partition("e")[::2])
    return head(str(term))


def _decimal(mantissa: str, exponent: str):
    whole, _, digits = mantissa.partition(".")
    number = f"{whole}.{digits.rstrip('0') or '0'}"
    if not exponent:
        return Glyph(number, number)
    ten = powered(Glyph("10", "10"), _named(Integer(exponent), {}))
    return Joined((Glyph(number, number), Glyph(r"\times ", "×"), ten), PRODUCT)


# --- derivatives and limits ---


def _derivative(term, names):
    body = term.expr
    plain = isinstance(body, AppliedUndef) and len(set(body.args)) == len(body.args) and not any(_is_value(a, names) for a in body.args)
    several = len(body.args) > 1 if isinstance(body, AppliedUndef) else len([s for s in free(body) if isinstance(s, Symbol)]) > 1
    d = Glyph(r"\partial", "∂") if several else Glyph(r"\mathrm{d}", "d")
    order = sum((count for _, count in term.variable_count), S.Zero)
    top = d if order == 1 else powered(d, _named(order, names))
    bottom = []
    for variable, count in term.variable_count:
        shown = _named(variable, names)
        bottom += [SPACE, d] if bottom else [d]
        bottom += [shown if count == 1 else powered(shown, _named(count, names))]
    if plain and all(v in body.args for v in term.variables):
        return Fraction(Joined((top, _head(body.func, names))), Joined(tuple(bottom)))
    return Joined((Fraction(top, Joined(tuple(bottom))), Fenced(_named(body, names), "[]")), PREFIX)


def _is_value(term, names) -> bool:
    """Whether something stands in the place of a variable: a statistic, an estimate, or a term."""
    return not isinstance(term, Symbol) or term in names or term.name.endswith(("_bar", "_hat"))


def _limit(term, names):
    body, variable, point, side = term.args
    towards = _named(point, names)
    if str(side) in "+-" and point not in (oo, -oo):
        towards = Script(fenced(towards, ATOM), sup=Glyph(str(side), str(side)))
    lower = Infix(_named(variable, names), Glyph(r"\to", "→"), towards)
    return BigOperator(Glyph(r"\lim", "lim"), lower, None, fenced(_named(body, names), PRODUCT))


# --- binders ---


def _binder(term, names):
    notation = BINDER_OF.get(type(term))
    if notation is None:
        return Joined((head(type(term).__name__), Fenced(_listed(term.args, names))))
    if type(term) in RANKS and (rank := _order_statistic(term, names)):
        return rank
    body = term.args[0]
    made = Fenced(_listed(body.args, names)) if isinstance(body, Tuple) else fenced(_named(body, names), PRODUCT)
    sign, limits = Glyph(notation.latex, notation.text), term.args[1:]
    if notation.limits != "ends":
        where = tuple(_limits(notation.limits, limit, names)[0] for limit in limits)
        return BigOperator(sign, where[0] if len(where) == 1 else Listed(where), None, made)
    for limit in limits:
        lower, upper = _limits("integral" if isinstance(term, Integral) else "ends", limit, names)
        tail = Joined((Glyph(r"\mathrm{d}", "d"), _named(limit[0], names))) if isinstance(term, Integral) else None
        made = BigOperator(sign, lower, upper, made, tail, beside=tail is not None)
    return made


def _limits(style, limit, names):
    """What stands below and above the sign of a binder."""
    shown = [_named(part, names) for part in limit]
    index, *ends = [inlined(s) for s in shown]
    match style, ends:
        case _, []:
            return None if style == "integral" else index, None
        case "ends", [low, high]:
            return Infix(index, SIGNS["="], low), high
        case "integral", [low, high]:
            return low, high
        case "between", [low, high]:
            return Infix(low, SIGNS["<="], Infix(index, SIGNS["<="], high)), None
        case "interval", [low, high]:
            return Infix(index, SIGNS["in"], Fenced(Listed((low, high)))), None
    return Infix(index, SIGNS["in"], ends[0]), None


def _order_statistic(term, names):
    """x with its rank in parentheses below, if the body is plain data x[i] with i from 1 to n."""
    body, limits = term.args[0], term.args[1:]
    plain = isinstance(body, Indexed) and str(body.base) in DATA
    if not (plain and len(limits) == 1 and body.indices == limits[0][:1] and limits[0][1] == 1):
        return None
    latex, text = RANKS[type(term)]
    size = fenced(inlined(_named(limits[0][2], names)), ATOM if "/" in text else SUM)
    pieces = tuple(zip(latex.split("#1"), text.split("#1"), strict=True))
    return lowered(_named(body.base, names), Fenced(Joined(_around(pieces, size))))


def _around(pieces, size):
    """Template pieces with the size between them."""
    made = [Glyph(*pieces[0])]
    for piece in pieces[1:]:
        made += [size, Glyph(*piece)]
    return tuple(g for g in made if g is size or g.text)


# --- sets ---


def _set(term, names):
    match term:
        case Span() if term.lo == -oo and term.hi == oo:
            return Glyph(r"\mathbb{R}", "ℝ")
        case Span():
            ends = ("(" if term.lo_open else "[") + (")" if term.hi_open else "]")
            return Fenced(_listed((term.lo, term.hi), names), ends)
        case Integers():
            return _integers(term, names)
        case Simplex():
            return Script(Glyph(r"\Delta", "Δ"), sub=inlined(_named(term.size, names)))
    return Script(Glyph(r"\mathcal{C}", "𝒞"), sub=inlined(_listed((term.total, term.size), names, spaced=False)))


def _integers(term, names):
    lo, hi = term.lo, term.hi
    if lo == -oo and hi == oo:
        return Glyph(r"\mathbb{Z}", "ℤ")
    if lo == -oo:
        return Fenced(Listed((DOTS, _named(hi - 1, names), _named(hi, names))), "{}")
    if hi == oo:
        return Fenced(Listed((*(_named(lo + k, names) for k in range(3 if lo == 0 else 2)), DOTS)), "{}")
    if isinstance(hi - lo, Integer) and hi - lo < 5:
        return Fenced(Listed(tuple(_named(lo + k, names) for k in range(int(hi - lo) + 1))), "{}")
    first = (lo, lo + 1) if lo == 0 else (lo,)
    return Fenced(Listed((*(_named(e, names) for e in first), DOTS, _named(hi, names))), "{}")


def explanation(term: Basic, names: dict | None = None):
    """What the sign for a set of vectors means, as a layout; None for terms that explain themselves."""
    if not isinstance(term, Simplex | Counts):
        return None
    size = _named(term.size, names or {})
    line = Glyph(r"(0,\infty)", "(0, ∞)") if isinstance(term, Simplex) else Glyph(r"\{0,1,2,\dots\}", "{0, 1, 2, …}")
    total = ONE if isinstance(term, Simplex) else _named(term.total, names or {})
    v, k = Glyph("v", "v"), Glyph("k", "k")
    sum_ = BigOperator(Glyph(r"\textstyle\sum", "Σ"), Infix(k, SIGNS["="], ONE), inlined(size), lowered(v, k))
    space = powered(line, size)
    such = Infix(Infix(v, SIGNS["in"], space), Glyph(":", ":"), Infix(sum_, SIGNS["="], total))
    return Infix(_set(term, names or {}), SIGNS["="], Fenced(such, "{}"))
