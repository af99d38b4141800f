"""A document view for untrusted text: it loads nothing and follows only our own links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QKeySequence, QTextDocument, QTextOption
from PySide6.QtWidgets import QMenu, QTextBrowser, QWidget

from otcodebook.pages.html import Html
from otcodebook.ui.widgets.clipboard import copy_text

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

_OWN_SCHEMES = ("code", "faq", "guide", "copy")
_MARGIN = 14


class DocumentView(QTextBrowser):
    """Shows rendered pages.

    Signals:
        link_activated: one of our own links was followed, such as "code:97110".
        copied: text was copied (whether the clipboard took it, what it was).
        code_requested: the code of a link is to be copied.
        copy_requested: Ctrl+C was pressed while no text was selected here.
    """

    link_activated = Signal(str)
    copied = Signal(bool, str)
    code_requested = Signal(str)
    copy_requested = Signal()

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.document().setDocumentMargin(_MARGIN)
        # A long word in a narrow table cell breaks rather than being out of sight.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._follow)
        self._page = Html("")

    def show_page(self, page: Html) -> None:
        """Replaces the contents and goes to the top."""
        self._page = page
        self.setHtml(page)

    def set_style(self, css: str) -> None:
        """Applies a style sheet; the page stays where it is."""
        position = self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(css)
        self.document().setIndentWidth(self.fontMetrics().horizontalAdvance("00"))
        self.setHtml(self._page)
        self.verticalScrollBar().setValue(position)

    def has_selection(self) -> bool:
        """Whether text is selected."""
        return self.textCursor().hasSelection()

    def selected_text(self) -> str:
        """The selected text without its formats."""
        return self.textCursor().selection().toPlainText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu of what works here."""
        menu = QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.has_selection():
            menu.addAction("&Copy", self._copy_selected)
        scheme, _, code = self.anchorAt(event.pos()).partition(":")
        if scheme == "code":
            menu.addAction(f"Copy {code}", partial(self.code_requested.emit, code))
        menu.addAction("Select &all", self.selectAll)
        menu.popup(event.globalPos())

    def _copy_selected(self) -> None:
        self.copied.emit(copy_text(self.selected_text()), "the selected text")

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in _OWN_SCHEMES:
            self.link_activated.emit(url.toString())
        elif url.toString().startswith("#"):
            self.scrollToAnchor(url.fragment())

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Nothing is ever loaded: no file, no address."""
        # Imported here: no page of ours asks for anything.
        from PySide6.QtCore import QByteArray
        from PySide6.QtGui import QImage

        # Not None and no empty picture: Qt takes them as "not found" and reads the file itself.
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return QByteArray()
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(0)
        return nothing

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied or dragged is plain text: records paste rich text badly."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def doSetSource(self, name: QUrl | str, type: Any = None) -> None:
        """No document is opened by its address."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies a selection as plain text; Qt would put rich text on the clipboard."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        elif self.has_selection():
            self._copy_selected()
        else:
            self.copy_requested.emit()
