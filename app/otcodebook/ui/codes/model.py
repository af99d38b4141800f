"""The list model: the hits of a search, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)

from otcodebook.catalog.counting import counting_label
from otcodebook.catalog.model import (
    Answer,
    Catalog,
    Code,
    Entry,
    Faq,
    GuidePage,
    LookAlike,
    OtherProfessionCode,
    Retired,
)
from otcodebook.export.clipboard_text import codes_text
from otcodebook.search.hits import Document, Hit, MatchReason

_BATCH = 256
_BLANK = [""] * _BATCH
_LOOKED_AT = 12
_DOT = " \N{MIDDLE DOT} "
_CODES_TYPE = "application/x-ot-codebook-codes"
_SPOKEN_REASONS = {
    MatchReason.CODE_END: "found by its last digits",
    MatchReason.TEXT: "found in its text",
    MatchReason.SOME_WORDS: "has some of the words",
}
"""Why a row is there, in words for screen readers, where the rest of the row does not say so."""

AnyHit = Hit[Entry | Answer]
"""The hit of a row: what has a code, or an answer beneath."""


class Role(IntEnum):
    """What a row has beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1  # its `Row`: to ask for each part would take longer


class Row(Struct, frozen=True, gc=False):
    """What the delegate draws of a row.

    `label` stands where a code has its number, `detail` on the second line. `is_favorite` is None
    where there is no star. `is_dimmed` says that the row is only the closest there is.
    """

    hit: AnyHit
    label: str
    detail: str
    is_favorite: bool | None
    has_note: bool
    is_dimmed: bool


class CodeListModel(QStringListModel):
    """Hits as rows, handed to the view in batches so that a very long list costs no more.

    Of Qt's list of strings, which are blank here, it uses only that C++ counts the rows: a view
    asks for their number twice a row, which takes 0.13 s for 98,505 rows if Python answers.

    Codes can be dragged out as text and, where they `can_be_ordered`, to another row.

    Signals:
        dropped: codes were dragged elsewhere (codes, the one they go before; empty: the end).
    """

    dropped = Signal(list, str)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit[Entry]] = ()
        self._answers: Sequence[Hit[Answer]] = ()
        self._above = 0
        self._dimmed = (False, False)
        self._shown = 0
        self._catalog: Catalog | None = None
        self._has_stars = False
        self._favorites: frozenset[str] = frozenset()
        self._noted: frozenset[str] = frozenset()
        self.can_be_ordered = False
        self.to_text: Callable[[Sequence[Code]], str] = codes_text

    def set_catalog(self, catalog: Catalog | None) -> None:
        """The catalog that names the families of the rows."""
        self._catalog = catalog

    def set_marks(self, favorites: Iterable[str], noted: Iterable[str]) -> None:
        """The codes whose rows have a star, and those whose rows have the mark of a note.

        A list that never gets any has no stars to click either.
        """
        marks = frozenset(favorites), frozenset(noted)
        if self._has_stars and marks == (self._favorites, self._noted):
            return
        self._has_stars = True
        self._favorites, self._noted = marks
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(self._shown - 1, 0))

    def set_hits(
        self,
        hits: Sequence[Hit[Entry]],
        answers: Sequence[Hit[Answer]] = (),
        *,
        answers_first: bool = False,
        dimmed: tuple[bool, bool] = (False, False),
    ) -> None:
        """Replaces all rows: the hits, and the answers beneath or above them.

        `dimmed` says whether the hits and whether the answers are only the closest there are.
        """
        self._hits = hits
        self._answers = answers
        self._above = len(answers) if answers_first else 0
        self._dimmed = dimmed
        self._shown = min(self.total(), _BATCH)
        self.setStringList(_BLANK[: self._shown])

    def hits(self) -> Sequence[Hit[Entry]]:
        """All hits, handed to the view or not yet; the answers beneath them are not among them."""
        return self._hits

    def hit(self, row: int) -> AnyHit | None:
        """The hit of a row; None outside the list."""
        if not 0 <= row < self._shown:
            return None
        if self._is_answer(row):
            return self._answers[row if self._above else row - len(self._hits)]
        return self._hits[row - self._above]

    def _is_answer(self, row: int) -> bool:
        return row < self._above or row >= self._above + len(self._hits)

    def row_of(self, code: str) -> int:
        """The row of a code among those shown; -1 when it is not there, and for no code."""
        if not code:
            return -1  # each row that is looked at is made first
        rows = range(self._above, min(self._shown, self._above + len(self._hits)))
        at = self._above
        return next((row for row in rows if self._hits[row - at].document.code == code), -1)

    def first_row(self) -> int:
        """The row that a search makes current: the first that is not there instead of another."""
        for row in range(min(self._shown, _LOOKED_AT)):
            hit = self.hit(row)
            if hit is not None and hit.reason is not MatchReason.INSTEAD:
                return row
        return 0

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether hits remain that the view does not have yet."""
        return not parent.isValid() and self._shown < self.total()

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        """Hands the next batch to the view."""
        self._show_until(min(self._shown + _BATCH, self.total()))

    def fetch_all(self) -> None:
        """Hands all the rest to the view, which is about to go to the last row."""
        self._show_until(self.total())

    def fetch_until(self, row: int, code: str) -> None:
        """Hands the view the rows as far as this one, if the code still stands there."""
        at = row - self._above
        if 0 <= at < len(self._hits) and self._hits[at].document.code == code:
            self._show_until(row + 1)

    def _show_until(self, last: int) -> None:
        while self._shown < last:
            # By batches: Qt moves all blank strings that it inserts for each of them.
            first = self._shown
            self._shown = min(first + _BATCH, last)
            self.insertRows(first, self._shown - first)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Code and name, what the delegate draws, and the row's full text for screen readers."""
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        match role:
            case Role.ROW:
                return self._row(hit, is_answer=self._is_answer(index.row()))
            case Qt.ItemDataRole.DisplayRole:
                return f"{_label(hit)} {hit.document.name}"
            case Qt.ItemDataRole.AccessibleTextRole:
                reason = _SPOKEN_REASONS.get(hit.reason, "")
                if hit.alias:
                    told = (MatchReason.TERM, MatchReason.OWN_LIST)
                    reason = hit.reason if hit.reason in told else MatchReason.ALIAS
                    reason = f"{reason} {hit.alias}"
                star = "favorite" if hit.document.code in self._favorites else ""
                note = "has a note" if hit.document.code in self._noted else ""
                detail = self._detail(hit).replace(_DOT, ", ")
                closest = "closest" if self._dimmed[self._is_answer(index.row())] else ""
                parts = (
                    *(_label(hit), hit.document.name, star, note),
                    *(hit.warning, detail, reason, closest),
                )
                return ", ".join(part for part in parts if part)
            case _:
                return None

    def _row(self, hit: AnyHit, *, is_answer: bool) -> Row:
        code = hit.document.code
        has_star = self._has_stars and isinstance(hit.document.item, Code)
        return Row(
            hit,
            _label(hit),
            self._detail(hit),
            is_favorite=code in self._favorites if has_star else None,
            has_note=code in self._noted,
            is_dimmed=self._dimmed[is_answer],
        )

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Codes to bill can be dragged; a drop goes between the rows."""
        if not index.isValid():
            drop = Qt.ItemFlag.ItemIsDropEnabled
            return drop if self.can_be_ordered else Qt.ItemFlag.NoItemFlags
        hit = self.hit(index.row())
        is_code = hit is not None and isinstance(hit.document.item, Code)
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsDragEnabled if is_code else usual

    def supportedDropActions(self) -> Qt.DropAction:
        """A drop moves favorites, which the receiver of `dropped` does."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """What can be dropped here: codes from a list of ours."""
        return [_CODES_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """What is dragged: the text that copying would give, and the codes for this list."""
        hits = map(self.hit, sorted(index.row() for index in indexes))
        codes = [hit.document.item for hit in hits if hit and isinstance(hit.document.item, Code)]
        data = QMimeData()
        data.setText(self.to_text(codes))
        data.setData(_CODES_TYPE, "\n".join(code.code for code in codes).encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Has the dragged codes moved to before the row."""
        dragged = bytes(data.data(_CODES_TYPE).data()).decode("utf-8", "replace").split("\n")
        codes = [code for code in dragged if code in self._favorites]
        if not self.can_be_ordered or not codes:
            return False
        below = map(self.hit, range(row if row >= 0 else self._shown, self._shown))
        left = (hit.document.code for hit in below if hit is not None)
        self.dropped.emit(codes, next((code for code in left if code not in codes), ""))
        return True

    def total(self) -> int:
        """How many rows there are, handed to the view or not yet."""
        return len(self._hits) + len(self._answers)

    def _detail(self, hit: AnyHit) -> str:
        """The second line of a row: family and counting, or why it is no code to bill."""
        match hit.document.item:
            case Code() as code if self._catalog is not None:
                family = self._catalog.family_names.get(code.family, "")
                parts = (family, counting_label(code.timing), self._charge(code.code))
                return _DOT.join(part for part in parts if part)
            case Retired() as entry:
                return f"Retired, {entry.gone}. Use {_any_of(entry.use)}"
            case OtherProfessionCode() as entry:
                return f"For {entry.belongs_to}. OT: {_any_of(entry.use)}"
            case LookAlike():
                return "Side by side"
            case Faq():
                return "Question and answer"
            case GuidePage():
                return "Guide page"
            case _:
                return ""

    def _charge(self, code: str) -> str:
        """What a clinic's list on top charges for the code; empty where it does not say."""
        if self._catalog is None or not self._catalog.listed:
            return ""
        # Imported here: most sessions have no list on top.
        from otcodebook.lists.overlay import overlay_of

        overlay = overlay_of(self._catalog)
        entry = overlay.clinic_entry(code) if overlay else None
        return entry.charge_text if entry else ""


def hit_of(entry: Entry) -> AnyHit:
    """A hit for an entry that was not searched for, such as one that a link leads to."""
    name = entry.was if isinstance(entry, Retired) else entry.name
    return Hit(Document(entry.code, name, (), (), entry), MatchReason.NONE)


def _label(hit: AnyHit) -> str:
    """What stands where a code has its number."""
    match hit.document.item:
        case LookAlike():
            return "Compare"
        case Faq():
            return "FAQ"
        case GuidePage():
            return "Guide"
        case _:
            return hit.document.code


def _any_of(codes: Sequence[str]) -> str:
    return ", ".join(codes) if codes else "none"
