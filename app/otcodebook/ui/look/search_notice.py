"""The line over a list that tells what it shows, with the ways out of a corrected query."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from otcodebook.pages import html
from otcodebook.wording import elided, quoted

_LONGEST = 60


def show_notice(label: QLabel, notice: str, typed: str, meant: str) -> None:
    """Shows the notice; a corrected query is followed by links to both ways of writing it.

    The links are "#meant", which searches for `meant`, and "#typed", for `typed` as it is.
    """
    if not meant:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(notice)
        label.setAccessibleName(notice)
        return
    instead = quoted(elided(typed.strip(), _LONGEST))
    _show_links(
        label,
        f'Showing results for <a href="#meant">{html.text(quoted(meant))}</a>. '
        f'Search for <a href="#typed">{html.text(instead)}</a> instead.',
        f"{notice} Search for {instead} instead.",
    )


def show_suggestion(label: QLabel, notice: str, meant: str) -> None:
    """Shows "Did you mean ...?" with the suggestion as the link "#meant"."""
    shown = f'<a href="#meant">{html.text(quoted(meant))}</a>'
    _show_links(label, html.text(notice).replace(html.text(quoted(meant)), shown), notice)


def _show_links(label: QLabel, rich: str, spoken: str) -> None:
    flags = Qt.TextInteractionFlag
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard)
    label.setText(rich)
    label.setAccessibleName(spoken)
