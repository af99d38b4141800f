"""The right half of the Codes tab: the chosen code, whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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

from otcodebook.catalog.counting import counting_label, is_timed
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode, Retired, System
from otcodebook.pages.answer_pages import answer_page
from otcodebook.pages.code_page import entry_page
from otcodebook.pages.html import Html
from otcodebook.search.answers import Answer
from otcodebook.ui.codes.delegate import code_font
from otcodebook.ui.codes.note_editor import NoteEditor
from otcodebook.ui.codes.tags import ChipRow
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.actions import ActionId, with_keys
from otcodebook.ui.window.theme import Colors, scaled

_SYSTEM_CHIPS = {
    System.CPT_1: "CPT I",
    System.CPT_2: "CPT II",
    System.CPT_3: "CPT III",
    System.HCPCS: "HCPCS II",
    System.MODIFIER: "Modifier",
}

_LEFT, _RIGHT, _GAP = 16, 12, 8


class DetailPane(QWidget):
    """Heading, facts at a glance, and the page of the chosen code.

    Signals:
        copy_requested: the Copy button was pressed.
        units_requested: the button "Add to units" was pressed.
        favorite_requested: the star was pressed.
    """

    copy_requested = Signal()
    units_requested = Signal()
    favorite_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = QLabel()
        _make_selectable(self._code)
        self._name = WrappedLabel()
        _make_selectable(self._name)
        self._chips = ChipRow()
        self._copy = QToolButton()
        self._copy.setText("Copy")
        self._copy.setAccessibleName("Copy the code")
        self._copy.setToolTip(with_keys("Copy the code", ActionId.COPY))
        self._copy.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._copy.clicked.connect(self.copy_requested)
        self._to_units = QToolButton()
        self._to_units.setObjectName("addToUnitsButton")
        self._to_units.setText("Add to units")
        self._to_units.setAccessibleName("Add the code to units")
        does = "Add the code to the session in the Units tab"
        self._to_units.setToolTip(with_keys(does, ActionId.ADD_TO_UNITS))
        self._to_units.clicked.connect(self.units_requested)
        self._star = QToolButton()
        self._star.setObjectName("favoriteButton")
        self._star.setCheckable(True)
        self._star.clicked.connect(self.favorite_requested)
        self.note = NoteEditor()
        self.note.hide()
        self.set_favorite(False)
        self.view = DocumentView("detailView", "About the code")
        self._header = QWidget()
        self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._shown: tuple[Entry | Answer | None, Catalog | None] = (None, None)
        self._lay_out()

    def set_copy_actions(self, actions: list[QAction]) -> None:
        """The ways to copy that the button's menu offers."""
        menu = QMenu(self._copy)
        menu.addActions(actions)
        self._copy.setMenu(menu)

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
        self._chips.set_colors(colors)
        title = scaled(QApplication.font(), 1.5)
        self._code.setFont(code_font(title))
        self._name.setFont(title)
        self._name.fit()
        self.view.set_style(css)
        # It scrolls: where room is scarce, a long name above it is to be whole first.
        self.view.setMinimumHeight(2 * self.view.fontMetrics().height())
        self.note.fit_height()
        self._fit_tools()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps chips and buttons whole in a narrow pane."""
        super().resizeEvent(event)
        self._fit_tools()

    def set_favorite(self, on: bool) -> None:
        """Shows whether the code is a favorite: by the shape of the star and in words."""
        self._star.setChecked(on)
        self._star.setText("\N{BLACK STAR}" if on else "\N{WHITE STAR}")
        does = "Remove from the favorites" if on else "Add to the favorites"
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
        if item is None or catalog is None:
            self.view.show_page(Html(""))
        elif isinstance(item, Code | Retired | OtherProfessionCode):
            self._show_entry(item, catalog)
        else:
            self.view.setAccessibleName("Answer")
            self.view.show_page(answer_page(item, catalog))

    def show_again(self) -> None:
        """Makes the page anew: what it says of its edition depends on the day."""
        (item, catalog), self._shown = self._shown, (None, None)
        self.show_item(item, catalog)

    def _show_entry(self, entry: Entry, catalog: Catalog) -> None:
        name = entry.was if isinstance(entry, Retired) else entry.name
        self._code.setText(entry.code)
        self._name.setText(name)
        self._chips.set_chips(_chips(entry))
        self._fit_tools()
        self._copy.setEnabled(isinstance(entry, Code))
        self._star.setEnabled(isinstance(entry, Code))
        countable = isinstance(entry, Code) and entry.system is not System.MODIFIER
        self._to_units.setEnabled(countable)
        self.view.setAccessibleName(f"{entry.code} {name}")
        self.view.show_page(entry_page(entry, catalog))

    def _fit_tools(self) -> None:
        """Puts the buttons under the chips where both do not fit side by side."""
        buttons = sum(b.sizeHint().width() for b in (self._star, self._to_units, self._copy))
        gaps = _LEFT + _RIGHT + 3 * _GAP
        fits = self._chips.sizeHint().width() + buttons + gaps <= self.width()
        direction = QBoxLayout.Direction
        self._tools.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        for button in (self._star, self._to_units, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._tools.setSpacing(_GAP)
        self._tools.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._tools.addLayout(buttons)
        header = QVBoxLayout(self._header)
        header.setContentsMargins(_LEFT, 14, _RIGHT, 8)
        header.setSpacing(8)
        header.addLayout(title)
        header.addLayout(self._tools)
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


def _chips(entry: Entry) -> list[str]:
    match entry:
        case Retired():
            return [f"Retired, {entry.gone}"]
        case OtherProfessionCode():
            return [f"For {entry.belongs_to}"]
        case Code():
            timed = is_timed(entry.timing)
            counted = f"Timed, {counting_label(entry.timing)}" if timed else "Untimed"
            chips = [] if timed is None else [counted]
            if entry.add_on_to is not None:
                chips.append(f"Add-on to {entry.add_on_to}")
            if entry.system in _SYSTEM_CHIPS:
                chips.append(_SYSTEM_CHIPS[entry.system])
            if entry.medicare.therapy is not None:
                chips.append(f"{entry.medicare.therapy.capitalize()} therapy")
            return chips
