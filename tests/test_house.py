"""The house rules notice what breaks them, and importing a module of the app does no work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import house
import pytest

from support import ROOT

_APP = ROOT / "app"

_BREACHES = {
    "circle/one.py": "from otcodebook.circle.two import number",
    "circle/two.py": "def number():\n    from otcodebook.circle import three",
    "circle/three.py": "if TYPE_CHECKING:\n    import otcodebook.circle.one",
    "circle/outside.py": "from otcodebook.circle import one",
    "ground/one.py": "from otcodebook.roof import two",
    "ground/other.py": "",
    "roof/two.py": "import otcodebook.errors",
    "roof/attic/three.py": "from otcodebook.ground.other import number",
    "roof/three.py": "from otcodebook.roof.attic.three import number",
    "errors.py": "import otcodebook.roof.two",
    "long/file.py": "\n" * 401,
    "long/function.py": "def longer():\n" + "    pass\n" * 60,
    "long/method.py": "class A:\n    async def longest(self):\n" + "        pass\n" * 60,
    "patched/compile.py": "builtins.compile = None",
    "patched/stand_in.py": 'sys.modules["decimal"] = None',
    "patched/freeze.py": "gc.freeze()",
    "patched/disable.py": "gc.disable()",
    "patched/signatures.py": "import signature_bootstrap",
    "ui/app.py": "",
    "ui/window.py": "",
} | {f"crowded/module_{number}.py": "" for number in range(16)}
_ALLOWED = {
    "line/one.py": "from otcodebook.line.two import number",
    "line/two.py": "from otcodebook.line import three\nimport otcodebook.elsewhere",
    "line/three.py": "import sys\nsys.modules.get('decimal')",
    "long/file.py": "\n" * 400,
    "long/function.py": "def long():\n" + "    pass\n" * 59,
    "ui/app.py": "",
    "ui/__init__.py": "",
    "room/over.py": "import otcodebook.room.under.one, otcodebook.words",
    "room/under/one.py": "",
    "words.py": "import otcodebook.room.under.one",
    "full/__init__.py": "",
} | {f"full/module_{number}.py": "" for number in range(15)}


def _written(app: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = app / "otcodebook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return app


def test_every_breach_of_a_house_rule_is_reported(tmp_path: Path) -> None:
    found = "\n".join(house.problems(_written(tmp_path, _BREACHES))).replace(os.sep, "/")
    expected = [
        "long/file.py: 401 lines",
        "long/function.py:1: longer has 61 lines",
        "long/method.py:2: longest has 61 lines",
        "crowded: 16 files",
        "ui/window.py: belongs in a room",
        "compile.py:1: no patched internals",
        "stand_in.py:1: no patched internals",
        "freeze.py:1: no patched internals",
        "disable.py:1: no patched internals",
        "signatures.py:1: no patched internals",
        "circle: otcodebook.circle.one, otcodebook.circle.three, otcodebook.circle.two",
        "circle: otcodebook.errors, otcodebook.roof.two",
        "rooms in a circle: otcodebook.ground, otcodebook.roof, otcodebook.roof.attic",
    ]
    assert [part for part in expected if part not in found] == []
    assert found.count("\n") + 1 == len(expected), found


def test_what_keeps_the_rules_is_not_reported(tmp_path: Path) -> None:
    assert house.problems(_written(tmp_path, _ALLOWED)) == []


@pytest.mark.parametrize(
    ("module", "refused"),
    [
        ("units/new.py", {("TID251", 3), ("TID251", 7), ("TID253", 3)}),
        ("cli/main.py", {("TID253", 3)}),
        ("ui/units/new.py", set()),
    ],
)
def test_ruff_refuses_the_window_in_the_domain(module: str, refused: set[tuple[str, int]]) -> None:
    source = '"""A module."""\n\n{0}\n\n\ndef do() -> None:\n    {0}\n'
    path = f"app/otcodebook/{module}"
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID"]
    wrong = {}
    for line in ("import otcodebook.ui.app", "from PySide6 import QtCore", "import shiboken6"):
        done = subprocess.run(
            [*command, "--output-format", "json", "--stdin-filename", path, "-"],
            input=source.format(line),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        found = {(item["code"], item["location"]["row"]) for item in json.loads(done.stdout)}
        if found != refused:
            wrong[line] = found
    assert wrong == {}


_IMPORT_ALL = """
import gc, importlib, json, os, signal, sys, threading

def state():
    return {
        # On Windows, PySide6 puts its own folder there.
        "environment": {n: v for n, v in os.environ.items() if (os.name, n) != ("nt", "PATH")},
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
with open(sys.argv[1], "w") as result:
    json.dump(changed, result)
"""


def test_importing_does_nothing(tmp_path: Path) -> None:
    modules = house.read_modules(_APP)
    names = [module.name for module in modules if not module.name.endswith("__main__")]
    result = tmp_path / "changed.json"
    done = subprocess.run(
        [sys.executable, "-B", "-c", _IMPORT_ALL, result, *names],
        env={**os.environ, "PYTHONPATH": str(_APP), "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert json.loads(result.read_text()) == []
    assert list(tmp_path.rglob("*")) == [result]
