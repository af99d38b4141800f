"""The same sources give the same folder, wherever it is built.

Not proved equal: builds by another Python, other libraries of the system or another path of the
environment, and what is signed afterwards on Windows and macOS.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from executable import build_into, folder_in

pytestmark = pytest.mark.timeout(900)


def contents(tree: Path) -> dict[str, str]:
    """Each file by name, with its rights and what it holds or leads to."""
    found = {}
    for path in tree.rglob("*"):
        if path.is_symlink():
            held = f"-> {path.readlink()}"
        elif path.is_file():
            held = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            held = "folder"
        found[path.relative_to(tree).as_posix()] = f"{path.lstat().st_mode:o} {held}"
    return found


def test_two_builds_give_equal_folders(tree: Path, tmp_path: Path) -> None:
    again = folder_in(build_into(tmp_path / "a longer path", "onedir"))
    first, second = contents(tree), contents(again)
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == set()
