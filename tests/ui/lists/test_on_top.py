"""A list on top of the built-in codes in the window: scope, band, own pages, Units, paper."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from otcodebook.lists.file import LoadedCatalog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, child, click_link, clipboard
from ui.opening import Opening, button

LIST = """HCPCS,Description,Charge,Mod,Comment,Minutes
X9999,Barn door fitting,$7.00,,<b>ask</b>,
97530,Kitchen group with us,$45.00,GO,needs auth,15 min
97110,Our <i>strength</i> hour,$40.00,GO,,
X9998,Wall slide class,$9.50,GO,,30 min
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "charges.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def start(
    open_window: Callable[..., MainWindow], folder: Path, qtbot: QtBot
) -> Callable[..., Opening]:
    """Opens windows on the built-in codes, or with a list that is named or remembered."""

    def opened(named: Path | None = None, waits_for: str = "") -> Opening:
        opening = Opening(Driver(open_window(named, folder), folder), qtbot)
        qtbot.waitUntil(lambda: opening.driver.window.windowTitle().startswith(waits_for))
        return opening

    return opened


@pytest.fixture
def driver(start: Callable[..., Opening], path: Path) -> Driver:
    """The window with the list on top."""
    return start(path, path.name).driver


def _open(opening: Opening, path: Path) -> None:
    """Drops the list and uses it; one that was used before is taken without a question."""
    window = opening.driver.window
    window.files_dropped.emit([str(path)])
    opening.qtbot.waitUntil(
        lambda: window.windowTitle().startswith(path.name) or opening.preview() is not None
    )
    if (preview := opening.preview()) is not None:
        button(preview, "Use this list").click()
        opening.until_preview_is_gone()
    opening.qtbot.waitUntil(lambda: window.windowTitle().startswith(path.name))


def _scope(driver: Driver) -> QToolButton | None:
    return driver.window.findChild(QToolButton, "scopeMy list")


def test_a_list_that_was_closed_is_let_go(driver: Driver, path: Path) -> None:
    def held() -> int:
        gc.collect()
        return sum(
            isinstance(each, LoadedCatalog) and each.path == path for each in gc.get_objects()
        )

    assert held() == 1
    driver.action(ActionId.CLOSE_LIST).trigger()
    assert held() == 0


def test_the_scope_is_there_while_a_list_is(start: Callable[..., Opening], path: Path) -> None:
    opening = start()
    driver = opening.driver
    assert _scope(driver) is None
    _open(opening, path)
    scope = _scope(driver)
    assert scope is not None
    assert (scope.text(), scope.accessibleName()) == ("My list 4", "List: my list, 4")
    assert len(driver.listed()) > 200
    driver.scope("My list")
    assert driver.listed() == ["X9999", "97530", "97110", "X9998"]
    assert driver.count() == "4 codes"
    driver.type("wall slide class")  # a letter typed there goes to the box
    assert driver.listed()[0] == "X9998"
    driver.action(ActionId.CLOSE_LIST).trigger()
    assert not scope.isVisible()
    assert driver.part(QToolButton, "scopeAll").isChecked()
    driver.search("X9998")
    assert "X9998" not in driver.listed()
    _open(opening, path)
    assert scope.isVisible()


def test_the_band_and_the_pages_of_her_own(driver: Driver) -> None:
    driver.search("kitchen group with us")
    assert driver.current() == "97530"
    page = driver.detail.toPlainText()
    assert "From your list: “Kitchen group with us” · $45.00 · modifier GO · “needs auth”" in page
    assert "Document in the note" in page
    driver.search("97110")
    assert "“Our <i>strength</i> hour” · $40.00 · modifier GO" in driver.detail.toPlainText()
    click_link(driver.detail, "code:97530")
    assert "“Kitchen group with us”" in driver.detail.toPlainText()
    driver.search("barn door")
    page = driver.detail.toPlainText()
    assert "From your list: $7.00 · “<b>ask</b>”" in page
    assert "Only your list has this code." in page
    assert "How it is counted is not known" in page
    driver.search("97112")
    assert "From your list" not in driver.detail.toPlainText()


def test_a_row_tells_her_name_and_charge(driver: Driver) -> None:
    driver.search("kitchen group with us")
    spoken = driver.codes.model().data(driver.codes.currentIndex(), 11)  # AccessibleTextRole
    assert "in your list Kitchen group with us" in spoken
    assert "$45.00" in spoken
    driver.search("97112")
    assert "$" not in driver.codes.model().data(driver.codes.currentIndex(), 11)


def test_copy_favorites_and_notes_work_on_her_codes(driver: Driver, qtbot: QtBot) -> None:
    driver.search("barn door")
    driver.press("Return")
    assert clipboard().text() == "X9999"
    driver.press("Ctrl+D")
    assert driver.is_favorite()
    driver.scope("Favorites")
    driver.press("Esc")
    assert driver.listed() == ["X9999"]
    driver.scope("All")
    driver.write("X9998", "only on Tuesdays")
    qtbot.waitUntil(lambda: driver.on_disk("X9998") == "only on Tuesdays")
    driver.scope("My list")
    driver.search("tuesdays")
    assert driver.listed() == ["X9998"]


def test_units_faq_and_guide_stay(driver: Driver) -> None:
    driver.press("Ctrl+4")
    for code, minutes in (("97530", "33"), ("X9998", "45"), ("barn door", "20")):
        driver.type(code)
        driver.press("Return")
        driver.type(minutes)
        driver.press("Return")
    driver.press("Ctrl+Shift+C")
    assert clipboard().text() == "97530-GO x2\nX9998-GO x1"
    said = " ".join(label.text() for label in driver.window.findChildren(QLabel))
    assert "does not say how X9999 is counted" in said
    driver.press("Ctrl+2")
    assert driver.faq_list.model().rowCount() > 20
    driver.press("Ctrl+3")
    assert driver.guide_list.model().rowCount() > 5


def test_it_is_there_again_with_its_scope(
    start: Callable[..., Opening], path: Path, qtbot: QtBot
) -> None:
    opening = start()
    _open(opening, path)
    opening.driver.scope("My list")
    opening.driver.codes.setFocus()
    opening.driver.press("End")
    assert opening.driver.current() == "X9998"
    opening.driver.window.close()
    again = start(waits_for=path.name).driver
    qtbot.waitUntil(lambda: again.listed() == ["X9999", "97530", "97110", "X9998"])
    assert again.part(QToolButton, "scopeMy list").isChecked()
    assert again.current() == "X9998"
    again.action(ActionId.CLOSE_LIST).trigger()
    again.window.close()
    assert _scope(start().driver) is None


def test_back_leads_to_the_list_and_no_further_than_it_is_there(driver: Driver) -> None:
    driver.scope("My list")
    driver.codes.setFocus()
    driver.press("End")
    driver.press("Ctrl+2")
    driver.press("Alt+Left")
    assert driver.part(QToolButton, "scopeMy list").isChecked()
    driver.press("Ctrl+2")
    driver.action(ActionId.CLOSE_LIST).trigger()
    driver.press("Alt+Left")
    assert driver.part(QToolButton, "scopeAll").isChecked()


def test_csv_of_my_list_has_her_fields(driver: Driver, tmp_path: Path) -> None:
    driver.scope("My list")
    driver.action(ActionId.SAVE_CSV).trigger()
    dialog = child(driver.window, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "My list.csv"
    saved = tmp_path / "saved.csv"
    dialog.fileSelected.emit(str(saved))
    dialog.close()
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Code,Name,Family,Counting,My name,Charge,Modifier,Comment"
    assert "Kitchen group with us,$45.00,GO,needs auth" in lines[2]
    assert len(lines) == 5
