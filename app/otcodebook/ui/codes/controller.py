"""What the left half of the Codes tab does: it searches, lists, and tells which code is current."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from otcodebook.catalog.model import Catalog
from otcodebook.export.clipboard_text import codes_text
from otcodebook.search.codes import CodeSearch
from otcodebook.search.index import Results
from otcodebook.search.text import tokenize
from otcodebook.settings import CopyFormat
from otcodebook.ui.codes.delegate import CodeDelegate
from otcodebook.ui.codes.model import AnyHit, CodeListModel, OwnCodes, hit_of
from otcodebook.ui.codes.scope import Scope
from otcodebook.ui.codes.type_to_search import TypeToSearch
from otcodebook.ui.codes.view import CodesView
from otcodebook.ui.codes.words import (
    NO_CATALOG,
    SCOPE_NAMES,
    counted,
    empty_icon,
    empty_reason,
    in_words,
)
from otcodebook.ui.window.theme import LIGHT, Colors

if TYPE_CHECKING:
    from otcodebook.export.printed_list import ListContent
    from otcodebook.search.answers import AnswerSearch
    from otcodebook.ui.codes.empty_state import EmptyState
    from otcodebook.ui.codes.state import CodesState


class CodesController(QObject):
    """Finds and lists codes in the frame that the window opened with.

    Signals:
        current_changed: something else is to be shown: the current row, or what a link led to
            (its Hit, or None for nothing).
        copy_requested: Enter was pressed on a row, or it was double-clicked.
        favorite_requested: the star of the current row was clicked.
        move_requested: favorites are to be moved (codes, the one they go before; empty: the end).
        questions_requested: nothing was found, and the user turns to the FAQ (the query).
        list_told: the list was made anew (what it shows, in words).
    """

    current_changed = Signal(object)
    copy_requested = Signal()
    favorite_requested = Signal()
    move_requested = Signal(list, str)
    questions_requested = Signal(str)
    list_told = Signal(str)

    def __init__(self, frame: CodesView) -> None:
        super().__init__(frame)
        self._frame = frame
        self._search: CodeSearch | None = None
        self._answers: AnswerSearch | None = None
        self._kept = ""
        self._linked: AnyHit | None = None
        self._own = OwnCodes()
        self._knows_own = False
        self._colors = LIGHT
        self._listed: Sequence[str] | None = None
        frame.notice.setTextFormat(Qt.TextFormat.PlainText)
        frame.count.setTextFormat(Qt.TextFormat.PlainText)
        self.search_edit = frame.search_edit
        self._filter = frame.filter
        self._list = self.list = frame.view
        self._model = CodeListModel(self)
        self._delegate = CodeDelegate(self._list)
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self._list.setDropIndicatorShown(True)
        self._nothing: EmptyState | None = None
        self._type_to_search = TypeToSearch(self.search_edit, self._list)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self.search_edit.textChanged.connect(self._refresh)
        self.search_edit.entered.connect(self.copy_requested)
        self.search_edit.list_key_pressed.connect(self._forward_to_list)
        self._filter.changed.connect(self._refresh)
        self._filter.cleared.connect(self._clear_filter)
        self._frame.scope.idClicked.connect(self._refresh)
        self._list.selectionModel().currentChanged.connect(self._tell_current)
        self._delegate.double_clicked.connect(self.copy_requested)
        self._delegate.star_clicked.connect(self.favorite_requested)
        self._model.dropped.connect(self.move_requested)
        self._list.resizing.connect(self._on_resizing)
        self._type_to_search.entered.connect(self.copy_requested)
        self._list.end_requested.connect(self._model.fetch_all)
        self.watch(self._list, *self._frame.scope.buttons())
        self.watch(self._frame.filter.button, self._frame.filter.clear)

    def watch(self, *widgets: QWidget) -> None:
        """Letters typed there go to the search box, and Esc leads back to it."""
        self._type_to_search.add(*widgets)

    def type_in_search(self, event: QKeyEvent) -> bool:
        """Gives a letter or digit to the search box; False for other keys."""
        return self._type_to_search.take(event)

    def _on_resizing(self, height: int) -> None:
        self._list.keep_current_in_view(height)
        self._fit_rows()

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None = None) -> None:
        """Shows another catalog; the filters start anew, the query and the current code stay.

        `search` is its search where that is built already; the one in use lists what it finds now.
        """
        if search is not None and search is self._search:
            self._refresh()
            return
        self._search = search or (CodeSearch(catalog) if catalog else None)
        self._answers = None
        if self._search is not None:
            self._search.set_notes(self._own.notes)
        self._model.set_catalog(catalog)
        self._filter.set_families(catalog.families if catalog else ())
        self._frame.setEnabled(catalog is not None)
        self._show_marks()
        self._refresh()

    def set_row_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of the rows alone, which are painted first."""
        self._list.keep_current_in_view(self._list.contentsRect().height())
        self._delegate.set_colors(colors, font)
        self._fit_rows()
        self._list.scheduleDelayedItemsLayout()

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of everything."""
        self.set_row_colors(colors, font)
        self._frame.set_colors(colors)
        if self._nothing is not None:
            self._nothing.set_colors(colors)
        self._colors = colors

    def set_copy_format(self, form: CopyFormat) -> None:
        """What codes are when they are dragged out: the same as when they are copied."""
        self._model.to_text = partial(codes_text, form=form)

    def set_user_data(
        self,
        favorites: Sequence[str],
        recents: Sequence[str],
        notes: Mapping[str, str],
        *,
        keep_current: bool,
    ) -> None:
        """Takes the user's data; `keep_current` defers what would hide the current code."""
        self._own = OwnCodes(favorites, recents, notes)
        self._knows_own = True
        self._show_marks()
        if self._search is not None:
            self._search.set_notes(notes)
        only = self._only()
        stays = only is None or self._kept in only
        if only != self._listed and (stays or not keep_current):
            self.search_again()

    def current_hit(self) -> AnyHit | None:
        """What the page shows: the hit of the current row, or what a link led to."""
        return self._linked or self._model.hit(self._list.currentIndex().row())

    def chosen_hits(self) -> list[AnyHit]:
        """The selected rows from top to bottom; the current one when none is selected."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        hits = [self._model.hit(row) for row in rows] or [self.current_hit()]
        return [hit for hit in hits if hit is not None]

    def list_content(self) -> ListContent:
        """The complete contents of the list."""
        # Imported here: most sessions neither print nor save a list.
        from otcodebook.export.printed_list import ListContent

        hits = self._model.hits()
        return ListContent(
            entries=[hit.document.item for hit in hits],
            query=self.search_edit.text(),
            scope=SCOPE_NAMES[self._scope()],
            family=self._filter.family_name(),
            timed=self._filter.choice()[1],
            nearest=isinstance(hits, Results) and bool(hits.notice),
            answers=self._model.total() - len(hits),
        )

    def state(self) -> CodesState:
        """Query, filters and current row, for `restore`."""
        # Imported here: a dataclass, which brings much along, and the list is painted first.
        from otcodebook.ui.codes.state import CodesState

        return CodesState(
            query=self.search_edit.text(),
            scope=self._scope(),
            family=self._filter.choice()[0],
            counting=self._filter.counting(),
            code=self._kept,
            row=self._list.currentIndex().row(),
            linked=self._linked is not None,
        )

    def restore(self, state: CodesState) -> None:
        """Lists and chooses what `state` returned; what no longer exists is left out."""
        self._frame.scope.button(state.scope).setChecked(True)
        self._filter.choose(state.family, state.counting)
        self.search_edit.setText(state.query)
        self._refresh()
        if state.linked:
            self.show_code(state.code)
        elif state.code or state.row < 0:
            self._model.fetch_until(max(state.row, 0), state.code)
            self._select_code(state.code)
        elif state.row < self._model.rowCount():
            self._select_row(state.row)  # an answer, which has no code

    def search_again(self) -> None:
        """Lists what the same query finds now; the current code, or its place, stays current."""
        kept, at, linked = self._kept, self._list.currentIndex().row(), self._linked
        with QSignalBlocker(self):
            self._refresh()
            if linked is not None:
                self._show_linked(linked)
            elif not self._select_code(kept):
                self._select_row(max(0, min(at, self._model.rowCount() - 1)))
        self.current_changed.emit(self.current_hit())

    def is_in_own_order(self) -> bool:
        """Whether all favorites are listed, in the order that the user gave them."""
        unfiltered = not self._filter.is_on() and not self._is_asked()
        return self._scope() is Scope.FAVORITES and unfiltered

    def listed_codes(self) -> list[str]:
        """The codes of the rows from top to bottom."""
        hits = map(self._model.hit, range(self._model.rowCount()))
        return [hit.document.code for hit in hits if hit is not None and hit.document.code]

    def show_code(self, code: str) -> bool:
        """Follows a link to a code; the query and its list stay.

        Its row becomes current; a code that is not listed is shown with no row current. False,
        and nothing changes, where the catalog does not have it.
        """
        entry = self._search.catalog.find(code) if self._search else None
        if entry is None:
            return False
        if not self._select_code(entry.code):
            self._show_linked(hit_of(entry))
        return True

    def _show_linked(self, hit: AnyHit) -> None:
        self._list.selectionModel().clear()
        self._linked, self._kept = hit, hit.document.code
        self.current_changed.emit(hit)

    def _refresh(self) -> None:
        """Searches anew; the best hit of what is typed becomes current."""
        self._linked = None
        if self._search is None:
            self._model.set_hits(())
            self._show_empty(NO_CATALOG)
            self.current_changed.emit(None)
            return
        self._filter.show_choice()
        text = self.search_edit.text()
        family, timed = self._filter.choice()
        scope = self._scope()
        filtered = bool(family) or timed is not None or scope is not Scope.ALL
        self._listed = self._only()
        self._model.can_be_ordered = self.is_in_own_order()
        results = self._search.search(text, family, timed, self._listed)
        answers = self._answer_search().search(text) if text and not filtered else []
        self._model.set_hits(results, answers)
        self._fit_rows()
        if not results and not answers:
            alike = [] if filtered or not tokenize(text) else self._search.words_like(text)
            reason = empty_reason(text, results.notice, scope)
            self._show_empty(reason, filtered, alike)
            self.current_changed.emit(None)
            self.list_told.emit(reason.replace("\n", " "))
            return
        notice = results.notice
        if not results:
            notice = notice or "No code matches, but these answers do:"
        count = counted(len(results), len(answers))
        self._frame.notice.setText(notice)
        self._frame.notice.setVisible(bool(notice))
        self._frame.count.setText(count)
        self._frame.pages.setCurrentIndex(0)
        keep = self._model.row_of(self._kept) if not self._is_asked() else 0
        self._select_row(max(keep, 0))
        self.list_told.emit(in_words(notice, count))

    def _answer_search(self) -> AnswerSearch:
        """The search for answers, made with the first query; there is a catalog."""
        assert self._search is not None
        if self._answers is None:
            # Imported here: without a query no answer is looked for.
            from otcodebook.search.answers import AnswerSearch

            self._answers = AnswerSearch(self._search.catalog)
        return self._answers

    def _only(self) -> Sequence[str] | None:
        """The codes that the scope lists; None for all."""
        return self._own.listed(self._scope(), self._search.catalog if self._search else None)

    def _show_marks(self) -> None:
        """Stars and notes in the rows, and how many there are in this catalog.

        None before the user's data is read: the rows are painted first.
        """
        if not self._knows_own:
            return
        self._model.set_marks(self._own.favorites, self._own.notes)
        self._frame.set_counts(self._own.counts(self._search.catalog if self._search else None))

    def _scope(self) -> Scope:
        return Scope(self._frame.scope.checkedId())

    def _is_asked(self) -> bool:
        """Whether there is a query."""
        return bool(tokenize(self.search_edit.text()))

    def _show_empty(self, text: str, can_clear: bool = False, words: Sequence[str] = ()) -> None:
        if self._nothing is None:
            # Imported here: many sessions always find something.
            from otcodebook.ui.codes.empty_state import EmptyState

            self._nothing = EmptyState()
            self._nothing.set_colors(self._colors)
            self._nothing.clear_filters.clicked.connect(self._reset_filters)
            self._nothing.word_chosen.connect(self.search_edit.setText)
            self._nothing.questions.clicked.connect(self._ask)
            self._frame.pages.addWidget(self._nothing)
            QWidget.setTabOrder(self._frame.filter.clear, self._nothing.clear_filters)
            QWidget.setTabOrder(self._nothing.clear_filters, self._nothing.questions)
        query = self.search_edit.text()
        can_ask = self._search is not None and self._answer_search().finds_question(query)
        scope_only = not self._is_asked() and not self._filter.is_on()
        way_back = ("Show all codes" if scope_only else "Clear filters") if can_clear else ""
        icon = empty_icon(query, self._scope() if self._search is not None else None)
        self._nothing.show_reason(text, way_back, words, can_ask=can_ask, icon=icon)
        self._frame.count.setText(counted(0) if self._search is not None else "")
        self._frame.notice.hide()
        self._frame.pages.setCurrentWidget(self._nothing)

    def _ask(self) -> None:
        self.questions_requested.emit(self.search_edit.text())

    def _fit_rows(self) -> None:
        self._delegate.fit_rows(self._model.total())

    def _reset_filters(self) -> None:
        self._frame.scope.button(Scope.ALL).setChecked(True)
        self._clear_filter()

    def _clear_filter(self) -> None:
        self._filter.choose()
        self._refresh()

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self._list, event)

    def _select_code(self, code: str) -> bool:
        row = self._model.row_of(code)
        if row >= 0:
            self._select_row(row)
        return row >= 0

    def _select_row(self, row: int) -> None:
        index = self._model.index(row, 0)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._list.selectionModel().setCurrentIndex(index, select)
        self._list.scrollTo(index)

    def _tell_current(self, current: QModelIndex) -> None:
        hit = self._model.hit(current.row())
        if hit is not None:
            self._linked = None
            self._kept = hit.document.code
            self.current_changed.emit(hit)
