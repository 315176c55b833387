"""Terms, sets and claims as plain JSON data, and back.

A number is a string, any other term a list that begins with its head. Only the heads listed here are known: decoding
calls their constructors and nothing else, so data from a stranger can build a term, or be refused, but run no code.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import sympy as s
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from . import sets, terms
from .claims import RELATIONS, Claim, Given
from .errors import DeriveError


class EncodingError(DeriveError):
    """Data that is not the encoding of anything, or a term that this encoding cannot write."""


DEPTH, NODES, DIGITS, NAME, EXPONENT, BITS = 150, 200_000, 300, 100, 1_000, 20_000
NUMBER = re.compile(rf"-?[0-9]{{1,{DIGITS}}}(/[0-9]{{1,{DIGITS}}})?")
ASSUMED = ("real", "integer", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "even", "odd", "finite", "complex")
CONSTANTS = {"pi": s.pi, "E": s.E, "EulerGamma": s.EulerGamma, "oo": s.oo, "-oo": -s.oo, "true": s.true, "false": s.false}
CONSTANT_NAMES = {value: name for name, value in CONSTANTS.items()}
ARITY: dict[type, tuple[int, int]] = {
    **dict.fromkeys((s.Add, s.Mul, s.And, s.Or, s.Tuple, s.Piecewise, terms.Only, terms.Pairs), (0, NODES)),
    **dict.fromkeys((s.Pow, s.Eq, s.Ne, s.Lt, s.Le, s.Gt, s.Ge, s.beta, s.polygamma, s.besseli, s.atan2, s.binomial), (2, 2)),
    **dict.fromkeys((s.exp, s.log, s.gamma, s.loggamma, s.erf, s.erfc, s.Abs, s.sign, s.floor, s.ceiling, s.factorial, s.Not), (1, 1)),
    **dict.fromkeys((s.sin, s.cos, s.tan, s.sinh, s.cosh, s.tanh, s.asin, s.acos, s.atan), (1, 1)),
    **dict.fromkeys((s.Max, s.Min), (1, NODES)),
    **dict.fromkeys((terms.AtMost, sets.Integers, sets.Counts), (2, 2)),
    sets.Span: (4, 4), sets.Simplex: (1, 1), s.Indexed: (2, 6), s.Lambda: (2, 2), s.Derivative: (2, 12),
}  # fmt: skip
BINDERS = (s.Sum, s.Product, s.Integral, *(t for t in vars(terms).values() if isinstance(t, type) and issubclass(t, terms.Binder)))
BINDERS = (*(t for t in BINDERS if t is not terms.Binder), terms.ArgMax, terms.Solution, terms.Vector)
HEADS = {head.__name__: head for head in (*ARITY, *BINDERS)}
VARIABLE = (s.Symbol, s.IndexedBase)


# --- writing -------------------------------------------------------------------------------------------------------


def encode(term, marks: Mapping | None = None):
    """The data of a term. ``marks`` names symbols that have a meaning of their own, such as the hole of a context."""
    if marks and term in marks:
        return ["Mark", marks[term]]
    match term:
        case s.Rational():
            return str(term)
        case s.Dummy() | s.Wild():
            raise EncodingError(f"{term!r} has no name that others can know it by")
        case s.Symbol():
            return ["Symbol", term.name, _assumed(term)]
        case s.IndexedBase() if len(term.args) == 1 and isinstance(term.label, s.Symbol):
            return ["IndexedBase", term.label.name, _assumed(term.label)]
        case ExprCondPair():
            return ["Tuple", *(encode(a, marks) for a in term.args)]
        case UndefinedFunction() if not term._kwargs:
            return ["Function", term.__name__]
        case AppliedUndef() if not term.func._kwargs:
            return ["Apply", term.func.__name__, *(encode(a, marks) for a in term.args)]
    if isinstance(term, s.Basic) and term in CONSTANT_NAMES:
        return [CONSTANT_NAMES[term]]
    name = type(term).__name__
    if HEADS.get(name) is not type(term):
        raise EncodingError(f"there is no encoding for {name}: {term}")
    if isinstance(term, s.Lambda):
        return [name, ["Tuple", *(encode(v, marks) for v in term.variables)], encode(term.expr, marks)]
    return [name, *(encode(a, marks) for a in term.args)]


def _assumed(symbol: s.Symbol) -> dict:
    kept = {k: v for k, v in sorted(symbol._assumptions_orig.items()) if k in ASSUMED and v is not None}
    if s.Symbol(symbol.name, **kept) != symbol:
        raise EncodingError(f"there is no encoding for what is assumed of {symbol}")
    return kept


def encode_claim(claim: Claim, marks: Mapping | None = None) -> list:
    return [encode(claim.lhs, marks), claim.relation, encode(claim.rhs, marks)]


def encode_given(given: Given) -> dict:
    return {
        "domains": [[encode(v), encode(d)] for v, d in given.domains.items()],
        "hypotheses": [encode_claim(h) for h in given.hypotheses],
    }


# --- reading -------------------------------------------------------------------------------------------------------


def decode(data, marks: Mapping | None = None):
    """The term that the data encodes. Raises EncodingError for anything else; ``marks`` gives names a symbol."""
    _within_limits(data)
    try:
        return _decode(data, marks or {})
    except EncodingError:
        raise
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError) as e:
        raise EncodingError(f"a term that cannot be built ({type(e).__name__}: {str(e)[:200]})") from e


def _within_limits(data) -> None:
    level, count = [data], 0
    for _ in range(DEPTH):
        count += len(level)
        if count > NODES:
            raise EncodingError(f"more than {NODES} parts")
        level = [part for item in level if isinstance(item, list) for part in item]
        if not level:
            return
    raise EncodingError(f"nested more than {DEPTH} deep")


def _decode(data, marks):
    if isinstance(data, str):
        return _number(data)
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise EncodingError(f"not a term: {str(data)[:80]}")
    head, *rest = data
    match head, rest:
        case "Mark", [str() as name] if name in marks:
            return marks[name]
        case "Symbol", [name, facts]:
            return s.Symbol(_name(name), **_facts(facts))
        case "IndexedBase", [name, facts]:
            return s.IndexedBase(_name(name), **_facts(facts))
        case "Function", [name]:
            return s.Function(_name(name))
        case "Apply", [name, _, *_]:
            return s.Function(_name(name))(*(_expr(a, marks) for a in rest[1:]))
    if head in CONSTANTS and not rest:
        return CONSTANTS[head]
    if head not in HEADS:
        raise EncodingError(f"unknown head {head[:80]!r}, or not its arguments")
    return _build(HEADS[head], [_decode(a, marks) for a in rest])


def _expr(data, marks):
    term = _decode(data, marks)
    if not isinstance(term, s.Expr):
        raise EncodingError(f"not a number: {term}")
    return term


def _number(text: str):
    if not NUMBER.fullmatch(text) or text.endswith("/0"):
        raise EncodingError(f"not a number: {text[:80]!r}")
    return s.Rational(text)


def _name(name) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= NAME:
        raise EncodingError("a name is a string, neither empty nor very long")
    return name


def _facts(facts) -> dict:
    if not isinstance(facts, dict) or not all(k in ASSUMED and isinstance(v, bool) for k, v in facts.items()):
        raise EncodingError(f"not a table of assumptions: {str(facts)[:80]}")
    return facts


def _build(head, args):
    if head in BINDERS:
        return _binder(head, args)
    least, most = ARITY[head]
    if not least <= len(args) <= most:
        raise EncodingError(f"{head.__name__} does not take {len(args)} arguments")
    match head:
        case s.Lambda:
            if not isinstance(args[0], s.Tuple) or not all(isinstance(v, VARIABLE) for v in args[0]):
                raise EncodingError("a function is a tuple of variables and a term")
        case s.Derivative:
            if not all(isinstance(c, s.Tuple) and len(c) == 2 and isinstance(c[0], s.Symbol | s.Indexed) for c in args[1:]):
                raise EncodingError("a derivative is a term and pairs of a variable and a count")
            if not all(isinstance(c[1], s.Integer) and 0 < c[1] <= 10 for c in args[1:]):
                raise EncodingError("a derivative is taken a positive number of times")
            return s.Derivative(*args, evaluate=False)
        case s.Pow:
            _small_power(*args)
        case s.Indexed:
            if not isinstance(args[0], s.IndexedBase):
                raise EncodingError("only data have entries")
        case s.Piecewise:
            if not all(isinstance(a, s.Tuple) and len(a) == 2 for a in args):
                raise EncodingError("the cases are pairs of a term and a condition")
        case _ if issubclass(head, s.Function) and any(isinstance(a, s.Rational) and abs(a) > EXPONENT for a in args):
            raise EncodingError(f"{head.__name__} of a large number")
        case _ if issubclass(head, s.Expr) and not all(isinstance(a, s.Expr) for a in args):
            raise EncodingError(f"{head.__name__} of something that is not a number")
    return head(*args)


def _binder(head, args):
    if len(args) < 2 or not all(isinstance(a, s.Tuple) and 1 < len(a) < 4 and isinstance(a[0], VARIABLE) for a in args[1:]):
        raise EncodingError(f"{head.__name__} needs a term and the ranges of its variables")
    return head(*args)


def _small_power(base, exponent) -> None:
    if not isinstance(exponent, s.Rational):
        return
    bits = max(base.p.bit_length(), base.q.bit_length()) if isinstance(base, s.Rational) else 1
    if abs(exponent) > EXPONENT or bits * abs(exponent) > BITS:
        raise EncodingError("a power too large to be written out")


def decode_claim(data, marks: Mapping | None = None) -> Claim:
    if not isinstance(data, list) or len(data) != 3 or data[1] not in RELATIONS:
        raise EncodingError(f"not a claim: {str(data)[:80]}")
    return Claim(_basic(data[0], marks), data[1], _basic(data[2], marks))


def _basic(data, marks):
    term = decode(data, marks)
    if not isinstance(term, s.Basic | BooleanTrue | BooleanFalse):
        raise EncodingError("a claim relates two terms")
    return term


def decode_given(data) -> Given:
    if not isinstance(data, dict) or set(data) != {"domains", "hypotheses"} or not all(isinstance(v, list) for v in data.values()):
        raise EncodingError("what is given has domains and hypotheses")
    domains = {}
    for pair in data["domains"]:
        if not isinstance(pair, list) or len(pair) != 2:
            raise EncodingError("a domain is a pair of a variable and a set")
        variable, domain = decode(pair[0]), decode(pair[1])
        if not isinstance(variable, VARIABLE) or not isinstance(domain, sets.LINES + sets.VECTORS) or variable in domains:
            raise EncodingError(f"not a variable and its set, or given twice: {variable}")
        domains[variable] = domain
    return Given(domains, tuple(decode_claim(h) for h in data["hypotheses"]))


@lru_cache(maxsize=50_000)
def is_written(term) -> bool:
    """Whether every part of the term has a head that is known here, so that its bound variables are known too."""
    if isinstance(term, s.Rational | s.Symbol | s.IndexedBase) or term in CONSTANT_NAMES:
        return True
    known = isinstance(term, AppliedUndef | ExprCondPair) or HEADS.get(type(term).__name__) is type(term)
    return known and all(is_written(a) for a in term.args)
