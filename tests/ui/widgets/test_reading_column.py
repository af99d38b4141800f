"""Pages as they are read: the column of text, its edges, turning the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QSplitter, QTextBrowser

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from ui.driver import Driver, click_link, links


def _folds(driver: Driver) -> list[str]:
    return [target for target in links(driver.detail) if target.startswith("fold:")]


def test_lines_are_about_75_letters_at_most_at_every_width_and_size(
    open_window: Callable[..., MainWindow],
) -> None:
    driver = Driver(open_window())
    driver.open_all_tabs()
    wrong = []
    for steps in range(3):
        for width in (1060, 1600, 2560):
            driver.window.resize(width, 900)
            for view in (driver.detail, driver.faq_view, driver.guide_view):
                driver.tabs.setCurrentIndex(
                    [driver.detail, driver.faq_view, driver.guide_view].index(view)
                )
                QApplication.processEvents()
                longest = max(_line_lengths(view))
                if not 55 <= longest <= 85:
                    wrong.append(f"{view.objectName()} {width} {steps}: {longest}")
        driver.action(ActionId.TEXT_LARGER).trigger()
    assert wrong == []


def _line_lengths(view: QTextBrowser) -> list[int]:
    block = view.document().begin()
    found = []
    while block.isValid():
        layout = block.layout()
        found += [layout.lineAt(at).textLength() for at in range(layout.lineCount())]
        block = block.next()
    return found


def test_no_page_is_wider_than_its_view_or_has_a_bar(
    open_window: Callable[..., MainWindow],
) -> None:
    driver = Driver(open_window())
    driver.window.resize(1600, 900)
    splitter = driver.part(QSplitter, "codesTab")
    wrong = []
    for code in ("97165", "97166", "97167", "97168", "L3906", "97110"):
        driver.search(code)
        for fold in _folds(driver):
            click_link(driver.detail, fold)
        for width in range(330, 700, 7):
            splitter.setSizes([splitter.width() - width, width])
            QApplication.processEvents()
            view = driver.detail
            room = view.viewport().width()
            if view.horizontalScrollBar().isVisible() or view.document().size().width() > room + 1:
                wrong.append(f"{code} {width}: {view.document().size().width()} > {room}")
    assert wrong == []


def test_no_line_is_cut_at_the_bottom_of_the_page(open_window: Callable[..., MainWindow]) -> None:
    driver = Driver(open_window())
    driver.search("97110")
    view = driver.detail
    wrong, cuts = [], 0
    for height in range(400, 460, 3):
        driver.window.resize(1060, height)
        QApplication.processEvents()
        for value in (0, 7, 60, 130):
            view.verticalScrollBar().setValue(value)
            room = view.viewport().height()
            tops = [top for top, bottom in _line_edges(view) if top < room < bottom]
            cuts += len(tops)
            picture = view.grab().toImage()
            for y in range(min(tops, default=room) + 2, room + 2):
                if len({picture.pixel(x, y) for x in range(20, 460)}) > 1:
                    wrong.append((height, value, y))
    assert cuts > 10
    assert wrong == []


def _line_edges(view: QTextBrowser) -> list[tuple[int, int]]:
    """Top and bottom of each line of the page, in the view."""
    layout, scrolled = view.document().documentLayout(), view.verticalScrollBar().value()
    block = view.document().begin()
    found = []
    while block.isValid():
        above = layout.blockBoundingRect(block).top() - scrolled
        for at in range(block.layout().lineCount()):
            line = block.layout().lineAt(at).rect().translated(0, above)
            found.append((round(line.top()), round(line.top()) + view.fontMetrics().height()))
        block = block.next()
    return found


def test_a_page_down_skips_no_line(open_window: Callable[..., MainWindow]) -> None:
    driver = Driver(open_window())
    driver.window.resize(1060, 420)
    driver.search("97110")
    QApplication.processEvents()
    view = driver.detail
    view.setFocus()
    bottom = QPoint(100, view.viewport().height() - 1)
    cut = view.cursorForPosition(bottom).block().position()
    driver.press("PgDown")
    assert view.verticalScrollBar().value() > 50
    cursor = QTextCursor(view.document())
    cursor.setPosition(cut)
    assert view.cursorRect(cursor).top() >= 0
    driver.press("PgUp")
    assert view.verticalScrollBar().value() == 0
