"""CMS's open tables in the Units tab: 59 by one click where it belongs, what Medicare pays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

import otcodebook
from cms_files import PtpRow, write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.store import CmsStore
from otcodebook.settings import CareSetting, Payer, Settings, SettingsFile, clinic_files
from otcodebook.ui.services.actions import ActionId
from otcodebook.ui.window.main_window import MainWindow
from random_user import settle
from ui.driver import clipboard
from ui.units.test_tab import Session

KNOWN = known_codes()
DAY = date(2026, 11, 27)
PAIRS: tuple[PtpRow, ...] = (
    ("97140", "97124", "20180701", "*", "0"),
    ("97530", "97116", "20200101", "20260930", "1"),
    ("97530", "97537", "20180701", "*", "1"),
)
LIMITS = (("97530", "6", "3 Date of Service Edit: Clinical"),)
OpenSession = Callable[[], "TablesSession"]


class TablesSession(Session):
    """The Units tab on a day in the quarter of the tables."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.choose_day(DAY)

    def choose_day(self, day: date) -> None:
        self.part(QDateEdit, "unitsServiceDate").setDate(QDate(day.year, day.month, day.day))
        QApplication.processEvents()

    def remedy(self, code: str) -> QPushButton | None:
        button = self.window.findChild(QPushButton, f"unitsRemedy{code}")
        return button if button is not None and button.isVisible() else None

    def put(self, code: str) -> None:
        button = self.remedy(code)
        assert button is not None
        button.click()
        QApplication.processEvents()

    def pay_title(self) -> str:
        """The heading of the card; empty where there is none."""
        head = self.window.findChild(QToolButton, "unitsPayHead")
        return head.text() if head is not None and head.isVisible() else ""

    def pay(self) -> str:
        """Everything that the card says, opened."""
        if not self.part(QWidget, "unitsPayBasis").isVisible():
            self.part(QToolButton, "unitsPayHead").click()
            QApplication.processEvents()
        return self.shown_texts("unitsPay")


@pytest.fixture(name="folder")
def folder_with_tables(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    files = [write_ptp(tmp_path, PAIRS), write_mue(tmp_path, LIMITS), write_fee_zip(tmp_path)]
    CmsStore(folder).add(read_files(files, KNOWN), KNOWN, keep_older=True)
    return folder


@pytest.fixture(name="units")
def units_with_tables(folder: Path, open_window: Callable[..., MainWindow]) -> TablesSession:
    return TablesSession(open_window(None, folder))


def test_a_cleared_session_keeps_no_rows_of_what_it_gave(units: TablesSession) -> None:
    def labels_when_cleared() -> int:
        units.pay()
        units.action(ActionId.CLEAR_UNITS).trigger()
        settle()
        parts = [units.part(QWidget, name) for name in ("unitsPay", "unitsChecks", "unitsWorking")]
        return sum(len(part.findChildren(QLabel)) for part in parts)

    units.enter("97530", "23")
    after_one = labels_when_cleared()
    for code, minutes in (("97530", "23"), ("97537", "15"), ("97110", "15")):
        units.enter(code, minutes)
    assert labels_when_cleared() == after_one


def test_one_click_puts_59_where_it_belongs_and_undo_takes_it_off(units: TablesSession) -> None:
    for code, minutes in (("97530", "23"), ("97537", "15"), ("97110", "15")):
        units.enter(code, minutes)
    told = units.checks()
    assert "97537 with 97530: 59 goes on 97537" in told
    assert "CMS code pairs, 2026 Q4, private practice" in told
    units.put("97537")
    assert units.claims() == "97530-GO ×2\n97537-GO-59 ×1\n97110-GO ×1"
    assert units.toast() == "59 is on 97537"
    assert units.remedy("97537") is None
    units.action(ActionId.COPY_CLAIMS).trigger()
    assert clipboard().text() == "97530-GO x2\n97537-GO-59 x1\n97110-GO x1"
    units.action(ActionId.UNDO_UNITS).trigger()
    assert "97537-GO ×1" in units.claims()
    assert units.remedy("97537") is not None


def test_checks_that_a_click_settles_are_open_until_the_user_closes_them(
    units: TablesSession,
) -> None:
    units.enter("97165", "")
    units.enter("97750", "15")
    assert units.shown_texts("unitsChecks") == ""
    units.action(ActionId.CLEAR_UNITS).trigger()
    units.enter("97530", "15")
    units.enter("97537", "15")
    assert units.remedy("97537") is not None
    count = units.part(QToolButton, "unitsCheckCount")
    count.click()
    assert units.remedy("97537") is None
    units.enter("97537", "16")
    assert units.remedy("97537") is None
    count.click()
    assert units.remedy("97537") is not None


def test_the_button_is_reached_by_the_keyboard_and_pressed_by_space(units: TablesSession) -> None:
    units.enter("97530", "15")
    units.enter("97537", "15")
    units.checks()
    units.part(QToolButton, "unitsChecksHead").setFocus()
    units.press("Tab")
    assert QApplication.focusWidget() is units.remedy("97537")
    units.press("Space")
    assert "97537-GO-59" in units.claims()
    assert QApplication.focusWidget() is not None


def test_59_by_the_menu_settles_the_check_too(units: TablesSession) -> None:
    units.enter("97530", "15")
    units.enter("97537", "15")
    units.checks()
    button = units.part(QToolButton, "unitsModifiers")
    button.menu().aboutToShow.emit()
    units.part(QAction, "unitsModifier59On97530").trigger()
    assert units.remedy("97537") is None
    assert button.text().strip() == "Modifiers: GO, 59"
    assert button.accessibleName() == "Modifiers: GO, 59 on 97530"


def test_a_payer_that_wants_x_has_the_four_to_choose_from(
    folder: Path, open_window: Callable[..., MainWindow]
) -> None:
    payers = (Payer("Plan", separate="X", column="1"),)
    file = SettingsFile(folder / "settings.json")
    file.update(Settings(), payers=payers, units_payer="Plan")
    units = TablesSession(open_window(None, folder))
    units.enter("97530", "15")
    units.enter("97537", "15")
    assert "an X modifier goes on 97530" in units.checks()
    button = units.remedy("97530")
    assert button is not None
    assert button.text() == "Put an X modifier on 97530"
    assert [action.text() for action in button.menu().actions()] == ["XE", "XS", "XP", "XU"]
    units.part(QAction, "unitsRemedy97530-XS").trigger()
    QApplication.processEvents()
    assert units.claims() == "97530-GO-XS ×1\n97537-GO ×1"


def test_never_together_has_no_button_and_names_the_denied_one(units: TablesSession) -> None:
    units.enter("97140", "15")
    units.enter("97124", "15")
    told = units.checks()
    assert "97140 with 97124: Medicare never pays them together on one day." in told
    assert units.remedy("97124") is None


def test_pairs_follow_the_date_of_service_and_a_table_that_ended_says_so(
    units: TablesSession,
) -> None:
    units.enter("97530", "15")
    units.enter("97116", "15")
    assert units.remedy("97116") is None
    units.choose_day(date(2026, 9, 30))
    units.checks()
    assert units.remedy("97116") is not None
    units.choose_day(date(2027, 1, 4))
    ended = "This table ended on December 31, 2026: open the new one."
    assert f"Code pairs: {ended}" in units.shown_texts("unitsChecks")
    assert ended in units.pay()


def test_limits_stand_in_the_working_and_to_check_when_passed(units: TablesSession) -> None:
    units.enter("97530", "105")
    told = units.checks()
    assert "97530: 7 units, Medicare's limit is 6 a day. Write down the reasons and appeal." in told
    assert "CMS unit limits (MUE), 2026 Q4, private practice" in told
    units.part(QToolButton, "unitsWorkingHead").click()
    limit = "Medicare's limit: 6 units a day; more can be appealed with reasons (2026 Q4)."
    assert limit in units.shown_texts("unitsWorking")


def test_the_card_says_line_by_line_what_medicare_pays(units: TablesSession) -> None:
    for code, minutes in (("97165", ""), ("97535", "15"), ("97530", "15")):
        units.enter(code, minutes)
    assert units.pay_title() == "Medicare's allowed amount: $149.47"
    told = units.pay()
    for text in (
        "$100.54\nfull practice expense",
        "$23.88\n50% of practice expense (MPPR)",
        "Full: one unit of 97165. Its practice expense value, 1.46, is the highest",
        "$149.47\nwithout MPPR $168.01",
        "Medicare's 80%\n$119.58",
        "After sequestration\n$117.19\n2% less",
        "Patient's 20%\n$29.89",
        "National amount, before the deductible, at the non-facility rate.",
        "Fee table of 2026 Q4, up to December 31, 2026.",
        "33.4009",
        "33.5675",
        "not assigned by the AMA",
    ):
        assert text in told, (text, told)
    units.enter("97110", "15", "15")
    assert "CO: 85%" in units.pay()


def test_medicares_amount_is_counted_by_medicares_rule(units: TablesSession) -> None:
    units.enter("97530", "23")
    units.enter("97110", "23")
    before = units.pay_title()
    units.part(QAbstractButton, "unitsRuleMidpoint").click()
    assert units.pay_title() == before
    assert "as Medicare counts them" in units.pay()


def test_the_locality_is_chosen_once_and_facility_has_its_own_amount(
    units: TablesSession, folder: Path, open_window: Callable[..., MainWindow]
) -> None:
    units.enter("97530", "15")
    units.pay()
    box = units.part(QComboBox, "unitsLocality")
    assert [box.itemText(at) for at in range(box.count())] == [
        "National",
        "AK: ALASKA (02102-01)",
        "AL: ALABAMA (10112-00)",
        "CA: SAN FRANCISCO, SAN MATEO (COUNTIES) (01112-05)",
    ]
    box.setCurrentIndex(3)
    box.activated.emit(3)
    assert units.pay_title() == "Medicare's allowed amount: $43.70"
    assert "Amount for locality 01112-05 SAN FRANCISCO" in units.pay()
    assert SettingsFile(folder / "settings.json").load().locality == "01112-05"
    again = TablesSession(open_window(None, folder))
    again.enter("97530", "15")
    assert again.pay_title() == "Medicare's allowed amount: $43.70"
    again.pay()
    again.part(QComboBox, "unitsLocality").activated.emit(0)
    again.enter("97129", "15")
    practice = again.pay_title()
    again.part(QCheckBox, "unitsFacility").click()
    assert again.pay_title() != practice
    assert "National amount, before the deductible, at the facility rate." in again.pay()
    # Both choices are kept.
    third = TablesSession(open_window(None, folder))
    third.enter("97129", "15")
    assert "before the deductible, at the facility rate" in third.pay()
    assert third.part(QCheckBox, "unitsFacility").isChecked()


def test_the_wheel_scrolls_and_never_chooses_a_locality(units: TablesSession) -> None:
    units.enter("97530", "15")
    units.pay()
    box = units.part(QComboBox, "unitsLocality")
    center, down = QPointF(box.rect().center()), QPoint(0, -120)
    event = QWheelEvent(
        center,
        box.mapToGlobal(center),
        QPoint(),
        down,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert box.currentIndex() == 0


def test_a_locality_that_the_clinic_has_fixed_is_gray(
    folder: Path,
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("XDG_CONFIG_DIRS", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(tmp_path / "machine"))
    (file,) = clinic_files()
    file.parent.mkdir(parents=True)
    file.write_text('{"fixed": {"locality": "01112-05", "facility_rate": false}}', encoding="utf-8")
    units = TablesSession(open_window(None, folder))
    units.enter("97530", "15")
    assert units.pay_title() == "Medicare's allowed amount: $43.70"
    units.pay()
    assert not units.part(QComboBox, "unitsLocality").isEnabled()
    assert not units.part(QCheckBox, "unitsFacility").isEnabled()
    assert units.shown_texts("unitsPay").count("Set by your clinic") == 2


def test_the_hospital_asks_for_its_own_tables(
    folder: Path, open_window: Callable[..., MainWindow]
) -> None:
    SettingsFile(folder / "settings.json").update(Settings(), billing_setting=CareSetting.HOSPITAL)
    units = TablesSession(open_window(None, folder))
    units.enter("97530", "15")
    units.enter("97537", "15")
    told = units.checks()
    assert "No table of code pairs is open for outpatient hospital" in told
    assert "July 2024" in told
    assert units.remedy("97537") is None


def test_tables_opened_or_removed_meanwhile_are_followed(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    units = TablesSession(open_window(None, folder))
    units.enter("97530", "15")
    units.enter("97537", "15")
    assert "July 2024" in units.checks()
    assert units.pay_title() == ""
    store = CmsStore(folder)
    files = [write_ptp(tmp_path, PAIRS), write_fee_zip(tmp_path)]
    store.add(read_files(files, KNOWN), KNOWN, keep_older=True)
    for keys in ("Ctrl+1", "Ctrl+4"):
        units.press(keys)
    assert units.remedy("97537") is not None
    assert units.pay_title() == "Medicare's allowed amount: $59.29"
    store.remove()
    for keys in ("Ctrl+1", "Ctrl+4"):
        units.press(keys)
    assert units.remedy("97537") is None
    assert units.pay_title() == ""
    assert "July 2024" in units.shown_texts("unitsChecks")


def test_without_a_table_nothing_of_cms_is_imported(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from otcodebook.ui.app import build_window
app = QApplication([])
window = build_window(None, Path(sys.argv[1]))
window.show()
QTest.qWait(300)
window.tabs.setCurrentIndex(3)
QTest.qWait(300)
print(sorted(name for name in sys.modules if name.startswith("otcodebook.cms")))
print([name for name in sys.modules if name.startswith("otcodebook.ui.units.cms")])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "data")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(otcodebook.__file__).parents[1])},
    )
    assert done.stdout.splitlines() == ["['otcodebook.cms']", "[]"]


def test_a_damaged_store_is_told_and_the_facts_stay(
    folder: Path, open_window: Callable[..., MainWindow]
) -> None:
    (folder / "cms.sqlite").write_bytes(b"no database")
    units = TablesSession(open_window(None, folder))
    units.enter("97530", "15")
    units.enter("97537", "15")
    told = units.checks()
    assert "The CMS tables cannot be read" in told
    assert "open CMS's files again" in told
    assert "July 2024" in told
    assert units.pay_title() == ""
