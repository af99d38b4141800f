"""Favorites, Recent and Notes: what they list, how many they say there are, and the marks."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton

from otcodebook.ui.look.theme import LIGHT
from otcodebook.ui.window.view_state import ViewState
from otcodebook.userdata.store import open_userdata
from ui.driver import Driver, OpenDriver


def _titles(driver: Driver) -> dict[str, str]:
    names = ("All", "Favorites", "Recent", "Notes")
    return {name: driver.part(QToolButton, f"scope{name}").text() for name in names}


def _spoken(driver: Driver, code: str) -> list[str]:
    model = driver.codes.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    texts = [str(row.data(Qt.ItemDataRole.AccessibleTextRole)).split(", ") for row in rows]
    return next(text for text in texts if text[0] == code)


def test_the_scopes_say_how_many_codes_they_have_at_once(driver: Driver) -> None:
    assert _titles(driver) == {name: name for name in ("All", "Favorites", "Recent", "Notes")}
    for code in ("97110", "97530"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.write("97165", "Once a year.")
    driver.press("Esc")
    assert _titles(driver)["Favorites"] == "Favorites 2"
    assert _titles(driver)["Notes"] == "Notes 1"
    assert driver.part(QToolButton, "scopeFavorites").accessibleName() == "List: favorites, 2"
    assert (_titles(driver)["All"], _titles(driver)["Recent"]) == ("All", "Recent")
    driver.go_to("97110")
    driver.press("Ctrl+D")
    driver.rewrite("97165", "")
    driver.press("Esc")
    assert _titles(driver)["Favorites"] == "Favorites 1"
    assert _titles(driver)["Notes"] == "Notes"


def test_codes_of_another_catalog_are_not_counted(opened: OpenDriver) -> None:
    driver = opened()
    driver.window.close()
    data = open_userdata(driver.folder)
    data.set_favorite("97110", True)
    data.set_favorite("99999", True)
    data.set_note("99999", "Not here.")
    data.close()
    again = opened()
    assert _titles(again)["Favorites"] == "Favorites 1"
    assert _titles(again)["Notes"] == "Notes"


def test_notes_lists_the_codes_with_a_note_in_catalog_order(driver: Driver) -> None:
    for code in ("97150", "97110"):
        driver.write(code, f"About {code}.")
    driver.press("Esc")
    driver.search("")
    driver.scope("Notes")
    assert driver.listed() == ["97110", "97150"]
    driver.search("group")
    assert driver.listed() == ["97150"]


def test_a_row_with_a_note_says_so_and_has_its_mark(driver: Driver) -> None:
    def mark() -> QImage:
        rect = driver.codes.visualRect(driver.codes.model().index(2, 0))
        place = rect.adjusted(rect.width() - 60, 0, -30, 0)
        return driver.codes.viewport().grab(place).toImage()

    driver.search("")
    driver.click_row(0)
    before = mark()
    assert "has a note" not in _spoken(driver, "97530")
    driver.write("97530", "BlueCross wants 59 here.")
    driver.press("Esc")
    driver.search("")
    driver.click_row(0)
    assert "has a note" in _spoken(driver, "97530")
    after = mark()
    muted = QColor(LIGHT.muted)
    inked = [
        (x, y)
        for x in range(after.width())
        for y in range(after.height())
        if after.pixelColor(x, y) == muted and before.pixelColor(x, y) != muted
    ]
    assert len(inked) > 5


def test_the_scope_is_there_again_and_one_that_is_unknown_is_all(opened: OpenDriver) -> None:
    driver = opened()
    driver.write("97530", "Mine.")
    driver.press("Esc")
    driver.search("")
    driver.scope("Notes")
    driver.window.close()
    again = opened()
    assert again.listed() == ["97530"]
    again.window.close()
    stored = QSettings(str(driver.folder / "window.ini"), QSettings.Format.IniFormat)
    stored.setValue("session/scope", "17")
    stored.sync()
    assert ViewState.from_strings({"scope": "2"}).codes.scope.name == "RECENT"
    assert ViewState.from_strings({"scope": "17"}).codes.scope.name == "ALL"
    assert opened().part(QToolButton, "scopeAll").isChecked()
