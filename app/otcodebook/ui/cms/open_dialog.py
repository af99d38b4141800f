"""Reads CMS's files, tells what they are, asks what they do not say, and stores their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otcodebook.catalog.editions import today
from otcodebook.cms.complete import check_complete
from otcodebook.cms.coverage import PartRange, missing_in_words
from otcodebook.cms.files.opening import answered, read_files
from otcodebook.cms.files.words import Fact, opened_text, part_facts, part_text
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredTable
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import SETTING_NAMES, Part, Setting, Table
from otcodebook.errors import AppError
from otcodebook.ui.cms.background_work import BackgroundWork
from otcodebook.ui.cms.table_card import TableCard
from otcodebook.ui.dialogs.page_dialog import make_default, resize_on_screen, wrapped_text
from otcodebook.ui.dialogs.scrolled_page import ScrolledPage
from otcodebook.ui.look.style_rules import delete_when_closed
from otcodebook.ui.look.theme import scaled
from otcodebook.ui.widgets.no_wheel import NoWheelComboBox
from otcodebook.wording import as_displayed, counted, displayed_name, listed

_CHOOSE = "Choose\N{HORIZONTAL ELLIPSIS}"
_AS_ABOVE = "As chosen above"
_FIRST = ("Table", "For")
_WIDTH = 40
"""In lines of text."""
_QUARTERS_OFFERED = 16
_TOLD_MS = 3000
"""After so long without any of the file the user reads why."""
_KEPT = (
    "Only the numbers of your codes are kept, on this computer. Nothing is sent, and nothing of it "
    "is exported."
)


class OpenTablesDialog(QDialog):
    """One window for the whole way: reading with progress, what was found, storing.

    `known` returns the codes whose rows are kept; it is called in the reading thread.

    Signals:
        stored: the tables are stored (a sentence).
    """

    stored = Signal(str)

    def __init__(
        self,
        paths: Sequence[Path],
        store: CmsStore,
        known: Callable[[], frozenset[str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        delete_when_closed(self)
        self.setObjectName("cmsDialog")
        self.setWindowTitle("Open CMS file")
        self._store = store
        self._known: frozenset[str] = frozenset()
        self._parts: tuple[Part, ...] = ()
        self._quarter: QComboBox | None = None
        self._setting: QComboBox | None = None
        self._replaces: QCheckBox | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 12)
        self._layout.setSpacing(10)
        self._names = _names(paths)
        self._title = wrapped_text("cmsHeading", f"Reading {self._names}")
        self._title.setFont(scaled(self.font(), 1.3))
        self._layout.addWidget(self._title)
        self._progress = QProgressBar()
        self._progress.setObjectName("cmsProgress")
        self._progress.setAccessibleName("Reading CMS's file")
        self._progress.setTextVisible(False)
        self._layout.addWidget(self._progress)
        self._trouble = wrapped_text("cmsTrouble", "")
        self._trouble.hide()
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._layout.addLayout(self._body, 1)
        self._layout.addWidget(self._trouble)
        self._buttons = QDialogButtonBox()
        self._cancel = self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)
        self._buttons.accepted.connect(self._save)
        self._use: QPushButton | None = None
        self._layout.addWidget(self._buttons)
        resize_on_screen(self, self.fontMetrics().height() * 32, self.fontMetrics().height() * 10)

        def read(progress: Callable[[float], None]) -> tuple[frozenset[str], tuple[Part, ...]]:
            codes = known()
            return codes, read_files(paths, codes, progress=progress)

        self._work: BackgroundWork[object] | None = None
        """What is being done; once it is handed over it is gone."""
        self._begin(read, self._show_found)
        QTimer.singleShot(_TOLD_MS, self, partial(self._tell_waiting, self._work))

    def done(self, result: int) -> None:
        """Gives up what is still being read."""
        if self._work is not None:
            self._work.cancel()
        super().done(result)

    def _begin(
        self,
        work: Callable[[Callable[[float], None]], object],
        done: Callable[..., object],
    ) -> None:
        def hand_over(then: Callable[..., object], outcome: object) -> None:
            self._work = None
            then(outcome)

        self._work = BackgroundWork(
            self,
            work,
            partial(hand_over, done),
            partial(hand_over, self._fail),
            self._show_part,
        )
        self._work.start()

    def _show_part(self, part: float) -> None:
        if part and not self._progress.value():
            self._tell("")
        self._progress.setValue(int(part * 100))

    def _tell_waiting(self, work: BackgroundWork[object] | None) -> None:
        """Says why nothing happens where nothing of the file has come so far."""
        if work and work is self._work and self._progress.value() <= 0:
            self._tell(f"Still waiting for {self._names}, the drive does not answer.")

    def _fail(self, sentence: str) -> None:
        """Nothing has changed: says why, and leaves only the way out."""
        self._title.setText("Nothing was opened")
        self._progress.hide()
        self._tell(sentence)
        if self._use is not None:
            self._use.hide()
        self._cancel.setText("Close")
        make_default(self._cancel)
        self._cancel.setFocus()

    def _tell(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        self._trouble.setAccessibleName(sentence)

    def _show_found(self, read: tuple[frozenset[str], tuple[Part, ...]]) -> None:
        self._known, self._parts = read
        self._tell("")
        self._progress.hide()
        self._title.setText("Use this table?" if len(self._parts) == 1 else "Use these tables?")
        inner = self._found_list()
        found = ScrolledPage(inner, "What was read")
        self._body.addWidget(found, 1)
        self._replaces = QCheckBox()
        self._replaces.setObjectName("cmsReplaces")
        self._body.addWidget(self._replaces)
        self._body.addWidget(wrapped_text("cmsKept", _KEPT))
        self._use = self._buttons.addButton(
            "&Use these tables" if len(self._parts) > 1 else "&Use this table",
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        make_default(self._use)
        # What stands above is read with the button, which has the focus.
        self._use.setAccessibleDescription(" ".join(map(part_text, self._parts)))
        first = next(filter(None, (self._setting, self._quarter)), None)
        (first or self._use).setFocus()
        self._check()
        # Later: what was just added counts as hidden until then.
        QTimer.singleShot(0, self, partial(self._make_room, found, inner))

    def _make_room(self, found: ScrolledPage, inner: QWidget) -> None:
        """Gives all of it the room that it takes, as far as the screen goes."""
        room = self.screen().availableSize() * 0.9
        # Names of files cannot be broken everywhere.
        least = max(self.fontMetrics().height() * _WIDTH, self._layout.minimumSize().width())
        width = min(least, room.width())
        margins = self._layout.contentsMargins()
        inside = inner.heightForWidth(width - margins.left() - margins.right())
        others = self._layout.totalHeightForWidth(width) - found.sizeHint().height()
        others += 2 * found.frameWidth() + self.fontMetrics().height()
        self.resize(width, min(others + inside, room.height()))

    def _found_list(self) -> QWidget:
        """A card for each file, which asks what the file does not say."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        missing = self._missing()
        for at, part in enumerate(self._parts):
            told = part_text(part) + (f" Not loaded: {missing[at]}." if missing[at] else "")
            source = part.source
            within = f"in {as_displayed(source.zip_name)}" if source.member else ""
            card = TableCard(source.shown, told, within, is_aligned=True)
            facts = part_facts(part, today())
            first = [fact for fact in facts if fact.name in _FIRST]
            card.add_facts(first)
            self._ask_setting(card, part)
            self._ask_quarter(card, part)
            card.add_facts(facts[len(first) :])
            if missing[at]:
                card.add_facts([Fact("Not loaded", missing[at])])
            column.addWidget(card)
        column.addStretch(1)
        return inner

    def _missing(self) -> list[str]:
        """For each part what of its table of pairs is not open; told once, with the last part."""
        told = [""] * len(self._parts)
        stored = self._store.tables()
        for setting in {part.setting for part in self._parts}:
            mine = [
                at
                for at, part in enumerate(self._parts)
                if part.table is Table.PAIRS and part.setting is setting
            ]
            if not mine:
                continue
            parts = [self._parts[at] for at in mine]
            ranges = [PartRange(p.number, p.rows_read, p.first, p.last) for p in parts]
            for table in stored:
                if (table.table, table.setting) == (Table.PAIRS, setting) and (
                    table.edition == parts[0].edition
                ):
                    ranges += [part.range for part in table.parts]
            told[mine[-1]] = missing_in_words(ranges, self._known)
        return told

    def _ask_quarter(self, card: TableCard, part: Part) -> None:
        """Asks once for all files that do not say it: they are of one quarter."""
        if part.edition is not None:
            return
        if self._quarter is not None:
            card.add_facts([Fact("Quarter", _AS_ABOVE)])
            return
        self._quarter = self._choice("cmsQuarter", "Quarter")
        for quarter in _quarters():
            self._quarter.addItem(quarter.words, quarter)
        card.add_question("&Quarter", self._quarter)

    def _ask_setting(self, card: TableCard, part: Part) -> None:
        if not part.has_settings or part.setting is not None:
            return
        if self._setting is not None:
            card.add_facts([Fact("For", _AS_ABOVE)])
            return
        self._setting = self._choice("cmsSetting", "For")
        for setting, name in SETTING_NAMES.items():
            self._setting.addItem(name.capitalize(), setting)
        card.add_question("&For", self._setting)

    def _choice(self, object_name: str, name: str) -> NoWheelComboBox:
        box = NoWheelComboBox()
        box.setObjectName(object_name)
        box.setAccessibleName(name)
        box.addItem(_CHOOSE)
        box.currentIndexChanged.connect(self._check)
        return box

    def _complete(self) -> tuple[Part, ...]:
        """The parts with the user's answers. Raises AppError where something is still open."""
        quarter = self._quarter.currentData() if self._quarter else None
        setting = self._setting.currentData() if self._setting else None
        parts = answered(
            self._parts,
            edition=Quarter(*quarter) if quarter else None,
            setting=Setting(setting) if setting else None,
        )
        check_complete(parts)
        return parts

    def _check(self) -> None:
        """Enables the button once nothing is open, and asks about older editions."""
        if self._use is None or self._replaces is None:
            return
        older: list[Quarter] = []
        trouble = ""
        try:
            older = _older(self._complete(), self._store.tables())
        except AppError as error:
            trouble = error.user_message
        self._tell(trouble)
        self._use.setEnabled(not trouble)
        self._replaces.setVisible(bool(older))
        names = listed([quarter.words for quarter in older])
        table = "table" if len(older) == 1 else "tables"
        self._replaces.setText(f"&Remove the older {table} of {names}")

    def _save(self) -> None:
        parts = self._complete()
        keeps = self._replaces is None or not self._replaces.isChecked()
        if self._use is not None:
            self._use.setEnabled(False)
        told = opened_text(parts)

        def save(_progress: Callable[[float], None]) -> None:
            self._store.add(parts, self._known, keep_older=keeps)

        def end(_none: None) -> None:
            self.stored.emit(told)
            self.accept()

        self._begin(save, end)


def _names(paths: Sequence[Path]) -> str:
    return displayed_name(paths[0]) if len(paths) == 1 else counted(len(paths), "file")


def _quarters() -> list[Quarter]:
    """The quarters that can be chosen: the next one, this one and those before."""
    last = Quarter.containing(today()).next
    found = [last]
    while len(found) < _QUARTERS_OFFERED:
        year, number = found[-1]
        found.append(Quarter(year, number - 1) if number > 1 else Quarter(year - 1, 4))
    return found


def _older(parts: Sequence[Part], stored: Sequence[StoredTable]) -> list[Quarter]:
    """The editions that are stored of the same tables, and are older."""
    return sorted(
        {
            table.edition
            for part in parts
            for table in stored
            if (part.table, part.setting) == (table.table, table.setting)
            and part.edition is not None
            and table.edition < part.edition
        }
    )
