"""``derive explain D201``: what a code of ``derive check`` means, with an example."""

import re
from textwrap import wrap

from ..language.errors import UnknownName
from ..library.codes import CODES

CODE = re.compile(r"[Dd]\d+\Z")


def is_code(name: str) -> bool:
    """Whether the word can only be meant as a code."""
    return CODE.match(name.strip()) is not None


def meaning(name: str, page: int) -> str:
    """The explanation of a code. Raises UnknownName."""
    code = CODES.get(name.strip().upper())
    if code is None:
        raise UnknownName("code", name.strip().upper(), list(CODES))
    title = f"{code.code}: {code.title}"
    lines = [title, "═" * len(title), "", "Meaning", *wrap(code.explanation, page, initial_indent="  ", subsequent_indent="  ")]
    for heading, example in (("Wrong", code.wrong), ("Right", code.right)):
        lines += ["", heading, *(f"  {line}".rstrip() for line in example.splitlines())]
    return "\n".join(lines) + "\n"
