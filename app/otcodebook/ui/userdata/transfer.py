"""Export and import of favorites and notes: asks for the file, previews the merge, does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.atomic_write import write_file
from otcodebook.errors import AppError
from otcodebook.settings import Payer
from otcodebook.ui.dialogs.page_dialog import add_choice, wrapped_text
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.look.theme import scaled
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.ui.userdata.service import UserDataService
from otcodebook.ui.widgets.file_dialogs import ask_what_to_read, ask_where_to_save
from otcodebook.ui.widgets.file_work import FileWork
from otcodebook.userdata.transfer import (
    Exported,
    ImportPlan,
    NoteChoice,
    NoteDifference,
    decode_export,
    read_import,
)
from otcodebook.wording import counted, displayed_name, listed

_KIND = "OT Codebook notes and favorites (*.json)"
_NAME = "OT Codebook notes and favorites.json"
_SHOWN_LIMIT = 200
_WIDTH = 34  # in lines of text
_CHOICES = {
    NoteChoice.BOTH: "Keep &both texts, mine first",
    NoteChoice.MINE: "&Keep my notes",
    NoteChoice.THEIRS: "&Use the notes in the file",
}


class ImportDialog(QDialog):
    """Previews an import, and asks what to do with notes that differ."""

    def __init__(self, plan: ImportPlan, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setObjectName("importDialog")
        self.setWindowTitle("Import notes and favorites")
        title = wrapped_text("importTitle", "")
        title.setFont(scaled(self.font(), 1.3))
        title.setToolTip(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(wrapped_text("importSummary", plan.summary()))
        self._choices = QButtonGroup(self)
        if plan.differences:
            self._add_differences(layout, plan.differences)
        layout.addStretch()
        add_choice(self, layout, "&Import")
        width = min(self.fontMetrics().height() * _WIDTH, self.screen().availableSize().width())
        margins = layout.contentsMargins()
        room = width - margins.left() - margins.right()
        middle = Qt.TextElideMode.ElideMiddle
        title.setText(title.fontMetrics().elidedText(name, middle, room))
        self.resize(width, layout.totalHeightForWidth(width))

    @property
    def choice(self) -> NoteChoice:
        """What to do with notes that differ."""
        return list(_CHOICES)[max(self._choices.checkedId(), 0)]

    def _add_differences(
        self, layout: QVBoxLayout, differences: tuple[NoteDifference, ...]
    ) -> None:
        text = QPlainTextEdit(_differences_text(differences))
        text.setObjectName("importDifferences")
        text.setAccessibleName("Notes that differ")
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(text.fontMetrics().height() * 8)
        layout.addWidget(text, 1)
        layout.addWidget(wrapped_text("importQuestion", "Where a note differs:"))
        for number, label in enumerate(_CHOICES.values()):
            button = QRadioButton(label)
            self._choices.addButton(button, number)
            layout.addWidget(button)
        self._choices.button(0).setChecked(True)


class Transfer(QObject):
    """The two commands of the File menu; `settings` has the user's payers.

    Signals:
        imported: favorites, notes or payers have come out of a file.
    """

    imported = Signal()

    def __init__(
        self,
        window: QWidget,
        userdata: UserDataService,
        messages: Messages,
        settings: SettingsService,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._userdata = userdata
        self._messages = messages
        self._settings = settings

    def _payers(self) -> tuple[Payer, ...]:
        return self._settings.settings.payers

    def export(self) -> None:
        """Asks where to save, and writes the file."""
        if self._userdata.favorites() or self._userdata.notes() or self._payers():
            title = "Export my notes and favorites"
            ask_where_to_save(self._window, title, _NAME, _KIND, self._save)
        else:
            self._messages.show_status("No favorites or notes to export yet")

    def import_(self) -> None:
        """Asks for a file, shows what it would change, and imports it if the user agrees."""
        ask_what_to_read(self._window, "Import notes and favorites", _KIND, self._read)

    def _save(self, path: Path) -> None:
        try:
            data = self._userdata.export_data(self._payers())
        except AppError as error:
            self._messages.show_banner(error.user_message, BannerTopic.EXPORT)
            return
        favorites = counted(len(self._userdata.favorites()), "favorite")
        notes = counted(len(self._userdata.notes()), "note")
        payers = [counted(len(self._payers()), "payer")] if self._payers() else []
        exported = listed([favorites, notes, *payers])
        told = f"Exported {exported} to {displayed_name(path)}"

        def tell(_: None) -> None:
            self._messages.clear_banner(BannerTopic.EXPORT)
            self._messages.show_status(told)

        FileWork(
            self,
            partial(write_file, path, data, drafts=self._userdata.folder),
            tell,
            partial(self._messages.show_banner, topic=BannerTopic.EXPORT),
        ).start(path, self._messages.show_status)

    def _read(self, path: Path) -> None:
        FileWork(
            self,
            lambda: decode_export(read_import(path), displayed_name(path)),
            partial(self._ask, path),
            partial(self._messages.show_banner, topic=BannerTopic.IMPORT),
        ).start(path, self._messages.show_status)

    def _ask(self, path: Path, exported: Exported) -> None:
        left_out = ""
        if exported.payers and "payers" in self._settings.settings.fixed:
            exported = replace(exported, payers=())
            left_out = " Its payers were left out: yours are set by your clinic."
        try:
            plan = self._userdata.plan_import(exported, self._payers())
        except AppError as error:
            self._messages.show_banner(error.user_message, BannerTopic.IMPORT)
            return
        self._messages.clear_banner(BannerTopic.IMPORT)
        if plan.is_empty:
            self._messages.show_status(plan.summary() + left_out)
            return
        dialog = ImportDialog(plan, displayed_name(path), self._window)
        dialog.accepted.connect(lambda: self._import(plan, dialog.choice, left_out))
        dialog.open()

    def _import(self, plan: ImportPlan, choice: NoteChoice, left_out: str) -> None:
        try:
            self._userdata.merge(plan, choice)
        except AppError as error:
            sentence = f"Nothing was imported. {error.user_message}"
            self._messages.show_banner(sentence, BannerTopic.IMPORT)
            return
        if plan.payers:
            self._settings.add_payers(plan.payers)
        self.imported.emit()
        self._messages.show_status(plan.result(choice) + (left_out and f".{left_out}"))


def _differences_text(differences: tuple[NoteDifference, ...]) -> str:
    parts = [
        f"{item.code}\nMine: {item.mine}\nIn the file: {item.theirs}"
        for item in differences[:_SHOWN_LIMIT]
    ]
    more = len(differences) - _SHOWN_LIMIT
    return "\n\n".join([*parts, f"and {more:,} more"] if more > 0 else parts)
