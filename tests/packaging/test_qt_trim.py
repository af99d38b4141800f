"""What is left out of the bundle, and that nothing the app imports is among it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

import pytest
from qt_trim import EXCLUDED_MODULES, NEEDED_PLUGINS, Entry, plugin_of, trim

from support import ROOT

_PLUGINS = [
    (f"PySide6/Qt/plugins/{plugin}", f"/qt/{plugin}", "BINARY")
    for plugin in NEEDED_PLUGINS["linux"]
]
_IMPORTS = {
    "/qt/platforms/libqxcb.so": ["libQt6XcbQpa.so.6", "libc.so.6"],
    "/qt/libQt6XcbQpa.so.6": ["libQt6Gui.so.6", "libstdc++.so.6"],
    "/qt/platforms/libqeglfs.so": ["libQt6EglFs.so.6"],
    "/qt/printsupport/libcupsprintersupport.so": ["libQt6PrintSupport.so.6", "libcups.so.2"],
    "/qt/libcups.so.2": ["libgnutls.so.30"],
}


def left(*entries: Entry) -> set[str]:
    kept = trim([*_PLUGINS, *entries], lambda path: _IMPORTS.get(path, ()), "linux")
    return {name for name, _, _ in kept}.difference(name for name, _, _ in _PLUGINS)


def library(name: str, folder: str = "PySide6/Qt/lib/") -> Entry:
    return (folder + name, f"/qt/{name}", "BINARY")


def test_a_plugin_that_is_not_named_goes_with_what_only_it_needs() -> None:
    eglfs = ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/qt/platforms/libqeglfs.so", "BINARY")
    assert left(eglfs, library("libQt6EglFs.so.6")) == set()


def test_a_library_that_a_kept_plugin_needs_stays_and_so_does_what_that_one_needs() -> None:
    needed = (library("libQt6XcbQpa.so.6"), library("libQt6Gui.so.6"))
    assert left(*needed, library("libQt6Network.so.6")) == {name for name, _, _ in needed}


def test_what_every_system_has_is_left_to_it() -> None:
    assert left(library("libstdc++.so.6", folder="")) == set()


def test_printers_come_with_the_systems_own_cups() -> None:
    brought = (library("libcups.so.2", folder=""), library("libgnutls.so.30", folder=""))
    assert left(library("libQt6PrintSupport.so.6"), *brought) == {
        "PySide6/Qt/lib/libQt6PrintSupport.so.6"
    }


def test_a_link_stays_with_its_library() -> None:
    link = ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK")
    lost = ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK")
    between = library("libQt6XcbQpa.so.6")
    assert left(between, library("libQt6Gui.so.6"), link, lost) == {
        "libQt6Gui.so.6",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    }


def test_on_windows_capitals_do_not_matter_and_the_systems_own_are_not_read() -> None:
    plugins = [
        (f"PySide6\\plugins\\{plugin}".replace("/", "\\"), plugin, "BINARY")
        for plugin in NEEDED_PLUGINS["win32"]
    ]
    libraries = [
        ("PySide6\\Qt6Gui.dll", "C:\\qt\\Qt6Gui.dll", "BINARY"),
        ("PySide6\\msvcp140.dll", "C:\\qt\\msvcp140.dll", "BINARY"),
        ("PySide6\\opengl32sw.dll", "C:\\qt\\opengl32sw.dll", "BINARY"),
    ]
    imports = {
        "platforms/qwindows.dll": ["Qt6Gui.dll", "KERNEL32.dll"],
        "C:\\qt\\Qt6Gui.dll": ["MSVCP140.dll", "api-ms-win-crt-runtime-l1-1-0.dll"],
    }
    read: list[str] = []

    def imports_of(path: str) -> list[str]:
        read.append(path)
        return imports.get(path, [])

    kept = trim([*plugins, *libraries], imports_of, "win32")
    assert kept == [*plugins, *libraries[:2]]
    assert set(read) == {path for _, path, _ in kept}


def test_on_macos_a_framework_stays_whole_with_its_links() -> None:
    def framework(name: str) -> list[Entry]:
        inside = f"PySide6/Qt/lib/{name}.framework"
        return [
            (f"{inside}/Versions/A/{name}", f"/qt/{name}", "BINARY"),
            (f"{inside}/Resources", "Versions/Current/Resources", "SYMLINK"),
            (f"{inside}/Versions/A/Resources/Info.plist", "/qt/Info.plist", "DATA"),
        ]

    plugins = [
        (f"PySide6/Qt/plugins/{plugin}", plugin, "BINARY") for plugin in NEEDED_PLUGINS["darwin"]
    ]
    imports = {
        "platforms/libqcocoa.dylib": [
            "@rpath/QtGui.framework/Versions/A/QtGui",
            "/System/Library/Frameworks/AppKit.framework/Versions/C/AppKit",
            "/usr/lib/libSystem.B.dylib",
        ]
    }
    entries = [*plugins, *framework("QtGui"), *framework("QtNetwork")]
    kept = trim(entries, lambda path: imports.get(path, ()), "darwin")
    assert kept == [*plugins, *framework("QtGui")]


def test_python_and_its_modules_stay_without_being_asked_for() -> None:
    python = ("libpython3.11.so.1.0", "/py/libpython3.11.so.1.0", "BINARY")
    module = ("PySide6/QtGui.abi3.so", "/qt/QtGui.abi3.so", "EXTENSION")
    data = ("otcodebook/resources/catalog.json", "/src/catalog.json", "DATA")
    assert left(python, module, data) == {python[0], module[0], data[0]}


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_de.qm",
        "msgspec-0.22.0.dist-info/METADATA",
        "msgspec/__init__.pyi",
        "otcodebook/ui/__pycache__/app.cpython-311.pyc",
    ],
)
def test_translations_and_what_installers_leave_go(name: str) -> None:
    assert left((name, "/anywhere", "DATA")) == set()


@pytest.mark.parametrize("plugin", NEEDED_PLUGINS["linux"])
def test_without_a_needed_plugin_there_is_no_build(plugin: str) -> None:
    rest = [entry for entry in _PLUGINS if not entry[0].endswith(plugin)]
    with pytest.raises(ValueError, match=plugin):
        trim(rest, lambda _: (), "linux")


def test_a_plugin_is_known_by_its_folder_and_file() -> None:
    assert plugin_of("PySide6/Qt/plugins/platforms/libqxcb.so") == "platforms/libqxcb.so"
    assert plugin_of("PySide6\\plugins\\platforms\\qwindows.dll") == "platforms/qwindows.dll"
    assert plugin_of("PySide6/Qt/lib/libQt6Gui.so.6") is None
    assert plugin_of("other/plugins/libthing.so") is None


def imported(tree: ast.AST) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_that_the_app_imports_is_left_out() -> None:
    for path in (ROOT / "app").rglob("*.py"):
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            lost = [out for out in EXCLUDED_MODULES if f"{name}.".startswith(f"{out}.")]
            assert not lost, f"{path.name} imports {name}"
