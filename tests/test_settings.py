"""What the user chose: kept, and never a reason not to start."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import needs
from otcodebook.settings import (
    RECENT_LIMIT,
    TEXT_SIZES,
    UNITS_RULES,
    CareSetting,
    Changes,
    CopyFormat,
    PatientLanguage,
    Payer,
    Settings,
    SettingsFile,
    ThemeChoice,
    valid_payers,
)

PAYERS = (Payer("Aetna", "midpoint", "X", "2", 4, "Ask first."), Payer("Medicaid"))
THEMES = st.sampled_from(list(ThemeChoice))
SIZES = st.sampled_from(TEXT_SIZES)


def load(folder: Path, data: bytes) -> Settings:
    path = folder / "settings.json"
    path.write_bytes(data)
    return SettingsFile(path).load()


def is_valid(settings: Settings) -> bool:
    return (
        type(settings.theme) is ThemeChoice
        and type(settings.text_size) is int
        and settings.text_size in TEXT_SIZES
        and type(settings.copy_format) is CopyFormat
        and type(settings.patient_language) is PatientLanguage
        and type(settings.billing_setting) is CareSetting
        and type(settings.on_top) is type(settings.hint_seen) is bool
    )


def test_nothing_saved_means_the_defaults(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json").load()
    assert settings == Settings(ThemeChoice.SYSTEM, 100)


@settings(deadline=None)
@given(
    theme=THEMES,
    size=SIZES,
    form=st.sampled_from(list(CopyFormat)),
    on=st.booleans(),
    rule=st.sampled_from(UNITS_RULES),
)
def test_what_was_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory,
    theme: ThemeChoice,
    size: int,
    form: CopyFormat,
    on: bool,
    rule: str,
) -> None:
    changes: Changes = {
        "theme": theme,
        "text_size": size,
        "copy_format": form,
        "on_top": on,
        "hint_seen": not on,
        "patient_language": PatientLanguage.SPANISH if on else PatientLanguage.ENGLISH,
        "units_rule": rule,
        "payers": PAYERS,
        "units_payer": "Aetna",
        "billing_setting": CareSetting.HOSPITAL if on else CareSetting.PRACTICE,
    }
    settings = Settings(
        theme,
        size,
        copy_format=form,
        on_top=on,
        hint_seen=not on,
        units_rule=rule,
        payers=PAYERS,
        units_payer="Aetna",
        patient_language=changes["patient_language"],
        billing_setting=changes["billing_setting"],
    )
    path = tmp_path_factory.getbasetemp() / "saved" / "below" / "settings.json"
    assert SettingsFile(path).update(Settings(), **changes) == settings
    assert SettingsFile(path).load() == settings


def test_every_setting_can_be_changed(tmp_path: Path) -> None:
    other: dict[str, Any] = {
        "theme": ThemeChoice.DARK,
        "text_size": 150,
        "catalog": "list.csv",
        "copy_format": CopyFormat.CODE_AND_NAME,
        "on_top": True,
        "hint_seen": True,
        "patient_language": PatientLanguage.SPANISH,
        "units_rule": "midpoint",
        "payers": PAYERS,
        "units_payer": "Aetna",
        "billing_setting": CareSetting.HOSPITAL,
        "locality": "10112-00",
        "facility_rate": True,
    }
    # The recent catalogs follow from the catalog, and only the clinic fixes something.
    chosen = set(Settings._fields) - {"recent", "fixed"}
    assert set(get_type_hints(Changes)) == chosen == set(other)
    file = SettingsFile(tmp_path / "settings.json")
    for name, value in other.items():
        file.update(Settings(), **{name: value})
    assert file.load() == Settings(**other, recent=("list.csv",))
    # Files of earlier versions have this name.
    assert json.loads((tmp_path / "settings.json").read_bytes())["setting"] == "hospital"


def test_saving_replaces_the_file_and_leaves_no_other(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    for theme in ThemeChoice:
        file.update(Settings(), theme=theme)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
    assert file.load().theme is list(ThemeChoice)[-1]


def test_a_disk_that_refuses_costs_only_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir()
    places = [tmp_path / "file" / "settings.json", tmp_path / "folder"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        places.append(tmp_path / "pipe")
    before = sorted(os.listdir(tmp_path))
    large = Settings(text_size=200)
    for place in places:
        shown = SettingsFile(place).update(large, theme=ThemeChoice.DARK)
        assert shown == large._replace(theme=ThemeChoice.DARK)
        assert SettingsFile(place).load() == Settings()
    assert sorted(os.listdir(tmp_path)) == before


@needs.file_limits
def test_a_full_disk_leaves_the_older_settings_and_no_draft(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.update(Settings(), theme=ThemeChoice.DARK)
    with needs.file_limit(5):
        file.update(file.load(), text_size=150)
    assert file.load() == Settings(ThemeChoice.DARK)
    assert os.listdir(tmp_path) == ["settings.json"]


CHANGES = st.lists(
    st.tuples(
        st.booleans(),
        st.fixed_dictionaries({}, optional={"theme": THEMES, "text_size": SIZES})
        | st.fixed_dictionaries({"on_top": st.booleans(), "hint_seen": st.booleans()})
        | st.fixed_dictionaries({"copy_format": st.sampled_from(list(CopyFormat))})
        | st.fixed_dictionaries({"catalog": st.sampled_from(["", "a", "b", "c"])}),
    )
)


@settings(deadline=None)  # each change waits for the disk
@given(CHANGES)
def test_the_file_holds_the_last_change_of_each_setting_by_either_window(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[bool, Changes]]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    windows = {True: Settings(), False: Settings()}
    expected = Settings()
    for is_first, change in changes:
        shown = windows[is_first]
        windows[is_first] = SettingsFile(path).update(shown, **change)
        expected = expected.changed(**change)
        assert SettingsFile(path).load() == expected
        # Nothing changes in a window that the user did not change there, except this list.
        assert windows[is_first] == shown.changed(**change)._replace(recent=expected.recent)


def test_the_recent_catalogs_are_those_of_both_windows(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    first = second = Settings()
    for number in range(RECENT_LIMIT):
        first = file.update(first, catalog=f"first {number}")
        second = file.update(second, catalog=f"second {number}")
    numbers = range(RECENT_LIMIT - 1, RECENT_LIMIT // 2 - 1, -1)
    paths = [f"{window} {number}" for number in numbers for window in ("second", "first")]
    assert list(file.load().recent) == list(second.recent) == paths
    assert first.catalog == f"first {RECENT_LIMIT - 1}"


def test_a_choice_made_again_wins_over_another_window(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.update(Settings(), theme=ThemeChoice.DARK)
    # This window is light already: its user still asked for it now.
    file.update(Settings(ThemeChoice.LIGHT), theme=ThemeChoice.LIGHT)
    assert file.load().theme is ThemeChoice.LIGHT


def test_what_only_a_newer_version_knows_survives(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    newer = {"theme": "sepia", "text_size": 90, "locality": {"state": ["WA"]}, "recent": ["a", 7]}
    path.write_text(json.dumps(newer))
    SettingsFile(path).update(Settings(), text_size=150, on_top=True)
    assert json.loads(path.read_bytes()) == {**newer, "text_size": 150, "on_top": True}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({"theme": "dark"}, Settings(ThemeChoice.DARK, 100)),
        ({"text_size": 150}, Settings(ThemeChoice.SYSTEM, 150)),
        ({"theme": "dark", "text_size": 151}, Settings(ThemeChoice.DARK, 100)),
        ({"theme": "sepia", "text_size": 200}, Settings(ThemeChoice.SYSTEM, 200)),
        ({"theme": ["dark"], "text_size": {"a": 1}}, Settings()),
        ({"theme": None, "text_size": None}, Settings()),
        ({"theme": "DARK", "text_size": "150"}, Settings()),
        ({"copy_format": "code and name"}, Settings(copy_format=CopyFormat.CODE_AND_NAME)),
        ({"copy_format": "name", "on_top": 1, "hint_seen": "yes"}, Settings()),
        ({"copy_format": ["code"], "on_top": None, "hint_seen": []}, Settings()),
        ({"on_top": True, "hint_seen": True}, Settings(on_top=True, hint_seen=True)),
        ({"theme": "light", "from_a_later_version": 7}, Settings(ThemeChoice.LIGHT)),
        ({"setting": "hospital"}, Settings(billing_setting=CareSetting.HOSPITAL)),
        ({"locality": "10112-00"}, Settings(locality="10112-00")),
        ({"setting": "clinic", "theme": "dark"}, Settings(ThemeChoice.DARK)),
        ([], Settings()),
        ("dark", Settings()),
        (None, Settings()),
    ],
)
def test_each_value_that_makes_no_sense_falls_back_by_itself(
    tmp_path: Path, stored: Any, expected: Settings
) -> None:
    assert load(tmp_path, json.dumps(stored).encode()) == expected


@given(
    st.binary(max_size=100)
    | st.dictionaries(
        st.sampled_from(Settings._fields),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | SIZES,
    ).map(lambda stored: json.dumps(stored).encode())
)
@example(b"[" * 100_000)
@example(b'{"text_size": 100.0}')
@example(b'{"text_size": ' + b"1" * 5000 + b"}")
@example(b"\xff\xfe{\x00}\x00")
def test_any_bytes_load_as_valid_settings(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    assert is_valid(load(tmp_path_factory.getbasetemp(), data))


@given(st.sampled_from(list(ThemeChoice)), SIZES, st.integers(-20, 20))
def test_steps_of_text_size_stay_within_the_sizes(
    theme: ThemeChoice, size: int, steps: int
) -> None:
    before = Settings(theme, size)
    after = before.with_text_size(steps)
    assert is_valid(after)
    assert after.theme is theme
    if steps > 0:
        assert after.text_size > size or size == TEXT_SIZES[-1]
    elif steps < 0:
        assert after.text_size < size or size == TEXT_SIZES[0]
    else:
        assert after.text_size == 100


@pytest.mark.parametrize(
    ("size", "steps", "expected"),
    [(100, 1, 110), (110, -1, 100), (200, 1, 200), (80, -1, 80), (175, 0, 100)],
)
def test_a_step_is_the_next_size(size: int, steps: int, expected: int) -> None:
    assert Settings(text_size=size).with_text_size(steps).text_size == expected


def test_payers_that_make_no_sense_are_left_out_and_the_others_kept() -> None:
    good = ["Aetna", "midpoint", "X", "2", 4, "Ask  first."]
    wrong = [
        "Aetna",
        [],
        [*good, 1],
        [1, *good[1:]],
        ["  ", *good[1:]],
        ["A", "ama", *good[2:]],
        ["A", "cms", "60", *good[3:]],
        ["A", "cms", "59", "3", 4, ""],
        ["A", "cms", "59", "1", -1, ""],
        ["A", "cms", "59", "1", 97, ""],
        ["A", "cms", "59", "1", True, ""],
        ["A", "cms", "59", "1", 4, None],
    ]
    again = [" aetna ", "cms", "59", "", 0, ""]
    assert valid_payers([good, *wrong]) == (PAYERS[0],)
    assert valid_payers([good, again]) == (Payer("aetna"),)
    assert valid_payers([["b", *good[1:]], ["A", *good[1:]]])[0].name == "A"
    # Damage that JSON can spell, and that no export could be written with.
    halves = ["A\ud800etna", *good[1:-1], "Ask\udfff  first."]
    assert valid_payers([halves]) == (PAYERS[0],)
    assert valid_payers([["\ud800", *good[1:]]]) == ()
