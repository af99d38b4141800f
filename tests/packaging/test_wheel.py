"""The wheel: built from this checkout, installed elsewhere, and working there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from otcodebook import __version__
from planted import Planted
from support import ROOT


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        command,
        env={**kept, "HOME": str(cwd), "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def pip(*arguments: str | Path, cwd: Path) -> None:
    done = run(sys.executable, "-m", "pip", "--no-cache-dir", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wheel")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    """A copy of what the wheel is built from: building leaves the checkout alone."""
    copy = folder / "source"
    for part in ("app", "resources"):
        shutil.copytree(ROOT / part, copy / part)
    for name in ("pyproject.toml", ".gitignore", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, folder: Path) -> Path:
    """The wheel, built without a network."""
    offline = ("--no-index", "--no-build-isolation", "--no-deps")
    pip("wheel", *offline, "--wheel-dir", folder / "built", source, cwd=folder)
    (built,) = (folder / "built").iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, folder: Path) -> Path:
    """Where the wheel is installed; what it depends on stays in the environment."""
    target = folder / "installed"
    pip("install", "--no-deps", "--no-index", "--target", target, wheel, cwd=folder)
    return target


def test_the_wheel_is_named_for_its_version(wheel: Path) -> None:
    assert wheel.name == f"ot_codebook-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_the_package_and_its_resources_only(wheel: Path, source: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        f"otcodebook/{path.relative_to(source)}"
        for path in (source / "resources").rglob("*")
        if path.is_file()
    }
    assert shipped <= names
    assert "otcodebook/cli/main.py" in names
    assert all(name.startswith(("otcodebook/", "ot_codebook-")) for name in names)
    assert not any(name.endswith(".pyc") for name in names)


def test_the_installed_package_reads_its_own_resources(installed: Path, folder: Path) -> None:
    program = "from otcodebook.resources import resource_root; print(resource_root())"
    done = run(sys.executable, "-c", program, cwd=folder, PYTHONPATH=str(installed))
    assert done.stdout.strip() == str(installed / "otcodebook" / "resources")


def test_the_installed_package_passes_its_self_test(installed: Path, folder: Path) -> None:
    done = run(
        *(sys.executable, "-m", "otcodebook", "selftest"), cwd=folder, PYTHONPATH=str(installed)
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    report = json.loads(done.stdout)
    assert report["ok"] is True
    assert report["version"] == __version__


def test_the_command_is_installed(installed: Path, folder: Path) -> None:
    command = installed / "bin" / "ot-codebook"
    done = run(command, "--version", cwd=folder, PYTHONPATH=str(installed))
    assert (done.returncode, done.stdout) == (0, f"OT Codebook {__version__}\n")
    found = run(command, "find", "ther", "ex", cwd=folder, PYTHONPATH=str(installed))
    assert found.stdout.startswith("97110")


def test_the_installed_command_runs_nothing_that_lies_where_one_stands(
    installed: Path, tmp_path: Path
) -> None:
    planted = Planted(tmp_path / "there")
    command = installed / "bin" / "ot-codebook"
    for arguments in (["find", "ther", "ex"], ["selftest"]):
        done = run(command, *arguments, cwd=planted.folder, PYTHONPATH=str(installed))
        assert (done.returncode, done.stderr, planted.ran()) == (0, "", [])
