"""Tells in the banner that the edition of the open catalog has expired."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from otcodebook.catalog.load import expiry_notice
from otcodebook.catalog.model import Edition
from otcodebook.ui.window.enums import BannerTopic
from otcodebook.ui.window.messages import Messages


class ExpiryWatch(QObject):
    """Tells once that the edition has expired, also where that happens in an open window."""

    def __init__(self, parent: QObject, messages: Messages) -> None:
        super().__init__(parent)
        self._messages = messages
        self._edition: Edition | None = None
        self._notice = ""
        self._next_day = QTimer(self)
        self._next_day.setObjectName("nextDay")
        self._next_day.setSingleShot(True)
        self._next_day.timeout.connect(self._check)
        if isinstance(application := QGuiApplication.instance(), QGuiApplication):
            # A computer that slept over midnight: its timer may be late.
            application.applicationStateChanged.connect(self._check)

    def set_edition(self, edition: Edition | None) -> None:
        """Another edition, which is told of anew; the banner is empty."""
        self._edition, self._notice = edition, ""
        self._check()

    def _check(self) -> None:
        notice = expiry_notice(self._edition)
        if notice != self._notice:
            self._messages.show_banner(notice, BannerTopic.EDITION)
        self._notice = notice
        now = datetime.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
        self._next_day.start(int((midnight - now).total_seconds() + 1) * 1000)
