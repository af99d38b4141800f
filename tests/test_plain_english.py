"""American English and plain words in everything that a user can read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from otcodebook.catalog.load import load_bundled
from otcodebook.cli.commands import parse
from otcodebook.export.printed_list import ListContent, printed_list
from otcodebook.pages.help_pages import about_page, keys_page
from otcodebook.pages.licenses import REPLACING_QT
from otcodebook.resources import read_resource
from otcodebook.ui.dialogs.keyboard import keyboard_groups
from otcodebook.ui.services.actions import ACTIONS
from support import ROOT

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

BRITISH = re.compile(
    r"\b(?:favourit\w*|catalogu\w*|licen[c]e[sd]?|colour\w*|grey\w*|centre[sd]?|metres?"
    r"|behaviour\w*|labour\w*|neighbour\w*|programmes?|judgement|cheques?|whilst|amongst|towards"
    r"|learnt|spelt|practis\w+|fulfil|enrol|labell\w+|cancell(?:ed|ing)|travell\w+|modell\w+"
    r"|(?:organ|recogn|minim|maxim|custom|util|standard|prior|summar|categor|author)is(?:e|ed|es|ing|ation)\w*)\b"
    rf"|\b\d{{1,2}} (?-i:{MONTHS})\b"
    r"|\d[ \u00a0\u202f]%",
    re.IGNORECASE,
)
"""Spellings, dates and percentages that an American reader does not expect."""

ODD = re.compile(
    r"favourite|Got it\b|Any counting|Any family|Enter opens the page"
    r"|^(?:What to write|Tell the patient|Look-alikes|How it is counted)$|Facts from:"
    r"|Bundled catalog|Open catalog|Took out|passed over"
    r"|Colors of the system|Usual text size"
    r"|Copying a code gives|stands? (?:here|there|on line|beneath|in the surgery)|earn nothing"
    r"|left over earns?\b|in all fall|do not bill it|never join|tells of|became of"
    r"|an OT meets|Common knowledge|In short\b|every eye, hand and ear|\bmend(?:ed|s)?\b"
    r"|edition stated|is to be\b|\bthe bundled\b|These come nearest|however long it takes\. Its",
    re.IGNORECASE,
)
"""Wordings that testers found odd, and what is like them."""

CATALOG = re.compile(r"(?<![-\w./])catalogs?\b(?!\.json)", re.IGNORECASE)
"""A word for programmers: on screen it is the code list, or the built-in codes."""

# Nobody reads these: keys of files that older versions wrote, names of tables, log lines.
UNSEEN = re.compile(
    r"^(?:OT Codebook favourites and notes|favourites|catalog|catalog loader|the bundled catalog"
    r"|%s catalog shown: .*|a catalog could not be opened)$"
    r"|^(?:CREATE|SELECT|INSERT|DELETE|UPDATE|PRAGMA)\b",
)


def _docstrings(tree: ast.AST) -> set[int]:
    """The constants that stand alone as statements: docstrings."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _return_types(tree: ast.Module) -> set[int]:
    """What stands in the types of results, where a class that is not there yet is in quotes."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    types = (function.returns for function in functions if function.returns is not None)
    return {id(part) for type_ in types for part in ast.walk(type_)}


def program_texts() -> Iterator[tuple[str, str]]:
    """Every string of the program that is no docstring, with its place.

    But not what the search understands: users may write British English.
    """
    for path in sorted((ROOT / "app").rglob("*.py")):
        if path.match("search/words/text.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = _docstrings(tree) | _return_types(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                # Joined as the user reads it; a value in between becomes a digit.
                whole = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "0"
                    for part in node.values
                )
                yield f"{path.name}:{node.lineno}", whole
            elif (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
                and not UNSEEN.search(node.value)
            ):
                yield f"{path.name}:{node.lineno}", node.value


def strings_of(value: Any, place: str = "$") -> Iterator[tuple[str, str]]:
    """Every text inside JSON-like data, but for the words that only the search reads."""
    match value:
        case str():
            yield place, value
        case dict():
            for key, inner in value.items():
                if key not in {"aliases", "id", "terms"}:
                    yield from strings_of(inner, f"{place}.{key}")
        case list() | tuple():
            for at, inner in enumerate(value):
                yield from strings_of(inner, f"{place}[{at}]")


def file_texts() -> Iterator[tuple[str, str]]:
    """The lines of the files that are read outside the program or shown by it."""
    for name in (
        "README.md",
        "resources/user_guide.md",
        "packaging/linux/ot-codebook.1",
        "packaging/linux/org.otcodebook.OTCodebook.metainfo.xml",
        "packaging/linux/org.otcodebook.OTCodebook.desktop",
        "packaging/windows/ot-codebook.iss",
    ):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        yield from ((f"{name}:{number}", line) for number, line in enumerate(lines, 1))


def help_texts(capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """What --help prints, of the program and of each command."""
    for command in ("", "find", "show", "units", "check", "diff", "selftest"):
        with pytest.raises(SystemExit):
            parse([*filter(None, [command]), "--help"])
        yield f"{command} --help", " ".join(capsys.readouterr().out.split())


def made_texts() -> Iterator[tuple[str, str]]:
    """What is put together from the catalog: the foot of the printed list, About, F1."""
    catalog = load_bundled()
    printed = printed_list(ListContent(catalog.codes), catalog, {})
    yield "printed list", " ".join((printed.title, printed.foot))
    yield from strings_of(msgspec.to_builtins(printed.reference), "printed reference")
    yield "About", about_page(catalog, [("OT Codebook", "1"), ("Qt", "6")])
    yield "F1", keys_page(keyboard_groups())
    yield from ((spec.id, f"{spec.text} {spec.description}") for spec in ACTIONS)
    yield "licenses", " ".join(REPLACING_QT)


def test_no_british_spelling_and_no_odd_wording(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [
        *program_texts(),
        *strings_of(msgspec.json.decode(read_resource("catalog.json"))),
        *file_texts(),
        *help_texts(capsys),
        *made_texts(),
    ]
    assert len(texts) > 5000
    found = [
        f"{place}: {match.group()!r} in {text[:90]!r}"
        for place, text in texts
        for match in (BRITISH.search(text), ODD.search(text))
        if match
    ]
    assert not found, "\n".join(found)


def test_a_list_of_codes_is_not_called_a_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [*program_texts(), *help_texts(capsys), *made_texts()]
    texts += [row for row in file_texts() if row[0].startswith("resources/user_guide.md")]
    found = [f"{place}: {text[:90]!r}" for place, text in texts if CATALOG.search(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    ["your favourites", "the catalogue", "Licences", "colours", "1 January 2026", "up to 200 %"],
)
def test_the_lists_find_what_they_should(text: str) -> None:
    assert BRITISH.search(text)


@pytest.mark.parametrize(
    "text", ["January 1, 2026", "200%", "a license", "in the practice", "59 may be", "size", "wise"]
)
def test_good_english_passes(text: str) -> None:
    assert not ODD.search(text)
    assert not BRITISH.search(text)
