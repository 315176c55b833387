"""How far a long run has come, on one line of a terminal."""

import sys
from time import monotonic

WIDTH = 24
AFTER = 1.0


class Progress:
    """Draws to standard error, and only where that is a terminal and the run takes longer than a second."""

    def __init__(self, total: int):
        self.total, self.count, self.start, self.drawn = total, 0, monotonic(), False
        self.visible = total > 1 and sys.stderr is not None and sys.stderr.isatty()

    def step(self) -> None:
        self.count += 1
        if self.visible and monotonic() - self.start > AFTER:
            full = WIDTH * self.count // self.total
            sys.stderr.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {self.count}/{self.total} files")
            sys.stderr.flush()
            self.drawn = True

    def end(self) -> None:
        """Leave no trace."""
        if self.drawn:
            sys.stderr.write("\r" + " " * (WIDTH + 30) + "\r")
            sys.stderr.flush()
