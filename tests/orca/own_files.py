"""Chapters of the story about what she opens: a list of her clinic, and CMS's tables."""

from __future__ import annotations

from datetime import date

from cms_files import write_ptp
from orca.therapist import Therapist
from otcodebook.cms.tables.editions import Quarter

_LIST = "code,name,wrong\n97110,Exercise,1\n97140,Hands on,2\n,Nothing,2\n"
_PAIR = ("97530", "97537", "20180701", "*", "1")
_BEFORE_V10 = 1994


def opens_her_list(she: Therapist) -> None:
    own = she.folder / "own.csv"
    own.write_text(_LIST, encoding="utf-8")
    she.press("ctrl+o", hears=r"^File name: text")
    she.opens_file(own)
    she.hears(r"^Use this list button")
    she.hears(r"^2 codes in own\.csv\. Is this right\? The box above each column")
    she.press("Tab", hears=r"^Cancel button")
    she.press("Tab", hears=r"^What code is used as")
    she.listens()
    she.press("End", hears=r"^Ignore combo box Ignore")
    she.hears(r"^No codes yet: own\.csv\. Which column has the codes\? Choose Code above it\.")
    she.listens()
    she.press("Home", hears=r"^Code combo box Code")
    she.hears(r"^2 codes in own\.csv\. Is this right\?")
    she.press("Tab", hears=r"^What name is used as")
    she.press("Tab", hears=r"^What wrong is used as")
    she.press("Tab", hears=r"^Column titles: 1: code, name, wrong combo box")
    she.press("Tab", hears=r"^All rows \(3\) check box checked")
    she.press("Tab", hears=r"^97110")  # the name of the table is cut short by its first row
    she.press("Down", hears=r"^97140")
    she.press("alt+u", hears=r"^2 codes from own\.csv")


def opens_tables(she: Therapist) -> None:
    now = Quarter.containing(date.today())
    version = f"v{now.year - _BEFORE_V10}{now.number - 1}"
    table = write_ptp(she.folder, [_PAIR], version=version)
    she.press("alt+f", hears=r"^Open code list")
    she.press("f", hears=r"^File name: text")
    she.opens_file(table)
    she.hears(r"^Use this table button")
    she.hears(r"NCCI code pairs, private practice, \d+ Q\d\. 1 row read, 1 kept\. Codes 97530")
    she.press("alt+u", hears=r"^Opened NCCI code pairs, private practice")


def goes_back(she: Therapist) -> None:
    she.searches("97530", r"97530, Therapeutic activities")
    she.press("Return", hears=r"^Copied 97530")
    she.press("ctrl+3", hears=r"^Why codes matter to OT")
    she.press("alt+Left", hears=r"^Search codes text")
    she.searches("97110", r"97110, Therapeutic exercise, favorite, has a note")


def is_told_of_a_pair(she: Therapist) -> None:
    she.press("ctrl+4", hears=r"^Add a code to the session text")
    she.types("97537", r"^1 code\. 97537")
    she.press("Return", hears=r"^Added 97537: type its minutes")
    she.types("15", r"^4 units = 4 timed")
    she.press("Return", hears=r"^4 units = 4 timed")
    she.hears(r"1 to check$")
    she.press("Tab", hears=r"^97537, Minutes: 15 minutes")
    she.press("Tab", hears=r"^1 to check, open button")
    she.press("Tab", hears=r"^97537 with 97530: 59 goes on 97537, but only if the services were")
    she.press("space", hears=r"^59 is on 97537")
    she.listens()
    she.press("ctrl+z", hears=r"^Undone$")


def changes_her_preferences(she: Therapist) -> None:
    she.press("ctrl+comma", hears=r"^The code: 97110 selected radio button")
    she.press("Tab", hears=r"^Colors Match system colors combo box")
    she.press("Tab", hears=r"^Text size 100% combo box")
    she.press("Escape", hears=r"^97110, Minutes: 33 minutes")
