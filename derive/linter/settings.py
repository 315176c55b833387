"""What a project says in ``[tool.derive]`` of its pyproject.toml about how it is checked."""

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches

from ..language.errors import DeriveError
from ..library.codes import CODES

FORMATS = ("full", "concise", "json", "github", "sarif")
TABLE = re.compile(r"^\s*\[\s*tool\s*\.\s*derive\s*\]", re.MULTILINE)
KINDS = {"format": "one of " + ", ".join(FORMATS), "strict": "true or false", "jobs": "a whole number, 1 or more",
         "timeout": "a number of seconds above 0", "ignore": "a list of codes", "exclude": "a list of patterns"}  # fmt: skip


class SettingsError(DeriveError):
    """The table [tool.derive] cannot be meant."""


@dataclass(frozen=True)
class Settings:
    """Patterns in ``exclude`` are relative to ``root``, the folder of the file."""

    format: str = "full"
    strict: bool = False
    jobs: int = 0
    timeout: float = 4.0
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    root: str = "."


def settings(start: str = ".") -> Settings:
    """The settings of the nearest pyproject.toml that has the table, from the folder upwards. Raises SettingsError."""
    folder = os.path.abspath(start)
    while True:
        path = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(path) and (found := _read(path)) is not None:
            return found
        above = os.path.dirname(folder)
        if above == folder:
            return Settings()
        folder = above


def _read(path: str) -> Settings | None:
    """The settings of one file; None where it has none."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as no:
        raise SettingsError(f"cannot read {path}: {no}") from None
    if "tool" not in text or "derive" not in text:
        return None
    import tomllib

    try:
        table = tomllib.loads(text).get("tool", {}).get("derive")
    except tomllib.TOMLDecodeError as no:
        raise SettingsError(f"{path}: {no}") from None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.derive is not a table")
    for key, value in table.items():
        where = f"{path}:{_line(text, key)}"
        if key not in KINDS:
            near = get_close_matches(key, KINDS, 1, 0.5)
            raise SettingsError(f"{where}: there is no key {key!r} in [tool.derive]; "
                                + (f"did you mean {near[0]}?" if near else f"there are {', '.join(KINDS)}"))  # fmt: skip
        if not _fits(key, value):
            raise SettingsError(f"{where}: {key} is {value!r}, and must be {KINDS[key]}")
    for code in table.get("ignore", ()):
        if code not in CODES:
            near = get_close_matches(code.upper(), CODES, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(CODES)}"
            raise SettingsError(f"{path}:{_line(text, 'ignore')}: there is no code {code!r}; {hint}")
    made = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Settings(**made, root=os.path.dirname(path))


def _fits(key: str, value) -> bool:
    match key:
        case "format":
            return value in FORMATS
        case "strict":
            return isinstance(value, bool)
        case "jobs":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 1
        case "timeout":
            return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 86400
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _line(text: str, key: str) -> int:
    """The line on which the key of the table stands."""
    table = TABLE.search(text)
    start = table.end() if table else 0
    found = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", re.MULTILINE).search(text, start) or table
    return text.count("\n", 0, found.end()) + 1 if found else 1
