"""CMS's tables in the window: opening them, what they say of a code, keeping them up to date.

Nothing of the tables is loaded until one is stored or opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from otcodebook.catalog.editions import today
from otcodebook.cms import FILE_NAME
from otcodebook.errors import AppError
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.ui.services.settings_service import SettingsService
from otcodebook.wording import counted, displayed_name

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.cms.files.rereading import Reread
    from otcodebook.cms.pairs import ShortAnswer
    from otcodebook.cms.store import CmsStore
    from otcodebook.cms.tables.model import Setting
    from otcodebook.pages.cms_tables import CodeTables
    from otcodebook.ui.dialogs.preferences import PreferencesDialog

_FILES = "CMS tables (*.zip *.txt *.csv);;All files (*)"
_MOST_REMEMBERED = 500


class CmsController(QObject):
    """Opens CMS's files into the store beside the user data, and answers from it.

    `catalog` returns the one that is shown, `favorites` the user's.

    Signals:
        changed: other tables are stored now, or other ones hold; also once at the start where
            there are any.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        messages: Messages,
        settings: SettingsService,
        catalog: Callable[[], Catalog | None],
        favorites: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(window)
        self._favorites = favorites
        self._window = window
        self._folder = settings.folder
        self._messages = messages
        self._settings = settings
        self._catalog = catalog
        self._answers: dict[str, CodeTables | None] = {}
        self._answered_for: tuple[object, ...] = ()
        settings.changed.connect(self._follow_setting)
        self._care = settings.settings.billing_setting

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the menu's entries do."""
        return {ActionId.OPEN_CMS: self.ask_for_files, ActionId.SAVE_PAIRS: self._save_pairs}

    @cached_property
    def store(self) -> CmsStore:
        """The store; loads SQLite."""
        # Imported here: most users open no table.
        from otcodebook.cms.store import CmsStore

        return CmsStore(self._folder)

    @property
    def has_tables(self) -> bool:
        """Whether any table is stored; asks no more than the file system."""
        return os.path.exists(self._folder / FILE_NAME)

    @property
    def setting(self) -> Setting:
        """Which of CMS's two sets of tables holds for this user."""
        from otcodebook.cms.tables.model import SETTINGS_CHOSEN

        return SETTINGS_CHOSEN[self._settings.settings.billing_setting]

    def code_tables(self, code: str) -> CodeTables | None:
        """What the open tables say of a code today; None without tables, or for another code."""
        if not self.has_tables:
            return None
        wanted = self.store.version(), today(), self.setting
        if wanted != self._answered_for or len(self._answers) > _MOST_REMEMBERED:
            self._answered_for = wanted
            self._answers.clear()
        if code not in self._answers:
            self._answers[code] = self._ask_store(code)
        return self._answers[code]

    def pair_answer(self, codes: Sequence[str]) -> ShortAnswer | None:
        """What the open table says on codes that are billed together today; None without one."""
        if not self.has_tables:
            return None
        # Imported here, like below: it brings SQLite.
        from otcodebook.cms.pairs import short_answer

        try:
            return short_answer(self.store, codes, today(), self.setting)
        except AppError:
            return None  # the page of each code says what is wrong with the tables

    def ask_for_files(self) -> None:
        """Lets the user choose one or more of CMS's files, and opens them."""
        # Imported here, like below: most users open no table.
        from otcodebook.ui.widgets.file_dialogs import downloads_folder, file_dialog

        dialog = file_dialog(self._window, "Open CMS file", downloads_folder(), _FILES)
        dialog.setObjectName("openCmsDialog")
        dialog.setFileMode(dialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.open_files([Path(name) for name in names]))
        dialog.open()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Reads files, shows what they are, and stores their rows once the user agrees."""
        # Imported here, like below: it brings SQLite and zip files.
        from otcodebook.ui.cms.open_dialog import OpenTablesDialog

        dialog = OpenTablesDialog(paths, self.store, self._known_codes(), self._window)
        dialog.stored.connect(self._tell_stored)
        dialog.open()

    def _save_pairs(self) -> None:
        """Asks for a place and saves the pairs of the favorites, all with all, as a PDF."""
        catalog = self._catalog()
        if catalog is None:
            self._messages.show_status("No code list is open. Open one first.")
            return
        # Imported here, like above.
        from otcodebook.atomic_write import write_file
        from otcodebook.export.pair_matrix import TITLE, pair_matrix
        from otcodebook.ui.printing.matrix import matrix_pdf
        from otcodebook.ui.widgets.file_dialogs import ask_where_to_save
        from otcodebook.ui.widgets.file_work import FileWork

        try:
            matrix = pair_matrix(self.store, self._favorites(), catalog, today(), self.setting)
        except AppError as error:
            self._messages.show_status(error.user_message)
            return
        data = matrix_pdf(matrix)

        def tell(path: Path) -> None:
            self._messages.clear_banner(BannerTopic.SAVING_LIST)
            codes = counted(len(matrix.codes), "code")
            self._messages.show_status(f"Saved the pairs of {codes} to {displayed_name(path)}")

        def save(path: Path) -> None:
            FileWork(
                self,
                partial(write_file, path, data, drafts=self._folder),
                lambda _: tell(path),
                partial(self._messages.show_banner, topic=BannerTopic.SAVING_LIST),
            ).start(path, self._messages.show_status)

        ask_where_to_save(self._window, "Save pairs as PDF", f"{TITLE}.pdf", "PDF (*.pdf)", save)

    def follow_catalog(self) -> None:
        """Another code list is shown: its codes may need the files read once more."""
        if self.has_tables:
            # Later: the window is being filled.
            QTimer.singleShot(0, self, self._start)

    def _start(self) -> None:
        self.changed.emit()
        self._read_missing()

    def _follow_setting(self) -> None:
        care = self._settings.settings.billing_setting
        if care is not self._care:
            self._care = care
            self.changed.emit()

    def add_to_preferences(self, dialog: PreferencesDialog) -> None:
        """Adds the page that lists the tables and removes them."""
        from otcodebook.ui.cms.tables_page import TablesPage

        page = TablesPage(self.store, self._known_codes())
        page.changed.connect(self.changed)
        page.open_requested.connect(self.ask_for_files)
        self.changed.connect(page.refresh)
        dialog.add_page("CMS &tables", page)

    def _ask_store(self, code: str) -> CodeTables | None:
        from otcodebook.pages.cms_tables import ask_tables

        return ask_tables(self.store, code, today(), self.setting)

    def _known_codes(self) -> Callable[[], frozenset[str]]:
        """A function for any thread: the codes of the reference and of the list that is shown."""
        shown = self._catalog()

        def known() -> frozenset[str]:
            from otcodebook.cms.known import known_codes

            return known_codes(shown)

        return known

    def _tell_stored(self, sentence: str) -> None:
        self._messages.clear_banner(BannerTopic.CMS)
        self._messages.show_status(sentence)
        self.changed.emit()

    def _read_missing(self) -> None:
        """Reads the files again for the codes that are new, in a thread."""
        from otcodebook.cms.known import codes_without_rows
        from otcodebook.ui.cms.background_work import BackgroundWork

        store, known = self.store, self._known_codes()

        def work(progress: Callable[[float], None]) -> tuple[int, Reread | None]:
            store.tidy()
            codes = known()
            missing = codes_without_rows(store, codes)
            if not missing:
                return 0, None
            # Imported here: it brings zip files and the readers of all tables.
            from otcodebook.cms.files.rereading import reread

            return len(missing), reread(store, codes, progress)

        BackgroundWork(
            self,
            work,
            self._tell_reread,
            self._tell_trouble,
            lambda _part: None,
        ).start()

    def _tell_trouble(self, sentence: str) -> None:
        self._messages.show_banner(sentence, BannerTopic.CMS)

    def _tell_reread(self, outcome: tuple[int, Reread | None]) -> None:
        codes, came = outcome
        if came is None:
            return
        if came.needed:
            self._messages.show_banner(came.text(codes), BannerTopic.CMS)
        elif came.files:
            self._messages.add_status(came.text(codes))
        if came.files:
            self.changed.emit()
