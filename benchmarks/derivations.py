"""Each derivation, checked and replayed, against the plain way with SymPy: ``python -m benchmarks.derivations``.

The plain way takes the logarithm of the product, expands it by force, differentiates, simplifies and solves. Where its answer still
contains a parameter or is empty it is no answer, and that is said. Caches are cleared before each run.
"""

import gc
import multiprocessing
import sys
from statistics import median
from time import perf_counter

from .measure import table

LIMIT = 30.0  # seconds for the plain way, for each family
RUNS = 3


def ours(name: str) -> tuple[float, str]:
    """Seconds, and the verdict."""
    import derive

    family = derive.distributions()[name]
    _clear()
    start = perf_counter()
    answer = derive.mle(family)
    return perf_counter() - start, answer.verdict


def plain(name: str) -> tuple[float, str]:
    """Seconds, and what SymPy's own tools answer."""
    import sympy as s

    import derive

    family = derive.distributions()[name]
    x, n, i = s.IndexedBase(str(family.variable), positive=True), s.Symbol("n", integer=True, positive=True), s.Symbol("i", integer=True)
    if family.is_vector:
        return 0.0, "no form"
    unknown = list(family.parameters)
    _clear()
    start = perf_counter()
    density = family.density.subs(family.variable, x[i])
    term = s.expand_log(s.log(s.Product(density, (i, 1, n))), force=True).doit()
    term = s.expand_log(term, force=True).expand()
    scores = [s.simplify(s.diff(term, p).doit()) for p in unknown]
    try:
        found = s.solve(scores, unknown, dict=True)
    except NotImplementedError:
        found = []
    values = [v for solution in found for v in solution.values()]
    answer = "none" if not values else "refers to itself" if any(v.has(*unknown) for v in values) else "solved"
    return perf_counter() - start, answer


def _clear() -> None:
    from sympy.core.cache import clear_cache

    clear_cache()
    for found in gc.get_objects():
        if type(found).__name__ == "_lru_cache_wrapper" and getattr(found, "__module__", "").startswith("derive."):
            found.cache_clear()


def _worker(queue, job, name) -> None:
    job("normal")
    queue.put(job(name))


def limited(job, name: str) -> tuple[float, str]:
    """The job in a process that is stopped at the limit."""
    queue: multiprocessing.Queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=_worker, args=(queue, job, name))
    process.start()
    process.join(LIMIT)
    if process.is_alive():
        process.terminate()
        process.join()
        return LIMIT, f"over {LIMIT:.0f} s"
    return queue.get() if not queue.empty() else (float("nan"), "failed")


def main(names: list[str]) -> None:
    import derive

    rows = []
    ours("normal")
    for name in names or derive.distributions():
        times = [ours(name) for _ in range(RUNS)]
        mine = median(t for t, _ in times)
        other, answer = limited(plain, name)
        ratio = f"{other / mine:.1f}" if answer not in ("no form", "failed") else "-"
        rows.append((name, f"{1e3 * mine:.0f} ms", times[0][1], f"{1e3 * other:.0f} ms", answer, ratio))
    print(table(("family", "derive", "verdict", "plain SymPy", "its answer", "ratio"), rows))


if __name__ == "__main__":
    main(sys.argv[1:])
