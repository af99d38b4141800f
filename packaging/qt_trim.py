"""Leaves out of the executable what OT Codebook does not use of Qt and of Python.

A Qt plugin stays only if it is named here, and a library stays only if something that stays needs
it: so nothing new slips in with the next Qt, and nothing that is needed goes missing unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

# What PyInstaller lists: the name in the bundle, the file it comes from, and what kind it is.
Entry = tuple[str, str, str]

# Without these the window does not open on some of the system's desktops: no build without them.
NEEDED_PLUGINS = {
    "linux": (
        "platforms/libqxcb.so",
        "platforms/libqwayland.so",
        "platforms/libqoffscreen.so",  # the self-test
        "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "platforminputcontexts/libibusplatforminputcontextplugin.so",
        "platformthemes/libqxdgdesktopportal.so",  # the desktop's own file dialog and colors
        "printsupport/libcupsprintersupport.so",  # on Windows and macOS it is inside Qt's library
        "wayland-decoration-client/libadwaita.so",  # GNOME draws no frames itself
        "wayland-decoration-client/libbradient.so",
        "wayland-shell-integration/libxdg-shell.so",
    ),
    "win32": (
        "platforms/qwindows.dll",
        "platforms/qoffscreen.dll",  # the self-test; the style is Fusion, which is no plugin
    ),
    "darwin": ("platforms/libqcocoa.dylib", "platforms/libqoffscreen.dylib"),
}

# Libraries that every system with libGL has. Our copies would be loaded into its graphics drivers,
# which may need newer ones, and the oldest C library that the bundle runs on would be a newer one.
# Who has a printer has CUPS, who has a desktop has D-Bus; ours would bring cryptography along.
SYSTEM_LIBRARIES = frozenset(
    {
        *("libx11.so.6", "libx11-xcb.so.1", "libgcc_s.so.1", "libstdc++.so.6"),
        *("libcups.so.2", "libdbus-1.so.3"),
    }
)

# Qt's translations and what Python and an installer leave beside a package.
_UNUSED = (
    *("*[/\\\\]translations[/\\\\]*", "*[/\\\\]__pycache__[/\\\\]*", "*.dist-info[/\\\\]*"),
    "*.pyi",
)

# Python modules that something mentions and the app never reaches.
EXCLUDED_MODULES = (
    *("PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml", "PySide6.QtTest"),
    *("_hashlib", "_ssl", "asyncio", "bz2", "concurrent", "curses", "distutils", "doctest"),
    # Not _codecs_jp and its like: where the system's own encoding is one of these, Python does not
    # start without it.
    # The decimal numbers that are compiled are there; the rest is imported inside functions.
    *("_pydecimal", "statistics", "tarfile", "tracemalloc"),
    *("email", "ftplib", "http", "lib2to3", "lzma", "multiprocessing", "pdb", "pkg_resources"),
    *("pydoc", "readline", "setuptools", "sqlite3.test", "ssl", "test", "tkinter", "tomllib"),
    *("typing_extensions", "unittest", "urllib.request", "xml", "xmlrpc", "zoneinfo"),
)


def trim(
    entries: Iterable[Entry], imports_of: Callable[[str], Iterable[str]], platform: str
) -> list[Entry]:
    """Returns the entries that stay; raises ValueError when a plugin that is needed is not there.

    `imports_of` names the libraries that a file needs, by name or path. Those that are no entries
    are not followed: they are the system's own, on Windows and macOS often not even files.
    """
    needed = NEEDED_PLUGINS[platform]
    kept = [entry for entry in entries if plugin_of(entry[0]) in (None, *needed)]
    kept = [entry for entry in kept if not any(fnmatchcase(entry[0], glob) for glob in _UNUSED)]
    if missing := set(needed).difference(plugin_of(name) or "" for name, _, _ in kept):
        raise ValueError(f"Qt's plugins are missing from the bundle: {', '.join(sorted(missing))}")
    wanted = _reached(kept, imports_of)
    return [entry for entry in kept if not _is_optional(entry) or _wanted_name(entry[0]) in wanted]


def plugin_of(name: str) -> str | None:
    """The plugin's folder and file (`platforms/libqxcb.so`), or None for what is no Qt plugin."""
    _, found, plugin = _posix(name).rpartition("/plugins/")
    return plugin if found and name.startswith("PySide6") else None


def _posix(name: str) -> str:
    return name.replace("\\", "/")


def _is_optional(entry: Entry) -> bool:
    """What stays only if something needs it: a library, a link to one, or a part of a framework."""
    name, _, kind = entry
    if plugin_of(name) or _wanted_name(name).startswith(("libpython", "python")):
        return False
    return kind in ("BINARY", "SYMLINK") or ".framework/" in name


def _wanted_name(name: str) -> str:
    """The name under which others need it: its file name, on macOS that of its framework.

    In small letters: on Windows, msvcp140.dll is needed as MSVCP140.dll.
    """
    framework, found, _ = _posix(name).partition(".framework/")
    return PurePosixPath(framework if found else _posix(name)).name.lower()


def _reached(entries: list[Entry], imports_of: Callable[[str], Iterable[str]]) -> set[str]:
    """The names of all libraries that what stays anyway needs, directly or through another one."""
    binaries = [entry for entry in entries if entry[2] in ("BINARY", "EXTENSION")]
    paths: dict[str, list[str]] = {}
    for name, path, _ in binaries:
        paths.setdefault(_wanted_name(name), []).append(path)
    waiting = [entry[1] for entry in binaries if not _is_optional(entry)]
    wanted = set[str]()
    while waiting:
        needed = {_wanted_name(name) for name in imports_of(waiting.pop())}
        for name in needed - wanted - SYSTEM_LIBRARIES:
            wanted.add(name)
            waiting += paths.get(name, ())
    return wanted
