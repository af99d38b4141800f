"""Windows on a Debian machine: Wine, what it lacks, and programs run in it.

Two of them. Debian 12's own Wine 8 builds and runs the self-tests. A Debian 13 tree with Wine 10
runs the test suite and the set-up program, which need more of Windows than Wine 8 has.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import debian_tree
from debian_tree import TreeError, entering

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]

# The program that shows that a Debian package is there, and the package.
PACKAGES = {
    "/usr/lib/wine/wine64": "wine64",
    "/usr/lib/wine/wineserver": "wine",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
}
TREE_PACKAGES = {"mmdebstrap": "mmdebstrap", "unshare": "util-linux"}
SETUP_PACKAGES = {"npm": "npm"}

FONTS = Path("/usr/share/fonts/truetype/dejavu")
# DLLs that Windows has and Wine lacks, and the import libraries that their stand-ins need.
_STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
_TREE_INCLUDES = ("wine", "wine64", "wine32:i386", "fonts-dejavu-core")
_FONTS_OF_WINDOWS = ("MS Shell Dlg", "MS Shell Dlg 2", "Segoe UI", "Tahoma")
# No .NET and no browser engine to install, no menus for the host's desktop, no debugger to hang in.
_OVERRIDES = "mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d"


class TrialError(Exception):
    """A step cannot go on; the message says why."""


class MissingError(TrialError):
    """This machine lacks a program, and it cannot be had or does not start."""


def install(packages: Mapping[str, str]) -> None:
    """Installs the Debian packages of the programs and files that are missing."""
    missing = sorted({name for thing, name in packages.items() if not _is_there(thing)})
    if not missing:
        return
    if os.geteuid() != 0:
        raise MissingError(f"the Debian packages {' '.join(missing)} are missing: run it as root.")
    print(f"Installing {' '.join(missing)} ...", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run([*quiet, *step], stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise MissingError("apt-get failed, see above.")


def _is_there(thing: str) -> bool:
    return Path(thing).exists() if thing.startswith("/") else shutil.which(thing) is not None


def windows_path(path: Path) -> str:
    """How programs in Wine name a file of the host."""
    return "Z:" + str(path).replace("/", "\\")


def _fonts() -> list[Path]:
    return sorted(FONTS.glob("DejaVuSans*.ttf"))


def _registered_fonts() -> str:
    """What Windows' registry says of fonts: Qt sees no others, and asks for those of Windows."""
    there = [f'"{font.stem} (TrueType)"="{font.name}"' for font in _fonts()]
    asked = [f'"{name}"="DejaVu Sans"' for name in _FONTS_OF_WINDOWS]
    fonts = "[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Fonts]"
    replacements = "[HKEY_CURRENT_USER\\Software\\Wine\\Fonts\\Replacements]"
    lines = ["REGEDIT4", "", fonts, *there, "", replacements, *asked, ""]
    return "\r\n".join(lines)


class Wine:
    """One prefix, which is one user's Windows, and the Wine that runs programs in it."""

    def __init__(self, work: Path, name: str, tree: Path | None = None) -> None:
        self.work = work
        self._tree = tree
        self.prefix = work / f"wine-{name}"
        self.drive = self.prefix / "drive_c"
        self.environment = {
            "HOME": str(work / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/lib/wine:/usr/bin:/bin:/usr/sbin:/sbin",
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "WINEPREFIX": str(self.prefix),
        }

    @property
    def local_app_data(self) -> Path:
        """Where Windows' programs keep what belongs to the user of this computer."""
        (user,) = (path for path in (self.drive / "users").iterdir() if path.name != "Public")
        return user / "AppData" / "Local"

    def make_prefix(self) -> None:
        """Makes an empty Windows with fonts and with stand-ins for the DLLs that Wine lacks."""
        Path(self.environment["HOME"]).mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.prefix, ignore_errors=True)
        try:
            self.run(["wineboot", "-i"], timeout=180)
        except TrialError as error:
            raise MissingError(f"Wine does not start here: {error}") from error
        self.wait()
        system = self.drive / "windows" / "system32"
        for name, libraries in _STAND_INS.items():
            if self._tree and name != "icuuc":
                continue  # Wine 10 has it
            compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", "-nostdlib"]
            source = str(HERE / f"{name}.c")
            target = str(system / f"{name}.dll")
            subprocess.run([*compiler, "-o", target, source, *libraries], check=True)
        for font in _fonts():
            shutil.copy(font, self.drive / "windows" / "Fonts")
        settings = self.work / "fonts.reg"
        settings.write_text(_registered_fonts(), "ascii")
        self.run(["reg", "import", windows_path(settings)])
        self.wait()

    def _command(
        self, program: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> list[str]:
        """The host's command that runs a program of Wine's, in a folder of the host's."""
        settings = [f"{name}={value}" for name, value in environment.items()]
        inside = shlex.join(["env", "-i", *settings, program, *arguments])
        inside = f"cd {shlex.quote(str(folder))} && exec {inside}"
        if self._tree is None:
            return ["sh", "-ec", inside]
        return entering(self._tree, [str(ROOT), str(self.work), "/tmp/.X11-unix"], inside)

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        log: Path | None = None,
    ) -> subprocess.Popen[str]:
        """Starts a program; what it says goes into a pipe, as Wine 8 wants it, or into the log."""
        program = "/usr/lib/wine/wine64" if self._tree is None else "wine"
        settings = self.environment | dict(environment or {})
        with contextlib.ExitStack() as stack:
            return subprocess.Popen(
                self._command(program, arguments, settings, folder or self.work),
                stdin=subprocess.DEVNULL,
                stdout=stack.enter_context(log.open("wb")) if log else subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        timeout: float = 600,
    ) -> str:
        """Runs a program to its end and returns what it said. Raises TrialError if it fails."""
        status, output = self.ask(arguments, environment, timeout)
        if status:
            raise TrialError(f"{shlex.join(arguments)} ended with {status}:\n{output[-4000:]}")
        return output

    def ask(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        timeout: float = 600,
        folder: Path | None = None,
        log: Path | None = None,
    ) -> tuple[int, str]:
        """Runs a program to its end; its status and what it said."""
        process = self.start(arguments, environment, folder, log)
        try:
            output, _ = process.communicate(timeout=timeout)
            output = log.read_text("utf-8", "replace") if log else output
        except subprocess.TimeoutExpired:
            self.end()
            process.kill()
            output, _ = process.communicate()
            raise TrialError(
                f"{shlex.join(arguments)} took more than {timeout:.0f} s:\n{(output or '')[-4000:]}"
            ) from None
        return process.returncode, output

    def wait(self) -> None:
        """Waits until all programs in this prefix have ended and the registry is on disk."""
        self._server("-w")

    def end(self) -> None:
        """Ends all programs in this prefix."""
        self._server("-k")

    def _server(self, option: str) -> None:
        command = self._command("/usr/lib/wine/wineserver", [option], self.environment, self.work)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def make_tree(folder: Path) -> None:
    """Makes the Debian 13 tree with Wine 10, once: 1.9 GB. Raises TrialError."""
    if (folder / "usr" / "lib" / "wine").is_dir():
        return
    try:
        debian_tree.make_tree(folder, _TREE_INCLUDES, "usr/lib/wine", ("amd64", "i386"))
    except TreeError as error:
        raise TrialError(str(error)) from error
