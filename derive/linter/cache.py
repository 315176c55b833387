"""Results of earlier runs: by content of the file, version of the program, and the options that matter. Damaged entries count as absent."""

import json
import os
import shutil
from functools import cache
from hashlib import blake2b
from pathlib import Path

from .records import FileRecord, as_data, from_data

VERSIONS = 3
PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ("sympy", "python-flint")


def place() -> Path:
    """The folder of the cache: below XDG_CACHE_HOME, or below ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "derive"


@cache
def version() -> str:
    """A digest of the sources of the program and of the versions of what it computes with."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    digest = blake2b(digest_size=12)
    for source in sorted(PACKAGE.rglob("*.py")):
        digest.update(source.relative_to(PACKAGE).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    for name in LIBRARIES:
        try:
            digest.update(f"{name} {installed(name)}\0".encode())
        except PackageNotFoundError:
            digest.update(name.encode())
    return digest.hexdigest()


def key(text: str, kind: str, timeout: float) -> str:
    """The name of the entry of a text."""
    head = json.dumps([kind, timeout]).encode()
    return blake2b(head + b"\0" + text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


class Cache:
    """The entries of this version of the program. Nothing here raises: a cache that cannot be used is empty."""

    def __init__(self, folder: Path | None = None):
        self.root = folder or place()
        self.folder = self.root / version()

    def get(self, name: str, path: str) -> FileRecord | None:
        """The record of that name, for a file of this path."""
        try:
            data = json.loads((self.folder / name[:2] / f"{name}.json").read_text(encoding="utf-8"))
            return from_data({**data, "path": path})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def put(self, name: str, record: FileRecord) -> None:
        """Keep a record, whole or not at all."""
        if not record.lasting or record.error:
            return
        target = self.folder / name[:2] / f"{name}.json"
        beside = target.with_suffix(f".{os.getpid()}")
        try:
            if not self.folder.exists():
                self._forget_old_versions()
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(as_data(record), ensure_ascii=False), encoding="utf-8")
            os.replace(beside, target)
        except (OSError, ValueError):
            beside.unlink(missing_ok=True) if beside.exists() else None

    def _forget_old_versions(self) -> None:
        if self.root.is_dir():
            known = sorted((each for each in self.root.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
            for old in known[: max(len(known) - VERSIONS + 1, 0)]:
                shutil.rmtree(old, ignore_errors=True)


def clear() -> int:
    """Remove all entries; returns how many there were."""
    root = place()
    count = sum(1 for _ in root.rglob("*.json")) if root.is_dir() else 0
    shutil.rmtree(root, ignore_errors=True)
    return count
