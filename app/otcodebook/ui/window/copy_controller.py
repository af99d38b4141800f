"""Copies the chosen codes, selected text or parts of the page, and says what was copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget

from otcodebook.catalog.model import Catalog, Code, Faq, GuidePage, OtherProfessionCode, Retired
from otcodebook.export import clipboard_text
from otcodebook.search.answers import Answer
from otcodebook.settings import CopyFormat
from otcodebook.ui.codes.controller import CodesController
from otcodebook.ui.codes.detail_pane import DetailPane
from otcodebook.ui.codes.model import AnyHit
from otcodebook.ui.widgets.clipboard import copy_text
from otcodebook.ui.widgets.document_view import DocumentView
from otcodebook.ui.window.enums import Tab
from otcodebook.ui.window.messages import Messages
from otcodebook.wording import counted, short_list

_CLIPBOARD_BUSY = "Nothing was copied: another program holds the clipboard. Press the keys again."


class CopyController(QObject):
    """What Enter, Ctrl+C and the copy links do.

    `copy_format` is what copying a code gives; `catalog` is where the codes of links are found.

    Signals:
        codes_copied: codes are on the clipboard (a list of their texts).
        link_activated: the current row is an answer, which is to be opened ("faq:ID").
    """

    codes_copied = Signal(list)
    link_activated = Signal(str)

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

    def copy(self) -> None:
        """Ctrl+C: the selected text of the part that has the focus, otherwise the chosen codes."""
        view = QApplication.focusWidget()
        reader = view.selected_text() if isinstance(view, DocumentView) else ""
        marked = view.selectedText() if isinstance(view, QLabel) else ""
        selected = reader or marked or self._detail.selected_text()
        if selected:
            self.tell_copied(copy_text(selected), "the selected text")
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
        """Enter: copies the current code, or opens the current answer."""
        hit = self._codes.current_hit()
        match hit.document.item if hit else None:
            case Faq() as item:
                self.link_activated.emit(f"faq:{item.id}")
            case GuidePage() as page:
                self.link_activated.emit(f"guide:{page.id}")
            case _:
                self._copy_hits([hit] if hit else [])

    def copy_part(self, part: str) -> None:
        """Copies a part of the current code's page: "patient" or "checklist"."""
        hit = self._codes.current_hit()
        entry = hit.document.item if hit else None
        if part == "patient" and isinstance(entry, Code):
            self.tell_copied(copy_text(entry.patient), "the explanation for the patient")
        elif part == "checklist" and isinstance(entry, Code):
            checked = self._detail.checked_points()
            points = counted(len(checked), "checked point") if checked else "the checklist"
            self.tell_copied(copy_text(clipboard_text.checklist_text(entry, checked)), points)

    def copy_code(self, code: str) -> None:
        """Copies the code of a link, in the chosen format."""
        entry = self.catalog.find(code) if self.catalog else None
        if isinstance(entry, Code):
            done = copy_text(clipboard_text.code_line(entry, self.copy_format))
            self.tell_copied(done, clipboard_text.code_line(entry, self.copy_format))
            if done:
                self.codes_copied.emit([code])
        elif entry is not None:
            self._messages.show_status(_why_not_copied(entry))

    def tell_copied(self, done: bool, what: str) -> None:
        """Says what was copied, or that the clipboard refused."""
        self._messages.show_status(f"Copied {what}" if done else _CLIPBOARD_BUSY)

    def _copy_hits(self, hits: Sequence[AnyHit], copy_format: CopyFormat | None = None) -> None:
        found = [
            (hit.document.item, hit.warning) for hit in hits if isinstance(hit.document.item, Code)
        ]
        others = [hit.document.item for hit in hits if not isinstance(hit.document.item, Code)]
        if not hits:
            self._messages.show_status("There is no code to copy: change the search.")
        elif not found:
            self._messages.show_status(_why_not_copied(others[0]))
        else:
            copy_format = copy_format or self.copy_format
            lines = [clipboard_text.code_line(code, copy_format) for code, _ in found]
            warnings = [f" ({warning})" if warning else "" for _, warning in found]
            done = copy_text("\n".join(lines))
            self.tell_copied(
                done, short_list(["".join(x) for x in zip(lines, warnings, strict=True)])
            )
            if done:
                self.codes_copied.emit([code.code for code, _ in found])


def _why_not_copied(entry: Retired | OtherProfessionCode | Answer) -> str:
    if not isinstance(entry, Retired | OtherProfessionCode):
        return "Not copied: this row is an answer. Its codes are in the text."
    use = f" Use {', '.join(entry.use)}." if entry.use else ""
    if isinstance(entry, Retired):
        return f"Not copied: {entry.code} is retired ({entry.gone}).{use}"
    return f"Not copied: {entry.code} is not an occupational therapy code.{use}"
