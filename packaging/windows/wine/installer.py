"""The set-up program, compiled and used in Wine as an admin would: silently."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from windows.wine import story_on_screen
from windows.wine.machine import ROOT, TrialError, Wine, windows_path

# npm's package of Inno Setup's compiler, whose own installer does not run unattended in Wine.
_PACKAGE = "innosetup@6.4.1"
_SHA512 = "Bh/dNlyyFsFKBGoTf19n1msPnm4Njfb0CWVirw2CV1MSJXYy0ajRI+xjo/Yr9DtZFLLafhnwm1ZsxTu309F8lQ=="
# What Windows' Restart Manager sends to a window before its program is replaced. Wine's sends
# nothing, so that there a set-up program meets a program that is still open.
_ASK_TO_CLOSE = """
import ctypes, sys
QUERY, END, CLOSE_APP = 0x11, 0x16, 1
user = ctypes.WinDLL("user32")
window = user.FindWindowW(None, "OT Codebook")
sys.exit(not (window and user.SendMessageW(window, QUERY, 0, CLOSE_APP)
              and not user.SendMessageW(window, END, 1, CLOSE_APP)))
"""
_SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
# What Windows, Inno Setup and the user leave: temporary files, and favorites and notes.
_NOT_OURS = re.compile(r"/(Temp|OT Codebook/(userdata|settings|window)\.\S+)|/Temp/|\.lnk\.tmp$")
_INSTALLED = Path("Programs") / "OT Codebook"
_VERSION = re.compile(r'^__version__ = "(.+)"', re.MULTILINE)


def compiler(folder: Path) -> Path:
    """Inno Setup's compiler, downloaded once."""
    program = folder / "package" / "bin" / "ISCC.exe"
    if program.exists():
        return program
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packed = ["npm", "pack", "--silent", "--pack-destination", str(folder), _PACKAGE]
    if subprocess.run(packed, stdout=subprocess.DEVNULL, check=False).returncode:
        raise TrialError("npm failed, see above.")
    (archive,) = folder.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != _SHA512:
        raise TrialError(f"{archive.name} is not what it was.")
    # Debian 12's own Python, 3.11.2, does not know `extractall(filter=...)` yet.
    subprocess.run(["tar", "-xzf", str(archive), "-C", str(folder)], check=True)
    return program


def compiled(wine: Wine, iscc: Path, tree: Path, work: Path) -> Path:
    """Compiles the set-up program around a built folder; returns it."""
    folder = work / "setup"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    script = (ROOT / "packaging" / "windows" / "ot-codebook.iss").read_text("utf-8")
    # Wine does not know the folder of programs for one user; files are named from elsewhere.
    script = script.replace("{autopf}", "{localappdata}\\Programs")
    script = script.replace("..\\..\\LICENSE", windows_path(ROOT / "LICENSE"))
    script = script.replace("..\\..\\build\\package", windows_path(work / "package"))
    script = script.replace("..\\..\\dist", windows_path(folder))
    copy = folder / "ot-codebook.iss"
    copy.write_text(script, "utf-8")
    version = _VERSION.search((ROOT / "app" / "otcodebook" / "__init__.py").read_text("utf-8"))
    if version is None:
        raise TrialError("the package has no version.")
    given = [f"/DVersion={version[1]}", f"/DTree={windows_path(tree)}"]
    wine.run([windows_path(iscc), "/Q", *given, windows_path(copy)])
    (setup,) = folder.glob("*-setup.exe")
    return setup


def tried(wine: Wine, iscc: Path, tree: Path, work: Path, python: str) -> str:
    """Installs, uses, replaces and uninstalls, for one user and for all; says what it saw."""
    setup = compiled(wine, iscc, tree, work)
    wine.wait()
    before = _files(wine)
    installed = wine.local_app_data / _INSTALLED
    with story_on_screen.Screen(work / "screen") as screen:
        wine.environment["DISPLAY"] = screen.display
        _install(wine, setup, tree, installed)
        program = [windows_path(installed / "ot-codebook.exe")]
        story_on_screen.tell(wine, screen, program, {}, "installed")
        refused = _refused_while_open(wine, screen, setup, tree, python)
        _install(wine, setup, tree, installed)
        _uninstall(wine, installed, before)
        if not (wine.local_app_data / "OT Codebook" / "userdata.sqlite").exists():
            raise TrialError("uninstalling took the favorites and notes along.")
        for_all = wine.drive / "Program Files" / "OT Codebook"
        place = f"/DIR={windows_path(for_all)}"
        settings = _place_settings(wine)
        _install(wine, setup, tree, for_all, "/ALLUSERS", place)
        _count_by_settings(wine)
        _uninstall(wine, for_all, before | {settings})
        if settings not in _files(wine):
            raise TrialError("uninstalling took an administrator's settings along.")
    size = setup.stat().st_size / 1e6
    return (
        f"{size:.1f} MB; installed, used, refused while open ({refused}), installed over it, "
        "uninstalled: user data stays; for all users too, by their settings"
    )


def _refused_while_open(
    wine: Wine, screen: story_on_screen.Screen, setup: Path, tree: Path, python: str
) -> str:
    """Neither installs nor uninstalls under a program that is open, which goes on; closes it."""
    installed = wine.local_app_data / _INSTALLED
    program = windows_path(installed / "ot-codebook.exe")
    with story_on_screen.opened(wine, screen, [program], {}) as process:
        story_on_screen.find(screen, "97535", "97535")
        there = _files(wine)
        codes = []
        for command in (windows_path(setup), windows_path(installed / "unins000.exe")):
            status, _ = wine.ask([command, *_SILENT])
            if status == 0 or process.poll() is not None:
                raise TrialError(f"{command} over an open program ended with {status}.")
            codes.append(str(status))
        if gone := sorted(n for n in there - _files(wine) if not _NOT_OURS.search(n)):
            raise TrialError(f"taken from an open program: {', '.join(gone[:9])}")
        story_on_screen.find(screen, "97110", "97110")
        wine.run([python, "-c", _ASK_TO_CLOSE])
        story_on_screen.ended(process, "the program, asked by Windows to close,")
    _check(installed, tree)
    return " and ".join(codes)


def _install(wine: Wine, setup: Path, tree: Path, installed: Path, *options: str) -> None:
    """Installs silently, with the command on PATH, and tries what is there then."""
    log = setup.with_suffix(".log")
    status, _ = wine.ask(
        [windows_path(setup), *_SILENT, "/TASKS=path", f"/LOG={windows_path(log)}", *options]
    )
    if status:
        told = log.read_text("utf-8", "replace")[-3000:] if log.exists() else ""
        raise TrialError(f"the set-up program ended with {status}:\n{told}")
    wine.wait()
    _check(installed, tree)
    if (path := _path(wine)).count("OT Codebook") != 1:
        raise TrialError(f"PATH is {path!r}")
    said = wine.run(["cmd", "/c", "ot-codebook-cli selftest"])
    if '"ok": true' not in said:
        raise TrialError(f"the self-test failed:\n{said}")


def _check(installed: Path, tree: Path) -> None:
    missing = [
        str(path.relative_to(tree))
        for path in tree.rglob("*")
        if path.is_file() and not (installed / path.relative_to(tree)).is_file()
    ]
    if missing:
        raise TrialError(f"installed without {', '.join(missing[:5])}")


def _place_settings(wine: Wine) -> str:
    """Places settings for all users, as packaging/deploy.md says; the name of the file."""
    file = wine.drive / "ProgramData" / "OT Codebook" / "settings.json"
    file.parent.mkdir(parents=True)
    content = {"list": r"\\server\share\codes.csv", "fixed": {"counting_rule": "midpoint"}}
    file.write_text(json.dumps(content), "ascii")
    return str(file.relative_to(wine.drive))


def _count_by_settings(wine: Wine) -> None:
    """The installed program counts as the settings for all users say, and finds no fault there."""
    said = wine.run(["cmd", "/c", "ot-codebook-cli units 97110=33 97140=7"])
    if "(Per-code midpoint)" not in said or "Settings of your clinic" in said:
        raise TrialError(f"the settings for all users do not hold:\n{said}")


def _uninstall(wine: Wine, installed: Path, before: set[str]) -> None:
    """Uninstalls silently; nothing of ours but what the user wrote may be left."""
    wine.run([windows_path(installed / "unins000.exe"), *_SILENT])
    wine.wait()
    left = sorted(name for name in _files(wine) - before if not _NOT_OURS.search(name))
    if left or "OT Codebook" in _path(wine):
        raise TrialError(f"left behind: {', '.join(left[:9])} {_path(wine)}")
    registry = "".join((wine.prefix / f"{n}.reg").read_text("utf-8", "replace") for n in _HIVES)
    if "org.otcodebook" in registry or "OT Codebook_is1" in registry:
        raise TrialError("uninstalling left an entry in the registry.")


_HIVES = ("system", "user")
_PATHS = {
    "user": "Environment",
    "system": r"System\\ControlSet001\\Control\\Session Manager\\Environment",
}


def _files(wine: Wine) -> set[str]:
    return {str(path.relative_to(wine.drive)) for path in wine.drive.rglob("*") if path.is_file()}


def _path(wine: Wine) -> str:
    """PATH as the registry has it: the user's and the machine's."""
    found = []
    for hive, section in _PATHS.items():
        registry = (wine.prefix / f"{hive}.reg").read_text("utf-8", "replace")
        (_, _, keys) = registry.partition(f"[{section}]")
        lines = re.findall(r'^"Path"=(.*)$', keys.partition("\n[")[0], re.MULTILINE | re.IGNORECASE)
        found += lines
    return ";".join(found)
