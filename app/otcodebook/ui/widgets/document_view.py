"""A document view for untrusted text: it loads nothing and follows only our own links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QKeySequence,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractSlider, QMenu, QTextBrowser, QWidget

from otcodebook.pages.html import Html
from otcodebook.ui.widgets.clipboard import copy_text

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import (
        QContextMenuEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
        QShowEvent,
    )

_OWN_SCHEMES = ("code", "faq", "guide", "copy", "fold", "language")
MARGIN = 16
"""What a page leaves free at the left and the right, at the least."""
_TOP = 14
_LETTERS = 72
_SAMPLE = "These exercises help you get stronger and move more easily every day."
_PROBES = 6
"""So many places of the bottom edge are looked at: the cells of a table break differently."""


class ReadingColumn(NamedTuple):
    """Where a column of text stands in a pane: the margins that it leaves at its sides.

    `outer` is the right margin of what is no running text, such as a title with its buttons, which
    may be wider than lines that read well.
    """

    left: int
    right: int
    outer: int


def reading_column(width: int, metrics: QFontMetrics) -> ReadingColumn:
    """The column in a pane of this width: about 75 letters, at whatever text size.

    It stands at the left where the pane is hardly wider, and toward the middle of a very wide one.
    """
    letters = metrics.horizontalAdvance(_SAMPLE) * _LETTERS // len(_SAMPLE)
    outside = max(width - 2 * MARGIN - letters * 4 // 3, 0)
    left = MARGIN + max(outside - letters // 2, 0) // 2
    outer = MARGIN + outside - (left - MARGIN)
    return ReadingColumn(left, max(width - left - letters, outer), outer)


class DocumentView(QTextBrowser):
    """Shows rendered pages.

    `full_width`: the page has columns of its own, so it takes the whole width.
    `follows_by_keyboard` is set while a key is handled, which may follow a link.

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

    def __init__(
        self,
        name: str,
        accessible_name: str,
        parent: QWidget | None = None,
        *,
        full_width: bool = False,
    ) -> None:
        super().__init__(parent)
        self._full_width = full_width
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        # The column fits any width. Qt rounds a table's width up, which would bring a bar.
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A long word in a narrow table cell breaks rather than being out of sight.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().actionTriggered.connect(self._turn_page)
        self._page = Html("")
        self.follows_by_keyboard = False
        self._has_text_cursor = False
        self._menu_actions: Sequence[QAction] = ()
        # Hides the line that the bottom edge would cut.
        self._curtain = QWidget(self)
        self._curtain.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._curtain.setBackgroundRole(QPalette.ColorRole.Base)
        self._curtain.setAutoFillBackground(True)
        self._curtain.hide()

    def show_page(self, page: Html) -> None:
        """Replaces the contents and goes to the top."""
        self._page = page
        self.setHtml(page)
        self._fit_column()
        self.arrange()

    def update_page(self, page: Html) -> None:
        """Replaces the contents with another form of the same page, which stays where it is."""
        position = self.verticalScrollBar().value()
        self.show_page(page)
        self.document().size()  # lays the page out, which gives it its height
        self.verticalScrollBar().setValue(position)

    def set_style(self, css: str) -> None:
        """Applies a style sheet; the page stays where it is."""
        self.document().setDefaultStyleSheet(css)
        self.document().setIndentWidth(self.fontMetrics().horizontalAdvance("0"))
        self.update_page(self._page)

    def set_menu_actions(self, actions: Sequence[QAction]) -> None:
        """What the context menu offers where no text is selected and no code stands."""
        self._menu_actions = actions

    def focus_link(self, target: str) -> None:
        """Goes to a link as Tab does, so that Enter follows it and Tab leads to the next one."""
        block = self.document().begin()
        while block.isValid():
            for span in block.textFormats():
                if span.format.anchorHref() == target:
                    cursor = QTextCursor(block)
                    cursor.setPosition(block.position() + span.start)
                    end = block.position() + span.start + span.length
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    self.setTextCursor(cursor)
                    return
            block = block.next()

    def arrange(self) -> None:
        """Called when page, width or place have changed: puts what lies over the page in place."""
        if not self.isVisible():
            return
        bar, size = self.verticalScrollBar(), self._shown_size()
        cut = self._cut_line(size) if bar.value() < bar.maximum() else 0
        frame = self._frame()
        self._curtain.setVisible(cut > 0)
        self._curtain.setGeometry(frame, frame + size.height() - cut, size.width(), cut)
        self._curtain.raise_()

    def has_selection(self) -> bool:
        """Whether text is selected."""
        return self.textCursor().hasSelection()

    def selected_text(self) -> str:
        """The selected text without its formats."""
        return self.textCursor().selection().toPlainText()

    def link_at_cursor(self) -> str:
        """The link that Tab has reached; empty where it has reached none."""
        cursor = self.textCursor()
        return cursor.charFormat().anchorHref() if cursor.hasSelection() else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu of what works here."""
        menu = QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        from otcodebook.ui.accessibility.menus import is_by_key, open_menu

        by_key = is_by_key(event)
        target = self.link_at_cursor() if by_key else self.anchorAt(event.pos())
        scheme, _, code = target.partition(":")
        if scheme == "code":
            menu.addAction(f"Open {code}", partial(self.link_activated.emit, target))
            menu.addAction(f"Copy {code}", partial(self.code_requested.emit, code))
        if self.has_selection() and not (by_key and target):
            menu.addAction("&Copy", self._copy_selected)
        if menu.isEmpty():
            menu.addActions(self._menu_actions)
        menu.addAction("Select &all", self.selectAll)
        open_menu(menu, event.globalPos(), by_key=by_key)

    def shown_part(self) -> QtCore.QRect:
        """Where the page is seen in this widget, without the line that is hidden at the bottom."""
        size, frame = self._shown_size(), self._frame()
        hidden = 0 if self._curtain.isHidden() else self._curtain.height()
        return QtCore.QRect(frame, frame, size.width(), size.height() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the column as wide as it reads well."""
        self._fit_column()
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Arranges what was not while the page was hidden."""
        super().showEvent(event)
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Arranges what lies over the page at its new place."""
        super().scrollContentsBy(dx, dy)
        self.arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer says that the text can be selected."""
        if not self._has_text_cursor:
            # Not before it is needed, nor for a pointer that happens to rest here at the start:
            # asked for the viewport, PySide6 builds every class of widget, 8 ms and 1.5 MB.
            self._has_text_cursor = True
            self.viewport().setCursor(QtCore.Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def _frame(self) -> int:
        """The width of the frame at each side."""
        return (self.width() - self.maximumViewportSize().width()) // 2

    def _shown_size(self) -> QtCore.QSize:
        """The size of the part of the page that is seen, without the scroll bar."""
        room, bar = self.maximumViewportSize(), self.verticalScrollBar()
        return QtCore.QSize(room.width() - (bar.width() if bar.isVisible() else 0), room.height())

    def _fit_column(self) -> None:
        """Gives the page its margins; the scroll bar takes from the right one."""
        column = reading_column(self.width(), self.fontMetrics())
        if self._full_width:
            column = ReadingColumn(MARGIN, MARGIN, MARGIN)
        # By a cursor, which stands in it at the start: PySide6 keeps what rootFrame() returns as
        # long as the document lives, and each page has another, 150 bytes (no report was found).
        frame = QTextCursor(self.document()).currentFrame()
        while (outer := frame.parentFrame()) is not None:
            frame = outer
        frame_format = frame.frameFormat()
        beyond = self.width() - self._frame() - self._shown_size().width()
        wanted = column.left - self._frame(), max(column.right - beyond, _TOP)
        if (frame_format.leftMargin(), frame_format.rightMargin()) != wanted:
            frame_format.setTopMargin(_TOP)
            frame_format.setBottomMargin(_TOP)
            frame_format.setLeftMargin(wanted[0])
            frame_format.setRightMargin(wanted[1])
            frame.setFrameFormat(frame_format)

    def _cut_line(self, size: QtCore.QSize) -> int:
        """How much of the bottom is to be hidden so that no line is cut there."""
        bottom = size.height() - 1
        top = bottom + 1
        for probe in range(1, _PROBES):
            place = QtCore.QPoint(size.width() * probe // _PROBES, bottom)
            line = self.cursorRect(self.cursorForPosition(place))
            if line.top() <= bottom < line.bottom():
                top = min(top, line.top())
        return bottom + 1 - top

    def _turn_page(self, action: int) -> None:
        """A page ends with the last line that is seen whole, and the next one begins after it."""
        bar = self.verticalScrollBar()
        line = self.fontMetrics().height()
        match QAbstractSlider.SliderAction(action):
            case QAbstractSlider.SliderAction.SliderPageStepAdd:
                bar.setSliderPosition(bar.value() + self.shown_part().height() - line)
            case QAbstractSlider.SliderAction.SliderPageStepSub:
                bar.setSliderPosition(bar.value() - self._shown_size().height() + line)

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

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes from link to link, which Qt tells no screen reader."""
        moved = super().focusNextPrevChild(is_next)
        if moved and (target := self.link_at_cursor()):
            self._tell_link(target)
        return moved

    def _tell_link(self, target: str) -> None:
        from PySide6.QtGui import QTextDocumentFragment

        from otcodebook.pages.folds import link_in_words
        from otcodebook.ui.accessibility.speech import say

        # What its tooltip says tells more than "Copy"; that is HTML, so that Qt breaks its lines.
        tip = self.textCursor().charFormat().toolTip()
        title = QTextDocumentFragment.fromHtml(tip).toPlainText()
        label = title or " ".join(self.selected_text().split())
        say(link_in_words(label) or target, self.window())

    @Slot(QtCore.QRectF)
    def _q_ensureVisible(self, place: QtCore.QRectF) -> None:
        """Scrolls to what a screen reader is reading.

        Qt's accessible text calls a slot of this name, which QTextEdit itself has lost, and warns
        (`QAccessibleTextEdit::scrollToSubstring`, seen in Qt 6.11).
        """
        bar, size = self.verticalScrollBar(), self.shown_part().height()
        if place.top() < bar.value():
            bar.setValue(int(place.top()))
        elif place.bottom() > bar.value() + size:
            bar.setValue(int(place.bottom()) - size + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies a selection as plain text; Qt would put rich text on the clipboard."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            self.follows_by_keyboard = True
            super().keyPressEvent(event)
            self.follows_by_keyboard = False
        elif self.has_selection():
            self._copy_selected()
        else:
            self.copy_requested.emit()
