"""What is done to a row of the session: removed, moved, timed, copied, looked up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from otcodebook.ui.accessibility.menus import open_menu
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.units.worksheet.columns import Column
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.ui.units.worksheet.table import WorksheetView
from otcodebook.units.stopwatch import clock_text
from otcodebook.wording import listed


class RowCommands(QObject):
    """Follows the keys, buttons and the menu of the table.

    `lines_of` returns the claim lines of a code.

    Signals:
        emptied: the last row was removed.
        copy_requested: claim lines are to be copied (a list).
        link_activated: the page of a code is to be shown ("code:97110").
    """

    emptied = Signal()
    copy_requested = Signal(list)
    link_activated = Signal(str)

    def __init__(
        self,
        table: WorksheetView,
        model: WorksheetModel,
        messages: Messages,
        lines_of: Callable[[str], list[str]],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._messages = messages
        self._lines_of = lines_of
        table.remove_requested.connect(self.remove)
        table.move_requested.connect(self.move)
        table.clock_requested.connect(self.toggle_clock)
        table.menu_requested.connect(self._open_menu)

    def remove(self, rows: list[int]) -> None:
        """Takes rows out; that can be undone."""
        self._table.stop_editing()
        gone = self._model.remove(rows)
        if gone:
            self._messages.show_toast(f"Removed {listed(gone)}", can_undo=True)
            self.focus(min(rows))

    def move(self, row: int, to: int) -> None:
        """Puts a row at another place."""
        self._table.stop_editing()
        if self._model.move(row, to):
            self.focus(to)
            code = self._model.worksheet.rows[to].code
            number = self._model.rowCount()
            self._messages.show_status(f"Moved {code} to position {to + 1} of {number}")

    def toggle_clock(self, row: int) -> None:
        """Starts the clock of a row, or stops it and writes its span."""
        self._table.stop_editing()
        code = self._model.worksheet.rows[row].code
        if code in self._model.running():
            self._stop(row)
        else:
            started = self._model.start_clock(row)
            self._messages.show_status(f"{code} started at {clock_text(started)}")
        self.focus(row)

    def stop_clocks(self) -> None:
        """Stops all clocks, before the session is copied."""
        for code in self._model.running():
            self._stop(self._model.row_of(code))

    def focus(self, row: int = 0) -> None:
        """Keeps the keyboard in the table while it has rows."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self._table.setCurrentIndex(self._model.index(min(row, last), Column.MINUTES))
            self._table.setFocus()
        else:
            self.emptied.emit()

    def _stop(self, row: int) -> None:
        code = self._model.worksheet.rows[row].code
        span = self._model.stop_clock(row)
        self._messages.show_status(
            f"{code} stopped: {span}" if span else f"{code} stopped in its first minute: no time"
        )

    def _open_menu(self, row: int, place: QPoint, by_key: bool) -> None:
        code = self._model.worksheet.rows[row].code
        menu = QMenu(self._table)
        menu.setObjectName("unitsRowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        runs = code in self._model.running()
        lines = self._lines_of(code)
        does: list[tuple[str, Callable[[], object], bool]] = [
            ("Stop clock" if runs else "Start clock", partial(self.toggle_clock, row), True),
            (
                "Copy claim line" if len(lines) < 2 else "Copy claim lines",
                partial(self.copy_requested.emit, lines),
                bool(lines),
            ),
            (f"Open the page of {code}", partial(self.link_activated.emit, f"code:{code}"), True),
            ("Move up", partial(self.move, row, row - 1), row > 0),
            ("Move down", partial(self.move, row, row + 1), row + 1 < self._model.rowCount()),
            (f"Remove {code}", partial(self.remove, [row]), True),
        ]
        for text, does_it, is_possible in does:
            action = menu.addAction(text)
            action.setEnabled(is_possible)
            action.triggered.connect(does_it)
        open_menu(menu, place, by_key=by_key)
