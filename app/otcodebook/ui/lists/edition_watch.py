"""Watches the calendar: the end of an edition, and facts that change from one day to the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QStatusBar

from otcodebook.catalog.dated import catalog_on
from otcodebook.catalog.editions import today
from otcodebook.catalog.model import Catalog
from otcodebook.pages.edition import ending_notice, expired_notice
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages


class EditionWatch(QObject):
    """Tells of the end of an edition: quietly in its last month, in the banner after it.

    Signals:
        turned: what is shown is out of date since midnight, because an edition ends soon or ended,
            or other facts hold (the whole Catalog).
    """

    turned = Signal(object)

    def __init__(self, parent: QObject, messages: Messages, status_bar: QStatusBar) -> None:
        super().__init__(parent)
        self._messages = messages
        self._catalog: Catalog | None = None
        self._told: tuple[str, str] = ("", "")
        self._shown: Catalog | None = None
        self._quiet = QLabel()
        self._quiet.setObjectName("editionNote")
        self._quiet.setTextFormat(Qt.TextFormat.PlainText)
        # In a narrow window messages need the room.
        self._quiet.setMinimumWidth(1)
        self._quiet.hide()
        status_bar.addPermanentWidget(self._quiet)
        self._next_day = QTimer(self)
        self._next_day.setObjectName("nextDay")
        self._next_day.setSingleShot(True)
        self._next_day.timeout.connect(self._check)
        if isinstance(application := QGuiApplication.instance(), QGuiApplication):
            # A computer that slept over midnight: its timer may be late.
            application.applicationStateChanged.connect(self._check)

    def set_catalog(self, catalog: Catalog | None) -> None:
        """Watches another catalog, the whole of it."""
        self._catalog, self._told, self._shown = catalog, ("", ""), None
        self._check()

    def _check(self) -> None:
        day, catalog = today(), self._catalog
        expired = expired_notice(catalog, day) if catalog else ""
        ending = ending_notice(catalog, day) if catalog else ""
        if expired != self._told[0]:
            self._messages.show_banner(expired, BannerTopic.EDITION)
        self._quiet.setText(ending)
        self._quiet.setToolTip(ending)
        self._quiet.setVisible(bool(ending))
        shown = catalog_on(catalog, day) if catalog else None
        has_turned = self._shown is not None and (
            shown is not self._shown or (expired, ending) != self._told
        )
        self._told, self._shown = (expired, ending), shown
        now = datetime.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
        self._next_day.start(int((midnight - now).total_seconds() + 1) * 1000)
        if has_turned:
            self.turned.emit(catalog)
