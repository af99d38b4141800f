"""The catalog: the structs that its JSON holds, and what is raised where it cannot be used.

Every text is plain text. Code numbers inside a text become links when they are shown, so nothing
here is markup. Facts that change by year stand in the data with their date, never in the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from otcodebook.catalog.billing import BillingRules, Medicare
from otcodebook.catalog.content import Block
from otcodebook.catalog.days import Dated, Days
from otcodebook.catalog.fields import CodeText, Line, Minutes, Part, Remark, Slug, SomeCodes, Text
from otcodebook.catalog.term import TermGroup
from otcodebook.errors import AppError
from otcodebook.wording import counted

OT_MODIFIER = "GO"
"""Goes on every therapy line that is billed under an occupational therapy plan of care.

Sources: those of the catalog's entry on GO.
"""
ASSISTANT_MODIFIER = "CO"
"""Goes beside it on units that the OT assistant worked. Sources: those of the entry on CO."""


class System(StrEnum):
    """The code set that a code belongs to."""

    CPT_1 = "CPT Category I"
    CPT_2 = "CPT Category II"
    CPT_3 = "CPT Category III"
    HCPCS = "HCPCS Level II"
    MODIFIER = "Modifier"
    OTHER = "Other"


class Pooled(Part, frozen=True, tag_field="kind", tag="pooled"):
    """A 15-minute code whose minutes join Medicare's pool of the day.

    Source: Medicare Claims Processing Manual, chapter 5, section 20.2.
    `scope` is "first" or "additional" for a base code and its add-on, which share their minutes.
    """

    scope: Literal["each", "first", "additional"] = "each"


class Untimed(Part, frozen=True, tag_field="kind", tag="untimed"):
    """One unit however long it takes; `per` says what one unit covers, such as "evaluation"."""

    per: Line


class Blocks(Part, frozen=True, tag_field="kind", tag="blocks"):
    """Timed in units of its own, outside Medicare's pool.

    `minutes` is the length of one unit; `threshold` is how many minutes past the whole units before
    it earn the next one; `single` means that only the first unit is billed with this code.
    `per` names the period that the minutes are added over.
    """

    minutes: Minutes
    threshold: Minutes
    single: bool = False
    per: Line = "day"


class Band(Part, frozen=True, kw_only=True, tag_field="kind", tag="band"):
    """One unit when the minutes of the period lie in the band; no `at_most`: no upper end."""

    at_least: Minutes
    at_most: Minutes | None = None
    per: Line


class Unstated(Part, frozen=True, tag_field="kind", tag="unstated"):
    """The catalog does not say how the code is counted (lists that a clinic brings along)."""


Timing = Pooled | Untimed | Blocks | Band | Unstated


class Family(Part, frozen=True):
    """A group of codes, in the order in which the window lists them."""

    id: Slug
    name: Line


class Change(Part, frozen=True, kw_only=True):
    """Values that replace those of a code on certain days; what is left out stays as it is.

    Lists, such as `counting` or the notes of `medicare`, are replaced whole. Another `patient`
    without `patient_es` has no Spanish: the one of other days would say something else.
    """

    valid: Days
    name: Line | UnsetType = UNSET
    summary: Remark | UnsetType = UNSET
    timing: Timing | UnsetType = UNSET
    counting: tuple[Text, ...] | UnsetType = UNSET
    documentation: tuple[Text, ...] | UnsetType = UNSET
    cautions: tuple[Text, ...] | UnsetType = UNSET
    medicare: Medicare | UnsetType = UNSET
    patient: Remark | UnsetType = UNSET
    patient_es: Remark | UnsetType = UNSET
    related: tuple[CodeText, ...] | UnsetType = UNSET
    add_on_to: CodeText | UnsetType | None = UNSET
    since: Remark | UnsetType = UNSET
    sources: tuple[Line, ...] | UnsetType = UNSET


class Code(Dated, frozen=True, kw_only=True):
    """One billing code or modifier, described in the project's own words.

    `counting` adds to `timing` what data cannot say; `documentation` is a checklist, one point a
    line; `patient` explains the service to the patient, `patient_es` does so in Spanish; `aliases`
    are the words that therapists type; `since` is the code's history; `sources` are the marks of
    the publications it rests on; `changes` hold what is otherwise on certain days.
    """

    code: CodeText
    system: System = System.OTHER
    name: Line
    summary: Remark = ""
    family: Slug
    timing: Timing = Unstated()
    counting: tuple[Text, ...] = ()
    documentation: tuple[Text, ...] = ()
    cautions: tuple[Text, ...] = ()
    medicare: Medicare = Medicare()
    patient: Remark = ""
    patient_es: Remark = ""
    aliases: tuple[Line, ...] = ()
    related: tuple[CodeText, ...] = ()
    add_on_to: CodeText | None = None
    since: Remark = ""
    sources: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()


class Retired(Dated, frozen=True):
    """A code that is gone: what it was, since when it is gone, and what to use instead."""

    code: CodeText
    was: Line
    gone: Line
    use: tuple[CodeText, ...] = ()
    note: Remark = ""
    aliases: tuple[Line, ...] = ()


class OtherProfessionCode(Dated, frozen=True):
    """A live code of another profession, with what an occupational therapist uses instead."""

    code: CodeText
    name: Line
    belongs_to: Line
    use: tuple[CodeText, ...] = ()
    note: Remark = ""
    aliases: tuple[Line, ...] = ()


class LookAlike(Dated, frozen=True):
    """A short decision between codes that are easily confused."""

    id: Slug
    question: Line
    answer: Annotated[tuple[Block, ...], Meta(min_length=1)]
    codes: SomeCodes
    sources: tuple[Line, ...] = ()


class TopicGroup(StrEnum):
    """The groups of questions and guide pages, in the order in which they are listed."""

    BASICS = "Basics"
    COUNTING = "Counting"
    MODIFIERS = "Modifiers"
    EVALUATIONS = "Evaluations"
    MEDICARE = "Medicare"
    PAYERS = "Payers"
    SPECIAL_CASES = "Special cases"


class Faq(Dated, frozen=True):
    """A question with its answer; `as_of` dates what ages, such as "2026"."""

    id: Slug
    question: Line
    answer: Annotated[tuple[Block, ...], Meta(min_length=1)]
    aliases: tuple[Line, ...] = ()
    as_of: Remark = ""
    group: TopicGroup | None = None
    sources: tuple[Line, ...] = ()


class GuidePage(Dated, frozen=True):
    """One page of the guide."""

    id: Slug
    title: Line
    body: Annotated[tuple[Block, ...], Meta(min_length=1)]
    as_of: Remark = ""
    group: TopicGroup | None = None
    sources: tuple[Line, ...] = ()


class Source(Part, frozen=True):
    """A publication that facts rest on; codes and answers name it by its mark, such as "S25"."""

    id: Line
    title: Line


class Edition(Part, frozen=True):
    """The code-set year that the catalog covers; `expires` is its last valid day."""

    year: Annotated[int, Meta(ge=1990, le=2200)]
    effective: date
    expires: date
    notices: tuple[Text, ...] = ()


Entry = Code | Retired | OtherProfessionCode

Answer = LookAlike | Faq | GuidePage
"""What explains rather than is a code."""


class Catalog(Part, frozen=True, dict=True, gc=True):
    """The whole catalog. `find` answers for codes, retired codes and other professions' codes.

    `edition` is None where it does not say which year it is for. Further years side by side are
    in `editions`; `dated.catalog_on` gives the catalog as it is on a date of service.
    """

    format: Literal[1]
    title: Line
    edition: Edition | None
    families: tuple[Family, ...]
    codes: tuple[Code, ...]
    retired: tuple[Retired, ...] = ()
    elsewhere: tuple[OtherProfessionCode, ...] = ()
    lookalikes: tuple[LookAlike, ...] = ()
    faq: tuple[Faq, ...] = ()
    guide: tuple[GuidePage, ...] = ()
    terms: Sequence[TermGroup] = ()
    sources: tuple[Source, ...] = ()
    billing: BillingRules = BillingRules()
    editions: tuple[Edition, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self.entries()}

    @cached_property
    def by_period(self) -> dict[date, Catalog]:
        """The catalogs that `catalog_on` made of this one, by the first of their days."""
        return {}

    @cached_property
    def family_names(self) -> dict[str, str]:
        """The families' names by their ids."""
        return {family.id: family.name for family in self.families}

    def entries(self) -> Iterator[Entry]:
        """Everything that has a code: codes first, then retired ones, then other professions'."""
        yield from self.codes
        yield from self.retired
        yield from self.elsewhere

    def find(self, code: str) -> Entry | None:
        """The entry with exactly this code."""
        return self._by_code.get(code)

    @property
    def dated_part(self) -> Catalog:
        """What of it may depend on the date of service: all but a clinic's list on top."""
        return self

    @property
    def listed(self) -> tuple[str, ...]:
        """The codes of a clinic's list on top, in its order (`lists.overlay`); usually none."""
        return ()

    @cached_property
    def states_therapy(self) -> bool:
        """Whether the catalog says which codes are therapy; a list of a clinic's own may not."""
        return any(code.medicare.therapy is not None for code in self.codes)

    def add_on_of(self, code: str) -> Code | None:
        """The add-on code that extends this base code, if it has one."""
        return self._add_ons.get(code)

    @cached_property
    def _add_ons(self) -> dict[str, Code]:
        return {code.add_on_to: code for code in reversed(self.codes) if code.add_on_to}

    def lookalikes_of(self, code: str) -> list[LookAlike]:
        """The decisions that concern this code."""
        return [item for item in self.lookalikes if code in item.codes]


class Problem(Struct, frozen=True):
    """One thing wrong with a catalog; `place` is a JSON path or a line."""

    place: str
    message: str

    def __str__(self) -> str:
        # A message may quote the file: without line breaks, escape sequences and the like.
        line = f"{self.place}: {self.message}"
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


class CatalogError(AppError):
    """A catalog cannot be used; `problems` holds all that was found.

    `name` is what the message calls the catalog, such as its file's name.
    """

    def __init__(self, problems: list[Problem], name: str = "The code list") -> None:
        self.problems = problems
        more = len(problems) - 1
        rest = f" (and {counted(more, 'more problem')})" if more else ""
        super().__init__(f"{name} has an error at {problems[0]}{rest}.")
