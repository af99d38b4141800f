"""Offers to show what changed when another edition is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QStatusBar

from otcodebook.catalog.editions import editions_of
from otcodebook.catalog.model import Catalog
from otcodebook.pages.html import Html
from otcodebook.ui.services.messages import Messages


class WhatChanged(QObject):
    """A button in the status line while a catalog is shown that follows another one.

    `show_page` opens a page by title and text; `favorites` gives the user's.
    """

    def __init__(
        self,
        status_bar: QStatusBar,
        messages: Messages,
        show_page: Callable[[str, Html], None],
        favorites: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(status_bar)
        self._messages = messages
        self._show_page = show_page
        self._favorites = favorites
        self._before: Catalog | None = None
        self._catalog: Catalog | None = None
        self._button = QPushButton()
        self._button.setObjectName("whatChanged")
        self._button.hide()
        self._button.clicked.connect(self._show)
        status_bar.addPermanentWidget(self._button)

    def set_catalog(self, catalog: Catalog | None, *, was_chosen: bool) -> None:
        """Another catalog is shown, the whole of it: offers the changes from the one before it.

        Not where the user did not choose it: a remembered one follows the built-in one at each
        start, until it is read. A list on top changes nothing of what lies beneath.
        """
        if catalog is not None and catalog.listed:
            # Imported here: most sessions have no list on top.
            from otcodebook.lists.overlay import overlay_of

            overlay = overlay_of(catalog)
            catalog = overlay.reference if overlay else None
        if catalog is self._catalog:
            return  # shown again, because a day has turned
        before, self._catalog = self._catalog, catalog
        follows = was_chosen and catalog and before and _follows(catalog, before)
        self._before = before if follows else None
        self._button.setVisible(self._before is not None)
        if self._before is not None:
            text = f"What changed since {editions_of(self._before)[-1].year}"
            self._button.setText(text)
            self._messages.announce(f"{text}: a button in the status line shows it.")

    def _show(self) -> None:
        # Imported here: an edition is opened once a year.
        from otcodebook.catalog.diff import catalog_diff
        from otcodebook.pages.diff_page import diff_page

        if self._before is not None and self._catalog is not None:
            differences = catalog_diff(self._before, self._catalog)
            self._show_page("What changed", diff_page(differences, self._favorites()))


def _follows(catalog: Catalog, before: Catalog) -> bool:
    """Whether both are editions, and the first is another one that is not older."""
    editions, earlier = editions_of(catalog), editions_of(before)
    if not editions or not earlier or editions[-1].effective < earlier[-1].effective:
        return False
    return catalog != before
