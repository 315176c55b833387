"""The zero of a function on balls, by a change of sign."""

from .balls import flint, undefined


def zero(h, lo, hi):
    """A ball around a change of sign of h in (lo, hi), on which h is finite, hence continuous: it contains a zero.

    ``h`` maps a ball to a ball, or to None where it is not defined; an end that is None is infinite. Walks outwards along a
    scale of points from lo (k = −∞) to hi (k = ∞) until the sign changes, then bisects the scale, then refines.
    """
    known = {}
    for k in (0, *(side * 2**j for j in range(10) for side in (1, -1))):
        point = _scale(k, lo, hi)
        found = h(point)
        if found is None:
            continue
        if not (found > 0 or found < 0):
            return _certified(h, point) or undefined()
        known[k] = found > 0
        below, above = max((j for j in known if j < k), default=k), min((j for j in known if j > k), default=k)
        other = below if known[below] != known[k] else above
        if known[other] != known[k]:
            return _on_scale(h, lo, hi, *((other, k) if other < k else (k, other)))
    undefined()


def _on_scale(h, lo, hi, left, right):
    rising = h(_scale(right, lo, hi)) > 0
    while right - left > 1:
        middle = (left + right) // 2
        found = h(point := _scale(middle, lo, hi))
        if found is None or not (found > 0 or found < 0):
            return _certified(h, point) or undefined()
        left, right = (left, middle) if (found > 0) == rising else (middle, right)
    return _refined(h, _scale(left, lo, hi), _scale(right, lo, hi))


def _scale(k: int, lo, hi):
    two = flint().arb(2)
    if lo is None and hi is None:
        return (two ** abs(k) - 1) * (1 if k > 0 else -1)
    if lo is None:
        return (hi - two**-k).mid()
    return (lo + (two**k if hi is None else (hi - lo) / (1 + two**-k))).mid()


def _refined(h, a, b):
    """Regula falsi with the Illinois weights, and a bisection wherever four steps did not halve the bracket."""
    at_a, at_b, side, width, waited = h(a), h(b), 0, b - a, 0
    for _ in range(400):
        slow = waited == 4
        if slow or 2 * (b - a) < width:
            width, waited = b - a, 0
        c = ((a + b) / 2 if slow else a - at_a * (b - a) / (at_b - at_a)).mid()
        at_c = h(c) if a < c < b else None
        if at_c is None or not (at_c > 0 or at_c < 0):
            return _certified(h, c) or undefined()
        waited += 1
        if (at_c > 0) == (at_a > 0):
            a, at_a, at_b, side = c, at_c, (at_b / 2).mid() if side == 1 else at_b, 1
        else:
            b, at_b, at_a, side = c, at_c, (at_a / 2).mid() if side == -1 else at_a, -1
    undefined()


def _certified(h, point):
    """The smallest ball tried around the point, at whose ends h has opposite signs, and on which it is finite; or None."""
    arb, size = flint().arb, max(abs(point), flint().arb(2) ** -flint().ctx.prec)
    for j in range(8):
        radius = (size * flint().arb(2) ** (12 + 8 * j - flint().ctx.prec)).mid()
        left, right = h((point - radius).mid()), h((point + radius).mid())
        if left is not None and right is not None and (left * right < 0):
            around = arb(point.mid(), 2 * radius)
            return around if h(around) is not None else None
    return None
