"""The borders of the design: directions of imports, no cycles, a small kernel, and a README that lists the modules.

``python tests/test_structure.py`` writes the list of the modules into the README.
"""

import ast
import pathlib
import re
from graphlib import TopologicalSorter

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
LAYERS = (
    "language",
    "kernel",
    "library",
    "search",
    "numeric",
    "reading",
    "writing",
    "linter",
    "answer",
    "quantities",
    "catalogue",
    "questions",
    "cli",
)
FORBIDDEN = {"simplify", "solve", "solveset", "nsolve", "integrate", "limit", "summation", "dsolve"}
KERNEL_LINES = 400
LISTED = re.compile(r"^- `(derive/[\w/]+\.py)` — (.+)$", re.MULTILINE)


def _name(path: pathlib.Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(path): path for path in sorted((ROOT / "derive").rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def _imported(name: str):
    """The modules of the package that a module imports, anywhere in it."""
    package = name if FILES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in FILES)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")
            base = ".".join(start[: len(start) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                if whole in FILES or source in FILES:
                    yield whole if whole in FILES else source


IMPORTS = {name: {other for other in _imported(name) if other != name} for name in FILES}


def _layer(name: str) -> int:
    if name == "derive":
        return -1
    part = name.split(".")[1]
    return LAYERS.index(part) if part in LAYERS else len(LAYERS)


def _reading_order() -> list[str]:
    """Modules after those that they import, layer by layer; within a layer, by name where nothing else decides."""
    sorter = TopologicalSorter({name: IMPORTS[name] for name in FILES})
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted({*ready, *sorter.get_ready()}, key=lambda name: (_layer(name), name))
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return sorted(order, key=_layer)


def _is_code(tree: ast.Module) -> bool:
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in tree.body)


def _lines_of_code(path: pathlib.Path) -> int:
    """Lines that are neither blank, nor comments, nor in docstrings."""
    text = path.read_text(encoding="utf-8")
    silent: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            silent |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(1 for k, line in lines if k not in silent and line.strip() and not line.strip().startswith("#"))


def _map() -> str:
    """The list of the modules, with the first sentence of each."""
    lines = []
    for name in _reading_order():
        words = (ast.get_docstring(TREES[name]) or "").partition("\n\n")[0]
        if _is_code(TREES[name]):
            sentence = re.split(r"(?<=\.) ", " ".join(words.split()), maxsplit=1)[0]
            lines.append(f"- `{FILES[name].relative_to(ROOT).as_posix()}` — {sentence}")
    return "\n".join(lines)


@pytest.mark.parametrize("name", FILES)
def test_imports_go_up(name):
    below = {other for other in IMPORTS[name] if _layer(other) > _layer(name)}
    assert not below, f"{name} imports {below}, which come after it in the order {' → '.join(LAYERS)}"


def test_no_import_cycles():
    list(TopologicalSorter(IMPORTS).static_order())


def test_the_kernel_is_small():
    """What has to be believed."""
    trusted = {name: path for name, path in FILES.items() if name.startswith("derive.kernel")}
    sizes = {path.name: _lines_of_code(path) for path in trusted.values()}
    assert sum(sizes.values()) < KERNEL_LINES, sizes


def test_the_kernel_does_not_search():
    for name, tree in TREES.items():
        if name.startswith("derive.kernel"):
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import) for alias in node.names}
            called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert not (names | called) & FORBIDDEN, name


def test_readme_lists_the_modules_in_reading_order():
    listed = [path for path, _ in LISTED.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert listed == [path for path, _ in LISTED.findall(_map())], "run: python tests/test_structure.py"


def test_every_module_says_what_it_is():
    silent = [name for name, tree in TREES.items() if _is_code(tree) and not ast.get_docstring(tree)]
    assert not silent


if __name__ == "__main__":
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    first, last = (m.start() if k == 0 else m.end() for k, m in ((0, next(LISTED.finditer(text))), (1, list(LISTED.finditer(text))[-1])))
    readme.write_text(text[:first] + _map() + text[last:], encoding="utf-8")
