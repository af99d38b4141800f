"""The checklist of a page: real check boxes that stay with their lines."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QToolButton

from otcodebook.ui.window.actions import ActionId
from support import small_catalog
from ui.driver import Driver, click_link, focused, select_in


def _boxes(desk: Driver) -> list[QCheckBox]:
    return [box for box in desk.tabs.currentWidget().findChildren(QCheckBox) if box.isVisible()]


def test_every_point_of_the_checklist_has_a_box_before_its_line(desk: Driver) -> None:
    wrong = []
    desk.window.resize(1000, 900)
    for code in ("97165", "97110", "97530", "97150", "97003"):
        for steps in (0, 3):
            desk.go_to(code)
            for _ in range(steps):
                desk.action(ActionId.TEXT_LARGER).trigger()
            QApplication.processEvents()
            points = {x["code"]: x for x in small_catalog()["codes"]}.get(code, {})
            names = points.get("documentation", [])
            if [box.accessibleName() for box in _boxes(desk)] != names:
                wrong.append(f"{code}: {[box.accessibleName() for box in _boxes(desk)]}")
            for box, name in zip(_boxes(desk), names, strict=False):
                select_in(desk.detail, name)
                line = desk.detail.viewport().mapToGlobal(desk.detail.cursorRect().center())
                if abs(box.mapToGlobal(box.rect().center()).y() - line.y()) > 2:
                    wrong.append(f"{code} {name}: {box.geometry()} {line}")
            desk.action(ActionId.TEXT_USUAL).trigger()
    assert wrong == []


def test_a_click_on_box_or_words_checks_the_point(desk: Driver) -> None:
    desk.search("97110")
    QApplication.processEvents()
    first, second = _boxes(desk)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert first.isChecked()
    assert desk.field.hasFocus()
    beside = second.mapToGlobal(second.rect().center()) + QPoint(40, 0)
    place = desk.detail.viewport().mapFromGlobal(beside)
    QTest.mouseClick(desk.detail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert second.isChecked()
    QTest.mouseClick(desk.detail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not second.isChecked()
    desk.type("g")
    assert desk.field.text() == "g"


def test_the_boxes_work_by_keyboard_and_letters_still_search(desk: Driver) -> None:
    desk.search("97110")
    QApplication.processEvents()
    desk.part(QToolButton, "copyButton").setFocus()
    desk.press("Tab")
    assert focused() is _boxes(desk)[0]
    desk.press("Space")
    assert _boxes(desk)[0].isChecked()
    desk.press("Tab")
    desk.press("Return")
    assert _boxes(desk)[1].isChecked()
    desk.type("g")
    assert desk.field.hasFocus()
    assert desk.field.text() == "g"


def test_checks_stay_while_the_page_is_shown_and_go_with_it(desk: Driver) -> None:
    desk.search("97110")
    QApplication.processEvents()
    _boxes(desk)[0].click()
    click_link(desk.detail, "fold:sources")
    desk.action(ActionId.TEXT_LARGER).trigger()
    desk.action(ActionId.THEME_DARK).trigger()
    assert [box.isChecked() for box in _boxes(desk)] == [True, False]
    desk.search("97530")
    desk.search("97110")
    assert [box.isChecked() for box in _boxes(desk)] == [False, False]


def test_boxes_move_with_the_page(desk: Driver) -> None:
    desk.window.resize(600, 400)
    desk.search("97110")
    QApplication.processEvents()
    box = _boxes(desk)[0]
    before = box.y()
    desk.detail.verticalScrollBar().setValue(30)
    assert box.y() == before - 30
