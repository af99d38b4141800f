"""The list stays true to its file: what changed, got lost or vanished is told, and can be read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from hanging import hanging_share
from otcodebook.lists.changes import list_changes
from otcodebook.lists.file import parse_catalog
from otcodebook.lists.reading import ListReading
from otcodebook.ui.lists.file_watch import FileWatch
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.list_copy import ABOUT_NAME, file_state
from ui.driver import Driver, child
from ui.opening import Opening, button

LIST = (
    "Code,Name,Charge\n97110,Exercise,45\n97530,Activities,50\n97535,Self care,50\n"
    "97112,Balance,45\n97140,Manual therapy,40\n"
)
CHANGED = LIST.replace("Exercise,45", "Exercise,48").replace("97535,Self care,50\n", "")
LOST = LIST.replace("97530", "9753O")
PATIENCE_MS = 20_000


@pytest.fixture
def start(open_window: Callable[..., MainWindow], tmp_path: Path) -> Callable[[], Driver]:
    return lambda: Driver(open_window(None, tmp_path / "data"), tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    folder.mkdir()
    return written(folder / "charges.csv", LIST)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def saved_by_renaming(path: Path, text: str) -> None:
    """As spreadsheet programs and editors save: the old file goes, a new one takes its name."""
    draft = written(path.with_name("~draft.tmp"), text)
    path.replace(path.with_name("charges.bak"))
    draft.rename(path)


def banner(driver: Driver) -> str:
    visible = driver.part(QWidget, "banner").isVisible()
    return driver.part(QLabel, "bannerText").text() if visible else ""


def until_told(driver: Driver, qtbot: QtBot, part: str) -> None:
    try:
        qtbot.waitUntil(lambda: part in banner(driver), timeout=PATIENCE_MS)
    except AssertionError as error:
        raise AssertionError(f"{part} is not in {banner(driver)}") from error


def opened(start: Callable[[], Driver], path: Path, qtbot: QtBot) -> Driver:
    """A window in which the user has opened the list, and its copy is kept."""
    driver = start()
    opening = Opening(driver, qtbot)
    driver.window.files_dropped.emit([str(path)])
    button(opening.until_preview(), "Use this list").click()
    opening.until_preview_is_gone()
    about = path.parents[1] / "data" / ABOUT_NAME
    qtbot.waitUntil(about.exists, timeout=PATIENCE_MS)
    assert banner(driver) == ""
    return driver


def press(driver: Driver, text: str) -> None:
    found = [
        each
        for each in driver.part(QWidget, "banner").findChildren(QPushButton)
        if each.text() == text and each.isVisible()
    ]
    assert len(found) == 1, text
    found[0].click()


def page(driver: Driver) -> str:
    (dialog,) = (each for each in driver.window.findChildren(QDialog) if each.isVisible())
    text = child(dialog, QTextBrowser, "pageView").toPlainText()
    dialog.close()
    return f"{dialog.windowTitle()}\n{text}"


@pytest.mark.parametrize("save", [written, saved_by_renaming])
def test_a_change_while_the_list_is_open_is_taken_and_told(
    start: Callable[[], Driver], path: Path, qtbot: QtBot, save: Callable[[Path, str], object]
) -> None:
    driver = opened(start, path, qtbot)
    save(path, CHANGED)
    until_told(driver, qtbot, "charges.csv has changed: 1 code removed and 1 code changed.")
    press(driver, "What changed")
    told = page(driver)
    assert told.startswith("What changed in charges.csv")
    assert "97535 Self care, charge 50" in told
    assert "97110 Exercise: Charge: 45 \N{RIGHTWARDS ARROW} 48" in told
    # And once more: the program follows the file that has the name now.
    save(path, LIST)
    until_told(driver, qtbot, "1 code added and 1 code changed.")


def test_rows_that_got_lost_are_told_with_the_last_good_copy(
    start: Callable[[], Driver], path: Path, qtbot: QtBot
) -> None:
    driver = opened(start, path, qtbot)
    written(path, LOST)
    until_told(driver, qtbot, "1 code removed and 1 row not read any more.")
    press(driver, "What changed")
    assert 'line 3: "9753O" is not a code' in page(driver)
    press(driver, "Show last good copy")
    until_told(driver, qtbot, "You see the copy of")
    driver.window.close()
    # It is told again at the next start, until the list is whole.
    again = start()
    until_told(again, qtbot, "1 row not read any more")
    written(path, LIST)
    qtbot.waitUntil(lambda: "not read any more" not in banner(again), timeout=PATIENCE_MS)
    again.window.close()


def test_a_change_since_the_last_session_is_told_at_the_start(
    start: Callable[[], Driver], path: Path, qtbot: QtBot
) -> None:
    opened(start, path, qtbot).window.close()
    written(path, CHANGED)
    driver = start()
    until_told(driver, qtbot, "charges.csv has changed: 1 code removed and 1 code changed.")
    driver.window.close()
    # Once is enough.
    again = start()
    qtbot.waitUntil(lambda: "charges.csv" in again.window.windowTitle(), timeout=PATIENCE_MS)
    assert banner(again) == ""


def test_a_file_that_vanishes_is_told_and_followed_when_it_is_back(
    start: Callable[[], Driver], path: Path, qtbot: QtBot
) -> None:
    driver = opened(start, path, qtbot)
    away = path.rename(path.with_name("away.csv"))
    until_told(driver, qtbot, "charges.csv is not there any more")
    assert "It is shown as it was read last." in banner(driver)
    assert "charges.csv" in driver.window.windowTitle()
    away.rename(path)
    qtbot.waitUntil(lambda: banner(driver) == "", timeout=PATIENCE_MS)
    path.unlink()
    until_told(driver, qtbot, "charges.csv is not there any more")
    written(path, CHANGED)
    until_told(driver, qtbot, "charges.csv has changed: 1 code removed")


def test_a_damaged_file_is_not_taken(start: Callable[[], Driver], path: Path, qtbot: QtBot) -> None:
    driver = opened(start, path, qtbot)
    path.write_bytes(b"Code,Name\n97110,\0\0\0\n")
    until_told(driver, qtbot, "charges.csv has changed and cannot be used now.")
    assert "It is shown as it was read last." in banner(driver)
    driver.search("97535")
    assert driver.current() == "97535"
    written(path, CHANGED)
    until_told(driver, qtbot, "charges.csv has changed: 1 code removed")


def test_a_file_that_is_still_being_written_is_waited_for(
    start: Callable[[], Driver], path: Path, qtbot: QtBot
) -> None:
    driver = opened(start, path, qtbot)
    seen: list[str] = []
    look = QTimer()
    look.timeout.connect(lambda: seen.append(banner(driver)))
    look.start(10)
    with path.open("w", encoding="utf-8") as file:
        for piece in CHANGED.splitlines(keepends=True):
            file.write(piece)
            file.flush()
            qtbot.wait(150)
    until_told(driver, qtbot, "charges.csv has changed: 1 code removed and 1 code changed.")
    look.stop()
    assert set(seen) <= {"", banner(driver)}


def test_a_share_that_hangs_holds_nothing_up(tmp_path: Path, qtbot: QtBot) -> None:
    watch = FileWatch(None)  # type: ignore[arg-type]
    told: list[str] = []
    watch.changed.connect(lambda: told.append("changed"))
    watch.gone.connect(lambda: told.append("gone"))
    beats: list[int] = []
    beat = QTimer()
    beat.timeout.connect(lambda: beats.append(1))
    with hanging_share(tmp_path / "share") as share:
        watch.watch(share / "charges.csv", (10, 10))
        beat.start(5)
        for _ in range(3):
            watch.look()
            qtbot.wait(100)
        asking = [each for each in threading.enumerate() if each.name == "file watch"]
        assert len(asking) == 1, "one question at a time"
        assert len(beats) > 10
        assert told == []
        watch.stop()
    qtbot.waitUntil(lambda: not asking[0].is_alive(), timeout=PATIENCE_MS)


def reading(text: str) -> ListReading:
    found = parse_catalog(text.encode(), Path("list.csv")).reading
    assert found is not None
    return found


def test_every_field_and_every_loss_is_a_change() -> None:
    head = "Code,Name,Charge,Mod,Group,Notes,Minutes,Keywords,Room\n"
    row = "97110,Exercise,45,GO,A,Ask,15,te,1\n"
    rest = "97530,Activities,50,GO,A,,15,,2\n97140,Manual,40,,B,,15,,3\n"
    before = reading(head + row + rest)
    wrong = []
    fields = ("Name", "Charge", "Modifier", "Family", "Note", "Timing", "Search words", "Room")
    changes = ("Move", "46", "CO", "C", "Tell", "30", "tx", "9")
    for at, (field, new) in enumerate(zip(fields, changes, strict=True), 1):
        cells = row.strip().split(",")
        cells[at] = new
        found = list_changes(before, reading(head + ",".join(cells) + "\n" + rest))
        lines = [line for change in found.changed for line in change.lines()]
        if len(lines) != 1 or not lines[0].startswith(f"{field}: "):
            wrong.append((field, lines))
    assert wrong == []
    assert not list_changes(before, before)
    partly = list_changes(before, reading(head + row.replace(",45,", ",N/A,") + rest))
    assert partly.has_lost
    assert partly.sentence() == "1 code changed and 1 row not read any more"
    # Of rows that are lost alike each new one counts, not those that were lost before.
    one, more = (head + row + rest + ",No code,1,,,,,,\n" * count for count in (1, 3))
    assert list_changes(reading(one), reading(more)).sentence() == "2 rows not read any more"
    assert not list_changes(reading(one), reading(one))
    # A total at the end is no loss, and rows in another order are no change.
    assert not list_changes(before, reading(head + rest + row + "TOTAL,,135,,,,,,\n"))


def test_the_state_of_a_file_is_its_size_and_its_time(path: Path) -> None:
    before = file_state(path)
    os.utime(path, (1, 1))
    assert file_state(path) not in (None, before)
    path.unlink()
    assert file_state(path) is None
