"""The house rules: who may import whom, how long things get, and no work at import."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import ROOT

APP = ROOT / "app"
MODULES = {
    ".".join(path.relative_to(APP).with_suffix("").parts): path
    for path in sorted((APP / "otcodebook").rglob("*.py"))
}
QT = ("PySide6", "shiboken6")
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
# The command line opens the window, the self-test tries it: both only when asked to.
MAY_IMPORT_LATE = {
    "otcodebook.cli.main": ("otcodebook.ui.app", "otcodebook.ui.imports"),
    "otcodebook.selftest": ("PySide6", "otcodebook.ui"),
}


def imports(tree: ast.AST, *, late: bool) -> Iterator[str]:
    """The modules that are imported at the top, or `late`: inside functions only."""
    inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if (node in inside) is not late:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def outer(module: str) -> bool:
    return module.startswith((*QT, "otcodebook.ui"))


def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in MODULES if ".ui" not in name])
def test_the_domain_knows_neither_qt_nor_the_window(name: str) -> None:
    assert [found for found in imports(parsed(name), late=False) if outer(found)] == []
    late = {found for found in imports(parsed(name), late=True) if outer(found)}
    assert all(found.startswith(MAY_IMPORT_LATE.get(name, ())) for found in late)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_fits_in_a_head(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES
    long = {
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= MOST_FUNCTION_LINES
    }
    assert long == set()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(parsed(name))


_IMPORT_ALL = """
import gc, importlib, json, os, signal, sys, threading

def state():
    return {
        "environment": dict(os.environ),
        "threads": threading.active_count(),
        "collecting": gc.isenabled(),
        "reports bugs": sys.excepthook is not sys.__excepthook__,
        "interrupts": signal.getsignal(signal.SIGINT) is not signal.default_int_handler,
        "path": sys.path[:],
        "folder": os.getcwd(),
    }

before = state()
for name in sys.argv[2:]:
    importlib.import_module(name)
after = state()
from PySide6.QtCore import QCoreApplication
after["application"] = QCoreApplication.instance() is not None
before["application"] = False
changed = [key for key in after if after[key] != before[key]]
os.write(int(sys.argv[1]), json.dumps(changed).encode())
"""


def test_importing_does_nothing(tmp_path: Path) -> None:
    names = [name for name in MODULES if not name.endswith("__main__")]
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as told:
        done = subprocess.run(
            [sys.executable, "-B", "-c", _IMPORT_ALL, str(write_end), *names],
            env={**os.environ, "PYTHONPATH": str(APP), "HOME": str(tmp_path)},
            cwd=tmp_path,
            pass_fds=[write_end],
            capture_output=True,
            timeout=60,
            check=False,
        )
        os.close(write_end)
        changed = told.read()
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert json.loads(changed) == []
    assert list(tmp_path.rglob("*")) == []
