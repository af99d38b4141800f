"""What was meant by words typed with the keyboard left in another layout."""

from __future__ import annotations

_US = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = {
    "Russian": "йцукенгшщзхъфывапролджэячсмитьбю",
    "Ukrainian": "йцукенгшщзхїфівапролджєячсмитьбю",
    "Greek": ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # noqa: RUF001 (Greek accent key)
    "Hebrew": "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",
    "Arabic": "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوز",
}
"""The letters of other layouts, key by key as on `_US`."""


def on_us_keys(text: str) -> list[str]:
    """What the same keys give on a US keyboard, for each layout that the letters may be from."""
    lower = text.lower()
    found: dict[str, None] = {}
    for letters in _LAYOUTS.values():
        keys = dict(zip(letters, _US, strict=False))
        foreign = [char for char in lower if char.isalpha() and not char.isascii()]
        if foreign and all(char in keys for char in foreign):
            found.setdefault("".join(keys.get(char, char) for char in lower))
    return list(found)
