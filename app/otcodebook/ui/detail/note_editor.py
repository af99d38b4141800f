"""The user's own note on a code: saved as it is typed, and it says so only when it is on disk."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from otcodebook.ui.accessibility.menus import open_standard_menu

_PAUSE_MS = 600
_MOST_LINES = 6
"""The field grows with its text up to so many lines; less where room is scarce."""
_NOT_SAVED = "Not saved"


class _Edit(QPlainTextEdit):
    """A text field that says when it is entered and left, and when Esc was pressed in it.

    `refused` says why a text was not pasted or dropped here.
    """

    entered = Signal()
    left = Signal()
    escaped = Signal()
    refused = Signal(str)
    resized = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows what the field is for while it is written in."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is a reason to save."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self.resized.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Refuses a text that is longer than a note: laying out millions of letters takes long."""
        from otcodebook.userdata.store import NOTE_LIMIT

        letters = len(source.text())
        if letters > NOTE_LIMIT:
            self.refused.emit(
                f"Not pasted: the text has {letters:,} characters and a note has at most"
                f" {NOTE_LIMIT:,}. Paste a part of it."
            )
        else:
            super().insertFromMimeData(source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a field of text; by a key, on its first entry."""
        open_standard_menu(self.createStandardContextMenu(), event)

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
        announced: what became of it, for screen readers (a sentence).
        refused: why a text was not pasted here (a sentence).
    """

    changed = Signal(str, str, str)
    left = Signal()
    escaped = Signal()
    announced = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._before = ""
        self._unsaved: dict[str, tuple[str, str]] = {}
        self._edit = _Edit()
        self._edit.setObjectName("noteEdit")
        self._edit.setAccessibleName("My note on this code")
        self._edit.setPlaceholderText("Add a note. No patient data.")
        self._edit.setToolTip("Your own note on this code, such as a payer's rule")
        self._edit.setTabChangesFocus(True)
        self._edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = QLabel()
        self._state.setObjectName("noteState")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        heading = QLabel("My note")
        # Not the field's label: Orca would say its name after it. Its key works while it is hidden.
        QShortcut(QKeySequence.mnemonic("&My note"), self, self.take_focus)
        self._head = QWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        self._edit.textChanged.connect(self._on_typed)
        self._edit.textChanged.connect(self.fit_height)
        self._edit.resized.connect(self.fit_height)
        self._edit.entered.connect(self._show_head)
        self._edit.left.connect(self._show_head)
        self._edit.left.connect(self.save)
        self._edit.left.connect(self.left)
        self._edit.escaped.connect(self.escaped)
        self._edit.refused.connect(self.refused)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(self._state)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(self._head)
        self._column.addWidget(self._edit)
        self.set_margins(16, 16)
        self._show_head()
        self.fit_height()

    def set_margins(self, left: int, right: int) -> None:
        """Keeps it in a column with what stands above it."""
        self._column.setContentsMargins(left, 8, right, 12)

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
            self._tell_state(_NOT_SAVED)
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
        self._tell_state("Saved" if text else "Removed")
        self.announced.emit(f"Note on {code} {'saved' if text else 'removed'}")

    def set_failed(self, code: str) -> None:
        """The note could not be saved; what was typed stays and is tried again."""
        if code == self._code:
            self._tell_state(_NOT_SAVED)
            self.announced.emit(f"Note on {code} not saved")

    def take_focus(self) -> None:
        """Goes to the end of the note, where it is written on."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.moveCursor(QTextCursor.MoveOperation.End)

    def has_focus(self) -> bool:
        """Whether the user types here, or will when the window is in front again."""
        return self.window().focusWidget() is self._edit

    def fit_height(self) -> None:
        """Keeps its height in lines of text: one while it is empty, then as many as it has."""
        edit = self._edit
        line = edit.fontMetrics().lineSpacing()
        lines = round(edit.document().size().height())  # Qt counts lines here, not pixels
        is_long = lines > _MOST_LINES
        policy = Qt.ScrollBarPolicy
        edit.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff
        )
        around = edit.height() - edit.maximumViewportSize().height()
        around += 2 * int(edit.document().documentMargin())
        edit.setMinimumHeight(line + around)
        edit.setMaximumHeight(max(1, min(lines, _MOST_LINES)) * line + around)
        if not is_long and edit.height() == edit.maximumHeight():
            edit.verticalScrollBar().setValue(0)  # it scrolled before it had grown

    def _show_head(self) -> None:
        """An empty field says by itself what it is for; a filled one has a heading."""
        self._head.setVisible(
            bool(self._edit.toPlainText() or self._state.text()) or self._edit.hasFocus()
        )

    def _tell_state(self, state: str) -> None:
        self._state.setText(state)
        self._show_head()

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
        self._tell_state("")
        self.fit_height()

    def _on_typed(self) -> None:
        self._tell_state("")
        self._pause.start()
