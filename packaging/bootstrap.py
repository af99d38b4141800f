"""Make the virtual environment ready: `python packaging/bootstrap.py run` (`test`, `package`).

Runs on the standard library of the system's Python, before anything is installed. The second call
must cost next to nothing, so what only a set-up needs is imported there.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

PROFILES = ("run", "test", "package")

# What the Qt libraries and plugins of the PySide6-Essentials wheel need that the wheel lacks
# (readelf -d over QtCore, QtGui, QtWidgets, QtSvg, QtDBus, the xcb and wayland platforms and their
# helpers), and the Debian package of each.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# Programs that the tests, screenshots and benchmarks call, and those that PyInstaller calls.
BUILD_PROGRAMS = {
    "chrpath": "chrpath",
    "objcopy": "binutils",
    "objdump": "binutils",
    "strip": "binutils",
}
TEST_PROGRAMS = {
    "/usr/bin/python3": "python3",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "Xvfb": "xvfb",
    "appstreamcli": "appstream",
    "dbus-daemon": "dbus-daemon",
    "desktop-file-validate": "desktop-file-utils",
    "openbox": "openbox",
    "shellcheck": "shellcheck",
    "strace": "strace",
    "xauth": "xauth",
    "xclip": "xclip",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "xvfb-run": "xvfb",
}
# What the system's own Python must have to listen as a screen reader does, and to keep a clipboard.
TEST_MODULES = {"Xlib": "python3-xlib", "pyatspi": "python3-pyatspi"}
PROGRAMS = {"run": {}, "test": BUILD_PROGRAMS | TEST_PROGRAMS, "package": BUILD_PROGRAMS}
FONT_PACKAGE = "fonts-dejavu-core"


def main(arguments: list[str]) -> int:
    """Set up what `run` or `test` needs; return the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036
        return complain(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if len(arguments) not in (1, 2) or arguments[0] not in PROFILES:
        print("usage: bootstrap.py run|test|package [VENV]", file=sys.stderr)
        return 2
    profile = arguments[0]
    # The folder itself: venv empties one behind a link, and then refuses to fill it.
    venv = os.path.realpath(arguments[1] if len(arguments) == 2 else os.path.join(ROOT, ".venv"))

    environment_ready = is_ready(venv, profile)
    # Programs may go after the set-up, and a test that skips for want of one would hide it.
    if environment_ready and not missing_programs(profile):
        return 0
    if sys.platform == "linux" and not install_packages(missing_packages(profile)):
        return 1
    if not environment_ready and not install_environment(venv, profile):
        return complain("the set-up did not finish, see above. Check the network, then try again.")
    return 0


def complain(sentence: str) -> int:
    """Tell the user what is wrong and what to do; return the exit status of a failure."""
    print(f"ot-codebook: {sentence}", file=sys.stderr)
    return 1


# The stamp: written last, so an interrupted set-up leaves none.


def stamp_path(venv: str, profile: str) -> str:
    """Return the file that says that the environment is complete for this profile."""
    return os.path.join(venv, f"installed-{profile}")


def stamp_text(profile: str) -> str:
    """Return what the stamp holds: this Python and the lock itself."""
    with open(os.path.join(ROOT, "packaging", "locks", f"{profile}.txt"), encoding="utf-8") as lock:
        return f"# {sys.version}\n{lock.read()}"


def is_ready(venv: str, profile: str) -> bool:
    """Tell whether the environment was installed by this Python from the lock as it is now."""
    try:
        with open(stamp_path(venv, profile), encoding="utf-8") as stamp:
            return stamp.read() == stamp_text(profile)
    except FileNotFoundError:
        return False


# Debian packages.


def missing_programs(profile: str) -> list[str]:
    """Return the packages of the programs and Python modules that the profile needs and lacks."""
    programs = PROGRAMS[profile]
    if sys.platform != "linux" or not programs:
        return []
    import shutil
    from glob import glob

    missing = [package for program, package in programs.items() if not shutil.which(program)]
    for module, package in TEST_MODULES.items() if profile == "test" else ():
        if not glob(f"/usr/lib/python3*/*-packages/{module}"):
            missing.append(package)
    return missing


def missing_packages(profile: str) -> list[str]:
    """Return the Debian packages of everything the profile needs and this machine lacks."""
    import ctypes
    from importlib.util import find_spec
    from pathlib import Path

    packages = []
    if find_spec("ensurepip") is None:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    needed = dict(LIBRARIES)
    if profile == "test" and sys.base_prefix == "/usr":
        # Debian's Python does without it; PyInstaller, which the tests build with, does not.
        python = f"libpython3.{sys.version_info.minor}"
        needed[f"{python}.so.1.0"] = python
    for library, package in needed.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
    fonts = (font for folder in folders for font in Path(folder).expanduser().rglob("*.[ot]t[fc]"))
    wanted = "DejaVuSans.ttf" if profile == "test" else ""
    if not any(font.name.startswith(wanted) for font in fonts):
        packages.append(FONT_PACKAGE)
    packages += missing_programs(profile)
    return sorted(set(packages))


def install_packages(packages: list[str]) -> bool:
    """Install them where that needs no password and nobody says no; return success.

    Otherwise print the command to type.
    """
    import shutil
    import subprocess

    if not packages:
        return True
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        complain(f"install what Debian calls {names}, then try again.")
        return False
    is_root = os.geteuid() == 0
    sudo = shutil.which("sudo")
    install = f"apt-get install -y --no-install-recommends {names}"
    if is_root:
        command, prefix = f"apt-get update && {install}", []
    elif sudo:
        command, prefix = f"sudo apt-get update && sudo {install}", [sudo, "-n"]
    else:
        command, prefix = f"su -c 'apt-get update && {install}'", []
    allowed = is_root or (
        sudo is not None
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    if not (allowed and agrees_to(packages, command)):
        complain(f"system packages are missing. Type this, then try again:\n  {command}")
        return False
    print(f"Installing system packages: {names}", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*prefix, *quiet, *step],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            complain(f"apt-get failed, see above. Once that is solved, type:\n  {command}")
            return False
    return True


def agrees_to(packages: list[str], command: str) -> bool:
    """Ask the person at the terminal; True without asking if YES=1 is set or nobody is there."""
    is_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    if os.environ.get("YES") == "1" or not is_terminal:
        return True
    print(
        f"OT Codebook needs {len(packages)} system package(s): {' '.join(packages)}\n"
        f"This installs them:\n  {command}\n"
        "Run it now? [Y/n] ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    answer = sys.stdin.readline()
    # Enter is a yes; the end of the input (Ctrl+D) is not.
    return answer.strip().lower() in ("", "y", "yes") if answer else False


# The virtual environment.


def install_environment(venv: str, profile: str) -> bool:
    """Install the profile's lock, in a new environment unless `run` is complete in this one."""
    import subprocess
    import sysconfig
    from pathlib import Path

    folders = {"base": venv, "platbase": venv}
    scripts = Path(sysconfig.get_path("scripts", "venv", folders))
    site_packages = Path(sysconfig.get_path("purelib", "venv", folders))
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    stamp = Path(stamp_path(venv, profile))

    print(f"Setting up {os.path.relpath(venv)} (once; about a minute) ...", flush=True)
    lock = os.path.join(ROOT, "packaging", "locks", f"{profile}.txt")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    steps = [[*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock]]
    if stamp.exists() or not is_ready(venv, "run"):
        # Not this very environment's Python, which would clear itself away.
        base_python = getattr(sys, "_base_executable", sys.executable)
        steps.insert(0, [base_python, "-m", "venv", "--clear", venv])
    for step in steps:
        if subprocess.run(step, stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    install_commands(scripts, site_packages)
    for name in {"run", profile}:  # every lock holds the run lock
        Path(stamp_path(venv, name)).write_text(stamp_text(name), encoding="utf-8")
    return True


def install_commands(scripts: Path, site_packages: Path) -> None:
    """Make `import otcodebook` and the command `ot-codebook` work in an environment."""
    # Instead of an editable install: no build, and a relative line survives moving the checkout
    # and holds no character that a locale could break.
    (site_packages / "otcodebook.pth").write_text(
        os.path.relpath(os.path.join(ROOT, "app"), site_packages) + "\n", encoding="ascii"
    )
    if os.name == "nt":
        (scripts / "ot-codebook.cmd").write_text('@"%~dp0python.exe" -I -m otcodebook %*\n')
    else:
        # Isolated: a json.py in the folder where somebody stands is not ours to run.
        script = scripts / "ot-codebook"
        script.write_text(
            '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -I -m otcodebook "$@"\n'
        )
        script.chmod(0o755)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(complain(f"set-up failed: {error}"))
