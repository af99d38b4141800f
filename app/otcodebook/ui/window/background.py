"""What the program does while somebody looks at another window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from otcodebook.memory import return_freed_memory


class Background(QObject):
    """Returns freed memory whenever another window, of any program, comes to the front."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusWindowChanged.connect(self._return_memory)

    def _return_memory(self) -> None:
        return_freed_memory()
