"""The holes of the rules: plain ones, ones that may depend on a bound variable, indices, sets, generic variables."""

from sympy import Function, IndexedBase, symbols

a, b, c, s, t, u, w = symbols("a b c s t u w")
f, g, h, d, ell, m, x, t1, t2, w_, A, a1, a2 = (Function(name) for name in "f g h d ell m x t_1 t_2 w A A_1 A_2".split())
i, k = symbols("i k", integer=True)
lo, hi, n = symbols("lo hi n", integer=True)
theta, eta, y = symbols("theta eta y", real=True)
Theta, Eta, S, Y = symbols("Theta Eta S Y")
P = IndexedBase("p")
