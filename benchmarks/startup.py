"""How long the commands take, as multiples of what cannot be avoided: ``python -m benchmarks.startup``."""

import subprocess
import sys

from .measure import interleaved, table

PYTHON = sys.executable
ENTRY = "import sys; from derive.cli import main; sys.exit(main({}))"  # what the installed command runs
PAIRS = (
    ("derive --help", ENTRY.format(["--help"]), "python -c pass", "pass", 41, 3.0),
    ("import derive", "import derive", "python -c pass", "pass", 41, 2.0),
    ("derive mle normal", ENTRY.format(["mle", "normal"]), "import sympy", "import sympy", 11, 3.0),
    ("derive mle gamma", ENTRY.format(["mle", "gamma"]), "import sympy", "import sympy", 11, 3.0),
)


def _process(code: str):
    return lambda: subprocess.run([PYTHON, "-c", code], stdout=subprocess.DEVNULL, check=True)


def main() -> int:
    rows, slow = [], []
    for name, code, other, plain, runs, allowed in PAIRS:
        times = interleaved({name: _process(code), other: _process(plain)}, runs)
        ratio = times[name] / times[other]
        rows.append((name, f"{1e3 * times[name]:.1f} ms", other, f"{1e3 * times[other]:.1f} ms", ratio, allowed))
        slow += [name] if ratio > allowed else []
    print(table(("command", "median", "compared with", "median", "ratio", "allowed"), rows))
    print(f"too slow: {', '.join(slow)}" if slow else "all within their limits")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
