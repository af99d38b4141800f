"""A worked example of a page: the data gives codes and minutes, the rest is counted here."""

from __future__ import annotations

from otcodebook.catalog.content import Block, Bullets, Paragraph, Table, UnitsExample
from otcodebook.catalog.model import Catalog
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry, UnitsError
from otcodebook.units.words import RULE_NAMES, difference, units_text, working


def example_blocks(example: UnitsExample, catalog: Catalog) -> tuple[Block, ...]:
    """The example as it is read: its units and their reasons, the working, the other method."""
    entries = [SessionEntry(code, minutes) for code, minutes in example.minutes.items()]
    try:
        counts = {rule: count_units(entries, catalog, rule) for rule in Rule}
    except UnitsError as error:
        return (Paragraph(error.user_message),)
    count = counts[Rule(example.rule)]
    rows = tuple(
        (line.code, str(line.minutes) if line.minutes else "", str(line.units), line.reason)
        for line in count.lines
    )
    total = f"{RULE_NAMES[count.rule]}: {units_text(count.units)}"
    blocks: tuple[Block, ...] = (
        *((Paragraph(example.text),) if example.text else ()),
        Table(("Code", "Minutes", "Units", total), rows),
    )
    if steps := working(count):
        blocks += (Bullets(tuple(steps)),)
    return (*blocks, Paragraph(difference(counts[Rule.CMS], counts[Rule.MIDPOINT])))
