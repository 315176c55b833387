"""Times of alternatives, measured in turns, so that a busy machine disturbs all of them alike."""

from collections.abc import Callable
from statistics import median
from time import perf_counter


def interleaved(alternatives: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median time of each, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in alternatives}
    for _ in range(runs):
        for name, run in alternatives.items():
            start = perf_counter()
            run()
            times[name].append(perf_counter() - start)
    return {name: median(found) for name, found in times.items()}


def table(head: tuple[str, ...], rows: list[tuple]) -> str:
    """Right-aligned columns; numbers with three digits."""
    cells = [head, *(tuple(c if isinstance(c, str) else f"{c:.3g}" for c in row) for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(head))]
    lines = ["  ".join(f"{c:<{w}}" if k == 0 else f"{c:>{w}}" for k, (c, w) in enumerate(zip(row, widths, strict=True))) for row in cells]
    return "\n".join((lines[0], "-" * len(lines[0]), *lines[1:]))
