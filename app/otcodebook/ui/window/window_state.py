"""The window's file of its own, window.ini: geometry, splitters, tab, view state."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QSettings

    from otcodebook.ui.window.view_state import ViewState

_DEFAULT_SIZE = QSize(1060, 720)
_VIEW_STATE = "session"
"""The group of the view state, as version 0.1 named it."""

_MOST_BYTES = 64 * 1024
# Qt makes objects of what begins with an @, such as @Variant(...), but for these, which we write.
_BYTES = b"@ByteArray("
# Not compiled here: it is needed for a text that begins with an @ or a backslash only. Another
# escape than these may stand for an @, or for nothing.
_OBJECT = rb"@(?!@|String\()|\\(?![\\\"'?abfnrtv]|x(?!40)[0-9a-fA-F]{1,2}(?![0-9a-fA-F]))"
# Qt takes these for granted: sizes that are not so end it, or have it count for ever.
_GEOMETRY_START = bytes.fromhex("01d9d0cb 0003 0000")  # a mark, version 3.0
_GEOMETRY_LENGTH = 66
_SPLITTER_START = bytes.fromhex("000000ff 00000001")  # a mark, version 1
_SPLITTER_END = 11
"""The bytes after the sizes: how the splitter behaves, which is not for a file to say."""
_FRAME, _TITLE = 8, 40
"""As thick as a window's frame gets at the sides and below, and above it, in pixels."""
_FARTHEST = 100_000
_WIDEST = 32_767


def keep_on_top(window: QMainWindow, on: bool) -> None:
    """Keeps the window above all others, or no longer; it stays where it is."""
    # Imported here: Qt's enums cost a tenth of the start, and most windows stay among the others.
    from PySide6.QtCore import Qt

    above = Qt.WindowType.WindowStaysOnTopHint
    if bool(window.windowFlags() & above) is on:
        return
    shown, place = window.isVisible(), window.pos()
    window.setWindowFlag(above, on)  # which hides it
    if shown:
        window.move(place)
        window.show()
        window.activateWindow()


def on_top_told(on: bool) -> str:
    """What to say of the choice, where it can be kept and where the desktop does not let it."""
    if on and QGuiApplication.platformName() == "wayland":
        return "This desktop does not let programs do that. Look for it in the window's own menu"
    return "The window stays on top" if on else "The window no longer stays on top"


class WindowState:
    """Saves and restores a window's state; whatever is not right is left at its default.

    A file that cannot be read at all is kept aside once, as window.ini.damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._restored_size: QSize | None = None
        self.trouble = ""
        """A sentence on a damaged file that was found; empty if all is well."""

    def restore_window(self, window: QMainWindow, tabs: QTabWidget) -> None:
        """Puts the window where it was, with the same tab in front.

        At the first start it is as large as it likes to be, or as its screen has room for.
        """
        room = window.screen().availableSize() - QSize(2 * _FRAME, _FRAME + _TITLE)
        window.resize(_DEFAULT_SIZE.boundedTo(room))
        stored = self._open()
        if stored is None:
            return
        geometry = _bytes(stored.value("geometry"))
        if _is_sound_geometry(geometry):
            window.restoreGeometry(geometry)
            if _edges(window.geometry()) != tuple(_number(geometry, at) for at in range(50, 66, 4)):
                # Qt moved it, and reckons with a thinner frame.
                _keep_on_screen(window)
            self._restored_size = window.size()
        # Text from the file, a number from a window of this process; never int(): a number of
        # 5,000 digits is an error to Python.
        tab = stored.value("tab")
        for position in range(tabs.count()):
            if tab in (position, str(position)):
                tabs.setCurrentIndex(position)

    def make_room(self, window: QMainWindow) -> None:
        """Moves a window that had to grow for what fills it, where it left the screen by that."""
        restored, size = self._restored_size, window.size()
        if restored and size != size.boundedTo(restored) and not window.isMaximized():
            _keep_on_screen(window)

    def restore_splitters(self, splitters: Sequence[QSplitter]) -> None:
        """Divides the tabs as they were."""
        stored = self._open()
        if stored is None:
            return
        for splitter in splitters:
            sizes = _splitter_sizes(_bytes(stored.value(f"splitter/{splitter.objectName()}")))
            if len(sizes) == splitter.count():
                splitter.setSizes(sizes)

    def view_state(self) -> ViewState | None:
        """What the tabs showed; None at the first start."""
        stored = self._open()
        if stored is None:
            return None
        # Imported here: the first paint does not need it.
        from otcodebook.ui.window.view_state import ViewState

        stored.beginGroup(_VIEW_STATE)
        values = {key: stored.value(key) for key in stored.childKeys() if key}
        strings = {key: value for key, value in values.items() if isinstance(value, str)}
        return ViewState.from_strings(strings) if strings else None

    def save(
        self,
        window: QMainWindow,
        tabs: QTabWidget,
        splitters: Sequence[QSplitter],
        view_state: ViewState,
    ) -> None:
        """Remembers the window as it is; a disk that refuses costs only this."""
        # Imported here: a start only reads.
        from contextlib import suppress

        from otcodebook.userdata.location import (
            close_to_others,
            create_private,
            make_private_folder,
        )

        with suppress(OSError):
            make_private_folder(self._path.parent)
            # Through a link: Qt would make its target, for all to read.
            create_private(Path(os.path.realpath(self._path)))
        if not os.path.isfile(self._path):
            return  # a pipe would keep the window waiting, a link to itself would be replaced
        stored = self._settings()
        stored.setValue("geometry", window.saveGeometry())
        stored.setValue("tab", tabs.currentIndex())
        for splitter in splitters:
            stored.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        for key, value in view_state.to_strings().items():
            stored.setValue(f"{_VIEW_STATE}/{key}", value)
        stored.sync()
        close_to_others(self._path)  # where it is a link, its target was not looked at before

    def _open(self) -> QSettings | None:
        """What was saved; None where there is nothing, or nothing that can be read."""
        # The first start of all reads nothing; a pipe would keep the window waiting.
        # Not Path's own, which raises where the folder may not be entered.
        if not os.path.isfile(self._path):
            return None
        try:
            with self._path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = b"\0"
        except OSError as error:
            from otcodebook.wording import displayed_path

            self.trouble = (
                f"What the window showed last cannot be read: {displayed_path(self._path)} "
                f"({error.strerror or type(error).__name__}). It opens as new."
            )
            return None
        if len(data) > _MOST_BYTES or b"\0" in data or _has_objects(data):
            # Imported here: it happens once, if ever.
            from otcodebook.userdata.location import keep_aside
            from otcodebook.wording import displayed_path

            kept = displayed_path(keep_aside(self._path))
            self.trouble = (
                "What the window showed last could not be read, so it opens as new. "
                f"The damaged file is {kept}."
            )
            return None
        return self._settings()

    def _settings(self) -> QSettings:
        from PySide6.QtCore import QSettings

        return QSettings(str(self._path), QSettings.Format.IniFormat)


def _has_objects(data: bytes) -> bool:
    """Whether Qt would make an object of a value: of any kind, from the bytes in the file."""
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        bare = line.replace(b"\\\\", b"").replace(b'\\"', b"")
        value = line.partition(b"=")[2].strip()
        is_quoted = value.startswith(b'"')
        whole = bare.count(b'"') == (2 if is_quoted else 0) and not bare.endswith(b"\\")
        if not whole or (is_quoted and not value.endswith(b'"')):
            return True  # Qt reads on, where a value may begin
        for part in [value[1:-1]] if is_quoted else map(bytes.strip, value.split(b",")):
            is_marked = part[:1] in (b"@", b"\\") and not part.startswith(_BYTES)
            if is_marked and re.match(_OBJECT, part):
                return True
    return False


def _keep_on_screen(window: QMainWindow) -> None:
    """Moves a window to where its screen has room for it and its frame."""
    place, screen = window.geometry(), window.screen().availableGeometry()
    room = screen.adjusted(_FRAME, _TITLE, -_FRAME, -_FRAME)
    size = place.size().boundedTo(room.size())
    left = max(min(place.left(), room.right() - size.width()), room.left())
    top = max(min(place.top(), room.bottom() - size.height()), room.top())
    window.setGeometry(left, top, size.width(), size.height())


def _edges(place: QRect) -> tuple[int, ...]:
    return place.left(), place.top(), place.right(), place.bottom()


def _bytes(value: object) -> bytes:
    """The bytes that Qt saved; none for anything else."""
    # Imported here: the first start of all reads nothing.
    from PySide6.QtCore import QByteArray

    return bytes(value.data()) if isinstance(value, QByteArray) else b""


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big", signed=True)


def _is_sound_geometry(data: bytes) -> bool:
    """Whether Qt can restore this: two outer rectangles, screen, state, and the inner rectangle.

    Where a sound one lies on no screen, Qt moves it.
    """
    if len(data) != _GEOMETRY_LENGTH or not data.startswith(_GEOMETRY_START):
        return False
    screen, width = _number(data, 40), _number(data, 46)
    maximized, full_screen = data[44], data[45]
    if not (0 <= screen < 100 and maximized in (0, 1) and not full_screen):
        return False
    return 0 < width <= _FARTHEST and all(_is_sound_rectangle(data, at) for at in (8, 24, 50))


def _is_sound_rectangle(data: bytes, at: int) -> bool:
    left, top, right, bottom = (_number(data, at + step) for step in (0, 4, 8, 12))
    near = all(abs(number) <= _FARTHEST for number in (left, top, right, bottom))
    return near and 0 <= right - left < _WIDEST and 0 <= bottom - top < _WIDEST


def _splitter_sizes(data: bytes) -> list[int]:
    """The sizes in what Qt saved of a splitter; none where they are not as Qt saves them."""
    count = _number(data, 8)
    length = 12 + 4 * count + _SPLITTER_END
    if not (data.startswith(_SPLITTER_START) and 0 < count < 100 and len(data) == length):
        return []
    sizes = [_number(data, 12 + 4 * part) for part in range(count)]
    sound = all(0 <= size <= _WIDEST for size in sizes) and any(sizes)
    return sizes if sound else []
