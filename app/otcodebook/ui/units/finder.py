"""Finds the codes to add to a session: a box, and the list under it while something is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from otcodebook.catalog.model import Catalog, Entry, OtherProfessionCode, Retired
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade
from otcodebook.search.results import Results
from otcodebook.ui.codes.delegate import CodeDelegate
from otcodebook.ui.codes.model import AnyHit, CodeListModel
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.codes.view import CodeList
from otcodebook.ui.codes.words import counted, in_words
from otcodebook.ui.look.search_notice import show_notice, show_suggestion
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.wording import quoted

_LEAST_WIDTH = 62
"""The width of the list, in average characters."""
_MOST_ROWS = 8
_EDGE = 8


class Finder(QWidget):
    """The box, and its list over the tab.

    The list comes with the first letter, and goes with Esc, with a choice and with the focus.

    Signals:
        code_chosen: Enter was pressed, or a row clicked (the row's code, and how it differs from
            what was typed, in words; usually empty).
        nothing_chosen: Enter was pressed and no row is current.
        list_announced: the list was made anew (what it shows, in words).
    """

    code_chosen = Signal(str, str)
    nothing_chosen = Signal()
    list_announced = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_edit = SearchEdit(
            "unitsSearch",
            "Add a code to the session",
            "Add a code: ther ex, 530 \N{HORIZONTAL ELLIPSIS}",
        )
        self._catalog: Catalog | None = None
        self._search: CodeSearch | None = None
        self._shown_notice = ""
        self._meant = ""
        """What the link of the notice searches for; empty without such a link."""
        self.popup = QFrame(self)
        self.popup.setObjectName("unitsPopup")
        self.popup.hide()
        self._notice = WrappedLabel()
        self._notice.setObjectName("unitsSearchNotice")
        self._notice.setContentsMargins(10, 4, 10, 2)
        self.rows = CodeList("unitsCodeList", "Codes to add")
        # Tab leads from the box to the session; the box's own keys move in the list.
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = CodeListModel(self)
        self._delegate = CodeDelegate(self.rows)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(self._delegate)
        inside = QVBoxLayout(self.popup)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(2)
        inside.addWidget(self._notice)
        inside.addWidget(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search_edit)
        self.setFocusProxy(self.search_edit)
        self.search_edit.textChanged.connect(self._refresh)
        self.search_edit.entered.connect(self.choose)
        self.search_edit.list_key_pressed.connect(self._forward_to_list)
        self.rows.clicked.connect(self.choose)
        self.rows.end_requested.connect(self._model.fetch_all)
        self._notice.linkActivated.connect(self._follow_notice)
        for widget in (self.search_edit, self._notice):
            widget.installEventFilter(self)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Finds codes of another catalog."""
        self._catalog, self._search = catalog, search
        self._model.set_catalog(catalog)
        self._model.set_hits(())
        self.popup.hide()

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of the rows."""
        self.search_edit.fit_icons()
        self._delegate.set_colors(colors, font)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes the list first; the box leaves Ctrl+Z where it has nothing to undo."""
        if event.type() == QEvent.Type.FocusOut:
            if QApplication.focusWidget() not in (self.search_edit, self._notice):
                self.popup.hide()
        elif watched is self._notice:
            return self._leaves_notice(event)
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.search_edit.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _leaves_notice(self, event: QEvent) -> bool:
        """Esc leads from the links back to the box."""
        is_esc = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_esc and event.type() == QEvent.Type.KeyPress:
            self.search_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return is_esc

    def choose(self) -> None:
        """Tells the code of the current row, as Enter does."""
        hit = self._model.hit(self.rows.currentIndex().row()) if self._is_open() else None
        if hit is not None:
            differs = self._how_it_differs(hit)
            self.popup.hide()
            self.code_chosen.emit(hit.document.code, differs)
        else:
            self.nothing_chosen.emit()

    def offers_closest(self) -> bool:
        """Whether codes are listed of which none is current, because none is an exact match."""
        return (
            self._is_open() and self._model.total() > 0 and not self.rows.currentIndex().isValid()
        )

    def _is_open(self) -> bool:
        return not self.popup.isHidden()

    def _how_it_differs(self, hit: AnyHit) -> str:
        """What was typed, where the code is another: retired, of another profession, a slip."""
        typed = self.search_edit.text().strip()
        entry = self._catalog.find(typed.upper()) if self._catalog else None
        if entry is None:
            return f"No exact match for {quoted(typed)}" if self._shown_notice else ""
        if entry.code == hit.document.code:
            return ""
        match entry:
            case Retired():
                return f"{entry.code} is retired"
            case OtherProfessionCode(belongs_to=owner):
                return f"{entry.code} belongs to {owner}"
            case _:
                return ""

    def _refresh(self) -> None:
        text = self.search_edit.text()
        if not text.strip():
            self.popup.hide()
            return
        self._fill()

    def _fill(self) -> None:
        text = self.search_edit.text()
        corrected = self.search_edit.may_be_corrected
        results = self._search.search(text, corrected=corrected) if self._search else None
        closest = results is not None and results.grade is Grade.CLOSEST
        self._model.set_hits(results or (), dimmed=(closest, closest))
        notice = results.notice if results is not None else ""
        self._shown_notice = notice
        if not results and text.strip() and not notice:
            notice = "No code matches. Try other words, or the last digits of a code."
        self._tell(notice, results)
        self.rows.setVisible(bool(results))
        if closest:
            self.rows.selectionModel().clear()  # nothing is exact: Down chooses
        elif results:
            index = self._model.index(0, 0)
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.rows.selectionModel().setCurrentIndex(index, select)
            self.rows.scrollToTop()
        count = len(results or ())
        self.popup.setVisible(bool(results) or bool(notice))
        self._place()
        self.list_announced.emit(in_words(notice, counted(count) if count else ""))

    def _tell(self, notice: str, results: Results[Entry] | None) -> None:
        """Says over the rows what they are; a corrected query and a suggestion are links."""
        shown_for = results.shown_for if results is not None else ""
        suggested = results.meant if results is not None else ""
        self._meant = shown_for or suggested
        if suggested:
            show_suggestion(self._notice, notice, suggested)
        else:
            show_notice(self._notice, notice, self.search_edit.text(), shown_for)
        self._notice.setVisible(bool(notice))
        has_link = bool(self._meant)
        # The links are reached with Tab; a click on one leaves the focus in the box.
        self._notice.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_link else Qt.FocusPolicy.NoFocus)
        if has_link:
            QWidget.setTabOrder(self.search_edit, self._notice)

    def _follow_notice(self, link: str) -> None:
        self.search_edit.follow_notice(link, self._meant)

    def _place(self) -> None:
        """Under the box, over whatever stands there, and no larger than the window."""
        if not self._is_open():
            return
        window = self.window()
        if self.popup.parentWidget() is not window:
            is_shown = self._is_open()
            self.popup.setParent(window)
            self.popup.setVisible(is_shown)
        corner = self.search_edit.mapTo(window, QPoint(0, self.search_edit.height() + 2))
        wanted = _LEAST_WIDTH * self.fontMetrics().averageCharWidth()
        width = min(max(wanted, self.search_edit.width()), window.width() - 2 * _EDGE)
        left = max(_EDGE, min(corner.x(), window.width() - _EDGE - width))
        self.popup.setFixedWidth(width)
        self.popup.move(left, corner.y())
        self._notice.fit()
        self._delegate.fit_rows(self._model.total())
        self.rows.scheduleDelayedItemsLayout()
        room = window.height() - corner.y() - 3 * _EDGE
        height = 6
        if not self._notice.isHidden():
            height += self._notice.heightForWidth(width - 6) + 4
        if not self.rows.isHidden():
            height += min(self._model.total(), _MOST_ROWS) * max(self.rows.sizeHintForRow(0), 20)
        self.popup.setFixedHeight(max(60, min(height, room)))
        self.popup.raise_()

    def _forward_to_list(self, event: QKeyEvent) -> None:
        if self._is_open():
            QApplication.sendEvent(self.rows, event)
        elif event.key() == Qt.Key.Key_Down and self._search is not None:
            self._fill()
