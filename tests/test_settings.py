"""What the user chose: kept, and never a reason not to start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from otcodebook.settings import TEXT_SIZES, CopyFormat, Settings, SettingsFile, ThemeChoice

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
        and type(settings.on_top) is type(settings.hint_seen) is bool
    )


def test_nothing_saved_means_the_defaults(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json").load()
    assert settings == Settings(ThemeChoice.SYSTEM, 100)


@given(theme=THEMES, size=SIZES, form=st.sampled_from(list(CopyFormat)), on=st.booleans())
def test_what_was_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory,
    theme: ThemeChoice,
    size: int,
    form: CopyFormat,
    on: bool,
) -> None:
    settings = Settings(theme, size, copy_format=form, on_top=on, hint_seen=not on)
    path = tmp_path_factory.getbasetemp() / "saved" / "below" / "settings.json"
    assert SettingsFile(path).save(settings)
    assert SettingsFile(path).load() == settings


def test_saving_replaces_the_file_and_leaves_no_other(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    for theme in ThemeChoice:
        assert file.save(Settings(theme))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
    assert file.load().theme is list(ThemeChoice)[-1]


def test_a_disk_that_refuses_is_reported_not_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not SettingsFile(tmp_path / "file" / "settings.json").save(Settings())
    (tmp_path / "folder").mkdir()
    assert not SettingsFile(tmp_path / "folder").save(Settings())
    assert SettingsFile(tmp_path / "folder").load() == Settings()


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
        st.sampled_from(["theme", "text_size", "copy_format", "on_top", "hint_seen"]),
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
