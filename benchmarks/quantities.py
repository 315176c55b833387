"""Divergences: how long all derivations take in one process, and a million evaluations against PyTorch and the textbook's formulas.

Run ``python -m benchmarks.quantities``. The peers are PyTorch's registry, where it is installed (parameters checked as here; with
one thread and with its own number), and its formulas in NumPy on whole arrays, where nothing is checked. Both are measured in turn.
"""

import time
from collections.abc import Callable
from functools import partial
from importlib import import_module, util

import numpy as np

from derive import questions

from .measure import interleaved

SAME = """bernoulli beta binomial cauchy continuous-bernoulli exponential gamma geometric gumbel half-normal laplace normal pareto
poisson uniform""".split()
ACROSS = {
    "bernoulli": "poisson", "beta": "continuous-bernoulli exponential gamma normal uniform pareto",
    "continuous-bernoulli": "exponential normal uniform pareto",
    "exponential": "gamma gumbel normal beta continuous-bernoulli pareto uniform",
    "gamma": "exponential gumbel normal beta continuous-bernoulli pareto uniform",
    "gumbel": "normal beta continuous-bernoulli exponential gamma pareto uniform",
    "laplace": "normal beta continuous-bernoulli exponential gamma pareto uniform",
    "normal": "gumbel laplace beta continuous-bernoulli exponential gamma pareto uniform",
    "pareto": "exponential gamma normal beta continuous-bernoulli uniform", "poisson": "bernoulli binomial",
    "uniform-interval": "beta continuous-bernoulli exponential gamma gumbel normal pareto",
}  # fmt: skip
SIZE = 1_000_000


def normal(mu_1, sigma_1, mu_2, sigma_2):
    ratio = (sigma_1 / sigma_2) ** 2
    return 0.5 * (ratio + ((mu_1 - mu_2) / sigma_2) ** 2 - 1 - np.log(ratio))


def exponential(lambda_1, lambda_2):
    ratio = lambda_2 / lambda_1
    return ratio - np.log(ratio) - 1


def laplace(mu_1, b_1, mu_2, b_2):
    ratio, distance = b_1 / b_2, np.abs(mu_1 - mu_2)
    return -np.log(ratio) + distance / b_2 + ratio * np.exp(-distance / b_1) - 1


def poisson(lambda_1, lambda_2):
    return lambda_1 * (np.log(lambda_1) - np.log(lambda_2)) - (lambda_1 - lambda_2)


def bernoulli(p_1, p_2):
    return p_1 * (np.log(p_1) - np.log(p_2)) + (1 - p_1) * (np.log1p(-p_1) - np.log1p(-p_2))


def gamma(alpha_1, beta_1, alpha_2, beta_2):
    from derive.numeric.special import digamma, lgamma

    return (
        alpha_2 * np.log(beta_1 / beta_2) + lgamma(alpha_2) - lgamma(alpha_1) + (alpha_1 - alpha_2) * digamma(alpha_1)
        + (beta_2 - beta_1) * (alpha_1 / beta_1)
    )  # fmt: skip


PEERS = (normal, exponential, laplace, poisson, bernoulli, gamma)


def registered(name: str, values: list[np.ndarray]) -> list[tuple[str, Callable, Callable]]:
    """PyTorch's evaluation, with one thread as here and with its own number of them: what sets that, and the run; or nothing."""
    if util.find_spec("torch") is None:
        return []
    torch = import_module("torch")
    law, half, tensors = getattr(torch.distributions, name.capitalize()), len(values) // 2, [torch.from_numpy(v) for v in values]

    def run():
        return torch.distributions.kl_divergence(law(*tensors[:half]), law(*tensors[half:]))

    return [(f"PyTorch, threads {k}", partial(torch.set_num_threads, k), run) for k in sorted({1, torch.get_num_threads()})]


def compared(peer) -> str:
    """One line: our time in turns with each peer, and the ratio to the peer's."""
    name, rng = peer.__name__, np.random.default_rng(1)
    ours = questions.kl(name, name).numpy()
    low, high = (0.05, 0.95) if peer is bernoulli else (0.5, 5.0)
    values = [rng.uniform(low, high, SIZE) for _ in ours.parameters]
    told = [f"{name:<12}"]
    for label, prepare, run in (("NumPy, unchecked", lambda: None, lambda: peer(*values)), *registered(name, values)):
        prepare()
        assert np.allclose(ours(*values), np.asarray(run()), rtol=1e-6, atol=1e-12)
        times = interleaved({"ours": lambda: ours(*values), "peer": run}, 9)
        told.append(f"{label}: {times['ours'] * 1e3:.1f} against {times['peer'] * 1e3:.1f} ms, ratio {times['ours'] / times['peer']:.2f}")
    return "   ".join(told)


def main() -> None:
    start = time.perf_counter()
    pairs = [(p, p) for p in SAME] + [(p, q) for p, qs in ACROSS.items() for q in qs.split()]
    verdicts = [questions.kl(p, q).verdict for p, q in pairs]
    print(f"{len(pairs)} divergences derived in {time.perf_counter() - start:.1f} s, {verdicts.count('proved')} proved")
    for peer in PEERS:
        print(compared(peer))


if __name__ == "__main__":
    main()
