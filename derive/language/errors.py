"""Mistakes that a user can make. The message names the place and the remedy."""


class DeriveError(Exception):
    """Anything that the user of the program can mend; printed without a traceback, exit status 2."""


class DeclarationError(DeriveError):
    """A distribution is declared in a way that cannot be meant."""


class DataError(DeriveError):
    """Observations that the model gives no probability to, or that are not numbers. Indices count from 0."""


class UnknownName(DeriveError):
    """No such thing in the library; the nearest name is suggested."""

    def __init__(self, kind: str, name: str, known):
        from difflib import get_close_matches

        word = name.casefold().replace("_", "-").replace(" ", "-")
        near = get_close_matches(word, known, 1, 0.5) or [k for k in known if len(word) > 2 and word in k]
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
        super().__init__(f"unknown {kind} {name!r}; {hint}")
