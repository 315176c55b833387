"""Estimates from a million numbers, as multiples of ``np.sum`` over them, against scipy's fit: ``python -m benchmarks.functions``."""

import numpy as np
import scipy.stats

import derive

from .measure import interleaved, table

SIZE = 1_000_000
RUNS = 7
SAMPLES = {
    "normal": (lambda g: g.normal(3, 2, SIZE), lambda x: scipy.stats.norm.fit(x)),
    "exponential": (lambda g: g.exponential(2, SIZE), lambda x: scipy.stats.expon.fit(x, floc=0)),
    "gamma": (lambda g: g.gamma(2, 3, SIZE), lambda x: scipy.stats.gamma.fit(x, floc=0)),
    "beta": (lambda g: g.beta(2, 3, SIZE), lambda x: scipy.stats.beta.fit(x, floc=0, fscale=1)),
    "weibull": (lambda g: g.weibull(2, SIZE), lambda x: scipy.stats.weibull_min.fit(x, floc=0)),
    "laplace": (lambda g: g.laplace(1, 2, SIZE), lambda x: scipy.stats.laplace.fit(x)),
    "pareto": (lambda g: 1 + g.pareto(3, SIZE), lambda x: scipy.stats.pareto.fit(x, floc=0)),
    "rayleigh": (lambda g: g.rayleigh(2, SIZE), lambda x: scipy.stats.rayleigh.fit(x, floc=0)),
    "inverse-gaussian": (lambda g: g.wald(2, 3, SIZE), lambda x: scipy.stats.invgauss.fit(x, floc=0)),
    "poisson": (lambda g: g.poisson(3.5, SIZE), None),
    "geometric": (lambda g: g.geometric(0.3, SIZE), None),
    "uniform": (lambda g: g.uniform(0, 5, SIZE), None),
}


def main() -> None:
    rows, generator = [], np.random.default_rng(1)
    for name, (draw, fit) in SAMPLES.items():
        functions, x = derive.mle(name).numpy(), draw(generator)
        functions.estimate(x[:100])
        alternatives = {"derive": lambda f=functions, x=x: f.estimate(x), "sum": lambda x=x: np.sum(x)}
        times = interleaved(alternatives, RUNS)
        other = interleaved({"fit": lambda x=x, fit=fit: fit(x)}, 1 if name in ("weibull", "beta") else 3)["fit"] if fit else None
        fitted = (f"{1e3 * other:.1f} ms", f"{other / times['derive']:.1f}") if other else ("-", "-")
        rows.append((name, f"{1e3 * times['derive']:.2f} ms", times["derive"] / times["sum"], *fitted))
    print(table(("family", "derive", "times np.sum", "scipy fit", "fit / derive"), rows))


if __name__ == "__main__":
    main()
