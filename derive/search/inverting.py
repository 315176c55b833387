"""The inverse of a small symmetric matrix, proved by multiplication."""

import sympy as sp

from ..kernel.check import Rejected
from ..kernel.derivation import Derivation
from ..language.claims import Claim
from ..language.domains import holds
from .lawful import Law, cases, given_of
from .proof import Proof
from .shortening import tidy


def inverse(matrix: sp.Matrix, law: Law) -> tuple[sp.Matrix, Derivation] | None:
    """The inverse, and the derivation of matrix · inverse = 1, entry by entry on and above the diagonal; else None."""
    given = given_of(law)
    given = given.assume(*cases(given, law)[0])
    found = (matrix.adjugate() / tidy(matrix.det())).applyfunc(tidy)
    below = {p.base for e in found for p in e.atoms(sp.Pow) if p.exp.could_extract_minus_sign()}
    open_ = [Claim(b, "!=", sp.Integer(0)) for b in sorted(below, key=str) if holds(Claim(b, "!=", sp.Integer(0)), given) is not True]
    proof = Proof(given.assume(*open_))
    size = matrix.rows
    try:
        for i in range(size):
            for j in range(i, size):
                entry = sp.Add(*(matrix[i, k] * found[k, j] for k in range(size)))
                target = sp.Integer(int(i == j))
                if entry != target:
                    proof.field(entry, target)
    except Rejected:
        return None
    return found, proof.derivation()
