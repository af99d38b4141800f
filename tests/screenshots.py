"""Pictures of every tab and state, from the real window: `make screenshots`.

They are written to build/screenshots/THEME/NAME.png, at real sizes, in light, dark and high
contrast, with text of 200%, in a small and in a wide window. Naming themes makes only those:
`make screenshots ARGS=dark`; `QT_SCALE_FACTOR=1.5 make screenshots` shows a scaled screen.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QTextBrowser,
    QToolButton,
)

from cms_files import ptp_text, write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook import resources
from otcodebook.catalog.content import Table
from otcodebook.catalog.load import load_bundled, load_catalog
from otcodebook.catalog.model import GuidePage
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.ui.app import build_window
from otcodebook.ui.window.main_window import MainWindow
from studio import SETTLE_MS, THEMES, Studio
from support import ROOT, as_bytes, small_catalog

_OUT = ROOT / "build" / "screenshots"
_CHARGES = """HCPCS,Description,Charge,Mod,Comment,Dept,Minutes
97110,THER EX 15 MIN,$45.00,GO,needs auth,0430,15 min
97530,Kitchen group with us,50.00,GO,,0430,
97003,OT EVAL,$80.00,GO,,0430,
X9999,Barn door fitting,$7.00,,ask the front desk first,0430,
X9998,Wall slide class,$9.50,GO,,0430,30 min
"""

# The states, each beginning where the one before it ended.


def codes(studio: Studio) -> None:
    studio.search("")
    studio.take("codes-start")
    for name, query in (
        ("codes-hits", "ther ex"),
        ("codes-many-hits", "e"),
        ("codes-alias", "dressing"),
        ("codes-last-digits", "530"),
        ("codes-retired", "97003"),
        ("codes-foreign", "97161"),
        ("codes-typo", "theraputic exersise"),
        ("codes-wrong-digit", "97115"),
        ("codes-some-words", "teach patient cooking on the moon"),
        ("codes-evaluation", "97166"),
        ("codes-add-on", "97130"),
        ("codes-blocks", "98980"),
        ("codes-modifier", "KX"),
        ("codes-only-answers", "icd difference claim"),
        ("codes-nothing", "xyzzyqwk"),
        ("codes-long-query", "a very long query that nobody would type " * 4),
    ):
        studio.search(query)
        studio.take(name)
    studio.go_to("97003", ("97003",))
    studio.take("codes-retired-row")
    studio.go_to("group", ("FAQ", "Guide"))
    studio.take("codes-answer")
    studio.go_to("97110", ("Compare",))
    studio.take("codes-look-alike")


def codes_page_end(studio: Studio) -> None:
    """The page of a code from its middle on and at its end."""
    studio.search("97110")
    bar = studio.part(QTextBrowser, "detailView").verticalScrollBar()
    for name, share in (("codes-page-middle", 0.5), ("codes-page-end", 1.0)):
        QTest.qWait(SETTLE_MS)
        bar.setValue(int(bar.maximum() * share))
        studio.take(name)


def filters(studio: Studio) -> None:
    studio.search("")
    studio.part(QToolButton, "filterButton").click()
    studio.part(QFrame, "filterPopup").hide()
    family = studio.part(QComboBox, "familyFilter")
    counting = studio.part(QComboBox, "countingFilter")
    family.setCurrentIndex(1)
    studio.take("codes-family")
    studio.search("splint")
    counting.setCurrentIndex(1)
    studio.take("codes-filters-hide-all")
    family.setCurrentIndex(0)
    counting.setCurrentIndex(0)


def several(studio: Studio) -> None:
    studio.search("97110")
    studio.press("Return")
    studio.take("codes-copied")
    studio.search("exercise")
    view = studio.part(QListView, "codeList")
    view.setFocus()
    select = QItemSelectionModel.SelectionFlag.Select
    for row in (0, 1, 3):
        view.selectionModel().select(view.model().index(row, 0), select)
    studio.take("codes-several")
    studio.do("copyWithName")
    studio.take("codes-several-copied")
    studio.go_to("97003", ("97003",))
    studio.press("Return")
    studio.take("codes-not-copied")


def faq(studio: Studio) -> None:
    studio.window.statusBar().clearMessage()
    studio.do("showFaq")
    studio.take("faq")
    studio.search("8-minute rule", "faqSearch")
    studio.take("faq-search")
    studio.search("xyzzyqwk", "faqSearch")
    studio.take("faq-nothing")
    studio.search("", "faqSearch")


def guide(studio: Studio) -> None:
    studio.do("showGuide")
    studio.take("guide")
    pages = load_catalog(resources.read_resource("catalog.json")).guide
    titles = studio.part(QListWidget, "guideList")
    for page in pages:
        if _has_table(page):
            titles.setCurrentItem(titles.findItems(page.title, Qt.MatchFlag.MatchExactly)[0])
            studio.take(f"guide-{page.id}")


def _has_table(page: GuidePage) -> bool:
    return any(isinstance(block, Table) for block in page.body)


def units(studio: Studio) -> None:
    studio.window.activateWindow()
    studio.do("showUnits")
    studio.take("units-empty")
    for code, minutes in (("97110", "20"), ("97140", "20"), ("97165", "45")):
        studio.search(code, "unitsSearch")
        studio.press("Return")
        studio.type(minutes)
        studio.press("Return")
    studio.take("units")
    for button in ("unitsCheckCount", "unitsWorkingHead"):
        studio.part(QToolButton, button).click()
    studio.take("units-checks-and-working")
    for button in ("unitsChecksHead", "unitsWorkingHead"):
        studio.part(QToolButton, button).click()
    studio.search("ther", "unitsSearch")
    studio.take("units-popup")
    studio.press("Esc")
    studio.do("copyClaims")
    studio.search("splint", "unitsSearch")
    studio.press("Tab")
    studio.take("units-table-focus")
    studio.press("Down")
    studio.type("3x")
    studio.press("Return")
    studio.take("units-wrong")
    studio.press("Esc")
    studio.press("Ctrl+Space")
    studio.take("units-clock")
    studio.press("Ctrl+Space")
    studio.do("clearUnits")


def units_with_tables(studio: Studio) -> None:
    studio.do("showUnits")
    for code, minutes in (("97530", "23"), ("97537", "15"), ("97165", "45")):
        studio.search(code, "unitsSearch")
        studio.press("Return")
        studio.type(minutes)
        studio.press("Return")
    studio.take("units-pair")
    studio.part(QPushButton, "unitsRemedy97537").click()
    studio.take("units-59-put")
    studio.part(QToolButton, "unitsPayHead").click()
    QTest.qWait(SETTLE_MS)
    bar = studio.part(QScrollArea, "unitsPane").verticalScrollBar()
    bar.setValue(bar.maximum())
    studio.take("units-pay")


def tables(studio: Studio) -> None:
    """CMS's files as they are opened, one that is asked about, and what is stored of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unnamed = folder / "pairs.txt"
        unnamed.write_bytes(ptp_text())
        many = [write_ptp(folder, part=part) for part in (1, 4)] + [write_mue(folder)]
        for state, files in (("cms-asked", [unnamed]), ("cms-files", many)):
            studio.window.files_dropped.emit([str(file) for file in files])
            QTest.qWait(5 * SETTLE_MS)
            studio.take_dialog(state)
    studio.do("preferences")
    pages = studio.part(QTabWidget, "preferencesTabs")
    pages.setCurrentIndex(pages.count() - 1)
    studio.take_dialog("cms-tables")


def dialogs(studio: Studio) -> None:
    studio.do("showCodes")
    studio.do("keys")
    studio.take_dialog("keyboard")
    studio.do("about")
    studio.take_dialog("about")
    studio.do("userGuide")
    studio.take_dialog("user-guide")
    _raise_in_a_slot(studio.window)
    studio.take_dialog("bug")


def hint_of_the_first_start(studio: Studio) -> None:
    studio.window.resize(studio.window.minimumSizeHint().expandedTo(studio.window.minimumSize()))
    studio.take("hint-smallest")
    studio.window.resize(studio.theme.size)
    studio.take("hint")
    next(b for b in studio.window.findChildren(QPushButton) if b.text() == "OK").click()


def context_menus(studio: Studio) -> None:
    studio.search("97110")
    codes = studio.part(QListView, "codeList")
    codes.customContextMenuRequested.emit(codes.visualRect(codes.currentIndex()).center())
    if menu := QApplication.activePopupWidget():
        studio.take("context-menu-code", menu)
        menu.close()


def preferences(studio: Studio) -> None:
    studio.do("preferences")
    studio.take_dialog("preferences")


def favorites(studio: Studio) -> None:
    """Favorites in their order, and one whose note cannot be saved when the window is closed."""
    # Imported here: it belongs to this state alone.
    from otcodebook.ui.dialogs.page_dialog import UnsavedDialog

    for code in ("97530", "97110", "97535"):
        studio.search(code)
        studio.do("favorite")
    studio.search("")
    studio.part(QToolButton, "scopeFavorites").click()
    studio.do("moveUp")
    studio.take("codes-favorites")
    studio.part(QToolButton, "scopeAll").click()
    studio.take("codes-stars")
    UnsavedDialog(["97110"], studio.window).open()
    studio.take_dialog("note-not-saved")


def own_files(studio: Studio) -> None:
    """What becomes of favorites and notes of a file."""
    # Imported here: they belong to this state alone.
    from otcodebook.ui.userdata.transfer import ImportDialog
    from otcodebook.userdata.transfer import ImportPlan, NoteDifference

    favorites, notes = ("97110", "97530"), {"97165": "Once a year."}
    differing = (
        NoteDifference(
            "97110", "Aetna: not with 97140.", "Aetna wants 59 with 97140 on the same day."
        ),
        NoteDifference(
            "97535", "Write the goal first.", "Ask for the home program.\nCigna: 4 units."
        ),
    )
    for name, differences in (("import", ()), ("import-differing", differing)):
        plan = ImportPlan(favorites, notes, differences)
        ImportDialog(plan, "OT Codebook notes and favorites.json", studio.window).open()
        studio.take_dialog(name)


def printed_lists(studio: Studio) -> None:
    """What is asked before a list is saved or printed."""
    studio.do("showCodes")
    studio.search("97003")
    studio.do("saveListAsPdf")
    studio.take_dialog("printed-left-out")
    studio.search("")
    note = studio.part(QPlainTextEdit, "noteEdit")
    note.setFocus()
    QTest.keyClicks(note, "BlueCross wants 59 here.")
    studio.do("saveListAsPdf")
    studio.take_dialog("printed-with-notes")
    with mock.patch("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", list):
        studio.do("printList")
    studio.take("no-printer")


def _raise_in_a_slot(window: MainWindow) -> None:
    """A bug as the user meets it: an exception that reached the main loop."""
    # Imported here: it belongs to this state alone.
    from otcodebook.ui.dialogs.bug_report import show_bug

    try:
        raise KeyError("a code that is not there")
    except KeyError as error:
        with mock.patch.object(sys, "stderr", open(os.devnull, "w", encoding="utf-8")):
            show_bug((KeyError, error, error.__traceback__), window)


def menus(studio: Studio) -> None:
    for title, menu in studio.window.menus.items():
        name = title.replace("&", "").lower()
        menu.popup(studio.window.mapToGlobal(studio.window.rect().topLeft()))
        studio.take(f"menu-{name}", menu)
        menu.close()


def at_the_least_size(studio: Studio) -> None:
    studio.do("showCodes")
    studio.search("splint")
    studio.window.resize(studio.window.minimumSizeHint().expandedTo(studio.window.minimumSize()))
    studio.take("smallest")


def broken_catalog(studio: Studio) -> None:
    studio.take("broken-catalog")
    studio.do("about")
    studio.take_dialog("broken-catalog-about")


def expired(studio: Studio) -> None:
    studio.take("expired-catalog")


def small(studio: Studio) -> None:
    studio.take("small-catalog")
    studio.do("showFaq")
    studio.take("small-catalog-faq")


def list_on_top(studio: Studio) -> None:
    """A clinic's list: the band on a known code's page, a page of its own, her words, her scope."""
    for name, query in (
        ("list-band", "97110"),
        ("list-own-page", "X9999"),
        ("list-her-words", "kitchen"),
        ("list-retired", "97003"),
    ):
        studio.search(query)
        studio.take(name)
    studio.search("")
    studio.part(QToolButton, "scopeMy list").click()
    studio.take("list-scope")
    studio.do("saveListAsPdf")
    studio.take_dialog("list-printed")


def no_catalog(studio: Studio) -> None:
    studio.take("no-catalog")
    studio.do("showFaq")
    studio.take("no-catalog-faq")
    studio.do("showGuide")
    studio.take("no-catalog-guide")


@contextmanager
def _damaged_installation(folder: Path) -> Iterator[None]:
    """An installation whose catalog is damaged."""
    root = folder / "resources"
    shutil.copytree(resources.resource_root(), root)
    (root / "catalog.json").write_text("{}")
    load_bundled.cache_clear()
    with mock.patch.object(resources, "resource_root", return_value=root):
        yield
    load_bundled.cache_clear()


def _own_catalogs(folder: Path) -> dict[str, Path]:
    """What a user might open: a broken catalog, an expired one, one without much, and a list."""
    broken = small_catalog()
    broken["codes"][1]["timing"] = {"kind": "by the moon"}
    old = small_catalog()
    old["edition"] |= {"year": 2020, "effective": "2020-01-01", "expires": "2020-12-31"}
    bare = small_catalog() | {"faq": [], "guide": [], "lookalikes": []}
    paths = {}
    for name, catalog in (("broken", broken), ("old", old), ("bare", bare)):
        paths[name] = folder / f"{name}.json"
        paths[name].write_bytes(as_bytes(json.loads(json.dumps(catalog))))
    paths["list"] = folder / "charges.csv"
    paths["list"].write_text(_CHARGES, encoding="utf-8")
    return paths


def _store_tables(folder: Path) -> None:
    """Tables of CMS's as a user has them who opened some."""
    known = known_codes()
    pairs = (("97530", "97537", "20180701", "*", "1"),)
    files = [write_ptp(folder, pairs), write_mue(folder), write_fee_zip(folder)]
    CmsStore(folder).add(read_files(files, known), known, keep_older=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of every tab and state.")
    parser.add_argument("themes", nargs="*", metavar="THEME", help=f"any of: {' '.join(THEMES)}")
    chosen = parser.parse_args().themes or list(THEMES)
    if strange := set(chosen).difference(THEMES):
        parser.error(f"no such theme: {' '.join(sorted(strange))}")
    app = QApplication(["screenshots", "-style", "fusion"])
    font, palette = app.font(), app.palette()
    for name in chosen:

        def session(
            *states: Callable[[Studio], None],
            catalog: Path | None = None,
            name: str = name,
            tables: bool = False,
        ) -> None:
            app.setFont(font)
            app.setPalette(palette)
            with tempfile.TemporaryDirectory() as data:
                if tables:
                    _store_tables(Path(data))
                window = build_window(catalog, Path(data))
                studio = Studio(window, _OUT / name, THEMES[name])
                for state in states:
                    state(studio)
                window.close()
                window.deleteLater()
                QTest.qWait(SETTLE_MS)

        with tempfile.TemporaryDirectory() as folder:
            own = _own_catalogs(Path(folder))
            session(
                hint_of_the_first_start, context_menus, codes, codes_page_end, filters, several,
                favorites, preferences, faq, guide, units, dialogs, own_files, printed_lists, menus,
                at_the_least_size,
            )  # fmt: skip
            session(units_with_tables, tables, tables=True)
            session(broken_catalog, catalog=own["broken"])
            session(expired, catalog=own["old"])
            session(small, catalog=own["bare"])
            session(list_on_top, catalog=own["list"])
            with _damaged_installation(Path(folder)):
                session(no_catalog)
        taken = len(list((_OUT / name).glob("*.png")))
        print(f"{taken} pictures in {(_OUT / name).relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    main()
