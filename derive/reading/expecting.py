"""Derivations of equations between operators, where they follow by linearity and definitions."""

from .chance import Question


def derived(asked: Question) -> str:
    return ""
