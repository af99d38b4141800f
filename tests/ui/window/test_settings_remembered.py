"""What was chosen and how the window was left comes back in a new process.

In the same process QSettings answers from its cache, which hides what the file lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import ROOT

_PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QSplitter, QTabWidget
from otcodebook.ui.app import build_window

app = QApplication(["test"])
usual = app.font().pointSizeF()
window = build_window(Path(sys.argv[1]), Path(sys.argv[2]))
window.show()
while not window.findChild(QAction, "quit"):
    app.processEvents()
app.processEvents()

def splitter(name):
    return window.findChild(QSplitter, name)

for step in json.loads(sys.argv[3]):
    match step:
        case ["action", name]:
            window.findChild(QAction, name).trigger()
        case ["size", width, height]:
            window.resize(width, height)
        case ["tab", at]:
            window.findChild(QTabWidget, "tabs").setCurrentIndex(at)
        case ["split", name, *sizes]:
            splitter(name).setSizes(sizes)
    app.processEvents()

checked = [action.objectName() for action in window.findChildren(QAction) if action.isChecked()]
print(json.dumps({
    "size": [window.width(), window.height()],
    "tab": window.findChild(QTabWidget, "tabs").currentIndex(),
    "codesTab": splitter("codesTab").sizes(),
    "theme": [name for name in checked if name.startswith("theme")],
    "ground": app.palette().color(QPalette.ColorRole.Base).name(),
    "text": round(app.font().pointSizeF() / usual, 2),
}))
window.close()
app.processEvents()
"""


def _session(catalog: Path, folder: Path, *steps: list[Any]) -> dict[str, Any]:
    """Opens a window in a process of its own, does the steps, closes it; tells how it was left."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(catalog), str(folder), json.dumps(steps)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # Offscreen every other least size of the window is met with this remark.
    remark = "This plugin does not support propagateSizeHints()\n"
    assert (done.returncode, done.stderr.replace(remark, "")) == (0, "")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_everything_comes_back(catalog_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    left = _session(
        catalog_file,
        folder,
        ["action", "themeDark"],
        ["action", "textLarger"],
        ["size", 760, 520],
        ["split", "codesTab", 430, 326],
        ["tab", 2],
    )
    found = _session(catalog_file, folder)
    for what in ("theme", "ground", "text", "size", "tab"):
        assert found[what] == left[what], what
    assert found["theme"] == ["themeDark"]
    assert found["size"] == [760, 520]
    assert found["text"] > 1
    assert found["tab"] == 2
    # The tab that this session never showed is still divided as it was.
    shown = _session(catalog_file, folder, ["tab", 0])
    assert shown["codesTab"] == left["codesTab"]
    again = _session(catalog_file, folder, ["action", "textUsual"], ["action", "themeSystem"])
    assert again["text"] == 1
    last = _session(catalog_file, folder)
    assert (last["text"], last["theme"]) == (1, ["themeSystem"])


def test_the_first_start_has_the_defaults(catalog_file: Path, tmp_path: Path) -> None:
    found = _session(catalog_file, tmp_path / "data")
    assert (found["tab"], found["theme"], found["text"]) == (0, ["themeSystem"], 1)


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ("", ""),
        ("{", "[General"),
        ('{"theme": "pink", "text_size": 3}', "[General]\ngeometry=7\ntab=99\n"),
        ('{"theme": 7, "text_size": "100"}', "[General]\ntab=-1\n[splitter]\ncodesTab=x\n"),
        ("[]", "tab=@ByteArray(\\x0)\ngeometry=@ByteArray(\\x1\\xd9)\n"),
        ("\x00\xff", "\x00\xff\x00"),
    ],
)
def test_damaged_files_cost_only_the_choices(
    catalog_file: Path, tmp_path: Path, settings: str, state: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.json").write_text(settings, encoding="latin-1")
    (folder / "window.ini").write_text(state, encoding="latin-1")
    found = _session(catalog_file, folder)
    assert (found["tab"], found["theme"], found["text"]) == (0, ["themeSystem"], 1)


def test_a_folder_that_cannot_be_written_costs_only_the_choices(
    catalog_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file where the folder should be", encoding="utf-8")
    changed = _session(catalog_file, folder, ["action", "themeDark"], ["tab", 1])
    assert changed["theme"] == ["themeDark"]
    found = _session(catalog_file, folder)
    assert (found["tab"], found["theme"]) == (0, ["themeSystem"])
