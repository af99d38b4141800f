"""The right half of the Codes tab: the chosen code, whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.model import (
    Answer,
    Catalog,
    Code,
    Entry,
    OtherProfessionCode,
    Retired,
    System,
)
from otcodebook.pages.code_page import NOT_REVIEWED, entry_page, patient_text
from otcodebook.pages.facts import Fact, facts
from otcodebook.pages.html import Html
from otcodebook.settings import PatientLanguage
from otcodebook.ui.detail.checklist_view import ChecklistView
from otcodebook.ui.detail.note_editor import NoteEditor
from otcodebook.ui.look.icons import IconName, set_icon
from otcodebook.ui.look.row_text import code_font
from otcodebook.ui.look.tags import TagRow
from otcodebook.ui.look.theme import LIGHT, Colors, scaled
from otcodebook.ui.services.actions import ActionId, with_keys
from otcodebook.ui.widgets.document_view import MARGIN, reading_column
from otcodebook.ui.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from otcodebook.pages.cms_tables import CodeTables

_GAP = 8
_LEAST_NAME = 14
"""So many letters of the name stand beside the buttons, at the least; else they go below it."""
_NOTHING = "Nothing is chosen"


class DetailPane(QWidget):
    """Heading, facts at a glance, and the page of the chosen code.

    Signals:
        copy_requested: the Copy button was pressed.
        units_requested: the button "Add to units" was pressed.
        favorite_requested: the star was pressed.
        language_chosen: the words for the patient are shown in another language now.
        announced: what became of the note or of a part of the page (a sentence for screen
            readers).
    """

    copy_requested = Signal()
    units_requested = Signal()
    favorite_requested = Signal()
    language_chosen = Signal(PatientLanguage)
    announced = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = QLabel()
        _make_selectable(self._code)
        self._name = WrappedLabel()
        _make_selectable(self._name)
        self._tags = TagRow()
        self._colors = LIGHT
        self._is_favorite = False
        self._star = QToolButton()
        self._star.setObjectName("favoriteButton")
        self._star.setCheckable(True)
        self._star.clicked.connect(self.favorite_requested)
        self._to_units = QToolButton()
        self._to_units.setObjectName("addToUnitsButton")
        self._to_units.setText("Units")
        self._to_units.setAccessibleName("Add the code to units")
        does = "Add the code to the session in the Units tab"
        self._to_units.setToolTip(with_keys(does, ActionId.ADD_TO_UNITS))
        self._to_units.clicked.connect(self.units_requested)
        self._copy = QToolButton()
        self._copy.setObjectName("copyButton")
        self._copy.setProperty("primary", True)
        self._copy.setText("Copy")
        self._copy.setAccessibleName("Copy the code")
        self._copy.setToolTip(with_keys("Copy the code", ActionId.COPY))
        self._copy.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._copy.clicked.connect(self.copy_requested)
        for button in (self._copy, self._to_units):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.note = NoteEditor()
        self.note.hide()
        self.note.announced.connect(self.announced)
        self.set_favorite(False)
        self.view = ChecklistView("detailView", "About the code")
        self.view.link_activated.connect(self._follow)
        self._header = QWidget()
        self._column = QVBoxLayout(self._header)
        self._title = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._name_row = QHBoxLayout()
        self._buttons_row = QHBoxLayout()
        self._shown: tuple[Entry | Answer | None, Catalog | None] = (None, None)
        self._opened: set[str] = set()
        self._language = PatientLanguage.ENGLISH
        self._tables: Callable[[str], CodeTables | None] = lambda _code: None
        self._lay_out()

    def set_copy_actions(self, actions: list[QAction]) -> None:
        """The ways to copy that the button's menu offers."""
        menu = QMenu(self._copy)
        menu.addActions(actions)
        self._copy.setMenu(menu)
        self.view.set_menu_actions(actions)

    def key_stops(self) -> list[QWidget]:
        """Everything here that can have the keyboard focus."""
        return [self._code, self._name, self._star, self._to_units, self._copy, self.view]

    def selected_text(self) -> str:
        """The selected text of the heading or the page, whichever has the focus; may be empty."""
        if self.view.hasFocus():
            return self.view.selected_text()
        labels = (self._code, self._name)
        return next((label.selectedText() for label in labels if label.hasFocus()), "")

    def set_colors(self, colors: Colors, css: str) -> None:
        """Colors of the heading and the page, after a change of theme or text size."""
        self._colors = colors
        self._set_icons()
        self._tags.set_colors(colors)
        title = scaled(QApplication.font(), 1.5)
        self._code.setFont(code_font(title))
        self._name.setFont(title)
        self._name.fit()
        self.view.set_style(css)
        # It scrolls: where room is scarce, a long name above it is to be whole first.
        self.view.setMinimumHeight(2 * self.view.fontMetrics().height())
        self.note.fit_height()
        self._fit()

    def _set_icons(self) -> None:
        star = IconName.STAR_FILLED if self._is_favorite else IconName.STAR
        set_icon(self._star, star, self._colors, "accent" if self._is_favorite else "text")
        set_icon(self._to_units, IconName.PLUS, self._colors)
        set_icon(self._copy, IconName.COPY, self._colors, "ground")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps title, page and note in one column, and the buttons whole in a narrow pane."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets with the buttons below the name."""
        parts = self._name_row.minimumSize().width(), self._buttons_row.minimumSize().width()
        return QSize(max(parts) + 2 * MARGIN, super().minimumSizeHint().height())

    def set_favorite(self, on: bool) -> None:
        """Shows whether the code is a favorite: by the shape of the star and in words."""
        self._star.setChecked(on)
        self._is_favorite = on
        self._set_icons()
        does = "Remove from Favorites" if on else "Add to Favorites"
        self._star.setToolTip(with_keys(does, ActionId.FAVORITE))
        self._star.setAccessibleName(does)

    def show_item(self, item: Entry | Answer | None, catalog: Catalog | None) -> None:
        """Shows what stands behind a row: a code, an answer, or nothing.

        What is read already stays where it is scrolled to.
        """
        if item is not None and item is self._shown[0] and catalog is self._shown[1]:
            return
        self._shown = item, catalog
        self._header.setVisible(isinstance(item, Code | Retired | OtherProfessionCode))
        self.note.setVisible(isinstance(item, Code))
        self._opened.clear()
        self.view.set_checklist(item.documentation if isinstance(item, Code) else ())
        if item is None or catalog is None:
            self.view.setAccessibleName(_NOTHING)
            self.view.show_page(Html(""))
        elif isinstance(item, Code | Retired | OtherProfessionCode):
            self._show_entry(item, catalog)
        else:
            self.view.setAccessibleName("Answer")
            self.view.show_page(self._page())

    def show_reason(self, reason: str) -> None:
        """Says in the place of a page why nothing is shown; no words leave it empty."""
        if reason:
            # Imported here: the first page is that of a code.
            from otcodebook.pages.answer_pages import notice_page

            self.view.setAccessibleName(_NOTHING)
            self.view.show_page(notice_page(reason))

    def show_again(self) -> None:
        """Makes the page anew: what it says of its edition depends on the day."""
        (item, catalog), self._shown = self._shown, (None, None)
        self.show_item(item, catalog)

    def set_patient_language(self, language: PatientLanguage) -> None:
        """The language of the words for the patient, from the page that is shown next."""
        self._language = language

    def set_tables(self, tables: Callable[[str], CodeTables | None]) -> None:
        """Where to ask what the open CMS tables say of a code; the page is made anew."""
        self._tables = tables
        self.show_again()

    def patient_text(self) -> str:
        """The words for the patient as they are shown; empty where there are none."""
        entry = self._shown[0]
        return patient_text(entry, self._language) if isinstance(entry, Code) else ""

    def checked_points(self) -> list[int]:
        """The places of the points of the checklist that are checked; empty for none."""
        return self.view.checked()

    def _show_entry(self, entry: Entry, catalog: Catalog) -> None:
        name = entry.was if isinstance(entry, Retired) else entry.name
        self._code.setText(entry.code)
        self._name.setText(name)
        self._tags.set_facts(facts(entry, catalog, self._table_limit(entry)))
        self._fit()
        self._copy.setEnabled(isinstance(entry, Code))
        self._star.setEnabled(isinstance(entry, Code))
        countable = isinstance(entry, Code) and entry.system is not System.MODIFIER
        self._to_units.setEnabled(countable)
        self.view.setAccessibleName(f"{entry.code} {name}")
        self.view.show_page(self._page())

    def _table_limit(self, entry: Entry) -> Fact | None:
        tables = self._tables(entry.code)
        if tables is None:
            return None
        # Imported here: most users open no table of CMS's.
        from otcodebook.pages.cms_tables import limit_fact

        return limit_fact(entry.code, tables)

    def _page(self) -> Html:
        """The page of what is shown, with what is opened in it."""
        item, catalog = self._shown
        if item is None or catalog is None:
            return Html("")
        if isinstance(item, Code | Retired | OtherProfessionCode):
            tables = self._tables(item.code)
            return entry_page(item, catalog, self._opened, self._language, tables)
        # Imported here: the first page is that of a code.
        from otcodebook.pages.answer_pages import answer_page

        return answer_page(item, catalog, self._opened)

    def _follow(self, target: str) -> None:
        """Opens or closes a part of the page, or changes its language; other links lead on."""
        scheme, _, name = target.partition(":")
        if scheme == "fold":
            self._opened ^= {name}
            self._update(target)
            self.announced.emit("Opened" if name in self._opened else "Closed")
        elif scheme == "language":
            before, self._language = self._language, PatientLanguage(name)
            self._update(f"language:{before}")
            in_spanish = self._language is PatientLanguage.SPANISH
            self.announced.emit(f"In Spanish. {NOT_REVIEWED}" if in_spanish else "In English")
            self.language_chosen.emit(self._language)

    def _update(self, link: str) -> None:
        """Makes the page anew where it is; the keyboard that asked for it goes to this link."""
        self.view.update_page(self._page())
        if self.view.follows_by_keyboard:
            self.view.focus_link(link)

    def _fit(self) -> None:
        """Gives title and note the page's column; the buttons go below a name without room."""
        left, _, right = reading_column(self.width(), self.view.fontMetrics())
        self._column.setContentsMargins(left, 14, right, 6)
        self.note.set_margins(left, right)
        buttons = [button.sizeHint().width() for button in self._buttons()]
        tall = self._copy.sizeHint().height() - self._name.fontMetrics().height()
        self._name_row.setContentsMargins(0, max(tall // 2, 0), 0, 0)
        used = self._code.sizeHint().width() + sum(buttons) + 5 * _GAP
        letters = self._name.fontMetrics().averageCharWidth()
        wanted = min(
            self._name.fontMetrics().horizontalAdvance(self._name.text()), _LEAST_NAME * letters
        )
        fits = used + wanted <= self.width() - left - right
        direction = QBoxLayout.Direction
        self._title.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def _buttons(self) -> tuple[QToolButton, ...]:
        return self._star, self._to_units, self._copy

    def _lay_out(self) -> None:
        self._name_row.setSpacing(12)
        self._name_row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        self._name_row.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        self._buttons_row.setSpacing(_GAP)
        for button in self._buttons():
            self._buttons_row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons_row.addStretch(1)
        self._title.setSpacing(_GAP)
        self._title.addLayout(self._name_row, 1)
        self._title.addLayout(self._buttons_row)
        self._column.setSpacing(10)
        self._column.addLayout(self._title)
        self._column.addWidget(self._tags)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.note)


def _make_selectable(label: QLabel) -> None:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
