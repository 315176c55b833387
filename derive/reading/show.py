"""A tree on one line, for people and for tests: every grouping that the reader made can be seen."""

from .syntax import (
    Accent,
    Big,
    Binomial,
    Blank,
    Call,
    Cases,
    Derivative,
    Differential,
    Ellipsis,
    Evaluated,
    Factorial,
    Fenced,
    Fraction,
    Juxtaposed,
    Labelled,
    Matrix,
    Name,
    Node,
    Number,
    Percent,
    Product,
    Relation,
    Root,
    Script,
    Sequence,
    Styled,
    Sum,
    Text,
    Unread,
)  # fmt: skip

BIG = {"sum": "Σ", "prod": "Π", "int": "∫", "iint": "∬", "iiint": "∭", "union": "⋃", "intersection": "⋂", "forall": "∀", "exists": "∃"}
PLAIN_FONTS = ("", "word", "operator", "text")
LOOSE = Sum | Product | Fraction | Relation | Sequence | Big | Derivative | Differential


def show(node: Node | None) -> str:
    """``a·b`` was written with a sign, ``a b`` side by side; ``f?(x)`` may be a call or a product; ``⟦…⟧`` was not read."""
    match node:
        case None | Blank():
            return ""
        case Number(text=text):
            return text
        case Name():
            return _name(node)
        case Sum(signs=signs, terms=terms):
            parts = (f" {sign} {_term(term)}" for sign, term in zip(signs, terms, strict=True))
            return "".join(parts).removeprefix(" + ").strip().replace("- ", "-", 1) if signs[0] == "-" else "".join(parts)[3:]
        case Product(factors=factors, marks=marks):
            return _held(factors[0]) + "".join(f"{m or ' '}{_held(f)}" for m, f in zip(marks, factors[1:], strict=True))
        case Fraction(over=over, under=under):
            return f"{_held(over)}/{_held(under)}"
        case Script():
            return _script(node)
        case Sequence(items=items, separators=separators):
            return _listed(items, separators)
        case Relation(signs=signs, sides=sides):
            return (show(sides[0]) + "".join(f" {s} {show(side)}" for s, side in zip(signs, sides[1:], strict=True))).strip()
    return _applied(node)


def _applied(node) -> str:
    match node:
        case Fenced(open=left, close=right, body=body):
            return f"{_end(left)}{show(body)}{_end(right)}"
        case Call(head=head, arguments=arguments, separators=separators, fence=fence):
            inside = _listed(arguments, separators)
            return f"{show(head)}{fence[: len(fence) // 2]}{inside}{fence[len(fence) // 2 :]}" if fence else f"{show(head)}‹{inside}›"
        case Juxtaposed(head=head, argument=argument):
            return f"{show(head)}?{show(argument)}"
        case Big():
            return _big(node)
        case Binomial(above=above, below=below):
            return f"C({show(above)}; {show(below)})"
        case Root(body=body, degree=degree):
            return f"√{show(degree)}({show(body)})"
        case Factorial(body=body, marks=marks):
            return _held(body) + "!" * marks
        case Percent(body=body):
            return f"{_held(body)}%"
        case Differential(sign=sign, body=body, order=order):
            return f"{sign}{'^' + show(order) if order else ''}[{show(body)}]"
        case Derivative():
            return _derivative(node)
        case Evaluated(body=body, lower=lower, upper=upper):
            return f"eval[{show(body)}; {show(lower)}{' … ' + show(upper) if upper else ''}]"
    return _rest(node)


def _rest(node) -> str:
    match node:
        case Cases(rows=rows):
            return "cases{" + "; ".join(f"{show(v)} if {show(c)}" if c else f"{show(v)} else" for v, c in rows) + "}"
        case Matrix(rows=rows):
            return "[" + "; ".join(" & ".join(map(show, row)) for row in rows) + "]"
        case Accent(accent=accent, body=body):
            return f"{accent}({show(body)})"
        case Styled(font=font, body=body):
            return f"{font}({show(body)})"
        case Labelled(body=body, label=label):
            return f"{_held(body)}⁽{show(label)}⁾"
        case Text(text=text):
            return f"“{text.strip()}”"
        case Ellipsis():
            return "…"
        case Unread(reason=reason):
            return f"⟦{reason}⟧"
    raise TypeError(f"{node!r} is not a node")


def _term(node: Node) -> str:
    return f"({show(node)})" if isinstance(node, Sum | Relation | Sequence) else show(node)


def _held(node: Node) -> str:
    return f"({show(node)})" if isinstance(node, LOOSE) else show(node)


def _end(fence: str) -> str:
    return {".": "", "<": "⟨", ">": "⟩"}.get(fence, fence)


def _name(name: Name) -> str:
    plain = name.letter if name.font in PLAIN_FONTS else f"{name.font}:{name.letter}"
    for accent in name.accents:
        plain = f"{accent}({plain})"
    return plain + "'" * name.primes + (f"^{name.star}" if name.star else "")


def _script(node: Script) -> str:
    base = _held(node.base) if not isinstance(node.base, Script) else f"{{{show(node.base)}}}"
    below = f"_{_bound(node.sub)}" if node.sub is not None else ""
    above = f"^{_bound(node.sup)}" if node.sup is not None else ""
    return base + "'" * node.primes + below + above


def _bound(node: Node) -> str:
    return show(node) if isinstance(node, Name | Number) else f"{{{show(node)}}}"


def _listed(items, separators) -> str:
    if not items:
        return ""
    pairs = zip(separators, items[1:], strict=True)
    return show(items[0]) + "".join(f"{sep if sep in ',;' else ' ' + sep} {show(item)}" for sep, item in pairs)


def _big(node: Big) -> str:
    bounds = "; ".join(filter(None, (show(node.lower), show(node.upper))))
    sign = BIG.get(node.operator, node.operator)
    measures = "".join(f" {show(each)}" for each in node.measures)
    return f"{sign}[{bounds}]{{{show(node.body)}{measures}}}"


def _derivative(node: Derivative) -> str:
    below = ", ".join(show(v) + (f"^{_bound(k)}" if k else "") for v, k in node.variables)
    return f"{node.sign}{'^' + show(node.order) if node.order else ''}/{below}{{{show(node.body)}}}"
