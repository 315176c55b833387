"""The signs and words of mathematical LaTeX, for the reader: plain tables without SymPy, so that reading starts at once.

What a sign means is declared in ``notation``; here stands only what is needed to see the shape of a formula: which
signs relate, which words take an argument without parentheses, which commands take groups.
"""

# Relation signs: what is written -> the sign as the tree and the output name it.
RELATIONS = {
    "=": "=", "==": "=", r"\equiv": "≡", ":=": ":=", r"\coloneqq": ":=", r"\coloneq": ":=", r"\triangleq": ":=", r"\doteq": "≐",
    "=:": "=:", r"\eqqcolon": "=:", "<": "<", r"\lt": "<", ">": ">", r"\gt": ">", "<=": "<=", r"\le": "<=", r"\leq": "<=",
    r"\leqslant": "<=", ">=": ">=", r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=", r"\ne": "!=", r"\neq": "!=",
    r"\ll": "<<", r"\gg": ">>", r"\approx": "≈", r"\simeq": "≃", r"\cong": "≅", r"\propto": "∝", r"\sim": "~",
    r"\in": "in", r"\notin": "not in", r"\ni": "ni", r"\subset": "⊂", r"\subseteq": "⊆", r"\supset": "⊃", r"\supseteq": "⊇",
    r"\perp": "⊥", r"\preceq": "≼", r"\succeq": "≽", r"\prec": "≺", r"\succ": "≻",
}  # fmt: skip
NEGATED = {"=": "!=", "in": "not in", "~": "not ~", "≡": "not ≡", "<": ">=", ">": "<="}

# Arrows: a limit or convergence; between two statements that have relations of their own, a consequence.
ARROWS = {
    r"\to": "→", r"\rightarrow": "→", r"\longrightarrow": "→", r"\xrightarrow": "→", r"\uparrow": "↑", r"\downarrow": "↓",
    r"\nearrow": "↗", r"\searrow": "↘", r"\mapsto": "↦", r"\leftarrow": "←", r"\gets": "←", r"\leftrightarrow": "↔",
}  # fmt: skip
CONSEQUENCES = {
    r"\Rightarrow": "⇒", r"\implies": "⇒", r"\Longrightarrow": "⇒", r"\Leftrightarrow": "⇔", r"\iff": "⇔",
    r"\Longleftrightarrow": "⇔", r"\Leftarrow": "⇐", r"\Longleftarrow": "⇐", r"\impliedby": "⇐", r"\therefore": "∴", r"\because": "∵",
}  # fmt: skip

SUM_SIGNS = {"+": "+", "-": "-", r"\pm": "±", r"\mp": "∓", r"\cup": "∪", r"\cap": "∩", r"\setminus": "∖", r"\backslash": "∖",
             r"\oplus": "⊕", r"\vee": "∨", r"\lor": "∨", r"\wedge": "∧", r"\land": "∧"}  # fmt: skip
PRODUCT_SIGNS = {r"\cdot": "·", r"\times": "×", "*": "*", r"\ast": "*", r"\odot": "⊙", r"\otimes": "⊗", r"\circ": "∘", r"\div": "÷"}
SEPARATORS = {",": ",", ";": ";", "|": "|", "||": "||", r"\mid": "|", r"\vert": "|", ":": ":", r"\colon": ":", r"\parallel": "||"}

BIG_OPERATORS = {
    r"\sum": "sum", r"\prod": "prod", r"\coprod": "coprod", r"\int": "int", r"\iint": "iint", r"\iiint": "iiint", r"\oint": "int",
    r"\bigcup": "union", r"\bigcap": "intersection", r"\bigwedge": "all", r"\bigvee": "any", r"\lim": "lim", r"\limsup": "limsup",
    r"\liminf": "liminf", r"\max": "max", r"\min": "min", r"\sup": "sup", r"\inf": "inf", r"\argmax": "argmax", r"\argmin": "argmin",
    r"\forall": "forall", r"\exists": "exists",
}  # fmt: skip
BIG_WORDS = {
    "argmax": "argmax", "argmin": "argmin", "max": "max", "min": "min", "sup": "sup", "inf": "inf", "lim": "lim", "median": "median",
    "lowermedian": "lower median", "uppermedian": "upper median", "zero": "zero",
}  # fmt: skip
INTEGRALS = {"int": 1, "iint": 2, "iiint": 3}
ALSO_FUNCTIONS = {"max", "min", "sup", "inf", "median", "lower median", "upper median", "zero"}
BIG_LETTERS = {r"\Sigma": "sum", r"\Pi": "prod"}

# Functions whose argument needs no parentheses.
FUNCTIONS = frozenset(
    """log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan det dim ker tr rank diag vec
    sgn sign erf erfc logit expit sigmoid""".split()
)
FUNCTION_COMMANDS = frozenset(
    rf"\{name}" for name in "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan det dim ker Pr".split()
)
# Operators on random variables: upright or blackboard letters and words.
RANDOM = frozenset("E Var Cov Corr Pr P H h KL I Skew Kurt Bias MSE SE tr".split())
BARE_WORDS = ("argmax", "argmin", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "log", "exp", "sin", "cos", "tan", "max", "min",
              "lim", "ln", "Var", "Cov", "erf", "KL")  # fmt: skip
CALLED_LETTERS = frozenset({"Gamma"})

FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\sfrac", r"\nicefrac"})
BINOMIALS = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
INFIX_FRACTIONS = {r"\choose": "choose", r"\over": "over", r"\atop": "atop"}
STACKS = {r"\overset": "over", r"\stackrel": "over", r"\underset": "under"}
ARITY = dict.fromkeys((*FRACTIONS, *BINOMIALS, *STACKS), 2)
BRACES = {r"\underbrace", r"\overbrace"}
ACCENTS = {
    r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar", r"\tilde": "tilde", r"\widetilde": "tilde",
    r"\dot": "dot", r"\ddot": "ddot", r"\vec": "vec", r"\check": "check", r"\breve": "breve", r"\underline": "underline",
    r"\mathring": "ring", r"\overrightarrow": "vec",
}  # fmt: skip
FONTS = {
    r"\mathrm": "mathrm", r"\mathbf": "mathbf", r"\mathcal": "mathcal", r"\mathbb": "mathbb", r"\mathsf": "mathsf", r"\mathtt": "mathtt",
    r"\mathit": "mathit", r"\mathfrak": "mathfrak", r"\mathscr": "mathcal", r"\boldsymbol": "mathbf", r"\bm": "mathbf",
    r"\pmb": "mathbf", r"\operatorname": "operator", r"\operatorname*": "operator", r"\mathop": "operator",
    r"\rm": "mathrm", r"\bf": "mathbf", r"\cal": "mathcal", r"\it": "mathit",
}  # fmt: skip
SWITCHES = {r"\rm": r"\mathrm", r"\bf": r"\mathbf", r"\cal": r"\mathcal", r"\it": r"\mathit"}
CALLED_FONTS = frozenset({"mathrm", "operator", "mathbb", "mathcal", "mathsf", "mathfrak", "text", "word"})
WRAPPERS = frozenset(
    {r"\boxed", r"\fbox", r"\mathord", r"\mathinner", r"\mathbin", r"\mathrel", r"\smash", r"\ensuremath", r"\cancel", r"\mathpunct"}
)

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "varphi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "ell",
    "ϑ": "vartheta", "ς": "varsigma", "ϱ": "varrho", "ϖ": "varpi",
}  # fmt: skip
LETTER_COMMANDS = frozenset(rf"\{name}" for name in GREEK.values()) | frozenset(
    rf"\{name}"
    for name in "omicron digamma varkappa infty ell hbar imath jmath Re Im wp aleph emptyset varnothing bullet star top bot dagger prime "
    "square diamond triangle complement mathbbm".split()
)
TYPED = {
    "−": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "∞": r"\infty", "∈": r"\in", "∉": r"\notin", "∑": r"\sum",
    "∏": r"\prod", "∫": r"\int", "∂": r"\partial", "√": r"\sqrt", "→": r"\to", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow",
    "·": r"\cdot", "×": r"\times", "±": r"\pm", "∝": r"\propto", "∼": r"\sim", "≡": r"\equiv", "…": r"\ldots", "⋯": r"\cdots",
    "∴": r"\therefore", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "⟨": r"\langle", "⟩": r"\rangle",
    "ℝ": r"\R", "∪": r"\cup", "∩": r"\cap", "∀": r"\forall", "∅": r"\emptyset", "′": "'", "″": "''", "‖": "||",
}  # fmt: skip
ELLIPSES = frozenset({r"\ldots", r"\cdots", r"\dots", r"\dotsc", r"\dotsb", r"\dotsm", r"\dotsi", r"\vdots", r"\ddots", "..."})
SHORT_SETS = {r"\R": "R", r"\N": "N", r"\Z": "Z", r"\Q": "Q", r"\C": "C"}

OPENING = {
    "(": "(", "[": "[", r"\{": "{", r"\lbrace": "{", r"\langle": "<", r"\lfloor": "⌊", r"\lceil": "⌈", r"\lvert": "|", r"\lVert": "||",
    r"\lbrack": "[", r"\llbracket": "[[",
}  # fmt: skip
CLOSING = {
    ")": ")", "]": "]", r"\}": "}", r"\rbrace": "}", r"\rangle": ">", r"\rfloor": "⌋", r"\rceil": "⌉", r"\rvert": "|", r"\rVert": "||",
    r"\rbrack": "]", r"\rrbracket": "]]",
}  # fmt: skip
MATCHES = {"(": ")]", "[": ")]", "{": "}", "<": ">", "⌊": "⌋", "⌈": "⌉", "|": "|", "||": "||", "[[": "]]"}
NEUTRAL = {"|": "|", "||": "||", r"\vert": "|", r"\Vert": "||", r"\|": "||", ".": ".", "/": "/", "<": "<", ">": ">", r"\backslash": "\\"}
SIZES = frozenset(rf"\{size}{end}" for size in ("big", "Big", "bigg", "Bigg") for end in ("", "l", "r", "m"))

SPACES = frozenset(
    r"""\, \; \: \! \> \ \thinspace \medspace \thickspace \negthinspace \enspace \hfill \hfil \displaystyle \textstyle \scriptstyle
    \scriptscriptstyle \limits \nolimits \nonumber \notag \allowbreak \nobreak \noindent \mathstrut \strut \small \footnotesize \scriptsize
    \tiny \large \Large \normalsize \centering \relax \hline \smallskip \medskip \bigskip \qedhere \protect \- \/""".split()
) | {"\\ ", "\\\n", "\\\t"}  # fmt: skip
GAPS = frozenset({r"\quad", r"\qquad"})
IGNORED_WITH_GROUP = frozenset(
    r"\label \tag \tag* \hphantom \phantom \vphantom \hspace \hspace* \vspace \vspace* \kern \mspace \color \textcolor".split()
)
TEXTS = r"text|textrm|textit|textbf|textsf|texttt|textnormal|textup|mbox|hbox|intertext|shortintertext"

ALIGNED = frozenset(
    """equation align aligned gather gathered alignat alignedat multline multlined split eqnarray flalign displaymath math dmath
    subequations dgroup IEEEeqnarray""".split()
)
MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix".split())
CASES = frozenset({"cases", "dcases", "rcases", "numcases"})
ARRAYS = frozenset({"array", "tabular", "subarray"})

# Words between statements: "f(x) = 2 for 0 < x", "where ...".
CONNECTIVES = frozenset(
    """if for all any every each with where when and or otherwise else such that since because as so hence thus then therefore while but
    given subject to s.t. i.e. e.g. is are the in case by iff from let assuming provided almost surely a.s. w.p. which implies using
    at on independently resp. unless only""".split()
)
