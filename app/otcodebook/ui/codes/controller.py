"""What the left half of the Codes tab does: it searches, lists, and tells which code is current."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from otcodebook.catalog.model import Answer, Catalog, Entry
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade, Hit
from otcodebook.search.results import Results
from otcodebook.settings import CopyFormat
from otcodebook.ui.codes.code_finder import CodeFinder, UserCodes
from otcodebook.ui.codes.model import AnyHit, hit_of
from otcodebook.ui.codes.rows import CodeRows
from otcodebook.ui.codes.scope import Scope
from otcodebook.ui.codes.type_to_search import TypeToSearch
from otcodebook.ui.codes.view import CodesView
from otcodebook.ui.codes.words import (
    SCOPE_NAMES,
    counted,
    in_words,
)
from otcodebook.ui.filters.button import FilterButton
from otcodebook.ui.look.theme import Colors

if TYPE_CHECKING:
    from otcodebook.export.printed_list import ListContent
    from otcodebook.search.lookup import Found
    from otcodebook.ui.codes.state import CodesState


class CodesController(QObject):
    """Finds and lists codes in the view that the window opened with.

    Signals:
        current_changed: something else is to be shown: the current row, or what a link led to
            (its Hit, or None for nothing).
        copy_requested: Enter was pressed on a row, or it was double-clicked.
        favorite_requested: the star of the current row was clicked.
        move_requested: favorites are to be moved (codes, the one they go before; empty: the end).
        questions_requested: nothing was found, and the user turns to the FAQ (the query).
        list_announced: the list was made anew (what it shows, in words, for screen readers).
    """

    current_changed = Signal(object)
    copy_requested = Signal()
    favorite_requested = Signal()
    move_requested = Signal(list, str)
    questions_requested = Signal(str)
    list_announced = Signal(str)

    def __init__(self, view: CodesView) -> None:
        super().__init__(view)
        self._view = view
        self.finder = CodeFinder()
        self.reason = ""
        """Why nothing is current, for the page; empty where that needs no words."""
        self._current_code = ""
        self._linked: AnyHit | None = None
        self._listed: Sequence[str] | None = None
        view.notice.linkActivated.connect(self._follow_notice)
        view.count.setTextFormat(Qt.TextFormat.PlainText)
        self.search_edit = view.search_edit
        self._filter = FilterButton()
        view.add_filter(self._filter)
        self.code_list = view.code_list
        self._rows = CodeRows(self.code_list)
        self._model = self._rows.model
        self._type_to_search = TypeToSearch(self.search_edit, self.code_list)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self.search_edit.textChanged.connect(self._refresh)
        self.search_edit.entered.connect(self.copy_requested)
        self.search_edit.list_key_pressed.connect(self._forward_to_list)
        self._view.filters_cleared.connect(self._reset_filters)
        self._view.word_chosen.connect(self.search_edit.setText)
        self._view.questions_asked.connect(self._ask)
        self._filter.changed.connect(self._refresh)
        self._filter.cleared.connect(self._clear_filter)
        self._view.scope.idClicked.connect(self._refresh)
        self._view.scope_added.connect(self.watch)
        self.code_list.selectionModel().currentChanged.connect(self._tell_current)
        self._rows.delegate.double_clicked.connect(self.copy_requested)
        self._rows.delegate.star_clicked.connect(self.favorite_requested)
        self._model.dropped.connect(self.move_requested)
        self._type_to_search.entered.connect(self.copy_requested)
        self.watch(self.code_list, *self._view.scope.buttons())
        self.watch(self._view.filter.button, self._view.filter.clear)

    def watch(self, *widgets: QWidget) -> None:
        """Letters typed there go to the search box, and Esc leads back to it."""
        self._type_to_search.add(*widgets)

    def type_in_search(self, event: QKeyEvent) -> bool:
        """Gives a letter or digit to the search box; False for other keys."""
        return self._type_to_search.take(event)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None = None) -> None:
        """Shows another catalog; the filters start anew, the query and the current code stay.

        `search` is its search where that is built already; the one in use lists what it finds now.
        """
        if self.finder.searches_with(search):
            self._refresh()
            return
        self.finder.set_search(search or (CodeSearch(catalog) if catalog else None))
        self._model.set_catalog(catalog)
        self._filter.set_families(catalog.families if catalog else ())
        self._view.setEnabled(catalog is not None)
        self._show_marks()
        self._refresh()

    def set_row_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of the rows alone, which are painted first."""
        self._rows.set_colors(colors, font)

    def set_copy_format(self, copy_format: CopyFormat) -> None:
        """What codes are when they are dragged out: the same as when they are copied."""
        self._rows.set_copy_format(copy_format)

    def listed_codes(self) -> list[str]:
        """The codes of the rows from top to bottom."""
        return self._rows.listed_codes()

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of everything."""
        self._rows.set_colors(colors, font)
        self._view.set_colors(colors)

    def set_user_data(
        self,
        favorites: Sequence[str],
        recents: Sequence[str],
        notes: Mapping[str, str],
        *,
        keep_current: bool,
    ) -> None:
        """Takes the user's data; `keep_current` defers what would hide the current code."""
        self.finder.set_user_codes(UserCodes(favorites, recents, notes))
        self._show_marks()
        only = self.finder.listed(self._scope())
        stays = only is None or self._current_code in only
        if only != self._listed and (stays or not keep_current):
            self.search_again()

    def current_hit(self) -> AnyHit | None:
        """What the page shows: the hit of the current row, or what a link led to."""
        return self._linked or self._model.hit(self._rows.current())

    def chosen_hits(self) -> list[AnyHit]:
        """The selected rows from top to bottom; the current one when none is selected."""
        current = self.current_hit()
        return self._rows.chosen() or ([current] if current is not None else [])

    def list_content(self) -> ListContent:
        """The complete contents of the list."""
        # Imported here: most sessions neither print nor save a list.
        from otcodebook.export.printed_list import ListContent

        hits = self._model.hits()
        found = hits if isinstance(hits, Results) else None
        return ListContent(
            entries=found.items() if found is not None else (),
            query=self.search_edit.text(),
            scope=SCOPE_NAMES[self._scope()],
            is_clinic_list=self._scope() is Scope.LIST,
            family=self._filter.family_name(),
            timed=self._filter.choice()[1],
            nearest=found is not None and found.grade is Grade.CLOSEST,
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
            code=self._current_code,
            row=self._rows.current(),
            linked=self._linked is not None,
        )

    def restore(self, state: CodesState) -> None:
        """Lists and chooses what `state` returned; what no longer exists is left out."""
        self._view.choose_scope(state.scope)
        self._filter.choose(state.family, state.counting)
        self.search_edit.setText(state.query)
        self._refresh()
        if state.linked:
            self.show_code(state.code)
        elif state.code or state.row < 0:
            self._model.fetch_until(max(state.row, 0), state.code)
            self._rows.select_code(state.code)
        elif state.row < self._model.rowCount():
            self._rows.select(state.row)  # an answer, which has no code

    def search_again(self) -> None:
        """Lists what the same query finds now; the current code, or its place, stays current."""
        kept, at, linked = self._current_code, self._rows.current(), self._linked
        with QSignalBlocker(self):
            self._refresh()
            if linked is not None:
                self._show_linked(linked)
            elif not (kept and self._rows.select_code(kept)) and (at >= 0 or not self.reason):
                self._rows.select(max(0, min(at, self._model.rowCount() - 1)))
        self.current_changed.emit(self.current_hit())

    def is_in_own_order(self) -> bool:
        """Whether all favorites are listed, in the order that the user gave them."""
        unfiltered = not self._filter.is_on() and not self._is_asked()
        return self._scope() is Scope.FAVORITES and unfiltered

    def show_code(self, code: str) -> bool:
        """Follows a link to a code; the query and its list stay.

        Its row becomes current; a code that is not listed is shown with no row current. False,
        and nothing changes, where the catalog does not have it.
        """
        entry = self.finder.catalog.find(code) if self.finder.catalog else None
        if entry is None:
            return False
        if not self._rows.select_code(entry.code):
            self._show_linked(hit_of(entry))
        return True

    def _show_linked(self, hit: AnyHit) -> None:
        self._rows.select_none()
        self._linked, self._current_code = hit, hit.document.code
        self.current_changed.emit(hit)

    def _refresh(self) -> None:
        """Searches anew; the best hit of what is typed becomes current."""
        self._linked, self.reason = None, ""
        if self.finder.catalog is None:
            self._model.set_hits(())
            self._tell_nothing()
            return
        self._filter.show_choice()
        text = self.search_edit.text()
        family, timed = self._filter.choice()
        scope = self._scope()
        filtered = bool(family) or timed is not None or scope is not Scope.ALL
        self._listed = self.finder.listed(scope)
        self._model.can_be_ordered = self.is_in_own_order()
        if not text.strip():
            results = self.finder.all_codes(family, timed, self._listed)
            self._list_rows(results)
            if not results:
                self._tell_nothing(results.notice, filtered)
                return
            self._tell(results.notice, len(results), 0)
            self._rows.select(max(self._model.row_of(self._current_code), 0))
            return
        corrected = self.search_edit.may_be_corrected
        found = self.finder.find(text, family, timed, self._listed, corrected=corrected)
        self._show_found(text, found, filtered)

    def _show_found(self, text: str, found: Found, filtered: bool) -> None:
        """Lists what a query found; the best of it becomes current, unless nothing is exact."""
        codes = found.codes
        self._list_rows(codes, found.answers, above=found.answers_first, weak=not found.is_exact)
        if not found.rows_shown:
            alike = [codes.meant] if codes.meant else self.finder.words_like(text)
            self._tell_nothing(found.notice, filtered, [] if filtered else alike)
            return
        self._tell(found.notice, len(codes), len(found.answers), codes.shown_for)
        if found.is_exact:
            self._rows.select(self._model.first_row())
            return
        self._rows.select_none()
        self.code_list.scrollToTop()
        self._current_code = ""
        # Imported here, like below: most searches find something exact.
        from otcodebook.ui.codes.empty_state import closest_reason

        self.reason = closest_reason(text, codes.shown_for)
        self.current_changed.emit(None)

    def _list_rows(
        self,
        codes: Results[Entry],
        answers: Sequence[Hit[Answer]] = (),
        *,
        above: bool = False,
        weak: bool = False,
    ) -> None:
        dimmed = (codes.grade is Grade.CLOSEST, weak)
        self._model.set_hits(codes, answers, answers_first=above, dimmed=dimmed)
        self._rows.fit()

    def _tell(self, notice: str, codes: int, answers: int, meant: str = "") -> None:
        """Says over the list and beneath it what it shows."""
        count = counted(codes, answers)
        self._view.show_notice(notice, self.search_edit.text(), meant)
        self._view.count.setText(count)
        self._view.pages.setCurrentIndex(0)
        self.list_announced.emit(in_words(notice, count))

    def _tell_nothing(
        self, notice: str = "", can_clear: bool = False, words: Sequence[str] = ()
    ) -> None:
        """Says in the place of the list why it is empty, and offers the ways on."""
        from otcodebook.ui.codes.empty_state import empty_icon, empty_reason

        query, is_asked = self.search_edit.text(), self._is_asked()
        scope = self._scope() if self.finder.catalog is not None else None
        reason = empty_reason(query, notice, scope)
        can_ask = is_asked and self.finder.finds_question(query)
        all_codes = "Search all codes" if is_asked else "Show all codes"
        way_back = ("Clear filters" if self._filter.is_on() else all_codes) if can_clear else ""
        icon = empty_icon(is_asked, scope)
        self._view.show_empty(reason, way_back, words, can_ask=can_ask, icon=icon)
        self._view.count.setText(counted(0) if scope is not None else "")
        self.current_changed.emit(None)
        self.list_announced.emit(reason.replace("\n", " "))

    def _follow_notice(self, link: str) -> None:
        hits = self._model.hits()
        meant = hits.shown_for if isinstance(hits, Results) else ""
        self.search_edit.follow_notice(link, meant)

    def _show_marks(self) -> None:
        """Stars and notes in the rows, and how many there are in this catalog."""
        if (user_codes := self.finder.user_codes) is not None:
            self._model.set_marks(user_codes.favorites, user_codes.notes)
            self._view.set_counts(user_codes.counts(self.finder.catalog))

    def _scope(self) -> Scope:
        return Scope(self._view.scope.checkedId())

    def _is_asked(self) -> bool:
        """Whether there is a query."""
        return bool(self.search_edit.text().strip())

    def _ask(self) -> None:
        self.questions_requested.emit(self.search_edit.text())

    def _reset_filters(self) -> None:
        self._view.choose_scope(Scope.ALL)
        self._clear_filter()

    def _clear_filter(self) -> None:
        self._filter.choose()
        self._refresh()

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.code_list, event)

    def _tell_current(self, current: QModelIndex) -> None:
        hit = self._model.hit(current.row())
        if hit is not None:
            self._linked = None
            self._current_code = hit.document.code
            self.current_changed.emit(hit)
