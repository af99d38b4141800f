"""The dialogs: a page to read, and the report of a bug."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.pages.html import Html
from otcodebook.ui.look.focus_rings import KEYBOARD_FOCUS, mark
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.widgets.document_view import DocumentView

PAGE_SIZE = (41, 40)
"""Width and height of a page to read, in lines of text."""
_FRAME = QSize(24, 56)
"""What a window manager puts around a dialog, or a little more."""


def wrapped_text(name: str, text: str) -> QLabel:
    """Plain text of a dialog, on as many lines as it takes."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def resize_on_screen(dialog: QDialog, width: int, height: int) -> None:
    """Gives a dialog this size, or as much of it as its screen has room for."""
    room = dialog.screen().availableSize() - _FRAME
    dialog.resize(QSize(width, height).boundedTo(room))


def add_choice(dialog: QDialog, layout: QVBoxLayout, description: str) -> None:
    """Ends a dialog with Cancel and the button that does it, which has the focus."""
    buttons = QDialogButtonBox()
    buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    does_it = buttons.addButton(description, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    make_default(does_it)
    does_it.setFocus()


def make_default(button: QPushButton) -> None:
    """Has Enter press this button, which is filled and as wide as its bold text needs."""
    button.setProperty("primary", True)
    # Its box has asked the style sheet already, before it had the property.
    button.style().unpolish(button)
    button.style().polish(button)
    font = button.font()
    font.setBold(True)
    button.setFont(font)
    button.setDefault(True)


class PageDialog(QDialog):
    """A rendered page with a Close button, such as About or Keyboard.

    `head` stands above the page, if there is one; `size` counts in lines of text; `full_width`:
    the page has columns of its own.
    """

    def __init__(
        self,
        title: str,
        page: Html,
        css: str,
        parent: QWidget,
        *,
        size: tuple[int, int] = PAGE_SIZE,
        head: QWidget | None = None,
        full_width: bool = False,
    ) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setWindowTitle(title)
        self._view = DocumentView("pageView", title, full_width=full_width)
        # A thin line: a heavy ring around nearly the whole dialog looks like an error.
        self._view.setStyleSheet(
            "QTextBrowser { border: 1px solid transparent; }"
            f'QTextBrowser[{KEYBOARD_FOCUS}="true"]:focus {{ border-color: palette(highlight); }}'
        )
        # None at first: there is nothing else to read here, and a menu may have led to it.
        mark(self._view, False)
        self.set_style(css)
        self._view.show_page(page)
        buttons = QDialogButtonBox()
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        if head is not None:
            layout.addWidget(head)
        layout.addWidget(self._view, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(buttons)
        layout.addLayout(foot)
        line = self.fontMetrics().height()
        resize_on_screen(self, line * size[0], line * size[1])
        self._view.setFocus()

    def set_style(self, css: str) -> None:
        """Gives the page the colors of another theme, or another text size; it stays in place."""
        self._view.set_style(css)


class UnsavedDialog(QDialog):
    """Asks, when the window is closed, about notes that cannot be saved; accepted: close anyway."""

    def __init__(self, codes: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setWindowTitle("Note not saved")
        notes = "note" if len(codes) == 1 else "notes"
        question = QLabel(
            f"Your {notes} on {', '.join(codes)} could not be saved. The reason is at the top of "
            f"the window. Keep the window open to fix that or to copy the {notes}, or close it and "
            f"lose the {notes}."
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        buttons = QDialogButtonBox()
        buttons.addButton("Close without saving", QDialogButtonBox.ButtonRole.AcceptRole)
        keep = buttons.addButton("Keep window open", QDialogButtonBox.ButtonRole.RejectRole)
        make_default(keep)
        keep.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(question)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 24)


class BugDialog(QDialog):
    """Says that something went wrong in the program, with a report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setWindowTitle("OT Codebook: something went wrong")
        intro = QLabel(
            "This is an error in OT Codebook, not something you did. You can keep working. "
            "Copy the report and send it to the person who supports OT Codebook for you."
        )
        intro.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        copy = QPushButton("Copy report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons = QDialogButtonBox()
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
        line = self.fontMetrics().height()
        resize_on_screen(self, line * 34, line * 22)
