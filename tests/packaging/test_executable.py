"""The executable at work: its self-test, a story on a real screen, what it holds and weighs."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from qt_trim import NEEDED_PLUGINS, plugin_of

from otcodebook import __version__
from stories.screen import Screen, running

pytestmark = pytest.mark.timeout(900)  # whoever comes first builds

_BUILT_ONLY_WITH = ("typing_extensions", "Qt6Network", "Qt6Qml", "Qt6OpenGL", "libssl", "libgtk")


@pytest.fixture(params=["onefile", "onedir"])
def program(request: pytest.FixtureRequest, dist: Path, tree: Path) -> Path:
    return (dist if request.param == "onefile" else tree) / "ot-codebook"


def run(program: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs it with an almost empty environment, as on a machine that knows no Python."""
    environment = {"HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [program, *arguments],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_passes_its_self_test_and_says_nothing_else(program: Path, tmp_path: Path) -> None:
    done = run(program, "selftest", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["ok"] is True
    assert report["version"] == __version__


def test_its_command_line_answers(program: Path, tmp_path: Path) -> None:
    found = run(program, "find", "ther", "ex", home=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("97110")
    assert run(program, "find", "zzzzzz", home=tmp_path).returncode == 1
    assert run(program, "--nonsense", home=tmp_path).returncode == 2


@pytest.mark.screen
def test_type_enter_paste(program: Path, tmp_path: Path) -> None:
    with Screen(tmp_path / "home") as screen:
        screen.put_on_clipboard("something else")
        with running(screen, tmp_path, program=[program]) as app:
            app.type("ther ex")
            app.press("Return")
            app.copies("97110")
            app.read_dialog("F1", "^Keyboard$")
            assert app.quit() == 0
            assert app.stderr() == ""


def test_without_a_screen_it_says_so_in_a_sentence(tree: Path, tmp_path: Path) -> None:
    done = run(tree / "ot-codebook", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("ot-codebook: There is no screen")
    assert done.stderr.count("\n") == 1


def test_a_missing_library_is_told_in_a_sentence(tree: Path, tmp_path: Path) -> None:
    """Qt is made to ask for a libEGL that no machine has."""
    lacking = tmp_path / "tree"
    shutil.copytree(tree, lacking, symlinks=True)
    qt = lacking / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Gui.so.6"
    asked = qt.read_bytes()
    assert asked.count(b"\0libEGL.so.1\0") == 1
    qt.write_bytes(asked.replace(b"\0libEGL.so.1\0", b"\0libEGL.so.9\0"))
    done = run(lacking / "ot-codebook", "--catalog", "any.json", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("ot-codebook: Qt")
    assert "libEGL.so.9" in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_holds_the_plugins_it_needs_and_nothing_that_was_left_out(tree: Path) -> None:
    inner = tree / "_internal"
    names = [path.relative_to(inner).as_posix() for path in inner.rglob("*")]
    plugins = {plugin for name in names if (plugin := plugin_of(name)) and plugin.endswith(".so")}
    assert plugins == set(NEEDED_PLUGINS["linux"])
    assert [n for n in names if any(lost in n for lost in _BUILT_ONLY_WITH)] == []
    assert [path for path in inner.rglob("*") if not path.exists()] == [], "links lead somewhere"


def test_the_command_line_loads_no_qt(tree: Path, tmp_path: Path) -> None:
    trace = tmp_path / "opened"
    watched = ("-f", "-e", "trace=openat", "-o", str(trace), str(tree / "ot-codebook"))
    assert run(Path("/usr/bin/strace"), *watched, "find", "530", home=tmp_path).returncode == 0
    assert "catalog.json" in trace.read_text(), "the trace saw what the program opens"
    assert "libQt6Core" not in trace.read_text()


def test_one_file_is_small(dist: Path) -> None:
    assert (dist / "ot-codebook").stat().st_size <= 45e6
