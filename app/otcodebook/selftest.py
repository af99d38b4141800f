"""Proves an installation by using it: the same from a checkout, a wheel and the executable."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otcodebook import __version__
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog
from otcodebook.pages.answer_pages import faq_page, guide_page, lookalike_page
from otcodebook.pages.code_page import entry_page
from otcodebook.resources import read_resource
from otcodebook.search.codes import CodeSearch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_PATIENCE_S = 30
_QUERIES = {
    "ther ex": "97110",
    "530": "97530",
    "97166": "97166",
    "self-care": "97535",
    "theraputic exersise": "97110",
}
_PAIR = ("97150", "97530")
_TABLE = "\r\n".join(
    "\t".join(cells)
    for cells in (
        ("Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "Reason"),
        (*_PAIR, "", "20180701", "*", "1", "Self-test"),
        ("97140", "97530", "*", "19960101", "20191231", "1", "Self-test"),
    )
)


def selftest() -> dict[str, Any]:
    """Runs every step; `ok` tells whether all passed, `steps` what each found."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform == "win32":  # off the screen, Qt knows the fonts of a folder only, and warns
        os.environ.setdefault("QT_QPA_FONTDIR", os.path.expandvars(r"%WINDIR%\Fonts"))
    # Imported here: what needs no Qt loads none.
    from otcodebook.ui.app import shut_out_foreign_plugins

    shut_out_foreign_plugins()
    steps: dict[str, str] = {}
    catalog = load_catalog(read_resource("catalog.json"))
    checks: dict[str, Callable[[Catalog], str]] = {
        "catalog": lambda catalog: f"{len(catalog.codes)} codes",
        "search": _check_search,
        "pages": _check_pages,
        "window": _check_window,
        "print": _check_print,
        "tables": _check_tables,
    }
    for name, check in checks.items():
        try:
            steps[name] = check(catalog)
        except Exception as error:  # whatever fails is what the report is for
            steps[name] = f"FAILED: {type(error).__name__}: {error}"
    ok = not any(result.startswith("FAILED") for result in steps.values())
    return {"ok": ok, "version": __version__, "steps": steps}


def _check_search(catalog: Catalog) -> str:
    search = CodeSearch(catalog)
    for query, code in _QUERIES.items():
        hits = search.search(query)
        if not hits or hits[0].document.code != code:
            raise RuntimeError(f"{query} does not find {code} first")
    return f"{len(_QUERIES)} queries"


def _check_pages(catalog: Catalog) -> str:
    pages = [
        *(entry_page(entry, catalog) for entry in catalog.entries()),
        *(faq_page(item, catalog) for item in catalog.faq),
        *(guide_page(page, catalog) for page in catalog.guide),
        *(lookalike_page(item, catalog) for item in catalog.lookalikes),
    ]
    if not all(pages):
        raise RuntimeError("a page is empty")
    return f"{len(pages)} pages"


def _check_window(catalog: Catalog) -> str:
    """Builds the window offscreen, types, copies and reads the clipboard back."""
    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QTextBrowser

    from otcodebook.resources import resource_path
    from otcodebook.ui.app import build_window

    app = QApplication.instance() or QApplication(["ot-codebook"])
    with tempfile.TemporaryDirectory() as folder:
        window = build_window(data_dir=Path(folder), clinic=())
        window.show()
        rows = window.findChild(QListView, "codeList")
        if rows is None:
            raise RuntimeError("the window has no list of codes")
        _wait_until(lambda: rows.model() is not None and rows.model().rowCount() > 0)
        field = window.findChild(QLineEdit, "searchField")
        view = window.findChild(QTextBrowser, "detailView")
        if field is None or view is None:
            raise RuntimeError("the window is incomplete")
        _type(field, "ther ex\r")
        copied = QGuiApplication.clipboard().text()
        page = view.toPlainText()
        window.close()
        app.processEvents()
    if copied != "97110":
        raise RuntimeError(f"copied {copied!r} instead of 97110")
    if catalog.codes and not page:
        raise RuntimeError("the page of the code is empty")
    icon = QIcon(str(resource_path("icons/otcodebook-128.png")))
    if icon.pixmap(64).isNull():
        raise RuntimeError("the icon cannot be drawn")
    return "typed, copied and read back 97110"


def _type(widget: QWidget, text: str) -> None:
    """Types into a widget; not by QtTest, which only this would need in the executable."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    for char in text:
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, char)
            QApplication.sendEvent(widget, event)


def _wait_until(condition: Callable[[], bool]) -> None:
    """Lets the window work until something is so. Raises RuntimeError after some seconds."""
    from PySide6.QtCore import QCoreApplication

    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("the window is not filled")
        QCoreApplication.processEvents()


def _check_print(catalog: Catalog) -> str:
    """Lays out all codes as a PDF, and asks the system for its printers."""
    from PySide6.QtWidgets import QApplication

    from otcodebook.export.printed_list import ListContent, printed_list
    from otcodebook.ui.printing.page_layout import pdf_bytes
    from otcodebook.ui.printing.printer import printer_names

    _app = QApplication.instance() or QApplication(["ot-codebook"])
    document = pdf_bytes(printed_list(ListContent(catalog.codes), catalog, {}), columns=2)
    if not document.startswith(b"%PDF-") or b"%%EOF" not in document[-16:]:
        raise RuntimeError("the printed list of all codes is no PDF document")
    printer_names()
    return "all codes as a PDF"


def _check_tables(_catalog: Catalog) -> str:
    """Writes a table in CMS's layout into a zip, opens it, stores it and asks it."""
    import zipfile
    from datetime import date

    from otcodebook.cms.files.opening import read_files
    from otcodebook.cms.known import known_codes
    from otcodebook.cms.pairs import answer_pairs
    from otcodebook.cms.store import CmsStore
    from otcodebook.cms.tables.model import Setting

    known = known_codes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ccipra-v323r0-f4.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("ccipra-v323r0-f4.TXT", _TABLE)
        store = CmsStore(Path(folder))
        store.add(read_files([path], known), known, keep_older=False)
        answer = answer_pairs(store, _PAIR, date(2026, 11, 27), Setting.PRACTITIONER)
    if [(row.column1, row.column2) for row in answer.pairs] != [_PAIR]:
        raise RuntimeError("the table does not answer as it says")
    return "a pair out of a zip"
