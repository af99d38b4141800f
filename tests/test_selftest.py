"""The self-test: it passes here, and it tells what is broken."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from otcodebook import __version__
from support import ROOT, as_bytes, small_catalog


def run_selftest(app: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the self-test of the package in `app`, from another folder, without a screen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "otcodebook", "selftest"],
        env={**kept, "PYTHONPATH": str(app), "HOME": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def copied_app(tmp_path: Path) -> Path:
    """A copy of the checkout's app and resources that a test may damage."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "app", tmp_path / "copy" / "app", ignore=ignore)
    shutil.copytree(ROOT / "resources", tmp_path / "copy" / "resources")
    return tmp_path / "copy" / "app"


def test_the_checkout_passes_and_prints_one_json_line(tmp_path: Path) -> None:
    done = run_selftest(ROOT / "app", tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert report["ok"] is True
    assert report["version"] == __version__
    assert {"catalog", "search", "pages", "window", "print", "tables"} <= set(report["steps"])
    assert not any("FAILED" in found for found in report["steps"].values())


def test_the_self_test_leaves_nothing_behind(tmp_path: Path) -> None:
    run_selftest(ROOT / "app", tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if "cache" not in str(path)] == []


def test_a_search_that_finds_the_wrong_code_fails(copied_app: Path, tmp_path: Path) -> None:
    path = copied_app.parent / "resources" / "catalog.json"
    path.write_bytes(as_bytes(small_catalog()))
    done = run_selftest(copied_app, tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["ok"] is False
    assert report["steps"]["search"].startswith("FAILED")
    assert not report["steps"]["pages"].startswith("FAILED")


def test_a_search_that_cannot_mend_a_typo_fails(copied_app: Path, tmp_path: Path) -> None:
    (copied_app / "jellyfish.py").write_text(
        "def damerau_levenshtein_distance(first, second):\n    return 99\n"
        "def jaro_winkler_similarity(first, second):\n    return 0.0\n"
    )
    done = run_selftest(copied_app, tmp_path)
    assert done.returncode == 1
    assert "theraputic" in json.loads(done.stdout)["steps"]["search"]


def test_icons_that_are_gone_fail(copied_app: Path, tmp_path: Path) -> None:
    shutil.rmtree(copied_app.parent / "resources" / "icons")
    done = run_selftest(copied_app, tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["steps"]["window"].startswith("FAILED")


@pytest.mark.parametrize("damage", [b"", b"<svg/>", b'<path d="Q1"/>', b"\xff"])
def test_a_damaged_line_icon_leaves_the_window_usable(
    copied_app: Path, tmp_path: Path, damage: bytes
) -> None:
    for file in (copied_app.parent / "resources" / "icons" / "line").iterdir():
        file.write_bytes(damage)
    done = run_selftest(copied_app, tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True


@pytest.mark.parametrize("damage", [None, b"{"])
def test_a_catalog_that_cannot_be_used_is_one_sentence(
    copied_app: Path, tmp_path: Path, damage: bytes | None
) -> None:
    path = copied_app.parent / "resources" / "catalog.json"
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    done = run_selftest(copied_app, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ot-codebook: ")
    assert done.stderr.count("\n") == 1
