"""Opening another catalog: real files, dropped on the real window, chosen, remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

import needs
from otcodebook.catalog.load import load_catalog
from otcodebook.resources import read_resource
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.list_copy import forget_copy
from support import ROOT, small_catalog, write_catalog
from ui.driver import Driver, child
from ui.opening import (
    Opening,
    button,
    drag,
    drop,
    reading_threads,
    remarks,
    said,
    shown_kinds,
    table,
    urls,
)

_LIST = "Code,Name\nX1,Alpha splint\nX2,Beta splint\n"


@pytest.fixture
def opening(driver: Driver, qtbot: QtBot) -> Opening:
    return Opening(driver, qtbot)


def _written(folder: Path, name: str, text: str = _LIST, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def _long_list(folder: Path, name: str = "long.csv", rows: int = 40_000) -> Path:
    """A list that is still being read when the window gets its next event."""
    lines = (f"A{number},Splint number {number}" for number in range(rows))
    return _written(folder, name, "\n".join(("Code,Name", *lines)))


def _other_catalog(folder: Path, title: str = "Other catalog") -> Path:
    other = small_catalog() | {"title": title}
    other["codes"] = other["codes"][:2]
    other["codes"][1]["related"] = []
    other["retired"] = other["elsewhere"] = other["lookalikes"] = []
    folder.mkdir(parents=True, exist_ok=True)
    path = write_catalog(folder, other)
    return path.rename(folder / "other.json")


def _bundled_codes() -> int:
    return len(load_catalog(read_resource("catalog.json")).codes)


def _own(driver: Driver) -> list[str]:
    """The codes of the clinic's list."""
    driver.scope("My list")
    return driver.listed()


@pytest.mark.parametrize(
    "on",
    ["searchField", "codeList", "detailView", "tabs", "filterButton", "banner"],
)
def test_a_catalog_dropped_on_any_part_is_opened(opening: Opening, tmp_path: Path, on: str) -> None:
    driver = opening.driver
    if on == "banner":
        opening.read(_written(tmp_path, "bad.json", "{"))
    opening.drop(_other_catalog(tmp_path), driver.part(QWidget, on))
    opening.until_read()
    assert driver.listed() == ["97165", "97110"]
    assert driver.window.windowTitle() == "other.json \N{EN DASH} OT Codebook"
    assert driver.status() == "2 codes from other.json"
    assert driver.field.text() == ""
    assert opening.banner() == ""


@pytest.mark.parametrize(("tab", "on"), [(1, "faqSearch"), (1, "faqView"), (2, "guideView")])
def test_the_other_tabs_take_a_drop_too(
    opening: Opening, tmp_path: Path, tab: int, on: str
) -> None:
    driver = opening.driver
    driver.tabs.setCurrentIndex(tab)
    opening.drop(_other_catalog(tmp_path), driver.part(QWidget, on))
    opening.until_read()
    assert driver.tabs.currentIndex() == tab
    driver.tabs.setCurrentIndex(0)
    assert driver.listed() == ["97165", "97110"]


def test_only_files_are_taken(driver: Driver) -> None:
    text = QMimeData()
    text.setText("97110")
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/catalog.json")])
    for data in (text, address):
        for part in (driver.field, driver.codes, driver.detail):
            assert not drag(driver, data, part)
    assert driver.field.text() == ""


def test_several_files_are_opened_one_after_the_other_and_told(
    opening: Opening, tmp_path: Path
) -> None:
    driver = opening.driver
    other = _other_catalog(tmp_path)
    drop(driver, urls(other, tmp_path / "nothing.csv", _written(tmp_path, "list.csv")))
    opening.qtbot.waitUntil(lambda: opening.preview() is not None)
    assert driver.window.windowTitle().startswith("other.json")
    button(opening.until_preview(), "Use this list").click()
    opening.qtbot.waitUntil(lambda: driver.window.windowTitle().startswith("list.csv"))
    opening.until_preview_is_gone()
    driver.search("splint")
    assert {"X1", "X2"} <= set(driver.listed())
    assert opening.banner() == (
        "2 files of 3 opened. nothing.csv does not exist: choose another file."
    )
    drop(driver, urls(other, _written(tmp_path, "again.csv")))
    told = "Opened other.json and again.csv, one after the other. again.csv is shown"
    opening.qtbot.waitUntil(lambda: driver.status() == told)
    assert opening.banner() == ""


def test_a_file_that_is_canceled_leaves_the_others(opening: Opening, tmp_path: Path) -> None:
    first, last = _written(tmp_path, "one.csv"), _other_catalog(tmp_path)
    drop(opening.driver, urls(first, last))
    button(opening.until_preview(), "Cancel").click()
    opening.qtbot.waitUntil(lambda: opening.banner() != "")
    assert opening.banner() == "1 file of 2 opened. one.csv was canceled."
    assert opening.driver.window.windowTitle().startswith("other.json")


def test_the_file_dialog_opens_what_is_chosen(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    driver.press("Ctrl+O")
    dialog = child(driver.window, QFileDialog)
    assert dialog.isVisible()
    for kind in ("*.json", "*.csv", "*.tsv", "*.txt"):
        assert kind in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(_other_catalog(tmp_path / "chosen")))
    dialog.close()
    opening.until_read()
    assert driver.listed() == ["97165", "97110"]
    opening.qtbot.waitUntil(lambda: driver.window.findChild(QFileDialog) is None)
    driver.action(ActionId.OPEN).trigger()
    again = child(driver.window, QFileDialog)
    assert Path(again.directory().absolutePath()) == tmp_path / "chosen"
    again.reject()
    assert driver.listed() == ["97165", "97110"]


def test_a_list_is_previewed_then_used(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    path = _written(
        tmp_path,
        "clinic.csv",
        "CPT code,Description,Category,Minutes,Keywords,Fee\n"
        "97110,Exercise,Procedures,15,ther ex;TE,30\n"
        ",no code,,,,\n"
        "97150,Group,Procedures,untimed,,18\n"
        "97530,Activities,Other,a while,,\n"
        "G0283,Stimulation,,,,\nL3906,Splint,,,,\nL3908,Splint,,,,\n",
    )
    preview = opening.previewed(path)
    assert driver.listed()[0] == "97165"
    assert said(preview, "previewTitle") == "6 codes in clinic.csv"
    assert table(preview)[:3] == [
        [
            "CPT code: Code",
            "Description: Name",
            "Category: Family",
            "Minutes: Timing",
            "Keywords: Search words",
            "Fee: Charge",
        ],
        ["97110", "Exercise", "Procedures", "15", "ther ex;TE", "30"],
        ["", "no code", "", "", "", ""],
    ]
    assert "The text is UTF-8, its columns are separated by commas." in said(
        preview, "previewRemarks"
    )
    assert remarks(preview) == [
        "2",
        "3 Left out: there is no code",
        "4",
        '5 "a while" is not clearly a number of minutes: the counting is left open',
        *("6", "7", "8"),
    ]
    assert shown_kinds(preview) == ["All rows (7)", "Left out (1)", "Read in part (1)"]
    opening.qtbot.waitUntil(lambda: button(preview, "Use this list").hasFocus())
    driver.press("Return")
    opening.until_preview_is_gone()
    assert _own(driver) == ["97110", "97150", "97530", "G0283", "L3906", "L3908"]
    driver.search("ther ex")
    assert driver.current() == "97110"


def test_a_list_without_problems_shows_none(opening: Opening, tmp_path: Path) -> None:
    preview = opening.previewed(_written(tmp_path, "one.csv", "Code,Name\nX1,Alpha\n"))
    assert said(preview, "previewTitle") == "1 code in one.csv"
    assert shown_kinds(preview) == ["All rows (1)"]
    assert child(preview, QTableView, "previewTable").isColumnHidden(0)
    button(preview, "Use this list").click()
    assert opening.driver.status() == "1 code from one.csv"


@pytest.mark.parametrize("how", ["Esc", "Cancel"])
def test_a_preview_that_is_refused_changes_nothing(
    opening: Opening, tmp_path: Path, how: str
) -> None:
    driver = opening.driver
    driver.search("ther")
    driver.press("Down")
    before = driver.listed(), driver.current(), driver.window.windowTitle()
    preview = opening.previewed(_written(tmp_path, "list.csv"))
    opening.qtbot.waitUntil(lambda: QApplication.activeWindow() is preview)
    if how == "Esc":
        driver.press("Esc")
    else:
        button(preview, "Cancel").click()
    assert opening.preview() is None
    assert (driver.listed(), driver.current(), driver.window.windowTitle()) == before
    assert driver.field.text() == "ther"
    assert opening.recent() == []


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "told"),
    [
        ("list.tsv", "utf-8", "\t", "UTF-8, its columns are separated by tabs"),
        ("list.txt", "utf-8-sig", ";", "UTF-8, its columns are separated by semicolons"),
        ("list.csv", "utf-16", ",", "UTF-16, its columns are separated by commas"),
        ("list.csv", "windows-1252", ";", "Windows-1252, its columns are separated by semicolons"),
    ],
)
def test_encodings_and_separators(
    opening: Opening, tmp_path: Path, name: str, encoding: str, separator: str, told: str
) -> None:
    text = "Code|Name\r\nX1|Caf\u00e9 cr\u00e8me splint\r\nX2|Beta\r\n".replace("|", separator)
    preview = opening.previewed(_written(tmp_path, name, text, encoding))
    assert told in said(preview, "previewRemarks")
    assert table(preview)[1] == ["X1", "Caf\u00e9 cr\u00e8me splint"]
    button(preview, "Use this list").click()
    opening.until_preview_is_gone()
    opening.driver.search("cafe creme")
    assert opening.driver.listed() == ["X1"]


def test_the_query_and_the_current_code_stay(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    driver.go_to("97110")
    opening.read(_other_catalog(tmp_path))
    assert driver.field.text() == "97110"
    assert driver.current() == "97110"
    assert "Small" not in driver.window.windowTitle()


def _folder(folder: Path) -> Path:
    path = folder / "folder.csv"
    path.mkdir()
    return path


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def _deep(folder: Path) -> Path:
    return _written(folder, "deep.json", "[" * 100_000)


_BAD: list[tuple[str, Callable[[Path], Path], str]] = [
    ("gone", lambda folder: folder / "gone.json", "gone.json does not exist"),
    ("folder", _folder, "folder.csv is a folder"),
    *([("pipe", _pipe, "pipe.csv is a pipe")] if hasattr(os, "mkfifo") else []),
    ("empty", lambda folder: _written(folder, "empty.csv", ""), "empty.csv is empty"),
    ("cut off", lambda folder: _written(folder, "cut.json", '{"format": 1,'), "line 1"),
    ("deep", _deep, "deep.json"),
    ("NUL", lambda folder: _written(folder, "zero.csv", "Code,Name\nX1,a\0b\n"), "line 2"),
    ("a zip", lambda folder: _written(folder, "a.xlsx", "PK\x03\x04"), "damaged spreadsheet"),
]


@pytest.mark.parametrize(("make", "told"), [case[1:] for case in _BAD], ids=[c[0] for c in _BAD])
def test_a_file_that_cannot_be_used_changes_nothing(
    opening: Opening, tmp_path: Path, make: Callable[[Path], Path], told: str
) -> None:
    driver = opening.driver
    driver.search("ther")
    driver.press("Down")
    before = (
        driver.listed(),
        driver.current(),
        driver.window.windowTitle(),
        driver.detail.toPlainText(),
    )
    path = make(tmp_path)
    opening.read(path)
    assert opening.preview() is None
    assert path.name in opening.banner()
    assert told in opening.banner()
    assert opening.banner().endswith("catalog.json is still shown.")
    assert len(opening.banner().splitlines()) == 1
    after = (
        driver.listed(),
        driver.current(),
        driver.window.windowTitle(),
        driver.detail.toPlainText(),
    )
    assert after == before
    assert driver.field.text() == "ther"
    assert driver.field.hasFocus()
    assert opening.recent() == []
    driver.type("a")
    assert driver.field.text() == "thera"


def test_only_the_latest_trouble_is_told_and_success_ends_it(
    opening: Opening, tmp_path: Path
) -> None:
    opening.read(tmp_path / "first.csv")
    opening.read(tmp_path / "second.csv")
    assert "first.csv" not in opening.banner()
    assert "second.csv does not exist" in opening.banner()
    opening.read(_other_catalog(tmp_path))
    assert opening.banner() == ""
    opening.read(tmp_path / "third.csv")
    assert opening.banner().endswith("other.json is still shown.")


def test_the_banner_wraps_and_is_closed(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    opening.read(_written(tmp_path, f"{'a long name ' * 12}.json", "{"))
    banner = driver.part(QWidget, "banner")
    driver.window.resize(1200, 700)
    opening.qtbot.waitUntil(lambda: banner.width() > 1000)
    wide = banner.height()
    driver.window.resize(480, 700)
    opening.qtbot.waitUntil(lambda: banner.height() > wide)
    text = driver.part(QWidget, "bannerText")
    assert text.height() >= text.heightForWidth(text.width())
    button(banner, "Close").click()
    assert opening.banner() == ""


def test_while_a_list_is_read_the_old_catalog_is_used(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    opening.drop(_long_list(tmp_path))
    assert opening.label() == "Opening long.csv"
    driver.search("group")
    assert driver.current() == "97150"
    assert opening.is_reading()
    opening.until_read()
    assert opening.preview() is not None
    assert not opening.cancel().isVisible()


def test_reading_is_canceled(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    driver.search("group")
    before = driver.listed()
    opening.drop(_long_list(tmp_path))
    opening.cancel().click()
    assert not opening.is_reading()
    opening.until_threads_end()
    assert opening.preview() is None
    assert opening.banner() == ""
    assert driver.listed() == before
    opening.read(_other_catalog(tmp_path))
    assert driver.status() == "2 codes from other.json"


def test_a_second_file_takes_the_place_of_the_first(opening: Opening, tmp_path: Path) -> None:
    opening.drop(_long_list(tmp_path))
    opening.drop(_other_catalog(tmp_path))
    assert opening.label() == "Opening other.json"
    opening.until_read()
    opening.until_threads_end()
    assert opening.driver.listed() == ["97165", "97110"]
    assert opening.preview() is None
    assert [action.toolTip() for action in opening.recent()] == [str(tmp_path / "other.json")]


@pytest.mark.parametrize("first", ["list.csv", "gone.csv"])
def test_a_result_on_its_way_is_not_taken_for_the_second_files(
    opening: Opening, tmp_path: Path, first: str
) -> None:
    _written(tmp_path, "list.csv")
    opening.drop(tmp_path / first)
    for thread in reading_threads():
        thread.join(20)  # its result is there, and not taken yet
    opening.drop(_long_list(tmp_path))
    QApplication.processEvents()
    assert opening.is_reading()
    opening.until_read()
    preview = opening.preview()
    assert preview is not None
    assert "long.csv" in preview.windowTitle()
    assert opening.banner() == ""


def test_a_file_opened_during_a_preview_takes_its_place(opening: Opening, tmp_path: Path) -> None:
    opening.previewed(_written(tmp_path, "list.csv"))
    opening.driver.window.files_dropped.emit([str(_other_catalog(tmp_path))])
    assert opening.preview() is None
    opening.until_read()
    assert opening.driver.listed() == ["97165", "97110"]


@pytest.mark.parametrize(
    "name",
    [
        "100 %v %p.csv",
        pytest.param("R&D <b>.csv", marks=needs.file_names),
        pytest.param("tab\tand\u202eright.csv", marks=needs.file_names),
    ],
)
def test_odd_names_are_shown_as_they_are(opening: Opening, tmp_path: Path, name: str) -> None:
    shown = name.replace("\t", "\N{REPLACEMENT CHARACTER}").replace(
        "\u202e", "\N{REPLACEMENT CHARACTER}"
    )
    path = _written(tmp_path, name)
    opening.drop(path)
    assert opening.label() == f"Opening {shown}"
    opening.until_read()
    preview = opening.preview()
    assert preview is not None
    assert said(preview, "previewTitle") == f"2 codes in {shown}"
    button(preview, "Use this list").click()
    assert opening.driver.window.windowTitle() == f"{shown} \N{EN DASH} OT Codebook"
    assert opening.recent()[0].text().replace("&&", "&") == f"&1  {shown}"
    opening.recent()[0].trigger()
    opening.until_read()
    assert opening.preview() is None
    assert opening.driver.status() == f"2 codes from {shown}"


def test_progress_and_message_fit_a_narrow_window(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    driver.window.resize(480, 500)
    driver.press("Return")
    opening.drop(_long_list(tmp_path, f"{'a long name ' * 15}.csv"))
    QApplication.processEvents()
    assert driver.window.width() == 480
    assert "Copied" in driver.status()
    parts = [driver.part(QWidget, name) for name in ("openLabel", "openProgress", "openCancel")]
    right = 0
    for part in parts:
        assert part.x() >= right
        assert part.width() >= part.minimumSizeHint().width() or part is parts[1]
        right = part.x() + part.width()
    assert right <= 480
    opening.cancel().click()


def test_the_recent_menu_lists_the_latest_first(opening: Opening, tmp_path: Path) -> None:
    assert opening.recent() == []
    for folder in ("2025", "2026"):
        opening.accept(_written(tmp_path / folder, "fees.csv"))
    opening.read(_other_catalog(tmp_path))
    texts = [action.text() for action in opening.recent()]
    assert texts[0] == "&1  other.json"
    assert texts[1].startswith("&2  fees.csv in ")
    assert texts[1].endswith("2026")
    assert texts[2].endswith("2025")
    opening.recent()[2].trigger()
    opening.until_read()
    assert [a.toolTip() for a in opening.recent()] == [
        str(tmp_path / "2025" / "fees.csv"),
        str(tmp_path / "other.json"),
        str(tmp_path / "2026" / "fees.csv"),
    ]


def test_back_to_the_bundled_catalog(opening: Opening, tmp_path: Path) -> None:
    driver = opening.driver
    opening.accept(_written(tmp_path, "list.csv"))
    assert _own(driver) == ["X1", "X2"]
    driver.action(ActionId.CLOSE_LIST).trigger()
    assert driver.window.windowTitle() == "OT Codebook"
    assert len(driver.listed()) == _bundled_codes()
    assert not driver.part(QToolButton, "scopeMy list").isVisible()
    assert driver.status() == "Closed list.csv"
    driver.action(ActionId.CLOSE_LIST).trigger()
    assert driver.status() == "No list is open. The built-in codes are shown."
    assert len(opening.recent()) == 1


def test_back_to_the_bundled_one_gives_up_what_is_read(opening: Opening, tmp_path: Path) -> None:
    opening.drop(_long_list(tmp_path))
    opening.driver.action(ActionId.CLOSE_LIST).trigger()
    assert not opening.is_reading()
    opening.until_threads_end()
    assert opening.preview() is None
    assert len(opening.driver.listed()) == _bundled_codes()


def test_closing_while_reading_leaves_no_thread(opening: Opening, tmp_path: Path) -> None:
    opening.drop(_long_list(tmp_path))
    assert len(reading_threads()) == 1
    opening.driver.window.close()
    opening.until_threads_end()
    assert opening.preview() is None


def test_closing_does_not_wait_for_a_read_that_hangs(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a share that is away: every file that was tried still hangs in its thread."""
    goes_on, read = threading.Event(), os.read

    def hang(handle: int, size: int) -> bytes:
        if threading.current_thread() in reading_threads():
            goes_on.wait(60)
        return read(handle, size)

    monkeypatch.setattr(os, "read", hang)
    for name in ("first.csv", "second.csv", "third.csv"):
        opening.drop(_written(tmp_path, name))
    opening.cancel().click()
    opening.drop(_written(tmp_path, "fourth.csv"))
    assert len(reading_threads()) == 4
    assert opening.driver.window.close()
    assert len(reading_threads()) == 4
    goes_on.set()
    opening.until_threads_end()
    assert opening.preview() is None
    assert opening.banner() == ""


def test_a_list_named_at_the_start_that_hangs_leaves_the_built_in_codes(
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on a share that is away: the list is shown when it comes."""
    goes_on, stat, path = threading.Event(), os.stat, _written(tmp_path, "away.csv")

    def hang(place: Any, *more: Any, **named: Any) -> os.stat_result:
        if str(place) == str(path):
            assert threading.current_thread() is not threading.main_thread()
            goes_on.wait(60)
        return stat(place, *more, **named)

    monkeypatch.setattr(os, "stat", hang)
    opening = Opening(Driver(open_window(path, until_read=False)), qtbot)
    assert len(opening.driver.listed()) == _bundled_codes()
    goes_on.set()
    opening.until_read()
    assert _own(opening.driver) == ["X1", "X2"]
    assert opening.recent() == []


def test_choices_that_cannot_be_saved_cost_only_themselves(
    open_window: Callable[..., MainWindow], catalog_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    blocked = _written(tmp_path, "data", "a file where the folder should be")
    opening = Opening(Driver(open_window(catalog_file, blocked)), qtbot)
    opening.accept(_written(tmp_path, "list.csv"))
    assert _own(opening.driver) == ["X1", "X2"]
    assert len(opening.recent()) == 1
    assert "catalog" not in opening.banner()


_PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import *
from otcodebook.ui.app import build_window

app = QApplication(["test"])
window = build_window(None, Path(sys.argv[1]))
window.show()

def settle():
    clock = QElapsedTimer()
    clock.start()
    while not window.findChild(QAction, "quit") and clock.elapsed() < 20000:
        app.processEvents()
    app.processEvents()
    while clock.elapsed() < 20000 and any(
        bar.isVisible() for bar in window.findChildren(QProgressBar, "openProgress")
    ):
        app.processEvents()

def drop(path):
    window.files_dropped.emit([path])
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < 20000:
        app.processEvents()
        bar = window.findChild(QProgressBar, "openProgress")
        if bar and bar.isVisible():
            break

for step in json.loads(sys.argv[2]):
    settle() if step[0] != "close" else None
    match step:
        case ["open", path]:
            drop(path)
            settle()
            preview = window.findChild(QDialog, "previewDialog")
            if preview:
                preview.accept()
        case ["start", path]:
            drop(path)
        case ["action", name]:
            window.findChild(QAction, name).trigger()
        case ["close"]:
            window.close()
            sys.exit(0)
settle()
banner = window.findChild(QWidget, "banner")
print(json.dumps({
    "title": window.windowTitle(),
    "rows": window.findChild(QListView, "codeList").model().rowCount(),
    "banner": window.findChild(QLabel, "bannerText").text() if banner.isVisible() else "",
    "preview": window.findChild(QDialog, "previewDialog") is not None,
    "recent": [a.toolTip() for a in window.findChild(QMenu, "recentMenu").actions()],
}))
window.close()
app.processEvents()
"""


def _session(folder: Path, *steps: list[str]) -> dict[str, Any]:
    """Opens a window in a process of its own and does the steps; tells how it was left."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder), json.dumps(steps)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    noise = "This plugin does not support"
    errors = [line for line in done.stderr.splitlines() if not line.startswith(noise)]
    assert (done.returncode, errors) == (0, [])
    result: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    return result


@pytest.mark.parametrize("kind", ["list.csv", "other.json"])
def test_the_catalog_is_there_again_in_the_next_session(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "data"
    path = _other_catalog(tmp_path) if kind == "other.json" else _written(tmp_path, kind)
    rows = 2 if kind == "other.json" else _bundled_codes() + 2
    assert _session(folder, ["open", str(path)])["rows"] == rows
    again = _session(folder)
    assert again == {
        "title": f"{kind} \N{EN DASH} OT Codebook",
        "rows": rows,
        "banner": "",
        "preview": False,
        "recent": [str(path)],
    }
    assert _session(folder, ["action", "closeList"])["rows"] == _bundled_codes()
    last = _session(folder)
    assert (last["title"], last["rows"]) == ("OT Codebook", _bundled_codes())
    assert last["recent"] == [str(path)]


@pytest.mark.parametrize("trouble", ["gone", "damaged"])
def test_where_it_cannot_be_read_any_more_it_opens_as_it_was_read_last(
    tmp_path: Path, trouble: str
) -> None:
    folder = tmp_path / "data"
    path = _written(tmp_path, "list.csv")
    _session(folder, ["open", str(path)])
    if trouble == "gone":
        path.unlink()
    else:
        path.write_bytes(b"Code,Name\nX1,a\0b\n")
    for copied in (True, False):
        found = _session(folder)
        rows = _bundled_codes() + 2 if copied else _bundled_codes()
        title = "list.csv \N{EN DASH} OT Codebook" if copied else "OT Codebook"
        assert (found["title"], found["rows"]) == (title, rows)
        assert found["banner"].startswith("list.csv ")
        assert ("does not exist" if trouble == "gone" else "line 2") in found["banner"]
        told = "You see the copy of " if copied else "The built-in code list is shown instead."
        assert told in found["banner"]
        assert found["recent"] == [str(path)]
        forget_copy(folder)
    # A drive that is back tomorrow brings it back.
    path.write_bytes(_LIST.encode())
    again = _session(folder)
    assert (again["rows"], again["banner"]) == (_bundled_codes() + 2, "")


_HANGS = """
import os, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from otcodebook.ui.app import build_window

read, (never, _) = os.read, os.pipe()

def hang(handle, size):
    in_loader = threading.current_thread() is not threading.main_thread()
    return read(never if in_loader else handle, size)

os.read = hang
app = QApplication(["test"])
window = build_window(None, Path(sys.argv[1]))
window.show()
window.files_dropped.emit([sys.argv[2]])
QTimer.singleShot(300, window.close)
status = app.exec()
print("closed", flush=True)
sys.exit(status)
"""


def test_the_process_of_a_read_that_hangs_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HANGS, str(tmp_path / "data"), str(_written(tmp_path, "a.csv"))],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    noise = "This plugin does not support"
    errors = [line for line in done.stderr.splitlines() if not line.startswith(noise)]
    assert (done.returncode, done.stdout, errors) == (0, "closed\n", [])


def test_a_process_closed_while_reading_ends_in_order(tmp_path: Path) -> None:
    long = str(_long_list(tmp_path))
    assert _session(tmp_path / "data", ["start", long], ["close"]) == {}
    assert _session(tmp_path / "data")["recent"] == []
