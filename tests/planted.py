"""A folder where modules and Qt settings lie that nobody asked for, and what became of them."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

_PLUGINS = ("platforms", "platformthemes", "generic", "styles", "iconengines", "imageformats")
_OTHERS = ("PySide6", "jellyfish", "msgspec", "otcodebook", "shiboken6", "sitecustomize")


class Planted:
    """Modules with the names of Python's own and of what the program uses: each tells that it ran.

    `left_out` are names that are not there.
    """

    def __init__(self, folder: Path, left_out: Collection[str] = ()) -> None:
        self.folder = folder
        self._ran = folder / "ran.txt"
        folder.mkdir()
        for name in {*sys.stdlib_module_names, *_OTHERS}.difference(left_out):
            line = f"open({str(self._ran)!r}, 'a').write({name!r} + '\\n')\n"
            (folder / f"{name}.py").write_text(line, encoding="utf-8")
        self.plugins = folder / "plugins"
        (self.plugins / "platforms").mkdir(parents=True)
        self.put_qt_conf(folder)

    def put_qt_conf(self, folder: Path) -> list[Path]:
        """Lays the files there that would send Qt to the planted plugins."""
        paths = [folder / "qt.conf", folder / "qt6.conf"]
        for path in paths:
            text = f"[Paths]\nPrefix={self.plugins}\nPlugins={self.plugins}\n"
            path.write_text(text, encoding="utf-8")
        return paths

    def put_plugins(self, folder: Path) -> list[Path]:
        """Lays folders there in which Qt may look for plugins, each with a library."""
        paths = [folder / kind for kind in _PLUGINS]
        for path in paths:
            path.mkdir()
            (path / "libqplanted.so").write_bytes(b"\x7fELF")
        return paths

    def ran(self) -> list[str]:
        """The names of the modules that ran."""
        return self._ran.read_text(encoding="utf-8").split() if self._ran.exists() else []
