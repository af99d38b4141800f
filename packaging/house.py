"""The house rules that no linter has: sizes, rooms, import circles, no patched internals.

`make check` runs it: `python packaging/house.py`. It prints every problem, a line each, and exits
with 1 if there is any. ruff keeps the layers (TID251 and TID253 in pyproject.toml).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "otcodebook"

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_ROOM_FILES = 15
UI_TOP = {"__init__.py", "app.py"}
PATCHES = re.compile(
    r"\bbuiltins\.|\bsys\.modules\[|\bgc\.(?:freeze|disable)\b|signature_bootstrap"
)


@dataclass(frozen=True)
class Module:
    """A module of the package: its dotted name, its file, its text and its syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module


def read_modules(app: Path) -> list[Module]:
    """Returns all modules of the package in the folder `app`, ordered by path."""
    modules = []
    for path in sorted((app / PACKAGE).rglob("*.py")):
        parts = path.relative_to(app).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        modules.append(Module(name, path, text, ast.parse(text, path)))
    return modules


def long_things(modules: list[Module]) -> Iterator[str]:
    """Yields the files and functions that are too long to be read in one go."""
    for module in modules:
        lines = module.text.count("\n")
        if lines > MAX_FILE_LINES:
            yield f"{module.path}: {lines} lines, at most {MAX_FILE_LINES}"
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                where = f"{module.path}:{node.lineno}"
                yield f"{where}: {node.name} has {lines} lines, at most {MAX_FUNCTION_LINES}"


def crowded_rooms(modules: list[Module]) -> Iterator[str]:
    """Yields the folders with too many files, and what stands at the top of `ui` but app.py."""
    rooms: dict[Path, list[str]] = {}
    for module in modules:
        rooms.setdefault(module.path.parent, []).append(module.path.name)
    for room, names in rooms.items():
        count = len(names) - names.count("__init__.py")
        if count > MAX_ROOM_FILES:
            yield f"{room}: {count} files, at most {MAX_ROOM_FILES}"
        if room.name == "ui":
            for name in sorted(set(names) - UI_TOP):
                yield f"{room / name}: belongs in a room of ui, only app.py stands at its top"


def patched_internals(modules: list[Module]) -> Iterator[str]:
    """Yields the lines that replace parts of Python or of a library, or switch off its gc."""
    for module in modules:
        for number, line in enumerate(module.text.splitlines(), 1):
            if found := PATCHES.search(line):
                yield f"{module.path}:{number}: no patched internals ({found[0]})"


def import_circles(modules: list[Module]) -> Iterator[str]:
    """Yields each group of modules that import one another, wherever in the module they do.

    An import inside a function counts like one at the top, and one for types only counts too:
    each of them means that the two modules cannot be understood apart.
    """
    names = {module.name for module in modules}
    edges = {module.name: set(_imported(module.tree)) & names for module in modules}
    for circle in _circles(edges):
        yield f"import circle: {', '.join(circle)}"


def room_circles(modules: list[Module]) -> Iterator[str]:
    """Yields each group of rooms that import one another: one must stand on the other.

    A subfolder is a room of its own. What stands at the top of the package is none: the plain words
    that every room needs are there, and the program that needs every room.
    """
    rooms = {module.name: _room(module) for module in modules}
    edges: dict[str, set[str]] = {}
    for module in modules:
        met = {rooms[name] for name in _imported(module.tree) if name in rooms}
        edges.setdefault(_room(module), set()).update(met - {PACKAGE, _room(module)})
    edges.pop(PACKAGE, None)
    for circle in _circles(edges):
        yield f"rooms in a circle: {', '.join(circle)}"


def _room(module: Module) -> str:
    """Returns the folder of the module, as a dotted name."""
    return module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]


def _circles(edges: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yields the groups whose members all lead to one another."""
    reached = {name: _reachable(name, edges) for name in edges}
    seen: set[str] = set()
    for name in sorted(edges):
        if name in reached[name] and name not in seen:
            circle = {other for other in reached[name] if name in reached[other]}
            seen |= circle
            yield sorted(circle)


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yields the dotted names that may be modules: `a.b` and `a.b.c` for `from a.b import c`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _reachable(start: str, edges: dict[str, set[str]]) -> set[str]:
    """Returns what `start` leads to; itself only where a path leads back."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = edges.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def problems(app: Path) -> list[str]:
    """Returns every break of a house rule in the package in the folder `app`, a sentence each."""
    modules = read_modules(app)
    rules = (long_things, crowded_rooms, patched_internals, import_circles, room_circles)
    return [problem for rule in rules for problem in rule(modules)]


if __name__ == "__main__":
    found = problems(ROOT / "app")
    for problem in found:
        print(problem.replace(f"{ROOT}/", ""))
    sys.exit(1 if found else 0)
