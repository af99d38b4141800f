"""The Filter button over the list, which says what is on; its choices are in a popup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from otcodebook.ui.look.theme import Colors

if TYPE_CHECKING:
    from otcodebook.catalog.model import Family
    from otcodebook.ui.filters.popup import FilterPopup

_TITLE = "Filter"
_IN_USE = "inUse"
"""The property by which window.css shows that a filter is on."""


class FilterButton(QWidget):
    """One button for both filters: "Filter", or "Filter: Orthoses, timed" with an x to clear.

    Signals:
        changed: the user chose something else.
        cleared: the x, or the popup's Clear, was pressed.
        resized: the button takes another width.
    """

    changed = Signal()
    cleared = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._popup: FilterPopup | None = None
        self._families: Sequence[Family] = ()
        self.button = QToolButton()
        self.button.setObjectName("filterButton")
        self.button.setAutoRaise(True)
        self.button.clicked.connect(self._open)
        self.clear = QToolButton()
        self.clear.setObjectName("clearFilter")
        self.clear.setAutoRaise(True)
        self.clear.setAccessibleName("Clear the filter")
        self.clear.setToolTip("Clear the filter")
        self.clear.clicked.connect(self.cleared)
        self.clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.clear)
        self._shown = _TITLE
        self._show(_TITLE)

    def choice(self) -> tuple[str, bool | None]:
        """The id of the chosen family, empty for all, and whether timed codes are, None for all."""
        return self._popup.choice() if self._popup else ("", None)

    def family_name(self) -> str:
        """The name of the chosen family; empty for all."""
        return self._popup.family_name() if self._popup else ""

    def counting(self) -> int:
        """The position of the choice of timed or untimed codes; 0 for all."""
        return self._popup.counting.currentIndex() if self._popup else 0

    def is_on(self) -> bool:
        """Whether anything is left out."""
        return self.choice() != ("", None)

    def choose(self, family: str = "", counting: int = 0) -> None:
        """Chooses a family by its id and the counting by its position, where they exist.

        Without arguments both filters are cleared. `changed` is not emitted.
        """
        if family or counting or self._popup:
            self._made_popup().choose(family, counting)

    def set_families(self, families: Sequence[Family]) -> None:
        """Offers these families, with nothing chosen; `changed` is not emitted."""
        self._families = families
        if self._popup:
            self._popup.set_families(families)

    def show_choice(self) -> None:
        """Says what is on now: for a change by program, such as a catalog's new families."""
        parts = []
        if self._popup and (family := self._popup.family_name()):
            parts.append(family)
        if self._popup and self._popup.choice()[1] is not None:
            parts.append(self._popup.counting.currentText().lower())
        text = f"{_TITLE}: {', '.join(parts)}" if parts else _TITLE
        if text != self._shown:
            self._shown = text
            self._show(text)

    def _show(self, text: str) -> None:
        chosen = text != _TITLE
        self.button.setText(text.replace("&", "&&"))
        self.button.setAccessibleName(text)
        self.button.setToolTip(text if chosen else "List one category, or timed or untimed codes")
        for part in (self.button, self.clear):
            if bool(part.property(_IN_USE)) is not chosen:
                part.setProperty(_IN_USE, chosen)
                part.style().unpolish(part)
                part.style().polish(part)
        self.clear.setVisible(chosen)
        if self._popup:
            self._popup.clear.setEnabled(chosen)
        self.updateGeometry()
        self.resized.emit()

    def set_colors(self, colors: Colors) -> None:
        """The colors and the text size of the icons."""
        # Imported here, like the popup: the first paint does without icons.
        from otcodebook.ui.look.icons import IconName, set_icon

        self.button.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self.button, IconName.FILTER, colors)
        set_icon(self.clear, IconName.CLOSE, colors)

    def _open(self) -> None:
        self._made_popup().open_under(self.button)

    def _made_popup(self) -> FilterPopup:
        if self._popup is None:
            # Imported here: most sessions do not filter.
            from otcodebook.ui.filters.popup import FilterPopup

            self._popup = FilterPopup(self)
            self._popup.changed.connect(self.changed)
            self._popup.clear.clicked.connect(self.cleared)
            self._popup.clear.setEnabled(False)
            self._popup.set_families(self._families)
        return self._popup
