"""Statistical derivations in which every step has been checked.

>>> import derive
>>> derive.mle("normal").verdict
'proved'
"""

__version__ = "0.1.0"
__all__ = [
    "Distribution", "check", "distributions", "entropy", "identities", "information", "kl", "mle", "moments", "prove", "rules",
]  # fmt: skip

_HOME = {
    "Distribution": ("derive.language.distribution", "Distribution"),
    "check": ("derive.linter.api", "check"),
    "distributions": ("derive.catalogue", "distributions"),
    "entropy": ("derive.questions", "entropy"),
    "identities": ("derive.catalogue", "identities"),
    "information": ("derive.questions", "information"),
    "kl": ("derive.questions", "kl"),
    "mle": ("derive.catalogue", "mle"),
    "moments": ("derive.questions", "moments"),
    "prove": ("derive.catalogue", "prove"),
    "rules": ("derive.catalogue", "rules"),
}


def __getattr__(name):
    """The public names are loaded when they are first used, so that ``import derive`` costs nothing."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module 'derive' has no attribute {name!r}")
    module, attribute = _HOME[name]
    return getattr(import_module(module), attribute)


def __dir__():
    return [*__all__, "__version__"]
