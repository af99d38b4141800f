"""The text in the bytes of a file: UTF-8 and UTF-16, Windows-1252 and the CP437 of DOS."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from otcodebook.catalog.checks import character_name, place_in
from otcodebook.catalog.model import CatalogError, Problem
from otcodebook.wording import as_displayed, elided, quoted

SAVE_AS = "save the list as CSV (UTF-8) and open that"
"""The way out for a file that cannot be read."""

UNICODE_NAMES = frozenset({"UTF-8", "UTF-16", "UTF-32"})
_WINDOWS = "Windows-1252"
_DOS = "CP437"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_SAMPLE = 4096
_MOST_JUDGED = 20_000
_PIECE = 1_000_000
_WORD_LENGTH = 40
_MOST_WRONG = 0.2
"""The part of an encoding's characters that may stand oddly before it is given up."""

_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Runs of such letters are in Cyrillic and Chinese encodings, never in lists in English.
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]{4}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_UNDEFINED = {_WINDOWS: re.compile(rb"[\x81\x8d\x8f\x90\x9d]")}
"""The bytes that an encoding has no character for."""
_LONGEST_RUN = 4
"""The bytes of the longest thing that is looked for in pieces."""
_DOS_END = re.compile("[\x1a\\s]*\x1a[\x1a\\s\0]*\\Z")
# No list in words has them. Tabs, line ends, and the breaks that str.split takes for spaces (such
# as the vertical tab of a line break within a cell) are allowed.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def decode(data: bytes, named: str = "") -> tuple[str, str]:
    """The text and its encoding: by byte order mark, then by what is valid, then by what reads.

    `named` is the one that the user chose. Raises CatalogError where no encoding fits. A DOS end of
    file is left out.
    """
    text, encoding = (data.decode(named), named) if named else _decode(data)
    return (_DOS_END.sub("\n", text) if "\x1a" in text else text), encoding


def encoding_question(data: bytes, encoding: str) -> tuple[str, str]:
    """What to ask where the other encoding of one byte a character reads as well, and the other.

    Both are empty where nothing is to ask.
    The space that no line breaks at is none of English's letters in the other: it is not asked.
    """
    if encoding not in (_WINDOWS, _DOS):
        return "", ""
    other = _DOS if encoding == _WINDOWS else _WINDOWS
    if _odd_part(data, other) > _odd_part(data, encoding):
        return "", ""
    for at in _beyond_ascii(data):
        end = data.find(b" ", at)
        bare = data[data.rfind(b" ", 0, at) + 1 : end if end >= 0 else None]
        word, again = bare.decode(encoding), bare.decode(other)
        if word.replace("\N{NO-BREAK SPACE}", "á") != again:
            one, two = (quoted(_shown(each)) for each in (word, again))
            return f"Is it {one}, in {encoding}, or {two}, in {other}?", other
    return "", ""


def text_problems(text: str) -> list[Problem]:
    """Control characters that no list has, with their places; the first hundred."""
    # In pieces: while one is searched, all threads wait.
    pieces = range(0, len(text), _PIECE)
    found = (bad for at in pieces for bad in _NOT_TEXT.finditer(text, at, at + _PIECE))
    return [
        Problem(place_in(text, bad.start()), f"{character_name(bad.group())} is not allowed")
        for bad in islice(found, 100)
    ]


def _shown(word: str) -> str:
    return elided(as_displayed(" ".join(word.split())), _WORD_LENGTH)


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF32_MARKS):
        return _unicode(data, "utf-32", "UTF-32"), "UTF-32"
    if data.startswith(_UTF16_MARKS):
        return _unicode(data, "utf-16", "UTF-16"), "UTF-16"
    if order := _utf16_order(data):
        return _unicode(data, order, "UTF-16"), "UTF-16"
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if name := _legacy(data):
            # A byte is a character. In pieces: while one is decoded, all threads wait.
            pieces = (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
            return "".join(piece.decode(name) for piece in pieces), name
        raise CatalogError([_not_utf8(error)]) from error


def _unicode(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, "replace")
        message = f"the text is not valid {name}: the file is cut off or damaged"
        raise CatalogError([Problem(place_in(before, len(before)), message)]) from error


def _utf16_order(data: bytes) -> str:
    """The codec of UTF-16 without a mark: the zero bytes of its ASCII are all on one side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    least = len(sample) // 10
    if odd > least and not even:
        return "utf-16-le"
    if even > least and not odd:
        return "utf-16-be"
    return ""


def _legacy(data: bytes) -> str:
    """The encoding of one byte a character that the bytes, which are not UTF-8, are read well in.

    Empty for a damaged file: where some characters are UTF-8, or it breaks off inside its last.
    """
    if _is_cut_off(data) or any(_is_in(data, each) for each in (_UTF8_CHARACTER, _FOREIGN_RUN)):
        return ""
    odd = {name: _odd_part(data, name) for name in (_WINDOWS, _DOS)}
    best = min(odd, key=lambda name: odd[name])
    return best if odd[best] <= _MOST_WRONG else ""


def _odd_part(data: bytes, name: str) -> float:
    """The part of the characters beyond ASCII that stand where no text has them, 0 to 1."""
    if name in _UNDEFINED and _is_in(data, _UNDEFINED[name]):
        return 1.0
    odd = seen = 0
    for at in islice(_beyond_ascii(data), _MOST_JUDGED):
        # A byte is a character, and beyond the ends of the text there are spaces.
        around = (data[at - 1 : at] or b" ") + data[at : at + 1] + (data[at + 1 : at + 2] or b" ")
        odd += not _fits(*around.decode(name))
        seen += 1
    return odd / seen


def _beyond_ascii(data: bytes) -> Iterator[int]:
    """The places of the bytes beyond ASCII."""
    for at in range(0, len(data), _PIECE):
        for found in _BEYOND_ASCII.finditer(data, at, at + _PIECE):
            yield found.start()


def _is_in(data: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether it is anywhere in there; looked for in pieces, as all threads wait for each."""
    pieces = range(0, len(data), _PIECE)
    return any(pattern.search(data, at, at + _PIECE + _LONGEST_RUN) for at in pieces)


def _fits(before: str, character: str, after: str) -> bool:
    """Whether a character stands well between its neighbors."""
    inside = before.isalpha() and after.isalpha()
    if character.isalpha() and character not in "ªºµ":
        # Windows-1252 has a few letters of other languages where CP437 has those of English lists.
        is_latin = character < "\u0180" and character not in "ŠšŽžŸ"
        joined = before.isalpha() or after.isalpha() or character == "à"
        if character.isupper():
            return is_latin and joined and not before.islower()
        return is_latin and joined and not (before.isupper() and after.isupper())
    match character:
        case "«" | "“" | "\N{LEFT SINGLE QUOTATION MARK}":
            return not before.isalnum() and not after.isspace()
        case "»" | "”":
            return not before.isspace() and not after.isalnum()
        case "\N{RIGHT SINGLE QUOTATION MARK}":
            return not before.isspace()
        case "\N{EN DASH}" | "\N{EM DASH}":
            return before.isspace() == after.isspace() or before.isspace()
        case "…" | "™" | "®" | "©":
            return not after.isalpha()
        case "°":
            return before.isdigit() or before.isspace()
        case "€" | "£" | "¢" | "¥":
            return before.isdigit() or after.isdigit()
        case (
            "½"
            | "¼"
            | "¾"
            | "±"
            | "\N{MULTIPLICATION SIGN}"
            | "÷"
            | "·"
            | "•"
            | "§"
            | "µ"
            | "²"
            | "³"
        ):
            return not inside
        case "\N{NO-BREAK SPACE}":
            return True
        case _:
            return False


def _is_cut_off(data: bytes) -> bool:
    """Whether the bytes are UTF-8 that breaks off inside its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data.removeprefix(codecs.BOM_UTF8))
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(error: UnicodeDecodeError) -> Problem:
    before = error.object[: error.start].decode("utf-8", "replace")
    message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8: {SAVE_AS}"
    return Problem(place_in(before, len(before)), message)
