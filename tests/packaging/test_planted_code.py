"""Whoever stands in a folder full of strange files starts OT Codebook, and nothing of theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import bootstrap
import pytest

from planted import Planted
from support import ROOT

_MODULES_ASKED = (["find", "ther", "ex"], ["units", "--help"], ["selftest"])


def run(command: Sequence[str | Path], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    hidden = ("QT_", "PYTHON", "DISPLAY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        command, env=kept | more, cwd=cwd, capture_output=True, text=True, timeout=100, check=False
    )


def problems(planted: Planted, command: Sequence[str | Path], **more: str) -> list[object]:
    """What went wrong when each of the commands was given there."""
    found: list[object] = []
    for arguments in _MODULES_ASKED:
        done = run([*command, *arguments], planted.folder, **more)
        if done.returncode or done.stderr or planted.ran():
            found.append((arguments, done.returncode, done.stderr, planted.ran()))
    return found


def test_the_command_of_a_checkout_runs_nothing_planted(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    folders = {"base": str(venv), "platbase": str(venv)}
    scripts = Path(sysconfig.get_path("scripts", "venv", folders))
    packages = Path(sysconfig.get_path("purelib", "venv", folders))
    bootstrap.install_commands(scripts, packages)
    # What it depends on is taken from here, where it is installed already.
    (packages / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    planted = Planted(tmp_path / "there")
    assert problems(planted, [scripts / "ot-codebook"], PYTHONPATH=str(planted.folder)) == []


def test_python_with_the_module_runs_nothing_planted(tmp_path: Path) -> None:
    # Python's own -m looks for some in the current folder before it reads anything of ours.
    (tmp_path / "nothing.py").write_text("import sys; print(*sys.modules)")
    pythons = run([sys.executable, "-m", "nothing"], tmp_path).stdout.split()
    planted = Planted(tmp_path / "there", left_out=[*pythons, "otcodebook"])
    assert {"argparse.py", "json.py", "typing.py"} <= set(os.listdir(planted.folder))
    command = [sys.executable, "-m", "otcodebook"]
    assert problems(planted, command, PYTHONPATH=str(ROOT / "app")) == []


@pytest.fixture(params=["onefile", "onedir"])
def program(request: pytest.FixtureRequest, dist: Path, tree: Path, tmp_path: Path) -> Path:
    """The built program, in a folder of its own where other files can be laid beside it."""
    place = tmp_path / "program"
    if request.param == "onedir":
        shutil.copytree(tree, place, symlinks=True)
    else:
        place.mkdir()
        shutil.copy(dist / "ot-codebook", place)
    return place / "ot-codebook"


@pytest.mark.timeout(900)  # whoever comes first builds
def test_the_built_program_obeys_nothing_planted(program: Path, tmp_path: Path) -> None:
    planted = Planted(tmp_path / "there")
    told = {
        "PYTHONPATH": str(planted.folder),
        "PYTHONHOME": str(planted.folder),
        "PYTHONSTARTUP": str(planted.folder / "json.py"),
        "PYTHONINSPECT": "1",
        "QT_PLUGIN_PATH": str(planted.plugins),
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(planted.plugins / "platforms"),
        "QT_QPA_PLATFORMTHEME": "planted",
    }
    assert problems(planted, [program], **told) == []
    planted.put_qt_conf(program.parent)
    beside = planted.put_plugins(program.parent)
    assert problems(planted, [program], **told) == []
    trace = tmp_path / "trace"
    watched: list[str | Path] = ["/usr/bin/strace", "-f", "-e", "trace=file", "-o", trace, program]
    told["QT_QPA_GENERIC_PLUGINS"] = "planted"  # Qt says on stderr that it finds none
    assert run([*watched, "selftest"], planted.folder, **told).returncode == 0
    opened = [line for line in trace.read_text().splitlines() if "open" in line.split("(")[0]]
    foreign = tuple(map(str, (planted.folder, *beside)))
    assert [line for line in opened if any(place in line for place in foreign)] == []
