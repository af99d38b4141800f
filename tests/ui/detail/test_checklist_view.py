"""The checklist of a page: real check boxes that stay with their lines."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QToolButton

from otcodebook.ui.services.actions import ActionId
from support import small_catalog
from ui.driver import Driver, click_link, focused, select_in


def _boxes(driver: Driver) -> list[QCheckBox]:
    return [box for box in driver.tabs.currentWidget().findChildren(QCheckBox) if box.isVisible()]


def test_every_point_of_the_checklist_has_a_box_before_its_line(driver: Driver) -> None:
    wrong = []
    driver.window.resize(1000, 900)
    for code in ("97165", "97110", "97530", "97150", "97003"):
        for steps in (0, 3):
            driver.go_to(code)
            for _ in range(steps):
                driver.action(ActionId.TEXT_LARGER).trigger()
            QApplication.processEvents()
            points = {x["code"]: x for x in small_catalog()["codes"]}.get(code, {})
            names = points.get("documentation", [])
            if [box.accessibleName() for box in _boxes(driver)] != names:
                wrong.append(f"{code}: {[box.accessibleName() for box in _boxes(driver)]}")
            for box, name in zip(_boxes(driver), names, strict=False):
                select_in(driver.detail, name)
                line = driver.detail.viewport().mapToGlobal(driver.detail.cursorRect().center())
                if abs(box.mapToGlobal(box.rect().center()).y() - line.y()) > 2:
                    wrong.append(f"{code} {name}: {box.geometry()} {line}")
            driver.action(ActionId.TEXT_USUAL).trigger()
    assert wrong == []


def test_a_click_on_box_or_words_checks_the_point(driver: Driver) -> None:
    driver.search("97110")
    QApplication.processEvents()
    first, second = _boxes(driver)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert first.isChecked()
    assert driver.field.hasFocus()
    beside = second.mapToGlobal(second.rect().center()) + QPoint(40, 0)
    place = driver.detail.viewport().mapFromGlobal(beside)
    QTest.mouseClick(driver.detail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert second.isChecked()
    QTest.mouseClick(driver.detail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not second.isChecked()
    driver.type("g")
    assert driver.field.text() == "g"


def test_the_boxes_work_by_keyboard_and_letters_still_search(driver: Driver) -> None:
    driver.search("97110")
    QApplication.processEvents()
    driver.part(QToolButton, "copyButton").setFocus()
    driver.press("Tab")
    assert focused() is _boxes(driver)[0]
    driver.press("Space")
    assert _boxes(driver)[0].isChecked()
    driver.press("Tab")
    driver.press("Return")
    assert _boxes(driver)[1].isChecked()
    driver.type("g")
    assert driver.field.hasFocus()
    assert driver.field.text() == "g"


def test_checks_stay_while_the_page_is_shown_and_go_with_it(driver: Driver) -> None:
    driver.search("97110")
    QApplication.processEvents()
    _boxes(driver)[0].click()
    click_link(driver.detail, "fold:sources")
    driver.action(ActionId.TEXT_LARGER).trigger()
    driver.action(ActionId.THEME_DARK).trigger()
    assert [box.isChecked() for box in _boxes(driver)] == [True, False]
    driver.search("97530")
    driver.search("97110")
    assert [box.isChecked() for box in _boxes(driver)] == [False, False]


def test_boxes_move_with_the_page(driver: Driver) -> None:
    driver.window.resize(600, 400)
    driver.search("97110")
    QApplication.processEvents()
    box = _boxes(driver)[0]
    before = box.y()
    driver.detail.verticalScrollBar().setValue(30)
    assert box.y() == before - 30
