"""Pages are untrusted text: nothing is loaded, nothing is followed but our own links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QHelpEvent, QImage, Qt, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QTextBrowser,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otcodebook.pages.html import Html, text
from otcodebook.ui.dialogs.page_dialog import PageDialog
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.main_window import MainWindow
from support import small_catalog, write_catalog
from ui.driver import Driver, child, click_link, clipboard, select_in

_RED = "#ff0000"


class Watched(DocumentView):
    """Notes what the page asks for and what it is given."""

    def __init__(self) -> None:
        super().__init__("pageView", "Page")
        self.asked: list[tuple[str, Any]] = []

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        given = super().loadResource(kind, url)
        self.asked.append((QUrl(url).toString(), given))
        return given


class Outside(QObject):
    """Stands in for the browser and the file manager of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def view(qtbot: QtBot) -> Watched:
    view = Watched()
    qtbot.addWidget(view)
    view.resize(300, 200)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def outside(qapp: QApplication) -> Iterator[Outside]:
    desktop = Outside()
    for scheme in ("http", "https", "file", "mailto"):
        QDesktopServices.setUrlHandler(scheme, desktop, "open")  # type: ignore[arg-type]
    yield desktop
    for scheme in ("http", "https", "file", "mailto"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(_RED))
    path = tmp_path / "red.png"
    assert image.save(str(path))
    return path


def _shows_red(widget: QWidget) -> bool:
    image = widget.grab().toImage()
    red = QColor(_RED).rgb()
    return any(
        image.pixel(x, y) == red for x in range(image.width()) for y in range(image.height())
    )


def _is_empty(given: Any) -> bool:
    """No bytes, or a picture of nothing: for None, Qt would read the file by itself."""
    if isinstance(given, QImage):
        return given.size() == QSize(1, 1) and given.pixelColor(0, 0).alpha() == 0
    return given is not None and bytes(given) == b""


def test_an_image_file_is_asked_for_but_neither_given_nor_painted(
    view: Watched, picture: Path
) -> None:
    view.show_page(Html(f'<p>Hello</p><img src="{picture.as_uri()}" width="60" height="60">'))
    assert not _shows_red(view)
    assert all(_is_empty(given) for _, given in view.asked)
    assert any(picture.name in url for url, _ in view.asked)


def test_a_stock_view_would_paint_it(qtbot: QtBot, picture: Path) -> None:
    """The check above sees red where there is some."""
    stock = QTextBrowser()
    qtbot.addWidget(stock)
    stock.resize(300, 200)
    stock.setHtml(f'<img src="{picture.as_uri()}">')
    assert _shows_red(stock)


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="stylesheet" href="{url}"><p>x</p>',
        '<body background="{url}"><p>x</p></body>',
        '<p style="background-image: url({url})">x</p>',
        '<table background="{url}"><tr><td>x</td></tr></table>',
        '<ul style="list-style-image: url({url})"><li>x</li></ul>',
        '<img src="{path}">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
    ],
)
def test_nothing_else_is_given_either(view: Watched, picture: Path, page: str) -> None:
    view.show_page(Html(page.replace("{url}", picture.as_uri()).replace("{path}", str(picture))))
    assert not _shows_red(view)
    assert all(_is_empty(given) for _, given in view.asked)


_FOREIGN = [
    "file:///etc/hostname",
    "http://127.0.0.1:9/",
    "https://127.0.0.1:9/",
    "mailto:someone@example.org",
    "javascript:alert(1)",
    "qrc:/x",
    "#anchor",
    "page.html",
    "/etc/hostname",
]


@pytest.mark.parametrize("target", _FOREIGN)
def test_a_foreign_link_goes_nowhere(view: Watched, outside: Outside, target: str) -> None:
    followed: list[str] = []
    view.link_activated.connect(followed.append)
    view.show_page(Html(f'<p><a href="{target}">Somewhere else</a></p>'))
    click_link(view, target)
    assert followed == []
    assert outside.opened == []
    assert view.source().isEmpty()
    assert view.toPlainText() == "Somewhere else"


@pytest.mark.parametrize("target", ["code:97110", "code:A1", "faq:how-many-units", "guide:start"])
def test_our_own_links_are_told(view: Watched, outside: Outside, target: str) -> None:
    followed: list[str] = []
    view.link_activated.connect(followed.append)
    view.show_page(Html(f'<p><a href="{target}">Here</a></p>'))
    click_link(view, target)
    assert followed == [target]
    assert outside.opened == []
    assert view.toPlainText() == "Here"


def test_no_document_is_opened_by_its_address(view: Watched, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret", encoding="utf-8")
    view.show_page(Html("<p>Hello</p>"))
    view.setSource(QUrl.fromLocalFile(str(secret)))
    assert view.toPlainText() == "Hello"


def test_a_new_style_keeps_the_page(view: Watched) -> None:
    view.show_page(Html("<p>Hello</p>"))
    view.set_style("p { color: #123456; }")
    assert view.toPlainText() == "Hello"
    assert "#123456" in view.toHtml()


def test_copying_through_the_views_own_menu_is_plain_text_too(view: Watched) -> None:
    view.show_page(Html("<p>One <b>two</b> three</p>"))
    select_in(view, "two")
    view.copy()
    assert clipboard().text() == "two"
    assert not clipboard().mimeData().hasHtml()


_MARKUP = '<script>alert(1)</script><img src="{url}"><a href="file:///etc/hostname">x</a>&lt;b&gt;'


@pytest.fixture
def hostile(
    open_window: Callable[..., MainWindow], tmp_path: Path, picture: Path
) -> tuple[Driver, str]:
    """A window whose catalog has markup in every text, and that markup."""
    markup = _MARKUP.replace("{url}", picture.as_uri())
    catalog = small_catalog()
    catalog["title"] = markup
    catalog["edition"]["notices"] = [markup]
    for family in catalog["families"]:
        family["name"] = markup
    code = catalog["codes"][1]
    for key in ("name", "summary", "patient", "since"):
        code[key] = markup
    for key in ("documentation", "cautions", "counting", "aliases"):
        code[key] = [markup]
    catalog["retired"][0] |= {"was": markup, "gone": markup, "note": markup}
    catalog["elsewhere"][0] |= {"name": markup, "belongs_to": markup, "note": markup}
    catalog["lookalikes"][0] |= {"question": markup}
    catalog["lookalikes"][0]["answer"] = [{"kind": "text", "text": markup}]
    blocks = [
        {"kind": "text", "text": markup},
        {"kind": "heading", "text": markup},
        {"kind": "list", "items": [markup]},
        {"kind": "table", "head": [markup], "rows": [[markup]]},
    ]
    catalog["faq"][0] |= {"question": markup, "answer": blocks, "as_of": markup}
    catalog["guide"][0] |= {"title": markup, "body": blocks, "as_of": markup}
    return Driver(open_window(write_catalog(tmp_path, catalog))), markup


@pytest.mark.parametrize(("code", "at_least"), [("97110", 6), ("97003", 3), ("97161", 2)])
def test_markup_in_a_code_shows_as_text(
    hostile: tuple[Driver, str], code: str, at_least: int
) -> None:
    driver, markup = hostile
    driver.go_to(code)
    assert driver.detail.toPlainText().count(markup) >= at_least
    assert not _shows_red(driver.window)
    labels = [label for label in driver.window.findChildren(QLabel) if markup in label.text()]
    assert labels, "the heading shows the name"
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_markup_in_questions_and_guide_shows_as_text(hostile: tuple[Driver, str]) -> None:
    driver, markup = hostile
    driver.open_all_tabs()
    for tab, view, titles in (
        (1, driver.faq_view, driver.faq_list),
        (2, driver.guide_view, driver.guide_list),
    ):
        driver.tabs.setCurrentIndex(tab)
        titles.setCurrentRow(0)
        assert view.toPlainText().count(markup) >= 6
        assert titles.item(0).text() == markup
        assert not _shows_red(driver.window)


def test_markup_in_the_notices_shows_as_text_in_about(hostile: tuple[Driver, str]) -> None:
    driver, markup = hostile
    driver.action(ActionId.ABOUT).trigger()
    dialog = child(driver.window, PageDialog)
    page = child(dialog, QTextBrowser, "pageView")
    assert page.toPlainText().count(markup) >= 2
    assert not _shows_red(dialog)


def test_markup_in_a_row_shows_as_text_in_its_tooltip(
    hostile: tuple[Driver, str], qtbot: QtBot
) -> None:
    driver, markup = hostile
    driver.search("97110")
    place = driver.codes.visualRect(driver.codes.model().index(0, 0)).center()
    viewport = driver.codes.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    qtbot.waitUntil(lambda: bool(QToolTip.text()))
    shown = QToolTip.text()
    QToolTip.hideText()
    if Qt.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        shown = document.toPlainText()
    assert markup in shown


def test_markup_typed_into_the_box_shows_as_text_when_nothing_matches(
    driver: Driver, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(picture.parent)
    # A name alone: digits of the folder's path would be searched too, and might find a code.
    driver.field.setText(f'<img src="{picture.name}">qqqq')
    said = driver.part(QLabel, "emptyText")
    assert said.isVisible()
    assert "<img" in said.text()
    assert said.textFormat() == Qt.TextFormat.PlainText
    assert not _shows_red(driver.window)


def test_characters_that_turn_the_direction_show_as_a_mark(view: Watched) -> None:
    view.show_page(text("97\u202e011\x00\u2066"))
    assert view.toPlainText() == "97\ufffd011\ufffd\ufffd"


def test_a_line_break_pasted_into_the_box_stays_one_line(driver: Driver) -> None:
    clipboard().setText("ther\nex")
    driver.field.setFocus()
    driver.press("Ctrl+V")
    assert driver.part(QLineEdit, "searchField").text().split() == ["ther", "ex"]
    assert driver.current() == "97110"
