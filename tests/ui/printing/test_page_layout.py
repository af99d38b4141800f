"""A list on paper, read back from the PDF: what stands where, and that nothing is torn apart."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from otcodebook.catalog.load import load_catalog
from otcodebook.export.printed_list import (
    MOST_ON_PAPER,
    ListContent,
    PrintedList,
    QuickReference,
    Row,
    printed_list,
)
from otcodebook.resources import read_resource
from otcodebook.settings import Settings, ThemeChoice
from otcodebook.ui.look.theme import apply_theme
from otcodebook.ui.printing.columns import Block, Line, arranged
from otcodebook.ui.printing.page_layout import PaperSize, pdf_bytes
from otcodebook.userdata.store import NOTE_LIMIT

pytestmark = pytest.mark.usefixtures("qapp")

_LETTER = (612, 792)
_A4 = (595, 842)


def read(printed: PrintedList, columns: int) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_bytes(printed, columns)))


def words(page: PageObject) -> list[str]:
    return page.extract_text().split()


def squeezed(pages: Sequence[PageObject]) -> str:
    """The text of the pages without spaces and line ends."""
    return "".join("".join(words(page)) for page in pages)


def printed_of(*rows: Row, by_family: bool = False) -> PrintedList:
    return PrintedList("A list", rows, by_family, "", "The foot.")


def numbered(count: int, note: str = "") -> list[Row]:
    return [Row(f"A{n}", f"Name of {n}", "", "15 min", note) for n in range(count)]


@pytest.fixture(scope="module")
def everything() -> PrintedList:
    catalog = load_catalog(read_resource("catalog.json"))
    return printed_list(ListContent(catalog.codes), catalog, {})


def test_all_codes_are_there_with_name_and_counting(everything: PrintedList) -> None:
    text = squeezed(read(everything, 1).pages)
    for row in everything.rows:
        row_text = "".join(f"{row.code}{row.name}{row.counting}".split())
        assert row_text in text, row


def test_two_columns_have_every_code_once_on_fewer_pages(everything: PrintedList) -> None:
    one, two = read(everything, 1).pages, read(everything, 2).pages
    assert len(two) < len(one)
    all_words = [word for page in two for word in words(page)]
    for row in everything.rows:
        times = all_words.count(row.code)
        # A modifier such as 25 is also a number in a name.
        assert times == 1 or (times > 1 and len(row.code) == 2), row


@pytest.mark.parametrize("columns", [1, 2])
def test_each_page_has_title_notices_edition_and_its_number(
    everything: PrintedList, columns: int
) -> None:
    pages = read(everything, columns).pages
    for number, page in enumerate(pages, 1):
        text = squeezed([page])
        assert f"Page{number}of{len(pages)}" in text
        assert "Allcodes" in text
        assert f"{len(everything.rows)}codes" in text
        assert "".join(everything.foot.split()) in text
        assert "effectiveJanuary1,2026" in text
        assert "registeredtrademarkoftheAmericanMedicalAssociation" in text


def test_every_family_heads_its_codes_and_what_goes_on_says_so(everything: PrintedList) -> None:
    pages = read(everything, 2).pages
    text = squeezed(pages)
    for family in {row.family for row in everything.rows}:
        assert "".join(family.split()) in text
    continued = [squeezed([page]).count(",continued") for page in pages]
    assert sum(continued) >= 2


def test_the_document_has_a_title(everything: PrintedList) -> None:
    metadata = read(everything, 1).metadata
    assert metadata is not None
    assert metadata.title == "All codes"
    assert metadata.creator == "OT Codebook"


def test_a_note_stands_under_its_name_line_by_line() -> None:
    note = "Aetna: not with 97140.\nBlueCross wants 59 here."
    printed = printed_of(Row("97110", "Therapeutic exercise", "", "15 min", note))
    assert "15minAetna:notwith97140.BlueCrosswants59here.The" in squeezed(read(printed, 1).pages)
    assert "Aetna" not in squeezed(read(printed.without_notes(), 1).pages)


@pytest.mark.parametrize("columns", [1, 2])
def test_long_notes_wrap_and_stay_with_their_code(columns: int) -> None:
    note = "words of a note " * 40
    rows = [Row(f"A{n}", f"first{n}name", "", "", f"{note}last{n}note") for n in range(40)]
    pages = read(printed_of(*rows), columns).pages
    assert len(pages) > 3
    for page in pages:
        firsts = re.findall(r"first(\d+)name", squeezed([page]))
        assert firsts
        assert re.findall(r"last(\d+)note", squeezed([page])) == firsts


def test_the_longest_note_goes_on_over_pages_and_nothing_is_lost() -> None:
    note = "\n".join(f"line{n}end" for n in range(NOTE_LIMIT // 12))
    rows = [*numbered(3), Row("B", "The long one", "", "", note), *numbered(3)]
    pages = read(printed_of(*rows), 2).pages
    assert len(pages) > 3
    text = squeezed(pages)
    assert re.findall(r"line(\d+)end", text) == [str(n) for n in range(NOTE_LIMIT // 12)]


@pytest.mark.parametrize("columns", [1, 2])
def test_words_without_end_and_odd_letters_are_whole(columns: int) -> None:
    odd = "Ünïcode “quotes” – 漢字 \U0001f600\U0001f600 after"
    row = Row("Z" * 20, "x" * 300, "", "untimed", f"{'y' * 500}\n{odd}")
    text = squeezed(read(printed_of(row), columns).pages)
    for letter, count in (("Z", 20), ("x", 300), ("y", 500)):
        assert text.count(letter) == count
    assert "Ünïcode“quotes”–" in text
    assert "after" in text


def test_letters_beyond_the_basic_plane_move_no_line_end() -> None:
    whole = [f"word{n};" for n in range(150)]
    note = " \U0001f600 ".join(whole)
    (page,) = read(printed_of(Row("97110", "Name", "", "", note)), 2).pages
    assert [word for word in words(page) if word in whole] == whole


def test_words_are_found_in_the_document_letter_by_letter() -> None:
    printed = printed_of(Row("97760", "Orthosis fitting, first, office, flow", "", "", ""))
    assert "fitting,first,office,flow" in squeezed(read(printed, 1).pages)


def test_a_title_and_notices_without_end_leave_room_for_codes() -> None:
    printed = PrintedList(
        "a very long title " * 60, tuple(numbered(5)), False, "", "a notice " * 2000
    )
    pages = read(printed, 2).pages
    assert len(pages) == 1
    assert all(row.code in words(pages[0]) for row in printed.rows)
    assert "…" in pages[0].extract_text()


def test_the_most_codes_of_a_list_fit_on_paper() -> None:
    pages = read(printed_of(*numbered(MOST_ON_PAPER, "a note")), 2).pages
    assert "A1999" in words(pages[-1])
    assert f"Page{len(pages)}of{len(pages)}" in squeezed([pages[-1]])


@pytest.mark.parametrize(
    ("locale", "size"),
    [("en_US", _LETTER), ("es_MX", _LETTER), ("C", _LETTER), ("de_DE", _A4), ("en_GB", _A4)],
)
def test_the_paper_is_the_countrys(
    monkeypatch: pytest.MonkeyPatch, locale: str, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(locale))
    box = read(printed_of(*numbered(3)), 1).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_a_chosen_paper_wins() -> None:
    for paper, size in ((PaperSize.LETTER, _LETTER), (PaperSize.A4, _A4)):
        data = pdf_bytes(printed_of(*numbered(3)), 1, paper)
        box = PdfReader(io.BytesIO(data)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == size


def test_the_reference_takes_no_page_of_its_own_and_covers_no_code() -> None:
    chart = tuple((f"{n}-{n + 9}", f"{n} units") for n in range(8))
    modifiers = tuple((f"M{n}", f"Modifier {n}") for n in range(20))
    seen = set()
    for count in range(1, 60):
        plain = printed_of(*numbered(count))
        full = msgspec.structs.replace(plain, reference=QuickReference(chart, modifiers))
        without, with_it = read(plain, 1).pages, read(full, 1).pages
        assert len(without) == len(with_it), count
        text = squeezed(with_it)
        assert all(row.code in text for row in plain.rows), count
        seen.add(("8-minutechart" in text, "Modifiers" in text))
        rows = [y for word, y in _places(with_it[-1]) if word.startswith("Name")]
        titles = [y for word, y in _places(with_it[-1]) if word.startswith(("8-min", "Modifiers"))]
        assert not rows or not titles or min(rows) > max(titles), count
    assert seen == {(True, True), (True, False), (False, False)}


def _places(page: PageObject) -> list[tuple[str, float]]:
    """Each text of a page with its height above the lower edge."""
    found: list[tuple[str, float]] = []

    def look(text: str, matrix: list[float], line: list[float], *_font: object) -> None:
        if text.strip():
            found.append((text.strip(), matrix[5] + matrix[3] * line[5]))

    page.extract_text(visitor_text=look)
    return found


def _contents(printed: PrintedList) -> list[bytes]:
    return [page.get_contents().get_data() for page in read(printed, 2).pages]  # type: ignore[union-attr]


def test_paper_knows_neither_theme_nor_text_size() -> None:
    printed = printed_of(*numbered(30, "a note"))
    font = QApplication.font()
    apply_theme(Settings(), desktop_is_dark=False)
    light = _contents(printed)
    apply_theme(Settings(theme=ThemeChoice.DARK, text_size=200), desktop_is_dark=True)
    assert _contents(printed) == light
    QApplication.setFont(font)


# The layout by itself.

HEIGHTS = st.integers(1, 40)
BLOCKS = st.lists(
    st.builds(
        lambda heights, space, top: Block(
            tuple(Line(height, 0, ()) for height in heights),
            space,
            tuple(Line(height, 0, ()) for height in top),
        ),
        st.lists(HEIGHTS, min_size=1, max_size=8),
        st.integers(0, 10),
        st.lists(st.integers(1, 5), max_size=1),
    ),
    max_size=40,
)
MIN_FREE_BYTES = 100


@settings(deadline=None, max_examples=300)
@given(BLOCKS, st.sampled_from([1, 2]))
def test_no_block_is_torn_and_no_column_runs_over(blocks: list[Block], columns: int) -> None:
    # A line's ascent plays no part: here it tells the line apart from all others.
    named = [
        block._replace(
            lines=tuple(line._replace(ascent=100 * at + n) for n, line in enumerate(block.lines, 1))
        )
        for at, block in enumerate(blocks)
    ]
    pages = arranged(named, columns, MIN_FREE_BYTES)
    assert all(len(page) <= columns for page in pages)
    placed = [column for page in pages for column in page]
    order = [line.ascent for column in placed for _, line in column if line.ascent]
    assert order == [line.ascent for block in named for line in block.lines]
    for column in placed:
        bottom = 0.0
        for y, line in column:
            assert y >= bottom - 1e-6
            bottom = y + line.height
        assert bottom <= MIN_FREE_BYTES + 1e-6
    where = {line.ascent: at for at, column in enumerate(placed) for _, line in column}
    for block in named:
        if block.height(at_top=True) <= MIN_FREE_BYTES:
            assert len({where[line.ascent] for line in block.lines}) == 1


@pytest.mark.parametrize("count", [2, 3, 7, 24, 27])
def test_the_columns_of_the_last_page_are_about_equally_long(count: int) -> None:
    blocks = [Block((Line(8, 0, ()),)) for _ in range(count)]
    page = arranged(blocks, 2, MIN_FREE_BYTES)[-1]
    lengths = [len(column) for column in page]
    assert len(lengths) == 2
    assert abs(lengths[0] - lengths[1]) <= 1


def test_no_page_without_codes() -> None:
    assert arranged([], 2, MIN_FREE_BYTES) == [[]]
