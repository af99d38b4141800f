"""The date of service that the session is counted for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.pages.edition import dated_edition_text
from otcodebook.ui.look.theme import Colors
from otcodebook.ui.widgets.card import label, set_text_color
from otcodebook.ui.widgets.no_wheel import NoWheelDateEdit


class ServiceDate(QWidget):
    """A date, a button back to today, and which edition is used; today until one is chosen.

    Signals:
        changed: another date was chosen, or today is another day (the date).
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._day = today()
        self._follows_today = True
        self._catalog: Catalog | None = None
        self._edit = NoWheelDateEdit()
        self._edit.setObjectName("unitsServiceDate")
        self._edit.setAccessibleName("Date of service")
        if (line := self._edit.lineEdit()) is not None:
            # It has the focus, so screen readers name it.
            line.setAccessibleName("Date of service")
        self._edit.setCalendarPopup(True)
        self._edit.setDisplayFormat("MM/dd/yyyy")
        # A date counts once it is typed whole.
        self._edit.setKeyboardTracking(False)
        self._reset = QToolButton()
        self._reset.setObjectName("unitsToday")
        self._reset.setText("Today")
        self._reset.setAccessibleName("Count for today")
        self._reset.setToolTip("Count for today")
        self._edition = label("unitsEdition")
        title = QLabel("Date of service")
        title.setBuddy(self._edit)
        title.setWordWrap(True)  # at large text
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (title, self._edit, self._reset):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._edition)
        self._show_day()
        self._edit.dateChanged.connect(self._choose)
        self._reset.clicked.connect(self._go_to_today)

    @property
    def day(self) -> date:
        """The date of service."""
        return self._day

    @property
    def key_stops(self) -> tuple[QWidget, QWidget]:
        """What the Tab key reaches, in its order."""
        return self._edit, self._reset

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Says which edition of this catalog, the whole of it, is used."""
        self._catalog = catalog
        self._show_day()

    def set_colors(self, colors: Colors) -> None:
        """The color of the line on the edition."""
        set_text_color(self._edition, colors.muted)

    def follow_today(self) -> None:
        """Midnight has passed: goes along unless a date was chosen."""
        if self._follows_today:
            self._go_to_today()
        self._show_day()

    def _go_to_today(self) -> None:
        self._follows_today = True
        self._set(today())

    def _choose(self, chosen: QDate) -> None:
        day = date(chosen.year(), chosen.month(), chosen.day())
        self._follows_today = day == today()
        self._set(day)

    def _set(self, day: date) -> None:
        is_other = day != self._day
        self._day = day
        self._show_day()
        if is_other:
            self.changed.emit(day)

    def _show_day(self) -> None:
        with QSignalBlocker(self._edit):
            self._edit.setDate(QDate(self._day.year, self._day.month, self._day.day))
        self._reset.setEnabled(self._day != today())
        catalog = self._catalog
        self._edition.setText(dated_edition_text(catalog, self._day) if catalog else "")
        self._edition.setVisible(catalog is not None)
