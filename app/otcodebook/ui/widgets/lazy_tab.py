"""A tab whose content is made when somebody first looks at it, because many sessions never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

_Content = TypeVar("_Content", bound=QWidget)


class LazyTab(QWidget, Generic[_Content]):
    """A page of the tab widget; empty until it is shown, or until its content is asked for.

    Signals:
        made: the content is in its place now (the widget that the factory returned).
    """

    made = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self._factory: Callable[[], _Content] | None = None
        self._content: _Content | None = None

    def set_factory(self, factory: Callable[[], _Content]) -> None:
        """Says how the content is made. A tab that is in front already makes it now."""
        self._factory = factory
        if self.isVisible():
            _ = self.content

    @property
    def is_made(self) -> bool:
        """Whether the content exists."""
        return self._content is not None

    @property
    def content(self) -> _Content:
        """The content, made when it is first asked for."""
        if self._content is None:
            if self._factory is None:
                raise RuntimeError("a tab was used before its factory was set")
            self._content = self._factory()
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._content)
            # A layout shows its widgets with the next event; the focus may be set before that.
            self._content.show()
            self.made.emit(self._content)
        return self._content

    def showEvent(self, event: QShowEvent) -> None:
        """Makes the content when the tab comes to the front."""
        super().showEvent(event)
        if self._factory is not None:
            _ = self.content
