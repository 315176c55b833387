"""The holes of the rules: plain ones, ones that may depend on a bound variable, indices, sets, generic variables."""

from sympy import Function, Symbol, symbols

a, b, c, s, t, u, w = symbols("a b c s t u w")
f, g, h, d, ell, m = (Function(name) for name in "f g h d ell m".split())
i, k = symbols("i k", integer=True)
lo, hi, n = symbols("lo hi n", integer=True)
theta, eta = symbols("theta eta", real=True)
Theta, Eta, S = Symbol("Theta"), Symbol("Eta"), Symbol("S")
