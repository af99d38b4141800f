"""What is tried of the Windows program, step by step; each returns what it saw in a few words."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from windows.wine import focus_heard, installer, interpreter, machine, pictures, story_on_screen
from windows.wine import suite as tests
from windows.wine.machine import ROOT, TrialError, Wine, windows_path

# The self-test would take the plugin for machines without a screen; a QApplication that is there
# already is the one it uses.
_ON_SCREEN = """
import json, sys
from PySide6.QtWidgets import QApplication
app = QApplication(["ot-codebook"])
from otcodebook.selftest import selftest
report = selftest()
report["plugin"] = app.platformName()
from otcodebook.ui.app import identify_process
identify_process()
from PySide6.QtCore import Qt
hints = app.styleHints()
for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
    hints.setColorScheme(scheme)
    assert hints.colorScheme() == scheme, hints.colorScheme()
print(json.dumps(report))
"""

_SUITES_AT_ONCE = max(2, (os.cpu_count() or 1) // 2)


class Trial:
    """The machine, the Windows Python and what was built, for all steps."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.dist = work / "dist"
        self.python = work / "python"
        self.tree = work / "debian13"
        self.options: list[str] = []
        """pytest's arguments, instead of the whole suite."""
        self._opened: list[Wine] = []

    def make_ready(self) -> str:
        """Installs what is missing, and lays out Windows' Python."""
        machine.install(machine.PACKAGES)
        self.work.mkdir(parents=True, exist_ok=True)
        interpreter.lay_out(self.python, self.work / "downloads")
        return f"Wine 8 and {len(list(self.python.glob('Lib/site-packages/*.dist-info')))} wheels"

    def close(self) -> None:
        """Ends whatever still runs in Wine."""
        for wine in self._opened:
            wine.end()

    def _made(self, name: str, tree: Path | None = None) -> Wine:
        wine = Wine(self.work, name, tree)
        self._opened.append(wine)
        wine.make_prefix()
        return wine

    @cached_property
    def wine(self) -> Wine:
        """Debian 12's own: for the build and what runs quickly."""
        return self._made("8")

    def newer_wine(self, name: str) -> Wine:
        """Wine 10 in a Debian 13 tree, with an empty Windows of this name."""
        machine.install(machine.TREE_PACKAGES)
        machine.make_tree(self.tree)
        return self._made(name, self.tree)

    @property
    def interpreter(self) -> str:
        """The Python, as Wine names it."""
        return windows_path(self.python / "python.exe")

    @property
    def from_source(self) -> Mapping[str, str]:
        """What Python is told, to run this checkout."""
        return {
            "PYTHONPATH": windows_path(ROOT / "app"),
            "PYTHONPYCACHEPREFIX": windows_path(self.work / "pycache"),
        }

    def built_folder(self) -> Path:
        """The folder version that the build step made. Raises TrialError."""
        found = [path for path in self.dist.glob("ot-codebook-*") if path.is_dir()]
        if len(found) != 1:
            raise TrialError("nothing is built yet: run the step build first.")
        return found[0]


def _report(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith("{")]
    report = json.loads(lines[-1]) if lines else {}
    if not report.get("ok"):
        raise TrialError(f"the self-test failed:\n{output[-3000:]}")
    return ", ".join(report["steps"].values())


def _megabytes(*files: Path) -> str:
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def build(trial: Trial) -> str:
    """Builds one file, folder and command-line twin; build.py runs the twin's self-test."""
    commit = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    epoch = subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip()
    epoch = epoch or str(int((ROOT / "pyproject.toml").stat().st_mtime))
    places = ["--dist", windows_path(trial.dist), "--work", windows_path(trial.work / "package")]
    trial.wine.run(
        [trial.interpreter, windows_path(ROOT / "packaging" / "build.py"), *places],
        {**trial.from_source, "SOURCE_DATE_EPOCH": epoch},
    )
    status, _ = trial.wine.ask([windows_path(trial.dist / "ot-codebook.exe"), "selftest"])
    if status:
        raise TrialError(f"the one file fails its self-test: {status}")
    folder = trial.built_folder()
    twin = trial.wine.run([windows_path(folder / "ot-codebook-cli.exe"), "selftest"])
    _report(twin)
    files = [path for path in folder.rglob("*") if path.is_file()]
    one = _megabytes(trial.dist / "ot-codebook.exe")
    return f"one file {one}, folder {_megabytes(*files)}; self-tests of one file and twin pass"


def selftest(trial: Trial) -> str:
    """The self-test from source, without a screen and with Windows' own plugin on one."""
    _report(trial.wine.run([trial.interpreter, "-m", "otcodebook", "selftest"], trial.from_source))
    with story_on_screen.Screen(trial.work / "screen") as screen:
        settings = {**trial.from_source, "DISPLAY": screen.display}
        output = trial.wine.run([trial.interpreter, "-c", _ON_SCREEN], settings)
    if '"plugin": "windows"' not in output:
        raise TrialError(f"not Windows' own plugin:\n{output[-2000:]}")
    return f"offscreen and windows: {_report(output)}"


def story(trial: Trial) -> str:
    """The day's loop with real keys, from source, then with the folder and the one file."""
    programs = {"source": [trial.interpreter, "-m", "otcodebook"]}
    if trial.dist.exists():
        programs["folder"] = [windows_path(trial.built_folder() / "ot-codebook.exe")]
        programs["one file"] = [windows_path(trial.dist / "ot-codebook.exe")]
    told = []
    with story_on_screen.Screen(trial.work / "screen") as screen:
        for name, command in programs.items():
            settings = trial.from_source if name == "source" else {}
            story_on_screen.tell(trial.wine, screen, command, settings, name)
            told.append(name)
    return f"typed, copied, noted, closed and opened again: {', '.join(told)}"


def heard(trial: Trial) -> str:
    """What a screen reader is told by UI Automation: what has the focus, and what it is called."""
    settings = trial.from_source
    with story_on_screen.Screen(trial.work / "screen") as screen:
        wine = trial.newer_wine("heard")
        return focus_heard.asked(wine, screen, trial.interpreter, settings)


def pictures_of_tabs(trial: Trial) -> str:
    """What is to be looked at: every tab in light, dark, and with 150% and 200%."""
    folder = trial.work / "pictures"
    command = [trial.interpreter, "-m", "otcodebook"]
    wine = trial.newer_wine("pictures")
    return f"{pictures.take(wine, command, trial.from_source, folder)} in {folder}"


def suite(trial: Trial) -> str:
    """The unit and ui tests offscreen, on Wine 10; what fails is named in exceptions.tsv."""
    wines = [trial.newer_wine(f"suite-{number}") for number in range(1, _SUITES_AT_ONCE + 1)]
    return tests.run(wines, trial.interpreter, trial.from_source, trial.work, trial.options)


def setup_program(trial: Trial) -> str:
    """Compiles the set-up program; installs, uses, installs again and uninstalls."""
    machine.install(machine.SETUP_PACKAGES)
    compiler = installer.compiler(trial.work / "downloads" / "innosetup")
    folder = trial.built_folder()
    wine = trial.newer_wine("setup")
    return installer.tried(wine, compiler, folder, trial.work, trial.interpreter)
