"""What the tests of derived quantities share."""

from functools import cache

import sympy as sp
from quadrature import mean, number, points

from derive import questions
from derive.kernel.check import Theorem


@cache
def kl(p, q):
    return questions.kl(p, q)


def close(found, wanted, digits=1e-10):
    return abs(found - wanted) <= digits * max(1, abs(wanted))


def assert_replays(answer):
    made = answer.replay()
    assert made and all(isinstance(theorem, Theorem) for theorem in made), made


def agrees(answer):
    """The closed form and the NumPy function against quadrature."""
    p, q = answer.laws
    function = sp.log(p.density) - sp.log(q.density)
    for point in points((p, q), answer.conditions, 1):
        wanted = mean(p, function, point)
        assert close(number(answer.value, point), wanted), (point, wanted)
        values = {s.name: float(v) for s, v in point.items()}
        assert close(float(answer.numpy()(**values)), wanted, 1e-8)
