"""Copies the chosen codes, selected text or parts of the page, and says what was copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget, QWidget

from otcodebook.catalog.model import (
    Answer,
    Catalog,
    Code,
    Faq,
    GuidePage,
    LookAlike,
    OtherProfessionCode,
    Retired,
)
from otcodebook.export import clipboard_text
from otcodebook.settings import CopyFormat
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.model import AnyHit
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.detail.detail_pane import DetailPane
from otcodebook.ui.services.enums import Tab
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.widgets.clipboard import copy_text
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.wording import counted, short_list

_FROM_BOTTOM = 60


class CopyController(QObject):
    """What Enter, Ctrl+C and the copy links do.

    `copy_format` is what copying a code gives; `catalog` is where the codes of links are found.

    Signals:
        codes_copied: codes are on the clipboard (a list of their texts).
        link_activated: the current row is an answer, which is to be opened ("faq:ID").
        page_requested: the current row is a comparison, whose page is to be read.
    """

    codes_copied = Signal(list)
    link_activated = Signal(str)
    page_requested = Signal()

    def __init__(
        self,
        tabs: QTabWidget,
        codes: CodesController,
        detail: DetailPane,
        messages: Messages,
    ) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._codes = codes
        self._detail = detail
        self._messages = messages
        self.copy_format = CopyFormat.CODE
        self.catalog: Catalog | None = None
        self.codes_copied.connect(codes.search_edit.offer_replacing)
        if isinstance(application := QApplication.instance(), QApplication):
            application.applicationStateChanged.connect(self._come_back)

    def copy(self) -> None:
        """Ctrl+C: the selected text of the part that has the focus, otherwise the chosen codes."""
        view = QApplication.focusWidget()
        reader = view.selected_text() if isinstance(view, DocumentView) else ""
        marked = view.selectedText() if isinstance(view, QLabel) else ""
        selected = reader or marked or self._detail.selected_text()
        if selected:
            self._messages.show_copied(copy_text(selected), "the selected text")
        else:
            self.copy_chosen()

    def copy_chosen(self, copy_format: CopyFormat | None = None) -> None:
        """Copies the chosen codes of the Codes tab, in the chosen format unless one is given."""
        if self._tabs.currentIndex() == Tab.CODES:
            self._copy_hits(self._codes.chosen_hits(), copy_format)
        elif self._tabs.currentIndex() == Tab.UNITS:
            self._messages.show_status(
                "Select the text to copy first. Ctrl+Shift+C copies the claim lines."
            )
        else:
            self._messages.show_status(
                "Select the text to copy first. Codes are copied in the Codes tab."
            )

    def take_current(self) -> None:
        """Enter: copies the code that is shown, or opens the current answer."""
        hit = self._codes.current_hit()
        match hit.document.item if hit else None:
            case Faq() as item:
                self.link_activated.emit(f"faq:{item.id}")
            case GuidePage() as page:
                self.link_activated.emit(f"guide:{page.id}")
            case LookAlike():
                self.page_requested.emit()
            case _:
                self._copy_hits([hit] if hit else [])

    def copy_part(self, part: str) -> None:
        """Copies a part of the current code's page: "patient" or "checklist"."""
        hit = self._codes.current_hit()
        entry = hit.document.item if hit else None
        if part == "patient" and isinstance(entry, Code):
            explanation = self._detail.patient_text()
            in_spanish = " in Spanish" if explanation != entry.patient else ""
            self._messages.show_copied(
                copy_text(explanation), f"the explanation for the patient{in_spanish}"
            )
        elif part == "checklist" and isinstance(entry, Code):
            checked = self._detail.checked_points()
            points = counted(len(checked), "checked point") if checked else "the checklist"
            self._messages.show_copied(
                copy_text(clipboard_text.checklist_text(entry, checked)), points
            )

    def copy_code(self, code: str) -> None:
        """Copies a code that a link or a key names, in the chosen format."""
        entry = self.catalog.find(code) if self.catalog else None
        if isinstance(entry, Code):
            line = clipboard_text.code_line(entry, self.copy_format)
            done = copy_text(line)
            self._messages.show_copied(done, line if entry.name in line else f"{line} {entry.name}")
            if done:
                self.codes_copied.emit([code])
        elif entry is not None:
            self._messages.show_toast(_why_not_copied(entry))

    def beside(self) -> QRect:
        """What a message about copying belongs to, in the window's coordinates.

        The page where it has the focus, else the current row; the search box where no row is.
        """
        part: QWidget = self._tabs
        rect = QRect()
        if self._detail.view.hasFocus():
            part = self._detail.view
        elif self._tabs.currentIndex() == Tab.CODES:
            part = self._codes.code_list.viewport()
            rect = self._codes.code_list.visualRect(self._codes.code_list.currentIndex())
            if not rect.intersects(part.rect()):
                part = self._codes.search_edit
                rect = part.rect()
        if rect.isNull():
            rect = part.rect().adjusted(0, part.height() - _FROM_BOTTOM, 0, -_FROM_BOTTOM)
        return QRect(part.mapTo(part.window(), rect.topLeft()), rect.size())

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """Another program was used meanwhile: the next letter starts a new search."""
        if state is Qt.ApplicationState.ApplicationActive:
            box = QApplication.focusWidget()
            if self._tabs.currentIndex() == Tab.CODES:
                self._codes.search_edit.offer_replacing()
            elif isinstance(box, SearchEdit):
                box.selectAll()

    def _copy_hits(self, hits: Sequence[AnyHit], copy_format: CopyFormat | None = None) -> None:
        found = [
            (hit.document.item, hit.warning) for hit in hits if isinstance(hit.document.item, Code)
        ]
        others = [hit.document.item for hit in hits if not isinstance(hit.document.item, Code)]
        if not hits and self._codes.reason:
            self._messages.show_toast("Nothing copied: no exact match. Down chooses a row.")
        elif not hits:
            self._messages.show_toast("There is no code to copy: change the search.")
        elif not found:
            self._messages.show_toast(_why_not_copied(others[0]))
        else:
            copy_format = copy_format or self.copy_format
            lines = [clipboard_text.code_line(code, copy_format) for code, _ in found]
            warnings = [f" ({warning})" if warning else "" for _, warning in found]
            done = copy_text("\n".join(lines))
            self._messages.show_copied(
                done, short_list(["".join(x) for x in zip(lines, warnings, strict=True)])
            )
            if done:
                self.codes_copied.emit([code.code for code, _ in found])


def _why_not_copied(entry: Retired | OtherProfessionCode | Answer) -> str:
    if not isinstance(entry, Retired | OtherProfessionCode):
        return "Not copied: this row is an answer. Enter opens it."
    use = f" Use {', '.join(entry.use)}." if entry.use else ""
    if isinstance(entry, Retired):
        return f"Not copied: {entry.code} is retired ({entry.gone}).{use}"
    return f"Not copied: {entry.code} is not an occupational therapy code.{use}"
