"""One file sets things for all users of a computer: read whole, or told what of it cannot be."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import needs
from hanging import hanging_share
from otcodebook.clinic_settings import KEYS, clinic_file, read_clinic_settings
from otcodebook.settings import (
    TEXT_SIZES,
    UNITS_RULES,
    CareSetting,
    ClinicSettings,
    CopyFormat,
    Payer,
    Settings,
    SettingsFile,
    ThemeChoice,
    clinic_files,
)

LIST = r"\\server\share\codes.csv" if sys.platform == "win32" else "/srv/lists/codes.csv"
WHOLE = Settings(
    theme=ThemeChoice.DARK,
    text_size=125,
    catalog=LIST,
    copy_format=CopyFormat.CODE_WITH_MODIFIER,
    units_rule="midpoint",
    payers=(Payer("Aetna", "midpoint", "X", "2", 4, "Ask first."), Payer("Medicaid")),
    billing_setting=CareSetting.HOSPITAL,
    locality="10112-00",
    facility_rate=True,
)


def read(folder: Path, content: Any) -> ClinicSettings:
    """What is understood of a file with this content: bytes, or what becomes JSON."""
    file = folder / "settings.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    found = read_clinic_settings([file])
    assert found is not None
    assert found.file == file
    return found


def test_every_key_is_read_as_default_and_as_fixed(tmp_path: Path) -> None:
    content = json.loads(clinic_file(WHOLE))
    fixed = {key: content[key] for key in KEYS}
    fields = {field: getattr(WHOLE, field) for field in KEYS.values()}
    assert read(tmp_path, content) == (tmp_path / "settings.json", fields, {}, "")
    found = read(tmp_path, {"fixed": fixed})
    assert (found.defaults, found.fixed, found.trouble) == ({}, fields, "")


@given(
    st.fixed_dictionaries(
        {
            "theme": st.sampled_from(ThemeChoice),
            "text_size": st.sampled_from(TEXT_SIZES),
            "catalog": st.sampled_from(["", LIST, f"{LIST}\udcff"]),
            "copy_format": st.sampled_from(CopyFormat),
            "units_rule": st.sampled_from(UNITS_RULES),
            "payers": st.sampled_from([(), WHOLE.payers]),
            "billing_setting": st.sampled_from(CareSetting),
            "locality": st.sampled_from(["", "10112-00"]),
            "facility_rate": st.booleans(),
        }
    ).map(lambda chosen: Settings(**chosen))
)
def test_what_is_saved_for_a_clinic_is_what_its_users_get(
    tmp_path_factory: pytest.TempPathFactory, chosen: Settings
) -> None:
    found = read(tmp_path_factory.getbasetemp(), clinic_file(chosen))
    assert found.trouble == ""
    assert Settings(**found.defaults) == chosen


_CASES: list[tuple[object, str]] = [
    ({"theme": "sepia"}, '"theme" must be "system", "light", "dark" or "high-contrast"'),
    ({"theme": ["dark"]}, '"theme" must be'),
    ({"text_size": 110.0}, '"text_size" must be 80, 90, 100, 110, 125, 150, 175 or 200'),
    ({"text_size": "110"}, '"text_size" must be'),
    ({"text_size": True}, '"text_size" must be'),
    (b'{"copy_format": "code", "text_size": ' + b"1" * 4000 + b"}", '"text_size" must be'),
    ({"counting_rule": "ama"}, '"counting_rule" must be "cms" or "midpoint"'),
    ({"setting": "clinic"}, '"setting" must be "practice" or "hospital"'),
    ({"locality": "10112"}, '"locality" must be contractor and number, as in "10112-00"'),
    ({"facility_rate": 1}, '"facility_rate" must be true or false'),
    ({"copy_format": None}, '"copy_format" must be "code", "code and name" or "code with'),
    ({"list": "codes.csv"}, '"list" must be a full path'),
    ({"list": ""}, '"list" must be the path of a file'),
    ({"list": ["/srv/a.csv"]}, '"list" must be the path of a file'),
    ({"list": "/srv/" + "a" * 1000}, '"list" must be the path of a file'),
    ({"list": "C:\temp\new.csv"}, "write each backslash twice"),
    (rb'{"list": "\\server\share\codes.csv"}', "line 1, column 19: write each backslash twice"),
    ({"payers": {"name": "Aetna"}}, '"payers" must be a list of at most 100 payers'),
    ({"payers": [{"name": "A"}] * 101}, '"payers" must be a list of at most 100 payers'),
    ({"payers": ["Aetna"]}, '"payers" in payer 1 must be an object'),
    ({"payers": [{"name": "A"}, {"rule": "cms"}]}, 'in payer 2: "name" must not be empty'),
    ({"payers": [{"name": "A" * 61}]}, '"name" must be text of at most 60 letters'),
    ({"payers": [{"name": "A", "rule": "ama"}]}, '"rule" must be "cms" or "midpoint"'),
    ({"payers": [{"name": "A", "max_units": 97}]}, '"max_units" must be a number from 0 to 96'),
    ({"payers": [{"name": "A", "max_units": True}]}, '"max_units" must be a number'),
    ({"payers": [{"name": "A", "phone": "1"}]}, '"phone" is not known'),
    ({"payers": [{"name": "A"}, {"name": "a"}]}, "has \N{LEFT DOUBLE QUOTATION MARK}A"),
    (b'{"payers": [{"name": "A", "name": "B"}]}', '"name" is given twice'),
    ({"fixed": ["theme"]}, '"fixed" must be an object'),
    ({"fixed": {"theme": 1}}, '"theme" under "fixed" must be'),
    (b'{"theme": "dark", "theme": "light"}', '"theme" is given twice'),
    (b'{"fixed": {"theme": "dark", "theme": "dark"}}', '"theme" under "fixed" is given twice'),
    (b'{"fixed": {"theme": "dark"}, "fixed": {}}', '"fixed" is given twice'),
    ({"colour": "dark"}, '"colour" is not known'),
    ({"x" * 500: 1}, "is not known"),
    ({"catalog": LIST}, '"catalog" is not known'),
    (b'{"theme": "dark"', "is not JSON, see line 1, column 17"),
    (b"", "is not JSON, see line 1, column 1"),
    (b"[" * 100_000, "is not JSON"),
    (b"\xff\xfe\xff", "is not JSON"),
    (b'{"a": "' + b"a" * 1_100_000 + b'"}', "is larger than 1 MB"),
    ([], "is not a JSON object"),
]


def test_what_cannot_be_used_is_named_with_file_and_key(tmp_path: Path) -> None:
    wrong = []
    for content, told in _CASES:
        found = read(tmp_path, content)
        named = str(found.file) in found.trouble and len(found.trouble) < 500
        if not named or told not in found.trouble or found.fixed:
            wrong.append((content, told, found))
    assert not wrong


def test_the_rest_holds_and_many_problems_are_told_in_short(tmp_path: Path) -> None:
    found = read(tmp_path, {"theme": "sepia", "text_size": 150, "fixed": {"setting": "hospital"}})
    assert found.defaults == {"text_size": 150}
    assert found.fixed == {"billing_setting": CareSetting.HOSPITAL}
    assert found.trouble.endswith("The rest holds. Tell whoever looks after this computer.")
    many = read(tmp_path, {f"key {number}": 0 for number in range(5)})
    assert '"key 2" is not known; 2 more problems. The rest holds.' in many.trouble


def test_a_file_from_notepad_or_powershell_is_read(tmp_path: Path) -> None:
    text = json.dumps({"theme": "dark"})
    for encoding in ("utf-8-sig", "utf-16"):
        found = read(tmp_path, text.encode(encoding))
        assert (found.defaults, found.trouble) == ({"theme": ThemeChoice.DARK}, "")


@given(
    st.binary(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*KEYS, "fixed", "name", "rule"]), inner, max_size=4)
        ),
        max_leaves=8,
    )
)
@example(b'{"theme": "\\ud800"}')
def test_any_file_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    found = read(tmp_path_factory.getbasetemp(), content)
    Settings(**{**found.defaults, **found.fixed})
    assert found.trouble or isinstance(content, bytes | dict)


def test_the_first_file_that_is_there_holds(tmp_path: Path) -> None:
    files = [tmp_path / name / "settings.json" for name in ("none", "first", "second")]
    (tmp_path / "none").write_text("no folder")
    for file, theme in zip(files[1:], ("dark", "light"), strict=True):
        file.parent.mkdir()
        file.write_text(json.dumps({"theme": theme}))
    found = read_clinic_settings(files)
    assert found is not None
    assert found.defaults == {"theme": ThemeChoice.DARK}
    assert read_clinic_settings(files[:1]) is None
    assert read_clinic_settings([]) is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG's folders")
def test_the_folders_of_the_system_are_asked_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/opt/xdg:relative::/etc/xdg")
    name = Path("ot-codebook", "settings.json")
    assert clinic_files() == (Path("/opt/xdg") / name, Path("/etc/xdg") / name)
    for unset in ("", None):
        monkeypatch.setenv("XDG_CONFIG_DIRS", unset or "")
        assert clinic_files() == (Path("/etc/xdg") / name,)


@needs.pipes
def test_a_pipe_is_told_and_holds_up_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    found = read_clinic_settings([tmp_path / "settings.json"])
    assert found is not None
    assert "(it is no regular file). Your own settings hold" in found.trouble


@pytest.mark.skipif(sys.platform != "linux", reason="FUSE")
def test_a_share_that_is_away_is_told_and_holds_up_nothing(tmp_path: Path) -> None:
    with hanging_share(tmp_path / "away") as share:
        found = read_clinic_settings([share / "settings.json"], patience=0.2)
    assert found is not None
    assert "(its drive does not answer). Your own settings hold" in found.trouble


def test_the_clinic_s_defaults_hold_until_the_user_chooses(tmp_path: Path) -> None:
    clinic = read(tmp_path, {"theme": "dark", "text_size": 150, "fixed": {"setting": "hospital"}})
    stored = tmp_path / "user" / "settings.json"
    file = SettingsFile(stored, lambda: clinic)
    settings = file.load()
    fixed = frozenset({"billing_setting"})
    assert settings == Settings(
        ThemeChoice.DARK, 150, billing_setting=CareSetting.HOSPITAL, fixed=fixed
    )
    changed = file.update(settings, text_size=100, billing_setting=CareSetting.PRACTICE)
    assert changed == settings._replace(text_size=100) == file.load()
    assert json.loads(stored.read_bytes()) == {"text_size": 100}
    # Another clinic's default later reaches whoever has chosen nothing.
    other = ClinicSettings(clinic.file, {"theme": ThemeChoice.LIGHT, "text_size": 200}, {})
    again = SettingsFile(stored, lambda: other).load()
    assert again == Settings(ThemeChoice.LIGHT, 100)


def test_what_the_user_had_chosen_stays_in_the_file_while_the_clinic_decides(
    tmp_path: Path,
) -> None:
    stored = tmp_path / "user" / "settings.json"
    SettingsFile(stored).update(Settings(), theme=ThemeChoice.DARK, payers=WHOLE.payers)
    before = stored.read_bytes()
    clinic = read(tmp_path, {"fixed": {"theme": "light", "payers": [], "list": LIST}})
    file = SettingsFile(stored, lambda: clinic)
    settings = file.load()
    assert (settings.theme, settings.payers, settings.catalog) == (ThemeChoice.LIGHT, (), LIST)
    file.update(settings, theme=ThemeChoice.DARK, payers=WHOLE.payers, catalog="")
    assert stored.read_bytes() == before
    assert SettingsFile(stored).load().theme is ThemeChoice.DARK
