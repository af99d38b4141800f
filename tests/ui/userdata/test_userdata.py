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

from otcodebook.ui.window.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from otcodebook.userdata.location import FILE_NAME
from otcodebook.userdata.store import NOTE_LIMIT, RECENT_LIMIT, open_userdata
from ui.driver import clipboard
from ui.own import OpenOwn, Own, stored

_IN_TIME = 5000


def _changes_of(folder: Path) -> int:
    """How often the file was written: SQLite counts its transactions in the header."""
    return int.from_bytes((folder / FILE_NAME).read_bytes()[24:28])


def _box(desk: Own) -> QWidget:
    return desk.field


def _list(desk: Own) -> QWidget:
    return desk.codes


def _page(desk: Own) -> QWidget:
    return desk.detail


def _note(desk: Own) -> QWidget:
    return desk.note


@pytest.mark.parametrize("part", [_box, _list, _page, _note])
def test_ctrl_d_makes_the_code_a_favorite_and_no_longer_one(
    own: Own, part: Callable[[Own], QWidget]
) -> None:
    own.go_to("97110")
    part(own).setFocus()
    own.press("Ctrl+D")
    assert own.is_favorite()
    assert own.starred("97110")
    assert own.status() == "Added 97110 to Favorites"
    assert part(own).hasFocus()
    with stored(own.folder) as data:
        assert data.favorites() == ("97110",)
    own.press("Ctrl+D")
    assert not own.is_favorite()
    assert not own.starred("97110")
    assert own.status() == "Removed 97110 from Favorites"
    with stored(own.folder) as data:
        assert data.favorites() == ()


def test_the_star_does_what_ctrl_d_does(own: Own) -> None:
    own.go_to("97530")
    QTest.mouseClick(own.star, Qt.MouseButton.LeftButton)
    assert own.is_favorite()
    assert own.starred("97530")
    own.star.setFocus()
    own.press("Space")
    assert not own.is_favorite()
    assert not own.starred("97530")


def test_the_menu_does_what_ctrl_d_does(own: Own) -> None:
    own.go_to("97530")
    own.action(ActionId.FAVORITE).trigger()
    assert own.is_favorite()


def test_star_and_note_are_those_of_the_chosen_code(own: Own) -> None:
    own.go_to("97110")
    own.press("Ctrl+D")
    own.write("97110", "mine")
    own.search("")
    for code in own.listed():
        own.go_to(code)
        assert own.is_favorite() is (code == "97110")
        assert own.note.toPlainText() == ("mine" if code == "97110" else "")
    own.search("")
    assert [code for code in own.listed() if own.starred(code)] == ["97110"]


def test_favorites_are_listed_in_the_order_in_which_they_were_made(own: Own) -> None:
    for code in ("97530", "97165", "97110"):
        own.go_to(code)
        own.press("Ctrl+D")
    own.search("")
    own.scope("Favorites")
    assert own.listed() == ["97530", "97165", "97110"]
    assert own.count() == "3 codes"
    own.scope("All")
    assert len(own.listed()) == 4


def test_the_list_of_favorites_can_be_searched(own: Own) -> None:
    for code in ("97530", "97165"):
        own.go_to(code)
        own.press("Ctrl+D")
    own.scope("Favorites")
    own.search("ther")
    assert own.listed() == ["97530"]
    own.search("group")
    assert "group" in own.said()
    own.button("Clear filters").click()
    assert own.listed()[0] == "97150"


def test_a_code_that_is_no_favorite_any_more_leaves_their_list(own: Own) -> None:
    for code in ("97530", "97165"):
        own.go_to(code)
        own.press("Ctrl+D")
    own.search("")
    own.scope("Favorites")
    own.go_to("97530")
    own.search("")
    own.codes.setFocus()
    own.press("Home")
    own.press("Ctrl+D")
    assert own.listed() == ["97165"]
    assert own.current() == "97165"
    own.press("Ctrl+D")
    assert own.listed() == []
    assert "No favorites" in own.said()


@pytest.mark.parametrize(
    ("scope", "why", "how"),
    [
        ("Favorites", "No favorites", "Ctrl+D"),
        ("Recent", "Nothing copied", "copy"),
        ("Notes", "No notes", "Write one"),
    ],
)
def test_an_empty_list_says_how_it_is_filled(own: Own, scope: str, why: str, how: str) -> None:
    own.scope(scope)
    assert own.listed() == []
    assert why in own.said()
    assert how in own.said()
    own.button("Show all codes").click()
    assert own.said() == ""
    assert len(own.listed()) == 4
    assert own.part(QToolButton, "scopeAll").isChecked()


def test_where_the_list_is_empty_nothing_becomes_a_favorite(own: Own) -> None:
    own.scope("Favorites")
    own.press("Ctrl+D")
    assert "Choose a code" in own.status()
    with stored(own.folder) as data:
        assert data.favorites() == ()


def test_recents_are_the_codes_that_were_copied_the_latest_first(own: Own) -> None:
    own.search("ther ex")
    own.press("Return")
    own.search("group")
    own.press("Ctrl+C")
    own.search("eval")
    own.press("Ctrl+Shift+C")
    own.search("ther ex")
    own.press("Return")
    own.search("")
    own.scope("Recent")
    assert own.listed() == ["97110", "97165", "97150"]


def test_all_codes_that_are_copied_together_are_recents(own: Own) -> None:
    own.codes.setFocus()
    own.press("Home")
    own.press("Shift+Down")
    own.press("Ctrl+C")
    copied = clipboard().text().split()
    assert len(copied) == 2
    own.scope("Recent")
    assert sorted(own.listed()) == sorted(copied)


def test_copying_many_codes_writes_the_file_once_and_lists_them_once(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    open_userdata(tmp_path).close()
    own = Own(open_window(None, tmp_path), tmp_path)
    listed = []
    own.codes.model().modelReset.connect(lambda: listed.append(True))
    before = _changes_of(tmp_path)
    own.codes.setFocus()
    own.press("Ctrl+A")
    own.press("Ctrl+C")
    copied = clipboard().text().split()
    assert len(copied) > RECENT_LIMIT
    assert _changes_of(tmp_path) - before == 1
    assert len(listed) <= 1
    own.scope("Recent")
    assert own.listed() == copied[: -RECENT_LIMIT - 1 : -1]


def test_looking_at_a_code_is_not_copying_it(own: Own) -> None:
    own.search("ther ex")
    own.press("Down")
    own.press("Ctrl+D")
    own.press("Ctrl+F")
    own.press("Ctrl+C")
    assert clipboard().text() == "ther ex"
    own.go_to("97003")
    own.press("Return")
    own.search("")
    own.scope("Recent")
    assert own.listed() == []
    with stored(own.folder) as data:
        assert data.recents() == ()


def test_a_copy_shows_in_the_list_of_recents_at_once(own: Own) -> None:
    for word in ("group", "ther ex"):
        own.search(word)
        own.press("Return")
    own.search("")
    own.scope("Recent")
    own.codes.setFocus()
    own.press("End")
    own.press("Return")
    assert own.listed() == ["97150", "97110"]
    assert own.current() == "97150"


def test_a_note_is_saved_after_a_pause_and_only_then_says_so(own: Own, qtbot: QtBot) -> None:
    own.write("97110", "Ask for a KX.")
    assert own.state() == ""
    assert own.on_disk("97110") == ""
    qtbot.waitUntil(lambda: own.state() != "", timeout=_IN_TIME)
    assert own.state() == "Saved"
    assert own.on_disk("97110") == "Ask for a KX."
    assert own.note.hasFocus()
    own.type("!")
    assert own.state() == ""
    assert own.on_disk("97110") == "Ask for a KX."
    qtbot.waitUntil(lambda: own.state() == "Saved", timeout=_IN_TIME)
    assert own.on_disk("97110") == "Ask for a KX.!"


def test_a_note_is_saved_when_the_field_is_left(own: Own) -> None:
    own.write("97110", "left")
    own.press("Tab")
    assert not own.note.hasFocus()
    assert own.state() == "Saved"
    assert own.on_disk("97110") == "left"


def test_esc_in_a_note_saves_it_and_goes_back_to_the_search_box(own: Own) -> None:
    own.write("97110", "mine")
    own.press("Esc")
    assert own.field.hasFocus()
    assert own.field.text() == "97110"
    assert own.on_disk("97110") == "mine"


def test_a_note_is_saved_when_another_code_is_chosen(own: Own) -> None:
    own.write("97110", "chosen")
    own.search("group")
    assert own.current() == "97150"
    assert own.note.toPlainText() == ""
    assert own.state() == ""
    assert own.on_disk("97110") == "chosen"
    assert own.on_disk("97150") == ""


def test_a_note_is_saved_when_a_link_leads_to_another_code(own: Own) -> None:
    own.write("97110", "chosen")
    own.action(ActionId.SHOW_FAQ).trigger()
    own.action(ActionId.SHOW_CODES).trigger()
    own.codes.setCurrentIndex(own.codes.model().index(own.codes.model().rowCount() - 1, 0))
    assert own.on_disk("97110") == "chosen"


def test_a_note_is_saved_when_the_window_is_closed(own: Own) -> None:
    own.write("97110", "closed")
    assert own.on_disk("97110") == ""
    own.window.close()
    assert own.on_disk("97110") == "closed"


def test_a_note_is_found_by_its_words(own: Own) -> None:
    own.write("97150", "BlueCross pays once")
    own.search("bluecross")
    assert own.listed() == ["97150"]
    own.rewrite("97150", "Aetna")
    own.search("bluecross")
    assert own.listed() == []
    own.search("aetna")
    assert own.listed() == ["97150"]


def test_a_favorite_that_only_its_note_matches_says_so(own: Own) -> None:
    own.write("97150", "BlueCross pays once")
    own.press("Ctrl+D")
    own.search("")
    own.scope("Favorites")
    own.search("bluecross")
    assert own.listed() == ["97150"]
    spoken = str(own.codes.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert "in your note" in spoken


@pytest.mark.parametrize("blank", ["", "   ", "\n \n"])
def test_a_blank_note_is_removed(own: Own, blank: str) -> None:
    own.write("97110", "BlueCross")
    own.rewrite("97110", "")
    own.note.insertPlainText(blank)
    own.press("Tab")
    assert own.state() == "Removed"
    with stored(own.folder) as data:
        assert dict(data.all_notes()) == {}
    own.search("bluecross")
    assert own.listed() == []


def test_a_blank_note_does_not_hinder_choosing_another_code(own: Own) -> None:
    own.write("97110", "  ")
    own.codes.setCurrentIndex(own.codes.model().index(0, 0))
    own.search("group")
    assert own.current() == "97150"
    assert own.note.toPlainText() == ""
    assert own.state() == ""
    with stored(own.folder) as data:
        assert dict(data.all_notes()) == {}


def test_what_became_of_a_note_is_not_said_of_another_one(own: Own) -> None:
    own.write("97110", "same")
    own.write("97530", "same")
    own.search("")
    rows = own.listed()
    own.click_row(rows.index("97530"))
    own.note.setFocus()
    own.press("Ctrl+End")
    own.type("s")
    own.press("Tab")
    own.note.setFocus()
    own.press("Ctrl+End")
    own.press("Backspace")
    own.press("Tab")
    assert own.state() == "Saved"
    own.click_row(rows.index("97110"))
    assert own.current() == "97110"
    assert own.note.toPlainText() == "same"
    assert own.state() == ""


def test_undo_does_not_bring_the_text_of_another_note(own: Own) -> None:
    own.write("97110", "only here")
    own.press("Ctrl+A")
    own.press("Del")
    own.go_to("97150")
    own.note.setFocus()
    own.press("Ctrl+Z")
    own.press("Tab")
    assert own.note.toPlainText() == ""
    assert own.on_disk("97150") == ""


def test_a_note_that_is_only_looked_at_stays_as_it_is(opened: OpenOwn, folder: Path) -> None:
    odd = "no\N{NO-BREAK SPACE}break"
    with stored(folder) as data:
        data.set_note("97110", odd)
    own = opened()
    own.go_to("97110")
    own.note.setFocus()
    own.press("Tab")
    own.go_to("97150")
    assert own.on_disk("97110") == odd


def test_letters_typed_in_the_note_stay_there(own: Own) -> None:
    own.go_to("97110")
    own.note.setFocus()
    own.type("530 units, group")
    own.press("Return")
    own.type("x")
    assert own.note.toPlainText() == "530 units, group\nx"
    assert own.note.hasFocus()
    assert own.field.text() == "97110"
    assert own.current() == "97110"


def test_a_favorite_made_while_a_note_is_typed_does_not_disturb_it(own: Own) -> None:
    own.write("97110", "half")
    own.press("Ctrl+D")
    own.type(" done")
    own.press("Tab")
    assert own.is_favorite()
    assert own.on_disk("97110") == "half done"


def test_a_note_that_is_too_long_says_so_and_is_not_lost(own: Own) -> None:
    own.go_to("97110")
    own.note.setFocus()
    own.note.insertPlainText("x" * (NOTE_LIMIT + 1))
    own.press("Tab")
    assert own.state() == "Not saved"
    assert "97110" in own.banner()
    assert own.on_disk("97110") == ""
    own.go_to("97150")
    assert own.note.toPlainText() == own.state() == ""
    own.go_to("97110")
    assert own.state() == "Not saved"
    own.note.setFocus()
    own.press("Ctrl+End")
    own.press("Backspace")
    own.press("Tab")
    assert own.state() == "Saved"
    assert own.on_disk("97110") == "x" * NOTE_LIMIT


def test_a_note_is_saved_later_where_it_could_not_be_saved_at_once(own: Own) -> None:
    open_userdata(own.folder).close()
    with closing(sqlite3.connect(own.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        own.write("97110", "waits")
        own.press("Tab")
        assert own.state() == "Not saved"
        assert "not saved" in own.banner()
        assert own.note.toPlainText() == "waits"
        own.go_to("97150")
        assert own.note.toPlainText() == ""
        other.execute("ROLLBACK")
    assert own.on_disk("97110") == ""
    own.window.close()
    assert own.on_disk("97110") == "waits"


def test_a_favorite_that_could_not_be_saved_is_not_shown_as_one(own: Own) -> None:
    own.go_to("97110")
    open_userdata(own.folder).close()
    with closing(sqlite3.connect(own.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        QTest.mouseClick(own.star, Qt.MouseButton.LeftButton)
        assert not own.is_favorite()
        assert not own.starred("97110")
        assert "not saved" in own.banner()
        other.execute("ROLLBACK")
    QTest.mouseClick(own.star, Qt.MouseButton.LeftButton)
    assert own.is_favorite()
    assert own.banner() == ""  # what is over is no longer told


def _starred(desk: Own, *codes: str) -> bool:
    return all(map(desk.starred, codes))


def _notes(desk: Own, text: str) -> bool:
    return desk.note.toPlainText() == text


def test_two_windows_show_what_is_kept_in_either(opened: OpenOwn, qtbot: QtBot) -> None:
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


def test_a_list_of_favorites_follows_another_window(opened: OpenOwn, qtbot: QtBot) -> None:
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


def test_a_note_changed_in_two_windows_keeps_both_texts(opened: OpenOwn, qtbot: QtBot) -> None:
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
    opened: OpenOwn, folder: Path, qtbot: QtBot
) -> None:
    own = opened()
    own.write("97110", "mine")
    with stored(folder) as data:
        data.set_note("97110", "theirs")
    qtbot.waitUntil(lambda: own.state() == "Saved", timeout=_IN_TIME)
    own.type(" too")
    own.press("Tab")
    assert own.on_disk("97110") == "theirs\n\nmine too"


def test_all_is_there_in_a_new_window(opened: OpenOwn) -> None:
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


def test_a_damaged_file_is_told_and_the_window_works(opened: OpenOwn, folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"This was a store once. " * 400)
    own = opened()
    assert "damaged" in own.banner()
    assert len(list(folder.glob(f"{FILE_NAME}.damaged-*"))) == 1
    own.search("ther ex")
    own.press("Return")
    assert clipboard().text() == "97110"
    own.press("Ctrl+D")
    assert own.is_favorite()
    own.write("97110", "anew")
    own.window.close()
    assert own.on_disk("97110") == "anew"


def test_a_file_that_cannot_be_used_is_told_and_the_window_works(
    opened: OpenOwn, folder: Path
) -> None:
    (folder / FILE_NAME).mkdir(parents=True)
    own = opened()
    assert "favorites and notes cannot be" in own.banner()
    own.search("ther ex")
    own.press("Return")
    assert clipboard().text() == "97110"
    own.press("Ctrl+D")
    assert not own.is_favorite()
    own.write("97110", "anew")
    own.press("Tab")
    assert own.state() == "Not saved"
    assert own.note.toPlainText() == "anew"


@pytest.mark.parametrize("code", ["97003", "97161"])
def test_what_is_no_code_to_bill_has_neither_note_nor_star(own: Own, code: str) -> None:
    own.go_to(code)
    assert not own.note.isVisible()
    assert not own.star.isEnabled()
    own.press("Ctrl+D")
    assert "only codes can be favorites" in own.status()
    assert not own.starred(code)
    with stored(own.folder) as data:
        assert data.favorites() == ()
    own.go_to("97110")
    assert own.note.isVisible()
    assert own.star.isEnabled()


def test_a_note_is_saved_on_the_way_to_what_has_none(own: Own) -> None:
    own.write("97165", "stays")
    own.go_to("97003")
    assert own.on_disk("97165") == "stays"
    own.go_to("97165")
    assert own.note.toPlainText() == "stays"


def test_an_answer_is_no_favorite(own: Own) -> None:
    own.search("what is cpt")
    rows = own.codes.model().rowCount()
    own.codes.setCurrentIndex(own.codes.model().index(rows - 1, 0))
    assert not own.note.isVisible()
    own.press("Ctrl+D")
    assert "only codes can be favorites" in own.status()
