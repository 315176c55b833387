"""Divergences: how long all derivations take in one process, and a million evaluations against the textbook's formula in NumPy.

Run ``python -m benchmarks.quantities``. The peers are the formulas that PyTorch's registry computes, written in NumPy on whole arrays
(or PyTorch itself, where it is installed). Ratios are paired: both are measured in turn.
"""

import time

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


def main() -> None:
    start = time.perf_counter()
    pairs = [(p, p) for p in SAME] + [(p, q) for p, qs in ACROSS.items() for q in qs.split()]
    verdicts = [questions.kl(p, q).verdict for p, q in pairs]
    print(f"{len(pairs)} divergences derived in {time.perf_counter() - start:.1f} s, {verdicts.count('proved')} proved")
    rng = np.random.default_rng(1)
    for peer in PEERS:
        ours = questions.kl(peer.__name__, peer.__name__).numpy()
        unit = peer is bernoulli
        values = [rng.uniform(0.05, 0.95, SIZE) if unit else rng.uniform(0.5, 5.0, SIZE) for _ in ours.parameters]
        assert np.allclose(ours(*values), peer(*values), rtol=1e-6, atol=1e-12)
        times = interleaved({"ours": lambda: ours(*values), "numpy": lambda: peer(*values)}, 7)  # noqa: B023
        mine, theirs = times["ours"], times["numpy"]
        ratio = mine / theirs
        print(f"{peer.__name__:<14}{mine * 1e3:8.1f} ms   NumPy {theirs * 1e3:8.1f} ms   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
