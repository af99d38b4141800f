"""The choice of modifiers for the claim lines: on every line, or on one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from otcodebook.catalog.model import Catalog, Code
from otcodebook.units.worksheet import Worksheet

ON_EVERY_LINE = ("GO", "KX", "95", "93", "96", "97", "GA", "GX", "GY", "GZ")
ON_ONE_LINE = ("59", "XE", "XS", "XP", "XU", "52", "22", "76", "77", "LT", "RT")
"""In the order in which they stand on a line. CO is not among them: it comes from the minutes."""


class ModifierButton(QToolButton):
    """A button whose menu holds the modifiers to tick.

    Signals:
        chosen: the modifiers of every line, and the (code, modifier) pairs of single ones.
    """

    chosen = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unitsModifiers")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._worksheet = Worksheet()
        self._catalog: Catalog | None = None
        self._codes: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self._menu.setObjectName("unitsModifiersMenu")
        # Filled when it opens: it depends on the codes that are billed.
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def show_worksheet(
        self, worksheet: Worksheet, codes: tuple[str, ...], catalog: Catalog
    ) -> None:
        """Takes over the modifiers of a session and the codes that it bills."""
        self._worksheet, self._codes, self._catalog = worksheet, codes, catalog
        own = [f"{modifier} on {code}" for code, modifier in worksheet.own if code in codes]
        self.setText(f"Modifiers: {', '.join([*worksheet.modifiers, *own]) or 'none'}  ")
        self.setAccessibleName(self.text().strip())

    def fill(self) -> None:
        """Lists the modifiers anew."""
        for old in self._menu.findChildren(QMenu):
            old.deleteLater()
        self._menu.clear()
        for modifier in ON_EVERY_LINE:
            action = self._menu.addAction(self._title(modifier))
            action.setObjectName(f"unitsModifier{modifier}")
            action.setCheckable(True)
            action.setChecked(modifier in self._worksheet.modifiers)
            action.toggled.connect(lambda on, modifier=modifier: self._toggle(modifier, on))
        self._menu.addSeparator()
        for code in self._codes:
            only = self._menu.addMenu(f"On {code} only")
            for modifier in ON_ONE_LINE:
                action = only.addAction(self._title(modifier))
                action.setObjectName(f"unitsModifier{modifier}On{code}")
                action.setCheckable(True)
                action.setChecked((code, modifier) in self._worksheet.own)
                action.toggled.connect(lambda on, pair=(code, modifier): self._toggle_own(pair, on))

    def _title(self, modifier: str) -> str:
        entry = self._catalog.find(modifier) if self._catalog else None
        name = f"  {entry.name}" if isinstance(entry, Code) else ""
        return f"{modifier}{name}".replace("&", "&&")

    def _toggle(self, modifier: str, on: bool) -> None:
        wanted = {*self._worksheet.modifiers, modifier} - (set() if on else {modifier})
        ordered = tuple(each for each in ON_EVERY_LINE if each in wanted)
        self.chosen.emit(ordered, self._worksheet.own)

    def _toggle_own(self, pair: tuple[str, str], on: bool) -> None:
        wanted = {*self._worksheet.own, pair} - (set() if on else {pair})
        by_order = sorted(wanted, key=lambda each: (each[0], ON_ONE_LINE.index(each[1])))
        self.chosen.emit(self._worksheet.modifiers, tuple(by_order))
