"""The spec as Windows, macOS and Linux would run it: what it asks PyInstaller for on each."""

from __future__ import annotations

import ast
import os
import plistlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import build
import pytest
from qt_trim import EXCLUDED_MODULES, NEEDED_PLUGINS
from windows import version_resource

from executable import package_python
from otcodebook import __version__
from otcodebook.ui.app import APP_ID
from support import ROOT

_SPEC = ROOT / "packaging" / "ot-codebook.spec"
_MAC = ROOT / "packaging" / "macos"

Asked = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def own_folder() -> str:
    """What PyInstaller adds to the work folder that it is given, by its own rule."""
    program = (
        "import pathlib, sys\n"
        "from PyInstaller.building.build_main import build\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "spec = folder / 'ot-codebook.spec'\n"
        "spec.write_text('print(workpath)')\n"
        "build(str(spec), str(folder / 'dist'), str(folder / 'work'), False)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        asked = [str(package_python()), "-c", program, folder]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=500, check=True)
        return str(Path(told.stdout.strip()).relative_to(Path(folder) / "work"))


@pytest.fixture
def evaluate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_folder: str
) -> Callable[[str], Asked]:
    """Lets build.py run the spec on a named system with stand-ins for PyInstaller.

    Returns what they got.
    """
    bindepend = ModuleType("PyInstaller.depend.bindepend")
    bindepend.get_imports = lambda path: set()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, bindepend.__name__, bindepend)
    monkeypatch.setattr(sys, "argv", ["ot-codebook.spec", "onefile", "onedir"])
    monkeypatch.setattr(sys, "path", [*sys.path])
    asked_for: dict[str, Any] = {}

    def started(command: list[str], env: dict[str, str], **_: Any) -> SimpleNamespace:
        asked_for.update(env, workpath=command[command.index("--workpath") + 1])
        return SimpleNamespace(returncode=0)

    def run(system: str) -> Asked:
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setattr(build, "NAME", "folder")
        with monkeypatch.context() as no_process:
            no_process.setattr(subprocess, "run", started)
            build.run_pyinstaller(["onefile", "onedir"], tmp_path / "dist", tmp_path)
        for name in ("OT_CODEBOOK_FOLDER", "OT_CODEBOOK_WORK"):
            monkeypatch.setenv(name, asked_for[name])
        asked: Asked = {}
        plugins = [
            (f"PySide6/plugins/{name}", sys.executable, "BINARY") for name in NEEDED_PLUGINS[system]
        ]

        def stand_in(name: str) -> Callable[..., SimpleNamespace]:
            def called(*parts: Any, **options: Any) -> SimpleNamespace:
                asked.setdefault(name, []).append({"parts": parts, **options})
                return SimpleNamespace(
                    binaries=plugins, datas=[], pure=[], scripts=[], dependencies=[]
                )

            return called

        names = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
        workpath = str(Path(asked_for["workpath"]) / own_folder)
        given = {"SPECPATH": str(_SPEC.parent), "workpath": workpath}
        code = compile(_SPEC.read_text(encoding="utf-8"), _SPEC, "exec")
        exec(code, {**given, **{name: stand_in(name) for name in names}})
        return asked

    return run


@pytest.mark.parametrize("system", NEEDED_PLUGINS)
def test_every_system_gets_the_plugins_it_needs(
    system: str, evaluate: Callable[[str], Asked]
) -> None:
    asked = evaluate(system)
    assert asked["Analysis"][0]["excludes"] == EXCLUDED_MODULES
    (tree,) = asked["COLLECT"]
    assert tree["name"] == "folder"
    collected = {name for name, _, _ in tree["parts"][-1]}
    assert collected == {f"PySide6/plugins/{name}" for name in NEEDED_PLUGINS[system]}
    for program in asked["EXE"]:
        assert program["upx"] is False
        assert program["strip"] is (system == "linux")


def test_linux_gets_no_icon_inside(evaluate: Callable[[str], Asked]) -> None:
    asked = evaluate("linux")
    assert [program["name"] for program in asked["EXE"]] == ["ot-codebook", "ot-codebook"]
    assert not any(program["icon"] or program["version"] for program in asked["EXE"])
    assert "BUNDLE" not in asked


def test_windows_gets_a_twin_with_a_console(evaluate: Callable[[str], Asked]) -> None:
    asked = evaluate("win32")
    found = {(program["name"], program["console"]) for program in asked["EXE"]}
    assert found == {("ot-codebook", False), ("ot-codebook-cli", True)}
    for program in asked["EXE"]:
        assert Path(program["icon"]).read_bytes()[:4] == bytes([0, 0, 1, 0])
        assert program["name"] in Path(program["version"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("program", ["ot-codebook", "ot-codebook-cli"])
def test_windows_is_told_the_version(program: str) -> None:
    tree = ast.parse(version_resource.render(program, "1.2.3"), mode="eval")
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    told = {}
    for call in calls:
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name == "StringStruct":
            key, value = map(ast.literal_eval, call.args)
            told[key] = value
        elif name == "FixedFileInfo":
            told |= {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}
    assert told["filevers"] == told["prodvers"] == (1, 2, 3, 0)
    assert told["FileVersion"] == told["ProductVersion"] == "1.2.3"
    assert told["OriginalFilename"] == f"{program}.exe"


def test_macos_gets_a_bundle(evaluate: Callable[[str], Asked]) -> None:
    asked = evaluate("darwin")
    (bundle,) = asked["BUNDLE"]
    assert bundle["name"] == "OT Codebook.app"
    assert Path(bundle["icon"]).read_bytes()[:4] == b"icns"
    assert bundle["bundle_identifier"] == APP_ID
    assert bundle["version"] == bundle["info_plist"]["CFBundleVersion"] == __version__
    plist = bundle["info_plist"]
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False, "dark windows are dark"
    assert plist["LSMinimumSystemVersion"] == "13.0", "what the wheels of Qt are built for"
    entitlements = plistlib.loads((_MAC / "entitlements.plist").read_bytes())
    assert set(entitlements.values()) == {True}
    for program in asked["EXE"]:
        assert program["entitlements_file"] == str(_MAC / "entitlements.plist")


def test_a_build_needs_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither where the date is given, nor where it is not, as in an unpacked archive."""
    asked: list[Any] = []

    def missing(command: Any, **_: Any) -> None:
        asked.append(command)
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(build, "run_pyinstaller", lambda *_: None)
    monkeypatch.setattr(build, "run_selftest", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", missing)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    build.build({"onefile"}, tmp_path / "dist", tmp_path / "work")
    assert asked == []
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build.build({"onefile"}, tmp_path / "dist", tmp_path / "work")
    changed = (ROOT / "pyproject.toml").stat().st_mtime
    assert os.environ["SOURCE_DATE_EPOCH"] == str(int(changed))
