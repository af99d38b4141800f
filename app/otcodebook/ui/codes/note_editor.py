"""The user's own note on a code: saved as it is typed, and it says so only when it is on disk."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

_PAUSE_MS = 600
_LINES, _LEAST_LINES = 3.6, 1.6
"""The height of the field: three lines and the beginning of a fourth; less where room is scarce."""
_NOT_SAVED = "Not saved"


class _Edit(QPlainTextEdit):
    """A text field that says when it is left, and when Esc was pressed in it."""

    left = Signal()
    escaped = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is a reason to save."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc means that the note is written."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QWidget):
    """One note.

    Signals:
        changed: the note is to be saved (code, text, the text it was before the change).
        left: the keyboard focus went elsewhere.
        escaped: Esc was pressed.
        told: what became of it (a sentence).
    """

    changed = Signal(str, str, str)
    left = Signal()
    escaped = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._before = ""
        self._unsaved: dict[str, tuple[str, str]] = {}
        self._edit = _Edit()
        self._edit.setObjectName("noteEdit")
        self._edit.setAccessibleName("My note on this code")
        self._edit.setPlaceholderText("My note, such as a payer's rule. No patient data.")
        self._edit.setTabChangesFocus(True)
        self.fit_height()
        self._state = QLabel()
        self._state.setObjectName("noteState")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        heading = QLabel("&My note")
        heading.setBuddy(self._edit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        self._edit.textChanged.connect(self._on_typed)
        self._edit.left.connect(self.save)
        self._edit.left.connect(self.left)
        self._edit.escaped.connect(self.escaped)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._edit)

    def show_note(self, code: str, text: str) -> None:
        """Shows the note on a code; what was typed on another one is saved first."""
        if code == self._code:
            if text != self._before and not self._is_changed():
                self._before = text
                self._put(text)
            return
        self.save()
        if code == self._code:
            return  # what was saved is shown everywhere, and that led here already
        if self._is_changed():
            self._unsaved[self._code] = self._edit.toPlainText(), self._before
        self._code = code
        typed, self._before = self._unsaved.pop(code, (text, text))
        self._put(typed)
        if typed != self._before:
            self._edit.document().setModified(True)
            self._state.setText(_NOT_SAVED)
            self._pause.start()

    def save(self) -> None:
        """Has the note saved now if it was changed."""
        self._pause.stop()
        if self._code and self._is_changed():
            self.changed.emit(self._code, self._edit.toPlainText(), self._before)

    def save_all(self) -> None:
        """Has the note saved, and tries again those that could not be saved before."""
        self.save()
        for code, (text, before) in list(self._unsaved.items()):
            self.changed.emit(code, text, before)

    def unsaved(self) -> list[str]:
        """The codes whose notes are here but not on disk."""
        return [*([self._code] if self._is_changed() else []), *self._unsaved]

    def set_saved(self, code: str, text: str) -> None:
        """The note is on disk as `text`."""
        if code != self._code:
            self._unsaved.pop(code, None)
            return
        typed = self._edit.toPlainText()
        self._before = text
        if text not in (typed, typed.strip()):
            self._put(text)
        self._edit.document().setModified(False)
        self._state.setText("Saved" if text else "Removed")
        self.told.emit(f"Note on {code} {'saved' if text else 'removed'}")

    def set_failed(self, code: str) -> None:
        """The note could not be saved; what was typed stays and is tried again."""
        if code == self._code:
            self._state.setText(_NOT_SAVED)
            self.told.emit(f"Note on {code} not saved")

    def take_focus(self) -> None:
        """Goes to the end of the note, where it is written on."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.moveCursor(QTextCursor.MoveOperation.End)

    def has_focus(self) -> bool:
        """Whether the user types here, or will when the window is in front again."""
        return self.window().focusWidget() is self._edit

    def fit_height(self) -> None:
        """Keeps its height in lines of text, after a change of the text size."""
        line = self._edit.fontMetrics().height()
        self._edit.setMinimumHeight(int(line * _LEAST_LINES))
        self._edit.setMaximumHeight(int(line * _LINES))

    def _is_changed(self) -> bool:
        """Whether the user changed the note since it was shown or saved."""
        # Asked of the document too: the field shows some characters as others, such as a space.
        modified = self._edit.document().isModified()
        return modified and self._edit.toPlainText() != self._before

    def _put(self, text: str) -> None:
        """Puts a text into the field; whoever types there goes on at the same place."""
        at = self._edit.textCursor()
        from_end = self._edit.document().characterCount() - at.position()
        self._edit.blockSignals(True)
        self._edit.setPlainText(text)
        self._edit.blockSignals(False)
        at = self._edit.textCursor()
        at.setPosition(max(self._edit.document().characterCount() - from_end, 0))
        self._edit.setTextCursor(at)
        self._state.setText("")

    def _on_typed(self) -> None:
        self._state.setText("")
        self._pause.start()
