"""Which terms grow without bound at the lower end of a variable's domain. Only yes is an answer."""

from sympy import Add, Basic, Mul, Pow, Rational, Symbol, beta, gamma, log, loggamma

from .claims import Given
from .domains import POS, sign
from .terms import free


def blows_up(term: Basic, v: Symbol, given: Given) -> bool:
    """Whether the term tends to +oo as v falls to 0, with all other variables fixed in their domains."""
    domain = given.domains.get(v)
    if domain is None or domain.lo != 0 or not domain.lo_open:
        return False
    match term:
        case Add():
            grows = [blows_up(a, v, given) for a in term.args]
            return any(grows) and all(g or stays(a, v, given) for g, a in zip(grows, term.args, strict=True))
        case Mul():
            grows = [a for a in term.args if v in free(a)]
            return len(grows) == 1 and _times(Mul(*(a for a in term.args if a != grows[0])), grows[0], v, given)
        case Pow() if isinstance(term.exp, Rational) and term.exp < 0:
            return term.base == v
        case log():
            return blows_up(term.args[0], v, given)
        case gamma() | loggamma():
            return term.args[0] == v
        case beta():
            others = [a for a in term.args if a != v]
            return len(others) == 1 and v not in free(others[0]) and sign(others[0], given) == POS
    return False


def _times(rest, grows, v, given) -> bool:
    if sign(rest, given) == POS:
        return blows_up(grows, v, given)
    return sign(-rest, given) == POS and isinstance(grows, log) and grows.args[0] == v


def stays(term: Basic, v: Symbol, given: Given) -> bool:
    """Whether the term stays bounded as v falls to 0."""
    if v not in free(term) or term == v:
        return True
    match term:
        case Add() | Mul():
            return all(stays(a, v, given) for a in term.args)
        case Pow():
            return isinstance(term.exp, Rational) and term.exp > 0 and stays(term.base, v, given)
        case log() | gamma() | loggamma():
            rest = term.args[0] - v
            return v not in free(rest) and sign(rest, given) == POS
    return False
