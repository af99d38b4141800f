"""What is the user's own in the real window: favorites, notes, and the codes copied last."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import NOTE_LIMIT, RECENT_LIMIT, open_userdata
from ui.driver import Driver, OpenDriver, clipboard, stored

_IN_TIME = 5000


def _changes_of(folder: Path) -> int:
    """How often the file was written: SQLite counts its transactions in the header."""
    return int.from_bytes((folder / FILE_NAME).read_bytes()[24:28])


def _box(driver: Driver) -> QWidget:
    return driver.field


def _list(driver: Driver) -> QWidget:
    return driver.codes


def _page(driver: Driver) -> QWidget:
    return driver.detail


def _note(driver: Driver) -> QWidget:
    return driver.note


@pytest.mark.parametrize("part", [_box, _list, _page, _note])
def test_ctrl_d_makes_the_code_a_favorite_and_no_longer_one(
    driver: Driver, part: Callable[[Driver], QWidget]
) -> None:
    driver.go_to("97110")
    part(driver).setFocus()
    driver.press("Ctrl+D")
    assert driver.is_favorite()
    assert driver.starred("97110")
    assert driver.status() == "Added 97110 to Favorites"
    assert part(driver).hasFocus()
    with stored(driver.folder) as data:
        assert data.favorites() == ("97110",)
    driver.press("Ctrl+D")
    assert not driver.is_favorite()
    assert not driver.starred("97110")
    assert driver.status() == "Removed 97110 from Favorites"
    with stored(driver.folder) as data:
        assert data.favorites() == ()


def test_the_star_does_what_ctrl_d_does(driver: Driver) -> None:
    driver.go_to("97530")
    QTest.mouseClick(driver.star, Qt.MouseButton.LeftButton)
    assert driver.is_favorite()
    assert driver.starred("97530")
    driver.star.setFocus()
    driver.press("Space")
    assert not driver.is_favorite()
    assert not driver.starred("97530")


def test_the_menu_does_what_ctrl_d_does(driver: Driver) -> None:
    driver.go_to("97530")
    driver.action(ActionId.FAVORITE).trigger()
    assert driver.is_favorite()


def test_star_and_note_are_those_of_the_chosen_code(driver: Driver) -> None:
    driver.go_to("97110")
    driver.press("Ctrl+D")
    driver.write("97110", "mine")
    driver.search("")
    for code in driver.listed():
        driver.go_to(code)
        assert driver.is_favorite() is (code == "97110")
        assert driver.note.toPlainText() == ("mine" if code == "97110" else "")
    driver.search("")
    assert [code for code in driver.listed() if driver.starred(code)] == ["97110"]


def test_favorites_are_listed_in_the_order_in_which_they_were_made(driver: Driver) -> None:
    for code in ("97530", "97165", "97110"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.search("")
    driver.scope("Favorites")
    assert driver.listed() == ["97530", "97165", "97110"]
    assert driver.count() == "3 codes"
    driver.scope("All")
    assert len(driver.listed()) == 4


def test_the_list_of_favorites_can_be_searched(driver: Driver) -> None:
    for code in ("97530", "97165"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.scope("Favorites")
    driver.search("ther")
    assert driver.listed() == ["97530"]
    driver.search("group")
    assert "group" in driver.said()
    driver.button("Search all codes").click()
    assert driver.listed()[0] == "97150"


def test_a_code_that_is_no_favorite_any_more_leaves_their_list(driver: Driver) -> None:
    for code in ("97530", "97165"):
        driver.go_to(code)
        driver.press("Ctrl+D")
    driver.search("")
    driver.scope("Favorites")
    driver.go_to("97530")
    driver.search("")
    driver.codes.setFocus()
    driver.press("Home")
    driver.press("Ctrl+D")
    assert driver.listed() == ["97165"]
    assert driver.current() == "97165"
    driver.press("Ctrl+D")
    assert driver.listed() == []
    assert "No favorites" in driver.said()


@pytest.mark.parametrize(
    ("scope", "why", "how"),
    [
        ("Favorites", "No favorites", "Ctrl+D"),
        ("Recent", "Nothing copied", "copy"),
        ("Notes", "No notes", "Write one"),
    ],
)
def test_an_empty_list_says_how_it_is_filled(
    driver: Driver, scope: str, why: str, how: str
) -> None:
    driver.scope(scope)
    assert driver.listed() == []
    assert why in driver.said()
    assert how in driver.said()
    driver.button("Show all codes").click()
    assert driver.said() == ""
    assert len(driver.listed()) == 4
    assert driver.part(QToolButton, "scopeAll").isChecked()


def test_where_the_list_is_empty_nothing_becomes_a_favorite(driver: Driver) -> None:
    driver.scope("Favorites")
    driver.press("Ctrl+D")
    assert "Choose a code" in driver.status()
    with stored(driver.folder) as data:
        assert data.favorites() == ()


def test_recents_are_the_codes_that_were_copied_the_latest_first(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Return")
    driver.search("group")
    driver.press("Ctrl+C")
    driver.search("eval")
    driver.press("Ctrl+Shift+C")
    driver.search("ther ex")
    driver.press("Return")
    driver.search("")
    driver.scope("Recent")
    assert driver.listed() == ["97110", "97165", "97150"]


def test_all_codes_that_are_copied_together_are_recents(driver: Driver) -> None:
    driver.codes.setFocus()
    driver.press("Home")
    driver.press("Shift+Down")
    driver.press("Ctrl+C")
    copied = clipboard().text().split()
    assert len(copied) == 2
    driver.scope("Recent")
    assert sorted(driver.listed()) == sorted(copied)


def test_copying_many_codes_writes_the_file_once_and_lists_them_once(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    open_userdata(tmp_path).close()
    driver = Driver(open_window(None, tmp_path), tmp_path)
    listed = []
    driver.codes.model().modelReset.connect(lambda: listed.append(True))
    before = _changes_of(tmp_path)
    driver.codes.setFocus()
    driver.press("Ctrl+A")
    driver.press("Ctrl+C")
    copied = clipboard().text().split()
    assert len(copied) > RECENT_LIMIT
    assert _changes_of(tmp_path) - before == 1
    assert len(listed) <= 1
    driver.scope("Recent")
    assert driver.listed() == copied[: -RECENT_LIMIT - 1 : -1]


def test_looking_at_a_code_is_not_copying_it(driver: Driver) -> None:
    driver.search("ther ex")
    driver.press("Down")
    driver.press("Ctrl+D")
    driver.press("Ctrl+F")
    driver.press("Ctrl+C")
    assert clipboard().text() == "ther ex"
    driver.go_to("97003")
    driver.press("Return")
    driver.search("")
    driver.scope("Recent")
    assert driver.listed() == []
    with stored(driver.folder) as data:
        assert data.recents() == ()


def test_a_copy_shows_in_the_list_of_recents_at_once(driver: Driver) -> None:
    for word in ("group", "ther ex"):
        driver.search(word)
        driver.press("Return")
    driver.search("")
    driver.scope("Recent")
    driver.codes.setFocus()
    driver.press("End")
    driver.press("Return")
    assert driver.listed() == ["97150", "97110"]
    assert driver.current() == "97150"


def test_a_note_is_saved_after_a_pause_and_only_then_says_so(driver: Driver, qtbot: QtBot) -> None:
    driver.write("97110", "Ask for a KX.")
    assert driver.state() == ""
    assert driver.on_disk("97110") == ""
    qtbot.waitUntil(lambda: driver.state() != "", timeout=_IN_TIME)
    assert driver.state() == "Saved"
    assert driver.on_disk("97110") == "Ask for a KX."
    assert driver.note.hasFocus()
    driver.type("!")
    assert driver.state() == ""
    assert driver.on_disk("97110") == "Ask for a KX."
    qtbot.waitUntil(lambda: driver.state() == "Saved", timeout=_IN_TIME)
    assert driver.on_disk("97110") == "Ask for a KX.!"


def test_a_note_is_saved_when_the_field_is_left(driver: Driver) -> None:
    driver.write("97110", "left")
    driver.press("Tab")
    assert not driver.note.hasFocus()
    assert driver.state() == "Saved"
    assert driver.on_disk("97110") == "left"


def test_esc_in_a_note_saves_it_and_goes_back_to_the_search_box(driver: Driver) -> None:
    driver.write("97110", "mine")
    driver.press("Esc")
    assert driver.field.hasFocus()
    assert driver.field.text() == "97110"
    assert driver.on_disk("97110") == "mine"


def test_a_note_is_saved_when_another_code_is_chosen(driver: Driver) -> None:
    driver.write("97110", "chosen")
    driver.search("group")
    assert driver.current() == "97150"
    assert driver.note.toPlainText() == ""
    assert driver.state() == ""
    assert driver.on_disk("97110") == "chosen"
    assert driver.on_disk("97150") == ""


def test_a_note_is_saved_when_a_link_leads_to_another_code(driver: Driver) -> None:
    driver.write("97110", "chosen")
    driver.action(ActionId.SHOW_FAQ).trigger()
    driver.action(ActionId.SHOW_CODES).trigger()
    driver.codes.setCurrentIndex(driver.codes.model().index(driver.codes.model().rowCount() - 1, 0))
    assert driver.on_disk("97110") == "chosen"


def test_a_note_is_saved_when_the_window_is_closed(driver: Driver) -> None:
    driver.write("97110", "closed")
    assert driver.on_disk("97110") == ""
    driver.window.close()
    assert driver.on_disk("97110") == "closed"


def test_a_note_is_found_by_its_words(driver: Driver) -> None:
    driver.write("97150", "BlueCross pays once")
    driver.search("bluecross")
    assert driver.listed() == ["97150"]
    driver.rewrite("97150", "Aetna")
    driver.search("bluecross")
    assert driver.listed() == []
    driver.search("aetna")
    assert driver.listed() == ["97150"]


def test_a_favorite_that_only_its_note_matches_says_so(driver: Driver) -> None:
    driver.write("97150", "BlueCross pays once")
    driver.press("Ctrl+D")
    driver.search("")
    driver.scope("Favorites")
    driver.search("bluecross")
    assert driver.listed() == ["97150"]
    spoken = str(driver.codes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert "in your note" in spoken


@pytest.mark.parametrize("blank", ["", "   ", "\n \n"])
def test_a_blank_note_is_removed(driver: Driver, blank: str) -> None:
    driver.write("97110", "BlueCross")
    driver.rewrite("97110", "")
    driver.note.insertPlainText(blank)
    driver.press("Tab")
    assert driver.state() == "Removed"
    with stored(driver.folder) as data:
        assert dict(data.all_notes()) == {}
    driver.search("bluecross")
    assert driver.listed() == []


def test_a_blank_note_does_not_hinder_choosing_another_code(driver: Driver) -> None:
    driver.write("97110", "  ")
    driver.codes.setCurrentIndex(driver.codes.model().index(0, 0))
    driver.search("group")
    assert driver.current() == "97150"
    assert driver.note.toPlainText() == ""
    assert driver.state() == ""
    with stored(driver.folder) as data:
        assert dict(data.all_notes()) == {}


def test_what_became_of_a_note_is_not_said_of_another_one(driver: Driver) -> None:
    driver.write("97110", "same")
    driver.write("97530", "same")
    driver.search("")
    rows = driver.listed()
    driver.click_row(rows.index("97530"))
    driver.note.setFocus()
    driver.press("Ctrl+End")
    driver.type("s")
    driver.press("Tab")
    driver.note.setFocus()
    driver.press("Ctrl+End")
    driver.press("Backspace")
    driver.press("Tab")
    assert driver.state() == "Saved"
    driver.click_row(rows.index("97110"))
    assert driver.current() == "97110"
    assert driver.note.toPlainText() == "same"
    assert driver.state() == ""


def test_undo_does_not_bring_the_text_of_another_note(driver: Driver) -> None:
    driver.write("97110", "only here")
    driver.press("Ctrl+A")
    driver.press("Del")
    driver.go_to("97150")
    driver.note.setFocus()
    driver.press("Ctrl+Z")
    driver.press("Tab")
    assert driver.note.toPlainText() == ""
    assert driver.on_disk("97150") == ""


def test_a_note_that_is_only_looked_at_stays_as_it_is(opened: OpenDriver, folder: Path) -> None:
    odd = "no\N{NO-BREAK SPACE}break"
    with stored(folder) as data:
        data.set_note("97110", odd)
    driver = opened()
    driver.go_to("97110")
    driver.note.setFocus()
    driver.press("Tab")
    driver.go_to("97150")
    assert driver.on_disk("97110") == odd


def test_letters_typed_in_the_note_stay_there(driver: Driver) -> None:
    driver.go_to("97110")
    driver.note.setFocus()
    driver.type("530 units, group")
    driver.press("Return")
    driver.type("x")
    assert driver.note.toPlainText() == "530 units, group\nx"
    assert driver.note.hasFocus()
    assert driver.field.text() == "97110"
    assert driver.current() == "97110"


def test_a_favorite_made_while_a_note_is_typed_does_not_disturb_it(driver: Driver) -> None:
    driver.write("97110", "half")
    driver.press("Ctrl+D")
    driver.type(" done")
    driver.press("Tab")
    assert driver.is_favorite()
    assert driver.on_disk("97110") == "half done"


def test_a_note_that_is_too_long_says_so_and_is_not_lost(driver: Driver) -> None:
    driver.go_to("97110")
    driver.note.setFocus()
    driver.note.insertPlainText("x" * (NOTE_LIMIT + 1))
    driver.press("Tab")
    assert driver.state() == "Not saved"
    assert "97110" in driver.banner()
    assert driver.on_disk("97110") == ""
    driver.go_to("97150")
    assert driver.note.toPlainText() == driver.state() == ""
    driver.go_to("97110")
    assert driver.state() == "Not saved"
    driver.note.setFocus()
    driver.press("Ctrl+End")
    driver.press("Backspace")
    driver.press("Tab")
    assert driver.state() == "Saved"
    assert driver.on_disk("97110") == "x" * NOTE_LIMIT


def test_a_text_longer_than_any_note_is_not_pasted_into_one(driver: Driver) -> None:
    driver.go_to("97110")
    driver.note.setFocus()
    driver.type("mine")
    clipboard().setText("x" * 3_000_000)
    driver.press("Ctrl+V")
    assert driver.note.toPlainText() == "mine"
    assert driver.status() == (
        "Not pasted: the text has 3,000,000 characters and a note has at most 10,000."
        " Paste a part of it."
    )
    clipboard().setText(" and this")
    driver.press("Ctrl+V")
    driver.press("Tab")
    assert driver.on_disk("97110") == "mine and this"


def test_a_note_is_saved_later_where_it_could_not_be_saved_at_once(driver: Driver) -> None:
    open_userdata(driver.folder).close()
    with closing(sqlite3.connect(driver.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        driver.write("97110", "waits")
        driver.press("Tab")
        assert driver.state() == "Not saved"
        assert "not saved" in driver.banner()
        assert driver.note.toPlainText() == "waits"
        driver.go_to("97150")
        assert driver.note.toPlainText() == ""
        other.execute("ROLLBACK")
    assert driver.on_disk("97110") == ""
    driver.window.close()
    assert driver.on_disk("97110") == "waits"


def test_a_favorite_that_could_not_be_saved_is_not_shown_as_one(driver: Driver) -> None:
    driver.go_to("97110")
    open_userdata(driver.folder).close()
    with closing(sqlite3.connect(driver.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        QTest.mouseClick(driver.star, Qt.MouseButton.LeftButton)
        assert not driver.is_favorite()
        assert not driver.starred("97110")
        assert "not saved" in driver.banner()
        other.execute("ROLLBACK")
    QTest.mouseClick(driver.star, Qt.MouseButton.LeftButton)
    assert driver.is_favorite()
    assert driver.banner() == ""  # what is over is no longer told


def _starred(driver: Driver, *codes: str) -> bool:
    return all(map(driver.starred, codes))


def _notes(driver: Driver, text: str) -> bool:
    return driver.note.toPlainText() == text


def test_two_windows_show_what_is_kept_in_either(opened: OpenDriver, qtbot: QtBot) -> None:
    first, second = opened(), opened()
    second.go_to("97110")
    second.press("Ctrl+D")
    second.write("97110", "from the second")
    second.press("Tab")
    first.come_to_front(qtbot)
    first.go_to("97530")
    first.press("Ctrl+D")
    first.write("97530", "from the first")
    first.press("Tab")
    for window in (first, second):
        window.window.tabs.setCurrentIndex(0)
        window.field.setText("")
        qtbot.waitUntil(partial(_starred, window, "97110", "97530"), timeout=_IN_TIME)
        window.scope("Favorites")
        assert window.listed() == ["97110", "97530"]
        window.scope("All")
    for window, code, word in ((first, "97110", "second"), (second, "97530", "first")):
        window.come_to_front(qtbot)
        window.go_to(code)
        assert window.is_favorite()
        assert window.note.toPlainText() == f"from the {word}"
        window.search(word)
        assert code in window.listed()


def test_a_list_of_favorites_follows_another_window(opened: OpenDriver, qtbot: QtBot) -> None:
    first = opened()
    first.search("group")
    first.press("Return")
    first.search("")
    first.scope("Favorites")
    assert first.listed() == []
    second = opened()
    second.go_to("97110")
    second.press("Ctrl+D")
    qtbot.waitUntil(lambda: first.listed() == ["97110"], timeout=_IN_TIME)
    second.press("Ctrl+D")
    qtbot.waitUntil(lambda: first.listed() == [], timeout=_IN_TIME)
    assert "No favorites" in first.said()


def test_a_note_changed_in_two_windows_keeps_both_texts(opened: OpenDriver, qtbot: QtBot) -> None:
    first = opened()
    first.write("97110", "one")
    first.press("Tab")
    second = opened()
    second.write("97110", " from the second")
    first.come_to_front(qtbot)
    first.write("97110", " from the first")
    first.press("Tab")
    kept = first.on_disk("97110")
    assert "one from the first" in kept
    assert "one from the second" in kept
    for window in (first, second):
        qtbot.waitUntil(partial(_notes, window, kept), timeout=_IN_TIME)


def test_who_types_goes_on_there_when_another_text_joins(
    opened: OpenDriver, folder: Path, qtbot: QtBot
) -> None:
    driver = opened()
    driver.write("97110", "mine")
    with stored(folder) as data:
        data.set_note("97110", "theirs")
    qtbot.waitUntil(lambda: driver.state() == "Saved", timeout=_IN_TIME)
    driver.type(" too")
    driver.press("Tab")
    assert driver.on_disk("97110") == "theirs\n\nmine too"


def test_all_is_there_in_a_new_window(opened: OpenDriver) -> None:
    first = opened()
    first.go_to("97530")
    first.press("Ctrl+D")
    first.search("ther ex")
    first.press("Return")
    first.write("97150", "kept")
    first.window.close()
    second = opened()
    assert second.banner() == ""
    second.go_to("97150")
    assert second.note.toPlainText() == "kept"
    assert second.state() == ""
    second.search("kept")
    assert second.listed() == ["97150"]
    second.search("")
    assert second.starred("97530")
    second.scope("Favorites")
    assert second.listed() == ["97530"]
    second.scope("Recent")
    assert second.listed() == ["97110"]


def test_a_damaged_file_is_told_and_the_window_works(opened: OpenDriver, folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"This was a store once. " * 400)
    driver = opened()
    assert "damaged" in driver.banner()
    assert len(list(folder.glob(f"{FILE_NAME}.damaged-*"))) == 1
    driver.search("ther ex")
    driver.press("Return")
    assert clipboard().text() == "97110"
    driver.press("Ctrl+D")
    assert driver.is_favorite()
    driver.write("97110", "anew")
    driver.window.close()
    assert driver.on_disk("97110") == "anew"


def test_a_file_that_cannot_be_used_is_told_and_the_window_works(
    opened: OpenDriver, folder: Path
) -> None:
    (folder / FILE_NAME).mkdir(parents=True)
    driver = opened()
    assert "favorites and notes cannot be" in driver.banner()
    driver.search("ther ex")
    driver.press("Return")
    assert clipboard().text() == "97110"
    driver.press("Ctrl+D")
    assert not driver.is_favorite()
    driver.write("97110", "anew")
    driver.press("Tab")
    assert driver.state() == "Not saved"
    assert driver.note.toPlainText() == "anew"


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_what_is_no_code_to_bill_has_neither_note_nor_star(driver: Driver, code: str) -> None:
    driver.go_to(code)
    assert not driver.note.isVisible()
    assert not driver.star.isEnabled()
    driver.press("Ctrl+D")
    assert "only codes can be favorites" in driver.status()
    assert not driver.starred(code)
    with stored(driver.folder) as data:
        assert data.favorites() == ()
    driver.go_to("97110")
    assert driver.note.isVisible()
    assert driver.star.isEnabled()


def test_a_note_is_saved_on_the_way_to_what_has_none(driver: Driver) -> None:
    driver.write("97165", "stays")
    driver.go_to("97003")
    assert driver.on_disk("97165") == "stays"
    driver.go_to("97165")
    assert driver.note.toPlainText() == "stays"


def test_an_answer_is_no_favorite(driver: Driver) -> None:
    driver.search("what is cpt")
    rows = driver.codes.model().rowCount()
    driver.codes.setCurrentIndex(driver.codes.model().index(rows - 1, 0))
    assert not driver.note.isVisible()
    driver.press("Ctrl+D")
    assert "only codes can be favorites" in driver.status()
