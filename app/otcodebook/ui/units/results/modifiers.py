"""The choice of modifiers for the claim lines: on every line, or on one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from otcodebook.catalog.load import claim_modifiers
from otcodebook.catalog.model import Catalog, Code
from otcodebook.units.worksheet import Worksheet


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
        self._every_line: tuple[str, ...] = ()
        self._one_line: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self._menu.setObjectName("unitsModifiersMenu")
        # Filled when it opens: it depends on the codes that are billed.
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def show_worksheet(
        self, worksheet: Worksheet, codes: tuple[str, ...], catalog: Catalog
    ) -> None:
        """Shows the modifiers of a session; `codes` are those that it bills."""
        self._worksheet, self._codes, self._catalog = worksheet, codes, catalog
        single = [(code, modifier) for code, modifier in worksheet.line_modifiers if code in codes]
        marks = dict.fromkeys([*worksheet.modifiers, *(modifier for _, modifier in single)])
        told = [*worksheet.modifiers, *(f"{modifier} on {code}" for code, modifier in single)]
        self.setText(f"Modifiers: {', '.join(marks) or 'none'}  ")
        self.setAccessibleName(f"Modifiers: {', '.join(told) or 'none'}")
        self.setToolTip(self.accessibleName())

    def fill(self) -> None:
        """Lists the modifiers for the current session."""
        if self._catalog is None:
            return
        offered = claim_modifiers(self._catalog)
        self._every_line, self._one_line = offered.every_line, offered.one_line
        for old in self._menu.findChildren(QMenu):
            old.deleteLater()
        self._menu.clear()
        for modifier in self._every_line:
            action = self._menu.addAction(self._title(modifier))
            action.setObjectName(f"unitsModifier{modifier}")
            action.setCheckable(True)
            action.setChecked(modifier in self._worksheet.modifiers)
            action.toggled.connect(lambda on, modifier=modifier: self._toggle(modifier, on))
        self._menu.addSeparator()
        for code in self._codes:
            only = self._menu.addMenu(f"On {code} only")
            for modifier in self._one_line:
                action = only.addAction(self._title(modifier))
                action.setObjectName(f"unitsModifier{modifier}On{code}")
                action.setCheckable(True)
                action.setChecked((code, modifier) in self._worksheet.line_modifiers)
                action.toggled.connect(
                    lambda on, pair=(code, modifier): self._toggle_on_line(pair, on)
                )

    def _title(self, modifier: str) -> str:
        entry = self._catalog.find(modifier) if self._catalog else None
        name = f"  {entry.name}" if isinstance(entry, Code) else ""
        return f"{modifier}{name}".replace("&", "&&")

    def _toggle(self, modifier: str, on: bool) -> None:
        wanted = {*self._worksheet.modifiers, modifier} - (set() if on else {modifier})
        ordered = tuple(sorted(wanted, key=lambda each: _place(each, self._every_line)))
        self.chosen.emit(ordered, self._worksheet.line_modifiers)

    def _toggle_on_line(self, pair: tuple[str, str], on: bool) -> None:
        wanted = {*self._worksheet.line_modifiers, pair} - (set() if on else {pair})
        by_order = sorted(wanted, key=lambda each: (each[0], _place(each[1], self._one_line)))
        self.chosen.emit(self._worksheet.modifiers, tuple(by_order))


def _place(modifier: str, offered: tuple[str, ...]) -> tuple[int, str]:
    """Where it stands on a line; one chosen with another catalog comes last."""
    return (offered.index(modifier) if modifier in offered else len(offered), modifier)
