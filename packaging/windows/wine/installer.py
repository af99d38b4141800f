"""The set-up program, compiled and used in Wine as an admin would: silently."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from windows.wine import story_on_screen
from windows.wine.machine import ROOT, TrialError, Wine, windows_path

# npm's package of Inno Setup's compiler, whose own installer does not run unattended in Wine.
_PACKAGE = "innosetup@6.4.1"
_SHA512 = "Bh/dNlyyFsFKBGoTf19n1msPnm4Njfb0CWVirw2CV1MSJXYy0ajRI+xjo/Yr9DtZFLLafhnwm1ZsxTu309F8lQ=="
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
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
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


def tried(wine: Wine, iscc: Path, tree: Path, work: Path) -> str:
    """Installs, uses, installs over it and uninstalls; says what it saw."""
    setup = compiled(wine, iscc, tree, work)
    wine.wait()
    before = _files(wine)
    installed = wine.local_app_data / _INSTALLED
    with story_on_screen.Screen(work / "screen") as screen:
        wine.environment["DISPLAY"] = screen.display
        _install(wine, setup, tree, installed)
        program = [windows_path(installed / "ot-codebook.exe")]
        story_on_screen.tell(wine, screen, program, {}, "installed")
        _install(wine, setup, tree, installed)
        wine.run([windows_path(installed / "unins000.exe"), *_SILENT])
        wine.wait()
    left = sorted(name for name in _files(wine) - before if not _NOT_OURS.search(name))
    if left or _user_path(wine):
        raise TrialError(f"left behind: {', '.join(left[:9])} {_user_path(wine)}")
    if not (wine.local_app_data / "OT Codebook" / "userdata.sqlite").exists():
        raise TrialError("uninstalling took the favorites and notes along.")
    registry = "".join((wine.prefix / f"{n}.reg").read_text("utf-8", "replace") for n in _HIVES)
    if "org.otcodebook" in registry or "OT Codebook_is1" in registry:
        raise TrialError("uninstalling left an entry in the registry.")
    size = setup.stat().st_size / 1e6
    return f"{size:.1f} MB; installed, used, installed over it, uninstalled: user data stays"


def _install(wine: Wine, setup: Path, tree: Path, installed: Path) -> None:
    """Installs silently, with the command on PATH, and tries what is there then."""
    log = setup.with_suffix(".log")
    status, _ = wine.ask(
        [windows_path(setup), *_SILENT, "/TASKS=path", f"/LOG={windows_path(log)}"]
    )
    if status:
        told = log.read_text("utf-8", "replace")[-3000:] if log.exists() else ""
        raise TrialError(f"the set-up program ended with {status}:\n{told}")
    wine.wait()
    missing = [
        str(path.relative_to(tree))
        for path in tree.rglob("*")
        if path.is_file() and not (installed / path.relative_to(tree)).is_file()
    ]
    if missing:
        raise TrialError(f"installed without {', '.join(missing[:5])}")
    if (path := _user_path(wine)).count("OT Codebook") != 1:
        raise TrialError(f"PATH is {path!r}")
    said = wine.run(["cmd", "/c", "ot-codebook-cli selftest"])
    if '"ok": true' not in said:
        raise TrialError(f"the self-test failed:\n{said}")


_HIVES = ("system", "user")


def _files(wine: Wine) -> set[str]:
    return {str(path.relative_to(wine.drive)) for path in wine.drive.rglob("*") if path.is_file()}


def _user_path(wine: Wine) -> str:
    """The user's PATH in the registry."""
    registry = (wine.prefix / "user.reg").read_text("utf-8", "replace")
    (_, _, keys) = registry.partition("[Environment]")
    found = re.search(r'^"Path"=(.*)$', keys.partition("\n[")[0], re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
