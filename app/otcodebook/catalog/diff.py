"""What changed between two catalogs, in words: each as it is in the last of its editions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import asdict, fields, replace

from otcodebook.catalog.billing import PaymentRate, RateKind
from otcodebook.catalog.content import block_texts
from otcodebook.catalog.counting import counting_label, counting_lines
from otcodebook.catalog.dated import DATED_PARTS, catalog_on
from otcodebook.catalog.days import ALWAYS, Dated
from otcodebook.catalog.editions import editions_of, today
from otcodebook.catalog.model import Catalog, Code, Retired
from otcodebook.wording import counted, listed, quoted

# An amount: dollars, percent, and numbers with what they count. Code numbers and dates are none.
_AMOUNT = re.compile(
    r"\$\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)?(?:\s?%| (?:percent|units?|minutes?|days?|visits?"
    r"|hours?|times|months?))"
)
_RATES = {
    RateKind.PRACTICE_EXPENSE: "further therapy units of a day keep, of their practice expense,",
    RateKind.ASSISTANT: "of the amount of a unit with modifier CO Medicare pays",
    RateKind.MEDICARE: "of the allowed amount Medicare pays",
    RateKind.SEQUESTRATION: "sequestration takes, of Medicare's part,",
}
_THERAPY = {"always": "always therapy", "sometimes": "sometimes therapy", None: "not stated"}


class ChangeKind(StrEnum):
    """What kind of change it is: the titles under which changes are told, in this order."""

    EDITION = "Edition"
    NEW = "New codes"
    GONE = "Codes that are gone"
    RENAMED = "Renamed"
    COUNTING = "Counted differently"
    THERAPY = "Therapy status"
    AMOUNT = "Amounts and limits"
    RULE = "Billing rules"
    ANSWER = "Answers and guide"
    WORDING = "Reworded"


class Difference(Struct, frozen=True):
    """One change: its kind, the codes it concerns (none for answers), and a sentence."""

    kind: StrEnum
    codes: tuple[str, ...]
    text: str


def catalog_diff(old: Catalog, new: Catalog) -> tuple[Difference, ...]:
    """Every change from `old` to `new`, in the order of ChangeKind; none where they are equal.

    Of a file with several editions the last one is compared.
    """
    old, new = _last_edition(old), _last_edition(new)
    found = [*_editions(old, new), *_codes(old, new), *_rules(old, new), *_answers(old, new)]
    found += _other_parts(old, new)
    order: list[StrEnum] = list(ChangeKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def grouped(
    differences: Sequence[Difference], favorites: Collection[str] = ()
) -> list[tuple[str, list[str]]]:
    """Titles with their sentences: the user's favorites first, then the rest by kind.

    The kinds stand in the order of the differences.
    """
    mine = [each for each in differences if not set(each.codes).isdisjoint(favorites)]
    groups = [("Your favorites", [f"{each.kind}: {each.text}" for each in mine])]
    for kind in dict.fromkeys(each.kind for each in differences):
        texts = [each.text for each in differences if each.kind is kind and each not in mine]
        groups.append((kind.value, texts))
    return [(title, texts) for title, texts in groups if texts]


def _last_edition(catalog: Catalog) -> Catalog:
    editions = editions_of(catalog)
    return catalog_on(catalog, editions[-1].expires if editions else today())


def _editions(old: Catalog, new: Catalog) -> Iterator[Difference]:
    before, after = old.edition, new.edition
    if before != after:
        years = [str(edition.year) if edition else "no edition" for edition in (before, after)]
        same = years[0] == years[1]
        text = f"{years[1]}: other dates or notices." if same else f"{years[0]} to {years[1]}."
        yield Difference(ChangeKind.EDITION, (), text)


def _codes(old: Catalog, new: Catalog) -> Iterator[Difference]:
    before = {code.code: code for code in old.codes}
    after = {code.code: code for code in new.codes}
    for number, code in after.items():
        if number not in before:
            label = counting_label(code.timing)
            counted = f", {label}" if label else ""
            yield Difference(ChangeKind.NEW, (number,), f"{number} {code.name}{counted}.")
        else:
            yield from _code(before[number], code, old, new)
    for number, code in before.items():
        if number not in after:
            yield Difference(ChangeKind.GONE, (number,), _gone_text(code, new))
    yield from _other_entries(old, new)


def _gone_text(code: Code, new: Catalog) -> str:
    entry = new.find(code.code)
    if entry is None or isinstance(entry, Code):
        return f"{code.code} {code.name}."
    use = f" Use {' or '.join(entry.use)}." if entry.use else " Nothing takes its place."
    when = f", gone {entry.gone}" if isinstance(entry, Retired) else ""
    return f"{code.code} {code.name}{when}.{use}"


def _code(old: Code, new: Code, old_catalog: Catalog, catalog: Catalog) -> Iterator[Difference]:
    """The changes of a code that both have; its other texts count as one change."""
    codes = (new.code,)
    told = list[Difference]()
    if old.name != new.name:
        text = f"{new.code} was {quoted(old.name)}, is {quoted(new.name)}."
        told.append(Difference(ChangeKind.RENAMED, codes, text))
    if (old.timing, old.add_on_to) != (new.timing, new.add_on_to):
        was, now = (_counting_text(code, c) for code, c in ((old, old_catalog), (new, catalog)))
        text = f"{new.code} {new.name}. Was: {was} Now: {now}"
        told.append(Difference(ChangeKind.COUNTING, codes, text))
    if old.medicare.therapy != new.medicare.therapy:
        was, now = _THERAPY[old.medicare.therapy], _THERAPY[new.medicare.therapy]
        text = f"{new.code} {new.name}: was {was}, is {now}."
        told.append(Difference(ChangeKind.THERAPY, codes, text))
    amounts = _amount_changes(_notes(old), _notes(new))
    told += [Difference(ChangeKind.AMOUNT, codes, f"{new.code}: {text}") for text in amounts]
    yield from told
    if _rest(old) != _rest(new) or (_notes(old) != _notes(new) and not amounts):
        yield Difference(ChangeKind.WORDING, codes, f"{new.code} {new.name}.")


def _counting_text(code: Code, catalog: Catalog) -> str:
    lines = counting_lines(replace(code, counting=()), catalog)
    return " ".join(lines) or "not stated."


def _notes(code: Code) -> tuple[str, ...]:
    return (*code.counting, *code.cautions, *code.medicare.all_notes)


def _rest(code: Code) -> dict[str, object]:
    """The fields that nothing else tells of."""
    told = {"name", "timing", "add_on_to", "medicare", "counting", "cautions", "valid", "changes"}
    return {name: value for name, value in asdict(code).items() if name not in told}


def _amount_changes(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Sentences on amounts that differ; a text without its numbers finds the one it was."""
    was = {_AMOUNT.sub("#", text): text for text in old if text not in new}
    found = []
    for text in new:
        if text in old or not _AMOUNT.search(text):
            continue
        before = was.pop(_AMOUNT.sub("#", text), None)
        found.append(
            f"{quoted(text)} is new."
            if before is None
            else f"{' and '.join(_replaced(before, text))}. {quoted(text)}"
        )
    found += [f"{quoted(text)} is gone." for text in was.values() if _AMOUNT.search(text)]
    return found


def _replaced(before: str, after: str) -> list[str]:
    pairs = zip(_AMOUNT.findall(before), _AMOUNT.findall(after), strict=True)
    return [f"{old} becomes {new}" for old, new in pairs if old != new]


def _other_entries(old: Catalog, new: Catalog) -> Iterator[Difference]:
    """Entries on retired codes and those of other professions; a code that went is told already."""
    current = {code.code for code in (*old.codes, *new.codes)}
    for part in ("retired", "elsewhere"):
        before = {item.code: item for item in getattr(old, part) if item.code not in current}
        after = {item.code: item for item in getattr(new, part) if item.code not in current}
        for number in (*after, *(each for each in before if each not in after)):
            if not _same(before.get(number), after.get(number)):
                use = after[number].use if number in after else ()
                instead = f" Use {' or '.join(use)}." if use else ""
                yield Difference(ChangeKind.WORDING, (number,), f"{number}, not billed.{instead}")


def _rules(old: Catalog, new: Catalog) -> Iterator[Difference]:
    for field in fields(old.billing):
        before, after = getattr(old.billing, field.name), getattr(new.billing, field.name)
        if not isinstance(before, tuple) or not isinstance(after, tuple):
            if before != after:
                yield Difference(ChangeKind.RULE, (), "Other modifiers are offered.")
            continue
        for rules, others, word in ((after, before, "New"), (before, after, "Gone")):
            for rule in rules:
                if not any(_same(rule, other) for other in others):
                    yield Difference(ChangeKind.RULE, _rule_codes(rule), f"{word}: {_rule(rule)}")


def _rule_codes(rule: Dated) -> tuple[str, ...]:
    parts = (getattr(rule, name, None) or () for name in ("codes", "ones", "others"))
    return tuple(dict.fromkeys(code for part in parts for code in part))


def _rule(rule: Dated) -> str:
    """The rule in words: its text with all its codes, or for a limit its number."""
    if isinstance(rule, PaymentRate):
        return f"{_RATES[rule.kind]} {rule.percent}% ({rule.source})."
    codes = listed(_rule_codes(rule))
    text = getattr(rule, "text", "")
    if not text:
        units = counted(getattr(rule, "units", 0), "unit")
        return f"{codes}: at most {units} ({getattr(rule, 'source', '')})."
    for gap in ("codes", "ones", "others"):
        filled = getattr(rule, gap, None)
        named = listed(filled) if filled else codes if gap == "codes" else "other timed codes"
        text = text.replace(f"{{{gap}}}", named)
    return str(text)


def _answers(old: Catalog, new: Catalog) -> Iterator[Difference]:
    for part, title, body in (
        ("faq", "question", "answer"),
        ("guide", "title", "body"),
        ("lookalikes", "question", "answer"),
    ):
        before = {item.id: item for item in getattr(old, part)}
        after = {item.id: item for item in getattr(new, part)}
        for name in (*after, *(each for each in before if each not in after)):
            was, now = before.get(name), after.get(name)
            if _same(was, now):
                continue
            called = getattr(now or was, title)
            if was is None or now is None:
                word = "New" if was is None else "Gone"
                yield Difference(ChangeKind.ANSWER, (), f"{word}: {called}")
                continue
            texts = [list(block_texts(getattr(item, body))) for item in (was, now)]
            amounts = _amount_changes(*texts)
            for text in amounts:
                yield Difference(ChangeKind.AMOUNT, (), f"{called} {text}")
            if not amounts:
                yield Difference(ChangeKind.ANSWER, (), f"Changed: {called}")


def _other_parts(old: Catalog, new: Catalog) -> Iterator[Difference]:
    """Parts that have no kind of their own, such as families and sources."""
    for field in fields(old):
        is_told = field.name in (*DATED_PARTS, "format", "edition", "editions", "billing")
        if not is_told and getattr(old, field.name) != getattr(new, field.name):
            yield Difference(ChangeKind.WORDING, (), f"The {field.name} of the file.")


def _same(one: Dated | None, other: Dated | None) -> bool:
    """Whether both say the same, on whatever days."""
    if one is None or other is None:
        return one is other
    return replace(one, valid=ALWAYS) == replace(other, valid=ALWAYS)
