"""The one way in which the parts of the window tell the user something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from otcodebook.ui.services.enums import BannerTopic

if TYPE_CHECKING:
    from otcodebook.ui.services.toast import Toast

_STATUS_MS = 8000
_CLIPBOARD_BUSY = "Nothing was copied: another program holds the clipboard. Press the keys again."
_ACTIONS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress)
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


class BannerAction(NamedTuple):
    """What a button in the banner says and does; the sentence goes away with it."""

    text: str
    run: Callable[[], object]


class Messages(QObject):
    """Takes sentences from all rooms of the window; the workspace shows and speaks them.

    Signals:
        status_shown: what a command did (a sentence): in the status line, and spoken.
        status_added: what came of it after a while (a sentence): beside what stands there.
        toast_shown: what was done to the current row (a sentence, and whether it can be undone):
            beside the row, and spoken.
        banner_shown: known trouble (a sentence, its BannerTopic or None, what can be done about it:
            a BannerAction each): in the banner. An empty sentence takes back what the banner says
            on the topic.
        announced: what came about by itself (a sentence): spoken, unless it was said just before.
    """

    status_shown = Signal(str)
    status_added = Signal(str)
    toast_shown = Signal(str, bool)
    banner_shown = Signal(str, object, object)
    announced = Signal(str)

    def show_status(self, sentence: str) -> None:
        """Says what a command did, or why it did nothing."""
        self.status_shown.emit(sentence)

    def add_status(self, sentence: str) -> None:
        """Says what came of a command after a while, beside what the status line says of it."""
        self.status_added.emit(sentence)

    def show_toast(self, sentence: str, *, can_undo: bool = False) -> None:
        """Says what was done to the current row, or why it was not; perhaps offers to undo it."""
        self.toast_shown.emit(sentence, can_undo)

    def show_copied(self, is_copied: bool, what: str) -> None:
        """Says what was copied, or that the clipboard refused."""
        self.show_toast(f"Copied {what}" if is_copied else _CLIPBOARD_BUSY)

    def show_banner(
        self,
        sentence: str,
        topic: BannerTopic | None = None,
        actions: Sequence[BannerAction] = (),
    ) -> None:
        """Tells of known trouble until it is closed or another sentence on the topic comes.

        `actions` are buttons below it.
        """
        self.banner_shown.emit(sentence, topic, actions)

    def clear_banner(self, topic: BannerTopic) -> None:
        """All is well again with this topic."""
        self.banner_shown.emit("", topic, ())

    def announce(self, sentence: str) -> None:
        """Tells screen readers alone; who sees the window sees it there."""
        self.announced.emit(sentence)


class MessageDisplay(QObject):
    """Shows sentences in the status line or in a toast, and speaks them.

    They are gone after a while, and with the next key or click.

    Signals:
        undo_requested: the toast's Undo was pressed.
    """

    undo_requested = Signal()

    def __init__(
        self,
        window: QMainWindow,
        messages: Messages,
        speak: Callable[[str], None],
        beside: Callable[[], QRect],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._speak = speak
        self._beside = beside
        self._toast: Toast | None = None
        messages.status_shown.connect(self._show_status)
        messages.status_added.connect(self._add_status)
        messages.toast_shown.connect(self._show_toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The next key or click takes the message away; it is watched only until then."""
        if event.type() in _ACTIONS and self._is_action(watched, event):
            self._clear()
        return False

    def _show_status(self, sentence: str) -> None:
        self._clear()
        self._window.statusBar().showMessage(sentence, _STATUS_MS)
        self._show(sentence)

    def _add_status(self, sentence: str) -> None:
        said = self._window.statusBar().currentMessage()
        self._clear()
        both = f"{said.removesuffix('.')}. {sentence}" if said else sentence
        self._window.statusBar().showMessage(both, _STATUS_MS)
        self._show(sentence)

    def _show_toast(self, sentence: str, can_undo: bool) -> None:
        self._clear()
        if self._toast is None:
            # Imported here: the start shows none.
            from otcodebook.ui.services.toast import Toast

            self._toast = Toast(self._window)
            self._toast.button_pressed.connect(self.undo_requested)
        button, does = ("Undo", "Undo (Ctrl+Z)") if can_undo else ("", "")
        self._toast.show_message(sentence, self._beside(), button, does)
        self._show(f"{sentence}. Ctrl+Z undoes it." if can_undo else sentence)

    def _show(self, sentence: str) -> None:
        self._speak(sentence)
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)

    def _clear(self) -> None:
        if (application := QApplication.instance()) is not None:
            application.removeEventFilter(self)
        self._window.statusBar().clearMessage()
        if self._toast is not None:
            self._toast.hide()

    def _is_action(self, watched: QObject, event: QEvent) -> bool:
        """Whether the user does something else; not with the toast itself."""
        if isinstance(event, QKeyEvent):
            return event.key() not in _MODIFIERS
        toast = self._toast
        # A click comes to the native window first, and then to the widget.
        return isinstance(watched, QWidget) and (
            toast is None or (watched is not toast and not toast.isAncestorOf(watched))
        )
