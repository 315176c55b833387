"""How operators and names are written. One record serves the printer and, read backwards, the reader.

In a template ``#1``, ``#2`` are the arguments and ``#*`` is all of them, separated by commas. ``\\left`` and ``\\right``
mark delimiters that grow with what they enclose; a reader takes ``\\left(`` and ``(`` for the same.
"""

from dataclasses import dataclass

from sympy import (
    Abs,
    Integral,
    LambertW,
    Max,
    Min,
    Product,
    Sum,
    acos,
    asin,
    atan,
    besseli,
    besselk,
    beta,
    binomial,
    ceiling,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    factorial,
    floor,
    gamma,
    log,
    loggamma,
    lowergamma,
    polygamma,
    sign,
    sin,
    sinh,
    tan,
    tanh,
    uppergamma,
    zeta,
)  # fmt: skip

from ..language.probability import Mean
from ..language.terms import ArgMax, AtMost, Largest, LowerMedian, Median, Smallest, Solution, Total, UpperMedian, Zero

LOOSE, SUM, PRODUCT, PREFIX, POWER, ATOM = range(6)


@dataclass(frozen=True)
class Notation:
    """How ``head(#1, #2, ...)`` is written, when its first arguments are the fixed ones.

    ``precedence`` is how tightly the whole holds together; an argument that holds less tightly than ``argument`` is
    put in parentheses (LOOSE: never, because the template encloses it).
    """

    head: type
    latex: str
    text: str
    precedence: int = ATOM
    argument: int = LOOSE
    fixed: tuple[int, ...] = ()


NOTATIONS = (
    Notation(log, r"\log #1", "log #1", PREFIX, ATOM),
    Notation(sin, r"\sin #1", "sin #1", PREFIX, ATOM),
    Notation(cos, r"\cos #1", "cos #1", PREFIX, ATOM),
    Notation(tan, r"\tan #1", "tan #1", PREFIX, ATOM),
    Notation(sinh, r"\sinh #1", "sinh #1", PREFIX, ATOM),
    Notation(cosh, r"\cosh #1", "cosh #1", PREFIX, ATOM),
    Notation(tanh, r"\tanh #1", "tanh #1", PREFIX, ATOM),
    Notation(asin, r"\arcsin #1", "arcsin #1", PREFIX, ATOM),
    Notation(acos, r"\arccos #1", "arccos #1", PREFIX, ATOM),
    Notation(atan, r"\arctan #1", "arctan #1", PREFIX, ATOM),
    Notation(exp, r"\exp\left(#1\right)", "exp(#1)"),
    Notation(exp, r"e^{#1}", "e^(#1)", POWER),
    Notation(gamma, r"\Gamma\left(#1\right)", "Γ(#1)"),
    Notation(uppergamma, r"\Gamma\left(#1, #2\right)", "Γ(#1, #2)"),
    Notation(lowergamma, r"\gamma\left(#1, #2\right)", "γ(#1, #2)"),
    Notation(loggamma, r"\log\Gamma\left(#1\right)", "log Γ(#1)", PREFIX),
    Notation(polygamma, r"\psi\left(#2\right)", "ψ(#2)", fixed=(0,)),
    Notation(polygamma, r"\psi'\left(#2\right)", "ψ′(#2)", fixed=(1,)),
    Notation(polygamma, r"\psi''\left(#2\right)", "ψ″(#2)", fixed=(2,)),
    Notation(polygamma, r"\psi^{(#1)}\left(#2\right)", "ψ^{(#1)}(#2)"),
    Notation(beta, r"\mathrm{B}\left(#1, #2\right)", "B(#1, #2)"),
    Notation(zeta, r"\zeta\left(#*\right)", "ζ(#*)"),
    Notation(erf, r"\operatorname{erf}\left(#1\right)", "erf(#1)"),
    Notation(erfc, r"\operatorname{erfc}\left(#1\right)", "erfc(#1)"),
    Notation(besseli, r"I_{#1}\left(#2\right)", "I_{#1}(#2)"),
    Notation(besselk, r"K_{#1}\left(#2\right)", "K_{#1}(#2)"),
    Notation(LambertW, r"W\left(#1\right)", "W(#1)"),
    Notation(sign, r"\operatorname{sgn}\left(#1\right)", "sgn(#1)"),
    Notation(Abs, r"\left|#1\right|", "|#1|"),
    Notation(floor, r"\left\lfloor #1\right\rfloor", "⌊#1⌋"),
    Notation(ceiling, r"\left\lceil #1\right\rceil", "⌈#1⌉"),
    Notation(factorial, r"#1!", "#1!", POWER, ATOM),
    Notation(binomial, r"\binom{#1}{#2}", "C(#1, #2)"),
    Notation(Max, r"\max\left(#*\right)", "max(#*)"),
    Notation(Min, r"\min\left(#*\right)", "min(#*)"),
    Notation(Mean, r"\mathbb{E}\left[#1\right]", "E[#1]"),
    Notation(AtMost, r"\mathbf{1}\left\{#1 \le #2\right\}", "1{#1 ≤ #2}"),
)


@dataclass(frozen=True)
class BinderNotation:
    """The sign of a binder and where its limits go: ``ends`` i=1 … n, ``between`` 1≤i≤n, ``member`` t∈D, ``interval`` t∈(a,b)."""

    head: type
    latex: str
    text: str
    limits: str


BINDER_NOTATIONS = (
    BinderNotation(Sum, r"\sum", "Σ", "ends"),
    BinderNotation(Total, r"\sum", "Σ", "ends"),
    BinderNotation(Product, r"\prod", "∏", "ends"),
    BinderNotation(Integral, r"\int", "∫", "ends"),
    BinderNotation(Largest, r"\max", "max", "between"),
    BinderNotation(Smallest, r"\min", "min", "between"),
    BinderNotation(Median, r"\operatorname*{median}", "median", "between"),
    BinderNotation(LowerMedian, r"\operatorname*{lower\,median}", "lower median", "between"),
    BinderNotation(UpperMedian, r"\operatorname*{upper\,median}", "upper median", "between"),
    BinderNotation(ArgMax, r"\operatorname*{arg\,max}", "argmax", "member"),
    BinderNotation(Solution, r"\operatorname*{zero}", "zero", "member"),
    BinderNotation(Zero, r"\operatorname*{zero}", "zero", "interval"),
)

# The rank of an order statistic of n numbers, written below the name of the data: x_{(n)}.
RANKS = {
    Smallest: ("1", "1"),
    Largest: ("#1", "#1"),
    LowerMedian: (r"\lceil #1/2\rceil", "⌈#1/2⌉"),
    UpperMedian: (r"\lfloor #1/2\rfloor+1", "⌊#1/2⌋+1"),
}

RELATION_SIGNS = {
    "=": ("=", "="),
    "!=": (r"\ne", "≠"),
    "<": ("<", "<"),
    "<=": (r"\le", "≤"),
    ">": (">", ">"),
    ">=": (r"\ge", "≥"),
    "in": (r"\in", "∈"),
}

NAMES = {
    "alpha": (r"\alpha", "α"),
    "beta": (r"\beta", "β"),
    "gamma": (r"\gamma", "γ"),
    "delta": (r"\delta", "δ"),
    "epsilon": (r"\varepsilon", "ε"),
    "zeta": (r"\zeta", "ζ"),
    "eta": (r"\eta", "η"),
    "theta": (r"\theta", "θ"),
    "iota": (r"\iota", "ι"),
    "kappa": (r"\kappa", "κ"),
    "lambda": (r"\lambda", "λ"),
    "lamda": (r"\lambda", "λ"),
    "lam": (r"\lambda", "λ"),
    "mu": (r"\mu", "μ"),
    "nu": (r"\nu", "ν"),
    "xi": (r"\xi", "ξ"),
    "pi": (r"\pi", "π"),
    "rho": (r"\rho", "ρ"),
    "sigma": (r"\sigma", "σ"),
    "tau": (r"\tau", "τ"),
    "upsilon": (r"\upsilon", "υ"),
    "phi": (r"\phi", "φ"),
    "chi": (r"\chi", "χ"),
    "psi": (r"\psi", "ψ"),
    "omega": (r"\omega", "ω"),
    "Gamma": (r"\Gamma", "Γ"),
    "Delta": (r"\Delta", "Δ"),
    "Theta": (r"\Theta", "Θ"),
    "Lambda": (r"\Lambda", "Λ"),
    "Xi": (r"\Xi", "Ξ"),
    "Pi": (r"\Pi", "Π"),
    "Sigma": (r"\Sigma", "Σ"),
    "Phi": (r"\Phi", "Φ"),
    "Psi": (r"\Psi", "Ψ"),
    "Omega": (r"\Omega", "Ω"),
    "ell": (r"\ell", "ℓ"),
}

ACCENTS = {
    "hat": (r"\hat", r"\widehat", "\u0302"),
    "bar": (r"\bar", r"\overline", "\u0304"),
    "tilde": (r"\tilde", r"\widetilde", "\u0303"),
}

SUPERSCRIPTS = dict(zip("0123456789+−=()abcdefghijklmnoprstuvwxyz*′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ*′", strict=True))
SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvx,", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ,", strict=True))

# Signs that people type in prose, for TeX's math mode.
TYPED_SIGNS = {
    "−": "-",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "∞": r"\infty",
    "∈": r"\in",
    "∑": r"\sum",
    "∏": r"\prod",
    "∫": r"\int",
    "∂": r"\partial",
    "√": r"\surd",
    "→": r"\to",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "·": r"\cdot",
    "×": r"\times",
    "±": r"\pm",
    "ℝ": r"\mathbb{R}",
    "ℤ": r"\mathbb{Z}",
    "ℕ": r"\mathbb{N}",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "′": "'",
}
