"""Favorites, Recent and Notes: what they list, how many they say there are, and the marks."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton

from otcodebook.ui.window.theme import LIGHT
from otcodebook.ui.window.view_state import ViewState
from otcodebook.userdata.store import open_userdata
from ui.own import OpenOwn, Own


def _titles(own: Own) -> dict[str, str]:
    names = ("All", "Favorites", "Recent", "Notes")
    return {name: own.part(QToolButton, f"scope{name}").text() for name in names}


def _spoken(own: Own, code: str) -> list[str]:
    model = own.codes.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    texts = [str(row.data(Qt.ItemDataRole.AccessibleTextRole)).split(", ") for row in rows]
    return next(text for text in texts if text[0] == code)


def test_the_scopes_say_how_many_codes_they_have_at_once(own: Own) -> None:
    assert _titles(own) == {name: name for name in ("All", "Favorites", "Recent", "Notes")}
    for code in ("97110", "97530"):
        own.go_to(code)
        own.press("Ctrl+D")
    own.write("97165", "Once a year.")
    own.press("Esc")
    assert _titles(own)["Favorites"] == "Favorites 2"
    assert _titles(own)["Notes"] == "Notes 1"
    assert own.part(QToolButton, "scopeFavorites").accessibleName() == "List: favorites, 2"
    assert (_titles(own)["All"], _titles(own)["Recent"]) == ("All", "Recent")
    own.go_to("97110")
    own.press("Ctrl+D")
    own.rewrite("97165", "")
    own.press("Esc")
    assert _titles(own)["Favorites"] == "Favorites 1"
    assert _titles(own)["Notes"] == "Notes"


def test_codes_of_another_catalog_are_not_counted(opened: OpenOwn) -> None:
    own = opened()
    own.window.close()
    data = open_userdata(own.folder)
    data.set_favorite("97110", True)
    data.set_favorite("99999", True)
    data.set_note("99999", "Not here.")
    data.close()
    again = opened()
    assert _titles(again)["Favorites"] == "Favorites 1"
    assert _titles(again)["Notes"] == "Notes"


def test_notes_lists_the_codes_with_a_note_in_catalog_order(own: Own) -> None:
    for code in ("97150", "97110"):
        own.write(code, f"About {code}.")
    own.press("Esc")
    own.search("")
    own.scope("Notes")
    assert own.listed() == ["97110", "97150"]
    own.search("group")
    assert own.listed() == ["97150"]


def test_a_row_with_a_note_says_so_and_has_its_mark(own: Own) -> None:
    def mark() -> QImage:
        rect = own.codes.visualRect(own.codes.model().index(2, 0))
        place = rect.adjusted(rect.width() - 60, 0, -30, 0)
        return own.codes.viewport().grab(place).toImage()

    own.search("")
    own.click_row(0)
    before = mark()
    assert "has a note" not in _spoken(own, "97530")
    own.write("97530", "BlueCross wants 59 here.")
    own.press("Esc")
    own.search("")
    own.click_row(0)
    assert "has a note" in _spoken(own, "97530")
    after = mark()
    muted = QColor(LIGHT.muted)
    inked = [
        (x, y)
        for x in range(after.width())
        for y in range(after.height())
        if after.pixelColor(x, y) == muted and before.pixelColor(x, y) != muted
    ]
    assert len(inked) > 5


def test_the_scope_is_there_again_and_one_that_is_unknown_is_all(opened: OpenOwn) -> None:
    own = opened()
    own.write("97530", "Mine.")
    own.press("Esc")
    own.search("")
    own.scope("Notes")
    own.window.close()
    again = opened()
    assert again.listed() == ["97530"]
    again.window.close()
    stored = QSettings(str(own.folder / "window.ini"), QSettings.Format.IniFormat)
    stored.setValue("session/scope", "17")
    stored.sync()
    assert ViewState.from_strings({"scope": "2"}).codes.scope.name == "RECENT"
    assert ViewState.from_strings({"scope": "17"}).codes.scope.name == "ALL"
    assert opened().part(QToolButton, "scopeAll").isChecked()
