"""What a link to a code leads to, shown while the mouse rests on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QTextBrowser

from otcodebook.catalog.counting import counting_label, is_timed
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode, Retired
from otcodebook.pages.html import Html, text


class LinkTips(QObject):
    """Gives the links of pages a tooltip with the name of the code and how it is counted."""

    def __init__(self, parent: QObject, catalog: Callable[[], Catalog | None]) -> None:
        super().__init__(parent)
        self._catalog = catalog

    def follow(self, view: QTextBrowser) -> None:
        """Adds the tooltips to a page."""
        view.highlighted.connect(lambda url: self._show(view, url))

    def _show(self, view: QTextBrowser, url: QUrl) -> None:
        catalog = self._catalog()
        entry = catalog.find(url.path()) if catalog and url.scheme() == "code" else None
        view.viewport().setToolTip(_in_one_line(_description(entry)) if entry else "")


def _in_one_line(plain: str) -> Html:
    """For a tooltip, which would break a text after some 30 letters."""
    return Html(f'<p style="white-space:pre">{text(plain)}</p>')


def _description(entry: Entry) -> str:
    match entry:
        case Code():
            counting = counting_label(entry.timing)
            if is_timed(entry.timing):
                counting = f"timed, {counting}"
            name = f"{entry.code} {entry.name}"
            return f"{name} \N{MIDDLE DOT} {counting}" if counting else name
        case Retired():
            return f"{entry.code} {entry.was} \N{MIDDLE DOT} retired {entry.gone}"
        case OtherProfessionCode():
            return f"{entry.code} {entry.name} \N{MIDDLE DOT} for {entry.belongs_to}"
